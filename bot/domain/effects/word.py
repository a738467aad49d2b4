"""What is said of word that was promised."""

from bot.domain.effects.effect import Effect, Urgency
from bot.domain.effects.telling import redraw, retract
from bot.domain.events import Entry, Reminded
from bot.domain.incident import Incident, Promise
from bot.domain.messages import Remind
from bot.domain.policy import Audience


def reminder_key(incident: Incident, promise: Promise, times: int) -> str:
    """Name the nth reminder of a promise."""
    return f"inc:{incident.id}/remind/{promise.audience}/n{promise.n}/t{times}"


def remind(i: Incident, reminded: Reminded, entry: Entry) -> Effect:
    """Tell the room that an audience is owed word."""
    return Effect(
        key=f"inc:{i.id}/remind/{reminded.audience}/n{reminded.n}/t{reminded.times}",
        incident=i.id,
        urgency=Urgency.ROOM,
        message=Remind(audience=reminded.audience, n=reminded.n, times=reminded.times, seq=entry.seq),
        order=f"inc:{i.id}/room",
        in_room=True,
    )


def retracted_reminder(before: Incident | None, after: Incident, audience: Audience) -> tuple[Effect, ...]:
    """Take back the last reminder of what an audience is owed, if one stands."""
    promise = before.promise(audience) if before else None
    if before is None or promise is None or not promise.reminders:
        return ()
    return (retract(after, reminder_key(before, promise, promise.reminders)),)


def redrawn_reminder(before: Incident | None, after: Incident, audience: Audience, entry: Entry) -> tuple[Effect, ...]:
    """Draw the last reminder of what an audience is owed again, if one stands."""
    promise = before.promise(audience) if before else None
    if before is None or promise is None or not promise.reminders:
        return ()
    return (redraw(after, reminder_key(before, promise, promise.reminders), entry),)
