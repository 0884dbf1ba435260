"""The annex lines I.4.1 to I.4.4 out of the tasks: offered, taken, compared, drawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from charts.series import Tasks
from domain.dates.moments import END_OF_DAY, at_local, parse_at
from domain.tasks.tasks import Counts, NewTask
from handlers.documents.files import report_document
from handlers.documents.pictures import tasks_series
from handlers.report.sheet import Sheet, open_sheet
from handlers.work import Work
from storage.database.database import Database
from storage.reports.rounds import obligation_of
from storage.tasks.tasks import By, assign, complete
from tests.support.standing import standing
from tests.support.task_desk import BAC_SON, DISTRICT, Desk

CLOSING = date(2024, 9, 14)


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """5/9/2024: the report of the third quarter is open."""
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-05 08:00")
    return desk


def given(desk: Desk, tasks: Iterable[tuple[date, date | None]]) -> None:
    """Tasks of Bắc Sơn by due day and day of completion, assigned on 1/7/2024."""
    by = By("quynh", "test", desk.now)
    with desk.database.work() as session:
        for number, (due, completed) in enumerate(tasks):
            new = NewTask(
                title=f"nhiệm vụ {number}",
                unit_id=BAC_SON,
                assigner_id=DISTRICT,
                assigned_by="quynh",
                assigned_on=date(2024, 7, 1),
                due_at=at_local(due, END_OF_DAY),
            )
            id_ = assign(session, new, by)
            assert id_ is not None
            if completed:
                complete(session, standing(session, id_), completed, "", by)


def fourteen_in_time() -> list[tuple[date, date | None]]:
    days = [date(2024, 8, 1) + timedelta(days=2 * n) for n in range(14)]
    return [(day, day - timedelta(days=n % 3)) for n, day in enumerate(days)]


def sheet(desk: Desk, period: str = "2024-Q3") -> tuple[Work, Sheet]:
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        obligation = obligation_of(session, BAC_SON, "par", period)
        assert obligation is not None
        opened = open_sheet(work, obligation)
        _ = opened.register  # while the session is open
    return work, opened


def counts(desk: Desk, period: str = "2024-Q3") -> Counts:
    register = sheet(desk, period)[1].register
    assert register is not None
    return register.counts


def test_golden_bac_son(desk: Desk) -> None:
    given(desk, fourteen_in_time())
    desk.now = parse_at("2024-09-16 08:00")
    assert counts(desk) == Counts(14, 14, 0, 0)
    assert "Theo sổ nhiệm vụ: 14 14 0 0" in desk.say("lan", "14 7 3 1 0 0")


def test_golden_duc_pho(desk: Desk) -> None:
    """Nine done, one of them late, and six with time left."""
    day = timedelta(days=1)
    done = [(date(2024, 8, 1) + n * day, date(2024, 8, 1) + n * day) for n in range(8)]
    late = [(date(2024, 8, 20), date(2024, 8, 22))]
    left = [(date(2024, 9, 20) + n * day, None) for n in range(6)]
    given(desk, [*done, *late, *left])
    desk.now = parse_at("2024-09-16 08:00")
    assert counts(desk) == Counts(15, 8, 1, 0)
    assert counts(desk).left == 6
    assert "Theo sổ nhiệm vụ: 15 8 1 0" in desk.say("lan", "14 7 3 1 0 0")
    status = desk.say("quynh", "/status xa-bac-son")
    assert "15; đúng hạn 8, xong quá hạn 1, quá hạn chưa xong 0, còn hạn 6." in status


def test_what_is_finished_the_day_after_closing_changes_the_next_report(desk: Desk) -> None:
    given(desk, [(date(2024, 9, 10), None), (date(2024, 9, 30), None)])
    desk.now = parse_at("2024-09-15 09:00")
    desk.say("lan", "việc")
    assert "quá hạn 5 ngày" in desk.say("lan", "xong 1 9/BC-UBND")
    assert counts(desk) == Counts(2, 0, 0, 1)
    desk.move("2024-12-04 08:00")
    assert counts(desk, "2024-Y") == Counts(2, 0, 1, 1)  # the other is overdue by now
    assert counts(desk) == Counts(2, 0, 0, 1)  # and the old report stays as it was
    with desk.database.read() as session:
        obligation = obligation_of(session, BAC_SON, "par", "2024-Q3")
    assert obligation is not None
    assert obligation.closes == CLOSING


def test_before_closing_nothing_is_overdue_that_may_still_be_done(desk: Desk) -> None:
    given(desk, [(date(2024, 9, 10), None)])
    assert counts(desk) == Counts(1, 0, 0, 0)
    text = desk.say("lan", "14 7 3 1 0 0")
    assert "Theo sổ nhiệm vụ: 1 0 0 0" in text
    assert "đến hết 5/9/2024; chưa đến ngày chốt 14/9/2024" in text


def test_the_counts_are_taken_as_the_answer(desk: Desk) -> None:
    given(desk, [*fourteen_in_time(), (date(2024, 9, 3), None)])
    desk.say("lan", "14 7 3 1 0 0")
    answer = desk.say("lan", "theo sổ")
    assert "4.1. tổng số được giao: 15 nhiệm vụ" in answer
    assert "4.4. quá hạn chưa hoàn thành: 1 nhiệm vụ" in answer
    since = "việc kỳ trước chuyển sang và việc mới giao từ 15/6/2024"
    assert f"Cách tính: {since} đến hết 5/9/2024" in answer
    figures = sheet(desk)[1].figures
    assert [figures[f"I.4.{n}"].value for n in (1, 2, 3, 4)] == [15, 14, 0, 1]
    assert "Mục I.5" in answer  # and on it goes


def test_what_was_typed_otherwise_is_shown(desk: Desk) -> None:
    given(desk, fourteen_in_time())
    desk.say("lan", "14 7 3 1 0 0")
    answer = desk.say("lan", "14 13 1 0")
    assert "Lưu ý: sổ nhiệm vụ là 14 14 0 0, số đã ghi là 14 13 1 0" in answer
    assert "số đã ghi là 14 13 1 0" in desk.say("lan", "/status")
    assert "Lưu ý: sổ" not in desk.say("lan", "theo sổ")


def test_the_superior_chooses_which_tasks_count_and_it_is_printed(desk: Desk) -> None:
    given(desk, fourteen_in_time())
    by = By("quynh", "test", desk.now)
    with desk.database.work() as session:
        spring = NewTask(
            title="việc mùa xuân",
            unit_id=BAC_SON,
            assigner_id=DISTRICT,
            assigned_by="quynh",
            assigned_on=date(2024, 1, 5),
            due_at=at_local(date(2024, 3, 1), END_OF_DAY),
        )
        id_ = assign(session, spring, by)
        assert id_ is not None
        complete(session, standing(session, id_), date(2024, 2, 28), "", by)
    assert counts(desk).total == 14
    assert "Gửi" not in desk.say("lan", "/demviec lũy kế")  # she may not choose
    assert counts(desk).total == 14
    assert "lũy kế từ 15/12 năm trước" in desk.say("quynh", "/demviec lũy kế")
    assert counts(desk) == Counts(15, 15, 0, 0)
    text = desk.say("lan", "14 7 3 1 0 0")
    assert "15 15 0 0 (lũy kế từ 15/12/2023 đến hết 5/9/2024" in text


def test_without_any_task_nothing_is_offered(desk: Desk) -> None:
    assert sheet(desk)[1].register is None
    text = desk.say("lan", "14 7 3 1 0 0")
    assert "Mục I.4" in text
    assert "sổ nhiệm vụ" not in text
    assert "Hiện không có báo cáo nào lấy số từ sổ" in desk.say("lan", "theo sổ")


def test_the_chart_shows_the_report_and_before_it_the_tasks(desk: Desk) -> None:
    given(desk, [*fourteen_in_time(), (date(2024, 9, 30), None)])
    assert [bar.count for bar in drawn(desk).bars] == [14, 0, 0, 1]
    desk.say("lan", "14 7 3 1 0 0")
    desk.say("lan", "16 14 1 0")
    assert [bar.count for bar in drawn(desk).bars] == [14, 1, 0, 1]
    assert drawn(desk).total == Decimal(16)


def drawn(desk: Desk) -> Tasks:
    return tasks_series(*sheet(desk))


def test_the_annex_says_which_tasks_were_counted(desk: Desk) -> None:
    given(desk, fourteen_in_time())
    desk.now = parse_at("2024-09-16 08:00")
    desk.say("lan", "I.4: 14 13 0 0")
    assert remarks(desk) == ()  # typed otherwise: the rule would be said of other numbers
    desk.say("lan", "theo sổ")
    (remark,) = remarks(desk)
    assert remark == (
        "Cách đếm nhiệm vụ ở mục I.4: việc kỳ trước chuyển sang và việc mới giao từ 15/6/2024 đến "
        "hết 14/9/2024."
    )


def remarks(desk: Desk) -> tuple[str, ...]:
    """What stands under the annex."""
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        obligation = obligation_of(session, BAC_SON, "par", "2024-Q3")
        assert obligation is not None
        annex = report_document(work, open_sheet(work, obligation)).annex
    assert annex is not None
    return annex.remarks
