"""How Slack's payloads come: over sockets, by signed requests, or, to some processes, not at all."""

from collections.abc import Sequence
from typing import Protocol

from aiohttp import web


class Transport(Protocol):
    """Brings Slack's payloads to Bolt, and the answers back."""

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """List what has to be served for it."""

    async def open(self) -> None:
        """Let payloads in, however long Slack is away."""

    async def close(self) -> None:
        """Let no more in; those that are in are answered."""

    async def connected(self) -> int | None:
        """Count the connections on which payloads can come; None where each brings its own."""


class Unheard:
    """The transport of a process that Slack's payloads do not come to."""

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """Serve nothing."""
        return []

    async def open(self) -> None:
        """Let nothing in."""

    async def close(self) -> None:
        """Let nothing in either."""

    async def connected(self) -> None:
        """Have no connection."""
        return
