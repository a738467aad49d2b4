"""The parts of a support model and their fields, as the types and their docstrings have them."""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import Any, get_args, get_origin

from bot.domain.durations import Deadline
from bot.domain.policy import Model, Slot, Target
from bot.domain.policy.terms import Ref, Term
from bot.policy.sections import hints

_FILLED_IN = {"id", "rank"}
_WORDS: dict[Any, str] = {
    bool: "true or false",
    int: "whole number",
    float: "number",
    str: "text",
    Deadline: "duration",
    Target: "somebody",
    Slot: "`{{TBD: …}}`",
}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One key of a part: what may stand there, what holds without it, what it means."""

    name: str
    kind: Any
    type: str
    default: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a model, and its keys in the order they are declared."""

    type: type[Term]
    name: str
    meaning: str
    fields: tuple[Field, ...]


@cache
def parts() -> tuple[Part, ...]:
    """List every part a file may have, the whole file first, each after the part that has it."""
    found: dict[type[Term], Part] = {}
    todo: list[type[Term]] = [Model]
    while todo:
        kind = todo.pop(0)
        if kind not in found:
            found[kind] = _part(kind)
            todo += [inner for field in found[kind].fields for inner in terms_in(field.kind)]
    return tuple(found.values())


def terms_in(kind: Any) -> Iterator[type[Term]]:  # noqa: ANN401 - a type's annotation
    """List the parts that a field's type is made of."""
    if isinstance(kind, type) and issubclass(kind, Term):
        yield kind
    for inner in get_args(kind):
        yield from terms_in(inner)


def _part(kind: Any) -> Part:  # noqa: ANN401 - a part, whose dataclass fields mypy does not see
    told = _told(kind)
    return Part(
        type=kind,
        name=kind.__name__,
        meaning=inspect.getdoc(kind) or "",
        fields=tuple(
            Field(
                name=field.name,
                kind=hints(kind)[field.name],
                type=_words(hints(kind)[field.name]),
                default=_default(field),
                meaning=told[field.name],
            )
            for field in fields(kind)
            if field.name not in _FILLED_IN
        ),
    )


def _told(kind: type) -> dict[str, str]:
    """Read the docstring below each field, its own or inherited."""
    told: dict[str, str] = {}
    for owner in reversed(kind.__mro__):
        if not (issubclass(owner, Term) and owner is not Term):
            continue
        body = ast.parse(textwrap.dedent(inspect.getsource(owner))).body[0]
        statements = body.body if isinstance(body, ast.ClassDef) else []
        for one, after in pairwise(statements):
            if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and isinstance(after, ast.Expr):
                told[one.target.id] = str(ast.literal_eval(after.value))
    return told


def _default(field: Any) -> str:  # noqa: ANN401 - dataclasses.Field of anything
    if field.default is MISSING and field.default_factory is MISSING:
        return "required"
    value = field.default if field.default is not MISSING else field.default_factory()
    if value is None or value == () or isinstance(value, (Term, Mapping)):
        return ""
    if isinstance(value, tuple):
        return ", ".join(str(getattr(one, "within", one)) for one in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _words(kind: Any) -> str:  # noqa: ANN401 - a type's annotation
    if hasattr(kind, "__metadata__"):
        named = next((f"name of a {mark.kind}" for mark in kind.__metadata__ if isinstance(mark, Ref)), None)
        return named or _words(get_args(kind)[0])
    args = [arg for arg in get_args(kind) if arg not in (Ellipsis, type(None))]
    origin = get_origin(kind)
    if origin is tuple:
        return f"list of {_words(args[0])}"
    if origin is not None and issubclass(origin if isinstance(origin, type) else object, Mapping):
        return f"{_words(args[1])} by {_words(args[0]).replace('text', 'name')}"
    if args:
        return " or ".join(dict.fromkeys(_words(arg) for arg in args))
    return _plain(kind)


def _plain(kind: Any) -> str:  # noqa: ANN401 - a type
    kind = getattr(kind, "__supertype__", kind)
    if kind in _WORDS:
        return _WORDS[kind]
    if issubclass(kind, Term):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    if issubclass(kind, Enum):
        return ", ".join(f"`{choice.value}`" for choice in kind)
    return {"time": "`HH:MM`", "date": "`YYYY-MM-DD`", "datetime": "moment with its zone"}[kind.__name__]
