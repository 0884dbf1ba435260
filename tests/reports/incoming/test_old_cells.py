"""Workbooks of another make: forms are made from them, figures are never read from them."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from domain.reading.cells import Opened
from reports.incoming.apart import open_apart
from reports.incoming.open_file import open_file
from reports.incoming.read_annex import annex_in
from reports.incoming.read_people import people_tables
from reports.incoming.unreadable import Unreadable, UnreadableFile

OLD = Path(__file__).parents[2] / "data" / "so-cap-tren" / "mau-01-tiep-dan.xls"
CELL = (
    '<table:table-cell office:value-type="float" office:value="7"{}>'
    "<text:p>7</text:p></table:table-cell>"
)
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def ods(rows: str) -> bytes:
    content = BytesIO()
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with ZipFile(content, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{MANIFEST}"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:body><office:spreadsheet>"
            f'<table:table table:name="Biểu">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return content.getvalue()


def row(repeated: str = "", cell: str = "") -> str:
    return f"<table:table-row{repeated}>{CELL.format(cell)}</table:table-row>"


def test_the_cells_of_an_xls_are_words_numbers_and_what_is_merged() -> None:
    (sheet,) = open_apart(OLD.name, OLD.read_bytes()).sheets
    assert sheet.title == "Mẫu 01"
    assert sheet.merged == ((1, 0, 1, 3),)
    head = next(row for row in sheet.rows if row.number == 3)
    assert [cell.value for cell in head.cells.values()] == ["STT", "Nội dung", "ĐVT", "Kết quả"]
    assert sheet.rows[2].cells[0].value == Decimal(1)


def test_an_ods_is_read_as_well() -> None:
    opened = open_apart("bieu.ods", ods(row() + row()))
    assert [r.cells[0].value for r in opened.sheets[0].rows] == [Decimal(7), Decimal(7)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xls", b"old"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\xff" * 5000),
        ("a.ods", b"PK\x03\x04" + bytes(500)),
        ("a.doc", b"old"),
        (
            "a.ods",
            ods(
                row(
                    ' table:number-rows-repeated="1048576"',
                    ' table:number-columns-repeated="16384"',
                )
            ),
        ),
    ],
    ids=["words", "broken", "no archive", "word", "a cell repeated by the milliard"],
)
def test_what_cannot_be_read_is_refused_and_hurts_nobody(name: str, content: bytes) -> None:
    opened = open_apart(name, content)
    assert opened.refused in (Unreadable.ENCRYPTED, Unreadable.TOO_MUCH)
    assert opened.sheets == ()


@pytest.mark.parametrize("read", [annex_in, people_tables])
def test_no_figure_and_no_person_is_read_from_them(read: object) -> None:
    """What is struck out or hidden cannot be seen there."""
    opened: Opened = open_file(OLD.name, OLD.read_bytes())
    assert not opened.refused
    with pytest.raises(UnreadableFile) as refused:
        read(opened)  # type: ignore[operator]
    assert refused.value.reason is Unreadable.ENCRYPTED
