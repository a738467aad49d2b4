"""Words for a commander of whom nothing is heard, and for those who are asked to take over."""

from bot.domain.events import BackupAsked, Entry, PresenceAsked, PresenceConfirmed
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.people import PersonId
from bot.rendering import buttons
from bot.rendering.blocks import Block
from bot.rendering.lines import At, Line, Person, Strong, Theirs, line, people
from bot.rendering.names import title
from bot.rendering.text import span

OfPresence = PresenceAsked | PresenceConfirmed | BackupAsked


def of_presence(entry: Entry, event: OfPresence) -> Line:
    """Say what was asked, and whom, or that the commander is there."""
    match event:
        case PresenceAsked(person=person, silent=silent):
            return line(
                Person(person), f" was asked whether they still have command, {span(silent)} after their last act."
            )
        case PresenceConfirmed():
            return line(Person(entry.actor), " is still in command.")
        case BackupAsked(person=person, people=asked, silent=silent):
            silence = line("Nothing was heard of ", Person(person), f", in command, for {span(silent)}. ")
            if not asked:
                return line(silence, Strong("There is nobody else to ask."), " Who takes command?")
            return line(silence, people(asked), ", ", Strong("take command?"), " Whoever presses has it.")


def asked_privately(entry: Entry, event: PresenceAsked | BackupAsked, incident: Incident) -> list[Line]:
    """Ask the commander, or somebody who could take over."""
    name = Strong(label(incident.id))
    if isinstance(event, PresenceAsked):
        asked = line("Are you still in command of ", name, ": ", Theirs(title(incident)), "?")
        after = line("At ", At(event.answer_by), " somebody else is asked to take over.")
        return [asked, line(f"Nothing was heard of you for {span(event.silent)}. ", after)]
    return [line(name, ": ", Theirs(title(incident))), of_presence(entry, event)]


def presence_buttons(event: PresenceAsked | BackupAsked, incident: Incident, reader: PersonId | None) -> list[Block]:
    """Give what answers it, as long as it waits for an answer: the commander is there, or somebody takes over."""
    waits = incident.is_open and incident.presence is not None and incident.presence.asked
    if not waits or incident.commander != event.person:
        return []
    if isinstance(event, PresenceAsked):
        still = buttons.press(buttons.STILL_IN_COMMAND, incident.id, primary=True)
        return [still, buttons.plain_press(buttons.HAND_OVER, incident)]
    return [] if reader == incident.commander else [buttons.take_command(incident, primary=True)]
