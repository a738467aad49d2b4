"""Whether Slack lets Conn do its work: tokens, scopes, clock, and everybody and every channel the model names."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.doctor.findings import Finding, fine, still_open, wrong
from bot.domain.people import SLACK_ID
from bot.domain.policy import Policy
from bot.domain.roster import channels_in, names_in
from bot.settings import Settings

MANIFEST = Path(__file__).parents[2] / "manifests" / "slack-app.yaml"

STALE = timedelta(minutes=5)
"""Slack's signed requests are refused when they seem older: https://docs.slack.dev/authentication/verifying-requests-from-slack"""

NOTICEABLE = timedelta(seconds=30)
"""A clock that is so far off makes times wrong that people read."""

PAGE = 200
"""Channels a call asks for: https://docs.slack.dev/reference/methods/conversations.list"""

_NOBODY = ("users_not_found", "user_not_found", "user_not_visible")
_HOSTS_FAULT = (aiohttp.ClientError, OSError, TimeoutError)


class Workspace:
    """Asks Slack, and changes nothing there."""

    def __init__(self, settings: Settings, session: aiohttp.ClientSession) -> None:
        """Speak for the app whose tokens the settings hold."""
        self._settings = settings
        self._session = session
        self._bot = self._client(settings.slack_bot_token.get_secret_value())

    async def findings(self, policy: Policy | None) -> AsyncIterator[Finding]:
        """Go from the tokens to the names of the support model; without a valid token there is no more to ask."""
        try:
            me = await self._bot.auth_test()
        except SlackApiError as refused:
            yield _refused("SLACK_BOT_TOKEN", refused)
            return
        except _HOSTS_FAULT as away:
            yield wrong(
                f"Slack cannot be reached at {self._settings.slack_api_url} ({type(away).__name__}).",
                "Look at the network, the proxy and SLACK_API_URL; what is due meanwhile is sent when it is back.",
            )
            return
        yield fine(f"Slack knows Conn as {me['user']} in {me['team']}.")
        for finding in (*_scopes(me), *_clock(me)):
            yield finding
        async for finding in self._ear():
            yield finding
        if policy is None:
            return
        try:
            async for finding in self._names(policy):
                yield finding
        except (SlackApiError, *_HOSTS_FAULT) as failed:
            yield wrong(f"Slack could not say who is who: {failed}", "Run the doctor again in a minute.")

    async def _ear(self) -> AsyncIterator[Finding]:
        """Say how Slack's payloads come in."""
        if token := self._settings.slack_app_token:
            try:
                await self._client(token.get_secret_value()).apps_connections_open(app_token=token.get_secret_value())
            except SlackApiError as refused:
                yield _refused("SLACK_APP_TOKEN", refused)
            else:
                yield fine("Slack is heard over Socket Mode.")
        elif self._settings.slack_signing_secret:
            yield fine(f"Slack is heard over HTTP on port {self._settings.port}, at /slack/events.")
        else:
            yield wrong(
                "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set.",
                "Set the first for Socket Mode, or the second for HTTP; `worker` alone needs neither.",
            )

    async def _names(self, policy: Policy) -> AsyncIterator[Finding]:
        persons, groups = names_in(policy)
        for name in sorted(persons):
            if (finding := await self._person(name)) is not None:
                yield finding
        if groups:
            listed = await self._bot.usergroups_list()
            there = {f"@{group['handle']}" for group in listed["usergroups"]}
            for handle in sorted(groups - there):
                yield wrong(f"There is no user group {handle}.", "Create it in Slack, or name another.")
        channels = channels_in(policy)
        missing = channels - await self._visible(channels)
        for name in sorted(missing):
            yield still_open(f"Conn sees no channel #{name}.", "Create it, or invite Conn to it if it is private.")
        found = len(persons) + len(groups) + len(channels) - len(missing)
        yield fine(f"Looked up {found} names of the support model in Slack.")

    async def _person(self, name: str) -> Finding | None:
        try:
            if SLACK_ID.fullmatch(name):
                user = (await self._bot.users_info(user=name))["user"]
            else:
                user = (await self._bot.users_lookupByEmail(email=name))["user"]
        except SlackApiError as refused:
            if (code := _code(refused)) not in _NOBODY:
                raise
            return wrong(f"{name} is nobody in Slack ({code}).", "Correct the address in the support model.")
        if user.get("deleted"):
            return wrong(f"{name} has left Slack.", "Name somebody else in the support model.")
        return None

    async def _visible(self, names: frozenset[str]) -> set[str]:
        found: set[str] = set()
        cursor = ""
        while names - found:
            page = await self._bot.conversations_list(
                types="public_channel,private_channel", exclude_archived=True, limit=PAGE, cursor=cursor
            )
            found |= {channel["name"] for channel in page["channels"]}
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                break
        return found

    def _client(self, token: str) -> AsyncWebClient:
        patient: list[AsyncRetryHandler] = [AsyncRateLimitErrorRetryHandler(max_retry_count=3)]
        url = self._settings.slack_api_url
        return AsyncWebClient(token, base_url=url, session=self._session, retry_handlers=patient)


def _code(refused: SlackApiError) -> str:
    """Give Slack's word for why not, or the status where something else than Slack answered."""
    data = refused.response.data
    return str(data["error"]) if isinstance(data, dict) else f"status {refused.response.status_code}"


def _refused(setting: str, refused: SlackApiError) -> Finding:
    code = _code(refused)
    mends = {
        "missing_scope": "Add the scope it needs (connections:write for SLACK_APP_TOKEN), and install the app again.",
        "not_allowed_token_type": f"{setting} holds another kind of token: the README says which is which.",
    }
    other = "Copy it again from the app's page at api.slack.com, after installing the app to the workspace."
    return wrong(f"Slack refuses {setting} ({code}).", mends.get(code, other))


def _scopes(me: AsyncSlackResponse) -> list[Finding]:
    """Compare what was granted with what the manifest asks for."""
    wanted = set(yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"])
    granted = {scope.strip() for scope in _header(me, "x-oauth-scopes").split(",") if scope.strip()}
    mend = "Add it under OAuth & Permissions (or paste manifests/slack-app.yaml), and install the app again."
    found = [wrong(f"The scope {scope} is missing.", mend) for scope in sorted(wanted - granted)]
    surplus = ", ".join(sorted(granted - wanted))
    if surplus:
        found.append(still_open(f"The app may do more than Conn uses: {surplus}.", "Remove these scopes."))
    return found or [fine(f"The app has the {len(wanted)} scopes that Conn uses, and no other.")]


def _clock(me: AsyncSlackResponse) -> list[Finding]:
    """Compare this machine's clock with Slack's, which stands in every answer."""
    with suppress(TypeError, ValueError):
        skew = abs(datetime.now(UTC) - parsedate_to_datetime(_header(me, "date")))
        said = f"This machine's clock is {skew // timedelta(seconds=1)} s away from Slack's."
        if skew > STALE:
            return [wrong(said, "Let NTP set it: Slack's signed requests are refused until then.")]
        if skew > NOTICEABLE:
            return [still_open(said, "Let NTP set it.")]
        return [fine("This machine's clock agrees with Slack's.")]
    return []


def _header(answer: AsyncSlackResponse, name: str) -> str:
    headers: Any = answer.headers
    return str(next((value for key, value in headers.items() if key.lower() == name), ""))
