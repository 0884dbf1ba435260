"""Due dates as officials word them, read on Tuesday 20/8/2024 unless said otherwise."""

from __future__ import annotations

import doctest
import unicodedata
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import due_wording
from domain.dates.due_wording import DueReading, DueVerdict, read_due
from domain.dates.moments import ICT
from domain.words import fold

TODAY = date(2024, 8, 20)

READ = [
    # one reading
    ("chậm nhất ngày 5/9", "accept", "2024-09-05", None, None),
    ("chậm nhất là ngày 5 tháng 9 năm 2024", "accept", "2024-09-05", None, None),
    ("hạn 5/9", "accept", "2024-09-05", None, None),
    ("hạn: 05.09.2024", "accept", "2024-09-05", None, None),
    ("hạn 5-9-2024.", "accept", "2024-09-05", None, None),
    ("đến ngày 5/9", "accept", "2024-09-05", None, None),
    ("đến hết ngày 5/9", "accept", "2024-09-05", None, None),
    ("trước hết ngày 5/9", "accept", "2024-09-05", None, None),
    ("trong ngày 5/9", "accept", "2024-09-05", None, None),
    ("không quá ngày 05/9/24", "accept", "2024-09-05", None, None),
    ("2024-09-05", "accept", "2024-09-05", None, None),
    ("thứ Sáu 13/9", "accept", "2024-09-13", None, None),
    ("thứ tư, 4/9", "accept", "2024-09-04", None, None),
    ("hôm nay", "accept", "2024-08-20", None, None),
    ("ngày mai", "accept", "2024-08-21", None, None),
    ("5/1", "accept", "2025-01-05", None, None),
    ("từ ngày 1/9 đến ngày 5/9", "accept", "2024-09-05", None, None),
    ("CV 118 ngày 19/02/2024, hạn 5/9", "accept", "2024-09-05", None, None),
    # an hour
    ("trước 16 giờ 00 ngày 5/9", "accept", "2024-09-05", "16:00", None),
    ("trước 16 giờ 30 phút ngày 05 tháng 9 năm 2024", "accept", "2024-09-05", "16:30", None),
    ("trước 16h ngày 5/9/2024", "accept", "2024-09-05", "16:00", None),
    ("trước 16:00 ngày 5/9", "accept", "2024-09-05", "16:00", None),
    ("16 giờ 05/9", "accept", "2024-09-05", "16:00", None),
    ("5/9/2024 lúc 14g", "accept", "2024-09-05", "14:00", None),
    ("5 giờ chiều ngày 5/9", "accept", "2024-09-05", "17:00", None),
    ("24 giờ ngày 5/9", "accept", "2024-09-05", "23:59:59", None),
    ("16h30 thứ Năm, 5/9", "accept", "2024-09-05", "16:30", None),
    ("trước 17h ngày mai", "accept", "2024-08-21", "17:00", None),
    ("trước 4h chiều mai", "accept", "2024-08-21", "16:00", None),
    ("chiều nay 4h", "accept", "2024-08-20", "16:00", None),
    ("chiều mai lúc 3 giờ", "accept", "2024-08-21", "15:00", None),
    ("tối mai 8h", "accept", "2024-08-21", "20:00", None),
    ("sáng nay 10h", "accept", "2024-08-20", "10:00", None),
    # one likely reading
    ("trước ngày 01/9/2024", "confirm", "2024-08-31", None, "strictly_before"),
    ("trước 1/9", "confirm", "2024-08-31", None, "strictly_before"),
    ("trước ngày: 1/9", "confirm", "2024-08-31", None, "strictly_before"),
    ("trước thứ Sáu, ngày 30/8", "confirm", "2024-08-29", None, "strictly_before"),
    ("trước thứ sáu", "confirm", "2024-08-22", None, "strictly_before"),
    ("trước ngày 5/9, 16h", "confirm", "2024-09-05", "16:00", "hour_unclear"),
    ("trước 5h ngày 5/9", "confirm", "2024-09-05", "05:00", "hour_unclear"),
    ("thứ Sáu 12/9/2024", "confirm", "2024-09-12", None, "weekday_differs"),
    ("thứ 6", "confirm", "2024-08-23", None, "assumed"),
    ("hạn thứ tư tuần sau", "confirm", "2024-08-28", None, "assumed"),
    ("chủ nhật", "confirm", "2024-08-25", None, "assumed"),
    ("ngày 25", "confirm", "2024-08-25", None, "assumed"),
    ("ngày 5", "confirm", "2024-09-05", None, "assumed"),
    ("ngày 5 tháng sau", "confirm", "2024-09-05", None, "assumed"),
    ("5/8", "ask", "2025-08-05", None, "gone_by"),
    ("trước 20/7", "ask", "2025-07-19", None, "gone_by"),
    ("5/8/2025", "confirm", "2025-08-05", None, "far"),
    ("5/9/2204", "confirm", "2204-09-05", None, "far"),
    ("5/8/2024", "confirm", "2024-08-05", None, "past"),
    ("trước ngày 20/8", "confirm", "2024-08-19", None, "past"),
    # asked, with a proposal where there is one
    ("trong quý III", "ask", "2024-09-30", None, "span_end"),
    ("trong quý 1/2025", "ask", "2025-03-31", None, "span_end"),
    ("quý I", "ask", "2025-03-31", None, "span_end"),
    ("trong tháng 9", "ask", "2024-09-30", None, "span_end"),
    ("trong tháng 2 năm 2025", "ask", "2025-02-28", None, "span_end"),
    ("cuối tháng", "ask", "2024-08-31", None, "span_end"),
    ("trong năm 2024", "ask", "2024-12-31", None, "span_end"),
    ("6 tháng đầu năm 2025", "ask", "2025-06-30", None, "span_end"),
    ("9 tháng", "ask", "2024-09-30", None, "span_end"),
    ("trong quý IV/2024", "ask", "2024-12-31", None, "span_end"),
    ("tháng 9/24", "ask", "2024-09-30", None, "span_end"),
    ("từ tháng 9 đến tháng 12", "ask", "2024-12-31", None, "span_end"),
    ("trước tháng 12/2024", "ask", "2024-11-30", None, "span_end"),
    ("trước quý IV", "ask", "2024-09-30", None, "span_end"),
    ("trước hết tháng 9", "ask", "2024-09-30", None, "span_end"),
    ("trước năm 2025", "ask", "2024-12-31", None, "span_end"),
    ("trong tháng sau", "ask", "2024-09-30", None, "span_end"),
    ("trước tháng sau", "ask", "2024-08-31", None, "span_end"),
    ("quý sau", "ask", "2024-12-31", None, "span_end"),
    ("giữa tháng 9", "ask", "2024-09-15", None, "span_end"),
    ("đầu tháng 9", "ask", None, None, "no_date"),
    ("trong tháng 7/2024", "ask", "2024-07-31", None, "past"),
    ("sau tháng 9", "ask", None, None, "starts"),
    ("đầu tuần sau", "ask", "2024-08-26", None, "span_end"),
    ("giữa tuần sau", "ask", "2024-08-28", None, "span_end"),
    ("tuần sau", "ask", "2024-08-30", None, "span_end"),
    ("trước tuần sau", "ask", "2024-08-23", None, "span_end"),
    ("trước ngày 20", "confirm", "2024-09-19", None, "strictly_before"),
    ("5/9 hoặc 6/9", "ask", None, None, "two_dates"),
    ("hạn 5/9 hoặc 6/9", "ask", None, None, "two_dates"),
    ("sau ngày 5/9", "ask", None, None, "starts"),
    ("từ 5/9", "ask", None, None, "starts"),
    ("ngày 5 hằng tháng", "ask", None, None, "recurring"),
    ("5-7/9", "ask", None, None, "no_date"),
    ("17h", "ask", None, None, "no_date"),
    ("chị Mai", "ask", None, None, "no_date"),
    ("sớm nhất có thể", "ask", None, None, "no_date"),
    ("", "ask", None, None, "no_date"),
    # none
    ("thường xuyên", "none", None, None, "no_due"),
    ("không thời hạn", "none", None, None, "no_due"),
    ("không có hạn", "none", None, None, "no_due"),
    # cannot be
    ("hạn 31/9", "refuse", None, None, "no_such_day"),
    ("30/2/2024", "refuse", None, None, "no_such_day"),
    ("29/2/2025", "refuse", None, None, "no_such_day"),
    ("9/15", "refuse", None, None, "no_such_day"),
    ("ngày 0/9", "refuse", None, None, "no_such_day"),
    ("trong tháng 13", "refuse", None, None, "no_such_day"),
    ("25 giờ ngày 5/9", "refuse", None, None, "no_such_hour"),
    ("16h75 ngày 5/9", "refuse", None, None, "no_such_hour"),
]


def shown(reading: DueReading) -> tuple[str, str | None, time | None, str | None]:
    return (
        reading.verdict.value,
        reading.on.isoformat() if reading.on else None,
        reading.at,
        reading.reason.value if reading.reason else None,
    )


@pytest.mark.parametrize(("text", "verdict", "on", "at", "reason"), READ)
def test_a_wording_is_read(
    text: str, verdict: str, on: str | None, at: str | None, reason: str | None
) -> None:
    hour = time.fromisoformat(at) if at else None
    assert shown(read_due(text, TODAY)) == (verdict, on, hour, reason)


@pytest.mark.parametrize("text", [row[0] for row in READ])
def test_diacritics_case_and_normal_form_do_not_matter(text: str) -> None:
    reading = read_due(text, TODAY)
    assert read_due(fold(text), TODAY) == reading
    assert read_due(unicodedata.normalize("NFD", text), TODAY) == reading
    assert read_due(f"  {text.upper()} ", TODAY) == reading


@pytest.mark.parametrize(
    ("text", "today", "on"),
    [
        ("5/9", date(2024, 9, 5), date(2024, 9, 5)),  # on or after today
        ("5/9", date(2024, 9, 6), date(2025, 9, 5)),
        ("29/2", date(2027, 6, 1), date(2028, 2, 29)),
        ("15/12", date(2026, 12, 1), date(2026, 12, 15)),
        ("thứ ba", TODAY, TODAY),  # today is a Tuesday
        ("ngày 20", TODAY, TODAY),
        ("ngày 5", date(2024, 12, 20), date(2025, 1, 5)),
    ],
)
def test_without_a_year_the_next_such_day(text: str, today: date, on: date) -> None:
    assert read_due(text, today).on == on


@given(
    st.dates(date(2024, 8, 20), date(2025, 1, 31)),
    st.sampled_from(["{0.day}/{0.month}", "{0:%d/%m/%Y}", "{0:%d.%m.%y}", "{0:%Y-%m-%d}"]),
    st.sampled_from(["{}", "hạn {}", "chậm nhất ngày {}", "đến hết ngày {}"]),
)
def test_every_day_ahead_is_read_back(day: date, written: str, worded: str) -> None:
    reading = read_due(worded.format(written.format(day)), TODAY)
    assert (reading.verdict, reading.on) == (DueVerdict.ACCEPT, day)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert read_due(text, TODAY).verdict in DueVerdict


def test_the_due_moment_is_the_hour_or_the_end_of_the_day() -> None:
    assert read_due("16h 5/9", TODAY).due == datetime(2024, 9, 5, 16, 0, tzinfo=ICT)
    assert read_due("5/9", TODAY).due == datetime(2024, 9, 5, 23, 59, 59, tzinfo=ICT)
    assert read_due("thường xuyên", TODAY).due is None


def test_the_examples_hold() -> None:
    assert doctest.testmod(due_wording).failed == 0
