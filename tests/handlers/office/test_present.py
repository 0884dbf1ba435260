"""A finished report before the chairman: approved, sent back with words, by whoever stands in."""

from __future__ import annotations

import pytest

from domain.talk.messages import Reply
from storage.database.database import Database
from tests.support.district import District


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-09-13 08:00")
    district.fill("lan")
    for who in ("lan", "dung", "thanh"):
        district.mail(who)
    return district


def put(desk: District) -> Reply:
    """What the chairman gets."""
    assert "Đã trình chị Thanh" in desk.say("lan", "trình")
    (message,) = desk.mail("thanh")
    return message.reply


def test_the_chairman_gets_the_files_and_two_taps(desk: District) -> None:
    shown = put(desk)
    assert [choice.words for choice in shown.choices] == ["Duyệt", "Góp ý"]
    assert {file.name.rpartition(".")[2] for file in shown.files} == {"docx", "xlsx"}


def test_an_approval_is_told_to_the_office(desk: District) -> None:
    shown = put(desk)
    assert "Đã duyệt" in desk.tap("thanh", shown, "Duyệt").text
    assert any("Chị Thanh đã duyệt" in words for words in desk.told("dung"))
    assert "đã duyệt lúc" in desk.say("lan", "tình hình")


def test_words_come_back_to_the_office_which_presents_again(desk: District) -> None:
    shown = put(desk)
    assert "góp ý gì" in desk.tap("thanh", shown, "Góp ý").text
    assert "Đã gửi góp ý" in desk.say("thanh", "Rà lại mục III giúp anh")
    assert any("Rà lại mục III giúp anh" in words for words in desk.told("dung"))
    desk.move("2024-09-13 08:10")
    assert "chưa sửa gì. Vẫn trình lại, đúng không?" in desk.say("lan", "trình")
    assert "Đã trình" in desk.say("lan", "đúng")


def test_it_is_put_there_once(desk: District) -> None:
    put(desk)
    assert "đang chờ ý kiến" in desk.say("lan", "trình")
    assert desk.mail("thanh") == []


def test_a_question_that_the_chairman_has_dropped_is_asked_once_more(desk: District) -> None:
    shown = put(desk)
    desk.tap("thanh", shown, "Góp ý")
    assert "Đã bỏ câu hỏi" in desk.say("thanh", "thôi")
    desk.move("2024-09-13 08:10")
    desk.mail("thanh")
    put(desk)


def test_nobody_decides_on_figures_that_are_others_by_now(desk: District) -> None:
    shown = put(desk)
    desk.move("2024-09-13 08:10")
    desk.say("lan", "sửa I.1 = 15")
    assert "đã đổi sau lần trình" in desk.tap("thanh", shown, "Duyệt").text
    assert "Đã trình" in desk.say("lan", "trình")


def test_who_stands_in_decides(desk: District) -> None:
    desk.say("thanh", "nghỉ 13/9-16/9 dung thay")
    desk.say("thanh", "đúng")
    desk.mail("dung")
    assert "Đã trình chị Dung" in desk.say("lan", "trình")
    (message,) = desk.mail("dung")
    assert "Đã duyệt" in desk.tap("dung", message.reply, "Duyệt").text


def test_an_incomplete_report_is_not_put_there(desk: District) -> None:
    assert "còn thiếu" in desk.say("hung", "trình")


def test_an_office_switches_it_off_and_on(desk: District) -> None:
    assert "không trình" in desk.say("dung", "không trình")
    assert "đã tắt" in desk.say("lan", "trình")
    assert "được trình" in desk.say("dung", "có trình")
    put(desk)


def test_who_gives_figures_alone_does_not_switch_it(desk: District) -> None:
    assert "Từ nay" not in desk.say("lan", "không trình")


def test_a_superior_has_nothing_to_present(desk: District) -> None:
    assert "Đã trình" not in desk.say("quynh", "trình")
