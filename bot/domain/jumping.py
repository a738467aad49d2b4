"""Calling somebody out of turn: further up the path, or beside it."""

from bot.domain.calling import Calling, Cause, call
from bot.domain.climbing import named_in, path_of, standing
from bot.domain.durations import Deadline
from bot.domain.outcome import Outcome
from bot.domain.policy import Limit, Step
from bot.domain.policy.tiers import Source


def jump(
    outcome: Outcome, calling: Calling, wanted: tuple[Source, ...], cause: Cause, *, within: Deadline | None = None
) -> Outcome:
    """Page ahead on the path where that names them; otherwise beside it, so that it does not wait for them."""
    incident, path = outcome.incident, path_of(calling.policy, outcome.incident.path)
    here, rung = standing(incident, calling.policy), incident.rung
    ahead = max(named_in(path, str(target), -1) for target in wanted) if path else -1
    climbing = rung is not None and rung.acknowledged is None
    wait = (Limit(within=within),) if within else ()
    return call(
        outcome,
        calling.found(wanted),
        cause,
        step=max(here, ahead),
        wait=calling.wait(Step(page=wanted, wait=wait)),
        beside=ahead < 0 or (climbing and ahead <= here),
        at=calling.at,
    )
