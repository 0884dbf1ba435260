"""`nhacviec purge` and `nhacviec person`: what is kept, and what is let go."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from bot.cli.care.lines import counted, tell
from bot.durable_file import write_durably
from bot.named import find_official
from bot.run_settings import load_settings
from bot.wiring import clock_at, open_store
from handlers.work import addressed
from scheduler.letting_go import let_go, let_loose_files_go
from storage.database.audit import note
from storage.messages.letting_go import let_go_of
from storage.people.about import rows_about


def run_purge(person: str | None, db: str | None, at: str | None) -> None:
    """Let go what is older than the settings say, or all words and files of one person."""
    now = clock_at(at)()
    settings = load_settings()
    database, _ = open_store(db)
    if person is None:
        gone = let_go(database, settings.keeping(), now)
        tell(
            "purge.done",
            texts=counted(gone.texts),
            files=counted(gone.files),
            text_days=counted(settings.keep_texts),
            file_days=counted(settings.keep_files),
        )
        return
    found = find_official(database, person)
    with database.work() as session:
        texts = let_go_of(session, found.id, now)
        note(session, now, None, "official.let_go", f"official:{found.id}", {"texts": texts})
    files = let_loose_files_go(database)
    tell("purge.person", name=addressed(found), texts=counted(texts), files=counted(files))


def run_person(person: str, out: Path, db: str | None) -> None:
    """Write all that is kept about one person into a file, for that person."""
    database, _ = open_store(db)
    found = find_official(database, person)
    with database.read() as session:
        rows = rows_about(session, found.id)
    plain = json.dumps(rows, ensure_ascii=False, indent=1, default=_plain)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_durably(out, plain.encode())
    count = sum(len(each) for each in rows.values())
    tell("purge.told", name=addressed(found), rows=counted(count), file=out)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)
