"""One digest a person: what is due, who else owes something, then one question.

bot  > Chào bà Dung. Báo cáo công tác cải cách hành chính quý III năm 2024 của xã Bắc Sơn.
       Hạn Chủ nhật 15/9/2024 (ngày nghỉ), nên gửi trước 17 giờ thứ Sáu 13/9, còn 2 ngày làm việc.
       Còn chờ:
       - chị Lan (Văn phòng): còn 63 số                                             [nhắc tất cả]
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.dates.owed import StepKind
from domain.people.people import Official
from domain.talk.messages import Address, Choice, Reply
from handlers.desk.digest import desk_paragraph
from handlers.desk.returned import returned_words
from handlers.figures.ask_block import ask_block
from handlers.figures.complete import no_data_line, waiting_lines, waiting_words
from handlers.question import ask_at
from handlers.reminders.due import Due, first_own
from handlers.report.deadline import deadline_line
from handlers.report.estimates import estimates_line
from handlers.report.heading import owed_first, owed_later
from handlers.report.on_page import page_tap
from handlers.report.parts import Part
from handlers.report.stand import given_by_others, question_of
from handlers.tasks.reminders import TaskDue, digest_hint, digest_taps, task_lines
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_day
from handlers.work import Work, addressed
from storage.messages.outbox import digest_sent_on


def digest(
    work: Work,
    person: Official,
    dues: Sequence[Due],
    tasks: Sequence[TaskDue] = (),
    address: Address | None = None,
    key: str = "",
) -> Reply:
    """All that is due for one person, reports before tasks; then the first missing block, or the
    question about estimates."""
    first = first_own(dues)
    said = [_report(work, due, first) for due in dues if not due.estimates]
    said += _not_there(dues)
    if not digest_sent_on(work.session, person.id, work.today):
        said += filter(None, [desk_paragraph(work, person)])
    if tasks and address:
        said.append(task_lines(work, person, tasks))
    estimates = [part for due in dues if (part := due.estimates) and part.estimated_codes]
    greeting = say("remind.greeting", name=addressed(person))
    paragraphs = [" ".join([greeting, *said[:1]]), *said[1:]]
    taps = _nudge_tap(dues)
    if first is not None:
        return _with_block(work, person, first, paragraphs, estimates, taps)
    if tasks and address:
        paragraphs[-1] += "\n" + digest_hint(work, person, tasks)
        taps = (*taps, *digest_taps(work, person, tasks))
    if estimates and address:
        question, text = question_of(work, person, estimates)
        return ask_at(work, address, key, question, text.behind(*paragraphs), taps)
    return Reply("\n\n".join(paragraphs), taps)


def _not_there(dues: Sequence[Due]) -> list[str]:
    """What there is no figure of yet, beside the estimates of a report of which nothing else is
    told."""
    told = {due.sheet.obligation.id for due in dues if not due.estimates}
    asked = (part for due in dues if (part := due.estimates) and part.waiting_codes)
    return [waiting_words(part) for part in asked if part.sheet.obligation.id not in told]


def _with_block(
    work: Work,
    person: Official,
    own: Part,
    paragraphs: list[str],
    estimates: Sequence[Part],
    taps: tuple[Choice, ...],
) -> Reply:
    """What is missing is asked; beside it no second question: of estimates it is told what to
    send."""
    block = own.open_blocks[0]
    words = [] if own.sheet.form.is_written(block) else [say("remind.words")]
    if own.sheet.told_as:
        words.append(say("switch.hint"))
    count = sum(len(part.estimated_codes) for part in estimates)
    told = [_estimates(work, person, estimates, count)] if count else []
    paragraphs = [*paragraphs, *told, ask_block(own.sheet, block)]
    paragraphs += filter(None, ["\n".join(words)])
    tap = (Choice(say("estimates.tap"), "/van-dung"),) if count else ()
    return Reply("\n\n".join(paragraphs), (*taps, *tap, *page_tap(work, block)))


def _estimates(work: Work, person: Official, estimates: Sequence[Part], count: int) -> str:
    """How many there are, and those that somebody else has given."""
    if others := given_by_others(work, person, estimates):
        return say("estimates.stand_of_others", count=count, figures="\n".join(others))
    return say("estimates.stand_too", count=count)


def _report(work: Work, due: Due, first: Part | None) -> str:
    """One report; `first` is the part whose question stands at the end of the message."""
    sheet, part = due.sheet, due.part
    if due.step.name.kind is StepKind.RETURNED:
        return returned_words(work, sheet)
    if part is not None and not part.open_codes:
        return waiting_words(part)
    late = due.step.late and sheet.obligation.late_at(work.now)
    lines = [
        say(
            "remind.overdue" if late else "remind.report",
            title=sheet.regime.title,
            period=period_words(sheet.obligation.period_code),
            unit=sheet.unit.name,
        ),
        deadline_line(work, sheet),
    ]
    if part is None:
        return "\n".join([*lines, *_others(work, due)])
    if not due.step.late:
        lines.append(say("remind.closing", day=show_day(sheet.obligation.closes)))
    if part.absent:
        names = ", ".join(addressed(colleague) for colleague in part.absent)
        lines.append(say("remind.standing_in", names=names))
    if part.waiting_codes:
        lines.append(no_data_line(part.waiting_codes))
    lines += _others(work, due)
    lines.append(owed_first(part) if part is first else owed_later(part))
    return "\n".join(lines)


def _others(work: Work, due: Due) -> list[str]:
    """For a head of office or a chairman: who else owes something, and how much is an estimate."""
    if not due.heads:
        return []
    waiting = waiting_lines(work, due.sheet, due.part.fields if due.part else ())
    return waiting and [say("remind.waiting"), *waiting, *filter(None, [estimates_line(due.sheet)])]


def _nudge_tap(dues: Sequence[Due]) -> tuple[Choice, ...]:
    """One tap reminds all of them."""
    if not any(due.heads for due in dues):
        return ()
    return (Choice(say("nudge_own.tap_all"), "/nhac tat ca"),)
