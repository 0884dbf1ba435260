"""The desk of a superior: who is late, one unit on a screen, nudging, verdicts, punctuality."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from bot.drawn import drawn
from charts.series import Shade
from domain.people.people import Leave
from handlers.desk.board import boards
from handlers.desk.overview import heat_series
from handlers.desk.scope import communes_below
from handlers.work import Work
from storage.database.database import Database
from storage.database.states import ObligationState
from tests.support.district import AN_THI, BAC_SON, BESIDE, PEOPLE, PHU_UNG, UNITS, District, filler

LATE = "2024-09-16 08:00"


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-08-28 08:00")
    return district


def lines(text: str) -> list[str]:
    return text.splitlines()


# All units


def test_all_units_below_come_worst_first_with_a_picture(desk: District) -> None:
    desk.fill("hung")
    desk.say("lan", "13 7 5 1 0 0")
    desk.move(LATE)
    reply = desk.answer("quynh", "/status")
    text = lines(reply.text)
    assert text[0].startswith("Huyện Ân Thi – Báo cáo công tác cải cách hành chính quý III")
    assert text[2] == "Đã đủ 1/3 đơn vị, 2 đơn vị quá hạn."
    assert text[3:6] == [
        "1. xã Đa Lộc: 0/97 số, quá hạn 1 ngày",
        "2. xã Bắc Sơn: 6/97 số, quá hạn 1 ngày",
        "Đã đủ: xã Phù Ủng.",
    ]
    (picture,) = reply.files
    assert picture.name == "tinh-hinh-huyen-an-thi-2024-Q3.png"
    assert drawn(picture).content.startswith(b"\x89PNG")


def test_neither_practice_units_nor_units_beside_are_counted(desk: District) -> None:
    text = desk.say("quynh", "/status")
    assert "Thực Hành" not in text
    assert "Chính Nghĩa" not in text
    assert "0/3 đơn vị" in text
    assert "0/4 đơn vị" in desk.say("hue", "/status")


def test_a_province_asks_for_one_of_its_districts(desk: District) -> None:
    text = desk.say("hue", "/status huyện kim động")
    assert "0/1 đơn vị" in text
    assert "Chính Nghĩa" in text
    assert "Bắc Sơn" not in text


def test_units_without_anybody_in_charge_are_named(memory_database: Database) -> None:
    people = [person for person in PEOPLE if person.id not in ("nam", "hien", "mai")]
    desk = District(memory_database, people=people)
    desk.move("2024-08-28 08:00")
    assert "Chưa có người phụ trách trên hệ thống: xã Đa Lộc." in desk.say("quynh", "/status")
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        (board,) = boards(work, communes_below(work, AN_THI, work.today))
        row = next(row for row in heat_series(work, board, "").rows if row.label == "xã Đa Lộc")
    assert row.note == "chưa có người"
    assert {cell.shade for cell in row.cells} == {Shade.EMPTY}


def test_who_is_out_of_reach_is_named(memory_database: Database) -> None:
    desk = District(memory_database, unlinked=frozenset({"nam"}))
    desk.move("2024-08-28 08:00")
    assert "Chưa liên lạc được: chị Nam (xã Đa Lộc, chưa liên kết)." in desk.say("quynh", "/status")
    assert "Chưa liên lạc được: chị Nam (chưa liên kết)." in desk.say("quynh", "/status đa lộc")


def test_an_earlier_round_that_is_still_owed_is_not_forgotten(desk: District) -> None:
    for who in ("lan", "hung"):
        desk.fill(who)
    desk.move("2024-12-04 08:00")
    text = desk.say("quynh", "/status")
    assert "năm 2024" in lines(text)[0]
    assert "Kỳ quý III năm 2024 còn nợ: xã Đa Lộc." in text
    assert "quý III năm 2024" in lines(desk.say("quynh", "/status quý III"))[0]


def test_an_official_of_a_commune_gets_their_own_status(desk: District) -> None:
    text = desk.say("lan", "/status")
    assert text.startswith("Xã Bắc Sơn – ")
    assert "- Văn phòng: 0/63 – chờ chị Lan" in text


# One unit


def test_one_unit_on_one_screen(memory_database: Database) -> None:
    day = date(2024, 9, 17)
    leave = Leave("lan", day, day + timedelta(days=2), "dung")
    desk = District(memory_database, leaves=[leave])
    desk.move("2024-08-28 08:00")
    desk.assign("giao xa-bac-son: rà soát TTHC, báo cáo, hạn 10/9")
    desk.say("lan", "13 7 5 1 0 0")
    desk.move("2024-09-17 09:00")
    reply = desk.answer("quynh", "/status bac son")
    text = reply.text
    assert "Hạn Chủ nhật 15/9/2024, quá hạn 2 ngày." in text
    assert "Đã có 6/97 số." in text
    assert "- Văn phòng: 6/63 – chờ chị Dung" in text  # who stands in
    assert "tỷ lệ hoàn thành kế hoạch CCHC: 71,43%" in text
    assert "Việc quá hạn: 1\n- Rà soát TTHC (hạn 10/9)" in text
    assert "Đang nghỉ: chị Lan (đến hết thứ Năm 19/9, chị Dung làm thay)." in text
    assert len(reply.files) == 1
    assert len(lines(text)) <= 22


def test_a_superior_reads_history_and_files_of_a_unit_below(desk: District) -> None:
    desk.fill("lan")
    assert "380" in desk.say("quynh", "/lich-su xa-bac-son III.3.1.1")
    reply = desk.answer("quynh", "/bao-cao xa-bac-son")
    assert [file.name[-5:] for file in reply.files] == [".docx", ".xlsx"]


def test_a_name_that_fits_several_is_asked_and_a_tap_answers(memory_database: Database) -> None:
    twin = f"{AN_THI}/thi-tran-bac-son"
    units = (
        *UNITS,
        type(UNITS[0])(twin, "thi_tran", "thị trấn Bắc Sơn", "thi-tran-bac-son", AN_THI),
    )
    desk = District(memory_database, units=units, people=(*PEOPLE, filler("oanh", "Tạ Oanh", twin)))
    desk.move("2024-08-28 08:00")
    asked = desk.answer("quynh", "/status bắc sơn")
    assert [choice.words for choice in asked.choices] == [
        "status thị trấn Bắc Sơn (huyện Ân Thi)",
        "status xã Bắc Sơn (huyện Ân Thi)",
    ]
    assert all(len(choice.data.encode()) <= 48 for choice in asked.choices)
    assert desk.tap("quynh", asked, "status xã").text.startswith("Xã Bắc Sơn – ")
    assert desk.say("quynh", asked.choices[0].words).startswith("Thị trấn Bắc Sơn – ")


def test_somebody_with_several_units_is_asked_once(desk: District) -> None:
    asked = desk.answer("mai", "/status")
    assert [choice.words for choice in asked.choices] == ["status xã Phù Ủng", "status xã Đa Lộc"]
    assert desk.tap("mai", asked, "status xã Đa").text.startswith("Xã Đa Lộc – ")
    assert desk.say("mai", "/status").startswith("Xã Đa Lộc – ")
    assert desk.say("mai", "còn thiếu").startswith("Báo cáo")
    assert desk.say("mai", "/status phù ủng").startswith("Xã Phù Ủng – ")
    assert desk.say("mai", "/status").startswith("Xã Phù Ủng – ")


# The late, and a nudge


def test_the_late_list_is_nudged_by_a_tap_rarely_and_on_record(desk: District) -> None:
    desk.fill("hung")
    desk.move(LATE)
    late = desk.answer("quynh", "/tre")
    assert lines(late.text)[0] == "Quá hạn 2 báo cáo:"
    assert "1. xã Bắc Sơn – quý III năm 2024: quá hạn 1 ngày, còn 97 số (chị Lan" in late.text
    desk.mail("lan")
    done = desk.tap("quynh", late, "nhắc xã Bắc Sơn")
    assert done.text == "Đã nhắc xã Bắc Sơn: chị Lan, chị Dung."
    (told,) = desk.told("lan")
    assert told.startswith("Chị Quỳnh (Phòng Nội vụ, huyện Ân Thi) nhắc: Báo cáo công tác")
    assert "Mục I.1" in told
    assert "Có thể nhắc lại sau 12:00" in desk.tap("quynh", late, "nhắc xã Bắc Sơn").text
    assert desk.told("lan") == []
    (entry,) = [e for e in desk.trail(subject(desk, BAC_SON)) if e.action == "obligation.nudged"]
    assert (entry.official_id, entry.detail["told"]) == ("quynh", ["lan", "dung"])
    assert "đã nhắc 16/9" in desk.say("quynh", "/tre")
    desk.now += timedelta(hours=5, minutes=30)
    assert "Đã nhắc xã Bắc Sơn" in desk.say("quynh", "nhắc xã bắc sơn")


def test_the_answer_to_a_nudge_is_data(desk: District) -> None:
    desk.say("quynh", "nhắc xã Đa Lộc")
    assert "Đã ghi 6 số" in desk.say("nam", "13 7 5 1 0 0")


def test_nobody_is_nudged_at_night_or_without_cause(desk: District) -> None:
    desk.fill("lan")
    assert "không có báo cáo nào đang chờ" in desk.say("quynh", "nhắc xa-bac-son")
    desk.now += timedelta(hours=11)
    assert "Ngoài giờ làm việc" in desk.say("quynh", "nhắc xa-da-loc")
    assert "7 giờ 30 thứ Năm 29/8" in desk.say("quynh", "nhắc xa-da-loc")


def test_who_cannot_be_reached_is_said(memory_database: Database) -> None:
    desk = District(memory_database, unlinked=frozenset({"nam"}))
    desk.move("2024-08-28 08:00")
    assert "Chưa liên lạc được người của xã Đa Lộc: chị Nam" in desk.say("quynh", "nhắc đa lộc")


def test_before_the_due_day_nobody_is_late(desk: District) -> None:
    text = desk.say("quynh", "/tre")
    assert lines(text)[0] == "Không có đơn vị nào quá hạn."
    assert "Còn hạn nhưng chưa đủ 3 báo cáo: xã Bắc Sơn, xã Đa Lộc, xã Phù Ủng." in text


# Verdicts


def subject(desk: District, unit_id: str) -> str:
    return f"obligation:{desk.report(unit_id).id}"


def test_approving_closes_the_figures_and_tells_the_office(desk: District) -> None:
    assert "không có báo cáo đủ số liệu" in desk.say("quynh", "duyệt xã Bắc Sơn")
    desk.fill("lan")
    desk.mail("dung")
    assert "Đã báo chị Lan, chị Dung" in desk.say("quynh", "duyệt xã Bắc Sơn")
    assert desk.report(BAC_SON).state is ObligationState.SUBMITTED
    assert "đã duyệt" in desk.told("dung")[0]
    assert "chị Quỳnh đã duyệt lúc 08:00 ngày 28/8/2024 nên bot không ghi thêm" in desk.say(
        "lan", "sửa III.3.1.1 = 381"
    )
    assert "380" in desk.say("lan", "lịch sử III.3.1.1")
    assert "Cấp trên đã duyệt." in desk.say("lan", "/status")


def test_a_report_is_returned_corrected_and_sent_again(desk: District) -> None:
    desk.fill("lan")
    desk.mail("lan")
    assert "vì sao? Xin gửi lý do" in desk.say("quynh", "trả lại xã Bắc Sơn")
    assert desk.report(BAC_SON).state is ObligationState.COMPLETE
    desk.say("quynh", "trả lại xã Bắc Sơn: số hồ sơ chưa khớp")
    assert "Lý do: số hồ sơ chưa khớp" in desk.told("lan")[0]
    assert desk.report(BAC_SON).state is ObligationState.RETURNED
    assert "Đang bị trả lại, lý do: số hồ sơ chưa khớp" in desk.say("lan", "/status")
    assert "gửi lại" in desk.say("lan", "sửa I.5.1 = 120")
    assert desk.report(BAC_SON).state is ObligationState.RETURNED  # until it is sent again
    desk.mail("quynh")
    assert "Đã báo chị Quỳnh" in desk.say("lan", "gửi lại")
    assert desk.report(BAC_SON).state is ObligationState.COMPLETE
    assert desk.told("quynh")[0].startswith("Chị Lan đã gửi lại:")
    assert "Không có báo cáo nào bị trả lại" in desk.say("lan", "gửi lại")
    states = [e.detail["new"] for e in desk.trail(subject(desk, BAC_SON)) if "new" in e.detail]
    assert states == ["complete", "returned", "complete"]


def test_a_returned_report_is_recalled_until_it_is_sent_again(desk: District) -> None:
    desk.fill("lan")
    desk.say("quynh", "trả lại xã Bắc Sơn: thiếu phụ lục")  # Wednesday, 28/8
    days = {}
    for day in (29, 30):
        desk.mail("lan")
        desk.move(f"2024-08-{day} 07:30")
        days[day] = [text for text in desk.told("lan") if "bị trả lại" in text]
    assert [len(told) for told in days.values()] == [1, 1]
    desk.move("2024-09-05 07:30")  # four working days, a holiday between
    assert [t for t in desk.told("thanh") if "bị trả lại" in t]
    desk.say("lan", "gửi lại")
    desk.say("quynh", "trả lại xã Bắc Sơn: vẫn thiếu phụ lục")
    desk.mail("lan")
    desk.move("2024-09-06 07:30")
    assert "Lý do: vẫn thiếu phụ lục" in desk.told("lan")[0]


def test_locking_stops_figures_complete_or_not_until_reopened_with_a_reason(
    desk: District,
) -> None:
    desk.say("lan", "13 7 5 1 0 0")
    asked = desk.answer("quynh", "khóa xã Bắc Sơn")
    assert "còn thiếu 91 số:\n- chị Lan (Văn phòng): còn 57 số" in asked.text
    assert desk.report(BAC_SON).state is ObligationState.OPEN
    assert "khóa khi còn thiếu 91 số" in desk.tap("quynh", asked, "khóa").text
    refused = desk.say("lan", "1 1 0 0")
    assert "chị Quỳnh đã khóa lúc 08:00 ngày 28/8/2024 nên bot không ghi thêm" in refused
    assert "đã khóa khi còn thiếu" in desk.say("quynh", "/status")
    assert "vì sao? Xin gửi lý do" in desk.say("quynh", "mở lại xã Bắc Sơn")
    assert "Đã mở lại" in desk.say("quynh", "mở lại xã Bắc Sơn: xã gửi chậm")
    assert desk.report(BAC_SON).state is ObligationState.OPEN
    assert "Đã ghi 4 số" in desk.say("lan", "0 0 0 0")
    entries = desk.trail(subject(desk, BAC_SON))
    assert [(e.detail["new"], e.detail["reason"]) for e in entries] == [
        ("locked", ""),
        ("open", "xã gửi chậm"),
    ]


def test_a_correction_of_a_closed_report_never_lands_in_an_older_one(desk: District) -> None:
    desk.fill("lan")
    desk.move("2024-12-04 08:00")
    desk.fill("lan", done=500)
    desk.say("quynh", "khóa xã Bắc Sơn")
    assert "Báo cáo năm 2024 đã khóa." in desk.say("quynh", "khóa xã Bắc Sơn")
    assert desk.report(BAC_SON).state is ObligationState.COMPLETE  # quý III is not locked instead
    assert "đã khóa" in desk.say("lan", "sửa III.3.1.1 = 501")
    assert "380" in desk.say("quynh", "/lich-su xa-bac-son quý III III.3.1.1")


def test_a_typo_is_never_enough_for_a_verdict(desk: District) -> None:
    desk.fill("lan")
    asked = desk.answer("quynh", "duyệt xã bắc sonn")
    assert [choice.words for choice in asked.choices] == ["duyệt xã Bắc Sơn, quý III năm 2024"]
    assert desk.report(BAC_SON).state is ObligationState.COMPLETE
    desk.tap("quynh", asked, "duyệt")
    assert desk.report(BAC_SON).state is ObligationState.SUBMITTED


def test_of_several_reports_that_wait_the_one_that_is_meant_is_asked(desk: District) -> None:
    desk.fill("lan")
    desk.move("2024-12-04 08:00")
    asked = desk.answer("quynh", "duyệt xã Bắc Sơn")  # the report of the year is not complete
    assert [c.words for c in asked.choices] == ["duyệt xã Bắc Sơn, quý III năm 2024"]
    desk.fill("lan")
    for order in ("duyệt xã Bắc Sơn", "trả lại xã Bắc Sơn: sai số", "duyệt"):
        asked = desk.answer("quynh", order)
        assert [c.words.partition(", ")[2] for c in asked.choices] == [
            "quý III năm 2024",
            "năm 2024",
        ]
    assert desk.report(BAC_SON).state is ObligationState.COMPLETE
    assert desk.report(BAC_SON, "2024-Y").state is ObligationState.COMPLETE
    assert "quý III năm 2024" in desk.say("quynh", asked.choices[0].words)
    assert desk.report(BAC_SON).state is ObligationState.SUBMITTED
    assert "Đã duyệt: Báo cáo công tác cải cách hành chính năm 2024" in desk.say(
        "quynh", "duyệt xã Bắc Sơn"
    )


@pytest.mark.parametrize("typed", ["khóa xã Bắc Sơn luôn", "khoa bac son luon, quy 3"])
def test_locking_all_the_same_may_be_typed(desk: District, typed: str) -> None:
    assert "Báo cáo khóa khi còn thiếu 97 số" in desk.say("quynh", typed)
    assert desk.report(BAC_SON).state is ObligationState.LOCKED


def test_an_order_without_a_unit_offers_what_it_can_be_done_to(desk: District) -> None:
    assert "Không có báo cáo nào để duyệt" in desk.say("quynh", "duyệt")
    desk.fill("lan")
    asked = desk.answer("quynh", "duyệt")
    assert [choice.words for choice in asked.choices] == ["duyệt xã Bắc Sơn, quý III năm 2024"]
    assert "Còn hạn nhưng chưa đủ 2 báo cáo: xã Đa Lộc, xã Phù Ủng." in desk.say("quynh", "nhắc")
    desk.tap("quynh", asked, "duyệt")
    assert "Không có báo cáo nào để trả lại" in desk.say("quynh", "/tra-lai")
    (choice,) = desk.answer("quynh", "mở lại").choices
    assert choice.words == "mở lại xã Bắc Sơn, quý III năm 2024"
    assert "cấp dưới" in desk.say("lan", "/nhac")


def test_why_an_order_cannot_be_carried_out_is_said(desk: District) -> None:
    assert "còn thiếu 97 số" in desk.say("quynh", "duyệt xã Bắc Sơn")
    desk.fill("lan")
    assert "đã đủ số liệu, chờ duyệt" in desk.say("quynh", "nhắc xã Bắc Sơn")
    desk.say("quynh", "trả lại xã Bắc Sơn: sai số")
    assert "đã trả lại, đang chờ đơn vị gửi lại" in desk.say("quynh", "duyệt xã Bắc Sơn")
    desk.say("lan", "gửi lại")
    desk.say("quynh", "duyệt xã Bắc Sơn")
    assert "Báo cáo quý III năm 2024 đã duyệt." in desk.say("quynh", "duyệt xã Bắc Sơn")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/tonghop quý 9", "quý 9"),
        ("/tonghop quy v", "quy v"),
        ("/status tháng 13", "tháng 13"),
        ("/status xa-bac-son quý 0", "quý 0"),
        ("duyệt xã Bắc Sơn quý 5 năm 2024", "quý 5 năm 2024"),
        ("khóa xã Bắc Sơn Q7", "Q7"),
    ],
)
def test_a_period_that_no_year_has_is_never_taken_for_another(
    desk: District, typed: str, said: str
) -> None:
    desk.fill("lan")
    assert desk.say("quynh", typed).startswith(f"Không có {said}.")
    assert desk.report(BAC_SON).state is ObligationState.COMPLETE


def test_words_that_a_roll_up_does_not_understand_are_said(desk: District) -> None:
    assert "Bot chưa hiểu “tuần trước”" in desk.say("quynh", "/tonghop tuần trước")


def test_a_verdict_on_a_named_period(desk: District) -> None:
    desk.fill("lan")
    desk.move("2024-12-04 08:00")
    desk.fill("lan")
    desk.say("quynh", "duyệt xã Bắc Sơn quý III năm 2024")
    assert desk.report(BAC_SON).state is ObligationState.SUBMITTED
    assert desk.report(BAC_SON, "2024-Y").state is ObligationState.COMPLETE


# Punctuality


def test_a_superior_sees_the_ranking_and_a_commune_only_itself(desk: District) -> None:
    desk.fill("hung")
    desk.move("2024-09-18 08:00")
    desk.fill("lan")
    text = desk.say("quynh", "/xephang")
    assert [line for line in lines(text) if re.match(r"\d+\.", line)] == [
        "1. xã Phù Ủng: 1/1 kỳ đúng hạn",
        "2. xã Bắc Sơn: 0/1 kỳ đúng hạn, trễ tổng 3 ngày",
        "2. xã Đa Lộc: 0/1 kỳ đúng hạn, trễ tổng 3 ngày, 1 kỳ chưa nộp",
    ]
    own = desk.say("lan", "/xep-hang")
    assert lines(own) == [
        "Xã Bắc Sơn: 0/1 kỳ đúng hạn (hai năm gần đây).",
        "- quý III năm 2024: trễ 3 ngày, 18/9",
    ]
    assert "Không thấy đơn vị" in desk.say("lan", "/xep-hang phù ủng")
    assert desk.say("quynh", "/xep-hang phù ủng").startswith("Xã Phù Ủng: 1/1")


def test_a_report_that_was_sent_in_time_and_returned_later_was_in_time(desk: District) -> None:
    desk.fill("lan")
    desk.move(LATE)
    desk.say("quynh", "trả lại xã Bắc Sơn: sai số")
    desk.say("lan", "gửi lại")
    assert "1/1 kỳ đúng hạn" in desk.say("lan", "/xep-hang")
    assert "xã Bắc Sơn: 1/1 kỳ đúng hạn, bị trả lại 1 lần" in desk.say("quynh", "/xep-hang")


# The morning


def test_the_morning_tells_late_due_today_and_what_came_in(desk: District) -> None:
    desk.move("2024-09-12 14:00")
    desk.fill("hung")
    desk.mail("quynh")
    desk.move("2024-09-13 07:30")
    (friday,) = desk.told("quynh")
    assert lines(friday) == [
        "Chào chị Quỳnh. Sáng nay, huyện Ân Thi:",
        "Mới đủ số liệu từ hôm qua 1 báo cáo: xã Phù Ủng.",
        "Xem: /status. Duyệt: /duyet.",
    ]
    desk.move("2024-09-13 13:30")
    assert desk.told("quynh") == []
    desk.move("2024-09-16 07:30")
    (monday,) = desk.told("quynh")
    assert "Quá hạn 2 báo cáo: xã Bắc Sơn (1 ngày), xã Đa Lộc (1 ngày)." in monday
    assert lines(monday)[-1] == "Xem: /status. Nhắc đơn vị chậm: /tre."
    assert desk.told("khanh") == []
    desk.move("2024-09-17 07:30")  # two working days late: the leader hears of it
    assert "Quá hạn 2 báo cáo" in desk.told("khanh")[0]


def mornings(desk: District, who: str, days: list[str]) -> list[str]:
    """On which of these days a person was told something at half past seven."""
    told = []
    for day in days:
        desk.move(f"{day} 07:30")
        told += [day] if desk.told(who) else []
    return told


def september(*days: int) -> list[str]:
    return [f"2024-09-{day:02}" for day in days]


def test_who_is_late_is_told_on_the_first_day_and_then_twice_a_week(desk: District) -> None:
    days = [str(date(2024, 9, 16) + timedelta(days=count)) for count in range(30)]
    told = mornings(desk, "quynh", days)
    assert told == [day for day in days if date.fromisoformat(day).weekday() in (0, 3)]
    assert len(told) == 9


def test_what_has_come_in_is_told_the_next_morning_with_all_who_are_late(desk: District) -> None:
    assert mornings(desk, "quynh", september(16)) == september(16)
    desk.now += timedelta(hours=1)
    desk.fill("hung")
    desk.mail("quynh")
    desk.move("2024-09-17 07:30")
    (tuesday,) = desk.told("quynh")
    assert "Mới đủ số liệu từ hôm qua 1 báo cáo: xã Phù Ủng." in tuesday
    assert "Quá hạn 2 báo cáo" in tuesday
    assert mornings(desk, "quynh", september(18, 19)) == september(19)


def test_more_time_that_is_asked_for_is_told_once_in_half_a_week(desk: District) -> None:
    mornings(desk, "quynh", september(16))
    desk.now += timedelta(hours=1)
    desk.say("nam", "/giahan đến 30/9 chờ số liệu của công an xã")
    desk.mail("quynh")
    assert mornings(desk, "quynh", september(17, 18, 19, 20)) == september(17, 19)


def test_a_first_day_on_which_the_bot_was_down_is_told_of_on_the_next(desk: District) -> None:
    desk.move("2024-09-13 07:30")
    desk.mail("quynh")
    assert mornings(desk, "quynh", september(17, 18)) == september(17)


def test_more_time_that_came_too_late_does_not_undo_that_a_report_was_late(desk: District) -> None:
    desk.move("2024-09-18 08:00")
    desk.fill("lan")
    desk.say("quynh", "trả lại xã Bắc Sơn: sai số")
    desk.say("quynh", "gia hạn xã Bắc Sơn đến 20/9")
    assert "0/1 kỳ đúng hạn" in desk.say("lan", "/xep-hang")
    assert "gia hạn" not in desk.say("quynh", "/xep-hang bắc sơn")


def test_more_time_in_time_counts(desk: District) -> None:
    desk.move("2024-09-12 08:00")
    desk.say("quynh", "gia hạn xã Bắc Sơn đến 20/9")
    desk.move("2024-09-18 08:00")
    desk.fill("lan")
    assert "1/1 kỳ đúng hạn" in desk.say("lan", "/xep-hang")


def test_several_units_are_approved_at_once_and_a_word_is_passed_on(desk: District) -> None:
    desk.fill("lan")
    desk.fill("hung")
    desk.mail("lan")
    desk.mail("hung")
    answer = desk.say("quynh", "duyệt xã Bắc Sơn và xã Phù Ủng")
    assert answer.count("Đã duyệt: Báo cáo") == 2
    assert desk.report(PHU_UNG).state is ObligationState.SUBMITTED
    desk.fill("nam")
    desk.mail("nam")
    assert [c.words for c in desk.answer("quynh", "duyệt tất cả").choices] == [
        "duyệt xã Đa Lộc, quý III năm 2024"
    ]
    desk.say("quynh", "duyệt xã Đa Lộc: số liệu tốt, cần nộp sớm hơn")
    assert "Ý kiến: số liệu tốt, cần nộp sớm hơn." in desk.told("nam")[-1]


def test_a_nudge_of_a_returned_report_says_what_to_do(desk: District) -> None:
    desk.fill("lan")
    desk.say("quynh", "trả lại xã Bắc Sơn")
    desk.say("quynh", "sai số")
    desk.mail("lan")
    desk.say("quynh", "nhắc xã Bắc Sơn")
    assert "Xong hết, gửi: gửi lại" in desk.told("lan")[0]


def test_what_was_approved_is_no_news(desk: District) -> None:
    desk.move("2024-09-12 14:00")
    desk.fill("hung")
    desk.say("quynh", "duyệt xã Phù Ủng")
    desk.mail("quynh")
    desk.move("2024-09-13 07:30")
    assert desk.told("quynh") == []


def test_a_due_day_is_told_in_the_morning(desk: District) -> None:
    desk.move("2025-09-15 07:30")  # Monday, the due day of quý III/2025
    assert "Hạn hôm nay, chưa đủ 3 báo cáo" in desk.told("quynh")[-1]


def test_a_quiet_morning_has_no_message(desk: District) -> None:
    desk.mail("quynh")
    desk.move("2024-09-10 07:30")
    assert desk.told("quynh") == []


def test_tasks_and_the_morning_come_in_one_digest(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, báo cáo, hạn 10/9")
    desk.say("lan", "xong 1 68/BC-UBND ngày 28/8")
    desk.fill("hung")
    desk.mail("quynh")
    desk.move("2024-08-29 07:30")
    (told,) = desk.told("quynh")
    assert "Sáng nay, huyện Ân Thi:" in told
    assert "Chờ anh/chị duyệt (1):" in told


def test_what_is_seen_of_one_unit_wants_its_name_of_a_superior(desk: District) -> None:
    told = desk.say("quynh", "lịch sử 3.1.1")
    assert told.endswith("Xin ghi tên đơn vị ngay sau, ví dụ: lịch sử xa-da-loc")


def test_a_course_without_a_unit_is_that_of_every_unit_below(desk: District) -> None:
    for text in ("xu hướng 3.1.1 quý I/2023 đến nay", "biểu đồ 3.1.1"):
        told = desk.say("quynh", text)
        assert told.startswith("III.3.1.1 hồ sơ đã giải quyết xong qua các kỳ\nhuyện Ân Thi")
        assert "xã Phù Ủng: " in told


# Help


def test_help_is_for_the_role_of_who_asks(desk: District) -> None:
    superior = desk.say("quynh", "trợ giúp")
    for word in ("nhắc xa-da-loc", "duyệt xa-da-loc", "tổng hợp", "giao xa-bac-son", "gia hạn"):
        assert word in superior
    assert "14 14 0 0" not in superior
    assert "14 7 5 1 0 0" not in superior  # a superior gives no figures
    assert len(lines(superior)) <= 25
    official = desk.say("lan", "trợ giúp")
    assert "14 7 5 1 0 0" in official  # of her own form
    assert "duyệt" not in official.partition("Nhiệm vụ")[0]
    assert "/thay-nguoi" not in official
    assert "/thay-nguoi" in desk.say("thanh", "trợ giúp")
    administrator = desk.say("tam", "trợ giúp")
    assert "/thay-nguoi" in administrator
    assert "duyệt" not in administrator


# Scope


def test_a_neighbouring_district_knows_nothing(desk: District) -> None:
    desk.fill("lan")
    for text in ("/status xa-bac-son", "nhắc xa-bac-son", "duyệt xa-bac-son", "/status 12148"):
        assert "Không thấy đơn vị" in desk.say("linh", text)
    assert desk.report(BAC_SON).state is ObligationState.COMPLETE
    assert desk.report(BESIDE).state is ObligationState.OPEN


def test_refusals_are_written_down(desk: District) -> None:
    desk.say("linh", "duyệt xa-bac-son")
    (entry,) = desk.trail("official:linh")[-1:]
    assert entry.action == "refused"
    assert entry.detail == {"asked": "duyet", "said": "router.no_such_unit"}


def test_a_commune_has_no_desk(desk: District) -> None:
    for text in ("/tre", "/tonghop"):
        assert "chưa được giao theo dõi đơn vị cấp dưới" in desk.say("lan", text)
    assert "việc của cấp trên" in desk.say("lan", "duyệt xa-bac-son")


def test_a_nudge_that_reaches_nobody_keeps_no_other_off(memory_database: Database) -> None:
    desk = District(memory_database, unlinked=frozenset({"nam", "ha"}))
    desk.move("2024-09-05 08:00")
    for _ in range(2):
        assert "Chưa liên lạc được người của xã Đa Lộc" in desk.say("quynh", "nhắc xã Đa Lộc")


@pytest.mark.parametrize("asked", ["còn thiếu", "biểu đồ", "tiến độ", "báo cáo", "mẫu"])
def test_whoever_has_no_report_of_their_own_is_asked_to_name_a_unit_below(
    desk: District, asked: str
) -> None:
    """ "Chưa có báo cáo nào đang mở" was said while those below owed theirs."""
    said = desk.say("quynh", asked)
    assert said.startswith("Mục này xem theo từng đơn vị. Xin ghi tên đơn vị ngay sau, ví dụ: ")
    assert said.split("ví dụ: ")[1].startswith(f"{asked} xa-")
