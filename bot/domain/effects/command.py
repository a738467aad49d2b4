"""What is said of command: nobody has it, somebody has had it for long."""

from bot.domain.effects.effect import Effect, Urgency
from bot.domain.effects.telling import redraw, retract
from bot.domain.events import Entry, HandoffDue
from bot.domain.incident import Incident
from bot.domain.messages import AskForCommander, AskToHandOver


def ask_for_commander(i: Incident, times: int, entry: Entry) -> Effect:
    """Ask the room for somebody who takes command, for the nth time."""
    return Effect(
        key=_call_key(i, times),
        incident=i.id,
        urgency=Urgency.ROOM,
        message=AskForCommander(times=times, seq=entry.seq),
        order=f"inc:{i.id}/room",
        in_room=True,
    )


def ask_to_hand_over(i: Incident, due: HandoffDue, entry: Entry) -> Effect:
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


def handoff_place(incident: Incident) -> str:
    """Name the ask to hand over that stands now: which stretch of command, after how many delays, which time."""
    return f"c{incident.tenures}/s{incident.handoff_put_off}/t{incident.handoff_asked}"


def _handoff_key(i: Incident, place: str) -> str:
    return f"inc:{i.id}/handoff/g{i.generation}/{place}"


def _call_key(i: Incident, times: int) -> str:
    return f"inc:{i.id}/commander/g{i.generation}/t{times}"


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


def redrawn_handoff(before: Incident | None, after: Incident, entry: Entry) -> tuple[Effect, ...]:
    """Draw the ask to hand over again, if one stands."""
    if before is None or not before.handoff_asked:
        return ()
    return (redraw(after, _handoff_key(before, handoff_place(before)), entry),)
