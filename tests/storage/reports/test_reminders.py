"""Reminders are planned once and claimed once, however many workers there are."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from domain.dates.owed import due_step, of_report
from domain.people.people import Official
from storage.database.database import Database, Session
from storage.database.states import ReminderState
from storage.people.officials import save_official
from storage.reports.reminders import (
    Planned,
    Settled,
    claim_due,
    hand_on,
    next_due,
    plan_steps,
    postpone,
    put_off,
    reminders,
    reminders_between,
    settle,
    settle_each,
    snoozed_reports,
    snoozed_until,
)
from storage.reports.rounds import open_obligation, open_obligations
from tests.storage.small_district import NOW, District, fill

DAY = timedelta(days=1)


def a_step(report: int, days: int, who: str, at: datetime) -> Planned:
    return of_report(report), due_step(days), who, at


def plan(session: Session, district: District) -> None:
    """Two steps for Lan, one for Tuấn; the last of Lan's is tomorrow."""
    id_ = district.obligation_id
    plan_steps(
        session,
        [
            a_step(id_, -5, "lan", NOW - DAY),
            a_step(id_, -2, "lan", NOW),
            a_step(id_, -1, "lan", NOW + DAY),
            a_step(id_, -2, "tuan", NOW),
        ],
    )


def test_planning_again_changes_nothing(district: District) -> None:
    with district.database.work() as session:
        plan(session, district)
        settle(
            session,
            [reminders(session, of_report(district.obligation_id))[0].id],
            S.SENT,
            "",
            None,
            NOW,
        )
        before = reminders(session, of_report(district.obligation_id))
        plan(session, district)
        plan_steps(session, [a_step(district.obligation_id, -5, "lan", NOW + 9 * DAY)])
        plan_steps(session, [])
        assert reminders(session, of_report(district.obligation_id)) == before
    assert [r.state for r in before] == [S.SENT, S.WAITING, S.WAITING, S.WAITING]


S = ReminderState


def test_what_is_due_comes_by_person(district: District) -> None:
    with district.database.work() as session:
        plan(session, district)
        due = claim_due(session, NOW, limit=10)
        assert [(r.official_id, str(r.step)) for r in due] == [
            ("lan", "T-5"),
            ("lan", "T-2"),
            ("tuan", "T-2"),
        ]
        assert {r.obligation_id for r in due} == {district.obligation_id}
        one = claim_due(session, NOW, limit=1)
        assert [(r.official_id, str(r.step)) for r in one] == [("lan", "T-5"), ("lan", "T-2")]
        assert claim_due(session, NOW - 2 * DAY, limit=10) == ()


def test_people_with_a_report_in_common_are_claimed_together(district: District) -> None:
    with district.database.work() as session:
        first = district.obligation_id
        round_id = next(iter(open_obligations(session))).round_id
        second = open_obligation(session, round_id, "hung-yen/an-thi")
        steps = [(first, "lan"), (second, "hoa"), (first, "tuan")]
        plan_steps(session, [a_step(report, -2, who, NOW) for report, who in steps])
        assert {r.official_id for r in claim_due(session, NOW, limit=2)} == {"lan", "tuan"}
        assert {r.official_id for r in claim_due(session, NOW, limit=9)} == {"lan", "tuan", "hoa"}


def test_a_settled_step_is_not_due_and_keeps_its_state(district: District) -> None:
    with district.database.work() as session:
        plan(session, district)
        old, new, *_ = claim_due(session, NOW, limit=1)
        settle(session, [old.id], S.SUPERSEDED, "T-2", None, NOW)
        settle(session, [new.id, old.id], S.SENT, "", None, NOW)
        assert [r.official_id for r in claim_due(session, NOW, limit=10)] == ["tuan"]
        settled = {
            str(r.step): r for r in reminders(session, of_report(district.obligation_id))[:2]
        }
    assert (settled["T-5"].state, settled["T-5"].reason) == (S.SUPERSEDED, "T-2")
    assert settled["T-2"].state is S.SENT or settled["T-2"].official_id == "tuan"
    assert settled["T-5"].settled_at == NOW


def test_steps_of_many_people_are_settled_at_once(district: District) -> None:
    with district.database.work() as session:
        plan(session, district)
        old, new, of_tuan = claim_due(session, NOW, limit=10)
        told = [
            Settled([old.id], S.SUPERSEDED, "T-2"),
            Settled([old.id, new.id], S.NOT_WANTED, "told_today"),
            Settled([of_tuan.id], S.NO_ADDRESS),
        ]
        settle_each(session, told, NOW)
        settle_each(session, [], NOW)
        assert claim_due(session, NOW, limit=10) == ()
        found = {r.id: r for r in reminders(session, of_report(district.obligation_id))}
    assert [(found[r.id].state, found[r.id].reason) for r in (old, new, of_tuan)] == [
        (S.SUPERSEDED, "T-2"),
        (S.NOT_WANTED, "told_today"),
        (S.NO_ADDRESS, ""),
    ]


def test_a_postponed_step_is_due_later(district: District) -> None:
    with district.database.work() as session:
        plan(session, district)
        ids = [r.id for r in claim_due(session, NOW, limit=10)]
        postpone(session, ids, NOW + DAY)
        assert claim_due(session, NOW, limit=10) == ()
        assert len(claim_due(session, NOW + DAY, limit=10)) == 4


def test_the_coming_steps_are_listed(district: District) -> None:
    with district.database.work() as session:
        plan(session, district)
        assert [str(r.step) for r in reminders_between(session, NOW, NOW + DAY)] == ["T-2", "T-2"]
        assert [str(r.step) for r in reminders_between(session, NOW + DAY, NOW + 2 * DAY)] == [
            "T-1"
        ]


def test_what_was_claimed_but_not_settled_stays_due(district: District) -> None:
    with district.database.work() as session:
        plan(session, district)

    def die() -> None:
        with district.database.work() as session:
            settle(session, [r.id for r in claim_due(session, NOW, 10)], S.SENT, "", None, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        die()
    with district.database.work() as session:
        assert len(claim_due(session, NOW, limit=10)) == 3


@pytest.mark.parametrize("kind", ["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_workers_at_once_share_people_and_take_no_step_twice(
    kind: str, request: pytest.FixtureRequest
) -> None:
    database: Database = request.getfixturevalue(f"{kind}_database")
    people = [f"p{n:02}" for n in range(24)]
    with database.work() as session:
        id_ = fill(session)
        for person in people:
            save_official(session, Official(person, person, "anh"), NOW)
        plan_steps(session, [a_step(id_, -n, p, NOW) for p in people for n in range(3)])
    start = threading.Barrier(4)

    def work(_worker: int) -> list[tuple[str, str]]:
        taken: list[tuple[str, str]] = []
        start.wait()
        for _ in range(100):  # on PostgreSQL a locked person is skipped, so ask again
            with database.work() as session:
                due = claim_due(session, NOW, limit=2)
                settle(session, [r.id for r in due], S.SENT, "", None, NOW)
            assert len(due) % 3 == 0  # a person's steps come together
            taken += [(r.official_id, str(r.step)) for r in due]
        return taken

    with ThreadPoolExecutor(4) as threads:
        taken = [step for steps in threads.map(work, range(4)) for step in steps]
    assert sorted(taken) == sorted((p, f"T-{n}") for p in people for n in range(3))


@pytest.mark.postgres
def test_on_postgresql_a_second_worker_does_not_wait(postgres_database: Database) -> None:
    with postgres_database.work() as session:
        id_ = fill(session)
        plan_steps(session, [a_step(id_, -2, who, NOW) for who in ("lan", "tuan")])
    with postgres_database.work() as first, postgres_database.work() as second:
        assert [r.official_id for r in claim_due(first, NOW, limit=1)] == ["lan"]
        assert [r.official_id for r in claim_due(second, NOW, limit=9)] == ["tuan"]


def test_what_is_due_for_somebody_away_goes_to_who_stands_in(district: District) -> None:
    id_ = district.obligation_id
    with district.database.work() as session:
        plan(session, district)
        hand_on(session, NOW, {"lan": "tuan"})
        found = {
            (str(r.step), r.official_id): (r.state, r.reason)
            for r in reminders(session, of_report(id_))
        }
        hand_on(session, NOW, {"lan": "tuan"})
        assert len(reminders(session, of_report(id_))) == len(found)
    away, waits = (S.NOT_WANTED, "on_leave"), (S.WAITING, "")
    assert found == {
        ("T-5", "lan"): away,
        ("T-2", "lan"): away,
        ("T-1", "lan"): waits,  # is not due yet
        ("T-5", "tuan"): waits,
        ("T-2", "tuan"): waits,
    }


def test_of_two_wishes_for_a_later_reminder_the_last_counts_even_if_it_is_the_first_again(
    district: District,
) -> None:
    id_, late, soon = district.obligation_id, NOW + 9 * DAY, NOW + DAY
    with district.database.work() as session:
        for minute, at in enumerate((late, soon, late)):
            put_off(session, of_report(id_), "lan", at, NOW + timedelta(minutes=minute))
            assert snoozed_until(session, of_report(id_), "lan") == at
            waiting = [r for r in reminders(session, of_report(id_)) if r.state is S.WAITING]
            assert [r.due_at for r in waiting] == [at]


def test_a_wish_that_is_said_twice_at_one_moment_still_rings(district: District) -> None:
    id_, soon, late = district.obligation_id, NOW + DAY, NOW + 2 * DAY
    with district.database.work() as session:
        for at in (soon, soon, late, soon):
            put_off(session, of_report(id_), "lan", at, NOW)
            waiting = [r for r in reminders(session, of_report(id_)) if r.state is S.WAITING]
            assert [(r.due_at, r.reason, r.settled_at) for r in waiting] == [(at, "", None)]


def test_the_next_step_is_the_earliest_that_still_waits(district: District) -> None:
    with district.database.work() as session:
        assert next_due(session, NOW) is None
        plan(session, district)
        assert next_due(session, NOW - 2 * DAY) == NOW - DAY
        assert next_due(session, NOW) == NOW + DAY
        steps = reminders(session, of_report(district.obligation_id))
        settle(session, [steps[-1].id], S.SENT, "", None, NOW)
        assert next_due(session, NOW) is None


def test_what_was_put_off_is_found_by_report_and_person(district: District) -> None:
    id_, later = district.obligation_id, NOW + 2 * DAY
    with district.database.work() as session:
        plan(session, district)
        assert snoozed_reports(session, [id_]) == {}
        put_off(session, of_report(id_), "lan", NOW + DAY, NOW)
        put_off(session, of_report(id_), "lan", later, NOW)
        put_off(session, of_report(id_), "tuan", NOW, NOW - DAY)
        assert snoozed_reports(session, [id_, id_ + 1]) == {(id_, "lan"): later, (id_, "tuan"): NOW}
        assert snoozed_reports(session, [id_ + 1]) == snoozed_reports(session, []) == {}
