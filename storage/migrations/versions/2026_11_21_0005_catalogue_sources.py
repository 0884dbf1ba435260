"""Regimes and report texts can be loaded as forms can: one table for the three.

The texts of loaded forms move into it, in the order in which they were loaded.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('form', 'regime', 'template')", name=op.f("ck_catalogue_sources_kind")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_catalogue_sources"),
    )
    op.execute(
        "INSERT INTO catalogue_sources (kind, name, version, text, loaded_at) "
        "SELECT 'form', form_id, version, text, loaded_at FROM form_sources ORDER BY id"
    )
    op.drop_table("form_sources")


def downgrade() -> None:
    raise NotImplementedError("Restore a copy from before the migration instead.")
