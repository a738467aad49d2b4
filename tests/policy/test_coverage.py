"""A year, walked: what is found, and that nothing is found by looking hour by hour that the walk did not see."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.domain.coverage import hours_class, on_duty
from bot.domain.people import OnPaper
from bot.policy.coverage import cover
from tests.policy.asking import filled, local, model
from tests.policy.models import harbour

PAPER = OnPaper()
LOOK = timedelta(hours=5)  # comes by every hour of the day


@pytest.mark.parametrize(
    ("name", "team"), [("demo", "tier1"), ("tai", "tier1"), ("tai", "tier2"), ("skillancer", "tier2")]
)
def test_the_walk_agrees_with_looking_every_five_hours_all_year(name, team):
    policy = model("demo") if name == "demo" else filled(name)
    found = cover(policy, 2027)
    at, seen = found.starts, iter(found.stretches[team])
    stretch = next(seen)
    while at < found.ends:
        while stretch.ends <= at:
            stretch = next(seen)
        looked = on_duty(policy, team, at, PAPER)
        assert (stretch.people, stretch.hours) == (looked.people, hours_class(policy, team, at)), at
        at += LOOK


def test_a_year_is_whole_and_its_hours_are_counted_once():
    for policy in (model("demo"), filled("tai")):
        found = cover(policy, 2027)
        for stretches in found.stretches.values():
            assert stretches[0].starts == found.starts
            assert stretches[-1].ends == found.ends
            assert all(one.ends == other.starts for one, other in pairwise(stretches))


def test_hours_without_anybody_are_gaps_and_a_severity_without_an_owner_is_said():
    policy = harbour(("    hours: office\n", "    hours: office\n    answers: [business]\n"))
    found = cover(policy, 2027)
    (team,) = {gap.team for gap in found.gaps(open_yet=False)}
    nights = [gap for gap in found.gaps(open_yet=False) if gap.length == timedelta(hours=15)]
    assert team == "tier1"
    assert len(nights) > 150
    assert found.unowned == ()  # the second tier answers at any hour


def test_on_the_days_the_clocks_change_no_hour_is_lost_or_counted_twice():
    load = cover(model("demo"), 2027).load["chloe@example.com"]
    assert sum(load.values()) == 365 * 24


def test_somebody_who_is_in_two_tiers_of_one_path_is_named():
    policy = harbour(("who: [chloe@example.com,", "who: [ana@example.com,"))
    (found,) = cover(policy, 2027).doubled
    assert (found.person, found.teams, found.path) == ("ana@example.com", ("tier1", "tier2"), "climb")
    assert found.first == datetime(2027, 1, 1, tzinfo=UTC)
    assert found.hours == pytest.approx(365 * 24 / 3, abs=24 * 7)


def test_overrides_count_for_whoever_stands_in():
    stands_in = '[{who: zoe@example.com, starts: "2027-02-01T00:00Z", ends: "2027-02-03T00:00Z"}]'
    policy = harbour(('anchor: "2026-01-05"', f'anchor: "2026-01-05"\n    overrides: {stands_in}'))
    assert sum(cover(policy, 2027).load["zoe@example.com"].values()) == 48


def test_the_limits_of_a_rotation_are_held_against_the_year():
    found = cover(filled("tai"), 2026).over_limits
    assert {one.rotation for one in found} == {"engineering", "vp_product"}
    assert any(one.starts == local("2026-04-01 00:00", "America/Los_Angeles") for one in found)


def test_the_largest_model_is_walked_in_seconds():
    began = time.process_time()
    cover(filled("tai"), 2027)
    assert time.process_time() - began < 5
