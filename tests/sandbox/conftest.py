"""A sandbox, a Web API client, and a small Bolt app, all real."""

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox

MANIFEST = {
    "display_information": {"name": "Conn"},
    "features": {
        "bot_user": {"display_name": "Conn"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {"command": "/incident", "description": "Incidents", "should_escape": True},
            {"command": "/oncall", "description": "Who is on call", "should_escape": False},
        ],
        "shortcuts": [
            {"name": "Declare incident", "type": "global", "callback_id": "declare_incident"},
            {"name": "Declare from message", "type": "message", "callback_id": "declare_from_message"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "commands", "chat:write", "channels:manage", "channels:join", "channels:read",
                "channels:history", "groups:write", "groups:read", "groups:history", "im:history", "im:write",
                "im:read", "pins:read", "pins:write", "bookmarks:read", "bookmarks:write", "users:read",
                "users:read.email", "usergroups:read", "reactions:read", "reactions:write", "team:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened", "reaction_added", "member_joined_channel", "message.channels",
                "message.groups", "message.im", "channel_archive", "channel_rename", "group_archive",
                "group_rename", "pin_added", "user_change",
            ]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}  # fmt: skip


def manifest(*, without=(), **changes):
    """Give the manifest with fewer scopes, or other sections."""
    scopes = [s for s in MANIFEST["oauth_config"]["scopes"]["bot"] if s not in without]
    return {**MANIFEST, "oauth_config": {"scopes": {"bot": scopes}}, **changes}


@pytest.fixture
async def sandbox():
    async with Sandbox(MANIFEST, event_retries=(0.0, 0.05, 0.1)) as running:
        yield running


@pytest.fixture
def ana(sandbox):
    return sandbox.add_person("ana", real_name="Ana Lima")


@pytest.fixture
def ben(sandbox):
    return sandbox.add_person("ben", real_name="Ben Okafor")


@pytest.fixture
async def session():
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        yield session


@pytest.fixture
def client(sandbox, session):
    return client_of(sandbox, session)


def client_of(sandbox, session, token=None):
    """Make the client Conn would use: one session, no blind retries."""
    return AsyncWebClient(
        token=token or sandbox.bot_token, base_url=sandbox.api_url, session=session, retry_handlers=[]
    )


@pytest.fixture
async def app(sandbox, client):
    """Give a Bolt app that answers before it acks, as Conn does; connect it with `connect`."""
    return AsyncApp(
        client=client, signing_secret=sandbox.signing_secret, process_before_response=True,
        raise_error_for_unhandled_request=False,
    )  # fmt: skip


@pytest.fixture
async def connect(sandbox, app, session):
    """Open sockets for the app, and close them at the end."""
    handlers = []

    async def open_sockets(count=1):
        for _ in range(count):
            web_client = client_of(sandbox, session, sandbox.app_token)
            handler = AsyncSocketModeHandler(app, sandbox.app_token, web_client=web_client, ping_interval=0.2)
            await handler.connect_async()
            handlers.append(handler)
        await sandbox.connected(count)
        return handlers

    yield open_sockets
    for handler in handlers:
        await handler.close_async()


async def refused(call):
    """Give the error code a call is refused with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response["error"]


async def raw_socket(sandbox, session):
    """Open a socket without Bolt, to see envelopes as they come."""
    answer = await client_of(sandbox, session, sandbox.app_token).apps_connections_open(app_token=sandbox.app_token)
    return await session.ws_connect(answer["url"])
