"""Letting somebody stand in, and taking that back."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from bot.domain.people import Directory, PersonId, StandIn
from bot.domain.policy import Policy, Rotation, RotationId, Target
from bot.domain.policy.tiers import Source
from bot.domain.rota.book import Book
from bot.domain.rota.errors import AlreadyOnDuty, BadStretch, NoSuchOverride, NotForDuty
from bot.domain.rota.events import Overridden, OverrideCancelled
from bot.domain.shifts import Shift, shifts
from bot.domain.standing_in import as_agreed
from bot.domain.words import LONGEST, one_line

LONGEST_OVERRIDE = timedelta(days=366)
"""Longer than this is a change of the model, and most likely a slip in the year."""


def overridden(
    rotation: Rotation,
    directory: Directory,
    *,
    who: PersonId,
    starts: datetime,
    ends: datetime,
    why: str,
    outsiders: Collection[PersonId] = (),
) -> Overridden:
    """Let somebody stand in; refused for who cannot be called, and where nothing would change."""
    if who in outsiders or directory.person(who) is None:
        raise NotForDuty(person=who)
    if ends - starts > LONGEST_OVERRIDE:
        raise BadStretch(why="That is longer than a year.", starts=starts, ends=ends)
    holders = dict.fromkeys(person for _, person in held(rotation, directory, starts, ends))
    if set(holders) == {who}:
        raise AlreadyOnDuty(person=who, rotation=rotation.id, starts=starts, ends=ends)
    return Overridden(
        rotation=rotation.id,
        who=who,
        starts=starts,
        ends=ends,
        instead_of=tuple(person for person in holders if person is not None and person != who),
        why=one_line(why)[:LONGEST],
    )


def cancelled(book: Book, word: str, policy: Policy, *, at: datetime) -> tuple[OverrideCancelled, ...]:
    """Take an override back by its number, with the other half of its swap; refused with those that still count."""
    standing = standing_at(book, policy, at)
    number = word.strip().lstrip("#")
    found = next((one for one in standing if str(one.number) == number), None)
    if found is None:
        raise NoSuchOverride(word=word.strip(), known=tuple(one.number for one in standing))
    halves = (one for one in standing if one == found or (found.swap is not None and one.swap == found.swap))
    return tuple(
        OverrideCancelled(override=one.number, rotation=RotationId(one.rotation), who=one.person, swap=one.swap)
        for one in halves
    )


def standing_at(book: Book, policy: Policy, at: datetime) -> tuple[StandIn, ...]:
    """List the overrides that are in force or to come, of rotations that the model still has."""
    found = (one for one in book.stand_ins.values() if one.ends > at and one.rotation in policy.rotations)
    return tuple(sorted(found, key=lambda one: (one.starts, one.number)))


def held(
    rotation: Rotation, directory: Directory, since: datetime, until: datetime
) -> Iterator[tuple[Shift, PersonId | None]]:
    """Walk who has a rotation's duty between two moments; None for who is open, many, or not in Slack."""
    for shift in shifts(as_agreed(rotation, directory), since, until):
        yield shift, person_of(shift.who, directory)


def person_of(source: Source, directory: Directory) -> PersonId | None:
    """Say who one member of a rotation is."""
    return directory.person(source.name) if isinstance(source, Target) else None
