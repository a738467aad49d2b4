"""Whom a step of a path, a tier or a rule names, in one written form each."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from bot.domain.people import SLACK_ID
from bot.domain.policy.terms import check_name

_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Role(StrEnum):
    """What a person does in one incident; assigned there, never by the model."""

    COMMANDER = "commander"
    DEPUTY = "deputy"
    COMMS = "comms"
    SCRIBE = "scribe"
    OPS = "ops"


class TargetKind(StrEnum):
    """How a target is turned into people."""

    TIER = "tier"  # a tier or a team of the model
    PERSON = "person"
    GROUP = "group"  # a Slack user group
    ROLE = "role"  # whoever holds it in the incident
    DECLARER = "declarer"
    ROTATION = "rotation"
    SCHEDULE = "pagerduty"


@dataclass(frozen=True, kw_only=True)
class Target:
    """Somebody to page, ask or tell.

    Written `tier2` (a tier or team), `ana@example.com` or `U024BE7LH` (a person), `@oncall` (a Slack user
    group), `role:comms`, `declarer`, `rotation:primary`, `pagerduty:PABC123` (a schedule).
    """

    kind: TargetKind
    name: str

    @classmethod
    def parse(cls, text: object) -> Self:
        """Read any of the written forms, or say which there are."""
        if isinstance(text, cls):
            return text
        if isinstance(text, str) and (kind := _kind(text)) is not None:
            name = text.partition(":")[2] if kind in _PREFIXED else text
            return cls(kind=kind, name="commander" if text == "role:ic" else name)
        raise ValueError(
            f"{text!r} names nobody: expected a tier or team, an e-mail address, a Slack id, @group, "
            "role:…, rotation:…, pagerduty:… or declarer"
        )

    def __str__(self) -> str:
        """Write it as the model does."""
        return f"{self.kind}:{self.name}" if self.kind in _PREFIXED else self.name

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's signature
        """Read a target, and check that the model defines what it names."""
        return core_schema.with_info_plain_validator_function(cls._checked)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors how a target is written."""
        return {
            "type": "string",
            "examples": ["tier2", "ana@example.com", "@oncall", "role:commander", "declarer"],
        }

    @classmethod
    def _checked(cls, text: object, info: core_schema.ValidationInfo) -> Self:
        target = cls.parse(text)
        if target.kind in (TargetKind.TIER, TargetKind.ROTATION):
            check_name(target.kind, target.name, info.context)
        if target.kind is TargetKind.ROLE and target.name not in tuple(Role):
            raise PydanticCustomError(
                "unknown_name",
                "unknown {kind} `{name}`",
                {"kind": "role", "name": target.name, "known": tuple(role.value for role in Role)},
            )
        return target


_PREFIXED = (TargetKind.ROLE, TargetKind.ROTATION, TargetKind.SCHEDULE)


def _kind(text: str) -> TargetKind | None:
    prefix, colon, rest = text.partition(":")
    if colon:
        return TargetKind(prefix) if prefix in _PREFIXED and rest.strip() else None
    if text == TargetKind.DECLARER:
        return TargetKind.DECLARER
    if text.startswith("@") and len(text) > 1:
        return TargetKind.GROUP
    if _EMAIL.fullmatch(text) or SLACK_ID.fullmatch(text):
        return TargetKind.PERSON
    return TargetKind.TIER if _WORD.fullmatch(text) else None
