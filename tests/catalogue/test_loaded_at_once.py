"""What is loaded is used from the next message on, by every process on the same database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.loading import run_load
from bot.cli.playing import stage
from bot.rehearsal.transcript import read_script
from bot.wiring import open_store
from domain.words import words
from handlers.reminders.plan_rounds import is_quiet, plan_rounds
from handlers.wording.say import say, use_texts
from handlers.wording.show_moments import use_period_names
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.catalogue.sources import save_source
from storage.catalogue.words import use_words, vocabulary
from storage.database.database import Database
from storage.database.snapshots import SOURCES, version
from storage.database.states import SourceKind
from storage.reports.rounds import open_obligations
from tests.bot.cli.test_loading import FORM, PEOPLE, REGIME, TEMPLATE
from tests.handlers.forms.superiors_books import BOOKS

NOW = datetime(2024, 8, 1, 2, tzinfo=UTC)
IN_TIME = datetime(2024, 9, 10, 2, tzinfo=UTC)
BOOK = "bieu-02-mot-cua.xlsx"
HEAD = "# Nạp\nsample: an-thi-2024\n\nat 2024-08-01 08:00\n"
TALK = f"{HEAD}tam\n  /tep {BOOK}\n  làm biểu\ntam\n  nạp\n"


@dataclass(frozen=True)
class Process:
    """What one process holds: its own connections, and the catalogue as it was at its start."""

    database: Database
    catalogue: Catalogue

    def now(self) -> Catalogue:
        """The catalogue of its next unit of work."""
        with self.database.read() as session:
            return Work(session, self.catalogue, NOW).catalogue


Start = Callable[[], Process]


@pytest.fixture
def start(file_database: Database) -> Iterator[Start]:
    begun: list[Process] = []

    def begin() -> Process:
        begun.append(Process(*open_store(str(file_database.file))))
        return begun[-1]

    yield begin
    for each in begun:
        each.database.close()
    use_texts({})
    use_words({})
    use_period_names({})


def load_in_vain(process: Process) -> None:
    """Load a text, see it used, and fail before the end of the transaction."""
    with process.database.work() as session:
        save_source(session, SourceKind.TEMPLATE, "par-quarter", "", "Lời khác.", NOW)
        found = Work(session, process.catalogue, NOW).catalogue.template("par-quarter")
        assert found == "Lời khác."
        raise RuntimeError


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def test_a_form_that_was_loaded_in_a_chat_is_asked_by_every_running_process(
    start: Start, file_database: Database, tmp_path: Path
) -> None:
    here, there = start(), start()
    (tmp_path / BOOK).write_bytes(BOOKS[BOOK].read_bytes())
    script = read_script(TALK)
    told = "\n".join(stage(script, tmp_path, file_database, tmp_path / "sent").lines(script))
    assert "Đã nạp" in told
    assert "khởi động lại" not in told
    for process in (here, there):
        form = process.now().newest_form("bieu-02-mot-cua")
        assert (form.id, form.version) in process.now().workbooks
        assert process.now().template(form.template)


def test_what_came_to_nothing_is_used_by_nobody(start: Start) -> None:
    here, there = start(), start()
    before = here.now()
    with pytest.raises(RuntimeError):
        load_in_vain(here)
    for process in (here, there):
        assert process.now().template("par-quarter") == before.template("par-quarter")


def test_a_report_text_for_all_is_that_of_the_next_report(start: Start) -> None:
    here, there = start(), start()
    for text in ("Lời thứ nhất.", "Lời thứ hai."):
        with here.database.work() as session:
            save_source(session, SourceKind.TEMPLATE, "par-quarter", "", text, NOW)
        assert {each.now().template("par-quarter") for each in (here, there)} == {text}


def test_nothing_is_read_anew_for_the_text_of_one_unit(start: Start) -> None:
    here = start()
    held = here.now()
    with here.database.work() as session:
        before = version(session, SOURCES)
        save_source(session, SourceKind.TEMPLATE, "par-quarter@hung-yen", "", "Lời.", NOW)
        assert version(session, SOURCES) == before
    assert here.now() is held


def test_wordings_and_words_of_the_place_are_said_and_understood_without_a_restart(
    start: Start, file_database: Database, tmp_path: Path
) -> None:
    here = start()
    assert vocabulary("answer").find(words("ưng bụng")) is None
    files = [
        write(tmp_path, "cau-chu.toml", '[run]\nflood = "Xin chậm lại."\n'),
        write(tmp_path, "cach-noi.toml", '[answer]\nyes = ["ưng bụng"]\n'),
    ]
    run_load(files, str(file_database.file), None)
    use_texts({})  # another process has loaded them: this one knows nothing of it yet
    use_words({})
    here.now()
    assert say("run.flood") == "Xin chậm lại."
    assert vocabulary("answer").find(words("ưng bụng")) is not None


def test_two_loads_that_do_not_go_together_leave_what_stood_before(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    here = start()
    forms = here.now().forms
    with here.database.work() as session:
        save_source(session, SourceKind.REGIME, "cua-huyen", "", 'id = "cua-huyen"\n', NOW)
    assert here.now().forms == forms
    assert "what was loaded is not used" in caplog.text


def test_a_regime_that_was_loaded_beside_a_running_process_asks_its_units(
    start: Start, file_database: Database, tmp_path: Path
) -> None:
    run_load([write(tmp_path, "nguoi.toml", PEOPLE)], str(file_database.file), None)
    here = start()
    with here.database.work() as session:
        plan_rounds(Work(session, here.catalogue, IN_TIME))
        before = len(open_obligations(session))
    files = {"bieu.toml": FORM, "che-do.toml": REGIME, "cay-xanh.txt.j2": TEMPLATE}
    run_load([write(tmp_path, *file) for file in files.items()], str(file_database.file), None)
    with here.database.work() as session:
        work = Work(session, here.catalogue, IN_TIME)
        assert not is_quiet(work)
        assert plan_rounds(work) == 1
        assert len(open_obligations(session)) == before + 1
