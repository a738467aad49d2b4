"""Texts of the model with blanks in them: what may stand in one, and filling it in.

A text is Jinja2, of which it may use blanks, conditions and a few filters. Everything else (loops, attributes, calls,
arithmetic, macros) is refused: so a text can neither run long, nor grow, nor read anything but what it is given.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment, Template, nodes

FILTERS = ("capitalize", "default", "lower", "trim", "upper")
"""`default('unknown', true)` says what stands for an empty blank; the others take nothing."""

DEEPEST = 20
"""How many parts of a text may stand in each other."""

_PARTS = frozenset({
    "And", "Compare", "CondExpr", "Const", "Filter", "If", "Name", "Not", "Operand", "Or", "Output", "Template",
    "TemplateData",
})  # fmt: skip
_COMPARISONS = frozenset({"eq", "ne", "in", "notin"})


class BadText(Exception):  # noqa: N818 - says what is wrong
    """A text that cannot be filled in; the message says why, with the line of the text."""


def blanks_in(text: str) -> set[str]:
    """List the blanks of a text, or raise BadText."""
    from jinja2.meta import find_undeclared_variables  # noqa: PLC0415 - 25 ms that most models don't need

    return find_undeclared_variables(_parsed(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Fill a text in; a blank without a value stays empty, and a text that cannot be filled in as it is."""
    compiled = _compiled(text)
    return compiled.render(values) if compiled else text


@cache
def _compiled(text: str) -> "Template | None":
    try:
        _parsed(text)
    except BadText:
        return None  # a revision from before this was refused
    return _environment().from_string(text)


def _parsed(text: str) -> "nodes.Template":
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415

    try:
        parsed = _environment().parse(text)
    except TemplateSyntaxError as error:
        raise BadText(f"line {error.lineno} of this template: {error.message}") from error
    except RecursionError:
        raise BadText("parts within parts without end") from None
    _check(parsed, 1)
    return parsed


def _check(node: Any, depth: int) -> None:  # noqa: ANN401 - any node of Jinja2's
    why = _problem(node) if depth <= DEEPEST else "parts within parts without end"
    if why:
        raise BadText(f"line {node.lineno or 1} of this template: {why}")
    inside = [node.node] if type(node).__name__ == "Filter" else node.iter_child_nodes()
    for inner in inside:
        _check(inner, depth + 1)


def _problem(node: Any) -> str:  # noqa: ANN401 - any node of Jinja2's
    match type(node).__name__:
        case "Filter" if node.name not in FILTERS or not _takes(node):
            return f"`{node.name}` is no filter that a text may use so; expected one of {', '.join(FILTERS)}"
        case "Name" if node.name == "self":  # which is the text itself, to Jinja2
            return "`self` is no name for a blank"
        case "Operand" if node.op not in _COMPARISONS:
            return f"`{node.op}` compares what is no text"
        case "Const" if not isinstance(node.value, str):
            return "expected text in quotes"
        case kind if kind not in _PARTS:
            return "a text has blanks, conditions and nothing else that is worked out"
        case _:
            return ""


def _takes(node: Any) -> bool:  # noqa: ANN401 - a filter of Jinja2's
    """Whether a filter is given what it takes: `default` what stands for an empty blank, the others nothing."""
    plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
    given = [getattr(one, "value", None) for one in node.args]
    match given:
        case []:
            return plain and node.name != "default"
        case [str(), True]:
            return plain and node.name == "default"
        case _:
            return False


@cache
def _environment() -> "Environment":
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    return SandboxedEnvironment(autoescape=False)
