"""The JSON Schema by which an editor helps to write a support model, made from the types themselves."""

import json
from typing import Any

from pydantic import TypeAdapter

from bot.domain.policy import Model
from bot.policy.fields import parts
from bot.policy.layers import EXTENDS


def json_schema() -> dict[str, Any]:
    """Describe a model's file; a file that extends another may leave out what that one says."""
    schema = TypeAdapter(Model).json_schema()
    schema["title"] = "Support model"
    for part in parts():
        described = schema if part.type is Model else schema["$defs"][part.name]
        described["description"] = part.meaning
        for field in part.fields:
            described["properties"][field.name]["description"] = field.meaning
    schema["properties"][EXTENDS] = {"type": "string", "description": "The file this one builds on."}
    required = schema.pop("required")
    schema["anyOf"] = [{"required": required}, {"required": [EXTENDS]}]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """Write the schema the way it is committed beside the models."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
