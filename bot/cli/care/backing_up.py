"""`nhacviec backup`: what is in use now, as of one moment, read again and held against itself."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from bot.backup_folder import (
    DATABASE,
    UNFINISHED,
    BackupList,
    alone_in,
    backups_folder,
    backups_in,
    name_at,
    outlived,
    write_list,
)
from bot.cli.care.lines import counted, tell
from bot.durable_file import write_durably
from bot.fault import UsageFault
from bot.settings import KEPT_BESIDE, database_url
from bot.wiring import clock_at, told
from storage.catalogue.folders import data_folder
from storage.database.backups import Damaged, save
from storage.database.copying import CopyDiffers
from storage.database.database import Database, open_database, shown, sqlite_file


def run_backup(out: Path | None, db: str | None, at: str | None) -> None:
    """Make one, say where it is, and let go of those that have outlived their time."""
    url, now = database_url(db), clock_at(at)()
    file = sqlite_file(url)
    if file is not None and not file.exists():
        raise UsageFault("fault.no_schema", url=shown(url))
    folder = out or backups_folder()
    with told(url), alone_in(folder):
        database = open_database(url)
        try:
            made, listed = _make(database, folder, now)
        finally:
            database.close()
        size = counted((made / DATABASE).stat().st_size // 1024)
        tell("backup.done", folder=made, rows=counted(listed.rows), size=size)
        if old := outlived(backups_in(folder)):
            for each in old:
                shutil.rmtree(each)
            tell("backup.let_go", count=len(old))


def _make(database: Database, folder: Path, now: datetime) -> tuple[Path, BackupList]:
    """A backup is called one when all of it is there."""
    made = folder / name_at(now)
    if made.exists():
        raise UsageFault("backup.there", folder=made)
    draft = folder / f"{made.name}{UNFINISHED}"
    for left in folder.glob(f"*{UNFINISHED}"):
        shutil.rmtree(left)  # of a backup that was broken off
    draft.mkdir(mode=0o700)
    try:
        tables = save(database, draft / DATABASE)
    except (Damaged, CopyDiffers) as wrong:
        raise UsageFault("backup.differs", detail=wrong) from None
    for name in KEPT_BESIDE:
        beside = data_folder() / name
        if beside.is_file():
            write_durably(draft / name, beside.read_bytes())
    listed = write_list(draft, now, tables)
    draft.rename(made)
    return made, listed
