"""Figures that were read for sure: judged by the cross-checks, written, said back.

A broken cross-check holds the figures back once: a new answer or a reason brings them in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.conversation import Asked, Finished, Held, Pending, Settled, Waiting, step
from domain.figures import Figure
from domain.forms import Block, Severity
from domain.messages import Choice, Reply
from domain.rules import Finding, check_block
from handlers.ask_block import ask_block
from handlers.complete import finish_part
from handlers.echo import echo
from handlers.parts import Part, part_of
from handlers.phrase_findings import phrase_finding
from handlers.say import say
from handlers.turn import Turn
from storage.figures import Change, write_figures

WARNINGS_AT_MOST = 3
ERRORS_AT_MOST = 5


def record(turn: Turn, figures: Sequence[Figure], said: Sequence[str] = ()) -> Reply:
    """Write the figures that fit, hold the ones that break a rule, go on to the next block."""
    broken, good = judge(turn.part, figures)
    changes = write(turn, good)
    if broken:
        held = tuple(figure for figure in figures if figure not in good)
        return ask_about_rules(turn, broken, held, changes, said)
    return go_on(turn, changes, said)


def judge(part: Part, figures: Sequence[Figure]) -> tuple[tuple[Finding, ...], tuple[Figure, ...]]:
    """The errors that these figures would bring in, and the figures that no error touches."""
    sheet = part.sheet
    together = {**sheet.figures, **{figure.code: figure for figure in figures}}
    new = [figure.code for figure in figures if sheet.figures.get(figure.code) != figure]
    broken = tuple(
        finding
        for finding in check_block(sheet.form, together, new)
        if finding.severity is Severity.ERROR and finding.rule not in sheet.kept_rules
    )
    touched = {code for finding in broken for code in finding.codes}
    return broken, tuple(figure for figure in figures if figure.code not in touched)


def write(turn: Turn, figures: Iterable[Figure]) -> tuple[Change, ...]:
    """Write figures with who, when and from which message."""
    work, obligation = turn.work, turn.part.sheet.obligation
    return write_figures(
        work.session, obligation.id, figures, turn.person.id, turn.source, work.now
    )


def ask_about_rules(
    turn: Turn,
    broken: Sequence[Finding],
    held: tuple[Figure, ...],
    changes: Sequence[Change],
    said: Sequence[str] = (),
    also: tuple[str, ...] = (),
) -> Reply:
    """Say what does not fit and how to go on; `also` are codes that were not read for sure."""
    sheet = turn.part.sheet
    paragraphs = [echo(sheet, changes)] if changes else []
    problems = [phrase_finding(f, sheet.form, sheet.words) for f in broken[:ERRORS_AT_MOST]]
    paragraphs += [*said, "\n".join([say("answer.does_not_fit"), *problems])]
    codes = tuple(dict.fromkeys((*(figure.code for figure in held), *also)))
    example = "; ".join(f"{sheet.indicator(code).printed}=…" for code in codes[:2])
    paragraphs.append(say("answer.correct_or_keep", example=example))
    pending = Pending(Waiting.RULE, held, codes, tuple(finding.rule for finding in broken))
    block = sheet.form.block_of[codes[0]]
    turn.moved(step(step(turn.conversation, Asked(sheet.obligation.id, block.id)), Held(pending)))
    return Reply("\n\n".join(paragraphs), (keep_choice(),))


def keep_choice() -> Choice:
    """The one-tap reason for keeping a figure."""
    return Choice(say("answer.keep_choice"), "keep")


def go_on(turn: Turn, changes: Sequence[Change], said: Sequence[str] = ()) -> Reply:
    """Say back what was written, note what looks odd, and ask the next block."""
    part = part_of(turn.work, turn.person, turn.part.sheet.obligation)
    assert part is not None  # the same person has just answered for it
    paragraphs = [echo(part.sheet, changes)] if changes or not said else []
    paragraphs += [*said, *_warnings(part, changes)]
    following = next_block(part, turn.conversation.block_id)
    if following is None:
        turn.moved(step(turn.conversation, Finished()))
        finished = finish_part(turn.work, turn.person, part, changes)
        return Reply("\n\n".join([*paragraphs, finished.text]), finished.choices, finished.files)
    turn.moved(
        step(step(turn.conversation, Settled()), Asked(part.sheet.obligation.id, following.id))
    )
    paragraphs.append(
        say("answer.next", left=len(part.open_blocks)) + "\n" + ask_block(part.sheet, following)
    )
    return Reply("\n\n".join(paragraphs))


def next_block(part: Part, after: str | None) -> Block | None:
    """The next block with an open figure, going on from the one just answered."""
    block = part.sheet.form.blocks_by_id.get(after or "")
    ordered = in_asking_order(part.blocks, part.open_blocks, block)
    return ordered[0] if ordered else None


def in_asking_order(
    order: Sequence[Block], blocks: Sequence[Block], after: Block | None
) -> tuple[Block, ...]:
    """Blocks as they will be asked: the rest of `after` first, then what stands behind it."""
    if after is None or after not in order:
        return tuple(blocks)
    place = order.index(after)
    return (
        *(block for block in blocks if order.index(block) >= place),
        *(block for block in blocks if order.index(block) < place),
    )


def _warnings(part: Part, changes: Sequence[Change]) -> list[str]:
    sheet = part.sheet
    codes = [change.code for change in changes]
    found = check_block(
        sheet.form, sheet.figures, codes, previous=sheet.comparable, same_year=sheet.same_year
    )
    warnings = [finding for finding in found if finding.severity is Severity.WARN]
    lines = [phrase_finding(f, sheet.form, sheet.words) for f in warnings[:WARNINGS_AT_MOST]]
    return ["\n".join(say("answer.note", words=line) for line in lines)] if lines else []
