"""One sentence for each way in which an incident is changed while it runs."""

from bot.domain.events import (
    BridgeSet,
    Cancelled,
    Entry,
    ModelAdopted,
    Noted,
    NoteKind,
    Reopened,
    RoleAssigned,
    SeverityChanged,
    StatusChanged,
)
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.policy import Policy, Role
from bot.rendering.lines import Line, Link, Person, Place, Strong, line, reason
from bot.rendering.names import capital, role_name, severity_label

Change = RoleAssigned | ModelAdopted | SeverityChanged | StatusChanged | BridgeSet | Noted | Reopened | Cancelled


def change(entry: Entry, event: Change, incident: Incident, policy: Policy) -> Line:
    """Say what was changed, by whom, and why if they said so."""
    who = Person(entry.actor)
    match event:
        case RoleAssigned(role=role, to=to, why=why):
            return line(_role(entry, role, to, policy), line(" Rule: ", reason(why), ".") if why else ())
        case SeverityChanged(severity=severity, before=before, why=why):
            now, was = (severity_label(policy.severities[s]) for s in (severity, before))
            return line(who, " changed the severity from ", was, " to ", Strong(now), _because(why), ".")
        case ModelAdopted(revision=revision, before=before):
            return line(
                who, f" let it run by revision {revision} of the support model from now on, in place of {before}."
            )
        case StatusChanged(status=status):
            return line(who, " set the status to ", Strong(policy.status_name(status)), ".")
        case BridgeSet(url=url):
            return line(who, " set the bridge: ", Link(url))
        case Noted(said_by=said_by, origin=origin, kind=kind):
            author = line(" a message of ", Person(said_by)) if said_by else ()
            where = line(" in ", Place(origin.channel)) if origin else ()
            return line(who, _NOTED[kind], author, where, ".")
        case Reopened(why=why):
            return line(who, " reopened ", Strong(label(incident.id)), _because(why), ". Its clocks run again.")
        case Cancelled(why=why):
            return line(who, " cancelled ", Strong(label(incident.id)), _because(why), ". Nobody is called any more.")


_NOTED = {
    NoteKind.NOTE: " noted",
    NoteKind.THEORY: " noted a theory",
    NoteKind.DECISION: " noted a decision",
    NoteKind.TRIED: " noted what was tried",
}


def _role(entry: Entry, role: Role, to: str, policy: Policy) -> Line:
    name = capital(role_name(role, policy))
    if entry.actor == to:
        return line(Person(to), " is ", Strong(name), " now.")
    return line(Person(entry.actor), " made ", Person(to), " ", Strong(name), ".")


def _because(why: str) -> Line:
    return line(": ", reason(why)) if why else ()
