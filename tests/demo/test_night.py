"""Two hours of a P0 at night, as `demo --play night` plays them: everybody sees what they should, and no more."""

import io
import logging
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from bot.demo.night import NIGHT, ROOM
from bot.demo.noise import noise
from bot.demo.stage import Stage
from bot.demo.teller import Teller
from bot.demo.world import ZONE, world
from bot.domain.events import (
    AskReturned,
    BackupAsked,
    CommandTaken,
    OfferLapsed,
    PassedOver,
    PresenceAsked,
    PromiseKept,
    Resolved,
    SeverityChanged,
)
from bot.domain.ids import IncidentId
from store import incidents

SEEN = Path(__file__).with_name("night.txt")
_DATE = re.compile(r"<!date\^(\d+)\^[^>]*>")


@pytest.fixture
async def night():
    """Play it, told to nobody."""
    async with world(model=NIGHT.model, guests=dict(NIGHT.guests)) as here:
        await here.skip(NIGHT.begins - datetime.now(UTC))
        await here.start_conn()
        await NIGHT.script(Stage(here, Teller(Console(file=io.StringIO())), NIGHT.begins))
        logging.disable(logging.NOTSET)
        yield here


def seen_by_each(sandbox):
    """List the first line of everything Conn posted, place by place.

    What is said in a channel comes in order; private messages that waited for Slack together have none.
    """
    names = {one.mention: f"@{one.name}" for one in sandbox.people()}
    places = {one.dm.id: f"@{one.name}" for one in sandbox.people()}
    seen = {}
    for change in sandbox.log.changes("message_posted"):
        if change.by != sandbox.bot_user_id or change.detail["subtype"]:
            continue
        first = _DATE.sub(_time, change.detail["text"]).partition("\n")[0]
        for mention, name in names.items():
            first = first.replace(mention, name)
        place = places.get(change.channel) or f"#{sandbox.channel(change.channel).name}"
        seen.setdefault(place, []).append(re.sub(r"<#\w+>", f"#{ROOM}", first))
    in_order = {place: sorted(lines) if place.startswith("@") else lines for place, lines in sorted(seen.items())}
    return "".join(f"{place}\n" + "".join(f"  {one}\n" for one in lines) + "\n" for place, lines in in_order.items())


def _time(date):
    return f"{datetime.fromtimestamp(int(date[1]), ZoneInfo(ZONE)):%H:%M}"


async def test_the_night_ends_with_everything_right_and_nobody_disturbed_for_nothing(night, request):
    # when it is over
    async with night.bot.deps.database.read() as tx:
        log = await incidents.log(tx, IncidentId(1))
        incident = await incidents.load(tx, IncidentId(1))
    people = {one.id: one.name for one in night.sandbox.people()}

    def happened(kind):
        return [entry for entry in log if isinstance(entry.event, kind)]

    # then the log has who had command, by their own press, and what failed on the way
    assert [people[entry.actor] for entry in happened(CommandTaken)] == ["ana", "ben", "eve"]
    assert [people[entry.event.person] for entry in happened(PresenceAsked)][:1] == ["ana"]
    assert [people[one] for entry in happened(BackupAsked)[:1] for one in entry.event.people] == ["ben"]
    assert len(happened(OfferLapsed)) == 1
    assert happened(SeverityChanged) == []
    assert [str(entry.event.why) for entry in happened(AskReturned)] == ["not_accepted", "blocked"]

    # and the ladder: a tier that was closed, one who cannot come, one who came
    assert [entry.event.target for entry in happened(PassedOver)] == ["database"]
    assert [rung.target for rung in incident.ladder] == ["tier1", "tier2", "tier3"]
    assert [rung.acknowledged and people[rung.acknowledged.by] for rung in incident.ladder] == ["ana", None, "eve"]
    assert [people[one] for one in incident.ladder[1].declined] == ["dev"]

    # and every promise, with the minutes by which it was late
    assert [(str(one.event.audience), round(one.event.late.total_seconds() / 60)) for one in happened(PromiseKept)] == [
        ("status_page", 0),
        ("internal", 23),
        ("status_page", 1),
        ("internal", 3),
        ("internal", 7),
        ("internal", 0),
        ("internal", 0),
        ("status_page", 1),
    ]
    assert len(happened(Resolved)) == 1
    assert night.sandbox.log.violations == []

    # and everybody read this, and nothing else
    if request.config.getoption("--update-golden"):
        SEEN.write_text(seen_by_each(night.sandbox))
    assert seen_by_each(night.sandbox) == SEEN.read_text()
    assert noise(night.sandbox, ROOM).everybody == 0
