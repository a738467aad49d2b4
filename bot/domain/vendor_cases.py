"""What stands with a vendor who was asked for help."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.events.vendors import OfVendors, VendorCalled, VendorChased, VendorDone, VendorHeard
from bot.domain.people import PersonId
from bot.domain.policy import VendorId


@dataclass(frozen=True, kw_only=True)
class VendorCase:
    """One vendor's ticket: who called them, since when (UTC), when they are asked again, how often that was ignored.

    `heard` counts their answers, `last` is the newest.
    """

    vendor: VendorId
    name: str
    ticket: str
    by: PersonId
    since: datetime
    chase_at: datetime | None = None
    chased: int = 0
    heard: int = 0
    last: str = ""

    @property
    def place(self) -> str:
        """Name this stretch of waiting for a vendor: which call, after how many answers."""
        return f"{self.vendor}/{int(self.since.timestamp())}/h{self.heard}"


def after(cases: tuple[VendorCase, ...], event: OfVendors, *, by: str, at: datetime) -> tuple[VendorCase, ...]:
    """Move the vendors' tickets of an incident on by what happened."""
    others = tuple(case for case in cases if case.vendor != event.vendor)
    case = next((case for case in cases if case.vendor == event.vendor), None)
    match event:
        case VendorCalled(vendor=vendor, name=name, ticket=ticket, chase_at=chase_at):
            heard = case.heard + 1 if case else 0
            called = VendorCase(
                vendor=vendor, name=name, ticket=ticket, by=PersonId(by), since=at, chase_at=chase_at, heard=heard
            )
            return (*others, called)
        case VendorChased(times=times, again_at=again_at) if case:
            return (*others, replace(case, chased=times, chase_at=again_at))
        case VendorHeard(text=text, chase_at=chase_at) if case:
            return (*others, replace(case, chased=0, heard=case.heard + 1, last=text or case.last, chase_at=chase_at))
        case VendorDone():
            return others
        case _:
            return cases
