"""The annex lines I.4.1 to I.4.4 out of the tasks at the closing date: offered as the answer, and
set beside what was typed.

Which tasks count is the superior's choice; it is printed with the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.dates.periods import period_of
from domain.people.units import superiors_on
from domain.report.figures import Figure, Figures, State
from domain.report.forms import Form
from domain.tasks.tasks import ANNEX_CODES, Counting, Counts, count, counted
from domain.words import fold
from handlers.wording.say import say
from handlers.wording.show_moments import show_date
from handlers.work import Work
from storage.reports.rounds import Obligation
from storage.tasks.tasks import counting_of, has_register, tasks_of_period

TASKS_UNIT = "nhiem vu"


@dataclass(frozen=True, slots=True)
class Register:
    """What the tasks of one unit say for one report."""

    counts: Counts
    counting: Counting
    since: date
    day: date  # on which the states are taken: the closing date, or today before it
    closing: date

    @property
    def figures(self) -> Mapping[str, Figure]:
        """The four lines as figures."""
        return {
            code: Figure(code, State.VALUE, Decimal(number))
            for code, number in self.counts.lines.items()
        }

    @property
    def row(self) -> str:
        """`14 14 0 0`"""
        return " ".join(str(number) for number in self.counts.lines.values())


def counts_tasks(form: Form) -> bool:
    """The lines of assigned tasks are in the form; other forms may have other lines by the same
    codes, as those that were made from a workbook."""
    lines = [form.indicators.get(code) for code in ANNEX_CODES]
    return all(line is not None and fold(line.unit) == TASKS_UNIT for line in lines)


def register_of(work: Work, obligation: Obligation, form: Form) -> Register | None:
    """The counts for a report; None where the form does not ask for them, and where no superior
    has ever assigned the unit a task here, so that nothing is known."""
    if not counts_tasks(form):
        return None
    unit_id, closing = obligation.unit_id, obligation.closes
    if not has_register(work.session, unit_id):
        return None
    superiors = superiors_on(work.lineage(unit_id), unit_id, closing)
    counting = counting_of(work.session, [superior.id for superior in superiors])
    since = _since(work, obligation, counting)
    # Before the closing date nobody can know what will be overdue on it.
    day = min(closing, work.today)
    tasks = tasks_of_period(work.session, unit_id, since, day)
    counts = count(counted(tasks, since, day, unit_id), day)
    return Register(counts, counting, since, day, closing)


def _since(work: Work, obligation: Obligation, counting: Counting) -> date:
    """The first day of the period, or of the year to which the period belongs."""
    if counting is Counting.PERIOD:
        return obligation.starts
    rule = work.catalogue.regime(obligation.regime_id).closing_rule
    return min(obligation.starts, period_of(f"{obligation.period_code[:4]}-Y", rule).start)


def offer(register: Register, figures: Figures) -> str:
    """The counts as an answer that only has to be taken; what was typed otherwise is told."""
    typed = difference(register, figures)
    if typed:
        return say("answer.note", words=typed)
    given = all(code in figures for code in ANNEX_CODES)
    text_id = "task.counts.agree" if given else "task.counts.offer"
    return say(text_id, row=register.row, basis=basis(register))


def difference(register: Register, figures: Figures) -> str:
    """How the figures that were given differ from the tasks; empty where they do not."""
    differs = [
        code
        for code, figure in register.figures.items()
        if code in figures and figures[code] != figure
    ]
    if not differs:
        return ""
    typed = " ".join(_shown(figures.get(code)) for code in ANNEX_CODES)
    return say("task.counts.differ", row=register.row, typed=typed, basis=basis(register))


def _shown(figure: Figure | None) -> str:
    if figure is None:
        return "…"
    return str(figure.value) if figure.value is not None else "–"


def basis(register: Register) -> str:
    """Which tasks count, until when."""
    words = say(
        f"task.counting.{register.counting.value}",
        since=show_date(register.since),
        closing=show_date(register.day),
    )
    if register.day == register.closing:
        return words
    closing = show_date(register.closing)
    return say("task.counting.before_closing", basis=words, closing=closing)


def status_line(register: Register) -> str:
    """The counts in one line of the status."""
    counts = register.counts
    return say(
        "task.counts.status",
        total=counts.total,
        on_time=counts.on_time,
        late=counts.late,
        overdue=counts.overdue,
        left=counts.left,
        day=show_date(register.day),
    )
