"""The screens people know by heart: a change in them is read in the diff (`--update-golden` writes them)."""

from dataclasses import asdict, replace

import pytest

from bot.domain.asks import AskAnswer
from bot.domain.events import (
    Acknowledged,
    CommandOffered,
    CommandTaken,
    Noted,
    PageDeclined,
    PassedOver,
    Resolved,
    Updated,
)
from bot.domain.ids import IncidentId
from bot.domain.incident import replay
from bot.domain.meanwhile import shown
from bot.domain.messages import AskToHandOver, Page, Remind, Say, Tell
from bot.domain.owing import AnswerAsk, AnswerOffer, AnswerPage, GiveWord, HandOver
from bot.domain.policy import Audience, OpenSlot
from bot.policy.loader import load
from bot.rendering import asks, catching_up, change_forms, oncall, reading
from bot.rendering.announcement import announcement
from bot.rendering.ask_form import answer_form
from bot.rendering.blocks import view_problems
from bot.rendering.card import card
from bot.rendering.forms import declare_form, update_form
from bot.rendering.home import greeting, home_view, left_to_do
from bot.rendering.ladder import ladder
from bot.rendering.messages import draw
from bot.rendering.scene import Scene
from bot.sandbox.blocks import view_problems as view_refused_by_slack
from bot.settings import MODELS
from tests.rendering.cases import (
    ANA,
    ASKS,
    AWAY,
    BO,
    CY,
    DECLARED,
    HANDOFF,
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
    log,
)
from tests.rendering.surroundings import HANDOFFS, duty_of, everything, everything_asked

RUNNING = (PAGED, OPENED, PROMISED)
DECLARED_BY_ANA = (ANA, DECLARED)
ACKED = (*RUNNING, (BO, Acknowledged(rung=1, target="tier1")), (BO, CommandTaken()))

UPDATE = Updated(text="Rolled back.", audiences=(Audience.INTERNAL,))


def test_the_card_while_nobody_has_answered(golden):
    golden("card_unanswered", asdict(card(incident(*RUNNING), POLICY, NIGHT + 2 * MIN)))


def test_the_card_of_an_incident_in_hand(golden):
    golden("card_in_command", asdict(card(incident(*ACKED), POLICY, NIGHT + 6 * MIN)))


def test_the_card_once_resolved(golden):
    golden("card_resolved", asdict(card(incident(*ACKED, (BO, Resolved())), POLICY, NIGHT + 60 * MIN)))


def test_the_page(golden):
    page = Page(person=BO, rung=1, target="tier1", seq=2)
    golden("page", asdict(draw(page, Scene(incident(*RUNNING), POLICY, entry(PAGED)))))


def test_the_page_after_the_next_tier_was_called(golden):
    page = Page(person=BO, rung=1, target="tier1", seq=2)
    golden("page_passed", asdict(draw(page, Scene(incident(*RUNNING, PAGED_AGAIN), POLICY, entry(PAGED)))))


def test_the_reminder(golden):
    remind = Remind(audience=Audience.INTERNAL, n=1, times=1, seq=9)
    golden("reminder", asdict(draw(remind, Scene(incident(*ACKED, REMINDED), POLICY, entry(REMINDED, minutes=15)))))


def test_the_announcement(golden):
    said = Updated(text="Rolled back.\nWatching.", audiences=(Audience.INTERNAL,))
    golden("announcement", asdict(announcement(incident(*ACKED, (ANA, said)), POLICY)))


def test_the_declare_form(golden):
    golden("declare_form", declare_form(POLICY, "P1 pages Tier 1 (<@U0BOB>)."))


@pytest.mark.parametrize("name", ["evospin", "skillancer", "tai", "default"])
def test_the_answers_of_a_model(golden, name):
    asked = everything_asked(load(MODELS / f"{name}.yaml"), "refund", "deploy", "databse")
    golden(f"asked_{name}", {question: drawn.text.splitlines() for question, drawn in asked})


def test_each_kind_of_problem_and_each_right_of_a_model(golden):
    policy = load(MODELS / "skillancer.yaml")
    names = [part.name for part in (*policy.routes.values(), *policy.authority.values())]
    asked = dict(everything_asked(policy, *names))
    parts = [f"route {route.name}" for route in policy.routes.values()]
    parts += [f"can {action.name}, ('tier1',)" for action in policy.authority.values()]
    golden("asked_each", {part: asked[part].text.splitlines() for part in parts})


def test_the_update_form(golden):
    golden("update_form", update_form(incident(*ACKED), POLICY, due=(Audience.INTERNAL,)))


def test_the_forms_that_change_something(golden):
    running = incident(*ACKED)
    chosen = change_forms.SeverityFields(incident=running.id, to="P3", shown=shown(running, ["severity"]))
    golden("severity_form", change_forms.severity_form(running, POLICY, "P3 pages nobody further.", fields=chosen))
    golden("status_form", change_forms.status_form(running, POLICY))
    golden("note_form", change_forms.note_form(running))
    golden("handover_form", change_forms.handover_form(running, CY))


def test_the_question_about_a_handoff(golden):
    running = incident(*ACKED, HANDOFF)
    for name, person in (("handoff_private", BO), ("handoff_room", None)):
        asked = AskToHandOver(place="c1/s0/t1", person=person, seq=9)
        golden(name, asdict(draw(asked, Scene(running, POLICY, entry(HANDOFF, minutes=180)))))


def test_the_offer_of_command_with_its_brief(golden):
    offer = CommandOffered(to=CY, note="Watch the queue.", lapses_at=NIGHT + 20 * MIN)
    running = incident(*ACKED, (BO, Noted(text="Disk is full.")), ASKS[0], (BO, offer))
    asked = replace(entry(offer, BO), seq=running.version)
    golden("offer", asdict(draw(Tell(person=CY, seq=asked.seq), Scene(running, POLICY, asked))))


def test_an_ask_at_each_stage(golden):
    shown = {}
    for stage in range(1, len(ASKS) + 1):
        lines = log(DECLARED_BY_ANA, *ACKED, *ASKS[:stage])
        running = replay(IncidentId(1), lines)
        [ask] = running.asks
        messages = {"room": Say(seq=ask.said), "private": Tell(person=BO, seq=ask.private[0])}
        drawn = {name: draw(m, Scene(running, POLICY, lines[m.seq - 1])) for name, m in messages.items()}
        shown[ask.stage + f" {stage}"] = {
            **{name: {"text": one.text.splitlines(), "buttons": labels(one)} for name, one in drawn.items()},
            "card": [words for words in card(running, POLICY, NIGHT).text.splitlines() if "Asked" in words],
            "list": asks.all_asks(running, "/inc").text.splitlines(),
        }
    golden("asks", shown)
    golden("ask_form", answer_form(incident(*ACKED, *ASKS[:3]), ask, AskAnswer.BLOCKED))


def test_what_is_read(golden):
    events = (DECLARED_BY_ANA, *ACKED, AWAY, (BO, Noted(text="Disk is full.")), (BO, UPDATE))
    running, lines = incident(*events[1:]), log(*events)
    golden("timeline", asdict(reading.timeline(running, POLICY, lines)))
    golden("catchup", asdict(catching_up.catchup(running, POLICY, NIGHT + 12 * MIN)))
    golden("why", asdict(reading.reasons(running, POLICY, lines)))
    health = {"model": "Test", "revision": "r1", "open_incidents": 2, "waiting": 3}
    golden("health", asdict(reading.health(**health, overdue=0 * MIN, connected=2)))
    golden("health_trouble", asdict(reading.health(**health, overdue=4 * MIN, connected=0)))


def test_who_is_on_call(golden):
    covered = duty_of("the night crew", people=(BO,), changes=HANDOFFS[1:])
    golden("oncall", asdict(oncall.everybody_on_call([duty_of("the day crew", changes=HANDOFFS[1:]), covered], POLICY)))
    golden("oncall_one", asdict(oncall.one_on_call(covered, POLICY)))


def test_home_of_somebody_who_owes_much(golden):
    running = incident(*ACKED, HANDOFF, ASKS[0])
    waiting = incident(*RUNNING)
    page = home_view(
        now=NIGHT + 20 * MIN,
        open_ones=[(running, POLICY), (waiting, POLICY)],
        owed=[
            (waiting, POLICY, AnswerPage(rung=waiting.rung)),
            (running, POLICY, AnswerOffer()),
            (running, POLICY, HandOver()),
            (running, POLICY, AnswerAsk(ask=running.asks[0])),
            (running, POLICY, GiveWord(promise=running.promises[0])),
        ],
        to_do=left_to_do(
            slots=[OpenSlot(path="incident.bridge", text="which bridge", owner="customer team")],
            strangers=["nobody@example.com"],
            channels=["warroom"],
        ),
    )
    assert view_problems(page) == []
    golden("home", page)


def test_home_when_all_is_quiet(golden):
    golden("home_quiet", home_view(now=NIGHT, open_ones=[], owed=[], to_do=[]))


def test_the_greeting_of_a_new_installation(golden):
    to_do = left_to_do(slots=[], strangers=[], channels=["warroom"])
    golden("greeting", asdict(greeting("Test", to_do)))
    golden("greeting_ready", asdict(greeting("Test", [])))


def test_home_stays_within_slacks_limits_however_much_is_going_on():
    waiting = incident(*RUNNING)
    owed = [(waiting, POLICY, AnswerPage(rung=waiting.rung))] * 60
    slots = [OpenSlot(path="x", text="y" * 900, owner="z" * 900)] * 60
    to_do = left_to_do(slots=slots, strangers=["s" * 300] * 60, channels=["c" * 80] * 60)
    page = home_view(now=NIGHT, open_ones=[(waiting, POLICY)] * 300, owed=owed, to_do=to_do)
    assert view_problems(page) == []
    assert view_refused_by_slack(page) == []


@pytest.mark.parametrize("state", ["open", "over"])
def test_everything_that_is_said(golden, state):
    ended = ((BO, Resolved(text="Traffic is back.")),) if state == "over" else ()
    said = {
        name: {"text": drawn.text, "buttons": labels(drawn)} for name, drawn in everything(incident(*ACKED, *ended))
    }
    golden(f"said_{state}", said)


def labels(drawn):
    """List the buttons of a message by what is written on them."""
    return [
        element["text"]["text"]
        for block in drawn.blocks
        for element in (*block.get("elements", ()), block.get("accessory", {}))
        if element.get("type") == "button"
    ]


def test_the_ladder(golden):
    golden("ladder_waiting", asdict(ladder(incident(*RUNNING), POLICY, NIGHT + 2 * MIN)))
    declined = (ANA, PageDeclined(rung=1, target="tier1"))
    skipped = PassedOver(target="tier2", name="tier2", why="nobody is on duty")
    answered = (CY, Acknowledged(rung=1, target="tier1"))
    golden("ladder_answered", asdict(ladder(incident(*RUNNING, skipped, declined, answered), POLICY, NIGHT + 4 * MIN)))
