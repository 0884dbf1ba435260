"""The lines of a form that a file should have, and those it has lost on the way.

A short list of a few lines is no faulty annex; a whole one in which a line is missing, or a table
in which only some lines between others are, has lost them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from domain.report.forms import Form, Kind
from handlers.annex.file import AnnexCell, AnnexFile

LONGEST_GAP = 3  # lines that somebody deletes by a slip


def is_of_no_line(cell: AnnexCell, form: Form) -> bool:
    """True for a value that stands on a heading of the form, or on a line that it has not."""
    if cell.raw is None:
        return False
    line = form.indicators.get(cell.code)
    return line is None or line.kind is Kind.GROUP


def lost_lines(annex: AnnexFile, form: Form) -> tuple[str, ...]:
    """The codes of figures whose lines the file has lost; those of misplaced values too."""
    there = {cell.code for cell in annex.cells}
    lines = [code for code, line in form.indicators.items() if line.in_annex]
    if 2 * len(there.intersection(lines)) >= len(lines):
        missing: Iterable[str] = (code for code in lines if code not in there)
    else:
        missing = _small_gaps(lines, there)
    misplaced = {row.code for row in annex.lost}
    lost = {*missing, *misplaced}
    return tuple(c for c in lines if c in lost and form.indicators[c].kind is not Kind.GROUP)


def _small_gaps(lines: Sequence[str], there: set[str]) -> Iterable[str]:
    """The lines of one section that are missing between others."""
    runs = [(here, list(run)) for here, run in groupby(lines, key=lambda code: code in there)]
    for number, (here, run) in enumerate(runs[1:-1], start=1):
        before, after = runs[number - 1][1][-1], runs[number + 1][1][0]
        one_section = len({code.partition(".")[0] for code in (before, *run, after)}) == 1
        if not here and one_section and len(run) <= LONGEST_GAP:
            yield from run
