"""Files that begin with another: `extends: ./base.yaml`, then only what they change or fill in."""

from pathlib import Path
from typing import Any

from bot.policy.errors import Mark, PolicyError, PolicyErrors
from bot.policy.errors import Path as Way
from bot.policy.tree import Tree, read_tree

EXTENDS = "extends"


def read_layers(file: Path, below: tuple[Path, ...] = ()) -> Tree:
    """Read a file and those it builds on into one document; every part keeps the place it came from."""
    tree = read_tree(_text(file), str(file))
    if EXTENDS not in tree.data:
        return tree
    base = tree.data.pop(EXTENDS)
    where = tree.value_mark((EXTENDS,))
    if not isinstance(base, str) or not base:
        raise _refused(where, "expected the name of a file beside this one")
    found = (file.parent / base).resolve()
    if found in below or found == file.resolve():
        raise _refused(where, f"{base} builds on this file in turn")
    if not found.is_file():
        raise _refused(where, f"there is no file {base} beside this one")
    return merged(read_layers(file.parent / base, (*below, file.resolve())), tree)


def merged(base: Tree, over: Tree) -> Tree:
    """Lay one document over another: mappings merge deeply, everything else replaces."""
    result = Tree(dict(base.data), dict(base.keys), dict(base.values))
    _lay(result, result.data, over, over.data, ())
    result.values[()] = over.values[()]
    return result


def _lay(result: Tree, into: dict[str, Any], over: Tree, data: dict[str, Any], path: Way) -> None:
    for key, value in data.items():
        way = (*path, key)
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            into[key] = dict(into[key])
            _lay(result, into[key], over, value, way)
        else:
            into[key] = value
            _replace_marks(result, over, way)
        if way in over.keys:
            result.keys[way] = over.keys[way]


def _replace_marks(result: Tree, over: Tree, way: Way) -> None:
    size = len(way)
    for marks, new in ((result.keys, over.keys), (result.values, over.values)):
        for old in [known for known in marks if known[:size] == way]:
            del marks[old]
        marks.update({known: mark for known, mark in new.items() if known[:size] == way})


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise _refused(Mark(file=str(file), line=1, column=1), f"this file can't be read: {reason}") from error


def _refused(mark: Mark, problem: str) -> PolicyErrors:
    return PolicyErrors([PolicyError(mark=mark, path="", problem=problem)])
