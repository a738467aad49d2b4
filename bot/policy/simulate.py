"""What would happen: an incident run by the engine's own decisions on a clock that only jumps, with nobody in Slack."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.domain import command, escalation
from bot.domain.declaring import Declaration, declare
from bot.domain.effects import effects_of
from bot.domain.effects.effect import of_an_incident
from bot.domain.errors import Refusal
from bot.domain.events import Entry, RoomOpened
from bot.domain.facets import Facet, facets_of
from bot.domain.firing import fire
from bot.domain.following import followed
from bot.domain.ids import ChannelId, IncidentId, MessageTs
from bot.domain.incident import Incident, apply, begin
from bot.domain.messages import Message
from bot.domain.naming import channel_name
from bot.domain.outcome import Outcome
from bot.domain.people import Directory, OnPaper, PersonId
from bot.domain.policy import CustomerTierId, Policy, RoomKind, RouteId, SeverityId
from bot.domain.rules import rule_of
from bot.domain.targets import Promised, Subject, promised
from bot.domain.timers import Timer, timers_for

DECLARER = PersonId("the declarer")
INCIDENT = IncidentId(1)
_MOST = 5_000  # entries; a model whose clocks run faster than that tells nothing more by going on


@dataclass(frozen=True, kw_only=True)
class Act:
    """What somebody of a tier that was paged does so long after declaration: acknowledge, or take command."""

    what: Literal["ack", "command"]
    tier: str
    after: timedelta


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What is supposed: an incident declared at a moment (UTC), and what people do until it has lasted so long."""

    severity: str
    at: datetime
    lasts: timedelta
    title: str = "Simulated"
    category: str = ""
    area: str = ""
    customer: str = ""
    tags: frozenset[str] = frozenset()
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One log entry of a simulated incident, as it stood after it, who is told of it, and by which rule."""

    entry: Entry
    incident: Incident
    messages: tuple[Message, ...]
    rule: str | None


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """A simulated incident from declaration on; `in_vain` are the acts that nobody could do, each with the reason."""

    scenario: Scenario
    happenings: tuple[Happening, ...]
    shown: tuple[Facet, ...]
    promised: tuple[Promised, ...]
    in_vain: tuple[tuple[Act, str], ...]


def simulate(policy: Policy, scenario: Scenario, directory: Directory | None = None) -> Simulation:
    """Run an incident as Conn would; a Refusal when it could not even be declared.

    Without a directory every name of the model is somebody; open slots are passed over as they are in earnest.
    """
    run = _Run(policy=policy, directory=directory or OnPaper(), scenario=scenario)
    run.begin()
    while (step := run.next_step()) is not None and len(run.log) < _MOST:
        step()
    first = run.log[0].incident
    about = Subject(
        severity=first.severity,
        customer=CustomerTierId(scenario.customer) if scenario.customer else None,
        category=RouteId(scenario.category) if scenario.category in policy.routes else None,
        tags=frozenset(first.tags),
    )
    return Simulation(
        scenario=scenario,
        happenings=tuple(run.log),
        shown=facets_of(first, policy),
        promised=promised(policy, about, since=scenario.at),
        in_vain=tuple(run.in_vain),
    )


class _Run:
    """The state of one run; every change of it is a decision of the domain."""

    def __init__(self, *, policy: Policy, directory: Directory, scenario: Scenario) -> None:
        self._policy = policy
        self._directory = directory
        self._scenario = scenario
        self._fired: set[str] = set()
        self._armed_since: dict[str, int] = {}
        self._acts = sorted(scenario.acts, key=lambda act: act.after)
        self.log: list[Happening] = []
        self.in_vain: list[tuple[Act, str]] = []

    def begin(self) -> None:
        """Declare, and let Slack open the room."""
        asked = Declaration(
            title=self._scenario.title,
            severity=self._scenario.severity,
            category=self._scenario.category,
            area=self._scenario.area,
            customer=self._scenario.customer,
            tags=self._scenario.tags,
        )
        at = self._scenario.at
        outcome = declare(INCIDENT, asked, self._policy, self._directory, by=DECLARER, at=at)
        self._keep(outcome if (opened := self._room(outcome.incident)) is None else outcome.then(opened, at=at))

    def next_step(self) -> "_Step | None":
        """Choose what happens next, a person's act before a timer of the same moment; None at the end of the time."""
        ends = self._scenario.at + self._scenario.lasts
        timer = min(self._armed(), key=lambda t: (t.due_at, self._armed_since[t.key], t.key), default=None)
        act = self._acts[0] if self._acts else None
        if act is not None and (timer is None or self._scenario.at + act.after <= timer.due_at):
            return _Step(self, act) if self._scenario.at + act.after <= ends else None
        return _Step(self, timer) if timer is not None and timer.due_at <= ends else None

    def fire(self, timer: Timer) -> None:
        """Let a timer's time come."""
        self._fired.add(timer.key)
        at = max(timer.due_at, self._now)
        self._keep(fire(timer, self._incident, self._policy, self._directory, late=None, at=at))

    def act(self, act: Act) -> None:
        """Let somebody do what the scenario says."""
        self._acts.remove(act)
        at = self._scenario.at + act.after
        rung = next((r for r in reversed(self._incident.ladder) if r.target == act.tier), None)
        if rung is None:
            self.in_vain.append((act, f"{act.tier} was not paged by then"))
            return
        try:
            outcome = self._acted(act, rung.people[0], rung.number, at)
            self._keep(followed(outcome, self._policy, self._directory, at=at))
        except Refusal as refused:
            self.in_vain.append((act, str(type(refused).__doc__).rstrip(".")))

    def _acted(self, act: Act, by: PersonId, rung: int, at: datetime) -> Outcome:
        if act.what == "ack":
            return escalation.acknowledge(self._incident, self._policy, by=by, rung=rung, at=at)
        return command.take(self._incident, by=by, instead_of=self._incident.commander, at=at)

    @property
    def _incident(self) -> Incident:
        return self.log[-1].incident

    @property
    def _now(self) -> datetime:
        return self.log[-1].entry.at

    def _armed(self) -> Iterator[Timer]:
        """List what should be armed; what fired stays ended, as it does in the store.

        Of two that are due at the same moment the one armed earlier comes first: each link of a chain of clocks is a
        little late.
        """
        for timer in timers_for(self._incident, self._policy):
            if timer.key not in self._fired:
                self._armed_since.setdefault(timer.key, len(self.log))
                yield timer

    def _keep(self, outcome: Outcome) -> None:
        before = self.log[-1].incident if self.log else None
        for entry in outcome.entries:
            after = apply(before, entry) if before else begin(INCIDENT, entry)
            messages = tuple(of_an_incident(effect.message) for effect in effects_of(before, entry, after))
            rule = rule_of(entry, after, self._policy)
            self.log.append(Happening(entry=entry, incident=after, messages=messages, rule=rule))
            before = after

    def _room(self, incident: Incident) -> RoomOpened | None:
        room = self._policy.severities[SeverityId(incident.severity)].room
        if room.kind is RoomKind.NONE:
            return None
        if room.kind is RoomKind.THREAD and room.channel:
            name = self._policy.channels[room.channel].name
            return RoomOpened(channel=ChannelId(name), name=name, thread=MessageTs("1"))
        name = channel_name(self._policy.incident.channel_name, INCIDENT, incident.title, incident.severity)
        return RoomOpened(channel=ChannelId(f"#{name}"), name=name)


@dataclass(frozen=True)
class _Step:
    run: _Run
    what: Timer | Act

    def __call__(self) -> None:
        """Let it happen."""
        if isinstance(self.what, Act):
            self.run.act(self.what)
        else:
            self.run.fire(self.what)
