"""How a figure is typed, shown by a line of the report that the person fills."""

from __future__ import annotations

from domain.people.people import Official
from handlers.report.parts import part_to_correct, parts
from handlers.wording.example import NO_FORM, Example, example_in
from handlers.work import Work


def own_example(work: Work, person: Official) -> Example:
    """Of what the person fills; of whoever fills nothing, a line of the first report that there
    is."""
    part = next(iter(parts(work, person)), None) or part_to_correct(work, person)
    if part is not None and part.blocks:
        return example_in(part.sheet.form, part.codes)
    forms = (work.catalogue.newest_form(regime.form_id) for regime in work.catalogue.regimes)
    return next(map(example_in, forms), NO_FORM)
