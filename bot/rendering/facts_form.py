"""The form for what is known of an incident: it asks only for what the model's rules ask."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.domain.facts import amount_in, conditions, repeats_in
from bot.domain.ids import IncidentId, label
from bot.domain.incident import Incident
from bot.domain.knowing import Known
from bot.domain.meanwhile import FACTS as FIELDS
from bot.domain.meanwhile import Shown, shown
from bot.domain.policy import Policy
from bot.rendering.blocks import CHECKBOXES_LIMIT, Block, View, checkboxes, field, modal, option, select, text_input
from bot.rendering.buttons import ButtonValue
from bot.rendering.form_state import State
from bot.rendering.lines import Line, rich
from bot.rendering.meanwhile import recalled, remembered

FACTS = "change_facts"

_TICKS = "ticks"
_SHORT = 300


def facts_form(incident: Incident, policy: Policy, *, known: Shown | None = None, notice: Sequence[Line] = ()) -> View:
    """Ask what is known by now, with what was known before already in it.

    `known` is what the form showed when it was opened, `notice` what somebody else changed while it stood open.
    """
    marks = remembered(known or shown(incident, FIELDS))
    ticket = text_input("ticket", incident.ticket, longest=_SHORT)
    customers = text_input("customers", incident.customers, longest=_SHORT, placeholder="Who, or how many")
    return modal(
        FACTS,
        f"Facts of {label(incident.id)}",
        "Save",
        [
            *([rich(*notice)] if notice else []),
            *tick_fields(policy, incident.tags),
            *_choices(incident, policy),
            field("Ticket", "ticket", ticket),
            field("Customers affected", "customers", customers),
            *_numbers(incident, policy),
        ],
        metadata=ButtonValue(incident=incident.id, guard=marks).write(),
    )


def read_facts(view: Mapping[str, Any]) -> tuple[IncidentId, Known, Shown]:
    """Take the form apart, and say what it showed when it was opened.

    ValueError when it is none of Conn's, BadField for what is no number.
    """
    state = State(view)
    known = Known(
        tags=ticked(state),
        customer=state.choice("customer") or None,
        customers=state.text("customers"),
        category=state.choice("category") or None,
        area=state.choice("area") or None,
        ticket=state.text("ticket"),
        money=amount_in(state.text("money")) if state.asked("money") else None,
        repeats=repeats_in(state.text("repeats")) if state.asked("repeats") else None,
    )
    value = ButtonValue.read(str(view.get("private_metadata")))
    return value.incident, known, recalled(value.guard, FIELDS)


def tick_fields(policy: Policy, given: Iterable[str]) -> list[Block]:
    """Draw the model's facts to tick, as many in one field as Slack takes."""
    wanted, options = set(given), [option(question, tag) for tag, question in policy.tags.items()]
    groups = [options[start : start + CHECKBOXES_LIMIT] for start in range(0, len(options), CHECKBOXES_LIMIT)]
    return [
        field(
            "What is so" if place == 0 else "What else is so",
            f"{_TICKS}{place}",
            checkboxes(f"{_TICKS}{place}", group, ticked=wanted),
            hint="What follows from it happens at once." if place == len(groups) - 1 else "",
        )
        for place, group in enumerate(groups)
    ]


def ticked(state: State) -> frozenset[str] | None:
    """Read the ticked facts; None where the form asks for none."""
    fields = [block for block in state.blocks if block.startswith(_TICKS)]
    return frozenset(tag for block in fields for tag in state.choices(block)) if fields else None


def _choices(incident: Incident, policy: Policy) -> list[Block]:
    offered = (
        ("Category", "category", [option(route.name, route.id) for route in policy.routes.values()]),
        ("Area", "area", [option(area.name, area.id) for area in policy.areas.values()]),
        ("Customer tier", "customer", [option(group.name, group.id) for group in policy.customers.values()]),
    )
    return [
        field(name, block, select(block, options, chosen=getattr(incident, block)))
        for name, block, options in offered
        if options
    ]


def _numbers(incident: Incident, policy: Policy) -> list[Block]:
    asked = tuple(conditions(policy))
    fields = []
    if any(when.money_above is not None for when in asked):
        given = str(incident.money or "")
        money = text_input("money", given, longest=_SHORT, placeholder="12000 or 12k")
        fields.append(field("Money at stake", "money", money, hint=policy.incident.currency or ""))
    if any(when.repeats is not None for when in asked):
        repeats = text_input("repeats", str(incident.repeats or ""), longest=_SHORT, placeholder="How often")
        fields.append(field("Same reports so far", "repeats", repeats))
    return fields
