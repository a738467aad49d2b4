"""Whom a name outside Slack stands for."""

import pytest

from bot.domain.errors import AmbiguousPerson, UnknownPerson
from bot.domain.known_people import names_of, person_named
from bot.domain.people import Directory

KNOWN = Directory(
    people={"ana@a.example": "U0ANA", "bo@a.example": "U0BO", "bo@b.example": "U0BOB", "eve@a.example": "U0EVE"},
    groups={"@night": ("U0CY",)},
    gone=frozenset({"eve@a.example"}),
)


@pytest.mark.parametrize("word", ["ana@a.example", "ANA@A.example", "ana", "@ana", "@ana@a.example", " U0ANA "])
def test_somebody_is_named_by_address_by_what_stands_before_its_at_or_by_slack_id(word):
    assert person_named(KNOWN, word) == "U0ANA"


def test_a_member_of_a_group_is_known_by_slack_id():
    assert person_named(KNOWN, "U0CY") == "U0CY"


@pytest.mark.parametrize("word", ["anna", "eve@a.example", "eve", "U0NOBODY", "", "@"])
def test_whoever_is_not_known_or_has_left_is_refused(word):
    with pytest.raises(UnknownPerson):
        person_named(KNOWN, word)


def test_the_nearest_names_are_offered():
    with pytest.raises(UnknownPerson) as refused:
        person_named(KNOWN, "anna")
    assert refused.value.nearest[0] == "ana"


def test_a_name_that_two_people_share_is_refused_with_their_addresses():
    with pytest.raises(AmbiguousPerson) as refused:
        person_named(KNOWN, "bo")
    assert refused.value.known == ("bo@a.example", "bo@b.example")


def test_people_are_shown_as_briefly_as_they_can_be_told_apart():
    assert names_of(KNOWN) == {"U0ANA": "ana", "U0BO": "bo@a.example", "U0BOB": "bo@b.example"}
