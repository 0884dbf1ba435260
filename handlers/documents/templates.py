"""Which text a report has: the unit's own one, else that of the nearest body above that has one,
else that of the form."""

from __future__ import annotations

from collections.abc import Iterator

from domain.people.units import superiors_on
from handlers.report.sheet import Sheet
from handlers.work import Work
from storage.catalogue.sources import OF, standing_text
from storage.database.states import SourceKind


def scoped(template: str, scope: str) -> str:
    """The name under which the text of a unit or of a regime is kept: `par-quarter@an-thi`."""
    return f"{template}{OF}{scope}"


def base_of(name: str) -> str:
    """The report text of which one is: `par-quarter@an-thi` -> `par-quarter`."""
    return name.partition(OF)[0]


def scope_of(name: str) -> str:
    """Whose it is: `par-quarter@an-thi` -> `an-thi`; empty for that of all."""
    return name.partition(OF)[2]


def report_text(work: Work, sheet: Sheet) -> str:
    """The text of a report. What a unit has loaded counts from the next making on, without a
    restart: it is read where it is needed."""
    own = standing_text(work.session, SourceKind.TEMPLATE, list(_names(work, sheet)))
    return own or work.catalogue.template(sheet.form.template)


def _names(work: Work, sheet: Sheet) -> Iterator[str]:
    """From the nearest to the widest."""
    lineage, unit_id = work.lineage(sheet.unit.id), sheet.unit.id
    bodies = [
        unit_id,
        *(each.id for each in superiors_on(lineage, unit_id, sheet.obligation.closes)),
    ]
    for scope in (*bodies, sheet.regime.id):
        yield scoped(sheet.form.template, scope)
