"""A title in any script becomes a channel name that Slack takes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import IncidentId
from bot.domain.naming import channel_name
from bot.domain.policy import SeverityId

TEMPLATE = "inc-{number}-{slug}"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Checkout is down", "inc-1-checkout-is-down"),
        ("Überweisungen hängen", "inc-1-uberweisungen-hangen"),
        ("決済が失敗する", "inc-1"),
        ("🔥🔥🔥", "inc-1"),
        ("Ana's login — 500s!", "inc-1-anas-login-500s"),
        ("--- ___ ---", "inc-1"),
    ],
)
def test_a_title_becomes_the_channels_name(title, name):
    assert channel_name(TEMPLATE, IncidentId(1), title, SeverityId("P1")) == name


def test_a_taken_name_gets_a_suffix():
    assert channel_name(TEMPLATE, IncidentId(7), "Down", SeverityId("P1"), attempt=2) == "inc-7-down-2"


@given(st.text(max_size=5000), st.integers(1, 10**6), st.integers(1, 9))
def test_every_name_is_legal(title, number, attempt):
    name = channel_name(TEMPLATE, IncidentId(number), title, SeverityId("P1"), attempt=attempt)

    assert re.fullmatch(r"inc-\d+[a-z0-9_-]*", name)
    assert len(name) <= 80
