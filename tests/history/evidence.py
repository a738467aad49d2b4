"""Everything that is known about a story when it is over."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select

from bot.domain.change_control import ModelChange
from bot.domain.events import Entry, RoomLost
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.rota.events import DutyEntry
from bot.sandbox import Channel, Message, Sandbox
from bot.sandbox.pagerduty import PagerDuty
from store import check, duty, greetings, incidents, model_changes, timers
from store.codec import incident_from
from store.database import Transaction
from store.models import EffectRow, InboxRow, IncidentRow, SurfaceRow, TimerRow

if TYPE_CHECKING:
    from tests.world import World


@dataclass(frozen=True, kw_only=True)
class Case:
    """One incident: as it is, the model it runs on, its log, and the rows that belong to it."""

    incident: Incident
    policy: Policy
    log: list[Entry]
    effects: dict[str, Row[Any]]
    surfaces: dict[str, Row[Any]]
    timers: list[Row[Any]]

    def __str__(self) -> str:
        return f"INC-{self.incident.id}"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Slack's and (where it is used) PagerDuty's log and state, Conn's database and Conn's log records."""

    sandbox: Sandbox
    pagerduty: PagerDuty | None
    cases: list[Case]
    of_none: dict[str, Row[Any]]
    duty_log: list[DutyEntry]
    model_log: list[tuple[int, ModelChange]]
    inbox: dict[str, Row[Any]]
    greeted: str | None
    now: datetime
    overdue: timedelta
    stored_problems: list[str]
    records: list[logging.LogRecord]

    @property
    def bot(self) -> str:
        """Give Conn's own id in Slack."""
        return self.sandbox.bot_user_id

    def effect(self, key: str) -> Row[Any] | None:
        """Find the message of this key in the store."""
        return next((case.effects[key] for case in self.cases if key in case.effects), None) or self.of_none.get(key)

    def room(self, case: Case) -> Channel | None:
        """Find where an incident is run; an archived channel takes nothing any more, and shows what it did."""
        room = case.incident.room
        place = self.sandbox.workspace.channels.get(room.channel) if room else None
        return None if place is None or place.archived else place

    @cached_property
    def lost(self) -> set[str]:
        """Name the channels that incidents were run in until somebody took them away."""
        return {entry.event.channel for case in self.cases for entry in case.log if isinstance(entry.event, RoomLost)}

    def places(self) -> list[Channel]:
        """List every conversation, direct messages included."""
        return list(self.sandbox.workspace.channels.values())

    def messages(self) -> Iterator[tuple[Channel, Message]]:
        """Walk what Conn said and can still be read, with where it stands."""
        for place in self.places():
            for message in place.posts:
                if message.user == self.bot:
                    yield place, message

    def whispers(self) -> Iterator[Message]:
        """Walk what Conn said to one person only."""
        for place in self.places():
            yield from place.ephemerals


async def gathered(world: "World") -> Evidence:
    """Read everything, in one snapshot of the database."""
    deps = world.bot.deps
    async with deps.database.read() as tx:

        async def policy_of(incident: Incident) -> Policy:
            return await deps.models.of(tx, incident)

        rows = (await tx.execute(select(IncidentRow).order_by(IncidentRow.id))).all()
        cases = [await _case(tx, incident_from(row.body), policy_of) for row in rows]
        return Evidence(
            sandbox=world.sandbox,
            pagerduty=world.pager,
            cases=cases,
            of_none={row.key: row for row in await tx.execute(select(EffectRow).where(EffectRow.incident.is_(None)))},
            duty_log=await duty.log(tx),
            model_log=await model_changes.last(tx, 100),
            inbox={row.key: row for row in await tx.execute(select(InboxRow))},
            greeted=await greetings.greeted(tx),
            now=tx.now,
            overdue=await timers.overdue(tx),
            stored_problems=[str(problem) for problem in await check.problems(tx, policy_of)],
            records=world.records,
        )


async def _case(tx: Transaction, incident: Incident, policy_of: Any) -> Case:
    def mine(row: Any) -> Any:
        return select(row).where(row.incident == incident.id)

    return Case(
        incident=incident,
        policy=await policy_of(incident),
        log=await incidents.log(tx, incident.id),
        effects={row.key: row for row in await tx.execute(mine(EffectRow).order_by(EffectRow.id))},
        surfaces={row.facet: row for row in await tx.execute(mine(SurfaceRow))},
        timers=list(await tx.execute(mine(TimerRow))),
    )
