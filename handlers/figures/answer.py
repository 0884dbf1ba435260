"""Figures as a quick reply: read against the awaited block, written, said back, the next asked.

bot  > Mục I.4 – Nhiệm vụ được giao (4 số) ...
lan  < 14 14 0 0
bot  > Đã ghi 4 số: ... / Tiếp theo: mục I.5 ...
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.reading.amounts import amounts_said
from domain.reading.answers import read_answer
from domain.reading.awaited import Answer, Awaited, Entry, Stop
from domain.reading.by_place import for_the_rest
from domain.reading.codes import without_name
from domain.reading.readings import Reading, Reason, Treatment, doubted
from domain.reading.rows import is_amount
from domain.reading.shortcuts import Shortcut, behind_no, meant_for_all, shortcut, word_for_all
from domain.reading.spoken import NUMBER_WORDS, is_spoken_row
from domain.report.conditions import shut
from domain.report.figures import Figure, State
from domain.talk.conversation import Asked, Conversation, step
from domain.talk.held import Held
from domain.talk.mentions import codes_typed
from domain.talk.messages import Choice, Reply
from domain.words import fold, words
from handlers.figures.ask_block import open_in
from handlers.figures.explain import explain
from handlers.figures.questions import (
    CONFIRM,
    GIVE,
    REST,
    ask_figures,
    ask_which_block,
    ask_which_line,
    asked_besides,
    given_last,
    held_by,
    rejoined,
    supersede,
)
from handlers.figures.record import (
    ask_about_rules,
    in_asking_order,
    is_it_true,
    judge,
    onward,
    past_question,
    record,
    said_back,
    write,
)
from handlers.figures.report_turn import Edited, ReportTurn
from handlers.figures.said_again import said_again
from handlers.figures.small_talk import small_talk
from handlers.figures.typed_rates import take_typed_rates
from handlers.question import note_unread
from handlers.report.counted import fits_in
from handlers.report.parts import part_of
from handlers.wording.readings import phrase_answer, phrase_trouble
from handlers.wording.say import Asking, say
from storage.catalogue.words import folded
from storage.reports.rounds import obligation


def answer(turn: ReportTurn) -> Reply:
    """Read the text against what is awaited and do what it says."""
    awaited = awaited_by(turn)
    read = _without_unedited(turn, _read(turn, awaited))
    read = all_asked(read) if turn.guessed else read
    if read.explain is not None:
        return explain(turn.part.sheet, awaited.block, read.explain)
    if asked := _for_which_block(turn, read) or _past_what_is_held(turn, read):
        return asked
    if _no_figures_at_all(read) and (reply := small_talk(turn)):
        return reply
    again = said_again(turn, _clear(read)) or _line_of_left(turn, awaited)
    again = again or _unread_over(turn, read, awaited)
    return again or _one_of_few(turn, read, awaited) or take(turn, read, awaited)


def _one_of_few(turn: ReportTurn, read: Answer, awaited: Awaited) -> Reply | None:
    """One figure alone where two or three are open: kept, and asked of which line it is."""
    said, block = turn.incoming.text.strip(" ."), awaited.block
    said = behind_no(said.lower()) or said
    few = read.trouble is not None and read.trouble.reason is Stop.TOO_FEW
    if not few or block is None or not is_one_figure(said):
        return None
    codes = open_in(block, awaited.current) or block.codes
    return ask_which_line(turn, said, codes) if len(codes) <= ASKED_OF_AT_MOST else None


def _line_of_left(turn: ReportTurn, awaited: Awaited) -> Reply | None:
    """The line alone, "4.3", of the number that was left out of what waits for a yes: it is asked
    together with that."""
    question = asked_besides(turn)
    held = held_by(question)
    if len(held.left) != 1 or held.report != turn.part.sheet.obligation.id:
        return None
    alone = read_answer(without_name(turn.incoming.text.strip(" .").lower()), awaited).trouble
    if alone is None or alone.reason is not Stop.CODE_ALONE:
        return None
    code, number = alone.codes[0], held.left[0].replace(".", ",")
    told = read_answer(f"{code} = {number}", awaited)
    if told.trouble or code in held.codes:
        return None
    beside = [_likely(figure) for figure in held.figures]
    likely = [replace(e, reading=doubted(e.reading, Reason.SEPARATED)) for e in told.entries]
    return take(turn, Answer((*beside, *likely)), awaited)


def _unread_over(turn: ReportTurn, read: Answer, awaited: Awaited) -> Reply | None:
    """Nothing of it is read while figures wait for a yes: these wait on, unless one of them is told
    anew by its code."""
    question = asked_besides(turn)
    waits = question is not None and question.about == CONFIRM
    if not waits or not read.entries or any(entry.reading.sure for entry in read.entries):
        return None
    held = set(held_by(question).codes)
    if held.isdisjoint(entry.code for entry in read.entries):
        return None
    typed = set(codes_typed(turn.incoming.text))
    if any({code, turn.part.sheet.indicator(code).printed} & typed for code in held):
        return None
    told = phrase_answer(replace(read, trouble=None), awaited)
    return Reply("\n\n".join([told, *_trouble(read, awaited)]))


def is_one_figure(said: str) -> bool:
    """A number alone, or one amount: "17.465", "17 tỷ 465", "hai tỷ"."""
    if _ONE_NUMBER.fullmatch(said) or is_amount(said.lower(), several=True):
        return True
    return is_amount(said.lower()) and any(amounts_said(said))


def _for_which_block(turn: ReportTurn, read: Answer) -> Reply | None:
    """A row, or one word for a block, while a question about figures is open and another block was
    shown since: of which of the two is it? Figures that tell their lines are never asked about."""
    shown = turn.conversation.besides
    if shown is None or turn.edited:
        return None
    report = obligation(turn.work.session, shown.obligation_id)
    part = part_of(turn.work, turn.person, report) if report else None
    if part is None or shown.block_id not in part.sheet.form.blocks_by_id:
        return None
    there = replace(turn, part=part, conversation=step(turn.conversation, shown))
    other = _read(there, awaited_by(there))
    if not read.entries:
        fits = other.trouble is None and other.entries
        return answer(there) if fits else None
    same = part.sheet.obligation.id == turn.part.sheet.obligation.id
    if same and {entry.code for entry in read.entries} == {entry.code for entry in other.entries}:
        return None
    return ask_which_block(turn, part)


def _past_what_is_held(turn: ReportTurn, read: Answer) -> Reply | None:
    """A row that is none of the figures that are asked about and fits the block that waits behind
    them: is it for that one? After the second text that fits nowhere the question is left for
    later."""
    question = asked_besides(turn)
    if question is None or turn.edited or not _misfits(read):
        return None
    there = onward(turn, held_by(question))
    if there is not None and _fits(there):
        return answer(replace(there, guessed=True))
    if turn.conversation.besides is None and (past := past_question(turn, question)):
        # what was no answer to it may be one for the block, once it does not stand in between
        return answer(replace(there, guessed=True)) if there and _fits(there) else past
    note_unread(turn, question)
    return None


def _fits(turn: ReportTurn) -> bool:
    """All of it is surely read for the block that waits."""
    read = _read(turn, awaited_by(turn))
    sure = bool(read.entries) and all(entry.reading.sure for entry in read.entries)
    return sure and read.trouble is None


def _misfits(read: Answer) -> bool:
    """Nothing in it is surely a figure of what is asked, nor names another one."""
    if read.trouble is not None and read.trouble.reason not in _NOT_READ | _IN_A_BLOCK:
        return False
    return read.explain is None and not any(entry.reading.sure for entry in read.entries)


def passes_by(turn: ReportTurn) -> bool:
    """A sentence while one figure alone is asked that does not tell it: it has no number, or
    several, or is about something else."""
    awaited, text = awaited_by(turn), fold(turn.incoming.text)
    narrowed = _narrowed(awaited, held_by(asked_besides(turn))) or awaited
    said = re.findall(r"[a-z]+", text)
    if narrowed.block is None or len(narrowed.block.codes) != 1 or len(said) < WORDS_OF_A_SENTENCE:
        return False
    read, code = _read(turn, awaited), narrowed.block.codes[0]
    if read.explain is not None or any(e.code != code or e.reading.sure for e in read.entries):
        return False
    if read.trouble is not None and read.trouble.reason not in _NOT_READ:
        return False
    line = turn.part.sheet.indicator(code)
    small = folded("told", "beside") | folded("sentence", "polite") | NUMBER_WORDS
    strange = set(said) - small - set(fold(f"{line.label} {line.short} {line.unit}").split())
    return len(_ONE_NUMBER.findall(text)) != 1 or len(strange) > 1


def holds_nothing(turn: ReportTurn) -> bool:
    """True for a text of words in which nothing was read: it was not meant as figures."""
    text = turn.incoming.text
    if any(char.isdigit() for char in text) or is_one_figure(text.strip(" .")):
        return False
    if is_spoken_row(text):
        return False
    read = _read(turn, awaited_by(turn))
    if read.trouble is not None and read.trouble.reason is Stop.NOTHING_AWAITED:
        return shortcut(words(turn.incoming.text.lower())) is None  # "kps" is for a block
    return read.explain is None and (_no_figures_at_all(read) or _only_some(read))


def _only_some(read: Answer) -> bool:
    """ "nãy chị nói mấy phiếu khảo sát" while one figure is asked: no figure, however unclear."""
    alone = read.trouble is None and bool(read.entries)
    return alone and all(entry.reading.reason is Reason.APPROXIMATE for entry in read.entries)


def _no_figures_at_all(read: Answer) -> bool:
    """Nothing in it was understood: perhaps it was not meant as an answer."""
    if read.trouble is not None and read.trouble.reason not in _NOT_READ:
        return False
    return all(entry.reading.reason in _NOT_UNDERSTOOD for entry in read.entries)


WORDS_OF_A_SENTENCE = 4
_ONE_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")  # a rate alone is held against its counts
ASKED_OF_AT_MOST = 3
_NOT_READ = {Stop.NO_FIGURES, Stop.UNREADABLE, Stop.TOO_FEW, Stop.TOO_MANY}
_NOT_UNDERSTOOD = {
    Reason.NO_FIGURE,
    Reason.OPTION_UNKNOWN,
    Reason.SEVERAL,
    Reason.AMID_WORDS,
    Reason.UNCERTAIN,
}


def _clear(read: Answer) -> tuple[Figure, ...]:
    """The figures of an answer in which nothing is doubtful; none of any other."""
    if read.trouble or any(entry.reading.action is not Treatment.ACCEPT for entry in read.entries):
        return ()
    if any(entry.estimated for entry in read.entries):
        return ()  # the same figure, called an estimate, is something new
    return tuple(figure_of(entry) for entry in read.entries)


def awaited_by(turn: ReportTurn) -> Awaited:
    """What the conversation waits for, and what else this person may give."""
    part, sheet = turn.part, turn.part.sheet
    block = turn.block
    again = turn.edited.blocks if turn.edited else ()
    sooner = {each.id for each in (block, *again) if each}
    later = [other for other in part.open_blocks if other.id not in sooner]
    return Awaited(
        form=sheet.form,
        block=None if block and sheet.form.is_written(block) else block,
        later=tuple(
            each
            for each in (*again, *in_asking_order(part, later, block))
            if not sheet.form.is_written(each)
        ),
        owned=part.codes,
        previous=sheet.previous,
        current=sheet.figures,
        given_last=given_last(turn),
        fits=fits_in,
    )


def _read(turn: ReportTurn, awaited: Awaited) -> Answer:
    """An answer is for the figures that were asked about, or for those of the block that are
    open; a whole row of the block is taken as well."""
    narrowed = _narrowed(awaited, held_by(asked_besides(turn)))
    if narrowed is None or for_the_rest(turn.incoming.text.lower()):  # "còn lại": all that is left
        return read_answer(turn.incoming.text, awaited)
    read = read_answer(turn.incoming.text, narrowed)
    if read.trouble is None and read.action in (Treatment.ACCEPT, Treatment.CONFIRM):
        return read
    whole = read_answer(turn.incoming.text, awaited)
    fits = whole.entries and all(entry.reading.sure for entry in whole.entries)
    if whole.trouble is not None or not fits:
        return read
    over = turn.edited is None and _replaces(turn, whole)
    return all_asked(whole) if over else whole


def _replaces(turn: ReportTurn, read: Answer) -> bool:
    """A whole row where only a part of the block was open: other figures than those that stand."""
    figures = turn.part.sheet.figures
    return any(
        (old := figures.get(entry.code)) is not None
        and (old.state, old.value) != (entry.reading.state, entry.reading.figure_value)
        for entry in read.entries
        if not entry.correction
    )


def _without_unedited(turn: ReportTurn, read: Answer) -> Answer:
    """Without the figures that an edit leaves as they were, where another message has corrected
    them since."""
    if turn.edited is None:
        return read
    kept = tuple(entry for entry in read.entries if not _stale(turn, turn.edited, entry))
    return replace(read, entries=kept)


def _stale(turn: ReportTurn, edited: Edited, entry: Entry) -> bool:
    before = edited.figures.get(entry.code)
    if before is None or not entry.reading.sure or before == turn.part.sheet.figure(entry.code):
        return False
    return figure_of(entry) == before


def _narrowed(awaited: Awaited, held: Held) -> Awaited | None:
    block = awaited.block
    if block is None:
        return None
    codes = tuple(code for code in block.codes if code in held.codes)
    codes = codes or open_in(block, awaited.current)
    if codes == block.codes:
        return None
    later = () if held.codes else awaited.later
    return replace(awaited, block=replace(block, codes=codes), later=later)


def take(turn: ReportTurn, read: Answer, awaited: Awaited, left: tuple[str, ...] = ()) -> Reply:
    """Write what is sure; hold what is not, and ask about it: one question at a time, those about
    likely readings after what broke a check or was not understood. `left`: numbers said besides,
    remembered with the question until their line is told."""
    read = _with_held(turn, read)
    entries = [entry for entry in read.entries if entry.reading.reason != "typed_rate"]
    clear = [figure_of(entry) for entry in entries if entry.reading.action is Treatment.ACCEPT]
    rates, said = take_typed_rates(turn.part.sheet, read.entries, clear)
    one_of_all = _one_block_of_all(turn, entries)
    sure = [*rates, *clear]
    needless = shut(awaited.form, awaited.current, sure)
    doubtful = [
        entry
        for entry in entries
        if entry.reading.action is not Treatment.ACCEPT
        and not (entry.code in needless and _says_nothing(entry))
    ]
    if read.trouble is None and not doubtful:
        return record(turn, sure, [*said, *one_of_all[:1]])
    supersede(turn, [entry.code for entry in entries])
    judged = judge(turn, sure)
    changes = write(turn, judged.good)
    turn = turn.moved(_at_trouble(turn, read, awaited))
    told = said_back(turn, changes)
    likely = [e for e in doubtful if e.reading.action is Treatment.CONFIRM]
    unclear = [e for e in doubtful if e.reading.action is not Treatment.CONFIRM]
    told += [*said, *_trouble(read, awaited)]
    asked = None
    if likely or judged.unusual:
        told += one_of_all[:1]
        more = one_of_all[1:]
        asked = _ask_likely(turn, read, awaited, likely, judged.unusual, told, more, left)
    if unclear:
        asked = _ask_again(turn, read, awaited, unclear, told)
    if judged.broken:
        asked = ask_about_rules(turn, judged.broken, judged.held, (), told)
    return asked or Reply("\n\n".join(told))


def _says_nothing(entry: Entry) -> bool:
    """ "chưa" or 0 of what needs no answer: with no survey nobody is asked how it was held."""
    return entry.reading.sure and (entry.reading.state is State.MISSING or entry.reading.value == 0)


def all_asked(read: Answer) -> Answer:
    """Each figure to be confirmed, however clear it is by itself."""
    entries = tuple(
        replace(entry, reading=_asked(entry.reading))
        if entry.reading.action is Treatment.ACCEPT
        else entry
        for entry in read.entries
    )
    return replace(read, entries=entries)


def _asked(reading: Reading) -> Reading:
    reason = Reason.NOT_YET if reading.reason is Reason.SKIPPED else reading.reason
    return replace(reading, action=Treatment.CONFIRM, reason=reason)


def _with_held(turn: ReportTurn, read: Answer) -> Answer:
    """A likely figure in the place of one that a broken check holds: the rest of what is held is
    asked with it, so that nothing of the row is lost."""
    asked = [entry for entry in read.entries if entry.reading.action is Treatment.CONFIRM]
    if read.trouble or not asked or not all(entry.reading.sure for entry in read.entries):
        return read
    given = {entry.code: entry for entry in read.entries}
    figures = [figure_of(entry) for entry in asked]
    beside = [figure for figure in rejoined(turn, figures) if figure.code not in given]
    held = {figure.code: _likely(figure) for figure in beside}
    order = turn.part.sheet.form.asked()
    entries = sorted((given | held).values(), key=lambda e: order.index(e.code)) if held else ()
    return replace(read, entries=tuple(entries)) if held else read


def _likely(figure: Figure) -> Entry:
    """What is held, as it is asked once more."""
    reading = Reading(Treatment.CONFIRM, Reason.SEPARATED, figure.state, figure.value)
    return Entry(figure.code, reading, estimated=figure.estimated)


def _one_block_of_all(turn: ReportTurn, entries: Sequence[Entry]) -> tuple[str, ...]:
    """ "như kỳ trước hết" is read for one block: that, and what says the same of all the others;
    nothing where it names no more than there is."""
    line = turn.incoming.text.strip().lower()
    if not meant_for_all(line):
        return ()
    blocks = {turn.part.sheet.form.block_of[entry.code].id for entry in entries}
    left = [block for block in turn.part.open_blocks if block.id not in blocks]
    if len(blocks) != 1 or not left:
        return ()
    found = word_for_all(line)
    short = _SHORT.get(found.meaning) if found else None
    if short is None:
        return ()
    word = say("answer.all_the_rest", word=say(short))
    return say("answer.one_block", block=blocks.pop(), left=len(left), words=word), word


_SHORT = {
    Shortcut.NONE_ARISEN: "short.none_arisen",
    Shortcut.NOTHING: "short.none_arisen",
    Shortcut.AS_BEFORE: "short.as_before",
    Shortcut.NOT_YET: "short.no_data",
    Shortcut.SKIP: "short.no_data",
}


def _trouble(read: Answer, awaited: Awaited) -> list[str]:
    """Why the rest was not read; told, while the question is about what was."""
    return [phrase_trouble(read.trouble, awaited.form)] if read.trouble else []


def _ask_likely(
    turn: ReportTurn,
    read: Answer,
    awaited: Awaited,
    likely: list[Entry],
    unusual: tuple[Figure, ...],
    told: list[str],
    rest: Sequence[str],
    left: tuple[str, ...],
) -> Reply:
    """One yes for all that is likely, and for what is of another size than before; `rest`: what
    says the same of all other blocks, as a tap."""
    figures = (*(figure_of(entry) for entry in likely), *unusual)
    only = replace(read, entries=tuple(likely), trouble=None)
    words = [phrase_answer(only, awaited)] if likely else []
    words += [is_it_true(turn, unusual)] if unusual else []
    held = Held(figures=figures, codes=tuple(figure.code for figure in figures), left=left)
    taps = tuple(Choice(word, REST) for word in rest)
    return ask_figures(turn, CONFIRM, held, Asking("\n\n".join(words)).behind(*told), taps)


def _ask_again(
    turn: ReportTurn, read: Answer, awaited: Awaited, unclear: list[Entry], told: list[str]
) -> Reply:
    """What has two readings or none is to be given again."""
    only = replace(read, entries=tuple(unclear), trouble=None)
    held = Held(codes=tuple(entry.code for entry in unclear))
    return ask_figures(turn, GIVE, held, Asking(phrase_answer(only, awaited)).behind(*told))


def figure_of(entry: Entry) -> Figure:
    """The figure that a reading stands for."""
    reading = entry.reading
    assert reading.state is not None  # only accepted and likely readings come here
    return Figure(entry.code, reading.state, reading.figure_value, estimated=entry.estimated)


_IN_A_BLOCK = {
    Stop.TOO_FEW,
    Stop.TOO_MANY,
    Stop.UNREADABLE,
    Stop.TWO_LAYOUTS,
    Stop.BARE_NO,
    Stop.ABOUT,
    Stop.DATE_OR_FRACTION,
    Stop.WHICH_RATE,
    Stop.CODE_OR_NUMBER,
}
"""The row of a block is to be given again. Where only a code was not clear, the block that was
asked is the one that the next row is for."""


def _at_trouble(turn: ReportTurn, read: Answer, awaited: Awaited) -> Conversation:
    """Wait for the block in which the reading stopped, not for the ones before it."""
    of_a_block = read.trouble is not None and read.trouble.reason in _IN_A_BLOCK
    codes = read.trouble.codes if read.trouble and of_a_block else ()
    unsure = (e.code for e in read.entries if e.reading.action is not Treatment.ACCEPT)
    block_of = turn.part.sheet.form.block_of
    block = next((block_of[code] for code in (*codes, *unsure) if code in block_of), awaited.block)
    if block is None:
        return turn.conversation
    return step(turn.conversation, Asked(turn.part.sheet.obligation.id, block.id))
