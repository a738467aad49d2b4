"""The pinned card of an incident: what it is, who has it, what is due next, and what can be done now."""

from datetime import datetime

from bot.domain.incident import Incident
from bot.domain.policy import Policy, Role, Status
from bot.rendering import buttons
from bot.rendering.asks import asked_lines
from bot.rendering.blocks import Block, actions, divider, header
from bot.rendering.drawn import Drawn
from bot.rendering.due import call_line, due_line, due_next, unanswered
from bot.rendering.facts import known
from bot.rendering.lines import At, Line, Link, Person, Place, Strong, Theirs, line, people, quoted, rich, spoken
from bot.rendering.names import (
    area_name,
    capital,
    category_name,
    commander,
    customer_name,
    heading,
    next_step,
    role_name,
    severity_name,
    severity_of,
    status_name,
    summed_up,
)
from bot.rendering.phases import current, phase_line
from bot.rendering.vendors import vendor_line

_DUE_SHOWN = 2
_CALLS_SHOWN = 3


def card(incident: Incident, policy: Policy, now: datetime) -> Drawn:
    """Draw the card as things are `now`; buttons that no longer apply are gone."""
    facts = [
        *_state(incident, policy),
        *_due(incident, policy),
        *_people(incident, policy),
        *_calls(incident, policy),
        *map(vendor_line, incident.vendors),
        *asked_lines(incident),
    ]
    details = _details(incident, policy)
    blocks: list[Block] = [header(heading(incident)), rich(*facts), divider(), rich(*details)]
    if incident.last_update:
        blocks += [rich(line(Strong("Last update"))), quoted(incident.last_update)]
    blocks += [actions(*row) for row in _buttons(incident, policy, now)]
    return Drawn(spoken(summed_up(incident, policy), *facts, *details, *_last(incident)), tuple(blocks))


def _buttons(incident: Incident, policy: Policy, now: datetime) -> list[list[Block]]:
    """Offer all that can be done now, at most five in a row: what drives it on above, what corrects it below."""
    if incident.status is Status.RESOLVED:
        owed = [buttons.post_update(incident)] if incident.promises else []
        return [[*owed, buttons.plain_press(buttons.REOPEN, incident), buttons.close(incident)]]
    if not incident.is_open:
        return []
    changes = (buttons.STATUS, buttons.SEVERITY, buttons.NOTE)
    return [_driving(incident, policy, now), [buttons.plain_press(action, incident) for action in changes]]


def _driving(incident: Incident, policy: Policy, now: datetime) -> list[Block]:
    """Offer what drives it on; the one thing to do first is the primary button."""
    waits, further = unanswered(incident), next_step(incident, policy, at=now, by_hand=True)
    return [
        *([buttons.acknowledge(incident, incident.rung.number if incident.rung else 0)] if waits else []),
        *([] if incident.commander else [buttons.take_command(incident, primary=not waits)]),
        buttons.post_update(incident),
        *([buttons.escalate(incident, further)] if further else []),
        *([buttons.plain_press(buttons.HAND_OVER, incident)] if incident.commander else []),
        buttons.resolve(incident, policy),
    ]


def _state(incident: Incident, policy: Policy) -> list[Line]:
    severity = severity_of(incident, policy)
    since = incident.status_since or incident.declared.at
    command = line(Strong("IC: "), commander(incident))
    if incident.commander is None and incident.is_open:
        command = line(command, ", nobody has taken command")
    return [
        line(Strong("Severity: "), f"{severity_name(incident, policy)}, ", Theirs(severity.definition)),
        line(Strong("Status: "), status_name(incident, policy), " since ", At(since, "date_time"), _ended(incident)),
        command,
        *([line(Strong("Bridge: "), Link(incident.bridge))] if incident.bridge else []),
    ]


def _people(incident: Incident, policy: Policy) -> list[Line]:
    return [
        *(
            line(Strong(f"{capital(role_name(role, policy))}: "), Person(holder))
            for role, holder in incident.roles.items()
            if role is not Role.COMMANDER
        ),
        *(line(Strong("Phase: "), phase_line(phase)) for phase in current(incident)),
    ]


def _ended(incident: Incident) -> Line:
    return line(" by ", Person(incident.over.by)) if incident.over and not incident.is_open else ()


def _calls(incident: Incident, policy: Policy) -> list[Line]:
    if not incident.ladder:
        return _nobody_called(incident, policy)
    shown = incident.ladder[-_CALLS_SHOWN:]
    lines = [line(Strong("In charge: "), call_line(shown[-1], policy))]
    lines += [line("Before: ", call_line(rung, policy)) for rung in reversed(shown[:-1])]
    if incident.stood_down and incident.is_open:
        lines.append(line("Stood down by ", Person(incident.stood_down.by), " at ", At(incident.stood_down.at), "."))
    if incident.path_ended and incident.is_open:
        lines.append(line("Nobody is left to call on this path."))
    return lines


def _nobody_called(incident: Incident, policy: Policy) -> list[Line]:
    if policy.pages(incident.severity):
        return []
    named = line(Strong("For: "), people(incident.mentions))
    called = line(Strong("Called: "), f"nobody, {severity_name(incident, policy)} pages no one")
    return [*([named] if incident.mentions else []), called, *_answered(incident)]


def _answered(incident: Incident) -> list[Line]:
    done = incident.acknowledged
    return [line("Acknowledged by ", Person(done.by), " at ", At(done.at))] if done else []


def _due(incident: Incident, policy: Policy) -> list[Line]:
    shown = due_next(incident, policy)[:_DUE_SHOWN]
    return [line(Strong("Next: " if n == 0 else "Then: "), due_line(due)) for n, due in enumerate(shown)]


def _details(incident: Incident, policy: Policy) -> list[Line]:
    stated = (
        ("Summary", Theirs(incident.summary, 1000)),
        ("Customers affected", Theirs(incident.customers)),
        ("Customer tier", Theirs(customer_name(incident.customer, policy))),
        ("Ticket", Link(incident.ticket)),
        ("Category", Theirs(category_name(incident, policy))),
        ("Area", Theirs(area_name(incident, policy))),
    )
    lines = [
        line(Strong(f"{name}: "), part)
        for name, part in stated
        if (part.url if isinstance(part, Link) else part.text).strip()
    ]
    lines += known(incident, policy)
    if incident.is_open:
        lines += _asked_of_it(incident, policy)
    if incident.private:
        lines.append(line("Private: only its members see it."))
    return [*lines, _declared(incident)]


def _asked_of_it(incident: Incident, policy: Policy) -> list[Line]:
    """Say what this severity asks for besides the work."""
    severity = severity_of(incident, policy)
    return [
        *([line(Strong("Ticket: "), "none yet")] if severity.ticket and not incident.ticket else []),
        *([line("Everybody stays until it is resolved.")] if severity.all_hands else []),
    ]


def _declared(incident: Incident) -> Line:
    origin = line(", from a message in ", Place(incident.origin.channel)) if incident.origin else ()
    at = At(incident.declared.at, "date_time")
    return line("Declared by ", Person(incident.declared.by), ", ", at, origin)


def _last(incident: Incident) -> list[Line]:
    return [line("Last update: ", Theirs(incident.last_update, 1000))] if incident.last_update else []
