"""States are computed from facts at a date; the annex counts them at the closing date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.dates.calendar import WorkCalendar
from domain.dates.ladder import Deadline, remaining
from domain.dates.moments import END_OF_DAY, at_local, local, parse_at
from domain.tasks.tasks import (
    Counts,
    Extension,
    Priority,
    Task,
    TaskState,
    count,
    counted,
    counted_due_on,
    deadline_of,
    granted_too_late,
    next_ring,
    state_at,
    task_steps,
    urgency,
)

CALENDAR = WorkCalendar(frozenset({date(2024, 9, 2), date(2024, 9, 3)}))
CLOSING = date(2024, 9, 14)


def end_of(text: str) -> datetime:
    return at_local(date.fromisoformat(text), END_OF_DAY)


def task(due: str | None = "2024-09-10", **facts: object) -> Task:
    """A task assigned on 20/8/2024."""
    common: dict[str, object] = {
        "id": 1,
        "number": 1,
        "title": "rà soát TTHC",
        "unit_id": "xa",
        "assigner_id": "huyen",
        "assigned_by": "quynh",
        "assigned_on": date(2024, 8, 20),
        "due_at": end_of(due) if due else None,
    }
    return Task(**{**common, **facts})  # type: ignore[arg-type]


def granted(due: str, on: str, *, asked_on: str = "2024-08-25") -> Extension:
    return Extension(
        id=1,
        due=end_of(due),
        old_due=end_of("2024-09-10"),
        reason="chờ số liệu",
        asked_by="lan",
        asked_on=date.fromisoformat(asked_on),
        granted=True,
        decided_by="quynh",
        decided_on=date.fromisoformat(on),
    )


S = TaskState


@pytest.mark.parametrize(
    ("due", "completed", "day", "expected"),
    [
        ("2024-09-30", None, "2024-09-14", S.IN_PROGRESS),
        ("2024-09-22", None, "2024-09-14", S.IN_PROGRESS),  # 8 days ahead
        ("2024-09-21", None, "2024-09-14", S.DUE_SOON),  # 7 days ahead
        ("2024-09-14", None, "2024-09-14", S.DUE_SOON),  # the due day is in time until it ends
        ("2024-09-13", None, "2024-09-14", S.OVERDUE),
        ("2024-09-10", "2024-09-09", "2024-09-14", S.DONE_ON_TIME),
        ("2024-09-10", "2024-09-10", "2024-09-14", S.DONE_ON_TIME),
        ("2024-09-10", "2024-09-11", "2024-09-14", S.DONE_LATE),
        ("2024-09-10", "2024-09-15", "2024-09-14", S.OVERDUE),  # done the day after closing
        ("2024-09-10", "2024-09-15", "2024-09-15", S.DONE_LATE),
        ("2024-09-20", "2024-09-15", "2024-09-14", S.DUE_SOON),
        (None, None, "2024-09-14", S.NO_DUE_DATE),
        (None, "2024-09-12", "2024-09-14", S.DONE_ON_TIME),
        ("2024-09-10", None, "2024-08-19", S.NOT_YET_ASSIGNED),
        ("2024-09-10", None, "2024-08-20", S.IN_PROGRESS),
    ],
)
def test_the_state_on_a_day(
    due: str | None, completed: str | None, day: str, expected: TaskState
) -> None:
    completed_on = date.fromisoformat(completed) if completed else None
    assert state_at(task(due, completed_on=completed_on), date.fromisoformat(day)) is expected


def test_a_withdrawn_task_counts_until_the_day_of_the_withdrawal() -> None:
    withdrawn = task(withdrawn_on=date(2024, 9, 12))
    assert state_at(withdrawn, date(2024, 9, 11)) is S.OVERDUE
    assert state_at(withdrawn, date(2024, 9, 12)) is S.WITHDRAWN


@pytest.mark.parametrize(
    ("granted_on", "counted_due", "completed_state", "too_late"),
    [
        ("2024-09-09", "2024-09-20", S.DONE_ON_TIME, False),
        ("2024-09-10", "2024-09-20", S.DONE_ON_TIME, False),  # on the due day itself
        ("2024-09-11", "2024-09-10", S.DONE_LATE, True),  # it was overdue already
    ],
)
def test_an_extension_counts_where_it_came_in_time(
    granted_on: str, counted_due: str, completed_state: TaskState, too_late: bool
) -> None:
    extended = task(extensions=(granted("2024-09-20", granted_on),), completed_on=date(2024, 9, 18))
    assert counted_due_on(extended, date(2024, 12, 31)) == date.fromisoformat(counted_due)
    assert state_at(extended, date(2024, 9, 30)) is completed_state
    assert granted_too_late(extended) is too_late
    assert extended.due == end_of("2024-09-20")  # to which everybody works, in both cases
    assert extended.due_at == end_of("2024-09-10")  # the old day is kept


def test_an_extension_does_not_work_backwards() -> None:
    """What was granted after the closing date is not known on it."""
    extended = task("2024-09-16", extensions=(granted("2024-09-30", "2024-09-15"),))
    assert counted_due_on(extended, CLOSING) == date(2024, 9, 16)
    assert state_at(extended, CLOSING) is S.DUE_SOON
    assert state_at(extended, date(2024, 9, 20)) is S.IN_PROGRESS


def test_requests_and_refusals_change_nothing() -> None:
    asked = replace(granted("2024-09-20", "2024-09-01"), granted=None, decided_on=None)
    refused = replace(granted("2024-09-20", "2024-09-01"), granted=False)
    waiting = task(extensions=(refused, asked))
    assert waiting.due == waiting.due_at
    assert waiting.asked_extension == asked
    assert state_at(waiting, CLOSING) is S.OVERDUE


def test_two_extensions_in_a_row() -> None:
    twice = task(
        extensions=(granted("2024-09-20", "2024-09-05"), granted("2024-09-25", "2024-09-19"))
    )
    assert counted_due_on(twice, date(2024, 12, 31)) == date(2024, 9, 25)
    assert not granted_too_late(twice)


# Counting


def tasks_of_bac_son() -> list[Task]:
    """Quý III/2024, xã Bắc Sơn: 14 assigned, 14 done in time (annex I.4)."""
    return [
        task(
            f"2024-0{7 + n % 3}-{10 + n % 4:02}",
            id=n,
            assigned_on=date(2024, 6, 20),
            completed_on=date(2024, 7 + n % 3, 9 + n % 4),
        )
        for n in range(14)
    ]


def tasks_of_duc_pho() -> list[Task]:
    """15/12/2023–15/5/2024, thị xã Đức Phổ: 9 done (8 in time, 1 late), 6 in time."""
    given = date(2024, 1, 10)
    in_time = [
        task("2024-04-30", id=n, assigned_on=given, completed_on=date(2024, 4, 30 - n))
        for n in range(8)
    ]
    late = task("2024-04-30", id=8, assigned_on=given, completed_on=date(2024, 5, 2))
    running = [task("2024-09-01", id=9 + n, assigned_on=given) for n in range(5)]
    on_the_day = task("2024-05-15", id=14, assigned_on=given)
    return [*in_time, late, *running, on_the_day]


def test_golden_bac_son() -> None:
    tasks = counted(tasks_of_bac_son(), date(2024, 6, 15), CLOSING)
    counts = count(tasks, CLOSING)
    assert counts == Counts(14, 14, 0, 0)
    assert counts.lines == {"I.4.1": 14, "I.4.2": 14, "I.4.3": 0, "I.4.4": 0}
    assert counts.left == 0


def test_golden_duc_pho() -> None:
    closing = date(2024, 5, 15)
    counts = count(counted(tasks_of_duc_pho(), date(2023, 12, 15), closing), closing)
    assert counts == Counts(15, 8, 1, 0)
    assert counts.left == 6


def test_what_is_finished_after_closing_changes_the_next_period() -> None:
    late = task("2024-09-10", completed_on=date(2024, 9, 15))
    for start, closing, expected in (
        (date(2024, 6, 15), date(2024, 9, 14), Counts(1, 0, 0, 1)),
        (date(2024, 9, 15), date(2024, 12, 14), Counts(1, 0, 1, 0)),
        (date(2024, 12, 15), date(2025, 3, 14), Counts()),  # closed before it began
    ):
        assert count(counted([late], start, closing), closing) == expected


@pytest.mark.parametrize(
    ("facts", "belongs"),
    [
        ({}, True),
        ({"assigned_on": date(2024, 9, 14)}, True),
        ({"assigned_on": date(2024, 9, 15)}, False),
        ({"assigned_on": date(2024, 3, 1)}, True),  # carried over
        ({"assigned_on": date(2024, 3, 1), "completed_on": date(2024, 6, 14)}, False),
        ({"assigned_on": date(2024, 3, 1), "completed_on": date(2024, 6, 15)}, True),
        ({"withdrawn_on": date(2024, 9, 14)}, False),
        ({"withdrawn_on": date(2024, 9, 15)}, True),
        ({"assigner_id": "xa"}, False),  # the unit's own task, no superior's
    ],
)
def test_which_tasks_belong_to_the_third_quarter(facts: dict[str, object], belongs: bool) -> None:
    found = counted([task(**facts)], date(2024, 6, 15), CLOSING, own_unit="xa")
    assert bool(found) is belongs


def test_cumulative_counting_begins_with_the_year() -> None:
    done_in_spring = task("2024-03-10", assigned_on=date(2024, 1, 5), completed_on=date(2024, 3, 8))
    assert counted([done_in_spring], date(2024, 6, 15), CLOSING) == ()
    assert counted([done_in_spring], date(2023, 12, 15), CLOSING) == (done_in_spring,)


def test_total_is_the_sum_of_all_states() -> None:
    mixed = [*tasks_of_duc_pho(), task(None, id=20), task("2024-03-01", id=21)]
    mixed = [replace(t, assigned_on=date(2024, 1, 1)) for t in mixed]
    day = date(2024, 5, 15)
    counts = count(mixed, day)
    assert counts.total == len(mixed)
    assert counts.left == sum(
        state_at(t, day) in (S.IN_PROGRESS, S.DUE_SOON, S.NO_DUE_DATE) for t in mixed
    )


# Reminders


def days(found: Task) -> list[tuple[str, str]]:
    return [
        (str(replace(step.name, of="")), local(step.at).strftime("%d/%m"))
        for step in task_steps(found, CALENDAR)
        if not step.late
    ]


@pytest.mark.parametrize(
    ("due", "assigned", "expected"),
    [
        (  # a Thursday; 29/8 is a Thursday, 2/9 and 3/9 are holidays
            "2024-09-05",
            "2024-08-20",
            [("T-7", "29/08"), ("T-3", "30/08"), ("T-1", "04/09"), ("T-0", "05/09")],
        ),
        (  # a Sunday: the last call rings on Friday and speaks for the day before, too
            "2024-09-15",
            "2024-08-20",
            [("T-7", "06/09"), ("T-3", "12/09"), ("T-0", "13/09")],
        ),
        ("2024-09-12", "2024-09-11", [("T-0", "12/09")]),
        ("2024-09-12", "2024-09-12", []),  # the assignment itself has said it
    ],
)
def test_steps_before_the_due_day(due: str, assigned: str, expected: list[tuple[str, str]]) -> None:
    assert days(task(due, assigned_on=date.fromisoformat(assigned))) == expected


@pytest.mark.parametrize(
    ("priority", "expected"),
    [
        (
            Priority.NORMAL,
            ["T+1 owner", "T+5 office_head", "T+10 chairman", "T+15 chairman", "T+20 chairman"],
        ),
        (
            Priority.URGENT,
            ["T+1 owner", "T+2 office_head", "T+3 office_head", "T+4 chairman", "T+5 chairman"],
        ),
        (
            Priority.EXPRESS,
            ["T+1 office_head", "T+2 chairman", "T+3 chairman", "T+4 chairman", "T+5 chairman"],
        ),
    ],
)
def test_overdue_steps_by_priority(priority: Priority, expected: list[str]) -> None:
    steps = [s for s in task_steps(task(priority=priority), CALENDAR) if s.late]
    assert [f"{replace(step.name, of='')} {step.audience.value}" for step in steps[:5]] == expected


def test_an_overdue_task_falls_silent_one_day() -> None:
    for priority in Priority:
        last = task_steps(task(priority=priority), CALENDAR)[-1]
        assert next_ring(task(priority=priority), CALENDAR, last.at) is None


def test_the_next_ring() -> None:
    found = task("2024-09-05")
    assert next_ring(found, CALENDAR, parse_at("2024-08-20 10:00")) == parse_at("2024-08-29 07:30")
    assert next_ring(found, CALENDAR, parse_at("2024-08-29 07:30")) == parse_at("2024-08-30 07:30")
    assert next_ring(task(None), CALENDAR, parse_at("2024-08-20 10:00")) is None
    done = task("2024-09-05", completed_on=date(2024, 8, 21))
    assert next_ring(done, CALENDAR, parse_at("2024-08-20 10:00")) is None


def test_a_task_is_a_deadline() -> None:
    found = deadline_of(task("2024-09-15"), CALENDAR)
    assert found is not None
    deadline: Deadline = found
    assert deadline.last_working_day == date(2024, 9, 13)
    left = remaining(deadline, parse_at("2024-09-11 08:00"), CALENDAR)
    assert (left.working_days, left.calendar_days, left.overdue) == (2, 4, False)
    assert deadline_of(task(None), CALENDAR) is None


# Keys and order


def test_the_same_assignment_has_the_same_key() -> None:
    first = task(title="Rà soát TTHC")
    assert task(title="ra soat  tthc").key == first.key
    for other in (
        {"title": "rà soát lại TTHC"},
        {"unit_id": "xa-khac"},
        {"lead_id": "lan"},
        {"due": "2024-09-11"},
        {"due": None},
    ):
        assert task(**other).key != first.key  # type: ignore[arg-type]


def test_overdue_tasks_come_first() -> None:
    tasks = [
        task(None, id=1),
        task("2024-09-30", id=2),
        task("2024-09-12", id=3),
        task("2024-09-01", id=4),
        task("2024-08-30", id=5),
    ]
    ordered = sorted(tasks, key=lambda t: urgency(t, date(2024, 9, 10)))
    assert [t.id for t in ordered] == [5, 4, 3, 2, 1]
