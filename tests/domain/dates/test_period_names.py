"""A text that is the name of a period and nothing else is no figure."""

from __future__ import annotations

from datetime import date

import pytest

from domain.dates.period_reading import names_period, no_such_period, read_period


@pytest.mark.parametrize(
    "text",
    ["năm 2024", "nam 2024", "cả năm 2024", "quý IV", "quy 4", "q3/2024", "báo cáo quý III",
     "6 tháng đầu năm 2024", "báo cáo năm 2024", "2024-Q3", "tháng 9"],
)  # fmt: skip
def test_the_name_of_a_period_is_one(text: str) -> None:
    assert names_period(text)


@pytest.mark.parametrize(
    "text",
    ["5 2024", "năm", "năm mươi", "năm 5", "quý 3 14 14 0 0", "14 14 0 0", "2024", "báo cáo", "q",
     "xã Bắc Sơn quý 3"],
)  # fmt: skip
def test_figures_and_other_words_are_none(text: str) -> None:
    assert not names_period(text)


@pytest.mark.parametrize(
    "text",
    ["xã Bắc Sơn đến 20 tháng 9", "xa bac son den ngay 20 thang 9", "đến 15 tháng 1 năm 2025",
     "hạn 31 tháng 13"],
)  # fmt: skip
def test_a_day_that_names_its_month_in_words_is_no_period(text: str) -> None:
    assert read_period(text, date(2024, 9, 12)) == (None, text)
    assert not no_such_period(text)
