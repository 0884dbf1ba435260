"""Figures asked for by an hour: whoever needs longer says so, and whoever asked hears it."""

from __future__ import annotations

import pytest

from storage.database.database import Database
from tests.support.district import District

ASK = "yêu cầu báo cáo: số hộ ngập, số người sơ tán; xã Bắc Sơn, xã Đa Lộc; trước 16h hôm nay"


@pytest.fixture
def asked(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-08-20 14:00")
    district.say("quynh", ASK)
    district.say("quynh", "gửi")
    for name in ("quynh", "nam"):
        district.mail(name)
    return district


@pytest.mark.parametrize(
    ("words", "until", "reason"),
    [
        ("cho em xin tới 17h nhé, đang thống kê", "17 giờ", "đang thống kê"),
        ("chưa thống kê được, 4h rưỡi em gửi", "16 giờ 30", "chưa thống kê được"),
        ("chỗ chị mất điện 5h mới có", "17 giờ", "chỗ chị mất điện"),
        ("cho em xin toi 17h nhe, dang thong ke", "17 giờ", "dang thong ke"),
        ("đường ngập chưa vào thôn được, 5h chiều mới có số", "17 giờ", "chưa vào thôn được"),
    ],
)
def test_an_hour_is_passed_on_to_whoever_has_asked(
    asked: District, words: str, until: str, reason: str
) -> None:
    assert f"đến {until} thứ Ba 20/8" in asked.say("nam", words)
    (told,) = asked.told("quynh")
    assert f"đến {until} thứ Ba 20/8" in told
    assert reason in told
    asked.say("quynh", "đồng ý")
    assert f"{until} thứ Ba 20/8" in asked.told("nam")[-1]


def test_an_hour_without_a_reason_is_asked_why(asked: District) -> None:
    asked.say("nam", "17h em gửi")
    assert asked.told("quynh") == []
    asked.say("nam", "mưa to chưa thống kê được")
    assert "đến 17 giờ thứ Ba 20/8" in asked.told("quynh")[0]


@pytest.mark.parametrize("words", ["15h em gửi", "em đang thống kê", "12 40", "17h họp ở đâu ạ"])
def test_what_names_no_later_hour_asks_for_no_more_time(asked: District, words: str) -> None:
    asked.say("nam", words)
    assert not any("gia hạn" in told for told in asked.told("quynh"))


def test_the_superior_gives_more_time_by_the_hour(asked: District) -> None:
    assert "đến 17 giờ thứ Ba 20/8" in asked.say("quynh", "gia hạn xã Đa Lộc tới 17h")
