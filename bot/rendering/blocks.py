"""Small builders for the parts of Block Kit that Conn uses.

They are plain dicts: the SDK's classes drop what they do not know, and check less than `problems` does.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.rendering.checks import problems, view_problems
from bot.rendering.text import fit

__all__ = [
    "Block",
    "View",
    "actions",
    "button",
    "checkboxes",
    "confirm",
    "context",
    "divider",
    "field",
    "header",
    "modal",
    "moment_picker",
    "mrkdwn",
    "option",
    "person_select",
    "plain",
    "problems",
    "section",
    "select",
    "text_input",
    "view_problems",
]

Block = dict[str, Any]
View = dict[str, Any]

HEADER_LIMIT = 150  # https://docs.slack.dev/reference/block-kit/blocks/header-block
OPTION_LIMIT = 75  # https://docs.slack.dev/reference/block-kit/composition-objects/option-object
OPTION_VALUE_LIMIT = 150
OPTIONS_LIMIT = 100
CHECKBOXES_LIMIT = 10  # https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
INPUT_LIMIT = 3000  # https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element


def plain(text: str) -> Block:
    """Write text in which Slack reads nothing: no mention, link, emoji name or format."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    """Write text in Slack's markup, with only the mentions and links that are written out."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> Block:
    """Draw a heading; what is too long is cut."""
    return {"type": "header", "text": plain(fit(text, HEADER_LIMIT))}


def section(text: Block, accessory: Block | None = None) -> Block:
    """Draw a paragraph, with a button at its side where one is given."""
    block: Block = {"type": "section", "text": text}
    return {**block, "accessory": accessory} if accessory else block


def context(text: str, *, block_id: str | None = None) -> Block:
    """Draw small print in Slack's markup."""
    block: Block = {"type": "context", "elements": [mrkdwn(text)]}
    return {**block, "block_id": block_id} if block_id else block


def divider() -> Block:
    """Draw a line across."""
    return {"type": "divider"}


def actions(*elements: Block) -> Block:
    """Put buttons in a row."""
    return {"type": "actions", "elements": list(elements)}


def button(
    label: str,
    action: str,
    value: str = "",
    *,
    primary: bool = False,
    spoken: str | None = None,
    confirm: Block | None = None,
) -> Block:
    """Draw a button; `spoken` is what a screen reader says where the label alone is too short."""
    block: Block = {"type": "button", "text": plain(label), "action_id": action}
    if value:
        block["value"] = value
    if primary:
        block["style"] = "primary"
    if spoken:
        block["accessibility_label"] = spoken
    if confirm:
        block["confirm"] = confirm
    return block


def confirm(title: str, text: str, yes: str) -> Block:
    """Ask once more before something that cannot be taken back."""
    return {"title": plain(title), "text": plain(text), "confirm": plain(yes), "deny": plain("Go back")}


def option(label: str, value: str, description: str = "") -> Block:
    """Offer one choice; a label that is too long goes on where the description would stand."""
    label, rest = _parted(label)
    description = rest or description
    block: Block = {"text": plain(label), "value": fit(value, OPTION_VALUE_LIMIT)}
    return {**block, "description": plain(fit(description, OPTION_LIMIT))} if description else block


def _parted(label: str) -> tuple[str, str]:
    """Part a label between two words where it is too long; one without a word's end near enough is cut."""
    shown = fit(label, OPTION_LIMIT)
    head, _, _ = shown.rpartition(" ")
    if shown == label or not head:
        return shown, ""
    return head, label.removeprefix(head).strip()


def field(
    label: str, name: str, element: Block, *, optional: bool = True, hint: str = "", tells: bool = False
) -> Block:
    """Draw one field of a form; with `tells`, a choice is told to Conn at once."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint)
    if tells:
        block["dispatch_action"] = True
    return block


def text_input(
    name: str, initial: str = "", *, longest: int = INPUT_LIMIT, lines: bool = False, placeholder: str = ""
) -> Block:
    """Draw a place to write, holding `initial`."""
    block: Block = {"type": "plain_text_input", "action_id": name, "max_length": longest, "multiline": lines}
    if initial:
        block["initial_value"] = fit(initial, longest)
    if placeholder:
        block["placeholder"] = plain(placeholder)
    return block


def select(name: str, options: Iterable[Block], *, chosen: str | None = None, placeholder: str = "") -> Block:
    """Draw a choice of one, with as many options as Slack takes."""
    choices = list(options)[:OPTIONS_LIMIT]
    block: Block = {"type": "static_select", "action_id": name, "options": choices}
    initial = next((choice for choice in choices if choice["value"] == chosen), None)
    if initial:
        block["initial_option"] = initial
    if placeholder:
        block["placeholder"] = plain(placeholder)
    return block


def checkboxes(name: str, options: Iterable[Block], *, ticked: Iterable[str] = ()) -> Block:
    """Draw a choice of any number."""
    choices, wanted = list(options), set(ticked)
    block: Block = {"type": "checkboxes", "action_id": name, "options": choices}
    initial = [choice for choice in choices if choice["value"] in wanted]
    return {**block, "initial_options": initial} if initial else block


def person_select(name: str, chosen: str | None = None) -> Block:
    """Draw a choice of one person of the workspace."""
    block: Block = {"type": "users_select", "action_id": name}
    return {**block, "initial_user": chosen} if chosen else block


def moment_picker(name: str, chosen: datetime | None = None) -> Block:
    """Draw a choice of a day and a time, in the reader's own zone."""
    block: Block = {"type": "datetimepicker", "action_id": name}
    return {**block, "initial_date_time": int(chosen.timestamp())} if chosen else block


def modal(
    callback: str, title: str, submit: str, blocks: Iterable[Block], *, metadata: str = "", close: str = "Cancel"
) -> View:
    """Draw a form in its own window; `metadata` comes back with it and holds ids only."""
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title),
        "submit": plain(submit),
        "close": plain(close),
        "private_metadata": metadata,
        "blocks": list(blocks),
    }
