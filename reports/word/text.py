"""Runs and paragraphs of a docx: every run names its font for all scripts.

Properties are copied from XML that is parsed once for each look: setting them one by one on the
650 cells of an annex takes ten times as long.
"""

from __future__ import annotations

import unicodedata
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

ALIGN = {"left": "left", "center": "center", "right": "right", "justify": "both"}
SCRIPTS = ("ascii", "hAnsi", "cs", "eastAsia")
SINGLE = 240  # line spacing is told in 240ths of a line


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks: sizes and spaces in points, indent in millimetres."""

    size: float
    bold: bool = False
    italic: bool = False
    align: str = "left"
    first_line: float = 0
    before: float = 0
    after: float = 0
    line: float = 1
    keep_next: bool = False
    marked: bool = False  # on yellow: what its writers have to fill in


def write(paragraph: Any, text: str, look: Look, font: str) -> Any:
    """Fill an empty paragraph with one run; the paragraph again."""
    paragraph._p.insert(0, deepcopy(_paragraph_properties(look)))
    if text:
        add_run(paragraph, text, look, font)
    return paragraph


def add_run(paragraph: Any, text: str, look: Look, font: str) -> Any:
    """One more run at the end of the paragraph; text is stored composed (NFC)."""
    run = paragraph.add_run(unicodedata.normalize("NFC", text))
    run._r.insert(0, deepcopy(_run_properties(look, font)))
    return run


def name_run(run: Any, style: str) -> None:
    """Put a run into a style of letters, which changes nothing of its look and tells what it is."""
    named = OxmlElement("w:rStyle")
    named.set(qn("w:val"), style)
    run._r[0].insert(0, named)


def add_letter_style(word: Any, name: str) -> None:
    """A style of letters without a look, out of sight in the lists of an office program; once."""
    styles = word.styles.element
    if any(style.styleId == name for style in styles.style_lst):
        return
    styles.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="character" w:customStyle="1" w:styleId="{name}">'
            f'<w:name w:val="{name}"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        )
    )


def write_cell(cell: Any, text: str, look: Look, font: str) -> None:
    """Fill the one empty paragraph of a cell, its words in the middle of its height."""
    element = cell._tc
    paragraph = element[-1]
    element.get_or_add_tcPr().append(deepcopy(_middle()))
    paragraph.insert(0, deepcopy(_paragraph_properties(look)))
    if text:
        run = deepcopy(_run(look, font))
        run[-1].text = unicodedata.normalize("NFC", text)
        if text != text.strip():
            run[-1].set(qn("xml:space"), "preserve")
        paragraph.append(run)


@cache
def _middle() -> Any:
    return parse_xml(f'<w:vAlign {nsdecls("w")} w:val="center"/>')


@cache
def _run(look: Look, font: str) -> Any:
    """A run with its looks and a text to be filled in."""
    run = parse_xml(f"<w:r {nsdecls('w')}><w:t/></w:r>")
    run.insert(0, deepcopy(_run_properties(look, font)))
    return run


@cache
def _run_properties(look: Look, font: str) -> Any:
    """The font for Latin, complex and East Asian letters alike, else Word picks another."""
    fonts = " ".join(f'w:{script}="{font}"' for script in SCRIPTS)
    bold = "<w:b/>" if look.bold else ""
    italic = "<w:i/>" if look.italic else ""
    size = f'<w:sz w:val="{round(2 * look.size)}"/><w:szCs w:val="{round(2 * look.size)}"/>'
    mark = '<w:highlight w:val="yellow"/>' if look.marked else ""
    looks = f"<w:rFonts {fonts}/>{bold}{italic}{size}{mark}"
    return parse_xml(f"<w:rPr {nsdecls('w')}>{looks}</w:rPr>")


@cache
def _paragraph_properties(look: Look) -> Any:
    keep = "<w:keepNext/>" if look.keep_next else ""
    before, after = Pt(look.before).twips, Pt(look.after).twips
    line = f'w:line="{round(SINGLE * look.line)}" w:lineRule="auto"'
    spacing = f'<w:spacing w:before="{before}" w:after="{after}" {line}/>'
    indent = f'<w:ind w:firstLine="{Mm(look.first_line).twips}"/>' if look.first_line else ""
    return parse_xml(
        f'<w:pPr {nsdecls("w")}>{keep}{spacing}{indent}<w:jc w:val="{ALIGN[look.align]}"/></w:pPr>'
    )


def add_field(paragraph: Any, code: str, look: Look, font: str) -> None:
    """A field such as PAGE, which Word and LibreOffice compute."""
    for tag, value in (
        ("fldChar", "begin"),
        ("instrText", code),
        ("fldChar", "separate"),
        ("t", "1"),
        ("fldChar", "end"),
    ):
        element = OxmlElement(f"w:{tag}")
        if tag == "fldChar":
            element.set(qn("w:fldCharType"), value)
        else:
            element.text = value
        add_run(paragraph, "", look, font)._r.append(element)


def add_rule(paragraph: Any, length: float, room: float) -> None:
    """Make an empty paragraph a solid line of `length` points, centred in `room` points."""
    side = Pt(max(0, (room - length) / 2)).twips
    paragraph._p.insert(
        0,
        parse_xml(
            f"<w:pPr {nsdecls('w')}>"
            '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
            '<w:spacing w:before="20" w:after="0" w:line="60" w:lineRule="exact"/>'
            f'<w:ind w:left="{side}" w:right="{side}"/></w:pPr>'
        ),
    )


def shrink(paragraph: Any) -> None:
    """A paragraph without text that the format of the file needs, made as small as can be."""
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing = Pt(1)
