"""Files of the bot as somebody has changed them in Word or Excel."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document


def edited_docx(content: bytes, code: str, value: str) -> bytes:
    """The value of a line of the annex typed over."""
    section, _, printed = code.partition(".")
    word = Document(BytesIO(content))
    inside = ""
    for row in word.tables[-1].rows:
        first = row.cells[0].text.strip()
        if re.fullmatch("[IVX]+", first):
            inside = first
        elif inside == section and first.strip(".") == printed:
            (run, *others) = row.cells[3].paragraphs[0].runs
            run.text = value
            for other in others:
                other.text = ""
            return _saved(word)
    raise AssertionError(code)


def reworded_docx(content: bytes, old: str, new: str) -> bytes:
    """Words of the text replaced."""
    word = Document(BytesIO(content))
    for paragraph in word.paragraphs:
        if old in paragraph.text:
            first, *others = paragraph.runs
            first.text = paragraph.text.replace(old, new)
            for other in others:
                other.text = ""
            return _saved(word)
    raise AssertionError(old)


def replaced(content: bytes, part: str, old: str, new: str) -> bytes:
    """The same archive with something replaced in one of its parts."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name == part:
                assert old.encode() in data, old
                data = data.replace(old.encode(), new.encode())
            after.writestr(name, data)
    return out.getvalue()


def _saved(word) -> bytes:  # type: ignore[no-untyped-def]
    content = BytesIO()
    word.save(content)
    return content.getvalue()
