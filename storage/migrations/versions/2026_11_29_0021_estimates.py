"""Whether a figure was given before it could be final, as it is now and in the history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ESTIMATED = (
    ("figures", "estimated"),
    ("figure_history", "old_estimated"),
    ("figure_history", "new_estimated"),
)


def upgrade() -> None:
    for table, column in ESTIMATED:
        op.add_column(
            table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    raise NotImplementedError("Restore a copy of the database from before this migration.")
