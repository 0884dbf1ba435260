"""A yes, a no, a reason or a report's name: the answers to the questions about figures.

bot  > Hiểu là 3,5 triệu đồng, đúng không?
hoa  < đúng
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.people.people import Official
from domain.report.forms import Block
from domain.talk.conversation import Asked, from_plain, step
from domain.talk.held import Held
from domain.talk.messages import Incoming, Reply
from domain.talk.yes_no import DROP, NO, YES
from domain.words import without_rim
from handlers.figures.answer import answer, holds_nothing
from handlers.figures.ask_block import ask_block
from handlers.figures.questions import (
    AGAIN,
    GIVE,
    REPLACE,
    REST,
    ask_figures,
    asked_besides,
    changed_meanwhile,
    given_last,
    go_back,
    held_by,
    may_keep,
    usual_reasons,
)
from handlers.figures.record import (
    ask_changed,
    go_on,
    next_block,
    noted_mark,
    noted_tap,
    odd_in,
    record,
    what_waits,
    write,
)
from handlers.figures.report_turn import ReportTurn
from handlers.owed.reason import reason_given
from handlers.question import Answering, ask_again, settle
from handlers.report.parts import part_of
from handlers.report.sheet import Sheet
from handlers.report.whole import whole_report
from handlers.wording.refuse import refuse
from handlers.wording.say import Asking, say
from handlers.wording.understood import behind, read_verdict, says
from handlers.work import Work
from storage.catalogue.words import folded
from storage.messages import conversations
from storage.reports.figures import CLOSED
from storage.reports.overrides import overrides, save_override
from storage.reports.rounds import lock_obligation, obligation


def report_turn(turn: Answering) -> ReportTurn | None:
    """The message as one about the report that the question is about."""
    work, held = turn.work, held_by(turn.question)
    report = obligation(work.session, held.report)
    part = part_of(work, turn.person, report) if report else None
    if report and (part is None or not set(held.codes) <= part.codes):
        part = whole_report(work, turn.person, report) or part
    if part is None:
        return None
    conversation = from_plain(conversations.load(work.session, turn.incoming.address))
    return ReportTurn(work, turn.person, turn.incoming, part, conversation)


def confirmed(turn: Answering) -> Reply | None:
    """A yes writes what was held, unless another figure stands there by now; a no asks for it once
    more. Free text is a new answer."""
    about = report_turn(turn)
    if about is None:
        return None
    if turn.word == REST:
        settle(turn, turn.question)
        said = next(each.words for each in turn.question.options if each.data == REST)
        return answer(replace(about, incoming=replace(turn.incoming, text=said, choice="")))
    if turn.word == DROP:
        return _dropped(turn, about)
    if turn.word not in (YES, NO):
        return _refused_and_given(turn, about)
    held = held_by(turn.question)
    settle(turn, turn.question)
    if turn.word == NO:
        if turn.question.about == REPLACE:
            return go_on(about, (), [say("answer.stays")])
        return _give_again(about, held, turn.question.about == AGAIN)
    if changed_meanwhile(about.part.sheet, held):
        return ask_changed(about, held)
    return record(about, held.figures, sure=True)


def _refused_and_given(turn: Answering, about: ReportTurn) -> Reply | None:
    """ "không, còn lại chưa có": the no ends the question, what follows is read as a new answer."""
    if _stays(turn):
        return _dropped(turn, about)
    refused, _, rest = turn.said.partition(",")
    if turn.word or not rest.strip() or read_verdict(refused) != NO:
        return None
    anew = replace(about, incoming=replace(turn.incoming, text=rest.strip()))
    if holds_nothing(anew):
        return None
    settle(turn, turn.question)
    return answer(anew)


def _stays(turn: Answering) -> bool:
    """ "cứ để số cũ" to what would take the place of a figure; behind a no to any."""
    refused, _, rest = turn.said.partition(",")
    if read_verdict(refused) == NO:
        return says("stood", "kept", rest)
    return bool(held_by(turn.question).seen) and says("stood", "kept", turn.said)


def _give_again(turn: ReportTurn, held: Held, again: bool) -> Reply:
    """The same figures again; of several blocks ("V kps") the first, the others come in turn."""
    sheet = turn.part.sheet
    block = sheet.form.block_of.get(held.codes[0])
    if block is None:  # a rate that was typed: nobody is asked for it
        return go_on(turn, (), [say("answer.stays")])
    codes = tuple(code for code in held.codes if code in block.codes)
    intro = say("answer.stays" if again else "answer.say_again")
    text = intro + "\n\n" + ask_block(sheet, block, codes)
    if again:
        turn.moved(step(turn.conversation, Asked(sheet.obligation.id, block.id)))
        return Reply(text)
    return ask_figures(turn, GIVE, Held(codes=codes), Asking(text))


def given(turn: Answering) -> Reply | None:
    """The figures again are read like any others."""
    about = report_turn(turn) if turn.word == DROP else None
    return _dropped(turn, about) if about else None


def _dropped(turn: Answering, about: ReportTurn) -> Reply:
    """Nothing is written, and the next row is for the block that had waited before, not for the
    one that was asked about."""
    dropped = say("question.dropped", name=turn.question.name)
    back = go_back(about, held_by(turn.question))
    settle(turn, turn.question)
    following = _waiting(back)
    if following is None or following.id == about.conversation.block_id or asked_besides(back):
        return Reply(dropped)
    back.moved(step(back.conversation, Asked(back.part.sheet.obligation.id, following.id)))
    return Reply("\n\n".join([dropped, what_waits(back.part, following)]))


def _waiting(turn: ReportTurn) -> Block | None:
    """The block of the report that is awaited; where that has come, the next one."""
    part, now = turn.part, turn.conversation
    if now.obligation_id != part.sheet.obligation.id or now.besides is not None:
        return None
    block = turn.block
    return block if block in part.open_blocks else next_block(part, now.block_id or "")


def explained(turn: Answering) -> Reply | None:
    """What breaks a check: a reason keeps it, a yes alone does not, a no asks for it once more."""
    about, held = report_turn(turn), held_by(turn.question)
    if about is None:
        return None
    if turn.word == DROP:
        return _dropped(turn, about)
    reason = usual_reasons().get(turn.word) or kept_reason(turn.incoming)
    if reason is not None:
        return _keep(turn, about, held, reason)
    if _stays(turn):
        return _dropped(turn, about)
    verdict = turn.word or read_verdict(turn.said)
    if verdict == YES:
        return ask_again(turn, turn.question, say("answer.still_differs"), short=True)
    if verdict == NO:
        settle(turn, turn.question)
        return _give_again(about, held, again=False)
    return None


def kept_reason(incoming: Incoming) -> str | None:
    """The reason behind the word "giữ", as the person spelt it; None without that word."""
    if incoming.choice:
        return None
    said = without_rim(incoming.text, folded("around_answer", "before"), ())
    reason = behind("keep", "keep", said)
    return None if reason is None else reason.strip(" ,-.")


def _keep(answering: Answering, turn: ReportTurn, held: Held, reason: str) -> Reply:
    if not may_keep(turn):
        asked = f"keep {', '.join(held.rules)}"
        return refuse(turn.work, turn.person, asked, "answer.may_not_keep")
    if not reason_given(reason):
        return ask_again(answering, answering.question, say("answer.reason_needed"), short=True)
    settle(answering, answering.question)
    if changed_meanwhile(turn.part.sheet, held):
        return ask_changed(turn, held)
    changes = write(turn, held.figures)
    save_overrides(turn, held, reason)
    return go_on(turn, changes, [say("answer.kept", reason=reason)])


def save_overrides(turn: ReportTurn, held: Held, reason: str) -> None:
    """Why the checks that were shown are kept broken."""
    codes = tuple(figure.code for figure in held.figures)
    for rule in held.rules:
        keep(turn, rule, codes, reason)


def keep(turn: ReportTurn, rule: str, codes: Sequence[str], reason: str) -> None:
    """A check is kept broken for this reason. One that names no codes looks at every figure by
    itself: what was said of others before stands beside it."""
    sheet, session, report = turn.part.sheet, turn.work.session, turn.part.sheet.obligation.id
    older = next((each for each in overrides(session, report) if each.rule == rule), None)
    if older and not sheet.form.rules_by_id[rule].codes:
        codes = tuple(dict.fromkeys((*older.codes, *codes)))
        reason = "; ".join(dict.fromkeys((older.reason, reason)))
    save_override(session, report, rule, codes, reason, turn.person.id, turn.work.now)


def noted_kept(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """What looked odd in the figures that were given last is so, for this reason: tapped under the
    note, or typed behind "giữ". None for any other message, and where nothing was noted."""
    tap, reason = noted_tap(incoming.choice), kept_reason(incoming)
    if tap is None and reason is None:
        return None
    past = Reply(say("question.past")) if tap else None
    turn = _noted_last(work, person, incoming)
    if turn is None or (tap and tap.mark != noted_mark(turn)):
        return past
    sheet = turn.part.sheet
    found = odd_in(sheet, given_last(turn))
    if not found or sheet.obligation.state in CLOSED:
        return past
    if not may_keep(turn):
        asked = f"keep {', '.join(each.rule for each in found)}"
        return refuse(work, person, asked, "answer.may_not_keep")
    reason = usual_reasons().get(tap.word, "") if tap else reason
    if not reason or not reason_given(reason):
        return Reply(say("answer.reason_needed"))
    for each in found:
        keep(turn, each.rule, _with_parts(sheet, each.codes), reason)
    told, following = [say("answer.kept", reason=reason)], _waiting(turn)
    told += [what_waits(turn.part, following)] if following else []
    return Reply("\n\n".join(told))


def _with_parts(sheet: Sheet, codes: Sequence[str]) -> tuple[str, ...]:
    """The codes, and of each rate the figures that it comes from: the reason falls with them."""
    ratios = (ratio for code in codes if (ratio := sheet.indicator(code).ratio))
    parts = (code for ratio in ratios for code in (ratio.part, ratio.whole))
    return tuple(dict.fromkeys((*codes, *parts)))


def _noted_last(work: Work, person: Official, incoming: Incoming) -> ReportTurn | None:
    """The message, said about the report whose figures were given last; nobody changes it until
    the end of the turn."""
    conversation = from_plain(conversations.load(work.session, incoming.address))
    if conversation.taken is None:
        return None
    lock_obligation(work.session, conversation.taken.obligation_id)
    report = obligation(work.session, conversation.taken.obligation_id)
    if report is None:
        return None
    part = whole_report(work, person, report) or part_of(work, person, report)
    return ReportTurn(work, person, incoming, part, conversation) if part else None
