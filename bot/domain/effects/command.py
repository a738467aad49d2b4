"""What is said of command: nobody has it, nothing is heard of who has it, somebody has had it for long."""

from bot.domain.effects.effect import Effect, Urgency
from bot.domain.effects.ladder import redrawn_answered
from bot.domain.effects.telling import redraw, retract, say, say_key, tell, tell_key
from bot.domain.events import (
    BackupAsked,
    CommandLapsed,
    CommandMissing,
    CommandOffered,
    CommandTaken,
    Departure,
    Entry,
    HandoffDue,
    HandoffPutOff,
    OfCommand,
    OfferDeclined,
    OfferLapsed,
    PresenceAsked,
    PresenceConfirmed,
)
from bot.domain.incident import Incident
from bot.domain.messages import AskForCommander, AskToHandOver


def of_command(event: OfCommand, before: Incident | None, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    """Say who hears of it: who is asked privately, the room of whatever changes or fails to."""
    match event:
        case CommandOffered(to=to):
            return (tell(after, to, entry), say(after, entry), *_redrawn_offer(before, after, entry))
        case OfferDeclined() | OfferLapsed():
            return (say(after, entry), *_redrawn_offer(before, after, entry))
        case CommandTaken():
            gone = (*retracted_call(before, after), *retracted_handoff(before, after))
            return (say(after, entry), *gone, *_redrawn_offer(before, after, entry), *redrawn_answered(after, entry))
        case CommandLapsed(person=person, left=left):
            told = (tell(after, person, entry),) if left is Departure.CHANNEL else ()
            return (*told, say(after, entry), *retracted_handoff(before, after))
        case CommandMissing(times=times):
            return (_ask_for_commander(after, times, entry), *retracted_call(before, after))
        case HandoffDue():
            return (_ask_to_hand_over(after, event, entry), *retracted_handoff(before, after))
        case HandoffPutOff():
            return _redrawn_handoff(before, after, entry)
        case PresenceAsked(person=person):
            return (tell(after, person, entry),)
        case PresenceConfirmed():
            return (say(after, entry),) if before and before.presence and before.presence.backups else ()
        case BackupAsked(people=people):
            return (*(tell(after, person, entry) for person in people), say(after, entry), *_earlier_ask(before, after))


def _ask_for_commander(i: Incident, times: int, entry: Entry) -> Effect:
    """Ask the room for somebody who takes command, for the nth time."""
    return Effect(
        key=_call_key(i, times),
        incident=i.id,
        urgency=Urgency.ROOM,
        message=AskForCommander(times=times, seq=entry.seq),
        order=f"inc:{i.id}/room",
        in_room=True,
    )


def _ask_to_hand_over(i: Incident, due: HandoffDue, entry: Entry) -> Effect:
    """Ask the commander alone at first, then in the room, whether somebody fresh should take over."""
    place = handoff_place(i)
    privately = due.times == 1
    return Effect(
        key=_handoff_key(i, place),
        incident=i.id,
        urgency=Urgency.ANSWER if privately else Urgency.ROOM,
        message=AskToHandOver(place=place, person=i.acting if privately else None, seq=entry.seq),
        order=None if privately else f"inc:{i.id}/room",
        in_room=not privately,
    )


def answered_presence(before: Incident | None, after: Incident, entry: Entry) -> tuple[Effect, ...]:
    """Take back the question to a silent commander, and the buttons from what others were asked, once it is settled."""
    asked = before.presence if before else None
    if before is None or asked is None or not asked.asked or before.commander is None:
        return ()
    if after.presence and after.presence.asked and after.is_open:
        return ()
    pages = (tell_key(after, seq, person) for seq, people in asked.backups for person in people)
    room = (say_key(after, seq) for seq, _ in asked.backups[-1:])
    gone = retract(after, tell_key(after, asked.asked, before.commander))
    return (gone, *(redraw(after, key, entry) for key in (*pages, *room)))


def _earlier_ask(before: Incident | None, after: Incident) -> tuple[Effect, ...]:
    """Take back what the room read before: it does not pile up."""
    asked = before.presence.backups if before and before.presence else ()
    return tuple(retract(after, say_key(after, seq)) for seq, _ in asked[-1:])


def handoff_place(incident: Incident) -> str:
    """Name the ask to hand over that stands now: which stretch of command, after how many delays, which time."""
    return f"c{incident.tenures}/s{incident.handoff_put_off}/t{incident.handoff_asked}"


def _handoff_key(i: Incident, place: str) -> str:
    return f"inc:{i.id}/handoff/g{i.generation}/{place}"


def _call_key(i: Incident, times: int) -> str:
    return f"inc:{i.id}/commander/g{i.generation}/t{times}"


def _redrawn_offer(before: Incident | None, after: Incident, entry: Entry) -> tuple[Effect, ...]:
    """Draw the offer again that this ended: it has no buttons any more."""
    offer = before.offer if before else None
    return (redraw(after, tell_key(after, offer.seq, offer.to), entry),) if offer else ()


def retracted_call(before: Incident | None, after: Incident) -> tuple[Effect, ...]:
    """Take back the call for a commander, if one stands."""
    if before is None or before.commander or not before.commander_asked:
        return ()
    return (retract(after, _call_key(before, before.commander_asked)),)


def retracted_handoff(before: Incident | None, after: Incident) -> tuple[Effect, ...]:
    """Take back the ask to hand over, if one stands."""
    if before is None or not before.handoff_asked:
        return ()
    return (retract(after, _handoff_key(before, handoff_place(before))),)


def _redrawn_handoff(before: Incident | None, after: Incident, entry: Entry) -> tuple[Effect, ...]:
    """Draw the ask to hand over again, if one stands."""
    if before is None or not before.handoff_asked:
        return ()
    return (redraw(after, _handoff_key(before, handoff_place(before)), entry),)
