"""Which test carries which mark, read from the files themselves: so the page is whole whatever part of them runs."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.history import INVARIANTS

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, order=True, kw_only=True)
class Shown:
    """A test, and the number of what it shows; `file` is relative to the tests."""

    number: str
    file: str
    name: str


def marked(mark: str) -> list[Shown]:
    """List every test that carries `@pytest.mark.<mark>("…", …)`, once for each number it names."""
    found = []
    for path in sorted(ROOT.rglob("test_*.py")):
        file, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        if f"mark.{mark}(" not in text:
            continue
        for name, decorators in _tests(ast.parse(text)):
            found += [Shown(number=number, file=file, name=name) for number in _numbers(decorators, mark)]
    return found


def stated_by_history() -> list[Shown]:
    """List the checks that hold every story against what must be true."""
    found = []
    for check in INVARIANTS:
        file = f"{check.__module__.removeprefix('tests.').replace('.', '/')}.py"
        found += [Shown(number=number, file=file, name=check.__name__) for number in _named(check.__doc__ or "")]
    return found


def _named(doc: str) -> Iterator[str]:
    """Read the numbers a docstring begins with, as in `INV-1, 2, 19: …`."""
    head, colon, _ = doc.partition(":")
    if head.startswith("INV-") and colon:
        yield from (f"INV-{number.strip()}" for number in head.removeprefix("INV-").split(","))


def _tests(tree: ast.Module) -> Iterator[tuple[str, Sequence[ast.expr]]]:
    """Walk the tests of a file, each with its own decorators and those of its class."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from ((inner.name, [*node.decorator_list, *inner.decorator_list]) for inner in _functions(node.body))
    yield from ((node.name, node.decorator_list) for node in _functions(tree.body))


def _functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node


def _numbers(decorators: Sequence[ast.expr], mark: str) -> Iterator[str]:
    for decorator in decorators:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == f"pytest.mark.{mark}":
            yield from (ast.literal_eval(argument) for argument in decorator.args)
