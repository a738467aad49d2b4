"""What declaring at a severity leads to, worked out before anybody presses."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.changes import change_severity
from bot.domain.declaring import Declaration, declare
from bot.domain.escalation import following
from bot.domain.events import Paged, PassedOver, PromiseWaived
from bot.domain.following import followed
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident, Promise
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Audience, Clock, Policy, RoomKind, Severity, Start, Step


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """Who is called and told, where it shows, what is owed; `promises` run at once, `later` start on other moments."""

    severity: Severity
    calls: tuple[tuple[str, tuple[PersonId, ...]], ...]
    passed_over: tuple[tuple[str, str], ...]
    room: RoomKind
    room_channel: str | None
    announce: tuple[str, ...]
    told: tuple[PersonId, ...]
    bridge: bool
    promises: tuple[Promise, ...]
    later: tuple[Clock, ...]
    next_call_at: datetime | None
    next_call: Step | None


def foresee(
    severity: Severity, policy: Policy, directory: Directory, *, by: PersonId, private: bool | None, at: datetime
) -> Consequences:
    """Work out what declaring now would lead to, by deciding it without keeping it."""
    asked = Declaration(title="?", severity=severity.id, private=private)
    outcome = declare(IncidentId(0), asked, policy, directory, by=by, at=at)
    incident, events = outcome.incident, [entry.event for entry in outcome.entries]
    announced = () if incident.private else severity.announce
    return Consequences(
        severity=severity,
        calls=tuple((e.target, e.people) for e in events if isinstance(e, Paged)),
        passed_over=tuple((e.name, e.why) for e in events if isinstance(e, PassedOver)),
        room=severity.room.kind,
        room_channel=policy.channels[severity.room.channel].name if severity.room.channel else None,
        announce=tuple(policy.channels[key].name for key in announced),
        told=tuple(dict.fromkeys(p for one in incident.readers.values() if one.significant_only for p in one.people)),
        bridge=incident.bridge is not None,
        promises=incident.promises,
        later=tuple(clock for clock in severity.clocks if clock.starts is not Start.DECLARED),
        next_call_at=incident.rung.next_at if incident.rung else None,
        next_call=following(incident, policy, by_hand=False, at=at),
    )


@dataclass(frozen=True, kw_only=True)
class Change:
    """What another severity leads to: whom it adds, which words it promises anew, which it drops."""

    severity: Severity
    calls: tuple[tuple[str, tuple[PersonId, ...]], ...]
    promises: tuple[Promise, ...]
    dropped: tuple[Audience, ...]


def foresee_change(
    incident: Incident, policy: Policy, directory: Directory, *, to: str, by: PersonId, at: datetime
) -> Change:
    """Work out what changing the severity now would lead to, by deciding it without keeping it."""
    outcome = change_severity(incident, policy, directory, to=to, why="", by=by, at=at)
    outcome = followed(outcome, policy, directory, at=at)
    events = [entry.event for entry in outcome.entries]
    return Change(
        severity=policy.severities[outcome.incident.severity],
        calls=tuple((e.target, e.people) for e in events if isinstance(e, Paged)),
        promises=tuple(p for p in outcome.incident.promises if p not in incident.promises),
        dropped=tuple(e.audience for e in events if isinstance(e, PromiseWaived)),
    )
