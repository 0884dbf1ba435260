"""Every kind of work of the bot that writes, to be killed anywhere and done again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stdout, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from io import StringIO
from os import environ
from pathlib import Path

from bot.backup_folder import DATABASE, backups_in, read_list
from bot.cli.care.backing_up import run_backup
from bot.cli.care.restoring import run_restore
from bot.cli.loading import load_paths
from bot.fault import UsageFault
from bot.inbox.inbox import receive
from domain.dates.moments import parse_at
from domain.talk.messages import Address, Incoming
from scheduler.letting_go import Keeping, let_go
from scheduler.tick import tick
from storage.catalogue.catalogue import load_catalogue
from storage.catalogue.folders import CATALOGUE
from storage.database.copying import TABLES, move, sums
from storage.database.database import Database, open_database
from storage.database.schema import migrate
from tests.faults.killing import NEVER, in_child, statements_of, was_killed
from tests.support.district import District

MORNING = "2024-08-28 08:00"
NOW = parse_at("2024-08-28 09:00")
PASSING = {"attempts", "versions", "plans"}
"""What is noted of work while it goes on, or is another word each time."""


@dataclass(frozen=True)
class WorkKind:
    """`act` works in a folder in which `nhacviec.db` lies; `stands` is what must be the same in
    the end, however often it was killed."""

    name: str
    act: Callable[[Path], object]
    stands: Callable[[Path], object]
    before: Callable[[Path], object] = lambda _: None


@dataclass
class Report:
    """What came of all kills of one kind of work."""

    kind: str
    statements: int = 0
    kills: int = 0
    differing: list[int] = field(default_factory=list)  # killed there, it ended in another way


def file_of(folder: Path) -> Path:
    return folder / "nhacviec.db"


def opened(file: Path) -> closing[Database]:
    return closing(open_database(f"sqlite:///{file}"))


def rows(file: Path) -> dict[str, object]:
    """All that stands in a file."""
    with opened(file) as database, database.read() as session:
        found = sums(session)
    return {table.name: found[table.name] for table in TABLES if table.name not in PASSING}


def prepared(migrated_file: Path, folder: Path) -> None:
    """A district in the middle of its work."""
    shutil.copy(migrated_file, file_of(folder))
    with opened(file_of(folder)) as database:
        desk = District(database)
        desk.move(MORNING)
        desk.say("lan", "14 7 5 1 0 0")
        desk.say("lan", "/phu-luc")


def _answer(folder: Path) -> None:
    with opened(file_of(folder)) as database:
        catalogue, lan = load_catalogue(database), Address("test", "lan")
        for number, text in enumerate(("14 14 0 0", "sửa I.1 = 15", "đúng", "xong")):
            receive(database, catalogue, Incoming(f"k{number}", lan, text, NOW), NOW)


def _tick(folder: Path) -> None:
    with opened(file_of(folder)) as database:
        tick(database, load_catalogue(database), parse_at("2024-09-06 07:30"))


def _load(folder: Path) -> None:
    with opened(file_of(folder)) as database:
        people = CATALOGUE / "samples" / "bac-son" / "people.toml"
        with suppress(UsageFault):
            load_paths([people], database, load_catalogue(), NOW)


def _let_go(folder: Path) -> None:
    with opened(file_of(folder)) as database:
        let_go(database, Keeping(timedelta(), timedelta()), NOW + timedelta(days=1))


def _move(folder: Path) -> None:
    with opened(file_of(folder)) as source, opened(folder / "moved.db") as target:
        move(source, target)


def _backup(folder: Path) -> None:
    environ["NHACVIEC_DATA"] = str(folder)
    with redirect_stdout(StringIO()), suppress(UsageFault):
        run_backup(folder / "backups", str(file_of(folder)), NOW.isoformat())


def _backups(folder: Path) -> object:
    (made,) = backups_in(folder / "backups")
    assert [each.name for each in (folder / "backups").glob("nhacviec-*")] == [made.name]
    return {name: each.digest for name, each in read_list(made).tables.items()}


def _restore(folder: Path) -> None:
    environ["NHACVIEC_DATA"] = str(folder)
    (made,) = backups_in(folder / "backups")
    with redirect_stdout(StringIO()):
        run_restore(made, str(folder / "restored.db"), NOW.isoformat())


def _without_audit(folder: Path) -> object:
    found = rows(folder / "restored.db")
    found.pop("audit")
    assert (next(iter(backups_in(folder / "backups"))) / DATABASE).is_file()
    return found


def _migrate(folder: Path) -> None:
    with opened(folder / "new.db") as database:
        migrate(database)


KINDS = (
    WorkKind("answer", _answer, lambda folder: rows(file_of(folder))),
    WorkKind("tick", _tick, lambda folder: rows(file_of(folder))),
    WorkKind("load", _load, lambda folder: rows(file_of(folder))),
    WorkKind("let go", _let_go, lambda folder: rows(file_of(folder))),
    WorkKind("move", _move, lambda folder: rows(folder / "moved.db")),
    WorkKind("backup", _backup, _backups),
    WorkKind("restore", _restore, _without_audit, before=_backup),
    WorkKind("migrate", _migrate, lambda folder: rows(folder / "new.db")),
)


def run(kind: WorkKind, migrated_file: Path, folder: Path, points: int | None) -> Report:
    """Kill the work at so many of its statements, evenly over all of them (None: at each one), do
    it again, and hold the end against work that nobody disturbed."""
    start = folder / "start"
    start.mkdir()
    prepared(migrated_file, start)
    kind.before(start)
    whole = _fresh(start, folder / "whole")
    report = Report(kind.name, statements_of(partial(kind.act, whole)))
    wanted = kind.stands(whole)
    for at in _points(report.statements, points):
        again = _fresh(start, folder / "killed")
        report.kills += was_killed(in_child(partial(kind.act, again), at))
        in_child(partial(kind.act, again), NEVER)
        if kind.stands(again) != wanted:
            report.differing.append(at)
    return report


def _points(statements: int, points: int | None) -> Iterator[int]:
    if points is None or points >= statements:
        yield from range(1, statements + 1)
        return
    for number in range(points):
        yield 1 + number * (statements - 1) // max(points - 1, 1)


def _fresh(start: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(start, folder)
    return folder
