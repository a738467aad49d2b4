"""How an incident stands in ten lines, the same for every reader, and what is new since somebody last looked."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.events import Entry, NoteKind
from bot.domain.incident import Incident, Marked
from bot.domain.policy import Policy
from bot.rendering.asks import asked_lines
from bot.rendering.drawn import Drawn
from bot.rendering.due import call_line, due_line, due_next
from bot.rendering.lines import At, Line, Link, Strong, Theirs, line
from bot.rendering.names import commander, name, status_name, summed_up, where
from bot.rendering.reading import log_lines
from bot.rendering.replies import reply
from bot.rendering.text import span

_QUOTED = 300
_NEWS = 10


def catchup(incident: Incident, policy: Policy, now: datetime) -> Drawn:
    """Say how it stands."""
    return reply(*catch_up_lines(incident, policy, now))


def catch_up_lines(incident: Incident, policy: Policy, now: datetime | None) -> list[Line]:
    """List what somebody has to know; without `now` it counts from moments, so that it stays true unread."""
    here = where(incident)
    return [
        line(summed_up(incident, policy)),
        _standing(incident, policy, now),
        line("IC: ", commander(incident), "."),
        *([line(Strong("What is known: "), Theirs(incident.summary, _QUOTED))] if incident.summary else []),
        *(line(Strong("Theory: "), Theirs(note.text, _QUOTED)) for note in incident.notes(NoteKind.THEORY)),
        *([line(Strong("Last update: "), Theirs(incident.last_update, _QUOTED))] if incident.last_update else []),
        *([line(call_line(incident.rung, policy), ".")] if incident.rung else []),
        *asked_lines(incident),
        *(_noted(note) for note in incident.notes(NoteKind.NOTE)),
        *(line(due_line(due), ".") for due in due_next(incident, policy)[:2]),
        *([line("It is run in ", here, ".")] if here else []),
        *([line("Bridge: ", Link(incident.bridge))] if incident.bridge else []),
    ]


def news_since(incident: Incident, policy: Policy, news: Sequence[Entry]) -> Drawn:
    """Say what happened since somebody last looked, newest last; of much the end."""
    if not news:
        return reply(line("Nothing changed in ", name(incident), " since you last looked."))
    shown = news[-_NEWS:]
    counted = f"{len(news)} entries" if len(news) > 1 else "one entry"
    cut = f", the last {_NEWS} of them" if len(news) > len(shown) else ""
    first = line(Strong("New in "), name(incident), f" since you last looked: {counted}{cut}.")
    return reply(first, *log_lines(shown, incident, policy))


def _standing(incident: Incident, policy: Policy, now: datetime | None) -> Line:
    status, since = status_name(incident, policy).capitalize(), incident.status_since or incident.declared.at
    if now is None:
        return line(status, " since ", At(since), ", declared at ", At(incident.declared.at), ".")
    if since == incident.declared.at:
        return line(f"{status} for {span(now - since)}.")
    lasted = span((incident.over.at if incident.over else now) - incident.declared.at)
    return line(f"{status} for {span(now - since)}, {lasted} in all.")


def _noted(note: Marked) -> Line:
    return line("Noted at ", At(note.at), ": ", Theirs(note.text, _QUOTED))
