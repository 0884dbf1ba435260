"""A yes, a no, a reason or a report's name: the answers to the questions about figures.

bot  > Hiểu là 3,5 triệu đồng, đúng không?
hoa  < đúng
"""

from __future__ import annotations

from dataclasses import replace

from domain.people.permissions import Action
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
    go_back,
    held_by,
    usual_reasons,
)
from handlers.figures.record import ask_changed, go_on, next_block, record, what_waits, write
from handlers.figures.report_turn import ReportTurn
from handlers.owed.reason import reason_given
from handlers.question import Answering, ask_again, settle
from handlers.report.parts import part_of
from handlers.report.whole import whole_report
from handlers.wording.refuse import refuse
from handlers.wording.say import Asking, say
from handlers.wording.understood import behind, read_verdict, says
from storage.catalogue.words import folded
from storage.messages import conversations
from storage.reports.overrides import save_override
from storage.reports.rounds import obligation


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


def may_keep(turn: ReportTurn) -> bool:
    """The person, or a colleague who is away and stood in for."""
    unit_id = turn.part.sheet.obligation.unit_id
    people = (turn.person, *turn.part.absent)
    return any(turn.work.may(person, Action.OVERRIDE_RULE, unit_id) for person in people)


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
    work, sheet = turn.work, turn.part.sheet
    for rule in held.rules:
        codes = tuple(figure.code for figure in held.figures)
        save_override(
            work.session, sheet.obligation.id, rule, codes, reason, turn.person.id, work.now
        )
