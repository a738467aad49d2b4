"""Taking what can be delivered now: as much as there is room for, and while Slack is away, one thing that finds out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.delivery.results import held_up_by
from bot.delivery.slack import Slack
from bot.domain.effects.effect import Urgency
from bot.domain.messages import Alert
from bot.rendering.lateness import HeldUp
from store import outbox, surfaces
from store.codec import KNOWN_MESSAGES
from store.outbox import Claim
from store.surfaces import SurfaceClaim
from store.transaction import Transaction

URGENT = 10
"""How many more may be under way when all places are taken by what is less urgent than a page or an answer."""

PROBE = timedelta(seconds=1)
"""How often something is sent to a Slack that is away, to find out whether it is back."""

_CALLS = (Alert.__name__,)
_TO_SLACK = tuple(kind for kind in KNOWN_MESSAGES if kind not in _CALLS)


class Taking:
    """Claims from the store; what rings a phone waits for no Slack."""

    def __init__(self, slack: Slack) -> None:
        """Ask `slack` whether it is away."""
        self._slack = slack
        self._probe_at: datetime | None = None
        self._away_at: datetime | None = None

    async def take(self, tx: Transaction, free: int) -> Sequence[Claim | SurfaceClaim]:
        """Take what is due, the most urgent of the worst incident first; when nothing is `free`, what cannot wait."""
        if self._slack.is_away:
            return await self._while_away(tx, free)
        if free <= 0:
            return await outbox.claim(tx, free + URGENT, least=Urgency.ANSWER)
        effects = await outbox.claim(tx, max(1, free * 3 // 4))
        return [*effects, *await surfaces.claim(tx, max(1, free - len(effects)))]

    async def next_at(self, tx: Transaction) -> datetime | None:
        """Say when there can be something to take (UTC), other deliveries aside; None when nothing waits."""
        if self._slack.is_away:
            to_slack = _soonest(await outbox.next_attempt(tx, _TO_SLACK), await surfaces.next_attempt(tx))
            probe = max(to_slack, self._probe_at or to_slack) if to_slack else None
            return _soonest(await outbox.next_attempt(tx, _CALLS), probe)
        return _soonest(await outbox.next_attempt(tx), await surfaces.next_attempt(tx))

    def made_no_call(self) -> None:
        """Say that what was to find out whether Slack is back turned out needless: the next thing may find out."""
        self._probe_at = None

    def held_up(self, claim: Claim) -> HeldUp | None:
        """Say what held a message up: Slack was away since, else what went wrong with it; None when nothing did."""
        if self._away_at is not None and self._away_at >= claim.created_at:
            return HeldUp.UNREACHABLE
        return held_up_by(claim.last_error)

    async def _while_away(self, tx: Transaction, free: int) -> Sequence[Claim | SurfaceClaim]:
        self._away_at = tx.now
        calls = await outbox.claim(tx, free + URGENT, kinds=_CALLS)
        if self._probe_at and tx.now < self._probe_at:
            return calls
        self._probe_at = tx.now + PROBE
        return [*calls, *(await outbox.claim(tx, 1, kinds=_TO_SLACK) or await surfaces.claim(tx, 1))]


def _soonest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
