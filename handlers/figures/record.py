"""Figures that were read for sure: judged by the cross-checks, written, said back.

A broken cross-check holds the figures back once: a new answer or a reason brings them in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from domain.report.compare import of_another_size
from domain.report.conditions import asked_after_all, not_arisen, shut
from domain.report.figures import Figure, State
from domain.report.findings import Case, Finding
from domain.report.forms import Block, Severity
from domain.report.rules import check_block
from domain.report.shown import show_figure
from domain.talk.conversation import Asked, Finished, step
from domain.talk.held import Held
from domain.talk.messages import Choice, Reply
from domain.talk.question import Question
from domain.tasks.tasks import ANNEX_CODES
from handlers.figures.ask_block import ask_block, open_in
from handlers.figures.close_reminders import close_for_colleagues
from handlers.figures.complete import finish_part
from handlers.figures.echo import echo, figure_words
from handlers.figures.of_others import (
    ask_to_replace,
    of_others,
    tell_others,
    tell_owners,
)
from handlers.figures.questions import (
    CONFIRM,
    REPLACE,
    RULE,
    ask_figures,
    asked_besides,
    await_held,
    changed_meanwhile,
    held_by,
    keep_taps,
    left_for_later,
    may_keep,
    rejoined,
    supersede,
)
from handlers.figures.report_turn import ReportTurn, noted
from handlers.question import UNREAD, UNREAD_AT_MOST, ask_again, leave_for_later
from handlers.report.added_up import differing
from handlers.report.estimates import first_estimates
from handlers.report.heading import noun
from handlers.report.on_page import page_tap
from handlers.report.parts import Part, parts
from handlers.report.register import difference
from handlers.report.sheet import Sheet, read_again
from handlers.wording.findings import phrase_finding
from handlers.wording.say import Asking, say, say_ask
from handlers.work import addressed
from storage.reports.figures import Change, write_figures

WARNINGS_AT_MOST = 3
ERRORS_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """Figures sorted by what is to be done with them."""

    good: tuple[Figure, ...]  # to be written
    broken: tuple[Finding, ...]  # the errors that the others would bring in
    held: tuple[Figure, ...]  # touched by an error
    unusual: tuple[Figure, ...]  # of another size than before, or in place of a colleague's


def record(
    turn: ReportTurn, figures: Sequence[Figure], said: Sequence[str] = (), *, sure: bool = False
) -> Reply:
    """Write the figures that fit, ask about the others, go on to the next block.

    `sure`: the person has just confirmed them, so only the rules are looked at.
    """
    figures = rejoined(turn, figures)
    supersede(turn, [figure.code for figure in figures])
    judged = judge(turn, figures, sure=sure)
    changes = write(turn, judged.good)
    if judged.broken:
        held = (*judged.held, *judged.unusual)
        return ask_about_rules(turn, judged.broken, held, changes, said)
    if judged.unusual:
        return ask_whether_true(turn, judged.unusual, changes, said)
    confirmed = {figure.code for figure in unusual(turn.part.sheet, figures)} if sure else set()
    return go_on(turn, changes, said, confirmed)


def judge(turn: ReportTurn, figures: Sequence[Figure], *, sure: bool = False) -> Judged:
    """Which figures can be written, which would break a rule, which need a yes."""
    sheet = turn.part.sheet
    together = {**sheet.figures, **{figure.code: figure for figure in figures}}
    new = [figure.code for figure in figures if sheet.figures.get(figure.code) != figure]
    case = Case(sheet.form, together, so_far=sheet.so_far)
    errors = check_block(case, new, Severity.ERROR)
    broken = sheet.unexplained(errors)
    touched = {code for finding in broken for code in finding.codes}
    held = tuple(figure for figure in figures if figure.code in touched)
    odd = () if sure else _to_confirm(turn, [f for f in figures if f.code not in touched])
    if odd and not held and _nothing_arose(sheet, figures):
        odd = tuple(figures)
    good = tuple(figure for figure in figures if figure not in held and figure not in odd)
    return Judged(good, broken, held, odd)


def _to_confirm(turn: ReportTurn, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures that are hard to believe, and those that would take a colleague's place."""
    sheet, others = turn.part.sheet, of_others(turn, figures)
    needless = shut(sheet.form, sheet.figures, figures)  # with no survey 0 forms are no surprise
    odd = [each for each in unusual(sheet, figures) if each.value or each.code not in needless]
    return tuple(figure for figure in figures if figure in odd or figure.code in others)


def unusual(sheet: Sheet, figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figures that are ten times the earlier ones or a tenth of them; the same again is not."""
    return tuple(
        figure
        for figure in figures
        if sheet.figure(figure.code) != figure
        and (now := figure.number(sheet.indicator(figure.code).kind)) is not None
        and (expected := sheet.expected(figure.code)) is not None
        and of_another_size(now, expected)
    )


def _nothing_arose(sheet: Sheet, figures: Sequence[Figure]) -> bool:
    """One word for a whole block: "kps"."""
    blocks = {sheet.form.block_of[figure.code].id for figure in figures}
    same = all(figure.state is State.NONE_ARISEN for figure in figures)
    return same and len(blocks) == 1 and len(figures) > 1


def is_it_true(turn: ReportTurn, figures: Sequence[Figure]) -> str:
    """The questions about figures of another size than in the period before and about those in
    place of a colleague's."""
    sheet, others = turn.part.sheet, of_others(turn, figures)
    asked = [ask_to_replace(sheet, figures, others)] if others else []
    if odd := unusual(sheet, figures):
        asked.insert(0, _another_size(sheet, figures if _nothing_arose(sheet, figures) else odd))
    return "\n".join(asked)


def _another_size(sheet: Sheet, figures: Sequence[Figure]) -> str:
    """One line a figure; of a block in which nothing arose, one sentence."""
    if not _nothing_arose(sheet, figures):
        return "\n".join([say("answer.is_it_true"), *_unusual_lines(sheet, figures)])
    before = "; ".join(
        figure_words(sheet, sheet.previous[figure.code]) for figure in unusual(sheet, figures)
    )
    block = sheet.form.block_of[figures[0].code].id
    return say("answer.nothing_arose", block=block, before=before)


def _unusual_lines(sheet: Sheet, figures: Iterable[Figure]) -> list[str]:
    """`- 4.1 tổng số được giao: 12.000 nhiệm vụ (kỳ trước 12 nhiệm vụ)`"""
    return [
        say(
            "answer.unusual",
            code=sheet.indicator(figure.code).printed,
            label=sheet.short(figure.code),
            figure=show_figure(figure, sheet.indicator(figure.code)),
            before=show_figure(sheet.previous[figure.code], sheet.indicator(figure.code)),
        )
        for figure in figures
    ]


def ask_whether_true(
    turn: ReportTurn, figures: tuple[Figure, ...], changes: Sequence[Change], said: Sequence[str]
) -> Reply:
    """Hold figures of another size than before, or in place of a colleague's, until a yes."""
    sheet = turn.part.sheet
    paragraphs = said_back(turn, changes)
    codes = tuple(figure.code for figure in figures)
    only_others = not unusual(sheet, figures) and set(codes) == set(of_others(turn, figures))
    text = Asking(is_it_true(turn, figures)).behind(*paragraphs, *said)
    about = REPLACE if only_others else CONFIRM
    return ask_figures(turn, about, Held(figures=figures, codes=codes), text)


def ask_changed(turn: ReportTurn, held: Held, told: Sequence[str] = ()) -> Reply:
    """A yes came too late: another figure stands there by now. It is named and asked about."""
    sheet = turn.part.sheet
    changed = changed_meanwhile(sheet, held)
    names = dict.fromkeys(map(addressed, of_others(turn, changed).values()))
    lines = [
        say(
            "others.line",
            code=sheet.indicator(figure.code).printed,
            label=sheet.short(figure.code),
            old=show_figure(sheet.figures[figure.code], sheet.indicator(figure.code)),
            new=show_figure(figure, sheet.indicator(figure.code)),
        )
        for figure in changed
        if figure.code in sheet.figures
    ]
    who = ", ".join(names) or say("answer.later")
    text = say_ask("ask.figures.changed", names=who, figures="\n".join(lines))
    about = RULE if held.rules else CONFIRM
    return ask_figures(turn, about, held, text.behind(*told))


def write(turn: ReportTurn, figures: Iterable[Figure]) -> tuple[Change, ...]:
    """Write figures with who, when and from which message, and what by them did not arise; what
    arises after all is asked again. Colleagues hear of theirs."""
    work, sheet = turn.work, turn.part.sheet
    given = {figure.code: sheet.as_given(figure) for figure in figures}
    implied = not_arisen(sheet.form, sheet.figures, given.values())
    given |= {figure.code: sheet.as_given(figure) for figure in implied}
    again = asked_after_all(sheet.form, sheet.figures, given.values())
    others = of_others(turn, tuple(given.values()))
    report_id, seen = sheet.obligation.id, sheet.figures
    changes = write_figures(
        work.session, report_id, given.values(), turn.person.id, turn.source, work.now, seen, again
    )
    tell_others(turn, changes, others)
    return changes


def ask_about_rules(
    turn: ReportTurn,
    broken: Sequence[Finding],
    held: tuple[Figure, ...],
    changes: Sequence[Change],
    said: Sequence[str] = (),
    also: tuple[str, ...] = (),
) -> Reply:
    """Say what does not fit and how to go on; `also` are codes that were not read for sure."""
    sheet = turn.part.sheet
    paragraphs = said_back(turn, changes)
    worst = sorted(broken, key=lambda finding: -finding.gap)
    problems = [phrase_finding(f, sheet.form, sheet.words) for f in worst[:ERRORS_AT_MOST]]
    if len(worst) > ERRORS_AT_MOST:
        problems.append(say("answer.more_problems", count=len(worst) - ERRORS_AT_MOST))
    broken_words = "\n".join([say("answer.does_not_fit"), *problems])
    codes = tuple(dict.fromkeys((*(figure.code for figure in held), *also)))
    example = "; ".join(f"{sheet.indicator(code).printed}=…" for code in codes[:2])
    rules = tuple(finding.rule for finding in broken)
    how = say_ask("ask.figures.correct_or_keep", example=example)
    text = Asking(f"{broken_words}\n\n{how.words}").behind(*paragraphs, *said)
    return ask_figures(turn, RULE, Held(figures=held, codes=codes, rules=rules), text)


def said_back(turn: ReportTurn, changes: Sequence[Change]) -> list[str]:
    """What was written of an answer of which the rest is asked about, and what looks odd in it."""
    if not changes:
        return []
    part = replace(turn.part, sheet=read_again(turn.work, turn.part.sheet))
    odd = _worded(part, _odd_now(part, changes, ()))
    return [_echo(turn, part, changes), *_noted(odd)]


def _echo(turn: ReportTurn, part: Part, changes: Sequence[Change]) -> str:
    """What was written, with a word on estimates at the first ones of a person."""
    said, now = echo(part.sheet, changes), [change.new for change in changes if change.new]
    first = any(figure.estimated for figure in now) and not turn.part.has_estimates
    return "\n".join([said, first_estimates(part.sheet)]) if first else said


def go_on(
    turn: ReportTurn,
    changes: Sequence[Change],
    said: Sequence[str] = (),
    confirmed: Collection[str] = (),
) -> Reply:
    """Say back what was written, note what looks odd, and ask the next block; of `confirmed`
    figures it was asked already whether they are so unlike the earlier ones."""
    turn = noted(turn, changes)
    part = replace(turn.part, sheet=read_again(turn.work, turn.part.sheet))
    paragraphs = [_echo(turn, part, changes)] if changes or not said else []
    found = _odd_now(part, changes, confirmed)
    reasons = _reasons(turn, found)
    following = None if part.as_head else next_block(part, turn.conversation.block_id)
    later = left_for_later(replace(turn, part=part), following)
    if following is None and later is None:
        finished = _finished(turn, part, changes)
        paragraphs += [*said, *_beside(part, changes, found, finished.text), finished.text]
        paragraphs += [] if part.as_head else _next_report(turn, part)
        return Reply("\n\n".join(paragraphs), (*reasons, *finished.choices), finished.files)
    close_for_colleagues(turn.work, turn.person, part.sheet, changes)
    paragraphs += [*said, *_beside(part, changes, found)]
    if following is not None:
        turn = turn.moved(step(turn.conversation, Asked(part.sheet.obligation.id, following.id)))
    if waiting := asked_besides(turn) or later:
        return ask_again(await_held(turn, waiting), waiting, *paragraphs)
    assert following is not None  # otherwise a question is asked
    paragraphs.append(_onward(part, following, changes))
    return Reply("\n\n".join(paragraphs), (*reasons, *page_tap(turn.work, following)))


def _beside(
    part: Part, changes: Sequence[Change], odd: Sequence[Finding], told: str = ""
) -> list[str]:
    """What is noted beside the figures; not what is `told` already."""
    words = [each for each in _worded(part, odd) if each not in told]
    return [*_noted(words), *_units_differ(part, changes), *_tasks_differ(part, changes)]


def past_question(turn: ReportTurn, question: Question) -> Reply | None:
    """The second text with digits that was no answer to it: it is left for later, and the block
    that waits is shown; None for the first one, and where no other waits."""
    said = turn.incoming.text.strip()[:UNREAD_AT_MOST]
    there = onward(turn, held_by(question))
    if there is None or not question.data.get(UNREAD) or not any(map(str.isdigit, said)):
        return None
    leave_for_later(turn, question)
    told = [say("question.unread", said=said), say("question.left", name=question.name)]
    block = there.moved(there.conversation).block
    assert block is not None  # it was looked for
    left = say("answer.next", left=len(there.part.open_blocks))
    return Reply("\n\n".join([*told, left + "\n" + ask_block(there.part.sheet, block)]))


def onward(turn: ReportTurn, held: Held) -> ReportTurn | None:
    """The block that was asked before these figures, or what is open of theirs besides, or the next
    one; None where nothing else is open."""
    part = turn.part
    report, before = held.awaited or (part.sheet.obligation.id, "")
    blocks = [block for block in part.open_blocks if _open_besides(part, block, held)]
    if report != part.sheet.obligation.id or not blocks:
        return None
    first = next((block for block in blocks if block.id == before), None)
    here = part.sheet.form.block_of.get(held.codes[0]) if held.codes else None
    first = first or in_asking_order(part, blocks, here)[0]
    return replace(turn, conversation=step(turn.conversation, Asked(report, first.id)))


def _open_besides(part: Part, block: Block, held: Held) -> bool:
    given = (*held.codes, *part.sheet.figures)
    return any(code not in given for code in block.codes)


def _onward(part: Part, following: Block, changes: Sequence[Change]) -> str:
    """The next block; where only earlier figures were mended it was shown before, and one line
    says that it waits."""
    if changes and all(change.old is not None for change in changes):
        return what_waits(part, following)
    return say("answer.next", left=len(part.open_blocks)) + "\n" + ask_block(part.sheet, following)


def what_waits(part: Part, following: Block) -> str:
    """How much is left, and the block that was shown before and waits: one line."""
    codes = open_in(following, part.sheet.figures)
    what, left = noun(part.sheet.form, codes), len(part.open_blocks)
    waits = {"left": left, "block": following.id, "count": len(codes), "what": what}
    if name := part.sheet.told_as:
        return say("answer.left_of", report=name[:1].upper() + name[1:], **waits)
    return say("answer.left", **waits)


def _finished(turn: ReportTurn, part: Part, changes: Sequence[Change]) -> Reply:
    """Nothing more is asked of this person. Where a head has mended what others give, they are
    told, and what is asked of the head stays asked."""
    if part.as_head:
        tell_owners(turn, part, changes)
        blocks = part.sheet.form.block_of
        mended = {blocks[each.code].id for each in changes if each.code in blocks}
        here = turn.conversation.block_id in mended
        turn.moved(step(turn.conversation, Finished()) if here else turn.conversation)
    else:
        turn.moved(step(turn.conversation, Finished()))
    return finish_part(turn.work, turn.person, part, changes)


def _next_report(turn: ReportTurn, done: Part) -> list[str]:
    """The part is full: the person's next open report is asked at once."""
    if not done.sheet.told_as:
        return []
    for part in parts(turn.work, turn.person):
        if part.open_blocks and part.sheet.obligation.id != done.sheet.obligation.id:
            asked = step(step(turn.conversation, Finished()), _first_asked(part))
            turn.moved(asked)
            left = say("answer.next", left=len(part.open_blocks))
            return [left + "\n" + ask_block(part.sheet, part.open_blocks[0])]
    return []


def _first_asked(part: Part) -> Asked:
    return Asked(part.sheet.obligation.id, part.open_blocks[0].id)


def _units_differ(part: Part, changes: Sequence[Change]) -> list[str]:
    """The units below have together reported other numbers than were typed just now."""
    sheet, codes = part.sheet, [change.code for change in changes]
    differs = differing(sheet.of_units, sheet.figures, codes)
    lines = [
        say("answer.units_differ", label=sheet.short(code), told=added.words)
        for code, added in list(differs.items())[:WARNINGS_AT_MOST]
    ]
    return _noted([line[:1].upper() + line[1:] for line in lines])


def _tasks_differ(part: Part, changes: Sequence[Change]) -> list[str]:
    """The assigned tasks say other numbers than were typed just now."""
    if not any(change.code in ANNEX_CODES for change in changes) or part.sheet.register is None:
        return []
    words = difference(part.sheet.register, part.sheet.figures)
    return [say("answer.note", words=words)] if words else []


def next_block(part: Part, after: str | None) -> Block | None:
    """The next block with an open figure, going on from the one just answered."""
    block = part.sheet.form.blocks_by_id.get(after or "")
    ordered = in_asking_order(part, part.open_blocks, block)
    return ordered[0] if ordered else None


def in_asking_order(part: Part, blocks: Sequence[Block], after: Block | None) -> tuple[Block, ...]:
    """Blocks as they will be asked: the rest of `after` first, then what stands behind it."""
    places = part.owned.places
    if after is None or after.id not in places:
        return tuple(blocks)
    at = places[after.id]
    before = [block for block in blocks if places[block.id] < at]
    return (*(block for block in blocks if places[block.id] >= at), *before)


def _without(finding: Finding, confirmed: Collection[str]) -> Finding:
    """What has changed since the period before, but for what was just confirmed."""
    if finding.reason != "changed":
        return finding
    return replace(finding, codes=tuple(code for code in finding.codes if code not in confirmed))


def _noted(odd: Sequence[str]) -> list[str]:
    """What looks odd, as one paragraph."""
    return ["\n".join(say("answer.note", words=words) for words in odd)] if odd else []


def odd_in(sheet: Sheet, codes: Sequence[str]) -> tuple[Finding, ...]:
    """What looks odd in these figures and has no reason yet."""
    odd = check_block(sheet.beside_earlier, codes, Severity.WARN)
    return sheet.unexplained((*_typed_rates_off(sheet, codes), *odd))


def _odd_now(
    part: Part, changes: Sequence[Change], confirmed: Collection[str]
) -> tuple[Finding, ...]:
    """What looks odd in what was written just now, or with it; the first few."""
    sheet, codes = part.sheet, [change.code for change in changes]
    found = (_without(each, confirmed) for each in odd_in(sheet, codes))
    return tuple(each for each in found if each.codes or not confirmed)[:WARNINGS_AT_MOST]


def _worded(part: Part, odd: Iterable[Finding]) -> list[str]:
    return [phrase_finding(each, part.sheet.form, part.sheet.words) for each in odd]


NOTED = "noted:"


@dataclass(frozen=True, slots=True)
class NotedTap:
    """A reason that was tapped under a note; `mark` tells the figures that it was about."""

    mark: str
    word: str


def noted_tap(choice: str) -> NotedTap | None:
    """What a tap under a note says; None for any other tap."""
    mark, _, word = choice.removeprefix(NOTED).rpartition(":")
    return NotedTap(mark, word) if choice.startswith(NOTED) else None


def noted_mark(turn: ReportTurn) -> str:
    """What tells the figures that were given last from those that came before and after."""
    taken = turn.conversation.taken
    return f"{taken.obligation_id}:{taken.at.timestamp() * 1000:.0f}" if taken else ""


def _reasons(turn: ReportTurn, odd: Sequence[Finding]) -> tuple[Choice, ...]:
    """Why what looks odd is so, each reason by one tap, for whoever may give one."""
    if not odd or not may_keep(turn):
        return ()
    mark = noted_mark(turn)
    return tuple(replace(each, data=f"{NOTED}{mark}:{each.data}") for each in keep_taps())


def _typed_rates_off(sheet: Sheet, codes: Sequence[str]) -> tuple[Finding, ...]:
    """The rates that were typed before these figures, from which they do not follow."""
    typed = sheet.typed_rates
    if not typed:
        return ()
    found = check_block(Case(sheet.form, sheet.figures, rates=typed), codes)
    return tuple(each for each in found if each.codes[0] in typed and each.codes[0] not in codes)
