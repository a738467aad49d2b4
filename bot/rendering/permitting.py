"""What the model leaves to others: said to whoever did it, to whoever may not, and to the room."""

from bot.domain.errors import NotAllowed
from bot.domain.events import AuthorityWaived, BeyondAuthority, Entry, OfAuthority
from bot.domain.ids import IncidentId, label
from bot.domain.policy import Deed, Policy
from bot.rendering import buttons
from bot.rendering.blocks import View, field, modal, text_input
from bot.rendering.drawn import Drawn
from bot.rendering.lines import At, Line, Person, Strong, Theirs, joined, line, reason
from bot.rendering.names import target_name
from bot.rendering.replies import reply

ANYWAY = "do_it_anyway"
_REASON = 300
_NAMED = 8


def refused(refusal: NotAllowed, policy: Policy, command: str) -> Drawn:
    """Say who may instead, and how an emergency goes on."""
    who = line("The model leaves this to ", _may(refusal.may, policy), _place(refusal.rule, policy), ".")
    if refusal.incident is None and not _is_declaring(refusal.rule, policy):
        return reply(who, line("Nothing was changed. Ask somebody who may."))
    if refusal.incident is None:
        how = line("Nothing was changed. In an emergency the form asks you for the reason.")
        return reply(who, how, buttons=(buttons.open_declare(),))
    how = line(
        "Nothing was changed. In an emergency give the reason, here or with ",
        Strong(f"{command} anyway"),
        ", and do it again; it stays on the record.",
    )
    return reply(who, how, buttons=(buttons.press(buttons.ANYWAY, refusal.incident),))


def sentence_of(entry: Entry, event: OfAuthority, policy: Policy) -> Line:
    """Say what was done beyond somebody's authority, or why they may for a while."""
    match event:
        case BeyondAuthority(rule=rule, may=may, why=why):
            others = line(" did what the model leaves to ", _may(may, policy), _place(rule, policy))
            return line(Person(entry.actor), others, *((": ", reason(why)) if why else ()), ".")
        case AuthorityWaived(why=why, until=until):
            said = line(" goes beyond their authority, because: ", reason(why), ". They may until ")
            return line(Person(entry.actor), said, At(until), ".")


def anyway_form(incident: IncidentId) -> View:
    """Ask why it cannot wait for somebody who may."""
    asked = field("Reason", "why", text_input("why", longest=_REASON), optional=False, hint="The room reads it.")
    metadata = buttons.ButtonValue(incident=incident).write()
    return modal(ANYWAY, f"Do it anyway, {label(incident)}", "Go ahead", [asked], metadata=metadata)


def waived(incident: IncidentId) -> Drawn:
    """Say that they may now."""
    kept = line(Strong(label(incident)), " has your reason on its record.")
    return reply(line("You may for the next ten minutes. Do it again now."), kept)


def _is_declaring(rule: str, policy: Policy) -> bool:
    row = policy.authority.get(rule.removeprefix("authority."))
    return rule == "access.declare" or (row is not None and row.deed is Deed.DECLARE)


def _may(may: tuple[str, ...], policy: Policy) -> Line:
    named = [line(Theirs(target_name(one, policy), 60)) for one in may[:_NAMED]]
    return joined(named, "or") if named else ("nobody",)


def _place(rule: str, policy: Policy) -> str:
    origin = policy.origin(rule)
    return f" ({rule}{f', {origin}' if origin else ''})"
