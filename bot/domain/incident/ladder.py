"""How the ladder of an incident moves on by what happened."""

from dataclasses import replace

from bot.domain.events import (
    Acknowledged,
    Entry,
    NotReached,
    Paged,
    PageDeclined,
    PassedOver,
    PathEnded,
    StoodDown,
    Triggered,
    Unanswered,
)
from bot.domain.incident.state import AnsweredAs, Incident, Rung, Skipped, done
from bot.domain.people import PersonId


def on_ladder(i: Incident, entry: Entry) -> Incident:
    """Add a call, answer it, or end the path."""
    match entry.event:
        case Paged() as paged:
            rung = Rung(
                number=paged.rung,
                step=paged.step,
                target=paged.target,
                people=paged.people,
                paged_at=entry.at,
                path=i.path,
                next_at=entry.at + paged.wait if paged.wait is not None else None,
                rule=paged.rule,
                beside=paged.beside,
                by=entry.actor,
                why=paged.why,
            )
            return replace(i, ladder=(*i.ladder, rung), path_ended=i.path_ended and paged.beside, stood_down=None)
        case Acknowledged(rung=number, beside=beside):
            ladder = tuple(_answered(r, i, entry) if r.number == number else r for r in i.ladder)
            return replace(i, ladder=ladder, acknowledged=i.acknowledged or (None if beside else done(entry)))
        case PageDeclined(rung=number):
            who = PersonId(entry.actor)
            ladder = tuple(replace(r, declined=(*r.declined, who)) if r.number == number else r for r in i.ladder)
            return replace(i, ladder=ladder)
        case PassedOver(target=target, name=name, why=why):
            return replace(i, skipped=(*i.skipped, Skipped(target=target, name=name, why=why, at=entry.at)))
        case NotReached(rung=number, person=person):
            ladder = tuple(replace(r, unreached=(*r.unreached, person)) if r.number == number else r for r in i.ladder)
            return replace(i, ladder=ladder)
        case PathEnded():
            return replace(i, path_ended=True)
        case _:
            return _by_rule(i, entry)


def _answered(rung: Rung, i: Incident, entry: Entry) -> Rung:
    called, known = entry.actor in rung.people, entry.actor in i.members
    answered_as = AnsweredAs.CALLED if called else AnsweredAs.VOLUNTEER if known else AnsweredAs.STRANGER
    return replace(rung, acknowledged=done(entry), answered_as=answered_as)


def _by_rule(i: Incident, entry: Entry) -> Incident:
    match entry.event:
        case Triggered(rule=rule, offers=offers):
            others = tuple(place for place in i.offers if place != rule)
            known = tuple(dict.fromkeys((*i.triggered, rule)))
            return replace(i, triggered=known, offers=(*others, rule) if offers else others)
        case Unanswered(rung=number):
            return replace(i, ladder=tuple(replace(r, next_at=None) if r.number == number else r for r in i.ladder))
        case StoodDown():
            ladder = tuple(r if r.acknowledged else replace(r, next_at=None) for r in i.ladder)
            return replace(i, ladder=ladder, offers=(), stood_down=done(entry))
        case _:
            return i
