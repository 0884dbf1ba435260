"""People are found by their given name and by their role, however many there are."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("officials", sa.Column("given", sa.String(), nullable=False, server_default=""))
    officials = sa.table("officials", sa.column("id"), sa.column("name"), sa.column("given"))
    connection = op.get_bind()
    rows = connection.execute(sa.select(officials.c.id, officials.c.name)).all()
    given = [{"of": id_, "word": _folded(name.split()[-1])} for id_, name in rows if name.split()]
    if given:
        here = officials.c.id == sa.bindparam("of")
        connection.execute(
            sa.update(officials).where(here).values(given=sa.bindparam("word")), given
        )
    op.create_index("ix_officials_given", "officials", ["given"])
    op.create_index("ix_posts_role", "posts", ["role"])


def _folded(word: str) -> str:
    """As `domain.words.fold` was when this was written."""
    apart = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in apart if not unicodedata.combining(c)).replace("đ", "d")


def downgrade() -> None:
    raise NotImplementedError("Restore a copy from before the migration instead.")
