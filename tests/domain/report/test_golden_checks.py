"""121 checked statements of five real reports: the 102 that are arithmetic are judged by the
checks of the domain, 81 right ones and 21 wrong ones."""

import csv
import re
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from domain.reading.numbers import read_number
from domain.report.figures import Figure, State
from domain.report.findings import Case
from domain.report.forms import Form, Indicator, Kind, Ratio, Rule, Section, Severity
from domain.report.rates import rate
from domain.report.rules import check

NOT_ARITHMETIC = {
    # wording against wording or against a number
    *("NK36", "NK37", "BP17", "BP18", "BS23", "BS26", "BS27", "BS28", "BS29", "BS30", "BS31"),
    *("BS34", "DP26", "DP27", "DP29", "QK01", "QK02"),
    # dates
    *("BS32", "DP28"),
}


def rows():
    path = Path(__file__).parents[2] / "data" / "golden-checks.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ARITHMETIC = [row for row in rows() if row["id"] not in NOT_ARITHMETIC]


def form_of(rule, *lines):
    indicators = {line.code: line for line in lines}
    return Form(
        id="golden",
        version="1",
        title="",
        valid_from=date(2021, 1, 1),
        valid_to=None,
        legal_basis="",
        sections=(Section("I", "", tuple(indicators)),),
        indicators=indicators,
        blocks=(),
        rules=(rule,),
        owners={},
    )


def line(code, kind, ratio=None):
    return Indicator(code, code, "I", code, code, "", kind, "office", ratio=ratio)


def value(code, number):
    return Figure(code, State.VALUE, number)


def percent_of(text):
    """The rate as written, None for a blank cell."""
    if text == "(trống)":
        return None
    decimals = len(text.rstrip("%").partition(",")[2])
    return read_number(text, Kind.PERCENT).value.quantize(D(1).scaleb(-decimals))


def rate_findings(given, part, whole):
    lines = (
        line("I.1", Kind.PERCENT, Ratio("I.2", "I.3")),
        line("I.2", Kind.COUNT),
        line("I.3", Kind.COUNT),
    )
    rule = Rule("G", "ratio", Severity.ERROR, ("I.1",), ("I.2", "I.3"))
    figures = {"I.2": value("I.2", part), "I.3": value("I.3", whole)}
    return check(Case(form_of(rule, *lines), figures, rates={"I.1": given}))


def sum_findings(total, parts):
    codes = tuple(f"I.{number}" for number in range(2, 2 + len(parts)))
    rule = Rule("G", "equals", Severity.ERROR, ("I.1",), codes)
    lines = (line(code, Kind.COUNT) for code in ("I.1", *codes))
    figures = {"I.1": value("I.1", total)}
    figures |= {code: value(code, part) for code, part in zip(codes, parts, strict=True)}
    return check(Case(form_of(rule, *lines), figures))


def text_findings(told, annexed):
    rule = Rule("G", "text", Severity.ERROR, ("I.1",))
    form = form_of(rule, line("I.1", Kind.PERCENT))
    return check(Case(form, {"I.1": value("I.1", annexed)}, text={"I.1": told}))


def findings_on(row):
    """The findings on one row, by what its columns hold."""
    given, computed = row["given"], row["computed"]
    if computed == "không xác định":  # BS33: a rate of 0 of 0
        return rate_findings(percent_of(given), D(0), D(0))
    if fraction := re.match(r"(\d+)/(\d+) = ", computed):
        return rate_findings(percent_of(given), D(fraction[1]), D(fraction[2]))
    if given.endswith("%"):  # BS08: the same rate told twice
        return text_findings(percent_of(given), percent_of(computed))
    parts = computed.partition(" = ")[0].split(" + ")
    return sum_findings(D(given), [D(part) for part in parts])


@pytest.mark.parametrize("row", ARITHMETIC, ids=lambda row: row["id"])
def test_the_verdict_is_the_one_of_the_list(row):
    verdict = "MISMATCH" if findings_on(row) else "OK"
    assert verdict == row["result"], (row["what"], row["given"], row["computed"])


@pytest.mark.parametrize(
    "row",
    [row for row in ARITHMETIC if re.match(r"\d+/\d+ = [\d.]+%", row["computed"])],
    ids=lambda row: row["id"],
)
def test_the_computed_rate_is_the_one_of_the_list(row):
    part, whole, listed = re.match(r"(\d+)/(\d+) = ([\d.]+)%", row["computed"]).groups()
    assert rate(D(part), D(whole), 4) == D(listed)


def test_every_row_that_is_arithmetic_is_judged():
    assert len(rows()) == 121
    assert len(ARITHMETIC) == 102
    judged = {row["id"] for row in ARITHMETIC}
    assert {row["id"] for row in rows() if row["kind"] in ("percent", "sum", "cross")} == judged
    assert {row["id"] for row in rows() if row["kind"] in ("text", "date")} == NOT_ARITHMETIC
    assert sum(row["result"] == "MISMATCH" for row in ARITHMETIC) == 21
