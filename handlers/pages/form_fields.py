"""What stands in the fields of a form, and how it is read: each as the answer to its own figure.

A field says what it showed when it was opened (`was`): one that nobody has touched changes nothing,
and one that somebody else has changed meanwhile is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import count

from domain.reading.answers import read_answer
from domain.reading.awaited import Awaited
from domain.reading.readings import Treatment
from domain.report.figures import Figure, State
from domain.report.forms import Indicator, Kind
from domain.report.shown import MISSING_WORDS, NONE_ARISEN_WORDS, show, show_figure
from domain.report.written import passage, table_figure, text_figure
from domain.words import turned
from domain.writing.register import cells_in, read_register
from handlers.figures.answer import figure_of
from handlers.pages.opened import OpenedForm
from handlers.report.sheet import Sheet
from handlers.text.contradict import contradictions
from handlers.text.rows import BAD_AT_MOST, bad_words, how_rows
from handlers.wording.findings import phrase_finding
from handlers.wording.readings import phrase_answer
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work, addressed_first
from storage.people.officials import official
from storage.reports.figures import history

LONGEST = 60  # letters of the field of a figure
BLANK_ROWS = 3
LONGEST_WRITTEN = 40_000  # of what is written, all rows of a register together
WORDS: Mapping[str, State] = {"kps": State.NONE_ARISEN, "chua": State.MISSING}
"""What may be chosen in place of a number."""


@dataclass(frozen=True, slots=True)
class FieldTyped:
    """What came from the field of one figure; of a register `text` has a row a line, the cells
    between tabs. `sure` repeats what was asked about and ticked."""

    text: str = ""
    word: str = ""
    was: str = ""
    sure: str = ""

    @property
    def said(self) -> str:
        """The whole of it as one short text, to tell whether it was touched and what was ticked;
        of what is long, its mark."""
        return _short(self.word or self.text.strip())


def _short(text: str) -> str:
    """Short and on one line, so that it comes back from a browser as it was."""
    if len(text) <= LONGEST and text.isprintable():
        return text
    return "#" + sha256(text.encode("utf-8")).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class FieldRead:
    """One field, read: a figure, or why there is none. `doubt` has to be ticked first."""

    code: str
    typed: FieldTyped
    figure: Figure | None = None
    trouble: str = ""
    doubt: str = ""

    @property
    def settled(self) -> bool:
        """May be written as far as the field itself tells."""
        return self.figure is not None and (not self.doubt or self.ticked)

    @property
    def ticked(self) -> bool:
        """The person has said that just this is so."""
        return bool(self.typed.sure) and self.typed.sure == self.typed.said


def typed_of(posted: Mapping[str, str], code: str, indicator: Indicator) -> FieldTyped:
    """The parts of a field as a browser sends them; a draft is kept in the same way."""
    most = LONGEST_WRITTEN if indicator.kind.written else LONGEST
    found = {name: posted.get(f"{name}.{code}", "")[: most + 1] for name in _PARTS}
    if indicator.kind is Kind.TEXT:
        found["text"] = passage(found["text"])
    if indicator.kind is Kind.TABLE:
        found["text"] = _rows_typed(posted, code, indicator, found["text"])[: most + 1]
    return FieldTyped(**found)


_PARTS = ("text", "word", "was", "sure")


def _rows_typed(posted: Mapping[str, str], code: str, indicator: Indicator, kept: str) -> str:
    """The rows of a register: of a draft as they were kept, else cell by cell, and behind them
    what was pasted."""
    rows = [kept] if kept else []
    for place in count():
        cells = [posted.get(f"cell.{code}.{place}.{n}") for n in range(len(indicator.row))]
        if all(cell is None for cell in cells):
            break
        if any(cell and cell.strip() for cell in cells):
            rows.append("\t".join(" ".join((cell or "").split()) for cell in cells))
    if pasted := posted.get(f"paste.{code}", "").replace("\r\n", "\n").strip("\n"):
        rows.append(pasted)
    return "\n".join(rows)


def plain_of(reads: Mapping[str, FieldTyped]) -> dict[str, str]:
    """The reverse: what is kept as a draft."""
    return {
        f"{name}.{code}": value
        for code, typed in reads.items()
        for name in _PARTS
        if (value := getattr(typed, name))
    }


def shown_now(figure: Figure | None, indicator: Indicator) -> FieldTyped:
    """What stands in a field that nobody has touched."""
    if figure is None:
        return FieldTyped()
    if figure.state is State.VALUE and figure.value is not None:
        text = _words_now(figure) if indicator.kind.written else show(figure.value, indicator.kind)
        return FieldTyped(text=text, was=_short(text))
    word = next(word for word, state in WORDS.items() if state is figure.state)
    return FieldTyped(word=word, was=word)


def _words_now(figure: Figure) -> str:
    return "\n".join(line.strip(" ") for line in figure.words.split("\n"))


def read_fields(work: Work, opened: OpenedForm, posted: Mapping[str, str]) -> tuple[FieldRead, ...]:
    """The fields that were touched."""
    sheet = opened.part.sheet
    found = ((code, typed_of(posted, code, sheet.indicator(code))) for code in opened.codes)
    touched = ((code, typed) for code, typed in found if typed.said != typed.was)
    return tuple(_read(work, sheet, code, typed) for code, typed in touched)


def _read(work: Work, sheet: Sheet, code: str, typed: FieldTyped) -> FieldRead:
    indicator, now = sheet.indicator(code), sheet.figure(code)
    written = indicator.kind.written
    if not typed.said:  # what was given does not go away by an empty field
        return FieldRead(code, typed, trouble=_emptied(typed, written))
    if typed.word and _short(typed.text.strip()) not in ("", typed.was):
        return FieldRead(code, typed, trouble=say("page.form.both"))
    most = LONGEST_WRITTEN if written else LONGEST
    if len(typed.text) > most or typed.word not in ("", *WORDS):
        return FieldRead(code, typed, trouble=_too_long(written))
    read = _by_word(code, typed) if typed.word else _as_said(sheet, indicator, typed)
    shown = shown_now(now, indicator).said
    if read.figure is not None and shown != typed.was and read.figure != now:
        return replace(read, doubt=read.doubt or _who_was_first(work, sheet, code))
    return read


def _who_was_first(work: Work, sheet: Sheet, code: str) -> str:
    """What somebody has made of a figure since the page was opened."""
    newest = history(work.session, sheet.obligation.id, code)[-1]
    return say(
        "page.form.changed",
        who=addressed_first(official(work.session, newest.official_id)),
        figure=show_figure(sheet.figure(code), sheet.indicator(code)),
        at=show_moment(newest.at),
    )


def _emptied(typed: FieldTyped, written: bool) -> str:
    return say("page.form.emptied_words") if written else say("page.form.emptied", figure=typed.was)


def _too_long(written: bool) -> str:
    return say("page.form.too_long_words" if written else "page.form.too_long")


def _as_said(sheet: Sheet, indicator: Indicator, typed: FieldTyped) -> FieldRead:
    if indicator.kind is Kind.TABLE:
        return _as_rows(indicator, typed)
    if indicator.kind is Kind.TEXT:
        return _as_text(sheet, indicator, typed)
    return _as_answer(sheet, indicator.code, typed)


def _as_text(sheet: Sheet, indicator: Indicator, typed: FieldTyped) -> FieldRead:
    """What stands under a heading from now on; where it says other numbers than the figures, that
    has to be ticked."""
    figure = text_figure(indicator.code, typed.text)
    found = contradictions(sheet, indicator.code, figure)
    doubt = "\n".join(phrase_finding(each, sheet.form, sheet.words) for each in found)
    return FieldRead(indicator.code, typed, figure, doubt=doubt)


def _as_rows(indicator: Indicator, typed: FieldTyped) -> FieldRead:
    """The rows of a register; one that cannot be read keeps all of them back, so that none gets
    lost among the others."""
    read = read_register(typed.text, indicator.row)
    if read.bad or not read.rows:
        lines = [bad_words(indicator, bad) for bad in read.bad[:BAD_AT_MOST]]
        return FieldRead(indicator.code, typed, trouble="\n".join([*lines, how_rows(indicator)]))
    return FieldRead(indicator.code, typed, table_figure(indicator.code, read.rows))


def _by_word(code: str, typed: FieldTyped) -> FieldRead:
    return FieldRead(code, typed, Figure(code, WORDS[typed.word]))


def _as_answer(sheet: Sheet, code: str, typed: FieldTyped) -> FieldRead:
    """As if the chat had asked for this figure alone."""
    if turned(typed.text):  # another number than this was seen
        return FieldRead(code, typed, trouble=say("reading.turned", said=typed.text))
    block = replace(sheet.form.block_of[code], codes=(code,))
    awaited = Awaited(
        form=sheet.form,
        block=block,
        owned=frozenset({code}),
        previous=sheet.previous,
        current=sheet.figures,
    )
    read = read_answer(typed.text, awaited)
    if read.explain is not None:
        return FieldRead(code, typed, trouble=sheet.filled(sheet.indicator(code).help))
    if read.trouble or [entry.code for entry in read.entries] != [code]:
        return FieldRead(code, typed, trouble=phrase_answer(read, awaited))
    reading = read.entries[0].reading
    if not reading.sure or reading.state is None:
        return FieldRead(code, typed, trouble=phrase_answer(read, awaited))
    doubt = "" if reading.action is Treatment.ACCEPT else phrase_answer(read, awaited)
    return FieldRead(code, typed, figure_of(read.entries[0]), doubt=doubt)


def before_words(sheet: Sheet, code: str) -> str:
    """Last period's figure beside the field: "12", "không phát sinh"; empty where there is none. Of
    what was written, all of it."""
    before, kind = sheet.previous.get(code), sheet.indicator(code).kind
    if before is None:
        return ""
    if before.state is not State.VALUE or before.value is None or kind is Kind.ENUM:
        return show_figure(before, sheet.indicator(code))
    return before.words.replace("\t", "; ") if kind.written else show(before.value, kind)


def cells_of(typed: FieldTyped, indicator: Indicator) -> tuple[tuple[str, ...], ...]:
    """The rows of a register to be filled in, and some that are empty."""
    size = len(indicator.row)
    lines = [cells_in(line, indicator.row) for line in typed.text.split("\n") if line]
    lines = [[*line, *[""] * (size - len(line))] for line in lines]
    rows = [(*line[: size - 1], "; ".join(line[size - 1 :])) for line in lines]
    return (*rows, *[("",) * size] * BLANK_ROWS)


CHOICES: Mapping[str, str] = {"kps": NONE_ARISEN_WORDS, "chua": MISSING_WORDS}
