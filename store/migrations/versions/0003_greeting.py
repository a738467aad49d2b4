"""Who was greeted, and short ways to what is asked all the time."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Create the table, which holds one row, and the indexes; SQLite saw no use in the one for what is open."""
    op.create_table(
        "greeting",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_greeting")),
    )
    op.create_index("ix_promise_open", "promise", ["incident"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_incident_channel", "incident", ["channel_id"])
    op.create_index("ix_incident_declarer", "incident", ["declared_by", "declared_at"])
    _open_incidents(sqlite="is_open = 1")


def downgrade() -> None:
    """Drop what is new, and make the index what it was."""
    _open_incidents(sqlite="is_open")
    op.drop_index("ix_incident_declarer", "incident")
    op.drop_index("ix_incident_channel", "incident")
    op.drop_index("ix_promise_open", "promise")
    op.drop_table("greeting")


def _open_incidents(*, sqlite: str) -> None:
    """Make the index anew; a partial index is used only where a query says its condition word by word."""
    op.drop_index("ix_incident_open", "incident")
    op.create_index(
        "ix_incident_open",
        "incident",
        ["id"],
        sqlite_where=sa.text(sqlite),
        postgresql_where=sa.text("is_open"),
    )
