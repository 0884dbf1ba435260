"""A database that cannot be used is one line that says what to do and never shows a password."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.migrating import run_migrate
from bot.fault import UsageFault
from bot.settings import database_url
from bot.wiring import database_if_there, open_store

COMMANDS: tuple[Callable[[str], object], ...] = (open_store, run_migrate)


def line_of(command: Callable[[str], object], db: str) -> str:
    with pytest.raises(UsageFault) as fault:
        command(db)
    (line,) = str(fault.value).splitlines()
    return line


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("db", "says"),
    [
        ("mysql://u:s3cret@machine/x", "PostgreSQL"),
        ("postgresql://u:p@s3cret@127.0.0.1:1/x", "%40"),
        ("postgresql://u:s3cret@127.0.0.1:1/x", "không kết nối được postgresql://u:***@127.0.0.1"),
        ("://", "không hiểu địa chỉ"),
        ("sqlite:/x", "không hiểu địa chỉ"),
    ],
)
def test_an_address_that_leads_nowhere(
    command: Callable[[str], object], db: str, says: str
) -> None:
    line = line_of(command, db)
    assert says in line
    assert "s3cret" not in line


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_no_database(command: Callable[[str], object], tmp_path: Path) -> None:
    file = tmp_path / "thu.db"
    file.write_text("Kính gửi: UBND huyện\n" * 50, "utf-8")
    assert "không phải cơ sở dữ liệu" in line_of(command, str(file))
    assert "không mở được" in line_of(command, str(tmp_path))
    assert file.read_text("utf-8").startswith("Kính gửi")


def test_a_path_through_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "thu.txt"
    file.write_text("x")
    assert str(file) in line_of(run_migrate, str(file / "x.db"))
    monkeypatch.setenv("NHACVIEC_DATA", str(file))
    monkeypatch.delenv("NHACVIEC_DB", raising=False)
    with pytest.raises(UsageFault, match="thư mục"):
        database_url(None)


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    db = str(tmp_path / "new" / "x.db")
    assert database_if_there(db) is None
    line = line_of(open_store, db)
    assert "nhacviec migrate" in line
    assert db in line
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("revision", "says"), [("0001", "nhacviec migrate"), ("9999", "make setup")]
)
def test_another_schema_names_the_command(
    migrated_file: Path, tmp_path: Path, revision: str, says: str
) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(migrated_file.read_bytes())
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()
    line = line_of(open_store, str(file))
    assert says in line
    assert revision in line
    if revision == "9999":
        assert line_of(run_migrate, str(file)) == line
