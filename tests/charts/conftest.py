"""A chart of each kind with the figures and words of a real commune."""

from decimal import Decimal

import pytest

from charts.series import (
    BarGroup,
    Given,
    Head,
    Measured,
    Point,
    PointState,
    Progress,
    Rate,
    RatePairs,
    TaskBar,
    Tasks,
    Tone,
)

FOOT = "Số liệu lúc 14:05 ngày 15/9/2024"


@pytest.fixture
def progress():
    sections = (
        Given("I. Công tác chỉ đạo, điều hành", 13, 13),
        Given("II. Cải cách thể chế", 8, 9),
        Given("III. Cải cách thủ tục hành chính", 11, 11),
        Given("IV. Cải cách tổ chức bộ máy", 0, 11),
        Given("V. Cải cách chế độ công vụ", 12, 13),
        Given("VI. Cải cách tài chính công", 11, 12),
        Given("VII. Xây dựng và phát triển chính quyền điện tử, chính quyền số", 9, 29),
    )
    owners = (
        Given("Văn phòng", 60, 62),
        Given("Tư pháp", 9, 9),
        Given("Tài chính", 0, 12, note="chưa gửi số nào"),
        Given("Văn hóa", 9, 18),
    )
    head = Head("Tiến độ báo cáo", "xã Bắc Sơn, quý III năm 2024", FOOT)
    return Progress(head, (BarGroup("Theo phần", sections), BarGroup("Theo bộ phận", owners)))


@pytest.fixture
def rates():
    return RatePairs(
        Head("Tỷ lệ chính", "xã Bắc Sơn, quý III năm 2024", FOOT),
        now="quý III năm 2024",
        before="6 tháng đầu năm 2024",
        missing="chưa có",
        rates=(
            Rate("hoàn thành kế hoạch CCHC", Decimal("71.43"), Decimal("42.86")),
            Rate("hồ sơ giải quyết đúng hạn", Decimal("100.00"), Decimal("98.3")),
            Rate("giải quyết phản ánh, kiến nghị", None, None),
            Rate("giải ngân vốn đầu tư công", Decimal("20.60"), None),
            Rate("hồ sơ tiếp nhận trực tuyến", Decimal(0), Decimal("112.5")),
        ),
    )


@pytest.fixture
def tasks():
    return Tasks(
        Head("Nhiệm vụ được giao", "tính đến ngày 14/9/2024", FOOT),
        total_label="Tổng số nhiệm vụ",
        total=16,
        none="Không có nhiệm vụ được giao trong kỳ.",
        missing="chưa có số",
        bars=(
            TaskBar("hoàn thành đúng hạn", 8, Tone.ON_TIME),
            TaskBar("hoàn thành nhưng quá hạn", 0, Tone.LATE),
            TaskBar("quá hạn, chưa hoàn thành", 2, Tone.OVERDUE),
            TaskBar("đang thực hiện, còn hạn", 6, Tone.IN_PROGRESS),
        ),
    )


@pytest.fixture
def measured():
    values = (350, None, 0, 12345, 376)
    periods = ("quý III năm 2023", "năm 2023", "quý I năm 2024", "6 tháng 2024", "quý III 2024")
    points = (
        Point(
            period,
            None if value is None else Decimal(value),
            PointState.MISSING if value is None else PointState.VALUE,
            stands_out=period == periods[-1],
        )
        for period, value in zip(periods, values, strict=True)
    )
    return Measured(Head("Hồ sơ đã tiếp nhận", "xã Bắc Sơn", FOOT), tuple(points))
