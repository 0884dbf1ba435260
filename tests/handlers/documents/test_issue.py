"""Number, day and signer of a report are given by chat and stand in its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.dates.moments import parse_at
from handlers.documents.files import report_document
from handlers.documents.issue import GivenNumber, read_number, read_signer
from handlers.report.sheet import open_sheet
from handlers.work import Work
from reports.document import ReportDocument
from storage.database.database import Database
from storage.people.officials import all_officials, save_official
from storage.reports.issues import Power
from storage.reports.rounds import obligation_of
from tests.support.task_desk import BAC_SON, Desk

TODAY = date(2024, 9, 16)


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """Monday 16/9/2024: the report of the third quarter is late."""
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-04 08:00")  # the round is known before it is due
    desk.move("2024-09-16 08:00")
    return desk


def document(desk: Desk) -> ReportDocument:
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        obligation = obligation_of(session, BAC_SON, "par", "2024-Q3")
        assert obligation is not None
        return report_document(work, open_sheet(work, obligation))


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("số báo cáo 68/BC-UBND ngày 15/9", GivenNumber(68, "BC-UBND", date(2024, 9, 15))),
        ("so bao cao 68/bc-ubnd ngay 15/9", GivenNumber(68, "BC-UBND", date(2024, 9, 15))),
        ("số 233, ngày 25/9/2023", GivenNumber(233, "", date(2023, 9, 25))),
        ("số báo cáo 68", GivenNumber(68, "", None)),
        ("số 7/BC-VP", GivenNumber(7, "BC-VP", None)),
        ("số báo cáo 68 ngày 31/12", GivenNumber(68, "", date(2023, 12, 31))),
        ("số báo cáo 68 ngày 3/5", GivenNumber(68, "", date(2024, 5, 3))),
        ("so 68 ngay 13 thang 9", GivenNumber(68, "", date(2024, 9, 13))),
        ("số 70 hôm nay", GivenNumber(70, "", TODAY)),
        ("báo cáo ký số 45 ngày hôm nay", GivenNumber(45, "", TODAY)),
        ("ký rồi, số 45 ngày 15/9 nhé", GivenNumber(45, "", date(2024, 9, 15))),
        ("đã ký rồi số 69", GivenNumber(69, "", None)),
        ("số báo cáo 68 ngày 31/9", GivenNumber(68, "", None, no_day=True)),
    ],
)
def test_a_number_is_read_with_and_without_marks_symbol_and_day(text, given):
    assert read_number(text, TODAY) == given


@pytest.mark.parametrize("text", ["14 14 0 0", "số 5", "số 5 14/9", "68/BC", "số liệu quý 3", ""])
def test_figures_are_no_number_of_a_report(text):
    assert read_number(text, TODAY) is None


def test_who_signs_is_read_with_the_right_by_which(desk: Desk) -> None:
    chosen = read_signer("cho anh Nam ký thừa ủy quyền")
    assert chosen
    assert (chosen.who, chosen.power) == ("anh nam", Power.MANDATE)
    assert read_signer("14 14 0 0") is None


def test_number_and_day_stand_in_the_head_of_the_report(desk: Desk) -> None:
    said = desk.say("lan", "số báo cáo 68/BC-UBND ngày 15/9")
    assert "là số 68/BC-UBND, Chủ nhật 15/9/2024" in said
    head = document(desk).letterhead
    assert (head.number, head.symbol, head.signed_on) == (68, "BC-UBND", date(2024, 9, 15))


def test_a_day_that_has_not_come_is_not_kept(desk: Desk) -> None:
    assert "chưa tới" in desk.say("lan", "số báo cáo 68 ngày 17/9/2024")
    assert document(desk).letterhead.number is None


def test_a_vice_chairman_whom_a_head_chooses_signs_for_the_chairman(desk: Desk) -> None:
    assert document(desk).signature.authority == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert "chưa biết chức vụ của Đỗ Thị Dung" in desk.say("thanh", "để chị Dung ký")
    with desk.database.work() as session:
        dung = all_officials(session)["dung"]
        save_official(session, replace(dung, title="Phó Chủ tịch, phụ trách văn phòng"), desk.now)
    assert "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH" in desk.say("thanh", "để chị Dung ký")
    signature = document(desk).signature
    assert signature.authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert signature.name == "Đỗ Thị Dung"


def test_an_official_does_not_choose_who_signs(desk: Desk) -> None:
    desk.say("lan", "để chị Dung ký")
    assert document(desk).signature.authority == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
