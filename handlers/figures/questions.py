"""The questions about figures: what is held back, asked, and done with a yes, a no or a reason.

bot  > Hiểu là 3,5 triệu đồng, đúng không?
hoa  < đúng
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from domain.people.permissions import Action
from domain.report.figures import Figure
from domain.report.forms import Block
from domain.report.shown import show_figure
from domain.talk.conversation import Asked, Besides, Conversation, from_plain, step, to_plain
from domain.talk.held import Held, held_from_plain, held_to_plain
from domain.talk.messages import Address, Choice, Reply
from domain.talk.question import Question, Wanted
from handlers.figures.ask_block import block_title, open_in
from handlers.figures.report_turn import ReportTurn
from handlers.question import (
    ask,
    is_aside,
    open_question,
    open_questions,
    settle,
    yes_or_no,
)
from handlers.report.parts import Part
from handlers.report.sheet import Sheet
from handlers.wording.say import Asking, say, say_ask
from handlers.work import Work
from storage.messages import conversations
from storage.messages.held import hold
from storage.reports.rounds import obligation

CONFIRM = "figures.confirm"  # one likely reading, or another size than before: a yes writes
REPLACE = "figures.replace"  # a colleague has given these figures
AGAIN = "figures.again"  # the words written last came again and would fit here too
GIVE = "figures.give"  # two readings or none: the codes are to be given again
RULE = "figures.rule"  # a cross-check broke: a new answer or a reason
WHICH = "figures.which"  # a code that several open reports have
LINE = "figures.line"  # a new figure whose line was not told
REST = "rest"  # the answer that says the same of every other block
BLOCK = "figures.block"  # a row that may be for one of two blocks
ABOUT_FIGURES = frozenset({CONFIRM, REPLACE, AGAIN, GIVE, RULE})
_WANTED = {GIVE: Wanted.FIGURES, RULE: Wanted.FIGURES, WHICH: Wanted.ONE_OF}
NAMED_AT_MOST = 3
LINES_AT_MOST = 8


def ask_figures(
    turn: ReportTurn, about: str, held: Held, text: Asking, more: tuple[Choice, ...] = ()
) -> Reply:
    """Hold figures back and ask; the block of the first code is awaited from now on. What was
    asked before about the same figures is not asked any more. `more`: further answers."""
    sheet, before = turn.part.sheet, held_by(asked_besides(turn)).awaited
    supersede(turn, held.codes)
    held = replace(held, report=sheet.obligation.id, seen=standing(sheet, held.codes))
    block = sheet.form.block_of.get(held.codes[0]) if held.codes else None
    if block is not None:
        held = replace(held, awaited=_awaited_before(turn, before, block))
        turn.moved(step(turn.conversation, Asked(sheet.obligation.id, block.id)))
    question = Question(
        about,
        _WANTED.get(about, Wanted.YES_NO),
        held_to_plain(held),
        (*_options(about), *more),
        name=name_of(sheet, held),
        light=about == GIVE and not held.seen,  # what is open is asked for anyway
    )
    return ask(turn, question, text)


def _awaited_before(
    turn: ReportTurn, before: tuple[int, str] | None, block: Block
) -> tuple[int, str] | None:
    """What was awaited before the bot took one word for that of another block: `before` that of a
    question which had led away from it already."""
    now = turn.began or turn.conversation
    found = before or (now.obligation_id or 0, now.block_id or "")
    return None if found == (turn.part.sheet.obligation.id, block.id) or not all(found) else found


def go_back(turn: ReportTurn, held: Held) -> ReportTurn:
    """The question is dropped: what was awaited before it is awaited again, unless that has come or
    another block was shown since."""
    if held.awaited is None or turn.conversation.besides is not None:
        return turn
    report, block_id = held.awaited
    sheet = turn.part.sheet
    block = sheet.form.blocks_by_id.get(block_id) if report == sheet.obligation.id else None
    if block is not None and not open_in(block, sheet.figures):
        return turn
    return turn.moved(step(turn.conversation, Asked(report, block_id)))


def ask_which_line(
    turn: ReportTurn, value: str, codes: Sequence[str] = (), *, added: Decimal | None = None
) -> Reply | None:
    """Of these figures, else of those that are asked about or were given last, which one is meant;
    None where there are none, or too many to choose from. `added`: so many come to what stands."""
    sheet = turn.part.sheet
    codes = codes or held_codes(turn) or given_last(turn)
    if not 1 <= len(codes) <= LINES_AT_MOST:
        return None
    options = tuple(
        Choice(f"{sheet.indicator(code).printed}. {sheet.short(code)}", code) for code in codes
    )
    data = {"report": sheet.obligation.id, "value": value}
    data |= {"added": f"{added:f}"} if added is not None else {}
    name = say("question.which_line", value=value)
    question = Question(LINE, Wanted.ONE_OF, data, options, name)
    return ask(turn, question, say_ask("ask.figures.which_line", value=value))


def held_codes(turn: ReportTurn) -> tuple[str, ...]:
    """The figures of this report that the newest question is about."""
    every = (
        held_by(q) for q in open_questions(turn.work, turn.incoming.address) if not is_aside(q)
    )
    report = turn.part.sheet.obligation.id
    return next((held.codes for held in every if held.codes and held.report == report), ())


def stands_now(turn: ReportTurn, code: str) -> Decimal | None:
    """The number that waits for a yes, or is written."""
    held = held_by(open_question(turn.work, turn.incoming.address))
    waiting = {figure.code: figure for figure in held.figures}
    figure = waiting.get(code) or turn.part.sheet.figure(code)
    return figure.number(turn.part.sheet.indicator(code).kind) if figure else None


def given_last(turn: ReportTurn) -> tuple[str, ...]:
    """The figures of the blocks that were answered last, where they are of this report."""
    taken, sheet = turn.conversation.taken, turn.part.sheet
    if taken is None or taken.obligation_id != sheet.obligation.id:
        return ()
    blocks = (sheet.form.blocks_by_id.get(block) for block in taken.blocks)
    return tuple(code for b in blocks if b for code in b.codes if code in sheet.figures)


def asked_besides(turn: ReportTurn) -> Question | None:
    """The question that is open while figures are written: asked once more before any block."""
    question = open_question(turn.work, turn.incoming.address)
    return question if question and question.about in ABOUT_FIGURES else None


def left_for_later(turn: ReportTurn, block: Block | None) -> Question | None:
    """The question about figures of this block that was left for later; of any block where no other
    is asked any more."""
    report, codes = turn.part.sheet.obligation.id, block.codes if block else ()
    return next(
        (
            question
            for question in open_questions(turn.work, turn.incoming.address)
            if question.about in ABOUT_FIGURES
            and is_aside(question)
            and held_by(question).report == report
            and (block is None or not set(codes).isdisjoint(held_by(question).codes))
        ),
        None,
    )


def figures_wait(work: Work, address: Address) -> bool:
    """A question about figures is open: no other block is awaited unasked."""
    every = open_questions(work, address)
    return any("figures" in question.data and not is_aside(question) for question in every)


def await_blocks(work: Work, shown: Mapping[Address, Asked]) -> None:
    """The next figures from an address are the answer to the block that it was shown; where a
    question about others stays open there, it will be asked which of the two a row is for."""
    hold(work.session, shown)
    awaited = {address: to_plain(_shown(work, address, asked)) for address, asked in shown.items()}
    conversations.save_each(work.session, awaited, work.now)


def _shown(work: Work, address: Address, asked: Asked) -> Conversation:
    if not figures_wait(work, address):
        return step(Conversation(), asked)
    before = from_plain(conversations.load(work.session, address))
    return step(before, Besides(asked))


def await_held(turn: ReportTurn, question: Question) -> ReportTurn:
    """The question is asked once more: the next row is for the figures that it is about, be they
    of another report."""
    held = held_by(question)
    report = obligation(turn.work.session, held.report)
    if report is None or not held.codes:
        return turn
    form = turn.work.catalogue.form(report.form_id, report.closes)
    block = form.block_of.get(held.codes[0])
    return turn.moved(step(turn.conversation, Asked(report.id, block.id))) if block else turn


def ask_which_block(turn: ReportTurn, other: Part) -> Reply:
    """A row that may be for the figures that are asked about, or for the block that was shown
    since: nothing is written until that is known."""
    said, now = turn.incoming.text.strip(), turn.conversation
    assert now.besides is not None  # otherwise there is nothing to choose from
    shown = other.sheet.form.blocks_by_id[now.besides.block_id]
    held = turn.part.sheet.form.blocks_by_id[now.block_id or ""]
    options = (_option_of(turn.part.sheet, held), _option_of(other.sheet, shown))
    for earlier in open_questions(turn.work, turn.incoming.address):
        if earlier.about == BLOCK:
            settle(turn, earlier)
    name = say("question.words", said=said)
    question = Question(BLOCK, Wanted.ONE_OF, {"said": said}, options, name)
    example = held.id if held.id != shown.id else say("question.the_first")
    lines = {"held": options[0].words, "shown": options[1].words, "example": example}
    return ask(turn, question, say_ask("ask.figures.which_block", said=said, **lines))


def _option_of(sheet: Sheet, block: Block) -> Choice:
    """`mục I.4 – Nhiệm vụ cấp trên giao`, with the report where the person has several."""
    words = say("question.block", block=block.id, title=block_title(sheet, block))
    words += f" ({sheet.told_as})" if sheet.told_as else ""
    return Choice(words, f"{sheet.obligation.id}/{block.id}")


def held_by(question: Question | None) -> Held:
    """What a question about figures holds; nothing where it is about something else."""
    if question is None or "figures" not in question.data:
        return Held()
    return held_from_plain(question.data)


def rejoined(turn: ReportTurn, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """These figures, and those that a broken check held beside the ones that are given anew:
    judged together, in the order of the form, so that nobody types a figure twice."""
    sheet, given = turn.part.sheet, {figure.code for figure in figures}
    beside: dict[str, Figure] = {}
    for question in open_questions(turn.work, turn.incoming.address):
        held = held_by(question)
        if question.about != RULE or held.report != sheet.obligation.id:
            continue
        if given.isdisjoint(held.codes):
            continue
        changed = changed_meanwhile(sheet, held)
        beside |= {f.code: f for f in held.figures if f.code not in given and f not in changed}
    if not beside:
        return tuple(figures)
    order = sheet.form.asked()
    together = (*beside.values(), *figures)
    return tuple(sorted(together, key=lambda f: order.index(f.code) if f.code in order else -1))


def supersede(turn: ReportTurn, codes: Iterable[str]) -> None:
    """New figures have come for these codes: what was asked about them is over, what the same
    question holds besides stays asked."""
    given = set(codes)
    for question in open_questions(turn.work, turn.incoming.address):
        if _has_its_line(turn, question, given):
            settle(turn, question)
        held = held_by(question)
        about_it = question.about in ABOUT_FIGURES and held.report == turn.part.sheet.obligation.id
        if not about_it or given.isdisjoint(held.codes):
            continue
        settle(turn, question)
        if left := _without(held, given):
            ask_left(turn, question, left)


def _has_its_line(turn: ReportTurn, question: Question, given: set[str]) -> bool:
    """Every line that a figure alone may have been for has been given."""
    here = question.about == LINE and question.data["report"] == turn.part.sheet.obligation.id
    return here and given.issuperset(option.data for option in question.options)


def _without(held: Held, given: set[str]) -> Held | None:
    left = tuple(figure for figure in held.figures if figure.code not in given)
    if not left or held.rules:
        return None
    return replace(held, figures=left, codes=tuple(figure.code for figure in left))


def ask_left(turn: ReportTurn, question: Question, held: Held) -> Reply:
    """What was held is still held: nobody shall think that it was written."""
    sheet = turn.part.sheet
    lines = [
        say(
            "answer.still_held",
            code=sheet.indicator(figure.code).printed,
            label=sheet.short(figure.code),
            figure=show_figure(figure, sheet.indicator(figure.code)),
        )
        for figure in held.figures
    ]
    left = replace(question, data=held_to_plain(held), name=name_of(sheet, held))
    return ask(turn, left, say_ask("ask.figures.not_yet", figures="\n".join(lines)))


def changed_meanwhile(sheet: Sheet, held: Held) -> tuple[Figure, ...]:
    """The held figures in whose place another one stands than when it was asked."""
    if held.seen is None:
        return ()
    seen = {figure.code: figure for figure in held.seen}
    return tuple(
        figure
        for figure in held.figures
        if sheet.figure(figure.code) not in (seen.get(figure.code), figure)
    )


def name_of(sheet: Sheet, held: Held) -> str:
    """`I.4.1 (12.000 nhiệm vụ)`, `I.4.1, I.4.2, I.4.3 và 9 số nữa`: behind "câu hỏi về"."""
    codes = held.codes
    if len(codes) == 1 and held.figures:
        shown = show_figure(held.figures[0], sheet.indicator(held.codes[0]))
        return say("question.figure", code=codes[0], figure=shown)
    if not codes:
        return say("question.words", said=held.said)
    named = ", ".join(codes[:NAMED_AT_MOST])
    more = len(codes) - NAMED_AT_MOST
    return say("question.more", codes=named, count=more) if more > 0 else named


def standing(sheet: Sheet, codes: Sequence[str]) -> tuple[Figure, ...]:
    """What stands under these codes."""
    return tuple(figure for code in codes if (figure := sheet.figure(code)))


def _options(about: str) -> tuple[Choice, ...]:
    if about == RULE:
        return keep_taps()
    return () if about in (GIVE, WHICH) else yes_or_no()


def may_keep(turn: ReportTurn) -> bool:
    """The person, or a colleague who is away and stood in for."""
    unit_id = turn.part.sheet.obligation.unit_id
    people = (turn.person, *turn.part.absent)
    return any(turn.work.may(person, Action.OVERRIDE_RULE, unit_id) for person in people)


def keep_taps() -> tuple[Choice, ...]:
    """The usual reasons, each by one tap."""
    return tuple(
        Choice(say("answer.keep_tap", reason=reason), data)
        for data, reason in usual_reasons().items()
    )


def usual_reasons() -> dict[str, str]:
    """Why a check may be broken, by what a tap brings back: the reasons that need no typing."""
    return {
        "keep": say("answer.keep_reason_true"),
        "keep_source": say("answer.keep_reason_source"),
        "keep_wait": say("answer.keep_reason_wait"),
    }
