"""What is known of an incident, in words: on the card, and when somebody changes it."""

from bot.domain.events import FactsChanged
from bot.domain.incident import Incident
from bot.domain.policy import AreaId, Policy, RouteId, Tag
from bot.rendering.lines import Line, Person, Strong, Theirs, joined, line
from bot.rendering.names import customer_name, short
from bot.rendering.text import listed


def known(incident: Incident, policy: Policy) -> list[Line]:
    """List the ticked facts, the money at stake and how often it was reported, where there is any."""
    said = []
    if incident.tags:
        said.append(line(Strong("Known: "), Theirs(listed([fact_name(tag, policy) for tag in incident.tags]))))
    if incident.money:
        said.append(line(Strong("Money at stake: "), money(incident.money, policy)))
    if incident.repeats:
        said.append(line(Strong("Same reports so far: "), str(incident.repeats)))
    return said


def facts_changed(who: str, changed: FactsChanged, policy: Policy) -> Line:
    """Say what is known now that was not before."""
    return line(Person(who), " says: ", joined(_news(changed, policy)), ".")


def fact_name(tag: Tag, policy: Policy) -> str:
    """Say a fact as the model asks for it."""
    return short(policy.tags.get(tag, tag))


def money(amount: int, policy: Policy) -> str:
    """Write an amount in the model's currency."""
    return f"{amount:,} {policy.incident.currency or ''}".rstrip()


def _news(changed: FactsChanged, policy: Policy) -> list[Line]:
    route, area = policy.routes.get(RouteId(changed.category or "")), policy.areas.get(AreaId(changed.area or ""))
    stated = (
        ("category", route.name if route else changed.category),
        ("area", area.name if area else changed.area),
        ("ticket", changed.ticket),
        ("customers affected", changed.customers),
        ("customer tier", None if changed.customer is None else customer_name(changed.customer, policy)),
        ("money at stake", None if changed.money is None else money(changed.money, policy)),
        ("same reports so far", None if changed.repeats is None else str(changed.repeats)),
    )
    return [
        *(line(Strong(fact_name(tag, policy))) for tag in changed.ticked),
        *(line("no longer ", Strong(fact_name(tag, policy))) for tag in changed.unticked),
        *(line(f"{name}: ", Theirs(value or "unknown")) for name, value in stated if value is not None),
    ]
