"""Lengths of time as a support model writes them: `30s 5m 1h30m 2h 3d 1w 4bh 1bd end_of_shift end_of_day`."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_PART = re.compile(r"(\d{1,6})(bd|bh|[smhdw])\s*")
_PATTERN = r"^(end_of_shift|end_of_day|(\d{1,6}(bd|bh|[smhdw])\s*)+)$"
_LONGEST = timedelta(days=3660)


class DurationError(ValueError):
    """A length of time that nobody could have meant; its message says what can be written."""


class End(StrEnum):
    """A moment of the working day that a deadline can name instead of a length."""

    SHIFT = "end_of_shift"
    DAY = "end_of_day"


_ABOUT = {None: timedelta(), End.SHIFT: timedelta(hours=8), End.DAY: timedelta(hours=8)}


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """How long something may take: elapsed time, business time, business days, or until an end of the day.

    A day (`d`) is 24 elapsed hours; a business day (`bd`) keeps the local time of day; a business hour (`bh`)
    counts only while the calendar is open.
    """

    elapsed: timedelta = timedelta()
    business_hours: int = 0
    business_days: int = 0
    end: End | None = None

    @classmethod
    def parse(cls, text: object) -> Self:
        """Read a duration, or say in a sentence what is wrong with it."""
        if isinstance(text, cls):
            return text
        if not isinstance(text, str):
            raise DurationError(f"expected a duration such as 5m, 2h or 1bd, not {text!r}")
        word = text.strip()
        if word in tuple(End):
            return cls(end=End(word))
        return cls._sum(word)

    @classmethod
    def _sum(cls, word: str) -> Self:
        parts = _PART.findall(word)
        if not parts or "".join(n + unit for n, unit in parts) != re.sub(r"\s", "", word):
            raise DurationError(
                f"`{word}` is no duration: expected such as 30s, 5m, 1h30m, 3d, 4bh (business hours), "
                "1bd (business day), end_of_shift or end_of_day"
            )
        units = [unit for _, unit in parts]
        if len(set(units)) < len(units):
            raise DurationError(f"`{word}` names the same unit twice")
        count = {unit: int(n) for n, unit in parts}
        elapsed = sum((_UNITS[unit] * n for unit, n in count.items() if unit in _UNITS), timedelta())
        if elapsed > _LONGEST or max(count.get("bd", 0), count.get("bh", 0)) > _LONGEST.days:
            raise DurationError(f"`{word}` is longer than ten years")
        return cls(elapsed=elapsed, business_hours=count.get("bh", 0), business_days=count.get("bd", 0))

    @property
    def is_elapsed(self) -> bool:
        """Whether it can be counted without knowing anybody's calendar."""
        return self.end is None and not self.business_hours and not self.business_days

    @property
    def about(self) -> timedelta:
        """How long it is, roughly: with working days of eight hours and no weekend, for comparing only."""
        return self.elapsed + timedelta(hours=self.business_hours, days=self.business_days) + _ABOUT[self.end]

    def __str__(self) -> str:
        """Write it the shortest way that reads back the same."""
        if self.end:
            return self.end.value
        text = "".join(f"{n}{unit}" for n, unit in ((self.business_days, "bd"), (self.business_hours, "bh")) if n)
        seconds = int(self.elapsed.total_seconds())
        for unit, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
            count, seconds = divmod(seconds, size)
            text += f"{count}{unit}" if count else ""
        return text or "0m"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: "GetCoreSchemaHandler") -> "CoreSchema":  # noqa: ANN401 - pydantic's signature
        """Let a model's text become a deadline wherever this type stands."""
        from pydantic_core import core_schema  # noqa: PLC0415 - only the loader pays for pydantic

        return core_schema.no_info_plain_validator_function(cls.parse)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: "CoreSchema", _handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        """Tell editors how a deadline is written."""
        return {"type": "string", "pattern": _PATTERN, "examples": ["5m", "1h30m", "1bd", "end_of_shift"]}
