"""What officials type about tasks, with and without diacritics, and what is left to the figures."""

from __future__ import annotations

from datetime import date

import pytest

from domain.dates.calendar import WorkCalendar
from domain.dates.moments import parse_at
from domain.dates.past_day import read_past_day
from domain.tasks.assignment import Assignment, is_assignment, read_assignment, read_parts
from domain.tasks.details import (
    Evidence,
    read_document,
    read_evidence,
    read_more_time,
    read_priority,
    read_snooze,
)
from domain.tasks.tasks import AssigningDocument, Priority
from domain.tasks.words import Act, Verb
from handlers.wording.understood import read_acts

TODAY = date(2024, 8, 20)
V = Verb


@pytest.mark.parametrize(
    ("text", "verb", "numbers", "rest"),
    [
        ("xong 3", V.DONE, (3,), ""),
        ("Xong 3", V.DONE, (3,), ""),
        ("/xong 3", V.DONE, (3,), ""),
        ("xong3", V.DONE, (3,), ""),
        ("3 xong", V.DONE, (3,), ""),
        ("việc 3 xong rồi ạ", V.DONE, (3,), ""),
        ("đã xong việc số 3 nhé", V.DONE, (3,), ""),
        ("hoan thanh 3", V.DONE, (3,), ""),
        ("xong 3 68/BC-UBND", V.DONE, (3,), "68/BC-UBND"),
        ("xong 3: 68/BC-UBND ngày 13/9", V.DONE, (3,), "68/BC-UBND ngày 13/9"),
        ("xong 3, 5", V.DONE, (3, 5), ""),
        ("xong 3,5", V.DONE, (3, 5), ""),
        ("xong 3 và 5", V.DONE, (3, 5), ""),
        ("xong 3, 5, 5", V.DONE, (3, 5), ""),
        ("xong 3 5 ho so", V.DONE, (3,), "5 ho so"),
        ("vướng 3 chờ số liệu của huyện", V.BLOCKED, (3,), "chờ số liệu của huyện"),
        ("vuong 3 cho so lieu", V.BLOCKED, (3,), "cho so lieu"),
        ("3 vuong: cho so lieu", V.BLOCKED, (3,), "cho so lieu"),
        ("3 bị vướng mất điện", V.BLOCKED, (3,), "mất điện"),
        ("hết vướng 3", V.UNBLOCKED, (3,), ""),
        ("xin gia hạn 3 5 ngày chờ số liệu", V.EXTEND, (3,), "5 ngày chờ số liệu"),
        ("xin gia han 3 den 20/9 vi mat dien", V.EXTEND, (3,), "den 20/9 vi mat dien"),
        ("/giahan 3 5 ngay x", V.EXTEND, (3,), "5 ngay x"),
        ("gia hạn 3 ngày mất điện", V.EXTEND, (), "3 ngày mất điện"),  # days, not task 3
        ("gia hạn 3 ngày 20/9 mất điện", V.EXTEND, (3,), "ngày 20/9 mất điện"),
        ("duyệt 3", V.ACCEPT, (3,), ""),
        ("duyet 3, 4", V.ACCEPT, (3, 4), ""),
        ("đồng ý 3", V.ACCEPT, (3,), ""),
        ("duyệt 3 3 ngày", V.ACCEPT, (3,), "3 ngày"),
        ("trả lại 3 thiếu phụ lục", V.RETURN, (3,), "thiếu phụ lục"),
        ("tra lai 3 thieu phu luc", V.RETURN, (3,), "thieu phu luc"),
        ("không đồng ý 3 quá muộn", V.RETURN, (3,), "quá muộn"),
        ("thu hồi 3 giao nhầm", V.WITHDRAW, (3,), "giao nhầm"),
        ("hủy 3 giao nhầm", V.WITHDRAW, (3,), "giao nhầm"),
        ("huỷ việc 3 giao nhầm", V.WITHDRAW, (3,), "giao nhầm"),
        ("chuyển 3 cho anh Tuấn", V.HAND_OVER, (3,), "cho anh Tuấn"),
        ("giao 3 cho tuan", V.HAND_OVER, (3,), "cho tuan"),
        ("bàn giao chị Lan cho anh Tuấn", V.HAND_OVER, (), "chị Lan cho anh Tuấn"),
        ("mở lại 3", V.REOPEN, (3,), ""),
        ("3 chưa xong", V.REOPEN, (3,), ""),
        ("đã nhận 3", V.ACKNOWLEDGE, (3,), ""),
        ("nhắc lại 3 15h", V.SNOOZE, (3,), "15h"),
        ("nhac lai 15h", V.SNOOZE, (), "15h"),
        ("việc 3", V.SHOW, (3,), ""),
        ("xem việc 3", V.SHOW, (3,), ""),
        ("xong", V.DONE, (), ""),
        ("đồng ý", V.ACCEPT, (), ""),
    ],
)
def test_a_task_word_makes_it_a_task(
    text: str, verb: Verb, numbers: tuple[int, ...], rest: str
) -> None:
    assert read_acts(text) == (Act(verb, numbers, rest),)


@pytest.mark.parametrize(
    ("text", "percent", "bare"),
    [
        ("3 80%", 80, True),
        ("3: 80%", 80, True),
        ("3 80 %", 80, True),
        ("việc 3 80%", 80, False),
        ("tiến độ 3 80%", 80, False),
        ("3 đạt 80%", 80, False),
        ("3 duoc 80 phan tram", 80, False),
        ("xong 3 80%", 80, False),  # not done
        ("3 xong 80%", 80, False),
        ("xong 80% việc 3", 80, False),
        ("việc 3 đạt 80 %", 80, False),  # what a button says
    ],
)
def test_progress(text: str, percent: int, bare: bool) -> None:
    assert read_acts(text) == (Act(V.PROGRESS, (3,), percent=percent, bare=bare),)


def test_all_of_a_task_is_done() -> None:
    assert read_acts("xong 3 100%") == (Act(V.DONE, (3,), percent=100),)


@pytest.mark.parametrize(
    "text",
    [
        "14 14 0 0",
        "3 5",
        "3",
        "98,3%",
        "3 98,3%",
        "4.2 = 13",
        "4.2: 13",
        "sửa 4.2 = 13",
        "kps",
        "nkt",
        "chưa",
        "bq",
        "V kps",
        "0 hết",
        "đúng",
        "giữ: đang chờ huyện xác nhận",
        "3 hồ sơ",
        "được 3",
        "đạt 98%",
        "đạt 3",
        "tiến độ",
        "trả lời",
        "giao xa-bac-son: rà soát 3 việc cho dân",
        "",
        "?",
    ],
)
def test_everything_else_is_left_alone(text: str) -> None:
    assert read_acts(text) == ()


def test_two_numbers_without_a_comma_are_not_sure() -> None:
    assert read_acts("xong 3 5") == (Act(V.DONE, (3, 5), sure=False),)


def test_several_lines() -> None:
    assert read_acts("xong 3\n5 80%") == (
        Act(V.DONE, (3,)),
        Act(V.PROGRESS, (5,), percent=80, bare=True),
    )
    assert read_acts("vướng 3 chờ\nsố liệu huyện") == (Act(V.BLOCKED, (3,), "chờ số liệu huyện"),)


# What stands behind the number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("68/BC-UBND", Evidence("68/BC-UBND")),
        ("số 68/bc-ubnd ngày 13/9", Evidence("68/BC-UBND", date(2024, 9, 13))),
        ("BC 68/BC-UBND ngày 13/9/2024", Evidence("68/BC-UBND", date(2024, 9, 13))),
        ("50/2020/QĐ-UBND", Evidence("50/2020/QĐ-UBND")),
        ("118/UBND-NV", Evidence("118/UBND-NV")),
        ("bc 68", Evidence("BC 68")),
        ("68/BC-UBND ngày 20/12", Evidence("68/BC-UBND", date(2023, 12, 20))),  # never ahead
        ("14/14", Evidence(note="14/14")),
        ("hồ sơ", Evidence(note="hồ sơ")),
        ("", Evidence()),
    ],
)
def test_evidence(text: str, expected: Evidence) -> None:
    assert read_evidence(text, date(2024, 9, 15)) == expected


def test_the_assigning_document() -> None:
    text = "Công văn 118/UBND-NV ngày 19/02/2024 v/v chế độ báo cáo"
    expected = AssigningDocument("118/UBND-NV", date(2024, 2, 19), "chế độ báo cáo")
    assert read_document(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "on", "reason"),
    [
        ("5 ngày chờ số liệu", "2024-09-15", "chờ số liệu"),
        ("thêm 1 tuần lý do: mất điện", "2024-09-17", "mất điện"),
        ("3 ngày làm việc vì nghỉ lễ", "2024-09-13", "nghỉ lễ"),
        ("1 thang cho huyen", "2024-10-10", "cho huyen"),
        ("đến 20/9 chờ huyện", "2024-09-20", "chờ huyện"),
        ("chờ số liệu huyện đến ngày 20/9/2024", "2024-09-20", "chờ số liệu huyện"),
        ("đến thứ hai", "2024-09-09", ""),
        ("den thu sau tuan sau cho huyen", "2024-09-13", "cho huyen"),
        ("đến thứ 3 tuần sau vì chờ thôn", "2024-09-10", "chờ thôn"),
        ("toi t5 tuan toi cho thon", "2024-09-12", "cho thon"),
        ("đến thứ 4 ngày 18/9 chờ huyện", "2024-09-18", "chờ huyện"),
        ("đến ngày 20 tháng 9 vì chờ số liệu", "2024-09-20", "chờ số liệu"),
        ("den 15 thang 1 nam 2025 cho huyen", "2025-01-15", "cho huyen"),
        ("den mung 10", "2024-09-10", ""),
        ("den cuoi tuan sau vi cho thon", "2024-09-13", "cho thon"),
        ("từ 15/9 đến 20/9 chờ huyện", "2024-09-20", "từ 15/9 chờ huyện"),
        ("thêm 2 hôm nữa, chờ thôn", "2024-09-12", "chờ thôn"),
        ("3 tuần chờ thôn", "2024-10-01", "chờ thôn"),
        ("5 ngày vì huyện đến thứ 2 mới họp", "2024-09-15", "huyện đến thứ 2 mới họp"),
        ("vì mưa 3 ngày, xin đến 20/9", "2024-09-20", "mưa 3 ngày, xin"),
        ("2-3 ngày chờ thôn", None, "2-3 ngày chờ thôn"),
        ("đến cuối tháng sau", None, "đến cuối tháng sau"),
        ("đến hết ngày 20 vì mưa", "2024-09-20", "mưa"),
        ("mai chị Hoa mới đi làm", None, "mai chị Hoa mới đi làm"),
        ("chờ số liệu", None, "chờ số liệu"),
        ("31/9 chờ", None, "chờ"),
    ],
)
def test_more_time(text: str, on: str | None, reason: str) -> None:
    found = read_more_time(text, date(2024, 9, 10), date(2024, 9, 6), WorkCalendar(frozenset()))
    assert found.on == (date.fromisoformat(on) if on else None)
    assert found.reason == reason


def test_days_count_from_today_where_the_due_day_is_long_gone() -> None:
    calendar = WorkCalendar(frozenset())
    found = read_more_time("5 ngày", date(2024, 9, 1), date(2024, 9, 10), calendar)
    assert found.on == date(2024, 9, 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15h", "2024-09-11 15:00"),
        ("15h30", "2024-09-11 15:30"),
        ("15 giờ", "2024-09-11 15:00"),
        ("3h chiều", "2024-09-11 15:00"),
        ("chiều", "2024-09-11 13:30"),
        ("mai", "2024-09-12 07:30"),
        ("chiều mai", "2024-09-12 13:30"),
        ("2 ngày", "2024-09-13 07:30"),
        ("thứ sáu", "2024-09-13 07:30"),
        ("20/9", "2024-09-20 07:30"),
        ("tối 8h", "2024-09-11 20:00"),
        ("trưa nay 1h", "2024-09-11 13:00"),
        ("30p nữa", "2024-09-11 08:30"),
        ("nửa tiếng nữa", "2024-09-11 08:30"),
        ("2 tiếng rưỡi", "2024-09-11 10:30"),
        ("3h chieu t2", "2024-09-16 15:00"),
        ("tuần tới", "2024-09-16 07:30"),
        ("7h", None),  # gone by
        ("lúc nào rảnh", None),
    ],
)
def test_a_later_reminder(text: str, expected: str | None) -> None:
    found = read_snooze(text, parse_at("2024-09-11 08:00"))
    assert found == (parse_at(expected) if expected else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19/02/2024", date(2024, 2, 19)),
        ("2024-02-19", date(2024, 2, 19)),
        ("19/2", date(2024, 2, 19)),
        ("19/12", date(2023, 12, 19)),
        ("2024-12-19", None),
        ("hôm kia", None),
    ],
)
def test_a_day_gone_by(text: str, expected: date | None) -> None:
    assert read_past_day(text, TODAY) == expected


def test_priorities() -> None:
    assert read_priority("Hỏa tốc") is Priority.EXPRESS
    assert read_priority("hoả tốc") is Priority.EXPRESS
    assert read_priority("khẩn") is Priority.URGENT
    assert read_priority("") is Priority.NORMAL
    assert read_priority("bình thường thôi") is None


# Assignments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "giao xa-bac-son: rà soát TTHC, báo cáo, trước 01/9",
            Assignment("xa-bac-son", "rà soát TTHC", "báo cáo", "trước 01/9"),
        ),
        (
            "/giaoviec xa-bac-son: ra soat TTHC truoc ngay 01/9/2024",
            Assignment("xa-bac-son", "ra soat TTHC", "", "truoc ngay 01/9/2024"),
        ),
        (
            "giao xã Bắc Sơn, xã Hạ Lễ: báo cáo quý III, trước ngày 15/9, 16 giờ",
            Assignment("xã Bắc Sơn, xã Hạ Lễ", "báo cáo quý III", "", "trước ngày 15/9, 16 giờ"),
        ),
        (
            (
                "giao x: lập danh sách hộ nghèo, rà soát lại, sản phẩm: danh sách, hạn 5/9, "
                "theo công văn 118/UBND-NV ngày 19/02/2024, chủ trì: Lan, phối hợp: Công an xã, "
                "khẩn"
            ),
            Assignment(
                "x",
                "lập danh sách hộ nghèo, rà soát lại",
                "danh sách",
                "5/9",
                lead="Lan",
                coordinators="Công an xã",
                document="công văn 118/UBND-NV ngày 19/02/2024",
                priority="khẩn",
            ),
        ),
        (
            "giao x: hạn chế tồn tại trong CCHC, trước 5/9",
            Assignment("x", "hạn chế tồn tại trong CCHC", "", "trước 5/9"),
        ),
        (
            "giao x: rà soát hạn chế tuần tra rừng, trong tuần",
            Assignment("x", "rà soát hạn chế tuần tra rừng", "", "trong tuần"),
        ),
        (
            "giao x: phối hợp công an kiểm tra cư trú, biên bản, hạn 5/9",
            Assignment("x", "phối hợp công an kiểm tra cư trú", "biên bản", "5/9"),
        ),
        (
            "giao tất cả các xã: trực Tết, thường xuyên",
            Assignment("tất cả các xã", "trực Tết", "", "thường xuyên"),
        ),
        ("giao x: rà soát TTHC", Assignment("x", "rà soát TTHC")),
        ("/giaoviec", Assignment()),
    ],
)
def test_a_typed_line(text: str, expected: Assignment) -> None:
    assert read_assignment(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hạn 5/9", Assignment(due="5/9")),
        ("5/9", Assignment(due="5/9")),
        ("trước 31/9", Assignment(due="trước 31/9")),
        (
            "văn bản 118/UBND-NV ngày 19/02/2024; chủ trì chị Lan",
            Assignment(document="118/UBND-NV ngày 19/02/2024", lead="chị Lan"),
        ),
        ("xã Bắc Sơn", Assignment(title="xã Bắc Sơn")),
        (
            "lãnh đạo phụ trách: ông Thành, thẩm quyền: Chủ tịch ký",
            Assignment(accountable="ông Thành", authority="Chủ tịch ký"),
        ),
    ],
)
def test_further_words(text: str, expected: Assignment) -> None:
    assert read_parts(text, TODAY) == expected


def test_what_an_assignment_is() -> None:
    assert is_assignment("giao xa-bac-son: rà soát")
    assert is_assignment("/giaoviec xa-bac-son: rà soát")
    assert not is_assignment("giao xa-bac-son")
    assert not is_assignment("giao: rà soát")
    assert not is_assignment("giao 3 cho tuan")
    assert not is_assignment("4.2: 13")
