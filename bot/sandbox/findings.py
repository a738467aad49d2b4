"""Collecting what is wrong with a block, each with the place it stands, as Slack's messages do."""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


class Findings:
    """What was found wrong so far."""

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self.problems: list[str] = []

    def add(self, path: str, rule: str) -> None:
        """Note a problem and where it stands."""
        self.problems.append(f"{rule} [json-pointer:{path}]")

    def string(self, path: str, value: object, longest: int, *, required: bool = False) -> None:
        """Check a string: its kind, that it is there, its length."""
        if value is None:
            if required:
                self.add(path, "missing required field")
        elif not isinstance(value, str):
            self.add(path, "must be a string")
        elif required and not value:
            self.add(path, "must be more than 0 characters")
        elif len(value) > longest:
            self.add(path, f"must be less than {longest + 1} characters")

    def text(self, path: str, value: object, longest: int, *, required: bool = False, plain: bool = False) -> None:
        """Check a text object."""
        if value is None:
            if required:
                self.add(path, "missing required field: text object")
            return
        if not isinstance(value, dict) or value.get("type") not in ("plain_text", "mrkdwn"):
            self.add(path, "must be a text object")
            return
        if plain and value["type"] != "plain_text":
            self.add(path, "must be of type plain_text")
        self.unknown(path, value, ("type", "text", "emoji", "verbatim"))
        if value["type"] == "mrkdwn" and "emoji" in value:
            self.add(f"{path}/emoji", "is only for plain_text")
        if value["type"] == "plain_text" and "verbatim" in value:
            self.add(f"{path}/verbatim", "is only for mrkdwn")
        self.string(f"{path}/text", value.get("text"), longest, required=True)

    def items(self, path: str, value: object, least: int, most: int) -> list[Any]:
        """Check a list's length and give it, empty when it is no list."""
        if not isinstance(value, list):
            self.add(path, "must be a list")
            return []
        if not least <= len(value) <= most:
            self.add(path, f"must have between {least} and {most} items")
        return value

    def choice(self, path: str, value: object, allowed: Sequence[object]) -> None:
        """Check an optional value against the few it may be."""
        if value is not None and value not in allowed:
            self.add(path, f"must be one of {', '.join(map(str, allowed))}")

    def unknown(self, path: str, value: Json, known: Sequence[str]) -> None:
        """Check for fields that do not belong."""
        for name in value:
            if name not in known:
                self.add(f"{path}/{name}", "is not a known field")

    def number(self, path: str, value: object, least: float, most: float) -> None:
        """Check an optional number's range."""
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.add(path, "must be a number")
        elif not least <= value <= most:
            self.add(path, f"must be between {least} and {most}")
