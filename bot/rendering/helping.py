"""What asking for help does, said before anybody sends it."""

from bot.domain.help import Helper
from bot.domain.helping import Foreseen
from bot.domain.policy import Slot, Vendor
from bot.rendering.lines import At, Line, Strong, Theirs, joined, line, people, written
from bot.rendering.names import short
from bot.rendering.text import span

_NAMED = 3


def preview(foreseen: Foreseen, helper: Helper) -> str:
    """Say who is paged and how long they have; of a vendor, how they are reached and when they are asked again."""
    return written(_vendor(foreseen, helper.vendor) if helper.vendor else _tier(foreseen))


def _tier(foreseen: Foreseen) -> Line:
    if not foreseen.people:
        names = [line(Theirs(name, 60)) for name in foreseen.skipped[:_NAMED]]
        why = line(" (", joined(names), ")") if names else None
        return line("This reaches nobody now", why, ". Choose somebody else.")
    clock = f", who have {span(foreseen.wait)} to acknowledge" if foreseen.wait else ""
    told = line(" ", people(foreseen.told), " hears of it.") if foreseen.told else None
    return line("This pages ", people(foreseen.people), clock, ", and invites them.", told)


def _vendor(foreseen: Foreseen, vendor: Vendor) -> Line:
    contact = "the model leaves open how" if isinstance(vendor.contact, Slot) else vendor.contact
    reach = line(" yourself (", Theirs(contact), "), and give their ticket here.")
    called = line("Nobody is paged: call ", Strong(short(vendor.name)), reach)
    if foreseen.again_at is None:
        return called
    return line(called, " You are reminded to ask again at ", At(foreseen.again_at, "date_time"), ".")
