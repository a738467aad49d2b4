"""A month of incidents in minutes: Conn's clock is moved on from each thing that happens to the next."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.sandbox import Sandbox
from bot.sandbox.pagerduty import PagerDuty
from tests.bench.figures import Figure, median, p99
from tests.bench.month import Away, Broken, Happening, Stopped, Typed, month
from tests.bench.processes import resident
from tests.bench.world import workspace
from tests.clock import advance_to
from tests.history.remains import broken
from tests.history.stored import HARMLESS
from tests.process.conn import DEMO, SOCKETS, Environment, Process, environment, short_folder
from tests.process.stored import path_of, rows, unfinished
from tests.properties.script import BROKEN_ON_PURPOSE
from tests.steps import number_in
from tests.world import TUESDAY_MORNING

CHANNELS = ("incidents", "oncall", "ebit-support")

PAUSE = timedelta(seconds=30)
"""Of Conn's time, from one look to the next whether everything has been sent and shown."""

LOOKS = 100
"""After this it never will be."""

TRIES = 3
"""Times that somebody types a command before they give up."""

ALARMING = (" WARNING ", " ERROR ", " CRITICAL ")

TOLD = ("Slack", "Failed to check the current session", *BROKEN_ON_PURPOSE, *HARMLESS)
"""What Conn may warn of in its log, since Slack is broken and away on purpose."""


@dataclass(frozen=True, kw_only=True)
class Memory:
    """Megabytes that the process had which lived to the end: when it was ready, and at the end."""

    first: float
    last: float


class Soak:
    """A workspace, an environment, and how much of the month has passed in them."""

    def __init__(self, slack: Sandbox, env: Environment) -> None:
        """Begin on a Tuesday morning."""
        self._slack = slack
        self._env = env
        self._passed = timedelta()
        self._declared = 0
        self.printed = ""
        self.unanswered = 0

    async def lasts(self, plan: list[Happening]) -> Memory:
        """Live through all of it, until nothing is left to be sent or shown."""
        coming = iter(plan)
        while True:
            await advance_to(self._env["DATABASE_URL"], TUESDAY_MORNING + self._passed)
            async with Process(self._env, self._slack, module="tests.bench.hurried") as conn:
                first = resident(conn.pid)
                stop = await self._stretch(conn, coming)
                if stop is None:
                    await self._rests(conn)
                last = resident(conn.pid)
                await (conn.kill() if stop and stop.killed else conn.terminate())
                self.printed += conn.printed
            if stop is None:
                return Memory(first=first, last=last)
            self._passed = stop.at + stop.length

    async def _stretch(self, conn: Process, coming: Iterator[Happening]) -> Stopped | None:
        """Live until Conn has to stop, or nothing more happens."""
        for happening in coming:
            await self._reaches(conn, happening.at)
            match happening:
                case Typed(who=who, line=line):
                    await self._types(who, line)
                case Broken(breaks=breaks):
                    breaks.strike(self._slack.faults)
                case Away(length=length):
                    await self._slack.faults.down()
                    await self._reaches(conn, happening.at + length)
                    await self._slack.faults.up()
                    await self._slack.connected(SOCKETS)
                case Stopped():
                    return happening
        return None

    async def _types(self, who: str, line: str) -> None:
        """Type a command, again where Slack says that it came to nothing; send the form as it stands if one opens."""
        person, (command, words) = self._slack.person(who), line.split(" ", 1)
        for _ in range(TRIES):
            reply = await person.command(command, words)
            if not reply.error:
                break
            self.unanswered += 1
        else:
            raise RuntimeError(f"{line}: {reply.error}")
        if words.startswith("declare"):
            self._declared += 1
            if number_in(reply.text) != self._declared:
                raise RuntimeError(f"{line}: {reply.text}")
        if person.view is not None:
            await person.submit(person.view)
        if person.view is not None:
            await person.close(everything=True)

    async def _reaches(self, conn: Process, at: timedelta) -> None:
        """Let time pass until this moment of the month; what should have happened before it happens now."""
        await conn.skip(max(timedelta(), at - self._passed).total_seconds())
        self._passed = max(self._passed, at)

    async def _rests(self, conn: Process) -> None:
        self._slack.faults.clear()
        for _ in range(LOOKS):
            await conn.still()
            if not unfinished(path_of(self._env["DATABASE_URL"])):
                return
            await self._reaches(conn, self._passed + PAUSE)
        raise RuntimeError("what was to be sent and shown never was")


async def measure(days: float, count: int, *, stops: bool) -> list[Figure]:
    """Live through so many days, and hold their history against everything that must be true."""
    began = time.perf_counter()
    async with workspace(latency=0.0, channels=CHANNELS) as slack, PagerDuty(rate_limits=False) as pagerduty:
        with short_folder() as folder:
            env = environment(
                slack,
                Path(folder),
                PAGERDUTY_ROUTING_KEY=pagerduty.routing_key,
                PAGERDUTY_EVENTS_URL=pagerduty.events_url,
            )
            soak = Soak(slack, env)
            memory = await soak.lasts(month(days, count, stops=stops))
            took = time.perf_counter() - began
            wrong = [*await broken(slack, env["DATABASE_URL"], DEMO, pagerduty), *alarms(soak.printed)]
            fired = rows(path_of(env["DATABASE_URL"]), "SELECT count(*) FROM timer WHERE state = 'fired'")[0][0]
    if wrong:
        raise RuntimeError("The history is not in order:\n" + "\n".join(wrong))
    answered = [delivery.latency * 1000 for delivery in slack.log.deliveries("slash_commands") if delivery.latency]
    tenth = max(1, len(answered) // 10)
    first, last = median(answered[:tenth]), median(answered[-tenth:])
    spread = f"{last:.1f} and {first:.1f} ms; p99 of all {p99(answered):.0f} ms"
    happened = f"{len(slack.log.calls('chat.postMessage'))} messages, {fired} clocks fired, in {took:.0f} s"
    return [
        Figure(
            name=f"memory after {count} incidents in {days:g} days",
            measured=memory.last,
            goal=160,
            unit="MB",
            detail=f"VmRSS, {memory.first:.0f} MB when last started; {happened}; all invariants hold",
        ),
        Figure(
            name="… answers at the end / at the beginning",
            measured=last / first,
            goal=1.5,
            detail=f"median of a tenth of {len(answered)}: {spread}",
        ),
        Figure(name="… commands without an answer in 3 s", measured=soak.unanswered, goal=0, detail="typed again"),
    ]


def alarms(printed: str) -> list[str]:
    """List what Conn complained of in its log, other than what was broken on purpose."""
    warned = [line for line in printed.splitlines() if any(level in line for level in ALARMING)]
    return [line for line in warned if not any(words in line for words in TOLD)]
