"""How a report is called where several are open: by a few words, and no word twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.report.which import read_regime, short_name
from handlers.wording.say import say
from handlers.work import Work
from storage.database.database import Database
from tests.support.task_desk import Desk, bundled

TITLE = "Báo cáo kết quả chuyển đổi số"


@pytest.mark.parametrize(
    ("title", "short", "called"),
    [
        (TITLE, "", "Kết quả chuyển đổi số"),
        (TITLE, "Chuyển đổi số", "Chuyển đổi số"),
        ("Số hộ nghèo", "", "Số hộ nghèo"),
        ("Phụ lục kèm Báo cáo số 5", "", "Phụ lục kèm Báo cáo số 5"),
        ("Báo cáo", "", "Báo cáo"),
    ],
)
def test_a_report_without_a_short_name_is_called_by_its_title_and_no_word_stands_twice(
    title: str, short: str, called: str
) -> None:
    regime = replace(bundled().regimes[0], title=title, short=short)
    assert short_name(regime) == called
    if called != "Báo cáo":
        told = say("undo.done_of", count=2, what="số", report=short_name(regime))
        assert "báo cáo báo cáo" not in told.lower()


@pytest.mark.parametrize(
    "said",
    [TITLE, "kết quả chuyển đổi số", "Báo cáo kết quả chuyển đổi số", "ket qua chuyen doi so"],
)
def test_what_it_is_called_is_understood_as_well(memory_database: Database, said: str) -> None:
    first, *rest = bundled().regimes
    catalogue = replace(bundled(), regimes=(replace(first, title=TITLE, short=""), *rest))
    desk = Desk(memory_database, catalogue=catalogue)
    with desk.database.read() as session:
        work = Work(session, catalogue, desk.now)
        assert read_regime(work, f"{said} 3 ngày") == (first.id, "3 ngày")
