"""How an incident goes: declared, checked, resolved, closed."""

from bot.domain.events import Closed, Declared, Entry, Resolved, RoomOpened, TopicEdited, Undelivered, Verified
from bot.domain.ids import label
from bot.rendering.lines import Line, Person, Place, Strong, Theirs, line, reason
from bot.rendering.names import severity_label
from bot.rendering.scene import Scene
from bot.rendering.sentences.acting import actor
from bot.rendering.text import listed, span


def of_the_incident(entry: Entry, scene: Scene) -> Line:
    """Say where it stands in its course."""
    match entry.event:
        case Declared(title=title, severity=severity):
            name = severity_label(scene.policy.severities[severity])
            return line(actor(entry), " declared ", Strong(f"{label(scene.incident.id)} ({name})"), ": ", Theirs(title))
        case RoomOpened(channel=channel, thread=thread):
            return line("It is run in a thread of " if thread else "It is run in ", Place(channel), ".")
        case TopicEdited():
            return _topic_edited(entry, scene)
        case Undelivered(what=what, why=why, person=person):
            of = line(" of ", Person(person)) if person else ()
            return line("Slack refused ", Theirs(what), of, ": ", reason(why), ". The incident itself is safe.")
        case Verified() as checked:
            return _verified(entry, checked)
        case Resolved():
            lasted = span(entry.at - scene.incident.declared.at)
            said = f"{label(scene.incident.id)} is resolved"
            return line(Strong(said), f" after {lasted}, by ", actor(entry), ". Nobody is called any more.")
        case Closed():
            return line(
                Strong(f"{label(scene.incident.id)} is closed"), " by ", actor(entry), ". Nothing is left to do."
            )
        case _:
            return ()


def _verified(entry: Entry, checked: Verified) -> Line:
    """Say what was confirmed before resolving, and what was not."""
    done = listed([f"{do}{f' ({times} times)' if times > 1 else ''}" for do, times in checked.done])
    confirmed = line(" confirmed: ", Theirs(done, 900), ".") if done else line(" confirmed nothing.")
    if not checked.missing:
        return line(actor(entry), confirmed)
    missing = line(" Not confirmed: ", Theirs(listed(checked.missing), 900), ". Why: ", reason(checked.why), ".")
    return line(actor(entry), confirmed, missing)


def _topic_edited(entry: Entry, scene: Scene) -> Line:
    if scene.incident.topic_edits <= 1:
        return line(
            actor(entry),
            " changed the topic. It was put back, because people who join find the IC and the bridge there.",
        )
    return line(
        actor(entry),
        " changed the topic again. It stays until the incident next changes. ",
        Person(scene.incident.acting),
        ", is that all right?",
    )
