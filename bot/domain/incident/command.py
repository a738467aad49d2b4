"""How command of an incident moves on by what happened."""

from dataclasses import replace

from bot.domain.events import (
    BackupAsked,
    CommandLapsed,
    CommandMissing,
    CommandOffered,
    CommandTaken,
    Entry,
    HandoffDue,
    HandoffPutOff,
    OfferDeclined,
    OfferLapsed,
    PresenceAsked,
    Reopened,
)
from bot.domain.incident.state import Incident, Offer, Presence
from bot.domain.people import PersonId


def seen(i: Incident, entry: Entry) -> Incident:
    """Follow how long nothing was heard of the commander: whatever they do shows that they are there."""
    if i.commander is None:
        return replace(i, presence=None)
    presence = i.presence
    match entry.event:
        case _ if entry.actor == i.commander or isinstance(entry.event, Reopened):
            presence = Presence(seq=entry.seq, at=entry.at)
        case PresenceAsked(answer_by=answer_by) if presence:
            presence = replace(presence, asked=entry.seq, next_at=answer_by)
        case BackupAsked(people=people, again_at=again_at) if presence:
            presence = replace(presence, backups=(*presence.backups, (entry.seq, people)), next_at=again_at)
        case _:
            return i
    return replace(i, presence=presence)


def in_command(i: Incident, entry: Entry) -> Incident:
    """Offer, give or miss command."""
    match entry.event:
        case CommandOffered(to=to, lapses_at=lapses_at):
            return replace(i, offer=Offer(to=to, by=PersonId(entry.actor), seq=entry.seq, lapses_at=lapses_at))
        case OfferDeclined() | OfferLapsed():
            return replace(i, offer=None)
        case CommandTaken():
            return replace(
                i,
                commander=PersonId(entry.actor),
                commanding_since=entry.at,
                offer=None,
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
