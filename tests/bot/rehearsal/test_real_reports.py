"""Reports that were really written, made again from their samples: every figure of the real one
stands in the made one, every slip of it is said when it is typed, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from docx import Document

from tests.bot.rehearsal.conftest import Rehearse
from tests.bot.rehearsal.seed_facts import (
    SeedFigure,
    golden,
    lines_of,
    seed_figures,
    stands_in,
)


@dataclass(frozen=True)
class RealReport:
    """What is expected of one of them."""

    sample: str
    seed: str  # how the name of its file begins
    otherwise: Mapping[tuple[str, str], str]  # line, value -> why it does not stand there so
    raised: Mapping[str, str]  # id of a checked statement -> where the bot speaks of it
    not_raised: Mapping[str, str]  # id -> why nobody does
    findings: Mapping[tuple[str, ...], bool]  # what the report is left with, and whether kept
    printed: tuple[str, ...]  # of its form and its words


NGOC_KY = RealReport(
    sample="ngoc-ky",
    seed="000",
    otherwise={
        ("53", "78/93 (83,4%)"): "the rate of 78 of 93 is 83,87%, and that is printed",
        ("390", "2.461"): "the sum of its own parts is 2.073, and that is printed",
    },
    raised={
        "NK03": r"Tỷ lệ 1\.7: theo số liệu đã ghi là 83,87%, không phải 83,4%",
        "NK07": r"\(139\) phải bằng thủ tục cấp xã được công bố, 5 tháng đầu năm 2023 \(138\)",
        "NK21": r"\(681\) phải bằng .* \(685 \+ 3 = 688\); đang lệch 7",
        "NK31": r"Lưu ý: Hộ tịch đã giải quyết, .* \(172\) không thể lớn hơn .* \(170\)",
        "NK35": r"\(2\.461\) phải bằng .* = 2\.073\)",
        "NK36": r"Thư mục tuyên truyền \(6\) phải bằng tên các thư mục tuyên truyền \(4\)",
        "NK37": r"Lần xin lỗi khi trễ hẹn, năm 2021 \(0\) không thể nhỏ hơn .* \(4\)",
    },
    not_raised={},
    findings={
        ("II.2.7.c", "II.2.1.c"): True,
        ("II.4.2.c", "II.4.5.c", "II.4.14.c"): True,
        ("II.4.31.a", "II.4.8.a"): True,
        ("II.4.10.c", "II.4.19.c"): False,
        ("II.4.11.c", "II.4.25.c"): False,
        ("II.4.4.b", "II.4.14.a"): False,  # blank: that it would be 0 is said, never written
        ("II.4.16.c", *(f"II.4.{n}.c" for n in (19, 22, 25, 28, 12))): False,
        ("I.3.7", "I.3.B"): False,
        (*(f"I.4.1.{c}" for c in "abc"), *(f"II.2.4.{c}" for c in "abc")): False,  # looks copied
    },
    printed=(
        "XÃ NGỌC KỲ",
        "45/BC-UBND",
        "Kính gửi: Thường trực HĐND huyện Tứ Kỳ",
        "- Như trên;",
        "TM. ỦY BAN NHÂN DÂN",
        "23/KH-UBND",
        "UBND huyện trang bị",
        "78/93 người, đạt 83,87%",
        "tổng số tin bài, văn bản đã đăng: 2.073",
    ),
)

DUC_PHO = RealReport(
    sample="duc-pho",
    seed="004",
    otherwise={},
    raised={
        "DP26": r"III\.6\.T chưa khớp số liệu: bình thường, .* là 3",
        "DP27": r"V\.Ta chưa khớp số liệu: .* là 134; .* là 128",
    },
    not_raised={
        "DP28": "five months and a day is told to whoever loads the regime",
        "DP29": "the text of the form numbers its points itself",
    },
    findings={},
    printed=(
        "UBND THỊ XÃ ĐỨC PHỔ",
        "VĂN PHÒNG HĐND VÀ UBND",
        "21/BC-VP",
        "Công văn số 549/PNV ngày 15/5/2024",
        "Kính gửi: Phòng Nội vụ thị xã Đức Phổ",
        "CHÁNH VĂN PHÒNG",
        "53/KH-UBND",
        "đã tiếp nhận 24.580 hồ sơ; đã giải quyết 22.524 hồ sơ",
        "3.989 lượt",
        "trên 5,2 tỷ đồng",
    ),
)

QUANG_KHAI = RealReport(
    sample="quang-khai",
    seed="001",
    otherwise={},
    raised={},
    not_raised={
        "QK01": "the form asks for the sum of a month by its unit, so that none is left out",
        "QK02": "the symbol of the letter stands in the regime, and is that of a committee",
    },
    findings={},
    printed=(
        "300.000 đồng/người/tháng cho 02 người",
        "Quyết định số 28/2016/QĐ-UBND ngày 20/10/2016",
    ),
)

REPORTS = (NGOC_KY, DUC_PHO, QUANG_KHAI)
by_sample = pytest.mark.parametrize("real", REPORTS, ids=lambda real: real.sample)


@pytest.fixture(scope="module")
def told(rehearse: Rehearse) -> Callable[[RealReport], list[str]]:
    @cache
    def pieces(report: Path) -> list[str]:
        return lines_of(report)

    return lambda real: pieces(rehearse(real.sample).report)


@by_sample
def test_every_figure_and_every_heading_came_by_chat(real: RealReport, rehearse: Rehearse) -> None:
    summary = rehearse(real.sample).summary
    assert summary["complete"] is True
    assert summary["figures_by_chat"] == summary["figures_asked"]


@pytest.mark.parametrize(
    ("real", "figure"),
    [
        pytest.param(real, figure, id=f"{real.sample} {figure.name}")
        for real in REPORTS
        for figure in seed_figures(real.seed)
    ],
)
def test_a_figure_of_the_real_report_stands_in_the_made_one(
    real: RealReport, figure: SeedFigure, told: Callable[[RealReport], list[str]]
) -> None:
    otherwise = (figure.line, figure.value) in real.otherwise
    assert stands_in(figure, told(real)) is not otherwise, figure.name


@pytest.mark.parametrize(
    ("real", "statement"),
    [pytest.param(real, statement, id=statement) for real in REPORTS for statement in real.raised],
)
def test_a_slip_of_the_real_report_is_said_when_it_is_typed(
    real: RealReport, statement: str, rehearse: Rehearse
) -> None:
    assert re.search(real.raised[statement], rehearse(real.sample).transcript)


@by_sample
def test_every_slip_on_the_list_is_said_or_named_here(real: RealReport) -> None:
    assert golden(real.seed, "MISMATCH") == real.raised.keys() | real.not_raised.keys()


@by_sample
def test_nothing_is_raised_of_what_is_right(real: RealReport, rehearse: Rehearse) -> None:
    raised = rehearse(real.sample).summary["rules_raised"]
    assert {tuple(each["codes"]): each["kept"] for each in raised} == real.findings


@by_sample
def test_the_form_is_its_own_and_no_bracket_is_left(
    real: RealReport, told: Callable[[RealReport], list[str]]
) -> None:
    text = "\n".join(told(real)).replace("\u00a0", " ")
    assert [words for words in real.printed if words not in text] == []
    assert "[" not in text
    assert "DỰ THẢO" not in text


def _annex(report: Path) -> tuple[list[str], dict[tuple[str, str], list[str]]]:
    """The heads of the columns of figures, and these by label and unit."""
    texts = [[cell.text for cell in row.cells] for row in Document(str(report)).tables[-1].rows]
    return texts[1][3:7], {(row[1], row[2]): row[3:7] for row in texts}


def test_each_period_has_its_own_column_of_the_annex(rehearse: Rehearse) -> None:
    heads, of = _annex(rehearse(NGOC_KY.sample).report)
    assert heads == [
        "Số liệu năm 2021 (a)",
        "Số liệu năm 2022 (b)",
        "Số liệu 5 tháng đầu năm 2023 (c)",
        "Số liệu chung",
    ]
    assert of["Tổng số hồ sơ đã tiếp nhận", "Hồ sơ"] == ["2.196", "1.639", "681", ""]
    assert of["Giải quyết quá hạn", "Hồ sơ"] == ["4", "", "0", ""]  # a blank is no 0
    assert of["Tỷ lệ hồ sơ mức độ 3, 4", "%"] == ["", "71,02%", "99,41%", ""]


def test_each_group_of_units_has_its_own_column_filled_from_their_reports(
    rehearse: Rehearse,
) -> None:
    _, of = _annex(rehearse(DUC_PHO.sample).report)
    assert of["Đã tiếp nhận", "Hồ sơ"] == ["1.320", "15.205", "8.055", ""]
    assert of["Tiếp nhận trong kỳ", "Hồ sơ"] == ["1.304", "15.028", "", ""]
    assert of["Tỷ lệ giải quyết trễ hạn", "%"] == ["0,16%", "0,05%", "2,11%", ""]
    transcript = rehearse(DUC_PHO.sample).transcript
    assert "Chưa lấy vì chưa đủ đơn vị: 4.1.b mới 14/15" in transcript
    assert "- xã Phổ Thuận, III.4.12 hồ sơ rút: 0; mức giữa 11" in transcript
    assert transcript.count("mức giữa") == 1  # a land office is not held against communes


def test_only_what_closes_later_was_an_estimate_and_a_tap_keeps_the_reasons(
    rehearse: Rehearse,
) -> None:
    _, _, after = rehearse(NGOC_KY.sample).transcript.partition("at 2023-05-30 07:50")
    assert "Đã chốt 30 số." in after  # of the last period and at the closing day, none of 2021
    assert "Giữ nguyên có lý do: 4 chỗ." in after
