"""Alembic's way in. The program brings an open connection (`schema.migrate`); by hand name
the database: `alembic -x database=sqlite:///trial.db revision --autogenerate --rev-id 0002
-m "one intention"`."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.engine import Connection

from storage.database.database import open_database
from storage.database.rows import Row
from storage.database.types import ExactDecimal, StoredWord, TextList, UtcDateTime


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write plain SQLAlchemy types: a migration imports neither SQLModel nor our code."""
    if kind != "type":
        return False
    if isinstance(item, ExactDecimal):
        return 'sa.Text().with_variant(sa.Numeric(), "postgresql")'
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, TextList):
        return "sa.JSON()"
    if isinstance(item, StoredWord) or type(item).__name__ == "AutoString":
        return "sa.String()"
    return False


def run(connection: Connection) -> None:
    """Run the migrations in the transaction of the caller, or in one of their own."""
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations look at the database: run them against it, not as a script.")

given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with open_database(
        context.get_x_argument(as_dictionary=True)["database"]
    ).engine.begin() as own:
        run(own)
