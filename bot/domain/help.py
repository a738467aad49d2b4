"""What has to be said, and checked, before a tier or a vendor is called; and who speaks to customers meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.climbing import path_of, standing
from bot.domain.coverage import reached
from bot.domain.errors import UnknownTeam
from bot.domain.incident import Incident
from bot.domain.people import Directory, PersonId
from bot.domain.policy import (
    CustomerTierId,
    KnownAs,
    Policy,
    Role,
    Target,
    TargetKind,
    Template,
    TemplateKind,
    Tier,
    TierId,
    Vendor,
)
from bot.domain.searching import nearest

VENDOR_TICKET = "Vendor's ticket"

_VENDOR = "vendor:"


@dataclass(frozen=True, kw_only=True)
class Helper:
    """Somebody to call for help: a tier, a team, or a vendor outside."""

    id: str
    name: str
    vendor: Vendor | None = None
    tier: Tier | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something an escalation has to say; `name` is its blank in the template, where it stands in one."""

    label: str
    name: str = ""
    required: bool = True
    known_as: KnownAs | None = None
    choices: tuple[str, ...] = ()


def helpers(policy: Policy) -> tuple[Helper, ...]:
    """List everybody who can be called: tiers first, then teams, then vendors."""
    tiers = (Helper(id=tier.id, name=tier.name, tier=tier) for tier in policy.tiers.values() if _answers(tier))
    teams = (Helper(id=team.id, name=team.name) for team in policy.teams.values())
    return (*tiers, *teams, *(_vendor(policy, vendor) for vendor in policy.vendors.values()))


def helper_named(policy: Policy, word: str) -> Helper | None:
    """Find whom somebody means, by id or name, however it is capitalised."""
    wanted = word.strip().casefold()
    outside = policy.tiers.get(TierId(wanted))
    if outside and outside.vendors:
        wanted = f"{_VENDOR}{outside.vendors[0]}"
    return next(
        (one for one in helpers(policy) if wanted in (one.id, one.id.removeprefix(_VENDOR), one.name.casefold())), None
    )


def helper_of(policy: Policy, word: str) -> Helper:
    """Find whom somebody means, or refuse with those there are."""
    found = helper_named(policy, word)
    if found is None:
        known = helpers(policy)
        near = nearest(known, word, lambda one: (one.id, one.name))
        raise UnknownTeam(word=word, known=tuple(one.id for one in known), nearest=near[0].id if near else None)
    return found


def next_helper(incident: Incident, policy: Policy) -> Helper | None:
    """Find whom the path calls next: the tier or team of its next step."""
    path = path_of(policy, incident.path)
    for step in path.steps[standing(incident, policy) + 1 :] if path else ():
        for source in step.page:
            if (
                isinstance(source, Target)
                and source.kind is TargetKind.TIER
                and (found := helper_named(policy, source.name))
            ):
                return found
    return None


def template_for(policy: Policy, helper: Helper) -> Template | None:
    """Find the text an escalation to a tier is written in; a vendor gets what its tier asks for."""
    if helper.vendor:
        return None
    return next((t for t in policy.templates.values() if t.kind is TemplateKind.ESCALATION), None)


def questions(policy: Policy, helper: Helper) -> tuple[Question, ...]:
    """List what an escalation has to say: the blanks of its text, then what the tier asks for besides."""
    template = template_for(policy, helper)
    blanks = [
        Question(label=b.label, name=b.name, required=b.required, known_as=b.known_as, choices=b.choices)
        for b in (template.fields if template else ())
    ]
    said = " ".join(blank.label.casefold() for blank in blanks)
    asked = [
        Question(label=line)
        for line in (helper.tier.asks_for if helper.tier else ())
        if not _covered(line, said) and not (helper.vendor and "vendor ticket" in line.casefold())
    ]
    return (*([Question(label=VENDOR_TICKET)] if helper.vendor else []), *blanks, *asked)


def check_first(helper: Helper) -> tuple[str, ...]:
    """List what is checked before somebody is called."""
    page = helper.vendor.status_page if helper.vendor else None
    lines = helper.tier.check_first if helper.tier else ()
    return tuple(f"{line} ({page})" if page and "status page" in line.casefold() else line for line in lines)


def asks(policy: Policy, helper: Helper) -> bool:
    """Say whether anything has to be said or checked before somebody is called."""
    return helper.vendor is not None or bool(check_first(helper)) or any(q.required for q in questions(policy, helper))


def spokespeople(incident: Incident, policy: Policy, directory: Directory, *, at: datetime) -> tuple[PersonId, ...]:
    """Name who speaks to customers: the comms lead, else the owner of this group of customers, else the commander."""
    if holder := incident.roles.get(Role.COMMS):
        return (holder,)
    group = policy.customers.get(CustomerTierId(incident.customer))
    owners = (reached(policy, owner, at, directory).people for owner in (group.owner if group else ()))
    return tuple(dict.fromkeys(person for people in owners for person in people)) or (incident.acting,)


def _answers(tier: Tier) -> bool:
    return not tier.self_service and not tier.vendors


def _vendor(policy: Policy, vendor: Vendor) -> Helper:
    tier = next((tier for tier in policy.tiers.values() if vendor.id in tier.vendors), None)
    return Helper(id=f"{_VENDOR}{vendor.id}", name=vendor.name, vendor=vendor, tier=tier)


def _covered(line: str, said: str) -> bool:
    return any(words in said for words in _parts(line))


def _parts(line: str) -> Iterator[str]:
    words = line.casefold().split()
    yield " ".join(words)
    yield " ".join(words[:2])
