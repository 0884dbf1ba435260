"""The files as an office program sees them: computed, laid out, with the right letters."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import combinations
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from domain.people.units import DISTRICT_WORDS
from domain.report.figures import Figure, State
from domain.report.rates import derived
from reports.annex import annex_rows, numbers_of
from reports.word.docx import report_docx
from reports.workbook.xlsx import FIRST_ROW, annex_xlsx

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]

RATES = {
    "I.2": (5, 7),
    "I.3.2": (0, 0),
    "II.2.2": (57, 20000),  # 0,285: half way, must become 0,29
    "II.3.2": (201, 20000),  # 1,005
    "III.3.1": (381, 381),
    "III.3.2": (None, 3),
    "VI.1": ("3598.123456", "17465.5"),
    "VII.5.1": (3, None),
    "VII.5.2": (22, 9),  # a plan may be overfulfilled
    "VII.5.3": (1, 3),
    "VII.5.4": (2, 3),
}


@pytest.fixture(scope="module")
def counted(form, figures):
    """Figures whose rates are awkward."""
    given = dict(figures)
    for code, numbers in RATES.items():
        ratio = form.indicators[code].ratio
        for part, number in zip((ratio.part, ratio.whole), numbers, strict=True):
            value = None if number is None else Decimal(number)
            state = State.MISSING if number is None else State.VALUE
            given[part] = Figure(part, state, value)
    return given


def test_a_spreadsheet_computes_what_the_bot_has_computed(
    form, counted, document, head, origin, style, office, tmp_path
):
    numbers = numbers_of(form, counted, derived(form, counted))
    annex = replace(document.annex, rows=annex_rows(form, numbers, DISTRICT_WORDS))
    content = annex_xlsx(annex, head, origin, style)
    bare = tmp_path / "bare.xlsx"
    load_workbook(BytesIO(content)).save(bare)  # saves formulas without their values
    computed = load_workbook(office(bare, "xlsx"), data_only=True).worksheets[0]
    cached = load_workbook(BytesIO(content), data_only=True).worksheets[0]
    for number, row in enumerate(annex.rows, FIRST_ROW + 1):
        value = computed.cell(number, 4).value
        assert (value or None if value == "" else value) == (
            None if row.cell is None else float(row.cell)
        ), row.code
        assert (value or "") == (cached.cell(number, 4).value or ""), row.code
    cells = {row.code: row.cell for row in annex.rows}
    assert {code: cells[code] for code in ("II.2.2", "II.3.2", "I.3.2")} == {
        "II.2.2": Decimal("0.29"),
        "II.3.2": Decimal("1.01"),
        "I.3.2": None,
    }


@pytest.fixture(scope="module")
def pages(docx_bytes, office, look_into, tmp_path_factory):
    """Words of each page of the report with their boxes in points."""
    path = tmp_path_factory.mktemp("report") / "bao-cao.docx"
    path.write_bytes(docx_bytes)
    return words_of(look_into, office(path, "pdf"))


@pytest.fixture(scope="module")
def printed_annex(xlsx_bytes, office, look_into, tmp_path_factory):
    path = tmp_path_factory.mktemp("annex") / "phu-luc.xlsx"
    path.write_bytes(xlsx_bytes)
    return words_of(look_into, office(path, "pdf"))


def words_of(look_into, pdf):
    xml = look_into("pdftotext", "-bbox", pdf, "-")
    space = {"h": "http://www.w3.org/1999/xhtml"}
    return [
        [
            (word.text, *(float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")))
            for word in page.findall("h:word", space)
        ]
        for page in ElementTree.fromstring(xml).iterfind(".//h:page", space)
    ]


def text_of(page):
    return " ".join(word[0] for word in page)


def millimetres(points):
    return points * 25.4 / 72


def test_nothing_runs_off_the_page(pages):
    assert 8 <= len(pages) <= 14
    for page in pages:
        for text, left, top, right, bottom in page:
            assert millimetres(left) >= 29.5, text
            assert millimetres(right) <= 190.5, text
            assert millimetres(top) >= 9, text
            assert millimetres(bottom) <= 277.5, text


def test_page_numbers_begin_anew_with_the_annex(pages):
    tops = [[word for word in page if millimetres(word[4]) < 20] for page in pages]
    annex = next(i for i, page in enumerate(pages) if text_of(page).startswith("Phụ lục"))
    counts = [*range(1, annex + 1), *range(1, len(pages) - annex + 1)]
    for top, number in zip(tops, counts, strict=True):
        assert [word[0] for word in top] == ([str(number)] if number > 1 else [])
        for _, left, _, right, _ in top:
            assert millimetres((left + right) / 2) == pytest.approx(110, abs=2)  # centred


def test_the_head_of_the_table_is_on_every_page_of_the_annex(pages):
    annex = next(i for i, page in enumerate(pages) if text_of(page).startswith("Phụ lục"))
    for page in pages[annex:]:
        words = text_of(page)
        for title in ("STT", "Chỉ tiêu thống kê", "Kết quả thống kê", "Ghi chú"):
            assert title in words


def test_the_signature_is_on_the_page_of_the_last_line(pages):
    last = next(page for page in pages if "Nơi nhận:" in text_of(page))
    assert "Sơn./." in text_of(last)
    assert "Trần Văn A" in text_of(last)


def test_the_head_stands_on_two_lines_each(pages):
    heights = {text: top for text, _, top, _, _ in reversed(pages[0])}
    assert heights["CỘNG"] == pytest.approx(heights["NGHĨA"], abs=1)  # not wrapped
    assert heights["Độc"] == pytest.approx(heights["phúc"], abs=1)
    assert heights["Số:"] == pytest.approx(heights["Sơn,"], abs=3)  # number and day on one line


def test_every_vietnamese_letter_is_printed(pages, document):
    words = re.sub(r"\s+", " ", " ".join(map(text_of, pages)))
    for piece in document.body:
        for word in piece.text.split():
            assert word in words


def test_the_font_is_times_new_roman_or_its_metric_twin(docx_bytes, office, look_into, tmp_path):
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(docx_bytes)
    _, _, *fonts = look_into("pdffonts", office(path, "pdf")).splitlines()
    assert fonts
    for line in fonts:
        assert re.search("Tinos|Times|LiberationSerif", line), line


def test_the_printed_sheet_is_one_page_wide_and_no_cell_covers_another(printed_annex):
    assert "Mã biểu" in text_of(printed_annex[-1])
    for page in printed_annex:
        for (text, *box), (other, *other_box) in combinations(page, 2):
            across = min(box[2], other_box[2]) - max(box[0], other_box[0])
            down = min(box[3], other_box[3]) - max(box[1], other_box[1])
            assert across < 1 or down < 2.5, (text, other, box, other_box)


def test_an_annex_across_keeps_its_margins(document, style, office, look_into, tmp_path):
    path = tmp_path / "ngang.docx"
    wide = replace(document, annex=replace(document.annex, landscape=True))
    path.write_bytes(report_docx(wide, style))
    pages = words_of(look_into, office(path, "pdf"))
    annex = next(page for page in pages if text_of(page).startswith("Phụ lục"))
    assert max(millimetres(word[3]) for word in annex) > 230
    assert max(millimetres(word[3]) for word in annex) <= 278
