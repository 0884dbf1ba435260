"""One figure over the periods: which are shown, what is left out, and what stands beside them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.dates.moments import parse_at
from domain.report.figures import Figure, State
from storage.database.database import Database
from storage.reports.figures import write_figures
from storage.reports.rounds import obligations_of
from tests.support.task_desk import BAC_SON, Desk

CODE = "III.3.1.1"
STATES = (
    Figure(CODE, State.VALUE, Decimal(100)),
    Figure(CODE, State.NONE_ARISEN),
    Figure(CODE, State.MISSING),
    None,
)


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """Ten third quarters, one state of the figure after the other; now it is 2030."""
    desk = Desk(memory_database, now=parse_at("2021-08-01 08:00"))
    for year in range(2021, 2031):
        desk.move(f"{year}-06-05 08:00")
        desk.move(f"{year}-09-05 08:00")
    with desk.database.work() as session:
        owed = [o for o in obligations_of(session, BAC_SON) if o.period_code.endswith("-Q3")]
        for number, report in enumerate(owed):
            if figure := STATES[number % 4]:
                write_figures(session, report.id, [figure], "lan", "test", desk.now)
    return desk


def points(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("quý III năm ")]


def test_every_period_that_was_owed_is_shown_in_its_state(desk: Desk) -> None:
    shown = points(desk.say("lan", f"xu hướng {CODE}"))
    assert [line.partition(": ")[2] for line in shown] == 2 * [
        "chưa có số liệu",
        "chưa gửi",
        "100",
        "không phát sinh",
    ]


def test_a_first_period_is_where_the_picture_begins(desk: Desk) -> None:
    shown = points(desk.say("lan", "xu huong 3.1.1 quy III/2027 den nay"))
    assert [line.partition(":")[0] for line in shown] == [
        f"quý III năm {year}" for year in range(2027, 2031)
    ]


def test_a_last_period_is_where_it_ends(desk: Desk) -> None:
    shown = points(desk.say("lan", f"xu hướng {CODE} từ quý III/2023 đến quý III/2026"))
    assert [line.partition(":")[0] for line in shown] == [
        f"quý III năm {year}" for year in range(2023, 2027)
    ]


def test_what_is_left_out_is_said_with_the_way_to_it(desk: Desk) -> None:
    text = desk.say("lan", f"xu hướng {CODE}")
    assert len(points(text)) == 8
    way = f"xu hướng xa-bac-son {CODE} từ quý III năm 2021 đến nay"
    assert f"8 kỳ mới nhất trong 10 kỳ. Xem thêm: {way}" in text
    assert len(points(desk.say("lan", way))) == 10


def test_periods_of_another_length_are_counted_and_not_drawn(desk: Desk) -> None:
    text = desk.say("lan", f"xu hướng {CODE}")
    assert "dài hay ngắn hơn không vẽ" in text
    assert "6 tháng" not in text.partition("8 kỳ")[0]


def test_words_and_days_have_no_trend(desk: Desk) -> None:
    assert "không phải con số" in desk.say("lan", "xu hướng I.6")


def test_the_mean_counts_what_did_not_arise_as_nothing_and_not_what_is_missing(desk: Desk) -> None:
    text = desk.say("lan", f"xu hướng {CODE}")
    assert "Trung bình một kỳ: 50" in text  # two of 100, two of 0


def test_the_chart_of_a_code_is_the_same_picture(desk: Desk) -> None:
    assert desk.say("lan", f"biểu đồ {CODE}") == desk.say("lan", f"xu hướng {CODE}")
