"""SIGN X Studio Clone's support tiers, in the words of their document."""

import pytest

from bot.domain.coverage import hours_class, on_duty
from bot.domain.people import OnPaper
from bot.domain.policy import Audience
from bot.domain.routing import runbooks_for, triage
from tests.policy.asking import answers_within, called, filled, ladder, local, model, tags, targets

ZONE = "America/New_York"
WORKDAY, EVENING, SATURDAY = (
    local(text, ZONE) for text in ("2026-11-18 10:00", "2026-11-18 19:00", "2026-11-21 12:00")
)


@pytest.mark.parametrize(
    ("severity", "at", "expected"),
    [
        ("P0", WORKDAY, {"ack": "15m", "response": "1h"}),  # <1 hour; acknowledge <15 min
        ("P0", SATURDAY, {"ack": "15m", "response": "1h"}),
        ("P1", WORKDAY, {"ack": "1h", "response": "4h", "resolution": "1d"}),  # <4 hours; resolution <24 hours
        ("P2", WORKDAY, {"response": "1d"}),  # <24 hours
        ("P3", WORKDAY, {"response": "7d"}),  # <1 week
    ],
)
def test_ticket_handling_answers_within_the_sla_of_the_severity(severity, at, expected):
    assert {goal: within for goal, (within, _) in targets(model("signx"), at, severity=severity).items()} == expected


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        ("2026-11-18 08:00", "business"),
        ("2026-11-18 17:59", "business"),
        ("2026-11-18 18:00", "after_hours"),
        ("2026-11-18 07:59", "after_hours"),
        ("2026-11-21 12:00", "weekend"),
    ],
)
def test_support_hours_are_8_to_6_monday_to_friday(at, kind):
    assert hours_class(model("signx"), "tier2", local(at, ZONE)) == kind


@pytest.mark.parametrize(
    ("at", "through", "within"),
    [
        (EVENING, "email", "4h"),  # After Hours: Email support (4hr response)
        (SATURDAY, "email", "1d"),  # Weekend: Email support (24hr response)
        (WORKDAY, "phone", "7d"),
    ],
)
def test_mail_has_times_of_its_own_outside_business_hours(at, through, within):
    assert answers_within(model("signx"), "tier2", "P3", at, through=through) == within


@pytest.mark.parametrize(
    ("severity", "within"),
    [("P0", "15m"), ("P1", "1h")],  # Engineering Response: immediate (<15 minutes); <1 hour
)
@pytest.mark.parametrize("at", [WORKDAY, EVENING, SATURDAY])
def test_engineering_answers_round_the_clock(severity, at, within):
    assert answers_within(model("signx"), "tier3", severity, at) == within


@pytest.mark.parametrize(
    ("severity", "calls"),
    [
        ("P0", [(0, "tier3"), (15, "secondary")]),  # Secondary On-Call: backup for critical issues
        ("P1", [(0, "tier3"), (60, "secondary")]),
        ("P2", []),  # only P0/P1 incidents escalate automatically
        ("P3", []),
    ],
)
@pytest.mark.parametrize("at", [WORKDAY, SATURDAY])
def test_p0_and_p1_incidents_escalate_automatically(severity, at, calls):
    assert ladder(filled("signx"), severity, at) == calls


@pytest.mark.parametrize("tag", ["system_bug", "performance", "data_integrity", "security"])
def test_bugs_performance_data_and_security_escalate_automatically(tag):
    assert called(model("signx"), "P2", **tags(tag)) == ["tier3"]


def test_what_is_verified_as_vendor_related_can_go_to_the_vendor():
    assert called(model("signx"), "P2", **tags("vendor_related")) == ["tier4"]
    (rule,) = [one for one in model("signx").triggers if one.page and str(one.page[0]) == "tier4"]
    assert not rule.automatic  # a person decides, after checking the status pages


@pytest.mark.parametrize(
    ("engineer", "day"),
    [("a", "2026-01-05"), ("b", "2026-01-12"), ("c", "2026-01-19"), ("d", "2026-01-26"), ("a", "2026-02-02")],
)
def test_four_engineers_take_a_week_each(engineer, day):
    found = on_duty(filled("signx"), "tier3", local(f"{day} 12:00", ZONE), OnPaper())
    assert found.people == (f"engineer-{engineer}@example.com",)


@pytest.mark.parametrize(
    "asked", ["Error messages", "Logs", "Steps to reproduce", "Screenshots or captures", "Ticket link and details"]
)
def test_an_escalation_to_engineering_brings_what_it_needs(asked):
    assert asked in model("signx").tiers["tier3"].asks_for


def test_error_messages_logs_and_steps_are_required_screenshots_are_not():
    fields = model("signx").templates["escalation"].fields
    assert [field.name for field in fields if field.required] == ["ticket", "errors", "logs", "steps"]


@pytest.mark.parametrize(
    ("vendor", "contact"),
    [
        ("aws", "support@aws.amazon.com"),
        ("gcp", "gcp-support@google.com"),
        ("sendgrid", "support@sendgrid.com"),
        ("minio", "community support"),
        ("opensearch", "community support"),
    ],
)
def test_each_vendor_is_reached_as_listed(vendor, contact):
    policy = model("signx")
    assert policy.vendors[vendor].contact == contact
    assert vendor in policy.tiers["tier4"].vendors


def test_before_a_vendor_is_called_their_status_pages_are_checked():
    tier = model("signx").tiers["tier4"]
    assert tier.check_first == ("Check vendor status pages", "Review vendor documentation")
    assert tier.follow_up_every is not None  # monitor vendor ticket


@pytest.mark.parametrize(
    ("words", "severity"),
    [("system down since ten", "P0"), ("data loss in eu", "P0"), ("error rate is high", "P1"), ("a typo", None)],
)
def test_words_suggest_a_severity(words, severity):
    assert triage(model("signx"), words).severity == severity


@pytest.mark.parametrize(
    ("measure", "over", "under"),
    [
        ("first_response", None, 4),
        ("resolution", None, 24),
        ("satisfaction", 4.5, None),
        ("self_service", 60, None),
        ("escalation", None, 20),
    ],
)
def test_each_indicator_has_its_target(measure, over, under):
    found = model("signx").measures[measure]
    assert (found.over, found.under) == (over, under)


@pytest.mark.parametrize(("words", "runbook"), [("an api reference", "docs"), ("a tutorial", "tutorials")])
def test_self_service_comes_first(words, runbook):
    assert runbooks_for(model("signx"), words)[0].id == runbook
    assert model("signx").tiers["tier1"].self_service


def test_people_inside_read_apex_support():
    assert model("signx").audiences[Audience.INTERNAL].channels == ("apex_support",)
