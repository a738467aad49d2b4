"""Who was greeted, and a short way to the word that is still owed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Create the table, which holds one row, and the index."""
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


def downgrade() -> None:
    """Drop both."""
    op.drop_index("ix_promise_open", "promise")
    op.drop_table("greeting")
