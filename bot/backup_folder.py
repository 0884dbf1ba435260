"""A backup as a folder: the database, the few secrets beside it, and a list of what is in it."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import file_digest
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from bot.durable_file import write_durably
from bot.fault import UsageFault
from bot.file_lock import try_lock
from bot.settings import BACKUPS, value_of
from domain.dates.moments import ICT, local
from storage.catalogue.folders import data_folder
from storage.database.copying import TableSum
from storage.database.schema import HEAD

DATABASE, LISTED = "nhacviec.db", "ban-sao.json"
UNFINISHED = ".dang-chep"
LOCK = "sao-luu.khoa"
_NAME = re.compile(r"nhacviec-(\d{8}-\d{6})")
_STAMP = "%Y%m%d-%H%M%S"

LATEST, DAYS, WEEKS, MONTHS = 8, 14, 8, 12
"""How many backups stay: the latest ones, and the newest of so many days, weeks and months that
have one. They are counted, not measured against a clock that may be wrong."""


@dataclass(frozen=True, slots=True)
class BackupList:
    """What stands in a backup, as it was when it was made."""

    at: datetime
    schema: str
    tables: Mapping[str, TableSum]
    files: Mapping[str, str]  # name -> SHA-256

    @property
    def rows(self) -> int:
        """Of all tables together."""
        return sum(each.rows for each in self.tables.values())


def backups_folder() -> Path:
    """Where backups are kept: as it is set, else in the data folder."""
    return Path(value_of(BACKUPS) or data_folder() / "backups")


def newest_backup(now: datetime) -> datetime | None:
    """When the last one was made that is whole; None where there is none."""
    return max((at for at in backups_in(backups_folder()).values() if at <= now), default=None)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Nobody else makes a backup here or lets one go meanwhile; UsageFault where somebody is at it.
    The system gives the place free when its holder dies."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / LOCK).open("ab") as lock:
        if not try_lock(lock.fileno()):
            raise UsageFault("backup.underway", folder=folder)
        yield


def name_at(moment: datetime) -> str:
    """What the backup of a moment is called."""
    return f"nhacviec-{local(moment):{_STAMP}}"


def moment_of(folder: Path) -> datetime | None:
    """When a backup was made, by its name; None for any other folder."""
    found = _NAME.fullmatch(folder.name)
    if found is None or not (folder / LISTED).is_file():
        return None
    try:
        return datetime.strptime(found[1], _STAMP).replace(tzinfo=ICT)
    except ValueError:
        return None


def backups_in(folder: Path) -> dict[Path, datetime]:
    """Every finished backup, oldest first."""
    if not folder.is_dir():
        return {}
    found = ((each, moment_of(each)) for each in sorted(folder.iterdir()))
    return {each: at for each, at in found if at is not None}


def outlived(backups: Mapping[Path, datetime]) -> list[Path]:
    """Those that are let go."""
    newest = sorted(backups, key=lambda each: backups[each], reverse=True)
    stay = set(newest[:LATEST])
    for most, span in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        first = dict[Hashable, Path]()
        for folder in newest:
            first.setdefault(span(local(backups[folder]).date()), folder)
        stay.update(islice(first.values(), most))
    return [folder for folder in backups if folder not in stay]


def _day(day: date) -> Hashable:
    return day


def _week(day: date) -> Hashable:
    return day.isocalendar()[:2]


def _month(day: date) -> Hashable:
    return day.year, day.month


def write_list(folder: Path, at: datetime, tables: Mapping[str, TableSum]) -> BackupList:
    """Write down what stands in a folder."""
    files = {each.name: _digest(each) for each in sorted(folder.iterdir())}
    data = {
        "at": at.isoformat(),
        "program": version("nhacviec"),
        "schema": HEAD,
        "tables": {name: asdict(each) for name, each in tables.items()},
        "files": files,
    }
    write_durably(folder / LISTED, json.dumps(data, indent=1).encode())
    return BackupList(at, HEAD, tables, files)


def read_list(folder: Path) -> BackupList:
    """What must stand in a backup; UsageFault where it is none, or not whole any more."""
    try:
        data = json.loads((folder / LISTED).read_text("utf-8"))
        tables = {name: TableSum(**each) for name, each in data["tables"].items()}
        at, files = datetime.fromisoformat(data["at"]), dict(data["files"])
        listed = BackupList(at, str(data["schema"]), tables, files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UsageFault("restore.none", folder=folder, name=LISTED) from None
    for name, digest in {DATABASE: "", **listed.files}.items():
        file = folder / Path(name).name
        if not file.is_file() or _digest(file) != digest:
            raise UsageFault("restore.damaged", folder=folder, name=name)
    return listed


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()
