"""Which regimes an installation uses, and since when; one that has been used goes on as it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "regime_uses",
        sa.Column("regime_id", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("stated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("regime_id", name="pk_regime_uses"),
    )
    op.execute(
        sa.text(
            "INSERT INTO regime_uses (regime_id, since, until, used, stated)"
            " SELECT regime_id, MIN(opens_on), NULL, :yes, :no FROM rounds GROUP BY regime_id"
        ).bindparams(yes=True, no=False)
    )


def downgrade() -> None:
    raise NotImplementedError("Restore a copy of the database from before this migration.")
