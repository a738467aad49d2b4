"""The log of duty, messages that belong to no incident, and a short way to what was declared lately."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Create the log, which nobody may change, and let a message be about no incident."""
    op.create_table(
        "duty_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_duty_event")),
    )
    _protect_log()
    op.create_index("ix_incident_declared", "incident", ["declared_at"])
    with op.batch_alter_table("effect") as effect:
        effect.alter_column("incident", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    """Drop the log, and the messages that were about no incident."""
    op.execute("DELETE FROM effect WHERE incident IS NULL")
    with op.batch_alter_table("effect") as effect:
        effect.alter_column("incident", existing_type=sa.Integer(), nullable=False)
    op.drop_index("ix_incident_declared", "incident")
    op.drop_table("duty_event")


def _protect_log() -> None:
    """Refuse to change or remove an entry, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER duty_event_refuses_{verb.lower()} BEFORE {verb} ON duty_event "
                "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER duty_event_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON duty_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only()"
    )
