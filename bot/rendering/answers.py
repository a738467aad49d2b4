"""Private answers to what somebody typed or pressed: what is now so, and what comes next."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.channel_choice import channels_for, misplaced
from bot.domain.help import Helper
from bot.domain.ids import IncidentId, label
from bot.domain.incident import Incident
from bot.domain.people import PersonId
from bot.domain.policy import Audience, Policy, Role, RoomKind
from bot.domain.words import one_line
from bot.rendering import buttons
from bot.rendering.blocks import Block, plain, section
from bot.rendering.card import card
from bot.rendering.drawn import Drawn
from bot.rendering.due import due_next, next_call, unanswered
from bot.rendering.lines import At, Line, Link, Person, Strong, Theirs, as_much, line, people, rich, spoken, written
from bot.rendering.names import (
    called,
    capital,
    commander,
    known_as,
    name,
    owed,
    role_name,
    severity_name,
    severity_of,
    short,
    status_name,
    title,
    where,
)
from bot.rendering.phases import phase_line
from bot.rendering.postmortem import after_lines
from bot.rendering.replies import reply
from bot.rendering.text import fit, listed, span
from bot.rendering.vendors import vendor_line

_LISTED = 20
_PICKED = 10


def declared(incident: Incident, policy: Policy, *, typed_in: str = "") -> Drawn:
    """Say that the incident is recorded and where it will be run; who typed it in a wrong channel reads which is right.

    `typed_in` is that channel's name, without #.
    """
    first = line(Strong(f"{label(incident.id)} ({severity_name(incident, policy)}) is declared: "), _title(incident))
    return reply(first, _opens(incident, policy), _belongs(incident, policy, typed_in))


def _opens(incident: Incident, policy: Policy) -> Line:
    if here := where(incident):
        return line("It is run in ", here, ".")
    severity = severity_of(incident, policy)
    match severity.room.kind:
        case RoomKind.NONE:
            logged = f"It is logged in {short(policy.channels[severity.log_in].name)}" if severity.log_in else ""
            return line(f"{logged or 'It is logged'}; this severity has no channel.")
        case RoomKind.THREAD:
            return line("Its thread opens now; you get a message with the link.")
        case RoomKind.OWN:
            return line("Its channel opens now; you are invited first.")


def _belongs(incident: Incident, policy: Policy, typed_in: str) -> Line:
    """Say where something this bad belongs, to somebody who is where it does not."""
    wrong = misplaced(policy, incident.severity, typed_in)
    if wrong is None:
        return ()
    right = [short(channel.name) for channel in channels_for(policy, incident.severity)]
    instead = f"goes to {listed(right)}" if right else "goes elsewhere"
    return line(f"For the next time: {incident.severity} {instead}, not to {short(wrong.name)}.")


def acknowledged(incident: Incident, policy: Policy) -> Drawn:
    """Say that the calls have stopped, and what is owed first."""
    on = "The latest call still waits for an answer." if unanswered(incident) else "Nobody further is called."
    first = line("You acknowledged ", name(incident), f". {on}")
    if incident.commander is None:
        return reply(first, _due(incident, policy), line("Nobody has command yet."), buttons=(_take(incident),))
    return reply(first, _due(incident, policy), line("IC: ", commander(incident), "."))


def in_command(incident: Incident, policy: Policy) -> Drawn:
    """Say that command is theirs, and what they owe first."""
    setting = policy.roles.get(Role.COMMANDER)
    does = line("Here that means: ", Theirs(listed(setting.does), 600), ".") if setting and setting.does else ()
    return reply(line("You are incident commander of ", name(incident), "."), _due(incident, policy), does)


def offered(incident: Incident, to: PersonId) -> Drawn:
    """Say that somebody was asked, and that nothing has changed yet."""
    return reply(
        line("Asked ", people([to]), " to take command of ", name(incident), ". They have it when they press.")
    )


def escalated(incident: Incident, policy: Policy) -> Drawn:
    """Say who is being called, and until when they have."""
    rung = incident.rung
    if rung is None:
        return reply(line(name(incident), " has nobody to call."))
    following = next_call(incident, policy)
    wait = line("If nobody acknowledges, ", following.what, " at ", At(following.at), ".") if following else ()
    return reply(line("Calling ", called(rung.target, rung.people, policy), " for ", name(incident), "."), wait)


def stood_down(incident: Incident) -> Drawn:
    """Say that nobody further is called by itself."""
    return reply(line(name(incident), " is stood down: nobody further is called by itself."))


def help_asked(incident: Incident, policy: Policy, helper: Helper) -> Drawn:
    """Say who is being called; of a vendor, when they are asked again."""
    if helper.vendor is None:
        newest = incident.ladder[-1]
        return reply(line("Calling ", called(newest.target, newest.people, policy), " for ", name(incident), "."))
    return reply(line(Strong(helper.name), " is noted for ", name(incident), "."), *map(vendor_line, incident.vendors))


def resolved(incident: Incident, policy: Policy) -> Drawn:
    """Say that the clocks stopped, and offer the last step."""
    lasted = f" after {span(incident.over.at - incident.declared.at)}" if incident.over else ""
    first = line(name(incident), f" is resolved{lasted}. Nobody is called any more.")
    return reply(first, _due(incident, policy), *after_lines(incident, policy), buttons=(buttons.close(incident),))


def closed(incident: Incident) -> Drawn:
    """Say that the incident is done with."""
    return reply(line(name(incident), " is closed. Its channel and its timeline stay."))


def updated(incident: Incident, policy: Policy, audiences: tuple[Audience, ...]) -> Drawn:
    """Say who was given word, and when the next is due."""
    given = [owed(audience) for audience in audiences]
    return reply(line("Recorded for ", name(incident), f": {', '.join(given)}."), _due(incident, policy))


def snoozed(incident: Incident, policy: Policy, audience: Audience) -> Drawn:
    """Say until when it is quiet, and that the deadline has not moved."""
    promise = incident.promise(audience)
    until = line(" until ", At(promise.remind_at)) if promise else ()
    return reply(
        line(f"The reminder for the {_named(audience, policy)} is quiet", until, ". Its deadline stays on the record.")
    )


def handoff_put_off(incident: Incident) -> Drawn:
    """Say until when nobody asks again."""
    until = line(" It comes up again at ", At(incident.handoff_at), ".") if incident.handoff_at else ()
    return reply(line(commander(incident), " stays in command of ", name(incident), ".", until))


def waived(incident: Incident, policy: Policy, audience: Audience) -> Drawn:
    """Say which clock stopped, and how it starts again."""
    stopped = line(f"No {_named(audience, policy)} is needed for ", name(incident), ". The clock has stopped.")
    return reply(stopped, line("An update that names a next time starts it again."))


def assigned(incident: Incident, policy: Policy, role: Role, to: PersonId) -> Drawn:
    """Say who has a role now."""
    return reply(line(Person(to), " is ", Strong(capital(role_name(role, policy))), " of ", name(incident), "."))


def severity_changed(incident: Incident, policy: Policy) -> Drawn:
    """Say how bad it is now, and what is due because of that."""
    return reply(line(name(incident), f" is {severity_name(incident, policy)} now."), _due(incident, policy))


def status_changed(incident: Incident, policy: Policy) -> Drawn:
    """Say where the work stands now."""
    return reply(line(name(incident), f" is {status_name(incident, policy).lower()} now."), _due(incident, policy))


def bridge(incident: Incident) -> Drawn:
    """Show the bridge, or how to set one."""
    if incident.bridge is None:
        return reply(line(name(incident), " has no bridge. To set one: bridge https://…"))
    return reply(line("Bridge of ", name(incident), ": ", Link(incident.bridge)))


def noted(incident: Incident) -> Drawn:
    """Say that it is in the timeline."""
    return reply(line("It is in the timeline of ", name(incident), "."))


def reopened(incident: Incident, policy: Policy) -> Drawn:
    """Say that it runs again."""
    return reply(line(name(incident), " is open again; its clocks are back."), _due(incident, policy))


def cancelled(incident: Incident) -> Drawn:
    """Say that it was no incident."""
    return reply(line(name(incident), " is cancelled. Nobody is called or reminded any more; the record stays."))


def nothing_due(incident: Incident) -> Drawn:
    """Say that there is nothing to snooze."""
    return reply(line("Nothing is owed for ", name(incident), " now, so there is nothing to snooze."))


def open_incidents(incidents: Sequence[Incident], policy: Policy, command: str = "/incident") -> Drawn:
    """List what is open, worst first."""
    if not incidents:
        return _nothing_open(command)
    ranked = sorted(incidents, key=lambda i: (severity_of(i, policy).rank, i.id))
    lines = [_listed(incident, policy) for incident in ranked[:_LISTED]]
    if len(ranked) > _LISTED:
        lines.append(line(f"and {len(ranked) - _LISTED} more."))
    return reply(line(Strong(f"Open incidents: {len(ranked)}")), *lines)


def summary(incident: Incident, policy: Policy, now: datetime) -> Drawn:
    """Show one incident with everything that can be done to it: the control panel, and `show INC-12`."""
    drawn = card(incident, policy, now)
    here = where(incident)
    if here is None:
        return drawn
    run = line("It is run in ", here, ".")
    heading, *blocks = drawn.blocks
    first, *further = drawn.text.split("\n")
    return Drawn(as_much((first, written(run), *further)), (heading, rich(run), *blocks))


def pick(
    open_ones: Sequence[tuple[IncidentId, str]], *, action: str | None = None, command: str = "/incident"
) -> Drawn:
    """Offer the open incidents to somebody who is in none's channel; with an `action`, one press does it."""
    if not open_ones:
        return _nothing_open(command)
    asked = line("This channel belongs to no incident. Which one do you mean?")
    how = line(f"Or add its number, such as {label(open_ones[0][0])}, to your command.")
    rows = [_choice(incident, words, action) for incident, words in open_ones[:_PICKED]]
    names = [line(f"{label(incident)}: ", Theirs(words, 100)) for incident, words in open_ones[:_PICKED]]
    if len(open_ones) > _PICKED:
        names.append(line(f"and {len(open_ones) - _PICKED} more."))
    said = spoken(asked, *names, how)
    return Drawn(said, (rich(asked), *rows, rich(*names[_PICKED:], how)))


def _nothing_open(command: str) -> Drawn:
    declare = line("To declare one: ", Strong(f"{command} declare"), ".")
    return reply(line("There is no open incident."), declare, buttons=(buttons.open_declare(),))


def _choice(incident: IncidentId, words: str, action: str | None) -> Block:
    described = plain(f"{label(incident)} {fit(one_line(words), 100)}")
    return section(described, buttons.press(action, incident) if action else None)


def _listed(incident: Incident, policy: Policy) -> Line:
    facts = f" {severity_name(incident, policy)}, {status_name(incident, policy).lower()}: "
    here = where(incident)
    return line(
        name(incident), facts, _title(incident), ". IC: ", commander(incident), *((". ", *here) if here else ())
    )


def _due(incident: Incident, policy: Policy) -> Line:
    first = next(iter(due_next(incident, policy)), None)
    return line("Next: ", first.what, " by " if first.owed else " at ", At(first.at), ".") if first else ()


def _named(audience: Audience, policy: Policy) -> str:
    here = known_as(audience, policy)
    return f"{owed(audience)} ({here})" if here else owed(audience)


def _title(incident: Incident) -> Theirs:
    return Theirs(title(incident))


def _take(incident: Incident) -> Block:
    return buttons.take_command(incident, primary=True)


def checklist(incident: Incident, policy: Policy) -> Drawn:
    """Say which phase an incident is in and what is still to be done in it; boxes are ticked where it is run."""
    if not policy.phases:
        return reply(line(Strong(policy.name), " has no phases, so ", name(incident), " has no list."))
    lines: list[Line] = []
    for phase in incident.phases:
        if phase.is_over and not any(item.required for item in phase.left):
            continue
        lines.append(line(Strong("Not done: " if phase.is_over else "Phase: "), phase_line(phase)))
        lines += [line("To do: ", Theirs(item.do)) for item in phase.left]
    where_from = (
        line("Tick what is done where the phase was announced, ", here, ".") if (here := where(incident)) else ()
    )
    return reply(line("Lists of ", name(incident), ":"), *(lines or [line("Nothing is left to do.")]), where_from)
