"""Asking somebody out of turn for help, with what they have to know: a tier is paged, a vendor's ticket is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.calling import Calling, Cause
from bot.domain.chasing import follow_up_at
from bot.domain.errors import EscalatedMeanwhile, MoreNeeded, NobodyLeftToPage
from bot.domain.events import FactsChanged, HelpAsked, VendorCalled
from bot.domain.facts import fact
from bot.domain.guards import refuse_if_over
from bot.domain.help import VENDOR_TICKET, Helper, check_first, helper_of, questions, spokespeople
from bot.domain.incident import Incident
from bot.domain.jumping import jump
from bot.domain.outcome import Outcome, unchanged
from bot.domain.people import Directory, PersonId
from bot.domain.policy import ChannelKey, KnownAs, Policy, Slot, Step, Target, Vendor
from bot.domain.words import LONGEST, kept, one_line


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody says when they ask for help; `answers` by label, `checked` what was checked, `text` all of it.

    `seen_rung` is the call that was the last one when they decided.
    """

    helper: str
    reason: str
    answers: Mapping[str, str] = field(default_factory=dict)
    checked: frozenset[str] = frozenset()
    text: str = ""
    seen_rung: int | None = None


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """What asking somebody would do: who is paged and how long they wait, who is not there, who hears of it.

    `again_at` is when a vendor is asked again (UTC).
    """

    people: tuple[PersonId, ...] = ()
    skipped: tuple[str, ...] = ()
    wait: timedelta | None = None
    told: tuple[PersonId, ...] = ()
    again_at: datetime | None = None


def foreseen(incident: Incident, policy: Policy, directory: Directory, helper: Helper, *, at: datetime) -> Foreseen:
    """Work out what asking somebody for help would do now."""
    if helper.vendor:
        return Foreseen(again_at=follow_up_at(policy, helper.vendor.id, at))
    calling = Calling(incident=incident, policy=policy, directory=directory, at=at)
    wanted = (Target.parse(helper.id),)
    found = calling.found(wanted)
    return Foreseen(
        people=found.people,
        skipped=tuple(one.name for one in found.passed_over),
        wait=calling.wait(Step(page=wanted)),
        told=spokespeople(incident, policy, directory, at=at),
    )


def ask_help(
    incident: Incident, policy: Policy, directory: Directory, asked: Asked, *, by: PersonId, at: datetime
) -> Outcome:
    """Call a tier or a vendor out of turn; refused while something is missing that they have to know."""
    refuse_if_over(incident)
    helper = helper_of(policy, asked.helper)
    rung = incident.rung
    if asked.seen_rung is not None and rung and rung.number > asked.seen_rung:
        raise EscalatedMeanwhile(target=rung.target, at=rung.paged_at)
    if missing := _missing(policy, helper, asked):
        raise MoreNeeded(incident=incident.id, helper=helper.id, missing=missing)
    outcome = _ticket(unchanged(incident), policy, helper, asked, by=by, at=at)
    told = tuple(p for p in spokespeople(incident, policy, directory, at=at) if p != by)
    if helper.vendor:
        return outcome.then(_vendor_called(incident, policy, helper.vendor, asked, told, at), at=at, by=by)
    calling = Calling(incident=incident, policy=policy, directory=directory, at=at)
    wanted = (Target.parse(helper.id),)
    found = calling.found(wanted)
    if not found.people:
        raise NobodyLeftToPage(incident=incident.id, skipped=tuple((one.name, one.why) for one in found.passed_over))
    if asked.text or told:
        said = HelpAsked(target=helper.id, text=kept(asked.text), told=told, post_in=_posted(incident, policy))
        outcome = outcome.then(said, at=at, by=by)
    return jump(outcome, calling, wanted, Cause(why=one_line(asked.reason)[:LONGEST], by=by))


def _missing(policy: Policy, helper: Helper, asked: Asked) -> tuple[str, ...]:
    required = [one.label for one in questions(policy, helper) if one.required]
    unsaid = (name for name in required if not asked.answers.get(name, "").strip())
    return (*unsaid, *(what for what in check_first(helper) if what not in asked.checked))


def _ticket(outcome: Outcome, policy: Policy, helper: Helper, asked: Asked, *, by: PersonId, at: datetime) -> Outcome:
    """Keep a ticket that the incident did not have yet."""
    named = next((one for one in questions(policy, helper) if one.known_as is KnownAs.TICKET), None)
    ticket = fact(asked.answers.get(named.label, "")) if named else ""
    known = outcome.incident.ticket
    return outcome.then(FactsChanged(ticket=ticket), at=at, by=by) if ticket and not known else outcome


def _vendor_called(
    incident: Incident, policy: Policy, vendor: Vendor, asked: Asked, told: tuple[PersonId, ...], at: datetime
) -> VendorCalled:
    return VendorCalled(
        vendor=vendor.id,
        name=vendor.name,
        ticket=fact(asked.answers.get(VENDOR_TICKET, "")),
        contact="" if isinstance(vendor.contact, Slot) else vendor.contact,
        text=kept(asked.text or asked.reason),
        checked=tuple(sorted(asked.checked)),
        chase_at=follow_up_at(policy, vendor.id, at),
        told=told,
        post_in=_posted(incident, policy),
    )


def _posted(incident: Incident, policy: Policy) -> tuple[ChannelKey, ...]:
    """Say where escalations are posted; a private one nowhere."""
    place = policy.incident.escalations_in
    run_in = policy.severities[incident.severity].room.channel
    return (place,) if place and place != run_in and not incident.private else ()
