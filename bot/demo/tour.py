"""The tour of a first incident that the page gives: what to do, where to look, and what is seen once it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from aiohttp import web

ROOM = r"^inc-\d"
"""The channels Conn opens for incidents, by name."""
CARD = r"In charge: .*?\(<@(\w+)>"
"""Whom the card names as called."""

Target = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one conversation shows once a step is done; every pattern is a regular expression of the browser's.

    `place` is its name, `topic` its topic, `message` the text of one of its messages; `open`: it is being looked at.
    """

    place: str
    topic: str = ""
    message: str = ""
    open: bool = False


@dataclass(frozen=True, kw_only=True)
class Named:
    """Whom a step is for: the member a message in a place names in its first group."""

    place: str
    names: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do: `where` lists what to point at, the first that can be seen; `fill` can be written for them."""

    title: str
    text: str
    where: Sequence[Target]
    done: Seen
    fill: str = ""
    who: Named | None = None


STEPS = (
    Step(
        title="Declare",
        text="Customers cannot pay. Type a command where you are:\n`/incident declare P1 Checkout is down`",
        fill="/incident declare P1 Checkout is down",
        where=[{"part": "#composer .box"}],
        done=Seen(place=ROOM),
    ),
    Step(
        title="Look around",
        text="Conn opened a channel. Go there. The *topic* tells who joins late what matters; the *card* below never "
        "goes out of date and has a button for all that can be done.",
        where=[{"place": ROOM}],
        done=Seen(place=ROOM, open=True),
    ),
    Step(
        title="Acknowledge",
        text="Conn called who is on call; the card says who, and whom it calls if they stay silent. "
        "Be that person and press *Acknowledge*.",
        who=Named(place=ROOM, names=CARD),
        where=[{"button": "^Acknowledge$"}, {"place": ROOM}],
        done=Seen(place=ROOM, message="In charge: .*acknowledged by"),
    ),
    Step(
        title="Take command",
        text="One incident commander decides. Press *Take command*, and watch the topic.",
        where=[{"button": "^Take command$"}, {"place": ROOM}],
        done=Seen(place=ROOM, topic=r"IC: (?!nobody)(?!.*\(acting\))"),
    ),
    Step(
        title="Let time pass",
        text="Word is owed to the others by the time on the card. Skip 15 minutes: Conn remembers.",
        where=[{"part": "[aria-label='Skip 15 min']"}, {"part": "#clock"}],
        done=Seen(place=ROOM, message="internal update .* is due now"),
    ),
    Step(
        title="Post an update",
        text="Press *Post update* under the reminder, say what changed, and post. The next one is promised by that.",
        where=[{"button": "^Post update$"}, {"place": ROOM}],
        done=Seen(place=ROOM, message="^Update from "),
    ),
    Step(
        title="Resolve, and read it all",
        text="Press *Resolve* on the card. Then ask for the record: `/incident timeline`",
        fill="/incident timeline",
        where=[{"button": "^Resolve$"}, {"part": "#composer .box"}],
        done=Seen(place=ROOM, topic="Resolved", message="^Timeline of "),
    ),
)


def routes() -> Sequence[web.RouteDef]:
    """List what is served: the tour as the page reads it."""
    return [web.get("/demo/tour", _read)]


async def _read(_request: web.Request) -> web.StreamResponse:
    return web.json_response(
        {
            "title": "A first incident in seven steps",
            "start": "Three minutes, and you have seen what Conn does. You can leave it and come back at any time.",
            "end": "That was an incident from its first word to its record. Now try what you like: P0, P2, "
            "/escalate, or nobody answering for two hours.",
            "steps": [asdict(step) for step in STEPS],
        }
    )
