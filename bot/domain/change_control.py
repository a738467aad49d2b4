"""A changed support model: whose agreement it needs before it is used, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from bot.domain.errors import ChangeDecided, NotAskedToSign
from bot.domain.membership import people_of
from bot.domain.model_diff import Difference, fills_open_places_alone
from bot.domain.people import Directory, PersonId
from bot.domain.policy import ChannelKey, Policy, Review, SignOff, Slot
from bot.domain.recurring import is_day_of


class ChangeState(StrEnum):
    """What became of a changed model; only a pending one can still change."""

    PENDING = "pending"
    IN_FORCE = "in_force"
    REJECTED = "rejected"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What somebody said to a change, in the capacity in which they were asked, and when (UTC)."""

    title: str
    by: PersonId
    at: datetime
    agrees: bool


@dataclass(frozen=True, kw_only=True)
class ModelChange:
    """A model that was put in place of another; `before` is None for the first, `by` a person or Conn itself.

    `asked` are the capacities whose agreement it needs; `why` says why it needs none, or why it was decided as it was.
    """

    revision: str
    before: str | None
    by: str
    at: datetime
    asked: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    state: ChangeState = ChangeState.PENDING
    decided_at: datetime | None = None
    why: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """In which capacities somebody has yet to agree."""
        signed = {signature.title for signature in self.signatures if signature.agrees}
        return tuple(title for title in self.asked if title not in signed)


def first(policy: Policy, *, by: str, at: datetime) -> ModelChange:
    """Take the first model there is."""
    return _decided(
        ModelChange(revision=policy.revision, before=None, by=by, at=at), ChangeState.IN_FORCE, "the first model", at
    )


def proposed(in_force: Policy, changed: Policy, found: tuple[Difference, ...], *, by: str, at: datetime) -> ModelChange:
    """Put a changed model forward: used at once where the model in force asks for nobody's agreement now."""
    change = ModelChange(revision=changed.revision, before=in_force.revision, by=by, at=at)
    free = _free(in_force, found, at)
    if free is not None:
        return _decided(change, ChangeState.IN_FORCE, free, at)
    return replace(change, asked=tuple(one.title for one in in_force.change_control.sign_offs))


def signed(
    change: ModelChange, in_force: Policy, directory: Directory, *, by: PersonId, agrees: bool, why: str, at: datetime
) -> ModelChange:
    """Let somebody agree, or reject, in every capacity of theirs that is asked; refused for anybody else.

    Whoever put the change forward may sign like anybody else, in their own capacities alone.
    """
    if change.state is not ChangeState.PENDING:
        raise ChangeDecided(state=change.state.value, at=change.decided_at or change.at)
    mine = [one.title for one in in_force.change_control.sign_offs if by in signers(one, in_force, directory)]
    asked = [title for title in mine if title in change.missing]
    if not asked:
        raise NotAskedToSign(signed=any(one.by == by for one in change.signatures), missing=change.missing)
    added = tuple(Signature(title=title, by=by, at=at, agrees=agrees) for title in asked)
    change = replace(change, signatures=(*change.signatures, *added))
    if not agrees:
        return _decided(change, ChangeState.REJECTED, why, at)
    return change if change.missing else _decided(change, ChangeState.IN_FORCE, "everybody asked agreed", at)


def overtaken(change: ModelChange, state: ChangeState, why: str, *, at: datetime) -> ModelChange:
    """End a change that nobody has to agree to any more."""
    return _decided(change, state, why, at)


def signers(sign_off: SignOff, policy: Policy, directory: Directory) -> frozenset[PersonId]:
    """Say who may sign in this capacity; nobody while it is open, or while Slack knows none of them."""
    return frozenset(people_of(policy, (sign_off.who,), directory))


def all_signers(policy: Policy, directory: Directory, titles: Iterable[str]) -> tuple[PersonId, ...]:
    """List everybody who may sign in these capacities, in the model's order."""
    wanted = set(titles)
    asked = (one for one in policy.change_control.sign_offs if one.title in wanted)
    return tuple(dict.fromkeys(person for one in asked for person in sorted(signers(one, policy, directory))))


def log_channel(policy: Policy) -> ChannelKey | None:
    """Find the channel in which changes are recorded, where the model names one of its own."""
    named = policy.change_control.log
    if named is None or isinstance(named, Slot):
        return None
    words = named.lstrip("#")
    channels = policy.channels.values()
    return next((one.id for one in channels if one.slack_name and words in (one.id, one.slack_name)), None)


def under_way(policy: Policy, at: datetime) -> Review | None:
    """Find the review, among those in which a change needs no agreement, that falls on this day."""
    reviews = (policy.reviews[key] for key in policy.change_control.free_during)
    return next((review for review in reviews if is_day_of(policy, review, at)), None)


def _free(in_force: Policy, found: tuple[Difference, ...], at: datetime) -> str | None:
    """Say why a change needs nobody's agreement; None when it does."""
    if not in_force.change_control.sign_offs:
        return "the model asks for nobody's agreement"
    if fills_open_places_alone(found):
        return "it only fills in what was open"
    review = under_way(in_force, at)
    return f"it is the day of the {review.name}" if review else None


def _decided(change: ModelChange, state: ChangeState, why: str, at: datetime) -> ModelChange:
    return replace(change, state=state, decided_at=at.astimezone(UTC), why=why)
