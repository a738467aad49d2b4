"""What somebody asks of the model in a few words: what they mean, what comes near it, and all there is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.domain import authority, routing
from bot.domain.channel_choice import channels_about
from bot.domain.policy import Action, Channel, Contact, Policy, Route, Runbook, Vendor
from bot.domain.searching import found, nearest

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Asked(Generic[T]):
    """An answer out of one section of the model: `near` only where nothing is meant for certain."""

    words: str
    meant: tuple[T, ...]
    near: tuple[T, ...]
    every: tuple[T, ...]


def routes_asked(policy: Policy, words: str) -> Asked[Route]:
    """Answer whose a kind of problem is."""
    return asked_about(policy.routes.values(), words, routing.triage(policy, words).routes, routing.words_of)


def channels_asked(policy: Policy, words: str) -> Asked[Channel]:
    """Answer where something is said, by what is to be said."""
    every = policy.channels.values()
    return asked_about(every, words, channels_about(policy, words), lambda channel: (channel.name, *channel.use_for))


def actions_asked(policy: Policy, words: str) -> Asked[Action]:
    """Answer which rows of the authority matrix are meant."""
    return asked_about(policy.authority.values(), words, authority.actions_for(policy, words), authority.words_of)


def runbooks_asked(policy: Policy, words: str) -> Asked[Runbook]:
    """Answer what there is to read."""
    return asked_about(policy.runbooks.values(), words, routing.runbooks_for(policy, words), routing.words_of)


def contacts_asked(policy: Policy, words: str) -> Asked[Contact]:
    """Answer whom to reach."""
    every = directory(policy)

    def known_by(contact: Contact) -> Iterable[str]:
        team = policy.team(contact.tier) if contact.tier else None
        given = (contact.name, contact.use_for, contact.tier, team.name if team else None)
        return (words for words in given if words)

    return asked_about(every, words, found(every, words, known_by), known_by)


def directory(policy: Policy) -> tuple[Contact, ...]:
    """List whom one can reach: the model's directory, then teams and vendors whose address is not in it yet."""
    others = (*_teams(policy), *(line for vendor in policy.vendors.values() for line in _vendor(vendor)))
    listed = {contact.address for contact in policy.contacts.values()}
    return (*policy.contacts.values(), *(other for other in others if other.address not in listed))


def asked_about(
    every: Iterable[T], words: str, meant: tuple[T, ...], known_by: Callable[[T], Iterable[str]]
) -> Asked[T]:
    """Answer out of these parts: those meant for certain, else those that come near."""
    parts = tuple(every)
    return Asked(words=words, meant=meant, near=() if meant else nearest(parts, words, known_by), every=parts)


def _teams(policy: Policy) -> Iterable[Contact]:
    for team in (*policy.tiers.values(), *policy.teams.values()):
        if team.contact:
            named = policy.hours[team.hours].name if team.hours else None
            yield Contact(id=team.id, name=team.name, tier=team.id, address=team.contact, hours=named)


def _vendor(vendor: Vendor) -> Iterable[Contact]:
    use_for = ", ".join(vendor.provides) or vendor.kind
    yield Contact(id=vendor.id, name=vendor.name, address=vendor.contact, use_for=use_for)
    if vendor.status_page:
        yield Contact(id=f"{vendor.id}_status", name=f"{vendor.name}, status page", address=vendor.status_page)
