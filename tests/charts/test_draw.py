"""The picture as a file: small, plain, the same every time."""

import pickle
import struct
import subprocess
import sys
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image, ImageColor, ImageFont

from charts.draw import draw
from charts.layouts import TONES
from charts.marks import BLUE, MUTED, font_file, length

SERIES = ["progress", "rates", "tasks", "measured"]
VIETNAMESE = "".join(
    letter + letter.upper()
    for letter in "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
)


@pytest.fixture(params=SERIES)
def series(request):
    return request.getfixturevalue(request.param)


def chunks(png):
    """Names of the parts of a PNG file."""
    at = 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8].decode("ascii")
        at += size + 12


def test_it_is_a_small_portrait_picture(series):
    png = draw(series)
    picture = Image.open(BytesIO(png))
    assert picture.format == "PNG"
    assert picture.width == 1080
    assert 800 <= picture.height <= 1350
    assert len(png) < 60 * 1024


def test_it_tells_neither_maker_nor_date(series):
    assert set(chunks(draw(series))) <= {"IHDR", "PLTE", "IDAT", "IEND"}


def test_the_same_series_gives_the_same_bytes(series):
    first = draw(series)
    assert draw(series) == first


def test_another_process_gives_the_same_bytes(tasks):
    program = (
        "import pickle, sys; from charts.draw import draw;"
        "sys.stdout.buffer.write(draw(pickle.load(sys.stdin.buffer)))"
    )
    call = [sys.executable, "-c", program]
    other = subprocess.run(call, input=pickle.dumps(tasks), capture_output=True, check=True)
    assert other.stdout == draw(tasks)


def test_one_hundred_and_thirty_four_vietnamese_letters_are_in_the_font():
    from matplotlib.ft2font import FT2Font

    assert len(set(VIETNAMESE)) == 134
    for bold in (False, True):
        drawable = FT2Font(font_file(bold)).get_charmap()
        assert [letter for letter in VIETNAMESE if ord(letter) not in drawable] == []


@pytest.mark.parametrize("bold", [False, True])
def test_lines_are_measured_as_they_are_drawn(bold):
    words = "Xây dựng và phát triển chính quyền điện tử"
    exact = ImageFont.truetype(font_file(bold), 36).getlength(words)
    assert length(words, 36, bold) == pytest.approx(exact, rel=0.02)


# Viénot, Brettel, Mollon 1999: linear RGB as seen without red or green cones.
BLINDNESS = {
    "protan": ((0.1121, 0.8853, -0.0005), (0.1127, 0.8897, -0.0001), (0.0045, 0.0001, 1.0019)),
    "deutan": ((0.2920, 0.7054, -0.0003), (0.2934, 0.7089, 0.0), (-0.0209, 0.0256, 1.0021)),
}


def seen(colour, matrix):
    linear = [(part / 255) ** 2.2 for part in ImageColor.getrgb(colour)]
    mixed = (sum(w * part for w, part in zip(row, linear, strict=True)) for row in matrix)
    return [255 * max(part, 0) ** (1 / 2.2) for part in mixed]


@pytest.mark.parametrize("kind", BLINDNESS)
@pytest.mark.parametrize(
    "pair", [*combinations(TONES.values(), 2), (BLUE, MUTED)], ids=lambda pair: "-".join(pair)
)
def test_colours_differ_for_the_colour_blind(kind, pair):
    one, other = (seen(colour, BLINDNESS[kind]) for colour in pair)
    assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 45
