"""What another support model says differently, rule by rule."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

from bot.domain.policy import Model, Policy, Slot
from bot.domain.policy.terms import Term
from bot.domain.words import one_line

_FROM_THE_KEY = frozenset({"id", "rank"})
_SHORT = 60  # characters of a list that is read faster whole than part by part


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One rule that differs: its `path` in the model, and what it said before and says after (None: nothing).

    `place` is its file and line; `fills` says that a place which was open is filled in, and nothing else changed.
    """

    path: str
    before: str | None
    after: str | None
    place: str | None = None
    fills: bool = False


def differences(old: Policy, new: Policy) -> tuple[Difference, ...]:
    """List every rule that differs, in the order of the sections; where it stands now, or stood when it is gone."""
    found: list[Difference] = []
    for field in dataclasses.fields(Model):
        found += _between(field.name, getattr(old, field.name), getattr(new, field.name))
    return tuple(dataclasses.replace(one, place=(old if one.after is None else new).origin(one.path)) for one in found)


def fills_open_places_alone(found: tuple[Difference, ...]) -> bool:
    """Say whether nothing differs but places that were open and are filled in now."""
    return all(one.fills for one in found)


def _between(path: str, old: object, new: object) -> Iterator[Difference]:
    if old == new and not (isinstance(old, Mapping) and list(old) != list(new)):  # type: ignore[call-overload]
        return
    match old, new:
        case Mapping(), Mapping():
            yield from _mappings(path, old, new)
        case tuple(), tuple():
            yield from _lists(path, old, new)
        case Term(), Term() if type(old) is type(new):
            for name in _names(old):
                yield from _between(f"{path}.{name}", getattr(old, name), getattr(new, name))
        case _:
            yield Difference(path=path, before=_said(old), after=_said(new), fills=_fills(old, new))


def _mappings(path: str, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> Iterator[Difference]:
    for key in old:
        if key in new:
            yield from _between(f"{path}.{key}", old[key], new[key])
        else:
            yield Difference(path=f"{path}.{key}", before=words_of(old[key]), after=None)
    for key in new:
        if key not in old:
            yield Difference(path=f"{path}.{key}", before=None, after=words_of(new[key]))
    was, now = ([key for key in keys if key in old and key in new] for keys in (old, new))
    if path == "severities" and was != now:  # elsewhere the order says nothing
        yield Difference(path=path, before=", ".join(map(str, was)), after=", ".join(map(str, now)))


def _lists(path: str, old: tuple[object, ...], new: tuple[object, ...]) -> Iterator[Difference]:
    before, after = words_of(old), words_of(new)
    if max(len(before), len(after)) <= _SHORT or not all(isinstance(one, Term) for one in (*old, *new)):
        yield Difference(path=path, before=before or None, after=after or None, fills=_fills(old, new))
        return
    texts = [repr(one) for one in old], [repr(one) for one in new]
    for what, i, j, k, m in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        both = min(j - i, m - k)
        for step in range(both):
            yield from _between(f"{path}.{k + step}", old[i + step], new[k + step])
        for place in range(i + both, j):
            yield Difference(path=f"{path}.{place}", before=words_of(old[place]), after=None)
        for place in range(k + both, m):
            yield Difference(path=f"{path}.{place}", before=None, after=words_of(new[place]))


def _fills(old: object, new: object) -> bool:
    """Whether an open place is filled in; in a list, everything that was not open has to stay."""
    match old, new:
        case Slot(), _:
            return new is not None and not isinstance(new, Slot)
        case Term(), Term() if type(old) is type(new):
            pairs = [(getattr(old, name), getattr(new, name)) for name in _names(old)]
            return all(was == now or _fills(was, now) for was, now in pairs)
        case tuple(), tuple() if len(old) == len(new) and all(isinstance(one, Term) for one in old):
            return all(was == now or _fills(was, now) for was, now in zip(old, new, strict=True))
        case tuple(), tuple():
            stays = [one for one in old if not isinstance(one, Slot)]
            return len(stays) < len(old) <= len(new) and all(one in new for one in stays)
        case _:
            return False


def words_of(value: object) -> str:
    """Say a part of a model in one line, near to how a file says it; what is left at its default is left out."""
    match value:
        case Slot(text=text):
            return f"{{{{TBD: {text}}}}}"
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case tuple():
            between = " | " if any(isinstance(one, Term) for one in value) else ", "
            return between.join(words_of(one) for one in value)
        case Mapping():
            return "; ".join(f"{key}: {words_of(one)}" for key, one in value.items())
        case Term():
            return _part(value)
        case _:
            return one_line(str(value))


def _part(part: Term) -> str:
    said = {name: words_of(getattr(part, name)) for name in _names(part) if getattr(part, name) != _default(part, name)}
    said.pop("source", None)
    return next(iter(said.values())) if len(said) == 1 else ", ".join(f"{name}: {text}" for name, text in said.items())


def _said(value: object) -> str | None:
    return None if value is None else words_of(value)


def _names(part: Any) -> Iterator[str]:  # noqa: ANN401 - any dataclass of the model
    return (field.name for field in dataclasses.fields(part) if field.name not in _FROM_THE_KEY)


def _default(part: Any, name: str) -> object:  # noqa: ANN401 - any dataclass of the model
    field = next(one for one in dataclasses.fields(part) if one.name == name)
    return field.default_factory() if field.default_factory is not MISSING else field.default
