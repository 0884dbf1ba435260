"""The period before is the unit's last report on the same form, whoever's letter asked for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.dates.moments import END_OF_DAY, at_local, parse_at
from domain.report.figures import Figure, State
from handlers.documents.files import report_document
from handlers.report.sheet import Sheet, open_sheet
from handlers.work import Work
from storage.database.database import Database
from storage.reports.figures import write_figures
from storage.reports.rounds import obligation_of, open_obligation, open_round
from tests.support.task_desk import BAC_SON, DISTRICT, Desk, bundled

LETTER = "Công văn số 250/UBND-NV ngày 25/6/2024 của UBND huyện Ân Thi"


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """Since 1 July the district has a letter of its own, which asks for the same form."""
    par = bundled().regime("par")
    letter = replace(
        par,
        id="par-an-thi",
        replaces="par",
        superior_id=DISTRICT,
        valid_from=date(2024, 7, 1),
        legal_basis=LETTER,
    )
    catalogue = replace(bundled(), regimes=(*bundled().regimes, letter))
    desk = Desk(memory_database, catalogue, parse_at("2024-09-04 08:00"))
    _half_year(desk)
    desk.move("2024-09-05 08:00")
    return desk


def _half_year(desk: Desk) -> None:
    closes = date(2024, 6, 14)
    with desk.database.work() as session:
        round_id = open_round(
            session,
            regime_id="par",
            form_id="par-quarter",
            form_version="2024",
            period_code="2024-H1",
            starts=date(2023, 12, 15),
            closes=closes,
            due_at=at_local(closes, END_OF_DAY),
            last_working_day=closes,
        )
        report = open_obligation(session, round_id, BAC_SON)
        figure = Figure("I.4.1", State.VALUE, Decimal(12))
        write_figures(session, report, [figure], "lan", "test:1", desk.now)


def opened(desk: Desk, work: Work, regime_id: str = "par-an-thi") -> Sheet:
    obligation = obligation_of(work.session, BAC_SON, regime_id, "2024-Q3")
    assert obligation is not None
    return open_sheet(work, obligation)


def test_the_figures_of_before_the_letter_are_the_period_before(desk: Desk) -> None:
    with desk.database.read() as session:
        sheet = opened(desk, Work(session, desk.catalogue, desk.now))
    assert sheet.previous_code == "2024-H1"
    assert sheet.previous["I.4.1"].value == 12


def test_the_report_names_the_letter_that_asks_for_it(desk: Desk) -> None:
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        body = report_document(work, opened(desk, work)).body
    assert f"Thực hiện {LETTER}, UBND xã Bắc Sơn báo cáo" in body[0].text


def test_a_rule_for_the_whole_country_names_the_letter_of_the_superior(
    memory_database: Database,
) -> None:
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-05 08:00")
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        body = report_document(work, opened(desk, work, "par")).body
    assert "Thực hiện Công văn số 118/UBND-NV ngày 19/02/2024 của UBND huyện Ân Thi" in body[0].text


def test_where_no_superior_has_written_a_letter_its_place_is_left_open(
    memory_database: Database,
) -> None:
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-05 08:00")
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        sheet = opened(desk, work, "par")
        regime = replace(sheet.regime, paper=replace(sheet.regime.paper, grounds={}))
        body = report_document(work, replace(sheet, regime=regime)).body
    assert "Thực hiện [số, ký hiệu, ngày, trích yếu của văn bản" in body[0].text
