"""A superior sets units side by side: one figure, over periods, and who came in time."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.drawn import drawn
from charts.series import Heat, Measured, Shade
from domain.people.units import Unit
from handlers.comparison.asked import read_asked
from handlers.wording.onward import PAGE
from handlers.work import Work
from reports.drawing import CRAFTS
from reports.plain import from_plain
from storage.database.database import Database
from tests.support.district import AN_THI, BAC_SON, PEOPLE, UNITS, District, filler


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-08-28 08:00")
    return district


def series_of(reply) -> Measured | Heat:
    (picture,) = reply.files
    return from_plain(CRAFTS[picture.drawing["kind"]].of, picture.drawing["of"])


def test_a_rate_stands_unit_by_unit_the_lowest_first_with_that_of_all_together(
    desk: District,
) -> None:
    desk.fill("hung", done=400, on_time=300)
    desk.say("lan", "III.3.1.1 = 100; III.3.1.2 = 90")
    desk.say("lan", "đúng")
    reply = desk.answer("quynh", "so sánh III.3.1")
    lines = reply.text.splitlines()
    assert lines[0].startswith("III.3.1 ")
    assert "Thấp nhất trước" in lines[1]
    assert lines[2:5] == ["xã Phù Ủng: 75%", "xã Bắc Sơn: 90%", "xã Đa Lộc: chưa gửi"]
    assert "Chung, tính từ tổng: 78%" in lines  # 390 of 500, and not the mean of the rates
    assert drawn(reply.files[0]).content.startswith(b"\x89PNG")


def test_a_count_comes_highest_first_with_sum_and_mean_and_none_arisen_apart(
    desk: District,
) -> None:
    desk.fill("hung", done=400)
    desk.say("lan", "III.3.1.1 kps")
    desk.say("lan", "đúng")
    reply = desk.answer("quynh", "so sanh 3.1.1")
    lines = reply.text.splitlines()
    assert lines[2:5] == [
        "xã Phù Ủng: 400",
        "xã Bắc Sơn: không phát sinh",
        "xã Đa Lộc: chưa gửi",
    ]
    assert "Trung bình một đơn vị: 200" in lines
    assert "Tổng: 400 (2/3 đơn vị có số)." in lines


def test_the_picture_says_what_the_text_says(desk: District) -> None:
    desk.fill("hung", done=400)
    reply = desk.answer("quynh", "so sánh III.3.1.1")
    series = series_of(reply)
    assert isinstance(series, Measured)
    assert [point.label for point in series.points] == ["xã Phù Ủng", "xã Bắc Sơn", "xã Đa Lộc"]


def test_only_the_units_that_are_named_are_shown(desk: District) -> None:
    text = desk.say("quynh", "so sánh III.3.1.1 xã Phù Ủng với xã Đa Lộc")
    assert "xã Đa Lộc: chưa gửi\nxã Phù Ủng: chưa gửi" in text
    assert "Bắc Sơn" not in text


def test_a_unit_that_is_not_below_is_not_shown(desk: District) -> None:
    assert "Không thấy đơn vị" in desk.say("quynh", "so sánh III.3.1.1 xã Chính Nghĩa")


def test_who_oversees_nobody_is_led_to_the_own_figures(desk: District) -> None:
    text = desk.say("lan", "so sánh III.3.1.1")
    assert "xu hướng III.3.1.1" in text
    assert "Phù Ủng" not in text


def test_several_lines_of_that_number_are_asked_and_a_tap_answers(desk: District) -> None:
    asked = desk.answer("quynh", "so sánh 1")
    assert len(asked.choices) > 1
    assert all(len(choice.data.encode()) <= 48 for choice in asked.choices)
    reply = desk.tap("quynh", asked, asked.choices[0].words)
    assert reply.text.startswith("I.1 ")


def test_a_heat_map_of_one_figure_has_a_column_for_each_period(desk: District) -> None:
    desk.fill("hung", done=400)
    reply = desk.answer("quynh", "so sánh III.3.1 qua các kỳ")
    series = series_of(reply)
    assert isinstance(series, Heat)
    assert series.columns[-1] == "quý III năm 2024"
    shades = {row.label: row.cells[-1].shade for row in series.rows}
    assert shades["xã Đa Lộc"] is Shade.NOTHING
    assert shades["xã Phù Ủng"] is Shade.ALL
    assert "xã Phù Ủng: quý III năm 2024 100%" in reply.text


def test_reports_in_time_are_shown_by_period_and_by_unit(desk: District) -> None:
    desk.fill("hung")
    desk.move("2024-09-18 08:00")
    course = desk.answer("quynh", "xu hướng đúng hạn")
    assert "quý III năm 2024: 33,33% (1/3 báo cáo)" in course.text
    grid = desk.answer("quynh", "so sánh đúng hạn")
    assert "xã Phù Ủng: quý III năm 2024 đúng hạn" in grid.text
    assert "xã Đa Lộc: quý III năm 2024 chưa nộp, quá hạn 3 ngày" in grid.text
    assert grid.text.index("Đa Lộc") < grid.text.index("Phù Ủng")


def test_a_commune_sees_only_its_own_record(desk: District) -> None:
    desk.move("2024-09-18 08:00")
    for words in ("xu hướng đúng hạn", "so sánh đúng hạn"):
        text = desk.say("lan", words)
        assert text.startswith("Xã Bắc Sơn: 0/1")
        assert "Phù Ủng" not in text


MANY = 150
MANY_UNITS = tuple(
    Unit(f"{AN_THI}/xa-m{n}", "xa", f"xã Mẫu {n:03}", f"xa-mau-{n}", AN_THI)
    for n in range(MANY - 3)
)


def test_which_figure_is_meant_is_asked_without_losing_what_was_said(desk: District) -> None:
    asked = desk.answer("quynh", "so sánh 4.1 qua các kỳ")
    told = desk.tap("quynh", asked, "so sánh I.4.1 qua các kỳ")
    assert told.text.startswith("I.4.1 tổng số được giao qua các kỳ")
    assert isinstance(series_of(told), Heat)
    asked = desk.answer("quynh", "so sánh 4.1 xã Bắc Sơn với xã Đa Lộc")
    told = desk.tap("quynh", asked, "so sánh I.4.1 xã Bắc Sơn với xã Đa Lộc")
    assert "xã Phù Ủng" not in told.text


@pytest.fixture
def large(memory_database: Database) -> District:
    people = [
        *PEOPLE,
        *(filler(f"m{n}", f"Lê Văn {n}", unit.id) for n, unit in enumerate(MANY_UNITS)),
    ]
    district = District(memory_database, units=(*UNITS, *MANY_UNITS), people=people)
    district.move("2024-09-14 08:00")  # the round is known before it is due
    district.move("2024-09-18 08:00")
    return district


def test_of_a_hundred_and_fifty_units_it_is_said_which_are_shown_and_how_to_see_the_rest(
    large: District,
) -> None:
    for words, again in (
        ("so sánh III.3.1", "so sánh III.3.1"),
        ("tình hình", "tình hình quý III năm 2024"),
        ("xếp hạng", "xếp hạng"),
        ("so sánh đúng hạn", "so sánh đúng hạn"),
        ("so sánh III.3.1 qua các kỳ", "so sánh III.3.1 qua các kỳ"),
    ):
        seen: set[str] = set()
        command = words
        for first in range(1, MANY + 1, PAGE):
            reply = large.answer("quynh", command)
            assert f"Số {first}–{first + PAGE - 1} trong {MANY}. " in reply.text, command
            series = series_of(reply)
            assert f"trong {MANY}" in " ".join(series.notes)
            named = {line for line in reply.text.splitlines() if "xã " in line and ": " in line}
            seen |= {line.partition("xã ")[2].partition(":")[0] for line in named}
            command = f"{again} từ {first + PAGE}"
            assert (command in reply.text) is (first + PAGE <= MANY), command
        assert len([name for name in seen if name.startswith("Mẫu")]) == MANY - 3, words


@pytest.mark.parametrize(
    ("text", "code", "period", "names", "start", "over"),
    [
        ("III.3.1", "III.3.1", None, (), 1, False),
        ("III.3.1 quý III/2024 từ 31", "III.3.1", "2024-Q3", (), 31, False),
        ("3.1 qua cac ky", "3.1", None, (), 1, True),
        ("III.3.1 các xã quý II năm 2024", "III.3.1", "2024-Q2", (), 1, False),
        ("3.1.1 xã A, xã B và xã C", "3.1.1", None, ("xã A", "xã B", "xã C"), 1, False),
        ("xã A với xã B 3.1.1 quý I/2024", "3.1.1", "2024-Q1", ("xã A", "xã B"), 1, False),
    ],
)
def test_what_is_asked_is_read_out_of_the_words(
    desk, text, code, period, names, start, over
) -> None:
    with desk.database.read() as session:
        asked = read_asked(Work(session, desk.catalogue, desk.now), text)
    read = (asked.code, asked.period, asked.names, asked.start, asked.over_periods)
    assert read == (code, period, names, start, over)


def test_a_target_of_the_form_is_a_line_of_the_chart(desk: District) -> None:
    form = desk.catalogue.form("par-quarter", desk.report(BAC_SON).closes)
    line = form.indicators["III.3.1"]
    assert line.target is None
    aimed = replace(line, target=Decimal(95))
    form.indicators["III.3.1"] = aimed  # type: ignore[index]
    try:
        assert "Mục tiêu: 95%" in desk.say("quynh", "so sánh III.3.1")
    finally:
        form.indicators["III.3.1"] = line  # type: ignore[index]
