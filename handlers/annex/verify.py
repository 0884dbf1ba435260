"""Check a finished annex: every broken rule, with the lines named; nothing is written.

$ nhacviec verify phu-luc.csv
Tỷ lệ hoàn thành kế hoạch CCHC: 5/7 = 71,43%, không phải 80%.

lan   < (tệp phu-luc.xlsx, kèm lời) kiểm tra
bot   > Kiểm tra phu-luc.xlsx: 3 lỗi, 1 điều cần xem lại. ...
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypedDict

from domain.people.units import DISTRICT_WORDS, PROVINCE_WORDS, SuperiorWords
from domain.reading.numbers import read_number
from domain.reading.readings import Reason, Treatment
from domain.report.figures import Figure, State, places_of, round_half_up
from domain.report.findings import Case, Finding
from domain.report.forms import Form, Indicator, Kind, Rule, Severity
from domain.report.rules import check
from domain.report.shown import show
from domain.report.told import ToldNumber, told_in
from domain.talk.messages import Reply
from handlers.annex.file import AnnexCell, AnnexFile, UnusableFile
from handlers.annex.lines import lost_lines
from handlers.wording.findings import named, phrase_finding
from handlers.wording.say import say
from handlers.wording.understood import behind

_NAMED_AT_MOST = 5
_LONGEST_SAID = 60  # letters of a cell
_TWO_TIERS_SINCE = date(2025, 7, 1)
_SMALLEST, _LARGEST = Decimal("1E-6"), Decimal("1E+12")  # of a spreadsheet's number
_WRITTEN_DECIMALS = re.compile(r"[.,](\d{1,6})\s*%?")
_PRINTED = re.compile(r"(\d[\d.]*)(,\d+)?%?")  # as a report prints a number
_RULE_TYPE_OF = {Kind.PERCENT: "percent_range", Kind.ENUM: "option"}  # else "number_range"
_JUDGED_BY_RULES = (Reason.ABOVE_HUNDRED, Reason.LARGE, Reason.WHOLE_DECIMAL)


class BrokenRule(TypedDict):
    """A finding as `verify --json` prints it."""

    rule: str
    severity: str
    codes: list[str]
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`findings` stand errors first; `notes` are sentences about the file that are no fault of
    the figures."""

    findings: list[BrokenRule]
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Taken:
    """What could be taken from the cells."""

    figures: dict[str, Figure] = field(default_factory=dict)
    rates: dict[str, Decimal | None] = field(default_factory=dict)
    unread: list[AnnexCell] = field(default_factory=list)


def verify_annex(annex: AnnexFile, form: Form, words: SuperiorWords | None = None) -> Verdict:
    """The findings on the cells of an annex, and what to know about the file.

    Doubtful cells count as not given; a blank is told only where a rule is about blanks.
    """
    words = words or _superior(form)
    known = {cell.code: cell for cell in annex.cells if cell.code in form.indicators}
    if not known and not annex.lost:
        raise UnusableFile("rule.file.no_annex")
    twice = told_twice(annex.cells)
    taken = _take((c for c in known.values() if c.code not in twice and not c.doubtful), form)
    case = Case(form, taken.figures, rates=taken.rates)
    findings = [_unread(cell, form, words) for cell in taken.unread]
    findings += _lost(annex, form, words)
    findings += [
        _finding(f.rule, f.severity, f.codes, phrase_finding(f, form, words)) for f in check(case)
    ]
    findings += _told_otherwise(annex, case, words)
    findings.sort(key=lambda finding: finding["severity"] != Severity.ERROR)
    return Verdict(findings, tuple(_notes(annex.cells, form, twice)))


def _told_otherwise(annex: AnnexFile, case: Case, words: SuperiorWords) -> Iterator[BrokenRule]:
    """Counts and rates that the text of a document tells of a line, where its table has others."""
    form = case.form
    rules = {rule.left[0]: rule for rule in form.rules if rule.type == "text"}
    for told in dict.fromkeys(_in_text(annex, form)):
        given, rule = case.told(told.code), rules.get(told.code)
        if given is None or round_half_up(given, places_of(told.number)) == told.number:
            continue
        severity = rule.severity if rule else Severity.WARN
        numbers = {"told": told.number, "given": given}
        differs = Finding(
            rule.id if rule else "text", severity, (told.code,), "text_differs", numbers
        )
        sentence = phrase_finding(differs, form, words)
        yield _finding(differs.rule, severity, differs.codes, sentence)


def _in_text(annex: AnnexFile, form: Form) -> Iterator[ToldNumber]:
    """The numbers whose line the file tells, and those that surely speak of one."""
    for at, paragraph in enumerate(annex.text):
        for printed in annex.printed.get(at, ()):
            number = _PRINTED.fullmatch(paragraph[printed.start : printed.end].strip())
            if number is not None and printed.code in form.indicators:
                digits = number[1].replace(".", "") + (number[2] or "").replace(",", ".")
                yield ToldNumber(printed.code, Decimal(digits))
        yield from told_in(paragraph, form.numbered)


def _superior(form: Form) -> SuperiorWords:
    """The superior of a commune in the time of the form."""
    old = form.valid_to is not None and form.valid_to < _TWO_TIERS_SINCE
    return DISTRICT_WORDS if old else PROVINCE_WORDS


def told_twice(cells: Iterable[AnnexCell]) -> set[str]:
    """Codes that stand in the file with two different values."""
    first: dict[str, str | Decimal | None] = {}
    return {cell.code for cell in cells if first.setdefault(cell.code, cell.raw) != cell.raw}


def _take(cells: Iterable[AnnexCell], form: Form) -> _Taken:
    taken = _Taken()
    for cell in cells:
        indicator = form.indicators[cell.code]
        if indicator.kind is Kind.GROUP:
            continue
        figure = None if cell.flaw else figure_in(cell, indicator)
        if figure is None:
            taken.unread.append(cell)
        elif indicator.ratio:
            taken.rates[cell.code] = figure.value
        else:
            taken.figures[cell.code] = figure
    return taken


def figure_in(cell: AnnexCell, indicator: Indicator) -> Figure | None:
    """The figure of a cell, MISSING for a blank; None where its words have no sure reading."""
    if cell.raw is None:
        lost = cell.formula and indicator.ratio is None  # a rate is computed anyway
        return None if lost else Figure(cell.code, State.MISSING)
    if isinstance(cell.raw, Decimal) and indicator.kind is not Kind.DATE:
        return Figure(cell.code, State.VALUE, cell.raw) if sensible(cell.raw) else None
    if isinstance(cell.raw, Decimal):
        return None
    reading = read_number(cell.raw, indicator.kind, indicator.options)
    sure = reading.action is Treatment.ACCEPT or reading.reason in _JUDGED_BY_RULES
    if not sure or reading.state is None:
        return None
    return Figure(cell.code, reading.state, _as_written(cell.raw, reading.figure_value))


def sensible(number: Decimal) -> bool:
    """True for a number that a figure can be: not what a slip in a spreadsheet makes of it."""
    return number == 0 or _SMALLEST <= abs(number) <= _LARGEST


def _as_written(raw: str, value: Decimal | None) -> Decimal | None:
    """The value with its written zeros: a rate of "20,00%" is checked at two decimals."""
    decimals = _WRITTEN_DECIMALS.search(raw)
    if value is None or not decimals or decimals.end() < len(raw):
        return value
    written = round_half_up(value, len(decimals[1]))
    return written if written == value else value


def _finding(rule: str, severity: Severity, codes: Iterable[str], message: str) -> BrokenRule:
    return {"rule": rule, "severity": str(severity), "codes": list(codes), "message": message}


def _lost(annex: AnnexFile, form: Form, words: SuperiorWords) -> Iterable[BrokenRule]:
    """Rows whose value is of no line, and lines that are missing though a rule looks at them: what
    could not be checked is not right."""
    for row in annex.lost:
        yield _finding("row_lost", Severity.ERROR, [row.code] if row.code else [], row.words)
    lost, given = set(lost_lines(annex, form)), {c.code for c in annex.cells if c.raw is not None}
    told = {row.code for row in annex.lost}
    for code in form.indicators:
        if code not in lost or code in told:
            continue
        rules = [rule for rule in form.rules if code in _compared(rule)]
        open_rules = [rule.id for rule in rules if given.intersection(_compared(rule))]
        if open_rules:
            name, listed = named(form, code, words), ", ".join(open_rules[:_NAMED_AT_MOST])
            message = say("rule.lost.line", name=name, code=code, rules=listed)
            yield _finding("row_lost", Severity.ERROR, [code], message)


def _compared(rule: Rule) -> tuple[str, ...]:
    """The codes that a rule compares; a rule about each line by itself compares none."""
    return rule.codes if len(rule.codes) > 1 and rule.left and rule.right else ()


def _unread(cell: AnnexCell, form: Form, words: SuperiorWords) -> BrokenRule:
    kind = form.indicators[cell.code].kind
    rule_type = _RULE_TYPE_OF.get(kind, "number_range")
    rule = next((rule.id for rule in form.rules if rule.type == rule_type), rule_type)
    name, raw = named(form, cell.code, words), shown_raw(cell)
    if cell.flaw:
        flaw = say(f"rule.flaw.{cell.flaw}")
        message = say("rule.unread.flaw", where=cell.where, name=name, raw=raw, flaw=flaw)
    else:
        message = say(f"rule.unread.{kind}", where=cell.where, name=name, raw=raw)
    return _finding(rule, Severity.ERROR, [cell.code], message)


def shown_raw(cell: AnnexCell) -> str:
    """What stands in a cell, in words that fit on a line."""
    if cell.raw is None:
        return say("rule.file.formula") if cell.formula else ""
    if isinstance(cell.raw, Decimal):
        return show(cell.raw) if sensible(cell.raw) else str(cell.raw)
    raw = cell.raw
    return raw if len(raw) <= _LONGEST_SAID else raw[: _LONGEST_SAID - 1] + "…"


def _notes(cells: Iterable[AnnexCell], form: Form, twice: set[str]) -> Iterable[str]:
    cells = tuple(cells)
    codes = {cell.code for cell in cells}
    if doubtful := [cell.code for cell in cells if cell.doubtful]:
        yield say("rule.note.doubtful", count=len(doubtful))
    headings = [
        cell.code
        for cell in cells
        if cell.raw is not None and not cell.doubtful and _is_heading(cell.code, form)
    ]
    lines = [code for code, line in form.indicators.items() if line.in_annex]
    for text_id, found in (
        ("rule.note.twice", [code for code in form.indicators if code in twice]),
        ("rule.note.heading", headings),
        ("rule.note.unknown", [cell.code for cell in cells if cell.code not in form.indicators]),
        ("rule.note.absent", [code for code in lines if code not in codes]),
    ):
        if found:
            yield say(text_id, count=len(found), codes=_first_few(found))


def _is_heading(code: str, form: Form) -> bool:
    return code in form.indicators and form.indicators[code].kind is Kind.GROUP


def _first_few(codes: list[str]) -> str:
    return ", ".join(codes[:_NAMED_AT_MOST]) + (", …" if len(codes) > _NAMED_AT_MOST else "")


FINDINGS_AT_MOST = 20


def asks_to_check(text: str) -> bool:
    """True for the word alone, as a command, or with whatever behind it: "kiểm tra giúp em"."""
    typed = text.strip().lstrip("/").replace("-", " ").replace("_", " ")
    return behind("check", "file", typed) is not None


def check_reply(name: str, annex: AnnexFile, form: Form) -> Reply:
    """The findings as `nhacviec verify` has them: rule, lines, words; errors first."""
    verdict = verify_annex(annex, form)
    errors = sum(finding["severity"] == "error" for finding in verdict.findings)
    warnings = len(verdict.findings) - errors
    text_id = "annex.check.counts" if verdict.findings else "annex.check.clean"
    lines = [say(text_id, file=name, errors=errors, warnings=warnings)]
    lines += [_line(finding) for finding in verdict.findings[:FINDINGS_AT_MOST]]
    if (more := len(verdict.findings) - FINDINGS_AT_MOST) > 0:
        lines.append(say("annex.more", count=more))
    lines += [say("answer.note", words=note) for note in verdict.notes]
    return Reply("\n".join([*lines, say("annex.check.nothing_written")]))


def _line(finding: BrokenRule) -> str:
    return say(
        "annex.check.line",
        rule=finding["rule"],
        severity=say(f"verify.{finding['severity']}"),
        codes=", ".join(finding["codes"]),
        message=finding["message"],
    )
