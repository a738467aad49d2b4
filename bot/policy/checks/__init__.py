"""Contradictions: what a model says in two places that can't both be so."""

from collections.abc import Iterator

from bot.domain.policy import Policy
from bot.policy.checks import channels, limits, paths, people, procedures, severities, templates
from bot.policy.errors import Path

Finding = tuple[Path, str]
"""The part of the model that can't be so, and why."""


def contradictions(policy: Policy) -> Iterator[Finding]:
    """List everything in a model that can't be so, each with the part it stands in."""
    for part in (severities, channels, paths, people, limits, procedures, templates):
        yield from part.check(policy)
