import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import coverage
from bot.domain.durations import Deadline
from bot.domain.people import Directory, PersonId
from bot.domain.policy import HoursClass, Slot, Target, TargetKind
from tests.policy.models import harbour

ANA, BEN, CY, CHLOE, DEV = (PersonId(f"U{name}") for name in ("ANA", "BEN", "CY", "CHLOE", "DEV"))
EVERYBODY = Directory(
    people={
        "ana@example.com": ANA,
        "ben@example.com": BEN,
        "cy@example.com": CY,
        "chloe@example.com": CHLOE,
    },
    groups={"@seniors": (DEV, CHLOE)},
)
LISBON = ZoneInfo("Europe/Lisbon")


def lisbon(text):
    return datetime.fromisoformat(text).replace(tzinfo=LISBON)


@pytest.mark.parametrize(
    ("at", "who"),
    [
        ("2026-01-05 08:59", CY),  # the last minute of the turn before the first
        ("2026-01-05 09:00", ANA),
        ("2026-01-12 08:59", ANA),
        ("2026-01-12 09:00", BEN),
        ("2026-01-19 09:00", CY),
        ("2026-01-26 09:00", ANA),
        ("2026-03-29 12:00", CY),  # the day the clocks go forward
        ("2026-03-30 08:59", CY),  # the handoff stays at nine, local time
        ("2026-03-30 09:00", ANA),
        ("2026-10-26 08:59", CY),  # the Monday after the clocks went back
        ("2026-10-26 09:00", ANA),
    ],
)
@pytest.mark.fault("F91", "F92")
def test_a_weekly_rotation_hands_over_at_the_local_time_all_year(at, who):
    assert coverage.on_duty(harbour(), "tier1", lisbon(at), EVERYBODY).people == (who,)


@pytest.mark.parametrize(
    ("at", "who"),
    [
        ("2026-01-31 23:59", ANA),
        ("2026-02-01 08:59", ANA),
        ("2026-02-01 09:00", BEN),
        ("2026-03-31 12:00", CY),
        ("2026-04-01 09:00", ANA),
        ("2027-01-01 09:00", ANA),
    ],
)
def test_a_monthly_rotation_hands_over_on_its_day_of_the_month(at, who):
    policy = harbour(
        ('handoff: {day: mon, at: "09:00"}', 'cadence: monthly\n    handoff: {day_of_month: 1, at: "09:00"}'),
        ("2026-01-05", "2026-01-01"),
    )
    assert coverage.on_duty(policy, "tier1", lisbon(at), EVERYBODY).people == (who,)


def test_a_daily_rotation_passes_on_every_day():
    policy = harbour(("handoff: {day: mon,", "cadence: daily\n    handoff: {"))
    days = [coverage.on_duty(policy, "tier1", lisbon(f"2026-01-0{n} 10:00"), EVERYBODY).people for n in (5, 6, 7, 8)]
    assert days == [(ANA,), (BEN,), (CY,), (ANA,)]


def test_whoever_is_on_duty_is_told_until_when_and_who_is_next():
    found = coverage.on_duty(harbour(), "tier1", lisbon("2026-03-25 12:00"), EVERYBODY)
    assert (found.people, found.next) == ((CY,), (ANA,))
    assert found.until == datetime(2026, 3, 30, 8, 0, tzinfo=UTC)  # nine in Lisbon, by then on summer time
    assert found.rule == "tier1: rotation primary, weekly, hands over mon 09:00 Europe/Lisbon"


OVERRIDE = (
    'anchor: "2026-01-05"',
    (
        'anchor: "2026-01-05"\n    overrides: '
        '[{who: cy@example.com, starts: "2026-01-06T00:00Z", ends: "2026-01-07T00:00Z"}]'
    ),
)


@pytest.mark.parametrize(
    ("at", "who", "until"),
    [
        ("2026-01-05 23:59", ANA, datetime(2026, 1, 6, tzinfo=UTC)),
        ("2026-01-06 00:00", CY, datetime(2026, 1, 7, tzinfo=UTC)),
        ("2026-01-07 00:00", ANA, datetime(2026, 1, 12, 9, tzinfo=UTC)),
    ],
)
def test_an_override_holds_from_its_start_to_its_end(at, who, until):
    found = coverage.on_duty(harbour(OVERRIDE), "tier1", lisbon(at), EVERYBODY)
    assert (found.people, found.until) == ((who,), until)


def test_somebody_who_has_left_is_passed_over_and_the_next_in_turn_is_taken():
    directory = Directory(people=EVERYBODY.people, gone=frozenset({"ana@example.com"}))
    found = coverage.on_duty(harbour(), "tier1", lisbon("2026-01-06 10:00"), directory)
    assert found.people == (BEN,)
    assert found.passed_over == (coverage.PassedOver(name="ana@example.com", why="not in Slack, or deactivated"),)


def test_a_tier_is_everybody_it_names_once():
    assert coverage.on_duty(harbour(), "tier2", lisbon("2026-01-06 10:00"), EVERYBODY).people == (CHLOE, DEV)


def test_open_slots_and_schedules_are_passed_over_with_the_reason():
    found = coverage.on_duty(harbour(), "tier3", lisbon("2026-01-06 10:00"), EVERYBODY)
    assert found.people == ()
    assert [one.why for one in found.passed_over] == [
        "slot still open: contact",
        "a PagerDuty schedule that was never read",
    ]


@pytest.mark.parametrize("open_part", ["zone: Europe/Lisbon\n    anchor", 'anchor: "2026-01-05"'])
def test_a_rotation_that_is_not_filled_in_leads_to_nobody_and_says_why(open_part):
    key = open_part.partition(":")[0]
    filled = open_part.replace("Europe/Lisbon" if key == "zone" else '"2026-01-05"', '"{{TBD: ' + key + '}}"')
    found = coverage.on_duty(harbour((open_part, filled)), "tier1", lisbon("2026-01-06 10:00"), EVERYBODY)
    assert found.passed_over == (
        coverage.PassedOver(
            name="rotation primary",
            why=f"slot still open: {key}",
            unknown=True,
            slot=Slot(text=key, owner="the owner of this model"),
        ),
    )


def test_a_rotation_covers_only_the_hours_it_names():
    policy = harbour(
        ('anchor: "2026-01-05"', 'anchor: "2026-01-05"\n    covers: [{days: [fri], opens: "17:00", closes: "09:00"}]')
    )
    at = {
        hour: coverage.on_duty(policy, "tier1", lisbon(hour), EVERYBODY)
        for hour in ("2026-01-09 16:59", "2026-01-10 08:59")
    }
    assert [found.people for found in at.values()] == [(), (ANA,)]
    assert at["2026-01-09 16:59"].passed_over[0].why == "outside the hours it covers"
    assert at["2026-01-10 08:59"].until == lisbon("2026-01-10 09:00")


def test_a_tier_that_answers_in_business_hours_only_is_passed_over_at_night():
    policy = harbour(("    hours: office\n", "    hours: office\n    answers: [business]\n"))
    day, night = (coverage.on_duty(policy, "tier1", lisbon(f"2026-01-06 {h}"), EVERYBODY) for h in ("10:00", "20:00"))
    assert (day.people, night.people) == ((ANA,), ())
    assert night.passed_over[0].why == "out of hours (after_hours)"
    assert night.until == lisbon("2026-01-07 09:00")


def test_other_people_can_answer_at_night():
    policy = harbour(
        ("    hours: office\n", "    hours: office\n    who_by_hours: {after_hours: [chloe@example.com]}\n")
    )
    assert coverage.on_duty(policy, "tier1", lisbon("2026-01-06 20:00"), EVERYBODY).people == (CHLOE,)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-01-06 09:00", HoursClass.BUSINESS),
        ("2026-01-06 17:59", HoursClass.BUSINESS),
        ("2026-01-06 18:00", HoursClass.AFTER_HOURS),
        ("2026-01-06 08:59", HoursClass.AFTER_HOURS),
        ("2026-01-10 12:00", HoursClass.WEEKEND),
        ("2026-12-25 12:00", HoursClass.HOLIDAY),
        ("2026-04-03 03:00", HoursClass.HOLIDAY),
        ("2026-07-06 09:00", HoursClass.BUSINESS),
    ],
)
def test_an_hour_has_the_class_it_has_in_the_tiers_zone(at, expected):
    assert coverage.hours_class(harbour(), "tier1", lisbon(at).astimezone(UTC)) is expected


def test_with_the_zone_still_open_the_hours_are_unknown_and_the_shorter_limit_holds():
    policy = harbour(("office:\n    zone: Europe/Lisbon", 'office:\n    zone: "{{TBD: zone}}"'))
    at = lisbon("2026-01-06 23:00")
    assert coverage.hours_class(policy, "tier1", at) is HoursClass.UNKNOWN
    assert coverage.wait(policy, policy.paths["climb"].steps[0], "P0", at) == Deadline.parse("30m")


@pytest.mark.parametrize(
    ("step", "severity", "at", "expected"),
    [
        (0, "P0", "2026-01-06 10:00", "30m"),
        (0, "P0", "2026-01-06 22:00", "2h"),
        (0, "P0", "2026-01-10 10:00", "2h"),
        (1, "P0", "2026-01-06 10:00", "5m"),
        (1, "P1", "2026-01-06 10:00", "1h"),
    ],
)
def test_a_step_waits_its_own_time_or_the_response_time_of_its_tier(step, severity, at, expected):
    policy = harbour()
    found = coverage.wait(policy, policy.paths["climb"].steps[step], severity, lisbon(at))
    assert found == Deadline.parse(expected)


def test_a_step_whose_tier_promised_nothing_waits_for_ever():
    policy = harbour()
    assert coverage.wait(policy, policy.paths["climb"].steps[2], "P0", lisbon("2026-01-06 10:00")) is None


@pytest.mark.parametrize(
    ("deadline", "at", "expected"),
    [
        ("30m", "2026-01-06 10:00", "2026-01-06 10:30"),
        ("24h", "2026-03-28 12:00", "2026-03-29 13:00"),  # elapsed time; the clocks went forward
        ("1bd", "2026-01-06 10:00", "2026-01-07 10:00"),
        ("1bd", "2026-01-09 15:00", "2026-01-12 15:00"),  # over the weekend
        ("1bd", "2026-04-02 15:00", "2026-04-06 15:00"),  # over Good Friday and the weekend
        ("1bd", "2026-03-27 15:00", "2026-03-30 15:00"),  # keeps the local time over the DST change
        ("1bd", "2026-01-10 12:00", "2026-01-13 09:00"),  # asked on Saturday, counted from Monday's opening
        ("1bd", "2026-01-09 20:00", "2026-01-13 09:00"),
        ("4bh", "2026-01-06 10:00", "2026-01-06 14:00"),
        ("4bh", "2026-01-06 16:00", "2026-01-07 11:00"),
        ("4bh", "2026-01-09 16:00", "2026-01-12 11:00"),
        ("1bh", "2026-01-06 22:00", "2026-01-07 10:00"),
        ("end_of_day", "2026-01-06 10:00", "2026-01-06 18:00"),
        ("end_of_day", "2026-01-06 20:00", "2026-01-07 18:00"),
        ("end_of_shift", "2026-01-06 10:00", "2026-01-06 18:00"),
        ("end_of_shift", "2026-01-06 20:00", "2026-01-07 09:00"),
        ("1bd 4h", "2026-01-06 10:00", "2026-01-07 14:00"),
    ],
)
def test_a_deadline_is_counted_in_the_time_it_is_written_in(deadline, at, expected):
    due = coverage.due(Deadline.parse(deadline), lisbon(at), policy=harbour(), tier_id="tier1")
    assert due == lisbon(expected)
    assert due.tzinfo is UTC


def test_a_shift_ends_when_its_rotation_says():
    ends = lisbon("2026-01-06 14:00")
    at = lisbon("2026-01-06 10:00")
    assert coverage.due(Deadline.parse("end_of_shift"), at, policy=harbour(), shift_ends=ends) == ends


def test_a_moment_without_a_zone_is_refused():
    naive = datetime(2026, 1, 6, 10)  # noqa: DTZ001 - the point of this test
    for ask in (
        lambda: coverage.on_duty(harbour(), "tier1", naive, EVERYBODY),
        lambda: coverage.hours_class(harbour(), "tier1", naive),
        lambda: coverage.due(Deadline.parse("5m"), naive, policy=harbour()),
        lambda: coverage.reached(harbour(), Target(kind=TargetKind.DECLARER, name="declarer"), naive, EVERYBODY),
    ):
        with pytest.raises(ValueError, match="no time zone"):
            ask()


@pytest.mark.parametrize(
    ("target", "people", "why"),
    [
        ("ana@example.com", (ANA,), []),
        ("U024BE7LH", ("U024BE7LH",), []),
        ("nobody@example.com", (), ["not in Slack, or deactivated"]),
        ("@seniors", (DEV, CHLOE), []),
        ("@juniors", (), ["Slack knows no such group"]),
        ("tier2", (CHLOE, DEV), []),
        ("rotation:primary", (ANA,), []),
        ("declarer", (), ["known only in the incident"]),
        ("role:comms", (), ["known only in the incident"]),
    ],
)
def test_any_target_leads_to_people_or_to_the_reason_why_not(target, people, why):
    found = coverage.reached(harbour(), Target.parse(target), lisbon("2026-01-06 10:00"), EVERYBODY)
    assert (found.people, [one.why for one in found.passed_over]) == (people, why)


def test_who_is_on_duty_is_answered_in_under_a_millisecond():
    policy, at = harbour(), lisbon("2026-01-06 10:00")
    coverage.on_duty(policy, "tier1", at, EVERYBODY)
    began = time.perf_counter()
    for n in range(200):
        coverage.on_duty(policy, "tier1", at + timedelta(hours=n), EVERYBODY)
    assert (time.perf_counter() - began) / 200 < 0.001


@pytest.mark.parametrize(
    ("country", "at", "expected"),
    [
        ("PT", "2026-06-10 12:00", HoursClass.HOLIDAY),
        ("PT", "2027-03-26 12:00", HoursClass.HOLIDAY),  # Good Friday, a day that moves
        ("PT", "2026-07-03 12:00", HoursClass.BUSINESS),
        ("US", "2026-07-03 12:00", HoursClass.HOLIDAY),  # the Fourth is a Saturday, so the Friday before is off
        ("GB-SCT", "2026-11-30 12:00", HoursClass.HOLIDAY),
        ("GB-ENG", "2026-11-30 12:00", HoursClass.BUSINESS),
    ],
)
def test_a_country_has_its_own_days_off_in_any_year(country, at, expected):
    policy = harbour(("portugal: {", f"portugal: {{country: {country}, "))
    assert coverage.hours_class(policy, "tier1", lisbon(at)) is expected


def test_a_tier_can_answer_on_holidays_with_less_than_its_full_service():
    policy = harbour(("    hours: office\n", "    hours: office\n    reduced_in: [holiday]\n"))
    at = [lisbon(f"2026-12-2{day} 12:00") for day in (4, 5)]
    assert [coverage.is_reduced(policy, "tier1", moment) for moment in at] == [False, True]
    assert coverage.on_duty(policy, "tier1", at[1], EVERYBODY).people


@settings(max_examples=40, deadline=None)
@given(
    start=st.datetimes(datetime(2026, 3, 20), datetime(2026, 12, 31)),  # noqa: DTZ001 - local, made aware below
    hours=st.integers(1, 30),
)
def test_business_hours_count_only_while_the_office_is_open(start, hours):
    policy, minute = harbour(), timedelta(minutes=15)
    at = start.replace(minute=0, second=0, microsecond=0, tzinfo=LISBON).astimezone(UTC)
    due = coverage.due(Deadline.parse(f"{hours}bh"), at, policy=policy, tier_id="tier1")
    worked = timedelta()
    while at < due:
        worked += minute if coverage.hours_class(policy, "tier1", at) is HoursClass.BUSINESS else timedelta()
        at += minute
    assert worked == timedelta(hours=hours)
