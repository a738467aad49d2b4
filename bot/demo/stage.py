"""What a story is told with: people who type and press, screens that are shown and checked, time that passes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from rich.text import Text

from bot.demo.reading import Reader, words
from bot.demo.teller import Teller
from bot.demo.world import DEMO, ZONE
from bot.sandbox import Channel, Message, Person, Reply, Sandbox, View

NOTICED = timedelta(seconds=2)
"""How long Slack is there again before Conn has tried it."""


class Derailed(Exception):  # noqa: N818 - says what happened to the story
    """Somebody did not see what the story says they see."""


@dataclass(frozen=True, kw_only=True)
class Story:
    """What is played, from when on, by which support model, and with whom beside the usual people."""

    script: Callable[["Stage"], Awaitable[None]]
    begins: datetime
    model: Path = DEMO
    guests: Mapping[str, str] = field(default_factory=dict)


class Played(Protocol):
    """A world as a stage needs it: people and channels, a clock, and a Conn somewhere."""

    sandbox: Sandbox

    def seconds(self) -> float:
        """Tell the time there, in seconds since the epoch."""

    async def skip(self, length: timedelta) -> None:
        """Let time pass; everything due on the way happens."""

    async def quiet(self) -> None:
        """Wait until everything that was caused has arrived on people's screens."""

    async def reached(self) -> None:
        """Wait until Slack can reach Conn."""

    async def start_conn(self) -> None:
        """Start Conn, and wait until Slack can reach it."""

    async def stop_conn(self) -> None:
        """Stop Conn as a deploy would."""


class Stage:
    """Shows each deed and each screen as it happens, and stops the story at the first that is not as told."""

    def __init__(self, world: Played, teller: Teller, begins: datetime) -> None:
        """Play in this world, told by this teller, from this moment on."""
        self.world = world
        self._begins = begins
        self.teller = teller
        self._reader = Reader(world.sandbox.workspace, ZoneInfo(ZONE))

    def person(self, name: str) -> Person:
        """Find one of the people."""
        return self.world.sandbox.person(name)

    def scene(self, headline: str, *captions: str) -> None:
        """Begin a scene, at whatever time it is now."""
        self.teller.headline(self.clock, headline)
        for caption in captions:
            self.caption(caption)

    def caption(self, words: str) -> None:
        """Say why it matters."""
        self.teller.caption(words)

    async def types(self, who: Person, line: str, place: str) -> None:
        """Type a slash command."""
        command, _, text = line.partition(" ")
        self.teller.deed(who.user.real_name, "types", line, self._named(place))
        await self.answered(who, line, lambda: who.command(command, text, place))

    async def presses(self, who: Person, where: Message | View, button: str) -> None:
        """Press a button."""
        self.teller.deed(who.user.real_name, "presses", f"[ {button} ]", self._where(where))
        await self.answered(who, button, lambda: who.press(where, button))

    async def press_at_once(self, people: Iterable[Person], where: Message, button: str) -> None:
        """Have several people press the same button in the same moment."""
        together = list(people)
        for who in together:
            self.teller.deed(who.user.real_name, "presses", f"[ {button} ]", self._where(where))
        await asyncio.gather(*(who.press(where, button) for who in together))
        await self.world.quiet()

    async def picks(self, who: Person, field: str, value: str) -> None:
        """Choose in a form that tells the app at once."""
        self.teller.deed(who.user.real_name, f"chooses {field}", value)
        await self.answered(who, field, lambda: who.select(self.form_of(who), field, value))

    async def edits_topic(self, who: Person, place: str, topic: str) -> None:
        """Write something else into a channel's topic."""
        self.teller.deed(who.user.real_name, "sets the topic to", topic, self._named(place))
        await who.sets_topic(place, topic)
        await self.world.quiet()

    async def joins(self, who: Person, place: str) -> None:
        """Join a channel."""
        self.teller.deed(who.user.real_name, "joins", self._named(place))
        await who.joins(place)
        await self.world.quiet()

    async def answered(self, who: Person, what: str, deed: Callable[[], Awaitable[Reply]]) -> None:
        """Do something that Conn answers, and wait for everything that follows."""
        reply = await deed()
        if reply.error:
            raise Derailed(f"{who.name}: {what} was answered with {reply.error}")
        await self.world.quiet()

    async def submits(self, who: Person, entered: Mapping[str, object]) -> None:
        """Fill in the open form and submit it."""
        view = self.form_of(who)
        for name, value in entered.items():
            self.teller.deed(who.user.real_name, f"enters as {name}:", str(value))
        await self.sent(who, view, entered)

    async def sent(self, who: Person, view: View, entered: Mapping[str, object]) -> None:
        """Send a form, and wait for everything that follows."""
        submitted = await who.submit(view, entered)
        if not submitted.ok:
            raise Derailed(f"{who.name}'s form was refused: {submitted.error or dict(submitted.errors)}")
        await self.world.quiet()

    def form_of(self, who: Person) -> View:
        """Find the form somebody has open."""
        if who.view is None:
            raise Derailed(f"{who.name} should have a form open, and has none")
        return who.view

    def shows_form(self, who: Person, *expected: str) -> None:
        """Show the form somebody has open."""
        view = self.form_of(who)
        self._screen(who, f"the form “{view.title}”", self._reader.form(view), expected)

    def reads(self, who: Person, place: str, *expected: str) -> Message:
        """Show the newest message in a place that has all these words, and give it back."""
        message = self.finds(who, place, *expected)
        only_you = " (only they see it)" if message.to else ""
        self._screen(who, f"{self._named(place)}{only_you}", self._reader.message(message), expected)
        return message

    def finds(self, who: Person, place: str, *expected: str) -> Message:
        """Find the newest message with all these words without showing it."""
        seen = [(message, words(self._reader.message(message))) for message in who.sees(place)]
        for message, said in reversed(seen):
            if all(part in said for part in expected):
                return message
        last = seen[-1][1] if seen else "nothing"
        raise Derailed(f"{who.name} should read {', '.join(map(repr, expected))} in {place}; the last there is: {last}")

    def shows_top(self, who: Person, place: str, *expected: str) -> None:
        """Show a channel's topic and bookmarks."""
        channel = self.channel(place)
        lines = [Text.assemble(("Topic  ", "dim"), self._reader.markup(channel.topic))]
        lines += [Text.assemble(("Link   ", "dim"), f"{b.title}: {b.link}") for b in channel.bookmarks]
        lines += [Text.assemble(("Pinned ", "dim"), self._reader.message(pin)[0]) for pin in channel.pins]
        self._screen(who, f"the top of #{channel.name}", lines, expected)

    def channel(self, place: str) -> Channel:
        """Find a channel by its name."""
        return self.world.sandbox.channel(place)

    async def passes(self, minutes: float, words: str = "") -> None:
        """Let time pass."""
        length = timedelta(minutes=minutes)
        self.teller.passing(words or f"{minutes:g} minutes later")
        await self.world.skip(length)

    async def at(self, minute: float) -> None:
        """Let time pass until so many minutes after the beginning."""
        moment = self._begins + timedelta(minutes=minute)
        self.teller.passing(f"{moment:%H:%M}")
        await self.world.skip(moment - datetime.fromtimestamp(self.world.seconds(), UTC))

    async def loses_slack(self) -> None:
        """Have Slack answer nobody; that it cannot be reached is not worth a line in the story."""
        logging.disable(logging.ERROR)
        await self.world.sandbox.faults.down()

    async def finds_slack(self) -> None:
        """Have Slack there again, and wait until what was kept for it has come."""
        await self.world.sandbox.faults.up()
        await self.world.reached()
        await self.world.skip(NOTICED)
        logging.disable(logging.NOTSET)

    @property
    def clock(self) -> str:
        """Tell the time of the story."""
        return self._reader.time(self.world.seconds())

    def _screen(self, who: Person, place: str, lines: list[Text], expected: Iterable[str]) -> None:
        said = words(lines)
        missing = [part for part in expected if part not in said]
        if missing:
            raise Derailed(f"{who.name} should read {', '.join(map(repr, missing))} in {place}, and reads: {said}")
        self.teller.screen(who.user.real_name, place, self.clock, lines)

    def _where(self, where: Message | View) -> str:
        if isinstance(where, View):
            return f"the form “{where.title}”"
        channel = self.world.sandbox.channel(where.channel)
        return "their messages from Conn" if channel.is_im else f"#{channel.name}"

    @staticmethod
    def _named(place: str) -> str:
        return "their messages from Conn" if place == "dm" else f"#{place}"
