"""What is told of the record itself: what was put right in it, and what came to it from outside Slack."""

from bot.domain.events import CommandLineUsed, Entry, Mended
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.rendering.lines import Line, Person, Theirs, line


def of_the_record(entry: Entry, event: Mended | CommandLineUsed, incident: Incident) -> Line:
    """Say what somebody who reads the record has to know of it."""
    match event:
        case CommandLineUsed(login=login, host=host):
            outside = line(Theirs(login, 60), " on ", Theirs(host, 60))
            return line(Person(entry.actor), " did this on the command line, as the user ", outside, ".")
        case Mended(what=what):
            amount = "one thing was" if len(what) == 1 else f"{len(what)} things were"
            return line(f"What was stored of {label(incident.id)} contradicted itself; {amount} put right.")
