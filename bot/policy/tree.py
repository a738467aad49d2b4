"""YAML 1.2 text as plain data with the place of every part."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.policy.errors import Mark, Path, PolicyError, PolicyErrors, dotted

MOST_PARTS = 50_000  # far above any model; a file of nested aliases grows past any memory
LONGEST_NUMBER = 30  # digits; Python refuses to read thousands of them

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_CORE = (  # the core schema of YAML 1.2: `12:30`, `no` and `2026-01-01` stay the words they are
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(?:~|null|Null|NULL|)$", "~nN"),
    ("int", r"^[-+]?[0-9]+$|^0x[0-9a-fA-F]+$|^0o[0-7]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
)


class CoreLoader(_Loader):  # type: ignore[misc]
    """Reads nodes with the core schema's scalars and no others."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way


class CoreDumper(_Dumper):  # type: ignore[misc]
    """Writes what CoreLoader reads back the same."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way

    def ignore_aliases(self, _data: object) -> bool:
        """Write every part out where it stands."""
        return True


for _tag, _pattern, _first in _CORE:
    for _side in (CoreLoader, CoreDumper):
        letters = [*_first, ""] if _tag == "null" else list(_first)
        _side.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), letters)


@dataclass
class Tree:
    """A document: its data, and where each key and each value of it stands."""

    data: dict[str, Any] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)

    def key_mark(self, path: Path) -> Mark:
        """Find where a part is named, or what it stands in."""
        while path and path not in self.keys:
            path = path[:-1]
        return self.keys.get(path) or self.values[()]

    def value_mark(self, path: Path) -> Mark:
        """Find where a part's value begins, or what it stands in."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values[path]


def read_tree(text: str, file: str) -> Tree:
    """Read a document; everything wrong with its form is raised at once."""
    reader = _Reader(file)
    try:
        node = CoreLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Mark(file=file, line=mark.line + 1 if mark else 1, column=mark.column + 1 if mark else 1)
        problem = f"this is not YAML: {error.problem or error.context}"
        raise PolicyErrors([PolicyError(mark=where, path="", problem=problem)]) from error
    except yaml.YAMLError as error:
        where = Mark(file=file, line=1, column=1)
        raise PolicyErrors([PolicyError(mark=where, path="", problem=f"this is not YAML: {error}")]) from error
    except RecursionError as error:
        where = Mark(file=file, line=1, column=1)
        raise PolicyErrors([PolicyError(mark=where, path="", problem="parts within parts without end")]) from error
    return reader.read(node)


def write_text(data: Mapping[str, Any]) -> str:
    """Write a whole model as one text that reads back the same."""
    text: str = yaml.dump(data, Dumper=CoreDumper, sort_keys=False, allow_unicode=True, width=110)
    return text


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.tree = Tree()
        self.errors: list[PolicyError] = []
        self.parts = 0

    def read(self, node: yaml.Node | None) -> Tree:
        if not isinstance(node, yaml.MappingNode):
            where = Mark(file=self.file, line=1, column=1)
            raise PolicyErrors([PolicyError(mark=where, path="", problem="expected a mapping, `name: …` first")])
        self.tree.data = self._build(node, (), frozenset())
        if self.errors:
            raise PolicyErrors(self.errors)
        return self.tree

    def _build(self, node: yaml.Node, path: Path, above: frozenset[int]) -> Any:  # noqa: ANN401 - whatever the text says
        self.tree.values[path] = self._mark(node)
        self.parts += 1
        if id(node) in above or self.parts > MOST_PARTS:
            problem = "an alias that contains itself" if id(node) in above else "more parts than any model has"
            raise PolicyErrors([*self.errors, self._error(node, path, problem)])
        match node:
            case yaml.MappingNode():
                return self._mapping(node, path, above | {id(node)})
            case yaml.SequenceNode():
                inside = above | {id(node)}
                return [self._build(item, (*path, place), inside) for place, item in enumerate(node.value)]
            case _:
                return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Path, above: frozenset[int]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if not name:
                self.errors.append(self._error(key, path, "expected a word as key"))
            elif name in data:
                first = self.tree.keys[*path, name].line
                self.errors.append(self._error(key, (*path, name), f"duplicate key `{name}`, first at line {first}"))
            else:
                self.tree.keys[*path, name] = self._mark(key)
                data[name] = self._build(value, (*path, name), above)
        return data

    def _scalar(self, node: yaml.Node, path: Path) -> Any:  # noqa: ANN401 - whatever the text says
        text = str(node.value)
        match node.tag.removeprefix("tag:yaml.org,2002:"):
            case "str":
                return text
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int" if len(text) <= LONGEST_NUMBER:
                return int(text, 0 if text[:2].lower() in {"0x", "0o"} else 10)
            case "float" if len(text) <= LONGEST_NUMBER:
                return float(text)
            case tag:
                self.errors.append(self._error(node, path, f"`{tag}` has no meaning here; expected plain text"))
                return None

    def _mark(self, node: yaml.Node) -> Mark:
        return Mark(file=self.file, line=node.start_mark.line + 1, column=node.start_mark.column + 1)

    def _error(self, node: yaml.Node, path: Path, problem: str) -> PolicyError:
        return PolicyError(mark=self._mark(node), path=dotted(path), problem=problem)
