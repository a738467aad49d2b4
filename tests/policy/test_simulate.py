"""A simulation is the engine's own decisions on another clock."""

from datetime import timedelta

import pytest

from bot.domain.events import CommandMissing, Paged, PathEnded, Reminded, RoomOpened
from bot.domain.incident import replay
from bot.policy.simulate import INCIDENT, Scenario, simulate
from tests.policy.asking import filled, local, model

FIVE = ("evospin", "signx", "nwire", "skillancer", "tai")
CASES = [(name, severity) for name in FIVE for severity in model(name).severities]
MOMENTS = [  # business hours, night, weekend, public holiday, the hour the clocks change
    local(text, "Europe/Lisbon")
    for text in ("2026-11-18 10:00", "2026-11-18 03:00", "2026-11-22 02:00", "2026-12-25 12:00", "2026-10-25 00:30")
]


@pytest.mark.parametrize(("name", "severity"), CASES)
def test_any_severity_of_any_model_can_be_simulated_at_any_moment_and_replays_to_the_same(name, severity):
    for at in MOMENTS:
        told = simulate(filled(name), Scenario(severity=severity, at=at, lasts=timedelta(hours=2)))
        log = [one.entry for one in told.happenings]
        assert replay(INCIDENT, log) == told.happenings[-1].incident
        assert [entry.at for entry in log] == sorted(entry.at for entry in log)
        assert all(
            one.rule is None or filled(name).origin(one.rule) or "command" in one.rule for one in told.happenings
        )


@pytest.mark.parametrize("name", FIVE)
def test_with_its_slots_open_a_model_calls_nobody_and_says_so(name):
    at = MOMENTS[0]
    told = simulate(model(name), Scenario(severity=next(iter(model(name).severities)), at=at, lasts=timedelta(hours=1)))
    events = [one.entry.event for one in told.happenings]
    assert not [event for event in events if isinstance(event, Paged)]
    assert [event for event in events if isinstance(event, PathEnded)]


def after(one):
    return (one.entry.at - MOMENTS[0]) // timedelta(minutes=1)


def test_the_calls_for_a_commander_and_the_reminders_come_at_their_times():
    told = simulate(model("demo"), Scenario(severity="P0", at=MOMENTS[0], lasts=timedelta(minutes=26)))
    times = {
        kind: [
            (one.entry.at - MOMENTS[0]) // timedelta(minutes=1)
            for one in told.happenings
            if isinstance(one.entry.event, kind)
        ]
        for kind in (RoomOpened, CommandMissing, Reminded)
    }
    assert times == {RoomOpened: [0], CommandMissing: list(range(2, 27, 2)), Reminded: [15, 20, 25]}


def test_what_is_only_logged_has_no_room():
    told = simulate(filled("skillancer"), Scenario(severity="P3", at=MOMENTS[0], lasts=timedelta(minutes=1)))
    assert [facet.key for facet in told.shown] == ["announcement/escalations"]
    assert not [one for one in told.happenings if isinstance(one.entry.event, RoomOpened)]
