"""The first tables: units, officials, rounds, figures with their history, messages.

A later batch operation on `figure_history` or `audit` writes the table anew in SQLite and loses
its triggers: create them again in the same migration (`refuse_changes` here is the pattern).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat", name="pk_conversations"),
    )
    op.create_table(
        "files",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_files"),
    )
    op.create_table(
        "form_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_form_sources"),
    )
    op.create_table(
        "inbox",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "event_id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_channel_chat_at", "inbox", ["channel", "chat", "at"])

    op.create_table(
        "invitation_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_invitation_attempts"),
    )
    op.create_index(
        "ix_invitation_attempts_channel_chat_at",
        "invitation_attempts",
        ["channel", "chat", "at"],
    )

    op.create_table(
        "officials",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("salutation", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_officials"),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("regime_id", sa.String(), nullable=False),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("form_version", sa.String(), nullable=False),
        sa.Column("period_code", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("legal_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_working_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
        sa.UniqueConstraint("regime_id", "period_code", name="uq_rounds_regime_id_period_code"),
    )
    op.create_table(
        "units",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("training", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["units.id"],
            name="fk_units_parent_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
    )
    op.create_table(
        "addresses",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("official_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('active', 'blocked', 'revoked')", name=op.f("ck_addresses_state")
        ),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"], name="fk_addresses_official_id"),
        sa.PrimaryKeyConstraint("channel", "chat", name="pk_addresses"),
    )
    op.create_index("ix_addresses_official_id", "addresses", ["official_id"])

    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("official_id", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"], name="fk_audit_official_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_subject_id", "audit", ["subject", "id"])

    op.create_table(
        "invitations",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("official_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("chat", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["official_id"], ["officials.id"], name="fk_invitations_official_id"
        ),
        sa.PrimaryKeyConstraint("code_hash", name="pk_invitations"),
    )
    op.create_index("ix_invitations_official_id", "invitations", ["official_id"])

    op.create_table(
        "leaves",
        sa.Column("official_id", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("substitute_id", sa.String(), nullable=True),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_leaves_days")),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"], name="fk_leaves_official_id"),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["officials.id"], name="fk_leaves_substitute_id"
        ),
        sa.PrimaryKeyConstraint("official_id", "first_day", name="pk_leaves"),
    )
    op.create_index("ix_leaves_substitute_id", "leaves", ["substitute_id"])

    op.create_table(
        "obligations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extended_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extended_last_working_day", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'complete', 'submitted', 'returned', 'locked')",
            name=op.f("ck_obligations_state"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_obligations_round_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_obligations_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_obligations"),
        sa.UniqueConstraint("round_id", "unit_id", name="uq_obligations_round_id_unit_id"),
    )
    op.create_index("ix_obligations_unit_id", "obligations", ["unit_id"])

    op.create_table(
        "outbox",
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
    )
    op.create_index("ix_outbox_official_id", "outbox", ["official_id"])
    op.create_index(
        "ix_outbox_unsettled",
        "outbox",
        ["channel", "chat", "id"],
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )

    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('official', 'office_head', 'chairman', 'superior_staff', "
            "'superior_leader', 'administrator')",
            name=op.f("ck_posts_role"),
        ),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"], name="fk_posts_official_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_posts_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
    )
    op.create_index("ix_posts_official_id", "posts", ["official_id"])
    op.create_index("ix_posts_unit_id", "posts", ["unit_id"])

    op.create_table(
        "successions",
        sa.Column("old_id", sa.String(), nullable=False),
        sa.Column("new_id", sa.String(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["new_id"], ["units.id"], name="fk_successions_new_id"),
        sa.ForeignKeyConstraint(["old_id"], ["units.id"], name="fk_successions_old_id"),
        sa.PrimaryKeyConstraint("old_id", "new_id", name="pk_successions"),
    )
    op.create_table(
        "figure_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("old_state", sa.String(), nullable=True),
        sa.Column("old_value", sa.Text().with_variant(sa.Numeric(), "postgresql"), nullable=True),
        sa.Column("new_state", sa.String(), nullable=True),
        sa.Column("new_value", sa.Text().with_variant(sa.Numeric(), "postgresql"), nullable=True),
        sa.Column("official_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("takes_back", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "new_state IN ('value', 'none_arisen', 'missing')",
            name=op.f("ck_figure_history_new_state"),
        ),
        sa.CheckConstraint(
            "old_state IN ('value', 'none_arisen', 'missing')",
            name=op.f("ck_figure_history_old_state"),
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name="fk_figure_history_obligation_id"
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["officials.id"], name="fk_figure_history_official_id"
        ),
        sa.ForeignKeyConstraint(
            ["takes_back"], ["figure_history.id"], name="fk_figure_history_takes_back"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_figure_history"),
    )
    op.create_index(
        "ix_figure_history_obligation_id_code",
        "figure_history",
        ["obligation_id", "code"],
    )
    op.create_index("ix_figure_history_source", "figure_history", ["source"])

    op.create_table(
        "figures",
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("value", sa.Text().with_variant(sa.Numeric(), "postgresql"), nullable=True),
        sa.CheckConstraint(
            "(value IS NOT NULL) = (state = 'value')", name=op.f("ck_figures_value")
        ),
        sa.CheckConstraint(
            "state IN ('value', 'none_arisen', 'missing')", name=op.f("ck_figures_state")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name="fk_figures_obligation_id"
        ),
        sa.PrimaryKeyConstraint("obligation_id", "code", name="pk_figures"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox_files",
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["files.digest"], name="fk_outbox_files_digest"),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_outbox_files_outbox_id"),
        sa.PrimaryKeyConstraint("outbox_id", "position", name="pk_outbox_files"),
    )
    op.create_table(
        "overrides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("official_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name="fk_overrides_obligation_id"
        ),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"], name="fk_overrides_official_id"),
        sa.PrimaryKeyConstraint("id", name="pk_overrides"),
    )
    op.create_index(
        "uq_overrides_standing",
        "overrides",
        ["obligation_id", "rule"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("official_id", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'superseded', 'not_wanted', 'no_address')",
            name=op.f("ck_reminders_state"),
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name="fk_reminders_obligation_id"
        ),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"], name="fk_reminders_official_id"),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_reminders_outbox_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint(
            "obligation_id",
            "step",
            "official_id",
            name="uq_reminders_obligation_id_step_official_id",
        ),
    )
    op.create_index("ix_reminders_due_at", "reminders", ["due_at"])
    op.create_index(
        "ix_reminders_waiting",
        "reminders",
        ["due_at"],
        sqlite_where=sa.text("state IN ('waiting')"),
        postgresql_where=sa.text("state IN ('waiting')"),
    )

    refuse_changes("figure_history")
    refuse_changes("audit")


def refuse_changes(table: str) -> None:
    """Let the database itself keep a table append-only."""
    words = f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def downgrade() -> None:
    raise NotImplementedError(
        "This is the first schema: going back would delete every figure. Restore a copy instead."
    )
