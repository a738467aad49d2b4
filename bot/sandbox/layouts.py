"""The rules for each kind of block; the table at the end says which there are."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.elements import ACCESSORIES, ACTIONS, INPUTS, check_element
from bot.sandbox.findings import Findings
from bot.sandbox.tables import check_chart, check_data_table, check_table

Json = dict[str, Any]
Layout = Callable[[Findings, str, Json, str], None]

TEXT = 3000
EVERYWHERE = frozenset({"message", "modal", "home"})
RICH = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
RICH_PARTS = ("text", "user", "usergroup", "channel", "broadcast", "link", "emoji", "date", "color", "team")
CONTAINED = frozenset(
    {
        "actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "table",
        "video",
    }
)  # fmt: skip


def _section(found: Findings, path: str, block: Json, surface: str) -> None:
    fields = block.get("fields")
    if block.get("text") is None and not fields:
        found.add(path, "must have text or fields")
    found.text(f"{path}/text", block.get("text"), TEXT)
    if fields is not None:
        for number, field in enumerate(found.items(f"{path}/fields", fields, 1, 10)):
            found.text(f"{path}/fields/{number}", field, 2000, required=True)
    if "accessory" in block:
        _one(found, f"{path}/accessory", block["accessory"], ACCESSORIES, surface)
    found.unknown(path, block, ("type", "text", "block_id", "fields", "accessory", "expand"))


def _header(found: Findings, path: str, block: Json, _surface: str) -> None:
    found.text(f"{path}/text", block.get("text"), 150, required=True, plain=True)
    found.number(f"{path}/level", block.get("level"), 1, 4)
    found.unknown(path, block, ("type", "text", "block_id", "level"))


def _context(found: Findings, path: str, block: Json, surface: str) -> None:
    for number, element in enumerate(found.items(f"{path}/elements", block.get("elements"), 1, 10)):
        where = f"{path}/elements/{number}"
        if isinstance(element, dict) and element.get("type") == "image":
            check_element(found, where, element, surface)
        else:
            found.text(where, element, TEXT, required=True)
    found.unknown(path, block, ("type", "elements", "block_id"))


def _actions(found: Findings, path: str, block: Json, surface: str) -> None:
    for number, element in enumerate(found.items(f"{path}/elements", block.get("elements"), 1, 25)):
        _one(found, f"{path}/elements/{number}", element, ACTIONS, surface)
    found.unknown(path, block, ("type", "elements", "block_id"))


def _divider(found: Findings, path: str, block: Json, _surface: str) -> None:
    found.unknown(path, block, ("type", "block_id"))


def _image(found: Findings, path: str, block: Json, surface: str) -> None:
    check_element(found, path, block, surface)
    found.text(f"{path}/title", block.get("title"), 2000, plain=True)


def _input(found: Findings, path: str, block: Json, surface: str) -> None:
    found.text(f"{path}/label", block.get("label"), 2000, required=True, plain=True)
    found.text(f"{path}/hint", block.get("hint"), 2000, plain=True)
    _one(found, f"{path}/element", block.get("element"), INPUTS, surface)
    known = ("type", "label", "element", "dispatch_action", "block_id", "hint", "optional")
    found.unknown(path, block, known)


def _rich_text(found: Findings, path: str, block: Json, _surface: str) -> None:
    for number, element in enumerate(found.items(f"{path}/elements", block.get("elements"), 1, 1000)):
        where = f"{path}/elements/{number}"
        found.choice(f"{where}/type", element.get("type") or "", RICH)
        for index, part in enumerate(element.get("elements") or ()):
            allowed = ("rich_text_section",) if element.get("type") == "rich_text_list" else RICH_PARTS
            found.choice(f"{where}/elements/{index}/type", part.get("type") or "", allowed)


def _video(found: Findings, path: str, block: Json, _surface: str) -> None:
    found.text(f"{path}/title", block.get("title"), 200, required=True, plain=True)
    for name in ("video_url", "thumbnail_url", "alt_text"):
        found.string(f"{path}/{name}", block.get(name), TEXT, required=True)


def _markdown(found: Findings, path: str, block: Json, _surface: str) -> None:
    found.string(f"{path}/text", block.get("text"), 12_000, required=True)


def _context_actions(found: Findings, path: str, block: Json, surface: str) -> None:
    kinds = frozenset({"feedback_buttons", "icon_button"})
    for number, element in enumerate(found.items(f"{path}/elements", block.get("elements"), 1, 5)):
        where = f"{path}/elements/{number}"
        _one(found, where, element, kinds, surface)
        if isinstance(element, dict) and element.get("type") == "icon_button":
            found.choice(f"{where}/icon", element.get("icon") or "", ("trash",))


def _task_card(found: Findings, path: str, block: Json, _surface: str) -> None:
    found.string(f"{path}/task_id", block.get("task_id"), 255, required=True)
    found.string(f"{path}/title", block.get("title"), TEXT, required=True)
    found.choice(f"{path}/status", block.get("status"), ("pending", "in_progress", "complete", "error"))


def _plan(found: Findings, path: str, block: Json, surface: str) -> None:
    found.string(f"{path}/title", block.get("title"), TEXT, required=True)
    for number, task in enumerate(block.get("tasks") or ()):
        _task_card(found, f"{path}/tasks/{number}", task, surface)


def _alert(found: Findings, path: str, block: Json, _surface: str) -> None:
    found.text(f"{path}/text", block.get("text"), 200, required=True)
    found.choice(f"{path}/level", block.get("level"), ("default", "info", "warning", "error", "success"))


def _card(found: Findings, path: str, block: Json, surface: str) -> None:
    if not any(block.get(name) for name in ("hero_image", "title", "body", "actions")):
        found.add(path, "must have one of hero_image, title, body, actions")
    for name, longest in (("title", 150), ("subtitle", 150), ("body", 200), ("subtext", 200)):
        found.text(f"{path}/{name}", block.get(name), longest)
    for number, button in enumerate(found.items(f"{path}/actions", block.get("actions", []), 0, 3)):
        _one(found, f"{path}/actions/{number}", button, frozenset({"button"}), surface)


def _carousel(found: Findings, path: str, block: Json, surface: str) -> None:
    for number, card in enumerate(found.items(f"{path}/elements", block.get("elements"), 1, 10)):
        _card(found, f"{path}/elements/{number}", card, surface)


def _container(found: Findings, path: str, block: Json, surface: str) -> None:
    if "rich_text_title" not in block:
        found.text(f"{path}/title", block.get("title"), 150, required=True, plain=True)
    for number, child in enumerate(found.items(f"{path}/child_blocks", block.get("child_blocks"), 1, 10)):
        where = f"{path}/child_blocks/{number}"
        if not isinstance(child, dict) or child.get("type") not in CONTAINED:
            found.add(where, "is not allowed in a container")
        else:
            LAYOUTS[child["type"]](found, where, child, surface)


def _file(found: Findings, path: str, block: Json, _surface: str) -> None:
    found.string(f"{path}/external_id", block.get("external_id"), 255, required=True)
    found.choice(f"{path}/source", block.get("source") or "", ("remote",))


def _call(found: Findings, path: str, block: Json, _surface: str) -> None:
    found.string(f"{path}/call_id", block.get("call_id"), 255, required=True)


def _one(found: Findings, path: str, element: object, allowed: frozenset[str], surface: str) -> None:
    if not isinstance(element, dict) or element.get("type") not in allowed:
        kind = element.get("type") if isinstance(element, dict) else element
        found.add(path, f"unsupported type: {kind}")
        return
    check_element(found, path, element, surface)


LAYOUTS: dict[str, Layout] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "divider": _divider,
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
    "video": _video,
    "table": check_table,
    "data_table": check_data_table,
    "data_visualization": check_chart,
    "markdown": _markdown,
    "context_actions": _context_actions,
    "task_card": _task_card,
    "plan": _plan,
    "alert": _alert,
    "card": _card,
    "carousel": _carousel,
    "container": _container,
    "file": _file,
    "call": _call,
}
SURFACES: dict[str, frozenset[str]] = dict.fromkeys(LAYOUTS, EVERYWHERE) | {
    "table": frozenset({"message", "home"}),
    "data_table": frozenset({"message", "home"}),
    "carousel": frozenset({"message", "home"}),
    "alert": frozenset({"modal"}),
    **{
        kind: frozenset({"message"})
        for kind in (
            "data_visualization", "markdown", "context_actions", "task_card", "plan", "container", "file",
            "call",
        )
    },
}  # fmt: skip
