"""Knowing more of an incident while it runs, and what the model lets follow from it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.climbing import path_id
from bot.domain.escalation import call_added
from bot.domain.events import FactsChanged
from bot.domain.facts import customer_named, fact, tags_of
from bot.domain.guards import refuse_if_over
from bot.domain.incident import Incident
from bot.domain.meanwhile import Shown, left_alone, refuse_clashes
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Policy, RouteId


@dataclass(frozen=True, kw_only=True)
class Known:
    """What somebody says is known by now; None says nothing about it. `tags` are all that are ticked."""

    tags: frozenset[str] | None = None
    customer: str | None = None
    customers: str | None = None
    category: str | None = None
    area: str | None = None
    ticket: str | None = None
    money: int | None = None
    repeats: int | None = None


def change_facts(
    incident: Incident,
    policy: Policy,
    directory: Directory,
    known: Known,
    *,
    shown: Shown | None = None,
    by: PersonId,
    at: datetime,
) -> Outcome:
    """Keep what is known better now; another kind of problem calls whoever it adds. Nothing new changes nothing.

    `shown` is what a form showed of it when it was opened: what only somebody else changed since stays as it is.
    """
    refuse_if_over(incident)
    if shown:
        mine = {name: value for name, value in vars(_told(policy, known)).items() if value is not None}
        refuse_clashes(incident, mine, shown)
        known = replace(known, **dict.fromkeys(left_alone(incident, mine, shown)))
    changed = _difference(incident, policy, known)
    if changed == FactsChanged():
        return unchanged(incident)
    outcome = unchanged(incident).then(changed, at=at, by=by)
    if changed.path and policy.pages(incident.severity):
        route = policy.routes.get(RouteId(outcome.incident.category))
        why = f"it is a case of {route.name}" if route else "another kind of problem"
        outcome = call_added(outcome, policy, directory, why=why, at=at)
    return outcome


def _told(policy: Policy, known: Known) -> Known:
    """Put what was typed as it would be kept."""
    return replace(
        known,
        tags=None if known.tags is None else frozenset(tags_of(policy, known.tags, "")),
        customers=None if known.customers is None else fact(known.customers),
        category=None if known.category is None else fact(known.category),
        area=None if known.area is None else fact(known.area),
        ticket=None if known.ticket is None else fact(known.ticket),
    )


def _difference(incident: Incident, policy: Policy, known: Known) -> FactsChanged:
    category = incident.category if known.category is None else fact(known.category)
    ticked = incident.tags if known.tags is None else known.tags
    chosen = category if category != incident.category else ""
    tags = tags_of(policy, ticked, chosen)
    said: dict[str, Any] = {
        "customer": None if known.customer is None else customer_named(policy, known.customer),
        "customers": None if known.customers is None else fact(known.customers),
        "category": category,
        "area": None if known.area is None else fact(known.area),
        "ticket": None if known.ticket is None else fact(known.ticket),
        "money": known.money,
        "repeats": known.repeats,
    }
    named = path_id(policy, incident.severity, category)
    return FactsChanged(
        ticked=tuple(tag for tag in tags if tag not in incident.tags),
        unticked=tuple(tag for tag in incident.tags if tag not in tags),
        path=named if category != incident.category else None,
        **{name: value for name, value in said.items() if value is not None and value != getattr(incident, name)},
    )
