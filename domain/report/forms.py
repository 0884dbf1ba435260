"""The annex as data: sections, indicators, blocks of figures asked at once, cross-checks."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What sort of figure an indicator takes."""

    COUNT = "count"  # integer >= 0
    NUMBER = "number"  # >= 0, with decimals: m², km, ha
    PERCENT = "percent"  # 0..100 (a plan may be overfulfilled)
    MONEY_DONG = "money_dong"  # what the form prints: đồng
    MONEY_THOUSAND = "money_thousand"  # nghìn đồng
    MONEY = "money_million"  # triệu đồng
    MONEY_BILLION = "money_billion"  # tỷ đồng
    DATE = "date"  # a day, as the number 20240915
    ENUM = "enum"  # one of the printed options
    TEXT = "text"  # what somebody writes under a heading; its number is that of its words
    TABLE = "table"  # rows of a register; its number is that of its rows
    GROUP = "group"  # a heading line, takes no figure

    @property
    def dong(self) -> Decimal | None:
        """How many đồng one of its units is; None where it is no money."""
        zeros = _MONEY_ZEROS.get(self)
        return None if zeros is None else Decimal(10**zeros)

    @property
    def places(self) -> int:
        """The most decimals that a figure may have: money goes down to one đồng."""
        whole = (Kind.COUNT, Kind.DATE, Kind.ENUM, Kind.TEXT, Kind.TABLE)
        return _MONEY_ZEROS.get(self, 0 if self in whole else 6)

    @property
    def adds_up(self) -> bool:
        """True where figures may be added to each other, and nothing arisen is 0."""
        return self in (Kind.COUNT, Kind.NUMBER) or self in _MONEY_ZEROS

    @property
    def written(self) -> bool:
        """True where people write instead of giving a number."""
        return self in (Kind.TEXT, Kind.TABLE)

    @property
    def counts(self) -> bool:
        """True for a quantity: what may be drawn over time, and be compared with other units."""
        return self not in (Kind.ENUM, Kind.GROUP, Kind.DATE) and not self.written


_MONEY_ZEROS = {
    Kind.MONEY_DONG: 0,
    Kind.MONEY_THOUSAND: 3,
    Kind.MONEY: 6,
    Kind.MONEY_BILLION: 9,
}


class Nature(StrEnum):
    """How a figure behaves from one period to the next."""

    FLOW = "flow"  # counts what happened in the period
    STOCK = "stock"  # a level at the closing date (staff, procedures)
    CUMULATIVE = "cumulative"  # grows within the calendar year, never falls


@dataclass(frozen=True, slots=True)
class Option:
    """One printed answer of an enum indicator: `Có = 1`."""

    words: str
    number: int


@dataclass(frozen=True, slots=True)
class RowCell:
    """One cell of a row of a register; `is_day`: it is a day."""

    title: str
    is_day: bool = False


YES_OR_NO = (Option("Có", 1), Option("Không", 0))
"""The two answers of a line that asks yes or no."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A derived rate: part / whole * 100, never asked, computed at two decimals."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class AnnexColumn:
    """One of the columns that stand side by side in an annex: a period, "Năm 2021", with its first
    and last day, or a group of the units below, "Các cơ quan chuyên môn".

    What a line says of it has the line's code with the column's letter: "I.2.1.a".
    """

    letter: str
    title: str
    start: date = date.min
    end: date = date.max
    group: str = ""  # of the units whose reports are added up in it; "": a period

    @property
    def words(self) -> str:
        """As it stands behind the words of a line: "năm 2021"; letters that stand for words stay:
        "UBND xã"."""
        return self.title if self.title[:2].isupper() else self.title[:1].lower() + self.title[1:]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the form, or of one column of it.

    `label` and `short` may hold the placeholders `{cap_tren}` and `{chu_tich_cap_tren}`, filled
    from the superior of the unit (`domain.people.units.superior_words`), because labels that name
    the abolished district level must follow the superior.
    """

    code: str  # "I.4.1": section and printed number
    printed: str  # "4.1" as the annex prints it
    parent: str  # code of the heading line above
    label: str  # full wording of the annex
    short: str  # a few words for the phone
    unit: str  # đơn vị tính as printed
    kind: Kind
    owner: str  # owner field: office, justice, finance, culture
    nature: Nature = Nature.FLOW
    options: tuple[Option, ...] = ()
    ratio: Ratio | None = None
    in_annex: bool = True  # False: only the text of the report needs it
    additive: bool = True  # False: units count the same things (procedures), a sum means nothing
    help: str = ""  # one or two sentences shown on "?"
    example: str = ""
    target: Decimal | None = None  # what is to be reached, in the unit of the line
    only_if: str = ""  # the code of a line before it: asked only where that is above 0, or yes
    column: str = ""  # the letter of the column that it fills; "" where a line has one figure
    row: tuple[RowCell, ...] = ()  # of a table
    optional: bool = False  # given by whoever has something to give: never asked

    @property
    def asked(self) -> bool:
        """True where an official has to give the figure: no headings, no derived rates."""
        return self.kind is not Kind.GROUP and self.ratio is None and not self.optional

    @property
    def takes_number(self) -> bool:
        """True where a number is taken by the code of the line, asked or not."""
        return self.asked or (self.optional and not self.kind.written)

    @property
    def yes_or_no(self) -> bool:
        """True for a choice of which 0 is no and 1 is yes."""
        return {option.number for option in self.options} == {0, 1}


@dataclass(frozen=True, slots=True)
class Block:
    """Up to six figures that are asked in one message, of one owner."""

    id: str  # "I.4": also the word by which an official may name it
    title: str
    owner: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Owned:
    """The blocks of one or several owners: those that are asked, in asking order, and those in
    which they may give figures without being asked."""

    blocks: tuple[Block, ...]
    extra: tuple[Block, ...]

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """Every code that is asked, in asking order."""
        return tuple(code for block in self.blocks for code in block.codes)

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """The same, and behind it the rest."""
        return (*self.asked, *(code for block in self.extra for code in block.codes))

    @cached_property
    def codes(self) -> frozenset[str]:
        """All of them without order."""
        return frozenset(self.in_order)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Id of a block that is asked -> its place in that order."""
        return {block.id: place for place, block in enumerate(self.blocks)}

    def open_in(self, figures: Container[str]) -> tuple[Block, ...]:
        """The blocks that are asked of which a figure is not there."""
        there = figures.__contains__
        return tuple(block for block in self.blocks if not all(map(there, block.codes)))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the annex: I..VII, with the lines in printed order."""

    code: str
    title: str
    codes: tuple[str, ...]  # all lines, headings included


class Severity(StrEnum):
    """`ERROR` asks once and may be overridden with a reason; `WARN` never blocks."""

    ERROR = "error"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Rule:
    """One cross-check as data: `type` names a check of `rules`, the rest are its codes."""

    id: str
    type: str
    severity: Severity
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    note: str = ""  # the rule in words, for people
    options: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = field(init=False, compare=False)  # all that it looks at, each once

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", tuple(dict.fromkeys((*self.left, *self.right))))


@dataclass(frozen=True)
class Form:
    """One version of a report form, valid for rounds whose closing date lies in its validity."""

    id: str  # "par-quarter"
    version: str
    title: str
    valid_from: date
    valid_to: date | None
    legal_basis: str
    sections: tuple[Section, ...]
    indicators: Mapping[str, Indicator]  # by code, in printed order
    blocks: tuple[Block, ...]  # in the order in which they are asked
    rules: tuple[Rule, ...]
    owners: Mapping[str, str]  # owner field -> words printed in the note column ("Văn phòng")
    template: str = ""  # name of the report text in catalogue/templates
    key_rates: tuple[str, ...] = ()  # rates shown on the chart and in the status
    columns: tuple[AnnexColumn, ...] = ()  # side by side; none: every line has one figure
    extra: tuple[Block, ...] = ()  # figures that nobody is asked: given by their code or block

    @cached_property
    def beside(self) -> Mapping[str, tuple[str, ...]]:
        """Code of a line that has a figure in each column -> the codes of these, in order."""
        found: dict[str, tuple[str, ...]] = {}
        for code, indicator in self.indicators.items():
            if indicator.column:
                found[indicator.parent] = (*found.get(indicator.parent, ()), code)
        return found

    @cached_property
    def parts_added_up(self) -> Mapping[str, str]:
        """Code of a line that adds up since the year began -> the line of what arose in the
        period."""
        return {r.left[0]: r.right[0] for r in self.rules if r.type == "accumulates"}

    @cached_property
    def ratios(self) -> Mapping[str, Ratio]:
        """Code of a derived rate -> what it is derived from, in printed order."""
        return {code: line.ratio for code, line in self.indicators.items() if line.ratio}

    @cached_property
    def block_of(self) -> Mapping[str, Block]:
        """Code of an indicator -> the block that asks it, or in which it may be given."""
        return {code: block for block in (*self.blocks, *self.extra) for code in block.codes}

    @cached_property
    def rules_by_id(self) -> Mapping[str, Rule]:
        """Rule id -> rule."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def blocks_by_id(self) -> Mapping[str, Block]:
        """Block id -> block."""
        return {block.id: block for block in (*self.blocks, *self.extra)}

    @cached_property
    def conditions(self) -> Mapping[str, tuple[str, ...]]:
        """Code of a line -> what is asked only if that is above 0, or yes; in asking order, what
        depends on those as well."""
        found: dict[str, tuple[str, ...]] = {}
        for code in self.asked():
            gate = self.indicators[code].only_if
            while gate:
                found[gate] = (*found.get(gate, ()), code)
                gate = self.indicators[gate].only_if
        return found

    def owned_by(self, fields: Collection[str]) -> Owned:
        """What these owner fields ask for together, worked out once for each set of them."""
        key = frozenset(fields)
        if key not in self._owned:
            blocks = tuple(block for block in self.blocks if block.owner in key)
            extra = tuple(block for block in self.extra if block.owner in key)
            self._owned[key] = Owned(blocks, extra)
        return self._owned[key]

    @cached_property
    def _owned(self) -> dict[frozenset[str], Owned]:
        return {}

    def rules_about(self, codes: Iterable[str]) -> tuple[Rule, ...]:
        """The rules that look at one of these codes or at no certain one, in the form's order."""
        places = set(self._rule_places.get("", ()))
        places.update(*(self._rule_places.get(code, ()) for code in codes))
        return tuple(self.rules[place] for place in sorted(places))

    @cached_property
    def _rule_places(self) -> Mapping[str, tuple[int, ...]]:
        """Code -> where the rules that look at it stand; "": those that look at no certain one."""
        found: dict[str, tuple[int, ...]] = {}
        for place, rule in enumerate(self.rules):
            for code in rule.codes or ("",):
                found[code] = (*found.get(code, ()), place)
        return found

    def in_order(self, codes: Iterable[str]) -> tuple[str, ...]:
        """These codes, as far as the form has them, as it prints them."""
        places = self._line_places
        return tuple(sorted((code for code in codes if code in places), key=places.__getitem__))

    @cached_property
    def _line_places(self) -> Mapping[str, int]:
        return {code: place for place, code in enumerate(self.indicators)}

    def is_written(self, block: Block) -> bool:
        """True where words or rows are asked, not figures."""
        return block.id in self.text_blocks

    @cached_property
    def text_blocks(self) -> frozenset[str]:
        """The ids of the blocks that ask for words or rows."""
        codes = self.written_codes
        return frozenset(block.id for block in self.blocks if not codes.isdisjoint(block.codes))

    @cached_property
    def written_codes(self) -> frozenset[str]:
        """The codes of headings and registers."""
        return frozenset(line.code for line in self.written)

    @cached_property
    def written(self) -> tuple[Indicator, ...]:
        """The headings and registers that people write, in the order of the form."""
        return tuple(line for line in self.indicators.values() if line.kind.written)

    @cached_property
    def numbered(self) -> tuple[Indicator, ...]:
        """All lines but those that people write, in the order of the form."""
        return tuple(line for line in self.indicators.values() if not line.kind.written)

    def asked(self, owner: str | None = None) -> tuple[str, ...]:
        """Codes that officials have to give, in asking order, of one owner field or of all."""
        return self._asked.get(owner, ())

    @cached_property
    def _asked(self) -> Mapping[str | None, tuple[str, ...]]:
        owners = dict.fromkeys(block.owner for block in self.blocks)
        of = {
            owner: [b for b in self.blocks if owner in (None, b.owner)] for owner in (None, *owners)
        }
        return {
            o: tuple(code for block in blocks for code in block.codes) for o, blocks in of.items()
        }
