"""One word for a part of the report that is called by its name: never for the block that happens to
be asked.

lan  < tuyển dụng kps
bot  > Hiểu là: 2.1 ...: 0 (không phát sinh) ... Đúng không?
lan  < V kps trừ kỷ luật
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from domain.reading.by_place import for_the_rest
from domain.reading.shortcuts import FOR_MANY, Shortcut, word_for_all
from domain.report.forms import Block
from domain.talk.mentions import codes_typed
from domain.talk.messages import Reply
from domain.words import clean, fold, without_end, without_rim
from handlers.figures.report_turn import ReportTurn
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Request
from handlers.talk.learnt import bases, called
from handlers.talk.wishes.reports import ask_about
from handlers.wording.say import say
from handlers.wording.understood import parted
from storage.catalogue.words import equals, folded

WORDS_AT_MOST = 6  # of a name
_TYPED: Mapping[Shortcut, str] = {
    Shortcut.NONE_ARISEN: "short.none_arisen",
    Shortcut.NOTHING: "short.none_arisen",
    Shortcut.NOT_YET: "short.no_data",
    Shortcut.SKIP: "short.no_data",
    Shortcut.AS_BEFORE: "short.as_before",
    Shortcut.ALL_ZERO: "short.none_arisen",
}
_THERE_IS = "co"  # "không có" is not said to a "cô"
_NOT_YET = "chua"  # "chủ tịch ký chưa" asks
_NUMBERED = re.compile(r"(?:\S+ )?[ivxlc]+", re.IGNORECASE)
Codes = tuple[str, ...]


def of_named_part(request: Request) -> Reply | None:
    """The word for the lines of that part, asked about; which part is meant where several are
    called so; None where the text names none, or only what is asked."""
    text = clean(request.incoming.text).strip(" .!")
    if not request.incoming.typed or "?" in text or any(map(str.isdigit, text)):
        return None
    if for_the_rest(text.lower()) or "\n" in request.incoming.text.strip():
        return None
    front, but = parted("excepted", "but", text) or (text, "")
    name, word = _name_and_word(front)
    turn = turn_of(request) if name else None
    if turn is None or word not in FOR_MANY or (not but and codes_typed(name)):
        return None
    said, lead = _words(name), folded("block", "lead")
    if not (_telling(said) or _section(turn, name)):
        return None
    tried = (said, _words(without_rim(name, lead, lead)), _telling(said))
    found = next(filter(None, (_parts_called(turn, name, each) for each in tried)), {})
    if turn.block in found and not but:
        return None  # as it is read anyway
    if _NUMBERED.fullmatch(name) and not _section(turn, name):
        return None  # somebody else's
    left = _without(turn, [code for block in found for code in found[block]], but)
    if len(found) > 1 and not _section(turn, name):
        return _which(turn, name, tuple(found))
    if not left:
        return _which(turn, name) if word is Shortcut.NONE_ARISEN else None
    open_ones = [code for code in left if code not in turn.part.sheet.figures]
    return ask_about(request, dict.fromkeys(open_ones or left, say(_TYPED[word])), turn)


def _name_and_word(text: str) -> tuple[str, Shortcut | None]:
    """ "tuyển dụng kps" -> "tuyển dụng" and the short answer with which it ends; or begins,
    where it is "kps"."""
    small = (folded("sentence", "polite") | folded("around_answer", "behind")) - {_THERE_IS}
    plain = without_rim(text.replace(":", " "), folded("around_answer", "before"), small)
    said = (plain if word_for_all(plain.lower()) else without_end(plain, _none_at_all())).split()
    for size in range(1, len(said)):
        front, behind = " ".join(said[:size]), " ".join(said[size:])
        asks = behind == said[-1] and fold(behind) == _NOT_YET
        found = None if asks else word_for_all(behind.lower())
        if found and size <= WORDS_AT_MOST:
            return front, found.meaning
        if (found := word_for_all(front.lower())) and found.meaning is Shortcut.NONE_ARISEN:
            return behind, found.meaning
    return "", None


def _none_at_all() -> frozenset[str]:
    """Behind "không có": of no meaning."""
    return folded("one_word", "at_all")


def _words(name: str) -> frozenset[str]:
    known = equals()
    return frozenset(word for base in bases(name) for word in known.get(base, base).split())


def _telling(words: frozenset[str]) -> frozenset[str]:
    """The words of a name without those that tell no part: "phần tuyển dụng thì"."""
    small = folded("told", "beside") | folded("sentence", "polite") | folded("block", "lead")
    return words - small - folded("as_before", "beside")


def _parts_called(turn: ReportTurn, name: str, said: frozenset[str]) -> dict[Block, Codes]:
    """The blocks of the person that are called so, or of which lines are; of a section all."""
    form = turn.part.sheet.form
    blocks = [block for block in turn.part.blocks if not form.is_written(block)]
    if section := _section(turn, name):
        return {block: block.codes for block in blocks if block.id.startswith(f"{section}.")}
    if not said:
        return {}
    if titled := [block for block in blocks if said <= frozenset(bases(block.title))]:
        return {block: _of_block(turn, block, said) for block in titled}
    lines = {block: _lines_called(turn, block.codes, said) for block in blocks}
    return {block: codes for block, codes in lines.items() if codes}


def _of_block(turn: ReportTurn, block: Block, said: frozenset[str]) -> Codes:
    """All of it where its title begins so; of "hồ sơ và phản ánh, kiến nghị" the lines that are
    called so, where some are."""
    first = frozenset(bases(block.title)[: len(said)])
    lines = () if first == said else _lines_called(turn, block.codes, said)
    return lines or block.codes


def _section(turn: ReportTurn, name: str) -> str:
    """ "V", "mục V": the section of that number; empty for any other name."""
    said = without_rim(name, folded("block", "lead"), ()).strip().upper()
    known = {block.id.partition(".")[0] for block in turn.part.blocks}
    return said if said in known else ""


def _lines_called(turn: ReportTurn, codes: Iterable[str], said: frozenset[str]) -> Codes:
    line = turn.part.sheet.indicator
    return tuple(code for code in codes if said <= called(line(code)))


def _without(turn: ReportTurn, codes: Sequence[str], but: str) -> Codes:
    """Those that are not left out; none of all where what is left out is not found."""
    if not but:
        return tuple(codes)
    said, form = _words(but), turn.part.sheet.form
    out = {code for code in codes if said <= frozenset(bases(form.block_of[code].title))}
    out = out or set(_lines_called(turn, codes, said))
    return tuple(code for code in codes if code not in out) if said and out else ()


def _which(turn: ReportTurn, name: str, found: Sequence[Block] = ()) -> Reply:
    """Of which block it is said, by its number."""
    last = (found or turn.part.open_blocks or turn.part.blocks)[-1]
    example = f"{last.id} {say('short.none_arisen')}"
    if not found:
        return Reply(say("talk.part_unknown", said=name, example=example))
    blocks = ", ".join(block.id for block in found)
    return Reply(say("talk.which_part", said=name, blocks=blocks, example=example))
