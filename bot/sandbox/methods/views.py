"""Modals and the Home tab."""

from bot.sandbox.blocks import view_problems
from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.manifest import Json
from bot.sandbox.screens import View, view_json

VIEW_BYTES = 250_000  # https://docs.slack.dev/surfaces/modals


def open_view(call: Call) -> Json:
    """Open a modal with a fresh trigger."""
    shown = checked_view(call.structure("view"), "modal")
    interaction = call.platform.interactions.exchange(call.text("trigger_id"))
    view = interaction.view = call.platform.screens.open(interaction.user, shown)
    return _answered(call, view, "view_opened")


def push(call: Call) -> Json:
    """Lay a modal over the one the trigger came from."""
    shown = checked_view(call.structure("view"), "modal")
    interaction = call.platform.interactions.exchange(call.text("trigger_id"))
    view = interaction.view = call.platform.screens.push(interaction.user, shown)
    return _answered(call, view, "view_pushed")


def update(call: Call) -> Json:
    """Redraw a modal that is still open."""
    shown = checked_view(call.structure("view"), "modal")
    view = call.platform.screens.find(call.text("view_id"), call.text("external_id"))
    call.platform.screens.update(view, shown, expected=call.text("hash") or None)
    return _answered(call, view, "view_updated")


def publish(call: Call) -> Json:
    """Replace somebody's Home tab."""
    if not call.platform.manifest.home_tab:
        raise SlackError("not_enabled")
    shown = checked_view(call.structure("view"), "home")
    user = call.workspace.users.get(call.text("user_id"))
    if user is None or user.deleted or user.is_bot:
        raise invalid_arguments("invalid `user_id`")
    view = call.platform.screens.publish(user.id, shown, expected=call.text("hash") or None)
    return _answered(call, view, "home_published")


def checked_view(shown: object, kind: str) -> Json:
    """Refuse a view Slack would refuse."""
    if not isinstance(shown, dict):
        raise invalid_arguments("must provide an object [json-pointer:/view]")
    if shown.get("type") != kind:
        raise invalid_arguments(f"unsupported type: must be {kind} [json-pointer:/view/type]")
    if len(str(shown).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
    if found := view_problems(shown):
        raise invalid_arguments(*found)
    return shown


def _answered(call: Call, view: View, what: str) -> Json:
    call.platform.log.changed(what, user=view.user, view=view.id, title=view.title)
    return {"view": view_json(view, call.workspace)}


METHODS = (
    Method(
        name="views.open",
        run=open_view,
        tier="4",
        required=("view", "trigger_id"),
        optional=("interactivity_pointer",),
    ),
    Method(
        name="views.push",
        run=push,
        tier="4",
        required=("view", "trigger_id"),
        optional=("interactivity_pointer",),
    ),
    Method(
        name="views.update",
        run=update,
        tier="4",
        required=("view",),
        optional=("view_id", "external_id", "hash"),
    ),
    Method(name="views.publish", run=publish, tier="4", required=("view", "user_id"), optional=("hash",)),
)
