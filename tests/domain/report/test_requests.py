"""A request is a form and a regime like any other."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from domain.dates.calendar import WorkCalendar
from domain.dates.ladder import steps_of
from domain.dates.moments import parse_at
from domain.dates.regimes import round_of
from domain.report.forms import Kind
from domain.report.requests import (
    AskedLine,
    Frame,
    Repeat,
    ReportRequest,
    form_of,
    regime_of,
)

CALENDAR = WorkCalendar(frozenset())
FRAME = Frame("office", "Văn phòng", "Số liệu", "")
SENT = parse_at("2024-08-20 14:00")


def a_request(due: str = "2024-08-20 16:00", repeat: Repeat = Repeat.ONCE) -> ReportRequest:
    lines = tuple(AskedLine(f"số {n}") for n in range(8))
    return ReportRequest(
        7, "Báo cáo", lines, ("a", "b"), "huyen", "quynh", SENT, parse_at(due), repeat
    )


def test_its_form_asks_for_every_line_once_in_blocks_that_fit_in_a_message() -> None:
    form = form_of(a_request(), FRAME, {})
    assert [len(block.codes) for block in form.blocks] == [6, 2]
    assert len(form.asked()) == len(set(form.asked())) == 8
    assert {line.kind for line in form.indicators.values()} == {Kind.COUNT}


def test_it_is_chased_an_hour_before_and_when_it_is_late() -> None:
    regime = regime_of(a_request(), CALENDAR, date(2024, 8, 20))
    round_ = round_of(regime, "2024-N0820", CALENDAR)
    assert round_ is not None
    steps = steps_of(round_, regime.ladder, CALENDAR)
    named = [(str(step.name), f"{step.at:%d/%m %H:%M}") for step in steps]
    assert named == [
        ("T-0", "20/08 07:30"),
        ("H-1", "20/08 15:00"),
        ("T+1", "21/08 07:30"),
        ("T+2", "22/08 07:30"),
        ("T+4", "26/08 07:30"),
    ]


def test_a_day_without_an_hour_is_not_chased_at_night() -> None:
    regime = regime_of(a_request("2024-08-23 23:59:59"), CALENDAR, date(2024, 8, 20))
    round_ = round_of(regime, "2024-N0823", CALENDAR)
    assert round_ is not None
    assert not [s for s in steps_of(round_, regime.ladder, CALENDAR) if s.name.counts_hours]


@pytest.mark.parametrize(
    ("due", "repeat", "codes"),
    [
        ("2024-08-20 16:00", Repeat.ONCE, ["2024-N0820"]),
        ("2024-12-27 16:00", Repeat.WEEKLY, ["2024-N1227", "2025-N0103", "2025-N0110"]),
        ("2024-08-31 16:00", Repeat.MONTHLY, ["2024-M08", "2024-M09", "2024-M10"]),
    ],
)
def test_its_rounds_follow_each_other_without_a_gap(
    due: str, repeat: Repeat, codes: list[str]
) -> None:
    given = regime_of(a_request(due, repeat), CALENDAR, date(2024, 8, 20)).given[:3]
    assert [each.period.code for each in given] == codes
    for earlier, later in pairwise(given):
        assert later.period.start == earlier.period.end + timedelta(days=1)
    assert all(each.opens_on and each.opens_on <= each.due_on for each in given)


def test_the_last_day_of_a_short_month_stands_for_the_thirty_first() -> None:
    given = regime_of(a_request("2024-08-31 16:00", Repeat.MONTHLY), CALENDAR, SENT.date()).given
    assert [each.due_on for each in given[:2]] == [date(2024, 8, 31), date(2024, 9, 30)]


def test_what_is_long_over_is_looked_through_no_more() -> None:
    assert a_request().current_on(date(2024, 9, 1))
    assert not a_request().current_on(date(2025, 1, 1))
    assert a_request(repeat=Repeat.WEEKLY).current_on(date(2025, 1, 1))
