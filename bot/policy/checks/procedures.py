"""Phases, reviews and the authority matrix: what can't be followed as it is written."""

from collections.abc import Iterator

from bot.domain.policy import Action, Every, Phase, Policy, Review
from bot.policy.checks.severities import longer
from bot.policy.errors import Path


def check(policy: Policy) -> Iterator[tuple[Path, str]]:
    """List the procedures that can't be followed."""
    for phase in policy.phases.values():
        yield from _phase(phase)
        yield from _ways_out(phase, policy)
    for review in policy.reviews.values():
        yield from _review(review)
    for action in policy.authority.values():
        yield from _action(action)


def _phase(phase: Phase) -> Iterator[tuple[Path, str]]:
    here: Path = ("phases", phase.id)
    if longer(phase.starts, phase.ends):
        yield (*here, "ends"), f"{phase.ends} is before its start at {phase.starts}"
    if phase.decision and longer(phase.decision.opens, phase.decision.closes):
        yield (*here, "decision", "closes"), f"{phase.decision.closes} is before it opens at {phase.decision.opens}"


def _ways_out(phase: Phase, policy: Policy) -> Iterator[tuple[Path, str]]:
    """Find answers that lead to a phase which no status begins: nothing could lead there."""
    for place, choice in enumerate(phase.decision.choices if phase.decision else ()):
        if choice.next_phase and not policy.phases[choice.next_phase].statuses:
            here: Path = ("phases", phase.id, "decision", "choices", place, "next_phase")
            yield here, f"`{choice.next_phase}` has no `statuses`, so no answer can lead to it"


def _review(review: Review) -> Iterator[tuple[Path, str]]:
    here: Path = ("reviews", review.id)
    if review.place and not review.day:
        yield (*here, "place"), f"the {review.place} of the month needs the `day` of the week"
    if review.place and review.every not in (Every.MONTHLY, Every.QUARTERLY):
        yield (*here, "place"), f"there is no {review.place} of the month in what comes round {review.every}"
    if review.day and review.every is Every.WEEKDAYS:
        yield (*here, "day"), "it comes round every weekday, so it has no day of its own"
    if longer(review.starts, review.ends):
        yield (*here, "ends"), f"{review.ends} is before its start at {review.starts}"


def _action(action: Action) -> Iterator[tuple[Path, str]]:
    here: Path = ("authority", action.id)
    for place, tier in enumerate(action.denied):
        if tier in action.allowed or tier in action.leads:
            yield (*here, "denied", place), f"`{tier}` is allowed and denied at once"
    if not (action.allowed or action.leads or action.roles):
        yield here, "nobody may do this"
