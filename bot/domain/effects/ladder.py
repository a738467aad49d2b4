"""What the ladder says: pages, what rings a phone, what a rule of the model offers."""

from datetime import timedelta

from bot.domain.effects.effect import PAGE_WAITS_FOR_ROOM, Effect, Urgency
from bot.domain.effects.telling import redraw, repeat, say, tell
from bot.domain.events import Entry, Paged, Triggered
from bot.domain.incident import Incident
from bot.domain.messages import Alert, AlertAction, Offer, Page
from bot.domain.people import PersonId


def page_key(incident: Incident, rung: int, target: str, person: PersonId) -> str:
    """Name the page of one person for one call of the ladder."""
    return f"inc:{incident.id}/page/{target}/r{rung}/{person}"


def page(i: Incident, person: PersonId, paged: Paged, entry: Entry) -> Effect:
    """Call one person; the page waits a little for the room it would like to name."""
    return Effect(
        key=page_key(i, paged.rung, paged.target, person),
        incident=i.id,
        urgency=Urgency.PAGE,
        message=Page(person=person, rung=paged.rung, target=paged.target, seq=entry.seq),
        room_patience=timedelta() if i.room else PAGE_WAITS_FOR_ROOM,
    )


def ring(i: Incident, alert: Alert) -> Effect:
    """Tell the pager in the order in which it happened; the phone rings with the page."""
    rings = alert.action is AlertAction.TRIGGER
    return Effect(
        key=f"inc:{i.id}/phone/{alert.target}/{alert.seq}/{alert.action}",
        incident=i.id,
        urgency=Urgency.PAGE if rings else Urgency.ANSWER,
        message=alert,
        order=f"inc:{i.id}/phone/{alert.target}",
        room_patience=PAGE_WAITS_FOR_ROOM if rings and not i.room else timedelta(),
    )


def by_rule(before: Incident | None, entry: Entry, triggered: Triggered, after: Incident) -> tuple[Effect, ...]:
    """Offer what a rule only offers; else tell whom it names. A rule that only calls is told with the call."""
    if triggered.offers:
        return (_offer(after, triggered.rule, entry),)
    tells = tuple(tell(after, person, entry) for person in triggered.told)
    posts = tuple(repeat(after, entry, channel) for channel in triggered.post_in)
    says = (say(after, entry),) if tells or posts or triggered.do else ()
    was_offered = before is not None and triggered.rule in before.offers
    return (
        *tells,
        *says,
        *posts,
        *((redraw(after, offer_key(after, triggered.rule), entry),) if was_offered else ()),
    )


def _offer(i: Incident, rule: str, entry: Entry) -> Effect:
    return Effect(
        key=offer_key(i, rule),
        incident=i.id,
        urgency=Urgency.ROOM,
        message=Offer(rule=rule, seq=entry.seq),
        order=f"inc:{i.id}/room",
        in_room=True,
    )


def offer_key(i: Incident, rule: str) -> str:
    """Name the offer to follow a rule of the model."""
    return f"inc:{i.id}/rule/g{i.generation}/{rule}"


def redrawn_pages(i: Incident, number: int, entry: Entry) -> tuple[Effect, ...]:
    """Draw the pages of a call again: they say who answered."""
    rungs = (rung for rung in i.ladder if rung.number == number)
    return tuple(redraw(i, page_key(i, r.number, r.target, person), entry) for r in rungs for person in r.people)


def redrawn_waiting(i: Incident, entry: Entry, *, above: int = 0) -> tuple[Effect, ...]:
    """Draw the pages of every call above a rung that still waits for an answer again."""
    waiting = (rung.number for rung in i.ladder if rung.number > above and not rung.acknowledged)
    return tuple(effect for number in waiting for effect in redrawn_pages(i, number, entry))


def redrawn_answered(i: Incident, entry: Entry) -> tuple[Effect, ...]:
    """Draw the pages that somebody answered again: they name who has command, and offer it."""
    answered = (rung.number for rung in i.ladder if rung.acknowledged)
    return tuple(effect for number in answered for effect in redrawn_pages(i, number, entry))


def superseded_pages(before: Incident | None, entry: Entry) -> tuple[Effect, ...]:
    """Draw earlier pages again: they say who was called after them."""
    if before is None or before.rung is None or before.rung.acknowledged:
        return ()
    return redrawn_pages(before, before.rung.number, entry)
