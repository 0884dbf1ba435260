"""A letterhead that a regime gives to one unit, line by line; what it leaves out is as usual."""

from __future__ import annotations

from dataclasses import replace

from domain.dates.regimes import OwnHead
from handlers.documents.letterhead import letterhead
from handlers.report.sheet import open_sheet
from handlers.work import Work
from reports.document import Letterhead
from storage.database.database import Database
from storage.reports.issues import Issue
from storage.reports.rounds import obligation_of
from tests.support.district import BAC_SON, PHU_UNG, District


def head_of(database: Database, own: OwnHead, unit_id: str = BAC_SON) -> Letterhead:
    desk = District(database)
    desk.move("2024-08-28 08:00")
    with database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        report = obligation_of(session, unit_id, "par", "2024-Q3")
        assert report is not None
        sheet = open_sheet(work, report)
        paper = replace(sheet.regime.paper, heads=(own,))
        return letterhead(work, replace(sheet, regime=replace(sheet.regime, paper=paper)), Issue())


def test_the_lines_of_the_regime_are_printed(memory_database: Database) -> None:
    own = OwnHead(BAC_SON, ("VĂN PHÒNG",), "UBND XÃ BẮC SƠN", "Văn phòng xã", "Ân Thi", "BC-VP")
    head = head_of(memory_database, own)
    assert (head.issuer, head.superior) == (("VĂN PHÒNG",), "UBND XÃ BẮC SƠN")
    assert (head.issuer_name, head.place, head.symbol) == ("Văn phòng xã", "Ân Thi", "BC-VP")


def test_what_is_left_out_is_as_usual(memory_database: Database) -> None:
    head = head_of(memory_database, OwnHead(BAC_SON, place="Ân Thi"))
    assert head.issuer == ("ỦY BAN NHÂN DÂN", "XÃ BẮC SƠN")
    assert (head.place, head.symbol, head.superior) == ("Ân Thi", "BC-UBND", "")


def test_another_unit_keeps_its_own(memory_database: Database) -> None:
    head = head_of(memory_database, OwnHead(BAC_SON, place="Ân Thi"), PHU_UNG)
    assert head.place == "Phù Ủng"
