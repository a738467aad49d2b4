"""What happens to a Conn that may be killed on the way: what people do, and what falls due."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.door import NotRunning
from bot.sandbox import Reply
from tests.crash.pictures import Picture
from tests.crash.stage import Scene, scene
from tests.process.conn import Process

ROOM = "inc-1-checkout-is-down"
STRUCK_WITHIN = 10.0

UNTIL_REMINDED = timedelta(minutes=15, seconds=5)
"""How long after a declare its first update is due, and a moment."""

UNTIL_NEXT_TIER = timedelta(minutes=5, seconds=5)
"""How long the second tier has until the third is called, and a moment."""

KILLED = (NotRunning, OSError, ValueError)
"""What comes of asking a process that was killed meanwhile."""

Deed = Callable[[Scene, Process], Awaitable[bool]]
"""Something that happens; True when it has to be done once more, because Conn was not there to the end of it."""


async def declares(scene: Scene, _: Process | None = None) -> Reply:
    """Fay declares a P1."""
    return await scene.person("fay").command("/incident", "declare P1 Checkout is down")


async def declared(scene: Scene, _: Process) -> bool:
    """Fay declares a P1; she does it again when Slack shows her an error."""
    return bool((await declares(scene)).error)


async def takes_command(scene: Scene, _: Process) -> bool:
    """Fay takes command."""
    return bool((await scene.person("fay").command("/incident", "ic INC-1")).error)


async def acknowledges(scene: Scene, _: Process) -> bool:
    """Ana answers her page, as long as it asks for that."""
    ana = scene.person("ana")
    page = ana.dms[0]
    return "Acknowledge" in page.buttons and bool((await ana.press(page, "Acknowledge")).error)


async def escalates(scene: Scene, _: Process) -> bool:
    """Ben presses Escalate on the card, as long as it does not say that the second tier was called."""
    card = scene.slack.channel(ROOM).pins[0]
    if scene.person("chloe").mention in card.text:
        return False
    return bool((await scene.person("ben").press(card, "Escalate")).error)


async def updates(scene: Scene, _: Process) -> bool:
    """Fay tells those inside and the public how it stands; the form stays open until it was taken."""
    fay = scene.person("fay")
    if fay.view is None and (await fay.command("/incident", "update INC-1")).error:
        return True
    return not (
        await fay.submit(fay.view, {"What changed": "Rolled back", "Audiences": ["Internal", "Status page"]})
    ).ok


async def resolves(scene: Scene, _: Process) -> bool:
    """Fay says that the impact is over."""
    return bool((await scene.person("fay").command("/incident", "resolve rolled back INC-1")).error)


def passes(length: timedelta) -> Deed:
    """Let time pass, so that something falls due; what is left of it passes once Conn is back."""

    async def passed(scene: Scene, conn: Process) -> bool:
        scene.until = scene.until or scene.ahead + length
        left = scene.until - scene.ahead
        with suppress(*KILLED):
            await conn.skip(max(timedelta(0), left).total_seconds())
            return False
        return True

    return passed


@dataclass(frozen=True, kw_only=True)
class Story:
    """What happens, and after what."""

    does: Deed
    after: tuple[Deed, ...] = ()


STORIES = {
    "declare": Story(does=declared),
    "acknowledge": Story(does=acknowledges, after=(declared,)),
    "escalate": Story(does=escalates, after=(declared,)),
    "update": Story(does=updates, after=(declared, takes_command)),
    "resolve": Story(does=resolves, after=(declared, takes_command)),
    "remind": Story(does=passes(UNTIL_REMINDED), after=(declared, takes_command, acknowledges)),
    "climb": Story(does=passes(UNTIL_NEXT_TIER), after=(declared, takes_command, escalates)),
}
"""`remind` is a promise that falls due, `climb` an escalation: nobody does anything then but Conn."""


async def told(empty_database: Path, name: str) -> tuple[list[str], Picture]:
    """Tell a story without any crash; give the calls it took, and what is there at its end."""
    async with scene(empty_database) as stage, stage.conn() as conn:
        await begun(stage, conn, name)
        stage.watch()
        await STORIES[name].does(stage, conn)
        await stage.finished(conn)
        calls = stage.calls
        assert await conn.terminate() == 0
        return calls, stage.picture()


async def begun(scene: Scene, conn: Process, name: str) -> None:
    """Tell everything that comes before what the story is about."""
    for earlier in STORIES[name].after:
        await earlier(scene, conn)
        await scene.finished(conn)


async def survived(scene: Scene, name: str, call: str, *, after: bool) -> Picture:
    """Tell a story, kill Conn around one call, start it again, and give what is there at the end."""
    async with scene.conn() as first:
        await begun(scene, first, name)
        struck = scene.kill_around(call, after=after, process=first)
        again = await STORIES[name].does(scene, first)
        await until(struck)
        await scene.slack.quiet()
    return await ended(scene, name, again=again)


async def comes_to_rest(scene: Scene, conn: Process) -> None:
    """Let everything finish, as far as a Conn gets that may be killed."""
    with suppress(*KILLED):
        await scene.finished(conn)


async def until(struck: asyncio.Event) -> None:
    """Wait until Conn was killed where it was to be."""
    async with asyncio.timeout(STRUCK_WITHIN):
        await struck.wait()


async def ended(scene: Scene, name: str, *, again: bool) -> Picture:
    """Start Conn again, have done again what it was not there for, and let everything finish."""
    async with scene.conn() as conn:
        if again:
            await scene.finished(conn)  # a person looks first what came of it
            await STORIES[name].does(scene, conn)
        await scene.finished(conn)
        assert await conn.terminate() == 0
    return scene.picture()
