"""Units, officials and leave from a workbook that an office has filled in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from domain.people.people import Role
from domain.reading.cells import Opened
from reports.incoming.open_file import open_file
from reports.incoming.read_people import people_tables
from reports.incoming.unreadable import UnreadableFile
from storage.catalogue.people_files import people_of


def opened(path: Path) -> Opened:
    return open_file(path.name, path.read_bytes())


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    units = book.active
    units.title = "Đơn vị"
    units.append(["Mã", "Loại", "Tên", "Tên ngắn", "Cấp trên", "Mã số", "Từ ngày", "Tên khác"])
    units.append(["hy", "tinh", "tỉnh Hưng Yên", "tinh-hung-yen", None, None, None, None])
    units.append(
        ["hy/bs", "xa", "xã Bắc Sơn", "xa-bac-son", "hy", "12148", date(2021, 1, 1), "bs; bsơn"]
    )
    people = book.create_sheet("CÁN BỘ")
    people.append(
        ["ma", "ho ten", "xung ho", "chuc vu", "don vi", "vai tro", "linh vuc", "dia chi"]
    )
    people.append(
        [
            "lan",
            "Nguyễn Thị Lan",
            "chị",
            "VP",
            "hy/bs",
            "official",
            "office, culture",
            "console:lan",
        ]
    )
    people.append(["lan", "Nguyễn Thị Lan", "chị", "VP", "hy/bs", "office_head", None, None])
    leave = book.create_sheet("nghi phep")
    leave.append(["Cán bộ", "Từ ngày", "Đến ngày", "Người thay"])
    leave.append(["lan", date(2026, 1, 5), date(2026, 1, 9), None])
    book.create_sheet("Ghi chú").append(["không đọc trang này"])
    path = tmp_path / "don-vi.xlsx"
    book.save(path)
    return path


def test_a_filled_workbook_brings_units_people_and_leave(workbook: Path) -> None:
    people, faults = people_of(people_tables(opened(workbook)).tables, workbook.name)
    assert faults == ()
    assert [unit.id for unit in people.units] == ["hy", "hy/bs"]
    assert people.units[1].aliases == ("bs", "bsơn")
    assert people.units[1].valid_from == date(2021, 1, 1)
    (lan,) = people.officials
    assert [(post.role, post.fields) for post in lan.posts] == [
        (Role.OFFICIAL, ("office", "culture")),
        (Role.OFFICE_HEAD, ()),
    ]
    assert [str(address) for _, address in people.addresses] == ["console:lan"]
    assert people.leaves[0].last_day == date(2026, 1, 9)


def test_every_fault_is_told_with_its_row(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Đơn vị"
    sheet.append(["Mã", "Loại", "Tên", "Tên ngắn"])
    sheet.append(["a", "làng", "làng A", "lang-a"])
    sheet.append(["b", "xa", None, "xa-b"])
    path = tmp_path / "sai.xlsx"
    book.save(path)
    read = people_tables(opened(path))
    _, faults = people_of(read.tables, path.name)
    assert [fault.key for fault in faults] == ["units.a.kind", "units.b.name"]
    places = [read.origin(fault.key) for fault in faults]
    assert [(at.sheet, at.row, column) for at, column in places if at] == [
        ("Đơn vị", 2, "Loại"),
        ("Đơn vị", 3, "Tên"),
    ]


def test_a_file_that_is_no_such_workbook_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "thu.xlsx"
    text.write_text("không phải sổ tính", "utf-8")
    with pytest.raises(UnreadableFile):
        people_tables(opened(text))
    book = Workbook()
    book.save(tmp_path / "trong.xlsx")
    with pytest.raises(UnreadableFile):
        people_tables(opened(tmp_path / "trong.xlsx"))
