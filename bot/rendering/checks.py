"""Slack's limits for the parts of Block Kit that Conn uses, checked before anything is sent.

The figures are those of https://docs.slack.dev/reference/block-kit; where two pages disagree, the smaller.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from bot.rendering.text import size

Surface = Literal["message", "modal", "home"]
Found = Iterator[str]
Json = Mapping[str, Any]

BLOCKS = {"message": 50, "modal": 100, "home": 100}
VIEW_BYTES = 250_000
ID_LIMIT = 255
METADATA_LIMIT = 3000
RICH_LIMIT = 12_000  # not published; a message's blocks together are refused somewhere above this


def problems(blocks: Sequence[Json], surface: Surface = "message") -> list[str]:
    """List what Slack would refuse, or draw otherwise than meant; empty when all is well."""
    return list(_all(blocks, surface))


def view_problems(view: Json) -> list[str]:
    """List what Slack would refuse about a whole form."""
    return list(_view(view))


def _all(blocks: Sequence[Json], surface: Surface) -> Found:
    if not 1 <= len(blocks) <= BLOCKS[surface]:
        yield f"{len(blocks)} blocks: expected 1 to {BLOCKS[surface]}"
    yield from _twice("block_id", (block.get("block_id") for block in blocks))
    for place, block in enumerate(blocks):
        for found in _block(block, surface):
            yield f"block {place} ({block.get('type')}): {found}"


def _view(view: Json) -> Found:
    yield from _all(view["blocks"], view["type"])
    for part in ("title", "submit", "close"):
        if part in view:
            yield from _plain(view[part], 24, part)
    if size(view.get("private_metadata", "")) > METADATA_LIMIT:
        yield f"private_metadata over {METADATA_LIMIT}"
    if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
        yield "inputs without submit"
    if len(json.dumps(view)) > VIEW_BYTES:
        yield f"view over {VIEW_BYTES} bytes"


def _block(block: Json, surface: Surface) -> Found:
    check = _BLOCKS.get(str(block.get("type")))
    if check is None:
        yield "not a block that Conn draws"
        return
    if size(block.get("block_id", "")) > ID_LIMIT:
        yield "block_id too long"
    if block["type"] == "input" and surface == "message":
        yield "an input in a message"
    yield from check(block)


def _section(block: Json) -> Found:
    yield from _text(block.get("text"), 3000, "text")
    if "accessory" in block:
        yield from _element(block["accessory"])


def _header(block: Json) -> Found:
    yield from _plain(block.get("text"), 150, "text")


def _context(block: Json) -> Found:
    yield from _count(block["elements"], 10, "elements")
    for element in block["elements"]:
        yield from _text(element, 3000, "element")


def _actions(block: Json) -> Found:
    yield from _count(block["elements"], 25, "elements")
    yield from _twice("action_id", (element.get("action_id") for element in block["elements"]))
    for element in block["elements"]:
        yield from _element(element)


def _divider(_block: Json) -> Found:
    yield from ()


def _input(block: Json) -> Found:
    yield from _plain(block.get("label"), 2000, "label")
    if "hint" in block:
        yield from _plain(block["hint"], 2000, "hint")
    yield from _element(block["element"])


def _rich_text(block: Json) -> Found:
    total = 0
    yield from _count(block["elements"], 100, "elements")
    for element in block["elements"]:
        if element.get("type") not in ("rich_text_section", "rich_text_quote"):
            yield f"{element.get('type')} is not used here"
        yield from _count(element["elements"], 500, "parts")
        for part in element["elements"]:
            total += size(part.get("text", ""))
            yield from _part(part)
    if total > RICH_LIMIT:
        yield f"more than {RICH_LIMIT} characters"


def _part(part: Json) -> Found:
    needs = {
        "text": "text",
        "user": "user_id",
        "channel": "channel_id",
        "link": "url",
        "date": "timestamp",
    }.get(str(part.get("type")))
    if needs is None or not part.get(needs):
        yield f"a {part.get('type')} part without what it shows"


def _element(element: Json) -> Found:
    kind = str(element.get("type"))
    if not 1 <= size(element.get("action_id", "")) <= ID_LIMIT:
        yield f"{kind}: action_id"
    if "placeholder" in element:
        yield from _plain(element["placeholder"], 150, "placeholder")
    check = _ELEMENTS.get(kind)
    if check is None:
        yield f"{kind} is not an element that Conn draws"
        return
    yield from check(element)


def _button(element: Json) -> Found:
    yield from _plain(element.get("text"), 75, "button")
    if size(element.get("value", "")) > 2000:  # noqa: PLR2004 - Slack's figure
        yield "button value over 2000"
    if size(element.get("accessibility_label", "")) > 75:  # noqa: PLR2004 - Slack's figure
        yield "accessibility_label over 75"
    if element.get("style", "primary") not in ("primary", "danger"):
        yield "button style"
    if "confirm" in element:
        for part, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _plain(element["confirm"].get(part), limit, f"confirm {part}")


def _text_input(element: Json) -> Found:
    longest = element.get("max_length", 3000)
    if not 1 <= longest <= 3000:  # noqa: PLR2004 - Slack's figure
        yield "max_length"
    if size(element.get("initial_value", "")) > longest:
        yield "initial_value longer than max_length"


def _select(element: Json) -> Found:
    yield from _options(element, 100)
    if "initial_option" in element and element["initial_option"] not in element["options"]:
        yield "initial_option is none of the options"


def _checkboxes(element: Json) -> Found:
    yield from _options(element, 10)
    if any(one not in element["options"] for one in element.get("initial_options", ())):
        yield "initial_options are none of the options"


def _person_select(_element: Json) -> Found:
    yield from ()


def _options(element: Json, most: int) -> Found:
    yield from _count(element["options"], most, "options")
    yield from _twice("option value", (option["value"] for option in element["options"]))
    for option in element["options"]:
        yield from _text(option["text"], 75, "option")
        if not 1 <= size(option["value"]) <= 150:  # noqa: PLR2004 - Slack's figure
            yield "option value must be 1 to 150 characters"
        if "description" in option:
            yield from _plain(option["description"], 75, "option description")


def _plain(text: object, limit: int, what: str) -> Found:
    yield from _text(text, limit, what)
    if isinstance(text, dict) and text.get("type") != "plain_text":
        yield f"{what} must be plain_text"


def _text(text: object, limit: int, what: str) -> Found:
    if not isinstance(text, dict) or not isinstance(text.get("text"), str):
        yield f"{what} is missing"
        return
    if not text["text"].strip() or size(text["text"]) > limit:
        yield f"{what} must be 1 to {limit} characters, not {size(text['text'])}"
    # Slack reads @here, #names and bare URLs into markup that is not marked as it is meant.
    if text["type"] == "mrkdwn" and text.get("verbatim") is not True:
        yield f"{what} is mrkdwn without verbatim"


def _count(items: Sequence[object], most: int, what: str) -> Found:
    if not 1 <= len(items) <= most:
        yield f"{len(items)} {what}: expected 1 to {most}"


def _twice(what: str, values: Iterable[str | None]) -> Found:
    for value, count in Counter(value for value in values if value is not None).items():
        if count > 1:
            yield f"{what} {value!r} {count} times"


_BLOCKS: dict[str, Callable[[Json], Found]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "divider": _divider,
    "input": _input,
    "rich_text": _rich_text,
}
_ELEMENTS: dict[str, Callable[[Json], Found]] = {
    "button": _button,
    "plain_text_input": _text_input,
    "static_select": _select,
    "checkboxes": _checkboxes,
    "users_select": _person_select,
}
