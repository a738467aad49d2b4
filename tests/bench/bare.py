"""The least that Bolt can do in the mode Conn uses: the yardstick for what Conn adds."""

import asyncio
import os

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

ANSWER = "Declare an incident with /incident declare."


async def help_text(ack: AsyncAck) -> None:
    """Answer at once."""
    await ack(text=ANSWER, response_type="ephemeral")


async def main() -> None:
    """Serve until the process is ended."""
    base_url = os.environ["api_url"]  # noqa: SIM112 - named as the sandbox names its facts
    token = os.environ["bot_token"]  # noqa: SIM112
    app = AsyncApp(client=AsyncWebClient(token, base_url=base_url), process_before_response=True)
    app.command("/incident")(help_text)
    app_token = os.environ["app_token"]  # noqa: SIM112
    await AsyncSocketModeHandler(app, app_token, web_client=AsyncWebClient(app_token, base_url=base_url)).start_async()


if __name__ == "__main__":
    asyncio.run(main())
