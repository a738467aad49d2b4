"""Who has command, and what was said about it."""

from bot.domain.events import (
    CommandLapsed,
    CommandMissing,
    CommandOffered,
    CommandTaken,
    Departure,
    Entry,
    HandoffDue,
    HandoffPutOff,
    OfferDeclined,
    OfferLapsed,
)
from bot.domain.ids import label
from bot.rendering.lines import At, Line, Person, Strong, line, people
from bot.rendering.presence import OfPresence, of_presence
from bot.rendering.scene import Scene
from bot.rendering.sentences.acting import actor


def of_command(entry: Entry, scene: Scene) -> Line:
    """Say who has, was offered, misses or keeps command."""
    if isinstance(entry.event, OfPresence):
        return of_presence(entry, entry.event)
    match entry.event:
        case CommandOffered(to=to):
            return line(actor(entry), " asked ", Person(to), " to take command. They have it when they press.")
        case OfferDeclined(by=by):
            return line(actor(entry), " did not take the command that ", Person(by), " offered. ", _stays(scene))
        case OfferLapsed(to=to):
            return line(Person(to), " did not answer the offer of command in time. ", _stays(scene))
        case CommandTaken(instead_of=before):
            after = line(", in place of ", Person(before)) if before else ()
            return line(actor(entry), " is incident commander", after, ".")
        case CommandLapsed(person=person, left=left):
            how = " left the channel" if left is Departure.CHANNEL else " was deactivated"
            return line(Person(person), f"{how}, so nobody has command of ", Strong(label(scene.incident.id)), ".")
        case CommandMissing(times=times):
            said = "" if times == 1 else f" This is the {_nth(times)} call."
            return line(
                Strong(f"{label(scene.incident.id)} has no incident commander."),
                " ",
                Person(scene.incident.acting),
                f" is acting. Who takes command?{said}",
            )
        case HandoffDue(people=who):
            return line(people(who), " was asked whether somebody fresh should take command.")
        case HandoffPutOff(until=until):
            return line(actor(entry), " put the handoff off until ", At(until), ".")
        case _:
            return ()


def _stays(scene: Scene) -> Line:
    if scene.incident.commander is None:
        return line("Nobody is incident commander.")
    return line(Person(scene.incident.commander), " stays in command.")


def _nth(number: int) -> str:
    tens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if tens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
