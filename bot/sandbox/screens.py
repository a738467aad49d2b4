"""The modals a person has open, one on another, and the Home tab as the app last published it."""

import hashlib
import json
from dataclasses import dataclass, field

from bot.sandbox.blocks import with_ids
from bot.sandbox.errors import SlackError
from bot.sandbox.objects import Json
from bot.sandbox.workspace import Workspace

STACK = 3  # https://docs.slack.dev/surfaces/modals


@dataclass(kw_only=True, slots=True, eq=False)
class View:
    """A modal or Home tab on one person's screen; `values` is what the person entered by hand."""

    id: str
    user: str
    shown: Json
    root_id: str
    previous_id: str | None = None
    number: int = 0
    closed: bool = False
    values: dict[tuple[str, str], Json] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """Tell a modal from a home."""
        return str(self.shown["type"])

    @property
    def title(self) -> str:
        """Read the title."""
        return str((self.shown.get("title") or {}).get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        """Give the blocks as shown."""
        return list(self.shown["blocks"])

    @property
    def callback_id(self) -> str:
        """Give the app's own name for the view."""
        return str(self.shown.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        """Give what the app keeps in the view."""
        return str(self.shown.get("private_metadata", ""))

    @property
    def hash(self) -> str:
        """Change with every update, so that a newer view is not overwritten unseen."""
        digest = hashlib.sha256(f"{self.id}{self.number}".encode()).hexdigest()[:8]
        return f"{1_700_000_000 + self.number}.{digest}"


class Screens:
    """Who has what open."""

    def __init__(self, workspace: Workspace) -> None:
        """Begin with nothing open."""
        self._workspace = workspace
        self._views: dict[str, View] = {}
        self._external: dict[str, str] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def top(self, user: str) -> View | None:
        """Give the modal a person sees now."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def open(self, user: str, shown: Json) -> View:
        """Show a modal in place of whatever was open."""
        self.clear(user)
        view = self._new(user, shown)
        self.stacks[user] = [view]
        return view

    def push(self, user: str, shown: Json) -> View:
        """Lay a modal over the one that is open."""
        stack = self.stacks.get(user) or []
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        view = self._new(user, shown)
        if stack:
            view.root_id, view.previous_id = stack[0].id, stack[-1].id
        self.stacks[user] = [*stack, view]
        return view

    def publish(self, user: str, shown: Json, *, expected: str | None) -> View:
        """Replace a person's Home tab."""
        home = self.homes.get(user)
        if home is None:
            if expected:
                raise SlackError("hash_conflict")
            home = self.homes[user] = self._new(user, shown)
            return home
        self.update(home, shown, expected=expected)
        return home

    def update(self, view: View, shown: Json, *, expected: str | None) -> None:
        """Redraw a view; what was entered survives where block and action ids stay."""
        if expected and expected != view.hash:
            raise SlackError("hash_conflict")
        self._claim(shown, view.id)
        view.shown = self._complete(shown)
        view.number += 1
        there = {
            (block["block_id"], block["element"]["action_id"])
            for block in view.shown["blocks"]
            if block["type"] == "input"
        }
        view.values = {key: value for key, value in view.values.items() if key in there}

    def find(self, view_id: str | None, external_id: str | None) -> View:
        """Find a view that is still open."""
        if external_id:
            view_id = self._external.get(external_id)
        view = self._views.get(view_id or "")
        if view is None or view.closed:
            raise SlackError("not_found")
        return view

    def close(self, view: View) -> None:
        """Take one modal away."""
        view.closed = True
        self._views.pop(view.id, None)
        self._external = {name: owner for name, owner in self._external.items() if owner != view.id}
        stack = self.stacks.get(view.user) or []
        self.stacks[view.user] = [other for other in stack if other is not view]

    def clear(self, user: str) -> None:
        """Take all of a person's modals away."""
        for view in list(self.stacks.get(user) or ()):
            self.close(view)

    def _new(self, user: str, shown: Json) -> View:
        view_id = self._workspace.new_id("V")
        self._claim(shown, view_id)
        view = View(id=view_id, user=user, shown=self._complete(shown), root_id=view_id)
        self._views[view_id] = view
        return view

    def _claim(self, shown: Json, view_id: str) -> None:
        name = shown.get("external_id")
        if not name:
            return
        if self._external.get(name, view_id) != view_id:
            raise SlackError("duplicate_external_id")
        self._external[name] = view_id

    def _complete(self, shown: Json) -> Json:
        shown = json.loads(json.dumps(shown))  # the caller may change what it passed
        return {**shown, "blocks": with_ids(tuple(shown["blocks"]))}


def view_json(view: View, workspace: Workspace) -> Json:
    """Show a view as `views.open` answers and as interactions carry it."""
    shown = view.shown
    return {
        "id": view.id,
        "team_id": workspace.team_id,
        "type": view.type,
        "blocks": shown["blocks"],
        "private_metadata": shown.get("private_metadata", ""),
        "callback_id": shown.get("callback_id", ""),
        "state": {"values": state_values(view)},
        "hash": view.hash,
        "title": shown.get("title"),
        "clear_on_close": shown.get("clear_on_close", False),
        "notify_on_close": shown.get("notify_on_close", False),
        "close": shown.get("close"),
        "submit": shown.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": workspace.app_id,
        "external_id": shown.get("external_id", ""),
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot_id,
    }


def state_values(view: View) -> Json:
    """Collect what the view's fields hold now, as `view.state.values` carries it."""
    values: Json = {}
    for block in view.shown["blocks"]:
        for element in _stateful(block):
            key = (block["block_id"], element["action_id"])
            held = view.values.get(key) or initial(element)
            values.setdefault(block["block_id"], {})[element["action_id"]] = held
    return values


def _stateful(block: Json) -> list[Json]:
    candidates = [block.get("element"), block.get("accessory"), *(block.get("elements") or ())]
    return [c for c in candidates if c and c.get("type") in HOLDS]


# what each kind of element holds in `state.values`: the key, and the attribute it begins with
HOLDS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}


def initial(element: Json) -> Json:
    """Give what an element holds before anybody touches it."""
    key, source = HOLDS[element["type"]]
    nothing: object = [] if key.endswith("s") else None
    return {"type": element["type"], key: element.get(source, nothing)}
