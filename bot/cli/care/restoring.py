"""`nhacviec restore`: a backup put in the place of what is there, which is kept beside it."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot.backup_folder import DATABASE, BackupList, read_list
from bot.cli.care.lines import counted, tell
from bot.cli.care.moving import refuse_served
from bot.durable_file import write_durably
from bot.fault import UsageFault
from bot.settings import KEPT_BESIDE, database_url
from bot.wiring import alone_with, clock_at, told
from domain.dates.moments import local
from handlers.wording.show_moments import show_moment
from storage.catalogue.folders import data_folder
from storage.database.audit import note
from storage.database.backups import Damaged, bring_up, read_again, set_aside, settle
from storage.database.copying import CopyDiffers, NotEmpty, move
from storage.database.database import Database, open_database, shown, sqlite_file
from storage.messages.delivery import doubt_waiting

DRAFT = ".restoring"


def run_restore(folder: Path, db: str | None, at: str | None) -> None:
    """Nothing is changed before the backup has been found whole."""
    url, now = database_url(db), clock_at(at)()
    listed = read_list(folder)
    file = sqlite_file(url)
    aside = None
    with told(url):
        if file is None:
            _onto_server(folder, listed, url, now)
        else:
            aside = _onto_file(folder, listed, file, now)
    _secrets_back(folder, listed)
    tell("restore.done", at=show_moment(listed.at), rows=counted(listed.rows))
    if aside is not None:
        tell("restore.aside", file=aside)
    tell("restore.gap", at=show_moment(listed.at))


def _onto_file(folder: Path, listed: BackupList, file: Path, now: datetime) -> Path | None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with alone_with(file):
        draft = file.with_name(file.name + DRAFT)
        _sound_copy(folder, listed, draft)
        with closing(open_database(f"sqlite:///{draft}")) as database:
            _begin_anew(database, listed, now)
        settle(draft)
        aside = set_aside(file, f"before-restore-{local(now):%Y%m%d-%H%M%S}")
        for old in ("", "-wal", "-shm"):
            file.with_name(file.name + old).unlink(missing_ok=True)
        draft.replace(file)
        return aside


def _onto_server(folder: Path, listed: BackupList, url: str, now: datetime) -> None:
    draft = data_folder() / f"{DATABASE}{DRAFT}"
    _sound_copy(folder, listed, draft)
    with closing(open_database(f"sqlite:///{draft}")) as source, closing(open_database(url)) as to:
        refuse_served(to)
        try:
            move(source, to)
        except NotEmpty:
            raise UsageFault("restore.not_empty", url=shown(url)) from None
        except CopyDiffers as wrong:
            raise UsageFault("move.differs", tables=wrong) from None
        _begin_anew(to, listed, now)
    draft.unlink()


def _sound_copy(folder: Path, listed: BackupList, draft: Path) -> None:
    """The backup's database, copied to be worked with: the backup itself stays as it is."""
    for left in ("", "-wal", "-shm"):
        draft.with_name(draft.name + left).unlink(missing_ok=True)
    draft.touch(mode=0o600)
    shutil.copyfile(folder / DATABASE, draft)
    try:
        if not bring_up(draft) and read_again(draft) != dict(listed.tables):
            raise Damaged
    except Damaged:
        raise UsageFault("restore.damaged", folder=folder, name=DATABASE) from None


def _begin_anew(database: Database, listed: BackupList, now: datetime) -> None:
    """What was waiting then may have been sent since: it goes out as a repeat."""
    with database.work() as session:
        doubtful = doubt_waiting(session)
        detail = {"made_at": listed.at.isoformat(), "doubtful": doubtful}
        note(session, now, None, "backup.restored", "database", detail)


def _secrets_back(folder: Path, listed: BackupList) -> None:
    """Only where there are none: those that are there may be newer, and are used up when they
    change."""
    for name in KEPT_BESIDE:
        place = data_folder() / name
        if name in listed.files and not place.exists():
            write_durably(place, (folder / name).read_bytes())
