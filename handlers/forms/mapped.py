"""The table of another program's export, to be mapped to a form by hand: every cell that could be
taken, and lines of the form that sound alike."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from domain.reading.cells import Opened
from domain.report.forms import Form
from domain.words import fold
from handlers.annex.export import mapped_cells, titles_of
from handlers.wording.say import say
from reports.patching.table import FormTable, form_table
from reports.patching.written import quoted

ALIKE = 60  # of a hundred
NEAR = 3


def export_toml(opened: Opened, form: Form, id_: str) -> tuple[str, int] | None:
    """The file to be completed, and how many cells it names; None where there is no table."""
    read = (form_table(sheet) for sheet in opened.sheets if sheet.visible)
    table = next((each for each in read if each and list(mapped_cells(each))), None)
    if table is None:
        return None
    titles = ", ".join(quoted(title) for title in titles_of(table))
    head = [
        say("form_map.head", form=form.id),
        f"id = {quoted(id_)}",
        f"form_id = {quoted(form.id)}",
        f"columns = [{titles}]",
        "",
    ]
    lines = [*head, *_cells(table, form)]
    return "\n".join(lines), len(list(mapped_cells(table)))


def _cells(table: FormTable, form: Form) -> Iterator[str]:
    labels = {code: fold(line.label) for code, line in form.indicators.items() if line.asked}
    for row, column in mapped_cells(table):
        said = fold(f"{row} {column}")
        found = process.extract(
            said, labels, scorer=fuzz.token_set_ratio, limit=NEAR, score_cutoff=ALIKE
        )
        near = "; ".join(f"{code} {form.indicators[code].short}" for _, _, code in found)
        yield from ("#[[takes]]", '#code = ""', f"#row = {quoted(row)}")
        yield f"#column = {quoted(column)}"
        if near:
            yield say("form_map.near", near=near)
        yield ""
