"""Backup, restore and move, as an operator types them."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from bot.backup_folder import UNFINISHED, alone_in, backups_in, name_at, outlived
from bot.file_lock import try_lock
from domain.dates.moments import local, parse_at
from storage.database.copying import sums
from storage.database.database import open_database
from tests.bot.cli.test_command_line import nhacviec

NOON = "2024-08-28T12:00"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("prepared")
    nhacviec(home, "migrate")
    nhacviec(home, "load", "bac-son", "--at", "2024-08-20")
    nhacviec(home, "tick", "--at", "2024-08-28T07:30")
    return home


@pytest.fixture
def loaded(prepared: Path, tmp_path: Path) -> Path:
    shutil.copytree(prepared / "data", tmp_path / "data")
    return tmp_path


def say(home: Path, text: str, at: str = "2024-08-28T13:40") -> str:
    return nhacviec(home, "chat", "--as", "lan", "--at", at, stdin=text + "\n").stdout


def test_a_restored_backup_goes_on_where_it_stopped(loaded: Path) -> None:
    say(loaded, "14 7 5 1 0 0", "2024-08-28T08:00")
    (loaded / "data" / "web-secret").write_text("bi-mat-cua-lien-ket")
    made = nhacviec(loaded, "backup", "--at", NOON)
    assert made.returncode == 0, made.stderr
    (folder,) = (loaded / "data" / "backups").glob("nhacviec-*")
    assert made.stdout.startswith(f"Đã sao lưu vào {folder}: ")
    assert folder.name == "nhacviec-20240828-120000"
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {
        "nhacviec.db": 0o600,
        "web-secret": 0o600,
        "ban-sao.json": 0o600,
    }
    say(loaded, "15 7 5 1 0 0")  # after the backup: this is lost with the machine
    shutil.rmtree(loaded / "data" / "nhacviec.db", ignore_errors=True)
    for left in (loaded / "data").glob("nhacviec.db*"):
        left.unlink()
    (loaded / "data" / "web-secret").unlink()

    done = nhacviec(loaded, "restore", str(folder), "--at", "2024-08-28T14:00")
    assert done.returncode == 0, done.stderr
    assert "Đã phục hồi bản sao lúc 12:00 ngày 28/8/2024" in done.stdout
    assert "giữ ở" not in done.stdout
    assert (loaded / "data" / "web-secret").read_text() == "bi-mat-cua-lien-ket"
    assert "Đã có 6/97 số" in nhacviec(loaded, "status", "xa-bac-son", "--at", NOON).stdout
    again = nhacviec(loaded, "tick", "--at", "2024-08-28T14:00")
    assert (
        again.stdout == "14:00 ngày 28/8/2024: mở 0 báo cáo, gửi 0 tin.\n"
    )  # nobody is told twice
    assert "14" in say(loaded, "14 14 0 0")


def test_what_stood_there_before_a_restore_is_kept(loaded: Path) -> None:
    nhacviec(loaded, "backup", "--at", NOON)
    say(loaded, "14 7 5 1 0 0")
    (folder,) = (loaded / "data" / "backups").glob("nhacviec-*")
    done = nhacviec(loaded, "restore", str(folder), "--at", "2024-08-28T14:00")
    aside = loaded / "data" / "nhacviec.db.before-restore-20240828-140000"
    assert f"giữ ở {aside}." in done.stdout
    kept = nhacviec(loaded, "status", "xa-bac-son", "--db", str(aside), "--at", NOON)
    assert "Đã có 6/97 số" in kept.stdout
    assert "Đã có 0/97 số" in nhacviec(loaded, "status", "xa-bac-son", "--at", NOON).stdout


@pytest.mark.parametrize("spoilt", ["nhacviec.db", "ban-sao.json"])
def test_a_backup_that_is_not_whole_changes_nothing(loaded: Path, spoilt: str) -> None:
    nhacviec(loaded, "backup", "--at", NOON)
    (folder,) = (loaded / "data" / "backups").glob("nhacviec-*")
    file = folder / spoilt
    file.write_bytes(file.read_bytes()[:-10])
    before = (loaded / "data" / "nhacviec.db").read_bytes()
    done = nhacviec(loaded, "restore", str(folder))
    assert done.returncode == 2
    assert done.stderr.startswith("nhacviec: ")
    assert "Chưa thay đổi gì" in done.stderr
    assert (loaded / "data" / "nhacviec.db").read_bytes() == before


def test_nothing_is_restored_under_a_bot_that_runs(loaded: Path) -> None:
    nhacviec(loaded, "backup", "--at", NOON)
    (folder,) = (loaded / "data" / "backups").glob("nhacviec-*")
    with (loaded / "data" / "nhacviec.db.running").open("ab") as lock:
        assert try_lock(lock.fileno())
        done = nhacviec(loaded, "restore", str(folder))
        assert done.returncode == 2
        assert "dừng tiến trình đó trước" in done.stderr
        assert nhacviec(loaded, "backup").returncode == 0  # a backup disturbs nobody
    assert nhacviec(loaded, "restore", str(folder)).returncode == 0


def test_two_backups_at_once_do_not_delete_each_other(loaded: Path) -> None:
    folder = loaded / "data" / "backups"
    with alone_in(folder):
        draft = folder / f"{name_at(parse_at(NOON))}{UNFINISHED}"
        draft.mkdir()
        second = nhacviec(loaded, "backup", "--at", "2024-08-28T12:01")
        assert second.returncode == 2
        assert "đang có lệnh sao lưu khác" in second.stderr
        assert draft.is_dir()
    assert nhacviec(loaded, "backup", "--at", "2024-08-28T12:02").returncode == 0
    assert not draft.exists()  # whoever had begun it is gone


def test_a_backup_of_a_newer_program_is_refused(loaded: Path) -> None:
    nhacviec(loaded, "backup", "--at", NOON)
    (folder,) = (loaded / "data" / "backups").glob("nhacviec-*")
    with sqlite3.connect(folder / "nhacviec.db") as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
    listed = json.loads((folder / "ban-sao.json").read_text())
    listed["files"]["nhacviec.db"] = sha256((folder / "nhacviec.db").read_bytes()).hexdigest()
    (folder / "ban-sao.json").write_text(json.dumps(listed))
    done = nhacviec(loaded, "restore", str(folder))
    assert done.returncode == 2
    assert "do chương trình mới hơn tạo" in done.stderr
    assert nhacviec(loaded, "status", "xa-bac-son", "--at", NOON).returncode == 0


def test_a_move_is_told_table_by_table(loaded: Path) -> None:
    target = loaded / "moi.db"
    source = str(loaded / "data" / "nhacviec.db")
    done = nhacviec(loaded, "db", "move", source, str(target))
    assert done.returncode == 0, done.stderr
    assert "officials: 7 dòng" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Đã chuyển ")
    with open_database(f"sqlite:///{source}").read() as old:
        before = sums(old)
    with open_database(f"sqlite:///{target}").read() as new:
        assert sums(new) == before
    same = nhacviec(loaded, "db", "move", source, source)
    assert same.stderr == "nhacviec: nguồn và đích là một\n"


def test_backups_grow_fewer_with_age() -> None:
    now = parse_at("2024-12-31 12:00")
    made = [now - timedelta(hours=6 * n) for n in range(4 * 500)]
    backups = {Path(name_at(at)): local(at) for at in made}
    gone = set(outlived(backups))
    left = {folder: at for folder, at in backups.items() if folder not in gone}
    ages = sorted((now - at).days for at in left.values())
    assert ages[:9] == [0, 0, 0, 0, 1, 1, 1, 1, 2]
    assert len(ages) <= 8 + 14 + 8 + 12
    assert 330 < ages[-1] < 366
    assert outlived(left) == []


def test_a_clock_that_is_wrong_by_years_lets_no_backup_go(tmp_path: Path) -> None:
    days = [parse_at("2024-12-31") - timedelta(days=n) for n in range(14)]
    backups = {Path(name_at(at)): at for at in (*days, parse_at("2051-01-01"))}
    assert len(outlived(backups)) <= 1
    assert outlived({Path("only"): parse_at("2020-01-01")}) == []
    assert backups_in(tmp_path / "none") == {}
