"""Requests of superiors: a few figures of some units, once or again and again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("unit_ids", sa.JSON(), nullable=False),
        sa.Column("body_id", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("sent_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("repeat", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint(
            "repeat IN ('once', 'weekly', 'monthly')", name=op.f("ck_requests_repeat")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["units.id"], name="fk_requests_body_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["officials.id"], name="fk_requests_asked_by"),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
        sa.UniqueConstraint("source", name="uq_requests_source"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    raise NotImplementedError("Restore a copy from before the migration instead.")
