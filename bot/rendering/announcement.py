"""The post that people outside an incident follow; it is kept up to date in place."""

from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.rendering.blocks import header
from bot.rendering.drawn import Drawn
from bot.rendering.lines import At, Line, Person, Strong, Theirs, line, quoted, rich, spoken
from bot.rendering.names import commander, heading, severity_name, status_name, summed_up, where
from bot.rendering.text import span


def announcement(incident: Incident, policy: Policy) -> Drawn:
    """Say what is broken, how bad it is, who has it and where it is run, with the last word given."""
    facts = [_state(incident, policy), *_people(incident)]
    blocks = [header(heading(incident)), rich(*facts)]
    said = [summed_up(incident, policy), *facts]
    if incident.last_update:
        blocks += [rich(line(Strong("Last update"))), quoted(incident.last_update)]
        said.append(line("Last update: ", Theirs(incident.last_update, 2000)))
    return Drawn(spoken(*said), tuple(blocks))


def _state(incident: Incident, policy: Policy) -> Line:
    standing = Strong(f"{severity_name(incident, policy)}, {status_name(incident, policy).lower()}")
    if incident.is_open or incident.over is None:
        return line(standing, " since ", At(incident.status_since or incident.declared.at, "date_time"))
    lasted = span(incident.over.at - incident.declared.at)
    return line(standing, " ", At(incident.over.at, "date_time"), f", after {lasted}")


def _people(incident: Incident) -> list[Line]:
    if not incident.is_open:
        ended = line("By ", Person(incident.over.by)) if incident.over else line()
        return [line(ended, *_run_in(incident, ". It was run in "))]
    return [line("IC: ", commander(incident), *_run_in(incident, ". It is run in "))]


def _run_in(incident: Incident, words: str) -> Line:
    channel = where(incident)
    return line(words, channel) if channel else ()
