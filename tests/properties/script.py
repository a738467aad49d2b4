"""What people do and what breaks, as values that Hypothesis draws, shrinks and prints, and how each is played."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from bot.sandbox import Message
from bot.sandbox.faults import Aim, Faults
from store import incidents
from tests.steps import Member, Outage
from tests.world import NAMES, World

WORDS = (
    "ack",
    "ic",
    "ic @{other}",
    "role comms @{other}",
    "severity P0 worse",
    "severity P2",
    "status identified a bad deploy",
    "update still looking",
    "note rolled back",
    "ask @{other} 2m look at it",
    "ask @{other} look again",
    "asks",
    "bridge https://meet.example.com/other",
    "snooze 10m",
    "resolve",
    "reopen",
    "cancel",
    "close",
    "list",
    "catchup",
    "why",
)
"""What is typed in an incident's room, `{other}` being somebody else."""

WAYS = ("status", "cut", "late", "internal", "ratelimited")
"""How Slack can fail at a call."""
METHODS = (
    "chat.postMessage",
    "chat.update",
    "conversations.create",
    "conversations.invite",
    "conversations.setTopic",
    "pins.add",
    "bookmarks.add",
    "*",
)

BROKEN_ON_PURPOSE = (
    "cannot be delivered",
    "cannot be shown",
    "Not recorded",
    "A form could not be opened",
    "posting its text alone",
)
"""What Conn may log, because the script breaks Slack."""


@dataclass(frozen=True)
class Declares:
    """Somebody declares an incident by command."""

    who: str
    severity: str

    async def play(self, world: World) -> None:
        """Declare it; the same words twice within a minute are no second incident."""
        await world.people[self.who].runs(f"/incident declare {self.severity} The checkout is down")


@dataclass(frozen=True)
class Types:
    """Somebody types a command in an incident's room."""

    who: str
    words: str
    other: str
    which: int

    async def play(self, world: World) -> None:
        """Type it, and send the form if one opens."""
        outage = await _chosen(world, self.which)
        if outage is None:
            return
        person = world.people[self.who]
        await person.runs(f"/incident {self.words.format(other=self.other)} {outage}")
        await _send(person)


@dataclass(frozen=True)
class Escalates:
    """Somebody asks for more help."""

    who: str
    which: int

    async def play(self, world: World) -> None:
        """Escalate by command, and send the form if one opens."""
        outage = await _chosen(world, self.which)
        if outage is not None:
            await world.people[self.who].runs(f"/escalate {outage} nobody answers")
            await _send(world.people[self.who])


@dataclass(frozen=True)
class Presses:
    """Somebody presses a button of the card, of their newest page, or of the newest message in a room."""

    who: str
    where: str
    button: int
    which: int

    async def play(self, world: World) -> None:
        """Press it, and send the form if one opens."""
        outage = await _chosen(world, self.which)
        person = world.people[self.who]
        message = _message(world, person, outage, self.where) if outage else None
        if message is None or not message.buttons:
            return
        await person.presses(message.buttons[self.button % len(message.buttons)], message)
        await _send(person)


@dataclass(frozen=True)
class Passes:
    """Time passes."""

    seconds: int

    async def play(self, world: World) -> None:
        """Let everything due on the way happen."""
        await world.skip(f"{self.seconds}s")


@dataclass(frozen=True)
class Restarts:
    """Conn is stopped, and started again some time later."""

    after: int

    async def play(self, world: World) -> None:
        """Stop and start it; how long Slack asked it to wait is forgotten, until Slack asks again."""
        world.tolerates(" s after a 429")
        await world.restarts(f"{self.after}s")


@dataclass(frozen=True)
class Breaks:
    """Slack does one of the next calls badly."""

    method: str
    how: str
    after: bool
    skip: int

    async def play(self, world: World) -> None:
        """Have it go wrong once, some calls from now."""
        self.strike(world.sandbox.faults)

    def strike(self, faults: Faults) -> None:
        """Tell the look-alike."""
        aim: Aim = {"skip": self.skip}
        match self.how:
            case "status":
                faults.status(self.method, after=self.after, **aim)
            case "cut":
                cut = faults.cut_after if self.after else faults.cut_before
                cut(self.method, **aim)
            case "internal":
                faults.error(self.method, "internal_error", after=self.after, **aim)
            case "late":
                faults.late(self.method, 0.05, **aim)
            case _:
                faults.ratelimited(self.method, 3, **aim)


@dataclass(frozen=True)
class Meddles:
    """Somebody changes by hand what Conn keeps."""

    who: str
    which: int

    async def play(self, world: World) -> None:
        """Overwrite the topic."""
        outage = await _chosen(world, self.which)
        if outage is not None and outage.thread is None:
            await world.people[self.who].writes_topic(outage, "lunch at noon")


@dataclass(frozen=True)
class Repeats:
    """The next payloads come twice."""

    count: int

    async def play(self, world: World) -> None:
        """Have them doubled."""
        world.faults.duplicate_deliveries(self.count)


Step = Declares | Types | Escalates | Presses | Passes | Restarts | Breaks | Meddles | Repeats

_who = st.sampled_from(NAMES)
_which = st.integers(0, 2)

steps: st.SearchStrategy[Step] = st.one_of(
    st.builds(Declares, _who, st.sampled_from(("P0", "P1", "P1", "P2"))),
    st.builds(Types, _who, st.sampled_from(WORDS), _who, _which),
    st.builds(Presses, _who, st.sampled_from(("card", "page", "room")), st.integers(0, 9), _which),
    st.builds(Presses, _who, st.sampled_from(("card", "page", "room")), st.integers(0, 9), _which),
    st.builds(Escalates, _who, _which),
    st.builds(Passes, st.sampled_from((1, 30, 119, 120, 121, 300, 900, 3_600))),
    st.builds(Passes, st.sampled_from((1, 30, 119, 120, 121, 300, 900, 3_600))),
    st.builds(Restarts, st.sampled_from((0, 20, 600))),
    st.builds(Breaks, st.sampled_from(METHODS), st.sampled_from(WAYS), st.booleans(), st.integers(0, 4)),
    st.builds(Meddles, _who, _which),
    st.builds(Repeats, st.integers(1, 3)),
)
"""One thing that happens."""

scripts = st.lists(steps, min_size=4, max_size=25).map(lambda drawn: (Declares("fay", "P1"), *drawn))
"""A whole story, which begins with an incident."""


async def _open(world: World) -> Sequence[int]:
    async with world.bot.deps.database.read() as tx:
        return [incident.id for incident in await incidents.open_ones(tx) if incident.room]


async def _chosen(world: World, which: int) -> Outage | None:
    numbers = await _open(world)
    return await world.outage(numbers[which % len(numbers)]) if numbers else None


def _message(world: World, person: Member, outage: Outage, where: str) -> Message | None:
    if where == "card":
        return world.card_of(outage)
    if where == "page":
        pages = [page.message for page in world.pages if page.person is person]
        return pages[-1] if pages else None
    said = [message for message in world.messages_in(outage) if message.buttons]
    return said[-1] if said else None


async def _send(person: Member) -> None:
    """Send the form as it stands; close what does not go."""
    if person.has_form:
        await person.sends()
    if person.has_form:
        await person.person.close(person.form, everything=True)
