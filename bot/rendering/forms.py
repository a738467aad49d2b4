"""The forms people fill in, and what they filled in as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.declaring import LONGEST_TITLE
from bot.domain.ids import IncidentId, label
from bot.domain.incident import Incident
from bot.domain.people import PersonId
from bot.domain.policy import Audience, CustomerTier, Phrase, Policy
from bot.domain.readers import heard_by
from bot.domain.words import LONGEST, one_line
from bot.rendering.audiences import reader
from bot.rendering.blocks import (
    Block,
    View,
    checkboxes,
    context,
    field,
    modal,
    option,
    person_select,
    select,
    text_input,
)
from bot.rendering.buttons import DECLARE_ANYWAY, LABELS, ButtonValue
from bot.rendering.form_state import State
from bot.rendering.lines import Line, rich
from bot.rendering.names import audience_name, severity_label, severity_of
from bot.rendering.text import fit, listed, span
from bot.rendering.wording import avoided

DECLARE = "declare"
UPDATE = "post_update"
CHOOSE_SEVERITY = "declare_severity"
AS_PROMISED = "as_promised"
PREVIEW = "preview"
ADVICE = "advice"
TITLE = "title"
CATEGORY = "category"
ANYWAY = "anyway"

_SHORT = 300
_URL = 500
_HINT = 400
_MINUTES = (10, 15, 20, 30, 60, 120)


@dataclass(frozen=True, kw_only=True)
class DeclareFields:
    """What stands in the declare form, before it is checked.

    `asked_again` says that it asks whether this is another than was declared just now, `anyway` that it is.
    """

    title: str = ""
    severity: str = ""
    summary: str = ""
    commander: PersonId | None = None
    category: str = ""
    area: str = ""
    ticket: str = ""
    customers: str = ""
    customer: str = ""
    bridge: str = ""
    private: bool = False
    because: str = ""
    asked_again: bool = False
    anyway: bool = False


@dataclass(frozen=True, kw_only=True)
class UpdateFields:
    """What stands in the update form; without `next_in` each audience keeps its own cadence.

    `template` is the text whose blanks it asks for, `insisted` the phrases to avoid that were shown, by their place.
    """

    incident: IncidentId
    text: str
    audiences: tuple[Audience, ...] = ()
    next_in: timedelta | None = None
    template: str = ""
    insisted: tuple[int, ...] = ()


def declare_form(
    policy: Policy,
    preview: str,
    prefill: DeclareFields | None = None,
    *,
    metadata: str = "",
    advice: str = "",
    denied: str = "",
    before: Sequence[Line] = (),
) -> View:
    """Ask what is broken and how bad it is, and say under the severity what submitting does.

    `advice` is what helps to choose: what the words suggest, and when the severity is declared; `denied` is who may
    declare, for somebody who may only with a reason; `before` is what they declared just now, if that was the same or
    a lot.

    The names of the fields never change, so that what was entered survives when the preview is drawn anew.
    """
    given = prefill or DeclareFields()
    return modal(
        DECLARE,
        "Declare an incident",
        "Declare",
        [
            *([rich(*before)] if before else []),
            *([field(LABELS[DECLARE_ANYWAY], ANYWAY, _anyway(given.anyway))] if given.asked_again else []),
            field("Title", "title", _title(policy, given), optional=False, tells=bool(policy.triage.keywords)),
            _severity(policy, given.severity),
            context(preview or "Choose a severity to see what it does.", block_id=PREVIEW),
            *([context(advice, block_id=ADVICE)] if advice else []),
            *_facts(policy, given),
            field("Private", "private", _private(given.private)),
            *([_because(given, denied)] if denied else []),
        ],
        metadata=metadata,
    )


def read_declare(view: Mapping[str, Any]) -> DeclareFields:
    """Take the submitted (or half filled) declare form apart; what is missing is empty."""
    state = State(view)
    commander = state.value("commander", "selected_user")
    return DeclareFields(
        title=state.text("title"),
        severity=state.choice("severity"),
        summary=state.text("summary"),
        commander=PersonId(commander) if commander else None,
        category=state.choice("category"),
        area=state.choice("area"),
        ticket=state.text("ticket"),
        customers=state.text("customers"),
        customer=state.choice("customer"),
        bridge=state.text("bridge"),
        private="private" in state.choices("private"),
        because=state.text("because"),
        asked_again=state.asked(ANYWAY),
        anyway=ANYWAY in state.choices(ANYWAY),
    )


def update_form(
    incident: Incident,
    policy: Policy,
    *,
    due: tuple[Audience, ...] = (),
    last: str | None = None,
    asked: Sequence[Block] = (),
    template: str = "",
    found: Sequence[Phrase] = (),
) -> View:
    """Ask what changed and who hears of it; `due` audiences are ticked, and the last text is there to start from.

    `asked` are the blanks of the model's text for it, the `template`; `found` is what the words say that is better left
    unsaid: it is shown, and sending once more insists on it.
    """
    audiences = update_audiences(incident, policy)
    ticked = tuple(a for a in due if a in audiences) or audiences[:1]
    choices = [option(audience_name(audience), audience.value, reader(audience, policy)) for audience in audiences]
    begin = "" if asked else incident.last_update
    words = text_input("text", begin if last is None else last, lines=True)
    avoid = policy.wording.avoid
    shown = "-".join(str(avoid.index(phrase)) for phrase in found)
    guard = f"{template}/{shown}" if template or shown else ""
    return modal(
        UPDATE,
        f"Update {label(incident.id)}",
        "Send anyway" if found else "Post update",
        [
            *([rich(*avoided(found, policy.wording.say))] if found else []),
            field(
                "What changed", "text", words, optional=bool(asked), hint=fit("; ".join(policy.wording.rules), _HINT)
            ),
            *asked,
            field("Next update in", "next_in", _next_in(incident)),
            field("Audiences", "audiences", checkboxes("audiences", choices, ticked=ticked), optional=False),
        ],
        metadata=ButtonValue(incident=incident.id, guard=guard).write(),
    )


def read_update(view: Mapping[str, Any]) -> UpdateFields:
    """Take the submitted update form apart; ValueError for what Conn's own form cannot hold."""
    state = State(view)
    minutes = state.choice("next_in")
    value = ButtonValue.read(str(view.get("private_metadata")))
    template, _, insisted = value.guard.partition("/")
    return UpdateFields(
        incident=value.incident,
        text=state.text("text"),
        audiences=tuple(Audience(word) for word in state.choices("audiences")),
        next_in=None if minutes in ("", AS_PROMISED) else _offered(minutes),
        template=template,
        insisted=tuple(int(place) for place in insisted.split("-") if place),
    )


def errors(view: Mapping[str, Any], sentences: Mapping[str, str]) -> dict[str, str]:
    """Put each sentence under the field with that label, or under the first field when the form has no such label."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    names = {block["label"]["text"]: block["block_id"] for block in inputs}
    return {names.get(name, inputs[0]["block_id"]): sentence for name, sentence in sentences.items()}


def update_audiences(incident: Incident, policy: Policy) -> tuple[Audience, ...]:
    """List who can be given word: those inside first, then whoever hears of this severity or was promised word."""
    severity = severity_of(incident, policy)
    wanted = {*heard_by(policy, severity), *(clock.audience for clock in severity.clocks)}
    wanted |= {promise.audience for promise in incident.promises} | {Audience.INTERNAL}
    return tuple(audience for audience in Audience if audience in wanted)


def _title(policy: Policy, given: DeclareFields) -> Block:
    """Ask for the title; what is typed is told at once where its words can suggest something."""
    asked = text_input(TITLE, one_line(given.title), longest=LONGEST_TITLE)
    told = {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    return {**asked, **told} if policy.triage.keywords else asked


def _severity(policy: Policy, chosen: str) -> Block:
    found = policy.severity(chosen) if chosen else None
    options = [option(severity_label(s), s.id, s.definition) for s in policy.severities.values()]
    element = select(CHOOSE_SEVERITY, options, chosen=found.id if found else None, placeholder="How bad is it?")
    return field("Severity", "severity", element, optional=False, tells=True)


def _facts(policy: Policy, given: DeclareFields) -> list[Block]:
    categories = [option(route.name, route.id) for route in policy.routes.values()]
    areas = [option(area.name, area.id) for area in policy.areas.values()]
    summary = text_input("summary", given.summary, longest=LONGEST, lines=True)
    fields = [
        field("Summary", "summary", summary),
        field(
            "Incident commander",
            "commander",
            person_select("commander", given.commander),
            hint="They are asked. Until they press, you act as IC.",
        ),
    ]
    if categories:
        fields.append(field("Category", CATEGORY, select(CATEGORY, categories, chosen=given.category), tells=True))
    if areas:
        fields.append(field("Area", "area", select("area", areas, chosen=given.area)))
    ticket = text_input("ticket", given.ticket, longest=_SHORT)
    customers = text_input("customers", given.customers, longest=_SHORT, placeholder="Who, or how many")
    groups = select(
        "customer",
        [option(c.name, c.id, _reached(c, policy)) for c in policy.customers.values()],
        chosen=given.customer,
    )
    bridge = text_input("bridge", given.bridge, longest=_URL, placeholder="https://")
    return [
        *fields,
        field("Ticket", "ticket", ticket, optional=not policy.incident.ticket_required),
        field("Customers affected", "customers", customers),
        *([field("Customer tier", "customer", groups)] if policy.customers else []),
        field("Bridge", "bridge", bridge),
    ]


def _reached(customers: CustomerTier, policy: Policy) -> str:
    """Say how urgent a group of customers is, and how it reaches us."""
    way = f"by {policy.channels[customers.channel].name}" if customers.channel else ""
    return ", ".join(filter(None, (customers.called, way)))


def _because(given: DeclareFields, denied: str) -> Block:
    asked = text_input("because", given.because, longest=_SHORT)
    return field("Reason", "because", asked, optional=False, hint=f"The model leaves declaring to {denied}.")


def _anyway(ticked: bool) -> Block:  # noqa: FBT001 - the state of the one box
    return checkboxes(ANYWAY, [option("This is another incident", ANYWAY)], ticked=[ANYWAY] if ticked else [])


def _private(ticked: bool) -> Block:  # noqa: FBT001 - the state of the one box
    choice = option("Only its members see it", "private")
    return checkboxes("private", [choice], ticked=["private"] if ticked else [])


def _next_in(incident: Incident) -> Block:
    cadences = [f"{audience_name(p.audience).lower()} in {span(p.every)}" for p in incident.promises if p.every]
    usual = f"As promised: {listed(cadences)}" if cadences else "As the model says"
    options = [option(usual, AS_PROMISED)]
    options += [option(span(timedelta(minutes=count)), str(count)) for count in _MINUTES]
    return select("next_in", options, chosen=AS_PROMISED)


def _offered(minutes: str) -> timedelta:
    length = next((count for count in _MINUTES if str(count) == minutes), None)
    if length is None:
        raise ValueError(f"{minutes!r} is no time that the form offers")
    return timedelta(minutes=length)
