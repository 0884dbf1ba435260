"""A superior's workbook that comes by chat: read only for administrators, with its files."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.cli.playing import stage
from bot.rehearsal.transcript import read_script
from storage.catalogue.catalogue import load_catalogue
from storage.catalogue.sources import every_text
from storage.database.audit import trail
from storage.database.database import Database
from storage.database.states import SourceKind
from tests.handlers.forms.superiors_books import BOOKS

HEAD = "# Sổ gửi qua chat\nsample: an-thi-2024\n\nat 2024-08-01 08:00\n"


def said(says: str, database: Database, folder: Path) -> tuple[str, Path]:
    for name, path in BOOKS.items():
        (folder / name).write_bytes(path.read_bytes())
    script = read_script(HEAD + says)
    performance = stage(script, folder, database, folder / "sent")
    lines = list(performance.lines(script))
    return "\n".join(lines).partition("  làm biểu\n")[2], folder / "sent"


@pytest.mark.parametrize("book", BOOKS)
def test_an_administrator_gets_the_files_of_the_form(
    book: str, file_database: Database, tmp_path: Path
) -> None:
    told, sent = said(f"tam\n  /tep {book}\n  làm biểu\n", file_database, tmp_path)
    assert f"Đã đọc {book}" in told
    stem = book.rpartition(".")[0]
    form = tomllib.loads((sent / f"{stem}.toml").read_text("utf-8"))
    workbook = tomllib.loads((sent / f"{stem}.so-tinh.toml").read_text("utf-8"))
    assert form["version"] == workbook["version"] == "2024"
    assert workbook["cells"].keys() <= {line["code"] for line in form["indicators"]}
    assert (sent / f"{stem}.txt.j2").read_text("utf-8").startswith("@ trich_yeu:")


@pytest.mark.parametrize("book", BOOKS)
def test_one_word_loads_the_form_its_text_and_its_workbook(
    book: str, file_database: Database, tmp_path: Path
) -> None:
    says = f"tam\n  /tep {book}\n  làm biểu\ntam\n  nạp\ntam\n  nạp\n"
    told, _ = said(says, file_database, tmp_path)
    assert "Nạp biểu này? Gửi: nạp" in told
    assert f"Đã nạp {book}: biểu {book.rpartition('.')[0]} bản 2024" in told
    assert told.count("Đã nạp") == 1
    catalogue = load_catalogue(file_database)
    assert catalogue.faults == ()
    form = next(form for form in catalogue.forms if form.id == book.rpartition(".")[0])
    assert (form.id, form.version) in catalogue.workbooks
    assert form.template in catalogue.templates
    with file_database.read() as session:
        (deed,) = trail(session, f"form:{form.id}")
    assert deed.official_id == "tam"


def test_nothing_is_loaded_without_the_word(file_database: Database, tmp_path: Path) -> None:
    book = next(iter(BOOKS))
    told, _ = said(f"tam\n  /tep {book}\n  làm biểu\ntam\n  thôi\n", file_database, tmp_path)
    assert f"tệp {book}" in told
    with file_database.read() as session:
        assert every_text(session, SourceKind.FORM) == ()


@pytest.mark.parametrize("who", ["quynh", "lan", "dung"])
def test_nobody_else_makes_a_form(who: str, file_database: Database, tmp_path: Path) -> None:
    says = f"{who}\n  /tep bieu-02-mot-cua.xlsx\n  làm biểu\n"
    told, sent = said(says, file_database, tmp_path)
    assert "chưa được phân quyền" in told
    assert not sent.exists() or not list(sent.glob("*.toml"))


def test_a_file_without_those_words_is_none_of_it(file_database: Database, tmp_path: Path) -> None:
    script = read_script(HEAD + "tam\n  /tep bieu-02-mot-cua.xlsx\n  xem giúp\n")
    (tmp_path / "bieu-02-mot-cua.xlsx").write_bytes(BOOKS["bieu-02-mot-cua.xlsx"].read_bytes())
    lines = stage(script, tmp_path, file_database, tmp_path / "sent").lines(script)
    assert "Đã đọc" not in "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("hong.xlsx", b"PK", "Bot chưa đọc được hong.xlsx. Không mở được tệp này"),
        ("thu.docx", b"PK", "thu.docx không phải sổ tính"),
    ],
)
def test_what_cannot_be_read_is_told(
    name: str, content: bytes, words: str, file_database: Database, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    told, _ = said(f"tam\n  /tep {name}\n  làm biểu\n", file_database, tmp_path)
    assert words in told
