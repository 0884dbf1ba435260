"""`nhacviec template`: the words of a report as a Word file: taken, checked, looked at, loaded."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from bot.cli.app import app
from bot.drawn import drawn
from bot.wiring import open_store
from domain.dates.moments import parse_at
from handlers.documents.templates import scoped
from storage.catalogue.sources import save_source, standing_text
from storage.database.database import Database
from storage.database.states import SourceKind
from tests.support.annex_files import reworded_docx
from tests.support.task_desk import BAC_SON, DISTRICT, HA_LE, Desk

RUNNER = CliRunner()


def run(*words: str) -> str:
    result = RUNNER.invoke(app, ["template", *words])
    assert result.exit_code == 0, result.output
    return result.output


def refused(*words: str) -> str:
    result = RUNNER.invoke(app, ["template", *words])
    assert result.exit_code != 0
    return str(result.exception)


def change(file: Path, old: str, new: str) -> None:
    file.write_bytes(reworded_docx(file.read_bytes(), old, new))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "loi.docx"
    assert "Đã ghi loi.docx" in run("new", "par-quarter", "--out", str(found))
    return found


def test_a_text_is_taken_checked_and_looked_at(file: Path, tmp_path: Path) -> None:
    assert "loi.docx: dùng được, mẫu par-quarter." in run("check", str(file))
    seen = tmp_path / "xem.docx"
    assert "số giả" in run("preview", str(file), "--out", str(seen))
    words = "\n".join(p.text for p in Document(str(seen)).paragraphs)
    assert "đã ban hành 07 văn bản" in words


def test_a_file_that_stands_there_is_never_written_over(file: Path) -> None:
    before = file.read_bytes()
    assert "không ghi đè" in refused("new", "par-quarter", "--out", str(file))
    assert file.read_bytes() == before


def test_a_faulty_text_is_refused_with_its_paragraph_and_nothing_is_loaded(
    file: Path, store: str
) -> None:
    change(file, 'dem("I.1")', 'dem("I.88")')
    for words in (("check", str(file)), ("load", str(file), "--db", store)):
        told = refused(*words)
        assert "loi.docx, đoạn " in told
        assert "I.88" in told
    assert "văn bản chỉ đạo, điều hành" not in own_text(store)


def test_a_sound_text_is_that_of_the_unit_from_then_on(file: Path, store: str) -> None:
    change(file, "nhiệm vụ trọng tâm, thường xuyên", "việc hằng ngày")
    told = run("load", str(file), "--unit", "xa-bac-son", "--db", store)
    assert "Đã nạp loi.docx cho xã Bắc Sơn" in told
    assert "việc hằng ngày" in own_text(store)
    again = run("load", str(file), "--unit", "xa-bac-son", "--db", store)
    assert "giống mẫu đang dùng" in again


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A database with the sample of a commune."""
    db = str(tmp_path / "a.db")
    for words in (("migrate", "--db", db), ("load", "bac-son", "--db", db)):
        result = RUNNER.invoke(app, words)
        assert result.exit_code == 0, result.output
    return db


def own_text(db: str) -> str:
    """What stands as the text of the commune; nothing where it has none."""
    with open_store(db)[0].read() as session:
        return standing_text(session, SourceKind.TEMPLATE, [scoped("par-quarter", BAC_SON)])


def test_every_making_is_listed_and_an_earlier_one_can_be_had_again(
    file: Path, store: str, tmp_path: Path
) -> None:
    assert "Chưa nạp mẫu lời báo cáo nào" in run("list", "--db", store)
    for words in ("việc hằng ngày", "việc mỗi ngày"):
        again = tmp_path / f"{words}.docx"
        again.write_bytes(
            reworded_docx(file.read_bytes(), "nhiệm vụ trọng tâm, thường xuyên", words)
        )
        at = f"2024-09-{5 + len(words)}T08:00"
        run("load", str(again), "--unit", "xa-bac-son", "--db", store, "--at", at)
    told = run("list", "--db", store)
    assert told == (
        "par-quarter, xã Bắc Sơn và các đơn vị bên dưới: lần 1 lúc 08:00 ngày 19/9/2024; "
        "lần 2 lúc 08:00 ngày 18/9/2024 (đang dùng)\n"
    )
    for number, words in (("1", "việc hằng ngày"), ("2", "việc mỗi ngày")):
        out = tmp_path / f"{number}.docx"
        named = ("--unit", "xa-bac-son", "--lan", number, "--out", str(out), "--db", store)
        run("new", "par-quarter", *named)
        assert words in "\n".join(p.text for p in Document(str(out)).paragraphs)
    gone = ("--unit", "xa-bac-son", "--lan", "3", "--out", str(tmp_path / "x.docx"), "--db", store)
    assert "đã nạp 2 lần" in refused("new", "par-quarter", *gone)


# Whose text a report has


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-05 08:00")
    return desk


def load(desk: Desk, scope: str, words: str) -> None:
    text = desk.catalogue.template("par-quarter").replace(
        "# I. CÔNG TÁC", f"{words}\n\n# I. CÔNG TÁC"
    )
    with desk.database.work() as session:
        name = scoped("par-quarter", scope)
        save_source(session, SourceKind.TEMPLATE, name, "", text, desk.now)


def words_of(desk: Desk, who: str) -> str:
    report = drawn(desk.answer(who, "/bao-cao").files[0])
    return "\n".join(p.text for p in Document(BytesIO(report.content)).paragraphs)


def test_the_text_of_a_unit_goes_before_that_of_its_superior_and_counts_at_once(desk: Desk) -> None:
    load(desk, DISTRICT, "Lời của huyện.")
    assert "Lời của huyện." in words_of(desk, "lan")
    load(desk, BAC_SON, "Lời của xã.")
    assert "Lời của xã." in words_of(desk, "lan")
    assert "Lời của huyện." in words_of(desk, "mai")
    assert "Lời của xã." not in words_of(desk, "mai")


def test_a_text_of_a_regime_is_that_of_all_who_have_none(desk: Desk) -> None:
    load(desk, "par", "Lời của chế độ.")
    assert "Lời của chế độ." in words_of(desk, "mai")
    load(desk, HA_LE, "Lời của xã.")
    assert "Lời của chế độ." not in words_of(desk, "mai")


def test_every_version_of_a_text_is_kept_and_the_last_one_stands(desk: Desk) -> None:
    load(desk, BAC_SON, "Lần một.")
    load(desk, BAC_SON, "Lần hai.")
    with desk.database.read() as session:
        text = standing_text(session, SourceKind.TEMPLATE, [scoped("par-quarter", BAC_SON)])
    assert "Lần hai." in text
    assert "Lần hai." in words_of(desk, "lan")
