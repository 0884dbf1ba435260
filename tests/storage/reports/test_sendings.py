"""When reports were sent, and how much of them is there, told for many units at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.report.figures import Figure, State
from storage.database.states import ObligationState
from storage.reports.figures import (
    LOADED,
    GivenCount,
    figures_in_rounds,
    given_by_owner,
    write_figures,
)
from storage.reports.rounds import extend_obligation, owed_in, rounds_owed, set_obligation_state
from storage.reports.sendings import Extended, sendings
from tests.storage.small_district import COMMUNE, NOW, District
from tests.support.standing import standing_report

DAY, LONG_AGO = date(2024, 9, 30), datetime(2023, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def write(district: District, source: str, *figures: Figure) -> None:
    with district.database.work() as session:
        write_figures(session, district.obligation_id, figures, "lan", source, NOW)


def count(code: str, number: int) -> Figure:
    return Figure(code, State.VALUE, Decimal(number))


def test_the_first_time_complete_counts_and_every_return(district: District) -> None:
    states = (
        ObligationState.COMPLETE,
        ObligationState.RETURNED,
        ObligationState.COMPLETE,
        ObligationState.RETURNED,
    )
    with district.database.work() as session:
        for hours, state in enumerate(states):
            seen = standing_report(session, district.obligation_id)
            set_obligation_state(session, seen, state, "lan", NOW + hours * HOUR)
    with district.database.read() as session:
        (found,) = sendings(session, [COMMUNE], DAY, LONG_AGO)
    assert (found.unit_id, found.period_code) == (COMMUNE, "2024-Q3")
    assert (found.sent_at, found.returned) == (NOW, 2)


def test_more_time_is_told_with_the_moment_at_which_it_was_given(district: District) -> None:
    with district.database.work() as session:
        seen = standing_report(session, district.obligation_id)
        until = seen.due + 48 * HOUR
        extend_obligation(session, seen, until, until.date(), "lan", NOW, "bão")
    with district.database.read() as session:
        (found,) = sendings(session, [COMMUNE], DAY, LONG_AGO)
    assert found.extended == (Extended(NOW, until),)
    assert found.due_at == seen.due
    assert found.sent_at is None


def test_what_came_as_a_file_of_earlier_reports_was_sent_nobody_knows_when(
    district: District,
) -> None:
    write(district, LOADED, count("I.1", 3))
    with district.database.read() as session:
        assert sendings(session, [COMMUNE], DAY, LONG_AGO) == ()
    write(district, "telegram:1:2", count("I.1", 4))
    with district.database.read() as session:
        assert len(sendings(session, [COMMUNE], DAY, LONG_AGO)) == 1


def test_rounds_that_are_not_open_yet_or_long_past_are_left_out(district: District) -> None:
    with district.database.read() as session:
        assert sendings(session, [COMMUNE], date(2024, 8, 1), LONG_AGO) == ()
        assert sendings(session, [COMMUNE], DAY, datetime(2025, 1, 1, tzinfo=UTC)) == ()
        assert sendings(session, [], DAY, LONG_AGO) == ()


def test_what_is_given_is_counted_by_owner_and_what_nobody_has_apart(district: District) -> None:
    write(
        district,
        "telegram:1:2",
        count("I.1", 3),
        Figure("I.2", State.NONE_ARISEN),
        Figure("II.1", State.MISSING),
        count("IX.9", 1),
    )
    owners = {"office": ["I.1", "I.2", "I.3"], "justice": ["II.1", "II.2"], "culture": ["V.1"]}
    report = district.obligation_id
    with district.database.read() as session:
        found = given_by_owner(session, [report], owners)
        assert given_by_owner(session, [], owners) == {}
        assert given_by_owner(session, [report], {}) == {report: {}}
    assert found == {report: {"office": GivenCount(2, 0), "justice": GivenCount(1, 1)}}


def test_who_owes_in_which_round_is_told_with_its_state(district: District) -> None:
    with district.database.read() as session:
        round_id = standing_report(session, district.obligation_id).round_id
        found = owed_in(session, [round_id, 999], [COMMUNE, "nowhere"])
        assert owed_in(session, [], [COMMUNE]) == ()
    assert found == ((round_id, COMMUNE, ObligationState.OPEN),)


def test_figures_of_rounds_are_told_by_round_and_unit_and_who_gave_none_is_there_too(
    district: District,
) -> None:
    with district.database.read() as session:
        round_id = standing_report(session, district.obligation_id).round_id
        empty = figures_in_rounds(session, [round_id], [COMMUNE, "nowhere"], ["I.1"])
    assert empty == {round_id: {COMMUNE: {}}}
    write(district, "telegram:1:2", count("I.1", 3), count("I.2", 4))
    with district.database.read() as session:
        found = figures_in_rounds(session, [round_id, 999], [COMMUNE], ["I.1"])
    assert found == {round_id: {COMMUNE: {"I.1": count("I.1", 3)}}, 999: {}}


def test_rounds_in_which_nobody_owes_anything_are_left_out(district: District) -> None:
    with district.database.read() as session:
        round_id = standing_report(session, district.obligation_id).round_id
        assert rounds_owed(session, [round_id, 999], [COMMUNE, "nowhere"]) == {round_id}
        assert rounds_owed(session, [round_id], ["nowhere"]) == frozenset()
