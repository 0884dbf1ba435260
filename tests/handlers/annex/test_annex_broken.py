"""Files as they come broken: whatever stands in them, one clear sentence, and nothing guessed."""

from __future__ import annotations

import random
import string
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading.readings import Treatment
from domain.report.forms import Kind
from handlers.annex.compare import read_cell
from handlers.annex.file import AnnexCell, AnnexFile, UnusableFile
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms
from tests.support.annex_files import book_of, own_csv, own_docx, own_xlsx, read_annex, saved

FORM = next(
    form
    for form in load_forms(CATALOGUE / "forms")[0]
    if (form.id, form.version) == ("par-quarter", "2024")
)
VALUES = {"I.1": 14, "I.2.1": 7, "I.2.2": 5, "III.3.1.1": 381}
FILES = {
    "xlsx": own_xlsx(VALUES).content,
    "docx": own_docx(VALUES).content,
    "csv": own_csv(VALUES).content,
}


def why(name: str, content: bytes) -> str:
    """The sentence for a file; "" where it could be read."""
    try:
        read_annex(name, content)
    except UnusableFile as unusable:
        return str(unusable)
    return ""


@pytest.mark.parametrize("ending", FILES)
def test_a_file_cut_anywhere_is_refused_in_words_or_read(ending: str) -> None:
    content = FILES[ending]
    for length in range(0, len(content), max(1, len(content) // 60)):
        said = why(f"a.{ending}", content[:length])
        assert "{" not in said


@pytest.mark.parametrize("ending", FILES)
def test_a_file_with_wrong_bytes_never_gives_a_figure_that_was_not_there(ending: str) -> None:
    chance, content = random.Random(7), FILES[ending]
    for _ in range(60):
        broken = bytearray(content)
        for _ in range(3):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        assert "{" not in why(f"a.{ending}", bytes(broken))


def test_a_part_of_the_archive_that_is_missing_or_spoilt() -> None:
    with ZipFile(BytesIO(FILES["xlsx"])) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    for spoilt in parts:
        for data in (None, b"", b"<a>", b"<?xml version='1.0'?><b/>"):
            content = BytesIO()
            with ZipFile(content, "w") as made:
                for name, kept in parts.items():
                    if name != spoilt or data is not None:
                        made.writestr(name, kept if name != spoilt else data or b"")
            assert "{" not in why("a.xlsx", content.getvalue())


def test_more_rows_than_an_annex_has_are_never_left_out_in_silence() -> None:
    book = book_of(VALUES)
    for _ in range(10_000):
        book.active.append(["4.1", "x", "x", 1])
    assert "quá lớn" in why("a.xlsx", saved(book))


def test_empty_rows_far_below_do_no_harm() -> None:
    book = book_of(VALUES)
    book.active.cell(row=15_000, column=1).number_format = "0%"
    assert why("a.xlsx", saved(book)) == ""


def test_two_sheets_with_an_annex_are_not_chosen_between() -> None:
    book = book_of(VALUES)
    book.copy_worksheet(book.active)
    assert "nhiều trang tính" in why("a.xlsx", saved(book))
    book.worksheets[1].sheet_state = "hidden"
    assert why("a.xlsx", saved(book)) == ""


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_entities_of_a_workbook_are_not_resolved(part: str) -> None:
    """They would fill the memory: 2 letters grow to as many as there are grains of sand."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(20)
    )
    content = BytesIO()
    with ZipFile(BytesIO(FILES["xlsx"])) as whole, ZipFile(content, "w") as made:
        for name in whole.namelist():
            data = whole.read(name)
            if name == part:
                swollen = data.replace(b"STT<", b"STT&u;<").replace(b"<v>381<", b"<v>381&u;<")
                assert swollen != data
                data = b"<?xml version='1.0'?>" + bomb + b"]>" + swollen
            made.writestr(name, data)
    try:
        annex = read_annex("a.xlsx", content.getvalue())
    except UnusableFile:
        return
    assert len(str(annex)) < 2000


def test_a_formula_without_its_value_is_told_from_a_blank() -> None:
    book = book_of({**VALUES, "I.2.2": "=D3+1", "I.2.1": None})
    annex = read_annex("a.xlsx", saved(book))
    told = {cell.code: (cell.raw, cell.formula) for cell in annex.cells}
    assert told["I.2.2"] == (None, True)
    assert told["I.2.1"] == (None, False)


def test_no_link_of_a_workbook_is_followed_and_no_macro_kept() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "='http://169.254.169.254/[x.xlsx]S'!A1"
    book.active["A2"].hyperlink = "http://169.254.169.254/"
    assert "Không thấy biểu" in why("a.xlsx", saved(book))  # no test may reach a network
    assert ".xlsx, .docx hoặc .csv" in why("a.xlsm", FILES["xlsx"])


ASKED = [line for line in FORM.indicators.values() if line.asked]
WRITTEN = st.one_of(
    st.text(string.digits + ".,-%() ", max_size=12),
    st.text(max_size=20),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.integers(),
)


@settings(max_examples=300, deadline=None)
@given(line=st.sampled_from(ASKED), raw=WRITTEN)
def test_whatever_stands_in_a_cell_a_figure_is_one_of_its_kind(line, raw) -> None:  # type: ignore[no-untyped-def]
    value = Decimal(raw) if isinstance(raw, int) else raw
    reading = read_cell(AnnexCell(line.code, value, "ô D1"), line)
    if reading is None or reading.value is None:
        return
    assert reading.action in (Treatment.ACCEPT, Treatment.CONFIRM)
    assert reading.value >= 0
    if line.kind is Kind.COUNT:
        assert reading.value == int(reading.value)
    if line.kind is Kind.ENUM:
        assert reading.value in {option.number for option in line.options}
    if isinstance(value, Decimal):
        assert reading.value == value  # a number is never turned into another


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["I.1", "I.2.1", "II.1", "V.3"]), st.integers(0, 10**6)))
def test_numbers_go_in_and_come_out_the_same(values: dict[str, int]) -> None:
    if not values:
        return
    for file in (own_xlsx(values), own_docx(values), own_csv(values)):
        annex: AnnexFile = read_annex(file.name, file.content)
        numbers = {cell.code: int(str(cell.raw)) for cell in annex.cells}
        assert numbers == values
