"""The PagerDuty look-alike turns down what PagerDuty turns down, and rings a phone once for each alert."""

import asyncio
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.sandbox.pagerduty import PagerDuty

NOON = datetime(2030, 1, 15, 12, tzinfo=UTC)
ACCEPT = "application/vnd.pagerduty+json;version=2"


@pytest.fixture
async def pagerduty():
    async with PagerDuty() as running:
        yield running


def event(pagerduty, action="trigger", **changes):
    given = {
        "routing_key": pagerduty.routing_key,
        "event_action": action,
        "dedup_key": "db",
        "payload": {"summary": "Database is down", "source": "conn", "severity": "critical"},
    }
    return {name: value for name, value in {**given, **changes}.items() if value is not None}


async def send(session, pagerduty, given):
    async with session.post(pagerduty.events_url, json=given) as answer:
        return answer.status, await answer.json()


async def get(session, pagerduty, path, *, token=None, **query):
    headers = {"Authorization": token or f"Token token={pagerduty.api_token}", "Accept": ACCEPT}
    times = {"since": NOON.isoformat(), "until": (NOON + timedelta(days=7)).isoformat()}
    async with session.get(f"{pagerduty.api_url}{path}", params={**times, **query}, headers=headers) as answer:
        return answer.status, await answer.json(), answer.headers


async def test_an_alert_rings_once_is_acknowledged_and_is_resolved(pagerduty, session):
    answer = await send(session, pagerduty, event(pagerduty))
    assert answer == (202, {"status": "success", "message": "Event processed", "dedup_key": "db"})
    await send(session, pagerduty, event(pagerduty))
    [alert] = pagerduty.ringing
    assert len(alert.events) == 2
    await send(session, pagerduty, event(pagerduty, "acknowledge"))
    await send(session, pagerduty, event(pagerduty))  # appended, and nobody's phone rings again
    assert pagerduty.ringing == []
    assert pagerduty.unresolved == [alert]
    await send(session, pagerduty, event(pagerduty, "resolve"))
    assert pagerduty.unresolved == []
    await send(session, pagerduty, event(pagerduty))
    assert len(pagerduty.alerts) == 2


async def test_an_event_about_no_open_alert_is_accepted_and_does_nothing(pagerduty, session):
    status, _ = await send(session, pagerduty, event(pagerduty, "resolve"))
    assert (status, pagerduty.alerts) == (202, [])


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"routing_key": "short"}, "Length of 'routing_key' is incorrect (should be 32 characters)"),
        ({"routing_key": "X" * 32}, "Invalid routing key"),
        ({"routing_key": None}, "'routing_key' is missing or blank"),
        ({"event_action": "shout"}, "'event_action' is invalid"),
        ({"event_action": None}, "'event_action' is missing or blank"),
        ({"event_action": "acknowledge", "dedup_key": None}, "'dedup_key' is missing or blank"),
        ({"event_action": "resolve", "dedup_key": ""}, "'dedup_key' is missing or blank"),
        ({"dedup_key": "k" * 256}, "Length of 'dedup_key' is incorrect"),
        ({"payload": None}, "'payload' is missing or blank"),
        ({"payload": {"source": "conn", "severity": "info"}}, "'payload.summary' is missing or blank"),
        ({"payload": {"summary": "x", "severity": "info"}}, "'payload.source' is missing or blank"),
        ({"payload": {"summary": "x", "source": "conn"}}, "'payload.severity' is missing or blank"),
        ({"payload": {"summary": "x", "source": "conn", "severity": "P1"}}, "'payload.severity' is invalid"),
        ({"payload": {"summary": "x" * 1025, "source": "c", "severity": "info"}}, "Length of 'payload.summary'"),
        ({"links": [{"text": "nowhere"}]}, "'links[0].href' is missing or blank"),
    ],
)
async def test_an_event_that_is_not_right_is_refused_in_pagerdutys_words(pagerduty, session, changes, error):
    status, body = await send(session, pagerduty, event(pagerduty, **changes))
    assert (status, body["status"], body["message"]) == (400, "invalid event", "Event object is invalid")
    assert error in body["errors"][0]
    assert pagerduty.alerts == []


async def test_what_is_no_json_or_too_large_is_refused(pagerduty, session):
    headers = {"Content-Type": "application/json"}
    async with session.post(pagerduty.events_url, data="{", headers=headers) as answer:
        assert (answer.status, (await answer.json())["status"]) == (400, "Unrecognized object")
    large = {"summary": "x", "source": "c", "severity": "info", "custom_details": {"log": "x" * 512 * 1024}}
    status, _ = await send(session, pagerduty, event(pagerduty, payload=large))
    assert status == 413


async def test_a_key_has_its_events_a_minute(pagerduty, session):
    answers = [(await send(session, pagerduty, event(pagerduty)))[0] for _ in range(121)]
    assert answers == [*[202] * 120, 429]


async def test_faults_strike_before_or_after_the_phone_rings(pagerduty, session):
    pagerduty.faults.cut_before("trigger")
    with pytest.raises(aiohttp.ClientError):
        await send(session, pagerduty, event(pagerduty))
    assert pagerduty.alerts == []
    pagerduty.faults.status("trigger", 503)
    async with session.post(pagerduty.events_url, json=event(pagerduty)) as answer:
        assert answer.status == 503
    pagerduty.faults.cut_after("trigger")
    with pytest.raises(aiohttp.ClientError):
        await send(session, pagerduty, event(pagerduty))
    assert len(pagerduty.ringing) == 1
    pagerduty.faults.ratelimited("resolve", retry_after=60)
    assert (await send(session, pagerduty, event(pagerduty, "resolve")))[0] == 429
    assert (await send(session, pagerduty, event(pagerduty, "resolve")))[0] == 429
    pagerduty.faults.error("acknowledge", "no such thing")
    assert (await send(session, pagerduty, event(pagerduty, "acknowledge")))[1]["errors"] == ["no such thing"]


async def test_a_schedule_says_who_is_on_call_from_when_to_when(pagerduty, session):
    ana, ben = pagerduty.add_user("ana"), pagerduty.add_user("ben")
    schedule = pagerduty.add_schedule("Primary", "PPRIME1")
    schedule.add(ana, NOON - timedelta(days=1), NOON + timedelta(days=2))
    schedule.add(ben, NOON + timedelta(hours=4), NOON + timedelta(hours=8))
    status, body, _ = await get(session, pagerduty, "/schedules/PPRIME1")
    assert status == 200
    entries = body["schedule"]["final_schedule"]["rendered_schedule_entries"]
    assert [(e["user"]["summary"], e["start"][8:13], e["end"][8:13]) for e in entries] == [
        ("ana", "15T12", "15T16"),
        ("ben", "15T16", "15T20"),
        ("ana", "15T20", "17T12"),
    ]
    _, body, _ = await get(session, pagerduty, "/schedules/PPRIME1/users")
    assert [user["email"] for user in body["users"]] == ["ana@example.com", "ben@example.com"]


async def test_a_request_that_is_not_right_is_refused(pagerduty, session):
    pagerduty.add_schedule("Primary", "PPRIME1")
    refused = {
        401: {"path": "/schedules/PPRIME1", "token": f"Bearer {pagerduty.api_token}"},
        404: {"path": "/schedules/PNOBODY"},
        400: {"path": "/schedules/PPRIME1", "until": NOON.isoformat()},
    }
    for status, asked in refused.items():
        path = asked.pop("path")
        assert (await get(session, pagerduty, path, **asked))[0] == status
    pagerduty.faults.ratelimited("schedule", retry_after=7)
    status, body, headers = await get(session, pagerduty, "/schedules/PPRIME1")
    assert (status, body["error"]["code"], headers["ratelimit-reset"]) == (429, 2020, "7")


async def test_it_can_be_gone_and_come_back(pagerduty, session):
    await pagerduty.faults.down()
    with pytest.raises(aiohttp.ClientError):
        await send(session, pagerduty, event(pagerduty))
    await pagerduty.faults.up()
    assert (await send(session, pagerduty, event(pagerduty)))[0] == 202
    async with asyncio.timeout(1):
        await pagerduty.quiet()
