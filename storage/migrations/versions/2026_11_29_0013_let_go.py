"""Up to when the texts of messages were let go: an empty text of before is no file, no sticker."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "let_go",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat", name="pk_let_go"),
    )


def downgrade() -> None:
    raise NotImplementedError("Restore a copy from before the migration instead.")
