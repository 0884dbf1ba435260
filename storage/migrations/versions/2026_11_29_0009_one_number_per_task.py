"""A task has one number within the unit that owes it; the numbers per chat go.

Tasks that stand are counted in the order in which they were assigned. SQLite writes the table anew;
`copy_from` is how it stood before, because CHECK constraints cannot be read back from SQLite.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tasks", sa.Column("number", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE tasks SET number = (SELECT count(*) FROM tasks AS other"
        " WHERE other.unit_id = tasks.unit_id AND other.id <= tasks.id)"
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(
        "tasks", recreate="always" if sqlite else "never", copy_from=tasks_counted()
    ) as tasks:
        tasks.alter_column("number", existing_type=sa.Integer(), nullable=False)
    op.create_index("ix_tasks_number", "tasks", ["number"])
    op.create_index("uq_tasks_unit_id_number", "tasks", ["unit_id", "number"], unique=True)
    op.drop_table("task_numbers")


def tasks_counted() -> sa.Table:
    return sa.Table(
        "tasks",
        sa.MetaData(),
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
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Index("ix_tasks_unit_id", "unit_id"),
        sa.Index("ix_tasks_assigner_id", "assigner_id"),
        sa.Index("ix_tasks_lead_id", "lead_id"),
        sa.Index("ix_tasks_rings_at", "rings_at"),
        sa.Index(
            "uq_tasks_standing",
            "key",
            unique=True,
            sqlite_where=sa.text("withdrawn_on IS NULL"),
            postgresql_where=sa.text("withdrawn_on IS NULL"),
        ),
    )


def downgrade() -> None:
    raise NotImplementedError("Restore a copy of the database from before this migration.")
