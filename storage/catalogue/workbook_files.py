"""A superior's workbook that belongs to a form: its cells by code, and the workbook itself."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from domain.report.forms import Form, Kind
from storage.catalogue.fault import Fault
from storage.catalogue.toml_table import Faults, TomlTable, parse_toml

_PLACE = re.compile(r"(.+)!([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True)
class FormWorkbook:
    """The workbook as base64, and for each code of the form the sheet and the cell (`D12`);
    `computed` are those in whose cell a formula stands."""

    form_id: str
    version: str
    file: str
    cells: Mapping[str, tuple[str, str]]
    content: str
    computed: tuple[str, ...] = ()

    @cached_property
    def name(self) -> tuple[str, str]:
        """The form and its version, by which it is found."""
        return self.form_id, self.version


def load_workbooks(
    layers: tuple[Mapping[str, str], ...], forms: tuple[Form, ...]
) -> tuple[dict[tuple[str, str], FormWorkbook], tuple[Fault, ...]]:
    """Those of all layers by form and version, the later before the earlier, and all faults."""
    found: dict[tuple[str, str], FormWorkbook] = {}
    told: list[Fault] = []
    by_name = {(form.id, form.version): form for form in forms}
    for name, text in (pair for layer in layers for pair in layer.items()):
        faults = Faults(name)
        if entries := parse_toml(text, faults):
            workbook = _workbook(entries, faults)
            _check(workbook, by_name.get(workbook.name), faults)
            if not faults.told:
                found[workbook.name] = workbook
        told += faults.told
    return found, tuple(told)


def _workbook(entries: Mapping[str, Any], faults: Faults) -> FormWorkbook:
    table = TomlTable(entries, "", faults)
    cells = table.table("cells", required=True)
    workbook = FormWorkbook(
        table.text("form_id"),
        table.text("version"),
        table.text("file"),
        _places(cells.strings() if cells else {}, faults),
        "".join(table.text("workbook").split()),
        table.texts("computed", ()),
    )
    table.tell_unread()
    return workbook


def _places(written: Mapping[str, str], faults: Faults) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for code, words in written.items():
        place = _PLACE.fullmatch(words)
        if place is None:
            faults.tell(f"cells.{code}", "strange_place", place=words)
        elif (place[1], place[2] + place[3]) in found.values():
            faults.tell(f"cells.{code}", "place_twice", place=words)
        else:
            found[code] = (place[1], place[2] + place[3])
    return found


def _check(workbook: FormWorkbook, form: Form | None, faults: Faults) -> None:
    if workbook.content:
        try:
            b64decode(workbook.content, validate=True)
        except binascii.Error:
            faults.tell("workbook", "strange_workbook")
    if form is None:
        faults.tell(
            "form_id", "no_form_of_workbook", form=workbook.form_id, version=workbook.version
        )
        return
    for code in workbook.cells:
        if code not in form.indicators:
            faults.tell(f"cells.{code}", "no_such_code", code=code)
        elif form.indicators[code].kind is Kind.GROUP:
            faults.tell(f"cells.{code}", "heading_in_workbook", code=code)
