"""What the charts show of a report that is not complete yet."""

from __future__ import annotations

import pytest

from charts.series import text_of
from domain.dates.moments import parse_at
from handlers.documents.pictures import tasks_series
from handlers.report.sheet import open_sheet
from handlers.work import Work
from storage.database.database import Database
from storage.reports.rounds import obligation_of
from tests.support.task_desk import BAC_SON, Desk

UNKNOWN = "Chưa có số liệu về nhiệm vụ được giao."


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """5/9/2024: the report of the third quarter is open."""
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-05 08:00")
    return desk


def task_lines(desk: Desk) -> list[str]:
    """The chart of the tasks as text, without its head and foot."""
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        obligation = obligation_of(session, BAC_SON, "par", "2024-Q3")
        assert obligation is not None
        return text_of(tasks_series(work, open_sheet(work, obligation))).splitlines()[2:-1]


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("", [UNKNOWN]),
        ("I.4 chưa", [UNKNOWN]),
        ("I.4.2 = 14", ["tổng số được giao: chưa có số", "hoàn thành đúng hạn: 14"]),
        ("I.4.1 = 14", ["tổng số được giao: 14", "hoàn thành đúng hạn: chưa có số"]),
        ("I.4: 14 13 0 0", ["tổng số được giao: 14", "hoàn thành đúng hạn: 13"]),
        ("I.4: 0 0 0 0", ["Không có nhiệm vụ được giao trong kỳ."]),
        ("I.4 kps", ["Không có nhiệm vụ được giao trong kỳ."]),
    ],
)
def test_what_nobody_has_said_yet_is_not_zero(desk: Desk, said: str, lines: list[str]) -> None:
    if said:
        desk.say("lan", said)
        desk.say("lan", "đúng")
    assert task_lines(desk)[: len(lines)] == lines


def test_what_is_left_is_only_told_where_all_is_known(desk: Desk) -> None:
    desk.say("lan", "I.4.1 = 14; I.4.2 = 10; I.4.3 = 0")
    assert "đang làm, còn hạn" not in " ".join(task_lines(desk))
    desk.say("lan", "I.4.4 = 1")
    assert "đang làm, còn hạn: 3" in task_lines(desk)
