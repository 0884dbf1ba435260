"""Values go into the XML of a sheet, whatever wrote it; everything around them stays."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.incoming.unreadable import UnreadableFile
from reports.patching.splice import raw_sheet, spliced
from reports.workbook.cells import CellError, Written, number_words

NS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(rows: bytes) -> bytes:
    return b"<worksheet " + NS + b"><sheetData>" + rows + b"</sheetData><x a='>'/></worksheet>"


@pytest.mark.parametrize(
    ("rows", "place", "value", "there"),
    [
        (b'<row r="1"><c r="A1" s="3"/></row>', (1, 0), Decimal(14),
         b'<c r="A1" s="3"><v>14</v></c>'),
        (b'<row r="1"><c r="A1" s="3" t="s"><v>0</v></c></row>', (1, 0), Decimal("0.5"),
         b'<c r="A1" s="3"><v>0.5</v></c>'),
        (b'<row r="1"><c t="str" r="A1"><f>B1&amp;""</f><v>x</v></c></row>', (1, 0), Decimal(2),
         b'<c r="A1"><f>B1&amp;""</f><v>2</v></c>'),
        (b'<row r="1"><c r="A1"><f>B1</f></c></row>', (1, 0), "a<b",
         b'<c r="A1" t="str"><f>B1</f><v>a&lt;b</v></c>'),
        (b'<row r="1"><c r="A1"><f>B1</f><v>4</v></c></row>', (1, 0), CellError("#DIV/0!"),
         b'<c r="A1" t="e"><f>B1</f><v>#DIV/0!</v></c>'),
        (b'<row r="1"><c r="A1"><f>B1</f><v>4</v></c></row>', (1, 0), None,
         b'<c r="A1"><f>B1</f></c>'),
        (b'<row r="1"><c r="A1" s="1"><v>4</v></c></row>', (1, 0), None, b'<c r="A1" s="1"/>'),
        (b'<row r="1"><c r="A1"/><c r="C1"/></row>', (1, 1), Decimal(1),
         b'<c r="A1"/><c r="B1"><v>1</v></c><c r="C1"/>'),
        (b'<row r="1"><c r="A1"/></row>', (1, 1), True,
         b'<c r="A1"/><c r="B1" t="b"><v>1</v></c></row>'),
        (b'<row r="1" ht="20"/>', (1, 0), Decimal(1),
         b'<row r="1" ht="20"><c r="A1"><v>1</v></c></row>'),
        (b'<row r="2"/>', (1, 0), Decimal(1),
         b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/>'),
        (b"", (3, 0), "15/9/2024",
         b'<row r="3"><c r="A3" t="inlineStr"><is><t>15/9/2024</t></is></c></row></sheetData>'),
    ],
)  # fmt: skip
def test_a_value_stands_where_it_belongs(
    rows: bytes, place: tuple[int, int], value: Written, there: bytes
) -> None:
    content = sheet(rows)
    new = spliced(raw_sheet(content), {place: value})
    assert there in new
    assert new.startswith(content[: content.index(b"<sheetData")])
    assert new.endswith(b"</sheetData><x a='>'/></worksheet>")


def test_a_sheet_with_a_prefix_keeps_it() -> None:
    content = (
        b'<?xml version="1.0"?><x:worksheet xmlns:x="u"><x:sheetData><x:row r="1">'
        b'<x:c r="A1" s="2"/></x:row></x:sheetData></x:worksheet>'
    )
    new = spliced(raw_sheet(content), {(1, 0): Decimal(5), (1, 1): Decimal(6), (2, 0): "a"})
    assert b'<x:c r="A1" s="2"><x:v>5</x:v></x:c><x:c r="B1"><x:v>6</x:v></x:c></x:row>' in new
    assert b'<x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>' in new


def test_an_empty_sheet_gets_its_row() -> None:
    content = b"<worksheet " + NS + b"><sheetData/></worksheet>"
    new = spliced(raw_sheet(content), {(2, 1): Decimal(1)})
    assert b'<sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData></worksheet>' in new


def test_many_values_of_one_row_stand_in_their_order() -> None:
    rows = b'<row r="1"><c r="B1"/></row><row><c/><c><v>7</v></c></row>'
    values: dict[tuple[int, int], Written] = {(1, c): Decimal(c) for c in (3, 0, 2)}
    new = spliced(raw_sheet(sheet(rows)), {**values, (2, 1): Decimal(8)})
    places = [f"{letter}1".encode() for letter in "ABCD"]
    assert [new.index(b'r="' + place) for place in places] == sorted(
        new.index(b'r="' + place) for place in places
    )
    assert b"<row><c/><c><v>8</v></c></row>" in new


def test_nothing_to_write_changes_no_byte() -> None:
    content = sheet(b'<row r="1"><c r="A1"><v>1</v></c></row>')
    assert spliced(raw_sheet(content), {}) == content


def test_shared_formulas_are_read_from_each_place() -> None:
    rows = (
        b'<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1+$C$1</f><v>1</v></c></row>'
        b'<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
    )
    read = raw_sheet(sheet(rows))
    assert [cell.formula for row in read.rows for cell in row.cells] == ["B1+$C$1", "B2+$C$1"]
    assert b'<c r="A2"><f t="shared" si="0"/><v>9</v></c>' in spliced(read, {(2, 0): Decimal(9)})


@pytest.mark.parametrize(
    "content",
    [
        b"<worksheet><sheetData><row></sheetData></worksheet>",
        b"<worksheet/>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>',
        '<?xml version="1.0" encoding="utf-16"?><worksheet><sheetData/></worksheet>'.encode(
            "utf-16"
        ),
    ],
)
def test_a_sheet_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        raw_sheet(content)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("17465", "17465"),
        ("3.50", "3.5"),
        ("0.00", "0"),
        ("-2", "-2"),
        ("0.69745222929936305732", "0.697452229299363"),
        ("123456789012345678", "123456789012346000"),
        ("1E+3", "1000"),
    ],
)
def test_a_number_is_kept_as_a_spreadsheet_keeps_it(number: str, words: str) -> None:
    assert number_words(Decimal(number)) == words
