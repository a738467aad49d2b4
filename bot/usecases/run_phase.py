"""Work through a phase: tick what was done on its lists, answer its question."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import phase_work
from bot.domain.incident import Incident
from bot.domain.outcome import Outcome
from bot.domain.policy import PhaseId, Policy
from bot.usecases.deciding import decided
from bot.usecases.deps import Deps, Where


@dataclass(frozen=True, kw_only=True)
class TickItems:
    """Somebody ticked and unticked these of a phase's lists, each named by its checklist and place."""

    where: Where
    phase: PhaseId
    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Decide:
    """Somebody answers a phase's question."""

    where: Where
    phase: PhaseId
    choice: int


async def tick_items(request: TickItems, deps: Deps) -> Outcome:
    """Keep who did what, and when."""

    def decide_ticks(incident: Incident, _policy: Policy, now: datetime) -> Outcome:
        return phase_work.tick(
            incident, request.phase, done=request.done, undone=request.undone, by=request.where.by, at=now
        )

    return await decided(deps, request.where, decide_ticks)


async def decide(request: Decide, deps: Deps) -> Outcome:
    """Let follow what the model says follows from that answer; the second of two is told the first."""

    def decide_answer(incident: Incident, policy: Policy, now: datetime) -> Outcome:
        return phase_work.decide(
            incident,
            policy,
            deps.directory,
            phase_id=request.phase,
            choice=request.choice,
            by=request.where.by,
            at=now,
        )

    return await decided(deps, request.where, decide_answer)
