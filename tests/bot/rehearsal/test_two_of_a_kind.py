"""Two regimes in one period, two rounds due on one day, two kinds of unit, two superiors: all four
in the quarter of Đức Phổ, each told apart wherever people ask; and the town's own report, played
from the first figure to the approval."""

from __future__ import annotations

import re

import pytest

from tests.bot.rehearsal.conftest import Rehearse

STANDING = "Kết quả hồ sơ 05 tháng đầu năm 2024"
ASKED = "số vụ việc hòa giải, số vụ việc hòa giải thành ngày 16/5/2024"


@pytest.fixture(scope="module")
def transcript(rehearse: Rehearse) -> str:
    return rehearse("duc-pho").transcript


def answers(transcript: str, who: str, said: str) -> str:
    """What the bot told somebody after the last time that they said so."""
    _, _, after = transcript.rpartition(f"{who}\n  {said}\n")
    told = re.split(r"\n(?=\S)", after)
    return "\n".join(part for part in told if part.startswith(f"bot -> {who}"))


def test_two_regimes_of_one_period_are_told_apart_by_their_names(transcript: str) -> None:
    rolled = answers(transcript, "hang", "tổng hợp")
    assert f"Tổng hợp {STANDING}, thị xã Đức Phổ: đã có 19/19 đơn vị" in rolled
    due = re.findall(r"  Hạn (.*?), còn", transcript)
    assert {"11 giờ thứ Sáu 17/5/2024", "17 giờ thứ Năm 16/5/2024"} <= set(due)
    assert "báo cáo Cải cách hành chính thị xã 05 tháng đầu năm 2024" in transcript


def test_two_rounds_due_on_one_day_are_both_rolled_up_and_each_has_its_file(
    transcript: str,
) -> None:
    rolled = answers(transcript, "hang", "tổng hợp")
    for name, count in ((STANDING, "19/19"), (ASKED, "2/2")):
        assert f"Tổng hợp {name}, thị xã Đức Phổ: đã có {count} đơn vị" in rolled
    assert "dossiers-of-units-2024-D1512.xlsx" in rolled
    assert "yc1-2024-N0516.xlsx" in rolled


def test_two_rounds_due_on_one_day_are_both_in_the_status_of_their_unit(transcript: str) -> None:
    told = answers(transcript, "uyen", "/status phong-tu-phap-duc-pho")
    assert "Đã đủ 16/16 số và mục lời" in told
    assert f"Báo cáo {ASKED}\n" in told
    assert "Đã đủ 2/2 số." in told


def test_two_rounds_due_on_one_day_are_two_taps_for_the_unit_that_owes_both(
    transcript: str,
) -> None:
    left = answers(transcript, "hang", "còn đơn vị nào chưa gửi?")
    for name in (STANDING, ASKED):
        assert f"[nhắc xã Phổ Thuận, {name}]" in left


def test_figures_go_to_the_round_whose_lines_they_fit(transcript: str) -> None:
    assert "Đã ghi 16 số và mục lời vào báo cáo Kết quả hồ sơ" in transcript
    assert "Đã ghi 2 số vào báo cáo số vụ việc hòa giải" in answers(transcript, "duy", "41 36")


def test_two_kinds_of_unit_stand_in_groups_of_their_own(transcript: str) -> None:
    rolled = answers(transcript, "hang", "tổng hợp")
    for group in (
        "Các cơ quan chuyên môn: 3/3 đơn vị",
        "Bộ phận Một cửa các xã, phường: 15/15 đơn vị",
        "Chi nhánh Văn phòng Đăng ký đất đai: 1/1 đơn vị",
    ):
        assert group in rolled


def test_two_superiors_ask_the_same_unit_and_each_hears_of_their_own_request(
    transcript: str,
) -> None:
    assert "Chị Uyên (Chuyên viên Văn phòng UBND tỉnh, tỉnh Quảng Ngãi) yêu cầu: " in transcript
    assert re.search(r"Chị Hằng \(.*thị xã Đức Phổ\) nhắc: Báo cáo kết quả giải quyết", transcript)
    due = [part for part in transcript.split("bot -> ") if f"Đến hạn: Báo cáo {ASKED}" in part]
    assert [part.partition("\n")[0] for part in due] == ["uyen"]


STEPS = (
    r"Chưa lấy vì chưa đủ đơn vị: 4\.1\.b mới 14/15",  # from the roll-up, as far as it goes
    r"Đã nhắc xã Phổ Thuận",
    r"4\.1\.b = 15\.205 hồ sơ",  # and whole once the last unit has sent
    r"Đã ghi 2 số:\n  - 5\.1\. phản ánh, kiến nghị phát sinh: 2 phản ánh",  # by hand
    r"Báo cáo công tác cải cách hành chính của thị xã .*: đã đủ 91 số và mục lời",
    r"là số 21/BC-VP",
    r"Chị Hằng trình: ",
    r"van-phong-duc-pho-par-town-2024-D1512-lan-3\.docx",
    r"Ông Toàn đã duyệt ",
)


def test_the_towns_own_report_is_filled_from_the_roll_up_and_by_hand_and_approved(
    transcript: str, rehearse: Rehearse
) -> None:
    at = 0
    for step in STEPS:
        found = re.search(step, transcript[at:])
        assert found, step
        at += found.end()
    assert rehearse("duc-pho").report.name.endswith("lan-3.docx")
