"""A request in two minutes: no file, no administrator, nothing lost."""

from __future__ import annotations

import pytest

from storage.catalogue.requests import all_requests
from storage.database.database import Database
from storage.database.states import ObligationState
from tests.support.district import BAC_SON, DA_LOC, District

ASK = "yêu cầu báo cáo: số hộ nghèo, số hộ cận nghèo; xã Bắc Sơn, xã Đa Lộc; trước 16h hôm nay"


@pytest.fixture
def desk(memory_database: Database) -> District:
    """A quiet Tuesday afternoon, no report open."""
    district = District(memory_database)
    district.move("2024-08-20 14:00")
    return district


def sent(desk: District, words: str = ASK) -> str:
    desk.say("quynh", words)
    return desk.say("quynh", "gửi")


def test_nothing_goes_out_before_the_word_and_everything_with_it(desk: District) -> None:
    assert "chưa gửi đi" in desk.say("quynh", ASK)
    assert desk.told("lan") == []
    said = desk.say("quynh", "gửi")
    assert "Đã gửi yêu cầu yc1 đến 2 đơn vị, hạn 16 giờ thứ Ba 20/8." in said
    assert "yêu cầu: Báo cáo số hộ nghèo, số hộ cận nghèo" in desk.told("lan")[0]
    assert "Đã ghi 2 số" in desk.say("lan", "120 45")


@pytest.mark.parametrize(
    "words",
    [
        "yêu cầu xã Bắc Sơn, xã Đa Lộc báo cáo số hộ nghèo và số hộ cận nghèo trước 16h hôm nay",
        "đề nghị gửi số liệu: 16h hôm nay; Bắc Sơn, Đa Lộc; số hộ nghèo, số hộ cận nghèo",
        "yeu cau bao cao: xa bac son, xa da loc; so ho ngheo, so ho can ngheo; truoc 16h hom nay",
        "yêu cầu số liệu\n1. số hộ nghèo\n2. số hộ cận nghèo\nđơn vị: Bắc Sơn, xã Đa Lộc\nhạn: 16h",
        "/yeu-cau số hộ nghèo, số hộ cận nghèo; xã Bắc Sơn, xã Đa Lộc; trước 16h hôm nay",
    ],
)
def test_the_order_does_not_matter(desk: District, words: str) -> None:
    preview = desk.say("quynh", words)
    assert "- Số liệu (2): 1. s" in preview
    assert "- Đơn vị (2): xã Bắc Sơn, xã Đa Lộc" in preview
    assert "- Hạn: 16 giờ thứ Ba 20/8/2024" in preview


def test_a_mark_that_no_request_has_is_said_to_have_none(desk: District) -> None:
    for order in ("tổng hợp yc7", "dừng yêu cầu yc 7"):
        assert "Không thấy yêu cầu yc7" in desk.say("quynh", order)


@pytest.mark.parametrize(
    "words",
    [
        "cần số hộ nghèo của các xã Bắc Sơn, Đa Lộc trước 4h chiều nay",
        "em ơi lấy giúp chị số hộ nghèo xã Bắc Sơn, xã Đa Lộc, chiều nay 4h nhé",
        "cho xin số hộ nghèo của xã Bắc Sơn và xã Đa Lộc trước 16h hôm nay",
        "em cần số hộ nghèo của xã Bắc Sơn và Đa Lộc trước 16h",
        "lấy giúp chị số hộ nghèo xã Bắc Sơn với Đa Lộc, 4h chiều chị cần",
        "16h chị cần số hộ nghèo của các xã Bắc Sơn, Đa Lộc để báo cáo tỉnh",
        "xã Bắc Sơn và Đa Lộc báo cáo chị số hộ nghèo trước 16h hôm nay",
        "bảo Bắc Sơn với Đa Lộc gửi em số hộ nghèo trước 16h nhé, để chị tổng hợp",
    ],
)
def test_figures_of_units_at_a_moment_are_a_request_in_any_words(
    desk: District, words: str
) -> None:
    preview = desk.say("quynh", words)
    assert "- Số liệu (1): 1. số hộ nghèo\n" in preview
    assert "- Đơn vị (2): xã Bắc Sơn, xã Đa Lộc" in preview
    assert "- Hạn: 16 giờ thứ Ba 20/8/2024" in preview


@pytest.mark.parametrize(
    "words",
    [
        "cần số hộ nghèo",
        "xin số điện thoại xã Bắc Sơn",
        "lấy số liệu của các xã",
        "xã Bắc Sơn gửi số hộ nghèo trước 16h hôm nay chưa em",
        "giao xã Bắc Sơn báo cáo số hộ nghèo trước 20/9",
        "các xã gửi số liệu quý 3 trước 16h hôm nay",
        "xã Bắc Sơn gửi báo cáo số 12/BC-UBND trước 16h hôm nay",
    ],
)
def test_what_lacks_units_or_a_moment_is_no_request(desk: District, words: str) -> None:
    assert "Yêu cầu báo cáo" not in desk.say("quynh", words)


def test_whoever_drops_what_has_just_gone_out_is_told_how_to_stop_it(desk: District) -> None:
    sent(desk)
    assert "dừng yêu cầu yc1" in desk.say("quynh", "bỏ")
    desk.say("quynh", "dừng yêu cầu yc1")
    assert "dừng yêu cầu" not in desk.say("quynh", "bỏ")


def test_who_oversees_nobody_asks_nobody(desk: District) -> None:
    desk.say("lan", ASK)
    desk.say("lan", "/yeu-cau số hộ nghèo; xã Đa Lộc; 16h hôm nay")
    with desk.database.read() as session:
        assert all_requests(session) == ()


def test_a_unit_outside_the_reach_is_named_and_never_asked(desk: District) -> None:
    preview = desk.say("quynh", ASK.replace("xã Đa Lộc", "xã Không Có"))
    assert "Chưa rõ “xã Không Có”" in preview
    assert "chưa gửi đi" in desk.say("quynh", "gửi")
    assert desk.told("lan") == []


def test_a_moment_that_has_gone_by_is_asked_for_again(desk: District) -> None:
    assert "đã qua" in desk.say("quynh", ASK.replace("16h", "9h"))
    assert "- Hạn: 17 giờ thứ Ba 20/8/2024" in desk.say("quynh", "hạn 17h")


def test_how_far_it_is_tells_of_no_other_report(desk: District) -> None:
    desk.move("2024-09-04 08:00")  # the quarter's report is open as well
    sent(desk)
    assert "quý III" in desk.say("quynh", "tình hình")
    told = desk.say("quynh", "tình hình yc1")
    assert "Đã đủ 0/2 đơn vị." in told
    assert "quý III" not in told


def test_it_is_chased_once_and_only_where_something_is_missing(desk: District) -> None:
    sent(desk)
    desk.say("lan", "120 45")
    for name in ("lan", "nam", "quynh"):
        desk.mail(name)
    desk.move("2024-08-20 15:00")
    assert desk.told("lan") == []
    assert len(desk.told("nam")) == 1
    desk.move("2024-08-20 15:20")
    assert desk.told("nam") == []


def test_at_the_due_moment_the_sums_come_and_what_is_missing_is_no_zero(desk: District) -> None:
    sent(desk)
    desk.say("lan", "120 45")
    desk.mail("quynh")
    desk.move("2024-08-20 16:00")
    (told,) = desk.told("quynh")
    assert "đã có 1/2 đơn vị" in told
    assert "Chưa có, không tính là 0: xã Đa Lộc (0/2 số)" in told
    assert "- số hộ nghèo: 120 (1 đơn vị)" in told
    desk.move("2024-08-20 16:10")
    assert desk.told("quynh") == []


def test_the_same_message_twice_sends_one_request(desk: District) -> None:
    sent(desk)
    sent(desk, ASK.replace("16h", "17h"))
    with desk.database.read() as session:
        assert [request.mark for request in all_requests(session)] == ["yc1", "yc2"]
    assert "16 giờ" in desk.say("quynh", "tình hình yc1")
    assert "17 giờ" in desk.say("quynh", "tình hình yc2")


def test_a_weekly_request_comes_back_until_it_is_stopped(desk: District) -> None:
    sent(desk, ASK.replace("trước 16h hôm nay", "thứ Năm 16h, hằng tuần"))
    desk.say("lan", "120 45")
    desk.move("2024-08-28 08:00")
    assert "Báo cáo số hộ nghèo, số hộ cận nghèo ngày 29/8/2024" in desk.told("lan")[-1]
    assert desk.report(BAC_SON, "2024-N0829").state is ObligationState.OPEN
    desk.say("quynh", "dừng yêu cầu yc1")
    assert desk.report(BAC_SON, "2024-N0829").state is ObligationState.LOCKED
    assert desk.report(BAC_SON, "2024-N0822").state is ObligationState.COMPLETE
    desk.move("2024-09-03 08:00")
    with pytest.raises(StopIteration):
        desk.report(DA_LOC, "2024-N0905")


def test_what_a_superior_types_is_never_run_in_the_report(desk: District) -> None:
    sent(desk, ASK.replace("số hộ nghèo", "số {{ 7*7 }} hộ {% if %}"))
    desk.say("lan", "120 45")
    assert "Báo cáo" in desk.say("lan", "báo cáo") or desk.mail("lan")


def test_the_report_of_a_request_is_a_file_with_its_figures_in_words(desk: District) -> None:
    sent(desk)
    desk.say("lan", "120 45")
    reply = desk.answer("lan", "báo cáo")
    assert [file.name.endswith(".docx") for file in reply.files] == [True]


def test_a_request_names_the_field_that_gives_its_figures(desk: District) -> None:
    words = "yêu cầu báo cáo: kinh phí CCHC, tư pháp: số vụ hòa giải; xã Bắc Sơn; bộ phận tài chính"
    preview = desk.say("quynh", f"{words}; 16h")
    assert "1. kinh phí CCHC; 2. số vụ hòa giải – Tư pháp" in preview
    assert "- Bộ phận báo cáo: Tài chính" in preview


def test_the_field_is_mended_in_the_preview(desk: District) -> None:
    assert "Bộ phận báo cáo" not in desk.say("quynh", ASK)
    assert "- Bộ phận báo cáo: Văn hóa" in desk.say("quynh", "bộ phận văn hóa")


def test_a_field_that_a_unit_has_nobody_for_is_named_before_it_is_sent(desk: District) -> None:
    preview = desk.say("quynh", f"{ASK}; lĩnh vực lao động")
    assert "Chưa ai nhận được qua bot ở:" in preview


def test_how_far_one_request_is_tells_of_that_one_in_a_unit_too(desk: District) -> None:
    desk.move("2024-09-04 08:00")  # the quarter's report is open as well
    sent(desk)
    desk.say("lan", "120 45")
    for who, words in (("quynh", "tình hình yc1 xã Bắc Sơn"), ("lan", "tình hình yc1")):
        told = desk.say(who, words)
        assert "số hộ nghèo" in told
        assert "quý III" not in told
    assert "Không thấy yêu cầu yc7" in desk.say("quynh", "tình hình yc7")


def test_a_digit_of_more_lines_is_asked_about_and_the_line_is_told_in_words(desk: District) -> None:
    three = "số hộ nghèo, số hộ cận nghèo, số trẻ bỏ học"
    sent(desk, f"yêu cầu báo cáo: {three}; xã Bắc Sơn; trước 16h hôm nay")
    desk.say("lan", "43")
    asked = desk.say("lan", "2")
    assert asked.startswith("Chưa rõ “2” là số tiếp theo hay là dòng thứ mấy")
    assert "2. số hộ cận nghèo: 43" in desk.say("lan", "dòng 2")
