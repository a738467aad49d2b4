"""What Slack's client makes of typed text: people, channels and links become references."""

import re

from bot.sandbox.wire import escaped
from bot.sandbox.workspace import Workspace

PIECES = re.compile(r"(?P<url>https?://[^\s<>]+)|@(?P<user>[\w.-]+)|#(?P<channel>[\w-]+)")


def with_references(text: str, workspace: Workspace) -> str:
    """Turn `@ana` into `<@U1|ana>`, `#inc-1` into `<#C1|inc-1>` and addresses into `<https://..>`."""
    already = r"(<[@#!][^>]+>)"
    parts = re.split(already, text)
    return "".join(part if re.fullmatch(already, part) else _referenced(escaped(part), workspace) for part in parts)


def _referenced(text: str, workspace: Workspace) -> str:
    def reference(found: re.Match[str]) -> str:
        if url := found["url"]:
            return f"<{url}>"
        if name := found["user"]:
            return _mention(name, workspace) or found[0]
        channel = workspace.channel_named(found["channel"])
        if channel is None:
            return found[0]
        return f"<#{channel.id}|{'' if channel.is_private else channel.name}>"

    return PIECES.sub(reference, text)


def _mention(name: str, workspace: Workspace) -> str | None:
    for group in workspace.usergroups.values():
        if group.handle == name:
            return f"<!subteam^{group.id}|@{group.handle}>"
    if name in ("here", "channel", "everyone"):
        return f"<!{name}>"
    for user in workspace.users.values():
        if user.name == name:
            return f"<@{user.id}|{user.name}>"
    return None
