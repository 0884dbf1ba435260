"""The heat map shows every unit with its numbers, readable on a phone, not by colour alone."""

from dataclasses import replace
from itertools import combinations

import pytest
from matplotlib.patches import Rectangle

from charts.draw import draw, figure_of
from charts.heat import LOOKS
from charts.marks import SMALLEST
from charts.series import (
    Given,
    Head,
    Heat,
    HeatCell,
    HeatRow,
    LegendEntry,
    Shade,
    share_cell,
    text_of,
)

OWNERS = ("Văn phòng", "Tư pháp", "Tài chính", "Văn hóa")
ASKED = (63, 9, 11, 14)
NAMES = ("thị trấn Ân Thi", "xã Hoàng Hoa Thám", *(f"xã Mẫu {n}" for n in range(1, 24)))


def row(name, given, note="", alert=False):
    cells = zip(OWNERS, given, ASKED, strict=True)
    return HeatRow(name, tuple(share_cell(Given(*cell), "đủ") for cell in cells), note, alert)


def heat(*rows):
    head = Head("Tình hình báo cáo", "huyện Ân Thi, quý III năm 2024", "Số liệu lúc 07:30")
    return Heat(head, OWNERS, rows, LEGEND)


LEGEND = (
    LegendEntry(Shade.NOTHING, "chưa có"),
    LegendEntry(Shade.LITTLE, "dưới một nửa"),
    LegendEntry(Shade.MUCH, "từ một nửa"),
    LegendEntry(Shade.ALL, "đủ"),
)
WORST = row("xã Đa Lộc", (0, 4, 5, 7), "quá hạn 3 ngày", alert=True)
DONE = row("xã Bắc Sơn", ASKED, "đủ")


def by_gid(figure, prefix):
    return {
        patch.get_gid().removeprefix(prefix): patch
        for patch in figure.findobj(Rectangle)
        if (patch.get_gid() or "").startswith(prefix)
    }


def printed(figure, prefix):
    found = [text for text in figure.texts if (text.get_gid() or "").startswith(prefix)]
    told = {}
    for text in found:  # a note may have two lines
        told.setdefault(text.get_gid().removeprefix(prefix), []).append(text.get_text())
    return {about: " ".join(lines) for about, lines in told.items()}


def test_every_cell_says_its_share_and_darker_is_more():
    figure = figure_of(heat(WORST, DONE))
    assert printed(figure, "value:") == {
        "xã Đa Lộc:Văn phòng": "0%",
        "xã Đa Lộc:Tư pháp": "44%",
        "xã Đa Lộc:Tài chính": "45%",
        "xã Đa Lộc:Văn hóa": "50%",
        **{f"xã Bắc Sơn:{owner}": "đủ" for owner in OWNERS},
    }
    cells = by_gid(figure, "cell:")
    shades = [cells[f"xã Đa Lộc:{owner}"].get_facecolor() for owner in OWNERS]
    full = cells["xã Bắc Sơn:Văn phòng"].get_facecolor()
    brightness = [sum(colour[:3]) for colour in (*shades, full)]
    assert brightness[0] > brightness[1] == brightness[2] > brightness[3] > brightness[4]


def test_almost_all_is_never_called_all():
    assert printed(figure_of(heat(row("x", (62, 9, 11, 14)))), "value:")["x:Văn phòng"] == "98%"


def test_what_is_late_is_marked_beside_its_words():
    figure = figure_of(heat(WORST, DONE))
    assert set(by_gid(figure, "alert:")) == {"xã Đa Lộc"}
    assert printed(figure, "note:") == {"xã Đa Lộc": "quá hạn 3 ngày", "xã Bắc Sơn": "đủ"}


def test_a_column_that_asks_nothing_of_a_unit_stays_empty():
    nothing = replace(DONE, cells=(*DONE.cells[:3], share_cell(Given("Văn hóa", 0, 0), "đủ")))
    figure = figure_of(heat(nothing))
    assert "xã Bắc Sơn:Văn hóa" not in by_gid(figure, "cell:")
    assert "xã Bắc Sơn:Văn hóa" not in printed(figure, "value:")
    assert "Văn hóa" not in text_of(heat(nothing))


def test_the_text_says_the_same():
    assert text_of(heat(WORST)).splitlines() == [
        "Tình hình báo cáo",
        "huyện Ân Thi, quý III năm 2024",
        "xã Đa Lộc: Văn phòng 0/63, Tư pháp 4/9, Tài chính 5/11, Văn hóa 7/14 – quá hạn 3 ngày",
        "Số liệu lúc 07:30",
    ]


@pytest.fixture(params=["district", "crowded", "empty"])
def drawn(request):
    district = heat(*(row(name, (n, 4, 11, 14), "quá hạn 13 ngày") for n, name in enumerate(NAMES)))
    long = "Đặc khu có tên rất dài và rất rất dài, dài nữa " * 2
    crowded = Heat(
        Head(long, long, long),
        (long, "Nghiênghiêng" * 3, "a", "b", "c", "d"),
        tuple(
            HeatRow(
                f"{n} {long}", tuple(HeatCell(c, "33%", Shade.LITTLE) for c in "uvwxyz"), long, True
            )
            for n in range(2)
        ),
        (
            LegendEntry(Shade.ALL, long),
            LegendEntry(Shade.LITTLE, long),
            LegendEntry(Shade.MISSING, "x"),
        ),
        (long,),
    )
    figure = figure_of({"district": district, "crowded": crowded, "empty": heat()}[request.param])
    figure.canvas.draw()
    return figure


def boxes(figure):
    renderer = figure.canvas.get_renderer()
    return [(text, text.get_window_extent(renderer)) for text in figure.texts]


def test_no_text_leaves_the_picture_or_covers_another(drawn):
    width, height = drawn.canvas.get_width_height()
    found = boxes(drawn)
    for text, box in found:
        assert box.x0 >= 0, text
        assert box.x1 <= width, text
        assert box.y0 >= 0, text
        assert box.y1 <= height, text
    for (text, box), (other, other_box) in combinations(found, 2):
        assert not box.overlaps(other_box), (text, other)


def test_every_value_stands_inside_its_cell(drawn):
    cells = by_gid(drawn, "cell:")
    for text, box in boxes(drawn):
        about = text.get_gid() or ""
        if about.startswith("value:"):
            cell = cells[about.removeprefix("value:")].get_window_extent().padded(1)
            assert cell.contains(box.x0, box.y0), about
            assert cell.contains(box.x1, box.y1), about


def test_twenty_five_units_are_readable_on_a_phone():
    figure = figure_of(heat(*(row(name, ASKED) for name in NAMES)))
    assert min(text.get_fontsize() for text in figure.texts) >= SMALLEST == 3 * 11
    assert len(draw(heat(*(row(name, ASKED) for name in NAMES)))) < 200_000


def test_shades_and_their_words_are_the_legend():
    figure = figure_of(heat(WORST))
    words = [text.get_text() for text in figure.texts]
    for meaning in ("chưa có", "dưới một nửa", "từ một nửa", "đủ"):
        assert meaning in words


def test_every_shade_looks_like_no_other():
    assert len({look[:2] for look in LOOKS.values()}) == len(LOOKS) == len(Shade) - 1


def test_what_nobody_has_is_not_counted_as_there():
    lacking = share_cell(Given("Văn phòng", 63, 63, lacking=21), "đủ")
    figure = figure_of(heat(HeatRow("x", (lacking,))))
    assert printed(figure, "value:") == {"x:Văn phòng": "66%"}
    cell, strip = (by_gid(figure, each)["x:Văn phòng"] for each in ("cell:", "lacking:"))
    assert strip.get_width() == pytest.approx(cell.get_width() / 3)
    assert text_of(heat(HeatRow("x", (lacking,)))).splitlines()[2] == (
        "x: Văn phòng 63/63 (21 chưa có số liệu)"
    )


def test_periods_for_which_there_is_no_room_stand_in_a_band_below():
    periods = [f"quý {n} năm 2024" for n in range(9)]
    cells = tuple(HeatCell(period, "17.465", Shade.MUCH) for period in periods)
    figure = figure_of(Heat(Head("III.3.1"), tuple(periods), (HeatRow("xã A", cells),), ()))
    assert len(printed(figure, "value:")) == 9
    assert len({patch.get_y() for patch in by_gid(figure, "cell:").values()}) > 1


LONG = "Đặc khu có tên rất dài và rất rất dài, dài nữa"


def test_a_name_that_needs_more_than_two_lines_stands_above_its_cells_in_full():
    figure = figure_of(heat(row(LONG, ASKED), row("xã Đa Lộc", ASKED)))
    figure.canvas.draw()
    name = next(text for text in figure.texts if text.get_gid() == f"label:{LONG}")
    assert name.get_text() == LONG
    cells = by_gid(figure, "cell:")
    heights = {about.partition(":")[0]: box.get_height() for about, box in cells.items()}
    assert heights[LONG] <= heights["xã Đa Lộc"]


def test_periods_use_the_room_of_notes_where_no_note_stands_beside_cells():
    periods = tuple(f"quý {n}" for n in range(1, 9))
    full = tuple(HeatCell(period, "12.345", Shade.MUCH) for period in periods)
    none = tuple(HeatCell(period, "", Shade.EMPTY) for period in periods)
    rows = (HeatRow("xã Đa Lộc", full), HeatRow("xã Bắc Sơn", none, "chưa có báo cáo"))
    figure = figure_of(Heat(Head("x"), periods, rows, LEGEND))
    cells = [patch.get_y() for patch in by_gid(figure, "cell:").values()]
    assert len(set(cells)) == 2  # four beside each other, in two bands
    assert printed(figure, "note:") == {"xã Bắc Sơn": "chưa có báo cáo"}
