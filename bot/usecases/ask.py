"""Ask one person for something for a stretch of time; accept it, answer it, give it back, drop it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import asks
from bot.domain.asks import AskAnswer
from bot.domain.errors import BadField
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.people import PersonId
from bot.domain.policy import Policy
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class AskFor:
    """Somebody asks a person for something; None takes the model's length."""

    where: Where
    to: PersonId
    what: str
    length: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class AskPressed:
    """Somebody accepts the nth ask, gives it back or drops it."""

    where: Where
    n: int


@dataclass(frozen=True, kw_only=True)
class AnswerAsk:
    """Somebody says how the nth ask stands."""

    where: Where
    n: int
    how: AskAnswer
    note: str = ""


async def ask_for(request: AskFor, deps: Deps) -> Outcome:
    """Put it on record, tell the person, and invite them."""
    if request.to in deps.outsiders:
        raise BadField(field="Ask", why="Guests and bots can't be asked. Name a full member of the workspace")

    def decide(incident: Incident, policy: Policy, now: datetime) -> Outcome:
        by, to = request.where.by, request.to
        return asks.ask(incident, policy, to=to, what=request.what, length=request.length, by=by, at=now)

    return await decided(deps, request.where, decide)


async def accept_ask(request: AskPressed, deps: Deps) -> Outcome:
    """Let its time run."""
    by, n = request.where.by, request.n
    return await decided(deps, request.where, lambda i, _, now: asks.accept(i, n, by=by, at=now))


async def decline_ask(request: AskPressed, deps: Deps) -> Outcome:
    """Give it back to the commander."""
    by, n = request.where.by, request.n
    return await decided(deps, request.where, lambda i, _, now: asks.decline(i, n, by=by, at=now))


async def drop_ask(request: AskPressed, deps: Deps) -> Outcome:
    """Do without it."""
    by, n = request.where.by, request.n
    return await decided(deps, request.where, lambda i, _, now: asks.drop(i, n, by=by, at=now))


async def answer_ask(request: AnswerAsk, deps: Deps) -> Outcome:
    """Tell whoever has command how it stands."""
    by, n, how, note = request.where.by, request.n, request.how, request.note
    return await decided(deps, request.where, lambda i, _, now: asks.answer(i, n, how=how, note=note, by=by, at=now))
