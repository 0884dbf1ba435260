"""Years of reports behind a district, written straight into the file: by the bot's own functions
millions of figures would take an hour."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from domain.dates.moments import END_OF_DAY, at_local
from domain.report.forms import Form
from storage.catalogue.catalogue import Catalogue

REGIME, FORM, OLD_FORM = "par", "par-quarter", "par-quarter-of-old"
UNITS = "SELECT id FROM units WHERE kind = 'xa' AND training = 0 ORDER BY id"
STATED = """
INSERT INTO audit (at, official_id, action, subject, detail)
SELECT :sent, NULL, 'obligation.state', 'obligation:' || id, '{"old": "open", "new": "complete"}'
FROM obligations WHERE round_id = :round AND state = 'complete'"""
FIGURES = """
INSERT INTO figures (obligation_id, code, state, value, words)
SELECT o.id, c.code, 'value', CAST((o.id * 7 + c.place * 13) % c.below AS TEXT), NULL
FROM obligations o CROSS JOIN codes c
WHERE o.round_id = :round AND c.place <= (CASE o.state WHEN 'complete' THEN 1000 ELSE o.id % 60 END)
ORDER BY o.id, c.code"""
HISTORY = """
INSERT INTO figure_history (obligation_id, code, new_state, new_value, official_id, source, at)
SELECT f.obligation_id, f.code, f.state, f.value, :writer, 'console:old', :sent
FROM obligations o JOIN figures f ON f.obligation_id = o.id WHERE o.round_id = :round
ORDER BY f.obligation_id, f.code"""


def years_behind(file: Path, catalogue: Catalogue, now: date, quarters: int) -> int:
    """Every commune has given every figure of so many earlier quarters, each with its history; how
    many figures there are."""
    with _writing(file) as (connection, writer):
        form = catalogue.form(FORM, now)
        _take_codes(connection, form)
        for closes in _closing_days(now, quarters):
            _fill(connection, _opened(connection, form, closes), closes, writer)
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM figures").fetchone()[0])


def given_meanwhile(file: Path, catalogue: Catalogue, now: date) -> None:
    """Of the present quarter two communes in three have given everything, the others some."""
    with _writing(file) as (connection, writer):
        _take_codes(connection, catalogue.form(FORM, now))
        standing = "SELECT id, closes FROM rounds WHERE regime_id = ? ORDER BY closes DESC LIMIT 1"
        round_id, closes = connection.execute(standing, (REGIME,)).fetchone()
        connection.execute(
            "UPDATE obligations SET state = 'complete', completed_at = ?"
            " WHERE round_id = ? AND id % 3 <> 0",
            (_text(datetime.fromisoformat(closes).astimezone(UTC)), round_id),
        )
        _fill(connection, round_id, date.fromisoformat(closes), writer)


@contextmanager
def _writing(file: Path) -> Iterator[tuple[sqlite3.Connection, str]]:
    """One transaction without waiting for the disk, and who has given all the figures."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        (writer,) = connection.execute("SELECT id FROM officials LIMIT 1").fetchone()
        connection.execute("CREATE TEMP TABLE codes (place INTEGER, code TEXT, below INTEGER)")
        connection.execute("BEGIN")
        yield connection, writer
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


def _closing_days(now: date, quarters: int) -> list[date]:
    """The 14th of the last month of every earlier quarter, the oldest first."""
    place = now.year * 4 + (now.month - 1) // 3
    return [date(each // 4, 3 * (each % 4) + 3, 14) for each in range(place - quarters, place)]


def _take_codes(connection: sqlite3.Connection, form: Form) -> None:
    """What is asked, and below which number an answer stays."""
    below = {code: _options(form, code) for code in form.asked()}
    connection.execute("DELETE FROM codes")
    rows = [(place, code, most) for place, (code, most) in enumerate(below.items())]
    connection.executemany("INSERT INTO codes VALUES (?, ?, ?)", rows)


def _options(form: Form, code: str) -> int:
    return len(form.indicators[code].options) or 90


def _opened(connection: sqlite3.Connection, form: Form, closes: date) -> int:
    """The round of that quarter, owed by all and complete, a third of them two days late."""
    due = at_local(closes + timedelta(days=1), END_OF_DAY)
    form_id = form.id if closes >= form.valid_from else OLD_FORM
    row = (
        REGIME, form_id, form.version, f"{closes.year}-Q{closes.month // 3}",
        (closes - timedelta(days=91)).isoformat(), closes.isoformat(), closes.isoformat(),
        _text(due), _text(due), closes.isoformat(),
    )  # fmt: skip
    marks = ", ".join("?" * len(row))
    made = connection.execute(
        "INSERT INTO rounds (regime_id, form_id, form_version, period_code, starts, closes,"
        f" opens_on, legal_due, due_at, last_working_day) VALUES ({marks})",
        row,
    )
    connection.execute(
        "INSERT INTO obligations (round_id, unit_id, state, completed_at)"
        f" SELECT ?, id, 'complete', ? FROM ({UNITS})",
        (made.lastrowid, _text(due)),
    )
    return int(made.lastrowid or 0)


def _fill(connection: sqlite3.Connection, round_id: int, closes: date, writer: str) -> None:
    sent = at_local(closes, END_OF_DAY) + timedelta(days=closes.month % 4)
    told = {"round": round_id, "sent": _text(sent), "writer": writer}
    for statement in (FIGURES, HISTORY, STATED):
        connection.execute(statement, told)


def _text(moment: datetime) -> str:
    """A moment as the database holds it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
