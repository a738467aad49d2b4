"""Chasing a vendor: when they are asked again, who is reminded of it, and when it ends."""

from datetime import datetime

from bot.domain.coverage import due
from bot.domain.errors import NotChased
from bot.domain.events import Late, VendorChased, VendorDone, VendorHeard
from bot.domain.events.vendors import FOLLOW_UP
from bot.domain.guards import refuse_if_ended
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import PersonId
from bot.domain.policy import Policy, VendorId
from bot.domain.vendor_cases import VendorCase
from bot.domain.words import kept


def follow_up_at(policy: Policy, vendor: VendorId, at: datetime) -> datetime:
    """Say when a vendor asked at `at` is asked again (UTC): as it says itself, else as the tier that turns to it."""
    tier = next((tier for tier in policy.tiers.values() if vendor in tier.vendors), None)
    known = policy.vendors.get(vendor)
    every = (known and known.follow_up_every) or (tier and tier.follow_up_every)
    return due(every, at, policy=policy, tier_id=tier.id if tier else None) if every else at + FOLLOW_UP


def chase(incident: Incident, policy: Policy, vendor: VendorId, *, late: Late | None, at: datetime) -> Outcome:
    """Remind whoever called a vendor that it is time to ask again; when that was ignored, everybody in the room."""
    case = case_of(incident, vendor)
    if case is None or case.chase_at is None or case.chase_at > at or not incident.is_open:
        return unchanged(incident)
    chased = VendorChased(
        vendor=vendor,
        times=case.chased + 1,
        people=tuple(dict.fromkeys((case.by, *((incident.acting,) if case.chased else ())))),
        again_at=at + policy.reminders.ignored_after.elapsed if case.chased == 0 else follow_up_at(policy, vendor, at),
        late=late,
    )
    return unchanged(incident).then(chased, at=at)


def heard(incident: Incident, policy: Policy, vendor: VendorId, *, text: str, by: PersonId, at: datetime) -> Outcome:
    """Keep what a vendor said; they are asked again after the usual time."""
    refuse_if_ended(incident)
    _standing(incident, vendor)
    event = VendorHeard(vendor=vendor, text=kept(text), chase_at=follow_up_at(policy, vendor, at))
    return unchanged(incident).then(event, at=at, by=by)


def done(incident: Incident, vendor: VendorId, *, solved: bool, by: PersonId, at: datetime) -> Outcome:
    """Chase a vendor no more."""
    refuse_if_ended(incident)
    _standing(incident, vendor)
    return unchanged(incident).then(VendorDone(vendor=vendor, solved=solved), at=at, by=by)


def case_of(incident: Incident, vendor: VendorId) -> VendorCase | None:
    """Find what stands with a vendor."""
    return next((case for case in incident.vendors if case.vendor == vendor), None)


def _standing(incident: Incident, vendor: VendorId) -> VendorCase:
    case = case_of(incident, vendor)
    if case is None:
        raise NotChased(incident=incident.id)
    return case
