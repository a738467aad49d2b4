"""Which part of the support model a log entry follows."""

from collections.abc import Mapping

from bot.domain.climbing import part_of, place_of
from bot.domain.events import (
    AskReturned,
    BackupAsked,
    BridgeAsked,
    CommandMissing,
    Declared,
    Entry,
    Event,
    GivenToNextDay,
    HandoffDue,
    ItemTicked,
    ItemUnticked,
    LeftForNextDay,
    OfferLapsed,
    OfPhases,
    OfTargets,
    Paged,
    PassedOver,
    PathEnded,
    PresenceAsked,
    PromiseMade,
    Reminded,
    RoleAssigned,
    SeverityChanged,
    Triggered,
    Unanswered,
    Unmet,
    Verified,
)
from bot.domain.incident import Incident
from bot.domain.policy import Audience, Policy

_ALWAYS: dict[type[Event], str] = {
    BackupAsked: "command.backup",
    BridgeAsked: "incident.bridge_asked_of",
    CommandMissing: "command.no_commander_every",
    HandoffDue: "command.handoff_after",
    OfferLapsed: "command.offer_lapses_after",
    PresenceAsked: "command.silent_after",
    Verified: "verification",
}
"""What follows the same part of every model."""


def rule_of(entry: Entry, incident: Incident, policy: Policy) -> str | None:
    """Name the part of the model that a log entry follows, as `paths.climb.steps.1`; None for what people decided."""
    if isinstance(entry.event, OfTargets):
        return entry.event.rule
    if isinstance(entry.event, OfPhases):
        return None if isinstance(entry.event, ItemTicked | ItemUnticked) else entry.event.rule
    match entry.event:
        case Declared(severity=severity) | SeverityChanged(severity=severity):
            return f"severities.{severity}"
        case Paged(rule=rule) if rule:
            return rule
        case Paged(step=step):
            return place_of(policy, incident.path, step) if incident.path else None
        case Triggered(rule=rule):
            return rule
        case Unanswered(rung=number):
            return next((rung.rule for rung in incident.ladder if rung.number == number), "") or None
        case PassedOver():
            return part_of(policy, incident.path) if incident.path else None
        case PathEnded():
            return f"{part_of(policy, incident.path)}.end" if incident.path else None
        case PromiseMade(audience=audience, why=why):
            return _clock(incident, policy, audience, why)
        case Reminded(audience=audience):
            promise = incident.promise(audience)
            return _clock(incident, policy, audience, promise.why if promise else "")
        case LeftForNextDay(rule=rule) | GivenToNextDay(rule=rule):
            return rule
        case AskReturned(why=Unmet.NOT_ACCEPTED | Unmet.SILENT):
            return "asks.accept_within"
        case RoleAssigned(why=why) if why:
            return f"severities.{incident.severity}.responder_stays_as_comms"
        case event:
            return _ALWAYS.get(type(event))


def source_of(policy: Policy, rule: str) -> str | None:
    """Say which section of the organisation's document a part of the model names as its source, or one around it."""
    part: object = policy
    source = None
    for name in rule.split("."):
        part = _inside(part, name)
        source = getattr(part, "source", None) or source
    return source


def _inside(part: object, name: str) -> object:
    if isinstance(part, Mapping):
        return part.get(name)
    if isinstance(part, tuple):
        return part[int(name)]
    return getattr(part, name, None)


def _clock(incident: Incident, policy: Policy, audience: Audience, why: str) -> str:
    clocks = f"severities.{incident.severity}.clocks"
    for place, clock in enumerate(policy.severities[incident.severity].clocks):
        if clock.audience is audience and clock.rule == why:
            return f"{clocks}.{place}"
    return clocks
