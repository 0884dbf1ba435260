"""Figures told by the words of their lines: of what is asked, of what was given last, of the rest.

lan  < 3 hộ ngập
bot  > 1 số hộ ngập: hiểu là 3, đúng không?
lan  < à nhầm, 4 hộ thôi
bot  > 1 số hộ ngập: đang ghi 3; hiểu là 4, đúng không?
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from domain.reading.clauses import asks_whether, clauses
from domain.reading.line_by_line import Around, OfLine, is_mended, of_lines
from domain.reading.tokens import Token
from domain.report.figures import Figure, State
from domain.report.forms import Indicator, Kind
from domain.talk.conversation import Chosen, step
from domain.talk.mentions import codes_typed
from domain.talk.messages import Reply
from domain.talk.question import Question
from handlers.figures.ask_block import open_in
from handlers.figures.questions import (
    CONFIRM,
    ask_which_line,
    asked_besides,
    given_last,
    held_by,
    held_codes,
    stands_now,
)
from handlers.figures.report_turn import ReportTurn
from handlers.report.counted import counting, fits, is_untold, told_of
from handlers.report.parts import finished_parts, part_of, parts
from handlers.talk.commands import command_in
from handlers.talk.give_figures import bare, headed_turn, reads_plainly, turn_of
from handlers.talk.intent import Request
from handlers.talk.learnt import bases, called
from handlers.talk.wishes.reports import ask_about, by_how_much, meant, not_taken
from handlers.wording.say import say
from handlers.wording.understood import places, read_acts
from storage.catalogue.words import folded, of_words
from storage.reports.figures import CLOSED
from storage.reports.rounds import obligation

Place = tuple[ReportTurn, tuple[str, ...]]
"""A report, and the lines of it that may be meant."""

WORDS_AT_MOST = 8  # of an option and its line
_OPTION = "co"  # "có" is a figure where there is a choice among the lines


def told(request: Request) -> Reply | None:
    """The figures of a text that is made of nothing but them and words of their lines: written
    where they are numbers for lines that are asked and open, otherwise shown and asked; None for
    any other text."""
    said = request.said
    coded = "{code}" in said.masked.split()
    if request.incoming.choice or coded or _of_a_task(request):
        return None
    mended = _is_mended(request) and not codes_typed(said.text)
    turn = turn_of(request)
    number = turn is None and any(map(str.isdigit, said.text))  # of whoever fills nothing
    headed = headed_turn(request) if mended or number else None
    first = turn or headed
    if first is None or reads_plainly(bare(request)):
        return None
    reply = told_in(request, first)
    return told_in(request, headed) if reply is None and turn and headed else reply


def told_in(
    request: Request, turn: ReportTurn, without: Collection[str] = frozenset()
) -> Reply | None:
    """The same of this part of a report; `without`: words that name no line."""
    said, mended = request.said, _is_mended(request)
    found = _without_this_period(meant(t for t in said.counted if t.base not in without))
    if not found or by_how_much(request) or _asks_whether(request):
        return None  # "bớt 1 vụ": no figure by itself
    plain = command_in(said.text) is None and not request.understood.sure  # "hoàn tác"
    if plain and (option := _option_told(turn, found)):
        return ask_about(request, option, turn if turn.part.as_head else None)
    asked = frozenset(said.values.by_code)
    for place, codes in _places(turn, mended=mended):
        if asked and not mended and asked.isdisjoint(codes):
            continue  # "tổng" is that of the lines that are asked
        readings = (_read(place, codes, found, of) for of in (_short_words, _words))
        short, every = (_that_take_it(place, read) for read in readings)
        read = short if _one_each(short) else every
        if len(read) < max(1, len(said.values.by_code)):
            continue
        if strange := _counts_else(request, place, read):
            elsewhere = _counted_elsewhere(request, place, strange)
            return None if elsewhere else Reply(not_taken(request, place, strange, codes))
        if _one_each(read):
            open_ones = place == turn and not (mended or said.values.by_code) and _one_each(every)
            return _take(request, place, read, at_once=open_ones and not turn.part.as_head)
        number = place == turn and len(read) == 1 and isinstance(read[0].value, Decimal)
        other = [each for each in read if not _stands(place, each)] if mended else read
        if (mended or number) and len(other) == 1:
            return ask_which_line(place, _typed(other[0].value), other[0].lines)
    return None


def _stands(turn: ReportTurn, told: OfLine) -> bool:
    """Its one line has that figure already."""
    return len(told.lines) == 1 and stands_now(turn, told.lines[0]) == told.value


def _is_mended(request: Request) -> bool:
    """Something was wrong, or shall be another figure."""
    changed = bool(places("change", "figure", request.said.text))
    return changed or is_mended(meant(request.said.counted), _around())


def _that_take_it(turn: ReportTurn, read: Sequence[OfLine]) -> tuple[OfLine, ...]:
    """Each without the lines of which it can be no figure: 210 is none of "phát phiếu = 1"."""
    return tuple(
        replace(each, lines=able)
        if (able := tuple(c for c in each.lines if _takes(turn.part.sheet.indicator(c), each)))
        else each
        for each in read
    )


def _takes(line: Indicator, told: OfLine) -> bool:
    number = isinstance(told.value, Decimal)
    return not (number and line.options) or told.value in {o.number for o in line.options}


def _asks_whether(request: Request) -> bool:
    """ "cái này có phải ghi không" tells of no line that there is nothing."""
    small = (folded("sentence", "polite") | folded("around_answer", "behind")) - {_OPTION}
    said = [token.base for token in request.said.tokens if token.base[:1].isalnum()]
    while said and said[-1] in small:
        said.pop()
    return asks_whether(said)


def _counts_else(request: Request, turn: ReportTurn, read: Sequence[OfLine]) -> Sequence[Decimal]:
    """The numbers of the text that are of another kind than their lines: "tiếp nhận 381 hồ sơ" is
    none of the petitions that have come in."""
    about, sheet = told_of(request.said.tokens), turn.part.sheet
    return [
        each.value
        for each in read
        if isinstance(each.value, Decimal)
        and not any(fits(sheet.indicator(code), about.get(each.value)) for code in each.lines)
    ]


def _counted_elsewhere(request: Request, turn: ReportTurn, numbers: Sequence[Decimal]) -> bool:
    """Some other line of the report counts one of these: `told.counted` says which."""
    lines, about = turn.part.sheet.form.indicators.values(), told_of(request.said.tokens)
    return any(counting(lines, about[number]) for number in numbers if number in about)


def _option_told(turn: ReportTurn, found: Sequence[Token]) -> Mapping[str, str]:
    """The choice that the words of one of its options make, "phát tay", with those of its line
    where that is only a yes or a no, "có đối thoại"; of the lines that are asked, else of their
    block, a yes or a no also of another one, and nothing where several may be meant."""
    block = turn.block
    every = _own(turn, block.codes) if block else ()
    asked = tuple(code for code in every if code not in turn.part.sheet.figures)
    yes_or_no = _own(turn, [code for code in turn.part.codes if _is_yes_or_no(turn, code)])
    said = _told_apart(found)
    for codes in (asked, every, yes_or_no):
        lines = [turn.part.sheet.indicator(code) for code in codes]
        options = [line for line in lines if line.kind is Kind.ENUM]
        told = [_told_of(options, each) for each in said]
        merged = {code: value for each in told for code, value in each.items()}
        if all(told) and len(merged) == len(said):
            return merged
    return {}


def _told_apart(found: Sequence[Token]) -> Sequence[Sequence[Token]]:
    """ "không khảo sát, nhưng có đối thoại" is said of two lines."""
    apart = folded("told", "contrast")
    said: list[tuple[Token, ...]] = []
    for clause in clauses(found):
        edges = [at for at, token in enumerate(clause) if at and token.base in apart]
        cuts = pairwise([0, *edges, len(clause)])
        said += [tuple(t for t in clause[a:b] if t.base not in apart) for a, b in cuts]
    return [each for each in said if each]


def _is_yes_or_no(turn: ReportTurn, code: str) -> bool:
    options = turn.part.sheet.indicator(code).options
    either = _denying() | folded("told", "agreeing")
    return bool(options) and all(set(bases(option.words)) <= either for option in options)


def _denying() -> frozenset[str]:
    return folded("told", "denying")


def _told_of(lines: Sequence[Indicator], found: Sequence[Token]) -> Mapping[str, str]:
    wordings = {(line.code, o.number): bases(o.words) for line in lines for o in line.options}
    small = frozenset(_around().beside).difference(*wordings.values())
    said = [token.base for token in found if token.base not in small]
    if any(word[:1].isdigit() for word in said) or not 1 < len(said) <= WORDS_AT_MOST:
        return {}
    names = {line.code: called(line) for line in lines}
    told = [at for at, words in wordings.items() if _is_told(said, names[at[0]], words)]
    exact = [at for at in told if list(wordings[at]) == said]
    meant = exact or told
    return {meant[0][0]: str(meant[0][1])} if len(meant) == 1 else {}


def _is_told(said: Sequence[str], called: Collection[str], option: Sequence[str]) -> bool:
    """Every word is of the option or of its line, and one denies where the other does; of the
    words of an option alone one may be another."""
    words, denying = set(said), _denying()
    if words.isdisjoint(option) or denying.isdisjoint(words) is not denying.isdisjoint(option):
        return False
    either = denying | folded("told", "agreeing")
    if set(option) <= either:
        return words <= {*called, *option, *either} and not words.isdisjoint(called)
    return words <= {*called, *option} or (len(said) == len(option) and len(words - {*option}) < 2)


def _without_this_period(found: Sequence[Token]) -> Sequence[Token]:
    """Without "kỳ này", of which every figure is."""
    said = folded("told", "this_period")
    pairs = [f"{one.base} {other.base}" in said for one, other in pairwise(found)]
    drop = {at for at, meant in enumerate(pairs) if meant}
    return [token for at, token in enumerate(found) if at not in drop and at - 1 not in drop]


def _of_a_task(request: Request) -> bool:
    """ "việc 3 quá hạn", "5 xong rồi"; not "3 hộ ngập"."""
    said, nouns = request.said, folded("sentence", "task_noun")
    named = any(token.base in nouns for token in said.tokens)
    return bool(said.tasks) and (named or bool(read_acts(said.text)))


def _one_each(read: Sequence[OfLine]) -> bool:
    return bool(read) and all(len(each.lines) == 1 for each in read)


def _take(
    request: Request, turn: ReportTurn, read: Sequence[OfLine], *, at_once: bool
) -> Reply | None:
    """Write numbers for lines that nobody has given yet; all else is asked, in one question with
    what the last one holds."""
    values = {each.lines[0]: _typed(each.value) for each in read}
    question, sheet = asked_besides(turn), turn.part.sheet
    if beside := _held_beside(turn, question, values):
        return ask_about(request, beside | values, turn)
    block = turn.block
    asked = set(open_in(block, sheet.figures)) - sheet.figures.keys() if block else set()
    numbers = not any(isinstance(each.value, State) for each in read)
    sure = numbers and not request.said.doubted
    clear = at_once and sure and question is None and set(values) <= asked
    clear = clear and not any(_is_untold(request, turn, each) for each in read)
    return ask_about(request, values, turn, at_once=clear)


def _is_untold(request: Request, turn: ReportTurn, each: OfLine) -> bool:
    """ "đã tiếp nhận 381" where dossiers and petitions are asked: of which is likely, not said."""
    sheet, code = turn.part.sheet, each.lines[0]
    told = told_of(request.said.tokens).get(each.value) if isinstance(each.value, Decimal) else None
    lines = [sheet.indicator(other) for other in sheet.form.block_of[code].codes]
    return is_untold(lines, told, sheet.indicator(code))


def _held_beside(
    turn: ReportTurn, question: Question | None, values: Mapping[str, str]
) -> dict[str, str]:
    """What waits for a yes in the block of these figures: asked together with them."""
    held, form = held_by(question), turn.part.sheet.form
    if question is None or question.about != CONFIRM:
        return {}
    if held.report != turn.part.sheet.obligation.id:
        return {}
    blocks = {form.block_of[code].id for code in (*held.codes, *values) if code in form.block_of}
    return {figure.code: _held(figure) for figure in held.figures} if len(blocks) == 1 else {}


def _places(turn: ReportTurn, *, mended: bool) -> Iterator[Place]:
    """Where the lines are looked for: what a question holds, what is asked now, what was given
    last, all that this person has given, all that is left to give. What was wrong is looked for
    among what was given before."""
    part = turn.part
    block = turn.block
    asked = (turn, open_in(block, part.sheet.figures) if block else ())
    last = _last(turn)
    given = tuple(code for code in part.codes if code in part.sheet.figures)
    order = [(turn, held_codes(turn)), *((last, asked) if mended else (asked, last))]
    order += [(turn, given), (turn, tuple(part.codes))] if mended or not block else [(turn, given)]
    yield from ((place, _own(place, codes)) for place, codes in order if codes)
    if mended:
        yield from _elsewhere(turn)


def _elsewhere(turn: ReportTurn) -> Iterator[Place]:
    """What stands in the person's other reports, those that were completed lately first."""
    work, person, here = turn.work, turn.person, turn.part.sheet.obligation.id
    for part in (*finished_parts(work, person), *parts(work, person)):
        report = part.sheet.obligation
        if report.id == here or report.state in CLOSED:
            continue
        there = replace(turn, part=part, conversation=step(turn.conversation, Chosen(report.id)))
        codes = tuple(code for code in part.codes if code in part.sheet.figures)
        yield there, _own(there, codes)


def _own(turn: ReportTurn, codes: Sequence[str]) -> tuple[str, ...]:
    form = turn.part.sheet.form
    return tuple(
        code
        for code in form.asked()
        if code in codes and code in turn.part.codes and not form.indicators[code].kind.written
    )


def _last(turn: ReportTurn) -> Place:
    """What was given last; of another report, where that one is filled now."""
    taken = turn.conversation.taken
    if taken is None or taken.obligation_id == turn.part.sheet.obligation.id:
        return turn, given_last(turn)
    report = obligation(turn.work.session, taken.obligation_id)
    part = part_of(turn.work, turn.person, report) if report else None
    if report is None or part is None or report.state in CLOSED:
        return turn, ()
    there = replace(turn, part=part, conversation=step(turn.conversation, Chosen(report.id)))
    return there, given_last(there)


def _read(
    turn: ReportTurn,
    codes: Sequence[str],
    found: Sequence[Token],
    words_of: Callable[[Indicator], Sequence[Sequence[str]]],
) -> tuple[OfLine, ...]:
    lines, around = [turn.part.sheet.indicator(code) for code in codes], _around()
    if any(line.kind is Kind.ENUM for line in lines):
        around = replace(around, beside=frozenset(around.beside) - {_OPTION})
    return of_lines(found, {line.code: words_of(line) for line in lines}, around)


def _words(line: Indicator) -> Sequence[Sequence[str]]:
    """All ways in which a line may be called."""
    return [*_short_words(line), bases(line.label)]


def _short_words(line: Indicator) -> Sequence[Sequence[str]]:
    """How the bot calls it."""
    return [bases(line.short), bases(line.unit)]


def _held(figure: Figure) -> str:
    return _typed(figure.value if figure.state is State.VALUE else figure.state)


def _typed(value: Decimal | State | None) -> str:
    """As it would be typed behind the code."""
    words = {State.NONE_ARISEN: "short.none_arisen", State.MISSING: "short.no_data"}
    return say(words[value]) if isinstance(value, State) else f"{value:f}"


@of_words
@cache
def _around() -> Around:
    beside, later, slip = (folded("told", each) for each in ("beside", "later", "slip"))
    return Around(beside, later, slip, folded("one_word", "any"))
