"""The history checker bites: for every invariant a violation is planted, and has to be reported."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.events import Acknowledged, AskDue, AskMade, CommandTaken, Entry, Paged, Resolved, TargetMissed
from bot.domain.policy import Goal
from tests.history import INVARIANTS, asks, check, duties, gathered, models, phones, problems, slack, stored
from tests.history import shown as seen
from tests.stories.plot import Plot
from tests.world import world_of

pytestmark = pytest.mark.only("socket-sqlite", reason="the checker reads what was stored, wherever that is")


@pytest.fixture
async def world(home, setting):
    """Give a world whose history nobody checks but the story."""
    async with world_of(home, setting) as world:
        yield world


@pytest.fixture
async def plot(world):
    """Give a P1 that Ana acknowledged, whose history is in order, and the means to spoil it."""
    outage = await world.incident()
    ana = world.people["ana"]
    await ana.presses("Acknowledge", ana.page())
    assert await problems(world) == []
    return Plot(world, outage)


WORD_OF_DUTY = (
    "INSERT INTO effect (key, urgency, kind, payload, in_room, state, last_error, created_at, not_before) VALUES "
    "('duty:1/tell/UX', 1, 'TellOfDuty', '{}', 0, 'dead', 'no', '2030-01-15 09:00:00', '2030-01-15 09:00:00')"
)

DEEDS = [
    (
        phones.no_rule_of_pagerduty_is_broken,
        "rule of PagerDuty broken",
        lambda p: p.world.pagerduty.log.violated("unknown_field", "x"),
    ),
    (phones.a_phone_rings_while_its_call_waits, "needs it no more", lambda p: p.rings("inc/of/nobody")),
    (phones.a_phone_rings_while_its_call_waits, "and its call was answered", lambda p: p.rings_on()),
    (phones.a_phone_rings_once_a_call, "rang 2 times for 1 calls", lambda p: p.rings(p.alert.dedup_key)),
    (slack.no_rule_of_slack_is_broken, "too_long", lambda p: p.world.sandbox.log.violated("too_long", "a topic")),
    (
        slack.everything_is_answered_in_time,
        "not answered within",
        lambda p: p.delivers(p.world.people["ana"], "", missed="timeout"),
    ),
    (
        slack.nobody_calls_before_retry_after,
        "after a 429",
        lambda p: (p.calls("pins.add", "ratelimited", 1.0), p.calls("pins.add", None, 1.5)),
    ),
    (
        slack.nothing_is_there_twice,
        "2 messages with the key inc:1/card",
        lambda p: p.says(p.outage.channel, key="inc:1/card"),
    ),
    (slack.nothing_is_there_twice, "2 bookmarks", lambda p: p.bookmarks_again()),
    (slack.nothing_is_there_twice, "more than one pin", lambda p: p.pins_again()),
    (slack.nothing_unexpected_is_sent, "unexpected in", lambda p: p.says(p.outage.channel)),
    (slack.nothing_unexpected_is_sent, "unexpected in", lambda p: p.says(p.world.people["eve"].person.dm)),
    (
        slack.nothing_unexpected_is_sent,
        "was meant for",
        lambda p: p.says(p.world.people["eve"].person.dm, key=f"inc:1/page/tier1/r1/{p.world.people['ana'].id}"),
    ),
    (
        slack.each_person_is_paged_once_a_rung,
        "nobody called this person",
        lambda p: p.stores("UPDATE effect SET key = 'inc:1/page/tier1/r7/UX' WHERE kind = 'Page'"),
    ),
    (
        slack.a_room_keeps_its_order,
        "appeared before",
        lambda p: p.stores(
            "UPDATE effect SET remote_ts = '1.1', order_key = 'lane' WHERE kind = 'Say'",
            "UPDATE effect SET remote_ts = '2.2', order_key = 'lane' WHERE kind = 'Page'",
        ),
    ),
    (
        slack.delivered_means_it_is_there,
        "is not in Slack",
        lambda p: p.deletes(p.world.messages_in(p.outage)[-1]),
    ),
    (slack.user_text_is_never_live, "live markup", lambda p: p.says(p.outage.channel, "<!channel> wake up")),
    (
        slack.user_text_is_never_live,
        "live markup",
        lambda p: p.says(p.outage.channel, "<https://evil.example|click>"),
    ),
    (seen.the_topic_says_what_is_true, "the topic is", lambda p: setattr(p.outage.channel, "topic", "war room")),
    (
        seen.the_card_says_what_is_true,
        "the card says",
        lambda p: setattr(p.world.card_of(p.outage), "text", "all is well"),
    ),
    (seen.the_card_says_what_is_true, "other blocks", lambda p: p.world.card_of(p.outage).blocks.pop()),
    (seen.the_card_says_what_is_true, "its card is gone", lambda p: p.deletes(p.world.card_of(p.outage))),
    (seen.the_card_says_what_is_true, "is not pinned", lambda p: setattr(p.world.card_of(p.outage), "pinned_by", None)),
    (seen.the_ladder_says_what_is_true, "its ladder is gone", lambda p: p.deletes(p.world.ladder_of(p.outage))),
    (seen.the_bridge_is_bookmarked, "not bookmarked", lambda p: p.outage.channel.bookmarks.clear()),
    (
        seen.the_announcement_says_what_is_true,
        "the announcement says",
        lambda p: setattr(p.world.announcements[0], "text", "all is well"),
    ),
    (
        seen.the_announcement_says_what_is_true,
        "its announcement is gone",
        lambda p: p.deletes(p.world.announcements[0]),
    ),
    (
        seen.the_people_called_are_in_the_room,
        "is not in the channel",
        lambda p: p.outage.channel.present.pop(p.world.people["ana"].id),
    ),
    (
        stored.the_database_is_sound,
        "is not what was written",
        lambda p: p.stores("UPDATE event SET hash = 'f00' WHERE seq = 2"),
    ),
    (
        stored.the_database_is_sound,
        "ended in a way that cannot be",
        lambda p: p.stores(
            "UPDATE timer SET state = 'fired', fired_at = '2020-01-01 00:00:00.000000' WHERE kind = 'escalate'"
        ),
    ),
    (
        stored.every_message_has_an_end,
        "is still unknown",
        lambda p: p.stores(
            "UPDATE effect SET state = 'unknown', not_before = '2099-01-01 00:00:00.000000' WHERE kind = 'Welcome'"
        ),
    ),
    (
        stored.every_message_has_an_end,
        "is dead",
        lambda p: p.stores("UPDATE effect SET state = 'dead', last_error = 'no' WHERE kind = 'Welcome'"),
    ),
    (
        stored.everything_shown_is_current,
        "shows",
        lambda p: p.stores(
            "UPDATE surface SET want_version = 99, not_before = '2099-01-01 00:00:00.000000' WHERE facet = 'topic'"
        ),
    ),
    (
        stored.no_clock_is_overdue,
        "overdue",
        lambda p: p.stores(
            "UPDATE timer SET due_at = '2030-01-15 09:00:00.000000', not_before = '2099-01-01 00:00:00.000000' "
            "WHERE state = 'armed' AND kind = 'no_commander'"
        ),
    ),
    (
        stored.no_clock_fires_before_its_time,
        "fired at",
        lambda p: p.stores(
            "UPDATE timer SET state = 'fired', fired_at = '2099-01-01 00:00:00.000000', late_ms = 0 "
            "WHERE kind = 'escalate'"
        ),
    ),
    (
        stored.what_was_claimed_was_stored,
        "was told 1 times of CommandTaken",
        lambda p: p.delivers(p.world.people["eve"], "You are incident commander of INC-1."),
    ),
    (
        stored.every_declaration_made_one_incident,
        "declared by 0 deliveries",
        lambda p: p.stores("DELETE FROM inbox WHERE kind = 'declare'"),
    ),
    (
        stored.intent_is_whole,
        "is lost",
        lambda p: p.stores("DELETE FROM effect WHERE kind = 'Welcome'"),
    ),
    (
        stored.intent_is_whole,
        "follows from nothing",
        lambda p: p.stores("UPDATE effect SET key = 'inc:1/welcome/UX' WHERE kind = 'Welcome'"),
    ),
    (
        stored.waits_count_from_the_call,
        "does not count from",
        lambda p: p.stores("UPDATE timer SET due_at = '2099-01-01 00:00:00.000000' WHERE kind = 'escalate'"),
    ),
    (
        duties.every_word_about_duty_arrives,
        "is dead",
        lambda p: p.stores(WORD_OF_DUTY),
    ),
    (
        duties.what_was_agreed_was_told,
        "does not lead to it",
        lambda p: p.stores(WORD_OF_DUTY),
    ),
    (
        models.what_is_used_was_agreed_to,
        "never agreed",
        lambda p: p.stores("UPDATE model_change SET body = json_set(body, '$.asked', json('[\"the lead\"]'))"),
    ),
    (
        models.every_question_is_about_a_change,
        "not in the change log",
        lambda p: p.stores(WORD_OF_DUTY.replace("duty:1", "model:9")),
    ),
    (
        stored.nothing_alarming_is_logged,
        "it burns",
        lambda p: p.logs("it burns"),
    ),
]


def _paged(rung):
    return Paged(rung=rung, step=rung - 1, target="tier2", people=(), why="why")


_MISSED = TargetMissed(goal=Goal.RESOLUTION, due_at=datetime(2030, 1, 1, tzinfo=UTC), people=(), rule="r")

_LATER = datetime(2040, 1, 1, tzinfo=UTC)
_ASKED = AskMade(n=1, to="UX", what="x", length=timedelta(minutes=5), accept_by=_LATER)
_TIME_IS_UP = AskDue(n=1, person="UX", answer_by=_LATER)

LOGS = [
    (
        asks.an_ask_comes_back_at_its_time_and_not_before,
        "there was time until",
        [("UY", _ASKED), ("conn", _TIME_IS_UP)],
    ),
    (
        asks.an_ask_comes_back_at_its_time_and_not_before,
        "nobody had time for it",
        [("UY", _ASKED), ("UX", Resolved()), ("conn", _TIME_IS_UP)],
    ),
    (stored.an_answer_stops_the_ladder, "was answered", [("conn", _paged(2))]),
    (stored.an_answer_stops_the_ladder, "acknowledged twice", [("UX", Acknowledged(rung=1, target="tier1"))]),
    (stored.every_target_ends_once, "no target that stands", [("conn", _MISSED)]),
    (stored.over_is_quiet, "Paged after the end", [("UX", Resolved()), ("conn", _paged(2))]),
    (
        stored.there_is_one_commander,
        "had it",
        [("UX", CommandTaken()), ("UY", CommandTaken())],
    ),
]


@pytest.mark.parametrize(("invariant", "words", "deed"), DEEDS, ids=[f"{i.__name__}: {w}" for i, w, _ in DEEDS])
async def test_a_planted_violation_is_reported(plot, invariant, words, deed):
    # given a history in order

    # when something happens that must not
    deed(plot)

    # then the sentence it breaks says so
    assert any(words in problem for problem in invariant(await gathered(plot.world)))


@pytest.mark.parametrize(("invariant", "words", "more"), LOGS, ids=[f"{i.__name__}: {w}" for i, w, _ in LOGS])
async def test_a_log_that_cannot_be_is_reported(plot, invariant, words, more):
    # given a log in order
    evidence = await gathered(plot.world)
    [case] = evidence.cases
    assert list(invariant(evidence)) == []

    # when it goes on as it must not
    at = evidence.now + timedelta(minutes=1)
    log = [*case.log, *(Entry(seq=len(case.log) + n, at=at, actor=who, event=e) for n, (who, e) in enumerate(more, 1))]

    # then the sentence it breaks says so
    broken = replace(evidence, cases=[replace(case, log=log)])
    assert any(words in problem for problem in invariant(broken))


def test_every_invariant_was_broken_once():
    # then no sentence stands untested
    assert {invariant for invariant, *_ in (*DEEDS, *LOGS)} == set(INVARIANTS)


async def test_a_story_may_declare_what_it_expects_and_must_be_right(plot):
    # given a declared oddity that happened, and one that did not
    plot.says(plot.outage.channel)
    plot.world.expects("unexpected in")
    await check(plot.world)
    plot.world.expects("something else")

    # then the one that did not is reported
    with pytest.raises(AssertionError, match="something else"):
        await check(plot.world)


async def test_what_was_not_declared_fails_the_story(plot):
    # given something nobody declared
    plot.says(plot.outage.channel)

    # then the check says what it was
    with pytest.raises(AssertionError, match="unexpected in inc-1-checkout-is-down"):
        await check(plot.world)
