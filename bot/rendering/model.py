"""What a support model says, in plain sentences, severity by severity and tier by tier."""

from collections.abc import Iterable, Iterator

from bot.domain.policy import Clock, EscalationPath, Limit, Policy, RoomKind, Severity, Slot, Start, Step, Team, Tier
from bot.rendering.consequences import STARTS, length
from bot.rendering.names import audience_name, severity_label, step_name, target_name
from bot.rendering.text import listed


def text(policy: Policy) -> str:
    """Say the whole model; each part names the file and line it stands in."""
    lines = [f"{policy.name}, revision {policy.revision}", ""]
    for severity in policy.severities.values():
        lines += [*_severity(severity, policy), ""]
    for team in (*policy.tiers.values(), *policy.teams.values()):
        lines += [*_team(team, policy), ""]
    lines += [f"Still open: {slot.path}: {slot.text} ({slot.owner})" for slot in policy.open_slots]
    return "\n".join(lines).rstrip() + "\n"


def _severity(severity: Severity, policy: Policy) -> Iterator[str]:
    yield f"{severity_label(severity)}: {severity.definition} ({policy.origin(f'severities.{severity.id}')})"
    yield from _if(severity.declare_when, "  Declare it when: {}.")
    yield from _if(severity.do_not_declare, "  Do not declare: {}.")
    path = policy.path_of(severity.id)
    if path is None:
        yield "  Nobody is paged."
    else:
        yield from _path(path, severity, policy)
    yield f"  {_room(severity, policy)}"
    yield from _if([target_name(str(target), policy) for target in severity.mention], "  Named there: {}.")
    yield from (f"  {_clock(clock)}" for clock in severity.clocks)
    for name in ("ack", "response", "mitigation", "resolution"):
        yield from _if(map(limit_text, getattr(severity.targets, name)), f"  Time to {_GOALS[name]}: {{}}.")
    if severity.postmortem.required:
        due = f" within {length(severity.postmortem.due)}" if severity.postmortem.due else ""
        yield f"  A post-mortem is held{due}."


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


def _team(team: Team, policy: Policy) -> Iterator[str]:
    origin = policy.origin(f"{policy.section_of(team.id)}.{team.id}")
    yield f"{team.name} ({team.id}, {origin})"
    yield from _if(team.scope, "  Answers for: {}.")
    people = [source.text if isinstance(source, Slot) else str(source) for source in team.who]
    yield f"  Who: {listed(people) if people else 'nobody'}."
    yield from _if(team.answers, "  Answers only in hours of these kinds: {}.")
    yield from _if(team.reduced_in, "  With reduced service in: {}.")
    yield from _if(map(limit_text, team.response), "  Answers within: {}.")
    if isinstance(team, Tier):
        yield from _if(team.authority, "  May: {}.")
        yield from _if(team.forbidden, "  May not: {}.")
        yield from _if([one.what for one in team.prerequisites], "  Nobody takes it before: {}.")
        yield from _if(
            [one.text if isinstance(one, Slot) else str(one) for one in team.signed_off], "  Signed off before: {}."
        )
        if team.command:
            yield "  Takes over as incident commander when it acknowledges."


def limit_text(limit: Limit) -> str:
    """Say within what time, and where that holds."""
    if isinstance(limit.within, Slot):
        return f"(still open: {limit.within.text})"
    where = [
        *([listed(limit.severities)] if limit.severities else []),
        *([listed([one.replace("_", " ") for one in limit.hours])] if limit.hours else []),
        *([listed(limit.tags)] if limit.tags else []),
        *([limit.through] if limit.through else []),
    ]
    most = f", {length(limit.maximum)} at most" if limit.maximum else ""
    return f"{length(limit.within)}{most}{_in_brackets(where)}"


def _if(words: Iterable[str], sentence: str) -> Iterator[str]:
    said = list(words)
    if said:
        yield sentence.format("; ".join(said))


def _in_brackets(words: list[str]) -> str:
    return f" ({', '.join(words)})" if words else ""
