"""Which phones a pager rings for an incident: begun by a call of the ladder, quiet once answered, over at its end."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.events import (
    Acknowledged,
    Cancelled,
    Closed,
    Entry,
    Event,
    Paged,
    PhoneRang,
    PhoneSilent,
    PhoneTaken,
    PhoneUnheard,
    Resolved,
)
from bot.domain.ids import IncidentId, label
from bot.domain.messages import Alert, AlertAction
from bot.domain.policy import ChannelKind, Policy, SeverityId, Target, TargetKind

LONGEST_KEY = 255
"""Characters that PagerDuty takes as the name of an alert."""

_TAKE_TURNS = (TargetKind.TIER, TargetKind.ROTATION, TargetKind.SCHEDULE)


@dataclass(frozen=True, kw_only=True)
class Phone:
    """A pager's alert for one tier (`target`), begun by the call `rung` and not over yet.

    `answered` means that it rings no more, `silent` that people were told it does not ring; `taken_at` is when the
    pager took the call (UTC), `unheard` that whoever is in command was told of its silence.
    """

    target: str
    rung: int
    answered: bool = False
    silent: bool = False
    taken_at: datetime | None = None
    unheard: bool = False


def rings_phones(policy: Policy) -> bool:
    """Say whether the model has phones rung at all."""
    return any(channel.kind is ChannelKind.PAGERDUTY for channel in policy.channels.values())


def ringing_for(policy: Policy, severity: SeverityId, called: Iterable[Target]) -> tuple[str, ...]:
    """Say for which of those called at this severity the model has a phone rung."""
    pagers = [
        channel
        for channel in policy.channels.values()
        if channel.kind is ChannelKind.PAGERDUTY and (not channel.severities or severity in channel.severities)
    ]
    return tuple(
        str(target)
        for target in called
        if target.kind in _TAKE_TURNS and any(not pager.pages or target.name in pager.pages for pager in pagers)
    )


def after(phones: tuple[Phone, ...], event: Event, at: datetime) -> tuple[Phone, ...]:
    """Move the phones of an incident on by what happened at a moment (UTC)."""
    match event:
        case Paged(rings=rings, rung=rung):
            others = tuple(phone for phone in phones if phone.target not in rings)
            return (*others, *(Phone(target=target, rung=rung) for target in rings))
        case Acknowledged(rung=rung, beside=beside):
            return tuple(
                replace(phone, answered=True) if phone.rung == rung or (phone.rung < rung and not beside) else phone
                for phone in phones
            )
        case PhoneSilent(target=target):
            return _with(phones, target, silent=True, taken_at=None)
        case PhoneRang(target=target) | PhoneTaken(target=target):
            return _with(phones, target, silent=False, taken_at=at)
        case PhoneUnheard(target=target):
            return _with(phones, target, unheard=True)
        case Resolved() | Closed() | Cancelled():
            return ()
        case _:
            return phones


def _with(phones: tuple[Phone, ...], target: str, **changes: Any) -> tuple[Phone, ...]:  # noqa: ANN401 - fields
    return tuple(replace(phone, **changes) if phone.target == target else phone for phone in phones)


def alerts(before: tuple[Phone, ...], entry: Entry, now: tuple[Phone, ...]) -> tuple[Alert, ...]:
    """Say what the pager has to be told because of a log entry.

    A tier that is called a second time after somebody answered gets a new alert: nobody's phone rings for the old one.
    An answer quiets the phones of earlier calls as well.
    """
    held = {phone.target: phone for phone in before}
    kept = {phone.target: phone for phone in now}
    told: list[tuple[str, AlertAction]] = [(target, AlertAction.RESOLVE) for target in held.keys() - kept.keys()]
    for target, phone in kept.items():
        earlier = held.get(target)
        if earlier is None or earlier.rung != phone.rung:
            renewed = earlier is not None and earlier.answered
            told += [(target, AlertAction.RESOLVE)] if renewed else []
            told += [(target, AlertAction.TRIGGER)]
        elif phone.answered and not earlier.answered:
            told += [(target, AlertAction.ACKNOWLEDGE)]
    return tuple(Alert(target=target, action=action, seq=entry.seq) for target, action in sorted(told, key=_by_target))


def no_longer_wanted(alert: Alert, phones: tuple[Phone, ...]) -> str | None:
    """Why the pager need not be told this any more; None while it must."""
    phone = next((phone for phone in phones if phone.target == alert.target), None)
    match alert.action:
        case AlertAction.RESOLVE:
            return None
        case _ if phone is None:
            return "the incident is over"
        case AlertAction.TRIGGER if phone.answered:
            return "somebody answered"
        case _:
            return None


def name_of(incident: IncidentId, declared_at: datetime, target: str) -> str:
    """Name the one alert of a tier in an incident, the same in every try and in no other installation's incident."""
    return f"conn/{label(incident)}/{declared_at:%Y%m%dT%H%M%S.%fZ}/{target}"[:LONGEST_KEY]


def _by_target(told: tuple[str, AlertAction]) -> str:
    return told[0]
