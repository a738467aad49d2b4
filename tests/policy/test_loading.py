import pytest

from bot.domain.people import Directory, PersonId
from bot.domain.policy import OpenSlot
from bot.policy.errors import PolicyErrors
from bot.policy.loader import load, load_text, restore
from tests.policy.models import BASE, harbour


@pytest.mark.parametrize("word", ["P0", "p0", "SEV1", " sev1 ", "critical"])
def test_a_severity_is_found_by_any_of_its_words(word):
    assert harbour().severity(word).id == "P0"


def test_an_unknown_severity_is_nobodys():
    assert harbour().severity("P9") is None


def test_severities_stand_worst_first_and_know_their_rank():
    assert [(s.id, s.rank) for s in harbour().severities.values()] == [("P0", 1), ("P1", 2), ("P2", 3)]


def test_open_places_are_listed_with_their_owner():
    assert harbour().open_slots == (OpenSlot(path="tiers.tier3.who.0", text="contact", owner="yard"),)


def test_every_part_knows_the_file_and_line_it_came_from():
    policy = harbour()
    assert policy.origin("paths.climb.steps.1") == "harbour.yaml:21"
    assert policy.origin("severities.P1") == "harbour.yaml:4"


def test_the_same_content_has_the_same_revision_and_another_has_another():
    commented = load_text("# a comment\n" + BASE, "other.yaml")
    assert commented.revision == harbour().revision
    assert commented == harbour()
    assert harbour(("A crane is slow", "A crane is lost")).revision != harbour().revision


def test_a_loaded_model_cannot_be_changed():
    policy = harbour()
    with pytest.raises(TypeError):
        policy.severities["P9"] = policy.severities["P0"]
    with pytest.raises(AttributeError):
        policy.name = "Other"


@pytest.mark.parametrize(
    ("directory", "expected"),
    [
        (None, True),
        (Directory(), False),
        (Directory(people={"ben@example.com": PersonId("UBEN")}), True),
        (Directory(people={"ben@example.com": PersonId("UBEN")}, gone=frozenset({"UBEN"})), False),
        (Directory(groups={"@seniors": (PersonId("UDEV"),)}), True),
    ],
)
def test_a_model_that_reaches_nobody_in_slack_can_page_nobody(directory, expected):
    assert harbour().can_page_anybody(directory) is expected


def test_a_stored_model_stays_readable_when_contradictions_are_looked_for_that_were_not_before():
    text = BASE.replace("definition: The harbour is closed", "definition: Closed, targets: {ack: 3h}")
    with pytest.raises(PolicyErrors, match="3h to acknowledge"):
        load_text(text, "harbour.yaml")
    assert restore(text, "harbour.yaml").severities["P0"].definition == "Closed"


@pytest.fixture
def beside(tmp_path):
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")

    def write(text, name="ours.yaml"):
        path = tmp_path / name
        path.write_text("extends: ./base.yaml\n" + text, encoding="utf-8")
        return path

    return write


def test_a_file_states_only_what_it_changes(beside):
    policy = load(beside("name: Ours\ntiers:\n  tier3: {who: [eve@example.com]}\n"))
    assert (policy.name, policy.tiers["tier3"].name, policy.open_slots) == ("Ours", "Third", ())
    assert policy.severities == harbour().severities


def test_what_is_laid_over_replaces_lists_and_keeps_other_keys(beside):
    policy = load(beside("rotations: {primary: {members: [dev@example.com]}}\n"))
    assert [str(member) for member in policy.rotations["primary"].members] == ["dev@example.com"]
    assert policy.rotations["primary"].zone == "Europe/Lisbon"


def test_a_mistake_is_shown_in_the_file_that_made_it(beside):
    path = beside("tiers:\n  tier3: {who: [tier9]}\n")
    with pytest.raises(PolicyErrors, match=r"ours.yaml:3:17: tiers.tier3.who.0: unknown tier `tier9`"):
        load(path)


def test_a_mistake_of_the_base_is_shown_in_the_base(beside, tmp_path):
    path = beside("name: Ours\n")
    (tmp_path / "base.yaml").write_text(BASE.replace("path: climb", "path: clmb", 1), encoding="utf-8")
    with pytest.raises(PolicyErrors, match=r"base.yaml:3:\d+: severities.P0.path"):
        load(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("extends: ./gone.yaml\n", "1:10: there is no file ./gone.yaml beside this one"),
        ("extends: ./self.yaml\n", "builds on this file in turn"),
        ("extends: 5\n", "expected the name of a file"),
    ],
)
def test_a_file_must_build_on_another_that_is_there(tmp_path, text, expected):
    path = tmp_path / "self.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyErrors) as caught:
        load(path)
    assert expected in str(caught.value)


def test_two_files_that_build_on_each_other_are_refused(beside, tmp_path):
    path = beside("name: Ours\n")
    (tmp_path / "base.yaml").write_text("extends: ./ours.yaml\n", encoding="utf-8")
    with pytest.raises(PolicyErrors, match="in turn"):
        load(path)


def test_words_that_older_yaml_misreads_stay_what_was_typed():
    policy = harbour(("name: First", "name: no"), ('"09:00"', "09:00"))
    assert policy.tiers["tier1"].name == "no"
    assert policy.rotations["primary"].handoff.at.hour == 9
