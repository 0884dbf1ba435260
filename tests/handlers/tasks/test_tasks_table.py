"""Many tasks at once: a workbook or a pasted table is written whole or not at all, and once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from bot.drawn import drawn
from domain.dates.moments import local
from domain.talk.messages import Attachment
from domain.tasks.tasks import Priority
from handlers.tasks.assign import template
from reports.incoming.open_file import open_file
from reports.incoming.read_tasks import TaskRows, read_task_sheets, read_task_text
from storage.database.database import Database
from tests.support.task_desk import BAC_SON, HA_LE, Desk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ("STT", "Đơn vị", "Nội dung nhiệm vụ", "Sản phẩm", "Thời hạn", "Số văn bản", "Mức độ")


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """20/8/2024, eight in the morning."""
    return Desk(memory_database)


def workbook(rows: Sequence[Sequence[object]], name: str = "giao-viec.xlsx") -> Attachment:
    """A workbook with these rows below a title and the head."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH MỤC NHIỆM VỤ"])
    sheet.append(HEAD)
    for row in rows:
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return Attachment(name, XLSX, content.getvalue())


def row(number: int, **other: object) -> list[object]:
    """A sound row; its place in the workbook is number + 2."""
    cells: dict[str, object] = {
        "stt": number,
        "unit": ("xa-bac-son", "xã Hạ Lễ", "Tân Phúc")[number % 3],
        "title": f"nhiệm vụ số {number}",
        "product": "báo cáo",
        "due": f"{1 + number % 28}/10/2024",
        "document": "118/UBND-NV",
        "priority": "",
    }
    return list({**cells, **other}.values())


FAULTS = (
    ({"unit": "xa-khong-co"}, "không thấy “xa-khong-co”"),
    ({"unit": ""}, "chưa có “Đơn vị”"),
    ({"title": ""}, "chưa có “Nội dung nhiệm vụ”"),
    ({"due": ""}, "chưa có “Thời hạn”"),
    ({"due": "31/9/2024"}, "“31/9/2024” không có ngày này"),
    ({"due": "sau này"}, "không hiểu ngày “sau này”"),
    ({"due": "5/10 hoặc 6/10"}, "có hai ngày"),
    ({"priority": "rất gấp"}, "“rất gấp”; chọn"),
)


def five_hundred(with_faults: bool) -> list[list[object]]:
    """500 rows, 40 of them faulty where wanted: every twelfth, each kind of fault five times."""
    rows = [row(n) for n in range(1, 501)]
    if with_faults:
        for at in range(40):
            number = 12 * (at + 1)
            rows[number - 1] = row(number, **FAULTS[at % len(FAULTS)][0])
    return rows


def test_every_fault_is_named_with_its_row_and_nothing_is_half_imported(desk: Desk) -> None:
    answer = desk.say("quynh", file=workbook(five_hundred(with_faults=True)))
    assert answer.startswith("Chưa ghi gì: bảng có 500 dòng, 40 dòng có lỗi.")
    named: dict[int, str] = {}
    faults = answer.partition("\nCác dòng đọc được (460 dòng):\n")[0]
    for line in faults.splitlines()[1:]:
        match = re.fullmatch(r"Dòng ([\d, ]+): (.+)", line)
        assert match, line
        for number in match[1].split(", "):
            named[int(number)] = named.get(int(number), "") + match[2]
    faulty = {12 * (at + 1) + 2: FAULTS[at % len(FAULTS)][1] for at in range(40)}
    assert named.keys() == faulty.keys()
    assert all(words in named[number] for number, words in faulty.items())
    assert desk.tasks() == []
    assert "40 dòng có lỗi" in desk.say("quynh", "ghi")
    assert desk.tasks() == []


def test_the_rows_that_can_be_read_are_taken_where_the_others_are_left_out(desk: Desk) -> None:
    desk.say("quynh", file=workbook(five_hundred(with_faults=True)))
    assert "Bảng có 460 nhiệm vụ cho 3 đơn vị, chưa gửi đi." in desk.say(
        "quynh", "chỉ lấy dòng đúng"
    )
    assert desk.tasks() == []
    desk.say("quynh", "ghi")
    assert len(desk.tasks()) == 460


def test_a_row_is_put_right_by_its_number(desk: Desk) -> None:
    rows = [row(1), row(2, due="31/9/2024"), row(3, unit="xa-khong-co"), row(4)]
    assert "có 4 dòng, 2 dòng có lỗi" in desk.say("quynh", file=workbook(rows))
    assert "có 4 dòng, 1 dòng có lỗi" in desk.say("quynh", "dòng 4 hạn 30/9/2024")
    assert "Bảng có 3 nhiệm vụ" in desk.say("quynh", "bỏ 5")
    desk.say("quynh", "ghi")
    assert len(desk.tasks()) == 3


def test_the_same_file_twice_changes_nothing(desk: Desk) -> None:
    file = workbook(five_hundred(with_faults=False))
    preview = desk.say("quynh", file=file)
    assert preview.startswith("Bảng có 500 nhiệm vụ cho 3 đơn vị, chưa gửi đi.")
    assert desk.tasks() == []
    assert "Đã giao 500 nhiệm vụ cho 3 đơn vị." in desk.say("quynh", "ghi")
    written = desk.tasks()
    assert len(written) == 500
    assert [len(desk.mail(who)) for who in ("lan", "mai", "huong")] == [1, 1, 1]
    again = desk.say("quynh", file=file)
    assert again == "Cả 500 nhiệm vụ trong bảng đã giao từ trước, không có gì mới."
    desk.say("quynh", "ghi")
    assert desk.tasks() == written
    assert [len(desk.mail(who)) for who in ("lan", "mai", "huong")] == [0, 0, 0]


def test_a_file_with_some_new_rows_adds_only_those(desk: Desk) -> None:
    desk.say("quynh", file=workbook([row(1), row(2)]))
    desk.say("quynh", "ghi")
    preview = desk.say("quynh", file=workbook([row(1), row(2), row(3)]))
    assert "Trong đó 2 nhiệm vụ đã giao từ trước" in preview
    assert "Đã giao 1 nhiệm vụ cho 1 đơn vị." in desk.say("quynh", "ghi")
    assert len(desk.tasks()) == 3


@pytest.mark.parametrize(("word", "day"), [("ghi", 31), ("ghi cả ngày", 1)])
def test_before_a_day_is_asked_about_once_for_the_whole_table(
    desk: Desk, word: str, day: int
) -> None:
    rows = [row(n, due="trước ngày 01/9/2024") for n in (1, 2)]
    preview = desk.say("quynh", file=workbook(rows))
    assert "Dòng 3, 4: “trước ngày 01/9/2024” hiểu là hết thứ Bảy 31/8/2024" in preview
    desk.say("quynh", word)
    assert [local(t.due).day for t in desk.tasks() if t.due] == [day, day]
    again = desk.say("quynh", file=workbook(rows))  # whichever way it was taken
    assert "đã giao từ trước, không có gì mới" in again


def test_a_row_twice_in_one_table_is_a_fault(desk: Desk) -> None:
    answer = desk.say("quynh", file=workbook([row(1), row(2), row(1)]))
    assert "Dòng 5: trùng với dòng 3" in answer


def test_cells_of_a_workbook(desk: Desk) -> None:
    """Dates as dates, a blank row in between, a priority."""
    rows = [
        row(1, due=datetime(2024, 10, 5)),  # noqa: DTZ001 - what a cell holds
        [None] * 7,
        row(3, priority="hỏa tốc"),
    ]
    desk.say("quynh", file=workbook(rows))
    desk.say("quynh", "ghi")
    first, third = desk.tasks()
    assert first.due is not None
    assert local(first.due).date() == date(2024, 10, 5)
    assert (first.unit_id, third.priority) == (HA_LE, Priority.EXPRESS)
    assert first.document.number == "118/UBND-NV"


def test_a_pasted_table(desk: Desk) -> None:
    text = (
        "Đơn vị\tNội dung\tSản phẩm\tHạn hoàn thành\n"
        "xa-bac-son\tRà soát TTHC\tbáo cáo\t5/9/2024\n"
        "xa-ha-le\tLập danh sách hộ nghèo\tdanh sách\t31/9/2024\n"
    )
    assert "Dòng 3: Thời hạn: “31/9/2024” không có ngày này" in desk.say("quynh", text)
    desk.say("quynh", text.replace("31/9", "30/9"))
    desk.say("quynh", "ghi")
    assert [(t.unit_id, t.title) for t in desk.tasks()] == [
        (BAC_SON, "Rà soát TTHC"),
        (HA_LE, "Lập danh sách hộ nghèo"),
    ]


def test_several_typed_lines_are_a_table_too(desk: Desk) -> None:
    text = "/giaoviec\nxa-bac-son: rà soát TTHC, hạn 5/9\nxa-ha-le: lập danh sách, hạn 31/9"
    assert "Dòng 3: Thời hạn" in desk.say("quynh", text)
    desk.say("quynh", text.replace("31/9", "30/9"))
    desk.say("quynh", "ghi")
    assert len(desk.tasks()) == 2


def test_a_table_can_be_dropped(desk: Desk) -> None:
    preview = desk.answer("quynh", file=workbook([row(1)]))
    assert [choice.words for choice in preview.choices] == ["ghi", "bỏ"]
    assert desk.say("quynh", choice=preview.choices[1].data) == "Vâng, chưa ghi gì."
    assert "không còn hiệu lực" in desk.say("quynh", choice=preview.choices[0].data)
    assert desk.tasks() == []


def test_officials_do_not_import(desk: Desk) -> None:
    assert "chưa được phân quyền" in desk.say("lan", file=workbook([row(1)]))


# Reading


def test_the_template_is_read_back(desk: Desk) -> None:
    """An empty template is a table without rows; a filled one has the rows in its columns."""
    file = drawn(template())
    assert read_task_sheets(open_file("a.xlsx", file.content)) == TaskRows(())
    book = load_workbook(BytesIO(file.content))
    assert book.sheetnames == ["Giao việc", "Hướng dẫn"]
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    filled = {"Đơn vị": "xa-bac-son", "Nội dung nhiệm vụ": "rà soát TTHC", "Thời hạn": "5/9/2024"}
    for title, value in {**filled, "Ngày giao": "1/8/2024", "Người chủ trì": "Lan"}.items():
        sheet.cell(2, titles.index(title) + 1, value)
    content = BytesIO()
    book.save(content)
    desk.say("quynh", file=Attachment("mau.xlsx", XLSX, content.getvalue()))
    desk.say("quynh", "ghi")
    (task,) = desk.tasks()
    assert (task.lead_id, task.assigned_on) == ("lan", date(2024, 8, 1))


def test_a_workbook_without_the_columns_is_no_table() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu"])
    sheet.append([1, "Số văn bản", "Văn bản", 14])
    content = BytesIO()
    book.save(content)
    assert read_task_sheets(open_file("a.xlsx", content.getvalue())) is None


@pytest.mark.parametrize(
    "text",
    [
        "14 14 0 0\n1 1 1 1",
        "I.4.1\tTổng số nhiệm vụ\tNhiệm vụ\t14\nI.4.2\tĐúng hạn\tNhiệm vụ\t14",
        "4.1 | Tổng số nhiệm vụ được giao | Nhiệm vụ | 14\n4.2 | Đúng hạn | Nhiệm vụ | 14",
        "một dòng\nhai dòng",
    ],
)
def test_figures_are_no_table_of_tasks(text: str) -> None:
    assert read_task_text(text) is None


def test_rows_without_a_head_are_read_by_their_order() -> None:
    text = (
        "1\txa-bac-son\trà soát TTHC\tbáo cáo\t5/9\t118/UBND-NV\n"
        "2\txa-ha-le\tlập danh sách\tdanh sách\t6/9\t"
    )
    found = read_task_text(text)
    assert found is not None
    assert [(a.to, a.title, a.product, a.due, a.document, a.row) for a in found.drafts] == [
        ("xa-bac-son", "rà soát TTHC", "báo cáo", "5/9", "118/UBND-NV", 1),
        ("xa-ha-le", "lập danh sách", "danh sách", "6/9", "", 2),
    ]
