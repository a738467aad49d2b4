"""What a support model says, in plain sentences: the whole of it, or the parts somebody asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.policy import Policy
from bot.rendering.model.phrases import limit_text
from bot.rendering.model.rounds import change_lines, measure_lines, review_lines
from bot.rendering.model.severities import severity_lines
from bot.rendering.model.teams import hours_lines, rotation_lines, team_lines
from bot.rendering.model.word import (
    audience_lines,
    customer_lines,
    role_lines,
    template_lines,
    triage_lines,
    wording_lines,
)

__all__ = ["Chapter", "chapters", "limit_text", "text"]


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One part of the model in sentences, the first of which names it; `words` are what people call it."""

    section: str
    words: tuple[str, ...]
    lines: tuple[str, ...]


def text(policy: Policy) -> str:
    """Say the whole model; each part names the file and line it stands in."""
    version = f", version {policy.version}" if policy.version else ""
    lines = [f"{policy.name}{version}, revision {policy.revision}", ""]
    for chapter in chapters(policy):
        lines += [*chapter.lines, ""]
    lines += [f"Still open: {slot.path}: {slot.text} ({slot.owner})" for slot in policy.open_slots]
    return "\n".join(lines).rstrip() + "\n"


def chapters(policy: Policy) -> tuple[Chapter, ...]:
    """List the parts of the model, in the order in which people ask for them."""
    return tuple(chapter for chapter in _all(policy) if chapter.lines)


def _all(policy: Policy) -> Iterator[Chapter]:
    for severity in policy.severities.values():
        yield _chapter("severities", (severity.id, severity.name, *severity.aliases), severity_lines(severity, policy))
    for team in (*policy.tiers.values(), *policy.teams.values()):
        yield _chapter(policy.section_of(team.id), (team.id, team.name), team_lines(team, policy))
    for rotation in policy.rotations.values():
        yield _chapter("rotations", (rotation.id, rotation.name or ""), rotation_lines(rotation, policy))
    for hours in policy.hours.values():
        yield _chapter("hours", (hours.id, hours.name or ""), hours_lines(hours, policy))
    for audience, told in policy.audiences.items():
        yield _chapter("audiences", (audience, told.name or ""), audience_lines(audience, told, policy))
    for customers in policy.customers.values():
        yield _chapter("customers", (customers.id, customers.name), customer_lines(customers, policy))
    for role, meant in policy.roles.items():
        yield _chapter("roles", (role, meant.name or ""), role_lines(role, meant, policy))
    yield _chapter("triage", (), triage_lines(policy))
    yield _chapter("wording", (), wording_lines(policy))
    for template in policy.templates.values():
        words = (template.id, template.name or "")
        yield _chapter("templates", words, template_lines(template, policy))
    for review in policy.reviews.values():
        yield _chapter("reviews", (review.id, review.name), review_lines(review, policy))
    yield _chapter("measures", ("numbers",), measure_lines(policy))
    yield _chapter("change_control", ("changes",), change_lines(policy))


def _chapter(section: str, words: Iterable[str], lines: Iterable[str]) -> Chapter:
    return Chapter(section=section, words=(section, *filter(None, words)), lines=tuple(lines))
