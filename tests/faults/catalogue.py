"""What can go wrong and what must always be true, in our own words, each under its number."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that can go wrong; `open` says what is missing, `absent` that Conn has nothing it could strike."""

    number: str
    fault: str
    conn: str = ""
    open: str = ""
    absent: str = ""


def faults() -> dict[str, list[Fault]]:
    """Read the faults, by what they strike."""
    return {
        group: [Fault(number=number, **words) for number, words in found.items()]
        for group, found in _read("faults.yaml").items()
    }


def invariants() -> Mapping[str, str]:
    """Read the sentences that must always be true, by their numbers."""
    return _read("invariants.yaml")


def _read(name: str) -> dict:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
