"""The report of xã Ngọc Kỳ for a supervision, played whole: three periods side by side, text,
registers, the figures of the real report, and what the checks say of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from bot.rehearsal.rehearse import run_rehearsal
from tests.support.seed_figures import SeedFigure, golden, seed_figures, stands_in, told_in

SEED = "000"
OTHERWISE = {
    ("53", "78/93 (83,4%)"): "the rate of 78 of 93 is 83,87%, and that is printed",
    ("390", "2.461"): "the sum of its own parts is 2.073, and that is printed",
}
"""The figures of the real report that stand otherwise in the made one, and why."""

RAISED = {
    "NK03": r"Tỷ lệ 1\.7: theo số liệu đã ghi là 83,87%, không phải 83,4%",
    "NK07": r"\(139\) phải bằng thủ tục cấp xã được công bố, 5 tháng đầu năm 2023 \(138\)",
    "NK21": r"\(681\) phải bằng .* \(685 \+ 3 = 688\); đang lệch 7",
    "NK31": r"Lưu ý: Hộ tịch đã giải quyết, .* \(172\) không thể lớn hơn .* \(170\)",
    "NK35": r"\(2\.461\) phải bằng .* = 2\.073\)",
    "NK37": r"Lần xin lỗi khi trễ hẹn, năm 2021 \(0\) không thể nhỏ hơn .* \(4\)",
}
"""Where the checks speak as the list of checked statements wants it."""
NOT_RAISED = {
    "NK36": "the form counts the folders and does not ask for their names",
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ngoc-ky")
    run_rehearsal("ngoc-ky", folder)
    return folder


@pytest.fixture(scope="module")
def summary(out: Path) -> dict[str, Any]:
    return json.loads((out / "summary.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def transcript(out: Path) -> str:
    return (out / "transcript.txt").read_text("utf-8").replace("\u00a0", " ")


@pytest.fixture(scope="module")
def report(out: Path) -> Path:
    (file,) = out.glob("bao-cao-*.docx")
    return file


@pytest.fixture(scope="module")
def told(report: Path) -> tuple[str, ...]:
    return told_in(report)


def test_every_figure_and_every_heading_came_by_chat(summary: dict[str, Any]) -> None:
    assert summary["complete"] is True
    assert summary["figures_by_chat"] == summary["figures_asked"] == 180


@pytest.mark.parametrize("figure", seed_figures(SEED), ids=lambda figure: figure.name)
def test_a_figure_of_the_real_report_stands_in_the_made_one(
    figure: SeedFigure, told: tuple[str, ...]
) -> None:
    otherwise = (figure.line, figure.value) in OTHERWISE
    assert stands_in(figure, told) is not otherwise, figure.name


def test_what_is_printed_instead_is_the_computed_one(told: tuple[str, ...]) -> None:
    assert any("78/93 người, đạt 83,87%" in piece for piece in told)
    assert any("tổng số tin bài, văn bản đã đăng: 2.073" in piece for piece in told)


def test_each_period_has_its_own_column_of_the_annex(report: Path) -> None:
    rows = Document(str(report)).tables[-1].rows
    texts = [[cell.text for cell in row.cells] for row in rows]
    heads = ["Số liệu năm 2021 (a)", "Số liệu năm 2022 (b)", "Số liệu 5 tháng đầu năm 2023 (c)"]
    assert texts[1][3:7] == [*heads, "Số liệu chung"]
    of = {(row[1], row[2]): row[3:7] for row in texts}
    assert of["Tổng số hồ sơ đã tiếp nhận", "Hồ sơ"] == ["2.196", "1.639", "681", ""]
    assert of["Giải quyết quá hạn", "Hồ sơ"] == ["4", "", "0", ""]  # a blank is no 0
    assert of["Tỷ lệ hồ sơ mức độ 3, 4", "%"] == ["", "71,02%", "99,41%", ""]
    assert of["Số tổ tiếp nhận, hướng dẫn nhân dân lập tài khoản", "Tổ"] == ["", "", "", "5"]


@pytest.mark.parametrize("statement", RAISED)
def test_a_slip_of_the_real_report_is_said_when_it_is_typed(
    statement: str, transcript: str
) -> None:
    assert re.search(RAISED[statement], transcript)


def test_every_slip_on_the_list_is_said_or_named_here() -> None:
    assert golden(SEED, "MISMATCH") == RAISED.keys() | NOT_RAISED.keys()


def test_nothing_is_raised_of_what_is_right(summary: dict[str, Any]) -> None:
    raised = {tuple(finding["codes"]): finding["kept"] for finding in summary["rules_raised"]}
    assert raised == {
        ("II.2.7.c", "II.2.1.c"): True,
        ("II.4.2.c", "II.4.5.c", "II.4.14.c"): True,
        ("II.4.31.a", "II.4.8.a"): True,
        ("II.4.10.c", "II.4.19.c"): False,
        ("II.4.11.c", "II.4.25.c"): False,
        ("II.4.4.b", "II.4.14.a"): False,  # blank: that it would be 0 is said, never written
    }


def test_the_report_goes_to_the_council_and_leaves_nothing_open(told: tuple[str, ...]) -> None:
    text = "\n".join(told)
    for words in (
        "XÃ NGỌC KỲ",
        "45/BC-UBND",
        "Kính gửi: Thường trực HĐND huyện Tứ Kỳ",
        "- Như trên;",
        "TM. ỦY BAN NHÂN DÂN",
        "23/KH-UBND",
        "UBND huyện trang bị",
    ):
        assert words in text
    assert "[" not in text
