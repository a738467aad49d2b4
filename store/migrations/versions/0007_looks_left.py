"""How often something that may be in Slack has to be looked for in vain before it counts as not there."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("effect", "surface")


def upgrade() -> None:
    """Add the count; what is in doubt already is looked for once, as it was."""
    for table in TABLES:
        op.add_column(table, sa.Column("looks_left", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    """Drop it."""
    for table in TABLES:
        op.drop_column(table, "looks_left")
