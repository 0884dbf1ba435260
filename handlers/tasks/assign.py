"""Assigning a task: a typed line, a question for what is missing, a preview, a tap.

quynh < giao xa-bac-son: rà soát TTHC, báo cáo, trước 01/9
bot   > Giao việc (chưa gửi): ...
        “trước 01/9” hiểu là hết thứ Bảy 31/8/2024. Nếu tính cả ngày 1/9, gửi: giao cả ngày
quynh < giao
bot   > Đã giao việc 7 “Rà soát TTHC” cho xã Bắc Sơn, hạn thứ Bảy 31/8. Đã báo chị Lan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from domain.dates.due_wording import read_due
from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Attachment, Choice, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import DROP, NO, YES
from domain.tasks.assignment import (
    Assignment,
    behind_giao,
    is_assignment,
    read_assignment,
    read_parts,
)
from domain.tasks.tasks import NewTask, Priority, Task
from domain.words import fold, without_end
from handlers.names.everybody import means_everybody
from handlers.names.people import unit_name
from handlers.names.several import names_apart
from handlers.names.units import find_unit
from handlers.question import Answering, ask, ask_again, settle, shown_again
from handlers.tasks.coordinators import coordinator_words, out_of_reach, tell_coordinators
from handlers.tasks.lines import due_words, full_due, named, title_of
from handlers.tasks.people import doers
from handlers.tasks.resolve import (
    LONGEST_NAME,
    Note,
    Resolved,
    is_target,
    leads_named,
    person_of_unit,
    resolve,
    targets_in_front,
    units_meant,
)
from handlers.tasks.show import LONGEST, document_words
from handlers.tasks.told import tell_assigned
from handlers.turn import TaskTurn
from handlers.wording.in_place import behind_a_slip, in_place_of, without_slip
from handlers.wording.other_day import behind_slip
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.show_moments import show_date, show_full_day, show_moment
from handlers.wording.told import Told, names_of, told_words
from handlers.wording.understood import behind, parted, places, read_acts, read_verdict, says
from handlers.work import addressed
from reports.drawing import undrawn
from reports.workbook.task_template import WIDTHS, TaskTable
from storage.catalogue.words import folded, phrases
from storage.tasks.tasks import assign, ids_by_key, tasks_by_id

TEMPLATE_NAME = "mau-giao-viec.xlsx"
DRAFT = "task.draft"
UNITS_SHOWN = 20
SHORTEST_TITLE = 2  # words
SHOWN_MOST = 10


def begin(turn: TaskTurn, text: str) -> Reply:
    """`/giaoviec`, alone or with what is to be assigned."""
    if not _may_assign(turn):
        return Reply(say("task.assign.not_allowed"))
    draft = _with_person_apart(turn, read_assignment(text, turn.work.today))
    if draft == Assignment():
        asked = ask(turn, draft_question(turn, draft), say_ask("ask.assign.how"))
        return replace(asked, files=(template(),))
    return _consider(turn, draft)


def propose(turn: TaskTurn, draft: Assignment) -> Reply:
    """An assignment that was said in other words: shown, and asked for what it lacks."""
    if not _may_assign(turn):
        return Reply(say("task.assign.not_allowed"))
    return _consider(turn, draft)


def unread(turn: TaskTurn) -> Reply | None:
    """An assignment without the colon behind its unit, shown as it was understood; how one is
    written, to "giao ..." that names nobody; None for any other text."""
    begins = fold(turn.incoming.text).split()[:1]
    if begins != ["giao"] or turn.incoming.choice or not _may_assign(turn):
        return None
    draft = without_colon(turn, turn.incoming.text)
    return Reply(say("task.assign.unread")) if draft is None else _consider(turn, draft)


def without_colon(turn: TaskTurn, text: str) -> Assignment | None:
    """ "giao Bắc Sơn với Đa Lộc rà soát hộ nghèo trước thứ sáu": the longest beginning that is
    somebody; a person below with or without the unit leads the task of that unit."""
    said = without_end(behind_giao(text), folded("sentence", "polite"))
    words = said.split()
    if words and fold(words[0]) in folded("sentence", "before_person"):
        words = words[1:]
    units, rest = targets_in_front(turn.work, turn.person, words, SHORTEST_TITLE)
    if units:
        return _to(turn, ", ".join(units), "", rest)
    for length in range(min(LONGEST_NAME, len(words) - SHORTEST_TITLE), 0, -1):
        name = " ".join(words[:length]).strip(" ,;:")
        if whom := person_of_unit(turn.work, turn.person, name):
            return _to(turn, *whom, words[length:])
    return None


def _to(turn: TaskTurn, to: str, lead: str, words: Sequence[str]) -> Assignment:
    parts = read_parts(" ".join(words), turn.work.today, led_by_title=True)
    return replace(parts, to=to, lead=lead or parts.lead)


def _with_person_apart(turn: TaskTurn, draft: Assignment) -> Assignment:
    """ "chị Lan xã Bắc Sơn" in front of the colon: the unit, and who leads."""
    units = names_apart(draft.to)
    if draft.lead or all(is_target(turn.work, turn.person, name) for name in units):
        return draft  # "Bắc Sơn, Phù Ủng" names no "bác"
    whom = person_of_unit(turn.work, turn.person, draft.to)
    return replace(draft, to=whom[0], lead=whom[1]) if whom else draft


def template() -> Attachment:
    """The empty table for many tasks at once."""
    words = TaskTable(
        titles={name: say(f"task.column.{name}") for name in WIDTHS},
        sheets=(say("task.template.table"), say("task.template.guide_title")),
        guide=tuple(say("task.template.guide").splitlines()),
        priorities=tuple(say(f"task.priority_word.{priority.value}") for priority in Priority),
    )
    return undrawn(TEMPLATE_NAME, words)


def _may_assign(turn: TaskTurn) -> bool:
    return bool(turn.work.scope(turn.person, Action.ASSIGN_TASK))


def go_on(answering: Answering) -> Reply | None:
    """The answer to a preview or to a question about what is missing; None where it is none."""
    turn, question = task_turn(answering), answering.question
    (draft,) = (Assignment(**each) for each in question.data["drafts"])
    read_on = date.fromisoformat(question.data["read_on"])
    word = answering.word or read_verdict(answering.said)
    whole_day = word == "day" or says("preview", "whole_day", answering.said)
    if whole_day or word in ("go", YES) or says("preview", "send", answering.said):
        if shown := shown_again(answering):
            return shown
        settle(answering, question)
        return _send(turn, draft, read_on, whole_day=whole_day)
    if word in (DROP, NO):
        settle(answering, question)
        return Reply(say("task.assign.dropped"))
    if is_assignment(answering.said):
        return _instead(draft, begin(turn, answering.said))
    if read_acts(answering.said):
        return None
    if (
        fold(answering.said).startswith("giao ")
        and (another := without_colon(turn, answering.said)) is not None
    ):
        return _instead(draft, _consider(turn, another))
    if _asks(turn, draft, answering.said):
        return None
    more = _in_place(turn, draft) or _other_units(turn, draft) or _more(turn, draft, read_on)
    said_less = behind("preview", "less", without_slip(answering.said))
    if more is None and (said_less or "giao" in fold(answering.said).split()):
        unread = say("task.assign.unchanged", said=answering.said)
        return ask_again(answering, question, unread)
    if answering.elsewhere and not (more and _fits(turn, draft, more)):
        return None
    return None if more is None else _consider(turn, replace(draft.filled(more), row=0))


def _asks(turn: TaskTurn, draft: Assignment, said: str) -> bool:
    """ "hôm nay thứ mấy", "kết quả hộ ngập": no unit and no day, however much it is like one. A
    title that is wanted, and what is given by its label, may be any words."""
    if ":" in said:
        return False
    if not draft.title:
        return said.rstrip().endswith("?")
    if read_due(said, turn.work.today).on:
        return bool(places("looked", "asks_when", said))
    return behind("result", "show", said) is not None or bool(places("looked", "asks", said))


def _instead(draft: Assignment, reply: Reply) -> Reply:
    """Another assignment, and that the one that was shown has not gone out."""
    if not draft.title:
        return reply
    title = draft.title[:1].upper() + draft.title[1:]
    words = say("task.assign.instead", title=title, unit=draft.to)
    return replace(reply, text=f"{words}\n\n{reply.text}")


def _fits(turn: TaskTurn, draft: Assignment, more: Assignment) -> bool:
    """Everything that it says can be read: a day, a unit, a person; a title may be any words."""
    if more.title:
        return False
    given = said(more)
    faults = resolve(turn.work, turn.person, draft.filled(more), turn.work.today).faults
    return not any(fault.column in given for fault in faults)


def _in_place(turn: TaskTurn, draft: Assignment) -> Assignment | None:
    """ "không phải Phù Ủng mà Đa Lộc", "nhầm, Đa Lộc cơ": another unit in the place of one of the
    draft; "không phải 20/9 mà 25/9": another day."""
    text, today = turn.incoming.text, turn.work.today
    units = [name for name in re.split(r"\s*,\s*", draft.to) if name]
    if found := in_place_of(text):
        wrong, right = found
        if is_target(turn.work, turn.person, right):
            left = [name for name in units if not _same_unit(turn, name, wrong)]
            return Assignment(to=", ".join([*left, right])) if len(left) < len(units) else None
        days = read_parts(wrong, today), read_parts(right, today)
        return days[1] if all(each.due and not each.title for each in days) else None
    said = without_slip(text)
    slipped = behind_slip(text) is not None and len(units) == 1
    return Assignment(to=said) if slipped and is_target(turn.work, turn.person, said) else None


def _same_unit(turn: TaskTurn, name: str, other: str) -> bool:
    scope = turn.work.scope(turn.person, Action.ASSIGN_TASK)
    units = {unit_id: turn.work.units[unit_id] for unit_id in scope}
    found, same = (find_unit(each, units, turn.work.today) for each in (name, other))
    return found.unit_id is not None and found.unit_id == same.unit_id


def _other_units(turn: TaskTurn, draft: Assignment) -> Assignment | None:
    """ "thêm Phù Ủng", "trừ Hạ Lễ ra", "thôi không giao Bắc Sơn, chỉ Phù Ủng": the units of the
    draft."""
    last = re.split(r"[,;]", turn.incoming.text)[-1]
    small = folded("sentence", "polite") | folded("in_place", "end") | folded("excepted", "end")
    # "chỉ" is no "chị" in front of a name
    more, less = (
        behind("preview", way, last) or behind("preview", way, without_slip(last))
        for way in ("more", "less")
    )
    only = behind("preview", "only", last)
    name = without_end(more or only or less or "", small)
    if not draft.to or not name or not is_target(turn.work, turn.person, name):
        return None
    if only:
        return Assignment(to=name)
    names = _each_named(turn, draft.to)
    left = [each for each in names if not _same_unit(turn, each, name)]
    if more:
        return Assignment(to=", ".join([*left, name]))
    return Assignment(to=", ".join(left)) if left and len(left) < len(names) else None


def _each_named(turn: TaskTurn, to: str) -> list[str]:
    """The names of those who are meant, each by its own: of "các xã trừ Hạ Lễ" too."""
    if means_everybody(to) or parted("excepted", "but", to):
        return [unit_name(turn.work, id_) for id_ in units_meant(turn.work, turn.person, to)]
    return names_apart(to)


def _left_out(turn: TaskTurn, draft: Assignment) -> Assignment:
    """ "giao các xã: rà soát hộ nghèo, trừ Hạ Lễ": a unit behind the title is none of those that
    are meant, and no word of it."""
    found = parted("excepted", "but", draft.title)
    if not found or not draft.to:
        return draft
    names = names_apart(found[1])
    if not names or not all(is_target(turn.work, turn.person, name) for name in names):
        return draft
    word = phrases("excepted")["but"][0]
    return replace(draft, title=found[0].strip(" ,"), to=f"{draft.to} {word} {', '.join(names)}")


def task_turn(answering: Answering) -> TaskTurn:
    """The same message as one about tasks."""
    return TaskTurn(answering.work, answering.person, answering.incoming)


def _more(turn: TaskTurn, draft: Assignment, today: date) -> Assignment | None:
    """Further words; words without a label are the first thing that is missing."""
    more = read_parts(behind_a_slip(turn.incoming.text), today)
    bare = without_end(without_slip(turn.incoming.text), folded("preview", "also"))
    plain = read_parts(bare, today)
    if plain.due and not plain.title and more.title:
        return plain  # "à hạn để thứ 2 tuần sau", "5/10 cũng được"
    changed = read_parts(behind("preview", "changed", turn.incoming.text) or "", today)
    if changed.due and not changed.title:
        return changed
    if not more.title or ":" in turn.incoming.text:
        return None if more == Assignment() else more
    missing = resolve(turn.work, turn.person, draft, turn.work.today)
    if "to" in missing.missing or any(fault.column == "to" for fault in missing.faults):
        return replace(more, to=more.title, title="")
    if "title" in missing.missing:
        return more
    if "due" in missing.missing or any(fault.column == "due" for fault in missing.faults):
        return replace(more, due=more.title, title="")
    return None


def _consider(turn: TaskTurn, draft: Assignment) -> Reply:
    """Show what was understood; ask for what is missing, or for the word that sends it."""
    today, draft = turn.work.today, _left_out(turn, draft)
    resolved = resolve(turn.work, turn.person, draft, today)
    lines = [say("task.assign.preview"), *_understood(turn, draft, resolved)]
    lines += [say("task.assign.fault", fault=fault_words(fault)) for fault in resolved.faults]
    if resolved.missing:
        lines.append(say(f"task.assign.missing.{resolved.missing[0]}"))
        return _ask(turn, draft, lines, (_drop(),))
    if resolved.faults:
        lines.append(_mend(resolved.faults[0].column))
        return _ask(turn, draft, lines, (_drop(),))
    leads = leads_named(draft)
    if len(leads) > 1:
        others = ", ".join(leads[1:])
        lines.append(say("task.assign.one_lead", lead=leads[0], others=others))
    lines += [doubt_words(doubt) for doubt in resolved.doubts]
    if resolved.strictly_before:
        lines[-1] += " " + say("task.assign.send_day")
    if lacking := _lacking(draft, resolved):
        lines.append(say("task.assign.lacking", fields=lacking))
    lines.append(say("task.assign.send"))
    return _ask(turn, draft, lines, _choices(resolved))


def _ask(
    turn: TaskTurn, draft: Assignment, lines: Sequence[str], options: tuple[Choice, ...]
) -> Reply:
    return ask(turn, draft_question(turn, draft, options), Asking("\n".join(lines)))


def draft_question(turn: TaskTurn, draft: Assignment, options: tuple[Choice, ...] = ()) -> Question:
    """An assignment that waits for what is missing, or for the word that sends it."""
    data = {"drafts": [said(draft)], "read_on": turn.work.today.isoformat()}
    return Question(DRAFT, Wanted.DRAFT, data, options, say("question.assignment"))


def said(draft: Assignment) -> dict[str, Any]:
    """An assignment as plain data."""
    return {name: value for name, value in asdict(draft).items() if value}


def _understood(turn: TaskTurn, draft: Assignment, resolved: Resolved) -> Iterator[str]:
    """The fields that were given, as they are understood."""
    tasks = resolved.tasks
    units = [unit_name(turn.work, task.unit_id) for task in tasks]
    if units:
        shown = ", ".join(units[:UNITS_SHOWN])
        more = len(units) - UNITS_SHOWN
        shown += say("task.assign.more_units", count=more) if more > 0 else ""
        yield say("task.assign.field", name=say("task.column.to"), value=shown)
    elif draft.to:
        yield say("task.assign.field", name=say("task.column.to"), value=draft.to)
    if draft.title:
        title = draft.title[:1].upper() + draft.title[1:]
        yield say("task.assign.field", name=say("task.column.title"), value=title)
    if tasks or resolved.due:
        due = full_due(turn.work, resolved.due)
        yield say("task.assign.field", name=say("task.column.due"), value=due)
    for name in ("product", "lead", "coordinators", "accountable", "authority", "priority"):
        value = getattr(draft, name)
        if name == "coordinators" and tasks:
            value = coordinator_words(turn.work, tasks[0].coordinators)
        if name == "lead" and len(tasks) == 1 and tasks[0].lead_id:
            value = addressed(turn.work.people[tasks[0].lead_id])
        if value:
            yield say("task.assign.field", name=say(f"task.column.{name}"), value=value)
    cited = tasks[0].document.number if tasks else draft.document
    words = document_words(_as_task(tasks[0])) if tasks and cited else cited
    if words:
        yield say("task.assign.field", name=say("task.column.document"), value=words)


def _mend(column: str) -> str:
    """How the field is sent again."""
    known = column if column in ("to", "due", "title") else "other"
    return say(f"task.assign.mend.{known}")


def _as_task(new: NewTask) -> Task:
    """For the words that are made of a task, before it has an id."""
    return Task(**{name: getattr(new, name) for name in new.__dataclass_fields__}, id=0, number=0)


def _lacking(draft: Assignment, resolved: Resolved) -> str:
    """The fields of a clear task that are not given and not required."""
    names = ("product", "document", "lead", "accountable", "authority")
    known = {"lead"} if any(task.lead_id for task in resolved.tasks) else set[str]()
    lacking = [name for name in names if not getattr(draft, name) and name not in known]
    return ", ".join(say(f"task.column.{name}").lower() for name in lacking)


def _choices(resolved: Resolved) -> tuple[Choice, ...]:
    send = Choice(say("task.assign.tap_send"), "go")
    day = Choice(say("task.assign.tap_day"), "day")
    return (send, day, _drop()) if resolved.strictly_before else (send, _drop())


def _drop() -> Choice:
    return Choice(say("task.assign.tap_drop"), "drop")


def fault_words(fault: Note) -> str:
    """What is wrong with a field."""
    fields = {
        name: show_full_day(value) if isinstance(value, date) else value
        for name, value in fault.fields.items()
    }
    column = say(f"task.column.{fault.column}")
    return say(f"task.fault.{fault.code}", column=column, **fields)


def doubt_words(doubt: Note) -> str:
    """How a doubtful date was understood."""
    on, after = doubt.fields["on"], doubt.fields["after"]
    return say(
        f"task.doubt.{doubt.code}",
        said=doubt.fields["said"],
        on=show_full_day(on),
        after=show_date(after),
    )


def _send(turn: TaskTurn, draft: Assignment, today: date, *, whole_day: bool) -> Reply:
    resolved = resolve(turn.work, turn.person, draft, today, whole_day=whole_day)
    if not resolved.tasks:
        return _consider(turn, draft)
    return give(turn, resolved.tasks)


def give(turn: TaskTurn, tasks: Sequence[NewTask]) -> Reply:
    """Write the tasks and tell those who owe them; what had been assigned before is named."""
    new, known = write(turn, tasks)
    told = tell_assigned(turn.work, new, turn.person, turn.reply_key)
    others = tell_coordinators(turn.work, new, turn.person, turn.reply_key)
    lines = _assigned_lines(turn, new)
    lines += [_known_line(turn, task) for task in known[:SHOWN_MOST]]
    lines += told_lines(turn, new, told, others)
    return Reply("\n".join(lines))


def write(turn: TaskTurn, tasks: Sequence[NewTask]) -> tuple[list[Task], list[Task]]:
    """Write the tasks; the new ones, and those that had been assigned before."""
    session = turn.work.session
    before = ids_by_key(session, [task.key for task in tasks])
    fresh = (task for task in tasks if task.key not in before)
    new_ids = [new_id for task in fresh if (new_id := assign(session, task, turn.by))]
    for new_id in new_ids:
        turn.changed(new_id)
    by_id = tasks_by_id(session, [*new_ids, *before.values()])
    return [by_id[id_] for id_ in new_ids], [by_id[id_] for id_ in before.values()]


def _assigned_lines(turn: TaskTurn, new: Sequence[Task]) -> list[str]:
    """A line a task; one line for the same task of several units."""
    same = {(task.title, task.due) for task in new}
    if len(new) > 2 and len(same) == 1:
        return [_given_to_all(turn, new)]
    lines = [_assigned_line(turn, task) for task in new[:SHOWN_MOST]]
    if len(new) > SHOWN_MOST:
        lines.append(say("task.assign.done_more", count=len(new) - SHOWN_MOST))
    return lines


def _given_to_all(turn: TaskTurn, new: Sequence[Task]) -> str:
    """How the task of each unit is called from now on."""
    numbers = turn.numbers(new)
    shown = "; ".join(numbers[task.id] for task in new[:SHOWN_MOST])
    more = say("task.assign.done_more", count=len(new) - SHOWN_MOST)
    return say(
        "task.assign.done_all",
        title=title_of(new[0], LONGEST),
        count=len(new),
        due=due_words(turn.work, new[0]),
        numbers=f"{shown} {more}" if len(new) > SHOWN_MOST else shown,
    )


def _assigned_line(turn: TaskTurn, task: Task) -> str:
    lead = turn.work.people.get(task.lead_id or "")
    unit = unit_name(turn.work, task.unit_id)
    to = say("task.assign.to_lead", unit=unit, name=addressed(lead)) if lead else unit
    which = named(task, turn.number(task))
    return say("task.assign.done", task=which, unit=to, due=due_words(turn.work, task))


def _known_line(turn: TaskTurn, task: Task) -> str:
    return say(
        "task.assign.known",
        title=title_of(task, LONGEST),
        unit=unit_name(turn.work, task.unit_id),
        day=show_date(task.assigned_on),
        number=turn.number(task),
    )


def told_lines(
    turn: TaskTurn,
    new: Sequence[Task],
    told: Told,
    others: Told,
) -> list[str]:
    """Who is told, and when; which units have nobody whom the bot reaches; and who coordinates."""
    unheard = _unheard(turn, new, told.reached)
    lines = list(filter(None, [told_words(replace(told, missed=()) if unheard else told)]))
    if unheard:
        lines.append(say("task.assign.unheard", names=", ".join(unheard)))
    if others.now:
        lines.append(say("task.coordinate.told", names=names_of(others.now)))
    if others.later and others.at:
        names, at = names_of(others.later), show_moment(others.at)
        lines.append(say("task.coordinate.told_later", names=names, at=at))
    if unknown := dict.fromkeys(name for task in new for name in out_of_reach(turn.work, task)):
        lines.append(say("task.coordinate.unheard", names=", ".join([*unknown][:SHOWN_MOST])))
    return lines


def _unheard(turn: TaskTurn, new: Sequence[Task], told: Sequence[Official]) -> list[str]:
    """The units whose task nobody has heard of; one's own unit may be told by oneself."""
    heard = {*told, turn.person}
    deaf = [task for task in new if heard.isdisjoint(doers(turn.work, task))]
    names = dict.fromkeys(unit_name(turn.work, task.unit_id) for task in deaf)
    shown = list(names)[:SHOWN_MOST]
    return [*shown, *(["…"] if len(names) > SHOWN_MOST else [])]
