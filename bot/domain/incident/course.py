"""How the course of an incident moves on: severity, facts, its end and its second beginning."""

from dataclasses import fields, replace
from datetime import datetime, timedelta

from bot.domain.events import (
    BridgeAsked,
    Cancelled,
    Closed,
    Entry,
    FactsChanged,
    GivenToNextDay,
    LeftForNextDay,
    ModelAdopted,
    Resolved,
    SeverityChanged,
    StatusChanged,
)
from bot.domain.incident.state import Incident, Rung, done
from bot.domain.policy import Status


def asked_for(i: Incident, entry: Entry) -> Incident:
    """Keep what somebody was asked for or is left to do."""
    match entry.event:
        case BridgeAsked(people=people):
            return replace(i, bridge_asked=entry.seq, bridge_asked_of=people)
        case LeftForNextDay() as left:
            return replace(i, next_day=left)
        case GivenToNextDay():
            return replace(i, next_day_given=True)
        case _:
            return i


def turned(i: Incident, entry: Entry) -> Incident:
    """Change its severity, status, facts or model."""
    match entry.event:
        case ModelAdopted() as adopted:
            return replace(
                i,
                policy_revision=adopted.revision,
                path=adopted.path,
                echoes=adopted.echoes,
                readers=adopted.readers,
                ladder=tuple(r if r != i.rung else _waiting(r, adopted.wait) for r in i.ladder),
                path_ended=False,
            )
        case SeverityChanged() as changed:
            return replace(
                i,
                severity=changed.severity,
                path=changed.path,
                mentions=changed.mentions,
                echoes=changed.echoes,
                readers=changed.readers,
                ladder=tuple(r if r != i.rung else _waiting(r, changed.wait) for r in i.ladder),
                path_ended=False,
            )
        case StatusChanged(status=status, text=text):
            return replace(i, status=status, status_since=entry.at, last_update=text or i.last_update)
        case FactsChanged() as known:
            return _known_better(i, known)
        case _:
            return i


def _known_better(i: Incident, changed: FactsChanged) -> Incident:
    told = {field.name: getattr(changed, field.name) for field in fields(changed) if field.name not in _TICKS}
    tags = (*(tag for tag in i.tags if tag not in changed.unticked), *changed.ticked)
    return replace(i, tags=tags, **{name: value for name, value in told.items() if value is not None})


_TICKS = ("ticked", "unticked")


def _waiting(rung: Rung, wait: timedelta | None) -> Rung:
    return replace(rung, next_at=rung.paged_at + wait if wait is not None else None)


def _waiting_again(rung: Rung, at: datetime) -> Rung:
    """Give a call that nobody answered its whole time once more."""
    if rung.acknowledged or rung.next_at is None:
        return rung
    return replace(rung, next_at=at + (rung.next_at - rung.paged_at))


def reopened(i: Incident, entry: Entry) -> Incident:
    """Begin again, as the next generation."""
    return replace(
        i,
        status=Status.INVESTIGATING,
        status_since=entry.at,
        generation=i.generation + 1,
        turned_at=entry.at,
        over=None,
        ladder=tuple(_waiting_again(rung, entry.at) for rung in i.ladder),
        triggered=(),
        offers=(),
        stood_down=None,
        commander_asked=0,
        ask_commander_at=None,
        handoff_asked=0,
        handoff_at=None,
        reopened_at=entry.at,
        targets=(),
        phases=(),
    )


_ENDS: dict[type[Resolved | Closed | Cancelled], Status] = {
    Resolved: Status.RESOLVED,
    Closed: Status.CLOSED,
    Cancelled: Status.CANCELLED,
}


def ended(i: Incident, entry: Entry, event: Resolved | Closed | Cancelled) -> Incident:
    """End; nothing is promised any more, and of what was no incident nothing is held against its targets."""
    words = event.text if isinstance(event, Resolved) else ""
    return replace(
        i,
        status=_ENDS[type(event)],
        status_since=entry.at,
        promises=(),
        targets=() if isinstance(event, Cancelled) else i.targets,
        over=done(entry),
        last_update=words or i.last_update,
    )
