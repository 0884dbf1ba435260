"""Many tasks at once: a workbook or a pasted table, a preview, a tap. A row that cannot be read is
named and waits for what it lacks beside the others; nothing is written before it has that, or is
left out in so many words.

quynh < (tệp giao-viec.xlsx)
bot   > Bảng có 500 nhiệm vụ cho 25 đơn vị. ... Gửi: ghi
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.dates.due_wording import DueReason
from domain.dates.moments import local
from domain.people.permissions import Action
from domain.reading.cells import Opened
from domain.talk.messages import Choice, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import DROP, NO, YES
from domain.tasks.assignment import Assignment, is_assignment, read_assignment, read_parts
from domain.tasks.tasks import NewTask
from domain.words import fold
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
from handlers.wording.understood import behind, says
from reports.incoming.open_file import FORM_KINDS
from reports.incoming.read_tasks import LeftTable, TaskRows, read_task_sheets, read_task_text
from reports.incoming.unclear import Unclear
from reports.incoming.unreadable import UnreadableFile
from storage.catalogue.words import folded
from storage.tasks.tasks import ids_by_key

TABLE = "task.table"
ROWS_SHOWN = 12
SAMPLE = 3
SOUND = "sound"  # the option that leaves out the rows with a fault
RUN = 4  # rows in a row that are told by the first and the last


@dataclass(frozen=True, slots=True)
class Table:
    """A table, resolved row by row."""

    rows: tuple[tuple[int, Resolved], ...]
    repeated: tuple[tuple[int, int], ...]  # (row, the earlier row that says the same)
    known: frozenset[str]  # keys of tasks that stand already, with either reading of their day

    @property
    def tasks(self) -> tuple[NewTask, ...]:
        return tuple(task for _, resolved in self.rows for task in resolved.tasks)

    @property
    def faulty(self) -> frozenset[int]:
        """The rows that cannot be given as they stand."""
        broken = {row for row, found in self.rows if found.faults or found.missing}
        return frozenset({*broken, *(row for row, _ in self.repeated)})


@dataclass(frozen=True, slots=True)
class Pasted:
    """What waits for an answer: the rows, and what is told of others and of further tables."""

    drafts: tuple[Assignment, ...]
    unclear: tuple[tuple[int, str], ...] = ()  # rows that are no plain cells, and why
    left: tuple[str, ...] = ()


def propose(turn: TaskTurn, read: TaskRows) -> Reply:
    """Every fault with its row, or a preview that waits for a word; nothing is written yet."""
    if not turn.work.scope(turn.person, Action.ASSIGN_TASK):
        return Reply(say("task.assign.not_allowed"))
    left = tuple(_left_lines(read.left))
    unclear = tuple((each.row, _unclear(each)) for each in read.unclear)
    if not read.drafts and not unclear:
        lines = [*left, say("task.table.empty")]
        return Reply("\n".join(lines), (), (template(),))
    pasted = Pasted(read.drafts, unclear, left)
    if not read.drafts or read.titles_unclear:
        lines = _faults(_resolved(turn, read.drafts, whole_day=False), unclear)
        return Reply("\n".join([*lines, *left, say("task.table.mend_file")]))
    return _considered(turn, pasted)


def _considered(turn: TaskTurn, pasted: Pasted) -> Reply:
    """The rows that are sound, and what the others lack; or the preview that a word sends."""
    table = _resolved(turn, pasted.drafts, whole_day=False)
    if table.faulty or pasted.unclear:
        return _to_mend(turn, table, pasted)
    known = len(table.known)
    if known == len(table.tasks):
        lines = [say("task.table.nothing_new", count=known), *pasted.left]
        return Reply("\n".join(lines))
    return _preview(turn, table, known, pasted)


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


def _to_mend(turn: TaskTurn, table: Table, pasted: Pasted) -> Reply:
    """Every fault, the rows that are sound, and how the others are put right or left out."""
    sound = _sound(table, pasted.drafts)
    lines = _faults(table, pasted.unclear)
    if sound:
        lines.append(say("task.table.sound", count=len(sound)))
        tasks = [t for row, found in table.rows if row not in table.faulty for t in found.tasks]
        lines += _samples(turn, tasks, ROWS_SHOWN)
    first = min(table.faulty, default=pasted.drafts[0].row)
    lines += [*pasted.left, say("task.table.mend", row=first)]
    rest = (Choice(say("task.table.tap_sound"), SOUND),) if sound else ()
    if sound:
        lines.append(say("task.table.only_sound"))
    drop = Choice(say("task.assign.tap_drop"), "drop")
    return _ask(turn, pasted, (*rest, drop), lines)


def _sound(table: Table, drafts: Sequence[Assignment]) -> tuple[Assignment, ...]:
    return tuple(draft for draft in drafts if draft.row not in table.faulty)


def _ask(
    turn: TaskTurn, pasted: Pasted, options: tuple[Choice, ...], lines: Sequence[str]
) -> Reply:
    data = {
        "drafts": list(map(said, pasted.drafts)),
        "read_on": turn.work.today.isoformat(),
        "unclear": [list(each) for each in pasted.unclear],
        "left": list(pasted.left),
    }
    question = Question(TABLE, Wanted.FILE, data, options, say("question.table"))
    return ask(turn, question, Asking("\n".join(lines)))


def _faults(table: Table, unclear: Sequence[tuple[int, str]]) -> list[str]:
    """Every fault once, with all the rows that have it."""
    rows_of: dict[str, list[int]] = {}
    for row, resolved in table.rows:
        for words in _words(resolved):
            rows_of.setdefault(words, []).append(row)
    for row, earlier in table.repeated:
        rows_of.setdefault(say("task.fault.repeated", row=earlier), []).append(row)
    for row, words in unclear:
        rows_of.setdefault(words, []).append(row)
    faulty = {row for rows in rows_of.values() for row in rows}
    total = len({row for row, _ in table.rows} | faulty)
    lines = [say("task.table.faulty", total=total, count=len(faulty))]
    for words, rows in sorted(rows_of.items(), key=lambda item: item[1]):
        lines.append(say("task.table.fault", rows=_listed(rows), fault=words))
    return lines


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


def _preview(turn: TaskTurn, table: Table, known: int, pasted: Pasted) -> Reply:
    tasks = table.tasks
    units = {task.unit_id for task in tasks}
    lines = [say("task.table.preview", count=len(tasks), units=len(units))]
    if known:
        lines.append(say("task.table.known", count=known))
    if span := _span(tasks):
        lines.append(span)
    lines += _samples(turn, tasks, SAMPLE)
    doubts = [(row, doubt) for row, found in table.rows for doubt in found.doubts]
    lines += _doubt_lines(doubts)
    strictly = any(doubt.code == DueReason.STRICTLY_BEFORE for _, doubt in doubts)
    text_id = "task.table.send_before" if strictly else "task.table.send"
    return _ask(turn, pasted, _choices(strictly), [*lines, *pasted.left, say(text_id)])


def _samples(turn: TaskTurn, tasks: Sequence[NewTask], most: int) -> list[str]:
    """The first tasks, a line each."""
    return [
        say(
            "task.table.sample",
            unit=unit_name(turn.work, task.unit_id),
            title=task.title,
            due=show_date(task.due_at) if task.due_at else say("task.due.none"),
        )
        for task in tasks[:most]
    ]


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
    word, data = answering.word, question.data
    drafts = tuple(Assignment(**each) for each in data["drafts"])
    unclear = tuple((row, words) for row, words in data.get("unclear", ()))
    pasted = Pasted(drafts, unclear, tuple(data.get("left", ())))
    if word in (DROP, NO):
        settle(answering, question)
        return Reply(say("task.table.dropped"))
    if word == SOUND or says("preview", "only_sound", answering.said):
        sound = _sound(_resolved(turn, drafts, whole_day=False), drafts)
        return _considered(turn, replace(pasted, drafts=sound, unclear=())) if sound else None
    whole_day = word == "day" or says("preview", "whole_day", answering.said)
    write_it = word in ("go", YES) or says("preview", "write_table", answering.said)
    if not whole_day and not write_it:
        changed = corrected(turn, drafts, answering.said)
        return None if changed is None else _considered(turn, replace(pasted, drafts=changed))
    table = _resolved(turn, drafts, whole_day=whole_day)
    if table.faulty or unclear or data["read_on"] != turn.work.today.isoformat():
        return _considered(turn, pasted)
    settle(answering, question)
    return _write(turn, table)


def _write(turn: TaskTurn, table: Table) -> Reply:
    new, _ = write(turn, [task for task in table.tasks if task.key not in table.known])
    told = tell_assigned(turn.work, new, turn.person, turn.reply_key)
    others = tell_coordinators(turn.work, new, turn.person, turn.reply_key)
    lines = [say("task.table.written", count=len(new), units=len({t.unit_id for t in new}))]
    if table.known:
        lines.append(say("task.table.known", count=len(table.known)))
    return Reply("\n".join([*lines, *told_lines(turn, new, told, others)]))


_BY_NUMBER = re.compile(r"\s*(?P<number>\d{1,4})\s*[:.)]?\s+(?P<words>\S.*)$")
_NUMBERS = re.compile(r"\d{1,4}")


def corrected(
    turn: TaskTurn, drafts: Sequence[Assignment], text: str
) -> tuple[Assignment, ...] | None:
    """ "bỏ 4", "2 hạn 20/9", "3 giao xã Đa Lộc", one a line; None where one of them is none."""
    changed = list(drafts)
    for line in filter(str.strip, re.split(r"[;\n]", text)):
        gone = _rows_left_out(line)
        if gone:
            left = [each for each in changed if each.row not in gone]
        else:
            left = _mended(turn, changed, line)
        if left == changed:
            return None
        changed = left
    return tuple(changed) if changed and changed != list(drafts) else None


def _rows_left_out(line: str) -> frozenset[int]:
    """ "bỏ 4", "bỏ dòng 3 và 5"; nothing but numbers stands behind the word."""
    gone = behind("wanted", "less", line) or ""
    between = folded("sentence", "together") | folded("letter", "number") | {"&"}
    others = _NUMBERS.sub(" ", fold(gone)).replace(",", " ").split()
    if not set(others) <= between:
        return frozenset()
    return frozenset(map(int, _NUMBERS.findall(gone)))


def _mended(turn: TaskTurn, drafts: list[Assignment], line: str) -> list[Assignment]:
    found = _BY_NUMBER.match(behind("letter", "number", line) or line)
    if found is None:
        return drafts
    row, words = int(found["number"]), found["words"]
    if (to := behind("letter", "give_to", words)) is not None:
        more = Assignment(to=to)
    else:
        more = read_parts(words, turn.work.today)
    return [replace(each.filled(more), row=row) if each.row == row else each for each in drafts]


_ANOTHER = re.compile(r"\s*[,;.]\s+(?:\S+\s+)?(?=giao\s)", re.IGNORECASE)


def take_several(turn: TaskTurn) -> Reply | None:
    """ "giao Bắc Sơn rà soát TTHC trước 30/9, giao Đa Lộc lập danh sách trước 25/9": both in one
    preview; None where a part of it is no assignment."""
    text, today = turn.incoming.text, turn.work.today
    if not turn.incoming.typed or "\n" in text:
        return None
    parts = _ANOTHER.split(text)
    if len(parts) < 2 or not turn.work.scope(turn.person, Action.ASSIGN_TASK):
        return None
    read = [
        read_assignment(part, today) if is_assignment(part) else without_colon(turn, part)
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


def table_in_text(turn: TaskTurn) -> TaskRows | None:
    """The assignments of a pasted table, or of several lines "giao <unit>: ..."; else None."""
    text = turn.incoming.text
    if text.count("\n") == 0:
        return None
    if "\t" in text or "|" in text:
        try:
            return read_task_text(text)
        except UnreadableFile:  # more rows than any table has
            return None
    return _lines(turn, text)


_BULLETS = " \t-–•+*"


def _lines(turn: TaskTurn, text: str) -> TaskRows | None:
    """Each line with "giao" is an assignment, below the command each that names somebody; what
    stands between goes on with the one before it."""
    commanded = _COMMAND.match(text)
    lines = [(n, line.strip(_BULLETS)) for n, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line]
    found: list[tuple[int, str]] = []
    for number, line in lines[1:] if commanded else lines:
        if _begins(turn, line, commanded=bool(commanded)):
            found.append((number, line))
        elif found:
            at, before = found[-1]
            found[-1] = (at, f"{before}; {line}")
        else:
            return None
    if len(found) < 2:
        return None
    return TaskRows(tuple(replace(_read_line(turn, line), row=at) for at, line in found))


def _begins(turn: TaskTurn, line: str, *, commanded: bool) -> bool:
    if fold(line).startswith("giao "):
        return True
    named = read_assignment(line, turn.work.today).to or without_colon(turn, line)
    return commanded and bool(named)


def _read_line(turn: TaskTurn, line: str) -> Assignment:
    """With the colon behind who is meant, or without; one that names nobody is asked for it."""
    read = read_assignment(line, turn.work.today)
    return read if read.to else without_colon(turn, line) or read
