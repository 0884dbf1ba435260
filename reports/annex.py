"""The annex as rows, before it becomes a table of a docx or a sheet of an xlsx."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal

from domain.people.units import SuperiorWords
from domain.report.figures import Figures, places_of, plainly
from domain.report.forms import Form, Indicator, Kind, Option, Ratio, Section
from domain.report.rates import rate
from domain.report.shown import show, show_percent

Numbers = Mapping[str, Decimal | None]
"""The one mapping that text, charts and annex take their numbers from; None: cell stays blank."""


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One printed line. `level` 0 is a section, 1 is "4", 2 is "4.1", 3 is "3.1.1"."""

    code: str
    printed: str
    label: str
    unit: str
    kind: Kind
    cell: Decimal | None
    number_format: str
    formula: Ratio | None
    note: str
    level: int
    heading: bool
    section: bool
    options: tuple[Option, ...] = ()
    beside: tuple[AnnexRow, ...] = ()  # its figures in the columns of the form; else it has one

    @property
    def input(self) -> bool:
        """True where an official fills the cell in."""
        return not self.heading and self.formula is None and not self.beside

    @property
    def cell_words(self) -> str:
        """The cell as text: "17.465", "71,43%", "15/9/2024", "" where it is blank."""
        if self.cell is None:
            return ""
        if self.kind is Kind.PERCENT:
            return show_percent(self.cell)
        return show(self.cell, self.kind if self.kind is Kind.DATE else None)


def cells_told(rows: Iterable[AnnexRow]) -> dict[str, str]:
    """Every line that takes a figure, by code, as plain text; "" where the cell is blank."""
    return {
        row.code: "" if row.cell is None else str(plainly(row.cell))
        for row in rows
        if not row.heading
    }


def numbers_of(form: Form, figures: Figures, derived: Numbers) -> dict[str, Decimal | None]:
    """The number of every line of the form: what was given, and the rates computed from it."""
    return {
        code: derived.get(code) if indicator.ratio else _given(indicator, figures)
        for code, indicator in form.indicators.items()
        if indicator.kind is not Kind.GROUP
    }


def _given(indicator: Indicator, figures: Figures) -> Decimal | None:
    figure = figures.get(indicator.code)
    return figure.number(indicator.kind) if figure else None


def annex_rows(form: Form, numbers: Numbers, superior: SuperiorWords) -> tuple[AnnexRow, ...]:
    """The printed annex in order: each section with a heading row, then its lines."""
    return tuple(
        row for section in form.sections for row in _section_rows(form, section, numbers, superior)
    )


def side_by_side(form: Form, rows: Iterable[AnnexRow]) -> tuple[AnnexRow, ...]:
    """The same rows where the figures of a line in several columns stand beside each other."""
    every = {row.code: row for row in rows}
    in_columns = {code for codes in form.beside.values() for code in codes}
    return tuple(
        _with_columns(row, tuple(every[c] for c in form.beside[code]))
        if code in form.beside
        else row
        for code, row in every.items()
        if code not in in_columns
    )


def _with_columns(row: AnnexRow, columns: tuple[AnnexRow, ...]) -> AnnexRow:
    return replace(row, heading=False, unit=row.unit or columns[0].unit, beside=columns)


def _section_rows(
    form: Form, section: Section, numbers: Numbers, superior: SuperiorWords
) -> Iterator[AnnexRow]:
    lines = [form.indicators[code] for code in section.codes if form.indicators[code].in_annex]
    if not lines:
        return
    yield AnnexRow(
        code=section.code,
        printed=section.code,
        label=_filled(section.title, superior),
        unit="",
        kind=Kind.GROUP,
        cell=None,
        number_format="",
        formula=None,
        note=form.owners.get(lines[0].owner, ""),
        level=0,
        heading=True,
        section=True,
    )
    for line in lines:
        yield _row(line, numbers, form.owners.get(line.owner, ""), superior)


def _row(line: Indicator, numbers: Numbers, note: str, superior: SuperiorWords) -> AnnexRow:
    cell = numbers.get(line.code)
    return AnnexRow(
        code=line.code,
        printed=line.printed,
        label=_filled(line.label, superior),
        unit=line.unit or _of_options(line.options),
        kind=line.kind,
        cell=cell,
        number_format=number_format(line.kind, cell),
        formula=_live(line.ratio, cell, numbers),
        note=note,
        level=line.printed.strip(".").count(".") + 1,
        heading=line.kind is Kind.GROUP,
        section=False,
        options=line.options,
    )


def _of_options(options: tuple[Option, ...]) -> str:
    """What the numbers of a choice mean, where the form does not print it as a unit."""
    return "; ".join(f"{option.words} = {option.number}" for option in options)


def _live(ratio: Ratio | None, cell: Decimal | None, numbers: Numbers) -> Ratio | None:
    """The formula of a cell that it gives; a rate that was typed without its parts has none."""
    if ratio is None:
        return None
    part, whole = numbers.get(ratio.part), numbers.get(ratio.whole)
    computed = None if part is None or whole is None else rate(part, whole)
    return ratio if computed == cell else None


def _filled(label: str, superior: SuperiorWords) -> str:
    return label.format(**asdict(superior))


def number_format(kind: Kind, cell: Decimal | None) -> str:
    """How a spreadsheet shows the cell; the locale of the reader makes 17,465 of it 17.465."""
    places = 0 if cell is None else places_of(cell.normalize())
    match kind:
        case Kind.PERCENT:
            return '0.00"%"'
        case Kind.MONEY | Kind.MONEY_BILLION if cell is None or places:
            return "#,##0." + "0" * max(2, places)
        case Kind.NUMBER | Kind.MONEY_THOUSAND if places:
            return "#,##0." + "0" * places
        case Kind.ENUM:
            return "0"
        case Kind.DATE:
            return "@"
        case Kind.GROUP:
            return ""
        case _:
            return "#,##0"
