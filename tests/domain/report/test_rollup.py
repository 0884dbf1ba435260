"""Figures of several units as one, who stands out among them, and who was in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from domain.dates.moments import at_local
from domain.dates.period_reading import read_period
from domain.people.units import Succession, successors
from domain.report.figures import Figure, State
from domain.report.forms import Form, Indicator, Kind, Option, Ratio, Section
from domain.report.outliers import outliers
from domain.report.punctuality import Delivery, Lateness, lateness, punctuality, ranking
from domain.report.rollup import merged_figures, roll_up, summed
from storage.catalogue.catalogue import load_catalogue

UNITS = ("a", "b", "c")


def line(code: str, kind: Kind, **more: object) -> Indicator:
    return Indicator(code, code, "I", code, code, "", kind, "office", **more)  # type: ignore[arg-type]


LINES = (
    line("I.1", Kind.COUNT),
    line("I.2", Kind.MONEY),
    line("I.3", Kind.PERCENT, ratio=Ratio("I.1", "I.4")),
    line("I.4", Kind.COUNT),
    line("I.5", Kind.PERCENT),
    line("I.6", Kind.ENUM, options=(Option("Có", 1), Option("Không", 0))),
    line("I.7", Kind.COUNT, additive=False),
    line("I.8", Kind.GROUP),
)
FORM = Form(
    id="thu",
    version="1",
    title="",
    valid_from=date(2024, 1, 1),
    valid_to=None,
    legal_basis="",
    sections=(Section("I", "", tuple(each.code for each in LINES)),),
    indicators={each.code: each for each in LINES},
    blocks=(),
    rules=(),
    owners={"office": "Văn phòng"},
)


def figures(**given: object) -> dict[str, Figure]:
    """`I_1="12"`, `I_2=State.MISSING`."""
    found = {}
    for name, value in given.items():
        code = name.replace("_", ".")
        if isinstance(value, State):
            found[code] = Figure(code, value)
        else:
            found[code] = Figure(code, State.VALUE, Decimal(str(value)))
    return found


def test_counts_and_money_are_added_exactly() -> None:
    cells = roll_up(FORM, {"a": figures(I_1=3, I_2="0.1"), "b": figures(I_1=4, I_2="0.2")})
    assert cells["I.1"].total == 7
    assert cells["I.2"].total == Decimal("0.3")


def test_none_arisen_is_zero_for_a_count_and_no_figure_for_a_rate() -> None:
    none = State.NONE_ARISEN
    cells = roll_up(FORM, {"a": figures(I_1=none, I_5=none), "b": figures(I_1=4, I_5=90)})
    assert (cells["I.1"].total, cells["I.1"].counted) == (4, ("a", "b"))
    assert cells["I.5"].counted == ("b",)


def test_a_missing_figure_is_named_and_never_zero() -> None:
    given = {"a": figures(I_1=3), "b": figures(I_1=State.MISSING), "c": figures()}
    cell = roll_up(FORM, given)["I.1"]
    assert (cell.total, cell.counted, cell.lacking) == (3, ("a",), ("b", "c"))
    nobody = roll_up(FORM, {"b": given["b"], "c": given["c"]})["I.1"]
    assert (nobody.total, nobody.lacking) == (None, ("b", "c"))
    assert roll_up(FORM, {})["I.1"].total is None


def test_a_rate_is_computed_from_the_sums_and_not_from_the_rates() -> None:
    cell = roll_up(FORM, {"a": figures(I_1=1, I_4=2), "b": figures(I_1=98, I_4=98)})["I.3"]
    assert cell.total == Decimal("99.00")  # the mean of 50 and 100 would be 75


def test_the_two_sums_of_a_rate_are_of_the_same_units() -> None:
    given = {
        "a": figures(I_1=1, I_4=2),
        "b": figures(I_1=98, I_4=State.MISSING),
        "c": figures(I_4=100),
    }
    cell = roll_up(FORM, given)["I.3"]
    assert (cell.total, cell.counted, cell.lacking) == (Decimal("50.00"), ("a",), ("b", "c"))
    assert roll_up(FORM, given)["I.1"].total == 99  # the sum itself takes all


def test_nothing_of_nothing_has_no_rate() -> None:
    assert roll_up(FORM, {"a": figures(I_1=0, I_4=0)})["I.3"].total is None
    assert roll_up(FORM, {"a": figures(I_1=5, I_4=0)})["I.3"].total is None


def test_typed_percentages_choices_and_common_lists_have_no_total() -> None:
    given = {"a": figures(I_5=90, I_6=1, I_7=129), "b": figures(I_5=100, I_6=0, I_7=129)}
    cells = roll_up(FORM, given)
    assert [cells[code].total for code in ("I.5", "I.6", "I.7")] == [None, None, None]
    assert cells["I.6"].chosen == {1: 1, 0: 1}
    assert cells["I.7"].counted == ("a", "b")
    assert "I.8" not in cells


def test_the_real_form_adds_up_no_percentage_no_choice_and_no_procedure() -> None:
    form = load_catalogue().form("par-quarter", date(2024, 9, 14))
    for indicator in form.indicators.values():
        if indicator.kind in (Kind.PERCENT, Kind.ENUM) or indicator.unit == "Thủ tục":
            assert not summed(indicator), indicator.code
    assert summed(form.indicators["III.3.1.1"])
    assert summed(form.indicators["VI.1.1"])


def test_a_merged_unit_has_only_the_additive_figures_that_all_its_parts_gave() -> None:
    full = figures(I_1=3, I_2="1.5", I_4=6, I_5=90, I_6=1, I_7=129)
    merged = merged_figures(FORM, [full, figures(I_1=4, I_2=State.MISSING, I_4=1, I_7=129)])
    assert merged == figures(I_1=7, I_4=7)
    assert merged_figures(FORM, [full, {}]) == {}
    assert merged_figures(FORM, []) == {}


# Who stands out


def district(*values: object, code: str = "I_1", more: Mapping[str, object] | None = None):
    return {str(n): figures(**{code: value}, **(more or {})) for n, value in enumerate(values)}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ((100, 110, 95, 105, 1000), ["4"]),  # a figure too many
        ((100, 110, 95, 105, 0), ["4"]),
        ((100, 110, 95, 105, 200), []),  # a bigger commune
        ((0, 0, 1, 2, 9), []),  # small numbers say nothing
        ((0, 0, 1, 2, 14), ["4"]),
        ((100, 110, 95, 1000), []),  # too few siblings
        ((100, 100, 100, 100, State.MISSING), []),
    ],
)
def test_counts_that_are_unlike_those_of_the_siblings(values, found) -> None:
    assert [each.unit_id for each in outliers(FORM, district(*values))] == found


def test_rates_stand_out_by_ten_points_at_least() -> None:
    rates = district(98, 97, 99, 98, 71, code="I_5")
    (low,) = outliers(FORM, rates)
    assert (low.unit_id, low.value, low.median) == ("4", Decimal(71), Decimal(98))
    assert outliers(FORM, district(98, 97, 99, 98, 89, code="I_5")) == ()


def test_derived_rates_are_compared_too_and_the_farthest_comes_first() -> None:
    given = {str(n): figures(I_1=98, I_4=100) for n in range(5)}
    given |= {"x": figures(I_1=60, I_4=100), "y": figures(I_1=20, I_4=100)}
    rates = [each for each in outliers(FORM, given) if each.code == "I.3"]
    assert [each.unit_id for each in rates] == ["y", "x"]


def test_choices_are_never_outliers() -> None:
    assert outliers(FORM, district(1, 1, 1, 1, 0, code="I_6")) == ()


# Who was in time

DUE = at_local(date(2024, 9, 15), datetime.max.time().replace(microsecond=0))
NOW = datetime(2024, 10, 1, tzinfo=UTC)


def delivery(unit_id: str = "a", late_by: timedelta | None = timedelta(0), returned: int = 0):
    sent = None if late_by is None else DUE + late_by
    return Delivery(unit_id, "2024-Q3", DUE, sent, returned)


@pytest.mark.parametrize(
    ("late_by", "days"),
    [
        (timedelta(days=-3), 0),
        (timedelta(0), 0),
        (timedelta(seconds=1), 1),
        (timedelta(days=3), 3),
        (None, 16),
    ],
)
def test_lateness_is_told_in_days_where_a_day_is_the_limit(
    late_by: timedelta | None, days: int
) -> None:
    assert lateness(delivery(late_by=late_by), NOW) == Lateness(days)


AT_FOUR = at_local(date(2024, 9, 6), time(16))


@pytest.mark.parametrize(
    ("late_by", "late"),
    [
        (timedelta(0), Lateness()),
        (timedelta(minutes=20), Lateness(0, timedelta(minutes=20))),
        (timedelta(hours=17), Lateness(0, timedelta(hours=17))),
        (timedelta(days=1), Lateness(1)),
        (timedelta(days=3, hours=2), Lateness(3)),
    ],
)
def test_lateness_is_told_in_hours_where_an_hour_was_missed_by_less_than_a_day(
    late_by: timedelta, late: Lateness
) -> None:
    assert lateness(Delivery("a", "2024-D", AT_FOUR, AT_FOUR + late_by), NOW) == late


def test_who_missed_an_hour_stands_before_who_missed_a_day_and_both_are_told() -> None:
    def at(unit: str, *late_by: timedelta) -> list[Delivery]:
        return [Delivery(unit, "2024-D", AT_FOUR, AT_FOUR + each) for each in late_by]

    every = [
        *at("day", timedelta(days=1)),
        *at("hours", timedelta(hours=5)),
        *at("minutes", timedelta(minutes=10)),
        *at("both", timedelta(days=2), timedelta(hours=3)),
    ]
    records = [punctuality(unit, every, NOW) for unit in ("day", "hours", "minutes", "both")]
    assert [place.of.unit_id for place in ranking(records)] == ["minutes", "hours", "day", "both"]
    assert records[3].late_by == Lateness(2, timedelta(hours=3))


def test_what_is_not_due_yet_says_nothing() -> None:
    open_ = Delivery("a", "2024-Y", NOW + timedelta(days=60), None)
    record = punctuality("a", [open_, delivery(), delivery("b", None)], NOW)
    assert (record.due, record.on_time, record.late, record.unsent) == (1, 1, 0, 0)


def test_ranking_by_share_then_days_then_returns_with_equals_on_one_place() -> None:
    every = [
        *[delivery("a"), delivery("a", timedelta(days=2))],
        *[delivery("b"), delivery("b", timedelta(days=1))],
        *[delivery("c"), delivery("d"), delivery("e", returned=1)],
    ]
    records = [punctuality(unit_id, every, NOW) for unit_id in "abcdef"]
    places = [(place.number, place.of.unit_id) for place in ranking(records)]
    assert places == [(1, "c"), (1, "d"), (3, "e"), (4, "b"), (5, "a")]


# Periods and mergers as they are named


@pytest.mark.parametrize(
    ("typed", "code", "rest"),
    [
        ("q3", "2024-Q3", ""),
        ("quý III năm 2024", "2024-Q3", ""),
        ("QUÝ 3/2023", "2023-Q3", ""),
        ("quý 4", "2023-Q4", ""),  # the newest that has begun
        ("6 tháng", "2024-H1", ""),
        ("6 tháng đầu năm 2024", "2024-H1", ""),
        ("6 tháng cuối năm 2023", "2023-H2", ""),
        ("năm 2023", "2023-Y", ""),
        ("tháng 8", "2024-M08", ""),
        ("2023-d2408", "2023-D2408", ""),
        ("xa-bac-son 2024-Q3", "2024-Q3", "xa-bac-son"),
        ("Bắc Sơn, quý II năm 2025", "2025-Q2", "Bắc Sơn"),
        ("12148 (quý 3/2024)", "2024-Q3", "12148"),
        ("xã Bắc Sơn", None, "xã Bắc Sơn"),
        ("q vinh", None, "q vinh"),
        ("xã Quý Sơn", None, "xã Quý Sơn"),
        ("", None, ""),
    ],
)
def test_a_period_as_it_is_typed(typed: str, code: str | None, rest: str) -> None:
    assert read_period(typed, date(2024, 9, 11)) == (code, rest)


def test_successors_follow_mergers_and_splits_and_end_in_a_circle() -> None:
    day = date(2025, 7, 1)
    rows = (
        Succession("a", "b", day),
        Succession("b", "c", day),
        Succession("b", "d", day),
        Succession("x", "y", day),
        Succession("y", "x", day),
    )
    assert successors(rows, "a", day) == ("c", "d")
    assert successors(rows, "a", day - timedelta(days=1)) == ("a",)
    assert successors(rows, "x", day) == ()
