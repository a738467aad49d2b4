"""The files of the project, without what tools leave beside them."""

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "store", "manifests", "tests", ".ci")


def shipped() -> list[Path]:
    """List every file that belongs to the project."""
    top = [ROOT / name for name in top_level() if (ROOT / name).is_file()]
    return [*top, *(path for folder in FOLDERS for path in _below(ROOT / folder))]


def modules() -> list[Path]:
    """List every Python file of the project."""
    return [path for path in shipped() if path.suffix == ".py"]


def text_of(path: Path) -> str:
    """Read a file; of a picture, what in it is text."""
    return path.read_text(encoding="utf-8", errors="replace" if path.suffix == ".png" else "strict")


def top_level() -> list[str]:
    """List what stands beside the README, dot-files and what git ignores left out."""
    ignored = [line.rstrip("/") for line in text_of(ROOT / ".gitignore").splitlines() if line]
    names = (path.name for path in ROOT.iterdir() if not path.name.startswith("."))
    return sorted(name for name in names if not any(fnmatch(name, pattern) for pattern in ignored))


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and not path.name.endswith((".pyc", ".db")):
            yield path
