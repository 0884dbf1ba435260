"""What the sender of messages has to remember: parts, repeats, plain wording, edits, downloads.

SQLite writes both tables anew, so that their definitions stay readable; `copy_from` is how they
stood before, because CHECK constraints cannot be read back from SQLite.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(
        "outbox", recreate="always" if sqlite else "never", copy_from=outbox_before()
    ) as outbox:
        outbox.add_column(sa.Column("edits", sa.Integer(), nullable=True))
        outbox.add_column(sa.Column("parts_sent", sa.Integer(), nullable=False, server_default="0"))
        outbox.add_column(sa.Column("repeats", sa.Integer(), nullable=False, server_default="0"))
        outbox.add_column(
            sa.Column("plain", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table(
        "outbox_files", recreate="always" if sqlite else "never", copy_from=outbox_files_before()
    ) as files:
        files.add_column(sa.Column("fetched", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_outbox_channel_settled_at", "outbox", ["channel", "settled_at"])
    op.create_index("ix_outbox_files_name", "outbox_files", ["name"])
    op.create_index("ix_reminders_outbox_id", "reminders", ["outbox_id"])


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
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'dropped')",
            name=op.f("ck_outbox_state"),
        ),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"], name="fk_outbox_official_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sa.Index("ix_outbox_official_id", "official_id"),
        sa.Index(
            "ix_outbox_unsettled",
            "channel",
            "chat",
            "id",
            sqlite_where=sa.text("state IN ('waiting', 'sending')"),
            postgresql_where=sa.text("state IN ('waiting', 'sending')"),
        ),
    )


def outbox_files_before() -> sa.Table:
    return sa.Table(
        "outbox_files",
        sa.MetaData(),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["files.digest"], name="fk_outbox_files_digest"),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_outbox_files_outbox_id"),
        sa.PrimaryKeyConstraint("outbox_id", "position", name="pk_outbox_files"),
    )


def downgrade() -> None:
    raise NotImplementedError(
        "Going back would forget how far each message was sent. Restore a copy instead."
    )
