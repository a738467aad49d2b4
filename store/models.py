"""The tables, one class each; queries use the classes, never objects of them."""

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: stored in UTC, given back aware, refused when naive, whatever the database thinks of time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone; SQLite's text needs it in UTC and bare to compare in order."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value} has no time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
BigId = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER counts up by itself there


class Row(DeclarativeBase):
    """A table of ours."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text(), datetime: UtcDateTime(), dict[str, Any]: Json}  # noqa: RUF012 - SQLAlchemy's way


def table(row: type[Row]) -> Table:
    """Give the bare table, whose statements cost half of what the class's do; for what every commit does."""
    return cast("Table", row.__table__)


class IncidentRow(Row):
    """An incident as it is now: `body` is the whole of it, the columns are what queries ask for."""

    __tablename__ = "incident"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    generation: Mapped[int]
    title: Mapped[str]
    status: Mapped[str]
    is_open: Mapped[bool]
    severity: Mapped[str]
    rank: Mapped[int]
    private: Mapped[bool]
    channel_id: Mapped[str | None]
    thread: Mapped[str | None]
    commander: Mapped[str | None]
    declared_by: Mapped[str]
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    policy_revision: Mapped[str]
    body: Mapped[dict[str, Any]]
    __table_args__ = (
        Index(
            "uq_incident_channel",
            "channel_id",
            unique=True,
            sqlite_where=text("thread IS NULL AND channel_id IS NOT NULL"),
            postgresql_where=text("thread IS NULL AND channel_id IS NOT NULL"),
        ),
        Index(
            "uq_incident_thread",
            "channel_id",
            "thread",
            unique=True,
            sqlite_where=text("thread IS NOT NULL"),
            postgresql_where=text("thread IS NOT NULL"),
        ),
        Index("ix_incident_channel", "channel_id"),
        Index("ix_incident_declarer", "declared_by", "declared_at"),
        Index("ix_incident_declared", "declared_at"),
        Index("ix_incident_open", "id", sqlite_where=text("is_open = 1"), postgresql_where=text("is_open")),
    )


class EventRow(Row):
    """A log entry; triggers refuse to change or remove it, and each `hash` covers the one before."""

    __tablename__ = "event"
    incident: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class DutyEventRow(Row):
    """An entry of the log of duty, which belongs to no incident; kept and sealed as those of incidents are."""

    __tablename__ = "duty_event"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class TimerRow(Row):
    """A clock, kept for ever: a cancelled one is the record of why nobody was paged."""

    __tablename__ = "timer"
    key: Mapped[str] = mapped_column(primary_key=True)
    incident: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    kind: Mapped[str]
    generation: Mapped[int]
    due_at: Mapped[datetime]
    subject: Mapped[str]
    why: Mapped[str]
    state: Mapped[str]
    armed_at: Mapped[datetime]
    fired_at: Mapped[datetime | None]
    late_ms: Mapped[int | None] = mapped_column(BigInteger())
    errors: Mapped[int] = mapped_column(server_default="0")
    not_before: Mapped[datetime | None]
    last_error: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None]
    __table_args__ = (
        Index(
            "ix_timer_due",
            "due_at",
            sqlite_where=text("state = 'armed'"),
            postgresql_where=text("state = 'armed'"),
        ),
    )


LIVE = text("state IN ('pending', 'leased', 'unknown')")


class EffectRow(Row):
    """A message to be delivered once, about an incident or about none.

    `follows` is the key of the message that it takes back or draws again, `looks_left` how often one that may have been
    sent has to be looked for in vain before it counts as not there.
    """

    __tablename__ = "effect"
    id: Mapped[int] = mapped_column(BigId, Identity(always=True), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    incident: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), index=True)
    urgency: Mapped[int]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    order_key: Mapped[str | None]
    follows: Mapped[str | None]
    in_room: Mapped[bool]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(server_default="0")
    looks_left: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    lease_token: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    remote_channel: Mapped[str | None]
    remote_ts: Mapped[str | None]
    last_error: Mapped[str | None]
    delivered_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_effect_live", "urgency", "id", sqlite_where=LIVE, postgresql_where=LIVE),
        Index("ix_effect_lane", "order_key", "id", sqlite_where=LIVE, postgresql_where=LIVE),
    )


class SurfaceRow(Row):
    """A part of Slack that shows an incident: which version it should show, and which it was last seen to show.

    `looks_left` is as for a message.
    """

    __tablename__ = "surface"
    incident: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    facet: Mapped[str] = mapped_column(primary_key=True)
    want_version: Mapped[int]
    seen_version: Mapped[int] = mapped_column(server_default="0")
    seen_hash: Mapped[str | None]
    looks_wanted: Mapped[int] = mapped_column(server_default="0")
    looks_taken: Mapped[int] = mapped_column(server_default="0")
    remote: Mapped[dict[str, Any] | None] = mapped_column(Json)
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(server_default="0")
    looks_left: Mapped[int] = mapped_column(server_default="1")
    not_before: Mapped[datetime]
    lease_token: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None]
    overrides: Mapped[int] = mapped_column(server_default="0")
    __table_args__ = (
        Index(
            "ix_surface_stale",
            "incident",
            sqlite_where=text("want_version > seen_version OR looks_wanted > looks_taken"),
            postgresql_where=text("want_version > seen_version OR looks_wanted > looks_taken"),
        ),
    )


class InboxRow(Row):
    """A delivery from outside that took effect, and what it was answered."""

    __tablename__ = "inbox"
    key: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]
    kind: Mapped[str]
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)


class PromiseRow(Row):
    """The ledger of word that audiences were promised, and whether it came."""

    __tablename__ = "promise"
    key: Mapped[str] = mapped_column(primary_key=True)
    incident: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    audience: Mapped[str]
    n: Mapped[int]
    owner: Mapped[str | None]
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    late_s: Mapped[int | None]
    state: Mapped[str]
    __table_args__ = (
        Index(
            "ix_promise_open",
            "incident",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )


class PolicyRow(Row):
    """A support model that incidents were run under."""

    __tablename__ = "policy_revision"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    body: Mapped[str]
    loaded_at: Mapped[datetime]


class ModelChangeRow(Row):
    """A support model that was put forward: `body` is all that is known of it, the columns are what queries ask for."""

    __tablename__ = "model_change"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[str] = mapped_column(ForeignKey("policy_revision.id"))
    state: Mapped[str]
    at: Mapped[datetime]
    body: Mapped[dict[str, Any]]
    __table_args__ = (
        Index(
            "uq_model_change_pending",
            "state",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )


class PersonRow(Row):
    """The Slack ids that a person's name in the support model was found to mean."""

    __tablename__ = "person"
    name: Mapped[str] = mapped_column(primary_key=True)
    ids: Mapped[list[Any]] = mapped_column(Json)
    gone: Mapped[bool] = mapped_column(server_default=false())
    checked_at: Mapped[datetime]


class ScheduleRow(Row):
    """What PagerDuty said of a schedule at `read_at`: its shifts up to `until`; `gone` when it knows no such one."""

    __tablename__ = "schedule"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    shifts: Mapped[list[Any]] = mapped_column(Json)
    gone: Mapped[bool] = mapped_column(server_default=false())
    until: Mapped[datetime]
    read_at: Mapped[datetime]


class PlaceRow(Row):
    """The Slack id that a channel's name was found to mean."""

    __tablename__ = "place"
    name: Mapped[str] = mapped_column(primary_key=True)
    channel_id: Mapped[str]
    checked_at: Mapped[datetime]


class GreetingRow(Row):
    """The one person who was greeted when Conn was new; `said_at` is when the greeting is known to have arrived."""

    __tablename__ = "greeting"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[str]
    tries: Mapped[int]
    tried_at: Mapped[datetime]
    said_at: Mapped[datetime | None]


class LookRow(Row):
    """How far a person has read an incident: the last log entry there was when they looked."""

    __tablename__ = "look"
    incident: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]


class EngineRow(Row):
    """Which version may act in a module, and when it last did."""

    __tablename__ = "engine"
    module: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    holder: Mapped[str | None]
    last_tick_at: Mapped[datetime | None]


class CounterRow(Row):
    """A number that goes up without gaps, because it is given back when its transaction fails."""

    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger())


class BudgetRow(Row):
    """One of the calls that a limit of Slack's (`door`) allows, and from when on it can be made (again)."""

    __tablename__ = "budget"
    door: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    free_at: Mapped[datetime]


class TestClockRow(Row):
    """How far tests and the demo have moved time (microseconds)."""

    __test__ = False  # its name makes pytest take it for a test
    __tablename__ = "test_clock"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ahead_us: Mapped[int] = mapped_column(BigInteger())
