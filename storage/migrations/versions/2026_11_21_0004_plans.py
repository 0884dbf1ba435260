"""What the plan of reminders was made from: a tick plans only when something has changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plans",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_from", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_plans"),
    )


def downgrade() -> None:
    raise NotImplementedError("Restore a copy of the database from before this migration.")
