"""Rounds of the shipped regimes: closing dates, due dates, and what lies between them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates.calendar import WorkCalendar
from domain.dates.moments import ICT
from domain.dates.periods import Period
from domain.dates.regimes import (
    GivenRound,
    Recurrence,
    Regime,
    WeekendPolicy,
    previous_period_code,
    regimes_in_force,
    round_of,
    rounds_of,
)
from storage.catalogue.calendar_file import load_calendar
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.regime_files import load_regimes

CALENDAR, _ = load_calendar(CATALOGUE / "holidays.toml")
REGIMES = {regime.id: regime for regime in load_regimes(CATALOGUE / "regimes")[0]}
PAR, CAMPAIGN = REGIMES["par"], REGIMES["campaign-30-days"]
EVERY_DAY_OFF = [d for d in CALENDAR.days_off if d.year == 2024]


@pytest.mark.parametrize(
    ("code", "first", "closing", "due_on", "last_working_day"),
    [
        ("2024-Q1", (2023, 12, 15), (2024, 3, 14), (2024, 3, 15), (2024, 3, 15)),
        ("2024-H1", (2023, 12, 15), (2024, 6, 14), (2024, 6, 15), (2024, 6, 14)),
        ("2024-Q3", (2024, 6, 15), (2024, 9, 14), (2024, 9, 15), (2024, 9, 13)),
        ("2024-Y", (2023, 12, 15), (2024, 12, 14), (2024, 12, 15), (2024, 12, 13)),
        ("2026-Y", (2025, 12, 15), (2026, 12, 14), (2026, 12, 15), (2026, 12, 15)),
        ("2027-Q1", (2026, 12, 15), (2027, 3, 14), (2027, 3, 15), (2027, 3, 15)),
    ],
)
def test_rounds_of_the_administrative_reform_report(
    code: str,
    first: tuple[int, int, int],
    closing: tuple[int, int, int],
    due_on: tuple[int, int, int],
    last_working_day: tuple[int, int, int],
) -> None:
    round_ = round_of(PAR, code, CALENDAR)
    assert round_ is not None
    assert (round_.period.start, round_.closing) == (date(*first), date(*closing))
    assert round_.due_on == date(*due_on)
    assert round_.last_working_day == date(*last_working_day)


def test_the_reform_report_has_four_turns_a_year() -> None:
    codes = [round_.period.code for round_ in rounds_of(PAR, 2024, CALENDAR)]
    assert codes == ["2024-Q1", "2024-H1", "2024-Q3", "2024-Y"]
    assert round_of(PAR, "2024-Q2", CALENDAR) is None
    assert round_of(PAR, "2024-Q4", CALENDAR) is None


def test_third_quarter_of_2024_is_due_on_a_sunday_and_says_so() -> None:
    round_ = round_of(PAR, "2024-Q3", CALENDAR)
    assert round_ is not None
    assert (round_.closing.strftime("%a"), round_.due_on.strftime("%a")) == ("Sat", "Sun")
    assert round_.due == datetime(2024, 9, 15, 23, 59, 59, tzinfo=ICT)
    assert round_.last_working_day == date(2024, 9, 13)
    assert round_.due == round_.legal_due
    assert round_.opens_on == date(2024, 8, 28)


@given(st.sampled_from(["Q1", "H1", "Q3", "Y"]), st.integers(2021, 2035), st.integers(1, 31))
def test_nothing_shifts_a_due_date_silently(kind: str, year: int, due_day: int) -> None:
    """Whatever the weekday or holiday: without a policy the letter's day stands."""
    regime = replace(PAR, turns=(Recurrence(kind, due_day, month_offset=1),))
    round_ = round_of(regime, f"{year}-{kind}", CALENDAR)
    assert round_ is not None
    assert round_.due == round_.legal_due
    days_in_month = monthrange(round_.due_on.year, round_.due_on.month)[1]
    assert round_.due_on.day == min(due_day, days_in_month)
    at_work = CALENDAR.is_working_day(round_.due_on)
    assert (round_.last_working_day == round_.due_on) is at_work
    assert CALENDAR.is_working_day(round_.last_working_day)
    assert round_.last_working_day <= round_.due_on


@pytest.mark.parametrize(
    ("policy", "due_on"),
    [
        (WeekendPolicy.NONE, date(2024, 9, 15)),
        (WeekendPolicy.PREVIOUS, date(2024, 9, 13)),
        (WeekendPolicy.NEXT, date(2024, 9, 16)),
    ],
)
def test_a_letter_may_shift_and_the_legal_day_stays_visible(
    policy: WeekendPolicy, due_on: date
) -> None:
    round_ = round_of(replace(PAR, weekend_policy=policy), "2024-Q3", CALENDAR)
    assert round_ is not None
    assert round_.due_on == due_on
    assert round_.legal_due == datetime(2024, 9, 15, 23, 59, 59, tzinfo=ICT)
    assert CALENDAR.is_working_day(round_.last_working_day)


def test_a_policy_leaves_working_days_alone() -> None:
    for policy in WeekendPolicy:
        round_ = round_of(replace(PAR, weekend_policy=policy), "2024-Q1", CALENDAR)
        assert round_ is not None
        assert round_.due == round_.legal_due


def test_a_campaign_has_the_dates_of_its_letter() -> None:
    (round_,) = rounds_of(CAMPAIGN, 2023, CALENDAR)
    assert round_.period == Period("2023-D2408", date(2023, 8, 24), date(2023, 9, 24))
    assert (round_.opens_on, round_.due_on) == (date(2023, 8, 25), date(2023, 9, 25))
    assert round_.last_working_day == date(2023, 9, 25)  # a Monday, right after the closing
    assert rounds_of(CAMPAIGN, 2024, CALENDAR) == ()
    assert round_of(CAMPAIGN, "2023-Q3", CALENDAR) is None


def test_a_given_round_replaces_the_computed_one() -> None:
    letter = GivenRound(
        Period("2024-Q3", date(2024, 6, 15), date(2024, 9, 10)), date(2024, 9, 12), time(16)
    )
    regime = replace(PAR, given=(letter,))
    rounds = rounds_of(regime, 2024, CALENDAR)
    assert [r.period.code for r in rounds] == ["2024-Q1", "2024-H1", "2024-Q3", "2024-Y"]
    assert rounds[2].closing == date(2024, 9, 10)
    assert rounds[2].due == datetime(2024, 9, 12, 16, 0, tzinfo=ICT)
    assert previous_period_code(regime, "2024-Y") == "2024-Q3"


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2024-Q3", "2024-H1"),
        ("2024-H1", "2024-Q1"),
        ("2024-Q1", "2023-Y"),
        ("2024-Y", "2024-Q3"),
        ("2021-Q1", None),  # the year 2020 closed before the regime was in force
        ("2024-Q2", None),  # not a turn of this regime
    ],
)
def test_the_report_before(code: str, before: str | None) -> None:
    assert previous_period_code(PAR, code) == before


@pytest.mark.parametrize(
    ("kinds", "code", "before"),
    [
        (("Q1", "Q2", "Q3", "Q4", "Y"), "2025-Q1", "2024-Q4"),  # of the same sort, not the year
        (("Q1", "Q2", "Q3", "Q4", "H1", "H2"), "2024-Q3", "2024-Q2"),
        (("M08", "M09", "M9", "M10"), "2024-M10", "2024-M09"),
        (("Y",), "2025-Y", "2024-Y"),
    ],
)
def test_the_report_before_is_of_the_same_sort(
    kinds: tuple[str, ...], code: str, before: str
) -> None:
    regime = replace(PAR, turns=tuple(Recurrence(kind, 15) for kind in kinds))
    assert previous_period_code(regime, code) == before


def test_a_letter_of_mid_year_goes_on_where_the_one_before_it_ended() -> None:
    letter = replace(
        PAR, id="letter", superior_id="hy", replaces="par", valid_from=date(2024, 7, 1)
    )
    assert previous_period_code(letter, "2024-Q3") is None
    assert previous_period_code(letter, "2024-Q3", (PAR, letter)) == "2024-H1"
    assert previous_period_code(letter, "2024-Y", (PAR, letter)) == "2024-Q3"
    other_form = replace(PAR, form_id="another")
    assert previous_period_code(letter, "2024-Q3", (other_form,)) is None


def test_a_first_campaign_has_nothing_before_it() -> None:
    assert previous_period_code(CAMPAIGN, "2023-D2408") is None


def test_validity_is_judged_by_the_closing_date() -> None:
    ends = replace(PAR, valid_to=date(2024, 9, 14))
    assert [r.period.code for r in rounds_of(ends, 2024, CALENDAR)][-1] == "2024-Q3"
    begins = replace(PAR, valid_from=date(2024, 9, 15))
    assert [r.period.code for r in rounds_of(begins, 2024, CALENDAR)] == ["2024-Y"]


def test_the_letter_of_the_nearest_superior_binds() -> None:
    def letter(id_: str, superior: str) -> Regime:
        return replace(PAR, id=id_, superior_id=superior, replaces="par")

    district, province = letter("par-an-thi", "hung-yen/an-thi"), letter("par-hy", "hung-yen")
    regimes = (PAR, district, province, CAMPAIGN)
    day = date(2024, 9, 1)

    def ids(*superiors: str) -> list[str]:
        return [regime.id for regime in regimes_in_force(regimes, superiors, day)]

    assert ids("hung-yen/an-thi", "hung-yen") == ["par-an-thi"]
    assert ids("hung-yen/kim-dong", "hung-yen") == ["par-hy"]
    assert ids("quang-ngai/binh-son", "quang-ngai") == ["par"]
    assert ids() == ["par"]


def test_a_campaign_binds_below_its_superior_and_in_its_time() -> None:
    def ids(superior: str, day: date) -> set[str]:
        return {r.id for r in regimes_in_force(REGIMES.values(), (superior,), day)}

    assert ids("quang-ngai/binh-son", date(2023, 9, 1)) == {"par", "campaign-30-days"}
    assert ids("quang-ngai/binh-son", date(2023, 10, 1)) == {"par"}
    assert ids("hung-yen/an-thi", date(2023, 9, 1)) == {"par"}


@given(st.sampled_from(EVERY_DAY_OFF))
def test_the_last_working_day_skips_holidays(day: date) -> None:
    regime = Regime(
        id="x",
        title="",
        form_id="x",
        legal_basis="",
        valid_from=date(2024, 1, 1),
        given=(GivenRound(Period("2024-D0101", day, day), day),),
    )
    round_ = round_of(regime, "2024-D0101", CALENDAR)
    assert round_ is not None
    assert round_.due_on == day
    assert round_.last_working_day < day


def test_an_empty_calendar_still_has_weekends() -> None:
    round_ = round_of(PAR, "2024-Q3", WorkCalendar(frozenset()))
    assert round_ is not None
    assert round_.last_working_day == date(2024, 9, 13)
