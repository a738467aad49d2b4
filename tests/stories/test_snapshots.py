"""The folder that is read when Slack and Conn are both gone."""

import json
import shutil
import stat

import pytest

from tests.world import Setting, until


@pytest.fixture
def setting():
    """Keep snapshots."""
    return Setting(snapshots=True)


@pytest.fixture
def folder(world):
    """Give the folder."""
    return world.home.folder / "snapshots"


def named(folder):
    return sorted(file.name for file in folder.iterdir())


async def current(world, folder, number=1):
    """Wait until an incident's files are as its last entry left it, and read its data."""
    version = len(await world.log_of(number))
    file = folder / f"INC-{number}.json"
    await until(lambda: file.exists() and json.loads(file.read_text())["version"] == version)
    return json.loads(file.read_text())


async def test_an_open_incident_can_be_read_in_a_folder(world, folder, ana, ben):
    # given an incident with a commander, an ask and a promise
    outage = await world.incident("Checkout is <down>")
    await ana.presses("Acknowledge", ana.page())
    await ana.runs("/incident ic", in_=outage)
    await ana.runs("/incident role comms @ben", in_=outage)
    await ana.runs(f"/incident ask {ben.mention} 5m check the lag", in_=outage)
    await ana.runs("/incident note tried: a restart", in_=outage)

    # then its data and its page say all of it, in names and with times in two zones
    told = await current(world, folder)
    assert (told["severity"], told["status"], told["commander"]) == ("P1", "Investigating", "ana@example.com")
    assert told["calls"][0]["acknowledged"]["by"] == "ana@example.com"
    assert told["asks"][0]["what"] == "check the lag"
    await until(lambda: "tried" in (folder / "INC-1.md").read_text())
    page = (folder / "INC-1.md").read_text()
    facts = (
        "# INC-1 Checkout is &lt;down>",
        "IC: ana@example.com",
        "Bridge: https://",
        "acknowledged by ana@example.com",
    )
    for words in (*facts, "ben@example.com: check the lag (asked, until"):
        assert words in page, page
    assert "status page note" in page
    assert "10:10 UTC (" in page
    assert "<@" not in page

    # and nobody but Conn's user reads it
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in named(folder)} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    await until(lambda: "INC-1" in (folder / "index.md").read_text())


async def test_it_goes_when_the_incident_is_over_and_is_made_anew_at_a_start(world, folder, ana):
    # given two incidents, one of them over
    first, second = await world.incident(), await world.incident("Login is down")
    await ana.runs("/incident cancel a drill", in_=first)
    await until(lambda: named(folder) == ["INC-2.json", "INC-2.md", "index.json", "index.md"])

    # when the folder is spoilt while Conn is not there
    await world.stops()
    (folder / "INC-2.md").write_text("spoilt")
    (folder / "INC-9.md").write_text("of another time")
    (folder / "mine.txt").write_text("no snapshot")
    await world.starts()

    # then a start puts it right, and leaves alone what is not Conn's
    await until(lambda: "Login is down" in (folder / "INC-2.md").read_text())
    await until(lambda: named(folder) == ["INC-2.json", "INC-2.md", "index.json", "index.md", "mine.txt"])
    await ana.runs("/incident status identified", in_=second)
    assert (await current(world, folder, 2))["status"] == "Identified"


async def test_a_private_incident_is_in_no_folder(world, folder, fay):
    await fay.opens()
    await fay.sends({"Title": "A leak", "Severity": "P1", "Private": True})
    await world.incident()
    await until(lambda: named(folder) == ["INC-2.json", "INC-2.md", "index.json", "index.md"])
    assert "leak" not in (folder / "index.json").read_text()


async def test_a_folder_that_takes_nothing_is_said_once_and_disturbs_no_incident(world, folder, ana):
    # given something else where the folder should be
    await world.stops()
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("a file")
    world.expects("Snapshots cannot be written")
    await world.starts()

    # when an incident is run, nothing of it is missing
    outage = await world.incident()
    await ana.presses("Acknowledge", ana.page())
    assert world.topic_of(outage).startswith("P1 | ")
    assert [r for r in world.records if "Snapshots" in r.getMessage()][1:] == []
