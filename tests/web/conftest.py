"""A world whose Slack speaks HTTP, and somebody outside who sends what Slack would not."""

import hashlib
import hmac
import io
import json
import time
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import aiohttp
import pytest

from tests.stories.conftest import *  # noqa: F403 - the same world and the same people
from tests.world import World

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Give a plain HTTP client."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        yield session


class Sender:
    """Sends to Conn what looks like Slack's requests; it knows the secret, and whom to write as."""

    def __init__(self, world: World, session: aiohttp.ClientSession) -> None:
        """Send to this world's Conn."""
        self._world = world
        self._session = session
        self.address = f"{world.address}slack/events"

    def command(self, text: str, by: str = "fay", **changes: str) -> bytes:
        """Write a slash command as Slack does."""
        workspace = self._world.sandbox.workspace
        return urlencode(
            {
                "team_id": workspace.team_id,
                "channel_id": self._world.channel("general").id,
                "user_id": self._world.people[by].id,
                "command": "/incident",
                "text": text,
                "api_app_id": workspace.app_id,
                "response_url": f"{self._world.sandbox.api_url}nowhere",
                "trigger_id": hashlib.sha256(text.encode()).hexdigest(),
                **changes,
            }
        ).encode()

    def signature(self, body: bytes, *, at: float | None = None, secret: str | None = None) -> dict[str, str]:
        """Sign a body."""
        when = str(int(at if at is not None else time.time()))
        key = (secret or self._world.sandbox.signing_secret).encode()
        digest = hmac.new(key, b"v0:" + when.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": when, "X-Slack-Signature": f"v0={digest}"}

    async def sends(self, body: bytes, signed: dict[str, str] | None = None, kind: str = FORM) -> tuple[int, str]:
        """Send a body, properly signed unless other headers are given; read the status and what is said."""
        headers = {"Content-Type": kind, **(self.signature(body) if signed is None else signed)}
        async with self._session.post(self.address, data=io.BytesIO(body), headers=headers) as response:
            text = await response.text()
        said = json.loads(text) if response.content_type == "application/json" else {"text": text}
        return response.status, said.get("error", said.get("text", ""))


@pytest.fixture
def sender(world: World, session: aiohttp.ClientSession) -> Sender:
    """Give somebody who can reach Conn's address."""
    return Sender(world, session)
