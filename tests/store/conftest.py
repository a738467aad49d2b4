"""An empty, migrated database of each kind for every test."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.durations import Deadline
from bot.domain.events import Declared, Event
from bot.domain.ids import IncidentId
from bot.domain.outcome import declared, unchanged
from bot.domain.policy import CommandSettings, Policy, Room, Severity, SeverityId
from store import incidents
from store.database import Database
from store.record import record
from tests.postgres import fresh

KINDS = ("sqlite", "postgres")


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest) -> str:
    """A migrated database without a row."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with fresh(request.getfixturevalue("postgres_server")) as made:
        yield made


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = Database(url, test_clock=True)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def policy() -> Policy:
    severities = {
        SeverityId(name): Severity(
            id=SeverityId(name), rank=rank, name=name, definition="how bad", room=Room(), announce=()
        )
        for rank, name in enumerate(("P1", "P2", "P3"), start=1)
    }
    patient = CommandSettings(no_commander_every=Deadline.parse("1h"))
    return Policy(name="test", severities=severities, command=patient, text="name: test", revision="r1")


class Story:
    """Declares incidents and lets things happen to them, each in a transaction of its own."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self.database = database
        self.policy = policy

    async def declare(self, *events: Event, severity: str = "P1", private: bool = False) -> IncidentId:
        event = Declared(
            title="Checkout is down",
            severity=SeverityId(severity),
            path=None,
            policy_revision=self.policy.revision,
            private=private,
        )
        async with self.database.begin() as tx:
            incident = await incidents.next_id(tx)
            begun = declared(incident, event, at=tx.now, by="UANA")
            await record(tx, begun.then(*events, at=tx.now), self.policy)
        return incident

    async def happens(self, incident: IncidentId, *events: Event, by: str = "UANA") -> None:
        async with self.database.begin(patience=timedelta(seconds=30)) as tx:
            now = await incidents.load(tx, incident)
            assert now is not None
            await record(tx, unchanged(now).then(*events, at=tx.now, by=by), self.policy)


@pytest.fixture
def story(database: Database, policy: Policy) -> Story:
    return Story(database, policy)
