"""What a head and a chairman say around the report of their unit; what staff say of it is taken for
no right, no task and no leave."""

from __future__ import annotations

import pytest

from domain.dates.leave_reading import near_days, read_leave
from domain.dates.moments import parse_at
from storage.database.database import Database
from tests.support.district import District, annex


@pytest.fixture
def desk(memory_database: Database) -> District:
    desk = District(memory_database)
    desk.move("2024-09-06 08:00")
    for who in ("lan", "dung", "thanh"):
        desk.mail(who)
    return desk


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("mọi người làm chưa", "Còn chờ:"),
        ("ai còn thiếu số", "Còn chờ:"),
        ("ai chưa chốt", "không còn số ước nào"),
        ("nhac ho chot", "không còn số ước nào"),
        ("phần tài chính ai làm", "Phần Tài chính"),
        ("góp ý gì vậy", "chưa trình"),
        ("huyện trả lại thì sao", "bot báo ngay, kèm lý do"),
        ("trả lại là sao, thiếu chi", "Hiện không có báo cáo nào bị trả lại."),
        ("đã gửi huyện chưa", "còn thiếu"),
        ("đủ hết rồi hả", "Xã Bắc Sơn"),
        ("nhắc lại lần nữa đi", "còn chờ"),
        ("gửi huyện đi", "Bot không gửi báo cáo đi thay đơn vị"),
    ],
)
def test_a_head_is_told_what_is_asked_in_passing(desk: District, said: str, answer: str) -> None:
    assert answer in desk.say("dung", said)


@pytest.mark.parametrize(
    "said", ["ừ duyệt", "duyệt, nhưng để chị Dung ký", "duyệt rồi đó", "được rồi, trình đi"]
)
def test_a_chairman_hears_that_nothing_waits(desk: District, said: str) -> None:
    told = desk.say("thanh", said)
    assert "Hiện không có báo cáo nào chờ" in told
    assert "văn phòng chưa trình" in told


def test_what_waits_is_asked_about_plainly_though_it_was_dropped(desk: District) -> None:
    desk.say("lan", annex())
    desk.say("lan", "trình")
    desk.say("thanh", "thôi")
    assert "đúng không?" in desk.say("thanh", "được, trình ký đi")
    assert "Đã duyệt" in desk.say("thanh", "duyệt")


@pytest.mark.parametrize(
    ("who", "said", "whom", "words"),
    [
        ("thanh", "nhắc tụi nó nộp trước trưa", "những ai còn nợ", "nộp trước trưa"),
        ("thanh", "bảo Lan chiều nay phải xong", "chị Lan", "chiều nay phải xong"),
        ("dung", "nhac Lan, bao chieu mai nop", "chị Lan", "chieu mai nop"),
        ("thanh", "nhắc mấy đứa đi, chiều nay phải xong", "những ai còn nợ", "chiều nay phải xong"),
    ],
)
def test_a_reminder_carries_the_words_after_a_yes(
    desk: District, who: str, said: str, whom: str, words: str
) -> None:
    asked = desk.answer(who, said)
    assert whom in asked.text
    assert f"“{words}”, đúng không?" in asked.text
    assert not desk.told("lan")
    assert "Đã nhắc" in desk.say(who, "đúng")
    assert any(f"dặn: {words}" in each for each in desk.told("lan"))


@pytest.mark.parametrize(
    "said",
    [
        "có đối thoại 2 lần, khảo sát có",
        "khảo sát sắp làm",
        "đủ hết rồi hả",
        "bộ máy hoàn thành hết rồi",
        "xong hết rồi",
        "xong 13, còn 1 chưa tới hạn",
    ],
)
def test_no_right_and_no_task_is_spoken_of(desk: District, said: str) -> None:
    told = desk.say("lan", said)
    for words in ("phân quyền", "việc của cấp trên", "nhiệm vụ nào", "việc số"):
        assert words not in told


def test_all_of_them_by_no_name_are_listed(desk: District) -> None:
    assert "chị Lan: còn" in desk.say("thanh", "nhắc tụi nó đi")


def test_numbers_that_a_word_joins_are_figures_and_no_question(desk: District) -> None:
    assert "Mục VI.1" in desk.say("lan", "mục VI.1")
    assert "3.598" in desk.say("lan", "17.465 với 3.598")
    assert "Đã ghi 2 số" in desk.say("lan", "đúng")


def test_a_block_that_is_put_off_and_one_that_is_asked_about(desk: District) -> None:
    assert "Mục VII.5.1 để sau" in desk.say("lan", "vii.5.1 thi de chi hoi cai")
    assert "Mục I.1" in desk.say("lan", "rứa là xong mục này chưa")


def test_which_files_are_read_is_told(desk: District) -> None:
    for said in ("chị gửi file excel được không em", "gui em file word chi lam"):
        assert "cột STT" in desk.say("lan", said)


def test_the_number_alone_is_asked_about_and_its_day_may_follow(desk: District) -> None:
    desk.say("lan", annex())
    desk.say("lan", "tình hình")
    assert "Ghi số 68 cho báo cáo" in desk.say("lan", "số 68")
    assert "chưa có ngày" in desk.say("lan", "đúng")
    desk.say("lan", "tình hình")
    assert "6/9/2024" in desk.say("lan", "ngày 6/9")
    assert "số 46/" in desk.say("lan", "sửa số báo cáo thành 46")
    assert "5/9/2024" in desk.say("lan", "sửa ngày báo cáo là 5/9")


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("nghỉ 12-13", 12, 13),
        ("tôi nghỉ 12 13", 12, 13),
        ("nghỉ 12 và 13, hoa thay", 12, 13),
        ("nghỉ 12-13/9", 12, 13),
    ],
)
def test_two_days_of_this_month(said: str, first: int, last: int) -> None:
    wish = read_leave(said, parse_at("2024-09-11 08:00").date())
    assert wish is not None
    assert (wish.first and wish.first.day, wish.last and wish.last.day) == (first, last)


@pytest.mark.parametrize("said", ["lan nghi 2 3 ngay", "nghi 12 13 14", "nghi huu 1", "nghi 5 4"])
def test_no_two_days(said: str) -> None:
    assert near_days(said, parse_at("2024-09-01 08:00").date()) is None


def test_a_leave_of_months_is_one_and_a_retirement_is_none(desk: District) -> None:
    assert "nghỉ từ" in desk.say("dung", "em nghỉ thai sản 6 tháng từ 9/9")
    desk.say("dung", "thôi")
    assert "nghỉ từ" not in desk.say("lan", "sửa có mặt còn 18 vì tháng 10 nghỉ hưu 1")


@pytest.mark.parametrize("said", ["Lan bao giờ đi làm lại", "sao Lan không nghỉ nữa"])
def test_whoever_asks_about_a_leave_ends_none(desk: District, said: str) -> None:
    desk.say("dung", "nghỉ lan 9/9-10/9")
    desk.say("dung", "đúng")
    assert "chị Lan nghỉ từ thứ Hai 9/9" in desk.say("dung", said)
