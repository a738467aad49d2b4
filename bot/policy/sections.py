"""The sections of a model, each checked against its own type, built only when a file uses it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from bot.domain.policy import Model, Slot
from bot.policy.errors import Path, PolicyError, did_you_mean, dotted
from bot.policy.tree import Tree

_DEFINED_IN = {
    "severity": ("severities",),
    "tier": ("tiers", "teams"),
    "path": ("paths",),
    "rotation": ("rotations",),
    "hours": ("hours",),
    "holidays": ("holidays",),
    "channel": ("channels",),
    "template": ("templates",),
    "area": ("areas",),
    "route": ("routes",),
    "customer tier": ("customers",),
    "checklist": ("checklists",),
    "runbook": ("runbooks",),
    "vendor": ("vendors",),
    "tag": ("tags",),
    "phase": ("phases",),
    "review": ("reviews",),
}
_EXPECTED = {
    "string_type": "expected text; put it in quotes if it looks like a number",
    "bool_type": "expected true or false",
    "int_type": "expected a whole number",
    "float_type": "expected a number",
    "tuple_type": "expected a list",
    "mapping_type": "expected a mapping of names to parts",
    "dict_type": "expected a mapping of names to parts",
    "dataclass_type": "expected a mapping with the keys of this part",
    "string_too_short": "must not be empty",
}


@dataclass(frozen=True)
class Defined:
    """The names one model defines, by kind."""

    data: Mapping[str, Any]

    def known(self, kind: str) -> tuple[str, ...]:
        """List the names of a kind, in the model's order."""
        sections = (self.data.get(section) for section in _DEFINED_IN[kind])
        return tuple(str(name) for section in sections if isinstance(section, Mapping) for name in section)


@cache
def hints(part: type) -> dict[str, Any]:
    """Read the types of a part's fields once."""
    return get_type_hints(part, include_extras=True)


@cache
def adapter(section: str) -> TypeAdapter[Any]:
    """Build the checker of one section, the first time a file uses it."""
    return TypeAdapter(hints(Model)[section])


def check_sections(tree: Tree, data: Mapping[str, Any]) -> tuple[dict[str, Any], list[PolicyError]]:
    """Check every section; what is right comes back typed, what is wrong as errors."""
    known = [field.name for field in fields(Model)]
    typed: dict[str, Any] = {}
    errors = [_missing(tree, name) for name in ("name", "severities") if name not in data]
    for name, value in data.items():
        if name not in known:
            problem = f"unknown key `{name}`{did_you_mean(name, known)}"
            errors.append(PolicyError(mark=tree.key_mark((name,)), path=name, problem=problem))
            continue
        try:
            typed[name] = adapter(name).validate_python(value, context=Defined(data))
        except ValidationError as error:
            errors.extend(_explained(tree, (name, *e["loc"]), e) for e in error.errors(include_url=False))
    return typed, errors


def _missing(tree: Tree, name: str) -> PolicyError:
    return PolicyError(mark=tree.value_mark(()), path=name, problem=f"`{name}` is missing: every model has it")


def _explained(tree: Tree, loc: Path, error: Any) -> PolicyError:  # noqa: ANN401 - pydantic's ErrorDetails
    context = error.get("ctx", {})
    path = _existing(tree, (*loc, *context.get("under", ())))
    match error["type"]:
        case "unexpected_keyword_argument":
            problem = f"unknown key `{loc[-1]}`{did_you_mean(str(loc[-1]), _keys_at(loc[:-1]))}"
            return PolicyError(mark=tree.key_mark(path), path=dotted(path), problem=problem)
        case "missing":
            problem = f"`{loc[-1]}` is missing"
            mark = tree.key_mark(path) if path in tree.keys else tree.value_mark(path)  # an entry of a list has no key
            return PolicyError(mark=mark, path=dotted((*path, loc[-1])), problem=problem)
        case _:
            mark = tree.key_mark(path) if loc[-1] == "[key]" or "under" in context else tree.value_mark(path)
            return PolicyError(mark=mark, path=dotted(path), problem=_problem(error, context))


def _problem(error: Any, context: Mapping[str, Any]) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    given = error["input"]
    if isinstance(given, Slot):
        return f"this place can't stay open (`{given.text}`)"
    match error["type"]:
        case "unknown_name":
            return str(error["msg"]) + did_you_mean(context["name"], context["known"])
        case "enum":
            return f"unknown word `{given}`" + did_you_mean(str(given), _quoted(context["expected"]))
        case "value_error":
            return str(context["error"])
        case kind if kind in _EXPECTED:
            return f"{_EXPECTED[kind]}, not {_shown(given)}"
        case _:
            return f"{error['msg']}, not {_shown(given)}"


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case bool():
            return f"`{str(value).lower()}`"
        case _:
            return f"`{value}`"


def _quoted(expected: str) -> list[str]:
    return re.findall(r"'([^']+)'", expected)


def _existing(tree: Tree, loc: Path) -> Path:
    path: Path = ()
    for part in loc:
        if (*path, part) in tree.values:
            path = (*path, part)
    return path


def _keys_at(loc: Path) -> list[str]:
    kind: Any = Model
    for part in loc:
        kind = _inside(kind, part)
    parts = list(_dataclasses(kind))
    return [f.name for found in parts for f in fields(found) if f.name not in {"id", "rank"}]


def _inside(kind: Any, part: str | int) -> Any:  # noqa: ANN401 - a type's annotation
    for found in _dataclasses(kind):
        if part in hints(found):
            return hints(found)[part]
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return next((inner for arg in args if (inner := _inside(arg, part)) is not None), None)
    if hasattr(kind, "__metadata__"):
        return _inside(args[0], part)
    if origin is tuple:
        return args[0]
    return args[1] if len(args) > 1 else None


def _dataclasses(kind: Any) -> Iterator[Any]:  # noqa: ANN401 - a type's annotation
    if is_dataclass(kind):
        yield kind
    elif hasattr(kind, "__metadata__") or get_origin(kind) in (Union, UnionType):
        for arg in get_args(kind)[: 1 if hasattr(kind, "__metadata__") else None]:
            yield from _dataclasses(arg)
