"""121 checked statements of five real reports, held against the rules of the bundled forms: where
each is raised or, right as it is, passed in silence, and which are of another kind.

`tests/domain/report/test_golden_checks.py` judges the arithmetic by rules made for it; here the
forms themselves have to know it. `golden-rules.csv` says of each statement in which form which
figures are given (`-` is a blank), which rates are typed, and which words stand under a heading.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from domain.report.figures import Figure, State, places_of
from domain.report.findings import Case, Finding
from domain.report.forms import Form
from domain.report.rules import check
from handlers.load.odd_rounds import odd_rounds
from storage.catalogue.catalogue import load_catalogue
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms

DATA = Path(__file__).parents[1] / "data"
FORMS = {form.id: form for form in load_forms(CATALOGUE / "forms")[0]}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


GOLDEN = {row["id"]: row for row in _rows("golden-checks.csv")}


@dataclass(frozen=True)
class Statement:
    """One statement as a form would be given it."""

    id: str
    form_id: str
    how: str
    figures: Mapping[str, Decimal | None]
    rates: Mapping[str, Decimal | None]
    where: str  # a heading, or what the text of the report tells: "III.3.1.1=381"
    words: str
    why: str

    @property
    def form(self) -> Form:
        return FORMS[self.form_id]

    @property
    def is_wrong(self) -> bool:
        return GOLDEN[self.id]["result"] == "MISMATCH"

    def findings(self, **otherwise: Decimal) -> tuple[Finding, ...]:
        """What the form says of it; with a figure or a rate changed."""
        given = {code: otherwise.get(code, number) for code, number in self.figures.items()}
        figures = {code: _figure(code, number) for code, number in given.items()}
        if self.words:
            figures[self.where] = Figure(self.where, State.VALUE, Decimal(9), self.words)
        return check(
            Case(
                self.form,
                figures,
                rates={code: otherwise.get(code, rate) for code, rate in self.rates.items()},
                text={} if self.words else {c: n for c, n in _numbers(self.where).items() if n},
            )
        )


def _figure(code: str, number: Decimal | None) -> Figure:
    return Figure(code, State.MISSING if number is None else State.VALUE, number)


def _numbers(said: str) -> dict[str, Decimal | None]:
    pairs = (each.partition("=") for each in said.split() if "=" in each)
    return {code: None if number == "-" else Decimal(number) for code, _, number in pairs}


STATEMENTS = [
    Statement(
        row["id"],
        row["form"],
        row["how"],
        _numbers(row["figures"]),
        _numbers(row["rates"]),
        row["where"],
        row["words"],
        row["why"],
    )
    for row in _rows("golden-rules.csv")
]
JUDGED = [each for each in STATEMENTS if each.form_id]
ELSEWHERE = {
    "at load": 2,  # told to whoever loads the regime
    "avoided": 3,  # the text of the form numbers and cites by itself
    "computed": 1,  # nobody types it
    "one figure": 1,  # part and whole are one figure of the form
    "words": 8,  # words against words, or inside a cell
}
"""What is no matter of figures in a form, and how many statements that are."""


def _id(each: Statement) -> str:
    return each.id


def test_every_statement_is_judged_by_a_form_or_its_other_kind_has_a_reason() -> None:
    assert [each.id for each in STATEMENTS] == list(GOLDEN)
    others = [each for each in STATEMENTS if not each.form_id]
    assert Counter(each.how for each in others) == ELSEWHERE
    assert all(each.why for each in others)


@pytest.mark.parametrize("statement", JUDGED, ids=_id)
def test_what_is_wrong_is_raised_and_what_is_right_is_passed_in_silence(
    statement: Statement,
) -> None:
    raised = statement.findings()
    assert bool(raised) is (statement.is_wrong or statement.how == "hint"), raised


@pytest.mark.parametrize(
    "statement", [each for each in JUDGED if not each.is_wrong and each.how != "hint"], ids=_id
)
def test_the_form_would_have_known_if_it_were_wrong(statement: Statement) -> None:
    given = statement.rates or statement.figures
    code, number = next((code, number) for code, number in given.items() if number is not None)
    step = Decimal(1).scaleb(-places_of(number))
    wrong = (number - step, number + step)
    assert any(statement.findings(**{code: each}) for each in wrong)


@pytest.mark.parametrize("statement", [each for each in JUDGED if each.rates], ids=_id)
def test_the_numbers_of_a_rate_are_those_of_the_statement(statement: Statement) -> None:
    (rate,) = statement.rates
    ratio = statement.form.indicators[rate].ratio
    assert ratio is not None
    assert set(statement.figures) == {ratio.part, ratio.whole}
    told = GOLDEN[statement.id]["computed"].partition(" = ")[0]
    parts = f"{statement.figures[ratio.part]}/{statement.figures[ratio.whole]}"
    assert told == parts or statement.id == "BS33"  # 0/0, which the statement calls no number


def test_what_is_odd_about_a_period_is_told_to_whoever_loads_the_regime() -> None:
    told = {regime.id: odd_rounds(regime) for regime in load_catalogue().regimes}
    days, before_plan = told.pop("campaign-30-days")
    assert "là 32 ngày, tên gọi là 30 ngày" in days
    assert "trước ngày ban hành kế hoạch (25/8/2023)" in before_plan
    for id_ in ("dossiers-of-units", "par-town"):
        (twice,) = told.pop(id_)
        assert "5 tháng và 1 ngày" in twice
        assert "ngày 15/5/2024 thì ngày đó bị tính hai lần" in twice
    assert [lines for lines in told.values() if lines] == []
