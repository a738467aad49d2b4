"""The screens people know by heart: a change in them is read in the diff (`--update-golden` writes them)."""

from dataclasses import asdict

from bot.domain.effects import Page, Remind
from bot.domain.events import Acknowledged, CommandTaken, Resolved, Updated
from bot.domain.policy import Audience
from bot.rendering.announcement import announcement
from bot.rendering.card import card
from bot.rendering.forms import declare_form, update_form
from bot.rendering.messages import draw
from bot.rendering.scene import Scene
from tests.rendering.cases import (
    ANA,
    BO,
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

RUNNING = (PAGED, OPENED, PROMISED)
ACKED = (*RUNNING, (BO, Acknowledged(rung=1, target="tier1")), (BO, CommandTaken()))


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


def test_the_update_form(golden):
    golden("update_form", update_form(incident(*ACKED), POLICY, due=(Audience.INTERNAL,)))
