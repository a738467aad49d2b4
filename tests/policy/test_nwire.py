"""NWIRE's three levels of support, in the words of their document."""

import pytest

from bot.domain.policy import RoomKind
from bot.domain.recurring import next_time
from tests.policy.asking import answers_within, called, due_at, filled, ladder, local, model, tags, targets

ZONE = "Europe/Lisbon"  # fills the open slot
WORKDAY, FRIDAY, SATURDAY = (local(text, ZONE) for text in ("2026-11-18 10:00", "2026-11-20 17:30", "2026-11-21 12:00"))


@pytest.mark.parametrize(
    ("severity", "at", "calls"),
    [
        ("P0", WORKDAY, [(0, "l3"), (5, "l2")]),  # P0 triggers incident process immediately
        ("P0", SATURDAY, [(0, "l3"), (5, "l2")]),
        ("P1", WORKDAY, [(0, "l1"), (60, "l2"), (60 + 24 * 60, "l3")]),  # L2: resolution or escalation within 1 bd
        ("P2", WORKDAY, []),  # P2 enters normal backlog
        ("P2", SATURDAY, []),
    ],
)
def test_each_severity_calls_its_levels(severity, at, calls):
    assert ladder(filled("nwire"), severity, at, lasts="3d") == calls


@pytest.mark.parametrize(
    ("tier", "severity", "within"),
    [
        ("l1", "P1", "1bh"),  # first response within 1 hour during business hours
        ("l1", "P2", "1bh"),
        ("l2", "P1", "4h"),  # investigation started within 4 hours
        ("l3", "P0", "0m"),
        ("l3", "P1", "end_of_day"),  # P1 same day
    ],
)
def test_each_level_has_its_sla_target(tier, severity, within):
    assert answers_within(model("nwire"), tier, severity, WORKDAY) == within


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("1bh", "2026-11-18 10:00", "2026-11-18 11:00"),
        ("1bh", "2026-11-18 17:30", "2026-11-19 09:30"),
        ("1bh", "2026-11-20 17:30", "2026-11-23 09:30"),  # over the weekend
        ("1bd", "2026-11-20 15:00", "2026-11-23 15:00"),
        ("end_of_day", "2026-11-18 10:00", "2026-11-18 18:00"),
    ],
)
def test_an_hour_during_business_hours_counts_business_time_only(text, at, expected):
    assert due_at(filled("nwire"), text, local(at, ZONE), "l1") == local(expected, ZONE)


@pytest.mark.parametrize(
    ("tag", "level"),
    [
        ("not_in_handoff", "l2"),  # L1 escalates when: the answer is not in the handoff
        ("unexpected_behaviour", "l2"),  # the ticket describes unexpected behaviour
        ("data_looks_wrong", "l2"),  # or the user reports data that looks wrong
        ("several_users", "l3"),  # L2 escalates when: the issue affects multiple users
        ("data_integrity", "l3"),  # involves data integrity
        ("requires_code_change", "l3"),  # or requires a code change
    ],
)
@pytest.mark.parametrize("severity", ["P1", "P2"])
def test_escalation_happens_when_a_ticket_crosses_a_level_boundary(severity, tag, level):
    assert called(model("nwire"), severity, **tags(tag)) == [level]


@pytest.mark.parametrize(("repeats", "told"), [(1, []), (2, []), (3, ["po"]), (4, ["po"])])
def test_three_tickets_about_the_same_confusion_are_one_observation(repeats, told):
    assert called(model("nwire"), "P2", repeats=repeats) == told


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ("P0", {"response": ("0m", None)}),
        ("P1", {"resolution": ("end_of_day", None)}),
        ("P2", {}),
    ],
)
def test_a_severity_promises_what_engineering_says(severity, expected):
    assert targets(model("nwire"), WORKDAY, severity=severity) == expected


def test_a_p2_is_only_logged():
    assert model("nwire").severities["P2"].room.kind is RoomKind.NONE


@pytest.mark.parametrize("field", ["severity", "impact", "area"])
def test_what_support_cannot_answer_becomes_a_bug_with_the_full_taxonomy(field):
    template = model("nwire").templates["bug"]
    assert next(blank for blank in template.fields if blank.name == field).required
    assert model("nwire").incident.ticket_required


@pytest.mark.parametrize(
    ("review", "after", "expected"),
    [
        ("standup", "2026-11-18 10:00", "2026-11-19 09:00"),  # CS standup, daily or weekly
        ("standup", "2026-11-20 10:00", "2026-11-23 09:00"),
        ("po_review", "2026-11-18 10:00", "2026-11-23 09:00"),  # weekly PO review of CS-origin bugs
    ],
)
def test_standup_and_review_come_round(review, after, expected):
    policy = filled("nwire")
    assert next_time(policy, policy.reviews[review], local(after, ZONE)) == local(expected, ZONE)


@pytest.mark.parametrize(
    ("level", "work"),
    [
        ("l1", "Password resets"),
        ("l1", "Account issues"),
        ("l2", "Bugs that can be reproduced"),
        ("l2", "Configuration issues"),
        ("l3", "Code fixes"),
        ("l3", "Schema issues"),
        ("l3", "Integration failures"),
    ],
)
def test_each_level_resolves_what_is_its_own(level, work):
    assert work in model("nwire").tiers[level].scope
