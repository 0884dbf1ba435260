"""Figures named by words of their labels: to be confirmed, and only where nothing else is meant."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading.answers import read_answer
from domain.reading.awaited import Awaited
from domain.reading.readings import Reason, Treatment
from domain.report.forms import Form
from storage.catalogue.catalogue import load_catalogue


@pytest.fixture(scope="module")
def form() -> Form:
    return load_catalogue().form("par-quarter", date(2024, 9, 14))


@pytest.mark.parametrize(
    ("block", "said", "figures"),
    [
        ("I.4", "tong 14, dung han 14", {"I.4.1": 14, "I.4.2": 14}),
        ("I.4", "Tổng số 14; đúng hạn 13; hoàn thành quá hạn 1", {"1": 14, "2": 13, "3": 1}),
        ("I.4", "tổng: 14 đúng hạn: 14 chưa hoàn thành: 0", {"1": 14, "2": 14, "4": 0}),
        ("I.4", "tổng 14 nhiệm vụ đúng hạn 13 nhiệm vụ", {"1": 14, "2": 13}),
        ("I.4", "đúng hạn 1.200, tổng 1.234", {"2": 1200, "1": 1234}),
        ("VI.1", "vốn giao 17.465 giải ngân 3.598", {"VI.1.1": 17465, "VI.1.2": 3598}),
        ("VI.1", "vốn giao 17 tỷ giải ngân 3 tỷ", {"VI.1.1": 17000, "VI.1.2": 3000}),
        ("VI.1", "kh 17465 giai ngan 3598", {"VI.1.1": 17465, "VI.1.2": 3598}),
        ("VI.1", "KH 17 tỷ 465, GN 3 tỷ 598", {"VI.1.1": 17465, "VI.1.2": 3598}),
        ("VI.1", "ke hoach 17.465 trieu dong; giai ngan 3,598 ty", {"1.1": 17465, "1.2": 3598}),
    ],
)
def test_what_is_named_is_shown_and_asked_about(
    form: Form, block: str, said: str, figures: dict[str, int]
) -> None:
    answer = read_answer(said, Awaited(form, form.blocks_by_id[block]))
    assert answer.action is Treatment.CONFIRM
    section, _, _ = block.partition(".")
    named = {code if "." in code else f"{block}.{code}": n for code, n in figures.items()}
    full = {code if code[0].isalpha() else f"{section}.{code}": n for code, n in named.items()}
    assert {entry.code: entry.reading.value for entry in answer.entries} == full


@pytest.mark.parametrize(
    ("block", "said", "exact", "about"),
    [
        ("I.4", "tổng khoảng 14, đúng hạn 13", {"I.4.2": 13}, ["I.4.1"]),
        ("VI.1", "giải ngân được gần 3,5 tỷ", {}, ["VI.1.2"]),
        ("VI.1", "ke hoach 17465, giai ngan tren 3,5 ty", {"VI.1.1": 17465}, ["VI.1.2"]),
        ("VI.1", "hơn 17 tỷ và gần 3,5 tỷ", {}, ["VI.1.1", "VI.1.2"]),
    ],
)
def test_what_is_only_told_about_is_asked_for_exactly(
    form: Form, block: str, said: str, exact: dict[str, int], about: list[str]
) -> None:
    answer = read_answer(said, Awaited(form, form.blocks_by_id[block]))
    assert answer.trouble is None
    sure = {entry.code: entry.reading.value for entry in answer.entries if entry.reading.sure}
    asked = [e.code for e in answer.entries if e.reading.reason is Reason.APPROXIMATE]
    assert (sure, asked) == (exact, about)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("VI.1", "kh 17465 kp 3598"),
        ("VI.1", "giải ngân 3,5 tỷ"),
        ("I.4", "quá hạn 0; đúng hạn 14"),  # late and done, or late and open
        ("I.4", "tổng 14, không đúng hạn 2"),
        ("I.4", "tổng -14, đúng hạn 13"),
        ("I.4", "tổng 14, còn 2 quá hạn"),
        ("I.4", "14 tổng 13 đúng hạn"),
        ("I.4", "tổng 14 14 0 0"),
        ("I.4", "tổng 14, tổng số 15"),
        ("I.4", "tổng 1 200, đúng hạn 13"),
        ("I.4", "tổng 14k, đúng hạn 13"),
    ],
)
def test_what_may_mean_something_else_is_left(form: Form, block: str, said: str) -> None:
    answer = read_answer(said, Awaited(form, form.blocks_by_id[block]))
    assert answer.trouble is not None
    assert answer.entries == ()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("vốn giao 17,465 giải ngân 3.598", "VI.1.1"),
        ("kế hoạch 17.465 triệu, giải ngân 3.598 tỷ", "VI.1.2"),
        ("giải ngân 3.598 tỷ", "VI.1.2"),
    ],
)
def test_a_named_figure_with_two_readings_is_asked(form: Form, said: str, code: str) -> None:
    answer = read_answer(said, Awaited(form, form.blocks_by_id["VI.1"]))
    asked = [entry for entry in answer.entries if entry.reading.action is Treatment.ASK]
    assert answer.trouble is None
    assert [entry.code for entry in asked] == [code]
    assert len(asked[0].reading.alternatives) == 2
