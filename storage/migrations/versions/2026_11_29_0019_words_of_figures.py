"""What people write: beside the number of a figure its words, and in the history old and new."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("figures", sa.Column("words", sa.String(), nullable=True))
    op.add_column("figure_history", sa.Column("old_words", sa.String(), nullable=True))
    op.add_column("figure_history", sa.Column("new_words", sa.String(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("Restore a copy of the database from before this migration.")
