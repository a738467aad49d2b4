"""What things are called, in the organisation's own words where its model has them."""

from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.policy import (
    AreaId,
    Audience,
    Policy,
    Role,
    RouteId,
    Severity,
    Slot,
    Target,
    TargetKind,
    TierId,
)
from bot.rendering.lines import Line, Person, Place, Strong, line
from bot.rendering.text import fit, listed, one_line

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


def title(incident: Incident, limit: int = 150) -> str:
    """Give an incident's title on one line; an empty one still has something to read."""
    return fit(one_line(incident.title), limit) or "(no title)"


def heading(incident: Incident) -> str:
    """Name an incident by number and title."""
    return f"{label(incident.id)} {title(incident)}"


def status_name(incident: Incident, policy: Policy) -> str:
    """Say where an incident stands, as the start of a line."""
    word = policy.status_name(incident.status)
    return word[:1].upper() + word[1:]


def audience_name(audience: Audience, policy: Policy) -> str:
    """Say who is spoken to."""
    setting = policy.audiences.get(audience)
    return (setting and setting.name) or _AUDIENCES[audience][0]


def owed(audience: Audience, policy: Policy) -> str:
    """Say what an audience waits for."""
    setting = policy.audiences.get(audience)
    return f"update for {setting.name}" if setting and setting.name else _AUDIENCES[audience][1]


def role_name(role: Role, policy: Policy) -> str:
    """Say what somebody does in an incident."""
    setting = policy.roles.get(role)
    return (setting and setting.name) or _ROLES[role]


def target_name(target: str, policy: Policy) -> str:
    """Say whom a step of the path calls; several stand with a plus between them."""
    team = policy.team(target)
    if team is not None:
        return team.name
    try:
        parsed = Target.parse(target)
    except ValueError:
        return target
    match parsed.kind:
        case TargetKind.DECLARER:
            return "the person who declared"
        case TargetKind.ROLE:
            return f"the {role_name(Role(parsed.name), policy)}" if parsed.name in tuple(Role) else target
        case TargetKind.ROTATION | TargetKind.SCHEDULE:
            return f"{parsed.name} on call"
        case _:
            return parsed.name


def takes_command(target: str, policy: Policy) -> bool:
    """Whether the model lets whoever answers for this tier take over as commander."""
    tier = policy.tiers.get(TierId(target))
    return tier is not None and tier.command


def next_step(incident: Incident, policy: Policy) -> str | None:
    """Name whom an escalation calls if everybody can be reached; None when the path ends here."""
    path = policy.paths.get(incident.path) if incident.path else None
    place = incident.rung.step + 1 if incident.rung else 0
    if path is None or incident.path_ended or place >= len(path.steps):
        return None
    sources = path.steps[place].page
    return listed([s.text if isinstance(s, Slot) else target_name(str(s), policy) for s in sources])


def category_name(incident: Incident, policy: Policy) -> str:
    """Say what kind of problem it is."""
    route = policy.routes.get(RouteId(incident.category))
    return route.name if route else incident.category


def area_name(incident: Incident, policy: Policy) -> str:
    """Say which part of the system is affected."""
    area = policy.areas.get(AreaId(incident.area))
    return area.name if area else incident.area


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
