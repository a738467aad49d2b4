"""The two ways in which Slack's payloads come."""

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
