"""What things are called, in the organisation's own words where its model has them."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.escalation import following
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.people import SLACK_ID
from bot.domain.policy import (
    AreaId,
    Audience,
    CustomerTierId,
    Policy,
    Role,
    RotationId,
    RouteId,
    Severity,
    Slot,
    Step,
    Target,
    TargetKind,
    TierId,
)
from bot.domain.standing_in import StandsIn
from bot.domain.words import one_line
from bot.rendering.lines import Line, Person, Place, Strong, Theirs, line, people
from bot.rendering.text import fit, listed

_NAME_LIMIT = 60  # a model's names may be long; a line on a phone is not

_AUDIENCES = {
    Audience.INTERNAL: ("Internal", "internal update"),
    Audience.EXTERNAL: ("External", "external update"),
    Audience.EXECUTIVES: ("Executives", "executive update"),
    Audience.STATUS_PAGE: ("Status page", "status page note"),
}
_ROLES = {
    Role.COMMANDER: "incident commander",
    Role.DEPUTY: "deputy",
    Role.COMMS: "comms lead",
    Role.SCRIBE: "scribe",
    Role.OPS: "ops",
}


def severity_of(incident: Incident, policy: Policy) -> Severity:
    """Find what the model says about the severity of an incident."""
    return policy.severities[incident.severity]


def severity_name(incident: Incident, policy: Policy) -> str:
    """Say how bad an incident is, by the severity's id and its name: `P1 Major`."""
    return severity_label(severity_of(incident, policy))


def severity_label(severity: Severity) -> str:
    """Name a severity; an id that its name repeats stands once."""
    told = severity.id.casefold() in severity.name.casefold()
    return short(severity.name if told else f"{severity.id} {severity.name}")


def title(incident: Incident, limit: int = 150) -> str:
    """Give an incident's title on one line; an empty one still has something to read."""
    return fit(one_line(incident.title), limit) or "(no title)"


def heading(incident: Incident) -> str:
    """Name an incident by number and title."""
    return f"{label(incident.id)} {title(incident)}"


def status_name(incident: Incident, policy: Policy) -> str:
    """Say where an incident stands, as the start of a line."""
    return capital(short(policy.status_name(incident.status)))


def audience_name(audience: Audience) -> str:
    """Say who is spoken to."""
    return _AUDIENCES[audience][0]


def owed(audience: Audience) -> str:
    """Say what an audience waits for."""
    return _AUDIENCES[audience][1]


def known_as(audience: Audience, policy: Policy) -> str:
    """Say who an audience is here, where the model says more than its kind does."""
    setting = policy.audiences.get(audience)
    own = short(setting.name) if setting and setting.name else ""
    own = own[:1].lower() + own[1:] if own[1:2].islower() else own  # it stands inside a sentence
    return "" if own.casefold() == audience_name(audience).casefold() else own


def role_name(role: Role, policy: Policy) -> str:
    """Say what somebody does in an incident."""
    setting = policy.roles.get(role)
    return short((setting and setting.name) or _ROLES[role])


def target_name(target: str, policy: Policy) -> str:
    """Say whom a step of the path calls."""
    team, parsed = policy.team(target), _parsed(target)
    if team is not None:
        return short(team.name)
    if parsed is None:
        return short(target)
    match parsed.kind:
        case TargetKind.DECLARER:
            return "the person who declared"
        case TargetKind.PERSON if SLACK_ID.fullmatch(parsed.name):
            return "the next person"
        case TargetKind.ROLE:
            return f"the {role_name(Role(parsed.name), policy)}" if parsed.name in tuple(Role) else target
        case TargetKind.ROTATION | TargetKind.SCHEDULE:
            return f"{parsed.name} on call"
        case _:
            return parsed.name


def rotation_name(rotation: str, policy: Policy) -> str:
    """Say a rotation as people call it."""
    found = policy.rotations.get(RotationId(rotation))
    return short((found and found.name) or rotation)


def group_name(target: str, policy: Policy) -> str | None:
    """Name the tier or group that was called; None when it was one person, whose own name says more."""
    parsed = _parsed(target)
    one = parsed is not None and parsed.kind in (TargetKind.DECLARER, TargetKind.PERSON)
    return None if one else target_name(target, policy)


def called(target: str, who: Iterable[str], policy: Policy) -> Line:
    """Name a tier together with those of it who were called."""
    group = group_name(target, policy)
    return line(Strong(group), " (", people(who), ")") if group else people(who)


def takes_command(target: str, policy: Policy) -> bool:
    """Whether the model lets whoever answers for this tier take over as commander."""
    tier = policy.tiers.get(TierId(target))
    return tier is not None and tier.command


def next_step(incident: Incident, policy: Policy, *, at: datetime, by_hand: bool) -> str | None:
    """Name whom an escalation at that moment calls, if they can be reached; None when the path ends here."""
    step = following(incident, policy, by_hand=by_hand, at=at)
    return step_name(step, policy) if step else None


def step_name(step: Step, policy: Policy) -> str:
    """Name everybody a step of the path calls; an open place by what it waits for."""
    return listed([short(s.text) if isinstance(s, Slot) else target_name(str(s), policy) for s in step.page])


def still_open(text: str, owner: str) -> Line:
    """Say what the model still waits for, and from whom."""
    return line("Open in the model: ", Theirs(text, 150), " (", Theirs(owner or "no owner", 60), ").")


def standing_in(one: StandsIn) -> Line:
    """Say who is on duty by an override, and in whose place."""
    for_whom = line(" for ", Person(one.instead_of)) if one.instead_of else ()
    why = line(" (", Theirs(one.why, 100), ")") if one.why else ()
    return line(Person(one.person), " stands in", for_whom, why, ".")


def category_name(incident: Incident, policy: Policy) -> str:
    """Say what kind of problem it is."""
    route = policy.routes.get(RouteId(incident.category))
    return short(route.name) if route else incident.category


def area_name(incident: Incident, policy: Policy) -> str:
    """Say which part of the system is affected."""
    area = policy.areas.get(AreaId(incident.area))
    return short(area.name) if area else incident.area


def customer_name(customer: str, policy: Policy) -> str:
    """Say which group of customers it concerns."""
    group = policy.customers.get(CustomerTierId(customer))
    return short(group.name) if group else customer


def summed_up(incident: Incident, policy: Policy) -> Line:
    """Say the most that the first words of a notification can."""
    state = f" ({severity_name(incident, policy)}, {status_name(incident, policy).lower()}): "
    return line(name(incident), state, Theirs(title(incident)))


def commander(incident: Incident) -> Line:
    """Say who is in command; the person who declared stands in until somebody takes it."""
    if incident.commander:
        return line(Person(incident.commander))
    return line(Person(incident.declared.by), " (acting)")


def where(incident: Incident) -> Line | None:
    """Say where in Slack the incident is run, once there is such a place."""
    if incident.room is None:
        return None
    channel = Place(incident.room.channel)
    return line("a thread in ", channel) if incident.room.thread else line(channel)


def name(incident: Incident) -> Strong:
    """Name an incident by its number, standing out."""
    return Strong(label(incident.id))


def capital(words: str) -> str:
    """Begin a line with these words."""
    return words[:1].upper() + words[1:]


def short(word: str) -> str:
    """Cut a name of the model's to what a line on a phone holds."""
    return fit(one_line(word), _NAME_LIMIT)


def _parsed(target: str) -> Target | None:
    try:
        return Target.parse(target)
    except ValueError:
        return None
