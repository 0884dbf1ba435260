"""A text is not for the block that happens to be asked where it says what it is for, or tells no
figure at all; and a yes makes nothing true over a text that was not read."""

from __future__ import annotations

import pytest

from storage.database.database import Database
from storage.reports.figures import figures
from tests.support.district import BAC_SON, District

ASKED = "tổng số được giao"  # of the block that is asked


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-09-06 08:00")
    district.say("lan", "14 7 5 1 0 0")
    return district


OF_A_PART = {
    "tuyển dụng kps": "công chức tuyển dụng: 0",
    "tuyen dung kps": "công chức tuyển dụng: 0",
    "kps tuyển dụng": "công chức tuyển dụng: 0",
    "phần tuyển dụng thì không phát sinh": "công chức tuyển dụng: 0",
    "tuyển dụng không có": "công chức tuyển dụng: 0",
    "vtvl kps": "phòng chuyên môn đã duyệt VTVL: 0",
    "V kps trừ kỷ luật": "phòng chuyên môn đã duyệt VTVL: 0",
    "V kps trừ ky luat": "phòng chuyên môn đã duyệt VTVL: 0",
    "phản ánh kiến nghị không có mô": "PAKN đã tiếp nhận: 0",
    "một phần 107 105 12, toàn trình 22 22 2": "TTHC đang cung cấp một phần: 105",
}


@pytest.mark.parametrize("said", OF_A_PART)
def test_what_names_its_part_is_asked_of_that_part(desk: District, said: str) -> None:
    told = desk.say("lan", said)
    assert OF_A_PART[said] in told
    assert ASKED not in told
    assert "kỷ luật" not in told


@pytest.mark.parametrize("said", ["kho bạc kps", "nông thôn mới kps"])
def test_a_part_that_is_not_known_is_asked_for(desk: District, said: str) -> None:
    told = desk.say("lan", said)
    assert "mục nào" in told
    assert ASKED not in told


@pytest.mark.parametrize("said", ["kps", "kps hết em nhé", "mục này kps", "em ơi kps"])
def test_one_word_alone_is_for_what_is_asked(desk: District, said: str) -> None:
    assert ASKED in desk.say("lan", said)


@pytest.mark.parametrize(
    "said",
    [
        "ba bảy sáu ba bảy tư không không",
        "ba bảy sáu ba bảy không không",
        "không không không một hai ba",
    ],
)
def test_digits_that_can_be_put_together_in_many_ways_are_asked_for(
    desk: District, said: str
) -> None:
    desk.say("lan", "mục III.3")
    told = desk.say("lan", said)
    assert "không phát sinh" not in told
    assert "Hiểu là" not in told


NONE_SO_FAR = {
    "chưa có nhiệm vụ nào": "không phát sinh",
    "chua duoc giao nhiem vu nao": "không phát sinh",
    "chưa có số liệu nào": "chưa có số liệu",
    "chưa có số nào": "chưa có số liệu",
    "chưa có số liệu": "chưa có số liệu",
}


@pytest.mark.parametrize("said", NONE_SO_FAR)
def test_none_of_them_is_no_figure_that_is_not_known(desk: District, said: str) -> None:
    told = desk.say("lan", said)
    assert NONE_SO_FAR[said] in told
    assert (
        len({"không phát sinh", "chưa có số liệu"} & {s for s in NONE_SO_FAR.values() if s in told})
        == 1
    )


def test_a_row_of_another_block_does_not_take_the_place_of_what_stands(desk: District) -> None:
    desk.say("lan", "sửa 2.2 = 17")
    assert ASKED in desk.say("lan", "14 13 0 1")
    desk.say("lan", "đúng")
    with desk.database.read() as session:
        given = figures(session, desk.report(BAC_SON).id)
    assert given["I.2.2"].value == 5
    assert given["I.4.1"].value == 14


def test_after_two_texts_that_fit_nowhere_a_question_is_left_for_later(desk: District) -> None:
    desk.say("lan", "14 13 1 1")
    desk.say("lan", "tthc kps, tổng 129")
    assert "để lại đó" in desk.say("lan", "hs: 376/374, pakn 0")
    assert "Đã ghi 4 số" in desk.say("lan", "1 120 1 1")
    assert "chưa khớp" in desk.say("lan", "mục I.4")


@pytest.mark.parametrize("unread", ["cái đầu coi bộ là 15 đó nghe", "trừ con số đầu ra"])
def test_a_yes_over_a_correction_that_was_not_read_writes_nothing(
    desk: District, unread: str
) -> None:
    desk.say("lan", "14,14,0,0")
    before = desk.say("lan", unread)
    if "Chưa hiểu" in before or "chưa hiểu" in before:
        assert "chưa sửa số nào" in desk.say("lan", "đúng")
        with desk.database.read() as session:
            assert "I.4.1" not in figures(session, desk.report(BAC_SON).id)
