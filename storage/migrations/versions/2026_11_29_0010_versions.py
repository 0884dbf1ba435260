"""What a process may hold names its version; a round is found by its form and period.

Which message of the outbox answers an event stands in its key, and nowhere else any more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "versions",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_versions"),
    )
    op.create_index("ix_rounds_form_id_period_code", "rounds", ["form_id", "period_code"])
    op.drop_column("inbox", "answers")


def downgrade() -> None:
    raise NotImplementedError("Restore a copy of the database from before this migration.")
