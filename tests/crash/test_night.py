"""The demo's two hard hours, lived through by real processes: killed at any moment, and two on one database."""

import io
import shutil
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.console import Console

from bot.demo.night import NIGHT
from bot.demo.teller import Teller
from bot.demo.world import CHANNELS, PEOPLE
from bot.sandbox import Sandbox
from tests.clock import advance_to
from tests.crash.pictures import picture, same
from tests.crash.place import Place, Stubborn, moments
from tests.history.remains import broken
from tests.process.conn import environment, short_folder
from tests.world import MANIFEST

CALLS = range(10, 190)
"""Of the calls that the night takes, those at which Conn may be killed."""
KILLS = 10


@asynccontextmanager
async def placed(migrated, replicas=1, **more):
    """Set a workspace up, and as many processes on one database; they stop in good order."""
    async with Sandbox(MANIFEST, rate_limits=False) as slack:
        people = [slack.add_person(name, real_name=full) for name, full in (PEOPLE | NIGHT.guests).items()]
        for name in CHANNELS:
            slack.add_channel(name, people)
        with short_folder() as folder:
            shutil.copy(migrated, f"{folder}/conn.db")
            env = environment(slack, Path(folder), CONN_POLICY=str(NIGHT.model), **more)
            await advance_to(env["DATABASE_URL"], NIGHT.begins)
            place = Place(slack, env, replicas=replicas)
            await place.start_conn()
            yield place


async def lived(place):
    """Play it; give what is left at its end."""
    try:
        await NIGHT.script(Stubborn(place, Teller(Console(file=io.StringIO())), NIGHT.begins))
        await place.quiet()
    finally:
        await place.stop_conn()
    assert await broken(place.sandbox, place.url, NIGHT.model) == []
    return picture(place.sandbox, place.ask)


@pytest.fixture(scope="session")
def undisturbed():
    """Keep how the night ends when nothing disturbs it."""
    return []


async def wanted(migrated, undisturbed):
    """Tell how it ends when nothing disturbs it, played once for all who ask."""
    if not undisturbed:
        async with placed(migrated) as place:
            undisturbed.append(await lived(place))
    return undisturbed[0]


@pytest.mark.long
@pytest.mark.fault("F3", "F6", "F12", "F13", "F14")
@pytest.mark.parametrize("seed", range(5))
async def test_killed_at_ten_random_calls_the_night_ends_as_if_nothing_had_been(migrated, undisturbed, seed):
    as_it_should = await wanted(migrated, undisturbed)
    async with placed(migrated) as place:
        place.kill_at(moments(seed, KILLS, CALLS))
        same(await lived(place), as_it_should)


@pytest.mark.long
@pytest.mark.fault("F95")
async def test_two_processes_on_one_postgres_live_through_the_night_as_one_does(migrated, undisturbed, postgres_url):
    as_it_should = await wanted(migrated, undisturbed)
    async with placed(migrated, replicas=2, DATABASE_URL=postgres_url) as place:
        same(await lived(place), as_it_should)
