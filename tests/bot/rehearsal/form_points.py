"""The points of the legal form (Nghị định 30/2020/NĐ-CP, Phụ lục I), each as a question that a made
report is asked. The numbers are those of the project's checklist."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import load_workbook

from reports.style import Style
from tests.reports.paper import Paper, look, rule_length

CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
SCRIPTS = ("ascii", "hAnsi", "cs", "eastAsia")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
LETTERS = "abcdđeghik"


@dataclass(frozen=True)
class Face:
    """What stands at the head, at the end and behind one report, in its own words."""

    issuer: tuple[str, ...]
    number: str
    day: str
    subject: str
    addressees: tuple[str, ...]
    copies: tuple[str, ...]
    authority: tuple[str, ...]
    signer: str
    superior: str = ""
    ground: str = ""  # the letter that asks for it, as it is first cited
    annexes: tuple[str, ...] = ()
    name: str = ""  # in running text: "UBND xã Ngọc Kỳ"
    across: bool = False  # the figures lie across
    gone: tuple[str, ...] = ()  # levels of administration that are no more

    @property
    def reference(self) -> str:
        """What stands under the title of an annex."""
        number, day = self.number.removeprefix("Số: "), self.day.partition(", ")[2]
        return f"(Kèm theo Báo cáo số {number} {day} của {self.name})"


@dataclass(frozen=True)
class Made:
    """A made report, what it has to be, and the rules of its style."""

    paper: Paper
    face: Face
    style: Style
    workbook: Path | None = None


def f01_page(made: Made) -> None:
    for section in made.paper.word.sections:
        long, short = section.page_height.twips, section.page_width.twips
        across = section.orientation is WD_ORIENT.LANDSCAPE
        assert ((short, long) if not across else (long, short)) == (11906, 16838)
    assert made.paper.word.sections[0].orientation is WD_ORIENT.PORTRAIT


def f02_margins(made: Made) -> None:
    section = made.paper.word.sections[0]
    for side in (section.top_margin, section.bottom_margin):
        assert 1134 <= side.twips <= 1417
    assert 1701 <= section.left_margin.twips <= 1984
    assert 850 <= section.right_margin.twips <= 1134


def f03_font(made: Made) -> None:
    for run in made.paper.runs():
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        assert {fonts.get(qn(f"w:{script}")) for script in SCRIPTS} == {"Times New Roman"}
        colour = run.find(f"{qn('w:rPr')}/{qn('w:color')}")
        assert colour is None or colour.get(qn("w:val")) in ("auto", "000000")
    assert unicodedata.is_normalized("NFC", made.paper.words)


def f04_page_number(made: Made) -> None:
    first = made.paper.word.sections[0]
    (number,) = first.header.paragraphs
    assert "PAGE" in number._p.xml
    assert number.alignment is CENTRE
    assert 13 <= look(number)[0] <= 14
    assert first.different_first_page_header_footer
    assert not first.first_page_header.paragraphs[0].text


def f05_two_columns(made: Made) -> None:
    table = made.paper.blocks[0]
    assert [len(row.cells) for row in table.rows] == [2, 2]
    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    assert {border.get(qn("w:val")) for border in borders} == {"nil"}


def _printed(paragraph: Any, sizes: tuple[int, int], *, bold: bool, italic: bool = False) -> None:
    size, is_bold, is_italic = look(paragraph)
    assert sizes[0] <= size <= sizes[1]
    assert (is_bold, is_italic) == (bold, italic)
    assert paragraph.alignment is CENTRE


def f06_state(made: Made) -> None:
    line = made.paper.head[1].paragraphs[0]
    assert line.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    _printed(line, (12, 13), bold=True)


def f07_motto(made: Made) -> None:
    line = made.paper.head[1].paragraphs[1]
    assert line.text == "Độc lập - Tự do - Hạnh phúc"
    _printed(line, (13, 14), bold=True)


def f08_line_of_the_motto(made: Made) -> None:
    _, motto, rule = made.paper.head[1].paragraphs
    room = Mm(made.style.column["motto"]).pt
    length = rule_length(rule, room)
    assert length is not None
    assert abs(length - made.style.bold_width(motto.text, 13)) < 1


def f09_superior(made: Made) -> None:
    first = made.paper.head[0].paragraphs[0]
    assert first.text == made.face.superior
    _printed(first, (12, 13), bold=False)


def f10_issuer(made: Made) -> None:
    lines = [each for each in made.paper.head[0].paragraphs if each.text]
    own = lines[1:] if made.face.superior else lines
    assert tuple(each.text for each in own) == made.face.issuer
    for line in own:
        _printed(line, (12, 13), bold=True)


def f11_line_of_the_issuer(made: Made) -> None:
    *_, last, rule = made.paper.head[0].paragraphs
    length = rule_length(rule, Mm(made.style.column["issuer"]).pt)
    width = made.style.bold_width(last.text, 12)
    assert length is not None
    assert width / 3 <= length <= width / 2


def f12_number(made: Made) -> None:
    (line,) = made.paper.head[2].paragraphs
    assert re.fullmatch(made.face.number, line.text), line.text
    _printed(line, (13, 13), bold=False)


def f13_place_and_day(made: Made) -> None:
    (line,) = made.paper.head[3].paragraphs
    assert re.fullmatch(made.face.day, line.text), line.text
    _printed(line, (13, 14), bold=False, italic=True)


def f14_kind(made: Made) -> None:
    line = made.paper.title[0]
    assert line.text == "BÁO CÁO"
    _printed(line, (13, 14), bold=True)


def f15_subject(made: Made) -> None:
    _, subject, rule, *_ = made.paper.title
    assert subject.text == made.face.subject
    _printed(subject, (13, 14), bold=True)
    widths = [made.style.bold_width(line, 14) for line in subject.text.split("\n")]
    shown = min(max(widths), Mm(made.style.text_width).pt)
    length = rule_length(rule, Mm(made.style.text_width).pt)
    assert length is not None
    assert shown / 3 <= length <= shown / 2


def f16_text(made: Made) -> None:
    for paragraph in made.paper.text:
        shape, size = paragraph.paragraph_format, look(paragraph)[0]
        assert 13 <= size <= 14
        assert paragraph.alignment is JUSTIFY
        assert abs(shape.first_line_indent.mm - 12.7) < 0.1
        assert shape.space_after >= Pt(6)
        assert 1 <= shape.line_spacing <= 1.5


_PART, _HEADING, _POINT = (
    re.compile(r"([IVX]+)\. (.+)"),
    re.compile(r"(\d+)\. (.+)"),
    re.compile(r"([a-zđ])\) (.+)"),
)


def f17_numbering(made: Made) -> None:
    parts, headings, points = iter(ROMAN), iter(range(1, 99)), iter(LETTERS)
    for paragraph in made.paper.text:
        bold = look(paragraph)[1]
        if part := _PART.fullmatch(paragraph.text):
            assert part[1] == next(parts), paragraph.text
            assert part[2] == part[2].upper()
            assert bold
            headings, points = iter(range(1, 99)), iter(LETTERS)
        elif heading := _HEADING.fullmatch(paragraph.text):
            assert int(heading[1]) == next(headings), paragraph.text
            assert bold is not heading[2].endswith(".")  # a sentence is no title
            points = iter(LETTERS)
        elif point := _POINT.fullmatch(paragraph.text):
            assert point[1] == next(points), paragraph.text
            assert not bold
        else:
            assert not bold, paragraph.text


def f18_no_bases(made: Made) -> None:
    """A report has none of its own: what it is based on stands in its first sentence."""
    assert not [each.text for each in made.paper.text if look(each)[2]]
    assert not [each for each in made.paper.text if each.text.startswith("Căn cứ")]


def f19_first_citation(made: Made) -> None:
    words = " ".join(each.text for each in made.paper.text)
    assert made.paper.text[0].text.startswith(f"Thực hiện {made.face.ground}, ")
    assert re.fullmatch(
        r"\w[\w ]+ số \S+ ngày \d{1,2}/\d{1,2}/\d{4} của .+?( về | quy định về ).+",
        made.face.ground,
    )
    kind_and_number = " ".join(made.face.ground.partition(" ngày ")[0].split())
    assert words.index(kind_and_number) == words.index(made.face.ground)


def f20_end(made: Made) -> None:
    assert made.paper.text[-1].text.endswith("./.")
    assert not [each.text for each in made.paper.text[:-1] if each.text.endswith("./.")]


def f21_addressee(made: Made) -> None:
    line = made.paper.title[-1]
    assert line.text == f"Kính gửi: {made.face.addressees[0]}"
    _printed(line, (13, 14), bold=False)
    assert made.paper.ending.cell(0, 0).paragraphs[1].text == "- Như trên;"


def f22_copies(made: Made) -> None:
    title, *entries = made.paper.ending.cell(0, 0).paragraphs
    assert look(title) == (12, True, True)
    assert tuple(each.text for each in entries) == (
        "- Như trên;",
        *(f"- {each};" for each in made.face.copies[:-1]),
        f"- {made.face.copies[-1]}.",
    )
    assert made.face.copies[-1].startswith("Lưu: ")
    for entry in entries:
        assert look(entry) == (11, False, False)
        assert not entry.paragraph_format.first_line_indent


def f23_signature(made: Made) -> None:
    *authority, name = made.paper.ending.cell(0, 1).paragraphs
    assert tuple(each.text for each in authority) == made.face.authority
    assert name.text == made.face.signer
    for line in (*authority, name):
        _printed(line, (13, 14), bold=True)
    assert name.paragraph_format.space_before >= Pt(60)  # room to sign


def f24_kept_together(made: Made) -> None:
    table = made.paper.ending
    assert len(table.rows) == 1
    assert len(table.columns) == 2
    assert table.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
    last = made.paper.text[-1]
    assert table._tbl.getprevious() is last._p
    assert last.paragraph_format.keep_with_next


def f25_nothing_drawn(made: Made) -> None:
    assert not list(made.paper.word.element.body.iter(qn("w:drawing"), qn("w:pict")))


def f26_reference_to_the_annex(made: Made) -> None:
    words = " ".join(each.text for each in made.paper.text)
    for number in ROMAN[: len(made.face.annexes)] if len(made.face.annexes) > 1 else ("",):
        assert re.search(rf"[Pp]hụ lục {number}".strip() + r"\b", words)


def f27_head_of_the_annex(made: Made) -> None:
    heads = [lines for lines, _ in made.paper.annexes]
    assert heads
    several = len(made.face.annexes) > 1
    names = [f"Phụ lục {number}" if several else "Phụ lục" for number in ROMAN]
    assert len(heads) == len(made.face.annexes)
    for lines, title, name in zip(heads, made.face.annexes, names, strict=False):
        above, words, reference, *_ = lines
        assert above.text == name
        assert look(above) == (14, True, False)
        assert words.text == title
        assert title == title.upper()
        assert look(words)[1:] == (True, False)
        assert reference.text == made.face.reference
        assert look(reference)[1:] == (False, True)
        for line in lines[:3]:
            assert line.alignment is CENTRE
            assert 13 <= look(line)[0] <= 14


def f28_pages_of_the_annex(made: Made) -> None:
    _, *annexes = made.paper.word.sections
    assert annexes
    assert len(annexes) == len(made.face.annexes)
    for section in annexes:
        numbering = section._sectPr.find(qn("w:pgNumType"))
        assert numbering is not None
        assert numbering.get(qn("w:start")) == "1"
        assert section.start_type in (None, 2)  # a new page
        assert section.different_first_page_header_footer


def f29_turned(made: Made) -> None:
    text, figures = made.paper.word.sections[0], made.paper.word.sections[-1]
    assert (figures.orientation is WD_ORIENT.LANDSCAPE) is made.face.across
    if made.face.across:
        assert figures.top_margin == text.left_margin  # the page is turned with its margins
    room = figures.page_width - figures.left_margin - figures.right_margin
    table = made.paper.figures
    assert table is not None
    assert abs(sum(column.width for column in table.columns) - room) < room / 100


def f30_table(made: Made) -> None:
    assert made.paper.figures is not None
    heads = 2
    for index, row in enumerate(made.paper.figures.rows):
        assert row._tr.trPr.find(qn("w:cantSplit")) is not None
        assert (row._tr.trPr.find(qn("w:tblHeader")) is not None) == (index < heads)
        if index >= heads:
            number, label, *_ = (cell.paragraphs[0] for cell in row.cells)
            size, bold, _ = look(label)
            assert 11 <= size <= 13
            assert bold or number.text not in ROMAN
            assert number.text not in ROMAN or label.text == label.text.upper()
    first, second = (
        [cell.text.partition(" (")[0] for cell in row.cells]
        for row in made.paper.figures.rows[:heads]
    )
    assert first[:2] == ["STT", "Chỉ tiêu thống kê"]
    assert set(first[2:-1]) == {"Kết quả thống kê"}
    assert second[2] == "Đơn vị tính"
    assert all(each.startswith("Số liệu") for each in second[3:-1])
    assert second[-1] == "Ghi chú"
    _every_choice_is_explained(made)


def _every_choice_is_explained(made: Made) -> None:
    """No bare number of which the paper does not say what it counts or means."""
    for row in made.paper.figures.rows[2:]:
        _, label, unit, *values, _ = (cell.text for cell in row.cells)
        assert unit or label.startswith("Số ") or not any(values), label


def f31_numbers(made: Made) -> None:
    words = made.paper.words
    assert not re.search(r"\d\.\d{1,2}%|\d\.\d{4}", words)  # a comma before decimals
    assert not re.search(r"\d,\d{3,}", words)
    assert not re.search(r"(?<![\d,.])0\d+%", words)  # no zero before rates
    assert not re.search(r"(?<![\d.,])0\d{2,}(?!/)", words)
    long = re.findall(r"(?<![\d/.,])\d{4,}(?![\d/])", words)
    assert [each for each in long if not 2000 <= int(each) <= 2035] == []  # years; else grouped
    assert not re.search(r"(?<!\d)(?:0[1-9]|[12]\d|3[01]|\d)/0[3-9]/\d{4}", words)


def f32_symbol(made: Made) -> None:
    symbol = made.paper.head[2].text.rpartition("/")[2]
    assert re.fullmatch(r"BC-[A-ZĐ]+", symbol)
    for mark in re.findall(r"\d+/([A-ZĐa-z]+)-[A-ZĐ]+", made.paper.words):
        assert mark in ("BC", "KH", "QĐ", "NQ", "NĐ", "TB", "TTr", "UBND", "TT", "HĐND", "CT"), mark


def f33_no_secrecy(made: Made) -> None:
    assert not re.search(r"HỎA TỐC|THƯỢNG KHẨN|\bTUYỆT MẬT|\bTỐI MẬT", made.paper.words.upper())


def f34_workbook(made: Made) -> None:
    assert made.workbook is not None
    assert made.paper.figures is not None
    formulas = load_workbook(made.workbook).worksheets[0]
    values = load_workbook(made.workbook, data_only=True).worksheets[0]
    begins = next(i for i, row in enumerate(values.values, start=1) if row[0] == "STT")
    printed = [[cell.text for cell in row.cells] for row in made.paper.figures.rows]
    there = list(values.iter_rows(min_row=begins))
    assert len(there) >= len(printed)
    for words, cells in zip(printed[2:], there[2:], strict=False):
        assert (words[0], words[1]) == (cells[0].value, cells[1].value)
        for told, cell in zip(words[3:-1], cells[3:-1], strict=True):
            _same(told, cell.value)
            if told.endswith("%"):
                assert cell.number_format == '0.00"%"'
    for row in formulas.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                assert re.fullmatch(r"=IF\(.*ROUND.*", cell.value), cell.value


def _same(told: str, value: object) -> None:
    """A blank stays blank, a number is one."""
    if not told:
        assert value in (None, "")
        return
    assert not isinstance(value, str), value
    assert Decimal(str(value)) == Decimal(told.rstrip("%").replace(".", "").replace(",", "."))


def nothing_is_open(made: Made) -> None:
    """No place that somebody could have filled by chat, and no mark of a draft."""
    assert "[" not in made.paper.words
    header = made.paper.word.sections[0].first_page_header
    assert "DỰ THẢO" not in "".join(each.text for each in header.paragraphs)


def nothing_is_named_that_is_gone(made: Made) -> None:
    assert [level for level in made.face.gone if level in made.paper.words.lower()] == []


def spelled_one_way(made: Made) -> None:
    assert not re.search(r"Hoà\b|hoà\b|Uỷ|uỷ|thuỷ", made.paper.words)


POINTS: Mapping[str, Callable[[Made], None]] = {
    "F-01": f01_page,
    "F-02": f02_margins,
    "F-03": f03_font,
    "F-04": f04_page_number,
    "F-05": f05_two_columns,
    "F-06": f06_state,
    "F-07": f07_motto,
    "F-08": f08_line_of_the_motto,
    "F-09": f09_superior,
    "F-10": f10_issuer,
    "F-11": f11_line_of_the_issuer,
    "F-12": f12_number,
    "F-13": f13_place_and_day,
    "F-14": f14_kind,
    "F-15": f15_subject,
    "F-16": f16_text,
    "F-17": f17_numbering,
    "F-18": f18_no_bases,
    "F-19": f19_first_citation,
    "F-20": f20_end,
    "F-21": f21_addressee,
    "F-22": f22_copies,
    "F-23": f23_signature,
    "F-24": f24_kept_together,
    "F-25": f25_nothing_drawn,
    "F-26": f26_reference_to_the_annex,
    "F-27": f27_head_of_the_annex,
    "F-28": f28_pages_of_the_annex,
    "F-29": f29_turned,
    "F-30": f30_table,
    "F-31": f31_numbers,
    "F-32": f32_symbol,
    "F-33": f33_no_secrecy,
    "F-34": f34_workbook,
    "nothing open": nothing_is_open,
    "nothing gone": nothing_is_named_that_is_gone,
    "spelled one way": spelled_one_way,
}
