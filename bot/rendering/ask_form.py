"""The form in which somebody says how something they were asked for stands, with a note."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.asks import AskAnswer
from bot.domain.ids import IncidentId, label
from bot.domain.incident import Incident
from bot.domain.standing_asks import Ask, AskStage
from bot.rendering.blocks import View, field, modal, option, select, text_input
from bot.rendering.buttons import ASK_MORE, LABELS, ButtonValue
from bot.rendering.form_state import State

ANSWER = "answer_ask"
_CHOICES = {AskAnswer.DONE: "Done", AskAnswer.MORE: LABELS[ASK_MORE], AskAnswer.BLOCKED: "Blocked"}


@dataclass(frozen=True, kw_only=True)
class AnswerFields:
    """What stands in the form."""

    incident: IncidentId
    n: int
    how: AskAnswer
    note: str


def answer_form(incident: Incident, ask: Ask, chosen: AskAnswer) -> View:
    """Ask how it stands; more time is given only once the first is up."""
    more_time = ask.stage is AskStage.DUE
    choices = [option(words, how) for how, words in _CHOICES.items() if more_time or how is not AskAnswer.MORE]
    note = text_input("note", "", lines=True, placeholder="What you found, or what is in the way")
    return modal(
        ANSWER,
        f"Ask of {label(incident.id)}",
        "Answer",
        [
            field("How it stands", "how", select("how", choices, chosen=chosen), optional=False, hint=ask.what),
            field("Note", "note", note),
        ],
        metadata=ButtonValue(incident=incident.id, guard=str(ask.n)).write(),
    )


def read_answer(view: Mapping[str, Any]) -> AnswerFields:
    """Take the form apart; ValueError when it is none of Conn's."""
    value, state = ButtonValue.read(str(view.get("private_metadata"))), State(view)
    how = AskAnswer(state.choice("how"))
    return AnswerFields(incident=value.incident, n=int(value.guard), how=how, note=state.text("note"))
