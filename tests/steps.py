"""What people do in Slack, and what they read in answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox import Channel, Message, Person, Reply, Submitted, View

if TYPE_CHECKING:
    from tests.world import World

_INCIDENT = re.compile(r"INC-(\d+)")


@dataclass(frozen=True, eq=False)
class Outage:
    """An incident as the stories speak of it: its number, and where it is run."""

    number: int
    channel: Channel
    thread: str | None = None

    def __str__(self) -> str:
        """Name it as people do."""
        return f"INC-{self.number}"


Json = dict[str, Any]
Place = Outage | Channel | str


class Member:
    """Somebody in front of Slack; after everything they do, the world comes to rest."""

    def __init__(self, world: "World", person: Person) -> None:
        self._world = world
        self._person = person
        self.last: Reply | None = None

    def __repr__(self) -> str:
        return self.name

    @property
    def id(self) -> str:
        """Give the member id."""
        return self._person.id

    @property
    def name(self) -> str:
        """Give the handle."""
        return self._person.name

    @property
    def mention(self) -> str:
        """Give the person as messages mention them."""
        return self._person.mention

    @property
    def person(self) -> Person:
        """Give the look-alike's own person, for what only a few stories do."""
        return self._person

    @property
    def form(self) -> View:
        """Give the form on the screen."""
        assert self._person.view is not None, f"{self.name} has no form open"
        return self._person.view

    @property
    def has_form(self) -> bool:
        """Say whether a form is on the screen."""
        return self._person.view is not None

    @property
    def home(self) -> View | None:
        """Give what Conn's Home shows this person by now."""
        return self._person.home

    @property
    def home_text(self) -> str:
        """Read Home as this person sees it, a line each."""
        return _words(self.home.blocks) if self.home else ""

    @property
    def home_buttons(self) -> list[str]:
        """List the buttons on Home."""
        rows = [block["elements"] for block in self.home.blocks if block["type"] == "actions"] if self.home else []
        return [button["text"]["text"] for row in rows for button in row]

    async def opens_home(self) -> str:
        """Open Conn's Home, and read it."""
        await self._person.opens_home()
        await self._world.settles()
        return self.home_text

    @property
    def reads(self) -> list[str]:
        """List what Conn wrote to this person privately, oldest first."""
        return [message.text for message in self._person.dms if message.bot_id]

    async def runs(self, line: str, in_: Place = "general", *, settled: bool = True) -> str:
        """Type a command, and read the private answer; where nothing can come to rest, without waiting for that."""
        command, _, words = line.partition(" ")
        self.last = await self._person.command(command, words, channel=_place(in_))
        if settled:
            await self._world.settles()
        return _answer(self.last)

    async def presses(self, button: str, on: Message | Outage | View | None = None) -> str:
        """Press a button (an incident means its card, nothing the last answer); read what it says."""
        where = self._world.card_of(on) if isinstance(on, Outage) else on or (self.last and self.last.message)
        assert where is not None, f"{self.name} sees nothing to press"
        self.last = await self._person.press(where, button)
        await self._world.settles()
        return _answer(self.last)

    async def ticks(self, words: str, on: Message, *, seen: Message | None = None) -> str:
        """Tick a box in a message, or take the tick back; `seen` is the message as it was on the screen."""
        blocks = (seen or on).blocks
        groups = [e for b in blocks for e in b.get("elements", []) if e.get("type") == "checkboxes"]
        group = next(g for g in groups if words in [option["text"]["text"] for option in g["options"]])
        before = [option["text"]["text"] for option in group.get("initial_options", [])]
        after = [word for word in before if word != words] if words in before else [*before, words]
        self.last = await self._person.select(on, group["action_id"], after)
        await self._world.settles()
        return _answer(self.last)

    async def opens(self, line: str = "/incident", in_: Place = "general") -> View:
        """Type a command that opens a form."""
        await self.runs(line, in_)
        return self.form

    async def fills(self, **fields: object) -> View:
        """Fill in fields of the open form by their labels (underscores stand for spaces), without sending it."""
        for label, value in fields.items():
            await self._person.change(self.form, label.replace("_", " "), value)
            await self._world.settles()
        return self.form

    async def sends(self, fields: Mapping[str, object] | None = None) -> Submitted:
        """Fill in the open form by its labels, and send it."""
        sent = await self._person.submit(self.form, fields)
        await self._world.settles()
        return sent

    async def shortcut(self, name: str, on: Message | None = None) -> None:
        """Choose a shortcut, from the menu of a message where one is given."""
        if on is None:
            self.last = await self._person.shortcut(name)
        else:
            self.last = await self._person.message_shortcut(name, on)
        await self._world.settles()

    async def says(self, text: str, in_: Place = "general") -> Message:
        """Write a message."""
        said = await self._person.says(text, _place(in_))
        await self._world.settles()
        return said

    async def writes_topic(self, outage: Outage, topic: str) -> None:
        """Change the topic of an incident's channel by hand."""
        await self._person.sets_topic(outage.channel, topic)
        await self._world.settles()

    def page(self, of: Outage | None = None) -> Message:
        """Give the newest page this person got."""
        pages = [page for page in self._world.pages if page.person is self]
        if of is not None:
            pages = [page for page in pages if page.incident == of.number]
        assert pages, f"{self.name} was not paged"
        return pages[-1].message

    def dm(self, words: str) -> Message:
        """Find the private message from Conn that holds these words, the newest first."""
        found = [m for m in reversed(self._person.dms) if words in m.text and m.bot_id]
        assert found, f"{self.name} has no message with {words!r}: {self.reads}"
        return found[0]


def number_in(text: str) -> int:
    """Read which incident a sentence is about."""
    found = _INCIDENT.search(text)
    assert found, f"no incident is named in {text!r}"
    return int(found[1])


def _words(blocks: list[Json]) -> str:
    """Read what blocks say, dates and links as their plain words."""
    said = []
    for block in blocks:
        match block["type"]:
            case "rich_text":
                said += ["".join(map(_word, part["elements"])) for part in block["elements"]]
            case "header":
                said.append(block["text"]["text"])
            case "context":
                said += [element["text"] for element in block["elements"]]
    return "\n".join(said)


def _word(element: Json) -> str:
    match element["type"]:
        case "user":
            return f"<@{element['user_id']}>"
        case "channel":
            return f"<#{element['channel_id']}>"
        case "date":
            return str(element["fallback"])
        case _:
            return str(element.get("text") or element["url"])


def _place(where: Place) -> Channel | str:
    return where.channel if isinstance(where, Outage) else where


def _answer(reply: Reply) -> str:
    return f"[{reply.error}]" if reply.error else reply.text
