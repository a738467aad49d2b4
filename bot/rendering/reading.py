"""Answers for somebody who wants to read: the timeline, the reasons, Conn's own health."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.events import Entry, Noted, Updated
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.rules import rule_of
from bot.rendering.drawn import Drawn
from bot.rendering.lines import At, Line, Strong, Theirs, line, reason, written
from bot.rendering.names import name, title
from bot.rendering.replies import reply
from bot.rendering.scene import Scene
from bot.rendering.sentences import sentence
from bot.rendering.text import Look, span

_SHOWN = 30
_QUOTED = 300
_LATE = timedelta(seconds=15)


def timeline(incident: Incident, policy: Policy, log: Sequence[Entry]) -> Drawn:
    """Give the log, newest last; of a long one the end."""
    shown = log[-_SHOWN:]
    first = line(Strong("Timeline of "), name(incident), ": ", Theirs(title(incident)))
    cut = [line(f"The last {_SHOWN} of {len(log)} entries:")] if len(log) > len(shown) else []
    return reply(first, *cut, *log_lines(shown, incident, policy))


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


def log_lines(log: Sequence[Entry], incident: Incident, policy: Policy) -> list[Line]:
    """Say what happened when, with what a person wrote; the day stands where a new one begins."""
    days = [None, *(entry.at.date() for entry in log)]
    return [
        _logged(entry, "time" if entry.at.date() == before else "date_time", incident, policy)
        for before, entry in zip(days, log, strict=False)
    ]


def _logged(entry: Entry, look: Look, incident: Incident, policy: Policy) -> Line:
    words = _words(entry)
    said = sentence(entry, Scene(incident, policy, entry))
    return line(At(entry.at, look), ": ", said, *((" ", Theirs(words, _QUOTED)) if words else ()))


def _words(entry: Entry) -> str:
    return entry.event.text if isinstance(entry.event, Noted | Updated) else ""


def _reason(entry: Entry, place: str, incident: Incident, policy: Policy) -> Line:
    origin = policy.origin(place)
    said = sentence(entry, Scene(incident, policy, entry))
    ended = written(said).endswith((".", "?", "!"))
    return line(At(entry.at), ": ", said, "" if ended else ".", f" Rule: {place}{f', {origin}' if origin else ''}.")
