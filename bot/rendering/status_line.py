"""The text a model has for word of how it stands: its blanks in the update form, and the words they make."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.domain.errors import BadField
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.policy import Audience, Blank, KnownAs, Policy, Template, TemplateId, TemplateKind
from bot.policy.filling import fill
from bot.rendering.blocks import Block, field, option, select, text_input
from bot.rendering.form_state import State
from bot.rendering.names import severity_name, status_name
from bot.rendering.text import clock, fit, span

_PREFIX = "blank_"


def status_template(incident: Incident, policy: Policy, audiences: Iterable[Audience]) -> Template | None:
    """Find the text for word to these audiences now: that of the phase, else that of the first audience with one."""
    of_phase = [p.terms.status_line for p in incident.phases if not p.is_over and p.terms.status_line]
    settings = (policy.audiences.get(audience) for audience in audiences)
    names = (*of_phase, *(setting.template for setting in settings if setting and setting.template))
    found = (policy.templates[TemplateId(name)] for name in names)
    return next((template for template in found if template.kind is TemplateKind.STATUS_UPDATE), None)


def blanks(template: Template, incident: Incident, policy: Policy, now: datetime) -> list[Block]:
    """Ask for the blanks of a text, with what is known, or was said last, already in them."""
    return [
        field(fit(blank.label, 150), f"{_PREFIX}{blank.name}", _answer(blank, _known(blank, incident, policy, now)))
        for blank in template.fields
    ]


def filled(template: Template, given: Mapping[str, str], text: str) -> str:
    """Put the blanks into the text, after what was said besides; refused while a required one is empty.

    Where no blank was filled in, what was said besides is all.
    """
    if text and not any(given.values()):
        return text
    for blank in template.fields:
        if blank.required and not given.get(blank.name):
            raise BadField(field=blank.label, why="The status line needs this.")
    lines = (line.rstrip() for line in fill(template.body, given).splitlines())
    return "\n".join(filter(None, (text, *lines)))


def read_blanks(view: Mapping[str, Any]) -> dict[str, str]:
    """Read what was put into the blanks of a form."""
    state = State(view)
    names = [str(block.get("block_id", "")) for block in view["blocks"]]
    return {
        name.removeprefix(_PREFIX): state.text(name) or state.choice(name) for name in names if name.startswith(_PREFIX)
    }


def _answer(blank: Blank, known: str) -> Block:
    if blank.choices:
        return select(blank.name, [option(choice, choice) for choice in blank.choices], chosen=known or None)
    return text_input(blank.name, known)


def _known(blank: Blank, incident: Incident, policy: Policy, now: datetime) -> str:
    match blank.known_as:
        case KnownAs.TITLE:
            return incident.title
        case KnownAs.SEVERITY:
            return severity_name(incident, policy)
        case KnownAs.STATUS:
            return status_name(incident, policy)
        case KnownAs.TICKET:
            return incident.ticket or label(incident.id)
        case KnownAs.CUSTOMERS_AFFECTED:
            return incident.customers
        case KnownAs.AREA:
            return incident.area
        case KnownAs.AGE | KnownAs.DURATION:
            return span(now - incident.declared.at)
        case KnownAs.DATE:
            return f"{now:%Y-%m-%d}, {clock(now)}"
        case _:
            return incident.blanks.get(blank.name, "")
