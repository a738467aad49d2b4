"""What Conn itself does is held to the authority matrix, and to who may use it at all, at the moment of doing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.authority import permission
from bot.domain.errors import BadField, LedByAnother, NotAllowed
from bot.domain.events import AuthorityWaived, BeyondAuthority
from bot.domain.incident import Incident
from bot.domain.membership import led_by, people_of, tiers_of
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Action, Deed, Enforcement, Policy, Role, TargetKind, Tier
from bot.domain.words import one_line

DECISIONS = frozenset({Deed.CHANGE_SEVERITY, Deed.ESCALATE, Deed.RESOLVE})
"""What an executive leaves to whoever has command, or takes command for."""

WAIVED_FOR = timedelta(minutes=10)
"""How long a reason given in an emergency holds."""


@dataclass(frozen=True, kw_only=True)
class Beyond:
    """What somebody may not do: the rule of the model that says so, and whom it names instead."""

    deed: str
    rule: str
    may: tuple[str, ...]


def beyond(
    policy: Policy, deed: Deed | None, person: PersonId, directory: Directory, incident: Incident | None = None
) -> Beyond | None:
    """Say why somebody may not do something (None: act at all); None when they may, or the model does not say."""
    section = "declare" if deed is Deed.DECLARE else "act"
    named = policy.access.declare if deed is Deed.DECLARE else policy.access.act
    if named and person not in people_of(policy, named, directory):
        return Beyond(deed=deed or section, rule=f"access.{section}", may=tuple(map(str, named)))
    rows = [row for row in policy.authority.values() if deed and row.deed is deed]
    if not rows or any(_may(row, policy, person, directory, incident) for row in rows):
        return None
    roles = (f"{TargetKind.ROLE}:{role}" for role in rows[0].roles)
    return Beyond(deed=rows[0].id, rule=f"authority.{rows[0].id}", may=(*rows[0].allowed, *rows[0].leads, *roles))


def refuse_beyond(
    policy: Policy, deeds: Iterable[Deed], person: PersonId, directory: Directory, incident: Incident, *, at: datetime
) -> tuple[Beyond, ...]:
    """Give what is beyond somebody's authority and let happen all the same; NotAllowed where the model denies it.

    LedByAnother to an executive who decides over whoever has command. A reason that they gave on the incident's record
    lets them do anything for a while.
    """
    of = (None, *deeds)
    waived = any(one.by == person and at < one.until for one in incident.waivers)
    if DECISIONS & set(of) and not waived:
        _refuse_executive(policy, person, directory, incident)
    found = tuple(dict.fromkeys(one for deed in of if (one := beyond(policy, deed, person, directory, incident))))
    if found and policy.access.enforcement is Enforcement.DENY and not waived:
        raise NotAllowed(incident=incident.id, rule=found[0].rule, may=found[0].may)
    return () if waived else found


def refuse_declaring(
    policy: Policy, person: PersonId, directory: Directory, *, because: str
) -> tuple[BeyondAuthority, ...]:
    """Give what of a declaration is beyond somebody's authority; NotAllowed where that is denied without a reason."""
    found = beyond(policy, Deed.DECLARE, person, directory)
    if found is None:
        return ()
    if policy.access.enforcement is Enforcement.DENY and not one_line(because):
        raise NotAllowed(incident=None, rule=found.rule, may=found.may)
    return (BeyondAuthority(**vars(found), why=one_line(because)),)


def refuse_outside(policy: Policy, deed: Deed, person: PersonId, directory: Directory) -> None:
    """Hold somebody to the matrix for what belongs to no incident, and so to no record of one; NotAllowed if denied."""
    found = beyond(policy, deed, person, directory)
    if found and policy.access.enforcement is Enforcement.DENY:
        raise NotAllowed(incident=None, rule=found.rule, may=found.may)


def noted(outcome: Outcome, found: Iterable[Beyond], *, by: PersonId, at: datetime) -> Outcome:
    """Keep on the record what was beyond somebody's authority; of what changed nothing, nothing."""
    if not outcome.entries:
        return outcome
    return outcome.then(*(BeyondAuthority(**vars(one)) for one in found), at=at, by=by)


def waive(incident: Incident, *, why: str, by: PersonId, at: datetime) -> Outcome:
    """Let somebody do what the model leaves to others, for a while and for a reason; refused without one."""
    words = one_line(why)
    if not words:
        raise BadField(field="Reason", why="Say why it cannot wait for somebody who may.")
    return unchanged(incident).then(AuthorityWaived(why=words, until=at + WAIVED_FOR), at=at, by=by)


def _refuse_executive(policy: Policy, person: PersonId, directory: Directory, incident: Incident) -> None:
    commander = incident.commander
    tiers = [policy.team(tier) for tier in tiers_of(policy, person, directory)]
    if commander and commander != person and tiers and all(isinstance(one, Tier) and one.executive for one in tiers):
        raise LedByAnother(incident=incident.id, commander=commander)


def _may(row: Action, policy: Policy, person: PersonId, directory: Directory, incident: Incident | None) -> bool:
    roles = {role for role, holder in incident.roles.items() if holder == person} if incident else set()
    if incident and person == incident.acting:
        roles.add(Role.COMMANDER)
    tiers, leads = tiers_of(policy, person, directory), led_by(policy, person, directory)
    return bool(roles & set(row.roles)) or permission(row, tiers, leads=leads).allowed
