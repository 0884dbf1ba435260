"""Pictures and documents are queued as their data and drawn after the commit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drawings",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'drawn', 'failed')", name=op.f("ck_drawings_state")
        ),
        sa.ForeignKeyConstraint(["digest"], ["files.digest"], name="fk_drawings_digest"),
        sa.PrimaryKeyConstraint("digest", name="pk_drawings"),
    )
    op.create_index("ix_outbox_files_digest", "outbox_files", ["digest"])


def downgrade() -> None:
    raise NotImplementedError("Restore a copy from before the migration instead.")
