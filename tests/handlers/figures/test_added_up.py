"""The report of a district: what its communes have reported is offered, and nobody counts as 0."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.dates.regimes import UnitGroup
from domain.people.people import Official, Post, Role
from domain.report.figures import Figure, State
from handlers.figures.ask_block import ask_block
from handlers.reminders.plan_rounds import plan_rounds
from handlers.report.sheet import Sheet, open_sheet
from handlers.work import Work
from storage.database.database import Database
from storage.people.officials import save_official
from storage.reports.figures import write_figures
from storage.reports.rounds import obligation_of
from tests.support.district import AN_THI, BAC_SON, DA_LOC, PHU_UNG, District

CODE = "I.2.1"


def sheet_of(database: Database, **sent: int) -> Sheet:
    """The district's own report of the quarter after these communes have sent theirs."""
    desk = District(database)
    desk.move("2024-08-28 08:00")
    catalogue = desk.catalogue
    own = replace(
        catalogue.regime("par"),
        id="par-huyen",
        adds_up="par",
        owed_by=(UnitGroup("Huyện", (AN_THI,)),),
    )
    catalogue = replace(catalogue, regimes=(*catalogue.regimes, own))
    units = {"bac_son": BAC_SON, "phu_ung": PHU_UNG, "da_loc": DA_LOC}
    with database.work() as session:
        post = Post(AN_THI, Role.OFFICIAL, ("office", "justice", "finance", "culture"))
        save_official(session, Official("hang", "Lê Thị Hằng", "chị", "", (post,)), desk.now)
        work = Work(session, catalogue, desk.now)
        plan_rounds(work)
        for name, number in sent.items():
            owed = obligation_of(session, units[name], "par", "2024-Q3")
            assert owed is not None
            given = [Figure(CODE, State.VALUE, Decimal(number))]
            write_figures(session, owed.id, given, "lan", "console:1", desk.now)
        report = obligation_of(session, AN_THI, "par-huyen", "2024-Q3")
        assert report is not None
        sheet = open_sheet(work.anew(), report)
        assert sheet.of_units is not None  # read while the transaction is open
        return sheet


def test_each_line_offers_what_the_communes_have_sent_and_how_many(
    memory_database: Database,
) -> None:
    sheet = sheet_of(memory_database, bac_son=7, da_loc=5)
    added = sheet.of_units[CODE]
    assert (added.total, added.counted, added.units, added.whole) == (12, 2, 3, False)
    words = ask_block(sheet, sheet.form.block_of[CODE], (CODE,))
    assert "các đơn vị báo cáo 12 (2/3 đơn vị)" in words


def test_what_nobody_has_sent_is_not_offered_as_0(memory_database: Database) -> None:
    sheet = sheet_of(memory_database)
    assert sheet.of_units == {}
    assert "đơn vị báo cáo" not in ask_block(sheet, sheet.form.block_of[CODE], (CODE,))
