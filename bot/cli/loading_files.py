"""A file that is to be loaded, read: what it brings, and every fault that it has by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.fault import UsageFault, too_big
from handlers.load.style_faults import style_faults
from handlers.load.wording_faults import text_faults as wording_faults
from handlers.load.wording_faults import word_faults
from handlers.wording.say import say
from handlers.wording.show_unclear import unclear_words
from reports.incoming.open_file import MOST_BYTES
from reports.style import BASE
from reports.template_faults import ENDING, text_faults
from storage.catalogue.fault import Fault
from storage.catalogue.people_files import TABLES, People, people_of
from storage.catalogue.toml_table import Faults, nearest, parse_toml

if TYPE_CHECKING:
    from reports.incoming.sheets import Tables

REGIME_KEYS = frozenset({"form_id", "turns", "rounds", "closing_rule", "ladder"})
HOLIDAY_KEYS = frozenset({"days", "known_from", "known_until"})
EXPORT_KEYS = frozenset({"form_id", "columns"})  # of a map of which nothing is chosen yet
WORKBOOK_KEYS = frozenset({"workbook", "cells"})
FORM_KEYS = frozenset({"indicators", "sections", "blocks", "rules", "owners", "base"})


MOST_TOML = MOST_BYTES * 3 // 2  # a workbook in letters takes a third more


class Brings(Enum):
    """What a file is, by what stands in it."""

    PEOPLE = "people"
    FORM = "form"
    REGIME = "regime"
    TEMPLATE = "template"
    HOLIDAYS = "holidays"
    TEXTS = "texts"
    WORDS = "words"
    WORKBOOK = "workbook"
    EXPORT = "export"
    STYLE = "style"


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One file: its people, or its text, which is kept as TOML whatever it was typed in."""

    name: str
    brings: Brings
    text: str = ""
    entries: Mapping[str, Any] = field(default_factory=dict)
    people: People = field(default_factory=People)
    faults: tuple[Fault, ...] = ()
    workbook: Tables | None = None

    @property
    def id(self) -> str:
        """The name by which others know the form, the regime or the report text; else that of the
        file, whose next version takes the place of this one."""
        if self.brings is Brings.TEMPLATE:
            return self.name.removesuffix(ENDING)
        if self.brings in (Brings.HOLIDAYS, Brings.TEXTS, Brings.WORDS, Brings.STYLE):
            return self.name
        if self.brings is Brings.WORKBOOK:
            return str(self.entries.get("form_id", ""))
        return str(self.entries.get("id", ""))

    @property
    def version(self) -> str:
        """The version of a form, or of the form that a workbook belongs to."""
        versioned = self.brings in (Brings.FORM, Brings.WORKBOOK)
        return str(self.entries.get("version", "")) if versioned else ""

    def placed(self, fault: Fault) -> Fault:
        """The same fault, told by sheet, row and column where the file is a workbook."""
        origin = self.workbook.origin(fault.key) if self.workbook else None
        if origin is None:
            return fault
        at, column = origin
        text_id = "load.at_column" if column else "load.at_row"
        if not at.row:
            text_id = "load.at_name"
        return Fault(
            fault.file, say(text_id, sheet=at.sheet, row=at.row, column=column), fault.message
        )


def read_file(path: Path) -> LoadedFile:
    """Read a TOML file, a workbook or a report text. UsageFault where it is none of them."""
    content = _content(path)
    name = path.name.lower()
    if name.endswith(".xlsx"):
        return _workbook(path.name, content)
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise UsageFault("load.is_workbook", name=path.name)
    if not name.endswith((".toml", ENDING)):
        raise UsageFault("load.strange_ending", name=path.name)
    text = _decoded(path.name, content)
    if name.endswith(ENDING):
        return _template(path.name, text)
    return _toml(path.name, text)


def _content(path: Path) -> bytes:
    try:
        most = MOST_TOML if path.suffix == ".toml" else MOST_BYTES
        if path.stat().st_size > most:
            raise too_big(path.name, most)
        content = path.read_bytes()
    except OSError as error:
        raise UsageFault("fault.unreadable", name=path.name, detail=error.strerror) from None
    if not content.strip():
        raise UsageFault("load.empty", name=path.name)
    return content


def _decoded(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise UsageFault("load.not_utf8", name=name) from None
    if "\x00" in text:
        raise UsageFault("load.not_utf8", name=name)
    return text


def _template(name: str, text: str) -> LoadedFile:
    if name == ENDING:
        raise UsageFault("load.no_name")
    faults = tuple(Fault(name, line, message) for line, message in text_faults(text))
    return LoadedFile(name, Brings.TEMPLATE, text, faults=faults)


def _toml(name: str, text: str) -> LoadedFile:
    faults = Faults(name)
    entries = parse_toml(text, faults)
    if faults.told:
        return LoadedFile(name, Brings.PEOPLE, faults=tuple(faults.told))
    if "takes" in entries or entries.keys() >= EXPORT_KEYS:
        return LoadedFile(name, Brings.EXPORT, text, entries)
    if WORKBOOK_KEYS & entries.keys():
        return LoadedFile(name, Brings.WORKBOOK, text, entries)
    if REGIME_KEYS & entries.keys():
        return LoadedFile(name, Brings.REGIME, text, entries)
    if FORM_KEYS & entries.keys():
        return LoadedFile(name, Brings.FORM, text, entries)
    if not entries:
        raise UsageFault("load.empty", name=name)
    if BASE in entries:
        told = tuple(style_faults(name, entries))
        return LoadedFile(name, Brings.STYLE, text, entries, faults=told)
    if HOLIDAY_KEYS & entries.keys():
        return LoadedFile(name, Brings.HOLIDAYS, text, entries)
    if all(isinstance(entry, dict) for entry in entries.values()):
        return _of_tables(name, text, entries)
    if not any(nearest(key, TABLES) for key in entries):
        raise UsageFault("load.strange_content", name=name)
    people, told = people_of(entries, name)
    return LoadedFile(name, Brings.PEOPLE, people=people, faults=told)


def _of_tables(name: str, text: str, entries: Mapping[str, Any]) -> LoadedFile:
    """Tables of phrases are words, all else is texts."""
    said = [entry for table in entries.values() for entry in table.values()]
    if any(isinstance(entry, list) for entry in said):
        return LoadedFile(
            name, Brings.WORDS, text, entries, faults=tuple(word_faults(name, entries))
        )
    told = tuple(wording_faults(name, entries))
    return LoadedFile(name, Brings.TEXTS, text, entries, faults=told)


def _workbook(name: str, content: bytes) -> LoadedFile:
    from reports.incoming.apart import open_apart
    from reports.incoming.read_form import form_tables
    from reports.incoming.read_people import people_tables
    from reports.incoming.unreadable import UnreadableFile

    opened = open_apart(name, content)
    try:
        if form := form_tables(opened):
            import tomlkit

            text = tomlkit.dumps(form.tables)
            strange = (*_strange(name, form), *_unclear(name, form))
            return LoadedFile(name, Brings.FORM, text, form.tables, faults=strange, workbook=form)
        read = people_tables(opened)
    except UnreadableFile as error:
        detail = say(f"rule.file.{error.reason}")
        raise UsageFault("fault.file", name=name, detail=detail) from None
    people, told = people_of(read.tables, name)
    faults = (*_strange(name, read), *_unclear(name, read), *told)
    return LoadedFile(name, Brings.PEOPLE, people=people, faults=faults, workbook=read)


def _strange(name: str, read: Tables) -> tuple[Fault, ...]:
    """Columns that nobody would read."""
    return tuple(
        Fault(
            name,
            say("load.in_sheet", sheet=column.sheet),
            say("load.column_near", name=column.heading, near=column.near)
            if column.near
            else say("load.column", name=column.heading, known=", ".join(column.known)),
        )
        for column in read.strange
    )


def _unclear(name: str, read: Tables) -> Iterator[Fault]:
    """Cells that are struck out, hidden, merged, ...: what a person sees there may be another."""
    for cell in read.unclear:
        row, column = cell.what.row, cell.what.column
        text_id = "load.at_column" if column else "load.at_row" if row else "load.in_sheet"
        place = say(text_id, sheet=cell.sheet, row=row, column=column)
        yield Fault(name, place, unclear_words(cell.what))
