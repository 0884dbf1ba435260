"""`nhacviec migrate`: create the database or bring it to this version's schema."""

from __future__ import annotations

import sys

from bot.settings import database_url
from bot.wiring import told
from handlers.wording.say import say
from storage.database.database import open_database
from storage.database.schema import migrate


def run_migrate(db: str | None) -> None:
    """Apply what is missing and say so."""
    url = database_url(db)
    with told(url):
        applied = migrate(open_database(url))
    for revision in applied:
        sys.stdout.write(say("migrate.applied", revision=revision) + "\n")
    if not applied:
        sys.stdout.write(say("migrate.current") + "\n")
