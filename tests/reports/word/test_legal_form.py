"""Nghị định 30/2020/NĐ-CP, Phụ lục I, held against the generated document, point by point.

The points carry the numbers of the project's checklist; F-34 (the annex as xlsx) is tested in
test_xlsx.py.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.document import Level, Piece
from reports.letterhead import annex_reference, number_line, place_date_line
from reports.word.docx import report_docx
from tests.reports.paper import look, rule_length

CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
SCRIPTS = ("ascii", "hAnsi", "cs", "eastAsia")
VIETNAMESE_ORDER = "abcdđeghik"


@pytest.fixture(scope="module")
def word(docx_bytes):
    return docx.Document(BytesIO(docx_bytes))


@pytest.fixture(scope="module")
def header(word):
    """The four cells at the head: issuer, state, number, day."""
    rows = word.tables[0].rows
    return [cell for row in rows for cell in row.cells]


@pytest.fixture(scope="module")
def body(word):
    """Paragraphs from the subject to the end of the text."""
    return [paragraph for paragraph in word.paragraphs if paragraph.text]


def made(document, style):
    return docx.Document(BytesIO(report_docx(document, style)))


def every_paragraph(word):
    yield from (word.element.body.iter(qn("w:p")))


def every_run(word):
    for part in (word.element.body, word.sections[0].header._element):
        yield from part.iter(qn("w:r"))


def find(paragraphs, start):
    return next(p for p in paragraphs if p.text.startswith(start))


def test_f01_the_page_is_a4_upright(word):
    for section in word.sections:
        assert (section.page_width.twips, section.page_height.twips) == (11906, 16838)
        assert section.orientation is WD_ORIENT.PORTRAIT


def test_f02_margins(word):
    for section in word.sections:
        for side in (section.top_margin, section.bottom_margin):
            assert 1134 <= side.twips <= 1417
        assert 1701 <= section.left_margin.twips <= 1984
        assert 850 <= section.right_margin.twips <= 1134


def test_f03_every_run_is_times_new_roman_black_and_composed(word):
    runs = list(every_run(word))
    assert len(runs) > 600
    for run in runs:
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        assert {fonts.get(qn(f"w:{script}")) for script in SCRIPTS} == {"Times New Roman"}
        assert run.find(f"{qn('w:rPr')}/{qn('w:color')}") is None  # automatic: black
        words = "".join(t.text or "" for t in run.iter(qn("w:t")))
        assert unicodedata.is_normalized("NFC", words)


def test_f03_decomposed_words_are_composed(document, style):
    loose = replace(document, subject=unicodedata.normalize("NFD", document.subject))
    assert document.subject in [p.text for p in made(loose, style).paragraphs]


def test_f04_the_page_number_is_in_the_top_margin_but_not_on_the_first_page(word):
    section = word.sections[0]
    (number,) = section.header.paragraphs
    assert [t.text for t in number._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert number.alignment is CENTRE
    size, bold, italic = look(number)
    assert 13 <= size <= 14
    assert not bold
    assert not italic
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""
    assert section.header_distance < section.top_margin
    assert section._sectPr.find(qn("w:pgNumType")) is None  # Arabic, from 1


def test_f05_the_header_is_a_table_without_lines(word, header):
    issuer, state, number, day = (cell.text for cell in header)
    assert issuer.startswith("ỦY BAN NHÂN DÂN\nXÃ BẮC SƠN")
    assert state.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    assert number == "Số: 68/BC-UBND"
    assert day == "Bắc Sơn, ngày 15 tháng 9 năm 2024"
    borders = word.tables[0]._tbl.tblPr.find(qn("w:tblBorders"))
    assert {border.get(qn("w:val")) for border in borders} == {"nil"}
    assert word.element.body[0] is word.tables[0]._tbl  # nothing above it


def test_f06_the_name_of_the_state(header):
    paragraph = header[1].paragraphs[0]
    assert paragraph.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    size, bold, italic = look(paragraph)
    assert 12 <= size <= 13
    assert bold
    assert not italic
    assert paragraph.alignment is CENTRE


def test_f07_the_motto(header):
    paragraph = header[1].paragraphs[1]
    assert paragraph.text == "Độc lập - Tự do - Hạnh phúc"
    size, bold, italic = look(paragraph)
    assert 13 <= size <= 14
    assert bold
    assert not italic
    assert paragraph.alignment is CENTRE
    assert paragraph.paragraph_format.line_spacing == 1
    assert paragraph.paragraph_format.space_before == 0


def test_f08_the_line_under_the_motto_is_as_long_as_the_motto(header, style):
    text = style.bold_width("Độc lập - Tự do - Hạnh phúc", style.size["motto"])
    length = rule_length(header[1].paragraphs[2], Mm(style.column["motto"]).pt)
    assert length == pytest.approx(text, abs=1)


def test_f08_both_lines_of_the_state_fit_their_column(style):
    for name in ("state", "motto"):
        width = style.bold_width(style.words[name], style.size[name])
        assert width < Mm(style.column["motto"]).pt


def test_f09_a_superior_body_is_printed_only_where_there_is_one(document, head, style):
    office = replace(
        head, superior="UBND THỊ XÃ ĐỨC PHỔ", issuer=("VĂN PHÒNG HĐND VÀ UBND",), symbol="BC-VP"
    )
    first, second, *_ = (
        made(replace(document, letterhead=office), style).tables[0].cell(0, 0).paragraphs
    )
    assert (first.text, second.text) == ("UBND THỊ XÃ ĐỨC PHỔ", "VĂN PHÒNG HĐND VÀ UBND")
    size, bold, _ = look(first)
    assert 12 <= size <= 13
    assert not bold
    assert look(second)[1]


def test_f10_the_issuer_of_a_commune_is_two_bold_lines(header):
    for paragraph, words in zip(
        header[0].paragraphs, ("ỦY BAN NHÂN DÂN", "XÃ BẮC SƠN"), strict=False
    ):
        assert paragraph.text == words
        size, bold, italic = look(paragraph)
        assert 12 <= size <= 13
        assert bold
        assert not italic
        assert paragraph.alignment is CENTRE


def test_f11_the_line_under_the_issuer_is_a_third_to_a_half(header, style):
    text = style.bold_width("XÃ BẮC SƠN", style.size["issuer"])
    length = rule_length(header[0].paragraphs[2], Mm(style.column["issuer"]).pt)
    assert text / 3 <= length <= text / 2


@pytest.mark.parametrize(
    ("number", "line"),
    [(68, "Số: 68/BC-UBND"), (5, "Số: 05/BC-UBND"), (118, "Số: 118/BC-UBND")],
)
def test_f12_the_number_has_a_zero_below_ten(head, style, number, line):
    assert number_line(replace(head, number=number), style) == line


def test_f12_the_number_of_a_draft_is_left_to_the_clerk(draft, style):
    number = made(draft, style).tables[0].cell(1, 0).paragraphs[0]
    assert re.fullmatch(r"Số: {5,}/BC-UBND", number.text)
    assert look(number) == (13, False, False)
    assert number.alignment is CENTRE


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 9, 15), "ngày 15 tháng 9 năm 2024"),
        (date(2024, 9, 5), "ngày 05 tháng 9 năm 2024"),
        (date(2024, 2, 5), "ngày 05 tháng 02 năm 2024"),
        (date(2024, 1, 31), "ngày 31 tháng 01 năm 2024"),
        (date(2024, 3, 10), "ngày 10 tháng 3 năm 2024"),
        (date(2024, 12, 1), "ngày 01 tháng 12 năm 2024"),
    ],
)
def test_f13_days_below_ten_and_months_one_and_two_have_a_zero(head, style, day, words):
    assert place_date_line(replace(head, signed_on=day), style) == f"Bắc Sơn, {words}"


def test_f13_place_and_day_are_italic_on_the_line_of_the_number(header):
    size, bold, italic = look(header[3].paragraphs[0])
    assert 13 <= size <= 14
    assert italic
    assert not bold
    assert header[3].paragraphs[0].alignment is CENTRE


def test_f13_the_day_of_a_draft_is_left_open(draft, style):
    day = made(draft, style).tables[0].cell(1, 1).text
    assert re.fullmatch(r"Bắc Sơn, ngày +tháng +năm 2024", day)


def test_f14_the_kind_of_document(body):
    paragraph = body[0]
    assert paragraph.text == "BÁO CÁO"
    size, bold, italic = look(paragraph)
    assert 13 <= size <= 14
    assert bold
    assert not italic
    assert paragraph.alignment is CENTRE


def test_f15_the_subject_is_right_under_it_with_a_line(word, body, style):
    paragraph = body[1]
    subject = "Công tác cải cách hành chính quý III năm 2024 trên địa bàn xã Bắc Sơn"
    assert paragraph.text == subject
    size, bold, italic = look(paragraph)
    assert 13 <= size <= 14
    assert bold
    assert not italic
    assert paragraph.alignment is CENTRE
    under = word.paragraphs[[p.text for p in word.paragraphs].index(subject) + 1]
    text = style.bold_width(subject, size)
    assert text / 3 <= rule_length(under, Mm(style.text_width).pt) <= text / 2


def test_f16_the_body_is_justified_indented_and_spaced(body):
    start = body.index(find(body, "Thực hiện Công văn"))
    end = body.index(find(body, "Trên đây là báo cáo"))
    for paragraph in body[start : end + 1]:
        shape = paragraph.paragraph_format
        size, _, italic = look(paragraph)
        assert 13 <= size <= 14
        assert not italic
        assert paragraph.alignment is JUSTIFY
        assert shape.first_line_indent.mm == pytest.approx(12.7, abs=0.1)
        assert shape.space_after >= Pt(6)
        assert 1 <= shape.line_spacing <= 1.5


def test_f17_parts_are_bold_capitals_and_headings_bold(body, document):
    for piece in document.body:
        bold = look(find(body, piece.text[:60]))[1]
        if piece.level is Level.PART:
            number, _, title = piece.text.partition(". ")
            assert re.fullmatch("[IVX]+", number)
            assert title == title.upper()
            assert bold
        elif piece.level is Level.HEADING:
            assert re.match(r"\d\. \w", piece.text)
            assert bold
        else:
            assert not bold


def test_f17_parts_and_headings_are_numbered_without_a_gap(document):
    parts = [p.text.partition(".")[0] for p in document.body if p.level is Level.PART]
    assert parts == ["I", "II", "III", "IV", "V"]
    count = 0
    for piece in document.body:
        if piece.level is Level.PART:
            count = 0
        elif piece.level is Level.HEADING:
            count += 1
            assert piece.text.startswith(f"{count}. ")


def test_f17_points_follow_the_vietnamese_alphabet(document):
    letters = []
    for piece in document.body:
        if piece.level in (Level.PART, Level.HEADING):
            letters = list(VIETNAMESE_ORDER)
        elif piece.level is Level.POINT:
            assert piece.text.startswith(f"{letters.pop(0)}) ")


def test_f18_legal_bases_are_italic(document, style):
    basis = Piece(Level.BASIS, "Căn cứ Luật Tổ chức chính quyền địa phương;")
    word = made(replace(document, body=(basis, *document.body)), style)
    assert look(find(word.paragraphs, "Căn cứ Luật"))[2]


def test_f19_documents_are_cited_in_full_when_first_named(document):
    words = " ".join(piece.text for piece in document.body)
    full = r"số [\w/-]+ ngày \d{2} tháng \d{1,2} năm \d{4} của [\w ]+ về "
    for first in ("Công văn", "Nghị định"):
        assert re.search(rf"{first} {full}", words)
        assert words.index(first) == re.search(rf"{first} {full}", words).start()


def test_f20_the_text_ends_with_its_sign(body, document, style):
    assert find(body, "Trên đây là báo cáo").text.endswith("xã Bắc Sơn./.")
    bare = replace(document, body=(Piece(Level.PARAGRAPH, "Hết."),))
    assert find(made(bare, style).paragraphs, "Hết").text == "Hết./."


def test_f21_one_addressee_stands_on_the_line_of_the_words(body, word):
    paragraph = find(body, "Kính gửi")
    assert paragraph.text == "Kính gửi: UBND huyện Ân Thi"
    size, bold, italic = look(paragraph)
    assert 13 <= size <= 14
    assert not bold
    assert not italic
    assert word.tables[1].cell(0, 0).paragraphs[1].text == "- Như trên;"


def test_f21_several_addressees_are_a_list(document, style):
    several = replace(document, addressees=("UBND huyện Ân Thi", "Phòng Nội vụ huyện"))
    texts = [p.text for p in made(several, style).paragraphs]
    start = texts.index("Kính gửi:")
    assert texts[start + 1 : start + 3] == ["- UBND huyện Ân Thi;", "- Phòng Nội vụ huyện."]


def test_f21_without_addressees_nothing_is_as_above(document, style):
    word = made(replace(document, addressees=()), style)
    assert not any("Kính gửi" in p.text for p in word.paragraphs)
    assert "Như trên" not in word.tables[1].cell(0, 0).text


def test_f22_the_distribution_list(word):
    title, *entries = word.tables[1].cell(0, 0).paragraphs
    assert title.text == "Nơi nhận:"
    assert look(title) == (12, True, True)
    assert [entry.text for entry in entries] == [
        "- Như trên;",
        "- Phòng Nội vụ huyện;",
        "- TT Đảng ủy xã;",
        "- Lưu: VT.",
    ]
    for entry in entries:
        assert look(entry) == (11, False, False)
        assert not entry.paragraph_format.first_line_indent


def test_f23_the_signature(word):
    *authority, name = word.tables[1].cell(0, 1).paragraphs
    assert [p.text for p in authority] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert name.text == "Trần Văn A"
    for paragraph in (*authority, name):
        size, bold, italic = look(paragraph)
        assert 13 <= size <= 14
        assert bold
        assert not italic
        assert paragraph.alignment is CENTRE
    assert name.paragraph_format.space_before >= Pt(60)  # room to sign


def test_f24_the_signature_stays_with_the_last_line(word, body):
    table = word.tables[1]
    assert len(table.rows) == 1
    assert table.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
    assert find(body, "Trên đây là báo cáo").paragraph_format.keep_with_next
    assert table._tbl.getprevious() is find(body, "Trên đây là báo cáo")._p


def test_f25_neither_seal_nor_signature_is_drawn(docx_bytes, word):
    with ZipFile(BytesIO(docx_bytes)) as parts:
        assert not [name for name in parts.namelist() if "media/" in name]
    assert not list(word.element.body.iter(qn("w:drawing"), qn("w:pict")))


def test_f26_the_text_refers_to_the_annex(document):
    assert any("Phụ lục kèm theo" in piece.text for piece in document.body)


def test_f27_the_annex_begins_with_its_three_lines(word, body):
    start = next(i for i, p in enumerate(body) if p.text == "Phụ lục")
    word_, title, reference = body[start : start + 3]
    assert look(word_) == (14, True, False)
    assert title.text == (
        "THỐNG KÊ SỐ LIỆU VỀ KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH HÀNH CHÍNH QUÝ III NĂM 2024"
    )
    assert look(title)[1:] == (True, False)
    assert reference.text == (
        "(Kèm theo Báo cáo số 68/BC-UBND ngày 15 tháng 9 năm 2024 của UBND xã Bắc Sơn)"
    )
    assert look(reference)[1:] == (False, True)
    for paragraph in (word_, title, reference):
        assert paragraph.alignment is CENTRE
        assert 13 <= look(paragraph)[0] <= 14


def test_f27_the_reference_of_a_draft_is_left_open(draft, style):
    line = annex_reference(draft.letterhead, style)
    assert re.fullmatch(
        r"\(Kèm theo Báo cáo số +/BC-UBND ngày +tháng +năm 2024 của UBND xã Bắc Sơn\)", line
    )


def test_f28_the_pages_of_the_annex_are_numbered_from_one(word):
    first, annex = word.sections
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert annex.different_first_page_header_footer
    assert annex.header.is_linked_to_previous
    assert annex.start_type == first.start_type or annex.start_type == 2  # a new page


def test_f29_the_annex_can_lie_across(document, style):
    wide = replace(document, annex=replace(document.annex, landscape=True))
    text, annex = made(wide, style).sections
    assert text.orientation is WD_ORIENT.PORTRAIT
    assert annex.orientation is WD_ORIENT.LANDSCAPE
    assert (annex.page_width.twips, annex.page_height.twips) == (16838, 11906)
    assert annex.top_margin == text.left_margin  # the page is turned with its margins
    room = annex.page_width - annex.left_margin - annex.right_margin
    table = made(wide, style).tables[2]
    assert sum(column.width for column in table.columns) == pytest.approx(room, rel=0.01)


def test_f30_the_head_of_the_table_repeats_and_no_row_is_split(word):
    rows = word.tables[2].rows
    for index, row in enumerate(rows):
        assert row._tr.trPr.find(qn("w:cantSplit")) is not None
        assert (row._tr.trPr.find(qn("w:tblHeader")) is not None) == (index < 2)
    first, second = ([cell.text for cell in row.cells] for row in rows[:2])
    label = "Chỉ tiêu thống kê (Sử dụng trong kỳ báo cáo hằng quý, 6 tháng, năm)"
    assert first == ["STT", label, "Kết quả thống kê", "Kết quả thống kê", "Ghi chú"]
    assert second == ["STT", label, "Đơn vị tính", "Số liệu", "Ghi chú"]


def test_f30_rows_look_like_their_level(word, document):
    for row, cells in zip(document.annex.rows, list(word.tables[2].rows)[2:], strict=True):
        number, label, unit, value, note = (cell.paragraphs[0] for cell in cells.cells)
        size, bold, italic = look(label)
        assert 11 <= size <= 13
        assert bold == row.heading
        assert italic == (row.level >= 3)
        assert label.text == (row.label.upper() if row.section else row.label)
        assert number.text == row.printed
        assert unit.text.replace("\u00a0", " ") == row.unit
        assert note.text == row.note
        assert value.text == row.cell_words
        assert value.alignment in (WD_ALIGN_PARAGRAPH.RIGHT, CENTRE)


def test_f30_a_heading_is_not_left_alone_at_the_end_of_a_page(word, document):
    for row, cells in zip(document.annex.rows, list(word.tables[2].rows)[2:], strict=True):
        if row.heading:
            assert cells.cells[1].paragraphs[0].paragraph_format.keep_with_next


def test_f31_numbers_are_written_the_vietnamese_way(document):
    words = " ".join(piece.text for piece in document.body)
    assert "17.465 triệu đồng" in words
    assert "20,6%" in words
    assert "04 hồ sơ" in words
    assert not re.search(r"(?<![\d,])0\d%|năm 0", words)  # no zero before rates and years
    assert set(re.findall(r"\d{4,}", words)) == {"2015", "2018", "2024"}  # years; else grouped


def test_f32_the_symbol_of_a_report(header):
    assert header[2].text.endswith("/BC-UBND")


def test_f33_neither_urgency_nor_secrecy_is_marked(word):
    words = " ".join(t.text or "" for t in word.element.body.iter(qn("w:t"))).upper()
    assert not re.search(r"HỎA TỐC|THƯỢNG KHẨN|\bTUYỆT MẬT|\bTỐI MẬT", words)


def test_words_are_spelled_one_way(document):
    words = " ".join([*(p.text for p in document.body), *(r.label for r in document.annex.rows)])
    assert not re.search(r"Hoà|hoà\b|Uỷ|uỷ|thuỷ", words)
