"""Payloads as Slack sends them, each spoilt at one place: taken from what people really did."""

import copy
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from bot.sandbox.errors import ImpossibleError
from tests.world import World

DEEP: Any = []
for _ in range(200):
    DEEP = [DEEP]

LEFT_OUT = object()
NONSENSE: tuple[Any, ...] = (
    LEFT_OUT,
    None,
    True,
    7,
    -1.5,
    "",
    "x" * 5000,
    "nul \x00",
    "half \ud800",
    "T0THERS",
    "INC-99",
    "99:tier/../1",
    "1:0",
    "<!channel>",
    [],
    {},
    [None],
    {"id": 5},
    DEEP,
)
IDENTITY = {"trigger_id", "event_id", "id", "message_ts"}
"""Where another value makes another payload, as if it had been sent anew."""

CARD = ("Change severity", "Change status", "Add note", "Hand over", "Post update")


@dataclass(frozen=True)
class Spoiling:
    """Which payload, which place in it, what stands there instead, and whether it is sent as if it were a new one."""

    payload: int
    place: int
    value: int
    anew: bool


spoilings = st.builds(
    Spoiling, st.integers(0, 999), st.integers(0, 9999), st.integers(0, len(NONSENSE) - 1), st.booleans()
)

_numbers = itertools.count(1)


async def acted_out(world: World) -> list[dict[str, Any]]:
    """Have people do one of everything, and give what Slack sent of it."""
    ana, ben = world.people["ana"], world.people["ben"]
    outage = await world.incident()
    await ben.person.joins(outage.channel)
    await ana.runs("/incident note Disk is full", outage)
    await ana.presses("Acknowledge", ana.page())
    await ben.presses("Take command", outage)
    await ana.presses("Escalate", outage)
    for button in CARD:
        await ben.presses(button, outage)
        await _sent(ben)
    for line in (
        "/incident declare",
        "/incident facts",
        "/incident bridge https://meet.example.com/x",
        "/incident resolve",
    ):
        await ben.runs(line, outage)
        if ben.has_form and line.endswith("declare"):
            await ben.fills(Severity="P2", Title="Login fails")
        await _sent(ben)
    said = await ben.says("It was the cache", outage)
    await ben.person.reacts(said, "pushpin")
    await ben.shortcut("Add to timeline", said)
    await ben.shortcut("Declare from message", said)
    await _sent(ben)
    await ben.writes_topic(outage, "war room")
    await ben.opens_home()
    await ana.person.leaves(outage.channel)
    await world.settles()
    return [json.loads(json.dumps(delivery.payload)) for delivery in world.sandbox.log.deliveries()]


def spoilt(payloads: list[dict[str, Any]], how: Spoiling) -> tuple[dict[str, Any], bool]:
    """Spoil one; say too whether it is the same as the one it was, so that nothing may follow from it."""
    payload = copy.deepcopy(payloads[how.payload % len(payloads)])
    if how.anew:
        _renew(payload)
    places = list(_places(payload))
    holder, name, value = *places[how.place % len(places)], NONSENSE[how.value]
    if value is LEFT_OUT:
        del holder[name]
    else:
        holder[name] = value
    is_the_same = not how.anew and (name not in IDENTITY or value is LEFT_OUT)
    return payload, is_the_same


def _places(part: Any) -> Iterator[tuple[Any, Any]]:
    names = part.keys() if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
    for name in list(names):
        yield part, name
        yield from _places(part[name])


def _renew(payload: dict[str, Any]) -> None:
    """Give it the marks of one that was never seen."""
    number = next(_numbers)
    for holder, name in list(_places(payload)):
        if name == "trigger_id":
            holder[name] = f"{number}.{number}.anew"
        elif name == "event_id":
            holder[name] = f"Ev0ANEW{number}"
        elif name == "view" and isinstance(holder[name], dict):
            holder[name]["id"] = f"V0ANEW{number}"


async def _sent(person: Any) -> None:
    """Send the form as it stands; close what does not go."""
    if person.has_form:
        await person.sends()
    if person.has_form:
        try:
            await person.person.close(person.form, everything=True)
        except ImpossibleError:
            return
