"""The forms that change an incident while it runs: severity, status, a note, handing over command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.events import NoteKind
from bot.domain.ids import IncidentId, label
from bot.domain.incident import OVER, Incident, Promise
from bot.domain.meanwhile import BRIDGE as FIELD_BRIDGE
from bot.domain.meanwhile import SEVERITY as FIELD_SEVERITY
from bot.domain.meanwhile import STATUS as FIELD_STATUS
from bot.domain.meanwhile import Shown, shown
from bot.domain.people import PersonId
from bot.domain.policy import Policy, Status
from bot.rendering.blocks import Block, View, context, field, modal, option, person_select, select, text_input
from bot.rendering.buttons import ButtonValue, promise_guard
from bot.rendering.form_state import State
from bot.rendering.lines import Line, rich
from bot.rendering.meanwhile import recalled, remembered
from bot.rendering.names import owed, severity_label

SEVERITY = "change_severity"
STATUS = "change_status"
NOTE = "add_note"
HANDOVER = "hand_over"
BRIDGE = "set_bridge"
HAND_WORD = "hand_word"
CHOOSE_OTHER = "change_severity_choice"
PREVIEW = "preview"
_KINDS = {
    NoteKind.NOTE: "Note",
    NoteKind.THEORY: "Theory",
    NoteKind.DECISION: "Decision",
    NoteKind.TRIED: "Tried",
}
_KINDS_HINT = "Theory, decisions and what was tried stand in the brief of whoever takes over."


@dataclass(frozen=True, kw_only=True)
class SeverityFields:
    """What stands in the severity form, and what it showed when it was opened."""

    incident: IncidentId
    to: str
    why: str = ""
    shown: Shown


@dataclass(frozen=True, kw_only=True)
class StatusFields:
    """What stands in the status form, and what it showed when it was opened."""

    incident: IncidentId
    to: str
    text: str = ""
    shown: Shown


@dataclass(frozen=True, kw_only=True)
class BridgeFields:
    """What stands in the bridge form, and what it showed when it was opened."""

    incident: IncidentId
    url: str
    shown: Shown


@dataclass(frozen=True, kw_only=True)
class NoteFields:
    """What stands in the note form."""

    incident: IncidentId
    text: str
    kind: NoteKind = NoteKind.NOTE


@dataclass(frozen=True, kw_only=True)
class HandoverFields:
    """What stands in the hand-over form."""

    incident: IncidentId
    to: PersonId | None
    note: str = ""


def severity_form(
    incident: Incident,
    policy: Policy,
    preview: str,
    *,
    fields: SeverityFields | None = None,
    notice: Sequence[Line] = (),
) -> View:
    """Ask for the new severity, and say under it what changing to it does.

    `fields` is what stands in the form already, `notice` what somebody else changed while it stood open.
    """
    options = [option(severity_label(s), s.id, s.definition) for s in policy.severities.values()]
    choice = select(CHOOSE_OTHER, options, chosen=fields.to if fields else incident.severity)
    known = fields.shown if fields else shown(incident, (FIELD_SEVERITY,))
    return modal(
        SEVERITY,
        f"Severity of {label(incident.id)}",
        "Change severity",
        [
            *_notice(notice),
            field("Severity", "severity", choice, optional=False, tells=True),
            context(preview or "This is the severity now.", block_id=PREVIEW),
            field("Why", "why", text_input("why", fields.why if fields else "")),
        ],
        metadata=_metadata(incident, known),
    )


def status_form(
    incident: Incident, policy: Policy, *, fields: StatusFields | None = None, notice: Sequence[Line] = ()
) -> View:
    """Ask where the work stands, in the organisation's own words; the rest is as in the severity form."""
    working = [status for status in Status if status not in OVER and policy.uses(status)]
    options = [option(policy.status_name(status).capitalize(), status.value) for status in working]
    chosen = select("status", options, chosen=fields.to if fields else incident.status.value)
    known = fields.shown if fields else shown(incident, (FIELD_STATUS,))
    return modal(
        STATUS,
        f"Status of {label(incident.id)}",
        "Change status",
        [
            *_notice(notice),
            field("Status", "status", chosen, optional=False),
            field("What is known", "text", text_input("text", fields.text if fields else "", lines=True)),
        ],
        metadata=_metadata(incident, known),
    )


def bridge_form(incident: Incident, *, fields: BridgeFields | None = None, notice: Sequence[Line] = ()) -> View:
    """Ask where people meet; topic, card and bookmark follow. The rest is as in the severity form."""
    url = text_input("bridge", fields.url if fields else incident.bridge or "", placeholder="https://")
    known = fields.shown if fields else shown(incident, (FIELD_BRIDGE,))
    hint = "It goes into the topic, the card and a bookmark."
    return modal(
        BRIDGE,
        f"Bridge of {label(incident.id)}",
        "Set bridge",
        [*_notice(notice), field("Bridge", "bridge", url, optional=False, hint=hint)],
        metadata=_metadata(incident, known),
    )


def note_form(incident: Incident) -> View:
    """Ask what should be kept in the timeline."""
    words = text_input("text", "", lines=True)
    kinds = [option(name, kind.value) for kind, name in _KINDS.items()]
    return modal(
        NOTE,
        f"Note for {label(incident.id)}",
        "Add note",
        [
            field("Note", "text", words, optional=False, hint="It goes into the timeline; nobody is told."),
            field("What it is", "kind", select("kind", kinds, chosen=NoteKind.NOTE), hint=_KINDS_HINT),
        ],
        metadata=ButtonValue(incident=incident.id).write(),
    )


def handover_form(incident: Incident, to: PersonId | None = None) -> View:
    """Ask who should take command, and what they must know; nothing changes before they press."""
    note = text_input("note", "", lines=True, placeholder="What is in flight, what was promised, what comes next")
    return modal(
        HANDOVER,
        f"Hand over {label(incident.id)}",
        "Hand over",
        [
            field("Incident commander", "commander", person_select("commander", to), optional=False),
            field(
                "Handoff note", "note", note, hint="They are asked with one button. Until they press, nothing changes."
            ),
        ],
        metadata=ButtonValue(incident=incident.id).write(),
    )


def hand_word_form(incident: Incident, promise: Promise) -> View:
    """Ask who gives the word that is due next."""
    return modal(
        HAND_WORD,
        f"Word of {label(incident.id)}",
        "Hand over",
        [
            field("Owner", "owner", person_select("owner", None), optional=False),
            context(f"They are told in private that the {owed(promise.audience)} is theirs. When it is due stays."),
        ],
        metadata=ButtonValue(incident=incident.id, guard=promise_guard(promise)).write(),
    )


def read_hand_word(view: Mapping[str, Any]) -> tuple[ButtonValue, PersonId | None]:
    """Take that form apart; ValueError when it is none of Conn's."""
    person = State(view).value("owner", "selected_user")
    return ButtonValue.read(view["private_metadata"]), PersonId(person) if person else None


def read_severity(view: Mapping[str, Any]) -> SeverityFields:
    """Take the severity form apart; ValueError when it is none of Conn's."""
    state = State(view)
    known = _shown(view, (FIELD_SEVERITY,))
    return SeverityFields(incident=_incident(view), to=state.choice("severity"), why=state.text("why"), shown=known)


def read_status(view: Mapping[str, Any]) -> StatusFields:
    """Take the status form apart; ValueError when it is none of Conn's."""
    state = State(view)
    known = _shown(view, (FIELD_STATUS,))
    return StatusFields(incident=_incident(view), to=state.choice("status"), text=state.text("text"), shown=known)


def read_bridge(view: Mapping[str, Any]) -> BridgeFields:
    """Take the bridge form apart; ValueError when it is none of Conn's."""
    known = _shown(view, (FIELD_BRIDGE,))
    return BridgeFields(incident=_incident(view), url=State(view).text("bridge"), shown=known)


def read_note(view: Mapping[str, Any]) -> NoteFields:
    """Take the note form apart; ValueError when it is none of Conn's."""
    state = State(view)
    kind = NoteKind(state.choice("kind")) if state.choice("kind") else NoteKind.NOTE
    return NoteFields(incident=_incident(view), text=state.text("text"), kind=kind)


def read_handover(view: Mapping[str, Any]) -> HandoverFields:
    """Take the hand-over form apart; ValueError when it is none of Conn's."""
    state = State(view)
    person = state.value("commander", "selected_user")
    return HandoverFields(incident=_incident(view), to=PersonId(person) if person else None, note=state.text("note"))


def _incident(view: Mapping[str, Any]) -> IncidentId:
    return ButtonValue.read(str(view.get("private_metadata"))).incident


def _metadata(incident: Incident, known: Shown) -> str:
    return ButtonValue(incident=incident.id, guard=remembered(known)).write()


def _shown(view: Mapping[str, Any], fields: tuple[str, ...]) -> Shown:
    return recalled(ButtonValue.read(str(view.get("private_metadata"))).guard, fields)


def _notice(lines: Sequence[Line]) -> list[Block]:
    return [rich(*lines)] if lines else []
