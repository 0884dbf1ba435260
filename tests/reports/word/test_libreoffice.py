"""The files as an office program sees them: computed, laid out, with the right letters."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from operator import itemgetter
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from domain.people.units import DISTRICT_WORDS
from domain.report.figures import Figure, State
from domain.report.rates import derived
from reports.annex import annex_rows, numbers_of
from reports.word.docx import report_docx
from reports.workbook.rollup_xlsx import rollup_xlsx
from reports.workbook.xlsx import FIRST_ROW, annex_xlsx
from tests.reports.workbook.rollup_of_three import book, column

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


@pytest.fixture(scope="module")
def annex(form, counted, document):
    numbers = numbers_of(form, counted, derived(form, counted))
    return replace(document.annex, rows=annex_rows(form, numbers, DISTRICT_WORDS))


@pytest.fixture(scope="module")
def cached(annex, head, origin, style):
    """The workbooks as the bot writes them, with the values that it has computed."""
    return {
        "annex.xlsx": annex_xlsx(annex, head, origin, style),
        "rollup.xlsx": rollup_xlsx(book(), style),
    }


@pytest.fixture(scope="module")
def computed(cached, office):
    """The same, computed anew."""

    def without_values(folder):
        for name, content in cached.items():
            load_workbook(BytesIO(content)).save(folder / name)  # saves formulas alone
            yield folder / name

    return office("computed", "xlsx", without_values)


def test_a_spreadsheet_computes_what_the_bot_has_computed(annex, cached, computed):
    theirs, ours = (
        load_workbook(file, data_only=True).worksheets[0]
        for file in (computed / "annex.xlsx", BytesIO(cached["annex.xlsx"]))
    )
    for number, row in enumerate(annex.rows, FIRST_ROW + 1):
        value = theirs.cell(number, 4).value
        assert (value or None if value == "" else value) == (
            None if row.cell is None else float(row.cell)
        ), row.code
        assert (value or "") == (ours.cell(number, 4).value or ""), row.code
    cells = {row.code: row.cell for row in annex.rows}
    assert {code: cells[code] for code in ("II.2.2", "II.3.2", "I.3.2")} == {
        "II.2.2": Decimal("0.29"),
        "II.3.2": Decimal("1.01"),
        "I.3.2": None,
    }


def test_a_spreadsheet_computes_the_totals_of_a_roll_up(cached, computed):
    theirs, ours = (
        load_workbook(file, data_only=True).worksheets[0]
        for file in (computed / "rollup.xlsx", BytesIO(cached["rollup.xlsx"]))
    )
    for letter in "DE":
        found, told = (column(sheet, letter) for sheet in (theirs, ours))
        assert [value or None for value in found] == [value or None for value in told]


@pytest.fixture(scope="module")
def printed(docx_bytes, xlsx_bytes, document, style, office):
    """The report, the same with its annex across, and the annex as a workbook."""

    def put(folder):
        across = replace(document, annex=replace(document.annex, landscape=True))
        contents = {"bao-cao.docx": docx_bytes, "phu-luc.xlsx": xlsx_bytes}
        for name, content in {**contents, "ngang.docx": report_docx(across, style)}.items():
            (folder / name).write_bytes(content)
            yield folder / name

    return office("printed", "pdf", put)


@pytest.fixture(scope="module")
def pages(printed, look_into):
    """Words of each page of the report with their boxes in points."""
    return words_of(look_into, printed / "bao-cao.pdf")


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


def test_the_font_is_times_new_roman_or_its_metric_twin(printed, look_into):
    _, _, *fonts = look_into("pdffonts", printed / "bao-cao.pdf").splitlines()
    assert fonts
    for line in fonts:
        assert re.search("Tinos|Times|LiberationSerif", line), line


def test_the_printed_sheet_is_one_page_wide_and_no_cell_covers_another(printed, look_into):
    sheets = words_of(look_into, printed / "phu-luc.pdf")
    assert "Mã biểu" in text_of(sheets[-1])
    for page in sheets:
        words = sorted(page, key=itemgetter(2))  # by their tops
        for at, (text, left, top, right, bottom) in enumerate(words, 1):
            for other, left_of_other, top_of_other, right_of_other, _ in words[at:]:
                if bottom - top_of_other < 2.5:
                    break  # so are all that follow
                across = min(right, right_of_other) - max(left, left_of_other)
                assert across < 1, (text, other, left, top)


def test_an_annex_across_keeps_its_margins(printed, look_into):
    pages = words_of(look_into, printed / "ngang.pdf")
    annex = next(page for page in pages if text_of(page).startswith("Phụ lục"))
    assert max(millimetres(word[3]) for word in annex) > 230
    assert max(millimetres(word[3]) for word in annex) <= 278
