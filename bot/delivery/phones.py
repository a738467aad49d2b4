"""Having phones rung: again and again while somebody waits for it, and people told when it does not work."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.delivery.calls import NotNow, Refused, Unknown
from bot.delivery.outbox import Errand
from bot.delivery.pagerduty import Pager
from bot.delivery.results import Done, Impossible, Later, Needless, Result, Unclear
from bot.domain.events import Event, Paged, PhoneRang, PhoneSilent, PhoneTaken
from bot.domain.messages import Alert, AlertAction
from bot.rendering.phones import event_of
from bot.rendering.scene import Scene

TRIES = 3
"""Attempts after which people are told that no phone rings; Conn goes on trying as long as the call waits."""

LONGEST_PAUSE = 30.0
"""Seconds between two tries, at last; the first come after 1, 2, 4 …"""


@dataclass(frozen=True, kw_only=True)
class Ringing(Errand):
    """One event for the pager; None where no phone can be rung."""

    pager: Pager | None

    @property
    def alert(self) -> Alert:
        """What the pager is to be told."""
        if not isinstance(self.message, Alert):
            raise TypeError(f"{self.claim.effect.key} is not for a pager")
        return self.message

    @property
    def is_known_silent(self) -> bool:
        """Whether people were told that this phone does not ring."""
        return any(phone.silent for phone in self.incident.phones if phone.target == self.alert.target)

    def if_it_rings(self, told: Callable[[int], Event]) -> tuple[Event, ...]:
        """Tell people of a call, by its place on the ladder; of what follows a call they are told nothing."""
        called = self.entry.event if self.entry else None
        rings = self.alert.action is AlertAction.TRIGGER
        return (told(called.rung),) if rings and isinstance(called, Paged) else ()


async def tell_pager(ringing: Ringing) -> Result:
    """Tell the pager, which takes the same event twice for one: an unknown outcome is simply repeated."""
    if why := ringing.unwanted():
        return Needless(why=why)
    if ringing.pager is None:
        return Needless(why="PAGERDUTY_ROUTING_KEY is not set")
    try:
        scene = Scene(ringing.incident, ringing.policy, ringing.entry)
        await ringing.pager.send(event_of(ringing.alert, scene))
    except Refused as refused:
        return Impossible(why=refused.code, events=_silent(ringing, refused.code, again=False))
    except (NotNow, Unknown) as failed:
        events = _silent(ringing, failed.why, again=True) if ringing.claim.attempts >= TRIES else ()
        pause = min(LONGEST_PAUSE, 2.0 ** (ringing.claim.attempts - 1))
        if isinstance(failed, NotNow):
            return Later(after=max(pause, failed.after), why=failed.why, events=events)
        return Unclear(after=pause, why=failed.why, events=events)
    target = ringing.alert.target
    took = PhoneRang if ringing.is_known_silent else PhoneTaken
    return Done(events=ringing.if_it_rings(lambda rung: took(rung=rung, target=target)))


def _silent(ringing: Ringing, why: str, *, again: bool) -> tuple[Event, ...]:
    """Tell people once that a phone they count on does not ring."""
    target = ringing.alert.target
    silent = ringing.if_it_rings(lambda rung: PhoneSilent(rung=rung, target=target, why=why, again=again))
    return () if ringing.is_known_silent else silent
