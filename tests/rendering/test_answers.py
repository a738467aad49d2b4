"""Answers and refusals: what happened, what is safe, what to do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.consequences import Consequences
from bot.domain.durations import Deadline
from bot.domain.errors import AlreadyInCommand, Refusal
from bot.domain.events import Acknowledged
from bot.domain.ids import IncidentId
from bot.domain.policy import Audience, RoomKind, Start, Step, Target
from bot.rendering import answers, guide, oncall, refusals
from bot.rendering.blocks import problems
from bot.rendering.consequences import length, preview
from bot.rendering.text import TEXT_LIMIT, clock, listed, safe_url, size, span, when
from bot.sandbox.blocks import problems as refused_by_slack
from tests.rendering.cases import ANA, BO, NIGHT, OPENED, P1, P3, PAGED, POLICY, PROMISED, STATUS_PAGE, incident
from tests.rendering.surroundings import HANDOFFS, duty_of, every_refusal, every_refusal_class

FORESEEN = Consequences(
    severity=P1,
    calls=(("tier1", (ANA,)),),
    passed_over=(),
    room=RoomKind.OWN,
    room_channel=None,
    announce=("#incidents",),
    told=(),
    bridge=True,
    promises=(),
    later=(STATUS_PAGE,),
    next_call_at=None,
    next_call=None,
)


def test_every_refusal_has_a_sentence_of_its_own():
    assert {type(refusal) for refusal in every_refusal()} == every_refusal_class()
    general = refusals.sentence(Refusal(), POLICY).text
    texts = {refusals.sentence(refusal, POLICY).text for refusal in every_refusal()}
    assert general not in texts
    assert len(texts) == len(every_refusal())


def test_whoever_finds_somebody_in_command_can_take_over_from_them():
    drawn = refusals.sentence(AlreadyInCommand(incident=IncidentId(1), commander=BO, since=NIGHT), POLICY, reader=ANA)
    take_over = drawn.blocks[-1]["elements"][0]
    assert take_over["text"]["text"] == "Take over"
    assert take_over["action_id"] == "take_command"
    assert take_over["value"] == f"1:{BO}"


def test_whoever_has_command_already_is_told_so():
    drawn = refusals.sentence(AlreadyInCommand(incident=IncidentId(1), commander=BO, since=NIGHT), POLICY, reader=BO)
    assert drawn.text.startswith("You have command of INC-1 already")
    assert len(drawn.blocks) == 1


def test_the_consequences_are_one_sentence():
    assert preview(FORESEEN, POLICY) == (
        "P1 pages Tier 1 (<@U0ANA>), posts in #incidents and opens a channel and the bridge; "
        "first status page note due 10 min after somebody acknowledges."
    )


def test_the_consequences_say_who_follows_and_what_is_due():
    running = incident(PAGED, PROMISED).promises
    found = replace(
        FORESEEN, next_call=Step(page=(Target.parse("tier2"),)), next_call_at=NIGHT, promises=running, later=()
    )
    words = preview(found, POLICY)
    assert f", then Tier 2 at {when(NIGHT)}" in words
    assert "first internal update due <!date^" in words


def test_a_severity_that_pages_no_one_says_so():
    quiet = replace(
        FORESEEN,
        severity=P3,
        calls=(),
        announce=(),
        bridge=False,
        room=RoomKind.THREAD,
        room_channel="#support",
        later=(),
    )
    assert preview(quiet, POLICY) == "P3 pages no one and opens a thread in #support."


def test_help_has_every_command_with_an_example():
    words = guide.help_text("/inc", "/esc").text
    for command in ("declare", "ack", "ic", "escalate", "update", "resolve", "close", "list", "show", "help"):
        assert f"/inc {command}" in words
    assert "/esc " in words


def test_acknowledging_says_whether_anybody_is_still_called():
    acked = incident(PAGED, OPENED, (BO, Acknowledged(rung=1, target="tier1")))
    assert "Nobody further is called." in answers.acknowledged(acked, POLICY).text
    assert "still waits" in answers.acknowledged(incident(PAGED), POLICY).text


def test_the_list_is_worst_first():
    minor = replace(incident(), id=IncidentId(1), severity=P3.id)
    major = replace(incident(), id=IncidentId(2))
    lines = answers.open_incidents([minor, major], POLICY).text.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["INC-2", "INC-1"]


def test_an_empty_list_offers_to_declare():
    for drawn in (answers.open_incidents([], POLICY, "/inc"), answers.pick([], command="/inc")):
        assert "/inc declare" in drawn.text
        assert drawn.blocks[-1]["elements"][0]["action_id"] == "open_declare"
        assert problems(drawn.blocks) == []


def test_a_pick_does_the_thing_with_one_press():
    drawn = answers.pick([(IncidentId(4), "Down")], action="acknowledge")
    assert drawn.blocks[1]["accessory"]["value"] == "4"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.6, "1 min"),
        (720, "12 min"),
        (3900, "1 h 5 min"),
        (7200, "2 h"),
        (183600, "2 d 3 h"),
        (-5, "0 s"),
    ],
)
def test_a_length_of_time_has_two_units_at_most(seconds, words):
    assert span(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("10m", "10 min"), ("1bd", "1 business day"), ("4bh", "4 business hours"), ("end_of_day", "the end of the day")],
)
def test_a_deadline_reads_as_people_say_it(text, words):
    assert length(Deadline.parse(text)) == words


def test_times_are_in_the_readers_zone_with_utc_to_fall_back_on():
    moment = datetime(2026, 11, 22, 3, 17, tzinfo=UTC)
    assert clock(moment) == "03:17 UTC"
    assert when(moment) == "<!date^1795317420^{time}|03:17 UTC>"
    assert when(moment, "date_time") == "<!date^1795317420^{date_short_pretty} at {time}|22 Nov 03:17 UTC>"


@pytest.mark.parametrize(
    ("words", "sentence"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (list("ABC"), "A, B and C")]
)
def test_words_are_listed_as_people_say_them(words, sentence):
    assert listed(words) == sentence


@pytest.mark.parametrize(
    "url",
    [
        "http://x.example",
        "https://u:p@x.example",
        "https://x.example/a b",
        "https://x|y",
        "javascript:x",
        "",
        "https://",
    ],
)
@pytest.mark.fault("F121")
def test_only_a_plain_https_address_becomes_a_link(url):
    assert safe_url(url) is None


def test_snoozing_and_waiving_name_the_audience():
    running = incident(PAGED, PROMISED)
    assert "internal update" in answers.snoozed(running, POLICY, Audience.INTERNAL).text
    assert "internal update" in answers.waived(running, POLICY, Audience.INTERNAL).text


def test_whoever_cannot_be_reached_is_named_once_and_briefly():
    passed_over = tuple((name, "slot still open") for name in ("Ana", "Ana", "Bo", "Cy", "Dee", "Eve"))
    assert "; cannot reach Ana, Bo, Cy and 2 more;" in preview(replace(FORESEEN, passed_over=passed_over), POLICY)


def test_a_path_that_reaches_nobody_is_not_the_same_as_paging_no_one():
    assert preview(replace(FORESEEN, calls=()), POLICY).startswith("P1 reaches nobody to page, ")


def test_each_audience_is_named_with_its_first_word_only():
    at_once = replace(STATUS_PAGE, starts=Start.RESOLVED, first=Deadline())
    assert "as soon as" not in preview(replace(FORESEEN, later=(STATUS_PAGE, at_once)), POLICY)
    assert preview(replace(FORESEEN, later=(at_once,)), POLICY).endswith("due as soon as it is resolved.")


def test_of_very_many_tiers_the_rest_is_counted_and_slack_takes_it():
    duties = [duty_of("the owner's own words " * 20, people=(ANA,), changes=HANDOFFS)] * 80
    drawn = oncall.everybody_on_call(duties, POLICY)
    assert problems(drawn.blocks) == []
    assert refused_by_slack(list(drawn.blocks), "message") == []
    assert size(drawn.text) <= TEXT_LIMIT
    assert "and 50 more" in str(drawn.blocks)
