"""How command of an incident moves on by what happened."""

from dataclasses import replace

from bot.domain.events import (
    CommandLapsed,
    CommandMissing,
    CommandOffered,
    CommandTaken,
    Entry,
    HandoffDue,
    HandoffPutOff,
)
from bot.domain.incident.state import Incident
from bot.domain.people import PersonId


def in_command(i: Incident, entry: Entry) -> Incident:
    """Offer, give or miss command."""
    match entry.event:
        case CommandOffered(to=to):
            return replace(i, offered_to=to)
        case CommandTaken():
            return replace(
                i,
                commander=PersonId(entry.actor),
                commanding_since=entry.at,
                offered_to=None,
                ask_commander_at=None,
                tenures=i.tenures + 1,
                handoff_asked=0,
                handoff_put_off=0,
                handoff_at=None,
            )
        case CommandLapsed():
            return replace(
                i, commander=None, commanding_since=None, handoff_asked=0, handoff_put_off=0, handoff_at=None
            )
        case CommandMissing(times=times, again_at=again_at):
            return replace(i, commander_asked=times, ask_commander_at=again_at)
        case HandoffDue(times=times, again_at=again_at):
            return replace(i, handoff_asked=times, handoff_at=again_at)
        case HandoffPutOff(until=until):
            return replace(i, handoff_asked=0, handoff_put_off=i.handoff_put_off + 1, handoff_at=until)
        case _:
            return i
