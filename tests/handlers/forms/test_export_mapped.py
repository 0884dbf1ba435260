"""The export of another program: mapped to a form once by hand, then read as figures."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from bot.cli.form_from import run_form_map
from bot.cli.loading_files import read_file
from bot.cli.playing import stage
from bot.fault import UsageFault
from bot.rehearsal.transcript import read_script
from storage.database.database import Database

EXPORT = Path(__file__).parents[3] / "docs" / "vi-du" / "thong-ke-mot-cua.xlsx"
ON_TIME = ("III.3.1.2", "Tổng cộng", "Đã giải quyết – Trước hạn, đúng hạn")
SOLVED = ("III.3.1.1", "Tổng cộng", "Tiếp nhận – Tổng số")
HEAD = "# Bảng kết xuất\nsample: bac-son\nload: khop.toml\nonly: lan\n\nat 2024-09-06 08:00\n"


def mapped(folder: Path, *takes: tuple[str, str, str]) -> Path:
    """The file that an administrator has completed."""
    file = folder / "khop.toml"
    run_form_map(EXPORT, "par-quarter", file, f"sqlite:///{folder}/none.db")
    rows = (
        f'[[takes]]\ncode = "{code}"\nrow = "{row}"\ncolumn = "{column}"\n'
        for code, row, column in takes
    )
    file.write_text(file.read_text("utf-8") + "\n" + "\n".join(rows), "utf-8")
    return file


def said(says: str, database: Database, folder: Path) -> str:
    (folder / EXPORT.name).write_bytes(EXPORT.read_bytes())
    script = read_script(HEAD + says)
    return "\n".join(stage(script, folder, database, folder / "sent").lines(script))


SENT = f"lan\n  /tep {EXPORT.name}\nlan\n  ghi\n"


def test_what_was_mapped_is_shown_and_written_on_one_word(
    file_database: Database, tmp_path: Path
) -> None:
    mapped(tmp_path, SOLVED, ON_TIME)
    told = said(SENT, file_database, tmp_path).partition("/tep")[2]
    shown, _, written = told.partition("\nlan\n")
    assert "quý III năm 2024" in shown
    assert "- 2 số mới" in shown
    assert "không có trong tệp" not in shown  # an export holds but some lines
    assert "hồ sơ đã giải quyết xong: 314" in written
    assert "hồ sơ giải quyết đúng hạn: 288" in written


def test_the_file_to_complete_names_every_sum_and_lines_that_sound_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = mapped(tmp_path).read_text("utf-8")
    assert text.count("#[[takes]]") == 6
    assert text.count('#row = "Tổng cộng"') == 6
    assert '#column = "Đã giải quyết – Quá hạn"' in text
    assert "# gần giống: " in text
    assert "6 ô có thể lấy" in capsys.readouterr().out


def test_without_a_choice_nothing_is_loaded(file_database: Database, tmp_path: Path) -> None:
    mapped(tmp_path)
    with pytest.raises(UsageFault, match="takes"):
        said(SENT, file_database, tmp_path)


@pytest.mark.parametrize(
    ("take", "words"),
    [
        (("III.9.9", *ON_TIME[1:]), "III.9.9"),
        (("III.3.1", *ON_TIME[1:]), "tỷ lệ tự tính"),
        (("III.3.1.2", "Tổng cộng", "Quá hạn"), "Quá hạn"),
    ],
)
def test_a_faulty_map_is_refused_with_its_place(
    take: tuple[str, str, str], words: str, file_database: Database, tmp_path: Path
) -> None:
    mapped(tmp_path, take)
    with pytest.raises(UsageFault, match=words) as fault:
        said(SENT, file_database, tmp_path)
    assert "takes[1]" in str(fault.value)


def test_a_row_that_is_not_there_or_twice_is_told_and_not_guessed(
    file_database: Database, tmp_path: Path
) -> None:
    mapped(tmp_path, ("III.3.1.1", "Tổng", "Tiếp nhận – Tổng số"), ON_TIME)
    told = said(SENT, file_database, tmp_path)
    assert "Không thấy dòng “Tổng” trong bảng: III.3.1.1 chưa lấy được." in told
    assert "- 1 số mới" in told


def test_another_table_is_not_taken_for_it(file_database: Database, tmp_path: Path) -> None:
    mapped(tmp_path, ON_TIME)
    book = openpyxl.load_workbook(EXPORT)
    book.active["G5"] = "Trễ hạn"
    book.save(tmp_path / "khac.xlsx")
    told = said("lan\n  /tep khac.xlsx\n", file_database, tmp_path)
    assert "số mới" not in told


def test_a_file_that_stands_there_is_not_written_over(tmp_path: Path) -> None:
    assert read_file(mapped(tmp_path)).id == "khop"
    with pytest.raises(UsageFault, match="không ghi đè"):
        run_form_map(EXPORT, "par-quarter", tmp_path / "khop.toml", None)
