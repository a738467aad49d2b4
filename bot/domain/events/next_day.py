"""What waits for the next day: who gets it, and when they did."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.events.about import Late
from bot.domain.people import PersonId


@dataclass(frozen=True, kw_only=True)
class LeftForNextDay:
    """It waits for whoever of this tier has duty at `at`, the beginning of their next day (UTC)."""

    target: str
    at: datetime
    rule: str


@dataclass(frozen=True, kw_only=True)
class GivenToNextDay:
    """Those who have duty now got what was left for them; where nobody has, whoever declared it was told `why`."""

    target: str
    people: tuple[PersonId, ...]
    rule: str
    why: str = ""
    late: Late | None = None
