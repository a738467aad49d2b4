"""What is said of a vendor who has a ticket of ours."""

from bot.domain.effects.effect import Effect, Urgency
from bot.domain.effects.telling import retract, said_and_told, say
from bot.domain.events import Entry, OfVendors, VendorCalled, VendorChased
from bot.domain.incident import Incident
from bot.domain.messages import ChaseVendor
from bot.domain.vendor_cases import VendorCase


def of_vendors(event: OfVendors, before: Incident | None, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    """Remind privately at first, then in the room; the reminder goes once they were heard."""
    chased = [case for case in (before.vendors if before else ()) if case.vendor == event.vendor and case.chased]
    gone = tuple(retract(after, chase_key(after, case)) for case in chased)
    match event:
        case VendorCalled(told=told, post_in=post_in):
            return (*gone, *said_and_told(after, told, post_in, entry))
        case VendorChased() as again:
            return (*gone, *_chase(after, again, entry))
        case _:
            return (*gone, say(after, entry))


def _chase(i: Incident, event: VendorChased, entry: Entry) -> tuple[Effect, ...]:
    case = next(case for case in i.vendors if case.vendor == event.vendor)
    person = event.people[0] if event.times == 1 or i.room is None else None
    effect = Effect(
        key=chase_key(i, case),
        incident=i.id,
        urgency=Urgency.ANSWER,
        message=ChaseVendor(vendor=event.vendor, person=person, place=chase_place(case), seq=entry.seq),
        order=None if person else f"inc:{i.id}/room",
        in_room=person is None,
    )
    return (effect,)


def chase_place(case: VendorCase) -> str:
    """Name the ask that stands with a vendor: which stretch of waiting, how often it was ignored."""
    return f"{case.place}/t{case.chased}"


def chase_key(i: Incident, case: VendorCase) -> str:
    """Name the reminder to ask a vendor again."""
    return f"inc:{i.id}/vendor/g{i.generation}/{chase_place(case)}"
