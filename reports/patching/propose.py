"""A form out of the tables of a workbook, and what of it nobody could tell from the workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from domain.reading.cells import CellSheet
from domain.words import fold
from reports.patching.blocks import propose_blocks
from reports.patching.codes import Coded, coded_lines
from reports.patching.compute import is_known
from reports.patching.examples import give_examples
from reports.patching.formulas import StrangeFormula, read_formula
from reports.patching.guesses import kind_of_line, nature_of, short_of
from reports.patching.meaning import RateOf, SumOf, meaning
from reports.patching.places import CellPlace
from reports.patching.table import FormTable, Slot, form_table

OFFICE = "Văn phòng"
LONGEST_ID = 40
_GROUNDS = re.compile(
    r"(?:Công văn|Kế hoạch|Quyết định|Thông tư|Nghị định|Chỉ thị|Văn bản|Hướng dẫn)\b.{3,}",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?:biểu|phụ lục|mẫu|bảng)\s*(?:số)?\s*[\dIVX./a-z-]*\s*[:.]?$", re.IGNORECASE
)


class Unsure(StrEnum):
    """What the workbook does not tell, and a person has to look at."""

    SHEET = "sheet"  # a sheet without a table that is understood
    COLUMN = "column"  # columns that are left as they are
    TITLE = "title"
    BASIS = "basis"
    OWNER = "owner"
    UNIT = "unit"  # lines without a unit: taken as counts
    NUMBER = "number"  # lines that got another code than is printed
    FORMULA = "formula"  # neither a rate nor a sum: worked out in the file alone
    UNKNOWN = "unknown"  # with something in it that is not known here
    FILLED = "filled"  # cells in which a number stands already
    NATURE = "nature"  # guessed by the words of the label
    HELP = "help"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A form as its TOML file would hold it, its cells by code, and what is unsure, with where."""

    entries: Mapping[str, Any]
    cells: Mapping[str, CellPlace]
    computed: tuple[str, ...]  # codes in whose cell a formula stands
    unsure: Mapping[Unsure, tuple[str, ...]]

    @property
    def asked(self) -> int:
        """How many figures an official gives."""
        return sum(len(block["codes"]) for block in self.entries["blocks"])

    def count(self, table: str) -> int:
        """How many entries a table has."""
        return len(self.entries[table])

    @property
    def rates(self) -> int:
        """How many lines are computed from two others."""
        return sum("ratio" in line for line in self.entries["indicators"])


@dataclass(slots=True)
class _Draft:
    indicators: list[dict[str, Any]] = field(default_factory=list)
    cells: dict[str, CellPlace] = field(default_factory=dict)
    formulas: dict[str, Slot] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    unsure: dict[Unsure, list[str]] = field(default_factory=dict)

    def note(self, what: Unsure, *said: str) -> None:
        self.unsure.setdefault(what, []).extend(said)


def propose(
    sheets: Sequence[CellSheet], file: str, year: int, known_owners: Mapping[str, str]
) -> Proposal | None:
    """The form of a workbook, None where no sheet of it holds a table to fill in; `known_owners`
    are the keys of the forms in use by their folded words."""
    read = [(sheet.title, form_table(sheet)) for sheet in sheets if sheet.visible]
    tables = [table for _, table in read if table and any(line.slots for line in table.lines)]
    if not tables:
        return None
    draft = _Draft()
    draft.note(Unsure.SHEET, *(title for title, table in read if table not in tables))
    sections: list[dict[str, str]] = []
    for coded in coded_lines(tables):
        if coded.section is not None:
            sections.append({"code": coded.section, "title": _plain(coded.label)})
        else:
            _take(coded, draft, known_owners)
    _take_formulas(draft)
    titles = {section["code"]: as_sentence(section["title"]) for section in sections}
    kept = {line["code"].partition(".")[0] for line in draft.indicators}
    entries = {
        **_head(tables, file, year, draft),
        "owners": draft.owners,
        "sections": [section for section in sections if section["code"] in kept],
        "indicators": draft.indicators,
        "blocks": propose_blocks(draft.indicators, titles),
        "rules": draft.rules,
    }
    give_examples(draft.indicators, draft.rules)
    _note_guesses(tables, draft)
    draft.note(Unsure.UNKNOWN, *_unknown_formulas(sheets))
    noted = {what: tuple(dict.fromkeys(draft.unsure.get(what, ()))) for what in Unsure}
    computed = tuple(code for code in draft.formulas if code in draft.cells)
    return Proposal(
        entries, draft.cells, computed, {what: said for what, said in noted.items() if said}
    )


def _unknown_formulas(sheets: Sequence[CellSheet]) -> Iterator[str]:
    """The cells of all sheets whose value is not worked out here."""
    for sheet in sheets:
        for (row, column), words in sheet.formulas.items():
            place = CellPlace(sheet.title, row, column)
            try:
                if is_known(read_formula(words, sheet.title)):
                    continue
            except StrangeFormula:
                pass
            yield str(place)


def _head(tables: Sequence[FormTable], file: str, year: int, draft: _Draft) -> dict[str, Any]:
    stem = re.sub(r"\.\w+$", "", file)
    id_ = re.sub(r"[^a-z0-9]+", "-", fold(stem)).strip("-")[:LONGEST_ID].strip("-") or "bieu"
    heading = [words for table in tables for words in table.heading]
    basis = next((found[0] for words in heading if (found := _GROUNDS.search(words))), "")
    if not basis:
        draft.note(Unsure.BASIS, "")
    title = next((words for words in heading if _is_title(words)), "")
    if not title:
        draft.note(Unsure.TITLE, stem)
    return {
        "id": id_,
        "version": str(year),
        "title": _plain(as_sentence(title or stem)),
        "valid_from": date(year, 1, 1),
        "legal_basis": _plain(basis.strip(" ()."))
        or "[số, ký hiệu, ngày của văn bản yêu cầu báo cáo]",
        "template": id_,
    }


def _is_title(words: str) -> bool:
    """Words in capitals above the table, but for who writes and what every paper bears."""
    if _TITLES.match(words) or len(words) < 12 or words != words.upper():
        return False
    bare = fold(words)
    return not bare.startswith(("cong hoa", "doc lap", "uy ban", "ubnd", "hoi dong", "so ", "bo "))


def as_sentence(title: str) -> str:
    """ "KẾT QUẢ" -> "Kết quả"."""
    return title[:1] + title[1:].lower() if title == title.upper() else title


def _plain(words: str) -> str:
    """Without braces: they would be places for words of the superior."""
    return words.replace("{", "(").replace("}", ")")


def _take(coded: Coded, draft: _Draft, known: Mapping[str, str]) -> None:
    owner = _owner_key(coded.owner, draft, known)
    base: dict[str, Any] = {
        "code": coded.code,
        "parent": coded.parent,
        "label": _plain(coded.label),
    }
    if coded.renumbered:
        draft.note(Unsure.NUMBER, f"{coded.renumbered} → {coded.code}")
    if coded.slot is None:
        draft.indicators.append({**base, "kind": "group", "owner": owner})
        return
    kind, options = kind_of_line(coded.label, coded.unit)
    nature = nature_of(coded.label)
    line = {**base, "short": _plain(short_of(coded.short)), "unit": coded.unit, "kind": kind}
    line |= {"owner": owner, "nature": nature, "help": _plain(coded.label)}
    if options:
        line["options"] = options
    draft.cells[coded.code] = coded.slot.place
    if coded.slot.formula:
        draft.formulas[coded.code] = coded.slot
    draft.indicators.append(line)


def _owner_key(words: str, draft: _Draft, known: Mapping[str, str]) -> str:
    words = words or OFFICE
    for key, told in draft.owners.items():
        if fold(told) == fold(words):
            return key
    key = known.get(fold(words)) or re.sub(r"[^a-z0-9]+", "_", fold(words)).strip("_") or "office"
    draft.owners[key] = words
    return key


# Formulas


def _take_formulas(draft: _Draft) -> None:
    """A rate is computed, a sum is asked and checked; any other formula is left to the file."""
    codes = {place: code for code, place in draft.cells.items()}
    lines = {line["code"]: line for line in draft.indicators}
    unread = list[str]()
    for code, slot in draft.formulas.items():
        line = lines[code]
        try:
            tree = read_formula(slot.formula, slot.place.sheet)
        except StrangeFormula:
            unread.append(code)
            continue
        meant = meaning(tree, percent=line["kind"] == "percent")
        if isinstance(meant, RateOf) and _is_rate(meant, codes, lines):
            _make_rate(line, codes[meant.part], codes[meant.whole])
        elif isinstance(meant, SumOf) and _is_sum(meant, codes, lines, code):
            draft.rules.append(_sum_rule(len(draft.rules) + 1, code, meant, codes))
        else:
            unread.append(code)
    for code in unread:
        lines[code] |= {"kind": "group"}
        for key in ("nature", "help", "example", "short", "unit", "options"):
            lines[code].pop(key, None)
        del draft.cells[code]
    _drop_rules_on(draft, unread)


def _drop_rules_on(draft: _Draft, gone: Sequence[str]) -> None:
    """A sum over what is not asked is no check."""
    draft.rules = [rule for rule in draft.rules if not {*rule["left"], *rule["right"]} & set(gone)]


def _is_rate(
    meant: RateOf, codes: Mapping[CellPlace, str], lines: Mapping[str, Mapping[str, Any]]
) -> bool:
    both = [codes.get(place, "") for place in (meant.part, meant.whole)]
    return all(code and lines[code]["kind"] not in ("percent", "group") for code in both)


def _is_sum(
    meant: SumOf, codes: Mapping[CellPlace, str], lines: Mapping[str, Mapping[str, Any]], own: str
) -> bool:
    parts = [codes[place] for place in (*meant.plus, *meant.minus) if place in codes]
    kinds = {lines[code]["kind"] for code in (*parts, own)}
    return bool(parts) and own not in parts and not kinds & {"percent", "group"}


def _make_rate(line: dict[str, Any], part: str, whole: str) -> None:
    line |= {"kind": "percent", "unit": line["unit"] or "%"}
    line["ratio"] = {"part": part, "whole": whole}
    for key in ("nature", "help"):
        line.pop(key, None)


def _sum_rule(
    number: int, code: str, meant: SumOf, codes: Mapping[CellPlace, str]
) -> dict[str, Any]:
    plus = [codes[place] for place in dict.fromkeys(meant.plus) if place in codes]
    minus = [codes[place] for place in dict.fromkeys(meant.minus) if place in codes]
    note = f"{code} = " + " + ".join(plus) + "".join(f" − {each}" for each in minus)
    return {
        "id": f"T{number:02}",
        "type": "equals",
        "severity": "error",
        "left": [code, *minus],
        "right": plus,
        "note": note,
    }


def _note_guesses(tables: Sequence[FormTable], draft: _Draft) -> None:
    draft.note(Unsure.COLUMN, *(title for table in tables for title in table.left))
    if not any(line.owner for table in tables for line in table.lines):
        draft.note(Unsure.OWNER, OFFICE)
    _note_lines(draft)
    every = [slot for table in tables for line in table.lines for slot in line.slots]
    taken = set(draft.cells.values())
    draft.note(Unsure.FORMULA, *(str(s.place) for s in every if s.formula and s.place not in taken))
    draft.note(Unsure.FILLED, *(str(s.place) for s in every if s.filled and s.place in taken))
    draft.note(Unsure.HELP, "")
    draft.note(Unsure.DUE, "")


def _note_lines(draft: _Draft) -> None:
    for line in draft.indicators:
        if line.get("nature", "flow") != "flow":
            draft.note(Unsure.NATURE, line["code"])
        if line["kind"] == "count" and not line["unit"]:
            draft.note(Unsure.UNIT, line["code"])
