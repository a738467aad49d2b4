"""What is said to somebody who sits at a terminal: without mentions, links and dates that only Slack draws."""

import html
import re
from collections.abc import Mapping, Sequence

from bot.domain.errors import (
    AlreadyDeclared,
    AlreadyInCommand,
    DeclaredOften,
    JustEscalated,
    MoreNeeded,
    NotAllowed,
    NotVerified,
    Refusal,
    WordsToAvoid,
)
from bot.domain.facets import has_room
from bot.domain.ids import IncidentId, label
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.words import one_line
from bot.rendering.drawn import Drawn
from bot.rendering.facts import known
from bot.rendering.lines import Strong, Theirs, line
from bot.rendering.names import severity_name, title
from bot.rendering.replies import reply
from bot.rendering.text import fit, listed

_MARKUP = re.compile(r"<@(?P<person>[^>|]+)>|<#(?P<channel>[^>|]+)>|<!date\^[^|>]*\|(?P<date>[^>]*)>")


def plain(text: str, people: Mapping[str, str], channels: Mapping[str, str]) -> str:
    """Write Slack's markup as it reads in a terminal; `people` and `channels` are names by Slack id."""

    def named(found: re.Match[str]) -> str:
        if person := found["person"]:
            name = people.get(person, person)
            return name if "@" in name else f"@{name}"
        if channel := found["channel"]:
            return f"#{channels.get(channel, channel)}"
        return found["date"]

    return html.unescape(_MARKUP.sub(named, text))


def declared(incident: Incident, policy: Policy) -> Drawn:
    """Say that the incident is recorded, and what of it waits for Slack."""
    severity = severity_name(incident, policy)
    named = line(Strong(f"{label(incident.id)} ({severity}) is declared: "), Theirs(title(incident)), ".")
    run = waits_for_slack(incident, policy) or "It is logged; this severity gets no place in Slack."
    return reply(named, line(run))


def facts_kept(incident: Incident, policy: Policy) -> Drawn:
    """Say what is known of an incident by now."""
    return reply(line("The facts of ", Strong(label(incident.id)), " are kept."), *known(incident, policy))


def waits_for_slack(incident: Incident, policy: Policy) -> str:
    """Say that an incident's place in Slack is still to come; nothing when it has one, or gets none."""
    if incident.room is not None or not incident.is_open or not has_room(incident, policy):
        return ""
    return "Its place in Slack is made as soon as Slack takes it; what is posted there waits until then."


def which(open_ones: Sequence[tuple[IncidentId, str]]) -> str:
    """Ask which incident is meant."""
    if not open_ones:
        return "There is no open incident; one that is over goes by its number, such as INC-12. Nothing was changed."
    rows = [f"  {label(incident)}  {fit(one_line(title), 100)}" for incident, title in open_ones]
    return "\n".join(["Which incident? Add its number; nothing was changed.", *rows])


def way_on(refusal: Refusal, policy: Policy) -> str:
    """Say which option does what a button or a form does in Slack; nothing where there is none."""
    match refusal:
        case AlreadyDeclared() | DeclaredOften():
            return "If it is another one: the same with --anyway."
        case AlreadyInCommand(commander=commander):
            return f"To take over: ic --instead-of <@{commander}>"
        case JustEscalated():
            return "If so: the same with --further."
        case MoreNeeded(missing=missing):
            said = listed([f"--answer '{what}=…'" for what in missing])
            return f"Say it with {said}; what is to be checked first: --checked '…'."
        case NotVerified():
            return "If all of it is confirmed: --all-checked. If not: --unchecked with the reason."
        case WordsToAvoid() if policy.wording.insist:
            return "To send it all the same: --insist."
        case NotAllowed(incident=None):
            return "In an emergency: --because with the reason."
        case _:
            return ""
