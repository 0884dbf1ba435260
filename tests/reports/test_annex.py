"""The annex as rows: the printed form with one number in each cell, or none."""

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from domain.people.units import DISTRICT_WORDS, PROVINCE_WORDS
from domain.report.figures import Figure, State
from domain.report.forms import Kind
from domain.report.rates import derived
from reports.annex import annex_rows, number_format, numbers_of

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def rows(document):
    return document.annex.rows


def test_the_rows_are_those_of_the_paper(rows):
    with (DATA / "annex-bac-son-2024-q3.csv").open(encoding="utf-8", newline="") as file:
        paper = [(row["section"], row["code"]) for row in csv.DictReader(file)]
    section, printed = "", []
    for row in rows:
        section = row.printed if row.section else section
        printed.append((section, row.printed))
    assert printed == paper


def test_sections_are_level_zero_and_the_rest_counts_its_dots(rows):
    levels = {row.code: row.level for row in rows}
    assert (levels["I"], levels["I.1"], levels["I.4.1"], levels["III.3.1.1"]) == (0, 1, 2, 3)


def test_the_note_is_the_owner_as_printed(rows):
    notes = {row.code: row.note for row in rows}
    assert notes["II"] == notes["II.1"] == "Tư pháp"
    assert notes["VI.1.1"] == "Tài chính"


def test_a_cell_holds_the_figure_or_the_computed_rate(rows):
    cells = {row.code: row.cell for row in rows}
    assert cells["I.4.1"] == 14
    assert cells["VI.1.1"] == 17465
    assert cells["I.2"] == Decimal("71.43")  # typed as 80 on the paper
    assert cells["I.1"] is None  # blank on the paper
    assert cells["I.3.2"] is None  # 0/0
    assert cells["II"] is None


@pytest.mark.parametrize(
    ("part", "whole", "typed", "live"),
    [
        (5, 7, "71.43", True),
        (0, 0, None, True),
        (None, 7, None, True),
        (None, None, "80", False),  # typed without its parts: a value, not a formula
    ],
)
def test_a_formula_stands_only_where_it_gives_the_cell(form, numbers, part, whole, typed, live):
    given = {"I.2.2": part, "I.2.1": whole, "I.2": typed}
    changed = numbers | {c: None if n is None else Decimal(n) for c, n in given.items()}
    rows = annex_rows(form, changed, DISTRICT_WORDS)
    row = next(row for row in rows if row.code == "I.2")
    assert (row.formula is not None) == live
    assert row.input == (not live)
    assert row.cell == changed["I.2"]


def test_none_arisen_is_zero_for_a_count_and_blank_for_a_rate(form):
    figures = {code: Figure(code, State.NONE_ARISEN) for code in ("I.4.1", "IV.2.5", "VI.1.1")}
    numbers = numbers_of(form, figures, derived(form, figures))
    assert (numbers["I.4.1"], numbers["IV.2.5"], numbers["VI.1.1"]) == (0, None, 0)
    assert numbers["I.4.2"] is None  # not asked yet


def test_lines_for_the_text_alone_are_not_printed(rows, numbers):
    assert not [row for row in rows if row.code.startswith("X")]
    assert numbers["X.1.4"] == 261


def test_labels_follow_the_superior(form, numbers):
    for words, body in ((DISTRICT_WORDS, "UBND huyện"), (PROVINCE_WORDS, "UBND tỉnh")):
        labels = {row.code: row.label for row in annex_rows(form, numbers, words)}
        assert labels["I.4"] == f"Thực hiện nhiệm vụ {body}, Chủ tịch {body} giao"
        assert not [label for label in labels.values() if "{" in label]


@pytest.mark.parametrize(
    ("kind", "cell", "shown"),
    [
        (Kind.COUNT, Decimal(14), "14"),
        (Kind.COUNT, Decimal(1234), "1.234"),
        (Kind.MONEY, Decimal("17465.5"), "17.465,5"),
        (Kind.PERCENT, Decimal("71.43"), "71,43%"),
        (Kind.PERCENT, Decimal("100.00"), "100%"),
        (Kind.ENUM, Decimal(1), "1"),
        (Kind.COUNT, None, ""),
    ],
)
def test_a_cell_as_text(rows, kind, cell, shown):
    assert replace(rows[1], kind=kind, cell=cell).cell_words == shown


@pytest.mark.parametrize(
    ("kind", "cell", "wanted"),
    [
        (Kind.COUNT, Decimal(1234), "#,##0"),
        (Kind.COUNT, None, "#,##0"),
        (Kind.PERCENT, Decimal("71.4"), '0.00"%"'),
        (Kind.ENUM, Decimal(1), "0"),
        (Kind.MONEY, Decimal("17465.00"), "#,##0"),
        (Kind.MONEY, Decimal("0.5"), "#,##0.00"),
        (Kind.MONEY, Decimal("2.318"), "#,##0.000"),
        (Kind.MONEY, None, "#,##0.00"),
        (Kind.GROUP, None, ""),
    ],
)
def test_the_format_of_a_cell(kind, cell, wanted):
    assert number_format(kind, cell) == wanted
