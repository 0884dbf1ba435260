"""Pages by link: a form to fill in, a superior's desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("official_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column("block_id", sa.String(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.Column("revoked_at", moment, nullable=True),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.CheckConstraint("purpose IN ('form', 'desk')", name=op.f("ck_pages_purpose")),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"], name="fk_pages_official_id"),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name="fk_pages_obligation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pages"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pages_official_id_purpose", "pages", ["official_id", "purpose"])


def downgrade() -> None:
    raise NotImplementedError("Restore a copy from before the migration instead.")
