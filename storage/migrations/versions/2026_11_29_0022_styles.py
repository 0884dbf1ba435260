"""What an office changes of the legal form of its documents can be loaded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NAME = "ck_catalogue_sources_kind"
KINDS = (
    "kind IN ('form', 'regime', 'template', 'holidays', 'texts', 'words', 'workbook', 'export', "
    "'style')"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("catalogue_sources", recreate="always", copy_from=wider()):
            pass
        return
    op.drop_constraint(op.f(NAME), "catalogue_sources", type_="check")
    op.create_check_constraint(op.f(NAME), "catalogue_sources", KINDS)


def wider() -> sa.Table:
    return sa.Table(
        "catalogue_sources",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f(NAME)),
        sa.PrimaryKeyConstraint("id", name="pk_catalogue_sources"),
    )


def downgrade() -> None:
    raise NotImplementedError("Restore a copy from before the migration instead.")
