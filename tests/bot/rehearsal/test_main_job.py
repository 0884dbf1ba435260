"""The main job end to end: xã Bắc Sơn, quý III/2024, from the first reminder to the signed form."""

from __future__ import annotations

import csv
import hashlib
import io
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.rehearsal.rehearse import run_rehearsal
from domain.report.figures import round_half_up
from handlers.annex.verify import verify_annex
from storage.catalogue.catalogue import load_catalogue
from tests.bot.rehearsal.conftest import Rehearse
from tests.bot.rehearsal.seed_facts import SeedFigure, lines_of, seed_figures, stands_in
from tests.support.annex_files import read_annex

ANNEX = Path(__file__).parents[2] / "data" / "annex-bac-son-2024-q3.csv"
OF_THE_TEXT = {"I.1": Decimal(14), "VII.5.3.1": Decimal(376), "VII.5.3.2": Decimal(376)}
"""What the annex was left blank for, or holds shreds of, and the text of the report tells."""
OFFICIALS = ("lan", "tuan", "hoa", "minh")
NAME = "xa-bac-son-2024-Q3"


@pytest.fixture(scope="module")
def rehearsal(rehearse: Rehearse) -> Path:
    return rehearse("bac-son").folder


@pytest.fixture(scope="module")
def told(rehearsal: Path) -> list[str]:
    """The lines of the report, without the marks of estimates: nobody has said that they still
    stand."""
    lines = lines_of(rehearsal / f"bao-cao-{NAME}-du-thao-lan-2.docx")
    return [line.replace(" (ước)", "") for line in lines]


@pytest.fixture(scope="module")
def summary(rehearse: Rehearse) -> dict[str, object]:
    return rehearse("bac-son").summary


def _reported() -> dict[str, str]:
    """The annex as reported: code -> value as printed; doubtful cells count as not given."""
    rows = csv.DictReader(io.StringIO(ANNEX.read_text("utf-8")))
    return {
        row["code"] if row["code"] == row["section"] else f"{row['section']}.{row['code']}": ""
        if row["doubtful"] == "1"
        else row["value"]
        for row in rows
    }


def _number(printed: str) -> Decimal | None:
    """`17.465`, `100%`, `01` as the annex prints them; every dot of it groups thousands."""
    plain = printed.replace("%", "").replace(".", "").replace(",", ".")
    return Decimal(plain) if plain else None


def _expected() -> dict[str, Decimal | None]:
    """What every cell must hold: as reported, derived rates computed from their parts."""
    form = load_catalogue().newest_form("par-quarter")
    cells = {code: _number(value) for code, value in _reported().items() if code in form.indicators}
    cells |= OF_THE_TEXT
    for code, indicator in form.indicators.items():
        if not indicator.ratio or not indicator.in_annex:
            continue
        part, whole = cells[indicator.ratio.part], cells[indicator.ratio.whole]
        if part is not None and whole is not None:
            cells[code] = round_half_up(part * 100 / whole, 2) if whole else None
        elif code == "VII.5.2":
            cells[code] = None  # its parts and itself are marked doubtful
    return cells


def test_the_report_is_complete_within_the_messages_allowed(summary: dict[str, object]) -> None:
    assert summary["complete"] is True
    assert summary["figures_by_chat"] == summary["figures_asked"]
    per_official = summary["per_official"]
    assert isinstance(per_official, dict)
    assert sum(per_official[name]["sent"] for name in OFFICIALS) <= 24
    # Estimates and what is not there yet come in one. What the text alone tells comes beside: two
    # replies to Lan, four to Dung, and two colleagues hear of what she has given in their place.
    assert summary["messages_from_bot"] <= 41 + 8


def test_the_workbook_holds_the_annex_cell_by_cell(rehearsal: Path) -> None:
    sheet = load_workbook(rehearsal / f"phu-luc-{NAME}.xlsx", data_only=True).worksheets[0]
    found = _cells(
        [str(row[0].value or "") for row in sheet.iter_rows()],
        [row[3].value for row in sheet.iter_rows()],
    )
    expected = _expected()
    got = {code: None if v in (None, "") else Decimal(str(v)) for code, v in found.items()}
    assert {c: got[c] for c in expected if c in got} == {
        c: expected[c] for c in expected if c in got
    }
    assert len(got) >= 121
    assert got["I.2"] == Decimal("71.43")


def test_the_document_holds_the_annex_cell_by_cell(rehearsal: Path) -> None:
    document = Document(str(rehearsal / f"bao-cao-{NAME}-du-thao-lan-2.docx"))
    table = document.tables[-1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    found = _cells([row[0] for row in rows], [row[3] for row in rows])
    expected = _expected()
    got = {code: _shown(str(value)) for code, value in found.items()}
    assert {c: got[c] for c in expected if c in got} == {
        c: expected[c] for c in expected if c in got
    }
    assert len(got) >= 121
    assert found["I.2"] == "71,43%"


def _shown(text: str) -> Decimal | None:
    plain = text.replace("%", "").replace(".", "").replace(",", ".").strip()
    return Decimal(plain) if plain else None


def _cells(printed: list[str], values: list[object]) -> dict[str, object]:
    """Full code -> value: the section is the last row whose number is Roman."""
    section, cells = "", {}
    for number, value in zip(printed, values, strict=True):
        if number in ("I", "II", "III", "IV", "V", "VI", "VII"):
            section = number
        elif section and number[:1].isdigit():
            cells[f"{section}.{number}"] = value
    return cells


def test_the_rates_in_the_workbook_are_live_formulas(rehearsal: Path) -> None:
    sheet = load_workbook(rehearsal / f"phu-luc-{NAME}.xlsx").worksheets[0]
    formulas = [c.value for row in sheet.iter_rows() for c in row if str(c.value).startswith("=")]
    assert len(formulas) >= 7
    assert all("ROUND" in formula for formula in formulas)


def test_what_the_cross_checks_find_was_kept_with_a_reason(summary: dict[str, object]) -> None:
    raised = summary["rules_raised"]
    assert isinstance(raised, list)
    errors = {
        finding["rule"]: finding["kept"] for finding in raised if finding["severity"] == "error"
    }
    # 107 of V41 is too much whatever was left blank beside it: told of the whole, asked of nobody.
    assert errors == {"V15": True, "V41": False, "V42": True}


def test_the_workbook_can_be_verified_again(rehearsal: Path) -> None:
    form = load_catalogue().newest_form("par-quarter")
    file = rehearsal / f"phu-luc-{NAME}.xlsx"
    found = verify_annex(read_annex(file.name, file.read_bytes()), form).findings
    assert {f["rule"] for f in found if f["severity"] == "error"} == {"V15", "V41", "V42"}


def test_the_transcript_shows_the_turns_of_the_story(rehearsal: Path) -> None:
    transcript = (rehearsal / "transcript.txt").read_text("utf-8")
    assert "không thể lớn hơn tổng số được giao (14)" in transcript  # a wrong figure is caught
    assert "17.465 triệu" in transcript  # an ambiguous one is asked about
    assert "Gồm cả phần của anh Minh (đang nghỉ)" in transcript  # a colleague on leave
    # A forgotten block is chased three times. At last a figure that was not there yet is told of,
    # and it is asked whether what was given before the closing day stands.
    assert transcript.count("bot -> tuan\n  Chào anh Tuấn") == 4


def test_the_deputy_signs_for_the_chairman_under_the_number_that_the_clerk_gave(
    rehearsal: Path,
) -> None:
    text = " ".join(lines_of(rehearsal / f"bao-cao-{NAME}-du-thao-lan-2.docx"))
    for words in (
        "XÃ BẮC SƠN",
        "Số: 68/BC-UBND",
        "Bắc Sơn, ngày 15 tháng 9 năm 2024",
        "Kính gửi: UBND huyện Ân Thi",
        "Công văn số 118/UBND-NV ngày 19/02/2024 của UBND huyện Ân Thi",
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Đỗ Thị Dung",
    ):
        assert words in text, words


@pytest.mark.parametrize(
    "said",
    [
        "Tỷ lệ 2: theo số liệu đã ghi là 71,43%, không phải 80%",  # BS01
        "(376 + 5 = 381) phải bằng",  # BS05
        "viết 515, số liệu là 376",  # BS07
        "viết 99,8%, số liệu là 100%",  # BS08
        "Đã lấy theo số liệu, mục X.Ta",  # as a head who owes nothing of it has decided
    ],
)
def test_a_slip_of_the_real_report_is_said_when_it_is_typed(rehearsal: Path, said: str) -> None:
    assert said in (rehearsal / "transcript.txt").read_text("utf-8")


def test_figures_of_the_text_alone_are_given_and_never_asked(rehearsal: Path) -> None:
    transcript = (rehearsal / "transcript.txt").read_text("utf-8")
    assert "- Mục X.5: 5.1 = 11 người; 5.2 = 11 người" in transcript
    asked = [line for line in transcript.splitlines() if line.startswith("  Mục X.")]
    assert {line.split()[1] for line in asked} == {"X.1"}


OTHERWISE = {
    ("196", "381"): "what was carried over need not be solved: the two are told apart",
    ("276", "20 / 18"): "11 and 8 are 19, as the annex says",
    ("281", "8/11 (73%)"): "a computed rate has two decimals",
    ("281", "02/11 (18%)"): "a computed rate has two decimals",
    ("285", "88/8 [sic] (100%)"): "8 of 8",
    ("385", "515 (99,8%)"): "the words were put right by the figures: 376 and 100%",
}
"""By line and value, what of the real text does not stand in the made one, and why."""


@pytest.mark.parametrize("figure", seed_figures("003"), ids=lambda figure: figure.name)
def test_a_figure_of_the_real_text_stands_in_the_made_one(
    figure: SeedFigure, told: list[str]
) -> None:
    otherwise = (figure.line, figure.value) in OTHERWISE
    assert stands_in(figure, told) is not otherwise, figure.name


def test_a_second_rehearsal_is_the_same_to_the_byte(rehearsal: Path, tmp_path: Path) -> None:
    run_rehearsal("bac-son", tmp_path)
    assert _hashes(tmp_path) == _hashes(rehearsal)


def _hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


SECOND = Path(__file__).parents[2] / "transcripts" / "figures" / "ky-sau-sau-ky-dau.txt"


def test_the_second_report_takes_half_of_the_messages_of_the_first() -> None:
    """Counted in the golden transcript, which another test holds to what is played."""
    lines = SECOND.read_text("utf-8").splitlines()
    assert sum(line in OFFICIALS for line in lines) <= 12
    assert sum(line.startswith("bot -> ") for line in lines) <= 24
    assert any("đã đủ 97 số liệu" in line for line in lines)
