"""Deadlines for the calendar of a phone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.dates.calendar import WorkCalendar
from reports.ics import CalendarEntry, deadlines_ics

MADE_AT = datetime(2024, 8, 28, 0, 30, tzinfo=UTC)
CALENDAR = WorkCalendar(frozenset({date(2024, 9, 2), date(2024, 9, 3)}))
REPORT = CalendarEntry(
    uid="par/2024-Q3/hung-yen/an-thi/xa-bac-son",
    title="Hạn nộp báo cáo cải cách hành chính quý III năm 2024",
    due=date(2024, 9, 15),
    details="Hạn Chủ nhật 15/9; nên gửi trước 17 giờ thứ Sáu 13/9.\nCòn thiếu: I.4, II.1",
)


def properties(content):
    """(name, value) of each line, unfolded."""
    text = content.decode("utf-8").replace("\r\n ", "")
    assert text.endswith("END:VCALENDAR\r\n")
    return [tuple(line.split(":", 1)) for line in text.split("\r\n")[:-1]]


def values(content, name):
    return [value for key, value in properties(content) if key == name]


def test_a_day_is_an_entry_of_that_day():
    content = deadlines_ics([REPORT], MADE_AT, CALENDAR)
    assert values(content, "DTSTART;VALUE=DATE") == ["20240915"]
    assert values(content, "DTEND;VALUE=DATE") == ["20240916"]
    assert values(content, "SUMMARY") == [REPORT.title]


@pytest.mark.parametrize(
    ("due", "before"),
    [
        (date(2024, 9, 15), "-P1DT16H30M"),  # Sunday: on Friday at half past seven
        (date(2024, 9, 16), "-P2DT16H30M"),  # Monday: on Friday too
        (date(2024, 9, 13), "-PT16H30M"),  # Friday: on Thursday
        (date(2024, 9, 4), "-P4DT16H30M"),  # behind the days off of the second of September
        (datetime(2024, 9, 13, 16, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), "-P1DT8H"),
    ],
)
def test_the_phone_rings_on_a_working_morning(due, before):
    content = deadlines_ics([replace(REPORT, due=due)], MADE_AT, CALENDAR)
    assert values(content, "TRIGGER") == [before]


def test_a_moment_is_told_in_universal_time():
    due = datetime(2024, 9, 13, 16, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    content = deadlines_ics([replace(REPORT, due=due)], MADE_AT, CALENDAR)
    assert values(content, "DTSTART") == ["20240913T083000Z"]
    assert values(content, "DTEND") == ["20240913T090000Z"]


def test_a_moved_deadline_replaces_the_old_entry():
    moved = replace(REPORT, due=date(2024, 9, 18), sequence=1)
    before, after = (
        deadlines_ics([REPORT], MADE_AT, CALENDAR),
        deadlines_ics([moved], MADE_AT, CALENDAR),
    )
    assert values(before, "UID") == values(after, "UID")
    assert (values(before, "SEQUENCE"), values(after, "SEQUENCE")) == (["0"], ["1"])


def test_marks_of_the_format_are_escaped():
    (details,) = values(deadlines_ics([REPORT], MADE_AT, CALENDAR), "DESCRIPTION")[:1]
    assert details == (
        "Hạn Chủ nhật 15/9\\; nên gửi trước 17 giờ thứ Sáu 13/9.\\nCòn thiếu: I.4\\, II.1"
    )


def test_lines_are_short_and_no_letter_is_torn():
    content = deadlines_ics([replace(REPORT, details="ệ" * 200)], MADE_AT, CALENDAR)
    rows = content.split(b"\r\n")
    assert max(map(len, rows)) <= 75
    assert [row.decode("utf-8") for row in rows]  # every row is whole letters
    assert "ệ" * 200 in values(content, "DESCRIPTION")


def test_several_deadlines_share_one_file():
    content = deadlines_ics([REPORT, replace(REPORT, uid="task/3")], MADE_AT, CALENDAR)
    assert values(content, "BEGIN") == ["VCALENDAR", *["VEVENT", "VALARM"] * 2]
    assert values(content, "UID") == [REPORT.uid, "task/3"]


def test_the_same_deadlines_give_the_same_bytes():
    assert deadlines_ics([REPORT], MADE_AT, CALENDAR) == deadlines_ics([REPORT], MADE_AT, CALENDAR)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        deadlines_ics([replace(REPORT, due=datetime(2024, 9, 13, 16))], MADE_AT, CALENDAR)  # noqa: DTZ001
