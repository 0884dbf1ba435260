"""A task that is struck out, hidden or moved in a table is nobody's task: it is named, by its row,
with what to do, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
import xlsxwriter
from docx import Document
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from domain.talk.messages import Attachment
from reports.incoming.open_file import open_file
from reports.incoming.read_tasks import read_task_sheets
from storage.database.database import Database
from tests.support.annex_files import saved
from tests.support.hostile_files import docx, words, xlsx
from tests.support.task_desk import BAC_SON, Desk

HEAD = ("STT", "Đơn vị", "Nội dung nhiệm vụ", "Thời hạn", "Người chủ trì", "Ghi chú")
ROWS = (
    (1, "xa-bac-son", "rà soát TTHC", "5/10/2024", "", ""),
    (2, "xa-ha-le", "lập danh sách hộ nghèo", "6/10/2024", "", ""),
    (3, "xa-bac-son", "báo cáo chuyển đổi số", "7/10/2024", "", ""),
)


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """20/8/2024, eight in the morning."""
    return Desk(memory_database)


def book() -> tuple[Workbook, Worksheet]:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (HEAD, *ROWS):
        sheet.append(row)
    return made, sheet


def file(content: bytes, name: str = "giao-viec.xlsx") -> Attachment:
    return Attachment(name, "application/octet-stream", content)


def strike_row(sheet: Worksheet) -> None:
    for cell in sheet[3]:
        cell.font = Font(strike=True)


def strike_number(sheet: Worksheet) -> None:
    sheet["A3"].font = Font(strike=True)


def filter_row(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:F4"
    sheet.row_dimensions[3].hidden = True


def strike_part(sheet: Worksheet) -> None:
    sheet["D3"] = CellRichText(TextBlock(InlineFont(strike=True), "6/10/2024"), " 9/10/2024")


def two_units(sheet: Worksheet) -> None:
    sheet["B3"] = "xã Hạ Lễ\nxã Bắc Sơn"


def merge_units(sheet: Worksheet) -> None:
    sheet["B4"] = None
    sheet.merge_cells("B3:B4")


def hide_column(sheet: Worksheet) -> None:
    sheet["E3"] = "Mai"
    sheet.column_dimensions["E"].hidden = True


def leave_formula(sheet: Worksheet) -> None:
    sheet["D3"] = "=D2+1"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (strike_row, "Dòng 3: các ô có phần bị gạch ngang; xin xóa hẳn phần bị gạch"),
        (strike_number, "Dòng 3: các ô có phần bị gạch ngang; xin xóa hẳn phần bị gạch"),
        (filter_row, "Dòng 3: các ô có phần bị ẩn; xin bỏ lọc"),
        (strike_part, "Dòng 3: Thời hạn: “6/10/2024 9/10/2024” có phần bị gạch ngang; xin"),
        (two_units, "Dòng 3: Đơn vị: “xã Hạ Lễ / xã Bắc Sơn” có nhiều dòng hoặc nhiều phần; xin"),
        (merge_units, "Dòng 3: Đơn vị: “xa-ha-le” là ô gộp nhiều dòng; xin bỏ gộp ô"),
        (hide_column, "Dòng 3: Người chủ trì: “Mai” có phần bị ẩn; xin"),
        (leave_formula, "Dòng 3: Thời hạn: ô công thức chưa có kết quả; xin gõ lại kết quả"),
    ],
)
def test_a_row_that_is_not_plainly_a_task_is_named_and_nothing_is_written(
    desk: Desk, spoil: Callable[[Worksheet], None], told: str
) -> None:
    made, sheet = book()
    spoil(sheet)
    answer = desk.say("quynh", file=file(saved(made)))
    assert answer.startswith("Chưa ghi gì: bảng có 3 dòng, ")
    assert told in answer
    desk.say("quynh", "ghi")
    assert desk.tasks() == []


def test_words_over_two_lines_and_a_hidden_column_of_notes_are_no_fault(desk: Desk) -> None:
    made, sheet = book()
    sheet["C3"] = "lập danh sách\nhộ nghèo"
    sheet["F3"] = "xem lại"
    sheet.column_dimensions["F"].hidden = True
    desk.say("quynh", file=file(saved(made)))
    desk.say("quynh", "ghi")
    assert [task.title for task in desk.tasks()][1] == "lập danh sách hộ nghèo"


def test_rows_that_a_filter_hides_are_told_as_a_run(desk: Desk) -> None:
    made, sheet = book()
    for number in range(4, 50):
        sheet.append((number, "xa-ha-le", f"nhiệm vụ số {number}", "8/10/2024", "", ""))
    for row in (2, *range(10, 41)):
        sheet.row_dimensions[row].hidden = True
    answer = desk.say("quynh", file=file(saved(made)))
    assert answer.startswith("Chưa ghi gì: bảng có 49 dòng, 32 dòng có lỗi.")
    assert "Dòng 2, 10–40: các ô có phần bị ẩn" in answer


def test_a_row_struck_out_with_xlsxwriter_is_named_too(desk: Desk) -> None:
    content = BytesIO()
    made = xlsxwriter.Workbook(content)
    sheet = made.add_worksheet()
    struck = made.add_format({"font_strikeout": True})
    for at, row in enumerate((HEAD, *ROWS)):
        sheet.write_row(at, 0, row, struck if at == 2 else None)
    sheet.set_row(3, None, None, {"hidden": True})
    made.close()
    answer = desk.say("quynh", file=file(content.getvalue()))
    assert "Dòng 3: các ô có phần bị gạch ngang" in answer
    assert "Dòng 4: các ô có phần bị ẩn" in answer
    assert desk.tasks() == []


def test_a_hidden_row_of_raw_xml_is_no_assignment() -> None:
    rows = [words(*map(str, row)) for row in (HEAD, *ROWS)]
    rows[2] = rows[2].replace("<row>", "<row hidden='1'>")
    table = read_task_sheets(open_file("a.xlsx", xlsx("".join(rows))))
    assert table is not None
    assert [draft.row for draft in table.drafts] == [2, 4]
    assert [(each.row, each.column) for each in table.unclear] == [(3, "")]


def test_a_struck_out_or_deleted_row_of_a_word_table_is_named(desk: Desk) -> None:
    document = Document()
    grid = document.add_table(rows=0, cols=len(HEAD))
    for row in (HEAD, *ROWS):
        for cell, value in zip(grid.add_row().cells, row, strict=True):
            cell.text = str(value)
    for cell in grid.rows[2].cells:
        for run in cell.paragraphs[0].runs:
            run.font.strike = True
    answer = desk.say("quynh", file=file(saved(document), "giao-viec.docx"))
    assert "Dòng 3: các ô có phần bị gạch ngang" in answer
    assert desk.tasks() == []


def test_a_row_of_word_whose_deletion_is_not_accepted_is_named(desk: Desk) -> None:
    def row(cells: tuple[object, ...], properties: str = "") -> str:
        told = "".join(f"<w:tc><w:p><w:r><w:t>{c}</w:t></w:r></w:p></w:tc>" for c in cells)
        return f"<w:tr>{properties}{told}</w:tr>"

    gone = "<w:trPr><w:del w:id='1'/></w:trPr>"
    table = "".join((row(HEAD), row(ROWS[0]), row(ROWS[1], gone), row(ROWS[2])))
    content = docx(f"<w:tbl>{table}</w:tbl>")
    answer = desk.say("quynh", file=file(content, "giao-viec.docx"))
    assert "Dòng 3: các ô có sửa đổi chưa được chấp nhận; xin chấp nhận" in answer
    assert desk.tasks() == []


@pytest.mark.parametrize("sign", [",", "\t"])
def test_a_row_parted_into_more_cells_than_columns_is_moved(desk: Desk, sign: str) -> None:
    lines = [sign.join(HEAD[1:4]), sign.join(("xa-bac-son", "rà soát", "TTHC", "5/10/2024"))]
    lines.append(sign.join(("xa-ha-le", "lập danh sách", "6/10/2024")))
    text = "\n".join(lines)
    if sign == "\t":
        answer = desk.say("quynh", text)
    else:
        answer = desk.say("quynh", file=file(text.encode(), "giao-viec.csv"))
    assert "Dòng 2: các ô không nằm đúng chỗ; xin gõ lại cho đúng cột" in answer
    assert desk.tasks() == []


def test_a_second_table_of_tasks_is_not_left_out_unsaid(desk: Desk) -> None:
    made, sheet = book()
    sheet.title = "Tháng 10"
    for title, state in (("Tháng 11", "visible"), ("Tháng 9", "hidden"), ("Trống", "visible")):
        other = made.create_sheet(title)
        other.sheet_state = state
        other.append(HEAD)
        if title != "Trống":
            other.append(ROWS[0])
    answer = desk.say("quynh", file=file(saved(made)))
    assert answer.startswith("Bảng có 3 nhiệm vụ")
    assert "Chưa đọc bảng giao việc ở trang “Tháng 11”: mỗi lần bot chỉ nhận một bảng" in answer
    assert "Chưa đọc bảng giao việc ở trang “Tháng 9” vì đang bị ẩn." in answer
    assert "Trống" not in answer
    desk.say("quynh", "ghi")
    assert [task.unit_id for task in desk.tasks()].count(BAC_SON) == 2


def test_a_table_on_a_hidden_sheet_alone_is_not_assigned(desk: Desk) -> None:
    made, sheet = book()
    sheet.sheet_state = "hidden"
    made.create_sheet("Thư").append(["Kính gửi"])
    answer = desk.say("quynh", file=file(saved(made)))
    assert "vì đang bị ẩn. Nếu cần giao, xin bỏ ẩn" in answer
    assert desk.tasks() == []


def test_a_table_that_goes_on_in_another_table_of_word_is_named(desk: Desk) -> None:
    document = Document()
    for rows in ((HEAD, *ROWS[:2]), ROWS[2:]):
        grid = document.add_table(rows=0, cols=len(HEAD))
        for row in rows:
            for cell, value in zip(grid.add_row().cells, row, strict=True):
                cell.text = str(value)
        document.add_paragraph("")
    answer = desk.say("quynh", file=file(saved(document), "giao-viec.docx"))
    assert answer.startswith("Bảng có 2 nhiệm vụ")
    assert "Chưa đọc bảng thứ 2 trong tệp" in answer
