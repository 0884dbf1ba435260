"""Lines as the annex has them: "4.1 Tổng số được giao: 14", "4.1 | label | unit | 14 | note"."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.reading.awaited import Awaited, Entry, Stop, Trouble
from domain.reading.by_code import Typed, set_known_code
from domain.reading.codes import (
    alike,
    asked_under,
    behind_label,
    is_code,
    is_telling,
    key,
    resolve,
    without_name,
)
from domain.reading.entries import Read, trouble
from domain.reading.numbers import read_number
from domain.reading.readings import Reason
from domain.reading.rows import Misfit, read_row
from domain.reading.shortcuts import shortcut
from domain.report.forms import Form, Indicator, Kind
from domain.words import fold, words

_ROMAN_CODE = re.compile(r"[ivxlc]+\.\d", re.IGNORECASE)
_ONE_NUMBER = re.compile(r"\d[\d.,]*")
_TABLE_HEAD = {
    "stt",
    "chi tieu thong ke",
    "don vi tinh",
    "so lieu",
    "ghi chu",
    "ket qua thong ke",
}


def led_by_code(line: str, awaited: Awaited, section: str = "") -> Read | None:
    """A line such as "4.1 14", "4.1 Tổng số được giao: 14", "I.4 14 14 0 0", "VI.1.1 17,465"; None
    for others."""
    line = without_name(line)
    said, _, rest = line.partition(" ")
    said = said.rstrip(")")
    if not is_code(said) or not rest:
        return None
    code = resolve(said, awaited, section)
    if isinstance(code, Trouble):
        pasted = is_telling(said) and rest[0].isalpha() and code.reason is Stop.AMBIGUOUS_CODE
        return ((), code) if pasted else None
    form = awaited.form
    if code in form.indicators:
        value = behind_label(rest, form, code)
        if value is not None:
            return _labelled(Typed(said, value), code, awaited)
    if not is_telling(said):
        return None
    return _value_behind_code(Typed(said, rest), code, awaited)


def _labelled(typed: Typed, code: str, awaited: Awaited) -> Read:
    line = awaited.form.indicators[code]
    value = _without_unit(typed.value, line)
    if not value:
        return (), None  # a pasted line without its figure: it stays open
    return set_known_code(code, replace(typed, value=value), awaited)


def _without_unit(value: str, line: Indicator) -> str:
    unit = fold(line.unit).split()
    tokens = value.split()
    if unit and fold(" ".join(tokens[: len(unit)])).split() == unit:
        return " ".join(tokens[len(unit) :]).lstrip(" :=|-")
    return value


def _value_behind_code(typed: Typed, code: str, awaited: Awaited) -> Read | None:
    form = awaited.form
    line = form.indicators.get(code)
    takes_one = line is not None and line.kind is not Kind.GROUP
    if line is not None and takes_one and read_as_one(typed.value, line):
        return set_known_code(code, typed, awaited)
    asked = awaited.block is not None and code in awaited.block.codes
    surely = asked or _ROMAN_CODE.match(typed.code) is not None  # no row by position
    if takes_one and surely and _ONE_NUMBER.fullmatch(typed.value):
        return set_known_code(code, typed, awaited)  # what is unclear of it is asked
    rows = [form.blocks_by_id[code].codes] if code in form.blocks_by_id else []
    if not takes_one and (not rows or code in form.beside):
        rows.append(asked_under(form, code))
    for codes in rows:
        lines = [form.indicators[c] for c in codes]
        if len(codes) > 1 and not isinstance(
            read_row(typed.value, lines, awaited.previous), Misfit
        ):
            return set_known_code(code, typed, awaited)
    return None


def read_as_one(value: str, line: Indicator) -> bool:
    """True where the text is surely one figure of this line (or of a rate's fraction)."""
    reading = read_number(value, line.kind, line.options)
    return reading.sure and reading.reason is not Reason.SPACED


def table_line(line: str, awaited: Awaited, section: str) -> Read | None:
    """A line pasted from the annex: code | label | unit | figure | note; None for other lines."""
    cells = [cell.strip() for cell in re.split(r"[|\t]", line)]
    if cells and not cells[0]:
        cells = cells[1:]
    if len(cells) < 2:
        return None
    if fold(cells[0]) in _TABLE_HEAD:
        return (), None
    said, _, label = cells[0].partition(" ")
    if not is_code(said):
        return None
    told = [label, *cells[1:]] if label else cells[1:]
    code = resolve(said, awaited, section)
    if not isinstance(code, Trouble) and code in awaited.form.beside:
        return _told_in_columns(code, told, awaited)
    told = [cell for cell in told if cell]
    if isinstance(code, Trouble):
        lettered = bool(told) and told[0][0].isalpha() and not shortcut(words(told[0]))
        return ((), code) if lettered else None
    return _told(Typed(said, ""), code, told, awaited)


def _told(typed: Typed, code: str, told: list[str], awaited: Awaited) -> Read | None:
    form = awaited.form
    line = form.indicators.get(code)
    if line is None:
        return (), None  # the heading of a section
    has_label = bool(told) and alike(told[0], form, code) and not read_as_one(told[0], line)
    values = [c for c in (told[1:] if has_label else told) if not _is_note(c, line, form)]
    if not has_label:
        if is_telling(typed.code) and len(told) > 1 and told[0][0].isalpha():
            return trouble(Stop.LABEL_DIFFERS, told[0], code)
        if len(values) != 1 or not is_telling(typed.code):
            return None
        if not read_as_one(values[0], line):
            return trouble(Stop.LABEL_DIFFERS, told[0], code)
    if not values:
        return (), None
    if len(values) > 1:
        return trouble(Stop.UNREADABLE, " | ".join(values), code)
    if line.kind is Kind.GROUP:
        return trouble(Stop.HEADING_CODE, typed.code, code)
    return set_known_code(code, replace(typed, value=values[0]), awaited)


def _told_in_columns(code: str, told: list[str], awaited: Awaited) -> Read:
    """A line with a figure in each column: what stands behind its label, column by column; what
    is blank stays open."""
    form = awaited.form
    line, columns = form.indicators[code], form.beside[code]
    if told and (alike(told[0], form, code) or told[0][:1].isalpha()):
        told = told[1:]
    while told and told[0] and _is_note(told[0], line, form):
        told = told[1:]
    entries: tuple[Entry, ...] = ()
    for each, value in zip(columns, told, strict=False):
        if value:
            more, stopped = set_known_code(each, Typed(each, value), awaited)
            entries += more
            if stopped:
                return entries, stopped
    return entries, None


def _is_note(cell: str, line: Indicator, form: Form) -> bool:
    owners = {fold(owner) for owner in form.owners.values()}
    return (
        fold(cell) == fold(line.unit)
        or fold(cell) in owners
        or bool(re.search(r"[^\W\d_]\s*=", cell))
    )


_TITLE_TOLD = 12  # letters of a section's title that tell it
_ROMAN_FIRST = re.compile(r"(?P<code>[ivxlc]+)[|\t .]+(?P<title>.*)")


def section_heading(line: str, awaited: Awaited) -> str:
    """The section that a pasted heading line opens ("I | CÔNG TÁC ..."), empty for others."""
    roman = _ROMAN_FIRST.fullmatch(line)
    if not roman:
        return ""
    code, title = key(roman["code"]), fold(re.sub(r"[|\t]", " ", roman["title"]))
    titles = [section.title for section in awaited.form.sections if section.code == code]
    told = bool(title) and any(title.startswith(fold(each)[:_TITLE_TOLD]) for each in titles)
    return code if told else ""
