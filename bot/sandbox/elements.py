"""The rules for what people press, pick and type into: https://docs.slack.dev/reference/block-kit/block-elements."""

import re
from collections.abc import Callable
from typing import Any

from bot.sandbox.findings import Findings

Json = dict[str, Any]

ID = 255
PLACEHOLDER = 150
OPTIONS = 100
CHOICES = 10  # radio buttons and checkboxes
URL = 3000
INPUT = 3000

ACTIONS = frozenset(
    {
        "button", "checkboxes", "datepicker", "datetimepicker", "overflow", "radio_buttons", "rich_text_input",
        "timepicker", "workflow_button", "static_select", "external_select", "users_select",
        "conversations_select", "channels_select", "multi_static_select", "multi_external_select",
        "multi_users_select", "multi_conversations_select", "multi_channels_select",
    }
)  # fmt: skip
TYPED = frozenset(
    {"plain_text_input", "number_input", "email_text_input", "url_text_input", "file_input", "rich_text_input"}
)
ACCESSORIES = (ACTIONS | {"image"}) - {"rich_text_input"}
INPUTS = (ACTIONS | TYPED) - {"button", "overflow", "workflow_button"}
ONLY_MODAL = frozenset({"number_input", "email_text_input", "url_text_input", "file_input"})
NOT_HOME = frozenset({"datetimepicker"})
ONLY_MESSAGE = frozenset({"workflow_button"})


def check_element(found: Findings, path: str, element: Json, surface: str) -> None:
    """Check one element wherever it stands; which may stand where is its block's business."""
    kind = element["type"]
    if kind in ONLY_MODAL and surface != "modal":
        found.add(path, f"{kind} is only for modals")
    if (kind in NOT_HOME and surface == "home") or (kind in ONLY_MESSAGE and surface != "message"):
        found.add(path, f"{kind} is not for the {surface}")
    found.string(f"{path}/action_id", element.get("action_id"), ID)
    if "placeholder" in element:
        found.text(f"{path}/placeholder", element["placeholder"], PLACEHOLDER, plain=True)
    if "confirm" in element:
        _confirm(found, f"{path}/confirm", element["confirm"])
    _RULES.get(kind, _nothing_more)(found, path, element)


def _nothing_more(_found: Findings, _path: str, _element: Json) -> None:
    """Leave kinds alone whose only rules are those all share."""


def _confirm(found: Findings, path: str, confirm: object) -> None:
    if not isinstance(confirm, dict):
        found.add(path, "must be an object")
        return
    found.text(f"{path}/title", confirm.get("title"), 100, required=True, plain=True)
    found.text(f"{path}/text", confirm.get("text"), 300, required=True)
    found.text(f"{path}/confirm", confirm.get("confirm"), 30, required=True, plain=True)
    found.text(f"{path}/deny", confirm.get("deny"), 30, required=True, plain=True)
    found.choice(f"{path}/style", confirm.get("style"), ("primary", "danger"))
    found.unknown(path, confirm, ("title", "text", "confirm", "deny", "style"))


def _button(found: Findings, path: str, element: Json) -> None:
    found.text(f"{path}/text", element.get("text"), 75, required=True, plain=True)
    found.string(f"{path}/value", element.get("value"), 2000)
    found.string(f"{path}/url", element.get("url"), URL)
    found.string(f"{path}/accessibility_label", element.get("accessibility_label"), 75)
    found.choice(f"{path}/style", element.get("style"), ("primary", "danger"))
    known = ("type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label")
    found.unknown(path, element, known)


def _image(found: Findings, path: str, element: Json) -> None:
    found.string(f"{path}/alt_text", element.get("alt_text"), 2000, required=True)
    if "slack_file" not in element:
        found.string(f"{path}/image_url", element.get("image_url"), URL, required=True)


def _options(found: Findings, path: str, given: object, most: int) -> None:
    values: set[str] = set()
    for number, option in enumerate(found.items(path, given, 1, most)):
        where = f"{path}/{number}"
        if not isinstance(option, dict):
            found.add(where, "must be an object")
            continue
        found.text(f"{where}/text", option.get("text"), 75, required=True)
        found.string(f"{where}/value", option.get("value"), 150, required=True)
        found.text(f"{where}/description", option.get("description"), 75)
        found.unknown(where, option, ("text", "value", "description", "url"))
        if option.get("value") in values:
            found.add(f"{where}/value", "must be unique among the options")
        values.add(str(option.get("value")))


def _choices(found: Findings, path: str, element: Json) -> None:
    _options(found, f"{path}/options", element.get("options"), CHOICES)
    _initial_among(found, path, element, element.get("options") or [])


def _overflow(found: Findings, path: str, element: Json) -> None:
    _options(found, f"{path}/options", element.get("options"), 5)


def _select(found: Findings, path: str, element: Json) -> None:
    groups = element.get("option_groups")
    if (groups is None) == (element.get("options") is None):
        found.add(path, "must have either options or option_groups")
        return
    if groups is None:
        _options(found, f"{path}/options", element["options"], OPTIONS)
        _initial_among(found, path, element, element["options"])
        return
    everything: list[Json] = []
    for number, group in enumerate(found.items(f"{path}/option_groups", groups, 1, OPTIONS)):
        where = f"{path}/option_groups/{number}"
        found.text(f"{where}/label", group.get("label"), 75, required=True, plain=True)
        _options(found, f"{where}/options", group.get("options"), OPTIONS)
        everything += group.get("options") or []
    _initial_among(found, path, element, everything)


def _initial_among(found: Findings, path: str, element: Json, options: object) -> None:
    chosen = list(element.get("initial_options") or ())
    if "initial_option" in element:
        chosen.append(element["initial_option"])
    if isinstance(options, list) and any(one not in options for one in chosen):
        found.add(path, "initial option must exactly match one of the options")


def _multi_select(found: Findings, path: str, element: Json) -> None:
    _select(found, path, element)
    found.number(f"{path}/max_selected_items", element.get("max_selected_items"), 1, OPTIONS)


def _external(found: Findings, path: str, element: Json) -> None:
    found.number(f"{path}/min_query_length", element.get("min_query_length"), 0, 255)


def _plain_text_input(found: Findings, path: str, element: Json) -> None:
    least, most = element.get("min_length"), element.get("max_length")
    found.number(f"{path}/min_length", least, 0, INPUT)
    found.number(f"{path}/max_length", most, 1, INPUT)
    if isinstance(least, int) and isinstance(most, int) and least > most:
        found.add(f"{path}/min_length", "must not be more than max_length")
    longest = most if isinstance(most, int) else INPUT
    found.string(f"{path}/initial_value", element.get("initial_value"), longest)
    known = (
        "type", "action_id", "initial_value", "multiline", "min_length", "max_length", "placeholder",
        "dispatch_action_config", "focus_on_load",
    )  # fmt: skip
    found.unknown(path, element, known)


def _number_input(found: Findings, path: str, element: Json) -> None:
    if not isinstance(element.get("is_decimal_allowed"), bool):
        found.add(f"{path}/is_decimal_allowed", "missing required field")
    for name in ("min_value", "max_value", "initial_value"):
        if name in element and not isinstance(element[name], str):
            found.add(f"{path}/{name}", "must be a string")


def _file_input(found: Findings, path: str, element: Json) -> None:
    found.number(f"{path}/max_files", element.get("max_files"), 1, 10)


def _pattern(attribute: str, pattern: str) -> Callable[[Findings, str, Json], None]:
    def check(found: Findings, path: str, element: Json) -> None:
        value = element.get(attribute)
        if value is not None and not re.fullmatch(pattern, str(value)):
            found.add(f"{path}/{attribute}", "has the wrong format")

    return check


_RULES: dict[str, Callable[[Findings, str, Json], None]] = {
    "button": _button,
    "image": _image,
    "checkboxes": _choices,
    "radio_buttons": _choices,
    "overflow": _overflow,
    "static_select": _select,
    "multi_static_select": _multi_select,
    "external_select": _external,
    "multi_external_select": _external,
    "plain_text_input": _plain_text_input,
    "number_input": _number_input,
    "file_input": _file_input,
    "datepicker": _pattern("initial_date", r"\d{4}-\d{2}-\d{2}"),
    "timepicker": _pattern("initial_time", r"([01]\d|2[0-3]):[0-5]\d"),
    "datetimepicker": _pattern("initial_date_time", r"\d{10}"),
}
