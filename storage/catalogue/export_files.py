"""Which cell of another program's export is which figure of a form: mapped once, then read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.report.forms import Form
from storage.catalogue.fault import Fault
from storage.catalogue.toml_table import Faults, TomlTable, parse_toml


@dataclass(frozen=True, slots=True)
class TakenCell:
    """The cell of a row and a column, by their titles, and the code of the figure in it."""

    code: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class ExportMap:
    """An export, known by the titles of its columns."""

    id: str
    form_id: str
    columns: tuple[str, ...]
    takes: tuple[TakenCell, ...]


def load_exports(
    layers: tuple[Mapping[str, str], ...], forms: tuple[Form, ...]
) -> tuple[dict[str, ExportMap], tuple[Fault, ...]]:
    """Those of all layers by their id, the later before the earlier, and all faults."""
    found: dict[str, ExportMap] = {}
    told: list[Fault] = []
    for name, text in (pair for layer in layers for pair in layer.items()):
        faults = Faults(name)
        if entries := parse_toml(text, faults):
            table = TomlTable(entries, "", faults)
            takes = tuple(_taken(row) for row in table.rows("takes", required=True))
            export = ExportMap(
                table.text("id"), table.text("form_id"), table.texts("columns"), takes
            )
            table.tell_unread()
            _check(export, forms, faults)
            if not faults.told:
                found[export.id] = export
        told += faults.told
    return found, tuple(told)


def _taken(table: TomlTable) -> TakenCell:
    taken = TakenCell(table.text("code"), table.text("row"), table.text("column"))
    table.tell_unread()
    return taken


def _check(export: ExportMap, forms: tuple[Form, ...], faults: Faults) -> None:
    versions = [form for form in forms if form.id == export.form_id]
    if export.form_id and not versions:
        faults.tell("form_id", "no_form_of_export", form=export.form_id)
        return
    given: set[str] = set()
    for number, taken in enumerate(export.takes, start=1):
        key = f"takes[{number}]"
        lines = [form.indicators[taken.code] for form in versions if taken.code in form.indicators]
        if taken.code and not lines:
            faults.tell(f"{key}.code", "no_such_code", code=taken.code)
        elif any(not line.asked for line in lines):
            faults.tell(f"{key}.code", "not_asked", code=taken.code)
        if taken.code in given:
            faults.tell(f"{key}.code", "code_twice", code=taken.code)
        given.add(taken.code)
        if taken.column and taken.column not in export.columns:
            faults.tell_strange(f"{key}.column", taken.column, export.columns)
