"""Public holidays by country, as its law has them, observed days included."""

from collections.abc import Container
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema


def _country(value: object) -> object:
    import holidays  # noqa: PLC0415 - 50 ms that only models with country calendars pay

    code, _, part = value.partition("-") if isinstance(value, str) else ("", "", "")
    known = holidays.list_supported_countries(include_aliases=False)
    if code not in known:
        near = get_close_matches(code.upper(), known, n=1, cutoff=0.5) or ["PT"]
        raise ValueError(f"{value!r} is no country: expected an ISO code such as {near[0]}, or a part such as GB-ENG")
    if part and part not in known[code]:
        parts = ", ".join(f"{code}-{name}" for name in known[code]) or "none"
        raise ValueError(f"{value!r} is no part of {code} with holidays of its own; there are: {parts}")
    return value


Country = Annotated[str, BeforeValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}(-.+)?$"})]


@lru_cache(maxsize=64)
def holidays_of(country: str) -> Container[date]:
    """Give the days off of a country (`PT`) or of a part of one (`GB-ENG`), in any year."""
    import holidays  # noqa: PLC0415 - as above

    code, _, part = country.partition("-")
    return holidays.country_holidays(code, subdiv=part or None)
