"""The lists and questions of phases: boxes that are ticked, answers that are pressed, what is still to do."""

from collections.abc import Iterable
from typing import Any

from bot.domain.policy import PhaseId
from bot.listeners.desk import Console, Desk
from bot.listeners.payloads import Payload, Pressed, Typed, where_pressed
from bot.listeners.replies import Answer
from bot.rendering import answers
from bot.rendering.buttons import ButtonValue
from bot.usecases.look import look
from bot.usecases.run_phase import Decide, TickItems, tick_items
from bot.usecases.run_phase import decide as decide_phase


async def ticked(desk: Desk, body: Payload) -> Answer:
    """Keep what somebody ticked, against what stood on their screen: others may have ticked more meanwhile."""
    action = body["actions"][0]
    before, after = _keys(_drawn(body, action)), _keys(action.get("selected_options", []))
    values = [*(before.keys() - after.keys()), *(after.keys() - before.keys())]
    if not values:
        return None
    incident, phase = (before | after)[values[0]]
    request = TickItems(
        where=where_pressed(body, incident),
        phase=PhaseId(phase),
        done=tuple(key for key in after if key not in before),
        undone=tuple(key for key in before if key not in after),
    )
    await tick_items(request, desk.deps)
    return None


async def decide(desk: Desk, press: Pressed) -> Answer:
    """Answer a phase's question."""
    phase, _, choice = press.value.guard.rpartition("/")
    await decide_phase(Decide(where=press.where, phase=PhaseId(phase), choice=int(choice)), desk.deps)
    return None


async def checklist(desk: Console, said: Typed) -> Answer:
    """Show the phase an incident is in, with everything that is still to do."""
    seen = await look(said.where, desk.deps)
    return answers.checklist(seen.incident, seen.policy)


def _drawn(body: Payload, action: Payload) -> Iterable[Payload]:
    """Find the boxes that were ticked in the message as it was drawn."""
    blocks: list[dict[str, Any]] = body.get("message", {}).get("blocks", [])
    here = [block for block in blocks if block.get("block_id") == action.get("block_id")]
    drawn = [e for block in here for e in block.get("elements", ()) if e.get("action_id") == action["action_id"]]
    return [box for element in drawn for box in element.get("initial_options", ())]


def _keys(options: Iterable[Payload]) -> dict[str, tuple[Any, str]]:
    """Read boxes back: by the key of the thing to do, its incident and its phase."""
    found = {}
    for box in options:
        value = ButtonValue.read(str(box["value"]))
        phase, _, key = value.guard.partition("/")
        found[key] = (value.incident, phase)
    return found
