"""Files that are made to do harm get a sentence, in a process that may die of them."""

from __future__ import annotations

import sys

import pytest

from domain.reading.cells import Cell, CellRow, CellSheet, Opened
from handlers.wording.say import say
from reports.incoming import apart
from reports.incoming.apart import open_apart
from reports.incoming.child import bound
from reports.incoming.open_file import MOST_BYTES
from reports.incoming.read_annex import HEAD_ROWS, annex_in
from reports.incoming.unreadable import Unreadable, UnreadableFile
from tests.support.annex_files import own_xlsx
from tests.support.hostile_files import HOSTILE


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_made_to_do_harm_is_refused_in_words(name: str) -> None:
    content = HOSTILE[name]()
    assert len(content) <= MOST_BYTES  # it would be read
    with pytest.raises(UnreadableFile) as refused:
        annex_in(open_apart(name, content))
    assert say(f"rule.file.{refused.value.reason}").endswith(".")


def test_what_is_read_apart_is_what_is_read_here() -> None:
    file = own_xlsx({"I.1": 14, "I.2": "71,43 %", "I.2.1": None})
    annex = annex_in(open_apart(file.name, file.content))
    assert [(row.code, row.value and str(row.value)) for row in annex.rows] == [
        ("1", "14"),
        ("2", "71,43 %"),
        ("2.1", None),
    ]


def stand_in(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", script))


@pytest.mark.parametrize(
    "script",
    [
        "import time; time.sleep(600)",
        "from reports.incoming.child import bound; bound()\nwhile True: pass",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    ],
    ids=["sleeps", "counts for ever", "is killed"],
)
def test_a_reading_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    stand_in(monkeypatch, script)
    seconds = 0.2 if "sleep" in script else 60.0
    assert open_apart("a.xlsx", b"PK", seconds=seconds).refused == Unreadable.TOO_MUCH


def test_a_reading_gets_no_more_memory_than_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "from reports.incoming.child import bound; bound(); bytes(10**9)")
    assert open_apart("a.xlsx", b"PK").refused == Unreadable.NOT_XLSX


def test_a_reading_that_tells_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "while True: print('[' * 100_000)")
    assert open_apart("a.xlsx", b"PK").refused == Unreadable.TOO_MUCH


def test_a_reading_that_takes_nothing_in_hurts_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "import sys; sys.exit(1)")
    assert open_apart("a.xlsx", b"PK" * 1_000_000).refused == Unreadable.NOT_XLSX


def annex_below(lines: int) -> Opened:
    words = [("lời dẫn",)] * lines + [("STT", "Số liệu"), ("I", ""), ("4.1", "14")]
    rows = tuple(
        CellRow(number, {column: Cell(word) for column, word in enumerate(told)})
        for number, told in enumerate(words, start=1)
    )
    return Opened("xlsx", (CellSheet("Biểu", rows),))


def test_the_head_of_an_annex_is_not_looked_for_without_end() -> None:
    assert [row.code for row in annex_in(annex_below(HEAD_ROWS - 1)).rows] == ["4.1"]
    with pytest.raises(UnreadableFile) as refused:
        annex_in(annex_below(HEAD_ROWS))
    assert refused.value.reason is Unreadable.NO_ANNEX


def test_no_setting_and_no_secret_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHACVIEC_TELEGRAM_TOKEN", "1234567:not-a-token")
    stand_in(
        monkeypatch,
        "import os, sys; sys.exit(any(name.startswith('NHACVIEC') for name in os.environ))",
    )
    with pytest.raises(ValueError, match="Expecting value"):  # it ended well and printed nothing
        open_apart("a.xlsx", b"PK")


def test_without_the_module_of_limits_the_clock_alone_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    bound()
