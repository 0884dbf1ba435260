"""The district's quarter, played whole: what happens in it, and its roll-up recomputed by hand."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.rehearsal.rehearse import run_rehearsal
from storage.catalogue.folders import CATALOGUE

pytestmark = pytest.mark.slow

FILLED_BY = {
    "thị trấn Ân Thi": "nga",
    "xã Bãi Sậy": "yen",
    "xã Đa Lộc": "nam",
    "xã Đào Dương": "binh",
    "xã Hoàng Hoa Thám": "phuc",
    "xã Phù Ủng": "hung",
    "xã Quang Vinh": "thuy",
}
"""The communes whose whole annex one person types, a block a line."""
BAC_SON = "xã Bắc Sơn"
CORRECTED = {("xã Phù Ủng", "I.5.1"): Decimal(112)}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("an-thi")
    run_rehearsal("an-thi-2024", folder)
    return folder


@pytest.fixture(scope="module")
def transcript(out: Path) -> str:
    return (out / "transcript.txt").read_text("utf-8").replace("\u00a0", " ")


# What happens


HAPPENS = {
    "assigned": r"Đã giao “Rà soát TTHC đã công bố” cho 3 đơn vị, .*: 1 Bắc Sơn; ",
    "told to who coordinates": r"Đã báo phối hợp: chị Nga\.",
    "done in time": r"1 Phù Ủng\. .* đã xong 4/9/2024 \(hạn thứ Sáu 6/9\)",
    "late": r"xã Đa Lộc: 0/97 số, quá hạn 1 ngày, 1 việc quá hạn",
    "done late": r"1 Đa Lộc\. .* đã xong 17/9/2024 \(hạn thứ Sáu 6/9\)",
    "blocked": r"Xã Quang Vinh đang vướng việc 1 Quang Vinh",
    "more time asked for a task": r"Xã Quang Vinh xin gia hạn: việc 1 Quang Vinh",
    "task extended": r"Đã cho gia hạn: việc 1 Quang Vinh .* từ thứ Ba 10/9 đến thứ Sáu 13/9",
    "task returned": r"Đã trả lại: việc 1 Bãi Sậy .* Lý do: biên bản thiếu chữ ký",
    "task accepted": r"Đã duyệt: việc 1 Bãi Sậy",
    "report returned": r"Đã trả lại: Báo cáo .* của xã Phù Ủng",
    "report sent again": r"Anh Hùng đã gửi lại: Báo cáo",
    "report approved": r"Đã duyệt: Báo cáo .* của xã Phù Ủng",
    "more time asked for a report": r"Xã Quang Vinh xin gia hạn: Báo cáo",
    "report extended": r"Đã cho gia hạn: Báo cáo .* từ Chủ nhật 15/9 đến thứ Ba 17/9",
    "nudged": r"Đã nhắc xã Đa Lộc: anh Nam\.",
    "not nudged twice": r"Có thể nhắc lại sau 12:00",
    "leader told": r"Chào ông Khánh\. Sáng nay, huyện Ân Thi:",
    "locked": r"Đã khóa: Báo cáo .* của xã Bắc Sơn",
    "reopened": r"Đã mở lại: Báo cáo .* của xã Bắc Sơn",
    "missing is not 0": r"Chưa có, không tính là 0: xã Hạ Lễ \(chưa có người phụ trách\)",
    "ranked": r"8\. xã Đa Lộc: 0/1 kỳ đúng hạn, trễ tổng 3 ngày",
}


@pytest.mark.parametrize("what", HAPPENS)
def test_it_happens_in_the_quarter(transcript: str, what: str) -> None:
    assert re.search(HAPPENS[what], transcript)


def test_the_tasks_end_as_the_transcript_tells(out: Path) -> None:
    units = json.loads((out / "summary.json").read_text("utf-8"))["units"]
    tasks = {slug: unit["tasks"] for slug, unit in units.items() if unit["tasks"]}
    assert tasks == {
        "xa-bac-son": {"done_on_time": 1},
        "xa-phu-ung": {"done_on_time": 1},
        "xa-da-loc": {"done_late": 1},  # 17/9, due 6/9
        "xa-bai-say": {"done_late": 1},  # returned, done again on 11/9, due 10/9
        "xa-quang-vinh": {"done_on_time": 1},  # extended to 13/9
    }


# The roll-up, computed anew from what was typed


FORM: Mapping[str, Any] = tomllib.loads((CATALOGUE / "forms" / "par-quarter.toml").read_text())
KINDS = {line["code"]: line["kind"] for line in FORM["indicators"]}
GIVEN_UNASKED = {line["code"] for line in FORM["indicators"] if line.get("optional")}
BLOCKS: list[list[str]] = [
    block["codes"] for block in FORM["blocks"] if GIVEN_UNASKED.isdisjoint(block["codes"])
]
ADDED = {
    line["code"]
    for line in FORM["indicators"]
    if line["kind"] in ("count", "money_million") and line.get("additive", True)
}


def typed(transcript: str, who: str) -> Iterator[list[str]]:
    """The rows of figures of one person, in order."""
    lines = transcript.splitlines()
    for at, line in enumerate(lines):
        if line != who:
            continue
        for said in lines[at + 1 :]:
            if not said.startswith("  "):
                break
            if re.fullmatch(r"[\d.,]+( [\d.,]+|( bq))*|bq.*|kps", said.strip()):
                yield said.split()


def number(word: str) -> Decimal | None:
    return None if word == "bq" else Decimal(word.replace(".", "").replace(",", "."))


def figures(transcript: str, unit: str) -> dict[str, Decimal | None]:
    """What a commune has typed, by code; None: said to be missing."""
    rows = list(typed(transcript, FILLED_BY[unit]))
    assert len(rows) == len(BLOCKS), unit
    found: dict[str, Decimal | None] = {}
    for codes, words in zip(BLOCKS, rows, strict=True):
        given = ["0"] * len(codes) if words == ["kps"] else words
        found |= dict(zip(codes, map(number, given), strict=True))
    return found | {code: new for (name, code), new in CORRECTED.items() if name == unit}


@pytest.fixture(scope="module")
def given(transcript: str) -> dict[str, dict[str, Decimal | None]]:
    return {unit: figures(transcript, unit) for unit in FILLED_BY}


@pytest.fixture(scope="module")
def sheets(out: Path) -> tuple[dict[str, tuple[Any, ...]], dict[str, dict[str, Any]]]:
    """By code: the row of the totals, and the cells of the communes by their names."""
    book = load_workbook(out / "tong-hop-huyen-an-thi-2024-Q3.xlsx", data_only=True)
    totals = dict(coded(book.worksheets[0].values))
    units = dict(coded(book.worksheets[1].values))
    names = next(row[3:] for row in book.worksheets[1].values if row[0] == "STT")
    return totals, {code: dict(zip(names, row[3:], strict=True)) for code, row in units.items()}


def coded(rows: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The rows by the full code: the section heading stands above its lines."""
    section = ""
    for row in rows:
        printed = str(row[0] or "")
        if re.fullmatch(r"[IVX]+", printed):
            section = printed
        elif section and re.fullmatch(r"\d+(\.\d+)*", printed):
            yield f"{section}.{printed}", row


def test_every_commune_stands_there_as_it_was_typed(sheets: Any, given: Any) -> None:
    _, units = sheets
    compared = 0
    for unit, typed_here in given.items():
        for code, value in typed_here.items():
            if code in units:
                cell = units[code][unit]
                assert (None if cell is None else Decimal(str(cell))) == value, (unit, code)
                compared += 1
    assert compared > 600
    assert {cells["xã Hạ Lễ"] for cells in units.values()} == {None}


def test_every_total_is_the_sum_of_what_was_typed(sheets: Any, given: Any) -> None:
    totals, units = sheets
    compared = 0
    for code, row in totals.items():
        if code not in ADDED:
            continue
        cells = [each[code] for each in given.values() if each.get(code) is not None]
        bac_son = units[code][BAC_SON]  # typed in pieces by four people
        cells += [Decimal(str(bac_son))] if bac_son is not None else []
        assert row[3] is not None, code
        assert Decimal(str(row[3])) == sum(cells), code
        assert row[4] == len(cells), code
        compared += 1
    assert compared > 50


def test_what_bac_son_typed_in_pieces_stands_there(sheets: Any) -> None:
    _, units = sheets
    expected = {"I.1": None, "I.2.1": 7, "I.4.1": 14, "I.4.2": 14, "III.3.1.1": 376}
    expected |= {"VI.1.1": 17465, "VI.1.2": 3598, "VII.5.4.1": 24, "VII.5.4.2": None}
    assert {code: units[code][BAC_SON] for code in expected} == expected


def test_what_may_not_be_added_is_not_and_rates_come_from_sums(sheets: Any, given: Any) -> None:
    totals, units = sheets
    assert totals["III.1.4"][3] is None  # the same procedures everywhere
    assert totals["VII.3"][3] is None  # a typed percentage
    part = sum(each["III.3.1.2"] for each in given.values()) + units["III.3.1.2"][BAC_SON]
    whole = sum(each["III.3.1.1"] for each in given.values()) + units["III.3.1.1"][BAC_SON]
    assert Decimal(str(totals["III.3.1"][3])) == round(100 * part / whole, 2)
