"""Rules and reminders are tried on what is there before anybody meets them; nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.care.rules_trying import run_try_rules
from bot.fault import UsageFault
from bot.rehearsal.on_copy import run_on_copy
from storage.catalogue.folders import CATALOGUE
from storage.database.copying import sums
from storage.database.database import Database
from tests.support.district import District


@pytest.fixture
def desk(file_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> District:
    monkeypatch.setenv("NHACVIEC_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    found = District(file_database)
    found.move("2024-08-28 08:00")
    found.fill("lan")
    return found


def test_new_rules_say_what_they_would_have_raised(
    desk: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (CATALOGUE / "forms" / "par-quarter.toml").read_text("utf-8")
    new = text + '\n[[rules]]\nid = "thu-moi"\ntype = "at_most"\nseverity = "warn"\n'
    new += 'left = ["I.1"]\nright = ["I.2.1"]\nnote = "thử"\n'
    (tmp_path / "moi.toml").write_text(new, "utf-8")
    with desk.database.read() as session:
        before = sums(session)
    run_try_rules(tmp_path / "moi.toml", str(desk.database.file), "2024-08-28 09:00")
    shown = capsys.readouterr().out
    assert "xã Bắc Sơn, quý III năm 2024: thu-moi – " in shown
    assert "trên 1 báo cáo có số: nêu thêm 1 chỗ, bớt 0 chỗ" in shown
    with desk.database.read() as session:
        assert sums(session) == before


def test_what_is_no_form_is_named(desk: District, tmp_path: Path) -> None:
    holidays = tmp_path / "nghi.toml"
    holidays.write_text("known_from = 2027-01-01\nknown_until = 2027-12-31\ndays = []\n", "utf-8")
    with pytest.raises(UsageFault, match=r"nghi\.toml không phải tệp biểu"):
        run_try_rules(holidays, str(desk.database.file), None)


def test_the_days_to_come_are_rehearsed_on_a_copy(
    desk: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk.database.read() as session:
        before = sums(session)
    run_on_copy(tmp_path / "out", 14, str(desk.database.file), "2024-09-05 06:00")
    shown = capsys.readouterr().out.splitlines()
    assert shown[-1].startswith("Từ nay đến hết ngày 19/9/2024: ")
    assert "Không gửi gì" in shown[-1]
    assert len(shown) > 5
    whole = (tmp_path / "out" / "sap-toi.txt").read_text("utf-8")
    assert "Chào" in whole
    with desk.database.read() as session:
        assert sums(session) == before
