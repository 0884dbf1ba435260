"""A day in a cell that shows no days is words: they go to those that the cells share, since the
preview of an iPhone shows none that stand in the cell itself."""

from __future__ import annotations

from base64 import b64encode
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from xlsxwriter import Workbook

from domain.report.forms import Kind
from reports.patching.fill import FilledCell, FilledWorkbook, filled_workbook
from reports.patching.more_words import takes_words, with_words
from reports.workbook.shared_strings import SharedStrings

DAY = Decimal(20240915)


def superiors_workbook() -> bytes:
    content = BytesIO()
    with Workbook(content) as book:
        sheet = book.add_worksheet("Biểu")
        sheet.write_row(0, 0, ["Ngày ký", "", "Hạn"])
        sheet.write_row(1, 0, ["Số hộ", 7, "Hạn"])
    return content.getvalue()


def filled(content: bytes, *cells: FilledCell) -> bytes:
    return filled_workbook(FilledWorkbook(b64encode(content).decode(), cells))


def part(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def test_days_in_words_are_shared_and_all_else_is_as_it_was() -> None:
    old = superiors_workbook()
    days = (FilledCell("Biểu", 1, 1, Kind.DATE, DAY), FilledCell("Biểu", 2, 3, Kind.DATE, DAY))
    new = filled(old, *days, FilledCell("Biểu", 2, 1, Kind.COUNT, Decimal(8)))
    assert b"inlineStr" not in part(new, "xl/worksheets/sheet1.xml")
    assert part(new, "xl/sharedStrings.xml").count(b"15/9/2024") == 1
    rows = openpyxl.load_workbook(BytesIO(new))["Biểu"].iter_rows(values_only=True)
    assert list(rows) == [("Ngày ký", "15/9/2024", "Hạn", None), ("Số hộ", 8, "Hạn", "15/9/2024")]
    assert part(new, "xl/styles.xml") == part(old, "xl/styles.xml")


def test_without_words_their_table_stays_to_the_byte() -> None:
    old = superiors_workbook()
    new = filled(old, FilledCell("Biểu", 2, 1, Kind.COUNT, Decimal(8)))
    assert part(new, "xl/sharedStrings.xml") == part(old, "xl/sharedStrings.xml")


@pytest.mark.parametrize(
    ("table", "there"),
    [
        (b'<sst xmlns="u" count="9" uniqueCount="1"><si><t>b</t></si></sst>\n',
         b'<sst xmlns="u"  ><si><t>b</t></si><si><t>a</t></si></sst>\n'),
        (b"<?xml?><x:sst xmlns:x='u' uniqueCount = '1'><x:si><x:t>b</x:t></x:si></x:sst>",
         b"<?xml?><x:sst xmlns:x='u' ><x:si><x:t>b</x:t></x:si><x:si><x:t>a</x:t></x:si></x:sst>"),
    ],
)  # fmt: skip
def test_a_word_comes_behind_those_of_the_table(table: bytes, there: bytes) -> None:
    strings = SharedStrings(1)
    assert strings.number("a") == 1
    assert takes_words(table)
    assert with_words(table, strings) == there


@pytest.mark.parametrize("table", [b"", b'<sst xmlns="u"/>', "<sst></sst>".encode("utf-16")])
def test_a_table_that_is_written_otherwise_takes_none(table: bytes) -> None:
    assert not takes_words(table)
