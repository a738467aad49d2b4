"""The page that states Slack's budget: its tables are drawn from what was measured, its words are written by hand."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.delivery import limits
from tests.budget.costs import DECLARE
from tests.budget.ledger import Calls
from tests.budget.steady import Steady

PAGE = Path(limits.__file__).with_name("BUDGET.md")

APART = {"apps.connections.open"}
"""Methods of the socket, which have a limit of their own."""


def stated(name: str) -> str:
    """Read a table off the page."""
    found = re.search(_between(name), _text(), re.DOTALL)
    assert found, f"{PAGE.name} has no table {name}"
    return found[1]


def state(name: str, table: str) -> None:
    """Write a table into the page."""
    page = re.sub(_between(name), lambda _: table, _text(), flags=re.DOTALL)
    PAGE.write_text(page, encoding="utf-8")


def costs_table(costs: Mapping[str, Calls]) -> str:
    """Draw what each thing costs."""
    return _table(("what happens", "calls", "of which"), _costs(costs))


def stated_costs() -> dict[str, Calls]:
    """Read back what each thing costs at most."""
    rows = [row.strip("| ").split(" | ") for row in stated("costs").splitlines()[2:]]
    return {
        what: Counter({method: int(count or 1) for method, count in re.findall(r"`([^`]+)`(?: (\d+))?", each)})
        for what, _, each in rows
    }


def storm_table(costs: Mapping[str, Calls]) -> str:
    """Draw how many declares a minute each method allows."""
    rows = [
        (f"`{method}`", str(calls), str(limits.METHODS[method]), f"{limits.METHODS[method] / calls:.0f}")
        for method, calls in sorted(costs[DECLARE].items(), key=lambda item: limits.METHODS[item[0]] / item[1])
    ]
    return _table(("method", "calls a declare", "limit a minute", "declares a minute"), rows)


def steady_table(measured: Steady) -> str:
    """Draw what is called a minute with so many incidents open."""
    methods = sorted({method for minute in measured.minutes for method in minute})
    rows = [
        (
            f"`{method}`",
            str(limits.METHODS[method]),
            f"{measured.mean(method):.1f}",
            f"{1 - measured.mean(method) / limits.METHODS[method]:.0%}",
            str(measured.most(method)),
        )
        for method in methods
    ]
    rows += [(feature, "", f"{measured.of(feature):.1f}", "", "") for feature in measured.features]
    return _table(("method or feature", "limit", "mean", "headroom", "when a fifth is due at once"), rows)


def _costs(costs: Mapping[str, Calls]) -> Iterator[tuple[str, str, str]]:
    for what, calls in costs.items():
        counted = {method: count for method, count in sorted(calls.items()) if method not in APART}
        each = ", ".join(f"`{method}`" + (f" {count}" if count > 1 else "") for method, count in counted.items())
        yield what, str(sum(counted.values())), each or "none"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _text() -> str:
    return PAGE.read_text(encoding="utf-8")


def _between(name: str) -> str:
    return rf"(?<=<!-- {name} -->\n)(.*?)(?=<!-- /{name} -->)"
