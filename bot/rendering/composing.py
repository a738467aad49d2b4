"""How a message is put together: what is said, what a person wrote, where to go, why it is late."""

from collections.abc import Sequence

from bot.domain.events import (
    Closed,
    Entry,
    HelpAsked,
    Resolved,
    StatusChanged,
    Updated,
    VendorCalled,
    VendorHeard,
)
from bot.rendering.blocks import Block, actions
from bot.rendering.drawn import Drawn
from bot.rendering.lateness import delayed
from bot.rendering.lines import At, Line, Link, Theirs, line, quoted, rich, spoken
from bot.rendering.names import where
from bot.rendering.scene import Scene
from bot.rendering.sentences import late
from bot.rendering.text import span


def composed(
    lines: list[Line],
    scene: Scene,
    row: list[Block] | None = None,
    theirs: str = "",
    *,
    below: Sequence[Line] = (),
    in_room: bool = True,
) -> Drawn:
    """Put a message together: what is said, what a person wrote, where to go, why it is late, what can be pressed."""
    overdue = late(scene.entry, in_room=in_room) if scene.entry else None
    below = [*below, *(excuse for excuse in (overdue, _delayed(scene)) if excuse)]
    if not theirs:
        lines, below = [*lines, *below], []
    blocks = [rich(*lines)]
    if theirs:
        blocks.append(quoted(theirs))
    if below:
        blocks.append(rich(*below))
    if row:
        blocks.append(actions(*row))
    said = [*lines, *([line(Theirs(theirs, 2500))] if theirs else []), *below]
    return Drawn(spoken(*said), tuple(blocks))


def _delayed(scene: Scene) -> Line | None:
    if scene.delay is None or scene.away is None:
        return delayed(scene.delay, scene.due_at)
    gone_at, back_at = scene.away
    why = line("Conn was not running from ", At(gone_at), " to ", At(back_at), "; this was due at ", At(scene.due_at))
    return line(why, f" and comes {span(scene.delay.length)} late.")


def entry_of(scene: Scene) -> Entry:
    """Give the log entry that a message is about; ValueError when it is about none."""
    if scene.entry is None:
        raise ValueError("this message is about a log entry, and none was given")
    return scene.entry


def words_of(entry: Entry) -> str:
    """Give what a person wrote with what they did."""
    match entry.event:
        case HelpAsked(text=text) | VendorCalled(text=text) | VendorHeard(text=text):
            return text.strip()
        case Updated(text=text) | Resolved(text=text) | Closed(text=text) | StatusChanged(text=text):
            return text.strip()
        case _:
            return ""


def wants_commander(scene: Scene) -> bool:
    """Whether somebody should still take command."""
    return scene.incident.is_open and scene.incident.commander is None


def places(scene: Scene) -> list[Line]:
    """Say where it is run, and give the bridge."""
    channel = where(scene.incident)
    return [*([line("It is run in ", channel, ".")] if channel else []), *bridge(scene)]


def bridge(scene: Scene) -> list[Line]:
    """Give the bridge, where there is one."""
    return [line("Bridge: ", Link(scene.incident.bridge))] if scene.incident.bridge else []
