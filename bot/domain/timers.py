"""Which clocks should be running for an incident, worked out from its state alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain import next_day, triggers, unheard
from bot.domain.command import handoff_due_at
from bot.domain.facets import has_room
from bot.domain.first_responder import investigates_until
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident, Promise
from bot.domain.phase_clocks import moments
from bot.domain.policy import Policy
from bot.domain.presence import asks_at as presence_clock
from bot.domain.target_clocks import next_stage


class TimerKind(StrEnum):
    """What happens when a timer is due."""

    ESCALATE = "escalate"
    NO_COMMANDER = "no_commander"
    PROMISE = "promise"
    HANDOFF = "handoff"
    TARGET = "target"
    PHASE = "phase"
    INVESTIGATE = "investigate"
    NEXT_DAY = "next_day"
    TRIGGER = "trigger"
    VENDOR = "vendor"
    PRESENCE = "presence"
    OFFER = "offer"
    ASK = "ask"
    PHONE = "phone"


@dataclass(frozen=True, kw_only=True)
class Timer:
    """One thing that is due at `due_at` (UTC) unless the incident moves on first.

    `subject` says what of its kind it concerns: the rung of the ladder, the call for a commander, the audience, the
    commander who may be tired, the rule's place in the model, the number of the ask.
    """

    key: str
    incident: IncidentId
    kind: TimerKind
    generation: int
    due_at: datetime
    subject: str
    why: str


def timers_for(incident: Incident, policy: Policy) -> tuple[Timer, ...]:
    """Name every timer that should be armed; whoever records an outcome arms these and cancels the rest."""
    return (
        *_escalation(incident),
        *_triggers(incident, policy),
        *_vendors(incident),
        *_commander(incident, policy),
        *_phones(incident),
        *_presence(incident, policy),
        *_offer(incident),
        *_handoff(incident, policy),
        *_asks(incident),
        *(_promise(incident, promise) for promise in incident.promises),
        *_targets(incident),
        *_phases(incident, policy),
        *_investigation(incident, policy),
        *_next_day(incident, policy),
    )


def _escalation(i: Incident) -> tuple[Timer, ...]:
    climbing = [rung for rung in (i.rung,) if rung and not i.path_ended]
    waiting = [*climbing, *(rung for rung in i.ladder if rung.beside)] if i.is_open else []
    return tuple(
        Timer(
            key=f"inc:{i.id}/escalate/g{i.generation}/r{rung.number}",
            incident=i.id,
            kind=TimerKind.ESCALATE,
            generation=i.generation,
            due_at=rung.next_at,
            subject=str(rung.number),
            why=f"{rung.target} has not acknowledged",
        )
        for rung in waiting
        if rung.next_at is not None and not rung.acknowledged
    )


def _phones(i: Incident) -> Iterator[Timer]:
    for phone, due_at in unheard.waiting(i):
        yield Timer(
            key=f"inc:{i.id}/phone/g{i.generation}/{phone.target}/r{phone.rung}",
            incident=i.id,
            kind=TimerKind.PHONE,
            generation=i.generation,
            due_at=due_at,
            subject=phone.target,
            why="nobody answers a call that the pager took",
        )


def _triggers(i: Incident, policy: Policy) -> tuple[Timer, ...]:
    return tuple(
        Timer(
            key=f"inc:{i.id}/trigger/g{i.generation}/{place}/{int(moment.timestamp() * 1000)}",
            incident=i.id,
            kind=TimerKind.TRIGGER,
            generation=i.generation,
            due_at=moment,
            subject=place,
            why="a rule of the model may hold by now",
        )
        for place, moment in triggers.waiting(i, policy)
    )


def _vendors(i: Incident) -> tuple[Timer, ...]:
    return tuple(
        Timer(
            key=f"inc:{i.id}/vendor/g{i.generation}/{case.place}/t{case.chased + 1}",
            incident=i.id,
            kind=TimerKind.VENDOR,
            generation=i.generation,
            due_at=case.chase_at,
            subject=case.vendor,
            why=f"{case.name} was not heard of",
        )
        for case in i.vendors
        if i.is_open and case.chase_at
    )


def _commander(i: Incident, policy: Policy) -> tuple[Timer, ...]:
    if not i.is_open or i.commander or not has_room(i, policy):
        return ()
    times = i.commander_asked + 1
    begun = i.reopened_at or i.declared.at
    due_at = i.ask_commander_at or begun + policy.command.no_commander_every.elapsed
    return (
        Timer(
            key=f"inc:{i.id}/no_commander/g{i.generation}/t{times}",
            incident=i.id,
            kind=TimerKind.NO_COMMANDER,
            generation=i.generation,
            due_at=due_at,
            subject=str(times),
            why="nobody is incident commander",
        ),
    )


def _presence(i: Incident, policy: Policy) -> Iterator[Timer]:
    due_at, presence = presence_clock(i, policy), i.presence
    if due_at is not None and presence is not None:
        yield Timer(
            key=f"inc:{i.id}/presence/g{i.generation}/s{presence.seq}/t{bool(presence.asked) + len(presence.backups)}",
            incident=i.id,
            kind=TimerKind.PRESENCE,
            generation=i.generation,
            due_at=due_at,
            subject=str(i.commander),
            why="nothing was heard of the incident commander",
        )


def _offer(i: Incident) -> Iterator[Timer]:
    offer = i.offer
    if i.is_open and offer is not None and offer.lapses_at is not None:
        yield Timer(
            key=f"inc:{i.id}/offer/g{i.generation}/s{offer.seq}",
            incident=i.id,
            kind=TimerKind.OFFER,
            generation=i.generation,
            due_at=offer.lapses_at,
            subject=str(offer.to),
            why="command was offered and nobody answered",
        )


def _handoff(i: Incident, policy: Policy) -> tuple[Timer, ...]:
    due_at = handoff_due_at(i, policy)
    if due_at is None:
        return ()
    place = f"c{i.tenures}/t{i.handoff_asked + 1}/s{i.handoff_put_off}"
    return (
        Timer(
            key=f"inc:{i.id}/handoff/g{i.generation}/{place}",
            incident=i.id,
            kind=TimerKind.HANDOFF,
            generation=i.generation,
            due_at=due_at,
            subject=str(i.commander),
            why="the incident commander has had command for long",
        ),
    )


def _asks(i: Incident) -> Iterator[Timer]:
    for ask in i.open_asks if i.is_open else ():
        if ask.next_at is not None:
            yield Timer(
                key=f"inc:{i.id}/ask/g{i.generation}/n{ask.n}/s{ask.turned}",
                incident=i.id,
                kind=TimerKind.ASK,
                generation=i.generation,
                due_at=ask.next_at,
                subject=str(ask.n),
                why=f"somebody was asked for something, and it is {ask.stage}",
            )


def _promise(i: Incident, promise: Promise) -> Timer:
    warns = promise.warn_at is not None and not (promise.warned or promise.reminders or promise.snoozes)
    place = f"n{promise.n}/{'ahead' if warns else f't{promise.reminders + 1}/s{promise.snoozes}'}"
    return Timer(
        key=f"inc:{i.id}/promise/g{i.generation}/{promise.audience}/{place}",
        incident=i.id,
        kind=TimerKind.PROMISE,
        generation=i.generation,
        due_at=promise.warn_at if warns and promise.warn_at else promise.remind_at,
        subject=str(promise.audience),
        why=promise.why,
    )


def _targets(i: Incident) -> Iterator[Timer]:
    for target in i.targets:
        if (following := next_stage(i, target)) is not None:
            stage, due_at = following
            yield Timer(
                key=f"inc:{i.id}/target/g{i.generation}/{target.goal}/s{target.seq}/{stage}",
                incident=i.id,
                kind=TimerKind.TARGET,
                generation=i.generation,
                due_at=due_at,
                subject=target.name,
                why=target.terms.rule,
            )


def _phases(i: Incident, policy: Policy) -> Iterator[Timer]:
    for moment in moments(i, policy):
        yield Timer(
            key=f"inc:{i.id}/phase/g{i.generation}/{moment.phase}/{moment.what}/{moment.at:%Y%m%dT%H%M%S.%f}",
            incident=i.id,
            kind=TimerKind.PHASE,
            generation=i.generation,
            due_at=moment.at,
            subject=moment.phase,
            why=f"phases.{moment.phase}",
        )


def _investigation(i: Incident, policy: Policy) -> Iterator[Timer]:
    if (until := investigates_until(i, policy)) is not None:
        yield Timer(
            key=f"inc:{i.id}/investigate/g{i.generation}/{i.severity}",
            incident=i.id,
            kind=TimerKind.INVESTIGATE,
            generation=i.generation,
            due_at=until,
            subject=i.severity,
            why=f"severities.{i.severity}.investigate_for",
        )


def _next_day(i: Incident, policy: Policy) -> Iterator[Timer]:
    left = i.next_day
    if left is not None and not i.next_day_given and next_day.waits(i, policy):
        yield Timer(
            key=f"inc:{i.id}/next_day/{left.target}",
            incident=i.id,
            kind=TimerKind.NEXT_DAY,
            generation=i.generation,
            due_at=left.at,
            subject=left.target,
            why=left.rule,
        )
