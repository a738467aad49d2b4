"""Many people declaring in the same moment, against Slack's rate limits."""

import asyncio
import re
import time
from dataclasses import dataclass, field

from bot.sandbox import Called, Person, Sandbox
from tests.bench.figures import Figure
from tests.bench.world import key_of

LATENCY = 0.3
BURST = 1.0
"""Seconds within which calls that left together may arrive in any order."""

LONG = 6.0
"""Seconds after which a declarer who has no channel yet must have been told why."""

READY = ("conversations.invite", "conversations.setTopic", "pins.add")

_NUMBER = re.compile(r"inc-(\d+)")


@dataclass(kw_only=True)
class Room:
    """One incident's channel on its way; `done` is when each of `READY` succeeded."""

    number: int
    created: float
    done: dict[str, float] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        """Whether the declarer is in it, the topic is set and the card is pinned."""
        return len(self.done) == len(READY)

    @property
    def ready(self) -> float:
        """When the last of them was done."""
        return max(self.done.values())


async def measure(sandbox: Sandbox, count: int, within: float = 120.0) -> list[Figure]:
    """Have `count` people submit the form at once and wait until every channel is ready."""
    people = [sandbox.person(f"reporter{n}") for n in range(count)]
    await asyncio.gather(*(person.command("/incident", "declare") for person in people))
    for person in people:
        await person.change(person.view, "Title", f"{person.name} cannot pay")
    began = time.monotonic()
    submitted = await asyncio.gather(*(_submit(person) for person in people))
    rooms = await _ready(sandbox, count, began + within * 1.5)
    told = sum(key_of(call).endswith("/waiting") for call in sandbox.log.calls("chat.postMessage"))
    late = [room for room in rooms if room.created - began > LONG]
    lags = _overtaken(rooms)
    return [
        Figure(
            name=f"{count} declares at once: slowest ack",
            measured=max(submitted),
            goal=500,
            unit="ms",
            detail=f"{LATENCY * 1000:.0f} ms a call; all committed",
        ),
        Figure(
            name="… every channel ready, rate limits on",
            measured=max(room.ready for room in rooms) - began if len(rooms) == count else within * 1.5,
            goal=within,
            unit="s",
            detail=f"{len(rooms)} of {count} ready",
        ),
        Figure(
            name="… longest time one was overtaken", measured=lags, goal=BURST, unit="s", detail="by declares after it"
        ),
        Figure(
            name="… waiting declarers told",
            measured=told,
            goal=len(late),
            at_least=True,
            detail=f"{len(late)} waited for their channel",
        ),
    ]


async def _submit(person: Person) -> float:
    submitted = await person.submit(person.view, {"Severity": "P1"})
    if not submitted.ok:
        raise RuntimeError(f"the form was refused: {submitted.error} {dict(submitted.errors)}")
    return submitted.latency_ms


async def _ready(sandbox: Sandbox, count: int, deadline: float) -> list[Room]:
    while time.monotonic() < deadline:
        rooms = [room for room in _rooms(sandbox) if room.is_ready]
        if len(rooms) >= count:
            return rooms
        await asyncio.sleep(0.5)
    return [room for room in _rooms(sandbox) if room.is_ready]


def _rooms(sandbox: Sandbox) -> list[Room]:
    """Read off the log which channels there are and how far each one is, in the order of their numbers."""
    ids = {channel.name: channel.id for channel in sandbox.channels()}
    rooms: dict[str, Room] = {}
    for call in sandbox.log.calls():
        if call.outcome != "ok":
            continue
        if call.method == "conversations.create":
            name = str(call.args["name"])
            found = _NUMBER.match(name)
            rooms[ids[name]] = Room(number=int(found[1]) if found else 0, created=call.started)
        elif call.method in READY and _channel(call) in rooms:
            rooms[_channel(call)].done.setdefault(call.method, call.mono + LATENCY / 2)
    return sorted(rooms.values(), key=lambda room: room.number)


def _channel(call: Called) -> str:
    return str(call.args.get("channel"))


def _overtaken(rooms: list[Room]) -> float:
    """Say by how much, at most, a channel was created after one that was declared later."""
    soonest_later, longest = float("inf"), 0.0
    for room in reversed(rooms):
        longest = max(longest, room.created - soonest_later)
        soonest_later = min(soonest_later, room.created)
    return longest
