"""The topic: what somebody who joins in the middle reads first."""

from dataclasses import replace

import pytest

from bot.rendering.text import size
from bot.rendering.topic import topic
from tests.rendering.cases import (
    BO,
    BRIDGE,
    DECLARED,
    OPENED,
    PAGED,
    POLICY,
    RENAMED,
    Acknowledged,
    CommandTaken,
    Resolved,
    incident,
)


def test_it_names_severity_status_commander_channel_bridge_and_title():
    running = incident(PAGED, OPENED)
    assert (
        topic(running, POLICY)
        == f"P1 | Investigating | IC: <@U0ANA> (acting) | <#C0ROOM> | {BRIDGE} | Checkout is down"
    )


def test_whoever_took_command_stands_there_alone():
    assert "IC: <@U0BOB> |" in topic(incident(OPENED, (BO, CommandTaken())), POLICY)


def test_it_speaks_the_words_of_the_organisation():
    assert topic(incident(), RENAMED).startswith("P1 Critical | Looking into it | ")


def test_it_says_when_it_is_over():
    assert "| Resolved |" in topic(
        incident(PAGED, (BO, Acknowledged(rung=1, target="tier1")), (BO, Resolved())), POLICY
    )


@pytest.mark.parametrize("length", [30, 90, 150])
def test_a_bridge_of_any_length_the_form_takes_is_whole(length):
    bridge = "https://meet.example.com/".ljust(length, "x")
    line = topic(incident(OPENED, declared=replace(DECLARED, bridge=bridge, title="t" * 200)), POLICY)
    assert f"| {bridge}" in line
    assert size(line) <= 250


def test_a_bridge_no_topic_can_hold_is_pointed_to():
    bridge = "https://meet.example.com/".ljust(400, "x")
    assert "bridge: see the card" in topic(incident(OPENED, declared=replace(DECLARED, bridge=bridge)), POLICY)


def test_without_a_bridge_and_before_the_channel_there_is_still_a_topic():
    assert topic(incident(declared=replace(DECLARED, bridge=None)), POLICY) == (
        "P1 | Investigating | IC: <@U0ANA> (acting) | Checkout is down"
    )
