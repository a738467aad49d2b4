"""`policy …` on the command line: what it prints, and what it says when it can't."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main

MODELS = Path("manifests/policies")
NIGHT = ("--severity", "P0", "--at", "2026-11-22 02:00")


@pytest.fixture
def policy():
    def run(*words, code=0):
        done = CliRunner().invoke(main, ["policy", *map(str, words)])
        assert done.exit_code == code, done.output
        return done.output

    return run


def test_check_lists_what_is_still_open_and_whose_it_is(policy):
    lines = policy("check", MODELS / "evospin.yaml").splitlines()
    assert lines[0].startswith("open: tiers.tier1.who.0: rotation owner / PagerDuty schedule name (customer team)")
    assert lines[-1].endswith("no errors")


def test_check_says_every_mistake_of_a_file_and_fails(policy, tmp_path):
    file = tmp_path / "ours.yaml"
    file.write_text("name: Ours\nseverities:\n  P0: {nam: A}\n", encoding="utf-8")
    said = policy("check", file, code=1)
    assert "ours.yaml:3:8: severities.P0.nam: unknown key `nam`, did you mean `name`?" in said
    assert "severities.P0.definition: `definition` is missing" in said


def test_schema_prints_the_published_one(policy):
    assert policy("schema") == Path("manifests/policy.schema.json").read_text(encoding="utf-8")


def test_reference_prints_the_published_one(policy):
    assert policy("reference") == (MODELS / "REFERENCE.md").read_text(encoding="utf-8")


def test_show_says_in_plain_sentences_what_a_severity_and_a_tier_do(policy):
    said = policy("show", MODELS / "evospin.yaml")
    for sentence in (
        "  Pages Tier 2, customer team senior on-call, who have 5 min (P0 and P1) or 1 h to acknowledge.",
        "  Status page: word within 10 min after somebody acknowledges (IC posts within 10 min of P0/P1 acknowledge).",
        "  Time to mitigate: the end of the shift.",
        "  May not: Modify production code.",
        "  With reduced service in: holiday.",
        "  Takes over as incident commander when it acknowledges.",
    ):
        assert sentence in said.splitlines()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("skillancer", "  Such as: Typo in email; Minor visual bug; Feature suggestion; Documentation error."),
        ("skillancer", "  Everybody stays until it is resolved."),
        ("skillancer", "  CSAT: over 90 %."),
        ("skillancer", "  Subject: Update on your support request {{ ticket }}"),
        ("tai", "TAI Erlang Autonomics, version 1.0.0"),
        ("tai", "  Resolves: 60% of tickets."),
        ("tai", "  Finds the cause within: 2 h (urgent); 4 h (high); 1 business day."),
        ("tai", "  On-call level: 3."),
        ("tai", "  Reached by: Phone; Slack."),
        (
            "tai",
            "  Pay: 500 USD a week; 25 USD an hour called in, 15 min at least; or 1 h off for each hour called in.",
        ),
        ("tai", "  Reach us by: #support."),
        ("tai", "  Root causes it is filed under: User Misconfiguration; Product Bug; Infrastructure Issue;"),
        ("tai", "  Sample: 10 %."),
        ("tai", "  Who comes: Support team; VP Customer Success; Head of Product."),
        ("tai", "  Call too if they've given a phone number."),
        ("tai", "  Looked at next on: 2026-04-25."),
        ("signx", "  First response time (P1): under 4 hours (Time to first response)."),
        ("evospin", "  Held by: Customer-team operations lead."),
        ("evospin", "  Does: Pins the channel and bridge URL in the incident-channel topic; Spins up the bridge at"),
        ("nwire", "  It gets a ticket."),
        ("demo", "  Closed on: Public holidays of Portugal."),
    ],
)
def test_show_says_what_an_organisation_wrote_down_for_people(policy, name, sentence):
    lines = policy("show", MODELS / f"{name}.yaml").splitlines()
    assert any(line.startswith(sentence) for line in lines)


@pytest.mark.parametrize("model", sorted(MODELS.glob("*.yaml")), ids=lambda path: path.stem)
def test_show_can_tell_every_shipped_model(policy, model):
    assert len(policy("show", model).splitlines()) > 20


def test_simulate_tells_who_is_told_what_when_and_by_which_rule(policy):
    said = policy("simulate", MODELS / "demo.yaml", *NIGHT)
    assert "Sun 22 Nov 02:00 WET (02:00 UTC)  +0 s  [page ben@example.com, ring the phone of tier1] Tier 1" in said
    assert (
        "Sun 22 Nov 04:00 WET (04:00 UTC)  +2 h  [page chloe@example.com, page dev@example.com, #inc-1-simulated, ring"
        in said
    )
    assert "+2 h 5 min  [page eve@example.com, #inc-1-simulated, ring the phone of tier3] Tier 3" in said
    line = next(line for line in said.splitlines() if "paths.standard.steps.2" in line)
    assert "evospin.yaml:" in line
    assert "Tier 2 does not ack within 5 min" in line


def test_simulate_names_the_file_and_line_in_which_the_rule_stands(policy):
    told = json.loads(policy("simulate", MODELS / "demo.yaml", *NIGHT, "--format", "json"))
    for one in told["happenings"]:
        if one["event"] == "Paged":
            file, line = one["place"].split(":")
            assert "page: " in (MODELS / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_simulate_stops_the_ladder_where_somebody_acknowledges(policy):
    said = policy("simulate", MODELS / "demo.yaml", *NIGHT, "--ack", "tier1@4m")
    assert "ben@example.com acknowledged for Tier 1" in said
    assert "The status page note is due by 02:14" in said
    assert "Tier 2" not in said


def test_simulate_ends_the_calls_for_a_commander_where_somebody_takes_command(policy):
    told = json.loads(policy("simulate", MODELS / "demo.yaml", *NIGHT, "--command", "tier1@5m", "--format", "json"))
    calls = [one["after_seconds"] for one in told["happenings"] if one["event"] == "CommandMissing"]
    assert calls == [120, 240]


def test_simulate_says_what_nobody_could_do(policy):
    said = policy(
        "simulate", MODELS / "demo.yaml", *NIGHT, "--ack", "tier3@4m", "--ack", "tier1@5m", "--ack", "tier1@6m"
    )
    assert "Not done: ack by tier3 after 4 min: tier3 was not paged by then." in said
    assert "Not done: ack by tier1 after 6 min: Somebody answers for this call already." in said


def test_simulate_draws_a_picture_with_a_row_for_each_who_is_told(policy):
    drawn = ET.fromstring(policy("simulate", MODELS / "demo.yaml", *NIGHT, "--format", "svg"))  # noqa: S314 - our own
    words = {text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert {"page ben@example.com", "page eve@example.com", "#inc-1-simulated"} <= words


def test_simulate_shows_what_a_customer_was_promised(policy):
    words = ("simulate", MODELS / "tai.yaml", "--severity", "CRITICAL", "--at", "2026-11-22T02:00-08:00")
    assert "Target, resolution" not in policy(*words, "--for", "5m")
    assert "Target, resolution: 8 h, due Sun 22 Nov 10:00 PST" in policy(*words, "--customer-tier", "enterprise")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--severity", "P9", "--at", "2026-11-22 02:00"), "unknown severity `P9`; expected one of P0, P1, P2, P3"),
        (("--severity", "P0", "--at", "tomorrow"), "`tomorrow` is no moment"),
        ((*NIGHT, "--zone", "Lisbon"), "`Lisbon` is no time zone"),
        ((*NIGHT, "--area", "rngg"), "unknown area `rngg`, did you mean `rng`?"),
        ((*NIGHT, "--category", "x"), "unknown category `x`; the model defines none"),
        ((*NIGHT, "--ack", "tier9@4m"), "unknown tier `tier9`, did you mean `tier3`?"),
        ((*NIGHT, "--ack", "4m"), "expected a tier and a time, such as tier2@4m"),
        ((*NIGHT, "--ack", "tier1@soon"), "`soon` is no duration"),
        ((*NIGHT, "--for", "1bd"), "`1bd` depends on a calendar"),
    ],
)
def test_simulate_says_what_it_does_not_understand(policy, words, expected):
    assert expected in policy("simulate", MODELS / "demo.yaml", *words, code=1)


def test_coverage_says_who_has_how_many_hours_of_the_year(policy):
    said = policy("coverage", MODELS / "demo.yaml", "--year", "2027")
    assert "From Fri 2027-01-01 00:00 to Sat 2028-01-01 00:00, Europe/Lisbon." in said
    assert "  ana@example.com: 4369 (" in said
    assert said.count("  none") == 5


def test_coverage_tells_what_waits_for_a_slot_apart_from_what_is_so_by_the_model(policy):
    told = json.loads(policy("coverage", MODELS / "evospin.yaml", "--year", "2027", "--format", "json"))
    assert [(gap["team"], gap["open_yet"]) for gap in told["gaps"]] == [
        ("tier1", True),
        ("tier2", True),
        ("tier3", True),
    ]
    assert [one["severity"] for one in told["unowned"]] == ["P0", "P1"]
