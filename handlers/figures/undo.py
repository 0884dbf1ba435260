"""Taking back the last answer within ten minutes.

lan  < hoan tac
bot  > Đã hoàn tác 1 số: 4.2: 13 → 14

A question that is open is about the last answer: it is withdrawn first, and what the same message
has written with it. What was taken back can be asked for, and brought back by a yes.

lan  < nãy hoàn tác cái gì vậy, trả lại như cũ
bot  > Đã hoàn tác 1 số: 4.2: 13 → 14 (lúc 08:04). Ghi lại: 4.2: 13 nhiệm vụ?   [đúng] [sai]
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from domain.people.people import Official
from domain.report.figures import Figure
from domain.report.written import undone
from domain.talk.conversation import (
    Asked,
    Conversation,
    TakenBack,
    from_plain,
    step,
    to_plain,
)
from domain.talk.held import Held
from domain.talk.messages import Incoming, Reply
from domain.talk.question import Question
from handlers.figures.ask_block import ask_block
from handlers.figures.echo import echo_undone, figure_words
from handlers.figures.of_others import tell_others, tell_owners
from handlers.figures.questions import REPLACE, ask_figures, held_by
from handlers.figures.report_turn import ReportTurn
from handlers.question import is_last_word, open_question, open_questions
from handlers.report.own_example import own_example
from handlers.report.parts import Part, part_of, part_to_correct, parts
from handlers.report.whole import wholes
from handlers.turn import source_of
from handlers.wording.say import say, say_ask
from handlers.wording.show_moments import show_moment
from handlers.wording.understood import places
from handlers.work import Work
from storage.database.states import ObligationState
from storage.messages import conversations
from storage.messages.questions import end_questions
from storage.reports.figures import (
    LOADED,
    Change,
    HistoryEntry,
    history,
    last_answer,
    last_taken_back,
    take_back,
)
from storage.reports.rounds import obligation, set_obligation_state

WITHIN = timedelta(minutes=10)
TOLD_WITHIN = timedelta(hours=12)  # so long it is told what was taken back
WORDS_AT_MOST = 12  # of a sentence that asks what was taken back
CODES_AT_MOST = 12  # of a question; what a file has brought is told as a whole


def undo(work: Work, person: Official, incoming: Incoming) -> Reply:
    """Withdraw the open question, or give every figure of the person's last message its value of
    before."""
    conversation = from_plain(conversations.load(work.session, incoming.address))
    question, found = open_question(work, incoming.address), last_given(work, person)
    given = found[1] if found else ()
    if question is not None and _is_first(work, incoming, question, given):
        every = _of_the_same(work, incoming, question)
        end_questions(work.session, incoming.address, [each.id for each in every])
        return _withdrawn(work, person, incoming, conversation, every)
    if found is None:
        return Reply(say("undo.nothing", **own_example(work, person).fields))
    part, entries = found
    changes = _take_back(work, person, incoming, part, entries)
    text = echo_undone(part.sheet, changes)
    return _asked_again(work, person, incoming, conversation, part, changes[0].code, [text])


def _is_first(
    work: Work, incoming: Incoming, question: Question, given: Sequence[HistoryEntry]
) -> bool:
    """A question that holds something back, or that was the last word; not a light one that
    stands beside what the same message has written."""
    if not question.light:
        return True
    beside = bool(given) and question.source == given[-1].source
    return not beside and is_last_word(work, incoming.address)


def _of_the_same(work: Work, incoming: Incoming, question: Question) -> tuple[Question, ...]:
    """The question, and others about figures of the same message: it is taken back as a whole."""
    about = held_by(question)
    same = (
        each
        for each in open_questions(work, incoming.address)
        if each.id != question.id and each.source == question.source
        if about.codes and held_by(each).report == about.report
    )
    return (question, *same)


def tell_undone(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """What was taken back last, and the offer to write it again, where it stands as it was left;
    None for words that ask nothing of the kind."""
    text = incoming.text
    if not incoming.typed or len(text.split()) > WORDS_AT_MOST:
        return None  # what is longer says more, and may be part of a report
    if not any(places("undone", meaning, text) for meaning in ("what", "back")):
        return None
    recent, since = part_to_correct(work, person), work.now - TOLD_WITHIN
    found = [
        (part, entries)
        for part in (*parts(work, person), *([recent] if recent else []))
        if (entries := last_taken_back(work.session, part.sheet.obligation.id, person.id, since))
    ]
    newest = max(found, key=lambda each: each[1][-1].id, default=None)
    if newest is None:
        return Reply(say("undo.none_undone", **own_example(work, person).fields))
    part, entries = newest
    changes = [Change(entry.code, entry.old, entry.new) for entry in entries]
    told = say("undo.at", at=show_moment(entries[-1].at), told=echo_undone(part.sheet, changes))
    left = [e.old for e in entries if e.old and part.sheet.figure(e.code) == e.new]
    back = tuple(figure for figure in left if figure.code in part.codes)
    if not back:
        return Reply(f"{told}\n\n{say('undo.changed_since')}")
    lines = "\n".join(say("echo.line", line=figure_words(part.sheet, figure)) for figure in back)
    conversation = from_plain(conversations.load(work.session, incoming.address))
    turn = ReportTurn(work, person, incoming, part, conversation)
    held = Held(figures=back, codes=tuple(figure.code for figure in back))
    return ask_figures(turn, REPLACE, held, say_ask("ask.figures.back", figures=lines).behind(told))


def last_given(
    work: Work, person: Official, within: timedelta = WITHIN
) -> tuple[Part, tuple[HistoryEntry, ...]] | None:
    """The newest answer of the person that still stands, of whatever report."""
    recent = part_to_correct(work, person)
    since = work.now - within
    answers = [
        (part, last_answer(work.session, part.sheet.obligation.id, person.id, since))
        for part in (*parts(work, person), *([recent] if recent else []), *wholes(work, person))
    ]
    standing = [
        (part, entries)
        for part, entries in answers
        if any(_stands(part.sheet.figure(entry.code), entry) for entry in entries)
    ]
    return max(standing, key=lambda answer: answer[1][-1].id, default=None)


def _stands(now: Figure | None, entry: HistoryEntry) -> bool:
    """Nobody has changed it since, or others have only written on."""
    return now == entry.new or undone(now, entry.old, entry.new) is not None


def _take_back(
    work: Work,
    person: Official,
    incoming: Incoming,
    part: Part,
    entries: Sequence[HistoryEntry],
) -> tuple[Change, ...]:
    """A report that lacks figures by this is open again."""
    report = part.sheet.obligation
    source = source_of(incoming)
    changes = take_back(work.session, report.id, entries, person.id, source, work.now)
    turn = ReportTurn(work, person, incoming, part, Conversation())
    back = {entry.code: entry.old for entry in entries}
    whole = [change for change in changes if change.new == back[change.code]]
    tell_others(turn, whole, _givers_before(turn, entries))
    if part.as_head:
        tell_owners(turn, part, changes)
    if report.completed_at and any(change.new is None for change in changes):
        state = ObligationState.OPEN
        set_obligation_state(work.session, report, state, person.id, work.now, "undo")
    return changes


def _givers_before(turn: ReportTurn, entries: Sequence[HistoryEntry]) -> dict[str, Official]:
    """code -> the colleague who had given the figure that stands again."""
    session, report = turn.work.session, turn.part.sheet.obligation.id
    found: dict[str, Official] = {}
    for entry in entries:
        if entry.old is None:
            continue
        before = [e for e in history(session, report, entry.code) if e.id < entry.id]
        if before and before[-1].official_id != turn.person.id and before[-1].source != LOADED:
            found[entry.code] = turn.work.people[before[-1].official_id]
    return found


def _withdrawn(
    work: Work,
    person: Official,
    incoming: Incoming,
    conversation: Conversation,
    questions: Sequence[Question],
) -> Reply:
    """The figures that were asked about stay unwritten; those of the same message go with them."""
    question = questions[0]
    held = held_by(question)
    codes = tuple(dict.fromkeys(code for each in questions for code in held_by(each).codes))
    found = obligation(work.session, held.report)
    part = part_of(work, person, found) if found else None
    if part is None or not 0 < len(codes) <= CODES_AT_MOST:
        plain = to_plain(step(conversation, TakenBack()))
        conversations.save(work.session, incoming.address, plain, work.now)
        return Reply(say("question.dropped", name=question.name))
    names = ", ".join(part.sheet.indicator(code).printed for code in codes)
    said = [say("undo.withdrawn", codes=names)]
    since = work.now - WITHIN
    entries = last_answer(work.session, part.sheet.obligation.id, person.id, since)
    if entries and entries[0].source == question.source:
        changes = _take_back(work, person, incoming, part, entries)
        said += [echo_undone(part.sheet, changes)] if changes else []
    return _asked_again(work, person, incoming, conversation, part, held.codes[0], said)


def _asked_again(
    work: Work,
    person: Official,
    incoming: Incoming,
    conversation: Conversation,
    part: Part,
    code: str,
    said: Sequence[str],
) -> Reply:
    """Say what stands now and ask the block of the code again."""
    now = part_of(work, person, part.sheet.obligation)
    block = part.sheet.form.block_of.get(code)
    if now is None or block is None or code not in now.codes:
        return Reply("\n\n".join(said))
    asked = step(step(conversation, TakenBack()), Asked(now.sheet.obligation.id, block.id))
    conversations.save(work.session, incoming.address, to_plain(asked), work.now)
    return Reply("\n\n".join([*said, ask_block(now.sheet, block)]))
