"""A change is written only upon the state that was seen, on every database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.report.figures import Figure, State
from storage.database.audit import trail
from storage.database.database import Session
from storage.database.overtaken import Overtaken, decided_anew
from storage.database.states import ObligationState
from storage.reports.figures import figures, write_figures
from storage.reports.rounds import extend_obligation, set_obligation_state
from tests.storage.small_district import NOW, District
from tests.support.standing import standing_report

COMPLETE, LOCKED = ObligationState.COMPLETE, ObligationState.LOCKED


def test_a_report_changes_only_from_the_state_in_which_it_was_seen(district: District) -> None:
    with district.database.work() as session:
        seen = standing_report(session, district.obligation_id)
        set_obligation_state(session, seen, COMPLETE, "lan", NOW)
        with pytest.raises(Overtaken):
            set_obligation_state(session, seen, LOCKED, "hoa", NOW)
        assert standing_report(session, seen.id).state is COMPLETE
        assert len(trail(session, f"obligation:{seen.id}")) == 1


def test_more_time_is_given_only_upon_the_due_day_that_was_seen(district: District) -> None:
    with district.database.work() as session:
        seen = standing_report(session, district.obligation_id)
        first, second = (seen.due + timedelta(days=days) for days in (3, 5))
        extend_obligation(session, seen, first, first.date(), "hoa", NOW)
        with pytest.raises(Overtaken):
            extend_obligation(session, seen, second, second.date(), "hoa", NOW)
        assert standing_report(session, seen.id).due == first


def test_a_figure_is_replaced_only_where_the_one_that_was_seen_still_stands(
    district: District,
) -> None:
    ten, twelve = (Figure("I.1", State.VALUE, Decimal(n)) for n in (10, 12))
    with district.database.work() as session:
        id_ = district.obligation_id
        write_figures(session, id_, [twelve], "lan", "test:1", NOW, {})
        with pytest.raises(Overtaken):
            write_figures(session, id_, [ten], "hoa", "test:2", NOW, {})
        assert write_figures(session, id_, [twelve], "hoa", "test:2", NOW, {}) == ()  # the same
        assert figures(session, id_) == {"I.1": twelve}


def test_whoever_is_overtaken_decides_anew_and_nothing_of_the_first_try_stays(
    district: District,
) -> None:
    tries = []
    with district.database.read() as session:
        stale = replace(standing_report(session, district.obligation_id), state=LOCKED)

    def decide(session: Session) -> str:
        seen = stale if not tries else standing_report(session, stale.id)
        tries.append(seen.state)
        figure = Figure("I.1", State.VALUE, Decimal(len(tries)))
        write_figures(session, stale.id, [figure], "lan", f"test:{len(tries)}", NOW)
        set_obligation_state(session, seen, COMPLETE, "lan", NOW)
        return "done"

    assert decided_anew(district.database, decide) == "done"
    with district.database.read() as session:
        standing = figures(session, stale.id)["I.1"].value
    assert tries == [LOCKED, ObligationState.OPEN]
    assert standing == 2
