import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.domain import coverage
from bot.domain.people import Directory, PersonId
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


def test_the_demo_has_somebody_on_duty_in_every_tier():
    names = ("ana", "ben", "chloe", "dev", "eve")
    directory = Directory(people={f"{n}@example.com": PersonId(f"U{n.upper()}") for n in names})
    at = datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("Europe/Lisbon"))
    people = [coverage.on_duty(model("demo"), f"tier{n}", at, directory).people for n in (1, 2, 3)]
    assert people == [("UBEN",), ("UCHLOE", "UDEV"), ("UEVE",)]


def test_no_model_names_where_its_document_lies():
    for path in MODELS:
        assert not re.search(r"/work|seeds/|\b00[0-4]_", path.read_text(encoding="utf-8"))
