"""Give word: post an update, or keep the reminder quiet, or decide that none is needed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import promises
from bot.domain.errors import BadField
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.people import PersonId
from bot.domain.policy import Audience, Deed, Policy
from bot.domain.promises import Word
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where

_PUBLIC = {Audience.EXTERNAL: Deed.POST_PUBLIC, Audience.STATUS_PAGE: Deed.POST_STATUS_PAGE}


@dataclass(frozen=True, kw_only=True)
class PostUpdate:
    """Somebody gives word."""

    where: Where
    word: Word


@dataclass(frozen=True, kw_only=True)
class Snooze:
    """Somebody wants the reminder of this audience to come later; None takes the model's length."""

    where: Where
    audience: Audience
    length: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Waive:
    """Somebody decides that this audience needs no word."""

    where: Where
    audience: Audience


async def post_update(request: PostUpdate, deps: Deps) -> Outcome:
    """Post the words, keep the promises they fulfil, and promise the next."""
    by, word = request.where.by, request.word
    if not word.audiences:
        raise BadField(field="Audiences", why="Tick at least one audience.")
    deeds = [deed for audience, deed in _PUBLIC.items() if audience in word.audiences]
    return await decided(
        deps, request.where, lambda i, policy, now: promises.update(i, policy, word, by=by, at=now), deeds=deeds
    )


async def snooze(request: Snooze, deps: Deps) -> Outcome:
    """Move the next reminder, not the promise."""

    def decide(incident: Incident, policy: Policy, now: datetime) -> Outcome:
        until = now + (request.length or policy.reminders.snooze.elapsed)
        return promises.snooze(incident, request.audience, by=request.where.by, until=until, at=now)

    return await decided(deps, request.where, decide)


@dataclass(frozen=True, kw_only=True)
class HandWord:
    """Somebody else gives the word that is due next to this audience."""

    where: Where
    audience: Audience
    to: PersonId


async def hand_word(request: HandWord, deps: Deps) -> Outcome:
    """Let somebody else owe it; they are told in private."""
    by, audience, to = request.where.by, request.audience, request.to
    return await decided(deps, request.where, lambda i, _, now: promises.hand(i, audience, to=to, by=by, at=now))


async def waive(request: Waive, deps: Deps) -> Outcome:
    """Stop this audience's clock, on the record."""
    by, audience = request.where.by, request.audience
    return await decided(deps, request.where, lambda i, _, now: promises.waive(i, audience, by=by, at=now))
