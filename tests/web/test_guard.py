"""What comes by HTTP and is not Slack's, or not fresh, or not whole, changes nothing and is told why."""

import asyncio
import json
import time
from urllib.parse import urlencode

import pytest

from bot.web.connection import SENT_WITHIN
from bot.web.guard import FRESH, LARGEST

pytestmark = pytest.mark.only("http-postgres", reason="it is about requests over HTTP")

DECLARE = "declare P1 Checkout is down"
JSON = "application/json"


@pytest.fixture
async def untouched(world):
    """See to it that nothing at all came of a test."""
    yield
    await world.settles()
    assert world.announcements == []
    assert world.pages == []


async def test_what_slack_signed_is_done(world, sender):
    # when a command comes as Slack sends it
    status, said = await sender.sends(sender.command(DECLARE))

    # then it is done, and the answer to the request says so
    await world.settles()
    assert (status, said.startswith("INC-1 (P1) is declared")) == (200, True)
    assert world.paged == ["ana"]


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    "spoil",
    [
        lambda sender, body: sender.signature(body, secret="guessed"),  # noqa: S106 - a wrong one
        lambda sender, body: sender.signature(body + b"&text=list"),
        lambda sender, body: {**sender.signature(body), "X-Slack-Signature": "v0=" + "é" * 64},
        lambda sender, body: {**sender.signature(body), "X-Slack-Signature": ""},
        lambda sender, body: {**sender.signature(body), "X-Slack-Request-Timestamp": "yesterday"},
        lambda sender, body: {**sender.signature(body), "X-Slack-Request-Timestamp": "9" * 400},
        lambda sender, body: {**sender.signature(body), "X-Slack-Request-Timestamp": "-1"},
        lambda *_: {},
    ],
)
@pytest.mark.fault("F113")
@pytest.mark.invariant("INV-17")
async def test_what_slack_did_not_sign_is_refused(sender, spoil):
    body = sender.command(DECLARE)

    assert await sender.sends(body, spoil(sender, body)) == (401, "not signed by Slack")


@pytest.mark.usefixtures("untouched")
@pytest.mark.fault("F113")
async def test_a_body_that_is_no_text_is_refused(sender):
    assert await sender.sends(b"\xff\xfe", sender.signature(b"\xff\xfe")) == (401, "not signed by Slack")


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("ago", [FRESH + 5, -FRESH - 5])
@pytest.mark.fault("F90", "F113")
@pytest.mark.invariant("INV-17")
async def test_what_was_signed_too_long_ago_or_in_the_future_is_refused_and_logged(world, sender, ago):
    world.expects("Slack signed a request")
    body = sender.command(DECLARE)

    assert await sender.sends(body, sender.signature(body, at=time.time() - ago)) == (401, "signed too long ago")


@pytest.mark.usefixtures("untouched")
@pytest.mark.fault("F34")
async def test_a_body_that_is_too_large_is_refused_before_it_is_read(sender):
    body = sender.command(DECLARE + "x" * LARGEST)

    assert await sender.sends(body) == (413, "too large")


@pytest.mark.usefixtures("untouched")
@pytest.mark.fault("F34")
async def test_a_large_body_of_unknown_length_is_refused_as_well(sender, session):
    # given somebody who does not say how much is to come
    async def endless():
        for _ in range(LARGEST // 65536 + 2):
            yield b"x" * 65536

    async with session.post(sender.address, data=endless(), headers=sender.signature(b"")) as response:
        assert response.status == 413
        assert (await response.json())["error"] == "too large"


@pytest.mark.usefixtures("untouched")
@pytest.mark.fault("F33")
async def test_a_body_that_breaks_off_is_done_by_nobody(world, sender):
    # given a request whose second half never comes
    body = sender.command(DECLARE)
    signed = "".join(f"{name}: {value}\r\n" for name, value in sender.signature(body).items())
    head = f"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n{signed}\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", world.bot.server.port)
    writer.write(head.encode() + body[: len(body) // 2])
    writer.write_eof()

    # then nothing is claimed to have been done
    answer = await reader.read()
    writer.close()
    assert b" 200 " not in answer


@pytest.mark.usefixtures("untouched")
@pytest.mark.fault("F35")
async def test_requests_that_never_end_are_cut_off_and_everybody_else_is_served(world, fay):
    # given a hundred who go on a byte at a time, half of them in the headers and half in the body
    post = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
    slow = [await asyncio.open_connection("127.0.0.1", world.bot.server.port) for _ in range(100)]
    for n, (_, writer) in enumerate(slow):
        writer.write(post + (b"\r\nx" if n % 2 else b"X-Slow: "))
    await asyncio.sleep(0.1)
    for _, writer in slow:
        writer.write(b"x")

    # then everybody else is served meanwhile
    assert (await fay.runs("/incident list")).startswith("There is no open incident.")

    # and each of them is cut off when Slack would have given up
    async with asyncio.timeout(SENT_WITHIN + 2):
        answers = [await reader.readline() for reader, _ in slow]
    assert answers == [b"", b"HTTP/1.1 408 not sent in time\r\n"] * 50
    for _, writer in slow:
        writer.close()


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        (b"", JSON, "not a payload of Slack's"),
        (b"[1]", JSON, "not a payload of Slack's"),
        (b'{"type": ', JSON, "not a payload of Slack's"),
        (b"[" * 200_000, JSON, "not a payload of Slack's"),
        (b"payload=1", "application/x-www-form-urlencoded", "not a payload of Slack's"),
        (b"payload=%7B", "application/x-www-form-urlencoded", "not a payload of Slack's"),
        (b"<xml/>", "text/xml", "neither JSON nor a form"),
    ],
)
@pytest.mark.fault("F33")
async def test_signed_nonsense_is_refused(sender, body, kind, why):
    assert await sender.sends(body, kind=kind) == (400, why)


@pytest.mark.usefixtures("untouched")
@pytest.mark.fault("F115")
@pytest.mark.invariant("INV-17")
async def test_another_workspace_is_refused_and_logged(world, sender):
    world.expects("A payload from another workspace (T0THERS) was refused")

    assert await sender.sends(sender.command(DECLARE, team_id="T0THERS")) == (403, "another workspace")


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_another_method_is_refused(sender, session, method):
    async with session.request(method, sender.address) as response:
        assert response.status == 405
        assert response.headers["Allow"] == "POST"


async def test_a_challenge_is_answered_only_if_it_is_signed(sender):
    body = json.dumps({"type": "url_verification", "challenge": "c", "token": "t"}).encode()

    assert await sender.sends(body, kind=JSON) == (200, "c")
    assert (await sender.sends(body, {}, kind=JSON))[0] == 401


@pytest.mark.fault("F114")
async def test_a_command_sent_again_changes_nothing_although_much_has_changed_meanwhile(world, sender, ana):
    # given a severity that was lowered by one command and raised by the next
    outage = await world.incident(severity="P2")
    lowered = sender.command(f"severity P3 false alarm {outage}", channel_id=outage.channel.id)
    signed = sender.signature(lowered)
    assert (await sender.sends(lowered, signed))[0] == 200
    await ana.runs("/incident severity P2 it was not", in_=outage)
    log = await world.log(outage)

    # when somebody who heard the first sends it again
    status, _ = await sender.sends(lowered, signed)

    # then it is answered, and nothing has changed
    await world.settles()
    assert status == 200
    assert await world.log(outage) == log


@pytest.mark.fault("F22", "F114")
async def test_a_declaration_sent_many_times_at_once_is_one_incident(world, sender):
    body = sender.command(DECLARE)
    signed = sender.signature(body)

    answers = await asyncio.gather(*(sender.sends(body, signed) for _ in range(8)))

    await world.settles()
    assert {said.split(" is declared")[0] for _, said in answers} == {"INC-1 (P1)"}
    assert len(world.announcements) == 1


@pytest.mark.fault("F114")
async def test_a_press_sent_again_changes_nothing(world, sender, ana, ben):
    # given that Ana took command by a press, and that Ben has it now
    outage = await world.incident()
    await ana.presses("Take command", outage)
    [press] = world.sandbox.log.deliveries("interactive")
    await ben.runs("/incident ic INC-1")
    log = await world.log(outage)

    # when the same press comes again
    body = urlencode({"payload": json.dumps(press.payload)}).encode()
    status, _ = await sender.sends(body)

    # then nothing has changed
    await world.settles()
    assert status == 200
    assert await world.log(outage) == log
