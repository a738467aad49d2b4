"""The form by which somebody asks for help: whom, what they have to know, what was checked, and what sending does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.help import Helper, Question, check_first, helper_named, helpers, questions, template_for
from bot.domain.ids import IncidentId, label
from bot.domain.incident import Incident
from bot.domain.policy import KnownAs, Policy
from bot.domain.words import LONGEST
from bot.rendering.blocks import (
    CHECKBOXES_LIMIT,
    Block,
    View,
    checkboxes,
    context,
    field,
    modal,
    option,
    select,
    text_input,
)
from bot.rendering.buttons import ButtonValue
from bot.rendering.filled import filled
from bot.rendering.form_state import State
from bot.rendering.names import short
from bot.rendering.text import fit

ESCALATE = "escalate"
CHOOSE_HELPER = "escalate_to"
PREVIEW = "preview"
CHECKED = "Checked first"

_ANSWER = 1000


@dataclass(frozen=True, kw_only=True)
class EscalationFields:
    """What stands in the escalation form; `answers` by the label of the question."""

    incident: IncidentId
    helper: str
    why: str
    answers: Mapping[str, str]
    checked: frozenset[str]
    seen_rung: int | None = None


def escalation_form(
    incident: Incident,
    policy: Policy,
    helper: Helper,
    preview: str,
    *,
    answers: Mapping[str, str],
    why: str = "",
) -> View:
    """Ask what somebody has to know; another choice of whom draws the form anew with what they ask for."""
    chosen = [option(short(one.name), one.id) for one in helpers(policy)]
    checks = [option(what, str(place)) for place, what in enumerate(check_first(helper))][:CHECKBOXES_LIMIT]
    checked = field(CHECKED, f"checked_{helper.id}", checkboxes("checked", checks), optional=False) if checks else None
    return modal(
        ESCALATE,
        f"Escalate {label(incident.id)}",
        "Escalate",
        [
            field("Whom", "helper", select(CHOOSE_HELPER, chosen, chosen=helper.id), optional=False, tells=True),
            context(preview, block_id=PREVIEW),
            *([checked] if checked else []),
            *(_asked(place, question, answers) for place, question in enumerate(questions(policy, helper))),
            field("Why", "why", text_input("why", why)),
        ],
        metadata=ButtonValue(incident=incident.id, guard=str(incident.rung.number if incident.rung else 0)).write(),
    )


def read_escalation(view: Mapping[str, Any], policy: Policy) -> EscalationFields:
    """Take the form apart; ValueError when it is none of Conn's."""
    state, value = State(view), ButtonValue.read(str(view.get("private_metadata")))
    helper = helper_named(policy, state.choice("helper"))
    if helper is None:
        raise ValueError("nobody in the model has this name")
    asked = list(enumerate(questions(policy, helper)))
    checks = check_first(helper)
    ticked = {int(place) for place in state.choices(f"checked_{helper.id}") if place.isdecimal()}
    return EscalationFields(
        incident=value.incident,
        helper=helper.id,
        why=state.text("why"),
        answers={one.label: state.text(_block(place)) or state.choice(_block(place)) for place, one in asked},
        checked=frozenset(what for place, what in enumerate(checks) if place in ticked),
        seen_rung=int(value.guard) if value.guard.isdecimal() else None,
    )


def answered_by(policy: Policy, helper: Helper, known: Mapping[KnownAs, str]) -> dict[str, str]:
    """Answer what Conn knows by itself; a choice that begins the helper's name is theirs."""
    answers = {}
    for question in questions(policy, helper):
        named = next((choice for choice in question.choices if helper.name.startswith(choice)), "")
        answers[question.label] = named or (known.get(question.known_as, "") if question.known_as else "")
    return answers


def text_of(policy: Policy, helper: Helper, answers: Mapping[str, str]) -> str:
    """Write what is said to them: the model's text with its blanks filled, and what was asked for besides."""
    template, asked = template_for(policy, helper), questions(policy, helper)
    body = filled(template, {one.name: answers.get(one.label, "") for one in asked if one.name}) if template else ""
    besides = [f"{one.label}: {answers[one.label]}" for one in asked if not one.name and answers.get(one.label)]
    return "\n".join([*([body] if body else []), *besides])[:LONGEST]


def _asked(place: int, question: Question, answers: Mapping[str, str]) -> Block:
    name, given = _block(place), answers.get(question.label, "")
    if question.choices:
        element = select(name, [option(choice, choice) for choice in question.choices], chosen=given)
    else:
        element = text_input(name, given, longest=_ANSWER, lines=question.known_as in (None, KnownAs.ATTEMPTS))
    return field(fit(question.label, 150), name, element, optional=not question.required)


def _block(place: int) -> str:
    return f"answer_{place}"
