"""Slack's budget, which replicas share."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; its rows are made when a limit is first met."""
    op.create_table(
        "budget",
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("door", "n", name=op.f("pk_budget")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("budget")
