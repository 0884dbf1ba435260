"""What is drawn is what the series says, and all of it can be read."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from matplotlib.patches import Rectangle

from charts.bars import ZERO
from charts.draw import figure_of
from charts.marks import SMALLEST
from charts.series import (
    STATE_WORDS,
    BarGroup,
    Given,
    Head,
    Measured,
    Point,
    PointState,
    Progress,
    Rate,
    RatePairs,
    Reference,
    TaskBar,
    Tasks,
    Tone,
)

LONG = "Tỷ lệ thủ tục hành chính đủ điều kiện được cung cấp trực tuyến mức độ toàn trình " * 2
LITTLE = Point("xã A", Decimal(1))
UNBROKEN = "Nghiênghiêng" * 12


def widths(figure, prefix):
    """Plotted lengths by what they tell."""
    return {
        patch.get_gid().removeprefix(prefix): patch.get_width()
        for patch in figure.findobj(Rectangle)
        if (patch.get_gid() or "").startswith(prefix)
    }


def values(figure):
    """Printed values by what they tell."""
    return {
        text.get_gid().removeprefix("value:"): text.get_text()
        for text in figure.texts
        if (text.get_gid() or "").startswith("value:")
    }


def all_words(figure):
    return " ".join(text.get_text() for text in figure.texts)


def test_progress_bars_are_as_long_as_their_share(progress):
    figure = figure_of(progress)
    drawn = widths(figure, "bar:")
    full = drawn["Tư pháp"]
    for group in progress.groups:
        for bar in group.bars:
            assert drawn[bar.label] == pytest.approx(full * bar.given / bar.asked)
            assert values(figure)[bar.label] == f"{bar.given}/{bar.asked}"


def test_every_label_of_a_progress_is_printed(progress):
    words = all_words(figure_of(progress))
    for group in progress.groups:
        assert group.title in words
        for bar in group.bars:
            assert bar.label in words
            assert bar.note in words


def test_a_group_that_asks_for_nothing_has_an_empty_bar():
    figure = figure_of(Progress(Head("Tiến độ"), (BarGroup("", (Given("Văn hóa", 0, 0),)),)))
    assert widths(figure, "bar:") == {"Văn hóa": 0}
    assert values(figure) == {"Văn hóa": "0/0"}


def test_rates_of_both_periods_share_one_scale(rates):
    drawn = widths(figure_of(rates), "bar:")
    whole = drawn["before:hồ sơ tiếp nhận trực tuyến"]
    for period in ("now", "before"):
        for rate in rates.rates:
            value = getattr(rate, period)
            if value:
                length = drawn[f"{period}:{rate.label}"]
                assert length == pytest.approx(whole * float(value / Decimal("112.5")))


def test_a_hundred_percent_is_the_scale_where_nothing_is_more(rates):
    low = replace(rates, rates=(Rate("a", Decimal(25), Decimal(50)),))
    high = replace(rates, rates=(Rate("a", Decimal(100), Decimal(50)),))
    quarter, full = (widths(figure_of(r), "bar:")["now:a"] for r in (low, high))
    assert full == pytest.approx(4 * quarter)


def test_a_missing_rate_has_words_and_no_bar_but_zero_has_a_bar(rates):
    figure = figure_of(rates)
    drawn, printed = widths(figure, "bar:"), values(figure)
    assert "before:giải ngân vốn đầu tư công" not in drawn
    assert printed["before:giải ngân vốn đầu tư công"] == "6 tháng đầu năm 2024: chưa có"
    assert drawn["now:hồ sơ tiếp nhận trực tuyến"] == ZERO
    assert printed["now:hồ sơ tiếp nhận trực tuyến"] == "0%"


def test_without_a_period_before_nothing_of_it_is_drawn(rates):
    alone = replace(rates, before="")
    figure = figure_of(alone)
    assert not [about for about in widths(figure, "bar:") if about.startswith("before:")]
    assert not [about for about in values(figure) if about.startswith("before:")]


def test_task_bars_and_parts_follow_the_counts(tasks):
    figure = figure_of(tasks)
    bars, parts = widths(figure, "bar:"), widths(figure, "part:")
    for bar in tasks.bars:
        share = bar.count / tasks.total
        assert bars[bar.label] == pytest.approx(max(bars["hoàn thành đúng hạn"] * share * 2, ZERO))
        assert values(figure)[bar.label] == str(bar.count)
        if bar.count:
            assert parts[bar.label] == pytest.approx(sum(parts.values()) * share)
    assert "Tổng số nhiệm vụ: 16" in all_words(figure)


def test_no_tasks_at_all_is_said_and_not_drawn(tasks):
    none = replace(tasks, total=0, bars=tuple(replace(bar, count=0) for bar in tasks.bars))
    figure = figure_of(none)
    assert widths(figure, "bar:") == {}
    assert tasks.none in all_words(figure)


def test_a_count_that_nobody_gave_has_words_in_the_place_of_its_bar(tasks):
    unknown = replace(tasks.bars[2], count=None)
    figure = figure_of(replace(tasks, bars=(*tasks.bars[:2], unknown)))
    assert unknown.label not in widths(figure, "bar:")
    assert values(figure)[unknown.label] == tasks.missing


def test_overdue_is_hatched_so_that_it_does_not_rest_on_colour(tasks):
    hatched = {p.get_gid() for p in figure_of(tasks).findobj(Rectangle) if p.get_hatch()}
    assert hatched == {"bar:quá hạn, chưa hoàn thành", "part:quá hạn, chưa hoàn thành"}


def many_units():
    """The 25 communes of a district: more bars than fit at full size."""
    bars = tuple(Given(f"xã {name}", n, 96) for n, name in enumerate("ABCDEGHIKLMNOPQRSTUVXYĐÂÊ"))
    return Progress(Head("Tiến độ các xã", "quý III năm 2024"), (BarGroup("", bars),))


def crowded():
    """Long labels, words without a break, big numbers, nothing left out."""
    head = Head(LONG, LONG, LONG)
    return [
        Progress(head, (BarGroup(LONG, (Given(LONG, 1, 2, LONG), Given(UNBROKEN, 12345, 67890))),)),
        RatePairs(head, LONG, UNBROKEN, "chưa có", (Rate(LONG, Decimal("123456.78"), None),) * 2),
        Tasks(head, LONG, 493827156, LONG, LONG, tuple(TaskBar(LONG, 123456789, t) for t in Tone)),
        Measured(
            head,
            (Point(LONG, None, PointState.MISSING), Point(UNBROKEN, Decimal(10) ** 15), LITTLE),
            references=(Reference(LONG, Decimal(10) ** 14), Reference("chỉ tiêu", Decimal(1))),
            notes=(LONG,),
        ),
        many_units(),
    ]


def test_a_trend_tells_missing_from_zero_and_shows_the_present(measured):
    figure = figure_of(measured)
    drawn, printed = widths(figure, "bar:"), values(figure)
    assert drawn["6 tháng 2024"] * 376 / 12345 == pytest.approx(drawn["quý III 2024"])
    assert drawn["quý I năm 2024"] == ZERO
    assert "năm 2023" not in drawn
    assert printed["năm 2023"] == "chưa có số liệu"
    assert printed["6 tháng 2024"] == "12.345"
    colours = {p.get_gid(): p.get_facecolor() for p in figure.findobj(Rectangle)}
    assert colours["bar:quý III 2024"] != colours["bar:6 tháng 2024"]


def test_a_trend_of_rates_has_a_hundred_percent_as_its_scale(measured):
    rates = replace(
        measured, percent=True, points=(Point("a", Decimal(50)), Point("b", Decimal(25)))
    )
    full = replace(measured, percent=True, points=(Point("a", Decimal(100)),))
    drawn = widths(figure_of(rates), "bar:")
    assert drawn["a"] * 2 == drawn["b"] * 4 == pytest.approx(widths(figure_of(full), "bar:")["a"])


@pytest.fixture(params=["progress", "rates", "tasks", "measured", *range(5)])
def drawn(request):
    """Each sample and each crowded chart as a drawn figure."""
    named = isinstance(request.param, str)
    series = request.getfixturevalue(request.param) if named else crowded()[request.param]
    figure = figure_of(series)
    figure.canvas.draw()
    return figure


def boxes(figure):
    renderer = figure.canvas.get_renderer()
    return [(t.get_text(), t.get_window_extent(renderer)) for t in figure.texts]


def test_no_text_leaves_the_picture(drawn):
    width, height = drawn.canvas.get_width_height()
    for text, box in boxes(drawn):
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= width, text
        assert box.y1 <= height, text


def test_no_text_covers_another(drawn):
    for (text, box), (other, other_box) in combinations(boxes(drawn), 2):
        assert not box.overlaps(other_box), (text, other)


def test_no_value_is_written_on_a_bar(drawn):
    bars = [p.get_window_extent() for p in drawn.findobj(Rectangle) if p is not drawn.patch]
    for text, box in boxes(drawn):
        for bar in bars:
            assert not bar.padded(-1).overlaps(box), text


def test_no_letter_is_under_eleven_pixels_on_a_phone(drawn):
    smallest = min(text.get_fontsize() for text in drawn.texts)
    assert smallest >= SMALLEST == 3 * 11  # 1080 pixels are shown on 360


def test_many_units_stand_under_each_other_and_none_is_left_out():
    printed = values(figure_of(many_units()))
    assert len(printed) == 25


def test_a_long_name_keeps_to_two_lines_beside_its_bar_or_stands_above_it_in_full():
    name = "phường Trần Hưng Đạo, thị xã Đức Phổ"
    bars = (Given(name, 3, 8), *(Given(f"xã {n}", n, 8) for n in range(8) for _ in "ab"))
    figure = figure_of(Progress(Head("Đúng hạn"), (BarGroup("", bars),)))
    lines = [t.get_text() for t in figure.texts if t.get_gid() == f"label:{name}"]
    assert len(lines) <= 2
    assert " ".join(lines) == name


def test_the_states_of_figures_are_drawn_apart_and_told_in_the_legend():
    bar = Given("I", 10, 12, none=4, lacking=3)
    figure = figure_of(Progress(Head("Tiến độ"), (BarGroup("", (bar,)),)))
    one = widths(figure, "bar:")["I"] / 3  # numbers
    assert widths(figure, "none:")["I"] == pytest.approx(4 * one)
    assert widths(figure, "lacking:")["I"] == pytest.approx(3 * one)
    looks = {(p.get_facecolor(), p.get_hatch()) for p in figure.findobj(Rectangle) if p.get_gid()}
    assert len(looks) == 3
    for words in ("có số", "không phát sinh", "chưa có số liệu", "chưa gửi"):
        assert words in all_words(figure)


def test_all_numbers_need_no_legend(progress):
    assert "không phát sinh" not in all_words(figure_of(progress))


@pytest.mark.parametrize("known", [k for k in PointState if k is not PointState.VALUE])
def test_what_is_no_number_has_its_own_words_and_no_bar(known):
    points = (Point("quý I", Decimal(0), known), Point("quý II", Decimal(0)))
    figure = figure_of(Measured(Head("III.3.1"), points))
    assert set(widths(figure, "bar:")) == {"quý II"}
    assert values(figure) == {"quý I": STATE_WORDS[known], "quý II": "0"}


def test_mean_and_target_are_lines_at_their_values_with_words():
    points = (Point("xã A", Decimal(40)), Point("xã B", Decimal(80)))
    references = (Reference("chung", Decimal(60)), Reference("chỉ tiêu", Decimal(80)))
    series = Measured(Head("III.3.1"), points, percent=True, references=references)
    figure = figure_of(series)
    drawn = widths(figure, "bar:")
    left = min(p.get_x() for p in figure.findobj(Rectangle) if (p.get_gid() or "") == "bar:xã A")
    lines = sorted(p.get_x() for p in figure.findobj(Rectangle) if p.get_gid() == "line:xã A")
    assert lines == pytest.approx([left + drawn["xã A"] * 1.5, left + drawn["xã B"]])
    assert "chung: 60%" in all_words(figure)
    assert "chỉ tiêu: 80%" in all_words(figure)


@pytest.mark.parametrize("count", [1, 8, 30, 150])
def test_any_number_of_units_is_drawn_whole(count):
    points = tuple(Point(f"xã {n}", Decimal(n)) for n in range(count))
    assert len(values(figure_of(Measured(Head("III.3.1"), points)))) == count


def test_long_numbers_take_from_the_bars_and_not_from_their_digits():
    figure = figure_of(Measured(Head("VI.1"), (Point("a", Decimal(10) ** 15), LITTLE)))
    printed = next(t for t in figure.texts if t.get_gid() == "value:a")
    assert printed.get_fontsize() >= SMALLEST
    assert printed.get_text() == "1.000.000.000.000.000"
