"""The first day of a district: an empty workbook, its faults by cell, pages of codes, who is not
linked yet told day by day, and the first reminder."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import segno
from openpyxl import load_workbook

from bot.cli.inviting import run_invitation_pages
from bot.cli.loading import run_load, run_template
from bot.fault import UsageFault
from bot.inbox.inbox import receive
from domain.dates.moments import parse_at
from domain.talk.messages import Address, Incoming
from scheduler.tick import tick
from storage.catalogue.catalogue import load_catalogue
from storage.database.database import Database
from tests.storage.messages.mailbox import taken

UNITS = (
    ("an-thi", "huyen", "huyện Ân Thi", "huyen-an-thi", ""),
    ("an-thi/bac-son", "xa", "xã Bắc Sơn", "xa-bac-son", "an-thi"),
)
PEOPLE = (
    ("quynh", "Hoàng Thu Quỳnh", "chị", "an-thi", "chuyên viên cấp trên", ""),
    ("lan", "Nguyễn Thị Lan", "chị", "an-thi/bac-son", "công chức", "văn phòng; tư pháp"),
    ("hoa", "Trần Thị Hoa", "chị", "an-thi/bac-son", "công chức", "tài chính; văn hóa"),
)


def fill(file: Path, role_of_lan: str) -> None:
    """The template filled by its own headings."""
    book = load_workbook(file)
    units = {cell.value: cell.column for cell in book["Đơn vị"][1]}
    people = {cell.value: cell.column for cell in book["Cán bộ"][1]}
    for row, unit in enumerate(UNITS, start=2):
        for name, value in zip(("Mã", "Loại", "Tên", "Tên ngắn", "Cấp trên"), unit, strict=True):
            book["Đơn vị"].cell(row, units[name], value or None)
    headings = ("Mã", "Họ tên", "Xưng hô", "Đơn vị", "Vai trò", "Lĩnh vực")
    for row, person in enumerate(PEOPLE, start=2):
        for name, value in zip(headings, person, strict=True):
            typed = role_of_lan if (person[0], name) == ("lan", "Vai trò") else value
            book["Cán bộ"].cell(row, people[name], typed or None)
    book.save(file)


def modules_of(code: segno.QRCode) -> str:
    """The drawn path of a QR code: another link would have another one."""
    drawn = re.search(r' d="([^"]+)"', code.svg_inline(scale=3, border=4, omitsize=False))
    assert drawn is not None
    return drawn[1]


class Chat:
    """Whoever writes to the bot, and what they get."""

    def __init__(self, database: Database) -> None:
        self.database, self.catalogue = database, load_catalogue()
        self.count = 0

    def say(self, chat: str, text: str, at: str) -> list[str]:
        self.count += 1
        address = Address("telegram", chat)
        incoming = Incoming(f"{self.count}", address, text, parse_at(at))
        receive(self.database, self.catalogue, incoming, parse_at(at))
        return self.told(chat, at)

    def ring(self, at: str) -> None:
        tick(self.database, self.catalogue, parse_at(at))

    def told(self, chat: str, at: str) -> list[str]:
        found = taken(self.database, Address("telegram", chat), parse_at(at))
        return [message.reply.text for message in found]


@pytest.fixture
def chat(file_database: Database) -> Chat:
    return Chat(file_database)


def codes_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Name -> code, of every page that was printed."""
    codes: dict[str, str] = {}
    for file in map(Path, capsys.readouterr().out.split()):
        page = file.read_text("utf-8")
        HTMLParser().feed(page)
        for section in page.split("<section>")[1:]:
            name = re.search(r"<h2>([^<,]+)", section)
            code = re.search(r'class="code">([A-Z0-9-]+)<', section)
            assert name is not None
            assert code is not None
            link = f"https://t.me/nhacviec_bot?start={code[1].replace('-', '')}"
            assert link in section
            assert modules_of(segno.make(link, error="m", micro=False)) in section
            codes[name[1]] = code[1]
    return codes


def test_the_first_day_of_a_district_from_an_empty_workbook_to_the_first_reminder(
    chat: Chat, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db, book = str(chat.database.file), tmp_path / "don-vi.xlsx"
    run_template(book)
    fill(book, role_of_lan="công chưc xã")
    with pytest.raises(UsageFault, match=r"trang “Cán bộ”, dòng 3, cột “Vai trò”"):
        run_load([str(book)], db, "2024-08-26")
    fill(book, role_of_lan="công chức")
    run_load([str(book)], db, "2024-08-26")
    assert "2 đơn vị, 3 cán bộ" in capsys.readouterr().out

    run_invitation_pages(None, tmp_path / "to-moi", "nhacviec_bot", db, "2024-08-26")
    codes = codes_in(tmp_path / "to-moi", capsys)
    assert sorted(codes) == ["Hoàng Thu Quỳnh", "Nguyễn Thị Lan", "Trần Thị Hoa"]
    chat.say("1", codes["Hoàng Thu Quỳnh"], "2024-08-26 09:00")
    chat.say("2", f"/start {codes['Nguyễn Thị Lan']}", "2024-08-26 09:05")

    chat.ring("2024-08-27 07:30")
    (morning,) = chat.told("1", "2024-08-27 07:30")
    assert "Chưa liên kết với bot 1 người: xã Bắc Sơn (1 người)." in morning
    assert "Mã mời do văn phòng đơn vị hoặc người quản trị cấp" in morning  # she cannot

    chat.ring("2024-08-28 07:30")
    (reminder,) = chat.told("2", "2024-08-28 07:30")
    assert "quý III năm 2024 của xã Bắc Sơn" in reminder
    assert "6 tháng" not in reminder  # what was due before the start is not asked for
    (again,) = chat.told("1", "2024-08-28 07:30")
    assert "Chưa liên kết với bot 1 người" in again

    chat.say("3", codes["Trần Thị Hoa"], "2024-08-28 09:00")
    chat.ring("2024-08-29 07:30")
    assert chat.told("1", "2024-08-29 07:30") == []  # everybody is there: nothing to tell


def test_who_never_uses_the_code_is_told_of_as_long_as_the_code_is_good(
    chat: Chat, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db, book = str(chat.database.file), tmp_path / "don-vi.xlsx"
    run_template(book)
    fill(book, role_of_lan="công chức")
    run_load([str(book)], db, "2024-07-01")
    capsys.readouterr()
    run_invitation_pages(None, tmp_path / "to-moi", "nhacviec_bot", db, "2024-07-01")
    codes = codes_in(tmp_path / "to-moi", capsys)
    chat.say("1", codes["Hoàng Thu Quỳnh"], "2024-07-01 09:00")
    for day, still in (("2024-07-02", True), ("2024-07-12", True), ("2024-07-16", False)):
        chat.ring(f"{day} 07:30")
        told = "".join(chat.told("1", f"{day} 07:30"))
        assert ("Chưa liên kết với bot 2 người" in told) == still, day


def test_the_template_is_never_written_over_a_file_that_stands_there(tmp_path: Path) -> None:
    book = tmp_path / "don-vi.xlsx"
    book.write_bytes(b"mine")
    with pytest.raises(UsageFault, match="bot không ghi đè"):
        run_template(book)
    assert book.read_bytes() == b"mine"
