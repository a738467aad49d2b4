"""What every part of the support model has in common: closed keys, names, references, short forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Protocol

from pydantic import ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, Strict, StringConstraints
from pydantic.json_schema import JsonSchemaValue
from pydantic.json_schema import SkipJsonSchema as FilledIn  # taken from the key; no file states it
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

__all__ = [
    "Amount",
    "Count",
    "FilledIn",
    "Flag",
    "Keyed",
    "Line",
    "Names",
    "Prose",
    "Ref",
    "Short",
    "Term",
    "check_name",
]

Flag = Annotated[bool, Strict()]  # "no" in quotes is a word, not a choice
Count = Annotated[int, Strict()]
Amount = Annotated[float, Strict()]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class Term:
    """A part of the support model: an unknown key in it is an error, not a wish."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


class Names(Protocol):
    """The names a model defines, by kind, while its text is being checked."""

    def known(self, kind: str) -> tuple[str, ...]:
        """List the names of a kind, in the model's order."""


def check_name(kind: str, name: str, names: Names | None) -> None:
    """Refuse a name the model defines nowhere; the refusal carries the names it does define."""
    if names is not None and name not in (known := names.known(kind)):
        raise PydanticCustomError(
            "unknown_name", "unknown {kind} `{name}`", {"kind": kind, "name": name, "known": known}
        )


@dataclass(frozen=True)
class Ref:
    """Marks text as the name of something defined elsewhere in the same model."""

    kind: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's signature
        """Check the name against the model being loaded."""
        return core_schema.with_info_after_validator_function(self._check, handler(source))

    def _check(self, name: str, info: core_schema.ValidationInfo) -> str:
        check_name(self.kind, name, info.context)
        return name


@dataclass(frozen=True)
class Keyed:
    """Gives each value of a mapping its key as `id`, and its place as `rank` where order has a meaning."""

    ranked: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's signature
        """Fill ids before the values are checked, and freeze the mapping after."""
        filled = core_schema.no_info_before_validator_function(self._fill, handler(source))
        return core_schema.no_info_after_validator_function(MappingProxyType, filled)

    def _fill(self, values: object) -> object:
        if not isinstance(values, Mapping):
            return values
        return {key: self._named(key, place, value) for place, (key, value) in enumerate(values.items(), 1)}

    def _named(self, key: str, place: int, value: object) -> object:
        if not isinstance(value, Mapping):
            return value
        for word in ("id", "rank") if self.ranked else ("id",):
            if word in value:
                raise PydanticCustomError(
                    "filled_in",
                    "`{word}` comes from the key and its place; leave it out",
                    {"word": word, "under": (key, word)},
                )
        return {**value, "id": key, "rank": place} if self.ranked else {**value, "id": key}


@dataclass(frozen=True)
class Short:
    """Lets a list of parts be written as one bare value when only one field of one part is given."""

    field: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's signature
        """Unfold the short form before checking."""
        return core_schema.no_info_before_validator_function(self._unfold, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors that both forms are right."""
        return {"anyOf": [{"type": "string"}, handler(schema)]}

    def _unfold(self, value: object) -> object:
        return value if isinstance(value, (list, tuple, Mapping)) else [{self.field: value}]
