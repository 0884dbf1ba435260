"""One round of several communes rolled up: text, picture and file of a roll-up read from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from domain.dates.regimes import Regime
from domain.people.units import superior_words
from domain.report.figures import Figures
from domain.report.forms import Form
from domain.report.outliers import Outlier, outliers
from domain.report.rollup import RolledCell, roll_up
from domain.words import fold
from handlers.desk.board import Board, Line, boards
from handlers.desk.find import naming_day
from handlers.desk.overview import notes_of
from handlers.desk.scope import communes_below
from handlers.wording.say import say
from handlers.work import Work
from storage.reports.figures import figures_of_many


@dataclass(frozen=True, slots=True)
class RolledGroup:
    """Units of one group rolled up: how many of them count, and the lines of the form."""

    title: str
    done: int
    total: int
    cells: Mapping[str, RolledCell]


@dataclass(frozen=True)
class Rolled:
    """One round rolled up; text, picture and file read from here."""

    work: Work
    board: Board
    body: str

    @property
    def form(self) -> Form:
        return self.board.form

    @property
    def there(self) -> tuple[Line, ...]:
        """The communes whose reports count: complete ones."""
        return tuple(sorted(self.board.finished, key=lambda line: fold(line.unit.name)))

    @property
    def missing(self) -> tuple[Line, ...]:
        absent = (line for line in self.board.lines if not line.finished)
        return tuple(sorted(absent, key=lambda line: fold(line.unit.name)))

    @cached_property
    def figures(self) -> Mapping[str, Figures]:
        """By unit id, of those whose reports count."""
        ids = {line.obligation.id: line.unit.id for line in self.there if line.obligation}
        return {
            ids[report]: given
            for report, given in figures_of_many(self.work.session, list(ids)).items()
        }

    @cached_property
    def cells(self) -> Mapping[str, RolledCell]:
        return roll_up(self.form, self.figures)

    @cached_property
    def groups(self) -> tuple[RolledGroup, ...]:
        """The groups that the letter names, where there are several; each rolled up by itself."""
        titles = [group.title for group in self._regime.owed_by]
        if len(titles) < 2:
            return ()
        return tuple(self._group(title) for title in titles)

    def group_title(self, unit_id: str) -> str:
        """The group to which a unit belongs; nothing where the letter names none."""
        group = self._regime.group_of(unit_id, self.work.units[unit_id].kind)
        return group.title if group else ""

    @property
    def _regime(self) -> Regime:
        return self.work.catalogue.regime(self.board.regime_id)

    def _group(self, title: str) -> RolledGroup:
        members = [x.unit.id for x in self.board.lines if self.group_title(x.unit.id) == title]
        figures = {unit_id: self.figures[unit_id] for unit_id in members if unit_id in self.figures}
        return RolledGroup(title, len(figures), len(members), roll_up(self.form, figures))

    @cached_property
    def outliers(self) -> tuple[Outlier, ...]:
        """Held against the other units of the same group: a land office is no commune."""
        titles = [group.title for group in self.groups] or [""]
        return tuple(
            each
            for title in titles
            for each in outliers(
                self.form,
                {
                    unit_id: given
                    for unit_id, given in self.figures.items()
                    if not title or self.group_title(unit_id) == title
                },
            )
        )

    def name(self, unit_id: str) -> str:
        return self.work.units[unit_id].name

    def label(self, code: str, *, short: bool = True) -> str:
        return label_of(self.work, self.board, code, short=short)


def label_of(work: Work, board: Board, code: str, *, short: bool = True) -> str:
    """The words of a line with the superior of that time filled in."""
    indicator = board.form.indicators[code]
    words = superior_words(work.units, board.lines[0].unit.id, board.typical.closes)
    return (indicator.short if short else indicator.label).format(
        cap_tren=words.cap_tren, chu_tich_cap_tren=words.chu_tich_cap_tren, cap=words.cap
    )


def rolled_below(work: Work, unit_id: str, period: str) -> tuple[Rolled, ...]:
    """The roll-ups of a period of all communes below a unit, for the person at the machine."""
    units = communes_below(work, unit_id, naming_day(work, period))
    found = boards(work, units, period) if units else ()
    return tuple(Rolled(work, board, work.units[unit_id].name) for board in found)


def why_missing(line: Line) -> str:
    """Why a commune does not count: `12/97 số, quá hạn 3 ngày`."""
    if line.obligation is None:
        return say("desk.rollup.unasked")
    counts = say("desk.rollup.given", given=line.given, total=line.asked)
    return ", ".join([counts, *notes_of(replace(line, overdue_tasks=0))])
