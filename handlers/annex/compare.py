"""The cells of an annex beside what stands in the report: what is new, other, the same, unread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.reading.numbers import read_number
from domain.reading.readings import Reading, Treatment
from domain.report.figures import Figure, State, plainly
from domain.report.findings import Case, Finding
from domain.report.forms import Indicator, Kind, Severity
from domain.report.rules import check, check_block
from handlers.annex.file import AnnexCell, AnnexFile
from handlers.annex.lines import is_of_no_line, lost_lines
from handlers.annex.verify import sensible, shown_raw, told_twice
from handlers.figures.record import unusual
from handlers.report.parts import Part
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from storage.reports.figures import Change


@dataclass(slots=True)
class Compared:
    """The cells of one person's part, sorted; `others` are figures that somebody else gives."""

    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    blank: int = 0  # cells without a figure where one stands: it stays
    unread: list[AnnexCell] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # rows with a value, of no line of the form
    absent: list[str] = field(default_factory=list)  # own codes whose line the file has lost
    others: dict[str, int] = field(default_factory=dict)  # owner field -> figures
    likely: list[Figure] = field(default_factory=list)  # a second reading is thinkable
    unusual: tuple[Figure, ...] = ()  # of another size than in the period before
    broken: tuple[Finding, ...] = ()
    rates: tuple[Finding, ...] = ()  # the file's rates that their parts do not give

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What a yes writes."""
        return tuple(change.new for change in (*self.new, *self.changed) if change.new)


def compare(part: Part, annex: AnnexFile) -> Compared:
    """Nothing is guessed: a cell without one reading is unread, a blank one changes nothing."""
    sheet, found = part.sheet, Compared()
    rates: dict[str, Decimal] = {}
    found.lost += [row.words for row in annex.lost]
    found.lost += [_of_no_line(cell) for cell in annex.cells if is_of_no_line(cell, sheet.form)]
    if not annex.part_of_form:
        found.absent += [code for code in lost_lines(annex, sheet.form) if code in part.codes]
    for cell in _cells(annex, sheet):
        indicator = sheet.indicator(cell.code)
        if indicator.ratio and cell.flaw and indicator.owner in part.fields:
            found.unread.append(cell)
        elif indicator.ratio:
            rate = _rate(cell, indicator) if indicator.owner in part.fields else None
            if rate is not None:
                rates[cell.code] = rate
        else:
            _sort(cell, indicator, part, found)
    _take_rates(part, found, rates)
    found.unusual = unusual(sheet, found.figures)
    found.broken, found.rates = _broken(sheet, found.figures, rates)
    return found


def _cells(annex: AnnexFile, sheet: Sheet) -> Iterable[AnnexCell]:
    """One cell for each line of the form that takes a figure; two different ones have no sure
    reading."""
    twice = told_twice(annex.cells)
    told: dict[str, AnnexCell] = {}
    for cell in annex.cells:
        indicator = sheet.form.indicators.get(cell.code)
        if indicator is None or indicator.kind is Kind.GROUP:
            continue
        first = told.setdefault(cell.code, cell)
        if cell.code in twice and first is not cell:
            both = say("annex.two_values", first=shown_raw(first), second=shown_raw(cell))
            told[cell.code] = replace(cell, raw=both, doubtful=True)
    return told.values()


def _of_no_line(cell: AnnexCell) -> str:
    return say("rule.lost.unknown", where=cell.where, code=cell.code, value=shown_raw(cell))


def _sort(cell: AnnexCell, indicator: Indicator, part: Part, found: Compared) -> None:
    standing = part.sheet.figure(cell.code)
    own = cell.code in part.codes
    if cell.raw is None and not cell.formula and not cell.flaw:
        found.blank += own and standing is not None and standing.number(indicator.kind) is not None
        return
    if _is_standing(cell, standing, indicator):
        found.same += own
        return
    if not own:
        field_ = indicator.owner
        found.others[field_] = found.others.get(field_, 0) + 1
        return
    reading = read_cell(cell, indicator, part.sheet.previous.get(cell.code))
    if reading is None or reading.state is None:
        found.unread.append(cell)
        return
    figure = Figure(cell.code, reading.state, reading.figure_value)
    if figure == standing:
        found.same += 1
        return
    (found.changed if standing else found.new).append(Change(cell.code, standing, figure))
    if reading.action is Treatment.CONFIRM:
        found.likely.append(figure)


def _is_standing(cell: AnnexCell, standing: Figure | None, indicator: Indicator) -> bool:
    """True where the file only repeats the number: 0 for what did not arise is no change."""
    if standing is None or cell.doubtful or cell.flaw:
        return False
    number = standing.number(indicator.kind)
    if isinstance(cell.raw, Decimal):
        return cell.raw == number
    reading = read_cell(cell, indicator)
    return reading is not None and reading.value is not None and reading.value == number


def read_cell(
    cell: AnnexCell, indicator: Indicator, previous: Figure | None = None
) -> Reading | None:
    """The one reading of a cell; None where there is none, or more than one.

    A number of a spreadsheet is read like the same number in writing: whoever types 17.465 into a
    program that takes the point for decimals has written 17,465.
    """
    if cell.raw is None or cell.doubtful or cell.flaw:
        return None
    if isinstance(cell.raw, Decimal):
        doubtful = indicator.kind is Kind.PERCENT and 0 < cell.raw < 1  # 0,98% or 98%?
        if doubtful or indicator.kind is Kind.DATE or not sensible(cell.raw):
            return None
        written = f"{plainly(cell.raw):f}".replace(".", ",")
    else:
        written = cell.raw
    before = previous.value if previous else None
    reading = read_number(written, indicator.kind, indicator.options, before)
    return reading if reading.sure else None


def _rate(cell: AnnexCell, indicator: Indicator) -> Decimal | None:
    """A rate as the file has it, which is checked against its parts."""
    if isinstance(cell.raw, Decimal):
        return cell.raw
    reading = read_cell(cell, indicator)
    return reading.value if reading else None


def _take_rates(part: Part, found: Compared, rates: Mapping[str, Decimal]) -> None:
    """A rate whose parts nobody has given is a figure; all others are computed."""
    sheet = part.sheet
    together = {**sheet.figures, **{figure.code: figure for figure in found.figures}}
    for code, value in rates.items():
        indicator = sheet.indicator(code)
        assert indicator.ratio is not None  # only rates come here
        parts = (together.get(indicator.ratio.part), together.get(indicator.ratio.whole))
        unknown = any(figure is None or figure.state is State.MISSING for figure in parts)
        figure, standing = Figure(code, State.VALUE, value), sheet.figure(code)
        if not unknown:
            continue
        if figure == standing:
            found.same += 1
        else:
            (found.changed if standing else found.new).append(Change(code, standing, figure))


def _broken(
    sheet: Sheet, figures: Iterable[Figure], rates: Mapping[str, Decimal]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The errors that the figures would bring in, and the rates that are not those computed."""
    new = {figure.code: figure for figure in figures}
    together = {**sheet.figures, **new}
    by_figures = check_block(Case(sheet.form, together), new, Severity.ERROR)
    by_rates = check(Case(sheet.form, together, rates=rates))
    wrong = (f for f in by_rates if f.severity is Severity.ERROR or f.reason == "rate_differs")
    about_rates = tuple(f for f in wrong if not rates.keys().isdisjoint(f.codes))
    return sheet.unexplained(by_figures), about_rates
