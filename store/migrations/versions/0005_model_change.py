"""The change log of the support model."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    """Create the table, with room for one change that waits."""
    op.create_table(
        "model_change",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_model_change")),
        sa.ForeignKeyConstraint(
            ["revision"], ["policy_revision.id"], name=op.f("fk_model_change_revision_policy_revision")
        ),
    )
    op.create_index(
        "uq_model_change_pending",
        "model_change",
        ["state"],
        unique=True,
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_index("uq_model_change_pending", "model_change")
    op.drop_table("model_change")
