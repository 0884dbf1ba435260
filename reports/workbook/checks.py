"""What the cells of a workbook take: a hint when one is entered, a word when one is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from domain.report.forms import Kind
from reports.annex import AnnexRow
from reports.style import Style
from reports.workbook.lines import Place, cell_name

_MOST = 255  # letters of a hint


def write_checks(sheet: Any, asked: Iterable[tuple[Place, AnnexRow]], style: Style) -> None:
    """A check for each kind of figure, over all cells that are asked for it."""
    alike: dict[tuple[object, ...], tuple[AnnexRow, list[Place]]] = {}
    for place, row in asked:
        _, places = alike.setdefault((row.kind, row.unit, row.options), (row, []))
        places.append(place)
    for row, places in alike.values():
        first, last = places[0], places[-1]
        check = _check(row, style) | {"multi_range": _ranges(places)}
        sheet.data_validation(*first, *last, check)


def _ranges(places: Sequence[Place]) -> str:
    """`D7:D9 D12`: cells below each other are one range."""
    ordered = sorted(places, key=lambda place: (place[1], place[0]))
    breaks = [n for n, (one, two) in enumerate(pairwise(ordered), 1) if two != (one[0] + 1, one[1])]
    runs = [
        (ordered[begin], ordered[end - 1]) for begin, end in pairwise((0, *breaks, len(ordered)))
    ]
    return " ".join(
        cell_name(one) if one == last else f"{cell_name(one)}:{cell_name(last)}"
        for one, last in runs
    )


def _check(row: AnnexRow, style: Style) -> dict[str, Any]:
    words = style.workbook
    options = "; ".join(f"{option.words} = {option.number}" for option in row.options)
    kind = row.kind.value.partition("_")[0]
    fields = {"options": options, "unit": row.unit}
    return _bounds(row) | {
        "input_title": words["input_title"],
        "input_message": words[f"input_{kind}"].format(**fields)[:_MOST],
        "error_title": words["error_title"],
        "error_message": words[f"error_{kind}"].format(**fields)[:_MOST],
    }


def _bounds(row: AnnexRow) -> dict[str, Any]:
    if row.options:
        return {"validate": "list", "source": [str(option.number) for option in row.options]}
    if row.kind is Kind.DATE:
        return {"validate": "any"}
    whole = row.kind is Kind.COUNT
    return {"validate": "integer" if whole else "decimal", "criteria": ">=", "value": 0}
