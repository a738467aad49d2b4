import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.domain import coverage
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Audience, Facts, Start, Status, any_holds
from bot.policy.loader import load, load_text
from bot.policy.reference import reference
from bot.policy.schema import schema_text
from bot.policy.tree import read_tree

MANIFESTS = Path(__file__).parents[2] / "manifests"
MODELS = sorted((MANIFESTS / "policies").glob("*.yaml"))


def model(name):
    return load(MANIFESTS / "policies" / f"{name}.yaml")


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_shipped_model_reads_back_from_its_own_text(path):
    policy = load(path)
    again = load_text(policy.text, path.name)
    assert again == policy
    assert again.revision == policy.revision


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_shipped_model_tells_editors_where_its_schema_is(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../policy.schema.json"


def test_the_published_schema_is_the_one_the_types_make():
    assert (MANIFESTS / "policy.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_published_reference_is_the_one_the_types_and_the_models_make():
    assert (MANIFESTS / "policies" / "REFERENCE.md").read_text(encoding="utf-8") == reference(MODELS)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_shipped_model_reads_the_same_where_yaml_has_no_fast_reader(path):
    text = path.read_text(encoding="utf-8")
    plainly = yaml.safe_load(text)
    assert list(plainly) == list(read_tree(text, path.name).data)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("default", True), ("demo", True), ("evospin", False), ("signx", False), ("tai", False)],
)
def test_a_model_pages_somebody_only_once_its_slots_are_filled(name, expected):
    assert model(name).can_page_anybody() is expected


def test_the_default_pages_the_declarer_and_one_group():
    steps = model("default").path_of("P0").steps
    assert [str(target) for target in steps[0].page] == ["declarer", "oncall"]


def test_evospin_leaves_its_slots_open_with_their_owners():
    slots = model("evospin").open_slots
    assert {slot.owner for slot in slots} == {"customer team", "ebit-team"}
    assert "rotation owner / PagerDuty schedule name" in {slot.text for slot in slots}


@pytest.mark.parametrize("severity", ["P0", "P1"])
def test_evospin_owes_the_status_page_a_note_within_10_minutes_of_acknowledgement(severity):
    clocks = model("evospin").severities[severity].clocks
    assert [(clock.audience, clock.starts, str(clock.first)) for clock in clocks] == [
        (Audience.STATUS_PAGE, Start.ACKNOWLEDGED, "10m"),
        (Audience.STATUS_PAGE, Start.IDENTIFIED, "0m"),
        (Audience.STATUS_PAGE, Start.RESOLVED, "0m"),
    ]


@pytest.mark.parametrize(
    ("step", "severity", "at", "expected"),
    [
        (0, "P0", "2026-11-18 10:00", "30m"),
        (0, "P0", "2026-11-18 19:00", "2h"),
        (0, "P1", "2026-11-22 02:00", "2h"),
        (0, "P1", "2026-12-25 12:00", "2h"),
        (1, "P0", "2026-11-18 10:00", "5m"),
        (1, "P1", "2026-11-22 02:00", "5m"),
        (1, "P2", "2026-11-18 10:00", "1h"),
        (2, "P0", "2026-11-18 10:00", "2h"),
        (2, "P1", "2026-11-18 10:00", "8h"),
    ],
)
def test_evospins_tiers_answer_within_their_time(step, severity, at, expected):
    policy = model("demo")
    moment = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Europe/Lisbon"))
    found = coverage.wait(policy, policy.paths["standard"].steps[step], severity, moment)
    assert str(found) == expected


def test_the_demo_has_somebody_on_duty_in_every_tier():
    names = ("ana", "ben", "chloe", "dev", "eve")
    directory = Directory(people={f"{n}@example.com": PersonId(f"U{n.upper()}") for n in names})
    at = datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("Europe/Lisbon"))
    people = [coverage.on_duty(model("demo"), f"tier{n}", at, directory).people for n in (1, 2, 3)]
    assert people == [("UBEN",), ("UCHLOE", "UDEV"), ("UEVE",)]


@pytest.mark.parametrize(
    ("facts", "pages"),
    [
        ({"severity": "P0"}, []),
        ({"severity": "P2", "tags": frozenset({"requires_code_change"})}, ["tier2"]),
        ({"severity": "P2", "area": "rng"}, ["tier3"]),
    ],
)
def test_evospin_jumps_when_the_work_belongs_to_another_tier(facts, pages):
    triggers = model("evospin").triggers
    known = Facts(status=Status.INVESTIGATING, **facts)
    assert [str(t) for trigger in triggers if any_holds(trigger.when, known) for t in trigger.page] == pages


def test_skillancer_routes_all_23_kinds_of_problem():
    routes = model("skillancer").routes
    assert len(routes) == 23
    assert [
        (str(r.owner), [[str(t) for t in hop] for hop in r.then], str(r.within))
        for r in (routes["account_compromise"], routes["press_inquiry"], routes["withdrawal_issues"])
    ] == [
        ("security", [["tier3"], ["ciso"]], "1h"),
        ("pr", [["ceo", "cmo"]], "4h"),
        ("billing", [["tier3"], ["finance"]], "2d"),
    ]


@pytest.mark.parametrize(
    ("action", "allowed", "leads"),
    [
        ("ban_user", {"tier4"}, {"ts"}),
        ("release_escrow", {"tier4"}, {"billing"}),
        ("refund_small", {"tier2", "billing", "tier4"}, set()),
        ("deploy_code", {"tier3", "tier4"}, set()),
    ],
)
def test_skillancers_matrix_says_who_may(action, allowed, leads):
    row = model("skillancer").authority[action]
    assert (set(row.allowed), set(row.leads)) == (allowed, leads)


@pytest.mark.parametrize(
    ("audience", "first", "every"),
    [(Audience.EXECUTIVES, "15m", "None"), (Audience.INTERNAL, "15m", "15m"), (Audience.EXTERNAL, "30m", "30m")],
)
def test_skillancer_keeps_its_word_to_each_audience(audience, first, every):
    (clock,) = [c for c in model("skillancer").severities["P0"].clocks if c.audience is audience]
    assert (str(clock.first), str(clock.every)) == (first, every)


@pytest.mark.parametrize(
    ("facts", "pages"),
    [
        ({"tags": frozenset({"churn"})}, ["vp_product"]),
        ({"tags": frozenset({"legal"})}, ["general_counsel", "ciso"]),
        ({"tags": frozenset({"data_at_risk"})}, ["vp_product"]),
        ({"money": 10_000}, []),
    ],
)
def test_tai_pages_by_what_is_at_stake(facts, pages):
    known = Facts(severity="P2", status=Status.INVESTIGATING, **facts)
    found = [str(t) for rule in model("tai").triggers if any_holds(rule.when, known) for t in rule.page]
    assert found == pages


@pytest.mark.parametrize(("minutes", "expected"), [(20, False), (21, True)])
def test_tai_pages_engineering_when_a_p1_lasts_longer_than_20_minutes(minutes, expected):
    trigger = model("tai").paths["critical"].triggers[0]
    known = Facts(severity="P1", status=Status.INVESTIGATING, age=timedelta(minutes=minutes))
    assert any_holds(trigger.when, known) is expected


def test_no_model_names_where_its_document_lies():
    for path in MODELS:
        assert not re.search(r"/work|seeds/|\b00[0-4]_", path.read_text(encoding="utf-8"))
