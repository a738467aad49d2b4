"""Whom somebody means who names a person outside Slack, and how a person is named there."""

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches

from bot.domain.errors import AmbiguousPerson, UnknownPerson
from bot.domain.people import Directory, PersonId

_NEAREST = 3


def person_named(directory: Directory, word: str) -> PersonId:
    """Find a person by e-mail address, by what stands before its @, or by Slack id; refused unless it is one."""
    said = word.strip().removeprefix("@")
    if said in everybody(directory):
        return PersonId(said)
    names = _by_name(directory)
    found = names.get(said.lower(), {})
    if len(set(found.values())) > 1:
        raise AmbiguousPerson(word=word, known=tuple(sorted(found)))
    if not found:
        raise UnknownPerson(word=word, nearest=tuple(get_close_matches(said.lower(), sorted(names), n=_NEAREST)))
    return next(iter(found.values()))


def everybody(directory: Directory) -> frozenset[PersonId]:
    """List everybody whom the directory knows, by name or as a member of a group, and who is still here."""
    members = (person for handle in directory.groups for person in directory.members(handle) or ())
    return frozenset({*_addresses(directory).values(), *members})


def addresses_of(directory: Directory) -> dict[str, str]:
    """Name people by their e-mail addresses, by Slack id."""
    return {person: address for address, person in _addresses(directory).items()}


def names_of(directory: Directory) -> dict[str, str]:
    """Name people as briefly as can be told apart: by what stands before the @ of their address, or all of it."""
    shared = {name for name, found in _by_name(directory).items() if len(set(found.values())) > 1}
    names: dict[str, str] = {}
    for address, person in _addresses(directory).items():
        short = address.partition("@")[0]
        names[person] = address if short in shared else short
    return names


def _by_name(directory: Directory) -> Mapping[str, dict[str, PersonId]]:
    """List, under each name, the addresses that it may stand for."""
    found: dict[str, dict[str, PersonId]] = defaultdict(dict)
    for address, person in _addresses(directory).items():
        for name in {address, address.partition("@")[0]}:
            found[name][address] = person
    return found


def _addresses(directory: Directory) -> dict[str, PersonId]:
    known = {address.lower(): directory.person(address) for address in directory.people}
    return {address: person for address, person in known.items() if person is not None}
