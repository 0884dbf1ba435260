"""What is still missing, block by block.

lan  < /con-thieu
bot  > Phần của chị còn 10 số: I.5 (4 số: 5, 5.1, 5.2, 6); ...
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.report.forms import Block
from domain.talk.messages import Reply
from handlers.figures.complete import waiting_lines, when_there
from handlers.report.estimates import estimates_line
from handlers.report.heading import noun
from handlers.report.parts import Part
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import period_words
from handlers.work import Work


def missing(work: Work, sheet: Sheet, part: Part | None) -> Reply:
    """The person's own open figures by block, then who else is awaited."""
    lines = [say("missing.title", period=period_words(sheet.obligation.period_code))]
    if sheet.told_as:
        lines = [say("missing.title_of", report=sheet.told_as)]
    if part is not None:
        lines += _own(part)
    if others := waiting_lines(work, sheet):
        lines += [say("missing.all"), *others]
    elif not sheet.open_codes():
        lines.append(say("missing.nothing"))
    if waiting := sheet.waiting_codes():
        lines.append(say("complete.no_data", count=len(waiting), codes=", ".join(waiting)))
        lines.append(when_there(sheet, waiting[0]))
    lines += filter(None, [estimates_line(sheet)])
    return Reply("\n".join(lines))


def _own(part: Part) -> list[str]:
    if not part.open_blocks:
        return [say("missing.own_done")]
    sheet = part.sheet
    what = noun(sheet.form, part.open_codes)
    lines = [say("missing.own", count=len(part.open_codes), what=what)]
    for block in part.open_blocks:
        if sheet.form.is_written(block):
            lines.append(say("missing.text", block=block.id, label=sheet.short(block.codes[0])))
            continue
        codes = [
            part.sheet.indicator(c).printed for c in block.codes if c not in part.sheet.figures
        ]
        lines.append(say("missing.block", block=block.id, count=len(codes), codes=", ".join(codes)))
    return lines if part.sheet.told_as else [*lines, _next(part.open_blocks)]


def _next(blocks: Sequence[Block]) -> str:
    """How to go on, with one of the blocks that would come later as the example."""
    if len(blocks) == 1:
        return say("missing.next")
    return say("missing.next_of_several", block=blocks[-1].id)
