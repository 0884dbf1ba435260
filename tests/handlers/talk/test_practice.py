"""Practice is marked, writes nothing, ends by one word, and never swallows a real answer."""

from __future__ import annotations

import pytest

from storage.database.database import Database
from storage.reports.figures import HISTORY, figures
from tests.support.district import BAC_SON, District

MARK = "LUYỆN TẬP – số gửi ở đây không được ghi vào báo cáo."


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-08-28 08:00")
    district.mail("lan")
    return district


def written(desk: District) -> int:
    with desk.database.read() as session:
        return len(session.execute(HISTORY.select()).all())


def test_a_try_is_read_and_not_written(desk: District) -> None:
    asked = desk.say("lan", "luyện tập")
    assert asked.startswith(f"{MARK}\nGiả sử mục ")
    example = asked.splitlines()[-1].partition("thứ tự: ")[2]
    few = desk.say("lan", example.rpartition(" ")[0])
    assert few.startswith(MARK)
    assert "thiếu số thứ" in few
    done = desk.say("lan", example)
    assert done.startswith(MARK)
    assert "Hết phần luyện tập" in done
    assert written(desk) == 0
    assert "Đã ghi 6 số" in desk.say("lan", "14 7 5 1 0 0")


@pytest.mark.parametrize("word", ["thoát", "thôi", "dừng"])
def test_one_word_ends_it(desk: District, word: str) -> None:
    desk.say("lan", "/luyen-tap")
    assert desk.say("lan", word).startswith("Đã thoát luyện tập")
    assert "Đã ghi 6 số" in desk.say("lan", "14 7 5 1 0 0")


def test_a_tap_ends_it(desk: District) -> None:
    asked = desk.answer("lan", "luyện tập")
    assert desk.tap("lan", asked, "thoát").text.startswith("Đã thoát luyện tập")


def test_a_reminder_ends_it_for_its_answer_is_real(desk: District) -> None:
    desk.say("lan", "luyện tập")
    desk.move("2024-09-06 07:30")
    desk.mail("lan")
    assert "Đã ghi 6 số" in desk.say("lan", "14 7 5 1 0 0")
    with desk.database.read() as session:
        assert len(figures(session, desk.report(BAC_SON).id)) == 6


def test_commands_work_in_between(desk: District) -> None:
    desk.say("lan", "luyện tập")
    assert desk.say("lan", "/status").startswith("Xã Bắc Sơn")
    assert "Đã ghi 6 số" in desk.say("lan", "14 7 5 1 0 0")


@pytest.mark.parametrize("who", ["dung", "quynh", "tam"])
def test_everybody_may_try(desk: District, who: str) -> None:
    example = desk.say(who, "luyện tập").splitlines()[-1].partition("thứ tự: ")[2]
    assert "Đúng cách rồi" in desk.say(who, example)
    assert written(desk) == 0


def test_whoever_is_linked_hears_of_it(memory_database: Database) -> None:
    desk = District(memory_database, unlinked=frozenset({"lan"}))
    told = desk.say("dung", "/moi lan")
    code = told.partition("gửi mã: ")[2][:9]
    assert "luyện tập" in desk.say("lan", code)
