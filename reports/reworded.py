"""A report whose words somebody has edited: the same edits in the text that it was made from.

Every word of the template is marked with its place, the report is made once more with the marks,
and what differs in the edited report is done to the template at those places. What a placeholder
has printed is never taken into a template: it is told. So is what cannot be placed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher, get_close_matches
from itertools import takewhile
from typing import Any

from domain.report.printed import CLOSE, MARKED, OPEN, bare
from reports.brackets import split_brackets
from reports.document import Level, Piece
from reports.narrative import (
    MARKS,
    PLACE,
    TITLES,
    Sentences,
    Setting,
    context,
    environment,
    pieces,
    written,
)
from reports.seal import plain_words

_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MARKED = re.compile(f"{_OPEN}([0-9]+){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")
_RUN = re.compile(r"\S+")
_CODE = re.compile(r"\{[{%#]")
_LINE_MARKS = frozenset(part for mark in MARKS for part in mark.split())
_OPENS, _CLOSES = frozenset({"if", "for", "macro", "call", "filter"}), "end"
_END = re.compile(r"[ .]*/\.$")  # "./.", the sign that nothing follows
LIKE = 0.5  # from which on two paragraphs are one that was edited


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a made report: where it stands in the template; None where a placeholder has
    printed it, all of it or a part."""

    text: str
    at: int | None = None
    bracket: bool = False  # in a place that a draft leaves to its writers
    code: str = ""  # of the figure whose number it is
    key: str = ""  # the same with the code in place of the number

    @property
    def end(self) -> int:
        return (self.at or 0) + len(self.text)


@dataclass(frozen=True, slots=True)
class TypedOver:
    """A number that a figure has printed and a hand has changed: in which paragraph, as it was
    made."""

    code: str
    number: str
    paragraph: str
    told: bool = False  # by the file itself, wherever the number stands


@dataclass(slots=True)
class Reworded:
    """The template with the edits; `printed` are changes of what placeholders print (before,
    after), `typed` those of them that are the number of one figure; `left` are edits that could
    not be placed."""

    template: str
    kept: list[str] = field(default_factory=list)
    printed: list[tuple[str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    typed: list[TypedOver] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Edit:
    """Something else in a place of the template."""

    start: int
    end: int
    words: str


def reworded(
    template: str, setting: Setting, sentences: Sentences, edited: Sequence[str]
) -> Reworded:
    """The template by which a report with these paragraphs would have been made; the setting and
    the figures are those of the making."""
    made = [words for words in _made(template, setting, sentences) if plain_words([_text(words)])]
    there = [_END.sub(".", " ".join(text.split())) for text in edited if plain_words([bare(text)])]
    found, edits = Reworded(template), list[_Edit]()
    for before, after in _pairs(made, there):
        if before is None:
            edits += _added(template, found, *after)
        elif after is None:
            found.left.append(_text(before))
        else:
            edits += _word_edits(template, found, before, after.split())
    _by_what_the_file_tells(found, sentences, there)
    for edit in sorted(edits, key=lambda each: -each.start):
        found.template = found.template[: edit.start] + edit.words + found.template[edit.end :]
    return found


def _by_what_the_file_tells(found: Reworded, sentences: Sentences, there: Sequence[str]) -> None:
    """Numbers that are not those of the figure that their letters tell, wherever they stand now;
    where a figure has two such numbers, neither."""
    told: dict[str, set[str]] = {}
    for each in (each for text in there for each in MARKED.finditer(text)):
        code, number = each[1], each[2].strip()
        if code in sentences.form.indicators:
            changed = number != bare(sentences.so(code)).partition(" ")[0]
            told.setdefault(code, set()).update([number] if changed else [])
    found.typed = [each for each in found.typed if each.code not in told]
    for code, numbers in told.items():
        number = numbers.pop() if len(numbers) == 1 else ""
        if _NUMBER.fullmatch(number.removesuffix("%")):
            found.typed.append(TypedOver(code, number, "", told=True))


def _made(template: str, setting: Setting, sentences: Sentences) -> list[list[Word]]:
    """The paragraphs of the report, word by word, with their places."""
    named = context(setting, sentences)
    words = environment().from_string(_with_places(template)).render(**named)
    text = takewhile(lambda piece: piece.level is not Level.ENCLOSED, pieces(words))
    body = (piece for piece in text if piece.level not in TITLES)
    return [_words(part.text) for piece in body for part in _as_printed(piece, sentences)]


def _as_printed(piece: Piece, sentences: Sentences) -> Iterator[Piece]:
    """A paragraph; in the place of what people wrote their paragraphs, which the template does not
    say. A table is none."""
    if PLACE not in piece.text:
        yield piece
        return
    plain = bare(_MARKED.sub(r"\2", piece.text))
    parts = written(replace(piece, text=plain), sentences)
    yield from (part for part in parts if part.level is not Level.TABLE)


def _with_places(template: str) -> str:
    """Every word of the template that is no code, wrapped with its place; marks of lines stay."""
    out, at = [], 0
    for _, kind, value in environment().lex(template):
        place = template.index(value, at) if value else at
        out.append(template[at:place])
        out.append(_places(value, place) if kind == "data" else value)
        at = place + len(value)
    return "".join(out)


def _places(value: str, start: int) -> str:
    return _RUN.sub(lambda run: _wrapped(run, start), value)


def _wrapped(run: re.Match[str], start: int) -> str:
    if run[0] in _LINE_MARKS:
        return run[0]
    return f"{_OPEN}{start + run.start()}{_MIDDLE}{run[0]}{_CLOSE}"


def _words(text: str) -> list[Word]:
    """The words of a paragraph; those of brackets are told."""
    found: list[Word] = []
    for run in _RUN.finditer(text):
        marked = list(_MARKED.finditer(run[0]))
        told = MARKED.search(run[0])
        plain = _MARKED.sub(r"\2", run[0])
        whole = len(marked) == 1 and marked[0].span() == (0, len(run[0]))
        at = int(marked[0][1]) if whole else None
        key = MARKED.sub(_code_alone, plain)
        found.append(Word(bare(plain), at, code=told[1] if told else "", key=key))
    return _bracketed(found)


def _bracketed(words: list[Word]) -> list[Word]:
    text, found, at = " ".join(word.text for word in words), [], 0
    inside = [False] * (len(text) + 1)
    for stretch, bracket in split_brackets(text):
        inside[at : at + len(stretch)] = [bracket] * len(stretch)
        at += len(stretch)
    at = 0
    for word in words:
        bracket = any(inside[at : at + len(word.text)])
        found.append(replace(word, bracket=bracket))
        at += len(word.text) + 1
    return found


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


_Pair = tuple[list[Word] | None, Any]


def _pairs(made: list[list[Word]], there: list[str]) -> Iterator[_Pair]:
    """Paragraphs that were edited, taken out, and added; what stands before the first and behind
    the last one of the text is letterhead and annex."""
    old = [plain_words([_text(words)])[0] for words in made]
    new = [plain_words([bare(text)])[0] for text in there]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    same = [index for index, (kind, *_) in enumerate(blocks) if kind == "equal"]
    for index, (kind, i1, i2, j1, j2) in enumerate(blocks):
        if kind == "equal" or not same:
            continue
        inside = same[0] < index < same[-1]
        rest = there[j1:j2]
        last = made[i1 - 1] if i1 else None
        for number in range(i1, i2):
            near = get_close_matches(old[number], [bare(text) for text in rest], 1, LIKE)
            if near:
                while bare(rest[0]) != near[0]:
                    yield from _new(inside, last, rest.pop(0))
                yield made[number], rest.pop(0)
            else:
                yield made[number], None
            last = made[number]
        for words in rest:
            yield from _new(inside, last, words)


def _new(inside: bool, last: list[Word] | None, words: str) -> Iterator[_Pair]:
    if inside and last is not None:
        yield None, (last, words)


def _word_edits(
    template: str, found: Reworded, before: list[Word], after: list[str]
) -> Iterator[_Edit]:
    """What is other in one paragraph."""
    tagged = {each[1] for word in after for each in MARKED.finditer(word)}
    old = [word.key if word.code in tagged else word.text for word in before]
    new = [MARKED.sub(_code_alone, word) for word in after]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = before[i1:i2], " ".join(after[j1:j2])
        come = bare(came)
        if kind == "equal":
            found.printed += _numbers_changed(gone, after[j1:j2])
            continue
        if any(word.bracket for word in gone):
            continue  # a bracket is filled in for this one report
        if any(word.at is None for word in gone):
            found.printed.append((_text(gone), come))
            found.typed += _typed_over(before, gone, come)
            continue
        around = (before[i1 - 1] if i1 else None, before[i2] if i2 < len(before) else None)
        edit = _placed(template, gone, _as_template(came), around)
        if edit is None:
            found.left.append(come or _text(gone))
            continue
        found.kept.append(come or _text(gone))
        yield edit


def _numbers_changed(made: Sequence[Word], there: Sequence[str]) -> list[tuple[str, str]]:
    """Words that are the same but for the number of their figure."""
    pairs = ((word.text, bare(now)) for word, now in zip(made, there, strict=True))
    return [(before, now) for before, now in pairs if before != now]


def _code_alone(number: re.Match[str]) -> str:
    """In place of a number, of which figure it is."""
    return f"{OPEN}{number[1]}{CLOSE}"


def _typed_over(paragraph: list[Word], gone: Sequence[Word], come: str) -> Iterator[TypedOver]:
    """Where the number of one figure was changed into another number, and nothing else."""
    codes, numbers = [word.code for word in gone if word.code], _NUMBER.findall(come)
    if len(codes) == len(numbers) == 1 and len(gone) == len(come.split()):
        yield TypedOver(codes[0], numbers[0], _text(paragraph))


def _placed(
    template: str, gone: list[Word], come: str, around: tuple[Word | None, Word | None]
) -> _Edit | None:
    """Where an edit belongs; None where a placeholder or a condition stands in between."""
    if gone:
        start, end = gone[0].at or 0, gone[-1].end
        between = template[start:end]
        if _CODE.search(between) or between.split() != [word.text for word in gone]:
            return None
        return _Edit(start, end, come)
    before, behind = around
    if before is not None and before.at is not None and not before.bracket:
        return _Edit(before.end, before.end, f" {come}")
    if behind is not None and behind.at is not None and not behind.bracket:
        return _Edit(behind.at, behind.at, f"{come} ")
    return None


def _as_template(words: str) -> str:
    """Words of a report are no code, whatever they look like; a number whose figure the file tells
    is that figure's from then on."""
    safe = re.sub(r"\{(?=[{%#])", "{ ", words)
    return MARKED.sub(r'{{ so("\1") }}', safe)


def _added(template: str, found: Reworded, last: list[Word], words: str) -> Iterator[_Edit]:
    """A paragraph of its own, behind the one before it and outside of every condition."""
    places = [word.end for word in last if word.at is not None]
    at = _gap_behind(template, max(places)) if places else None
    if at is None:
        found.left.append(bare(words))
        return
    found.kept.append(bare(words))
    yield _Edit(at, at, f"\n\n{_as_template(words)}")


def _gap_behind(template: str, place: int) -> int | None:
    """The end of the block in which a place stands, outside of every condition."""
    depth, at, inside = 0, 0, False
    for _, kind, value in environment().lex(template):
        start = template.index(value, at) if value else at
        if kind == "data" and depth == 0:
            gap = template.find("\n\n", max(start, place), start + len(value))
            if gap >= 0:
                return gap
        if kind == "block_begin":
            inside = True
        elif kind == "name" and inside:
            inside = False
            depth += (value in _OPENS) - value.startswith(_CLOSES)
        at = start + len(value)
    return len(template.rstrip()) if depth == 0 else None
