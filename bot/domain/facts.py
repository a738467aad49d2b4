"""What is known of an incident: the facts that a model's conditions ask for, and how people change them."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.domain.errors import BadField
from bot.domain.incident import Incident
from bot.domain.policy import CustomerTierId, Facts, Policy, RouteId, Tag, When
from bot.domain.words import one_line

LONGEST_FACT = 500
"""Characters of a fact that is told in words: ticket, customers, a category the model does not list."""

_WHOLE = r"(?P<whole>\d{1,3}(?:[,' ]\d{3})+|\d{1,12})"
_COUNT = re.compile(rf"(?i)(?:about|around|over|some|~|>)?\s*{_WHOLE}(?P<scale>[km]?)\b(?!\s*%|[.,]\d)")
_AMOUNT = re.compile(
    rf"(?i)[^\d-]{{0,4}}{_WHOLE}(?P<part>\.\d{{1,2}})?\s?(?P<scale>[km]?)\s?\W?[a-z]{{0,3}}", re.IGNORECASE
)
_SCALES = {"": 1, "k": 1_000, "m": 1_000_000}


def facts_of(incident: Incident, at: datetime) -> Facts:
    """Sum an incident up for the conditions of the model; after a reopening its age counts anew."""
    return Facts(
        severity=incident.severity,
        status=incident.status,
        age=at - incident.begun,
        in_status=at - (incident.status_since or incident.declared.at),
        tags=frozenset(incident.tags),
        area=incident.area or None,
        route=incident.category or None,
        customer=incident.customer or None,
        money=incident.money,
        customers_affected=count_in(incident.customers),
        repeats=incident.repeats,
    )


def tags_of(policy: Policy, ticked: Iterable[str], category: str) -> tuple[Tag, ...]:
    """Put the ticked facts in the model's order, with the one that a kind of problem ticks by itself."""
    route = policy.routes.get(RouteId(category))
    wanted = {*ticked, *((route.tag,) if route and route.tag else ())}
    if unknown := wanted - set(policy.tags):
        raise BadField(field="Facts", why=f"The model has no fact {min(unknown)}.")
    return tuple(tag for tag in policy.tags if tag in wanted)


def customer_named(policy: Policy, word: str) -> str:
    """Find a group of customers by its id; refused when the model has no such group."""
    if word and CustomerTierId(word) not in policy.customers:
        raise BadField(field="Customer tier", why=f"The model has no customer tier {word}.")
    return word


def fact(text: str) -> str:
    """Cut what is told in words to what is kept of it."""
    return one_line(text)[:LONGEST_FACT]


def conditions(policy: Policy) -> Iterator[When]:
    """Name every condition on which a model calls or tells somebody."""
    for path in policy.paths.values():
        yield from (when for step in path.steps for when in step.when)
        yield from (when for trigger in path.triggers for when in trigger.when)
    yield from (when for trigger in policy.triggers for when in trigger.when)


def count_in(text: str) -> int:
    """Read how many customers somebody means; 0 when they gave words or a share instead of a number."""
    found = _COUNT.match(text.strip())
    return int(re.sub(r"\D", "", found["whole"])) * _SCALES[found["scale"].lower()] if found else 0


def amount_in(text: str) -> int:
    """Read an amount of money such as `12,000`, `$12k` or `1.5m EUR`, in whole units; refused when it is none."""
    if not text.strip():
        return 0
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise BadField(field="Money at stake", why="Write an amount, such as 12000 or 12k.")
    exact = float(re.sub(r"\D", "", found["whole"]) + (found["part"] or ""))
    return round(exact * _SCALES[found["scale"].lower()])


def repeats_in(text: str) -> int:
    """Read how often the same was reported; refused when it is no number."""
    if not re.fullmatch(r"\d{0,6}", text.strip()):
        raise BadField(field="Same reports so far", why="Write a number, such as 3.")
    return int(text.strip() or 0)
