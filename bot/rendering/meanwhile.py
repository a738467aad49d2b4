"""What is said to whoever sends a form that somebody else was faster with."""

from collections.abc import Sequence

from bot.domain.events import BridgeSet, Entry, Event, FactsChanged, SeverityChanged, StatusChanged
from bot.domain.meanwhile import BRIDGE, FACTS, SEVERITY, STATUS, ChangedMeanwhile, Shown
from bot.domain.policy import AreaId, Policy, RouteId, SeverityId, Status, Tag
from bot.rendering.facts import fact_name, money
from bot.rendering.lines import At, Line, Person, Strong, Theirs, line
from bot.rendering.names import capital, customer_name, severity_label
from bot.rendering.text import listed

_NAMES = {
    "tags": "What is so",
    "customer": "Customer tier",
    "customers": "Customers affected",
    "money": "Money at stake",
    "repeats": "Same reports so far",
}
_CHANGED_BY: dict[str, type[Event]] = {SEVERITY: SeverityChanged, STATUS: StatusChanged, BRIDGE: BridgeSet}


def both(meanwhile: ChangedMeanwhile, policy: Policy, log: Sequence[Entry]) -> list[Line]:
    """Say of each value what it is by now, by whom, and what the form would make of it."""
    lines = []
    for clash in meanwhile.clashes:
        name = Strong(_NAMES.get(clash.field, capital(clash.field)))
        now, mine = (Theirs(_words(clash.field, value, policy)) for value in (clash.theirs, clash.mine))
        lines.append(line(name, " is ", now, " by now", _by(clash.field, log), "; you have ", mine, "."))
    return [
        line("This was changed while the form stood open. Nothing of yours is lost, and nothing was changed yet."),
        *lines,
        line("Send it once more to put yours in its place, or cancel to leave it."),
    ]


def remembered(shown: Shown) -> str:
    """Write what a form showed as the guard of its metadata."""
    return "-".join(shown.values())


def recalled(guard: str, fields: Sequence[str]) -> Shown:
    """Read back what a form showed; nothing of a form that an older release drew."""
    marks = guard.split("-")
    return dict(zip(fields, marks, strict=True)) if len(marks) == len(fields) and all(marks) else {}


def _by(field: str, log: Sequence[Entry]) -> Line:
    kind = FactsChanged if field in FACTS else _CHANGED_BY[field]
    entry = next((entry for entry in reversed(log) if isinstance(entry.event, kind)), None)
    return line(" (", Person(entry.actor), ", ", At(entry.at), ")") if entry else ()


def _words(field: str, value: str, policy: Policy) -> str:
    if not value:
        return "nothing"
    match field:
        case "severity":
            return severity_label(policy.severities[SeverityId(value)])
        case "status":
            return policy.status_name(Status(value))
        case "tags":
            return listed([fact_name(Tag(tag), policy) for tag in value.split(",")])
        case "customer":
            return customer_name(value, policy)
        case "category" if RouteId(value) in policy.routes:
            return policy.routes[RouteId(value)].name
        case "area" if AreaId(value) in policy.areas:
            return policy.areas[AreaId(value)].name
        case "money":
            return money(int(value), policy)
        case _:
            return value
