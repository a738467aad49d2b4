"""Vendors outside who were asked for help: their ticket, and how it is chased."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.events.about import Late
from bot.domain.people import PersonId
from bot.domain.policy import ChannelKey, VendorId


@dataclass(frozen=True, kw_only=True)
class VendorCalled:
    """Somebody asked a vendor for help; `contact` is how, `text` what was said, `checked` what was checked before.

    Their answer is asked for at `chase_at` (UTC; None: never) by whoever called them.
    """

    vendor: VendorId
    name: str
    ticket: str
    contact: str = ""
    text: str = ""
    checked: tuple[str, ...] = ()
    chase_at: datetime | None = None
    told: tuple[PersonId, ...] = ()
    post_in: tuple[ChannelKey, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VendorChased:
    """It was time to ask a vendor again, and people were told; `times` counts since the vendor was last heard."""

    vendor: VendorId
    times: int
    people: tuple[PersonId, ...]
    again_at: datetime
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class VendorHeard:
    """A vendor said something; they are asked again at `chase_at` (UTC; None: never)."""

    vendor: VendorId
    text: str = ""
    chase_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class VendorDone:
    """A vendor is chased no more, because they solved it or somebody said so."""

    vendor: VendorId
    solved: bool = False


OfVendors = VendorCalled | VendorChased | VendorHeard | VendorDone
"""Everything that happens with a vendor."""

FOLLOW_UP = timedelta(hours=4)
"""How often a vendor is chased where the model does not say."""
