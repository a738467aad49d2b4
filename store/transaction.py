"""What one transaction may do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, ScalarResult
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction

from store.models import Row, table

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Wake(StrEnum):
    """Who may want to know of a commit: who delivers, who watches the clocks, and everybody who runs by the model."""

    DELIVERY = "delivery"
    CLOCK = "clock"
    MODEL = "model"


class Transaction:
    """One database transaction: `now` is its single reading of the clock (UTC), `writes` whether it may change any."""

    def __init__(self, connection: AsyncConnection, now: datetime, *, writes: bool) -> None:
        """Speak through a connection on which a transaction has begun."""
        self.connection = connection
        self.now = now
        self.writes = writes
        self.wakes: set[Wake] = set()

    @property
    def is_shared(self) -> bool:
        """Whether others may be writing at the same time, so that the order of locks matters: on Postgres."""
        return self.connection.dialect.name != "sqlite"

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        """Run one statement; with a list of parameters, once for each of them in one go."""
        return await self.connection.execute(statement, parameters)

    async def scalars(self, statement: Executable, parameters: Parameters | None = None) -> ScalarResult[Any]:
        """Run one statement and give the first column of every row."""
        return (await self.execute(statement, parameters)).scalars()

    async def scalar(self, statement: Executable, parameters: Parameters | None = None) -> Any:  # noqa: ANN401
        """Run one statement and give the first column of the first row; None when there is no row."""
        return (await self.execute(statement, parameters)).scalar()

    def insert(self, row: type[Row]) -> postgresql.Insert:
        """Begin an insert that can say what happens on a conflict, in the words both databases share."""
        if self.is_shared:
            return postgresql.insert(table(row))
        return cast("postgresql.Insert", sqlite.insert(table(row)))

    def savepoint(self) -> AsyncTransaction:
        """Enter (`async with`) a part that can fail and be undone without the rest."""
        return self.connection.begin_nested()

    def announce(self) -> None:
        """Have the listeners woken after the commit, because there is something new to deliver."""
        self.wakes.add(Wake.DELIVERY)

    def arm(self) -> None:
        """Have those who watch the clocks woken after the commit, because one may be due sooner than they know."""
        self.wakes.add(Wake.CLOCK)

    def switch(self) -> None:
        """Have every process look after the commit which support model is in force."""
        self.wakes.add(Wake.MODEL)
