"""The files of a roll-up: the workbook, and a picture that sets the communes side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from charts.series import Head, Rate, RatePairs
from domain.people.units import superior_words
from domain.report.compare import spread
from domain.report.forms import Indicator, Kind
from domain.report.outliers import Outlier
from domain.report.rates import rates_of
from domain.report.rollup import RolledCell, numbers_by_unit, summed
from domain.talk.messages import Attachment
from domain.words import fold
from handlers.desk.board import Line
from handlers.desk.overview import heat_picture
from handlers.desk.rolled import Rolled, RolledGroup, rolled_below, why_missing
from handlers.report.which import file_mark
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_moment
from handlers.work import Work
from reports.annex import AnnexRow, annex_rows, number_format
from reports.drawing import undrawn
from reports.workbook.rollup_xlsx import (
    WORD_KEYS,
    RollupBook,
    RollupGroup,
    RollupLine,
    RollupOutlier,
)

BARS_AT_MOST = 14  # what is still read on a phone
NAMED_AT_MOST = 6  # communes without a figure, in a remark


def rollup_with_pictures(work: Work, unit_id: str, period: str) -> tuple[Attachment, ...]:
    """Workbook, comparison and heat map of all communes below a unit; none where nothing was
    owed."""
    files: list[Attachment] = []
    for rolled in rolled_below(work, unit_id, period):
        files += [*rollup_files(rolled), heat_picture(work, rolled.board, rolled.body)]
    return tuple(files)


def rollup_files(rolled: Rolled) -> tuple[Attachment, ...]:
    """The workbook, and the key rate in which the communes differ most, commune by commune."""
    mark = file_mark(rolled.work, rolled.board.regime_id, rolled.board.period_code)
    stem = f"{fold(rolled.body).replace(' ', '-').replace(',', '')}-{mark}"
    workbook = undrawn(f"tong-hop-{stem}.xlsx", _book(rolled))
    series = compare_series(rolled)
    if series is None:
        return (workbook,)
    return workbook, undrawn(f"so-sanh-{stem}.png", series)


def compare_series(rolled: Rolled) -> RatePairs | None:
    """One bar a commune, the lowest first; None where no two have a key rate."""
    rates = {unit_id: rates_of(rolled.form, figures) for unit_id, figures in rolled.figures.items()}
    known = {code: _known(rates, code) for code in rolled.form.key_rates}
    telling = [code for code, numbers in known.items() if len(numbers) > 1]
    if not telling:
        return None
    code = max(telling, key=lambda each: (spread(known[each]), len(known[each])))
    bars = [Rate(rolled.name(unit_id), rate.get(code), None) for unit_id, rate in rates.items()]
    bars.sort(key=lambda bar: (bar.now is None, bar.now))
    label = rolled.label(code)
    return RatePairs(
        Head(
            title=label[:1].upper() + label[1:],
            subtitle=_subtitle(rolled, len(bars)),
            foot=say("pictures.foot", at=show_moment(rolled.work.now)),
        ),
        now=period_words(rolled.board.period_code),
        before="",
        missing=say("pictures.missing"),
        rates=tuple(bars[:BARS_AT_MOST]),
        notes=_rest(rolled, code, len(bars)),
    )


def _rest(rolled: Rolled, code: str, count: int) -> tuple[str, ...]:
    """Where the communes are for which there is no room."""
    if count <= BARS_AT_MOST:
        return ()
    period = period_words(rolled.board.period_code)
    return (say("desk.rollup.rest", total=count, code=code, period=period),)


def _subtitle(rolled: Rolled, count: int) -> str:
    if count <= BARS_AT_MOST:
        return rolled.body
    return say("desk.rollup.lowest", body=rolled.body, count=BARS_AT_MOST, total=count)


def _known(rates: Mapping[str, Mapping[str, Decimal | None]], code: str) -> Sequence[Decimal]:
    found = (of_unit.get(code) for of_unit in rates.values())
    return [number for number in found if number is not None]


def _book(rolled: Rolled) -> RollupBook:
    """The workbook before it is written."""
    titles = [group.title for group in rolled.groups]
    columns = sorted(
        rolled.board.lines,
        key=lambda line: (_place(titles, rolled.group_title(line.unit.id)), fold(line.unit.name)),
    )
    missing = tuple((line.unit.name, why_missing(line)) for line in rolled.missing)
    remarks = tuple(
        [say("desk.rollup.missing", names="; ".join(f"{n} ({why})" for n, why in missing))]
        if missing
        else [say("desk.rollup.all_there")]
    )
    remarks += _estimates_remark(rolled)
    return RollupBook(
        title=say(
            "desk.rollup.sheet_title",
            body=rolled.body,
            period=period_words(rolled.board.period_code),
        ).upper(),
        subtitle=say(
            "desk.rollup.sheet_subtitle",
            title=rolled.form.title,
            done=len(rolled.there),
            total=len(rolled.board.lines),
            at=show_moment(rolled.work.now),
        ),
        units=tuple(line.unit.name for line in columns),
        lines=_lines(rolled, columns),
        remarks=remarks,
        missing=missing,
        outliers=tuple(_outlier(rolled, each) for each in rolled.outliers),
        groups=tuple(_group_column(rolled, group) for group in rolled.groups),
        words={key: say(f"desk.rollup.sheet.{key}") for key in WORD_KEYS},
        made_at=rolled.work.now,
    )


def _outlier(rolled: Rolled, each: Outlier) -> RollupOutlier:
    return RollupOutlier(
        rolled.name(each.unit_id),
        each.code,
        rolled.label(each.code, short=False),
        each.value,
        each.median,
    )


def _place(titles: Sequence[str], title: str) -> int:
    """The groups in the order of the letter."""
    return titles.index(title) if title in titles else len(titles)


def _group_column(rolled: Rolled, group: RolledGroup) -> RollupGroup:
    heading = say("desk.rollup.group", title=group.title, done=group.done, total=group.total)
    totals = {code: cell.total for code, cell in group.cells.items()}
    return RollupGroup(heading, totals)


def _lines(rolled: Rolled, columns: Sequence[Line]) -> tuple[RollupLine, ...]:
    """The printed lines of the form, each with the numbers of all communes."""
    unit_id = rolled.board.lines[0].unit.id
    words = superior_words(rolled.work.units, unit_id, rolled.board.typical.closes)
    totals = {code: cell.total for code, cell in rolled.cells.items()}
    rows = annex_rows(rolled.form, totals, words)
    rates = {unit_id: rates_of(rolled.form, figures) for unit_id, figures in rolled.figures.items()}
    return tuple(_line(rolled, row, columns, rates) for row in rows)


def _line(
    rolled: Rolled,
    row: AnnexRow,
    columns: Sequence[Line],
    rates: Mapping[str, Mapping[str, Decimal | None]],
) -> RollupLine:
    indicator = rolled.form.indicators.get(row.code)
    if indicator is None or row.heading:
        return RollupLine(row, tuple(None for _ in columns), 0, summed=False)
    given = numbers_by_unit(rolled.form, row.code, rolled.figures)
    numbers = (
        rates.get(line.unit.id, {}).get(row.code) if indicator.ratio else given.get(line.unit.id)
        for line in columns
    )
    cell = rolled.cells[row.code]
    live = replace(row, formula=indicator.ratio, number_format=number_format(row.kind, cell.total))
    return RollupLine(
        live,
        tuple(numbers),
        len(cell.counted),
        summed=summed(indicator),
        remark=_remark(rolled, indicator, cell),
    )


def _remark(rolled: Rolled, indicator: Indicator, cell: RolledCell) -> str:
    """Why there is no total, how many chose what, who has no figure."""
    remarks = []
    if indicator.kind is Kind.ENUM and cell.counted:
        chosen = (f"{option.words}: {cell.chosen[option.number]}" for option in indicator.options)
        remarks.append("; ".join(chosen))
    elif not indicator.ratio and not summed(indicator):
        remarks.append(say("desk.rollup.not_summed"))
    if cell.lacking:
        names = ", ".join(rolled.name(unit_id) for unit_id in cell.lacking[:NAMED_AT_MOST])
        if len(cell.lacking) > NAMED_AT_MOST:
            more = len(cell.lacking) - NAMED_AT_MOST
            names = say("desk.names_more", names=names, more=more)
        remarks.append(say("desk.rollup.lacking", names=names))
    return ". ".join(remarks)


def estimates(rolled: Rolled) -> Mapping[str, int]:
    """How many figures are estimates still, of each unit that has some."""
    counts = {
        unit_id: sum(figure.estimated for figure in figures.values())
        for unit_id, figures in rolled.figures.items()
    }
    return {unit_id: count for unit_id, count in counts.items() if count}


def _estimates_remark(rolled: Rolled) -> tuple[str, ...]:
    named = [
        say("desk.rollup.of_unit", unit=rolled.name(unit_id), count=count)
        for unit_id, count in estimates(rolled).items()
    ]
    return (say("desk.rollup.estimates", names="; ".join(named)),) if named else ()
