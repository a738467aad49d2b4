"""Which rotation people mean, and whether its turns can be changed here."""

from collections.abc import Iterable
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from bot.domain.duty import plain
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Policy, Rotation, RotationId, Target, TargetKind, Team
from bot.domain.policy.turns import open_slot
from bot.domain.rota.errors import EditedElsewhere, NoRotation, RotationOpen, UnknownRotation, WhichRotation

_LONGEST_NAME = 8
"""Words of a name that are tried, so that what follows it is not taken for a part of it."""


def rotation_meant(
    policy: Policy, words: str, directory: Directory, people: Iterable[PersonId]
) -> tuple[Rotation, str]:
    """Find the rotation that what was typed begins with, and give what follows it.

    Where none is named, it is the only one there is, or the only one these people take turns in.
    """
    named, rest = _named(policy, words)
    if named is not None:
        return _one(policy, named), rest
    if not policy.rotations:
        raise NoRotation
    if len(policy.rotations) == 1:
        return next(iter(policy.rotations.values())), words.strip()
    for person in people:
        theirs = rotations_with(policy, person, directory)
        if len(theirs) == 1:
            return theirs[0], words.strip()
    word = words.split(maxsplit=1)[0] if words.strip() else ""
    near = get_close_matches(word, policy.rotations, n=1)
    raise WhichRotation(known=tuple(policy.rotations), word=word, nearest=near[0] if near else None)


def rotations_asked(policy: Policy, words: str) -> tuple[Rotation, ...]:
    """Find the rotations that a person asks about by one's name or by a tier's; all where nothing was typed."""
    if not policy.rotations:
        raise NoRotation
    if not words:
        return tuple(policy.rotations.values())
    named, rest = _named(policy, words)
    if named is None or rest:
        near = get_close_matches(words, [*policy.rotations, *policy.tiers, *policy.teams], n=1)
        raise UnknownRotation(word=words, known=tuple(policy.rotations), nearest=near[0] if near else None)
    if isinstance(named, Rotation):
        return (named,)
    if not (theirs := rotations_of(named)):
        raise NoRotation(team=named.id)
    return tuple(policy.rotations[name] for name in theirs)


def rotations_with(policy: Policy, person: PersonId, directory: Directory) -> tuple[Rotation, ...]:
    """List the rotations that have somebody among their members."""
    return tuple(
        rotation
        for rotation in policy.rotations.values()
        if any(
            isinstance(member, Target) and member.kind is TargetKind.PERSON and directory.person(member.name) == person
            for member in rotation.members
        )
    )


def rotations_of(team: Team) -> tuple[RotationId, ...]:
    """List the rotations that a tier or team draws its people from, in any hours."""
    sources = (*team.who, *(source for some in team.who_by_hours.values() for source in some))
    names = (RotationId(s.name) for s in sources if isinstance(s, Target) and s.kind is TargetKind.ROTATION)
    return tuple(dict.fromkeys(names))


def teams_of(policy: Policy, rotation: RotationId) -> tuple[Team, ...]:
    """List the tiers and teams that draw their people from a rotation."""
    teams = (*policy.tiers.values(), *policy.teams.values())
    return tuple(team for team in teams if rotation in rotations_of(team))


def editable(rotation: Rotation) -> ZoneInfo:
    """Give the zone of a rotation whose turns can be changed here; refused with why they cannot."""
    if isinstance(rotation.edited_in, str):
        raise EditedElsewhere(rotation=rotation.id, where=rotation.edited_in)
    if (slot := open_slot(rotation)) is not None:
        raise RotationOpen(rotation=rotation.id, slot=slot)
    return ZoneInfo(str(rotation.zone))


def _named(policy: Policy, words: str) -> tuple[Rotation | Team | None, str]:
    """Take the longest name of a rotation, tier or team that the words begin with."""
    teams = (*policy.tiers.values(), *policy.teams.values())
    every: tuple[Rotation | Team, ...] = (*reversed(teams), *policy.rotations.values())
    names: dict[str, Rotation | Team] = {}
    for one in every:
        names.update({plain(spelling): one for spelling in (one.id, one.name) if spelling})
    said = words.split()
    for count in range(min(_LONGEST_NAME, len(said)), 0, -1):
        if found := names.get(plain("".join(said[:count]))):
            return found, " ".join(said[count:])
    return None, words


def _one(policy: Policy, named: Rotation | Team) -> Rotation:
    if isinstance(named, Rotation):
        return named
    theirs = rotations_of(named)
    if not theirs:
        raise NoRotation(team=named.id)
    if len(theirs) > 1:
        raise WhichRotation(known=theirs, word=named.id)
    return policy.rotations[theirs[0]]
