"""Leave in chat: asked once, the one who stands in is told, reminders and status follow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.people.people import Leave, Post, Role
from storage.database.database import Database
from storage.people.leaves import leaves_from
from tests.support.district import BAC_SON, PEOPLE, District, person

STAFF = (
    person("minh", "Lê Thị Minh", Post(BAC_SON, Role.OFFICIAL, ("justice",))),
    person("hoa", "Phạm Thị Hoa", Post(BAC_SON, Role.OFFICIAL, ("finance",))),
    person("van", "Đinh Thị Vân", Post(BAC_SON, Role.OFFICIAL, ("office", "culture"))),
)
OTHERS = tuple(each for each in PEOPLE if each.id != "lan")
DAYS = "từ Chủ nhật 1/9 đến thứ Năm 5/9"


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database, people=(*OTHERS, *STAFF))
    district.move("2024-08-28 08:00")
    for each in STAFF:
        district.mail(each.id)
    return district


def leaves(desk: District, who: str) -> list[tuple[str, str, str | None]]:
    with desk.database.read() as session:
        found = leaves_from(session, who, desk.now.date())
    return [(f"{x.first_day:%d/%m}", f"{x.last_day:%d/%m}", x.substitute_id) for x in found]


def test_who_stands_in_may_be_named_to_the_question(desk: District) -> None:
    asked = desk.answer("minh", "em nghỉ thai sản 6 tháng từ 1/9")
    assert "nghỉ từ Chủ nhật 1/9 đến thứ Sáu 28/2, chưa có người thay" in asked.text
    asked = desk.answer("minh", "chị Hoa làm thay")
    assert "nghỉ từ Chủ nhật 1/9 đến thứ Sáu 28/2, chị Hoa thay" in asked.text
    assert leaves(desk, "minh") == []
    desk.say("minh", "đúng")
    assert leaves(desk, "minh") == [("01/09", "28/02", "hoa")]


@pytest.mark.parametrize(
    ("said", "first", "last", "substitute"),
    [
        ("mai em nghỉ, hoa thay", "29/08", "29/08", "hoa"),
        ("mai nghỉ, hoa thay", "29/08", "29/08", "hoa"),
        ("mai tôi nghỉ, vân thay", "29/08", "29/08", "van"),
        ("mai em nghỉ phép nhé, có gì hỏi chị hoa", "29/08", "29/08", "hoa"),
        ("hôm nay tôi nghỉ, chị hoa làm giùm", "28/08", "28/08", "hoa"),
        ("nghỉ thứ sáu, nhờ chị hoa", "30/08", "30/08", "hoa"),
        ("nghỉ t4 4/9 hoa thay", "04/09", "04/09", "hoa"),
        ("thứ 4 tuần sau em nghỉ, chị hoa làm thay", "04/09", "04/09", "hoa"),
        ("t4 tuan sau nghi, chi hoa lam thay", "04/09", "04/09", "hoa"),
        ("t4 tuan sau nghi", "04/09", "04/09", None),
        ("thứ tư tuần sau em nghỉ, nhờ chị hoa", "04/09", "04/09", "hoa"),
        ("từ thứ tư tuần sau em nghỉ 2 ngày, hoa thay", "04/09", "05/09", "hoa"),
        ("thứ năm với thứ sáu em đi tập huấn, vân lo giúp", "29/08", "30/08", "van"),
    ],
)
def test_who_stands_in_and_the_day_are_read_as_they_are_typed(
    desk: District, said: str, first: str, last: str, substitute: str | None
) -> None:
    asked = desk.say("minh", said)
    assert "Đúng không?" in asked
    desk.say("minh", "đúng")
    assert leaves(desk, "minh") == [(first, last, substitute)]


def test_two_days_that_do_not_follow_each_other_are_no_leave_of_all_between(desk: District) -> None:
    assert "từ ngày nào đến ngày nào" in desk.say("minh", "thứ năm với thứ bảy em nghỉ, hoa thay")


@pytest.mark.parametrize(("said", "until"), [("2 tuần", "14/9"), ("một tháng", "30/9")])
def test_weeks_and_months_are_counted_by_the_calendar(
    desk: District, said: str, until: str
) -> None:
    assert f"{until}," in desk.answer("minh", f"em xin nghỉ {said} từ 1/9").text


def test_an_own_leave_is_asked_once_and_everybody_concerned_hears(desk: District) -> None:
    asked = desk.answer("minh", "nghỉ 1/9-5/9 hoa thay")
    assert asked.text == f"Chị Minh nghỉ {DAYS}, chị Hoa thay phần: Tư pháp. Đúng không?"
    assert leaves(desk, "minh") == []
    assert desk.say("minh", "đúng") == (
        f"Đã ghi: chị Minh nghỉ {DAYS}, chị Hoa thay. Về sớm thì gửi: hết nghỉ\n"
        "Đã báo chị Hoa, chị Dung."
    )
    assert leaves(desk, "minh") == [("01/09", "05/09", "hoa")]
    assert desk.told("hoa")[-1].startswith(f"Chị Hoa thay chị Minh nghỉ {DAYS} phần: Tư pháp.")
    assert desk.told("dung")[-1] == f"Xin báo: chị Minh nghỉ {DAYS}, chị Hoa thay."


def test_a_head_notes_it_for_others_by_a_tap(desk: District) -> None:
    asked = desk.answer("dung", "nghỉ chị Minh 1/9 đến 5/9, chị Hoa thay")
    assert "Đã ghi" in desk.tap("dung", asked, "đúng").text
    assert "Chị Dung đã khai: chị Minh nghỉ" in desk.told("minh")[-1]
    assert desk.tap("dung", asked, "đúng").text.startswith("Câu hỏi này không còn hiệu lực")


def test_no_is_no(desk: District) -> None:
    desk.answer("minh", "nghỉ 1/9-5/9 hoa thay")
    assert "Chưa ghi ngày nghỉ nào" in desk.say("minh", "sai")
    assert "Chưa ghi" not in desk.say("minh", "đúng")
    assert leaves(desk, "minh") == []


def agree(desk: District, who: str, text: str) -> str:
    return desk.tap(who, desk.answer(who, text), "đúng").text


def test_reminders_figures_and_status_follow(desk: District) -> None:
    agree(desk, "minh", "nghỉ 28/8-6/9 hoa thay")
    desk.mail("hoa")
    desk.mail("minh")
    desk.move("2024-09-06 07:30")
    assert desk.told("minh") == []
    assert "Gồm cả phần của chị Minh (đang nghỉ)." in desk.told("hoa")[0]
    assert "Đã ghi" in desk.say("hoa", "II.1 = 0")
    assert "chị Minh (đến hết thứ Sáu 6/9, chị Hoa làm thay)" in desk.say(
        "quynh", "/status xa-bac-son"
    )


def test_whoever_is_back_is_asked_again(desk: District) -> None:
    agree(desk, "minh", "nghỉ 28/8-6/9 hoa thay")
    desk.mail("hoa")
    desk.move("2024-08-29 08:00")
    assert desk.say("minh", "hết nghỉ") == (
        "Đã ghi: chị Minh đi làm lại từ hôm nay. Bot nhắc và nhận số từ chị Minh.\nĐã báo chị Hoa."
    )
    assert "không phải nhờ chị Hoa nữa" in desk.told("hoa")[-1]
    desk.move("2024-09-06 07:30")
    assert any("xã Bắc Sơn" in words for words in desk.told("minh"))
    assert "chị Minh" not in desk.told("hoa")[0]
    assert "không có lần nghỉ nào" in desk.say("minh", "về")


def test_a_leave_to_come_can_be_dropped_by_the_head(desk: District) -> None:
    agree(desk, "dung", "nghỉ minh 1/9-5/9 hoa thay")
    assert desk.say("dung", "hết nghỉ minh").startswith(f"Đã bỏ lần nghỉ {DAYS} của chị Minh.")
    assert leaves(desk, "minh") == []


def test_a_second_leave_of_the_same_days_takes_the_place_of_the_first(desk: District) -> None:
    agree(desk, "minh", "nghỉ 1/9-5/9 hoa thay")
    asked = desk.answer("minh", "nghỉ 3/9-10/9 van thay")
    assert f"Thay cho lần nghỉ đã khai: {DAYS}." in asked.text
    desk.tap("minh", asked, "đúng")
    assert leaves(desk, "minh") == [("01/09", "02/09", "hoa"), ("03/09", "10/09", "van")]


def test_who_stands_in_and_goes_away_is_stood_in_for_in_turn(desk: District) -> None:
    agree(desk, "minh", "nghỉ 28/8-6/9 hoa thay")
    asked = desk.answer("hoa", "nghỉ 5/9-7/9 van thay")
    assert "Chị Hoa đang thay chị Minh; những ngày này chị Vân thay cả phần đó." in asked.text
    desk.tap("hoa", asked, "đúng")
    desk.mail("van")
    desk.move("2024-09-06 07:30")
    assert "Gồm cả phần của chị" in desk.told("van")[0]
    assert "Đã ghi" in desk.say("van", "II.1 = 0")


def test_a_leave_without_anybody_in_place_keeps_the_reminders(desk: District) -> None:
    asked = desk.answer("minh", "nghỉ 28/8-6/9")
    assert "chưa có người thay nên bot vẫn nhắc chị Minh" in asked.text
    desk.tap("minh", asked, "đúng")
    desk.mail("minh")
    desk.move("2024-09-06 07:30")
    assert desk.told("minh")


@pytest.mark.parametrize(
    ("who", "text", "words"),
    [
        ("minh", "nghỉ 1/9-5/9 ai đó thay", "Không thấy cán bộ “ai đó”"),
        ("minh", "nghỉ 1/9-5/9 hung thay", "Không thấy cán bộ “hung”"),  # of another commune
        ("minh", "nghỉ 1/9-5/9 minh thay", "một người khác"),
        ("minh", "nghỉ hoa 1/9-5/9 van thay", "chỉ khai được ngày nghỉ của mình"),
        ("minh", "hết nghỉ hoa", "chỉ khai được ngày nghỉ của mình"),
        ("dung", "nghỉ hung 1/9-5/9", "Không thấy cán bộ “hung”"),
        ("quynh", "nghỉ hung 1/9-5/9", "chỉ khai được ngày nghỉ của mình"),
        ("minh", "nghỉ 5/9-1/9/2024 hoa thay", "Ngày cuối đứng trước"),
        ("minh", "nghỉ 31/9 hoa thay", "Ngày nghỉ chưa đúng"),
        ("minh", "nghỉ 1/8-5/8 hoa thay", "đã qua"),
        ("minh", "nghỉ 1/9/2024-1/9/2025 hoa thay", "quá sáu tháng"),
        ("minh", "/nghi", "Khai nghỉ: nghỉ 1/9-5/9 hoa thay"),
        ("dung", "/nghi", "hết nghỉ minh"),
    ],
)
def test_what_cannot_be_is_said(desk: District, who: str, text: str, words: str) -> None:
    assert words in desk.say(who, text)
    assert leaves(desk, "minh") == leaves(desk, "hoa") == leaves(desk, "hung") == []


def test_nobody_stands_in_who_is_away(desk: District) -> None:
    agree(desk, "hoa", "nghỉ 3/9 van thay")
    told = desk.say("minh", "nghỉ 1/9-5/9 hoa thay")
    assert told == "Chị Hoa cũng nghỉ thứ Ba 3/9. Xin chọn người khác thay."


def test_standing_in_goes_over_with_the_post(desk: District) -> None:
    """Vân stands in for Minh and leaves: her follower stands in."""
    agree(desk, "dung", "nghỉ minh 28/8-20/9 van thay")
    desk.mail("hoa")
    desk.mail("minh")
    told = desk.answer("thanh", "/thay-nguoi van cho hoa")
    told = desk.tap("thanh", told, "/thay-nguoi")
    assert "Chị Minh đang nghỉ từ thứ Tư 28/8 đến thứ Sáu 20/9: nay chị Hoa thay." in told.text
    assert any("Chị Hoa thay chị Minh nghỉ" in words for words in desk.told("hoa"))
    desk.move("2024-09-06 07:30")
    assert "Gồm cả phần của chị Minh (đang nghỉ)." in desk.told("hoa")[0]
    assert desk.told("minh") == []


def test_without_a_follower_the_head_is_asked_and_the_absent_are_reminded(desk: District) -> None:
    agree(desk, "dung", "nghỉ minh 28/8-20/9 van thay")
    desk.mail("dung")
    desk.mail("minh")
    told = desk.tap("thanh", desk.answer("thanh", "/nghi-viec van"), "/thay-nguoi")
    assert "Xin cử người thay" in told.text
    (asked,) = desk.told("dung")
    assert "Xin cử người thay, ví dụ: nghỉ minh hôm nay-5/9 hoa thay" in asked  # Vân has left
    desk.move("2024-09-06 07:30")
    assert desk.told("minh")


def test_a_deputy_who_has_left_leaves_nobody_waiting(memory_database: Database) -> None:
    """Loaded from a file: the one who stands in has no post any more."""
    gone = person("cu", "Trần Thị Cũ")
    leave = Leave("minh", date(2024, 8, 20), date(2024, 9, 30), "cu")
    desk = District(memory_database, people=(*OTHERS, *STAFF, gone), leaves=(leave,))
    desk.move("2024-09-06 07:30")
    assert desk.told("minh")


def test_an_administrator_notes_leave_below(desk: District) -> None:
    assert "Đã ghi" in agree(desk, "tam", "nghỉ hung 1/9-5/9")
    assert leaves(desk, "hung") == [("01/09", "05/09", None)]


@pytest.mark.parametrize(
    ("said", "first", "substitute"),
    [
        ("à đổi sang thứ 5", "05/09", "hoa"),
        ("DOI SANG T5", "05/09", "hoa"),
        ("ddooir sang thuws 5", "05/09", "hoa"),
        ("em chuyển sang t6 nhé, chị Vân thay", "06/09", "van"),
        ("dời sang 9/9", "09/09", "hoa"),
    ],
)
def test_a_leave_that_was_just_noted_is_moved_after_a_yes(
    desk: District, said: str, first: str, substitute: str
) -> None:
    desk.say("minh", "nghỉ 4/9 hoa thay")
    desk.say("minh", "đúng")
    assert "Thay cho lần nghỉ đã khai: thứ Tư 4/9." in desk.say("minh", said)
    assert leaves(desk, "minh") == [("04/09", "04/09", "hoa")]
    desk.now += timedelta(minutes=1)
    desk.say("minh", "đúng")
    assert leaves(desk, "minh") == [(first, first, substitute)]
    assert any("đã khai: thứ Tư 4/9" in t or "nhờ chị Hoa nữa" in t for t in desk.told("hoa"))


def test_a_leave_is_moved_before_it_was_noted_too(desk: District) -> None:
    desk.say("minh", "nghỉ 4/9 hoa thay")
    asked = desk.say("minh", "à đổi sang thứ 5")
    assert "nghỉ thứ Năm 5/9, chị Hoa thay" in asked
    assert "để sau" not in asked
    desk.say("minh", "đúng")
    assert leaves(desk, "minh") == [("05/09", "05/09", "hoa")]


def test_after_something_else_was_told_no_leave_is_moved(desk: District) -> None:
    desk.say("minh", "nghỉ 4/9 hoa thay")
    desk.say("minh", "đúng")
    desk.say("minh", "tình hình")
    assert "nghỉ thứ Năm" not in desk.say("minh", "đổi sang thứ 5")
    assert leaves(desk, "minh") == [("04/09", "04/09", "hoa")]


@pytest.mark.parametrize(
    "said", ["nhắc minh 8h sáng mai", "8h sáng mai nhắc chị minh nhé", "NHAC MINH 8H SANG MAI"]
)
def test_somebody_else_is_not_reminded_at_an_hour_but_now_after_a_yes(
    desk: District, said: str
) -> None:
    desk.mail("minh")
    asked = desk.answer("dung", said)
    assert "Nhắc chị Minh ngay bây giờ?" in asked.text
    assert desk.told("minh") == []
    assert "Đã nhắc" in desk.say("dung", "đúng")
    assert desk.told("minh")


def test_a_unit_is_not_reminded_at_an_hour_either(desk: District) -> None:
    desk.mail("nam")
    assert "Nhắc xã Đa Lộc ngay bây giờ?" in desk.say("quynh", "nhắc xã đa lộc 8h sáng mai")
    assert desk.told("nam") == []
    assert "ngay bây giờ" not in desk.say("quynh", "nhắc xã Phù Ủng nộp trước 20/9")


@pytest.mark.parametrize("said", ["ký giúp chú", "anh ký thay chú nhé", "ky thay chu nhe"])
def test_nothing_is_signed_for_anybody(desk: District, said: str) -> None:
    assert desk.say("thanh", said).startswith("Bot không ký thay ai")
