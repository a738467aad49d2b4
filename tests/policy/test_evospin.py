"""Evospin's support model, in the words of its document (section by section)."""

import pytest

from bot.domain.authority import actions_for, permission
from bot.domain.channel_choice import channels_for, is_wrong
from bot.domain.coverage import hours_class, is_reduced, on_duty
from bot.domain.echoes import echoes_for
from bot.domain.people import OnPaper
from bot.domain.policy import Echo, RoomKind
from bot.domain.readiness import fitness
from bot.domain.recurring import next_time
from bot.domain.routing import areas_for, runbooks_for
from tests.policy.asking import answers_within, called, clocks, due_at, ladder, local, model, tags, targets

ZONE = "Europe/Lisbon"  # the demo's, which fills the open slots
WORKDAY, EVENING, SUNDAY, HOLIDAY = (
    local(text, ZONE) for text in ("2026-11-18 10:00", "2026-11-18 18:00", "2026-11-22 02:00", "2026-12-25 12:00")
)


@pytest.mark.parametrize(
    ("tier", "severity", "at", "within"),
    [
        ("tier1", "P0", WORKDAY, "30m"),  # 1: < 30 min (business hours)
        ("tier1", "P1", WORKDAY, "30m"),
        ("tier1", "P0", EVENING, "2h"),  # 1: < 2 hr (after hours)
        ("tier1", "P1", SUNDAY, "2h"),  # 3: Sat-Sun, all hours
        ("tier1", "P1", HOLIDAY, "2h"),  # 3: public holidays
        ("tier2", "P0", WORKDAY, "1h"),  # 1: < 1 hr always
        ("tier2", "P2", SUNDAY, "1h"),
        ("tier3", "P0", WORKDAY, "2h"),  # 1: per contract, typically < 2 hr P0
        ("tier3", "P1", HOLIDAY, "8h"),  # 1: < 8 hr P1
    ],
)
def test_section_1_each_tier_answers_within_its_time(tier, severity, at, within):
    assert answers_within(model("demo"), tier, severity, at) == within


@pytest.mark.parametrize(
    ("severity", "at", "calls"),
    [
        ("P0", WORKDAY, [(0, "tier1"), (30, "tier2"), (35, "tier3")]),  # Tier 2 doesn't ack within 5 min -> Tier 3
        ("P1", WORKDAY, [(0, "tier1"), (30, "tier2"), (35, "tier3")]),
        ("P0", SUNDAY, [(0, "tier1"), (120, "tier2"), (125, "tier3")]),
        ("P1", HOLIDAY, [(0, "tier1"), (120, "tier2"), (125, "tier3")]),
        ("P2", WORKDAY, []),  # 2: PagerDuty is not for P2, P3, questions
        ("P3", WORKDAY, []),
    ],
)
def test_section_1_the_escalation_flows_up(severity, at, calls):
    assert ladder(model("demo"), severity, at) == calls


@pytest.mark.parametrize(
    ("facts", "tiers"),
    [
        (tags("no_runbook"), ["tier2"]),  # if runbook doesn't apply
        (tags("requires_code_change"), ["tier2"]),  # or mitigation requires code change
        ({"area": "rng"}, ["tier3"]),  # RNG provider integration
        ({"area": "fairness"}, ["tier3"]),  # fairness seed mechanism
        ({"area": "broker"}, ["tier3"]),  # third-party broker
        ({}, []),
    ],
)
@pytest.mark.parametrize("severity", ["P0", "P2"])
def test_section_1_work_that_belongs_to_another_tier_goes_there(severity, facts, tiers):
    assert called(model("evospin"), severity, **facts) == tiers


@pytest.mark.parametrize(
    ("action", "tiers"),
    [
        ("restart services", {"tier1", "tier2", "tier3"}),
        ("drain queues", {"tier1", "tier2", "tier3"}),
        ("update the status page", {"tier1", "tier2", "tier3"}),
        ("modify production code", {"tier2", "tier3"}),  # Tier 1 cannot
        ("deploy hotfixes", {"tier2", "tier3"}),
        ("change feature flags", {"tier2", "tier3"}),
        ("truncate stuck queue", {"tier2", "tier3"}),
        ("change ebit-team-owned shared services", {"tier3"}),  # Tier 2 cannot
        ("rotate ebit-team-held secrets", {"tier3"}),
    ],
)
def test_section_1_authority_grows_with_the_tier(action, tiers):
    row = actions_for(model("evospin"), action)[0]
    assert {tier for tier in ("tier1", "tier2", "tier3") if permission(row, [tier]).allowed} == tiers


@pytest.mark.parametrize(
    ("severity", "right", "wrong"),
    [
        ("P0", ["pagerduty", "bridge", "status_page"], ["oncall", "ebit_support"]),
        ("P1", ["pagerduty", "bridge", "status_page"], ["oncall", "ebit_support"]),
        ("P2", ["oncall"], ["pagerduty", "status_page", "bridge", "ebit_support"]),
        ("P3", ["ebit_support"], ["pagerduty", "status_page", "bridge", "oncall"]),
    ],
)
def test_section_2_each_urgency_has_its_channel(severity, right, wrong):
    policy = model("evospin")
    assert [channel.id for channel in channels_for(policy, severity)] == right
    assert {key for key, channel in policy.channels.items() if is_wrong(channel, severity)} == set(wrong)


@pytest.mark.parametrize("severity", ["P0", "P1"])
def test_section_2_the_status_page_hears_at_acknowledge_at_identified_and_at_resolved(severity):
    assert clocks(model("evospin"), severity) == {
        ("status_page", "acknowledged", "10m", None, None),  # IC posts within 10 min of P0/P1 acknowledge
        ("status_page", "identified", "0m", None, None),
        ("status_page", "resolved", "0m", None, None),
    }


@pytest.mark.parametrize("severity", ["P2", "P3"])
def test_section_2_what_is_not_user_visible_stays_off_the_status_page(severity):
    assert clocks(model("evospin"), severity) == set()
    assert not model("evospin").severities[severity].status_page


@pytest.mark.parametrize(
    ("severity", "private", "heard"),
    [  # 2: #oncall for "Ack confirmation, IC handoff"; a P2 is run there, and said there once
        ("P0", False, {Echo.ACKNOWLEDGED: ("oncall",), Echo.COMMAND: ("oncall",)}),
        ("P1", False, {Echo.ACKNOWLEDGED: ("oncall",), Echo.COMMAND: ("oncall",)}),
        ("P1", True, {}),
        ("P2", False, {}),
        ("P3", False, {Echo.ACKNOWLEDGED: ("oncall",), Echo.COMMAND: ("oncall",)}),
    ],
)
def test_section_2_oncall_reads_acknowledgements_and_handoffs(severity, private, heard):
    policy = model("evospin")
    assert echoes_for(policy, policy.severities[severity], private=private) == heard


@pytest.mark.parametrize(
    ("severity", "kind", "channel"),
    [("P0", RoomKind.OWN, None), ("P2", RoomKind.THREAD, "oncall"), ("P3", RoomKind.THREAD, "ebit_support")],
)
def test_section_2_only_p0_and_p1_get_a_room_of_their_own(severity, kind, channel):
    room = model("evospin").severities[severity].room
    assert (room.kind, room.channel) == (kind, channel)


@pytest.mark.parametrize(
    ("severity", "at", "expected"),
    [
        ("P2", WORKDAY, {"ack": ("1h", None), "mitigation": ("end_of_shift", None)}),
        ("P3", WORKDAY, {"mitigation": ("end_of_shift", None)}),
        ("P0", SUNDAY, {"ack": ("2h", None)}),
    ],
)
def test_sections_1_and_2_p2_and_p3_are_mitigated_by_the_end_of_the_shift(severity, at, expected):
    assert targets(model("demo"), at, severity=severity) == expected


def test_section_1_the_shift_ends_with_the_business_hours():
    assert due_at(model("demo"), "end_of_shift", WORKDAY, "tier1") == local("2026-11-18 18:00", ZONE)


def test_section_2_mail_is_answered_the_next_business_day():
    friday = local("2026-11-20 15:00", ZONE)
    assert due_at(model("demo"), "1bd", friday, "tier1") == local("2026-11-23 15:00", ZONE)


@pytest.mark.parametrize(
    ("tier", "at", "reduced"),
    [("tier3", HOLIDAY, True), ("tier3", SUNDAY, False), ("tier1", HOLIDAY, False), ("tier2", HOLIDAY, False)],
)
def test_section_3_only_tier_3_is_reduced_and_only_on_public_holidays(tier, at, reduced):
    assert is_reduced(model("demo"), tier, at) is reduced
    assert on_duty(model("demo"), tier, at, OnPaper()).people


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        ("2026-11-18 09:00", "business"),
        ("2026-11-18 17:59", "business"),
        ("2026-11-18 18:00", "after_hours"),
        ("2026-11-18 08:59", "after_hours"),
        ("2026-11-21 10:00", "weekend"),
        ("2026-12-08 10:00", "holiday"),
    ],
)
def test_section_3_the_time_blocks_are_those_of_the_table(at, kind):
    assert hours_class(model("demo"), "tier1", local(at, ZONE)) == kind


CURRICULUM, SHADOW = (one.what for one in model("evospin").tiers["tier1"].prerequisites)


@pytest.mark.parametrize(
    ("signed", "day", "allowed", "exception"),
    [
        ((CURRICULUM, SHADOW), "2026-01-10", True, True),
        ((CURRICULUM,), "2026-01-10", False, False),  # no exceptions during the first 90 days
        ((), "2026-04-04", False, False),
        ((CURRICULUM,), "2026-04-06", False, True),  # the 91st day
    ],
)
def test_section_4_nobody_takes_a_tier_without_its_checklist(signed, day, allowed, exception):
    found = fitness(model("demo"), "tier1", signed, local(f"{day} 12:00", ZONE))
    assert (found.allowed, found.exception_possible) == (allowed, exception)


def test_section_4_while_the_day_of_the_handover_is_open_there_is_no_exception():
    assert not fitness(model("evospin"), "tier2", (), WORKDAY).exception_possible


@pytest.mark.parametrize(
    ("review", "after", "expected"),
    [
        ("weekly", "2026-01-06 00:00", "2026-01-12 09:00"),
        ("weekly", "2026-02-03 00:00", None),  # during the first month post-handover
        ("monthly", "2026-01-06 00:00", "2026-03-01 09:00"),  # after first month
        ("quarterly", "2026-01-06 00:00", "2026-04-01 09:00"),
    ],
)
def test_section_5_three_cadences_keep_the_model_accurate(review, after, expected):
    policy = model("demo")
    found = next_time(policy, policy.reviews[review], local(after, ZONE))
    assert found == (expected and local(expected, ZONE))


def test_section_5_a_change_outside_the_reviews_needs_both_sign_offs():
    control = model("evospin").change_control
    assert [one.title for one in control.sign_offs] == ["Tier 2 lead", "ebit-team escalation lead"]
    assert control.free_during == ("weekly", "monthly", "quarterly")


@pytest.mark.parametrize(
    ("words", "runbook"),
    [("who is notified when", "escalation_matrix"), ("first response procedure", "oncall_runbook")],
)
def test_section_6_the_references_are_found(words, runbook):
    assert runbooks_for(model("evospin"), words)[0].id == runbook


@pytest.mark.parametrize(
    ("words", "area"),
    [
        ("the provably fair seed is wrong", "fairness"),
        ("roulette table stuck", "state_machines"),
        ("otel is down", "otel"),
    ],
)
def test_section_1_words_lead_to_the_subsystem_that_tier_3_owns(words, area):
    found = areas_for(model("evospin"), words)[0]
    assert (found.id, found.owner) == (area, "tier3")


def test_the_slots_of_the_document_stay_open_with_their_owners():
    slots = model("evospin").open_slots
    assert {slot.owner for slot in slots} == {"customer team", "ebit-team"}
    assert {
        "rotation owner / PagerDuty schedule name",
        "ebit-team contact / PagerDuty schedule name",
        "customer time zone",
        "holiday calendar",
        "typically weekly handoff, customer team to confirm",
        "zoom/meet/teams URL",
        "customer-team",
    } <= {slot.text for slot in slots}
