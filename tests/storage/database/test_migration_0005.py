"""Forms that were loaded before regimes could be are still there, each in its last wording."""

from __future__ import annotations

from alembic import command
from sqlalchemy import text

from storage.catalogue.sources import standing_sources
from storage.database.database import Database
from storage.database.schema import alembic_config, migrate
from storage.database.states import SourceKind

LOADED = """INSERT INTO form_sources (id, form_id, version, text, loaded_at) VALUES
    (3, 'flood', '1', 'old', '2026-11-20 00:00:00'), (5, 'fire', '1', 'x', '2026-11-20 00:00:00'),
    (9, 'flood', '1', 'new', '2026-11-21 00:00:00')"""


def test_loaded_forms_outlive_the_new_table(empty_database: Database) -> None:
    with empty_database.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0004")
        connection.execute(text(LOADED.replace(":", "\\:")))
    assert migrate(empty_database)[0] == "0005"
    with empty_database.read() as session:
        kept = [(s.kind, s.name, s.version, s.text) for s in standing_sources(session)]
    assert kept == [(SourceKind.FORM, "fire", "1", "x"), (SourceKind.FORM, "flood", "1", "new")]
