"""What a support model says of tiers, teams, rotations and hours, in plain sentences."""

from collections.abc import Iterator

from bot.domain.policy import Hours, Pay, Policy, Rotation, Slot, Team, Tier
from bot.rendering.model.phrases import given_if, headed, limit_text, plain, said_if, sources, windows
from bot.rendering.text import listed


def team_lines(team: Team, policy: Policy) -> Iterator[str]:
    """Say what a tier or a team answers for, who it is, within what time, and what it may do."""
    origin = policy.origin(f"{policy.section_of(team.id)}.{team.id}")
    yield f"{team.name} ({team.id}, {origin})"
    yield from said_if(team.scope, "  Answers for: {}.")
    yield f"  Who: {listed(sources(team.who)) if team.who else 'nobody'}."
    yield from said_if(team.answers, "  Answers only in hours of these kinds: {}.")
    yield from said_if(team.reduced_in, "  With reduced service in: {}.")
    yield from said_if(map(limit_text, team.response), "  Answers within: {}.")
    if isinstance(team, Tier):
        yield from _tier(team)
    yield from given_if(team.note, "  {}.")


def _tier(tier: Tier) -> Iterator[str]:
    yield from said_if(map(limit_text, tier.diagnosis), "  Finds the cause within: {}.")
    yield from said_if(map(limit_text, tier.mitigation), "  Holds the impact within: {}.")
    yield from said_if(map(limit_text, tier.resolution), "  Solves it or passes on within: {}.")
    yield from given_if(tier.resolves, "  Resolves: {}.")
    yield from said_if(tier.authority, "  May: {}.")
    yield from said_if(tier.forbidden, "  May not: {}.")
    yield from said_if([one.what for one in tier.prerequisites], "  Nobody takes it before: {}.")
    yield from said_if(sources(tier.signed_off), "  Signed off before: {}.")
    if tier.command:
        yield "  Takes over as incident commander when it acknowledges."


def rotation_lines(rotation: Rotation, policy: Policy) -> Iterator[str]:
    """Say who takes turns, when they pass on, how they are reached and what it is worth."""
    yield headed(rotation.name or rotation.id, f"rotations.{rotation.id}", policy)
    yield f"  Takes turns: {listed(sources(rotation.members))}."
    yield f"  Passes on: {plain(rotation.cadence)}, at {rotation.handoff.at:%H:%M} ({plain(rotation.zone)})."
    yield from said_if(windows(rotation.covers), "  On duty only: {}.")
    yield from given_if(rotation.level, "  On-call level: {}.")
    yield from said_if(rotation.reached_by, "  Reached by: {}.")
    if rotation.pay:
        yield from said_if(pay_words(rotation.pay, policy.incident.currency or ""), "  Pay: {}.")
    yield from given_if(rotation.edited_in, "  Changed in: {}.")


def pay_words(pay: Pay, currency: str) -> Iterator[str]:
    """Say what being on call is worth, piece by piece."""
    if pay.per_week is not None:
        yield f"{_amount(pay.per_week, currency)} a week"
    if pay.per_hour_called_in is not None:
        least = f", {pay.smallest_called_in_minutes} min at least" if pay.smallest_called_in_minutes else ""
        yield f"{_amount(pay.per_hour_called_in, currency)} an hour called in{least}"
    if pay.time_off_per_hour is not None:
        yield f"{'or' if pay.instead_time_off else 'and'} {pay.time_off_per_hour:g} h off for each hour called in"
    if pay.note:
        yield pay.note


def hours_lines(hours: Hours, policy: Policy) -> Iterator[str]:
    """Say when business is open, and on which days it is not."""
    yield headed(hours.name or hours.id, f"hours.{hours.id}", policy)
    yield f"  Open: {'; '.join(windows(hours.open)) or 'round the clock'} ({plain(hours.zone)})."
    closed = hours.holidays
    known = policy.holidays.get(closed) if closed and not isinstance(closed, Slot) else None
    yield from given_if((known.name or known.id) if known else closed, "  Closed on: {}.")


def _amount(number: float, currency: str) -> str:
    return f"{number:g} {currency}".rstrip()
