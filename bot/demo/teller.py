"""What the terminal shows while a story is played: the clock, captions, and one person's screen at a time."""

import time
from collections.abc import Iterable

from rich.box import ROUNDED
from rich.console import Console, Group
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

WIDEST = 92
READING = 0.12
"""Seconds that a terminal gets to read after each thing shown; a pipe gets none."""


class Teller:
    """Prints a story; in colour and with pauses on a terminal, plain and at once anywhere else."""

    def __init__(self, console: Console | None = None) -> None:
        """Print to the standard output unless told otherwise."""
        self._console = console or Console(highlight=False, emoji=False, markup=False)
        self._console.width = min(self._console.width, WIDEST)

    def headline(self, clock: str, words: str) -> None:
        """Begin a new scene at this time of the story."""
        self._console.print()
        self._console.print(Rule(Text.assemble((clock, "bold yellow"), "  ", (words, "bold")), align="left"))
        self._pause()

    def caption(self, words: str) -> None:
        """Say what is going on and why it matters."""
        self._console.print(Text(words, style="italic"))
        self._pause()

    def screen(self, whose: str, place: str, clock: str, lines: Iterable[Text]) -> None:
        """Show what somebody sees, and where."""
        title = Text.assemble((whose, "bold cyan"), f" reads {place}")
        body = Group(*(_hanging(line) for line in lines))
        corner = Text(clock, style="yellow")
        panel = Panel(body, title=title, title_align="left", subtitle=corner, subtitle_align="right", box=ROUNDED)
        self._console.print(panel)
        self._pause(2)

    def deed(self, who: str, does: str, what: str = "", where: str = "") -> None:
        """Say what somebody does."""
        said = Text.assemble("> ", (who, "bold cyan"), f" {does} ", (what, "bold green"))
        self._console.print(said.append(f"  in {where}" if where else "", "dim"))
        self._pause()

    def passing(self, words: str) -> None:
        """Let the reader feel that time goes by."""
        self._console.print(Text(f"… {words} …", style="yellow"), justify="center")
        self._pause()

    def end(self, words: str) -> None:
        """Say the last word."""
        self._console.print()
        self._console.print(Text(words, style="bold green"))

    def _pause(self, length: float = 1) -> None:
        if self._console.is_terminal:
            time.sleep(READING * length)


def _hanging(line: Text) -> Text:
    line.overflow = "fold"
    return line
