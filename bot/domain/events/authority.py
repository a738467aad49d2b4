"""Who did what the model leaves to others: told as it happened, or by a reason given beforehand."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class BeyondAuthority:
    """Somebody did what the model leaves to others, which it lets happen; `may` are those it names.

    `why` is their reason, where the model asks for one.
    """

    deed: str
    rule: str
    may: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class AuthorityWaived:
    """Somebody says why they must do what the model leaves to others: until then (UTC) they may."""

    why: str
    until: datetime


OfAuthority = BeyondAuthority | AuthorityWaived
