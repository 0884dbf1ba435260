"""The annex back out of documents: the product's own report, and what people make of it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document

from reports.incoming.open_file import open_file
from reports.incoming.read_annex import ReadAnnex, annex_in
from reports.incoming.unreadable import Unreadable, UnreadableFile
from tests.support.annex_files import HEAD, own_docx, saved

VALUES = {"I.1": 14, "I.2": "71,43 %", "IV.2.5": "15,5", "VII.1": None}


def read_annex_docx(content: bytes) -> ReadAnnex:
    return annex_in(open_file("a.docx", content))


def read(content: bytes) -> dict[str, object]:
    annex = read_annex_docx(content)
    return {f"{row.section}.{row.code}": row.value for row in annex.rows}


def test_every_line_is_read_as_it_is_written() -> None:
    content = own_docx(VALUES, ("UBND XÃ BẮC SƠN", "QUÝ III NĂM 2024")).content
    assert read(content) == {"I.1": "14", "I.2": "71,43 %", "IV.2.5": "15,5", "VII.1": None}
    annex = read_annex_docx(content)
    assert annex.heading == ("UBND XÃ BẮC SƠN", "QUÝ III NĂM 2024")
    assert [row.cell for row in annex.rows] == ["3", "4", "6", "8"]


def test_a_table_that_goes_on_in_another_is_read_on_and_others_are_not() -> None:
    document = Document(BytesIO(own_docx({"I.1": 14}).content))
    going_on = document.add_table(rows=1, cols=len(HEAD))
    for cell, words in zip(going_on.rows[0].cells, ("2.1", "kế hoạch", "số", "7", ""), strict=True):
        cell.text = words
    document.add_paragraph("Nơi nhận:")
    other = document.add_table(rows=1, cols=2)
    other.rows[0].cells[0].text = "3"
    assert read(saved(document)) == {"I.1": "14", "I.2.1": "7"}


def test_merged_cells_keep_the_columns_apart() -> None:
    document = Document(BytesIO(own_docx({"I.1": 14, "I.2.1": 7, "I.2.2": 5}).content))
    table = document.tables[0]
    table.cell(2, 1).merge(table.cell(2, 2))  # label and unit in one
    table.cell(3, 3).merge(table.cell(4, 3))  # two values in one
    assert read(saved(document)) == {"I.1": "14", "I.2.1": "7 5", "I.2.2": None}


def archive(**parts: bytes) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED, compresslevel=1) as zipped:
        for name, data in parts.items():
            zipped.writestr(name.replace("__", "/"), data)
    return content.getvalue()


def laughing() -> bytes:
    """A document whose XML grows without end when its entities are resolved."""
    source = own_docx(VALUES).content
    entities = b'<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(20)
    )
    content = BytesIO()
    with ZipFile(BytesIO(source)) as whole, ZipFile(content, "w") as made:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "word/document.xml":
                head, _, body = data.partition(b"?>")
                data = head + b"?><!DOCTYPE x [" + entities + b"]>" + body
                data = data.replace(b"71,43 %", b"&u;")
            made.writestr(name, data)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), Unreadable.ENCRYPTED),
        (b"", Unreadable.EMPTY),
        (b"{\\rtf1 }", Unreadable.NOT_DOCX),
        (own_docx(VALUES).content[:2000], Unreadable.NOT_DOCX),
        (archive(word__document=b"<w:document/>"), Unreadable.NOT_DOCX),
        (archive(word__media=bytes(61_000_000)), Unreadable.TOO_MUCH),
        (saved(Document()), Unreadable.NO_ANNEX),
    ],
    ids=["encrypted", "empty", "rtf", "cut", "other", "bomb", "letter"],
)
def test_what_is_no_annex_is_refused_with_its_reason(content: bytes, reason: Unreadable) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_annex_docx(content)
    assert refused.value.reason is reason


def test_entities_are_not_resolved() -> None:
    try:
        found = read(laughing())
    except UnreadableFile:
        return
    assert len(str(found)) < 1000
