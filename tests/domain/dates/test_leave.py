"""Leave: as it is typed, and who stands in for whom."""

from __future__ import annotations

from datetime import date

import pytest

from domain.dates.leave_reading import LeaveWish, read_leave
from domain.people.people import Leave, stand_ins

TODAY = date(2024, 8, 28)
FIRST, LAST = date(2024, 9, 1), date(2024, 9, 5)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("nghỉ 1/9-5/9 lan thay", LeaveWish("", FIRST, LAST, "lan")),
        ("nghi 1/9 - 5/9, lan thay", LeaveWish("", FIRST, LAST, "lan")),
        ("Nghỉ phép từ 1/9 đến hết 5/9 chị Lan thay ạ", LeaveWish("", FIRST, LAST, "chị Lan")),
        ("tôi xin nghỉ từ ngày 1/9 tới 5/9", LeaveWish("", FIRST, LAST, "")),
        ("nghỉ minh 1/9 đến 5/9 lan thay", LeaveWish("minh", FIRST, LAST, "lan")),
        ("nghỉ anh Minh 1-5/9 thay: Lan", LeaveWish("anh Minh", FIRST, LAST, "Lan")),
        ("nghi minh 1/9/2024-5/9/2024 lan", LeaveWish("minh", FIRST, LAST, "lan")),
        ("nghỉ 1/9 đến 5/9 người thay là Lâm", LeaveWish("", FIRST, LAST, "Lâm")),
        ("nghỉ 1/9 đến 5/9, Lâm thay", LeaveWish("", FIRST, LAST, "Lâm")),
        ("nghỉ 1/9 đến 5/9 Nguyễn Thị Lan làm thay", LeaveWish("", FIRST, LAST, "Nguyễn Thị Lan")),
        ("nghỉ hôm nay lan thay", LeaveWish("", TODAY, TODAY, "lan")),
        ("nghỉ mai", LeaveWish("", date(2024, 8, 29), date(2024, 8, 29), "")),
        (
            "nghỉ chị Mai 30/12-3/1 hoa thay",
            LeaveWish("chị Mai", date(2024, 12, 30), date(2025, 1, 3), "hoa"),
        ),
        ("nghỉ 2/1 - 4/1", LeaveWish("", date(2025, 1, 2), date(2025, 1, 4), "")),
        ("nghỉ 31/9 lan thay", LeaveWish("", None, None, "lan")),
        ("nghỉ việc 1/9", None),
        ("/nghi-viec mai", None),
        ("nghi-viec mai", None),
        ("nghỉ lễ", None),
        ("nghỉ", None),
        ("14 14 0 0", None),
        ("giữ: nghỉ 1/9", None),
        ("vướng 1 nghỉ 2/9", None),
    ],
)
def test_leave_is_read(text: str, wish: LeaveWish | None) -> None:
    assert read_leave(text, TODAY) == wish


def leave(who: str, substitute: str | None) -> Leave:
    return Leave(who, FIRST, LAST, substitute)


@pytest.mark.parametrize(
    ("leaves", "serving", "expected"),
    [
        ([leave("minh", "lan")], {"minh", "lan"}, {"minh": "lan"}),
        ([leave("minh", None)], {"minh", "lan"}, {}),
        ([leave("minh", "lan")], {"minh"}, {}),  # Lan has left
        ([leave("minh", "lan"), leave("lan", "hoa")], {"hoa"}, {"minh": "hoa", "lan": "hoa"}),
        ([leave("minh", "lan"), leave("lan", None)], {"lan", "minh"}, {}),
        ([leave("minh", "lan"), leave("lan", "minh")], {"lan", "minh"}, {}),
    ],
)
def test_who_stands_in_is_there(
    leaves: list[Leave], serving: set[str], expected: dict[str, str]
) -> None:
    assert stand_ins({each.official_id: each for each in leaves}, serving) == expected
