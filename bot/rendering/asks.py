"""What is said of asks: to whoever is asked, in the room, on the card, to those who wait for the answer."""

from bot.domain.errors import AlreadyAsked, AskMoved, NotAskedOfYou
from bot.domain.events import (
    AskAccepted,
    AskDone,
    AskDropped,
    AskDue,
    AskExtended,
    AskMade,
    AskReturned,
    Entry,
    OfAsks,
    Unmet,
)
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.people import PersonId
from bot.domain.standing_asks import Ask, AskStage
from bot.rendering import buttons
from bot.rendering.blocks import Block
from bot.rendering.drawn import Drawn
from bot.rendering.lines import At, Line, Person, Strong, Theirs, line, people, reason
from bot.rendering.names import commander, name
from bot.rendering.replies import reply
from bot.rendering.text import span

_WHAT = 150
_NOTE = 300
_SHOWN = 3
_LISTED = 20

_UNMET = {
    Unmet.NOT_ACCEPTED: " did not accept in time",
    Unmet.CANNOT: " can't",
    Unmet.BLOCKED: " is blocked",
    Unmet.SILENT: " did not say how it stands",
    Unmet.UNREACHED: " could not be reached in Slack",
}
_BACK = {
    Unmet.NOT_ACCEPTED: "not accepted",
    Unmet.CANNOT: "can't",
    Unmet.BLOCKED: "blocked",
    Unmet.SILENT: "no answer",
    Unmet.UNREACHED: "not reached",
}


def of_asks(entry: Entry, event: OfAsks, incident: Incident) -> Line:
    """Say what was asked, or what came of it."""
    ask = incident.ask(event.n)
    what = line(": ", Theirs(ask.what, _WHAT)) if ask else ()
    who = Person(entry.actor)
    match event:
        case AskMade(to=to, what=asked, length=length):
            return line(who, " asks ", Person(to), f", within {span(length)}: ", Theirs(asked, _WHAT))
        case AskAccepted(due_at=due_at):
            return line(who, " accepted, until ", At(due_at), what)
        case AskDue(person=person):
            return line("The time of ", Person(person), " is up", what)
        case AskExtended(due_at=due_at, note=note):
            return line(who, " needs until ", At(due_at), what, _noted(note))
        case AskDone(note=note):
            return line(Strong("Done"), ", says ", who, what, _noted(note))
        case AskReturned(why=why, note=note, told=told):
            owner = Person(ask.to) if ask else who
            return line(people(told), ": ", owner, _UNMET[why], what, _noted(note))
        case AskDropped():
            return line("Not needed any more, says ", who, what)


def in_room(entry: Entry, event: AskMade | AskReturned, incident: Incident) -> list[Line]:
    """Ask, or say that it is back with the commander, and how it stands by now."""
    ask = incident.ask(event.n)
    return [of_asks(entry, event, incident), *([_stands(ask, incident)] if ask else [])]


def privately(entry: Entry, event: AskMade | AskDue, incident: Incident, reader: PersonId) -> list[Line]:
    """Ask the person, at first and at the end of the time, and say how it stands by now."""
    ask = incident.ask(event.n)
    about = Strong(label(incident.id))
    what = Theirs(ask.what if ask else "", _WHAT)
    if isinstance(event, AskMade):
        within = f" asks you, within {span(event.length)}: "
        asked = line(about, ": ", Person(entry.actor), within, Theirs(event.what, _WHAT))
    else:
        is_up = ask is not None and ask.stage in (AskStage.DUE, AskStage.RETURNED)
        asked = line(about, ": your time is up: " if is_up else ": ", what)
    return [asked, *([_stands(ask, incident, reader)] if ask else [])]


def back_privately(entry: Entry, event: AskReturned, incident: Incident) -> list[Line]:
    """Tell the commander alone that it is back with them, where there is no room to say it in."""
    return [*reported(entry, event, incident), *in_room(entry, event, incident)[1:]]


def reported(entry: Entry, event: OfAsks, incident: Incident) -> list[Line]:
    """Tell whoever waits for it of an answer."""
    return [line(Strong(f"{label(incident.id)}: "), of_asks(entry, event, incident))]


def ask_buttons(entry: Entry, event: OfAsks, incident: Incident) -> list[Block]:
    """Give everything that can be done about it now, under the newest of the messages that ask for it."""
    ask = incident.ask(event.n)
    if ask is None or not incident.is_open or entry.seq not in (ask.said, ask.private[0]):
        return []
    return buttons.of_ask(incident.id, ask)


def asked_lines(incident: Incident) -> list[Line]:
    """Name what is asked of whom, for the card and a catch-up; of many the first few."""
    waiting = incident.open_asks
    lines = [line(Strong("Asked: "), ask_line(ask)) for ask in waiting[:_SHOWN]]
    more = len(waiting) - _SHOWN
    return [*lines, *([line(f"and {more} more asks.")] if more > 0 else [])]


def ask_line(ask: Ask) -> Line:
    """Say who is asked for what, and how that stands, in a few words."""
    return line(Person(ask.to), ": ", Theirs(ask.what, 100), ", ", _briefly(ask))


def asked(incident: Incident) -> Drawn:
    """Say that somebody was asked, and what happens if they do not answer."""
    ask = incident.asks[-1]
    first = line("You asked ", Person(ask.to), f", within {span(ask.length)}: ", Theirs(ask.what, _WHAT))
    by = At(ask.next_at or ask.since)
    return reply(first, line("If they do not accept by ", by, ", it is back with ", commander(incident), "."))


def all_asks(incident: Incident, command: str) -> Drawn:
    """List what was asked of whom, what is open first."""
    over = sorted((ask for ask in incident.asks if not ask.is_open), key=lambda ask: ask.turned, reverse=True)
    found = [*incident.open_asks, *over]
    example = line("To ask: ", Strong(f"{command} ask @somebody 5m check the replica lag"), ".")
    if not found:
        return reply(line("Nobody was asked for anything in ", name(incident), "."), example)
    first = line(Strong("Asks of "), name(incident), f", {len(incident.open_asks)} open:")
    lines = [line(ask_line(ask), " (asked by ", Person(ask.by), ")") for ask in found[:_LISTED]]
    more = [line(f"and {len(found) - _LISTED} more, all in the timeline.")] if len(found) > _LISTED else []
    return reply(first, *lines, *more)


def refused(refusal: AlreadyAsked | AskMoved | NotAskedOfYou) -> Line:
    """Say how it stands to somebody who asks twice or presses too late, and whose it is to anybody else."""
    who, how = Person(refusal.ask.to), _briefly(refusal.ask)
    match refusal:
        case AlreadyAsked():
            return line("That is asked of ", who, " already, ", how, ". Nobody was asked again.")
        case NotAskedOfYou():
            return line("That is asked of ", who, ", who alone can say so. Nothing was changed.")
        case AskMoved():
            return line(Theirs(refusal.ask.what, _WHAT), ": ", how, ". Nothing was changed.")


def _stands(ask: Ask, incident: Incident, reader: PersonId | None = None) -> Line:
    """Say how it stands and what comes next, to the person themselves or to everybody."""
    mine = reader == ask.to
    match ask.stage:
        case AskStage.ASKED:
            by = At(ask.next_at or ask.since)
            return line("Accept by " if mine else "To be accepted by ", by, ", or it goes back to the IC.")
        case AskStage.ACCEPTED:
            has = "You have it" if mine else line(Person(ask.to), " has it")
            return line(has, " until ", At(ask.next_at or ask.since), _noted(ask.note) or ".")
        case AskStage.DUE:
            until = At(ask.next_at or ask.since)
            return line("How does it stand? Without an answer by ", until, " it goes back to the IC.")
        case AskStage.RETURNED:
            back = f"It is back with the IC ({_BACK[ask.unmet]}) and" if reader and ask.unmet else "It"
            return line(f"{back} waits for somebody who does it.")
        case AskStage.DONE:
            return line(Strong("Done"), ", says ", Person(ask.turned_by), ", ", At(ask.since), _noted(ask.note) or ".")
        case AskStage.DROPPED:
            return line("Not needed any more, says ", Person(ask.turned_by), ".")
        case AskStage.ENDED:
            return line(name(incident), " is over, so nobody need do it.")


def _briefly(ask: Ask) -> Line:
    match ask.stage:
        case AskStage.ASKED:
            return line("to be accepted by ", At(ask.next_at or ask.since))
        case AskStage.ACCEPTED:
            return line("until ", At(ask.next_at or ask.since))
        case AskStage.DUE:
            return line("time was up at ", At(ask.since))
        case AskStage.RETURNED:
            why = _BACK[ask.unmet] if ask.unmet else "given back"
            return line(f"{why}, since ", At(ask.since), *((": ", reason(ask.note)) if ask.note else ()))
        case AskStage.DONE:
            return line("done at ", At(ask.since))
        case AskStage.DROPPED:
            return line("not needed")
        case AskStage.ENDED:
            return line("over with the incident")


def _noted(note: str) -> Line:
    return line(". ", Theirs(note, _NOTE)) if note else ()
