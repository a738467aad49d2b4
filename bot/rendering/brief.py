"""What somebody has to know who is asked to take command: fixed lines out of the log, the same for every reader."""

from collections.abc import Iterable, Iterator

from bot.domain.events import CommandOffered, Entry, NoteKind
from bot.domain.ids import label
from bot.domain.incident import Incident, Marked
from bot.domain.policy import Policy
from bot.rendering import buttons
from bot.rendering.asks import ask_line
from bot.rendering.blocks import Block
from bot.rendering.due import call_line, due_line, due_next
from bot.rendering.lines import At, Line, Person, Strong, Theirs, line
from bot.rendering.names import commander, severity_name, status_name, title
from bot.rendering.phases import current, phase_line
from bot.rendering.vendors import vendor_line

_QUOTED = 200


def offer_lines(entry: Entry, offered: CommandOffered, incident: Incident, policy: Policy) -> list[Line]:
    """Ask for it, and say until when; an offer that counts no more says so."""
    about = Strong(f"{severity_name(incident, policy)} {label(incident.id)}")
    asked = line(Person(entry.actor), " asks you to take command of ", about, ": ", Theirs(title(incident)))
    if not _stands(entry, incident):
        return [asked, line("This offer does not stand any more. IC now: ", commander(incident), ".")]
    until = line("The offer stands until ", At(offered.lapses_at), ".") if offered.lapses_at else ()
    whose = line(" IC now: ", commander(incident), ".") if incident.acting != entry.actor else ()
    return [asked, *([line(until, whose)] if until or whose else [])]


def offer_brief(entry: Entry, incident: Incident, policy: Policy) -> list[Line]:
    """Give the brief, as long as the offer stands."""
    return brief(incident, policy) if _stands(entry, incident) else []


def offer_buttons(entry: Entry, incident: Incident) -> list[Block]:
    """Take it or leave it, as long as the offer stands."""
    return buttons.accept_command(incident) if _stands(entry, incident) else []


def brief(incident: Incident, policy: Policy) -> list[Line]:
    """Say what is the matter, what people think, decided and tried, what is in flight, and what was promised."""
    return [
        *_impact(incident, policy),
        *_noted("Theory: ", incident.notes(NoteKind.THEORY)),
        *_noted("Decided: ", incident.notes(NoteKind.DECISION)),
        *_noted("Tried: ", incident.notes(NoteKind.TRIED)),
        *(line(Strong("In flight: "), one) for one in _in_flight(incident, policy)),
        *(line(Strong("Promised: "), due_line(due)) for due in due_next(incident, policy) if due.owed),
        *_waiting(incident, policy),
    ]


def _stands(entry: Entry, incident: Incident) -> bool:
    return incident.is_open and incident.offer is not None and incident.offer.seq == entry.seq


def _impact(incident: Incident, policy: Policy) -> list[Line]:
    since = line(status_name(incident, policy).capitalize(), " since ", At(incident.status_since or incident.begun))
    known = Theirs(incident.summary.rstrip(" ."), _QUOTED) if incident.summary else "nothing was written down yet"
    customers = line(" Customers affected: ", Theirs(incident.customers), ".") if incident.customers else ()
    last = [line(Strong("Last update: "), Theirs(incident.last_update, _QUOTED))] if incident.last_update else []
    return [line(Strong("Impact: "), known, ". ", since, ".", customers), *last]


def _noted(what: str, notes: Iterable[Marked]) -> list[Line]:
    return [
        line(Strong(what), Theirs(note.text, _QUOTED), " (", Person(note.by), ", ", At(note.at), ")") for note in notes
    ]


def _in_flight(incident: Incident, policy: Policy) -> Iterator[Line]:
    yield from (call_line(rung, policy) for rung in incident.ladder[-1:])
    yield from map(vendor_line, incident.vendors)
    yield from (phase_line(phase) for phase in current(incident))
    yield from map(ask_line, incident.open_asks)


def _waiting(incident: Incident, policy: Policy) -> list[Line]:
    calls = [rung for rung in incident.ladder if rung.acknowledged is None and rung.next_at is not None]
    return [line(Strong("Waits for an answer: "), call_line(rung, policy)) for rung in calls[:-1]]
