"""What the dates of a round do not bear out of its name."""

from __future__ import annotations

from datetime import date

import pytest

from domain.dates.periods import Period
from domain.dates.regimes import GivenRound, Regime
from handlers.load.odd_rounds import odd_rounds


@pytest.mark.parametrize(
    ("name", "start", "end", "told"),
    [
        ("đợt ba mươi ngày", date(2024, 3, 1), date(2024, 3, 30), ""),
        ("đợt 30 ngày", date(2024, 3, 1), date(2024, 3, 31), "là 31 ngày, tên gọi là 30 ngày"),
        ("06 tháng đầu năm", date(2023, 12, 15), date(2024, 6, 14), ""),
        ("05 tháng đầu năm", date(2023, 12, 15), date(2024, 5, 15), "là 5 tháng và 1 ngày"),
        ("9 tháng đầu năm", date(2023, 12, 15), date(2024, 6, 14), "(6 tháng), tên gọi là 9 tháng"),
        ("5 tháng", date(2024, 1, 1), date(2024, 5, 20), "(không tròn tháng), tên gọi là 5 tháng"),
        ("đợt giám sát đến tháng 5/2024", date(2021, 1, 1), date(2024, 5, 29), ""),
    ],
)
def test_a_name_that_tells_another_length_than_the_dates_is_told(
    name: str, start: date, end: date, told: str
) -> None:
    given = GivenRound(Period("2024-D0101", start, end), end, name=name)
    regime = Regime("r", "Báo cáo", "f", "Công văn 1 ngày 2/3/2024", start, given=(given,))
    lines = odd_rounds(regime)
    assert len(lines) == bool(told)
    assert told in "".join(lines)
