"""Of which lines one word is said, "chưa có", "để trống", "không phát sinh": of those that the
sentence names, and of all that is asked only where it names none.

hoa  < thôi 2.3 để trống
bot  > 2.3 tự bảo đảm chi thường xuyên: hiểu là chưa có số liệu, đúng không?
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from domain.dates.periods import end_together
from domain.reading.clauses import asks_whether, clauses
from domain.reading.codes import asked_under
from domain.reading.numerals_said import number_said
from domain.reading.tokens import Lexicon, Token, tokens
from domain.report.forms import Block
from handlers.figures.ask_block import open_in
from handlers.figures.report_turn import ReportTurn
from handlers.talk.give_figures import turn_of
from handlers.talk.go_on import block_named
from handlers.talk.intent import Request
from handlers.talk.learnt import bases
from handlers.wording.understood import places
from storage.catalogue.words import either_way, equals, folded, single_words

Pairs = frozenset[tuple[str, str]]
_THERE_IS = "co"
_THEN = "thi"
_CHUA = "chua"
_SO = "nen"
_KPS = "kps"
_OF_A_NAME = re.compile(r"[ivx]+|\d+")  # of a period or a heading


def says_none(request: Request) -> bool:
    """Some clause says that nothing arose; "tất cả bao nhiêu việc" does not, nor what asks."""
    return any(_KPS in clause or _places(clause, "none") for clause in _telling(request))


def says_not_yet(request: Request) -> bool:
    """Some clause may say that there are no figures yet: not "nghe chưa", which asks, nor "chưa
    gửi đâu", which is what somebody has not done."""
    told = [c for c in _telling(request) if not _is_not_done(c) and not _counts(c)]
    if _CHUA in request.said.folded.split():
        return any(_CHUA in clause and not _places(clause, "of_people") for clause in told)
    comes = request.said.due or any(_places(clause, "comes") for clause in told)
    return bool(told) and not comes  # "thứ 4 mới có", "hết quý ba mới có số": when it comes


def says_none_so_far(request: Request) -> bool:
    """ "chưa có văn bản nào", "chưa giải ngân đồng nào": none until now; "chưa có số nào" is a
    figure that is not known."""
    return any(map(_is_none_so_far, clauses(request.said.tokens)))


def _is_none_so_far(clause: Sequence[Token]) -> bool:
    said = [token.base for token in clause if token.is_word]
    told = said[said.index(_CHUA) + 1 :] if _CHUA in said else []
    ends = [at for at, word in enumerate(told) if word in folded("one_word", "any")]
    counted = set(told[: ends[0]]) - folded("one_word", "between") if ends else set()
    return bool(counted) and counted.isdisjoint(folded("one_word", "unknown"))


def says_as_before(request: Request, period: str) -> bool:
    """Some clause says nothing but that the figures of the earlier period are taken, "lấy lại số
    quý trước"; not where another source is named with them, nor another period than that one."""
    named, text = request.said.period, request.said.text
    never = re.compile(rf"(?<!\w)(?:{either_way('as_before', 'never')})(?!\w)")
    if never.search(text.lower()) or (named and not end_together(named, period)):
        return False
    if not (named or places("as_before", "when", text) or places("as_before", "same", text)):
        return False
    if places("as_before", "alike", text):
        return True
    turn = turn_of(request)
    place = turn and (request.said.codes or block_named(turn.part, text))
    return any(_takes(clause, named=bool(named or place)) for clause in _telling(request))


def _takes(said: Sequence[str], *, named: bool) -> bool:
    """A clause of such words alone, one of which takes or says that all is the same; `named`: the
    number of a period or a heading may stand among them."""
    same = re.compile(rf"(?<!\w)(?:{either_way('as_before', 'same')})(?!\w)")
    rest = same.sub(" = ", " ".join(said)).split()
    small = folded("sentence", "polite") | folded("around_answer", "behind")
    take = folded("as_before", "take")
    known = take | small | single_words("as_before", "when") | folded("as_before", "beside") | {"="}
    strange = (word for word in rest if word not in known)
    return not (take | {"="}).isdisjoint(rest) and all(
        named and (_OF_A_NAME.fullmatch(word) or number_said([word])) for word in strange
    )


def asks_all(request: Request) -> bool:
    """Every clause asks: "ghi chưa"."""
    return not _telling(request)


def _telling(request: Request) -> list[list[str]]:
    """The words of the clauses that ask nothing, without polite ones at their end."""
    small = folded("sentence", "polite") | folded("around_answer", "behind")
    small -= {_THERE_IS}  # "chưa có" is not said to a "cô"
    found = []
    found_in = request.said.tokens or tokens(request.said.text, Lexicon())
    for clause in clauses(found_in):
        said = [token.base for token in clause if token.base[:1].isalnum()]
        while len(said) > 1 and said[-1] in small:
            said.pop()
        asks = asks_whether(said) or _asks_at_its_end(said) or _places(said, "asks")
        if said and not asks:
            found.append(said)
    return found


def _asks_at_its_end(said: Sequence[str]) -> bool:
    """ "ghi chưa", "vậy đúng chưa"; "bên công an thì chưa" and "em chưa" tell it."""
    rest = [word for word in said[:-1] if word not in folded("sentence", "polite")]
    return said[-1] == _CHUA and bool(rest) and rest[-1] not in folded("one_word", "still")


def counts_some(request: Request) -> bool:
    """Some clause tells of how many tasks something is said: "hai việc chưa xong"."""
    return any(map(_counts, _telling(request)))


def says_number(said: Sequence[str]) -> bool:
    """A number of tens or hundreds in words: "một trăm hai chín"."""
    tens = folded("told", "tens")
    return any(
        not tens.isdisjoint(pair) and number_said(pair) is not None for pair in pairwise(said)
    )


def _counts(said: Sequence[str]) -> bool:
    """ "hai việc chưa xong": how many they are, and not that there are no figures."""
    tasks = folded("counted", "tasks")
    return any(
        number_said([before]) is not None and after in tasks for before, after in pairwise(said)
    )


def _is_not_done(said: Sequence[str]) -> bool:
    at = next((at for at, word in enumerate(said) if word == _CHUA), None)
    if at is None or _places(said, "figures"):
        return False
    front, rest = list(said[:at]), list(said[at + 1 :])
    while rest and rest[0] in folded("one_word", "between"):
        rest.pop(0)
    why = next((at for at, word in enumerate(front) if word == _SO), -1)
    somebody_else = set(front[why + 1 :]) - folded("sentence", "polite")
    return not somebody_else and 0 in places("one_word", "deed", " ".join(rest))


def _places(said: Sequence[str], meaning: str) -> bool:
    return bool(places("one_word", meaning, " ".join(said)))


def lines_of_one_word(request: Request) -> tuple[str, ...]:
    """The codes that one word is said of; none where nothing is asked, where lines of several other
    blocks are named, and where the word is taken back in the same sentence."""
    turn = turn_of(request)
    if turn is None or _taken_back(request) or _says_there_is(request):
        return ()
    if typed := tuple(code for code in request.said.codes if code in turn.part.codes):
        return typed
    under = [asked_under(turn.part.sheet.form, code) for code in request.said.codes]
    if under and turn.part.codes.isdisjoint(chain.from_iterable(under)):  # somebody else's
        return ()
    named = block_named(turn.part, request.said.text)
    block = named or turn.block
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


def _says_there_is(request: Request) -> bool:
    """ "họp trực tuyến thì có mà về thôn chưa được": of one it is said, and of another denied."""
    return (_THEN, _THERE_IS) in pairwise(request.said.folded.replace(",", " ,").split()[:-1])


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
