"""Who may do what: the authority matrix, asked."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.policy import Action, Policy, TierId
from bot.domain.searching import found


@dataclass(frozen=True, kw_only=True)
class Permission:
    """Whether somebody may do something, and who else may; `unsaid` means that the matrix has nothing on them."""

    action: Action
    allowed: bool
    only_as_lead: bool = False
    unsaid: bool = False


def words_of(action: Action) -> tuple[str, ...]:
    """Give the words that people use for a row of the matrix."""
    return (action.name, *action.words)


def actions_for(policy: Policy, text: str) -> tuple[Action, ...]:
    """Find the rows of the matrix that somebody means, the likeliest first; by id, name or words."""
    if text.strip() in policy.authority:
        return (policy.authority[text.strip()],)
    return found(policy.authority.values(), text, words_of)


def permission(action: Action, tiers: Collection[TierId], *, leads: Collection[TierId] = ()) -> Permission:
    """Say whether people of these tiers may do something; `leads` are those tiers that they lead.

    What any of their tiers may, they may.
    """
    mine = set(tiers) | set(leads)
    if mine & set(action.allowed) or set(leads) & set(action.leads):
        return Permission(action=action, allowed=True)
    return Permission(
        action=action,
        allowed=False,
        only_as_lead=bool(mine & set(action.leads)),
        unsaid=not mine & {*action.leads, *action.denied},
    )
