"""Figures of periods side by side, named by words: shown and asked about, never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading.answers import read_answer
from domain.reading.awaited import Awaited, Stop
from domain.reading.readings import Treatment
from domain.report.forms import Form
from storage.catalogue.catalogue import load_catalogue


@pytest.fixture(scope="module")
def form() -> Form:
    return load_catalogue().form("par-supervision", date(2023, 5, 29))


def read(form: Form, block: str, said: str, later: tuple[str, ...] = ()):
    awaited = Awaited(form, form.blocks_by_id[block], tuple(form.blocks_by_id[b] for b in later))
    return read_answer(said, awaited)


def figures(answer) -> dict[str, int | None]:
    return {
        e.code: None if e.reading.value is None else int(e.reading.value) for e in answer.entries
    }


FIELDS = {
    "II.4.9.a": 179, "II.4.9.b": 1197, "II.4.9.c": 490,
    "II.4.10.a": 391, "II.4.10.b": 386, "II.4.10.c": 172,
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("chứng thực 179 1.197 490; hộ tịch 391 386 172", FIELDS),
        ("chung thuc: 179 1197 490\nhộ tịch = 391 386 172", FIELDS),
        ("chứng thực 2021 là 1.790", {"II.4.9.a": 1790}),
        ("chứng thực năm 2022: 1.197", {"II.4.9.b": 1197}),
        ("hộ tịch 5 tháng đầu năm 2023 là 172", {"II.4.10.c": 172}),
        ("hộ tịch 5T2023 là 172; chứng thực 2021 1.790", {"II.4.10.c": 172, "II.4.9.a": 1790}),
    ],
)
def test_a_line_is_named_by_its_words_and_has_a_figure_for_each_period(
    form: Form, said: str, told: dict[str, int]
) -> None:
    answer = read(form, "II.4.9", said)
    assert figures(answer) == told
    assert answer.action is Treatment.CONFIRM


def test_the_first_open_block_that_has_all_the_words_is_meant(form: Form) -> None:
    said = "BTXH 15 47 20; NCC 0 4 2; đơn 0 3 1"
    answer = read(form, "II.4.24", said, later=("II.4.11.a", "II.4.27"))
    assert figures(answer) == {
        "II.4.11.a": 15, "II.4.11.b": 47, "II.4.11.c": 20,
        "II.4.12.a": 0, "II.4.12.b": 4, "II.4.12.c": 2,
        "II.4.13.a": 0, "II.4.13.b": 3, "II.4.13.c": 1,
    }  # fmt: skip


def test_a_line_with_one_figure_may_stand_beside_them(form: Form) -> None:
    said = "tin bài đăng trang điện tử 410 520 267; tổng tin bài, văn bản đã đăng 2.461"
    told = figures(read(form, "II.9.6", said))
    assert told["II.9.6"] == 2461
    assert [told[f"II.9.4.{letter}"] for letter in "abc"] == [410, 520, 267]


@pytest.mark.parametrize(
    "said",
    [
        "chứng thực 179 1.197; hộ tịch 391 386 172",  # two figures of three
        "chứng thực 179 1.197 490; lĩnh vực khác 391 386 172",  # no such line
        "chứng thực 2024 là 1.790",  # no such period
        "chứng thực là 1.790",  # which period
    ],
)
def test_what_does_not_fit_as_a_whole_is_left(form: Form, said: str) -> None:
    answer = read(form, "II.4.9", said)
    assert not answer.entries
    assert answer.trouble is not None


def test_a_row_by_position_stays_one(form: Form) -> None:
    assert figures(read(form, "I.2", "11; 52; 37")) == {"I.2.1.a": 11, "I.2.1.b": 52, "I.2.1.c": 37}


def test_a_line_of_a_table_may_leave_out_its_unit(form: Form) -> None:
    said = "Chỉ tiêu\t2021\t2022\t5T2023\nTiếp nhận\t2.196\t1.639\t681\nQuá hạn\t4\t\t0"
    assert figures(read(form, "I.5", said)) == {
        "II.4.2.a": 2196, "II.4.2.b": 1639, "II.4.2.c": 681, "II.4.8.a": 4, "II.4.8.c": 0
    }  # fmt: skip


def test_the_figures_of_somebody_else_are_refused(form: Form) -> None:
    awaited = Awaited(form, form.blocks_by_id["I.2"], owned=frozenset(form.asked("office")))
    answer = read_answer("chứng thực đã giải quyết 179 1.197 490; văn bản chỉ đạo 1 2 3", awaited)
    assert answer.trouble is not None
    assert answer.trouble.reason is Stop.FOREIGN_CODE


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("2 300.000đ/người/tháng", Treatment.ACCEPT),
        ("2; 300.000 đồng/người/tháng", Treatment.ACCEPT),
        ("2; 300.000đ/năm", Treatment.CONFIRM),  # not what the form prints
    ],
)
def test_money_may_say_for_whom_and_for_how_long(form: Form, said: str, action: Treatment) -> None:
    answer = read(form, "II.1", said)
    assert figures(answer) == {"II.1.1": 2, "II.1.2": 300_000}
    assert answer.action is action
