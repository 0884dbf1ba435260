"""What was begun is counted before it begins; what was given up is kept; who sends has a number.

SQLite writes both tables anew, so that their definitions stay readable; `copy_from` is how they
stood before, because CHECK constraints cannot be read back from SQLite.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "event_id", name="pk_attempts"),
    )
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("sender_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("file_media", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason IN ('starts', 'failed')", name=op.f("ck_set_aside_reason")),
        sa.ForeignKeyConstraint(["digest"], ["files.digest"], name="fk_set_aside_digest"),
        sa.PrimaryKeyConstraint("id", name="pk_set_aside"),
        sa.UniqueConstraint("channel", "event_id", name="uq_set_aside_channel_event_id"),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(
        "outbox", recreate="always" if sqlite else "never", copy_from=outbox_before()
    ) as outbox:
        outbox.add_column(sa.Column("sender", sa.Integer(), nullable=True))
    with op.batch_alter_table(
        "drawings", recreate="always" if sqlite else "never", copy_from=drawings_before()
    ) as drawings:
        drawings.add_column(sa.Column("sender", sa.Integer(), nullable=True))
    waiting = sa.text("state IN ('waiting')")
    op.create_index(
        "ix_drawings_taken",
        "drawings",
        ["lease_until"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    sending = sa.text("state IN ('sending')")
    op.create_index(
        "ix_outbox_sending",
        "outbox",
        ["lease_until"],
        sqlite_where=sending,
        postgresql_where=sending,
    )


def outbox_before() -> sa.Table:
    return sa.Table(
        "outbox",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("official_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("file_count", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("network_id", sa.String(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=True),
        sa.Column("parts_sent", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("repeats", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("plain", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'dropped')",
            name=op.f("ck_outbox_state"),
        ),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"], name="fk_outbox_official_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sa.Index("ix_outbox_official_id", "official_id"),
        sa.Index("ix_outbox_channel_settled_at", "channel", "settled_at"),
        sa.Index(
            "ix_outbox_unsettled",
            "channel",
            "chat",
            "id",
            sqlite_where=sa.text("state IN ('waiting', 'sending')"),
            postgresql_where=sa.text("state IN ('waiting', 'sending')"),
        ),
    )


def drawings_before() -> sa.Table:
    return sa.Table(
        "drawings",
        sa.MetaData(),
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


def downgrade() -> None:
    raise NotImplementedError("Restore a copy of the database from before this migration.")
