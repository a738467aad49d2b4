"""What is wrong with a support model, said so that its author finds it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

Path = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True, order=True)
class Mark:
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Write it as editors and terminals make it clickable."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, kw_only=True)
class PolicyError:
    """One thing that is wrong, where, and what was expected."""

    mark: Mark
    path: str
    problem: str

    def __str__(self) -> str:
        """Write it in one line."""
        return f"{self.mark}: {self.path}: {self.problem}" if self.path else f"{self.mark}: {self.problem}"


class PolicyErrors(Exception):  # noqa: N818 - it is all of them
    """Everything that is wrong with a support model; its text has one line for each."""

    def __init__(self, errors: Iterable[PolicyError]) -> None:
        """Keep the errors in the order in which their author reads the file."""
        self.errors = tuple(sorted(errors, key=lambda error: (error.mark, error.path)))
        super().__init__("\n".join(str(error) for error in self.errors))


def dotted(path: Path) -> str:
    """Write the way to a part of a model as people do: `severities.P0.clocks.0.first`."""
    return ".".join(str(part) for part in path)


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Offer the nearest valid name, or the valid names when none is near."""
    near = get_close_matches(word, known, n=1) or [k for k in known if k.casefold() == word.casefold()]
    if near:
        return f", did you mean `{near[0]}`?"
    return f"; expected one of {', '.join(sorted(known))}" if known else "; the model defines none"
