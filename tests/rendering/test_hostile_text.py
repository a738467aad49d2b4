"""Whatever people write, Slack takes the message and nothing in it pings, links or formats."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.incident import Incident
from bot.domain.policy import Role
from bot.rendering.blocks import problems, view_problems
from bot.rendering.forms import DeclareFields, declare_form, update_form
from bot.rendering.text import TEXT_LIMIT, fit, quote, size
from bot.rendering.topic import TOPIC_LIMIT, topic
from bot.sandbox.blocks import problems as refused_by_slack
from bot.sandbox.blocks import view_problems as view_refused_by_slack
from tests.rendering.cases import BRIDGE, DECLARED, OPENED, PAGED, POLICY, PROMISED, incident
from tests.rendering.surroundings import ask_of, everything, everything_asked, saying

NASTY = (
    "<!channel>",
    "<!here|hi>",
    "<@U1EVIL>",
    "<@U1EVIL|ana>",
    "<#C1EVIL>",
    "<!subteam^S1EVIL>",
    "<https://evil.example|bank.example>",
    "<!date^1^{date}|x>",
    "&lt;!channel&gt;",
    "@here @channel #general https://evil.example",
    "```code``` `x` *b* _i_ ~s~ > quote",
    "\u202eright to left\u202c",
    "zero\u200bwidth\ufeff",
    "\x00\x07\x1b[31m",
    "\ud800",
    "👩‍👩‍👧‍👦" * 400,
    "🇵🇹" * 900,
    "e" + "\u0301" * 3000,
    "&" * 3000,
    "<>" * 1500,
    "x" * 3000,
    "line\n\n\nline",
    "   ",
    "",
)
# Only our own mentions, channels and dates may stand in a text; `U1EVIL` and `C1EVIL` are nobody's but the attacker's.
OURS = re.compile(r"<(@U0[A-Z]+|#C0[A-Z]+|!date\^\d+\^[^|>]+\|[^<>|]*UTC)>")
hostile = st.lists(st.sampled_from(NASTY) | st.text(max_size=40), min_size=1, max_size=4).map(" ".join)


def with_words(words: str) -> Incident:
    base = incident(PAGED, OPENED, PROMISED)
    return replace(
        base,
        title=words,
        summary=words,
        customers=words,
        category=words,
        area=words,
        ticket=words,
        last_update=words,
        asks=(ask_of(words),),
        bridge=words if words.startswith("https://") else BRIDGE,
    )


def parts_of(blocks):
    """Walk through everything inside blocks."""
    if isinstance(blocks, dict):
        yield blocks
        blocks = tuple(blocks.values())
    if isinstance(blocks, list | tuple):
        for inner in blocks:
            yield from parts_of(inner)


def assert_harmless(drawn, words):
    live = re.sub(OURS, "", drawn.text)
    assert "<" not in live
    assert ">" not in live
    for part in parts_of(drawn.blocks):
        if part.get("type") == "mrkdwn":
            assert "<" not in re.sub(OURS, "", part["text"])
        if part.get("type") in ("user", "channel", "usergroup", "broadcast"):
            assert "EVIL" not in json.dumps(part)
        if part.get("type") == "link":
            assert part["url"] in (BRIDGE, words)


@pytest.mark.parametrize("words", NASTY)
@pytest.mark.fault("F110", "F111")
def test_every_message_is_taken_and_harmless_with_nasty_words(words):
    for name, drawn in everything(with_words(words), words=words):
        assert problems(drawn.blocks) == [], name
        assert refused_by_slack(list(drawn.blocks), "message") == [], name
        assert drawn.text.strip(), name
        assert size(drawn.text) <= TEXT_LIMIT, name
        assert_harmless(drawn, words)


@settings(deadline=None, max_examples=40)
@given(hostile)
@pytest.mark.fault("F110", "F111")
def test_every_message_is_taken_and_harmless_whatever_is_written(words):
    for name, drawn in everything(with_words(words), words=words):
        assert problems(drawn.blocks) == [], name
        assert size(drawn.text) <= TEXT_LIMIT, name
        assert_harmless(drawn, words)


@settings(deadline=None)
@given(hostile)
def test_every_answer_of_the_model_is_harmless_whatever_it_says_and_is_asked(words):
    for policy in (POLICY, saying(POLICY, words)):
        for name, drawn in everything_asked(policy, words):
            assert problems(drawn.blocks) == [], name
            assert size(drawn.text) <= TEXT_LIMIT, name
            assert_harmless(drawn, words)


@settings(deadline=None)
@given(hostile)
@pytest.mark.fault("F110", "F111")
def test_the_topic_holds_the_bridge_within_its_limit_whatever_the_title(words):
    line = topic(with_words(words), POLICY)
    assert size(line) <= TOPIC_LIMIT
    assert size(line.replace("&lang", "&amp;lang")) <= TOPIC_LIMIT
    assert BRIDGE in line
    assert "<" not in re.sub(OURS, "", line)
    assert "\n" not in line


@settings(deadline=None)
@given(hostile)
def test_every_form_is_taken_whatever_it_is_prefilled_with(words):
    given_fields = DeclareFields(
        title=words, severity=words, summary=words, category=words, ticket=words, customers=words, bridge=words
    )
    for view in (
        declare_form(POLICY, quote(words, 500), given_fields),
        update_form(with_words(words), POLICY, last=words),
    ):
        assert view_problems(view) == []
        assert view_refused_by_slack(view) == []


@settings(deadline=None)
@given(st.text() | hostile, st.integers(min_value=0, max_value=80))
def test_a_cut_text_is_never_longer_than_asked(words, limit):
    assert size(fit(words, limit)) <= limit
    assert size(quote(words, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("short", 10, "short"),
        ("checkout is down", 9, "checkout…"),
        ("a👩‍👩‍👧b", 8, "a…"),
        ("🇵🇹🇵🇹🇵🇹", 7, "🇵🇹…"),
        ("cafe\u0301s", 5, "caf…"),
        ("👍🏽👍🏽", 4, "…"),
    ],
)
def test_a_cut_never_falls_inside_what_a_reader_sees_as_one(text, limit, cut):
    assert fit(text, limit) == cut


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a & b <c>", "a &amp; b &lt;c&gt;"),
        ("&amp;", "&amp;amp;"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("two\nlines\tand\x00 nul", "two lines and nul"),
        ("\u202eevil\u202c", "evil"),
        ("```x```", "'''x'''"),
        ("👩‍👧 stays", "👩‍👧 stays"),
    ],
)
def test_quoting_escapes_once_and_shows_what_it_cannot_hide(text, safe):
    assert quote(text) == safe


def test_a_crowd_is_named_in_part_and_still_fits():
    people = tuple(f"U0{'A' * 8}{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(200))
    crowd = incident(replace(PAGED, people=people), OPENED)
    crowd = replace(crowd, roles={Role.COMMS: people[0]})
    for name, drawn in everything(crowd):
        assert problems(drawn.blocks) == [], name
        assert size(drawn.text) <= TEXT_LIMIT, name


def test_a_declaration_full_of_links_links_nothing_but_bridge_and_ticket():
    trap = replace(
        DECLARED, title="https://evil.example", customers="https://evil.example", summary="https://evil.example"
    )
    for _, drawn in everything(incident(PAGED, OPENED, declared=trap)):
        links = [part["url"] for part in parts_of(drawn.blocks) if part.get("type") == "link"]
        assert set(links) <= {BRIDGE, DECLARED.ticket}
