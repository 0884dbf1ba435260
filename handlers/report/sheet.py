"""Everything that is known of one unit's report in one round, read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from domain.dates.estimates import asked_on, final_from
from domain.dates.periods import months_of, periods_before, periods_within
from domain.dates.regimes import Regime
from domain.people.units import SuperiorWords, Unit, superior_words
from domain.report.compare import ENOUGH_HISTORY
from domain.report.figures import Figure, Figures, State
from domain.report.findings import Case, Finding
from domain.report.forms import Form, Indicator, Kind, Nature
from domain.report.rates import rates_of
from domain.report.rollup import merged_figures
from domain.report.rules import check
from domain.tasks.tasks import ANNEX_CODES
from handlers.report.added_up import AddedUp, added_up
from handlers.report.register import Register, counts_tasks, register_of
from handlers.report.which import called_report, file_mark
from handlers.work import Work
from storage.reports.figures import figures as figures_of
from storage.reports.figures import figures_over_periods, previous_figures, read_with_previous
from storage.reports.overrides import Override, overrides
from storage.reports.rounds import Obligation

_QUARTER = 3  # months
_ZERO = Decimal(0)


@dataclass(frozen=True)
class Sheet:
    """One unit's form with its figures; text, chart and files all read from here."""

    obligation: Obligation
    form: Form
    regime: Regime
    unit: Unit
    words: SuperiorWords
    figures: Figures
    previous: Figures
    previous_code: str
    overrides: tuple[Override, ...]
    previous_of: tuple[Unit, ...] = ()  # the units that were merged into this one since then
    told_as: str = ""  # a few words that tell it from the reader's other reports; else nothing
    period_name: str = ""  # "quý III năm 2024", with the regime where several have that period
    file_mark: str = ""  # `2024-Q3`, with the regime where several have a round in that period
    estimating: bool = False  # what is given today is an estimate
    columns_over: frozenset[str] = frozenset()  # letters of the periods beside it that are over
    estimates_asked: date | None = None  # when it is asked whether they stand; None: never
    add_within: Callable[[], dict[str, Decimal]] = field(default=dict, compare=False)
    add_so_far: Callable[[], dict[str, Decimal]] = field(default=dict, compare=False)
    read_left: Callable[[], Figures] = field(default=dict, compare=False)
    read_history: Callable[[], Mapping[str, Sequence[Decimal]]] = field(default=dict, compare=False)
    add_up_units: Callable[[], Mapping[str, AddedUp]] = field(default=dict, compare=False)
    count_tasks: Callable[[], Register | None] = field(default=lambda: None, compare=False)

    def indicator(self, code: str) -> Indicator:
        """The line of the form."""
        return self.form.indicators[code]

    def short(self, code: str) -> str:
        """The few words for the phone, with the superior filled in."""
        return self.filled(self.indicator(code).short)

    def label(self, code: str) -> str:
        """The full wording of the annex, with the superior filled in."""
        return self.filled(self.indicator(code).label)

    def filled(self, words: str) -> str:
        """A text of the form with the superior of that time filled in."""
        return words.format(
            cap_tren=self.words.cap_tren,
            chu_tich_cap_tren=self.words.chu_tich_cap_tren,
            cap=self.words.cap,
        )

    @cached_property
    def rates(self) -> dict[str, Decimal | None]:
        """Every derived rate: computed from its parts; as typed where the parts are not given."""
        return rates_of(self.form, self.figures)

    @cached_property
    def previous_rates(self) -> dict[str, Decimal | None]:
        """The same for the period before; a unit that did not exist then had no rates."""
        return {} if self.previous_of else rates_of(self.form, self.previous)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All cross-checks that are broken now, worst first."""
        return check(replace(self.beside_earlier, history=self.history, rates=self.typed_rates))

    @property
    def beside_earlier(self) -> Case:
        """Its figures as the checks look at them, beside those of the periods around."""
        return Case(
            self.form,
            self.figures,
            previous=self.previous,
            scale=self.scale,
            within=self.within,
            so_far=self.so_far,
            same_year=self.same_year,
            left=self.left,
        )

    @property
    def same_length(self) -> bool:
        """True where the period before is as long: what arose in them can be compared."""
        return months_of(self.previous_code) == months_of(self.obligation.period_code)

    @property
    def scale(self) -> Decimal | None:
        """The length of this period over that of the one before; None where one has no months."""
        now, before = months_of(self.obligation.period_code), months_of(self.previous_code)
        return None if now is None or before is None else now / before

    def expected(self, code: str) -> Decimal | None:
        """What the earlier figure would be in a period of this length: what arises in half a year
        arises by half in a quarter. None where there is none, or the lengths cannot be told."""
        earlier, line = self.previous.get(code), self.indicator(code)
        if earlier is None or earlier.value is None:
            return None
        if line.kind is Kind.DATE:
            return None
        if line.nature is not Nature.FLOW or line.kind is Kind.PERCENT:
            return earlier.value
        return None if self.scale is None else earlier.value * self.scale

    @cached_property
    def within(self) -> dict[str, Decimal]:
        """What arose in the reported periods within this one, where that was given in all."""
        return self.add_within()

    @cached_property
    def so_far(self) -> dict[str, Decimal]:
        """What arose since the year began in the periods before this one, of each line beside
        which the form asks for the sum, where all of them were reported."""
        return self.add_so_far()

    def accumulated(self, code: str) -> Decimal | None:
        """What a line that adds up since the year began comes to, by the figures of its period."""
        part = self.form.parts_added_up.get(code)
        if part is None or part not in self.so_far:
            return None
        now = self.figures.get(part)
        number = now.number(self.indicator(part).kind) if now else None
        return None if number is None else self.so_far[part] + number

    @cached_property
    def left(self) -> Figures:
        """The figures of the period that ends the day before this one begins."""
        return self.read_left()

    @cached_property
    def history(self) -> Mapping[str, Sequence[Decimal]]:
        """What arose in the earlier periods of this length, oldest first, where these are enough
        to tell what is usual."""
        return self.read_history()

    @cached_property
    def register(self) -> Register | None:
        """What the assigned tasks say at the closing date; None where there are none here."""
        return self.count_tasks()

    @cached_property
    def of_units(self) -> Mapping[str, AddedUp]:
        """What the units below have reported, added up, where this report is made of theirs."""
        return self.add_up_units()

    @property
    def same_year(self) -> bool:
        """True where the period before belongs to the same year: cumulative figures grow on."""
        return self.previous_code[:4] == self.obligation.period_code[:4]

    @property
    def typed_rates(self) -> dict[str, Decimal]:
        """Derived rates that somebody typed."""
        return {
            code: figure.value
            for code, figure in self.figures.items()
            if self.indicator(code).ratio and figure.value is not None
        }

    @cached_property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings for which nobody has given a reason, worst first."""
        return self.unexplained(self.findings)

    def unexplained(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """These findings without what an official has kept with a reason."""
        return tuple(left for found in findings if (left := self._unexplained(found)))

    def _unexplained(self, found: Finding) -> Finding | None:
        """A check that names no codes looks at every figure by itself: a reason for some is none
        for the others."""
        kept = [each for each in self.overrides if each.rule == found.rule]
        if not kept:
            return found
        if self.form.rules_by_id[found.rule].codes:
            return None
        explained = {code for each in kept for code in each.codes}
        left = tuple(code for code in found.codes if code not in explained)
        return replace(found, codes=left) if left else None

    def open_codes(self, owner: str | None = None) -> tuple[str, ...]:
        """Asked codes that have no figure in any state, in asking order."""
        return tuple(code for code in self.form.asked(owner) if code not in self.figures)

    def waiting_codes(self) -> tuple[str, ...]:
        """Codes answered with "chưa có số liệu": still owed, but never invented."""
        return tuple(code for code, figure in self.figures.items() if figure.state is State.MISSING)

    def estimated_codes(self, codes: Iterable[str] | None = None) -> tuple[str, ...]:
        """The codes, or those of these, whose figures are estimates, in the order of the form."""
        extra = (code for block in self.form.extra for code in block.codes)
        wanted = (*self.form.asked(), *extra) if codes is None else codes
        given = {code for code, figure in self.figures.items() if figure.estimated}
        return tuple(code for code in wanted if code in given)

    def as_given(self, figure: Figure) -> Figure:
        """A figure as it is written today: while nothing is final a quantity is an estimate."""
        line = self.indicator(figure.code)
        quantity = line.kind.counts and figure.state is not State.MISSING
        early = self.estimating and line.column not in self.columns_over
        estimated = quantity and (early or figure.estimated)
        return Figure(figure.code, figure.state, figure.value, figure.words, estimated)

    def figure(self, code: str) -> Figure | None:
        """The figure as given, or None while it was not given."""
        return self.figures.get(code)


def open_sheet(work: Work, obligation: Obligation) -> Sheet:
    """Read a unit's report with the form version and the superior of its closing date."""
    form = work.catalogue.form(obligation.form_id, obligation.closes)
    regime = work.catalogue.regime(obligation.regime_id)
    units = work.lineage(obligation.unit_id)
    before, after = work.catalogue.periods_beside(regime, obligation.period_code, units)
    if before:
        read_with_previous(work.session, obligation.id, obligation.unit_id, form.id, before)
    previous, merged = _previous(work, form, obligation, before) if before else ({}, ())
    return Sheet(
        obligation=obligation,
        form=form,
        regime=regime,
        unit=units[obligation.unit_id],
        words=superior_words(units, obligation.unit_id, obligation.closes),
        figures=figures_of(work.session, obligation.id),
        previous=previous,
        previous_code=before or "",
        overrides=overrides(work.session, obligation.id),
        previous_of=merged,
        add_within=lambda: _within(work, form, obligation),
        add_so_far=lambda: _so_far(work, form, obligation),
        read_left=lambda: previous if after == before else _left(work, obligation, after),
        read_history=lambda: _history(work, form, obligation),
        add_up_units=lambda: added_up(work, regime, form, obligation),
        count_tasks=lambda: register_of(work, obligation, form),
        period_name=called_report(work, obligation),
        file_mark=file_mark(work, obligation.regime_id, obligation.period_code),
        estimating=work.today < _final_from(work, regime, obligation),
        columns_over=frozenset(
            c.letter for c in form.columns if not c.group and c.end < work.today
        ),
        estimates_asked=estimates_asked(work, regime, obligation),
    )


def _final_from(work: Work, regime: Regime, obligation: Obligation) -> date:
    if regime.asked_by:  # what there is when it is asked for
        return date.min
    return final_from(obligation.closes, obligation.due_on, work.catalogue.calendar)


def estimates_asked(work: Work, regime: Regime, obligation: Obligation) -> date | None:
    """When it is asked whether the estimates of a report still stand; None where it never is."""
    if regime.asked_by:
        return None
    return asked_on(obligation.closes, obligation.due_on, work.catalogue.calendar)


def read_again(work: Work, sheet: Sheet) -> Sheet:
    """The same report after its figures were written; what cannot have changed is not read."""
    id_ = sheet.obligation.id
    return replace(
        sheet, figures=figures_of(work.session, id_), overrides=overrides(work.session, id_)
    )


def _previous(
    work: Work, form: Form, obligation: Obligation, before: str
) -> tuple[Figures, tuple[Unit, ...]]:
    """The figures of the period before; of a unit that did not exist then, what all those that
    were merged into it reported together, and which these are."""
    session, unit_id, form_id = work.session, obligation.unit_id, obligation.form_id
    own = previous_figures(session, unit_id, form_id, before)
    if own or work.unit(unit_id).valid_from == date.min:
        return own, ()
    into = sorted({s.old_id for s in work.successions if s.new_id == unit_id})
    earlier = [previous_figures(session, old_id, form_id, before) for old_id in into]
    merged = merged_figures(form, earlier)
    return merged, tuple(work.unit(old_id) for old_id in into) if merged else ()


def _left(work: Work, obligation: Obligation, after: str | None) -> Figures:
    """What stood at the closing of the period on which this one follows."""
    if after is None:
        return {}
    return previous_figures(work.session, obligation.unit_id, obligation.form_id, after)


def _history(work: Work, form: Form, obligation: Obligation) -> dict[str, tuple[Decimal, ...]]:
    """Only what arises in a period, and only from periods of the same length that are over."""
    kinds = {
        code: form.indicators[code].kind
        for code in form.asked()
        if form.indicators[code].nature is Nature.FLOW and form.indicators[code].kind.adds_up
    }
    months = months_of(obligation.period_code)
    periods = figures_over_periods(work.session, obligation.unit_id, obligation.form_id, kinds)
    earlier = [
        period.figures
        for period in periods
        if period.closes < obligation.starts and months == months_of(period.period_code)
    ]
    numbers = {
        code: tuple(n for f in earlier if code in f if (n := f[code].number(kind)) is not None)
        for code, kind in kinds.items()
    }
    usual = {code: known for code, known in numbers.items() if len(known) >= ENOUGH_HISTORY}
    return usual if months is not None else {}


def _within(work: Work, form: Form, obligation: Obligation) -> dict[str, Decimal]:
    """Half a year and the third quarter within the year; a quarter is not looked into."""
    months = months_of(obligation.period_code)
    if months is None or months <= _QUARTER:
        return {}
    kinds = {code: form.indicators[code].kind for code in form.asked() if _adds_up(form, code)}
    periods = figures_over_periods(work.session, obligation.unit_id, obligation.form_id, kinds)
    given = {period.period_code: period.figures for period in periods}
    return _sums(kinds, [given[code] for code in periods_within(obligation.period_code, given)])


def _so_far(work: Work, form: Form, obligation: Obligation) -> dict[str, Decimal]:
    """Of the first period of a year nothing, of one before which a report is missing unknown."""
    kinds = {code: form.indicators[code].kind for code in form.parts_added_up.values()}
    if not kinds:
        return {}
    periods = figures_over_periods(work.session, obligation.unit_id, obligation.form_id, kinds)
    given = {period.period_code: period.figures for period in periods}
    codes = periods_before(obligation.period_code, given)
    if codes is None:
        return {}
    return _sums(kinds, [given[code] for code in codes]) if codes else dict.fromkeys(kinds, _ZERO)


def _sums(kinds: Mapping[str, Kind], parts: Sequence[Figures]) -> dict[str, Decimal]:
    """What several periods add up to, of each line that all of them have."""
    sums = {
        code: [part[code].number(kind) if code in part else None for part in parts]
        for code, kind in kinds.items()
    }
    return {
        code: sum(known, _ZERO)
        for code, numbers in sums.items()
        if (known := [n for n in numbers if n is not None]) and len(known) == len(parts)
    }


def _adds_up(form: Form, code: str) -> bool:
    """What arises once. Open tasks and files are carried from one period into the next, and the
    same procedures are counted in each."""
    line = form.indicators[code]
    carried = " ".join(rule.options.get("carried", "") for rule in form.rules)
    task = code in ANNEX_CODES and counts_tasks(form)
    if task or f" {code}=" in f" {carried}" or not line.additive:
        return False
    return line.nature is Nature.FLOW and line.kind.adds_up
