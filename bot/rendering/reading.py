"""Answers for somebody who wants to read: the timeline, a catch-up of ten lines, the reasons, Conn's own health."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.events import Entry, Noted, NoteKind, Updated
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.rules import rule_of
from bot.rendering.asks import asked_lines
from bot.rendering.drawn import Drawn
from bot.rendering.due import call_line, due_line, due_next
from bot.rendering.lines import At, Line, Link, Strong, Theirs, line, reason
from bot.rendering.names import commander, name, status_name, summed_up, title, where
from bot.rendering.replies import reply
from bot.rendering.scene import Scene
from bot.rendering.sentences import sentence
from bot.rendering.text import span

_SHOWN = 30
_NOTES = 2
_QUOTED = 300
_LATE = timedelta(seconds=15)


def timeline(incident: Incident, policy: Policy, log: Sequence[Entry]) -> Drawn:
    """Give the log, newest last; of a long one the end."""
    shown = log[-_SHOWN:]
    first = line(Strong("Timeline of "), name(incident), ": ", Theirs(title(incident)))
    cut = [line(f"The last {_SHOWN} of {len(log)} entries:")] if len(log) > len(shown) else []
    return reply(first, *cut, *(_logged(entry, incident, policy) for entry in shown))


def catchup(incident: Incident, policy: Policy, log: Sequence[Entry], now: datetime) -> Drawn:
    """Say in ten lines how it stands, the same for everybody who asks."""
    here = where(incident)
    lasted = span((incident.over.at if incident.over else now) - incident.declared.at)
    return reply(
        line(summed_up(incident, policy)),
        line(status_name(incident, policy).capitalize(), " for ", span(now - _since(incident)), f", {lasted} in all."),
        line("IC: ", commander(incident), "."),
        *([line(Strong("What is known: "), Theirs(incident.summary, _QUOTED))] if incident.summary else []),
        *(line(Strong("Theory: "), Theirs(note.text, _QUOTED)) for note in incident.notes(NoteKind.THEORY)),
        *([line(Strong("Last update: "), Theirs(incident.last_update, _QUOTED))] if incident.last_update else []),
        *([line(call_line(incident.rung, policy), ".")] if incident.rung else []),
        *asked_lines(incident),
        *(_noted(entry) for entry in _notes(log)),
        *(line(due_line(due), ".") for due in due_next(incident, policy)[:2]),
        *([line("It is run in ", here, ".")] if here else []),
        *([line("Bridge: ", Link(incident.bridge))] if incident.bridge else []),
    )


def reasons(incident: Incident, policy: Policy, log: Sequence[Entry]) -> Drawn:
    """Say what was done by which rule of the model, with its file and line."""
    ruled = [(entry, place) for entry in log if (place := rule_of(entry, incident, policy)) is not None]
    first = line(Strong("Why, for "), name(incident), f" (model {policy.name}, revision {incident.policy_revision}):")
    return reply(first, *(_reason(entry, place, incident, policy) for entry, place in ruled[-_SHOWN:]))


def health(
    *,
    model: str,
    revision: str,
    open_incidents: int,
    overdue: timedelta,
    waiting: int,
    connected: int | None,
    pagerduty: tuple[int, str] | None = None,
) -> Drawn:
    """Say how Conn is: its clocks first; `connected` counts its sockets to Slack, None over HTTP.

    `pagerduty` counts what PagerDuty does not take, with the reason; None where no phone is rung.
    """
    late = overdue > _LATE
    refused, why = pagerduty or (0, "")
    clocks = f"late by {span(overdue)}" if late else "on time"
    reached = "Slack reaches Conn over HTTP." if connected is None else f"Connections to Slack: {connected}."
    return reply(
        line(Strong("Conn has trouble." if late or connected == 0 or refused else "Conn is well.")),
        line(f"Clocks: {clocks}. Deliveries waiting: {waiting}. {reached}"),
        *([line(f"Events that PagerDuty does not take: {refused}. ", reason(why), ".")] if refused else []),
        line(f"Open incidents: {open_incidents}. Model: ", Theirs(model), f", revision {revision}."),
    )


def _since(incident: Incident) -> datetime:
    return incident.status_since or incident.declared.at


def _logged(entry: Entry, incident: Incident, policy: Policy) -> Line:
    words = _words(entry)
    said = sentence(entry, Scene(incident, policy, entry))
    return line(At(entry.at, "date_time"), ": ", said, *((" ", Theirs(words, _QUOTED)) if words else ()))


def _words(entry: Entry) -> str:
    return entry.event.text if isinstance(entry.event, Noted | Updated) else ""


def _notes(log: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in log if isinstance(entry.event, Noted)][-_NOTES:]


def _noted(entry: Entry) -> Line:
    return line("Noted at ", At(entry.at), ": ", Theirs(_words(entry), _QUOTED))


def _reason(entry: Entry, place: str, incident: Incident, policy: Policy) -> Line:
    origin = policy.origin(place)
    said = sentence(entry, Scene(incident, policy, entry))
    return line(At(entry.at), ": ", said, f" Rule: {place}{f', {origin}' if origin else ''}.")
