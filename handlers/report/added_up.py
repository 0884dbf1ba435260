"""What the units below have reported, added up for a report of the body above them, over all of
them or group by group: offered where its figures are asked, and set beside what was typed. A unit
that has not sent is never counted as 0; how many have is always said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.dates.regimes import Regime
from domain.people.units import subtree
from domain.report.figures import Figures
from domain.report.forms import Form
from domain.report.rollup import roll_up, summed
from domain.report.shown import show
from handlers.wording.say import say
from handlers.work import Work
from storage.reports.figures import figures_of_many
from storage.reports.rounds import Obligation, obligations_in, opened_rounds


@dataclass(frozen=True, slots=True)
class AddedUp:
    """One line over the units below."""

    total: Decimal
    counted: int
    units: int

    @property
    def whole(self) -> bool:
        """Every unit stands behind the total."""
        return self.counted == self.units

    @property
    def words(self) -> str:
        """`24.580 (17/19 đơn vị)`."""
        return say(
            "block.of_units", figure=show(self.total), counted=self.counted, units=self.units
        )


def added_up(work: Work, regime: Regime, form: Form, report: Obligation) -> Mapping[str, AddedUp]:
    """The lines that both forms have and that may be added up, where any unit has one; nothing
    where the regime adds up no other."""
    below = _reports_below(work, regime, report) if regime.adds_up else ()
    if not below:
        return {}
    source = work.catalogue.form(below[0].form_id, below[0].closes)
    sources = {code: told for code in form.asked() if (told := _source(form, source, code))}
    codes = list(dict.fromkeys(line for line, _ in sources.values()))
    found = figures_of_many(work.session, [each.id for each in below], codes)
    groups = dict.fromkeys(group for _, group in sources.values())
    members = {group: _members(work, regime, below, group) for group in groups}
    figures = {
        group: {each.unit_id: found[each.id] for each in theirs}
        for group, theirs in members.items()
    }
    rolled = {group: roll_up(source, of_group) for group, of_group in figures.items()}
    return {
        code: AddedUp(total, len(rolled[group][line].counted), len(members[group]))
        for code, (line, group) in sources.items()
        if (total := rolled[group][line].total) is not None
    }


def _source(form: Form, source: Form, code: str) -> tuple[str, str] | None:
    """The line of the units' form that is added up for a figure, and over which group of them; ""
    is all of them. None where they have no such line, or it cannot be added up."""
    line = form.indicators[code]
    column = next((c for c in form.columns if c.letter == line.column), None)
    asked, group = (line.parent, column.group) if column and column.group else (code, "")
    if asked not in source.indicators or not summed(source.indicators[asked]):
        return None
    return asked, group


def _members(
    work: Work, regime: Regime, below: Iterable[Obligation], group: str
) -> tuple[Obligation, ...]:
    """The reports of the units of a group, as the letter has it that asks them."""
    asking = work.catalogue.regime(regime.adds_up)
    return tuple(
        each
        for each in below
        if not group
        or (
            (of := asking.group_of(each.unit_id, work.unit(each.unit_id).kind))
            and of.title == group
        )
    )


def _reports_below(work: Work, regime: Regime, report: Obligation) -> tuple[Obligation, ...]:
    """What the units below owe in the same period; an office that has none below it speaks for
    the body to which it belongs."""
    unit = work.unit(report.unit_id)
    below = subtree(work.units, unit.id) - {unit.id}
    if not below and unit.parent_id:
        below = subtree(work.units, unit.parent_id) - {unit.id}
    rounds = (r for r in opened_rounds(work.session, regime.adds_up))
    same = next((r for r in rounds if r.period_code == report.period_code), None)
    owed = obligations_in(work.session, same.id, sorted(below)) if same else ()
    return tuple(each for each in owed if not work.unit(each.unit_id).training)


def differing(
    added: Mapping[str, AddedUp], figures: Figures, codes: Iterable[str]
) -> dict[str, AddedUp]:
    """Of these figures those that are not what all units together have reported."""
    return {
        code: added[code]
        for code in codes
        if code in added
        and added[code].whole
        and code in figures
        and figures[code].value not in (None, added[code].total)
    }
