"""Figures that are given before they can be final are estimates, until they are confirmed."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.drawn import drawn
from domain.people.people import Post, Role
from domain.reading.shortcuts import without_estimate
from domain.report.figures import Figure
from domain.talk.messages import Reply
from storage.database.database import Database
from storage.reports.figures import figures, history
from tests.support.district import BAC_SON, PEOPLE, District, person

ROW = "14 7 5 1 0 0"
STAFF = (
    *(each for each in PEOPLE if each.id != "lan"),
    person("lan", "Nguyễn Thị Lan", Post(BAC_SON, Role.OFFICIAL, ("office", "justice", "culture"))),
    person("hoa", "Phạm Thị Hoa", Post(BAC_SON, Role.OFFICIAL, ("finance",))),
)


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database, people=STAFF)
    district.move("2024-09-05 08:00")
    return district


def now(desk: District, code: str) -> Figure:
    with desk.database.read() as session:
        return figures(session, desk.report(BAC_SON).id)[code]


def test_what_is_given_before_the_closing_is_an_estimate(desk: District) -> None:
    told = desk.say("lan", ROW)
    assert "số ước" in told
    assert now(desk, "I.1").estimated
    assert "số ước" not in desk.say("lan", "14 14 0 0")  # said once


def test_a_choice_and_what_is_not_there_are_no_estimates(desk: District) -> None:
    desk.say("lan", ROW)
    desk.say("lan", "14 14 0 0")
    desk.say("lan", "có 120 phát phiếu có")
    desk.say("lan", "I.1 = chưa")
    desk.say("lan", "đúng")
    assert not now(desk, "I.5").estimated
    assert now(desk, "I.5.1").estimated
    assert not now(desk, "I.1").estimated


def test_nothing_is_made_final_before_it_is_asked_about(desk: District) -> None:
    desk.say("lan", ROW)
    assert "Chưa chốt" in desk.say("lan", "vẫn đúng")
    assert now(desk, "I.1").estimated


def test_a_word_makes_the_estimates_of_one_person_final(desk: District) -> None:
    desk.say("lan", ROW)
    desk.say("hoa", "17.465 3.598")
    desk.move("2024-09-13 08:00")
    assert "Đã chốt 6 số" in desk.say("lan", "vẫn đúng")
    assert not now(desk, "I.1").estimated
    assert now(desk, "VI.1.1").estimated
    assert "không có số ước" in desk.say("lan", "vẫn đúng")
    with desk.database.read() as session:
        first, last = history(session, desk.report(BAC_SON).id, "I.1")
    assert (first.new and first.new.estimated, last.new and last.new.estimated) == (True, False)


def test_the_same_figure_once_more_is_final_by_then(desk: District) -> None:
    desk.say("lan", ROW)
    desk.move("2024-09-13 08:00")
    assert "ước 14 văn bản → 14 văn bản" in desk.say("lan", "I.1 = 14")
    assert not now(desk, "I.1").estimated


def test_undo_brings_the_estimate_back(desk: District) -> None:
    desk.say("lan", ROW)
    desk.move("2024-09-13 08:00")
    desk.say("lan", "I.1 = 15")
    desk.say("lan", "hoàn tác")
    assert now(desk, "I.1") == Figure("I.1", now(desk, "I.1").state, now(desk, "I.1").value)
    assert now(desk, "I.1").estimated


def _all_but_one_estimate(desk: District) -> None:
    """Chị Hoa has given one figure; the others of her field are not there yet."""
    for row in ("VI.1.1 = 17465", "bq", "bq bq bq bq bq bq"):
        desk.say("hoa", row)
    assert "Phần của anh/chị đã đủ" in desk.say("hoa", "bq bq bq")
    desk.mail("hoa")


def test_what_is_not_there_yet_is_told_with_the_question_about_estimates(desk: District) -> None:
    _all_but_one_estimate(desk)
    desk.move("2024-09-12 08:00")
    assert desk.told("hoa") == []
    desk.move("2024-09-13 08:00")
    (told,) = desk.told("hoa")
    assert "còn chỗ chưa có số liệu" in told
    assert "vẫn đúng chứ?" in told


def test_a_yes_makes_final_what_was_shown_and_whose_it_is(desk: District) -> None:
    desk.say("hoa", "17.465 3.598")
    desk.say("dung", "X.7.1 = 2; VI.1.2 = 3.700")
    desk.say("dung", "đúng")
    desk.mail("hoa")
    desk.move("2024-09-13 08:00")
    told = "\n".join(desk.told("hoa"))
    assert "do người khác gửi" in told
    assert " Dung gửi: VI.1.2 = 3.700 triệu đồng; X.7.1 = 2" in told


@pytest.mark.parametrize("said", ["đúng", "vẫn đúng", "vẫn thế"])
def test_a_yes_behind_a_correction_that_was_not_read_makes_nothing_final(
    desk: District, said: str
) -> None:
    _all_but_one_estimate(desk)
    desk.move("2024-09-13 08:00")
    assert "Bot chưa hiểu" in desk.say("hoa", "trừ cái kia, để coi lại 3,7")
    assert "chưa sửa số nào" in desk.say("hoa", said)
    assert now(desk, "VI.1.1").estimated
    assert "Đã chốt 1 số" in desk.say("hoa", said)


@pytest.mark.parametrize("said", ["van the", "may so kia khong doi", "con lai van dung", "vẫn rứa"])
def test_that_nothing_has_changed_makes_them_final(desk: District, said: str) -> None:
    _all_but_one_estimate(desk)
    desk.move("2024-09-13 08:00")
    assert "Đã chốt 1 số" in desk.say("hoa", said)


def test_it_is_told_too_where_no_estimate_is_left_by_then(desk: District) -> None:
    _all_but_one_estimate(desk)
    desk.move("2024-09-12 08:00")
    assert "chưa có số liệu" in desk.say("hoa", "sửa VI.1.1 = bq")
    desk.mail("hoa")
    desk.move("2024-09-13 08:00")
    (told,) = desk.told("hoa")
    assert "còn chỗ chưa có số liệu" in told
    assert "vẫn đúng" not in told


def test_a_report_with_estimates_is_approved_and_that_is_said(memory_database: Database) -> None:
    desk = District(memory_database)
    desk.move("2024-09-05 08:00")
    desk.fill("lan")
    said = desk.say("quynh", "duyệt xa-bac-son")
    assert "Đã duyệt" in said
    assert "số ước" in said
    assert "đã duyệt" in desk.say("lan", "vẫn đúng")


def test_the_annex_marks_estimates_beside_final_figures(desk: District) -> None:
    desk.say("lan", ROW)
    told = desk.answer("lan", "báo cáo")
    assert "6 số là số ước" in told.text
    assert _notes(told) == (set(), "Các số trong phụ lục là số ước")
    assert "(ước)" not in _sentences(told)  # of all of them it is said once
    desk.move("2024-09-13 08:00")
    desk.say("lan", "I.1 = 14")
    made = desk.answer("lan", "báo cáo")
    marked, remark = _notes(made)
    assert marked == {"2.1", "2.2", "3.1", "3.3", "3.3.1"}
    assert remark == "Số có chữ “ước” ở cột Ghi chú là số ước"
    sentences = _sentences(made)
    assert "đã ban hành 14 văn bản chỉ đạo" in sentences
    assert "đã hoàn thành 05 nhiệm vụ (ước) trên tổng số 07 nhiệm vụ (ước)" in sentences


def test_a_sentence_is_not_hidden_behind_marks(memory_database: Database) -> None:
    desk = District(memory_database)
    desk.move("2024-09-05 08:00")
    desk.fill("lan")
    desk.move("2024-09-13 08:00")
    desk.say("lan", "I.1 = 14")
    made = desk.answer("lan", "báo cáo")
    assert _notes(made)[0]  # the annex marks each of them
    assert "(ước)" not in _sentences(made)
    assert "số là số ước (xem cột Ghi chú của phụ lục)" in _first_page(made)


def _first_page(told: Reply) -> str:
    """What stands above the first page."""
    report = next(file for file in told.files if file.name.endswith(".docx"))
    headers = [s.first_page_header for s in Document(BytesIO(drawn(report).content)).sections]
    return "\n".join(each.text for header in headers for each in header.paragraphs)


def _sentences(told: Reply) -> str:
    """The text of the report."""
    report = next(file for file in told.files if file.name.endswith(".docx"))
    return "\n".join(each.text for each in Document(BytesIO(drawn(report).content)).paragraphs)


def _notes(told: Reply) -> tuple[set[str], str]:
    """The lines of the annex that are marked, and how the remark under it begins."""
    annex = next(file for file in told.files if file.name.endswith(".xlsx"))
    sheet = load_workbook(BytesIO(drawn(annex).content)).worksheets[0]
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    marked = {row[0] for row in rows if row[-1].endswith("ước")}
    remarks = [row[0] for row in rows if "số ước" in row[0]]
    return marked, remarks[0].partition(";")[0]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("ước 14", "14"),
        ("14 ước", "14"),
        ("ước tính 14 14 0 0", "14 14 0 0"),
        ("uoc 14 14 0 0", "14 14 0 0"),
        ("4.1 = ước 14", "4.1 = 14"),
        ("4.1=ước đạt 14; 4.2=13", "4.1=14; 4.2=13"),
        ("14 (ước); 13", "14; 13"),
    ],
)
def test_the_word_beside_a_figure_is_understood(typed: str, plain: str) -> None:
    assert without_estimate(typed) == (plain, True)


@pytest.mark.parametrize("typed", ["14 14 0 0", "điều ước quốc tế: 2", "khoảng 14", "nước 14"])
def test_other_words_are_left_alone(typed: str) -> None:
    assert without_estimate(typed) == (typed, False)
