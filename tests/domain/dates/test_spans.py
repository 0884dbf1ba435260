"""From which period to which, as people say it."""

from datetime import date

import pytest

from domain.dates.span_reading import first_day, read_span

TODAY = date(2024, 9, 11)


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("3.1.1 quý I/2023 đến nay", "2023-Q1", "3.1.1"),
        ("3.1.1 quy i/2023 den nay", "2023-Q1", "3.1.1"),
        ("3.1.1 từ quý I năm 2023", "2023-Q1", "3.1.1"),
        ("3.1.1 từ 2022 đến nay", "2022-Y", "3.1.1"),
        ("3.1.1 từ năm 2022 tới quý II/2024", "2022-Y", "3.1.1 quý II/2024"),
        ("xã Bắc Sơn 3.1.1 quý I/2023 - quý III/2024", "2023-Q1", "xã Bắc Sơn 3.1.1 quý III/2024"),
        ("3.1.1 tháng 1/2024 đến hiện nay", "2024-M01", "3.1.1"),
        ("3.1.1 quý III/2024", None, "3.1.1 quý III/2024"),
        ("xã Tân Đến 3.1.1", None, "xã Tân Đến 3.1.1"),
    ],
)
def test_the_first_period_of_a_span_is_taken_out_of_the_text(text, first, rest):
    assert read_span(text, TODAY) == (first, rest)


def test_what_closes_before_the_first_day_lies_before_the_span():
    assert first_day("2023-Q2") == date(2023, 4, 1)
    assert first_day("2023-Y") == date(2023, 1, 1)
    assert first_day("2023-D2408") == date(2023, 1, 1)
