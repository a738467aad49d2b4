"""What is said of an ask: one message in the room and one to whoever has it, drawn again as it moves on."""

from bot.domain.effects.effect import Effect
from bot.domain.effects.telling import redraw, retract, say, say_key, tell, tell_key
from bot.domain.events import AskAccepted, AskDone, AskDropped, AskDue, AskExtended, AskMade, AskReturned, Entry, OfAsks
from bot.domain.incident import Incident
from bot.domain.standing_asks import Ask


def of_asks(event: OfAsks, before: Incident | None, entry: Entry, after: Incident) -> tuple[Effect, ...]:
    """Say who hears of it: whoever is asked, the commander of each answer; the room aloud of what nobody does."""
    was = before.ask(event.n) if before else None
    match event:
        case AskMade(to=to):
            return (tell(after, to, entry), say(after, entry))
        case AskAccepted(told=told) | AskExtended(told=told) | AskDone(told=told) | AskDropped(told=told):
            tells = (tell(after, person, entry) for person in told)
            return (*tells, *_unreported(was, after), *_redrawn(was, after, entry))
        case AskDue(person=person):
            if was is None:
                return ()
            gone = retract(after, tell_key(after, *was.private))
            return (tell(after, person, entry), gone, redraw(after, say_key(after, was.said), entry))
        case AskReturned(told=told):
            if was is None:
                return ()
            earlier = (retract(after, say_key(after, was.said)), *_unreported(was, after))
            return (say(after, entry, otherwise=told[0]), *earlier, redraw(after, tell_key(after, *was.private), entry))


def ended_asks(before: Incident, after: Incident, entry: Entry) -> tuple[Effect, ...]:
    """Take the buttons from what is asked no more."""
    return tuple(effect for ask in before.asks if ask.is_open for effect in _redrawn(ask, after, entry))


def _redrawn(ask: Ask | None, after: Incident, entry: Entry) -> tuple[Effect, ...]:
    """Draw the messages about an ask again."""
    if ask is None:
        return ()
    keys = (say_key(after, ask.said), tell_key(after, *ask.private))
    return tuple(redraw(after, key, entry) for key in keys)


def _unreported(was: Ask | None, after: Incident) -> tuple[Effect, ...]:
    """Take back what was told of the answer before: the newest says it."""
    if was is None:
        return ()
    seq, people = was.reported
    return tuple(retract(after, tell_key(after, seq, person)) for person in people)
