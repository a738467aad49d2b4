"""Filling in a form as a person does: by the labels on the screen."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.sandbox.errors import ImpossibleError
from bot.sandbox.objects import Channel, Json, User, elements
from bot.sandbox.screens import HOLDS, View, initial
from bot.sandbox.workspace import Workspace

REQUIRED = "Please complete this required field."
Value = object


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One thing on the screen a person can fill in or press, and what it is called there."""

    block: Json
    element: Json

    @property
    def key(self) -> tuple[str, str]:
        """Give the ids its value is kept under."""
        return self.block["block_id"], self.element["action_id"]

    @property
    def label(self) -> str:
        """Read what the screen calls it."""
        if self.block["type"] == "input":
            return str(self.block["label"]["text"])
        if self.element["type"] == "button":
            return str(self.element["text"]["text"])
        words = self.block.get("text") or self.element.get("placeholder") or {}
        return str(words.get("text", ""))

    @property
    def names(self) -> tuple[str, ...]:
        """Give everything it may be asked for by."""
        placeholder = (self.element.get("placeholder") or {}).get("text", "")
        return (self.label, self.element["action_id"], self.block["block_id"], placeholder)

    @property
    def sends_changes(self) -> bool:
        """Tell whether filling it in reaches the app at once."""
        return self.block["type"] != "input" or bool(self.block.get("dispatch_action"))


def fields(blocks: list[Json]) -> Iterator[Field]:
    """Walk everything a person can fill in or press."""
    for block, element in elements(blocks):
        if "action_id" in element:
            yield Field(block=block, element=element)


def field_named(blocks: list[Json], wanted: str) -> Field:
    """Find a field or button by its words or ids; words first."""
    known = list(fields(blocks))
    for position in range(4):
        for one in known:
            if one.names[position] == wanted:
                return one
    there = ", ".join(repr(one.label or one.element["action_id"]) for one in known) or "nothing"
    raise ImpossibleError(f"there is no {wanted!r} here; there is {there}")


def held(view: View, one: Field) -> Json:
    """Give what a field holds now."""
    return view.values.get(one.key) or initial(one.element)


def is_empty(held_value: Json) -> bool:
    """Tell whether a field still waits to be filled in."""
    return all(value in (None, "", []) for name, value in held_value.items() if name != "type")


def complaints(view: View) -> dict[str, str]:
    """Say what Slack's own client refuses before anything is sent, by label."""
    found: dict[str, str] = {}
    for one in fields(view.blocks):
        if one.block["type"] != "input":
            continue
        value = held(view, one)
        if is_empty(value):
            if not one.block.get("optional"):
                found[one.label] = REQUIRED
        elif problem := _malformed(one.element, str(value.get("value", ""))):
            found[one.label] = problem
    return found


def _malformed(element: Json, value: str) -> str | None:
    kind = element["type"]
    if kind == "plain_text_input":
        if len(value) < element.get("min_length", 0):
            return f"Must be at least {element['min_length']} characters"
        if len(value) > element.get("max_length", 3000):
            return f"Must be at most {element.get('max_length', 3000)} characters"
    patterns = {
        "number_input": r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+",
        "email_text_input": r"\S+@\S+\.\S+",
        "url_text_input": r"https?://\S+",
    }
    if kind in patterns and not re.fullmatch(patterns[kind], value):
        return "Please enter a valid value."
    return None


def entered(element: Json, value: Value, workspace: Workspace) -> Json:
    """Turn what a person picks or types into what the field then holds."""
    kind = element["type"]
    name, _ = HOLDS[kind]
    if name == "selected_option":
        return {"type": kind, name: None if value is None else _option(element, value)}
    if name == "selected_options":
        return {"type": kind, name: [_option(element, one) for one in _chosen(element, value)]}
    if name.startswith(("selected_user", "selected_channel", "selected_conversation")):
        return {"type": kind, name: _picked(name, value, workspace)}
    if name == "selected_date_time":
        return {"type": kind, name: int(str(value))}
    if name == "rich_text_value":
        text = {"type": "text", "text": str(value)}
        section = {"type": "rich_text_section", "elements": [text]}
        return {"type": kind, name: {"type": "rich_text", "elements": [section]}}
    return {"type": kind, name: None if value in (None, "") else str(value)}


def _chosen(element: Json, value: Value) -> list[Value]:
    if value is True:
        return [option["value"] for option in element["options"]]
    if value in (False, None):
        return []
    return list(value) if isinstance(value, list | tuple | set) else [value]


def _option(element: Json, wanted: Value) -> Json:
    if isinstance(wanted, Mapping):
        return dict(wanted)
    offered = [*(element.get("options") or ())]
    for group in element.get("option_groups") or ():
        offered += group["options"]
    for reading in ("text", "value"):
        for option in offered:
            if (option["text"]["text"] if reading == "text" else option["value"]) == str(wanted):
                return dict(option)
    there = ", ".join(repr(option["text"]["text"]) for option in offered)
    raise ImpossibleError(f"there is no option {wanted!r}; there is {there}")


def _picked(name: str, value: Value, workspace: Workspace) -> str | list[str] | None:
    find = _user_id if name.startswith("selected_user") else _channel_id
    if name.endswith("s"):
        many = value if isinstance(value, list | tuple | set) else [value] if value else []
        return [find(one, workspace) for one in many]
    return find(value, workspace) if value else None


def _user_id(wanted: Value, workspace: Workspace) -> str:
    if isinstance(wanted, User):
        return wanted.id
    user = workspace.user_named(str(getattr(wanted, "id", wanted)))
    if user is None:
        raise ImpossibleError(f"nobody here is {wanted!r}")
    return user.id


def _channel_id(wanted: Value, workspace: Workspace) -> str:
    channel = wanted if isinstance(wanted, Channel) else workspace.channel_named(str(wanted))
    if channel is None:
        raise ImpossibleError(f"there is no channel {wanted!r}")
    return channel.id
