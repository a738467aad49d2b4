"""Everything people can type and press is driven by a story, which both transports and both databases can tell."""

import re

import pytest

from bot.listeners.actions import PRESSES
from bot.listeners.commands import WORDS
from bot.rendering import buttons
from bot.sandbox.manifest import read_manifest
from bot.shell.words import WORDS as TERMINAL
from tests.project.files import ROOT

STORIES = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests" / "stories").glob("test_*.py"))
LATER_NAMED = {
    buttons.NO_CHANGE: "No change, next in",
    buttons.SNOOZE: "Snooze 10 min",
    buttons.DECIDE: "Cause unclear",
    buttons.SNOOZE_HANDOFF: "Snooze 10 min",
}
"""Buttons whose label says a length of time, or what the model says."""


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_typed_in_a_story(word):
    assert re.search(rf"/incident {word}\b", STORIES), f"no story types /incident {word}"


@pytest.mark.parametrize("word", TERMINAL)
def test_every_word_is_typed_in_a_terminal(word):
    assert re.search(rf"\"ana\", \"{word}\b", STORIES), f"no story types {word} in a terminal"


def test_the_bare_commands_are_typed_in_a_story():
    assert re.search(r"\"/incident\"", STORIES)
    assert re.search(r"/escalate", STORIES)


@pytest.mark.parametrize("action", [*PRESSES, buttons.OPEN_DECLARE, buttons.DECLARE_ANYWAY])
def test_every_button_is_pressed_in_a_story(action):
    label = LATER_NAMED.get(action) or buttons.LABELS[action]
    assert re.search(rf"presses\(\s*f?\"{re.escape(label)}", STORIES), f"no story presses {label}"


@pytest.mark.parametrize("shortcut", read_manifest(ROOT / "manifests" / "slack-app.yaml").shortcuts, ids=str)
def test_every_shortcut_is_chosen_in_a_story(shortcut):
    assert re.search(rf'shortcut\("({shortcut.name}|{shortcut.callback_id})"', STORIES)
