"""The rows of what is only looked at, a part of the table of intents.

A process that has just started enters the room of the one that is asked for, and none of those that
read sentences (`handlers.entrance.respond`).
"""

from __future__ import annotations

from domain.people.people import Role
from domain.people.permissions import OWN_STAFF, SUPERIORS, Action
from handlers.talk.intent import Intent, below, on_some_unit
from handlers.talk.late import of_files, of_looks

ALL, OWN, SUPERIOR = frozenset(Role), frozenset(OWN_STAFF), frozenset(SUPERIORS)
FILLS = frozenset({Role.OFFICIAL, Role.OFFICE_HEAD})
"""In whose list of commands a row stands."""


_STATUS, _FIGURES = on_some_unit(Action.SEE_STATUS), on_some_unit(Action.SEE_FIGURES)

LOOKING: tuple[Intent, ...] = (
    Intent(
        "missing",
        of_looks.missing_said,
        of_looks.missing,
        may=_STATUS,
        menu=OWN,
        help=True,
    ),
    Intent("task_list", of_looks.tasks_said, of_looks.task_list, menu=ALL),
    Intent(
        "late_units",
        of_looks.late_said,
        of_looks.late,
        may=below(Action.SEE_STATUS),
        refusal="desk.nobody_below",
        menu=SUPERIOR,
        help=True,
    ),
    Intent(
        "status",
        of_looks.status_said,
        of_looks.status,
        may=_STATUS,
        menu=ALL,
        help=True,
    ),
    Intent(
        "who_owes",
        of_looks.who_owes,
        of_looks.who_owes,
        may=_STATUS,
        help=True,
    ),
    Intent("progress", command=of_looks.progress, help=True),
    Intent(
        "chart",
        of_looks.chart_said,
        of_looks.charts,
        may=_STATUS,
        help=True,
    ),
    Intent(
        "trend",
        of_looks.trend_said,
        of_looks.trend,
        may=_FIGURES,
    ),
    Intent(
        "comparison",
        of_looks.comparison_said,
        of_looks.comparison,
        may=_FIGURES,
    ),
    Intent(
        "annex_file",
        of_looks.annex_said,
        of_looks.annex_file,
        may=_FIGURES,
        menu=FILLS,
        help=True,
    ),
    Intent(
        "report_file",
        of_looks.report_said,
        of_looks.report_file,
        may=_FIGURES,
        menu=OWN,
        help=True,
    ),
    Intent("check_file", command=of_files.check, help=True),
    Intent(
        "history",
        of_looks.history_said,
        of_looks.history,
        may=_FIGURES,
        help=True,
    ),
    Intent(
        "schedule",
        of_looks.schedule,
        of_looks.schedule,
        menu=ALL,
        help=True,
    ),
    Intent("deadline", of_looks.deadline_said),
)
