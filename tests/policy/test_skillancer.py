"""Skillancer's support escalation matrix, in the words of its document: every row and every cell."""

import pytest

from bot.domain.authority import actions_for, permission
from bot.domain.channel_choice import channels_for, is_wrong
from bot.domain.coverage import on_duty
from bot.domain.errors import NobodyLeftToPage
from bot.domain.events import Declared, Paged
from bot.domain.people import OnPaper
from bot.domain.policy import Audience, RoomKind
from bot.domain.readers import heard_by
from bot.domain.routing import routes_for
from tests.policy.asking import (
    answers_within,
    called,
    calls,
    clocks,
    escalated,
    filled,
    heard,
    ladder,
    local,
    model,
    people_of,
    tags,
    targets,
)

ZONE = "Europe/Lisbon"  # fills the open slot
WORKDAY, NIGHT, SATURDAY = (local(text, ZONE) for text in ("2026-11-18 10:00", "2026-11-18 23:00", "2026-11-21 12:00"))

ROUTES = [  # Issue Categories & Routing: type, initial owner, escalation path, SLA
    ("Login problems", "tier1", "tier2 > tier3", "4h"),
    ("SkillPod issues", "tier2", "tier3", "2h"),
    ("Performance issues", "tier2", "tier3", "1h"),
    ("Bug reports", "tier1", "tier2 > tier3", "24h"),
    ("API errors", "tier2", "tier3", "4h"),
    ("Data sync issues", "tier2", "tier3", "4h"),
    ("Payment failed", "tier1", "billing > tier3", "4h"),
    ("Refund request", "tier1", "billing", "24h"),
    ("Withdrawal issues", "billing", "tier3 > finance", "48h"),
    ("Dispute resolution", "disputes", "legal", "72h"),
    ("Invoice problems", "billing", "finance", "24h"),
    ("Fee questions", "tier1", "billing", "4h"),
    ("Harassment report", "ts", "ts_lead > legal", "4h"),
    ("Fraud suspicion", "ts", "ts_lead > security", "2h"),
    ("Account compromise", "security", "tier3 > ciso", "1h"),
    ("Fake profiles", "ts", "ts_lead", "24h"),
    ("Terms violation", "ts", "legal", "24h"),
    ("DMCA/Copyright", "legal", "external_counsel", "48h"),
    ("Enterprise inquiry", "sales", "account_exec", "24h"),
    ("Partnership request", "bd", "bd_lead", "48h"),
    ("Press inquiry", "pr", "ceo/cmo", "4h"),
    ("Legal threat", "legal", "general_counsel > ceo", "2h"),
    ("Executive complaint", "tier4", "ceo", "4h"),
]

MATRIX = [  # Authority Matrix: action, then Tier 1, Tier 2, T&S, Billing, Tier 3, Tier 4
    ("Password reset", "y y y y y y"),
    ("Add connects", "y y - y y y"),
    ("Disable 2FA", "- y - - y y"),
    ("Issue refund (<$100)", "- y - y - y"),
    ("Issue refund (>$100)", "- - - y - y"),
    ("Unlock account", "y y y - y y"),
    ("Suspend account", "- - y - - y"),
    ("Ban user", "- - Lead - - y"),
    ("Release escrow (dispute)", "- - - Lead - y"),
    ("Modify database", "- - - - y y"),
    ("Deploy code", "- - - - y y"),
    ("Feature flags", "- - - - y y"),
]
TIERS = ("tier1", "tier2", "ts", "billing", "tier3", "tier4")
CELLS = [(action, tier, cell) for action, cells in MATRIX for tier, cell in zip(TIERS, cells.split(), strict=True)]


@pytest.mark.parametrize(("kind", "owner", "path", "within"), ROUTES)
def test_each_kind_of_problem_has_its_owner_its_path_and_its_time(kind, owner, path, within):
    route = routes_for(model("skillancer"), kind)[0]
    hops = " > ".join("/".join(str(target) for target in hop) for hop in route.then)
    assert (route.name, str(route.owner), hops) == (kind, owner, path)
    assert route.within.elapsed.total_seconds() == int(within[:-1]) * 3600


def test_there_are_23_kinds_of_problem():
    assert sorted(route.name for route in model("skillancer").routes.values()) == sorted(row[0] for row in ROUTES)


@pytest.mark.parametrize(
    ("kind", "hops"),
    [
        ("account_compromise", [(0, "security", "tier3"), (15, "ciso", "oncall_secondary")]),  # Tier 3, CISO
        ("legal_threat", [(0, "legal", "tier3"), (15, "general_counsel", "oncall_secondary"), (30, "ceo")]),
        ("login_problems", [(0, "tier1", "tier3"), (15, "tier2", "oncall_secondary")]),
    ],
)
def test_a_p1_climbs_the_path_of_its_kind_beside_that_of_every_emergency(kind, hops):
    policy = filled("skillancer")
    expected = [(minutes, people_of(policy, WORKDAY, *teams)) for minutes, *teams in hops]
    assert calls(policy, "P1", WORKDAY, category=kind) == expected


@pytest.mark.parametrize(
    ("kind", "owner", "then"),
    [
        ("withdrawal_issues", "billing", ["tier3", "finance"]),
        ("dispute_resolution", "disputes", ["legal"]),
        ("press_inquiry", "pr", ["ceo"]),
        ("login_problems", "tier1", ["tier2", "tier3"]),
    ],
)
def test_a_p2_pages_nobody_and_escalated_by_hand_climbs_the_path_of_its_kind(kind, owner, then):
    assert calls(filled("skillancer"), "P2", WORKDAY, category=kind) == []
    assert escalated(filled("skillancer"), "P2", WORKDAY, 1 + len(then), category=kind) == [owner, *then]
    with pytest.raises(NobodyLeftToPage):
        escalated(filled("skillancer"), "P2", WORKDAY, 2 + len(then), category=kind)


@pytest.mark.parametrize(("action", "tier", "cell"), CELLS)
def test_each_cell_of_the_authority_matrix_says_who_may(action, tier, cell):
    row = actions_for(model("skillancer"), action)[0]
    assert row.name == action
    mine = permission(row, [tier])
    assert (mine.allowed, mine.only_as_lead, mine.unsaid) == (cell == "y", cell == "Lead", False)
    assert permission(row, [], leads=[tier]).allowed is (cell != "-")


@pytest.mark.parametrize(
    ("tier", "severity", "through", "within"),
    [
        ("tier1", None, "chat", "15m"),  # 15 minutes (chat), 2 hours (email)
        ("tier1", None, "email", "2h"),
        ("tier2", None, "escalated", "30m"),  # 30 minutes (escalated), 4 hours (direct)
        ("tier2", None, "direct", "4h"),
        ("tier3", "P0", None, "15m"),  # 15 minutes (P0/P1), 4 hours (P2)
        ("tier3", "P1", None, "15m"),
        ("tier3", "P2", None, "4h"),
        ("tier4", "P0", "emergency", "1h"),  # 1 hour (emergency), 24 hours (standard)
        ("tier4", "P2", "standard", "1d"),
    ],
)
def test_each_tier_has_its_response_time(tier, severity, through, within):
    assert answers_within(model("skillancer"), tier, severity, WORKDAY, through=through) == within


@pytest.mark.parametrize(
    ("team", "at", "answers"),
    [
        ("tier1", NIGHT, True),  # 24/7
        ("tier2", WORKDAY, True),  # extended business hours (6am-10pm local)
        ("tier2", SATURDAY, True),
        ("tier2", NIGHT, False),
        ("tier3", NIGHT, True),  # 24/7 (on-call rotation)
        ("tier4", SATURDAY, True),  # business hours + emergency
        ("ts", NIGHT, True),  # T&S Team: 24/7
    ],
)
def test_each_team_answers_in_its_hours(team, at, answers):
    assert bool(on_duty(filled("skillancer"), team, at, OnPaper()).people) is answers


@pytest.mark.parametrize(
    ("severity", "calls"),
    [
        ("P0", [(0, "tier3"), (15, "oncall_secondary"), (30, "tier4")]),  # immediate page to on-call
        ("P1", [(0, "tier3"), (15, "oncall_secondary")]),  # page on-call within 15 min: at once is stricter
        ("P2", []),  # ticket to engineering
        ("P3", []),  # ticket logged
    ],
)
@pytest.mark.parametrize("at", [WORKDAY, NIGHT, SATURDAY])
def test_p0_and_p1_page_on_call_at_any_hour(severity, at, calls):
    assert ladder(filled("skillancer"), severity, at) == calls


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        (
            "P0",
            {
                ("executives", "declared", "15m", None, None),  # executive notification within 15 min
                ("internal", "declared", "15m", "15m", None),  # internal: every 15 min
                ("external", "declared", "30m", "30m", "1h"),  # external: every 30 min; within 1 hour
                ("status_page", "declared", "0m", None, None),  # update status page
            },
        ),
        (
            "P1",
            {
                ("internal", "declared", "15m", "15m", None),  # every 15 min outweighs "every 30 min until resolved"
                ("external", "declared", "30m", "30m", "1h"),
                ("status_page", "declared", "0m", None, None),
            },
        ),
        ("P2", set()),  # no external communication needed
        ("P3", set()),
    ],
)
def test_word_is_given_at_the_cadence_of_the_severity(severity, expected):
    assert clocks(model("skillancer"), severity) == expected


@pytest.mark.parametrize(
    ("severity", "news"),
    [
        ("P0", [(0, Declared), (15, Paged)]),  # executive notification within 15 min: at once is stricter
        ("P1", [(0, Declared), (15, Paged)]),  # executives: significant updates only
        ("P2", []),
        ("P3", []),
    ],
)
def test_executives_hear_significant_updates_only(severity, news):
    assert heard(filled("skillancer"), severity, WORKDAY, "tier4") == news


@pytest.mark.parametrize(("severity", "told"), [("P1", True), ("P2", False)])  # P2: no external communication needed
def test_customers_hear_of_what_is_critical_or_high(severity, told):
    policy = model("skillancer")
    assert (Audience.EXTERNAL in heard_by(policy, policy.severities[severity])) is told


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ("P0", {"ack": ("15m", None), "resolution": ("1h", "4h")}),
        ("P1", {"ack": ("15m", None), "response": ("30m", None), "resolution": ("4h", "8h")}),
        ("P2", {"response": ("4h", None), "resolution": ("1d", "2d")}),
        ("P3", {"resolution": ("3d", "7d")}),
    ],
)
def test_each_severity_is_resolved_within_its_target_and_maximum(severity, expected):
    assert targets(model("skillancer"), WORKDAY, severity=severity) == expected


def test_a_category_can_be_due_sooner_than_its_severity():
    found = targets(model("skillancer"), WORKDAY, severity="P2", category="account_compromise")
    assert found["resolution"] == ("1h", None)


@pytest.mark.parametrize("tag", ["legal", "press", "high_value_customer"])
def test_legal_press_and_high_value_customers_go_to_tier_4(tag):
    assert called(model("skillancer"), "P2", **tags(tag)) == ["tier4"]


@pytest.mark.parametrize(
    ("channel", "target", "maximum"), [("chat", "2m", "5m"), ("email", "2h", "4h"), ("phone", "0m", "1m")]
)
def test_each_channel_answers_first_within_its_time(channel, target, maximum):
    (limit,) = model("skillancer").channels[channel].answer_within
    assert (str(limit.within), str(limit.maximum)) == (target, maximum)


def test_the_emergency_line_is_for_p0_and_p1_only():
    line = model("skillancer").channels["phone"]
    assert [is_wrong(line, severity) for severity in ("P0", "P1", "P2", "P3")] == [False, False, True, True]
    assert "incidents" in {channel.id for channel in channels_for(model("skillancer"), "P0")}


@pytest.mark.parametrize(
    ("severity", "required", "all_hands", "kind"),
    [
        ("P0", True, True, RoomKind.OWN),  # all-hands until resolved; begin post-mortem
        ("P1", True, False, RoomKind.OWN),  # post-mortem required
        ("P2", False, False, RoomKind.THREAD),
        ("P3", False, False, RoomKind.NONE),
    ],
)
def test_only_what_is_critical_or_high_gets_a_war_room_and_a_post_mortem(severity, required, all_hands, kind):
    found = model("skillancer").severities[severity]
    assert (found.postmortem.required, found.all_hands, found.room.kind) == (required, all_hands, kind)


@pytest.mark.parametrize(
    ("measure", "over", "under"),
    [("csat", 90, None), ("nps", 50, None), ("first_contact", 70, None), ("escalation", None, 15)],
)
def test_each_satisfaction_target_is_kept(measure, over, under):
    found = model("skillancer").measures[measure]
    assert (found.over, found.under) == (over, under)


@pytest.mark.parametrize(
    ("contact", "address", "hours"),
    [
        ("support_queue", "support@skillancer.com", "24/7"),
        ("live_chat", "In-app widget", "24/7"),
        ("tech_lead", "techsupport@skillancer.com", "6am-10pm"),
        ("billing", "billing@skillancer.com", "9am-6pm"),
        ("verification", "verify@skillancer.com", "9am-6pm"),
        ("ts", "trust@skillancer.com", "24/7"),
        ("primary", "#oncall-primary", "24/7"),
        ("secondary", "#oncall-secondary", "24/7"),
        ("legal", "legal@skillancer.com", "Business hours"),
    ],
)
def test_the_directory_says_how_and_when_each_is_reached(contact, address, hours):
    found = model("skillancer").contacts[contact]
    assert (found.address, found.hours) == (address, hours)


@pytest.mark.parametrize("blank", ["Ticket", "Customer", "Issue", "Severity", "Time Open", "Attempts", "Impact"])
def test_the_escalation_message_asks_for_what_the_document_asks(blank):
    assert f"\n{blank}: " in model("skillancer").templates["escalation"].body
