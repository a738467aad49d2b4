"""The page about Slack's budget states what is measured."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.delivery import limits
from tests.budget.costs import costs
from tests.budget.ledger import Calls
from tests.budget.page import APART, costs_table, stated, stated_costs, steady_table, storm_table
from tests.budget.page import state as write
from tests.budget.steady import steady
from tests.world import Home, Setting, world_of

SIZES = (1, *(pytest.param(size, marks=pytest.mark.long) for size in (10, 100)))


@pytest.fixture
def place(sqlite_url: str, tmp_path: Path) -> Home:
    """Say where the measured Conn runs: neither database nor transport makes a difference to what it asks of Slack."""
    return Home(sqlite_url, tmp_path, http=False)


@pytest.fixture
def agrees(request) -> Callable[[str, str], None]:
    """Compare a table with the page's; `--update-golden` writes it."""

    def compare(name: str, table: str) -> None:
        if request.config.getoption("--update-golden"):
            write(name, table)
        assert table == stated(name)

    return compare


async def test_the_page_states_what_each_thing_costs_at_most(place, agrees, request):
    # when an incident runs its course
    async with world_of(place, Setting()) as world:
        measured = await costs(world)

    # then no call is missing on the page; two changes within a moment are shown as one or as two
    if request.config.getoption("--update-golden"):
        write("costs", costs_table(measured))
    known = stated_costs()
    assert measured.keys() == known.keys()
    assert [what for what, calls in measured.items() if not _without_socket(calls) <= known[what]] == []
    agrees("storm", storm_table(measured))


def _without_socket(calls: Calls) -> Calls:
    return Calls({method: count for method, count in calls.items() if method not in APART})


@pytest.mark.parametrize("count", SIZES)
async def test_the_page_states_what_so_many_open_incidents_cost(place, agrees, count):
    # when so many P1 are kept going
    async with world_of(place, Setting()) as world:
        measured = await steady(world, count)

    # then the page says what they cost, and it is less than Slack allows
    agrees(f"steady-{count}", steady_table(measured))
    methods = {method for minute in measured.minutes for method in minute}
    assert all(measured.mean(method) < limits.METHODS[method] for method in methods)
