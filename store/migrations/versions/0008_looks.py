"""How far each person has read each incident."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "look",
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_look_incident_incident")),
        sa.PrimaryKeyConstraint("incident", "person", name=op.f("pk_look")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("look")
