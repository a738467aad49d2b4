"""Every button: its label word for word, what it does, and what the person saw when they pressed it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from bot.domain.ids import IncidentId, label
from bot.domain.incident import Incident, Promise
from bot.domain.policy import Policy
from bot.domain.standing_asks import Ask, AskStage
from bot.domain.verifying import checks_for
from bot.rendering.blocks import Block, button, confirm
from bot.rendering.names import capital
from bot.rendering.text import fit, span

ACKNOWLEDGE = "acknowledge"
TAKE_COMMAND = "take_command"
ESCALATE = "escalate"
RESOLVE = "resolve"
POST_UPDATE = "post_update"
NO_CHANGE = "no_change"
SNOOZE = "snooze"
NOT_NEEDED = "not_needed"
HAND_WORD = "hand_word"
CLOSE = "close_incident"
REOPEN = "reopen"
CANCEL = "cancel_incident"
HAND_OVER = "hand_over"
SEVERITY = "change_severity"
STATUS = "change_status"
NOTE = "add_note"
SNOOZE_HANDOFF = "snooze_handoff"
PUT_OFF_HANDOFF = "put_off_handoff"
STILL_IN_COMMAND = "still_in_command"
DECLINE_COMMAND = "decline_command"
SHOW = "show"
ANYWAY = "do_anyway"
DECIDE = "decide"
SET_BRIDGE = "set_bridge"
OPEN_DECLARE = "open_declare"
DECLARE_ANYWAY = "declare_anyway"
FOLLOW_RULE = "follow_rule"
HEARD_FROM = "heard_from_vendor"
VENDOR_SOLVED = "vendor_solved"
STOP_CHASING = "stop_chasing"
ESCALATE_ON = "escalate_on"
ASK_ACCEPT = "accept_ask"
ASK_DECLINE = "decline_ask"
ASK_DONE = "ask_done"
ASK_MORE = "ask_more"
ASK_BLOCKED = "ask_blocked"
ASK_NOTE = "ask_note"
ASK_TAKE = "take_ask"
ASK_DROP = "drop_ask"
DECLINE_PAGE = "decline_page"
STAND_DOWN = "stand_down"

LABELS = {
    ACKNOWLEDGE: "Acknowledge",
    TAKE_COMMAND: "Take command",
    ESCALATE: "Escalate",
    RESOLVE: "Resolve",
    POST_UPDATE: "Post update",
    NOT_NEEDED: "Not needed",
    HAND_WORD: "Hand to someone",
    CLOSE: "Close",
    REOPEN: "Reopen",
    CANCEL: "Cancel incident",
    HAND_OVER: "Hand over",
    SEVERITY: "Change severity",
    STATUS: "Change status",
    NOTE: "Add note",
    PUT_OFF_HANDOFF: "Not needed",
    STILL_IN_COMMAND: "Still in command",
    DECLINE_COMMAND: "Decline",
    SHOW: "Show",
    SET_BRIDGE: "Set bridge",
    ANYWAY: "Do it anyway, because…",
    OPEN_DECLARE: "Declare incident",
    DECLARE_ANYWAY: "Declare another anyway",
    FOLLOW_RULE: "Call them",
    HEARD_FROM: "Heard from them",
    VENDOR_SOLVED: "Resolved by vendor",
    STOP_CHASING: "Stop chasing",
    ESCALATE_ON: "Call the next one too",
    ASK_ACCEPT: "Accept",
    ASK_DECLINE: "Can't",
    ASK_DONE: "Done",
    ASK_MORE: "5 more min",
    ASK_BLOCKED: "Blocked",
    ASK_NOTE: "With a note",
    ASK_TAKE: "I'll do it",
    ASK_DROP: "Not needed",
    DECLINE_PAGE: "Can't come",
    STAND_DOWN: "Stop",
}
TAKE_OVER = "Take over"
ACCEPT = "I have command"
PAGE_NEXT = "Page next now"
I_TAKE_IT = "I'll take it"

_VALUE_LIMIT = 2000  # https://docs.slack.dev/reference/block-kit/block-elements/button-element

_VALUE = re.compile(r"(?P<incident>[1-9]\d{0,8})(?::(?P<guard>[A-Za-z0-9_./-]{1,80}))?")


@dataclass(frozen=True, kw_only=True)
class ButtonValue:
    """What a button carries: its incident, and a `guard` that tells whether the presser's picture still holds.

    The guard is the number of the rung (acknowledge, escalate), who holds command (take command; empty for nobody), or
    `audience/n` of the promise (reminders), the place of a rule in the model (what it offers), the number of the ask.
    It grants nothing.
    """

    incident: IncidentId
    guard: str = ""

    def write(self) -> str:
        """Put it into a button."""
        return f"{self.incident}:{self.guard}" if self.guard else str(self.incident)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a button's value back; ValueError when nobody drew it so."""
        found = _VALUE.fullmatch(text)
        if found is None:
            raise ValueError("not the value of a button that Conn draws")
        return cls(incident=IncidentId(int(found["incident"])), guard=found["guard"] or "")


def press(action: str, incident: IncidentId, guard: str = "", *, primary: bool = False) -> Block:
    """Draw a button under its fixed label."""
    return button(
        LABELS[action],
        action,
        ButtonValue(incident=incident, guard=guard).write(),
        primary=primary,
        spoken=f"{LABELS[action]}, {label(incident)}",
    )


def acknowledge(incident: Incident, rung: int) -> Block:
    """Answer for this call of the ladder."""
    return press(ACKNOWLEDGE, incident.id, str(rung), primary=True)


def take_command(incident: Incident, *, primary: bool = False) -> Block:
    """Become incident commander in place of whoever is now."""
    return press(TAKE_COMMAND, incident.id, incident.commander or "", primary=primary)


def take_over(incident: IncidentId, holder: str) -> Block:
    """Take command from somebody of whom the presser now knows."""
    value = ButtonValue(incident=incident, guard=holder).write()
    return button(TAKE_OVER, TAKE_COMMAND, value, spoken=f"{TAKE_OVER} command of {label(incident)}")


def accept_command(incident: Incident) -> list[Block]:
    """Take the command one was offered, or leave it where it is."""
    value = ButtonValue(incident=incident.id, guard=incident.commander or "").write()
    accept = button(ACCEPT, TAKE_COMMAND, value, primary=True, spoken=f"{ACCEPT} of {label(incident.id)}")
    return [accept, press(DECLINE_COMMAND, incident.id)]


def escalate(incident: Incident, following: str) -> Block:
    """Call the next step, after saying whom that is."""
    rung = incident.rung.number if incident.rung else 0
    named = capital(fit(following, 200))
    question = confirm("Escalate now?", f"{named} is called at once.", "Escalate")
    return {**press(ESCALATE, incident.id, str(rung)), "confirm": question}


def ladder(incident: Incident, following: str | None) -> list[Block]:
    """Everything that can be done about a call that waits for an answer."""
    name, rung = label(incident.id), incident.rung.number if incident.rung else 0
    value = ButtonValue(incident=incident.id, guard=str(rung)).write()
    row = [button(I_TAKE_IT, ACKNOWLEDGE, value, primary=True, spoken=f"{I_TAKE_IT}, {name}")]
    if following:
        question = confirm("Page them now?", f"{capital(fit(following, 200))} is called at once.", "Page")
        row.append({**button(PAGE_NEXT, ESCALATE, value, spoken=f"{PAGE_NEXT}, {name}"), "confirm": question})
    stopping = confirm("Stop calling?", "Nobody further is called by itself; who was called may sleep on.", "Stop")
    return [*row, {**press(STAND_DOWN, incident.id, str(rung)), "confirm": stopping}]


def resolve(incident: Incident, policy: Policy) -> Block:
    """End the impact, after saying what stops; where the model wants checks, its form asks instead."""
    if checks_for(incident, policy):
        return press(RESOLVE, incident.id)
    question = confirm(
        f"Resolve {label(incident.id)}?",
        "Nobody is called any more, and the running clocks stop.",
        "Resolve",
    )
    return {**press(RESOLVE, incident.id), "confirm": question}


def post_update(incident: Incident, promise: Promise | None = None, *, primary: bool = False) -> Block:
    """Open the update form, with the promise's audience ticked where there is one."""
    return press(POST_UPDATE, incident.id, promise_guard(promise) if promise else "", primary=primary)


def open_declare(severity: str = "", title: str = "") -> Block:
    """Open the form that declares an incident, with these in it; it concerns none that exists."""
    return button(LABELS[OPEN_DECLARE], OPEN_DECLARE, fit(f"{severity}/{title}", _VALUE_LIMIT) if title else severity)


def declare_anyway(severity: str, title: str) -> Block:
    """Declare another incident with these words; it concerns none that exists."""
    return button(LABELS[DECLARE_ANYWAY], DECLARE_ANYWAY, fit(f"{severity}/{title}", _VALUE_LIMIT))


def to_declare(value: str) -> tuple[str, str]:
    """Read the severity and the title from the value of a button that declares, as far as they were given."""
    severity, _, title = value.partition("/")
    return severity, title


def close(incident: Incident) -> Block:
    """Say that nothing is left to do."""
    return press(CLOSE, incident.id)


def plain_press(action: str, incident: Incident) -> Block:
    """Draw a button that opens a form or needs no guard."""
    return press(action, incident.id)


def reminder(incident: Incident, policy: Policy, promise: Promise) -> list[Block]:
    """Everything that can be done about word that is due, the wished-for thing first."""
    guard = promise_guard(promise)
    value = ButtonValue(incident=incident.id, guard=guard).write()
    no_change = [button(no_change_label(promise.every), NO_CHANGE, value)] if promise.every else []
    return [
        post_update(incident, promise, primary=True),
        *no_change,
        button(_snooze_label(policy), SNOOZE, value),
        press(NOT_NEEDED, incident.id, guard),
    ]


def near(incident: Incident, promise: Promise) -> list[Block]:
    """Everything that can be done about word that is due soon."""
    guard = promise_guard(promise)
    value = ButtonValue(incident=incident.id, guard=guard).write()
    no_change = [button(no_change_label(promise.every), NO_CHANGE, value)] if promise.every else []
    return [post_update(incident, promise, primary=True), *no_change, press(HAND_WORD, incident.id, guard)]


def handoff(incident: Incident, policy: Policy) -> list[Block]:
    """Everything that can be done by somebody who has had command for long."""
    value = ButtonValue(incident=incident.id).write()
    return [
        press(HAND_OVER, incident.id, primary=True),
        button(_snooze_label(policy), SNOOZE_HANDOFF, value),
        press(PUT_OFF_HANDOFF, incident.id),
    ]


def of_ask(incident: IncidentId, ask: Ask) -> list[Block]:
    """Everything that can be said about an ask as it stands, the wished-for thing first."""
    shown = _OF_ASK.get(ask.stage, ())
    return [press(action, incident, str(ask.n), primary=action == shown[0]) for action in shown]


_OF_ASK = {
    AskStage.ASKED: (ASK_ACCEPT, ASK_DECLINE),
    AskStage.ACCEPTED: (ASK_DONE, ASK_BLOCKED, ASK_NOTE),
    AskStage.DUE: (ASK_DONE, ASK_MORE, ASK_BLOCKED, ASK_NOTE),
    AskStage.RETURNED: (ASK_TAKE, ASK_DROP),
}


def decide(incident: Incident, phase: str, choice: int, label_: str) -> Block:
    """Answer a phase's question with one of its choices."""
    value = ButtonValue(incident=incident.id, guard=f"{phase}/{choice}").write()
    drawn = button(fit(label_, 75), DECIDE, value, spoken=f"{fit(label_, 50)}, {label(incident.id)}")
    return {**drawn, "action_id": f"{DECIDE}/{choice}"}


def no_change_label(every: timedelta) -> str:
    """Promise the next word in one press."""
    return f"No change, next in {span(every)}"


def snooze_length(policy: Policy) -> timedelta:
    """Say how long the model lets a reminder be quiet."""
    return policy.reminders.snooze.elapsed


def _snooze_label(policy: Policy) -> str:
    return f"Snooze {span(snooze_length(policy))}"


def promise_guard(promise: Promise) -> str:
    """Name the promise a person saw: `audience/n`."""
    return f"{promise.audience}/{promise.n}"
