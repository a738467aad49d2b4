"""Conn speaks to Slack, PagerDuty and its database alone, whatever addresses people, the model and payloads give."""

import copy
import json
import sys
from urllib.parse import urlencode, urlsplit

import pytest

from tests.world import Setting

pytestmark = pytest.mark.only("http-postgres", reason="it is about requests over HTTP")

INSIDE = "https://169.254.169.254/latest/meta-data"
ELSEWHERE = "https://intranet.example/x"
MODEL = f"""
extends: {{demo}}
incident: {{{{bridge: {ELSEWHERE}}}}}
channels:
  page: {{{{name: Status page, address: "{INSIDE}"}}}}
runbooks:
  disk: {{{{name: Disk, location: "{INSIDE}", keywords: [disk]}}}}
contacts:
  them: {{{{name: Them, address: "{INSIDE}"}}}}
vendors:
  cloud: {{{{name: Cloud, contact: "{INSIDE}", status_page: "{INSIDE}", provides: [checkout]}}}}
"""

_watched: list[set[object]] = []


def _audit(event, arguments):
    if _watched and event in ("socket.connect", "socket.getaddrinfo"):
        _watched[-1].add(arguments[1][:2] if event == "socket.connect" else arguments[0])


sys.addaudithook(_audit)  # which cannot be taken away, and does nothing while nobody watches


@pytest.fixture
def setting():
    """Run a model full of addresses."""
    return Setting(model=MODEL)


@pytest.fixture
def contacted():
    """Collect whom anybody in this process connects to, and whose name is looked up."""
    _watched.append(set())
    yield _watched[-1]
    _watched.pop()


@pytest.mark.fault("F121")
@pytest.mark.invariant("INV-17")
async def test_nobody_is_contacted_but_slack_and_pagerduty(world, sender, ana, fay, contacted):
    # given an incident full of addresses, of the model and of people
    await fay.opens("/incident declare P1")
    written = {
        "Title": f"Checkout is down {INSIDE}",
        "Summary": INSIDE,
        "Ticket": INSIDE,
        "Customers affected": ELSEWHERE,
    }
    assert (await fay.sends(written)).ok
    outage = await world.outage(1)
    for line in (f"note {INSIDE}", f"bridge {ELSEWHERE}y", "contacts them", "runbook disk", "show", "health"):
        await ana.runs(f"/incident {line}", outage)
    await ana.presses("Acknowledge", ana.page())
    await world.skip("16m")

    # when a press comes, rightly signed, whose address for the answer is not Slack's
    [press] = [one for one in world.sandbox.log.deliveries("interactive") if one.payload["type"] == "block_actions"]
    for n, address in enumerate((f"{world.address}metrics", INSIDE, f"{ELSEWHERE}/?{world.sandbox.api_url}")):
        forged = copy.deepcopy(press.payload) | {"response_url": address, "trigger_id": f"1.{n}.forged"}
        assert (await sender.sends(urlencode({"payload": json.dumps(forged)}).encode()))[0] == 200
    await world.settles()

    # then the answer came by direct message, and nobody else was spoken to or looked for
    assert sum("acknowledged" in text for text in ana.reads[1:]) >= 3
    pager, conn = world.pagerduty, urlsplit(world.address)
    ours = (world.sandbox.api_url, pager.events_url, pager.api_url)
    known = {(url.hostname, url.port) for url in (*map(urlsplit, ours), conn)}
    assert {whom for whom in contacted if whom != "127.0.0.1"} <= known
    assert known & contacted
