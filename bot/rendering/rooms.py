"""What is said when people archive, delete, share or tidy up the place where an incident is run."""

from bot.domain.events import CardUnpinned, Entry, Exposure, Loss, OfRoom, RoomExposed, RoomLost
from bot.domain.ids import CONN, label
from bot.domain.incident import Incident
from bot.rendering.lines import Line, Person, Strong, Theirs, line

_HOW = {
    Loss.ARCHIVED: " was archived",
    Loss.DELETED: " was deleted",
    Loss.UNREACHABLE: " takes nothing from Conn any more",
}


def of_room(entry: Entry, event: OfRoom, incident: Incident) -> Line:
    """Say what somebody did, what Conn does about it, and what people should do."""
    name = Strong(label(incident.id))
    match event:
        case RoomLost(name=room, how=how):
            by = line(" by ", Person(entry.actor)) if entry.actor != CONN else ()
            place = Theirs(f"#{room}")
            return line(
                place,
                _HOW[how],
                by,
                ". ",
                name,
                " goes on in another place; calls, clocks and commands work meanwhile.",
            )
        case CardUnpinned():
            return line(
                Person(entry.actor),
                " unpinned the card. It was pinned again, because people who join look for it there;"
                " unpinned once more, it stays so.",
            )
        case RoomExposed(to=Exposure.SHARED):
            return line(
                "The channel of ", name, " is shared with another company now: its people read all that is said here."
                " Say elsewhere what they must not read.",
            )  # fmt: skip
        case RoomExposed():
            return line(
                "The channel of ", name, " was made private: only its members see it, and who is called is invited.",
                "" if incident.private else " The incident itself is listed and announced as before.",
            )  # fmt: skip
