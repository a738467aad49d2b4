"""The verbs of the control routes: each names what a person does and reads its arguments from JSON."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.sandbox.errors import ImpossibleError
from bot.sandbox.objects import Channel, Json, Message
from bot.sandbox.people import Person
from bot.sandbox.screens import View

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox


class Act:
    """One action asked for over HTTP; messages are named by channel and ts, views by id."""

    def __init__(self, sandbox: "Sandbox", person: Person, given: Json) -> None:
        """Remember who does what."""
        self.sandbox = sandbox
        self.person = person
        self.given = given

    def text(self, name: str, default: str = "") -> str:
        """Read an argument as text."""
        return str(self.given.get(name, default))

    @property
    def channel(self) -> str:
        """Read where it happens."""
        return self.text("channel", "general")

    @property
    def message(self) -> Message:
        """Find the message it happens on."""
        channel = self.sandbox.channel(self.channel)
        for message in (*channel.history.values(), *channel.ephemerals):
            if message.ts == self.text("ts"):
                return message
        raise ImpossibleError(f"there is no message {self.text('ts')} in {self.channel}")

    @property
    def view(self) -> View:
        """Find the modal or Home tab it happens in; the top one unless named."""
        person = self.person
        views = [*person.views, *([person.home] if person.home else [])]
        wanted = self.text("view_id") or (person.view.id if person.view else "")
        for view in views:
            if view.id == wanted:
                return view
        raise ImpossibleError(f"{person.name} has no view {wanted or 'open'}")

    @property
    def target(self) -> Message | View:
        """Find what is pressed: a message if one is named, else a view."""
        return self.message if "ts" in self.given else self.view

    @property
    def other(self) -> Person:
        """Find the other person it is about."""
        return self.sandbox.person(self.text("user"))

    @property
    def thread(self) -> Message | None:
        """Find the message it answers."""
        return self.message if "ts" in self.given else None


Verb = Callable[[Act], Awaitable[object]]


async def _opens_direct(act: Act) -> Channel:
    return act.person.direct(act.other)


VERBS: dict[str, Verb] = {
    "command": lambda act: act.person.command(act.text("command"), act.text("text"), act.channel),
    "press": lambda act: act.person.press(act.target, act.text("button")),
    "select": lambda act: act.person.select(act.target, act.text("field"), act.given.get("value")),
    "change": lambda act: act.person.change(act.view, act.text("field"), act.given.get("value")),
    "options": lambda act: act.person.options(act.view, act.text("field"), act.text("typed")),
    "submit": lambda act: act.person.submit(act.view, act.given.get("fields") or {}),
    "close": lambda act: act.person.close(act.view, everything=bool(act.given.get("everything"))),
    "shortcut": lambda act: act.person.shortcut(act.text("shortcut")),
    "message_shortcut": lambda act: act.person.message_shortcut(act.text("shortcut"), act.message),
    "opens_direct": _opens_direct,
    "opens_home": lambda act: act.person.opens_home(act.text("tab", "home")),
    "says": lambda act: act.person.says(act.text("text"), act.channel, act.thread),
    "edits": lambda act: act.person.edits(act.message, act.text("text")),
    "deletes": lambda act: act.person.deletes(act.message),
    "reacts": lambda act: act.person.reacts(act.message, act.text("emoji")),
    "pins": lambda act: act.person.pins(act.message),
    "unpins": lambda act: act.person.unpins(act.message),
    "sets_topic": lambda act: act.person.sets_topic(act.channel, act.text("topic")),
    "renames": lambda act: act.person.renames(act.channel, act.text("name")),
    "archives": lambda act: act.person.archives(act.channel),
    "unarchives": lambda act: act.person.unarchives(act.channel),
    "deletes_channel": lambda act: act.person.deletes_channel(act.channel),
    "makes_private": lambda act: act.person.makes_private(act.channel),
    "shares": lambda act: act.person.shares(act.channel, act.text("team", "T0OTHER")),
    "joins": lambda act: act.person.joins(act.channel),
    "leaves": lambda act: act.person.leaves(act.channel),
    "invites": lambda act: act.person.invites(act.other, act.channel),
    "removes": lambda act: act.person.removes(act.other, act.channel),
    "deactivated": lambda act: act.person.deactivated(),
}
