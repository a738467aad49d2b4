"""What the app asked for when it was installed: scopes, events, commands, shortcuts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]
ManifestSource = str | Path | Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """One entry of the shortcuts menu, or of a message's own menu when `on_message`."""

    name: str
    callback_id: str
    on_message: bool


@dataclass(frozen=True, kw_only=True)
class Command:
    """A slash command as the client suggests it; with `should_escape`, names in its text arrive as ids."""

    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The parts of an app manifest that decide what Slack allows and sends."""

    app_name: str
    scopes: tuple[str, ...]
    events: frozenset[str]
    commands: Mapping[str, Command]
    shortcuts: tuple[Shortcut, ...]
    interactive: bool
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool

    def shortcut(self, wanted: str, *, on_message: bool) -> Shortcut | None:
        """Find a menu entry by its visible name or its callback id."""
        for shortcut in self.shortcuts:
            if shortcut.on_message is on_message and wanted in (shortcut.name, shortcut.callback_id):
                return shortcut
        return None


def read_manifest(source: ManifestSource) -> Manifest:
    """Read a manifest from a parsed mapping or from the path of a YAML or JSON file."""
    if isinstance(source, str | Path):
        source = yaml.safe_load(Path(source).read_text(encoding="utf-8"))
    if not isinstance(source, Mapping):
        raise TypeError("an app manifest is a mapping")
    features: Json = source.get("features") or {}
    settings: Json = source.get("settings") or {}
    home: Json = features.get("app_home") or {}
    scopes: Json = (source.get("oauth_config") or {}).get("scopes") or {}
    return Manifest(
        app_name=source["display_information"]["name"],
        scopes=tuple(scopes.get("bot") or ()),
        events=frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or ()),
        commands={
            entry["command"]: Command(
                description=entry.get("description", ""),
                usage_hint=entry.get("usage_hint", ""),
                should_escape=bool(entry.get("should_escape", False)),
            )
            for entry in features.get("slash_commands") or ()
        },
        shortcuts=tuple(
            Shortcut(name=entry["name"], callback_id=entry["callback_id"], on_message=entry["type"] == "message")
            for entry in features.get("shortcuts") or ()
        ),
        interactive=bool((settings.get("interactivity") or {}).get("is_enabled", False)),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", False)),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
    )
