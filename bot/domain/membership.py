"""Which tiers and teams somebody belongs to, on duty or not, and which they lead."""

from collections.abc import Iterable, Iterator

from bot.domain.people import Directory, PersonId
from bot.domain.policy import Policy, RotationId, Slot, Target, TargetKind, Team, TierId


def tiers_of(policy: Policy, person: PersonId, directory: Directory) -> tuple[TierId, ...]:
    """List the tiers and teams that have somebody among their people, in the model's order."""
    return tuple(team.id for team in _teams(policy) if person in _people(policy, _sources(team), directory))


def led_by(policy: Policy, person: PersonId, directory: Directory) -> tuple[TierId, ...]:
    """List the tiers and teams that somebody leads, in the model's order."""
    return tuple(team.id for team in _teams(policy) if person in _people(policy, team.lead, directory))


def people_of(policy: Policy, named: Team | Iterable[Target | Slot], directory: Directory) -> tuple[PersonId, ...]:
    """List everybody whom a tier, a team or some names of the model lead to, on duty or not."""
    sources = _sources(named) if isinstance(named, Team) else named
    found = _people(policy, sources, directory)
    return tuple(dict.fromkeys(person for person in found if person is not None))


def _teams(policy: Policy) -> tuple[Team, ...]:
    return (*policy.tiers.values(), *policy.teams.values())


def _sources(team: Team) -> tuple[Target | Slot, ...]:
    return (*team.who, *(source for sources in team.who_by_hours.values() for source in sources))


def _people(
    policy: Policy, sources: Iterable[Target | Slot], directory: Directory, seen: frozenset[str] = frozenset()
) -> Iterator[PersonId | None]:
    """Follow every name to people; what only an incident or another service knows leads to nobody."""
    for source in sources:
        if isinstance(source, Slot) or str(source) in seen:
            continue
        match source.kind:
            case TargetKind.PERSON:
                yield directory.person(source.name)
            case TargetKind.GROUP:
                yield from directory.members(source.name) or ()
            case TargetKind.ROTATION:
                rotation = policy.rotations[RotationId(source.name)]
                yield from _people(policy, rotation.members, directory, seen | {str(source)})
            case TargetKind.SCHEDULE if schedule := directory.schedule(source.name):
                yield from (directory.person(shift.person) for shift in schedule.shifts)
            case TargetKind.TIER if team := policy.team(source.name):
                yield from _people(policy, _sources(team), directory, seen | {str(source)})
