"""What is said of word that was promised."""

from bot.domain.effects.effect import Effect, Urgency
from bot.domain.effects.telling import redraw, retract, tell_key
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
    """Take back what was last said of word an audience is owed, in private or in the room, if it stands."""
    promise = before.promise(audience) if before else None
    if before is None or promise is None:
        return ()
    if promise.reminders:
        return (retract(after, reminder_key(before, promise, promise.reminders)),)
    return tuple(retract(after, tell_key(after, promise.warned, p)) for p in promise.warned_people if promise.warned)


def redrawn_reminder(before: Incident | None, after: Incident, audience: Audience, entry: Entry) -> tuple[Effect, ...]:
    """Draw what was last said of word an audience is owed again, if it stands."""
    promise = before.promise(audience) if before else None
    if before is None or promise is None:
        return ()
    if promise.reminders:
        return (redraw(after, reminder_key(before, promise, promise.reminders), entry),)
    keys = (tell_key(after, promise.warned, person) for person in promise.warned_people if promise.warned)
    return tuple(redraw(after, key, entry) for key in keys)
