"""What a support model says of a severity, in plain sentences."""

from collections.abc import Iterator

from bot.domain.policy import Clock, EscalationPath, Policy, RoomKind, Severity, Start, Step
from bot.rendering.consequences import STARTS, length
from bot.rendering.model.phrases import headed, limit_text, said_if
from bot.rendering.names import audience_name, severity_label, step_name, target_name
from bot.rendering.postmortem import postmortem_text
from bot.rendering.text import listed


def severity_lines(severity: Severity, policy: Policy) -> Iterator[str]:
    """Say how bad it is, whom it pages, where it is run and what is promised."""
    yield headed(f"{severity_label(severity)}: {severity.definition}", f"severities.{severity.id}", policy)
    yield from said_if(severity.examples, "  Such as: {}.")
    yield from said_if(severity.aliases, "  Also called: {}.")
    yield from said_if(severity.declare_when, "  Declare it when: {}.")
    yield from said_if(severity.do_not_declare, "  Do not declare: {}.")
    path = policy.path_of(severity.id)
    if path is None:
        yield "  Nobody is paged."
    else:
        yield from _path(path, severity, policy)
    yield f"  {_room(severity, policy)}"
    yield from said_if([target_name(str(target), policy) for target in severity.mention], "  Named there: {}.")
    yield from (f"  {_clock(clock)}" for clock in severity.clocks)
    for name in ("ack", "response", "mitigation", "resolution"):
        yield from said_if(map(limit_text, getattr(severity.targets, name)), f"  Time to {_GOALS[name]}: {{}}.")
    if severity.all_hands:
        yield "  Everybody stays until it is resolved."
    if severity.ticket:
        yield "  It gets a ticket."
    if severity.postmortem.required:
        yield f"  {postmortem_text(severity.postmortem, policy)}"


_GOALS = {"ack": "acknowledge", "response": "respond", "mitigation": "mitigate", "resolution": "resolve"}


def _path(path: EscalationPath, severity: Severity, policy: Policy) -> Iterator[str]:
    steps = [s for s in path.steps if not s.when or any(not w.severity or severity.id in w.severity for w in s.when)]
    if not policy.pages(severity.id):
        yield "  Nobody is paged at declaration."
    for step in steps:
        yield f"  {'Pages' if step.automatic else 'Escalated by hand, pages'} {_step(step, severity, policy)}."
    yield f"  At the end: {path.end}"


def _step(step: Step, severity: Severity, policy: Policy) -> str:
    waits = [*step.wait] or [
        limit for source in step.page if (team := policy.team(str(source))) for limit in team.response
    ]
    fitting = [limit for limit in waits if not limit.severities or severity.id in limit.severities]
    always = not step.when or any(when.is_about_severity for when in step.when)
    only = "" if always else ", where its condition holds"
    wait = f", who have {' or '.join(map(limit_text, fitting))} to acknowledge" if fitting else ""
    return f"{step_name(step, policy)}{only}{wait}"


def _room(severity: Severity, policy: Policy) -> str:
    shown = listed([policy.channels[key].name for key in severity.announce])
    announced = f", announced in {shown}" if severity.announce else ""
    match severity.room.kind:
        case RoomKind.OWN:
            where = "Run in a channel of its own"
        case RoomKind.THREAD:
            channel = severity.room.channel
            where = f"Run in a thread of {policy.channels[channel].name}" if channel else "Run in a thread"
        case RoomKind.NONE:
            where = f"Logged in {policy.channels[severity.log_in].name}" if severity.log_in else "Logged"
    extras = [name for name, on in (("a bridge", severity.bridge), ("the status page", severity.status_page)) if on]
    return f"{where}{announced}{f', with {listed(extras)}' if extras else ''}."


def _clock(clock: Clock) -> str:
    start = "" if clock.starts is Start.DECLARED else f" after {STARTS[clock.starts]}"
    first = f"within {length(clock.first)}{start}" if str(clock.first) != "0m" else f"at once{start}"
    every = f", then every {length(clock.every)}" if clock.every else ""
    most = f", {length(clock.maximum)} at most" if clock.maximum else ""
    return f"{audience_name(clock.audience)}: word {first}{every}{most} ({clock.rule})."
