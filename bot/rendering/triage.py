"""What helps to declare rightly, under the severity of the form: what its words suggest, and when it is this bad."""

from collections.abc import Iterator, Sequence

from bot.domain.policy import Keyword, Policy, Route, RouteId, Severity, Target
from bot.domain.routing import word_said
from bot.rendering.consequences import length
from bot.rendering.lines import Line, Strong, Theirs, line, written
from bot.rendering.names import severity_label, short, target_name
from bot.rendering.text import listed, size

_LIMIT = 2000  # the small print that holds it takes 3000; nobody reads that much before pressing
_CASES = 5
_CASE = 150


def advice(policy: Policy, severity: Severity, because: Sequence[Keyword], *, text: str, category: str) -> str:
    """Say what the words suggest and why, when this severity is declared and when not, and who has the category."""
    route = policy.routes.get(RouteId(category)) if category else None
    said = ""
    for part in (
        *_suggested(policy, severity, because, text),
        *_criteria(severity),
        *_asked(policy),
        *_category(route, policy),
    ):
        longer = f"{said}\n{written(part)}".strip()
        if size(longer) > _LIMIT:
            break
        said = longer
    return said


def _suggested(policy: Policy, severity: Severity, because: Sequence[Keyword], text: str) -> Iterator[Line]:
    for rule in because:
        parts = list(_consequences(rule, policy, severity))
        if parts:
            yield line(Strong(f"'{short(word_said(rule, text))}'"), " ", Theirs("; ".join(parts), 500), ".")


def _consequences(rule: Keyword, policy: Policy, chosen: Severity) -> Iterator[str]:
    if rule.severity:
        instead = f" (you chose {chosen.id})" if rule.severity != chosen.id else ""
        yield f"suggests {severity_label(policy.severities[rule.severity])}{instead}"
    if rule.route:
        yield f"suggests the category {short(policy.routes[rule.route].name)}"
    if rule.tag:
        yield f"suggests the fact: {policy.tags.get(rule.tag, rule.tag)}"
    if rule.page:
        yield f"call {_whom(rule.page, policy)}"
    if rule.reply:
        yield f"answer with the text {short(policy.templates[rule.reply].name or rule.reply)}"
    if rule.do:
        yield f"do: {rule.do.rstrip('.')}"


def _criteria(severity: Severity) -> Iterator[Line]:
    if severity.declare_when:
        yield line(Strong(f"Declare {severity.id} when: "), _cases(severity.declare_when), ".")
    elif severity.examples:
        yield line(Strong(f"{severity.id}, for example: "), _cases(severity.examples), ".")
    if severity.do_not_declare:
        yield line(Strong("Do not declare: "), _cases(severity.do_not_declare), ".")


def _asked(policy: Policy) -> Iterator[Line]:
    if policy.triage.ask:
        yield line(Strong("Have at hand: "), _cases(policy.triage.ask), ".")


def _category(route: Route | None, policy: Policy) -> Iterator[Line]:
    if route is None:
        return
    after = "".join(f", then {_whom(hop, policy)}" for hop in route.then)
    within = f"; in all within {length(route.within)}" if route.within else ""
    yield line(Strong(short(route.name)), f": {_whom((route.owner,), policy)} has it first{after}{within}.")


def _cases(cases: Sequence[str]) -> Theirs:
    more = "; …" if len(cases) > _CASES else ""
    return Theirs("; ".join(case[:_CASE].rstrip(".") for case in cases[:_CASES]) + more, 1000)


def _whom(targets: Sequence[Target], policy: Policy) -> str:
    return listed([target_name(str(target), policy) for target in targets])
