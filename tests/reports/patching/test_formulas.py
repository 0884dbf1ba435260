"""Formulas as spreadsheets have them: read, worked out, and understood as a rate or a sum."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.incoming.shared_formulas import shifted
from reports.patching.compute import CellFault, Held, Uncomputable, compute, is_known
from reports.patching.formulas import StrangeFormula, read_formula
from reports.patching.meaning import RateOf, SumOf, meaning
from reports.patching.places import CellPlace, place_of

CELLS: dict[str, Held] = {
    "A1": Decimal(2),
    "A2": Decimal(3),
    "A3": Decimal(0),
    "A4": "chữ",
    "A5": None,
    "A6": True,
    "T!A1": Decimal(100),
}


def look(place: CellPlace) -> Held:
    return CELLS.get(place.cell if place.sheet == "S" else f"T!{place.cell}")


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3", "7"),
        ("=-A1^2", "4"),  # a spreadsheet takes the sign first
        ("=(A1+A2)/A1", "2.5"),
        ("=SUM(A1:A6)", "5"),
        ("=SUM(A1,A2,10)", "15"),
        ("=T!A1*A1%", "2"),
        ("='T'!$A$1", "100"),
        ("=ROUND(2.675,2)", "2.68"),
        ("=ROUND(1234.5,-2)", "1200"),
        ("=ROUNDDOWN(2.679,2)", "2.67"),
        ("=AVERAGE(A1:A3)", "1.666666666666666666666666666666667"),
        ("=MAX(A1:A5)-MIN(A1:A5)", "3"),
        ("=COUNT(A1:A6)", "3"),
        ("=COUNTA(A1:A6)", "5"),
        ("=N(A4)", "0"),
        ("=IF(A3=0,A2,A1)", "3"),
        ("=IF(A1>A2;1;0)", "0"),
        ("=IFERROR(A1/A3,9)", "9"),
        ("=A5+A1", "2"),
    ],
)
def test_a_formula_gives_what_a_spreadsheet_gives(formula: str, value: str) -> None:
    assert compute(read_formula(formula, "S"), look) == Decimal(value)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=IF(A3=0,"",A1/A3)', ""),
        ('=IF(OR(A5="",A3=0),"","x")', ""),
        ('="a"&A4', "achữ"),
        ('=A4="CHỮ"', True),
        ("=AND(A1<A2,A6)", True),
        ("=NOT(A1=A1)", False),
        ("=ISBLANK(A5)", True),
        ('="a ""b"""', 'a "b"'),
    ],
)
def test_words_and_truths_too(formula: str, value: Held) -> None:
    assert compute(read_formula(formula, "S"), look) == value


@pytest.mark.parametrize(
    ("formula", "shown"), [("=A1/A3", "#DIV/0!"), ("=A4+1", "#VALUE!"), ("=AVERAGE(A4)", "#DIV/0!")]
)
def test_a_fault_is_the_one_that_a_spreadsheet_shows(formula: str, shown: str) -> None:
    with pytest.raises(CellFault) as fault:
        compute(read_formula(formula, "S"), look)
    assert fault.value.shown == shown


@pytest.mark.parametrize("formula", ["=VLOOKUP(A1,A1:A6,1)", "=SUM(OFFSET(A1,1,0))", "=TODAY()"])
def test_what_is_not_known_is_not_guessed(formula: str) -> None:
    tree = read_formula(formula, "S")
    assert not is_known(tree)
    with pytest.raises(Uncomputable):
        compute(tree, look)


@pytest.mark.parametrize(
    "formula",
    ["=A1:", "=SUM(A1", "=[1]Sheet!A1", "=Bảng[Cột]", "=A1 A2", "={1,2}", "=" + "(" * 900],
)
def test_what_cannot_be_read_is_told(formula: str) -> None:
    with pytest.raises(StrangeFormula):
        read_formula(formula, "S")


A1, A2, A3 = (CellPlace("S", row, 0) for row in (1, 2, 3))


@pytest.mark.parametrize(
    ("formula", "percent", "meant"),
    [
        ("=A1/A2*100", False, RateOf(A1, A2)),
        ("=A1*100/A2", False, RateOf(A1, A2)),
        ("=100*A1/A2", False, RateOf(A1, A2)),
        ("=ROUND(A1/A2*100,2)", False, RateOf(A1, A2)),
        ('=IF(A2=0,"",ROUND(A1*100/A2,1))', False, RateOf(A1, A2)),
        ('=IFERROR(A1/A2,"")', True, RateOf(A1, A2)),
        ("=A1/A2", True, RateOf(A1, A2)),
        ("=A1/A2", False, None),  # a mean: so many a head
        ("=A1+A2", False, SumOf((A1, A2))),
        ("=SUM(A1:A3)", False, SumOf((A1, A2, A3))),
        ("=A1-A2-A3", False, SumOf((A1,), (A2, A3))),
        ("=A1-(A2-A3)", False, SumOf((A1, A3), (A2,))),
        ("=A1", False, None),
        ("=A1*A2", False, None),
        ("=A1+5", False, None),
        ("=MAX(A1:A3)", False, None),
    ],
)
def test_a_rate_and_a_sum_are_told_from_all_else(
    formula: str, percent: bool, meant: object
) -> None:
    assert meaning(read_formula(formula, "S"), percent=percent) == meant


@pytest.mark.parametrize(
    ("formula", "there"),
    [
        ("SUM(B5:$C5)/D$4", "SUM(C7:$C7)/E$4"),
        ('IF(A1="A1",LOG10(A1),T!A1)', 'IF(B3="A1",LOG10(B3),T!B3)'),
        ("'A1'!A1", "'A1'!B3"),
    ],
)
def test_a_shared_formula_is_meant_from_its_own_place(formula: str, there: str) -> None:
    assert shifted(formula, 2, 1) == there


def test_a_place_is_written_and_read() -> None:
    place = CellPlace("Phụ lục 1", 12, 27)
    assert str(place) == "Phụ lục 1!AB12"
    assert place_of(str(place)) == place
    assert place_of("dòng 12") is None
