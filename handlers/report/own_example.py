"""How a figure is typed, shown by a line of the report that the person fills."""

from __future__ import annotations

from collections.abc import Iterator

from domain.people.people import Official
from domain.report.forms import Form
from handlers.report.parts import part_to_correct, parts
from handlers.wording.example import NO_FORM, OwnLine, example_in
from handlers.work import Work


def own_example(work: Work, person: Official) -> OwnLine:
    """Of what the person fills; of whoever fills nothing, a line of the first report that there
    is."""
    part = next(iter(parts(work, person)), None) or part_to_correct(work, person)
    if part is not None and part.blocks:
        return example_in(part.sheet.form, part.codes)
    return next(map(example_in, own_forms(work, person)), NO_FORM)


def own_forms(work: Work, person: Official) -> Iterator[Form]:
    """What the person fills, then what is asked for at this time, then whatever there is."""
    yield from (part.sheet.form for part in parts(work, person))
    for regime in work.catalogue.regimes:
        if regime.valid_on(work.today) and work.catalogue.has_form(regime.form_id, work.today):
            yield work.catalogue.form(regime.form_id, work.today)
    yield from work.catalogue.forms
