"""Of which lines one word is said, "chưa có", "để trống", "không phát sinh": of those that the
sentence names, and of all that is asked only where it names none.

hoa  < thôi 2.3 để trống
bot  > 2.3 tự bảo đảm chi thường xuyên: hiểu là chưa có số liệu, đúng không?
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from domain.reading.clauses import clauses
from domain.report.forms import Block
from handlers.figures.ask_block import open_in
from handlers.figures.report_turn import ReportTurn
from handlers.talk.give_figures import turn_of
from handlers.talk.go_on import block_named
from handlers.talk.intent import Request
from handlers.talk.learnt import bases
from storage.catalogue.words import equals, folded

Pairs = frozenset[tuple[str, str]]
_THERE_IS = "co"


def lines_of_one_word(request: Request) -> tuple[str, ...]:
    """The codes that one word is said of; none where nothing is asked, where lines of several other
    blocks are named, and where the word is taken back in the same sentence."""
    turn = turn_of(request)
    if turn is None or _taken_back(request):
        return ()
    if typed := tuple(code for code in request.said.codes if code in turn.part.codes):
        return typed
    named = block_named(turn.part, request.said.text)
    block = named or turn.part.sheet.form.blocks_by_id.get(turn.conversation.block_id or "")
    if block is None:
        return ()
    asked = open_in(block, turn.part.sheet.figures) or block.codes
    return asked if named else _told(request, turn, block, asked)


def _told(
    request: Request, turn: ReportTurn, block: Block, asked: tuple[str, ...]
) -> tuple[str, ...]:
    """Those of the block, or the one elsewhere, whose words the sentence has two by two."""
    labels = {code: _pairs_of(turn, code) for code in turn.part.codes}
    said = _pairs(_words(request))
    here = frozenset().union(*(labels.get(code, frozenset()) for code in block.codes))
    if told := said & here:
        return tuple(code for code in asked if told <= labels.get(code, frozenset())) or asked
    told = (said - _pairs(bases(block.title))) & frozenset().union(*labels.values())
    if not told:
        return asked
    found = tuple(code for code, pairs in labels.items() if told <= pairs)
    return found if len(found) == 1 else ()


def _taken_back(request: Request) -> bool:
    """ "chưa có, à có rồi": the last word counts, and it is another one."""
    *before, last = clauses(request.said.tokens) or [()]
    words = {token.base for token in last}
    return bool(before) and _THERE_IS in words and words.isdisjoint(folded("sentence", "not"))


def _words(request: Request) -> tuple[str, ...]:
    known = equals()
    found = (token for token in request.said.tokens if token.is_word)
    return tuple(word for token in found for word in known.get(token.base, token.base).split())


def _pairs_of(turn: ReportTurn, code: str) -> Pairs:
    line = turn.part.sheet.indicator(code)
    return _pairs(bases(line.label)) | _pairs(bases(line.short))


def _pairs(words: Iterable[str]) -> Pairs:
    """Words that follow each other and tell a line, without the small ones: "vốn được giao"."""
    small = folded("told", "beside") | folded("told", "no_line") | folded("sentence", "not")
    return frozenset(pairwise(word for word in words if word not in small))
