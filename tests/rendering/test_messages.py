"""What people are told, word by word, and which buttons come with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.events import (
    KINDS,
    Acknowledged,
    CommandMissing,
    CommandOffered,
    CommandTaken,
    HelpAsked,
    Paged,
    PathEnded,
    PromiseSnoozed,
    PromiseWaived,
    Reminded,
    Resolved,
    TopicEdited,
    Updated,
)
from bot.domain.messages import AskForCommander, Page, Redraw, Remind, Retract, Say, Tell, Waiting, Welcome
from bot.domain.policy import Audience
from bot.rendering.card import card
from bot.rendering.lateness import Delay, HeldUp
from bot.rendering.lines import line, rich
from bot.rendering.messages import draw
from bot.rendering.scene import Scene
from bot.rendering.sentences import sentence
from tests.rendering.cases import (
    ANA,
    BO,
    CY,
    DECLARED,
    EVERY_EVENT,
    LATE,
    MIN,
    NIGHT,
    OPENED,
    PAGED,
    PAGED_AGAIN,
    POLICY,
    PROMISED,
    REMINDED,
    entry,
    incident,
)
from tests.rendering.surroundings import everything

RUNNING = (PAGED, OPENED, PROMISED)
ACK = (BO, Acknowledged(rung=1, target="tier1"))
TAKEN = (CY, CommandTaken())
PAGE = Page(person=BO, rung=1, target="tier1", seq=2)
REMIND = Remind(audience=Audience.INTERNAL, n=1, times=1, seq=9)


def labels(drawn):
    rows = (block for block in drawn.blocks if block["type"] == "actions")
    return [element["text"]["text"] for row in rows for element in row["elements"]]


def said(event, by="conn", *, minutes=0, of=None):
    return draw(Say(seq=9), Scene(of or incident(*RUNNING), POLICY, entry(event, by, minutes=minutes))).text


def test_every_kind_of_event_has_a_sentence():
    assert {type(event).__name__ for _, event in EVERY_EVENT} == set(KINDS)
    for by, event in EVERY_EVENT:
        assert sentence(entry(event, by), Scene(incident(*RUNNING), POLICY))


def test_the_same_incident_is_drawn_the_same_twice():
    assert list(everything(incident(*RUNNING))) == list(everything(incident(*RUNNING)))


@pytest.mark.parametrize(
    ("event", "by", "words"),
    [
        (PAGED_AGAIN, "conn", "Tier 2 (<@U0CYD> and <@U0DEE>) was called: Tier 1 did not acknowledge in time."),
        (replace(PAGED_AGAIN, why="primary is silent."), ANA, "<@U0ANA> escalated to Tier 2"),
        (ACK[1], BO, "<@U0BOB> acknowledged for Tier 1 after 3 min."),
        (CommandTaken(instead_of=ANA), CY, "<@U0CYD> is incident commander, in place of <@U0ANA>."),
        (CommandOffered(to=CY), ANA, "<@U0ANA> asked <@U0CYD> to take command."),
        (Resolved(text="Back."), BO, "INC-1 is resolved after 4 min, by <@U0BOB>."),
        (TopicEdited(text="x"), BO, "<@U0BOB> changed the topic. It was put back"),
    ],
)
def test_the_room_hears_what_happened(event, by, words):
    assert words in said(event, by, minutes=4)


def test_a_second_edit_of_the_topic_is_asked_about():
    edited = (BO, TopicEdited(text="mine"))
    words = said(edited[1], BO, of=incident(*RUNNING, edited, edited))
    assert words.startswith("<@U0BOB> changed the topic again. It stays until")
    assert "<@U0ANA>, is that all right?" in words


def test_an_update_stands_under_its_sentence_with_the_next_time():
    update = Updated(text="Rolled back.", audiences=(Audience.INTERNAL,), next_in={Audience.INTERNAL: 20 * MIN})
    words = said(update, ANA)
    assert words.startswith("Update from <@U0ANA> (internal). Next: internal by <!date^")
    assert words.endswith("\nRolled back.")


def test_what_comes_late_says_when_it_was_due_and_why():
    late = replace(PAGED_AGAIN, late=LATE)
    assert "and comes 47 min late." in said(late)  # the room was told why, once
    page = draw(PAGE, Scene(incident(*RUNNING), POLICY, entry(late)))
    assert "This was due at" in page.text
    assert "and comes 47 min late: Conn was not running from " in page.text


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (HeldUp.UNREACHABLE, "Slack was unreachable; this was due at "),
        (HeldUp.RATE_LIMIT, "Slack's rate limit was reached; this was due at "),
        (HeldUp.REFUSED, "Slack refused Conn access; this was due at "),
        (None, "\nThis was due at "),
    ],
)
def test_what_was_held_up_on_its_way_says_by_what_where_that_is_known(by, words):
    scene = Scene(incident(*RUNNING), POLICY, entry(PAGED), delay=Delay(timedelta(minutes=4), by))
    said = draw(PAGE, scene).text
    assert words in said
    assert said.endswith("and comes 4 min late.")


def test_a_page_says_what_is_wrong_why_you_and_by_when_in_its_first_words():
    drawn = draw(PAGE, Scene(incident(*RUNNING), POLICY, entry(PAGED)))
    assert drawn.text.startswith("P1 page, INC-1: Checkout is down\nAcknowledge within 5 min, or Tier 2 is called at")
    assert "You are called as Tier 1: P1 was declared by <@U0ANA>." in drawn.text
    assert "It is run in <#C0ROOM>." in drawn.text
    assert labels(drawn) == ["Acknowledge", "Can't come"]


def test_a_page_by_hand_says_who_called():
    by_hand = Paged(rung=2, step=1, target="tier2", people=(CY,), why="primary is silent")
    drawn = draw(
        Page(person=CY, rung=2, target="tier2", seq=2), Scene(incident(*RUNNING, by_hand), POLICY, entry(by_hand, ANA))
    )
    assert "<@U0ANA> called you as Tier 2: primary is silent." in drawn.text


def test_an_answered_page_says_who_answered_and_offers_command():
    drawn = draw(PAGE, Scene(incident(*RUNNING, ACK), POLICY))
    assert "Acknowledged by <@U0BOB> at" in drawn.text
    assert labels(drawn) == ["Take command"]


def test_an_answered_page_of_a_tier_without_command_offers_nothing_once_somebody_has_it():
    assert labels(draw(PAGE, Scene(incident(*RUNNING, ACK, TAKEN), POLICY))) == []


def test_a_page_of_a_tier_that_takes_over_offers_command_although_somebody_has_it():
    events = (*RUNNING, PAGED_AGAIN, (BO, CommandTaken()), (CY, Acknowledged(rung=2, target="tier2")))
    assert labels(draw(Page(person=CY, rung=2, target="tier2", seq=2), Scene(incident(*events), POLICY))) == [
        "Take command"
    ]


def test_a_page_names_who_was_called_after_it():
    drawn = draw(PAGE, Scene(incident(*RUNNING, PAGED_AGAIN), POLICY))
    assert "Tier 2 (<@U0CYD> and <@U0DEE>) was called after you." in drawn.text


def test_a_page_of_a_resolved_incident_has_no_button():
    drawn = draw(PAGE, Scene(incident(*RUNNING, (CY, Resolved())), POLICY))
    assert "Resolved by <@U0CYD>" in drawn.text
    assert labels(drawn) == []


def test_a_reminder_names_who_owes_it_the_rule_and_every_way_out():
    drawn = draw(REMIND, Scene(incident(*RUNNING, REMINDED), POLICY, entry(REMINDED, minutes=15)))
    assert drawn.text.startswith("<@U0ANA>: the internal update of INC-1 is due now")
    assert "Rule: internal update every 15 min." in drawn.text
    assert labels(drawn) == ["Post update", "No change, next in 15 min", "Snooze 10 min", "Not needed"]


def test_a_reminder_that_was_ignored_says_how_long_ago_it_was_due():
    again = Reminded(audience=Audience.INTERNAL, n=1, times=2, people=(ANA, BO), again_at=NIGHT + 25 * MIN)
    drawn = draw(replace(REMIND, times=2), Scene(incident(*RUNNING, again), POLICY, entry(again, minutes=20)))
    assert "<@U0ANA> and <@U0BOB>: the internal update of INC-1 was due at" in drawn.text
    assert "5 min ago" in drawn.text


def test_a_promise_without_cadence_offers_no_next_time():
    once = replace(PROMISED, every=None)
    drawn = draw(REMIND, Scene(incident(PAGED, once, REMINDED), POLICY, entry(REMINDED)))
    assert labels(drawn) == ["Post update", "Snooze 10 min", "Not needed"]


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (PromiseSnoozed(audience=Audience.INTERNAL, n=1, until=NIGHT + 30 * MIN), "Snoozed until"),
        (PromiseWaived(audience=Audience.INTERNAL, n=1), "is no longer owed"),
    ],
)
def test_a_reminder_that_was_dealt_with_has_no_buttons(event, words):
    drawn = draw(REMIND, Scene(incident(*RUNNING, REMINDED, (ANA, event)), POLICY, entry(REMINDED)))
    assert words in drawn.text
    assert labels(drawn) == []


def test_the_call_for_a_commander_names_who_is_acting():
    missing = CommandMissing(times=2, again_at=NIGHT + 6 * MIN)
    drawn = draw(AskForCommander(times=2, seq=9), Scene(incident(*RUNNING, missing), POLICY, entry(missing)))
    assert drawn.text.startswith("INC-1 has no incident commander. <@U0ANA> is acting. Who takes command?")
    assert labels(drawn) == ["Take command"]


def test_somebody_who_is_asked_to_take_command_can_do_it_with_one_press():
    offer = CommandOffered(to=CY)
    running = incident(*RUNNING, (ANA, offer))
    asked = replace(entry(offer, ANA), seq=running.version)
    drawn = draw(Tell(person=CY, seq=asked.seq), Scene(running, POLICY, asked))
    assert drawn.text.startswith("<@U0ANA> asks you to take command of P1 INC-1: Checkout is down")
    assert labels(drawn) == ["I have command", "Decline"]


def test_the_declarer_is_told_where_to_go_or_how_long_to_wait():
    scene = Scene(incident(*RUNNING), POLICY)
    assert "Go to <#C0ROOM>; you act as IC" in draw(Welcome(person=ANA), scene).text
    assert "yours comes in about 40 s." in draw(Waiting(person=ANA, seconds=40), scene).text


@pytest.mark.parametrize("message", [Retract(of="k"), Redraw(of="k")])
def test_what_changes_another_message_has_no_words(message):
    with pytest.raises(ValueError, match="no words of its own"):
        draw(message, Scene(incident(), POLICY))


CHANGES = ("Change status", "Change severity", "Add note")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((*RUNNING,), ["Acknowledge", "Take command", "Post update", "Escalate", "Resolve", *CHANGES]),
        ((*RUNNING, ACK), ["Take command", "Post update", "Escalate", "Resolve", *CHANGES]),
        ((*RUNNING, ACK, TAKEN), ["Post update", "Escalate", "Hand over", "Resolve", *CHANGES]),
        ((*RUNNING, PAGED_AGAIN, TAKEN), ["Acknowledge", "Post update", "Hand over", "Resolve", *CHANGES]),
        ((*RUNNING, (BO, Resolved())), ["Reopen", "Close"]),
    ],
)
def test_the_card_has_the_buttons_that_apply(events, expected):
    assert labels(card(incident(*events), POLICY, NIGHT)) == expected


@pytest.mark.parametrize("ended", [(), ((BO, Resolved()),)])
def test_no_message_has_more_buttons_in_a_row_than_a_phone_shows(ended):
    for name, drawn in everything(incident(*RUNNING, ACK, TAKEN, *ended)):
        rows = [block["elements"] for block in drawn.blocks if block["type"] == "actions"]
        assert all(len(row) <= 5 for row in rows), name


def test_somebody_who_is_asked_for_help_reads_what_for_and_where_to_go():
    asked = HelpAsked(target="tier2", text="Ticket: OPS-7", told=(CY,))
    drawn = draw(Tell(person=CY, seq=9), Scene(incident(*RUNNING), POLICY, entry(asked, ANA)))
    first, who, what, where, *_ = drawn.text.splitlines()
    assert first == "INC-1 (P1, investigating): Checkout is down"
    assert (who, what, where) == ("<@U0ANA> asks Tier 2 for help:", "Ticket: OPS-7", "It is run in <#C0ROOM>.")


def test_a_part_that_says_nothing_leaves_no_trace():
    assert rich(line("", "Tier 2", "", (), ", on leave")) == rich(line("Tier 2", ", on leave"))


def test_the_card_says_what_is_overdue():
    late = card(incident(*RUNNING, ACK, REMINDED), POLICY, NIGHT + 20 * MIN)
    assert "Internal update was due at" in late.text


def test_the_card_says_when_a_severity_pages_no_one():
    minor = replace(DECLARED, severity="P3", path=None)
    assert "Called: nobody, P3 pages no one" in card(incident(declared=minor), POLICY, NIGHT).text


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (PathEnded(after="", why="P1 was declared"), "Nobody on the path could be called. Ask for help by name."),
        (
            PathEnded(after="tier2", why="Tier 2 did not acknowledge in time"),
            "Tier 2 did not acknowledge in time. Nobody is left on this path. Ask for help by name.",
        ),
    ],
)
def test_the_end_of_the_path_says_what_to_do(event, words):
    assert said(event).startswith(words)
