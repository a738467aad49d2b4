"""The form that asks, before an incident is resolved, what the model wants confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.ids import IncidentId, label
from bot.domain.incident import Incident
from bot.domain.policy import Item, Policy
from bot.domain.verifying import checks_for, done_in_phases
from bot.rendering.blocks import Block, View, checkboxes, field, modal, option, select, text_input
from bot.rendering.buttons import ButtonValue
from bot.rendering.form_state import State
from bot.rendering.text import fit

RESOLVE = "resolve"
WHY = "Why without all of them"
_BOXES = 10  # https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element


@dataclass(frozen=True, kw_only=True)
class ResolveFields:
    """What stands in the resolve form: how often each check succeeded, by its place."""

    incident: IncidentId
    text: str
    times: Mapping[int, int]
    why: str


def resolve_form(incident: Incident, policy: Policy, text: str) -> View:
    """Ask what was confirmed; what was ticked while the work went on is ticked here."""
    checks = list(enumerate(checks_for(incident, policy)))
    done = done_in_phases(incident)
    once = [(place, item) for place, item in checks if item.times is None]
    blocks: list[Block] = []
    for first in range(0, len(once), _BOXES):
        some = once[first : first + _BOXES]
        ticked = [str(place) for place, item in some if item.do in done]
        boxes = checkboxes(f"once_{first}", [_box(place, item) for place, item in some], ticked=ticked)
        blocks.append(field("Confirmed", f"once_{first}", boxes))
    for place, item in checks:
        if item.times is not None:
            counts = [option(f"{count} of {item.times}", str(count)) for count in range(item.times + 1)]
            chosen = str(item.times if item.do in done else 0)
            blocks.append(field(fit(item.do, 150), f"times_{place}", select(f"times_{place}", counts, chosen=chosen)))
    hint = "Only where something required is not confirmed. It stays on the record."
    return modal(
        RESOLVE,
        f"Resolve {label(incident.id)}",
        "Resolve",
        [
            *blocks,
            field(WHY, "why", text_input("why", ""), hint=hint),
            field("What is known", "text", text_input("text", text, lines=True)),
        ],
        metadata=ButtonValue(incident=incident.id).write(),
    )


def read_resolve(view: Mapping[str, Any]) -> ResolveFields:
    """Take the resolve form apart; ValueError when it is none of Conn's."""
    state = State(view)
    names = [str(block["block_id"]) for block in view["blocks"]]
    once = {int(place): 1 for name in names if name.startswith("once_") for place in state.choices(name)}
    counted = {
        int(name.removeprefix("times_")): int(state.choice(name) or 0) for name in names if name.startswith("times_")
    }
    return ResolveFields(
        incident=ButtonValue.read(str(view.get("private_metadata"))).incident,
        text=state.text("text"),
        times=once | counted,
        why=state.text("why"),
    )


def _box(place: int, item: Item) -> Block:
    return option(item.do, str(place), "required" if item.required else "")
