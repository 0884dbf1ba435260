"""A roll-up of three units: one whole, one with gaps, one without a report."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from domain.report.forms import Kind, Ratio
from reports.annex import AnnexRow
from reports.workbook.rollup_xlsx import (
    FIRST_ROW,
    WORD_KEYS,
    RollupBook,
    RollupLine,
    RollupOutlier,
)

UNITS = ("xã A", "xã B", "xã Thiếu")
TOP = FIRST_ROW + 1  # openpyxl counts from 1


def line(code, *cells, total=None, kind=Kind.COUNT, summed=True, ratio=None, counted=2, remark=""):
    row = AnnexRow(
        code=code,
        printed=code,
        label=f"Chỉ tiêu {code}",
        unit="%" if ratio else "Hồ sơ",
        kind=kind,
        cell=None if total is None else Decimal(total),
        number_format='0.00"%"' if kind is Kind.PERCENT else "#,##0",
        formula=ratio,
        note="",
        level=1,
        heading=False,
        section=False,
    )
    numbers = tuple(None if cell is None else Decimal(cell) for cell in cells)
    return RollupLine(row, numbers, counted, summed, remark)


def book(**more):
    rate = Ratio("2", "1")
    plain = {
        "title": "TỔNG HỢP HUYỆN",
        "subtitle": "2/3 đơn vị",
        "units": UNITS,
        "lines": (
            line("1", "200", "100", None, total="300"),
            line("2", "198", None, None, total="198", counted=1, remark="Không có số: xã B"),
            line(
                "3", "99", None, None,
                total="99", kind=Kind.PERCENT, summed=False, ratio=rate, counted=1,
            ),
            line("4", "129", "129", None, summed=False, remark="không cộng được"),
            line("5", None, None, None, counted=0),
        ),
        "remarks": ("Chưa có, không tính là 0: xã Thiếu (12/97 số)",),
        "missing": (("xã Thiếu", "12/97 số"),),
        "outliers": (RollupOutlier("xã A", "1", "Hồ sơ", Decimal(200), Decimal(100)),),
        "words": {key: key.replace("_", " ") for key in WORD_KEYS},
        "made_at": datetime(2024, 9, 19, 1, 10, tzinfo=UTC),
    }  # fmt: skip
    return RollupBook(**{**plain, **more})


def column(sheet, letter):
    return [sheet[f"{letter}{TOP + n}"].value for n in range(5)]
