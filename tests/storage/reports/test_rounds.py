"""Rounds open once, obligations go through their states, and the audit tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from domain.dates.ladder import Deadline
from storage.database.audit import trail
from storage.database.states import ObligationState
from storage.reports.rounds import (
    Obligation,
    complete_obligation,
    extend_obligation,
    obligation,
    obligation_of,
    obligations_by_id,
    obligations_in,
    obligations_of,
    open_obligation,
    open_obligations,
    opened_rounds,
    recently_completed,
    set_obligation_state,
)
from tests.storage.small_district import COMMUNE, NOW, District, open_q3
from tests.support.standing import standing_report

DUE = datetime(2024, 9, 15, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_an_obligation_brings_the_dates_of_its_round(district: District) -> None:
    with district.database.read() as session:
        (round_,) = opened_rounds(session, "par")
        found = obligation(session, district.obligation_id)
    expected = Obligation(
        id=district.obligation_id,
        round_id=round_.id,
        unit_id=COMMUNE,
        regime_id="par",
        form_id="par-quarter",
        form_version="1",
        period_code="2024-Q3",
        starts=date(2024, 6, 15),
        closes=date(2024, 9, 14),
        opens_on=date(2024, 8, 30),
        legal_due=DUE,
        due_at=DUE,
        last_working_day=date(2024, 9, 13),
        state=ObligationState.OPEN,
        completed_at=None,
        extended_due_at=None,
    )
    assert found == expected
    deadline: Deadline = expected
    assert (deadline.due, expected.due_on) == (DUE, date(2024, 9, 16))  # 17:00 UTC is midnight


def test_opening_again_moves_the_dates_and_makes_nothing_new(district: District) -> None:
    later = DUE + timedelta(days=2)
    with district.database.work() as session:
        round_id = open_q3(session, due_at=later)
        assert open_obligation(session, round_id, COMMUNE) == district.obligation_id
        assert [r.due_at for r in opened_rounds(session)] == [later]
        assert [o.due for o in obligations_of(session, COMMUNE)] == [later]


def test_obligations_are_found_by_every_way(district: District) -> None:
    with district.database.work() as session:
        (round_,) = opened_rounds(session)
        other = open_obligation(session, round_.id, "hung-yen/an-thi")
        mine = obligation(session, district.obligation_id)
        assert mine is not None
        assert obligation_of(session, COMMUNE, "par", "2024-Q3") == mine
        assert obligation_of(session, COMMUNE, "par", "2024-Q2") is None
        assert obligation(session, other + 1000) is None
        assert obligations_by_id(session, [mine.id]) == {mine.id: mine}
        assert obligations_by_id(session, []) == {}
        assert len(obligations_in(session, round_.id)) == 2
        assert obligations_in(session, round_.id, [COMMUNE]) == (mine,)
        assert open_obligations(session, {COMMUNE}) == (mine,)
        assert open_obligations(session, set()) == ()
        assert len(open_obligations(session)) == 2
        assert opened_rounds(session, "other") == ()


def test_completion_keeps_its_first_moment(district: District) -> None:
    with district.database.work() as session:
        complete_obligation(session, standing_report(session, district.obligation_id), NOW, "lan")
        complete_obligation(session, standing_report(session, district.obligation_id), NOW + HOUR)
        found = obligation(session, district.obligation_id)
        assert found is not None
        assert (found.state, found.completed_at) == (ObligationState.COMPLETE, NOW)
        assert open_obligations(session) == ()
        assert recently_completed(session, [COMMUNE], NOW) == (found,)
        assert recently_completed(session, [COMMUNE], NOW + HOUR) == ()
        (entry,) = trail(session, f"obligation:{district.obligation_id}")
    assert entry.official_id == "lan"
    assert entry.detail == {"old": "open", "new": "complete", "reason": ""}


def test_what_is_returned_is_open_again(district: District) -> None:
    id_ = district.obligation_id
    steps = [
        (ObligationState.COMPLETE, "lan", ""),
        (ObligationState.SUBMITTED, "lan", ""),
        (ObligationState.RETURNED, "hoa", "thiếu phụ lục"),
        (ObligationState.COMPLETE, "lan", ""),
        (ObligationState.LOCKED, "hoa", ""),
    ]
    completed = []
    with district.database.work() as session:
        for hours, (state, who, reason) in enumerate(steps):
            set_obligation_state(
                session, standing_report(session, id_), state, who, NOW + hours * HOUR, reason
            )
            found = obligation(session, id_)
            assert found is not None
            assert found.state is state
            completed.append(found.completed_at)
        entries = trail(session, f"obligation:{id_}")
    assert completed == [NOW, NOW, None, NOW + 3 * HOUR, NOW + 3 * HOUR]
    assert [entry.detail["reason"] for entry in entries] == ["", "", "thiếu phụ lục", "", ""]


def test_an_extension_is_for_one_unit_and_leaves_the_round_readable(district: District) -> None:
    later, working = DUE + timedelta(days=3), date(2024, 9, 18)
    with district.database.work() as session:
        before = obligation(session, district.obligation_id)
        assert before is not None
        extend_obligation(session, before, later, working, "hoa", NOW, "mất điện")
        found = obligation(session, before.id)
        (entry,) = trail(session, f"obligation:{before.id}")
    assert found == replace(before, extended_due_at=later, last_working_day=working)
    assert found.due == later
    assert found.due_at == DUE
    assert entry.detail == {"old": None, "new": later.isoformat(), "reason": "mất điện"}
