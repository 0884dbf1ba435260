"""A commune right under its province: what it asks and what it prints know no district any more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.bot.rehearsal.conftest import Rehearse
from tests.bot.rehearsal.seed_facts import lines_of

STEM = "xa-van-tuong-2026-Q1"


@pytest.fixture(scope="module")
def out(rehearse: Rehearse) -> Path:
    return rehearse("van-tuong-2026").folder


def test_the_whole_report_comes_in_few_messages(out: Path) -> None:
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert (summary["complete"], summary["figures_by_chat"]) == (True, 97)
    assert summary["rules_raised"] == []
    assert summary["messages_from_officials"] <= 18
    assert summary["messages_from_bot"] <= 27


def test_no_line_of_chat_report_or_annex_names_a_district(out: Path) -> None:
    chat = (out / "transcript.txt").read_text("utf-8").splitlines()
    report = lines_of(out / f"bao-cao-{STEM}-lan-2.docx")
    annex = [
        str(cell)
        for sheet in load_workbook(out / f"phu-luc-{STEM}.xlsx").worksheets
        for row in sheet.values
        for cell in row
        if cell is not None
    ]
    for told in (chat, report, annex):
        assert [line for line in told if "huyện" in line.lower()] == []


def test_the_paper_goes_to_the_province_and_names_what_the_commune_has_now(out: Path) -> None:
    text = "\n".join(lines_of(out / f"bao-cao-{STEM}-lan-2.docx"))
    for words in (
        "XÃ VẠN TƯỜNG",
        "Kính gửi: UBND tỉnh Quảng Ngãi",
        "Trung tâm Phục vụ hành chính công",
        "Nghị định số 118/2025/NĐ-CP",
        "TM. ỦY BAN NHÂN DÂN",
        "Phạm Ngọc Hải",
    ):
        assert words in text, words
