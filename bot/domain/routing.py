"""Which owner, path and severity a problem has, by what people say of it."""

from dataclasses import dataclass

from bot.domain.policy import Area, Keyword, Policy, Route, Runbook, SeverityId, Tag, Target
from bot.domain.searching import found, says


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What the words of a report suggest; `because` are the keywords that were found, in the model's order."""

    severity: SeverityId | None
    routes: tuple[Route, ...]
    areas: tuple[Area, ...]
    tags: tuple[Tag, ...]
    page: tuple[Target, ...]
    do: tuple[str, ...]
    because: tuple[Keyword, ...]


def words_of(part: Route | Area | Runbook) -> tuple[str, ...]:
    """Give the words that people use for a part of the model."""
    return (part.name, *part.keywords)


def routes_for(policy: Policy, text: str) -> tuple[Route, ...]:
    """Find the kinds of problem that somebody means, the likeliest first."""
    return found(policy.routes.values(), text, words_of)


def areas_for(policy: Policy, text: str) -> tuple[Area, ...]:
    """Find the parts of the system that somebody means, the likeliest first."""
    return found(policy.areas.values(), text, words_of)


def runbooks_for(policy: Policy, text: str) -> tuple[Runbook, ...]:
    """Find what to read about something, the likeliest first."""
    return found(policy.runbooks.values(), text, words_of)


def triage(policy: Policy, text: str) -> Suggestion:
    """Say what the words of a report suggest; of several severities the worst, without any the model's default."""
    because = tuple(rule for rule in policy.triage.keywords if any(says(text, words) for words in rule.words))
    severities = [rule.severity for rule in because if rule.severity]
    worst = min(severities, key=lambda name: policy.severities[name].rank, default=policy.triage.default_severity)
    named = [policy.routes[rule.route] for rule in because if rule.route]
    return Suggestion(
        severity=worst,
        routes=tuple(dict.fromkeys((*named, *routes_for(policy, text)))),
        areas=areas_for(policy, text),
        tags=tuple(dict.fromkeys(rule.tag for rule in because if rule.tag)),
        page=tuple(dict.fromkeys(target for rule in because for target in rule.page)),
        do=tuple(rule.do for rule in because if rule.do),
        because=because,
    )


def word_said(rule: Keyword, text: str) -> str:
    """Say which of a keyword's words a text contains, the first in the model's order."""
    return next((words for words in rule.words if says(text, words)), "")
