"""The text of a report from a template and the figures: sentences that change with the data.

A template is text with Jinja2 marks and marks at the beginning of lines: `@ trich_yeu:`,
`@ phu_luc:`, `@ cot_chi_tieu:` (subject, title of the annex, note at its label column),
`@ kem_theo:` behind the last sentence (title of a list that goes along with the report),
`# I. PHẦN`, `## 1. Mục`, `### a) Điểm`, `- gạch đầu dòng` (also `+`), `> Căn cứ`; anything else is
a paragraph, blank lines separate paragraphs. It sees the words of `Setting` and the functions of
`Sentences`; nothing else, no file, no clock. Functions have Vietnamese names because officials
edit templates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from domain.report.figures import Figures, State, round_half_up
from domain.report.forms import Form, Kind, Nature, RowCell
from domain.report.printed import marked, unmarked
from domain.report.rates import rate
from domain.report.shown import show, show_percent, unit_inside
from domain.report.written import paragraphs, rows_of
from reports.annex import Numbers
from reports.document import Level, Piece

if TYPE_CHECKING:
    from jinja2 import Environment, Template

TITLES = (Level.SUBJECT, Level.ANNEX, Level.LABEL_NOTE)
MARKS = {
    "@ trich_yeu:": Level.SUBJECT,
    "@ phu_luc:": Level.ANNEX,
    "@ cot_chi_tieu:": Level.LABEL_NOTE,
    "@ kem_theo:": Level.ENCLOSED,
    "### ": Level.POINT,
    "## ": Level.HEADING,
    "# ": Level.PART,
    "> ": Level.BASIS,
    "- ": Level.ITEM,
    "+ ": Level.ITEM,
}
KEPT = ("- ", "+ ")  # marks that are printed
PLACE = "\x02"  # around the code of what people wrote
FUNCTIONS = (
    "so",
    "dem",
    "biet",
    "co",
    "khong",
    "hon",
    "con_lai",
    "tong",
    "lua_chon",
    "don_vi_tinh",
    "tang",
    "giam",
    "bang",
    "chenh",
    "phan_tram_chenh",
    "loi",
    "phan_tram",
    "danh_muc",
    "da_viet",
)
"""What templates call of `Sentences`; every text they pass in order is a code of the form."""

_PRINTS = ("so", "dem")  # functions that print one figure, its number first
_SPACES = re.compile(r"[ \t\r\n]+")
_DAY = re.compile(r"(?<=/)0([3-9]/)")  # only the months 1 and 2 have a zero: 05/02, but 05/9

Amount = str | Decimal | None
"""What a template says of a figure: its code, or a number that it has computed."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The words of one report that are not figures; each is a variable of the templates."""

    don_vi: str  # "xã Bắc Sơn"
    ky: str  # "quý III năm 2024"
    ky_truoc: str  # "6 tháng đầu năm 2024"; "" without a previous report
    tu_ngay: str  # "15/6/2024"
    den_ngay: str  # "14/9/2024"
    nam: int
    cap_tren: str  # "UBND huyện"
    chu_tich_cap_tren: str
    cap: str  # "cấp huyện"
    co_quan_cap_tren: str  # "UBND huyện Ân Thi"
    can_cu: str = ""  # the letter that asks for the report, in full
    co_phu_luc: bool = True


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a template can ask about the figures."""

    form: Form
    numbers: Numbers
    before: Numbers
    missing: str  # "[chưa có số liệu]"
    same_length: bool = False  # else what arose in a quarter is not held against half a year
    figures: Figures = field(default_factory=dict)  # with what people wrote
    estimate: str = ""  # " (ước)": behind a figure that is one; empty where it is said once for all
    nothing: str = ""  # "Không có.": the whole of a heading under which there is nothing to say

    def so(self, amount: Amount) -> str:
        """04, 376, 17.465, 98,3%, 14 (ước); where there is no number, words that say so."""
        return self._shown(amount) + self._mark(amount)

    def _shown(self, amount: Amount) -> str:
        number = self._number(amount)
        if number is None:
            return self.missing
        kind = self.form.indicators[amount].kind if isinstance(amount, str) else Kind.COUNT
        if kind is Kind.PERCENT:
            return show_percent(number)
        if kind is Kind.DATE:
            return show(number, kind)
        return f"{number:02f}" if kind is Kind.COUNT and 0 < number < 10 else show(number)

    def dem(self, amount: Amount, don_vi: str = "") -> str:
        """The number with its unit, of the form or given: "04 hồ sơ", "04 hồ sơ (ước)"."""
        if self._number(amount) is None:
            return self.missing
        unit = don_vi or (self.don_vi_tinh(amount) if isinstance(amount, str) else "")
        return f"{self._shown(amount)} {unit}".strip() + self._mark(amount)

    def _mark(self, amount: Amount) -> str:
        """The word behind a figure that was given before it could be final."""
        figure = self.figures.get(amount) if isinstance(amount, str) else None
        return self.estimate if figure is not None and figure.estimated else ""

    def biet(self, *amounts: Amount) -> bool:
        """All of them are known."""
        return all(self._number(amount) is not None for amount in amounts)

    def co(self, amount: Amount) -> bool:
        """Known and more than 0."""
        return (self._number(amount) or 0) > 0

    def khong(self, amount: Amount) -> bool:
        """Known and 0: nothing arose."""
        return self._number(amount) == 0

    def hon(self, amount: Amount, other: Amount) -> bool:
        """Both known, the first greater."""
        first, second = self._number(amount), self._number(other)
        return first is not None and second is not None and first > second

    def con_lai(self, amount: Amount, *parts: Amount) -> Decimal | None:
        """What is left of an amount without its parts; None where one is not known."""
        others = self.tong(*parts)
        whole = self._number(amount)
        return None if whole is None or others is None else whole - others

    def tong(self, *amounts: Amount) -> Decimal | None:
        """The sum; None where one is not known."""
        known = [n for amount in amounts if (n := self._number(amount)) is not None]
        return sum(known, Decimal(0)) if len(known) == len(amounts) else None

    def phan_tram(self, part: Amount, whole: Amount) -> str:
        """A part of a whole in percent, where no line of the form is that rate: "99,36%"."""
        share, all_of = self._number(part), self._number(whole)
        percent = None if share is None or all_of is None else rate(share, all_of)
        return self.missing if percent is None else show_percent(percent)

    def lua_chon(self, code: str) -> str:
        """The words of a chosen option, in lower case."""
        number = self._number(code)
        words = {
            Decimal(option.number): option.words for option in self.form.indicators[code].options
        }
        return self.missing if number is None else words.get(number, show(number)).lower()

    def don_vi_tinh(self, code: str) -> str:
        """The unit inside a sentence: "hồ sơ"."""
        return unit_inside(self.form.indicators[code].unit)

    def tang(self, code: str) -> bool:
        """More than in the period before."""
        return (self._change(code) or 0) > 0

    def giam(self, code: str) -> bool:
        """Less than in the period before."""
        return (self._change(code) or 0) < 0

    def bang(self, code: str) -> bool:
        """The same as in the period before."""
        return self._change(code) == 0

    def chenh(self, code: str) -> str:
        """How much more or less, without sign; of a rate in points."""
        change = self._change(code)
        return self.missing if change is None else show(abs(change))

    def phan_tram_chenh(self, code: str) -> str:
        """How much more or less in percent of the period before: "12,5%"."""
        change, before = self._change(code), self.before.get(code)
        if change is None or not before:
            return self.missing
        return show_percent(round_half_up(abs(change) * 100 / before, 1))

    def loi(self, code: str, dau: str = "") -> str:
        """What was written under a heading, each paragraph behind the sign; a bracket while nobody
        has written."""
        return self._place(code, dau)

    def danh_muc(self, code: str) -> str:
        """The rows of a register, as a table."""
        return self._place(code)

    def da_viet(self, code: str) -> bool:
        """Something was written there."""
        figure = self.figures.get(code)
        return figure is not None and bool(figure.words)

    def _place(self, code: str, mark: str = "") -> str:
        """Where what people wrote is put in when the marks of the template have been read: nothing
        that they type is a mark."""
        assert self.form.indicators[code].kind.written
        return f"\n\n{mark}{PLACE}{code}{PLACE}\n\n"

    def _number(self, amount: Amount) -> Decimal | None:
        return self.numbers[amount] if isinstance(amount, str) else amount

    def _change(self, code: str) -> Decimal | None:
        """How much more than before; None where the two cannot be compared."""
        line = self.form.indicators[code]
        if line.nature is Nature.FLOW and line.kind is not Kind.PERCENT and not self.same_length:
            return None
        now, before = self.numbers[code], self.before.get(code)
        return None if now is None or before is None else now - before


@dataclass(frozen=True, slots=True)
class Narrative:
    """The words of a report."""

    subject: str
    annex_title: str
    label_note: str  # for `Annex.label_note`
    body: tuple[Piece, ...]


def narrative(template: str, setting: Setting, sentences: Sentences) -> Narrative:
    """The words of the report; jinja2.TemplateError where the template is wrong."""
    words = _compiled(template).render(**context(setting, sentences))
    told = map(_unmarked, pieces(words))
    found = tuple(part for piece in told for part in written(piece, sentences))
    titles = {piece.level: piece.text for piece in found}
    return Narrative(
        subject=titles.get(Level.SUBJECT, ""),
        annex_title=titles.get(Level.ANNEX, ""),
        label_note=titles.get(Level.LABEL_NOTE, ""),
        body=tuple(piece for piece in found if piece.level not in TITLES),
    )


def _unmarked(piece: Piece) -> Piece:
    text, figures = unmarked(piece.text)
    return replace(piece, text=text, figures=figures)


def written(piece: Piece, sentences: Sentences) -> Iterator[Piece]:
    """The pieces that stand in the place of what people wrote; any other piece as it is."""
    mark, _, rest = piece.text.partition(PLACE)
    if not rest:
        yield piece
        return
    code = rest.rstrip(PLACE)
    line, figure = sentences.form.indicators[code], sentences.figures.get(code)
    if figure is None or figure.state is State.MISSING:
        yield replace(piece, text=f"{mark}[{line.short}]")
    elif line.kind is Kind.TABLE and figure.words:
        head = tuple(column.title for column in line.row)
        rows = (_row_as_printed(row, line.row) for row in rows_of(figure))
        yield Piece(Level.TABLE, line.short, (head, *rows))
    elif figure.state is State.NONE_ARISEN:
        if not mark:
            yield replace(piece, text=sentences.nothing)
    else:
        yield from (_paragraph(words, mark) for words in paragraphs(figure.words))


def _row_as_printed(row: tuple[str, ...], columns: tuple[RowCell, ...]) -> tuple[str, ...]:
    """The cells of a register; its days as documents write them."""
    return tuple(
        _DAY.sub(r"\1", cell) if column.is_day else cell
        for cell, column in zip(row, columns, strict=True)
    )


def _paragraph(words: str, mark: str) -> Piece:
    """A paragraph that somebody wrote, behind its own dash or that of the template, with the
    capital and the full stop of a sentence."""
    bare = words[2:] if words.startswith(KEPT) else words
    sign = mark or words.removesuffix(bare)
    whole = bare[:1].upper() + bare[1:] + ("." if bare[-1:].isalnum() else "")
    return Piece(Level.ITEM if sign else Level.PARAGRAPH, sign + whole)


def context(setting: Setting, sentences: Sentences) -> dict[str, Any]:
    """Everything a template can name; the numbers of figures come with the signs of `printed`."""
    named = {**asdict(setting), **{name: getattr(sentences, name) for name in FUNCTIONS}}
    return named | {name: _telling(named[name]) for name in _PRINTS}


def _telling(function: Callable[..., str]) -> Callable[..., str]:
    """The same, its number told to be that of the figure."""

    def told(amount: Amount, *rest: str, **words: str) -> str:
        said = function(amount, *rest, **words)
        number, space, behind = said.partition(" ")
        if not isinstance(amount, str) or not number[:1].isdigit():
            return said
        return marked(amount, number) + space + behind

    return told


@lru_cache(maxsize=8)
def _compiled(template: str) -> Template:
    return environment().from_string(template)


def environment() -> Environment:
    """No loader: a template cannot read a file; sandboxed: it cannot reach Python either."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )


def pieces(words: str) -> Iterator[Piece]:
    """Marked lines -> pieces; a line without a mark goes on with the one above it."""
    for block in re.split(r"\n\s*\n", words):
        for piece in _split(block):
            level, mark = _level(piece)
            text = _SPACES.sub(" ", piece.removeprefix(mark)).strip()
            if text:
                yield Piece(level, mark + text if mark in KEPT else text)


def _split(block: str) -> list[str]:
    found: list[str] = []
    for line in block.splitlines():
        if found and not line.lstrip().startswith(tuple(MARKS)):
            found[-1] += f" {line}"
        else:
            found.append(line.lstrip())
    return found


def _level(piece: str) -> tuple[Level, str]:
    for mark, level in MARKS.items():
        if piece.startswith(mark):
            return level, mark
    return Level.PARAGRAPH, ""
