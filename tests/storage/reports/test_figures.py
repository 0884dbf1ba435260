"""Figures as they are, and the history that nobody can change."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.report.figures import Figure, State
from domain.report.written import text_figure
from storage.database.database import Database, Session
from storage.reports.figures import (
    Brought,
    Change,
    brought_by,
    figures,
    figures_of_many,
    figures_over_periods,
    history,
    last_answer,
    last_taken_back,
    previous_figures,
    take_back,
    write_figures,
)
from storage.reports.overrides import overrides, save_override
from storage.reports.rounds import open_obligation, open_round
from tests.storage.looking import reasons_kept
from tests.storage.small_district import COMMUNE, NOW, District, fill

MINUTE = timedelta(minutes=1)


def value(code: str, number: str) -> Figure:
    """A figure with a number."""
    return Figure(code, State.VALUE, Decimal(number))


def none_arisen(code: str) -> Figure:
    """Không phát sinh."""
    return Figure(code, State.NONE_ARISEN)


def missing(code: str) -> Figure:
    """Chưa có số liệu."""
    return Figure(code, State.MISSING)


ROW = [value("I.4.1", "14"), value("I.4.2", "14"), none_arisen("I.4.3"), missing("I.4.4")]


def give(session: Session, district: District, *given: Figure, minute: int = 0) -> None:
    """Lan answers."""
    source = f"console:{minute}"
    write_figures(session, district.obligation_id, given, "lan", source, NOW + minute * MINUTE)


def test_the_four_states_are_never_mixed_up(district: District) -> None:
    with district.database.work() as session:
        changes = write_figures(session, district.obligation_id, ROW, "lan", "console:1", NOW)
    assert changes == tuple(Change(figure.code, None, figure) for figure in ROW)
    with district.database.read() as session:
        found = figures(session, district.obligation_id)
        assert found == {figure.code: figure for figure in ROW}
        assert "I.4.5" not in found


def test_the_same_again_is_no_change(district: District) -> None:
    with district.database.work() as session:
        give(session, district, *ROW)
        again = [*ROW, value("I.4.1", "14.0")]
        args = (session, district.obligation_id, again, "tuan", "console:2", NOW + MINUTE)
        assert write_figures(*args) == ()
        assert len(history(session, district.obligation_id, "I.4.1")) == 1


def test_only_real_changes_are_recorded_in_the_order_given(district: District) -> None:
    with district.database.work() as session:
        give(session, district, *ROW)
        given = [value("I.4.4", "0"), value("I.4.1", "14"), value("I.4.2", "13")]
        args = (session, district.obligation_id, given, "lan", "console:2", NOW)
        assert write_figures(*args) == (
            Change("I.4.4", missing("I.4.4"), value("I.4.4", "0")),
            Change("I.4.2", value("I.4.2", "14"), value("I.4.2", "13")),
        )


def test_a_code_given_twice_counts_with_its_last_figure(district: District) -> None:
    with district.database.work() as session:
        give(session, district, value("I.4.1", "1"), value("I.4.1", "2"))
        assert figures(session, district.obligation_id) == {"I.4.1": value("I.4.1", "2")}


def test_history_tells_who_when_from_which_message_and_what(district: District) -> None:
    with district.database.work() as session:
        give(session, district, value("I.4.2", "13"))
        late = [none_arisen("I.4.2")]
        write_figures(session, district.obligation_id, late, "tuan", "zalo_bot:7", NOW + MINUTE)
        first, second = history(session, district.obligation_id, "I.4.2")
    assert (first.official_id, first.source, first.at) == ("lan", "console:0", NOW)
    assert (first.old, first.new) == (None, value("I.4.2", "13"))
    assert (second.official_id, second.source, second.at) == ("tuan", "zalo_bot:7", NOW + MINUTE)
    assert (second.old, second.new) == (value("I.4.2", "13"), none_arisen("I.4.2"))


@pytest.mark.parametrize("table", ["figure_history", "audit"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET at = NULL", "DELETE FROM {}"])
def test_history_refuses_to_be_changed(district: District, table: str, deed: str) -> None:
    with district.database.work() as session:
        give(session, district, *ROW)
    refused(district.database, deed.format(table))
    with district.database.read() as session:
        assert len(history(session, district.obligation_id, "I.4.1")) == 1
        assert session.execute(text("SELECT count(*) FROM audit")).scalar_one() > 0


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["figure_history", "audit"])
def test_history_refuses_to_be_emptied(postgres_database: Database, table: str) -> None:
    refused(postgres_database, f"TRUNCATE {table} CASCADE")


def refused(database: Database, deed: str) -> None:
    """The database itself says no."""
    with pytest.raises(DBAPIError, match="append-only"), database.work() as session:
        session.execute(text(deed))


def test_a_change_ends_the_reason_that_was_given_for_the_old_figure(district: District) -> None:
    id_ = district.obligation_id
    with district.database.work() as session:
        give(session, district, *ROW)
        save_override(session, id_, "R1", ["I.4.1", "I.4.2"], "đúng", "lan", NOW)
        save_override(session, id_, "R2", ["I.4.3"], "đúng", "lan", NOW)
        give(session, district, *ROW, minute=1)
        assert [o.rule for o in overrides(session, id_)] == ["R1", "R2"]
        give(session, district, value("I.4.2", "13"), minute=2)
        assert [o.rule for o in overrides(session, id_)] == ["R2"]
        ended = {rule: ended_at for rule, _, ended_at in reasons_kept(session, id_)}
    assert ended == {"R1": NOW + 2 * MINUTE, "R2": None}


# Taking back


def test_the_last_answer_is_taken_back_as_a_change_of_its_own(district: District) -> None:
    id_ = district.obligation_id
    with district.database.work() as session:
        give(session, district, value("I.4.1", "1"), minute=0)
        give(session, district, value("I.4.1", "2"), value("I.4.2", "9"), minute=1)
        entries = last_answer(session, id_, "lan", NOW)
        assert [entry.code for entry in entries] == ["I.4.1", "I.4.2"]
        changes = take_back(session, id_, entries, "lan", "console:9", NOW + 2 * MINUTE)
        assert changes == (
            Change("I.4.1", value("I.4.1", "2"), value("I.4.1", "1")),
            Change("I.4.2", value("I.4.2", "9"), None),
        )
        assert figures(session, id_) == {"I.4.1": value("I.4.1", "1")}
        assert history(session, id_, "I.4.2")[-1].new is None


def test_what_was_taken_back_last_is_known_with_what_stood_there(district: District) -> None:
    id_ = district.obligation_id
    with district.database.work() as session:
        give(session, district, value("I.4.1", "1"), minute=0)
        give(session, district, value("I.4.1", "2"), minute=1)
        assert last_taken_back(session, id_, "lan", NOW) == ()
        for at in (2, 3):
            entries = last_answer(session, id_, "lan", NOW)
            take_back(session, id_, entries, "lan", f"console:{at}", NOW + at * MINUTE)
        (entry,) = last_taken_back(session, id_, "lan", NOW)
        assert (entry.old, entry.new) == (value("I.4.1", "1"), None)
        assert last_taken_back(session, id_, "lan", NOW + 4 * MINUTE) == ()
        assert last_taken_back(session, id_, "hoa", NOW) == ()


def test_taking_back_twice_goes_one_message_further_back(district: District) -> None:
    id_ = district.obligation_id
    with district.database.work() as session:
        for minute, number in enumerate("123"):
            give(session, district, value("I.4.1", number), minute=minute)
        for expected in ({"I.4.1": value("I.4.1", "2")}, {"I.4.1": value("I.4.1", "1")}, {}):
            entries = last_answer(session, id_, "lan", NOW)
            take_back(session, id_, entries, "lan", "console:9", NOW + 9 * MINUTE)
            assert figures(session, id_) == expected
        assert last_answer(session, id_, "lan", NOW) == ()


def test_an_answer_is_the_officials_own_and_not_too_old(district: District) -> None:
    id_ = district.obligation_id
    with district.database.work() as session:
        give(session, district, value("I.4.1", "1"))
        assert last_answer(session, id_, "tuan", NOW) == ()
        assert last_answer(session, id_, "lan", NOW + MINUTE) == ()


def test_an_edited_message_is_taken_back_to_its_first_wording(district: District) -> None:
    id_ = district.obligation_id
    with district.database.work() as session:
        for minute, number in enumerate(["13", "14"]):  # one message, sent and then edited
            figure = value("I.4.2", number)
            write_figures(session, id_, [figure], "lan", "telegram:5", NOW + minute * MINUTE)
        take_back(session, id_, last_answer(session, id_, "lan", NOW), "lan", "telegram:6", NOW)
        assert figures(session, id_) == {"I.4.2": value("I.4.2", "13")}


def test_an_edit_of_the_same_moment_is_taken_back_alone(district: District) -> None:
    id_ = district.obligation_id
    with district.database.work() as session:
        for numbers in ({"I.4.1": "14", "I.4.2": "13"}, {"I.4.2": "14"}):
            given = [value(code, number) for code, number in numbers.items()]
            write_figures(session, id_, given, "lan", "telegram:5", NOW)
        take_back(session, id_, last_answer(session, id_, "lan", NOW), "lan", "telegram:6", NOW)
        assert figures(session, id_) == {
            c: value(c, n) for c, n in (("I.4.1", "14"), ("I.4.2", "13"))
        }


def test_what_somebody_else_has_corrected_since_is_left_alone(district: District) -> None:
    id_ = district.obligation_id
    with district.database.work() as session:
        give(session, district, value("I.4.1", "1"), value("I.4.2", "2"))
        write_figures(session, id_, [value("I.4.2", "3")], "tuan", "console:8", NOW + MINUTE)
        entries = last_answer(session, id_, "lan", NOW)
        changes = take_back(session, id_, entries, "lan", "console:9", NOW + 2 * MINUTE)
        assert [change.code for change in changes] == ["I.4.1"]
        assert figures(session, id_) == {"I.4.2": value("I.4.2", "3")}


def test_a_message_names_the_report_and_the_figures_it_brought(district: District) -> None:
    given = (value("I.4.2", "1"), value("I.4.1", "2"))
    with district.database.work() as session:
        give(session, district, *given)
        assert brought_by(session, "console:0") == Brought(
            district.obligation_id, {figure.code: figure for figure in given}
        )
        assert brought_by(session, "console:1") is None


# Other periods, other units


def open_period(session: Session, code: str, closes: date) -> int:
    """An obligation of the commune for another period."""
    round_id = open_round(
        session,
        regime_id="par",
        form_id="par-quarter",
        form_version="1",
        period_code=code,
        starts=closes - timedelta(days=91),
        closes=closes,
        due_at=NOW,
        last_working_day=closes,
    )
    return open_obligation(session, round_id, COMMUNE)


def test_figures_of_other_periods(district: District) -> None:
    with district.database.work() as session:
        later = open_period(session, "2024-Y", date(2024, 12, 14))
        earlier = open_period(session, "2024-H1", date(2024, 6, 14))
        for id_, number in ((later, "3"), (earlier, "1"), (district.obligation_id, "2")):
            given = [value("I.4.1", number), value("I.4.2", "7")]
            write_figures(session, id_, given, "lan", f"console:{id_}", NOW)
        assert previous_figures(session, COMMUNE, "par-quarter", "2024-H1") == {
            "I.4.1": value("I.4.1", "1"),
            "I.4.2": value("I.4.2", "7"),
        }
        assert previous_figures(session, COMMUNE, "par-quarter", "2024-Q1") == {}
        assert previous_figures(session, COMMUNE, "other", "2024-H1") == {}
        over = figures_over_periods(session, COMMUNE, "par-quarter", ["I.4.1"])
        assert [(p.period_code, p.figures["I.4.1"].value) for p in over] == [
            ("2024-H1", 1),
            ("2024-Q3", 2),
            ("2024-Y", 3),
        ]
        assert all(set(p.figures) == {"I.4.1"} for p in over)


def test_several_reports_at_once(district: District) -> None:
    with district.database.work() as session:
        other = open_period(session, "2024-H1", date(2024, 6, 14))
        give(session, district, *ROW)
        ids = [district.obligation_id, other]
        many = figures_of_many(session, ids)
        assert many == {district.obligation_id: {f.code: f for f in ROW}, other: {}}
        one = figures_of_many(session, ids, ["I.4.3"])
        assert one == {district.obligation_id: {"I.4.3": none_arisen("I.4.3")}, other: {}}


# At the same time


@pytest.mark.parametrize("kind", ["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_two_people_at_once_leave_an_unbroken_history(
    kind: str, request: pytest.FixtureRequest
) -> None:
    database: Database = request.getfixturevalue(f"{kind}_database")
    with database.work() as session:
        id_ = fill(session)
    start = threading.Barrier(4)

    def answer(person: int) -> None:
        start.wait()
        for n in range(10):
            with database.work() as session:
                given = [value("I.4.1", str(person * 100 + n))]
                write_figures(session, id_, given, "lan", f"console:{person}-{n}", NOW)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(answer, range(4)))
    with database.read() as session:
        entries = history(session, id_, "I.4.1")
        now = figures(session, id_)["I.4.1"]
    assert len(entries) == 40
    assert [entry.old for entry in entries[1:]] == [entry.new for entry in entries[:-1]]
    assert (entries[0].old, entries[-1].new) == (None, now)


def test_words_are_kept_and_an_undo_leaves_those_that_were_added_since(
    district: District,
) -> None:
    first = text_figure("I.T", "Mạng chậm.")
    both = text_figure("I.T", "Mạng chậm.\nPhần mềm hay đổi.")
    with district.database.work() as session:
        write_figures(session, district.obligation_id, [first], "lan", "console:lan:1", NOW)
        write_figures(session, district.obligation_id, [both], "lan", "console:lan:2", NOW + MINUTE)
    with district.database.work() as session:
        entries = history(session, district.obligation_id, "I.T")
        assert [(entry.official_id, entry.new) for entry in entries] == [
            ("lan", first),
            ("lan", both),
        ]
        take_back(
            session, district.obligation_id, entries[:1], "lan", "console:lan:3", NOW + MINUTE
        )
    with district.database.read() as session:
        assert figures(session, district.obligation_id)["I.T"].words == "Phần mềm hay đổi."
