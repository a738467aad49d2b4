"""From an organisation's file to the policy Conn runs by, or to everything that is wrong with it."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.domain.policy import Model, OpenSlot, Policy, Slot
from bot.policy.checks import contradictions
from bot.policy.errors import Mark, PolicyError, PolicyErrors, dotted
from bot.policy.errors import Path as Way
from bot.policy.layers import EXTENDS, read_layers
from bot.policy.sections import check_sections
from bot.policy.tree import Tree, read_tree, write_text

_REVISION_LENGTH = 12
_OWNER = "slots_owned_by"


def load(path: str | Path) -> Policy:
    """Read a file, and those it extends, into a policy; raise PolicyErrors with all that is wrong."""
    return _policy(read_layers(Path(path)))


def restore(text: str, name: str) -> Policy:
    """Read a stored revision back: it was in force once, so contradictions that are looked for only now don't count."""
    return _policy(_alone(text, name), strict=False)


def load_text(text: str, name: str) -> Policy:
    """Read a text that stands alone, and is called `name` in errors, into a policy."""
    return _policy(_alone(text, name))


def _alone(text: str, name: str) -> Tree:
    tree = read_tree(text, name)
    if EXTENDS in tree.data:
        problem = "a text that is stored stands alone"
        raise PolicyErrors([PolicyError(mark=tree.key_mark((EXTENDS,)), path=EXTENDS, problem=problem)])
    return tree


def _policy(tree: Tree, *, strict: bool = True) -> Policy:
    owner = tree.data.get(_OWNER)
    data, slots = _with_slots(tree.data, owner if isinstance(owner, str) else _default_owner())
    typed, errors = check_sections(tree, data)
    if errors:
        raise PolicyErrors(errors)
    policy = Policy(
        **typed,
        text=write_text(tree.data),
        revision=_revision(tree.data),
        open_slots=tuple(slots),
        origins={dotted(path): f"{Path(m.file).name}:{m.line}" for path, m in _places(tree).items()},
    )
    found = [
        PolicyError(mark=tree.value_mark(path), path=dotted(path), problem=problem)
        for path, problem in (contradictions(policy) if strict else ())
    ]
    if found:
        raise PolicyErrors(found)
    return policy


def _places(tree: Tree) -> dict[Way, Mark]:
    """Say where each key stands, and each entry of a list."""
    return {**{way: mark for way, mark in tree.values.items() if way and isinstance(way[-1], int)}, **tree.keys}


def _default_owner() -> str:
    return str(Model.__dataclass_fields__[_OWNER].default)


def _revision(data: Mapping[str, Any]) -> str:
    whole = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()[:_REVISION_LENGTH]


def _with_slots(data: dict[str, Any], owner: str) -> tuple[dict[str, Any], list[OpenSlot]]:
    found: list[OpenSlot] = []
    return {key: _opened(value, (key,), owner, found) for key, value in data.items()}, found


def _opened(value: Any, path: Way, owner: str, found: list[OpenSlot]) -> Any:  # noqa: ANN401 - whatever the text says
    match value:
        case str() if (slot := Slot.read(value, owner)) is not None:
            found.append(OpenSlot(path=dotted(path), text=slot.text, owner=slot.owner))
            return slot
        case dict():
            return {key: _opened(inner, (*path, key), owner, found) for key, inner in value.items()}
        case list():
            return [_opened(inner, (*path, place), owner, found) for place, inner in enumerate(value)]
        case _:
            return value
