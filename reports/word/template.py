"""A report text as a Word file that officials edit: the same text with the same marks.

Each block of the text is a paragraph of Word; lines inside a block (`{% if … %}` above its words)
are broken by line, not by paragraph. Looks are only to be read by: what counts are the words.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from reports.seal import FIRST_WORD
from reports.style import Style
from reports.workbook.stable_zip import stable_zip

KIND = f"{FIRST_WORD}-mau"
GREY = "808080"
_BETWEEN = re.compile(r"\n[ \t]*\n\s*")
_CODE = re.compile(r"(\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\})", re.DOTALL)


def template_docx(text: str, name: str, style: Style) -> bytes:
    """The text as a Word file; it tells of which report text it is. The same text gives the same
    bytes."""
    import docx
    from docx.shared import Pt

    word = docx.Document()
    word.core_properties.keywords = f"{KIND};{name}"
    word.core_properties.title = name
    word.core_properties.author = ""
    word.core_properties.comments = ""
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = style.font, Pt(style.size["body"])
    for block in blocks_of(text):
        _add_block(word.add_paragraph(), block)
    content = BytesIO()
    word.save(content)
    return stable_zip(content.getvalue())


def blocks_of(text: str) -> list[str]:
    """The paragraphs of a report text, each with its lines."""
    return [block.strip("\n") for block in _BETWEEN.split(text.strip("\n")) if block.strip()]


def _add_block(paragraph: Any, block: str) -> None:
    """Titles bold, what is no word of the report grey."""
    from docx.shared import RGBColor

    title = block.lstrip().startswith("#")
    for number, line in enumerate(block.split("\n")):
        if number:
            paragraph.add_run().add_break()
        for part in filter(None, _CODE.split(line)):
            run = paragraph.add_run(part)
            run.bold = title
            if part.startswith("{") and not part.startswith("{{"):
                run.font.color.rgb = RGBColor.from_string(GREY)
