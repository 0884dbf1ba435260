"""The style is data, and its measures agree with the letters that are printed."""

from pathlib import Path

import pytest
from PIL import ImageFont

from reports.style import load_style
from storage.catalogue.folders import CATALOGUE

LINES = [
    "Độc lập - Tự do - Hạnh phúc",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "XÃ BẮC SƠN",
    "ỦY BAN NHÂN DÂN",
    "Công tác cải cách hành chính quý III năm 2024 trên địa bàn xã Bắc Sơn",
]
TWINS = ("Tinos-Bold.ttf", "LiberationSerif-Bold.ttf", "timesbd.ttf")


@pytest.fixture(scope="module")
def times_bold():
    """A font with the widths of Times New Roman Bold, where the machine has one."""
    roots = (Path("/usr/share/fonts"), Path("C:/Windows/Fonts"), Path("/Library/Fonts"))
    for root in roots:
        for name in TWINS:
            for path in root.rglob(name):
                font = ImageFont.truetype(str(path), 1000)
                if font.getlength("Ậ") == font.getlength("A"):
                    return font
    pytest.skip("no font with the widths of Times New Roman is installed")


@pytest.mark.parametrize("line", LINES)
def test_lines_are_as_long_as_the_font_makes_them(style, times_bold, line):
    assert style.bold_width(line, 1000) == pytest.approx(times_bold.getlength(line), rel=0.01)


def test_marks_do_not_change_the_width(style):
    assert style.bold_width("ÂẬĂẮ", 10) == 4 * style.bold_width("A", 10)
    assert style.bold_width("Ự", 10) == style.bold_width("Ư", 10) > style.bold_width("U", 10)


def test_lines_are_counted_word_by_word(style):
    words = "Tổng số nhiệm vụ được giao"
    whole = style.bold_width(words, 12)
    assert style.lines(words, 12, whole + 1) == 1
    assert style.lines(words, 12, whole * 0.6) == 2
    assert style.lines(words, 12, whole * 0.4) == 3
    assert style.lines(words, 12, 1) == 6  # a word that is too long still has its line


def test_an_empty_cell_is_one_line(style):
    assert style.lines("", 12, 100) == 1


def test_columns_fill_the_text_between_the_margins(style):
    column = style.column
    assert column["issuer"] + column["motto"] == style.text_width
    assert column["distribution"] + column["signature"] == style.text_width
    table = ("printed", "label", "unit", "value", "note")
    assert sum(column[name] for name in table) == style.text_width


def test_a_style_without_a_table_is_refused(tmp_path):
    file = tmp_path / "style.toml"
    whole = (CATALOGUE / "styles" / "nd30-2020.toml").read_text("utf-8")
    file.write_text(whole.replace("[rule]", "[rules]"), "utf-8")
    with pytest.raises(KeyError, match="rule"):
        load_style(file)
