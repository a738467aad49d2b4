"""Block Kit's rules for whole messages and views: https://docs.slack.dev/reference/block-kit/blocks."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from bot.sandbox.findings import Findings
from bot.sandbox.layouts import LAYOUTS, SURFACES

Json = dict[str, Any]

MOST = {"message": 50, "modal": 100, "home": 100}
ID = 255
TITLE = 24  # https://docs.slack.dev/surfaces/modals
PRIVATE_METADATA = 3000
MARKDOWN = 12_000  # over all markdown blocks of a message
CELLS = 10_000  # characters over all table cells of a message
CHARTS = 2
VIEW_FIELDS = {
    "modal": (
        "type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close",
        "notify_on_close", "external_id", "submit_disabled",
    ),
    "home": ("type", "blocks", "private_metadata", "callback_id", "external_id"),
}  # fmt: skip

_ids = count(1)


def problems(blocks: object, surface: str) -> list[str]:
    """Say everything Slack would refuse about blocks on a surface: message, modal or home."""
    found = Findings()
    rows = found.items("/blocks", blocks, 0, MOST[surface])
    for number, block in enumerate(rows):
        _check_block(found, f"/blocks/{number}", block, surface)
    good = [block for block in rows if isinstance(block, dict)]
    _check_ids(found, good)
    _check_totals(found, good)
    return found.problems


def view_problems(view: Mapping[str, Any]) -> list[str]:
    """Say everything Slack would refuse about a modal or a Home tab."""
    found = Findings()
    kind = str(view.get("type"))
    if kind == "modal":
        found.text("/title", view.get("title"), TITLE, required=True, plain=True)
    for name in ("submit", "close"):
        found.text(f"/{name}", view.get(name), TITLE, plain=True)
    blocks = view.get("blocks")
    if kind == "modal" and not view.get("submit") and _has_input(blocks):
        found.add("/submit", "missing required field: a view with inputs needs a submit button")
    found.string("/private_metadata", view.get("private_metadata"), PRIVATE_METADATA)
    for name in ("callback_id", "external_id"):
        found.string(f"/{name}", view.get(name), ID)
    found.unknown("", dict(view), VIEW_FIELDS[kind])
    return found.problems + problems(blocks, kind)


def with_ids(blocks: Sequence[Json]) -> list[Json]:
    """Give every block and interactive element the id Slack gives those sent without one."""
    return [_with_id(block) for block in blocks]


def _with_id(block: Json) -> Json:
    block = dict(block) if "block_id" in block else {**block, "block_id": f"b{next(_ids):x}"}
    for name in ("accessory", "element"):
        if name in block:
            block[name] = _named(block[name])
    if block["type"] in ("actions", "context_actions"):
        block["elements"] = [_named(element) for element in block["elements"]]
    return block


def _named(element: Json) -> Json:
    if "action_id" in element or element["type"] == "image":
        return element
    return {**element, "action_id": f"a{next(_ids):x}"}


def _check_block(found: Findings, path: str, block: object, surface: str) -> None:
    if not isinstance(block, dict) or not isinstance(block.get("type"), str):
        found.add(path, "must be an object with a type")
        return
    kind = block["type"]
    if kind not in LAYOUTS:
        found.add(f"{path}/type", f"unsupported type: {kind}")
        return
    if surface not in SURFACES[kind]:
        found.add(path, f"{kind} is not allowed on a {surface}")
    found.string(f"{path}/block_id", block.get("block_id"), ID)
    LAYOUTS[kind](found, path, block, surface)


def _check_ids(found: Findings, blocks: list[Json]) -> None:
    seen: set[object] = set()
    focused = 0
    for number, block in enumerate(blocks):
        name = block.get("block_id")
        if name is not None and name in seen:
            found.add(f"/blocks/{number}/block_id", f"`block_id` {name} already exists")
        seen.add(name)
        inside = [block.get("element"), block.get("accessory"), *_list(block.get("elements"))]
        focused += sum(1 for element in inside if isinstance(element, dict) and element.get("focus_on_load"))
        names = [element.get("action_id") for element in inside if isinstance(element, dict)]
        for action in {name for name in names if name is not None and names.count(name) > 1}:
            found.add(f"/blocks/{number}", f"`action_id` {action} already exists in this block")
    if focused > 1:
        found.add("/blocks", "only one element may have focus_on_load")


def _check_totals(found: Findings, blocks: list[Json]) -> None:
    markdown = sum(len(str(b.get("text"))) for b in blocks if b.get("type") == "markdown")
    if markdown > MARKDOWN:
        found.add("/blocks", f"markdown blocks must be less than {MARKDOWN + 1} characters together")
    if sum(1 for b in blocks if b.get("type") == "data_visualization") > CHARTS:
        found.add("/blocks", f"must have at most {CHARTS} data_visualization blocks")
    if sum(1 for b in blocks if b.get("type") == "table") > 1:
        found.add("/blocks", "only_one_table_allowed")
    for kind in ("table", "data_table"):
        cells = sum(_characters(b.get("rows")) for b in blocks if b.get("type") == kind)
        if cells > CELLS:
            found.add("/blocks", f"cells of {kind} must be less than {CELLS + 1} characters together")


def _characters(value: object) -> int:
    if isinstance(value, list):
        return sum(map(_characters, value))
    if isinstance(value, dict):
        return sum(_characters(inner) for name, inner in value.items() if name != "type")
    return len(value) if isinstance(value, str) else 0


def _has_input(blocks: object) -> bool:
    return any(isinstance(block, dict) and block.get("type") == "input" for block in _list(blocks))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
