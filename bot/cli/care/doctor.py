"""`nhacviec doctor`: everything that can be looked at, a line each, with what to do where one must.

What is found is told of the moment at which it is looked at; nothing is mended.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from bot.backup_folder import backups_folder, newest_backup
from bot.cli.care.clock_findings import clock_findings
from bot.cli.care.finding import LookedAt, fine, to_do
from bot.cli.care.work_findings import work_findings
from bot.fault import UsageFault
from bot.run_settings import load_settings
from bot.settings import database_url
from bot.wiring import alone_with, clock_at, open_store
from domain.dates.moments import local
from handlers.delivery.watch import OLD_BACKUP
from handlers.load.check import calendar_notes, catalogue_faults
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.catalogue.folders import data_folder
from storage.database.database import (
    Database,
    DatabaseUnavailable,
    UnusableDatabase,
    sqlite_file,
)
from storage.database.schema import HEAD
from storage.messages.attempts import try_write
from storage.messages.presence import anybody_there

MIB = 1 << 20
LEAST_FREE = 500 * MIB


def run_doctor(db: str | None, at: str | None) -> None:
    """Print a line for each thing; exit code 1 where something is to be done."""
    now = clock_at(at)()
    count = 0
    for finding in _findings(db, now):
        count += not finding.well
        sys.stdout.write(f"{finding.line}\n")
    sys.stdout.write((say("doctor.some", count=count) if count else say("doctor.all_well")) + "\n")
    sys.exit(1 if count else 0)


def _findings(db: str | None, now: datetime) -> Iterator[LookedAt]:
    limits: Mapping[str, int] = {}
    try:
        limits = load_settings().month_limits()
        yield fine("settings")
    except UsageFault as fault:
        yield to_do("settings_wrong", detail=fault)
    yield from _disk(db)
    yield from _backups(now)
    try:
        database, catalogue = open_store(db)
    except UsageFault as fault:
        yield to_do("database_wrong", detail=fault)
        return
    yield from _database(database, now)
    yield from _catalogue(database, catalogue, now)
    yield from clock_findings(database, now)
    with database.read() as session:
        yield from work_findings(Work(session, catalogue, now), limits)
    database.close()


def _disk(db: str | None) -> Iterator[LookedAt]:
    """Where the database lies, and where the backups do."""
    file = sqlite_file(database_url(db))
    size = file.stat().st_size if file is not None and file.exists() else 0
    folders = {_there(file.parent if file else data_folder()), _there(backups_folder())}
    need = max(LEAST_FREE, 2 * size)
    for folder in sorted(folders):
        free = shutil.disk_usage(folder).free
        fields = {"folder": folder, "free": free // MIB, "need": need // MIB}
        yield fine("disk", **fields) if free >= need else to_do("disk_full", **fields)
    if (
        file is not None
        and file.exists()
        and sys.platform != "win32"
        and file.stat().st_mode & 0o77
    ):
        yield to_do("rights", file=file)


def _there(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if each.is_dir())


def _backups(now: datetime) -> Iterator[LookedAt]:
    made = newest_backup(now)
    if made is None:
        yield to_do("backup_none", folder=backups_folder())
        return
    old = now - made > OLD_BACKUP
    yield (to_do if old else fine)("backup_old" if old else "backup", at=show_moment(made))


def _database(database: Database, now: datetime) -> Iterator[LookedAt]:
    try:
        with database.work() as session:
            try_write(session, now)
        yield fine("schema", schema=HEAD)
    except (DatabaseUnavailable, UnusableDatabase):
        yield to_do("unwritable")
    yield fine("serving") if _served(database) else to_do("not_serving")


def _served(database: Database) -> bool:
    if database.file is None:
        with database.read() as session:
            return anybody_there(session)
    try:
        alone_with(database.file).close()
    except UsageFault:
        return True
    return False


def _catalogue(database: Database, catalogue: Catalogue, now: datetime) -> Iterator[LookedAt]:
    today = local(now).date()
    faults, _ = catalogue_faults(today, database)
    yield to_do("catalogue_faults", count=len(faults)) if faults else fine("catalogue")
    for gap in calendar_notes(catalogue, today):
        yield fine("calendar", detail=gap)
