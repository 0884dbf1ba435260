"""Assigned tasks with their history, their numbers on people's lists, and their reminders.

A step of a ladder belongs to a report or to a task, so that one claim brings a person's whole
digest. SQLite writes `reminders` anew; `copy_from` is how it stood before. A later batch operation
on `task_events` loses its triggers: create them again there (`refuse_changes` is the pattern).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("assigner_id", sa.String(), nullable=False),
        sa.Column("assigned_by", sa.String(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lead_id", sa.String(), nullable=True),
        sa.Column("accountable_id", sa.String(), nullable=True),
        sa.Column("coordinators", sa.JSON(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("document_subject", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=True),
        sa.Column("blocker", sa.String(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("rings_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "priority IN ('normal', 'urgent', 'express')", name=op.f("ck_tasks_priority")
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_tasks_progress")),
        sa.CheckConstraint(
            "accepted_on IS NULL OR completed_on IS NOT NULL", name=op.f("ck_tasks_accepted")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_tasks_unit_id"),
        sa.ForeignKeyConstraint(["assigner_id"], ["units.id"], name="fk_tasks_assigner_id"),
        sa.ForeignKeyConstraint(["assigned_by"], ["officials.id"], name="fk_tasks_assigned_by"),
        sa.ForeignKeyConstraint(["lead_id"], ["officials.id"], name="fk_tasks_lead_id"),
        sa.ForeignKeyConstraint(
            ["accountable_id"], ["officials.id"], name="fk_tasks_accountable_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
    )
    op.create_index("ix_tasks_unit_id", "tasks", ["unit_id"])
    op.create_index("ix_tasks_assigner_id", "tasks", ["assigner_id"])
    op.create_index("ix_tasks_lead_id", "tasks", ["lead_id"])
    op.create_index("ix_tasks_rings_at", "tasks", ["rings_at"])
    op.create_index(
        "uq_tasks_standing",
        "tasks",
        ["key"],
        unique=True,
        sqlite_where=sa.text("withdrawn_on IS NULL"),
        postgresql_where=sa.text("withdrawn_on IS NULL"),
    )

    op.create_table(
        "task_extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("old_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(granted IS NULL) = (decided_at IS NULL)", name=op.f("ck_task_extensions_decided")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_task_extensions_task_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["officials.id"], name="fk_task_extensions_asked_by"),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["officials.id"], name="fk_task_extensions_decided_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_task_extensions"),
    )
    op.create_index("ix_task_extensions_task_id", "task_extensions", ["task_id"])
    op.create_index(
        "uq_task_extensions_open",
        "task_extensions",
        ["task_id"],
        unique=True,
        sqlite_where=sa.text("granted IS NULL"),
        postgresql_where=sa.text("granted IS NULL"),
    )

    op.create_table(
        "task_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("official_id", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("old", sa.JSON(), nullable=False),
        sa.Column("new", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint(
            "deed IN ('assigned', 'acknowledged', 'progress', 'blocked', 'unblocked', 'done', "
            "'evidence', 'reopened', 'accepted', 'returned', 'extension_asked', 'extended', "
            "'extension_refused', 'withdrawn', 'handed_over', 'moved')",
            name=op.f("ck_task_events_deed"),
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_task_events_task_id"),
        sa.ForeignKeyConstraint(
            ["official_id"], ["officials.id"], name="fk_task_events_official_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_task_events"),
    )
    op.create_index("ix_task_events_task_id", "task_events", ["task_id"])

    op.create_table(
        "task_numbers",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_task_numbers_task_id"),
        sa.PrimaryKeyConstraint("channel", "chat", "number", name="pk_task_numbers"),
        sa.UniqueConstraint(
            "channel", "chat", "task_id", name="uq_task_numbers_channel_chat_task_id"
        ),
    )
    op.create_table(
        "task_talks",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("message_key", sa.String(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat", name="pk_task_talks"),
    )
    op.create_table(
        "task_countings",
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("counting", sa.String(), nullable=False),
        sa.CheckConstraint(
            "counting IN ('period', 'cumulative')", name=op.f("ck_task_countings_counting")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_task_countings_unit_id"),
        sa.PrimaryKeyConstraint("unit_id", name="pk_task_countings"),
    )

    anew = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table(
        "reminders",
        recreate=anew,  # type: ignore[arg-type]
        copy_from=reminders_before(),
    ) as reminders:
        reminders.alter_column("obligation_id", existing_type=sa.Integer(), nullable=True)
        reminders.add_column(sa.Column("task_id", sa.Integer(), nullable=True))
        reminders.create_foreign_key("fk_reminders_task_id", "tasks", ["task_id"], ["id"])
        reminders.create_unique_constraint(
            "uq_reminders_task_id_step_official_id", ["task_id", "step", "official_id"]
        )
        reminders.create_check_constraint(
            op.f("ck_reminders_subject"), "(obligation_id IS NULL) <> (task_id IS NULL)"
        )

    refuse_changes("task_events")


def reminders_before() -> sa.Table:
    return sa.Table(
        "reminders",
        sa.MetaData(),
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
        sa.Index("ix_reminders_due_at", "due_at"),
        sa.Index("ix_reminders_outbox_id", "outbox_id"),
        sa.Index(
            "ix_reminders_waiting",
            "due_at",
            sqlite_where=sa.text("state IN ('waiting')"),
            postgresql_where=sa.text("state IN ('waiting')"),
        ),
    )


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
    raise NotImplementedError("Going back would delete every task. Restore a copy instead.")
