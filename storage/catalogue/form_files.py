"""Forms out of `catalogue/forms/*.toml`: every fault is told with file and key, none is raised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from domain.report.columns import LETTERS, spread_block, spread_line, spread_rule
from domain.report.forms import (
    YES_OR_NO,
    AnnexColumn,
    Block,
    Form,
    Indicator,
    Kind,
    Nature,
    Option,
    Ratio,
    RowCell,
    Rule,
    Section,
    Severity,
)
from storage.catalogue.column_checks import check_columns
from storage.catalogue.fault import Fault
from storage.catalogue.form_checks import (
    MOST_FIGURES,
    check_form,
    check_successor,
    check_versions,
)
from storage.catalogue.kept_forms import Made, kept_forms
from storage.catalogue.toml_table import Faults, TomlTable, parse_toml, read_toml

_YES_NO, ONLY_IF, TOLD = "yes_no", "only_if", "told"
_DAY = "ngày"
_KEYS = {
    "columns": "title",
    "sections": "code",
    "indicators": "code",
    "blocks": "id",
    "rules": "id",
}


@dataclass(frozen=True, slots=True)
class _File:
    entries: Mapping[str, Any]  # as written
    faults: Faults


def load_forms(
    folder: Path, *layers: Mapping[str, str]
) -> tuple[tuple[Form, ...], tuple[Fault, ...]]:
    """All versions of all forms that have no fault, by id and validity, and all faults.

    Each layer holds further forms as TOML text by a name; one that has the id and version of an
    earlier one takes its place.

    A file with `base = "2024"` takes over that version of the same form and changes single
    entries; what is wrong in the base is told at the base alone.
    """
    return kept_forms(folder, layers, lambda: _loaded(folder, layers))


def _loaded(folder: Path, layers: Sequence[Mapping[str, str]]) -> Made:
    files = [_read(path) for path in sorted(folder.glob("*.toml"))]
    for layer in layers:
        files = _replaced(files, [_parsed(name, text) for name, text in layer.items()])
    forms = [(file, form) for file in files if (form := _form(file, files))]
    versions = [(form, file.faults) for file, form in forms]
    check_versions(versions)
    for file, form in forms:
        if replaced := file.entries.get("replaces"):
            check_successor(form, replaced, versions, file.faults)
    faults = tuple(fault for file in files for fault in file.faults.told)
    sound = [form for file, form in forms if not file.faults.told]
    return tuple(sorted(sound, key=lambda form: (form.id, form.valid_from))), faults


def form_alone(name: str, text: str) -> tuple[Form | None, list[Fault]]:
    """The form of one TOML text that stands by itself, and every fault of it."""
    file = _parsed(name, text)
    form = _form(file, [file])
    return form, list(file.faults.told)


def _replaced(files: list[_File], layer: list[_File]) -> list[_File]:
    taken = [_version_of(file) for file in layer]
    return [*(file for file in files if _version_of(file) not in taken), *layer]


def _version_of(file: _File) -> tuple[object, object]:
    return file.entries.get("id"), file.entries.get("version")


def _read(path: Path) -> _File:
    faults = Faults(f"{path.parent.name}/{path.name}")
    return _File(read_toml(path, faults), faults)


def _parsed(name: str, text: str) -> _File:
    faults = Faults(name)
    return _File(parse_toml(text, faults), faults)


def _form(file: _File, files: list[_File]) -> Form | None:
    """The form of a file; None where there is nothing to build it from."""
    if not file.entries:
        return None
    base_version = file.entries.get("base")
    if base_version is None:
        return _built(file.entries, file.faults)
    base = _base(file.entries, files)
    if base is None:
        file.faults.tell("base", "no_such_version", version=base_version)
        return None
    inherited, own = Faults(file.faults.file), Faults(file.faults.file)
    _built(base, inherited)
    for name, key in _KEYS.items():
        TomlTable(file.entries, "", own).tables(name, key, required=False)
    form = _built(_laid_over(base, file.entries), own)
    file.faults.told += [fault for fault in own.told if fault not in inherited.told]
    return form


def _base(entries: Mapping[str, Any], files: list[_File]) -> Mapping[str, Any] | None:
    wanted = (entries.get("id"), entries["base"])
    for file in files:
        if _version_of(file) == wanted:
            return None if "base" in file.entries else file.entries
    return None


def _laid_over(base: Mapping[str, Any], top: Mapping[str, Any]) -> dict[str, Any]:
    whole = {name: entry for name, entry in base.items() if name != "valid_to"} | dict(top)
    for name, key in _KEYS.items():
        below, above = base.get(name), top.get(name, [])
        if isinstance(below, list) and isinstance(above, list):
            whole[name] = _merged(below, above, key)
    return whole


def _merged(below: list[Any], above: list[Any], key: str) -> list[Any]:
    """Entries of `below` in their order with the changes of `above`; new ones at the end."""
    changes = {str(e.get(key)): e for e in above if isinstance(e, dict)}
    merged = [
        {**e, **changes.pop(str(e.get(key)), {})} if isinstance(e, dict) else e for e in below
    ]
    return [*merged, *changes.values()]


def _built(entries: Mapping[str, Any], faults: Faults) -> Form:
    table = TomlTable(entries, "", faults)
    columns = _columns(table)
    lines = [_indicator(line) for line in table.tables("indicators", "code")]
    spread = frozenset(line.code for line, by_column in lines if by_column and line.code)
    form = _form_of(table, [line for line, _ in lines if line.code])
    check_columns(form, columns, spread, faults)
    if columns:
        form = _spread(form, columns, spread)
    table.text("base", "")
    table.text("replaces", "")
    table.tell_unread()
    check_form(form, faults)
    return form


def _form_of(table: TomlTable, lines: Sequence[Indicator]) -> Form:
    """As written, before its lines are spread over columns."""
    owners = table.table("owners", required=True)
    indicators = {line.code: line for line in lines}
    blocks = [_block(entry, indicators) for entry in table.tables("blocks", "id")]
    return Form(
        id=table.text("id"),
        version=table.text("version"),
        title=table.words("title"),
        valid_from=table.day("valid_from") or date.min,
        valid_to=table.day("valid_to", required=False),
        legal_basis=table.text("legal_basis"),
        sections=tuple(_section(t, indicators) for t in table.tables("sections", "code")),
        indicators=indicators,
        blocks=tuple(block for block in blocks if not _is_extra(block, indicators)),
        extra=tuple(block for block in blocks if _is_extra(block, indicators)),
        rules=_rules(table, lines),
        owners=owners.strings() if owners else {},
        template=table.text("template", ""),
        key_rates=table.texts("key_rates", ()),
    )


def _columns(table: TomlTable) -> tuple[AnnexColumn, ...]:
    """The periods, or groups of units, side by side, each with the next letter."""
    columns = []
    entries = table.tables("columns", "title", required=False)
    if len(entries) > len(LETTERS):
        table.tell("columns", "too_many_columns", most=len(LETTERS))
    for letter, entry in zip(LETTERS, entries, strict=False):
        title, group = entry.text("title"), entry.text("group", "")
        if group:
            columns.append(AnnexColumn(letter, title, group=group))
        else:
            start, end = entry.day("from"), entry.day("to")
            if start and end and end < start:
                entry.tell("to", "ends_before_it_begins")
            columns.append(AnnexColumn(letter, title, start or date.min, end or date.max))
        entry.tell_unread()
    return tuple(columns)


def _spread(form: Form, columns: tuple[AnnexColumn, ...], spread: frozenset[str]) -> Form:
    """The form whose lines, blocks, rules and key rates know each column."""
    lines = [
        each for line in form.indicators.values() for each in spread_line(line, columns, spread)
    ]
    indicators = {line.code: line for line in lines}
    return replace(
        form,
        indicators=indicators,
        columns=columns,
        sections=tuple(replace(s, codes=_codes_of(s.code, indicators)) for s in form.sections),
        blocks=_spread_blocks(form.blocks, columns, spread),
        extra=_spread_blocks(form.extra, columns, spread),
        rules=tuple(each for rule in form.rules for each in spread_rule(rule, columns, spread)),
        key_rates=tuple(
            line.code
            for code in form.key_rates
            for line in lines
            if code == (line.parent if line.column else line.code) and line.kind is Kind.PERCENT
        ),
    )


def _spread_blocks(
    blocks: Sequence[Block], columns: tuple[AnnexColumn, ...], spread: frozenset[str]
) -> tuple[Block, ...]:
    spreads = (spread_block(block, columns, spread, MOST_FIGURES) for block in blocks)
    return tuple(each for block in spreads for each in block)


def _codes_of(section: str, indicators: Mapping[str, Indicator]) -> tuple[str, ...]:
    return tuple(code for code in indicators if code.partition(".")[0] == section)


def _section(table: TomlTable, indicators: Mapping[str, Indicator]) -> Section:
    code = table.text("code")
    section = Section(code, table.words("title"), _codes_of(code, indicators))
    table.tell_unread()
    return section


def _indicator(table: TomlTable) -> tuple[Indicator, bool]:
    """A line as written, and whether it has a figure in every column."""
    code = table.text("code")
    label = table.words("label")
    kind, printed_options = _kind(table)
    section, _, number = code.partition(".")
    parent = section if kind.written else code.rpartition(".")[0]
    heading, ratio = kind is Kind.GROUP, _ratio(table)
    asked = not heading and ratio is None and not kind.written
    indicator = Indicator(
        code=code,
        printed=table.text("printed", code if kind.written else number),
        parent=table.text("parent", parent),
        label=label,
        short=table.words("short", label if heading else None),
        unit=table.text("unit", ""),
        kind=kind,
        owner=table.text("owner"),
        nature=table.choice("nature", Nature, Nature.FLOW, required=asked),
        options=_options(table) or printed_options,
        ratio=ratio,
        in_annex=table.flag("in_annex", default=not kind.written),
        additive=table.flag("additive", default=True),
        help=table.words("help", None if asked or kind.written else ""),
        example=table.text("example", ""),
        target=table.exact("target"),
        only_if=table.text("only_if", ""),
        row=_row(table),
        optional=table.flag("optional", default=False),
    )
    by_column = table.flag("by_column", default=False)
    table.tell_unread()
    return indicator, by_column


def _kind(table: TomlTable) -> tuple[Kind, tuple[Option, ...]]:
    """What a line takes; `yes_no` is a choice whose two answers need not be written."""
    word = table.text("kind")
    if word == _YES_NO:
        return Kind.ENUM, YES_OR_NO
    if word in [*Kind]:
        return Kind(word), ()
    if word:
        table.tell_strange("kind", word, [*Kind, _YES_NO])
    return Kind.COUNT, ()


def _ratio(table: TomlTable) -> Ratio | None:
    parts = table.table("ratio")
    if parts is None:
        return None
    ratio = Ratio(parts.text("part"), parts.text("whole"))
    parts.tell_unread()
    return ratio


def _options(table: TomlTable) -> tuple[Option, ...]:
    """`options = ["Có = 1", "Không = 0"]`, as the annex prints them."""
    options = []
    for printed in table.texts("options", ()):
        words, _, number = printed.rpartition("=")
        if words.strip() and number.strip().isdecimal():
            options.append(Option(words.strip(), int(number)))
        else:
            table.tell("options", "strange_option", option=printed)
    return tuple(options)


def _row(table: TomlTable) -> tuple[RowCell, ...]:
    """`row = ["Số, ký hiệu", "Ngày = ngày", "Trích yếu"]`, as the register prints them."""
    cells = []
    for printed in table.texts("row", ()):
        title, sign, kind = (part.strip() for part in printed.partition("="))
        if not title or (sign and kind != _DAY):
            table.tell("row", "strange_cell", cell=printed)
        cells.append(RowCell(title, is_day=kind == _DAY))
    return tuple(cells)


def _block(table: TomlTable, indicators: Mapping[str, Indicator]) -> Block:
    codes = table.texts("codes")
    owners = [indicators[code].owner for code in codes if code in indicators]
    block = Block(table.text("id"), table.words("title"), owners[0] if owners else "", codes)
    table.tell_unread()
    return block


def _is_extra(block: Block, indicators: Mapping[str, Indicator]) -> bool:
    """A block of which nobody is asked anything."""
    lines = [indicators[code] for code in block.codes if code in indicators]
    return bool(lines) and all(line.optional for line in lines)


def _rules(table: TomlTable, lines: Sequence[Indicator]) -> tuple[Rule, ...]:
    """As written; conditions, and numbers inside of texts, are held by a rule whether it is written
    or not."""
    rules = [_rule(entry) for entry in table.tables("rules", "id")]
    held = any(rule.type == ONLY_IF for rule in rules)
    if not held and any(line.only_if for line in lines):
        rules.append(Rule(ONLY_IF, ONLY_IF, Severity.ERROR))
    told = any(rule.type == TOLD for rule in rules)
    if not told and any(line.kind is Kind.TEXT for line in lines):
        rules.append(Rule(TOLD, TOLD, Severity.WARN))
    return tuple(rules)


def _rule(table: TomlTable) -> Rule:
    options = table.table("options")
    rule = Rule(
        id=table.text("id"),
        type=table.text("type"),
        severity=table.choice("severity", Severity, Severity.ERROR, required=True),
        left=table.texts("left", ()),
        right=table.texts("right", ()),
        note=table.text("note"),
        options=options.strings() if options else {},
    )
    table.tell_unread()
    return rule
