"""A letter is shown as tasks, corrected by number, and given with one word.

quynh < Thông báo số 45/TB-UBND ngày 19/8/2024 … 1. Giao xã Bắc Sơn … 2. …
bot   > Đọc được 5 việc trong văn bản 45/TB-UBND (chưa gửi đi): …
quynh < 2 hạn 20/9
quynh < giao
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.people.permissions import Action
from domain.talk.messages import Choice, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import DROP, NO, YES
from domain.tasks.assignment import Assignment
from handlers.letters.items import drafts_of, letter_in
from handlers.names.people import unit_name
from handlers.question import Answering, ask, settle
from handlers.tasks.assign import doubt_words, fault_words, said, task_turn, told_lines, write
from handlers.tasks.assign_many import corrected
from handlers.tasks.coordinators import coordinator_words, tell_coordinators
from handlers.tasks.resolve import Resolved, resolve
from handlers.tasks.told import tell_assigned
from handlers.turn import TaskTurn
from handlers.wording.say import Asking, say
from handlers.wording.show_moments import show_full_until
from handlers.wording.understood import read_verdict, says

LETTER = "letter.draft"


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One item of the letter, and what it means."""

    draft: Assignment
    found: Resolved

    @property
    def sound(self) -> bool:
        """It can be given as it stands."""
        return bool(self.found.tasks)


def take_letter(turn: TaskTurn) -> Reply | None:
    """The reply to a letter, from somebody who may assign; None for any other text."""
    incoming = turn.incoming
    if not incoming.typed or "\n" not in incoming.text:
        return None
    if not turn.work.scope(turn.person, Action.ASSIGN_TASK):
        return None
    letter = letter_in(incoming.text, turn.work.today)
    if letter is None:
        return None
    drafts = drafts_of(turn, letter)
    named = sum(bool(draft.to) for draft in drafts)
    if not letter.numbered and 2 * named < len(drafts):
        return None  # strokes stand in front of much that orders nothing
    return _consider(turn, drafts)


def go_on(answering: Answering) -> Reply | None:
    """The answer to the preview; None where it is none."""
    turn, question = task_turn(answering), answering.question
    drafts = tuple(Assignment(**each) for each in question.data["drafts"])
    word = answering.word or read_verdict(answering.said)
    if word in (DROP, NO):
        settle(answering, question)
        return Reply(say("task.assign.dropped"))
    whole_day = word == "day" or says("preview", "whole_day", answering.said)
    if whole_day or word in ("go", YES) or says("preview", "send", answering.said):
        if not all(row.sound for row in _rows(turn, drafts, whole_day=whole_day)):
            return _consider(turn, drafts)
        settle(answering, question)
        return _give(turn, drafts, whole_day=whole_day)
    changed = corrected(turn, drafts, answering.said) if answering.said else None
    return None if changed is None else _consider(turn, changed)


def _rows(
    turn: TaskTurn, drafts: Sequence[Assignment], *, whole_day: bool = False
) -> tuple[ReadItem, ...]:
    today = turn.work.today
    return tuple(
        ReadItem(draft, resolve(turn.work, turn.person, draft, today, whole_day=whole_day))
        for draft in drafts
    )


def _consider(turn: TaskTurn, drafts: Sequence[Assignment]) -> Reply:
    """Every item as it is understood; what is wrong with one stands below it."""
    rows = _rows(turn, drafts)
    document = next((row.draft.document for row in rows if row.draft.document), "")
    named = say("letter.document", document=document) if document else ""
    lines = [say("letter.preview", count=len(rows), document=named)]
    for row in rows:
        lines += _shown(turn, row)
    strictly = any(row.found.strictly_before for row in rows)
    sound = all(row.sound for row in rows)
    if strictly and sound:
        lines.append(say("letter.whole_day"))
    lines.append(say("letter.send" if sound else "letter.mend"))
    question = Question(
        LETTER,
        Wanted.WORDS,
        {"drafts": [said(draft) for draft in drafts]},
        _options(sound=sound, strictly=strictly),
        say("question.letter"),
    )
    return ask(turn, question, Asking("\n".join(lines)))


def _options(*, sound: bool, strictly: bool) -> tuple[Choice, ...]:
    drop = Choice(say("task.assign.tap_drop"), "drop")
    if not sound:
        return (drop,)
    send = Choice(say("task.assign.tap_send"), "go")
    day = (Choice(say("task.assign.tap_day"), "day"),) if strictly else ()
    return (send, *day, drop)


def _shown(turn: TaskTurn, row: ReadItem) -> Iterator[str]:
    tasks, draft = row.found.tasks, row.draft
    names = ", ".join(unit_name(turn.work, task.unit_id) for task in tasks)
    due = say("task.due.none")
    if tasks and tasks[0].due_at:
        due = say("letter.due", due=show_full_until(tasks[0].due_at))
    elif not tasks:
        due = draft.due
    helpers = coordinator_words(turn.work, tasks[0].coordinators) if tasks else draft.coordinators
    yield say(
        "letter.item",
        row=draft.row,
        unit=names or draft.to or say("letter.nobody"),
        title=draft.title[:1].upper() + draft.title[1:],
        due=f" – {due}" if due else "",
        helpers=say("letter.helpers", names=helpers) if helpers else "",
    )
    for fault in row.found.faults:
        yield say("letter.fault", fault=fault_words(fault))
    for name in row.found.missing:
        yield say("letter.fault", fault=say(f"letter.missing.{name}", row=draft.row))
    for doubt in row.found.doubts:
        yield say("letter.doubt", words=doubt_words(doubt))


def _give(turn: TaskTurn, drafts: Sequence[Assignment], *, whole_day: bool) -> Reply:
    rows = _rows(turn, drafts, whole_day=whole_day)
    new, known = write(turn, [task for row in rows for task in row.found.tasks])
    told = tell_assigned(turn.work, new, turn.person, turn.reply_key)
    others = tell_coordinators(turn.work, new, turn.person, turn.reply_key)
    units = len({task.unit_id for task in new})
    lines = [say("task.table.written", count=len(new), units=units)]
    if known:
        lines.append(say("task.table.known", count=len(known)))
    return Reply("\n".join([*lines, *told_lines(turn, new, told, others)]))
