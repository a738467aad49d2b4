"""Slack over HTTP: signed as Slack signs, encoded as Slack encodes, and as patient as Slack is."""

import asyncio
import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.errors import ImpossibleError
from bot.sandbox.server import Server, application


@dataclass
class App:
    """An app that keeps what it is sent, and answers as it is told."""

    answers: list = field(default_factory=list)
    seen: list = field(default_factory=list)
    url: str = ""

    async def handle(self, request):
        """Echo a challenge; else give the next answer, or nothing."""
        body = await request.read()
        self.seen.append((dict(request.headers), body))
        if b"url_verification" in body:
            return web.Response(text=json.loads(body)["challenge"])
        answer = self.answers.pop(0) if self.answers else web.Response()
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            return web.Response()
        return answer

    @property
    def last(self):
        """Give the headers and the body of the newest request."""
        return self.seen[-1]


@pytest.fixture
async def http(sandbox):
    """Give an app that the sandbox reaches by HTTP."""
    app = App()
    server = Server(application([web.post("/slack/events", app.handle)]))
    await server.start(0)
    app.url = f"{server.url}slack/events"
    await sandbox.set_request_url(app.url)
    yield app
    await server.stop()


@pytest.fixture
def channel(sandbox, ana):
    return sandbox.add_channel("inc-1", [ana], bot=True)


def reasons(app):
    """List how often and why each request after the challenge was repeated."""
    return [(headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")) for headers, body in app.seen[1:]]


async def test_every_request_is_signed_over_its_raw_body(sandbox, http, ana, channel):
    await ana.command("/incident", "list & more")
    await ana.says("hello", channel)
    await sandbox.quiet()

    verifier = SignatureVerifier(sandbox.signing_secret)
    assert len(http.seen) == 3
    assert all(verifier.is_valid_request(body, headers) for headers, body in http.seen)


async def test_an_address_that_does_not_echo_the_challenge_is_not_taken(sandbox, http):
    http.answers = [web.Response(text="no")]
    with pytest.raises(ImpossibleError, match="cannot be reached"):
        await sandbox.set_request_url("http://127.0.0.1:9/slack/events")
    with pytest.raises(ImpossibleError, match="challenge"):
        await sandbox.set_request_url(f"{sandbox.api_url}auth.test")


async def test_commands_are_forms_and_events_are_json(sandbox, http, ana, channel):
    await ana.command("/incident", "help me")
    headers, body = http.last
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body.decode())["text"] == ["help me"]

    await ana.says("hello", channel)
    await sandbox.quiet()
    headers, body = http.last
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body)["event"]["text"] == "hello"


async def test_interactions_are_json_in_a_forms_payload(http, ana):
    await ana.shortcut("Declare incident")

    headers, body = http.last
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert json.loads(parse_qs(body.decode())["payload"][0])["callback_id"] == "declare_incident"


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (web.Response(text="words"), "words"),
        (web.json_response({"text": "json"}), "json"),
        (web.Response(), ""),
    ],
)
async def test_the_answer_to_a_command_is_the_response(http, ana, answer, text):
    http.answers = [answer]
    assert (await ana.command("/incident")).text == text


@pytest.mark.parametrize("code", [201, 302, 404, 500])
async def test_a_command_that_is_not_answered_200_fails_for_the_person_and_is_tried_once(http, ana, code):
    http.answers = [web.Response(status=code)]
    assert (await ana.command("/incident")).error == "dispatch_failed"
    assert len(http.seen) == 2


async def test_a_command_that_takes_longer_than_three_seconds_times_out(http, ana):
    http.answers = [4.0]
    assert (await ana.command("/incident")).error == "operation_timeout"
    assert len(http.seen) == 2


async def test_an_event_is_tried_again_three_times_with_number_and_reason(sandbox, http, ana, channel):
    http.answers = [web.Response(status=500) for _ in range(5)]
    await ana.says("hello", channel)
    await asyncio.sleep(0.3)
    await sandbox.quiet()

    assert reasons(http) == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({json.loads(body)["event_id"] for _, body in http.seen[1:]}) == 1


async def test_an_event_is_content_with_any_2xx(sandbox, http, ana, channel):
    http.answers = [web.Response(status=204)]
    await ana.says("hello", channel)
    await sandbox.quiet()

    assert reasons(http) == [(None, None)]
    assert sandbox.log.violations == []


async def test_an_app_may_refuse_further_attempts(sandbox, http, ana, channel):
    http.answers = [web.Response(status=500, headers={"X-Slack-No-Retry": "1"})]
    await ana.says("hello", channel)
    await asyncio.sleep(0.1)
    await sandbox.quiet()

    assert reasons(http) == [(None, None)]


async def test_two_redirects_are_followed_and_no_third(sandbox, http, ana, channel):
    there = {"Location": http.url}
    http.answers = [web.Response(status=307, headers=there) for _ in range(3)]
    await ana.says("hello", channel)
    await asyncio.sleep(0.1)
    await sandbox.quiet()

    assert reasons(http)[-1] == ("1", "too_many_redirects")
    assert [d.missed for d in sandbox.log.deliveries("events_api")] == ["too_many_redirects", None]


async def test_an_answer_that_says_it_is_json_and_is_not_is_a_violation(sandbox, http, ana):
    http.answers = [web.Response(text="{", content_type="application/json")]
    assert (await ana.command("/incident")).error == "dispatch_failed"
    assert [v.rule for v in sandbox.log.violations] == ["malformed_ack"]


async def test_while_slack_is_down_events_wait(sandbox, http, ana, channel):
    await sandbox.faults.down()
    await ana.says("meanwhile", channel)
    await asyncio.sleep(0.05)
    assert len(http.seen) == 1

    await sandbox.faults.up()
    await sandbox.quiet()
    assert json.loads(http.last[1])["event"]["text"] == "meanwhile"


async def test_a_payload_can_come_twice(sandbox, http, ana, channel):
    sandbox.faults.duplicate_deliveries(1)
    await ana.says("once", channel)
    await sandbox.quiet()

    assert [json.loads(body)["event"]["text"] for _, body in http.seen[1:]] == ["once", "once"]
    assert sandbox.log.violations == []
