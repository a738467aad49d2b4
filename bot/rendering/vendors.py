"""A vendor who was asked for help, in words: on the card, in the room, and when it is time to ask again."""

from bot.domain.events import OfVendors, VendorCalled, VendorChased, VendorDone, VendorHeard
from bot.domain.incident import Incident
from bot.domain.policy import Policy, Slot, VendorId
from bot.domain.vendor_cases import VendorCase
from bot.rendering import buttons
from bot.rendering.blocks import Block
from bot.rendering.lines import At, Line, Link, Person, Strong, Theirs, line, people


def of_vendors(who: str, event: OfVendors, incident: Incident, policy: Policy) -> Line:
    """Say what happened with a vendor, and when they are asked again."""
    known = policy.vendors.get(event.vendor)
    name = Strong(known.name if known else event.vendor)
    match event:
        case VendorCalled(ticket=ticket, contact=contact, chase_at=chase_at):
            how = line(" (", Theirs(contact), ")") if contact else None
            number = line(", their ticket is ", Theirs(ticket)) if ticket else None
            again = line(" They are asked again at ", At(chase_at, "date_time"), ".") if chase_at else None
            return line(Person(who), " asked ", name, how, " for help", number, ".", again)
        case VendorChased(people=asked):
            case = _case(incident, event.vendor)
            number = line(" about ", Theirs(case.ticket)) if case and case.ticket else None
            return line(people(asked), ": time to ask ", name, " again", number, ".", _reached(policy, event.vendor))
        case VendorHeard(chase_at=chase_at):
            again = line(" They are asked again at ", At(chase_at, "date_time"), ".") if chase_at else None
            return line(Person(who), " heard from ", name, ".", again)
        case VendorDone(solved=solved):
            return line(Person(who), " says: ", name, " solved it." if solved else " is not chased any more.")


def vendor_line(case: VendorCase) -> Line:
    """Say how it stands with a vendor, for the card."""
    number = line(" (", Link(case.ticket), ")") if case.ticket else None
    said = line(", last said: ", Theirs(case.last, 150)) if case.last else None
    again = line(", asked again at ", At(case.chase_at, "date_time")) if case.chase_at else None
    return line(Strong("Vendor: "), case.name, number, ", called by ", Person(case.by), said, again)


def chase_buttons(incident: Incident, vendor: VendorId) -> list[Block]:
    """Everything that can be done when it is time to ask a vendor again; nothing once that is over."""
    if not incident.is_open or _case(incident, vendor) is None:
        return []
    return [
        buttons.press(buttons.HEARD_FROM, incident.id, vendor, primary=True),
        buttons.press(buttons.VENDOR_SOLVED, incident.id, vendor),
        buttons.press(buttons.STOP_CHASING, incident.id, vendor),
    ]


def _case(incident: Incident, vendor: VendorId) -> VendorCase | None:
    return next((case for case in incident.vendors if case.vendor == vendor), None)


def _reached(policy: Policy, vendor: VendorId) -> Line:
    known = policy.vendors.get(vendor)
    if known is None or isinstance(known.contact, Slot):
        return ()
    page = line(" Their status page: ", Link(known.status_page)) if known.status_page else None
    return line(" Reach them: ", Theirs(known.contact), ".", page)
