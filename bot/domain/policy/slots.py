"""Places a document leaves open: visible, owned, and never used as if they were values."""

import re
from dataclasses import dataclass
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

_SLOT = re.compile(r"\{\{\s*TBD\s*(?:\((?P<owner>[^)]*)\))?\s*:?\s*(?P<text>.*?)\s*\}\}", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Slot:
    """Something the model's owner has still to fill in, written `{{TBD: text}}` or `{{TBD(owner): text}}`."""

    text: str
    owner: str = ""

    @classmethod
    def read(cls, value: str, owner: str) -> "Slot | None":
        """Recognise an open place in a text, also where only part of it is open."""
        found = _SLOT.search(value) if "TBD" in value else None
        if found is None:
            return None
        return cls(text=found["text"] or "not said", owner=found["owner"] or owner)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's signature
        """Take only what the loader already recognised as open."""
        return core_schema.is_instance_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors how an open place is written."""
        return {"type": "string", "pattern": r"\{\{\s*TBD.*\}\}"}


class MayBeOpen:
    """Checks `T | Slot` as T unless it is open, so that an error speaks of T alone."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's signature
        """Let an open place through before T is checked."""
        if get_origin(source) not in (Union, UnionType):
            raise TypeError("an open place stands beside a type: `T | Slot`")
        rest = tuple(part for part in get_args(source) if part is not Slot)
        value = handler.generate_schema(Union[rest])  # noqa: UP007 - built from parts
        return core_schema.no_info_wrap_validator_function(_unless_open, value)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors that the place may stay open."""
        value = handler(schema)
        open_place = {"type": "string", "pattern": r"\{\{\s*TBD.*\}\}"}
        return value if value == {"type": "string"} else {"anyOf": [value, open_place]}


def _unless_open(value: object, check: core_schema.ValidatorFunctionWrapHandler) -> object:
    return value if isinstance(value, Slot) else check(value)


OPEN = MayBeOpen()
