"""What changes while an incident runs: its severity, its status, its bridge, who has which role."""

from datetime import datetime

from bot.domain.climbing import path_id
from bot.domain.coverage import reached
from bot.domain.declaring import bridge_of, severity_named
from bot.domain.echoes import echoes_for
from bot.domain.errors import AlreadyOver, AlreadySo, BadField, UnknownStatus
from bot.domain.escalation import call_added, wait_of
from bot.domain.events import (
    BridgeSet,
    Cancelled,
    Noted,
    NoteKind,
    Origin,
    Reopened,
    RoleAssigned,
    SeverityChanged,
    StatusChanged,
)
from bot.domain.guards import refuse_if_over
from bot.domain.incident import OVER, Incident
from bot.domain.meanwhile import BRIDGE, SEVERITY, STATUS, Shown, refuse_clashes
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Policy, Role, Start, Status
from bot.domain.promises import restarted, started_by
from bot.domain.readers import readers_of
from bot.domain.words import kept, one_line


def change_severity(
    incident: Incident,
    policy: Policy,
    directory: Directory,
    *,
    to: str,
    why: str,
    shown: Shown | None = None,
    by: PersonId,
    at: datetime,
) -> Outcome:
    """Run the incident at another severity: whoever it adds is called once, the promises and waits are its own.

    `shown` is what a form showed of it when it was opened.
    """
    refuse_if_over(incident)
    severity = severity_named(policy, to)
    if severity.id == incident.severity:
        raise AlreadySo(incident=incident.id, what="severity", value=severity.name)
    refuse_clashes(incident, {SEVERITY: severity.id}, shown or {})
    raised = severity.rank < policy.severities[incident.severity].rank
    mentioned = (reached(policy, target, at, directory).people for target in severity.mention)
    place = incident.room.name if incident.room else ""
    changed = SeverityChanged(
        severity=severity.id,
        before=incident.severity,
        path=path_id(policy, severity.id, incident.category),
        wait=wait_of(incident, policy, severity, at=at),
        mentions=tuple(dict.fromkeys(person for people in mentioned for person in people)),
        why=one_line(why),
        echoes=echoes_for(policy, severity, private=incident.private, place=place),
        readers=readers_of(policy, severity, directory, private=incident.private, at=at, place=place),
    )
    outcome = unchanged(incident).then(changed, at=at, by=by)
    if raised:
        outcome = call_added(outcome, policy, directory, why=f"raised to {severity.name}", at=at)
    return restarted(outcome, policy, at=at)


def change_status(
    incident: Incident,
    policy: Policy,
    *,
    to: str,
    text: str,
    shown: Shown | None = None,
    by: PersonId,
    at: datetime,
) -> Outcome:
    """Say where the work stands; what the model owes at that point is promised. `shown` is as for the severity."""
    refuse_if_over(incident)
    status = status_named(policy, to)
    if status is incident.status:
        raise AlreadySo(incident=incident.id, what="status", value=policy.status_name(status))
    refuse_clashes(incident, {STATUS: status.value}, shown or {})
    changed = StatusChanged(status=status, before=incident.status, text=kept(text))
    outcome = unchanged(incident).then(changed, at=at, by=by)
    return started_by(outcome, Start(status.value), policy, at=at) if status.value in tuple(Start) else outcome


def status_named(policy: Policy, word: str) -> Status:
    """Find the status somebody means, by its own or the organisation's name; refused with those there are."""
    working = [status for status in Status if status not in OVER and policy.uses(status)]
    for status in working:
        if word.casefold() in (status.value, policy.status_name(status).casefold()):
            return status
    raise UnknownStatus(word=word, known=tuple(policy.status_name(status) for status in working))


def set_bridge(incident: Incident, *, url: str, shown: Shown | None = None, by: PersonId, at: datetime) -> Outcome:
    """Use another bridge from now on; refused unless it is an https URL that fits the topic.

    `shown` is as for the severity.
    """
    refuse_if_over(incident)
    bridge = bridge_of(url)
    if bridge == incident.bridge:
        raise AlreadySo(incident=incident.id, what="bridge", value=bridge)
    refuse_clashes(incident, {BRIDGE: bridge}, shown or {})
    return unchanged(incident).then(BridgeSet(url=bridge), at=at, by=by)


def assign(incident: Incident, *, role: Role, to: PersonId, by: PersonId, at: datetime) -> Outcome:
    """Give somebody a role; command is never given this way."""
    refuse_if_over(incident)
    before = incident.roles.get(role)
    if before == to:
        raise AlreadySo(incident=incident.id, what=role.value, value=to)
    return unchanged(incident).then(RoleAssigned(role=role, to=to, instead_of=before), at=at, by=by)


def note(
    incident: Incident,
    *,
    text: str,
    by: PersonId,
    at: datetime,
    kind: NoteKind | None = None,
    origin: Origin | None = None,
    said_by: str = "",
) -> Outcome:
    """Keep something in the timeline, also after the end; refused when there is nothing to keep.

    Without a kind, words that begin with one and a colon are of it: `theory: the disk is full`.
    """
    words = kept(text)
    if kind is None and origin is None:
        kind, words = _of_kind(words)
    if not words:
        raise BadField(field="Note", why="Say what should be kept.")
    noted = Noted(text=words, origin=origin, said_by=said_by, kind=kind or NoteKind.NOTE)
    return unchanged(incident).then(noted, at=at, by=by)


def _of_kind(words: str) -> tuple[NoteKind, str]:
    name, colon, rest = words.partition(":")
    kind = name.strip().lower()
    return (NoteKind(kind), rest.strip()) if colon and kind in tuple(NoteKind) else (NoteKind.NOTE, words)


def cancel(incident: Incident, *, why: str, by: PersonId, at: datetime) -> Outcome:
    """Say that it was no incident: everything stops, and it stays on the record as that."""
    refuse_if_over(incident)
    return unchanged(incident).then(Cancelled(why=one_line(why)), at=at, by=by)


def reopen(incident: Incident, policy: Policy, *, why: str, by: PersonId, at: datetime) -> Outcome:
    """Say that it is not over: the clocks are back, as a new generation."""
    if incident.over is None or incident.status not in OVER:
        raise AlreadySo(incident=incident.id, what="status", value=policy.status_name(incident.status))
    if incident.status is Status.MERGED:
        raise AlreadyOver(incident=incident.id, status=incident.status, by=incident.over.by, at=incident.over.at)
    return restarted(unchanged(incident).then(Reopened(why=one_line(why)), at=at, by=by), policy, at=at)
