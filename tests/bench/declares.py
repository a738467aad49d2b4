"""One declare after another: how soon the channel is ready, and what it costs in Web API calls."""

import asyncio
from dataclasses import dataclass

from bot.sandbox import Called, Person, Sandbox
from tests.bench.figures import Figure, median
from tests.bench.processes import App
from tests.bench.world import LATENCY, key_of

AT_LEAST = 0.3
"""Seconds: Slack takes a channel, a message in it and its pin one after the other."""

PACE = 1.2
"""Seconds from one declare to the next: Conn writes to one person, or into one channel, about once a second."""

CALLS = 9
"""Web API calls that a declare may cost, beside one for each person paged."""


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What one declare led to, read off the sandbox's log; moments as the app sees them."""

    seconds: float
    before_page: int
    calls: int
    pages: int


async def declare(sandbox: Sandbox, person: Person, title: str) -> tuple[int, float]:
    """Declare a P1 by form; give the length of the log before, and when the form was sent."""
    await person.command("/incident", "declare")
    await sandbox.quiet()
    before = len(sandbox.log.entries)
    submitted = await person.submit(person.view, {"Title": title, "Severity": "P1"})
    if not submitted.ok:
        raise RuntimeError(f"the form was refused: {submitted.error} {dict(submitted.errors)}")
    sent = next(d.sent for d in reversed(sandbox.log.deliveries("interactive")))
    return before, sent


async def measure(sandbox: Sandbox, app: App, count: int) -> list[Figure]:
    """Declare `count` incidents on a fresh database, each by another person and after the one before has settled."""
    declared = []
    for number in range(count):
        declarer = sandbox.person(f"reporter{number}")
        before, sent = await declare(sandbox, declarer, f"Checkout {number} is down")
        await asyncio.sleep(PACE)
        await sandbox.quiet(timeout=10, settle=LATENCY * 3)
        calls = [entry for entry in sandbox.log.entries[before:] if isinstance(entry, Called)]
        declared.append(read(calls, sent, declarer.id))
    return figures(declared, app.memory)


def read(calls: list[Called], sent: float, declarer: str) -> Declared:
    """Take the calls of one declare apart."""
    pages = [call for call in calls if "/page/" in key_of(call)]
    first_page = min(page.started for page in pages)
    ready = (
        next(call for call in calls if call.method == "conversations.invite" and declarer in str(call.args["users"])),
        next(call for call in calls if call.method == "conversations.setTopic"),
        next(call for call in calls if call.method == "pins.add"),
    )
    return Declared(
        seconds=max(_ended(call) for call in ready) - sent,
        before_page=sum(_ended(call) <= first_page for call in calls),
        calls=len(calls),
        pages=len(pages),
    )


def figures(declared: list[Declared], memory: float) -> list[Figure]:
    """Draw the lines of the table."""
    first, steady = declared[0], declared[1:] or declared
    times = sorted(one.seconds for one in steady)
    spread = f"median of {len(times)}, {times[0] * 1000:.0f} to {times[-1] * 1000:.0f} ms"
    dear = max(steady, key=lambda one: one.calls - one.pages)
    return [
        Figure(
            name="form submit → channel ready, to 300 ms", measured=median(times) / AT_LEAST, goal=1.1, detail=spread
        ),
        Figure(
            name="… the first of a fresh database",
            measured=first.seconds / AT_LEAST,
            goal=1.1,
            detail=f"once, {first.seconds * 1000:.0f} ms",
        ),
        Figure(
            name="calls ended before the first page began",
            measured=max(one.before_page for one in declared),
            goal=2,
            detail=f"most of {len(declared)}",
        ),
        _calls("calls per P1 declare", dear, f"most of {len(steady)}"),
        _calls("… the first of a fresh database", first, "once"),
        Figure(name=f"memory after {len(declared)} incidents", measured=memory, goal=110, unit="MB", detail="VmRSS"),
    ]


def _calls(name: str, one: Declared, detail: str) -> Figure:
    return Figure(name=name, measured=one.calls, goal=CALLS + one.pages, detail=f"{detail}, {one.pages} paged")


def _ended(call: Called) -> float:
    """Say when the app had the answer: the log is written before it travels back."""
    return call.mono + LATENCY / 2
