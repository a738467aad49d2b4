"""TAI Erlang Autonomics' operations manual, in the words of its sections."""

from datetime import timedelta

import pytest

from bot.domain.coverage import on_duty
from bot.domain.durations import Deadline
from bot.domain.duty_limits import CalledIn, Exceeded, over_limits
from bot.domain.echoes import echoes_for
from bot.domain.events import (
    DecisionAsked,
    DecisionOverdue,
    GivenToNextDay,
    LeftForNextDay,
    Paged,
    PhaseBegun,
    PhaseEnded,
    PhaseOverrun,
    ReassignmentAsked,
    RoleAssigned,
    TargetMissed,
    TargetWarned,
)
from bot.domain.people import OnPaper
from bot.domain.policy import Audience, Echo, Goal, Role, Status
from bot.domain.recurring import next_time
from bot.domain.routing import runbooks_for, triage
from bot.domain.searching import says
from bot.domain.wording import to_avoid
from bot.policy.simulate import Act, Scenario, simulate
from tests.policy.asking import answers_within, called, clocks, filled, ladder, local, model, tags, targets

ZONE = "America/Los_Angeles"
WORKDAY, EVENING, SATURDAY = (
    local(text, ZONE) for text in ("2026-11-18 10:00", "2026-11-18 20:00", "2026-11-21 12:00")
)


def minutes(count):
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("customer", "severity", "response", "resolution"),
    [
        ("starter", "P3", ("1d", None), ("7d", None)),  # SLA Targets: Starter 24h, 7d
        ("professional", "P3", ("2h", "4h"), ("2d", None)),  # Professional 4h (1.2: 2-4 hour), 2d
        ("enterprise", "P3", ("1h", None), ("8h", None)),  # Enterprise 1h, 8h
        ("enterprise", "P1", ("1h", None), ("8h", None)),  # 2.2: Enterprise CRITICAL due in 1 hour
        ("starter", "P1", ("1h", None), ("7d", None)),  # 4.2: 1-hour response SLA
    ],
)
def test_2_2_the_sla_is_calculated_from_customer_tier_and_severity(customer, severity, response, resolution):
    found = targets(model("tai"), WORKDAY, severity=severity, customer=customer)
    assert (found["response"], found["resolution"]) == (response, resolution)


def test_2_2_somebody_is_warned_30_minutes_before_and_replaced_2_hours_after():
    reminders = model("tai").reminders
    assert (str(reminders.target_before), str(reminders.reassign_after)) == ("30m", "2h")


def happened(severity, at, kind, lasts="90m", **suppose):
    """List what of a kind happens when nobody but those supposed does anything, after how many minutes."""
    told = simulate(filled("tai"), Scenario(severity=severity, at=at, lasts=Deadline.parse(lasts).elapsed, **suppose))
    return [
        ((one.entry.at - at) // timedelta(minutes=1), one.entry.event)
        for one in told.happenings
        if isinstance(one.entry.event, kind)
    ]


def test_3_2_detection_has_two_minutes_and_investigation_fifteen():
    assert [(m, e.phase) for m, e in happened("P1", WORKDAY, PhaseBegun)] == [(0, "detection"), (0, "investigation")]
    assert [(m, e.phase) for m, e in happened("P1", WORKDAY, PhaseEnded)] == [(2, "detection")]
    assert [(m, e.phase) for m, e in happened("P1", WORKDAY, PhaseOverrun)] == [(15, "investigation")]


def test_3_2_the_decision_point_is_minute_10_to_15():
    assert [m for m, _ in happened("P1", WORKDAY, DecisionAsked)] == [10]
    assert [m for m, _ in happened("P1", WORKDAY, DecisionOverdue)] == [15]


def test_3_2_customers_are_notified_in_the_first_two_minutes_of_a_p1_only():
    of_p1, of_p2 = (happened(severity, WORKDAY, PhaseBegun)[0][1].items for severity in ("P1", "P2"))
    assert len(of_p1) == len(of_p2) + 1
    assert {item.due_at - WORKDAY for item in of_p1} == {timedelta(minutes=2)}


def test_3_2_a_p3_has_no_phases():
    assert not happened("P3", WORKDAY, PhaseBegun)


def test_5_3_the_first_responder_of_a_p2_has_ten_minutes_and_stays_as_comms():
    answered = (Act(what="ack", tier="tier1", after=timedelta(minutes=4)),)
    assert (10, "tier2") in [(m, e.target) for m, e in happened("P2", WORKDAY, Paged, acts=answered)]
    [(minute, given)] = happened("P2", WORKDAY, RoleAssigned, acts=answered)
    assert (minute, given.role) == (10, Role.COMMS)


@pytest.mark.parametrize(
    ("at", "morning"),
    [
        (WORKDAY, "2026-11-19 09:00"),
        (EVENING, "2026-11-19 09:00"),
        (SATURDAY, "2026-11-23 09:00"),
    ],
)
def test_5_3_a_p3_is_left_for_the_next_days_owner(at, morning):
    [(_, left)] = happened("P3", at, LeftForNextDay)
    assert (left.target, left.at) == ("tier1", local(morning, ZONE))
    assert len(happened("P3", at, GivenToNextDay, lasts="3d")) == 1


def test_2_2_who_owes_it_is_warned_30_minutes_before_the_response_is_due_and_it_is_escalated_when_missed():
    assert [m for m, e in happened("P1", WORKDAY, TargetWarned) if e.goal is Goal.RESPONSE and not e.tier] == [30]
    assert [m for m, e in happened("P1", WORKDAY, TargetMissed) if e.goal is Goal.RESPONSE and not e.tier] == [60]


def test_2_2_two_hours_past_somebody_else_is_asked_for():
    asked = happened("P1", WORKDAY, ReassignmentAsked, lasts="4h")
    assert (180, Goal.RESPONSE) in [(m, e.goal) for m, e in asked]


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("We don\u2019t know what is wrong", "Still investigating"),
        ("Our engineers are sleeping", None),
        ("It's the customer's fault", None),
        ("We've never seen this before", None),
    ],
)
def test_3_3_what_not_to_say(text, instead):
    [phrase] = to_avoid(model("tai"), text, [Audience.EXTERNAL])
    assert phrase.instead == instead
    assert not to_avoid(model("tai"), text, [Audience.INTERNAL])


def test_3_3_what_to_say_is_let_through():
    for text in model("tai").wording.say:
        assert not to_avoid(model("tai"), text, [Audience.EXTERNAL, Audience.STATUS_PAGE])


@pytest.mark.parametrize(
    ("severity", "at", "calls"),
    [
        # 4.2: page VP Product + on-call engineer, who are called with Tier 1; 5.3: after 20 minutes the engineer again
        ("P1", WORKDAY, [(0, "tier1"), (15, "second_engineer"), (20, "tier2"), (60, "tier3")]),
        ("P1", SATURDAY, [(0, "tier1"), (15, "second_engineer"), (20, "tier2"), (60, "tier3")]),  # 4.2: 1-hour response
        # 5.3: 10 minutes, then engineering; 4.1: after 30 minutes of investigation once more
        ("P2", WORKDAY, [(0, "tier1"), (10, "tier2"), (25, "vp_eng"), (30, "tier2")]),
        ("P2", EVENING, [(0, "tier1"), (10, "tier2"), (25, "vp_eng"), (30, "tier2")]),
        ("P3", WORKDAY, []),  # 5.3: no need to page on-call
        ("LOW", WORKDAY, []),
    ],
)
def test_5_3_who_is_paged_for_which_severity(severity, at, calls):
    assert ladder(filled("tai"), severity, at) == calls


def test_4_2_a_critical_issue_pages_vp_product_and_the_on_call_engineer_at_once():
    supposed = Scenario(severity="CRITICAL", at=SATURDAY, lasts=minutes(1))
    told = [one.entry.event for one in simulate(filled("tai"), supposed).happenings]
    first = next(event for event in told if isinstance(event, Paged))
    assert {person.partition("@")[0] for person in first.people} == {"marcus", "vp-product-2", "senior-eng-1"}


@pytest.mark.parametrize(
    ("severity", "facts", "who"),
    [
        ("P1", {"age": minutes(19)}, []),
        ("P1", {"age": minutes(21)}, ["tier2"]),  # 5.3: if >20 minutes, page on-call engineer (Level 2)
        ("P2", {"age": minutes(11)}, ["tier2"]),  # 5.3: investigate 10 minutes max
        ("P2", {"in_status": minutes(31)}, ["tier2"]),  # 4.1: investigation > 30 minutes
        ("P2", {"in_status": minutes(31), "status": Status.IDENTIFIED}, []),
        ("P2", tags("cause_unclear"), ["tier2", "second_engineer"]),  # 3.2: on-call + 2nd engineer
        ("P2", tags("data_at_risk"), ["vp_product"]),  # 3.2: VP Product immediately
        ("P2", tags("churn"), ["vp_product", "csm"]),  # 4.2, 4.3
        ("P3", tags("legal"), ["general_counsel", "ciso"]),  # 4.2: within 4 hours
        ("P3", tags("security"), ["general_counsel", "ciso"]),
        ("P3", {"money": 10_000}, []),
        ("P3", {"money": 10_001}, ["finance", "csm"]),  # 4.2: financial impact > $10K
        ("P3", {"repeats": 2}, []),
        ("P3", {"repeats": 3}, ["vp_product"]),  # 4.3: same issue 3+ times
        ("P3", tags("csat_low"), ["csm"]),  # 4.3: CSAT below 5
        ("P3", {"customer": "enterprise"}, ["csm"]),  # 4.2: route to dedicated CSM
        ("P3", {"customer": "enterprise", **tags("contract_change")}, ["vp_product", "csm"]),
        ("P3", {"customer": "starter"}, []),
        ("P3", tags("urgent"), ["tier2"]),  # 4.4: page immediately, call within 1 hour
    ],
)
def test_4_escalation_follows_what_is_at_stake(severity, facts, who):
    assert called(model("tai"), severity, **facts) == who


@pytest.mark.parametrize(
    ("rule", "within"),
    [("legal", "4h"), ("churn", "2h"), ("csat_low", "1h"), ("urgent", "1h"), ("high", "4h"), ("medium", "1bd")],
)
def test_4_each_escalation_has_its_time(rule, within):
    found = [one for one in model("tai").triggers if any(rule in when.tags for when in one.when)]
    assert [str(one.within) for one in found] == [within]


@pytest.mark.parametrize(
    ("tier", "severity", "more", "within"),
    [
        ("tier2", "P1", (), "15m"),  # 5.3
        ("tier2", "P3", ("urgent",), "1h"),  # 4.4
        ("tier2", "P3", ("high",), "4h"),
        ("tier2", "P3", (), "1bd"),
        ("tier1", "P2", (), "15m"),  # 1.3, 5.2
        ("tier3", "P1", (), "2h"),  # 4.1: available within 2 hours
        ("tier4", "P1", (), "4h"),  # 4.1: within 4 hours
    ],
)
def test_4_1_and_4_4_each_tier_answers_within_its_time(tier, severity, more, within):
    assert answers_within(model("tai"), tier, severity, WORKDAY, tags=frozenset(more)) == within


@pytest.mark.parametrize("severity", ["P1", "P2"])
def test_3_every_10_minutes_outweighs_15_and_30(severity):
    found = clocks(model("tai"), severity)
    assert ("status_page", "declared", "2m", "10m", "15m") in found
    assert ("internal", "declared", "10m", "10m", "15m") in found
    assert ("status_page", "resolved", "1d", None, None) in found  # 1.3: within 24 hours with full post-mortem
    assert ("external", "resolved", "0m", None, None) in found  # 3.2: final update to customers


def test_3_2_customers_are_told_at_once_of_a_p1_only():
    assert ("external", "declared", "2m", "10m", "15m") in clocks(model("tai"), "P1")
    assert not [one for one in clocks(model("tai"), "P2") if one[:2] == ("external", "declared")]


@pytest.mark.parametrize(
    ("at", "who"),
    [
        ("2026-01-05 10:00", "sarah"),  # 1.1: primary owner for the day
        ("2026-01-06 10:00", "marcus"),
        ("2026-01-05 20:00", "sarah"),  # 5.1: 5 PM - 9 AM, week 1
        ("2026-01-10 12:00", "sarah"),  # 5 PM Fri - 9 AM Mon: the weekend too
        ("2026-01-12 08:59", "sarah"),
        ("2026-01-13 20:00", "marcus"),  # week 2
        ("2026-01-20 20:00", "jessica"),  # week 3
        ("2026-01-27 20:00", "alex"),  # week 4
        ("2026-02-03 20:00", "sarah"),  # repeat
    ],
)
def test_5_1_evenings_and_weekends_are_both_covered(at, who):
    found = on_duty(filled("tai"), "tier1", local(at, ZONE), OnPaper())
    assert found.people == (f"{who}@example.com",)


@pytest.mark.parametrize(
    ("month", "who"), [(1, "vp-product-1"), (2, "vp-product-2"), (3, "vp-product-3"), (4, "vp-product-1")]
)
def test_5_1_a_vp_product_is_on_call_for_a_month(month, who):
    found = on_duty(filled("tai"), "vp_product", local(f"2026-{month:02}-15 03:00", ZONE), OnPaper())
    assert found.people == (f"{who}@example.com",)


def exceeded(rotation, limit, called_in=()):
    found = over_limits(filled("tai"), local("2026-01-01 00:00", ZONE), local("2026-04-01 00:00", ZONE), called_in)
    return {
        one.person.partition("@")[0]: one.asked for one in found if (one.rotation, one.exceeded) == (rotation, limit)
    }


def test_5_4_three_engineers_in_weekly_turns_go_beyond_four_weeks_a_quarter():
    assert exceeded("engineering", Exceeded.WEEKS_A_QUARTER) == {"senior-eng-1": 4.4, "senior-eng-3": 4.4}


def test_5_4_a_month_on_call_is_more_than_four_weeks_and_more_than_two_evening_weeks():
    assert set(exceeded("vp_product", Exceeded.WEEKS_A_QUARTER)) == {"vp-product-1", "vp-product-3"}  # February has 28
    assert len(exceeded("vp_product", Exceeded.EVENING_WEEKS)) == 3


def test_5_4_weekly_turns_of_four_stay_within_the_evenings_allowed():
    assert exceeded("support", Exceeded.EVENING_WEEKS) == {}


@pytest.mark.parametrize(("incidents", "asked"), [(3, {}), (4, {"sarah": 4})])
def test_5_4_after_more_than_three_incidents_the_next_week_is_off(incidents, asked):
    called_in = [
        CalledIn(person="sarah@example.com", at=local(f"2026-01-0{6 + n} 21:00", ZONE)) for n in range(incidents)
    ]
    found = exceeded("support", Exceeded.NO_WEEK_OFF, called_in)
    assert found == asked  # she has a day as primary owner in the week after


@pytest.mark.parametrize(
    ("words", "severity", "extra"),
    [
        ("production down", "P1", ()),  # 2.2: re-assess
        ("we are losing money", "P1", ()),
        ("they are canceling", "LOW", ("churn",)),  # 4.3
        ("the logo is crooked", "LOW", ()),  # 2.2: default to LOW
    ],
)
def test_2_1_words_decide_the_priority(words, severity, extra):
    found = triage(model("tai"), words)
    assert (found.severity, found.tags) == (severity, extra)


@pytest.mark.parametrize(
    ("words", "route", "owner"),
    [("a billing question", "billing", "finance"), ("api error on upload", "api_error", "tier1")],
)
def test_2_1_words_decide_the_route(words, route, owner):
    found = triage(model("tai"), words).routes[0]
    assert (found.id, str(found.owner)) == (route, owner)


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("We don't know what's wrong", "Still investigating"),
        ("Our engineers are sleeping", None),
        ("It's the customer's fault", None),
        ("We've never seen this before", None),
    ],
)
def test_3_3_what_not_to_say_is_noticed(said, instead):
    found = [one for one in model("tai").wording.avoid if any(says(said, words) for words in one.words)]
    assert [(one.avoid, one.instead) for one in found] == [(said, instead)]


@pytest.mark.parametrize(
    ("review", "after", "expected"),
    [
        ("standup", "2026-11-18 10:00", "2026-11-19 09:00"),  # 1.1: 9:00 AM PT, Monday-Friday
        ("handoff", "2026-11-18 10:00", "2026-11-18 17:00"),  # 1.4: 5:00 PM PT
        ("weekly_report", "2026-11-18 10:00", "2026-11-20 17:00"),  # 8.2: every Friday at 5 PM PT
        ("monthly", "2026-11-18 10:00", "2026-12-04 09:00"),  # 8.3: first Friday of month
        ("kb_review", "2026-11-18 10:00", "2026-12-07 09:00"),  # 6.1: first Monday
        ("kb_publish", "2026-11-18 10:00", "2026-11-27 09:00"),  # 6.1: last Friday
        ("weekly_report", "2026-03-06 18:00", "2026-03-13 17:00"),  # over the change to summer time
    ],
)
def test_1_6_and_8_what_comes_round_comes_at_its_time(review, after, expected):
    policy = model("tai")
    assert next_time(policy, policy.reviews[review], local(after, ZONE)) == local(expected, ZONE)


def test_3_2_the_decision_point_is_at_minute_10_to_15():
    decision = model("tai").phases["investigation"].decision
    assert (str(decision.opens), str(decision.closes)) == ("10m", "15m")
    assert [[str(target) for target in choice.page] for choice in decision.choices] == [
        [],
        ["tier2", "second_engineer"],
        ["vp_product"],
    ]


@pytest.mark.parametrize(
    ("phase", "starts", "ends"),
    [
        ("detection", "0m", "2m"),
        ("investigation", "0m", "15m"),
        ("fix", "15m", "1h"),
        ("verification", "1h", "1h30m"),
        ("closure", "2h", None),
    ],
)
def test_3_2_each_phase_has_its_time_box(phase, starts, ends):
    found = model("tai").phases[phase]
    assert (str(found.starts), found.ends and str(found.ends)) == (starts, ends)


def test_3_2_before_resolve_the_fix_is_verified():
    required = [item for item in model("tai").verification.checks if item.required]
    assert len(required) == 5
    assert next(item.times for item in required if "synthetic" in item.do) == 5  # 5x (all should pass)


@pytest.mark.parametrize(
    ("words", "runbook"),
    [
        ("401 unauthorized", "api_401"),
        ("429 rate limit", "api_429"),
        ("webhook signature", "webhook_signature"),
        ("duplicate rows", "duplicate_data"),
        ("customer churn", "churn_risk"),
    ],
)
def test_10_3_runbooks_are_found_by_words(words, runbook):
    assert runbooks_for(model("tai"), words)[0].id == runbook


def test_10_3_the_library_has_18_runbooks():
    assert len(model("tai").runbooks) == 18


def test_3_2_a_post_mortem_is_held_the_next_day_and_is_public():
    found = model("tai").severities["P1"].postmortem
    assert (found.required, str(found.due), str(found.lasts), found.public, str(found.follow_up)) == (
        True,
        "1d",
        "30m",
        True,
        "7d",
    )


@pytest.mark.parametrize(
    ("severity", "echo", "heard"),
    [  # 3.3, 10.2: #support-critical is the continuous log of what is active (P1 and P2), and where it is announced
        ("P1", Echo.ACKNOWLEDGED, ("support_critical",)),
        ("P1", Echo.NOTE, ("support_critical",)),
        ("P2", Echo.RESOLVED, ("support_critical",)),
        ("P1", Echo.DECLARED, ()),
        ("P3", Echo.NOTE, ()),
        ("P1", Echo.ESCALATED, ("support_escalations", "support_critical")),  # 10.2: escalated tickets to engineering
    ],
)
def test_section_10_the_continuous_log_reads_everything_of_a_p1_and_p2(severity, echo, heard):
    policy = model("tai")
    assert echoes_for(policy, policy.severities[severity], private=False).get(echo, ()) == heard
