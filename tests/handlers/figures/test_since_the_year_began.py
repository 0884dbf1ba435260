"""A figure of the period beside the one since the year began: one is offered, the other held."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from domain.dates.moments import ICT
from domain.dates.periods import periods_before
from domain.report.figures import Figure, State
from domain.report.forms import Form, Rule, Severity
from handlers.figures.ask_block import ask_block
from handlers.load.load import load_people
from handlers.reminders.plan_rounds import plan_rounds
from handlers.report.sheet import Sheet, open_sheet
from handlers.wording.findings import phrase_finding
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.people_files import PastReport
from storage.catalogue.people_files import load_people as read_people
from storage.database.database import Database
from storage.reports.figures import write_figures
from storage.reports.rounds import obligation_of

UNIT = "hung-yen/an-thi/xa-bac-son"
NOW = datetime(2024, 9, 4, 8, tzinfo=ICT)
PART, TOTAL = "I.2.1", "I.2.2"
RULE = Rule("L01", "accumulates", Severity.WARN, (TOTAL,), (PART,), "Lũy kế")


def accumulating() -> Catalogue:
    """A quarterly form that asks for what arose and for the sum since the year began."""
    found = load_catalogue()

    def with_rule(form: Form) -> Form:
        return replace(form, rules=(RULE,)) if form.id == "par-quarter" else form

    return replace(found, forms=tuple(map(with_rule, found.forms)))


def sheet_of(database: Database, past: dict[str, int], now: dict[str, int]) -> Sheet:
    """The third quarter with these figures, after these reports of the year."""
    catalogue = accumulating()
    people, _ = read_people(CATALOGUE / "samples" / "bac-son" / "people.toml")
    people.reports[:] = [
        PastReport(UNIT, "par", code, (figure(PART, number),)) for code, number in past.items()
    ]
    with database.work() as session:
        work = Work(session, catalogue, NOW)
        load_people(work, people)
        plan_rounds(work.anew())
        owed = obligation_of(session, UNIT, "par", "2024-Q3")
        assert owed is not None
        given = [figure(code, number) for code, number in now.items()]
        write_figures(session, owed.id, given, "lan", "console:1", NOW)
        sheet = open_sheet(work.anew(), owed)
        assert sheet.so_far is not None  # read while the transaction is open
        assert sheet.findings is not None
        return sheet


def figure(code: str, number: int) -> Figure:
    return Figure(code, State.VALUE, Decimal(number))


def test_the_sum_of_the_year_is_offered_once_the_period_is_known(memory_database: Database) -> None:
    sheet = sheet_of(memory_database, {"2024-H1": 40}, {PART: 7})
    assert sheet.accumulated(TOTAL) == 47
    block = sheet.form.block_of[TOTAL]
    words = ask_block(sheet, block, (TOTAL,))
    assert "cộng từ đầu năm 47" in words
    assert words.endswith("47")


def test_before_that_what_the_year_has_brought_so_far_is_said(memory_database: Database) -> None:
    sheet = sheet_of(memory_database, {"2024-H1": 40}, {})
    assert "các kỳ trước trong năm 40" in ask_block(sheet, sheet.form.block_of[TOTAL], (TOTAL,))


def test_another_sum_is_told(memory_database: Database) -> None:
    sheet = sheet_of(memory_database, {"2024-H1": 40}, {PART: 7, TOTAL: 48})
    (found,) = sheet.findings
    assert (found.reason, found.numbers["computed"]) == ("accumulated_differs", 47)
    words = phrase_finding(found, sheet.form, sheet.words)
    assert words.endswith("(48) phải bằng các kỳ trước trong năm cộng kỳ này (40 + 7 = 47).")


def test_while_a_report_of_the_year_is_missing_nothing_is_said(memory_database: Database) -> None:
    sheet = sheet_of(memory_database, {"2024-Q1": 20}, {PART: 7, TOTAL: 48})
    assert sheet.findings == ()
    assert sheet.accumulated(TOTAL) is None


def test_the_first_period_of_a_year_is_the_sum_itself() -> None:
    assert periods_before("2024-Q1", []) == ()
    assert periods_before("2024-Q2", ["2024-Q1", "2023-Y"]) == ("2024-Q1",)
    assert periods_before("2024-D0108", []) is None
