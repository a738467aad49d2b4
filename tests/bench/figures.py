"""What was measured, beside what was aimed at."""

import math
import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table; `goal` is the most that is allowed, or with `at_least` the least."""

    name: str
    measured: float
    goal: float
    unit: str = ""
    at_least: bool = False
    detail: str = ""

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.measured >= self.goal if self.at_least else self.measured <= self.goal

    @property
    def ratio(self) -> float:
        """Measured in proportion to the goal."""
        return self.measured / self.goal if self.goal else math.nan


def median(values: Sequence[float]) -> float:
    """Take the middle."""
    return statistics.median(values)


def p99(values: Sequence[float]) -> float:
    """Take the value that one in a hundred exceeds; of few values the largest."""
    return sorted(values)[max(0, math.ceil(len(values) * 0.99) - 1)]


def print_table(figures: Sequence[Figure]) -> None:
    """Show all lines, and how busy the machine was: times are worth little on one that does other work."""
    busy = f"{os.getloadavg()[1]:.1f} processes wanted one of {os.cpu_count()} processors in the last five minutes"
    table = Table("what", "goal", "measured", "ratio", "met", "how", title="Conn against the sandbox", caption=busy)
    for figure in figures:
        table.add_row(
            figure.name,
            f"{'≥' if figure.at_least else '≤'} {_number(figure.goal)} {figure.unit}".rstrip(),
            f"{_number(figure.measured)} {figure.unit}".rstrip(),
            f"{figure.ratio:.2f}",
            "yes" if figure.met else "NO",
            figure.detail,
        )
    Console(width=160).print(table)


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.2f}"
