"""Many tasks at once: a workbook or a pasted table, a preview, a tap. All of it or nothing.

quynh < (tệp giao-viec.xlsx)
bot   > Bảng có 500 nhiệm vụ cho 25 đơn vị. ... Gửi: ghi
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.dates.due_wording import DueReason
from domain.dates.moments import local
from domain.people.permissions import Action
from domain.reading.cells import Opened
from domain.talk.messages import Choice, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import DROP, NO, YES
from domain.tasks.assignment import Assignment, is_assignment, read_assignment
from domain.tasks.tasks import NewTask
from handlers.names.people import unit_name
from handlers.question import Answering, ask, settle
from handlers.tasks.assign import (
    doubt_words,
    fault_words,
    said,
    task_turn,
    template,
    told_lines,
    without_colon,
    write,
)
from handlers.tasks.coordinators import tell_coordinators
from handlers.tasks.resolve import Note, Resolved, resolve
from handlers.tasks.told import tell_assigned
from handlers.turn import TaskTurn
from handlers.wording.say import Asking, say
from handlers.wording.show_moments import show_date
from handlers.wording.show_unclear import unclear_words
from handlers.wording.understood import says
from reports.incoming.open_file import FORM_KINDS
from reports.incoming.read_tasks import LeftTable, TaskRows, read_task_sheets, read_task_text
from reports.incoming.unclear import Unclear
from reports.incoming.unreadable import UnreadableFile
from storage.tasks.tasks import ids_by_key

TABLE = "task.table"
ROWS_SHOWN = 12
SAMPLE = 3
RUN = 4  # rows in a row that are told by the first and the last


@dataclass(frozen=True, slots=True)
class Table:
    """A table, resolved row by row."""

    rows: tuple[tuple[int, Resolved], ...]
    repeated: tuple[tuple[int, int], ...]  # (row, the earlier row that says the same)
    known: frozenset[str]  # keys of tasks that stand already, with either reading of their day
    unclear: tuple[Unclear, ...] = ()  # cells and rows that are struck out, hidden, moved, ...
    left: tuple[LeftTable, ...] = ()  # further tables of the file

    @property
    def tasks(self) -> tuple[NewTask, ...]:
        return tuple(task for _, resolved in self.rows for task in resolved.tasks)

    @property
    def sound(self) -> bool:
        """No row has a fault."""
        broken = any(resolved.faults or resolved.missing for _, resolved in self.rows)
        return not broken and not self.repeated and not self.unclear


def propose(turn: TaskTurn, read: TaskRows) -> Reply:
    """Every fault with its row, or a preview that waits for a word; nothing is written yet."""
    if not turn.work.scope(turn.person, Action.ASSIGN_TASK):
        return Reply(say("task.assign.not_allowed"))
    drafts = read.drafts
    if not drafts and not read.unclear:
        lines = [*_left_lines(read.left), say("task.table.empty")]
        return Reply("\n".join(lines), (), (template(),))
    table = _resolved(turn, drafts, whole_day=False)
    table = replace(table, unclear=read.unclear, left=read.left)
    if not table.sound:
        return _faulty(table)
    known = len(table.known)
    if known == len(table.tasks):
        lines = [say("task.table.nothing_new", count=known), *_left_lines(table.left)]
        return Reply("\n".join(lines))
    return _preview(turn, table, known, drafts)


def _left_lines(left: Sequence[LeftTable]) -> list[str]:
    """Each further table that was not read, and what to do about it."""
    return [
        say(
            "task.table.left" if each.visible else "task.table.left_hidden",
            where=say("task.table.sheet", title=each.title)
            if each.title
            else say("task.table.number", number=each.number),
        )
        for each in left
    ]


def _resolved(turn: TaskTurn, drafts: Sequence[Assignment], *, whole_day: bool) -> Table:
    rows = tuple((draft.row, _row(turn, draft, whole_day)) for draft in drafts)
    first: dict[str, int] = {}
    repeated = [
        (row, first[task.key])
        for row, resolved in rows
        for task in resolved.tasks
        if first.setdefault(task.key, row) != row
    ]
    return Table(rows, tuple(repeated), _known(turn, drafts, rows))


def _row(turn: TaskTurn, draft: Assignment, whole_day: bool) -> Resolved:
    return resolve(turn.work, turn.person, draft, turn.work.today, whole_day=whole_day)


def _known(
    turn: TaskTurn, drafts: Sequence[Assignment], rows: Sequence[tuple[int, Resolved]]
) -> frozenset[str]:
    """The keys that stand already: the same table twice changes nothing, whichever way "trước
    ngày" was taken the first time."""
    readings = [
        (task.key, before.key, whole.key)
        for draft, (_, resolved) in zip(drafts, rows, strict=True)
        for task, before, whole in zip(
            resolved.tasks,
            _row(turn, draft, whole_day=False).tasks,
            _row(turn, draft, whole_day=True).tasks,
            strict=True,
        )
    ]
    standing = ids_by_key(turn.work.session, {key for keys in readings for key in keys})
    return frozenset(keys[0] for keys in readings if any(key in standing for key in keys))


def _faulty(table: Table) -> Reply:
    """Every fault once, with all the rows that have it."""
    rows_of: dict[str, list[int]] = {}
    for row, resolved in table.rows:
        for words in _words(resolved):
            rows_of.setdefault(words, []).append(row)
    for row, earlier in table.repeated:
        rows_of.setdefault(say("task.fault.repeated", row=earlier), []).append(row)
    for each in table.unclear:
        rows_of.setdefault(_unclear(each), []).append(each.row)
    faulty = {row for rows in rows_of.values() for row in rows}
    total = len({row for row, _ in table.rows} | faulty)
    lines = [say("task.table.faulty", total=total, count=len(faulty))]
    for words, rows in sorted(rows_of.items(), key=lambda item: item[1]):
        lines.append(say("task.table.fault", rows=_listed(rows), fault=words))
    return Reply("\n".join([*lines, *_left_lines(table.left), say("task.table.mend")]))


def _unclear(each: Unclear) -> str:
    words = unclear_words(each)
    if not each.column:
        return words
    return say("task.fault.unclear", column=say(f"task.column.{each.column}"), fault=words)


def _listed(rows: Sequence[int]) -> str:
    """3, 5, 8–40: a filter hides hundreds of rows in a run."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    told = ([f"{run[0]}–{run[-1]}"] if len(run) >= RUN else list(map(str, run)) for run in runs)
    return ", ".join(piece for pieces in told for piece in pieces)


def _words(resolved: Resolved) -> Iterable[str]:
    yield from (fault_words(fault) for fault in resolved.faults)
    for name in resolved.missing:
        yield say("task.fault.missing", column=say(f"task.column.{name}"))


def _preview(turn: TaskTurn, table: Table, known: int, drafts: Sequence[Assignment]) -> Reply:
    tasks = table.tasks
    units = {task.unit_id for task in tasks}
    lines = [say("task.table.preview", count=len(tasks), units=len(units))]
    if known:
        lines.append(say("task.table.known", count=known))
    if span := _span(tasks):
        lines.append(span)
    for task in tasks[:SAMPLE]:
        due = show_date(task.due_at) if task.due_at else say("task.due.none")
        unit = unit_name(turn.work, task.unit_id)
        lines.append(say("task.table.sample", unit=unit, title=task.title, due=due))
    doubts = [(row, doubt) for row, found in table.rows for doubt in found.doubts]
    lines += _doubt_lines(doubts)
    strictly = any(doubt.code == DueReason.STRICTLY_BEFORE for _, doubt in doubts)
    text_id = "task.table.send_before" if strictly else "task.table.send"
    data = {"drafts": list(map(said, drafts)), "read_on": turn.work.today.isoformat()}
    question = Question(TABLE, Wanted.FILE, data, _choices(strictly), say("question.table"))
    lines += _left_lines(table.left)
    return ask(turn, question, Asking("\n".join([*lines, say(text_id)])))


def _span(tasks: Sequence[NewTask]) -> str:
    dues = [local(task.due_at).date() for task in tasks if task.due_at]
    if not dues:
        return ""
    return say("task.table.span", first=show_date(min(dues)), last=show_date(max(dues)))


def _doubt_lines(doubts: Sequence[tuple[int, Note]]) -> list[str]:
    """Doubts of one kind together, the first with its words."""
    by_words: dict[str, list[int]] = {}
    for row, doubt in doubts:
        by_words.setdefault(doubt_words(doubt), []).append(row)
    lines = []
    for words, rows in list(by_words.items())[:ROWS_SHOWN]:
        listed = ", ".join(map(str, rows[:ROWS_SHOWN])) + ("…" if len(rows) > ROWS_SHOWN else "")
        lines.append(say("task.table.fault", rows=listed, fault=words))
    if len(by_words) > ROWS_SHOWN:
        lines.append(say("task.table.more_doubts", count=len(by_words) - ROWS_SHOWN))
    return lines


def _choices(strictly: bool) -> tuple[Choice, ...]:
    write_it = Choice(say("task.table.tap_write"), "go")
    day = Choice(say("task.table.tap_day"), "day")
    drop = Choice(say("task.assign.tap_drop"), "drop")
    return (write_it, day, drop) if strictly else (write_it, drop)


def go_on(answering: Answering) -> Reply | None:
    """The answer to the preview; None where it is none."""
    turn, question = task_turn(answering), answering.question
    word = answering.word
    drafts = tuple(Assignment(**each) for each in question.data["drafts"])
    if word in (DROP, NO):
        settle(answering, question)
        return Reply(say("task.table.dropped"))
    whole_day = word == "day" or says("preview", "whole_day", answering.said)
    write_it = word in ("go", YES) or says("preview", "write_table", answering.said)
    if not whole_day and not write_it:
        return None
    settle(answering, question)
    table = _resolved(turn, drafts, whole_day=whole_day)
    if not table.sound or question.data["read_on"] != turn.work.today.isoformat():
        return propose(turn, TaskRows(drafts))
    new, _ = write(turn, [task for task in table.tasks if task.key not in table.known])
    told = tell_assigned(turn.work, new, turn.person, turn.reply_key)
    others = tell_coordinators(turn.work, new, turn.person, turn.reply_key)
    lines = [say("task.table.written", count=len(new), units=len({t.unit_id for t in new}))]
    if table.known:
        lines.append(say("task.table.known", count=len(table.known)))
    return Reply("\n".join([*lines, *told_lines(turn, new, told, others)]))


_ANOTHER = re.compile(r"\s*[,;.]\s+(?:\S+\s+)?(?=giao\s)", re.IGNORECASE)


def take_several(turn: TaskTurn) -> Reply | None:
    """ "giao Bắc Sơn rà soát TTHC trước 30/9, giao Đa Lộc lập danh sách trước 25/9": both in one
    preview; None where a part of it is no assignment."""
    text, today = turn.incoming.text, turn.work.today
    if turn.incoming.choice or turn.incoming.file is not None or "\n" in text:
        return None
    parts = _ANOTHER.split(text)
    if len(parts) < 2 or not turn.work.scope(turn.person, Action.ASSIGN_TASK):
        return None
    read = [
        read_assignment(part, today)
        if is_assignment(part)
        else without_colon(replace(turn, incoming=replace(turn.incoming, text=part)))
        for part in parts
    ]
    drafts = tuple(replace(each, row=at) for at, each in enumerate(read, start=1) if each)
    return propose(turn, TaskRows(drafts)) if len(drafts) == len(parts) else None


_COMMAND = re.compile(r"\s*/?giao[ _-]?vi[eệ]c\s*\n", re.IGNORECASE)


def table_in_file(opened: Opened | None) -> TaskRows | None:
    """The assignments of a table; None where the file is something else or could not be read."""
    if opened is None or opened.refused or opened.kind in FORM_KINDS:
        return None
    try:
        return read_task_sheets(opened)
    except UnreadableFile:
        return None


def table_in_text(text: str, today: date) -> TaskRows | None:
    """The assignments of a pasted table, or of several lines "giao <unit>: ..."; else None."""
    if text.count("\n") == 0:
        return None
    if "\t" in text or "|" in text:
        try:
            return read_task_text(text)
        except UnreadableFile:  # more rows than any table has
            return None
    return _lines(text, today)


def _lines(text: str, today: date) -> TaskRows | None:
    """Every line an assignment: each with "giao", or all of them below the command."""
    commanded = _COMMAND.match(text)
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if commanded:
        lines = lines[1:]
    told = [line for _, line in lines if is_assignment(line) or (commanded and ":" in line)]
    if len(lines) < 2 or len(told) < len(lines):
        return None
    return TaskRows(
        tuple(replace(read_assignment(line, today), row=number) for number, line in lines)
    )
