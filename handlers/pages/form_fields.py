"""What stands in the fields of a form, and how it is read: each as the answer to its own figure.

A field says what it showed when it was opened (`was`): one that nobody has touched changes nothing,
and one that somebody else has changed meanwhile is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.reading.answers import read_answer
from domain.reading.awaited import Awaited
from domain.reading.readings import Treatment
from domain.report.figures import Figure, State
from domain.report.forms import Indicator, Kind
from domain.report.shown import MISSING_WORDS, NONE_ARISEN_WORDS, show, show_figure
from handlers.figures.answer import figure_of
from handlers.pages.opened import OpenedForm
from handlers.report.sheet import Sheet
from handlers.wording.readings import phrase_answer
from handlers.wording.say import say

LONGEST = 60  # letters of one field
WORDS: Mapping[str, State] = {"kps": State.NONE_ARISEN, "chua": State.MISSING}
"""What may be chosen in place of a number."""


@dataclass(frozen=True, slots=True)
class FieldTyped:
    """What came from the field of one figure. `sure` repeats what was asked about and ticked."""

    text: str = ""
    word: str = ""
    was: str = ""
    sure: str = ""

    @property
    def said(self) -> str:
        """The whole of it as one text, to tell whether it was touched and what was ticked."""
        return self.word or self.text.strip()


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


def typed_of(posted: Mapping[str, str], code: str) -> FieldTyped:
    """The parts of a field as a browser sends them; a draft is kept in the same way."""
    found = {name: posted.get(f"{name}.{code}", "")[: LONGEST + 1] for name in _PARTS}
    return FieldTyped(**found)


_PARTS = ("text", "word", "was", "sure")


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
        text = show(figure.value, indicator.kind)
        return FieldTyped(text=text, was=text)
    word = next(word for word, state in WORDS.items() if state is figure.state)
    return FieldTyped(word=word, was=word)


def read_fields(opened: OpenedForm, posted: Mapping[str, str]) -> tuple[FieldRead, ...]:
    """The fields that were touched."""
    found = ((code, typed_of(posted, code)) for code in opened.codes)
    sheet = opened.part.sheet
    return tuple(_read(sheet, code, typed) for code, typed in found if typed.said != typed.was)


def _read(sheet: Sheet, code: str, typed: FieldTyped) -> FieldRead:
    indicator, now = sheet.indicator(code), sheet.figure(code)
    if not typed.said:  # a figure that was given does not go away by an empty field
        return FieldRead(code, typed, trouble=say("page.form.emptied", figure=typed.was))
    if typed.word and typed.text.strip() not in ("", typed.was):
        return FieldRead(code, typed, trouble=say("page.form.both"))
    if len(typed.text) > LONGEST or typed.word not in ("", *WORDS):
        return FieldRead(code, typed, trouble=say("page.form.too_long"))
    read = _by_word(code, typed) if typed.word else _as_answer(sheet, code, typed)
    shown = shown_now(now, indicator).said
    if read.figure is not None and shown != typed.was and read.figure != now:
        figure = show_figure(now, indicator)
        return replace(read, doubt=read.doubt or say("page.form.changed", figure=figure))
    return read


def _by_word(code: str, typed: FieldTyped) -> FieldRead:
    return FieldRead(code, typed, Figure(code, WORDS[typed.word]))


def _as_answer(sheet: Sheet, code: str, typed: FieldTyped) -> FieldRead:
    """As if the chat had asked for this figure alone."""
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
    """Last period's figure beside the field: "12", "không phát sinh"; empty where there is none."""
    before, kind = sheet.previous.get(code), sheet.indicator(code).kind
    if before is None:
        return ""
    if before.state is State.VALUE and before.value is not None and kind is not Kind.ENUM:
        return show(before.value, kind)
    return show_figure(before, sheet.indicator(code))


CHOICES: Mapping[str, str] = {"kps": NONE_ARISEN_WORDS, "chua": MISSING_WORDS}
