"""What a person does with a task of theirs in one message: taken note, progress, something in the
way, open again, a later reminder.

lan  < đã nhận 3
bot  > Đã ghi: chị Lan đã nhận việc 3 “Rà soát TTHC”, hạn thứ Bảy 31/8, còn 7 ngày làm việc.
lan  < 3 80%
bot  > Đã ghi: việc 3 “Rà soát TTHC” đạt 80% (trước đó 50%).
lan  < vướng 3 chờ số liệu của huyện
bot  > Đã báo UBND huyện Ân Thi: việc 3 “Rà soát TTHC” vướng: chờ số liệu của huyện.
lan  < mở lại 3
bot  > Đã mở lại việc 3 “Rà soát TTHC”, hạn thứ Bảy 31/8, còn 2 ngày làm việc.
lan  < nhắc lại 3 15h
bot  > Bot sẽ nhắc lại việc 3 “Rà soát TTHC” lúc 15:00 ngày 30/8/2024.
"""

from __future__ import annotations

from domain.dates.owed import of_task
from domain.talk.messages import Reply
from domain.tasks.details import read_snooze
from domain.tasks.tasks import Deed, Task
from domain.tasks.words import Act, Verb
from handlers.names.people import unit_name
from handlers.owed.later import remind_later, why_then
from handlers.owed.reason import reason_given, without_front
from handlers.tasks.ask import ask_words
from handlers.tasks.lines import due_day, due_words, named, title_of
from handlers.tasks.list import my_tasks
from handlers.tasks.notices import tell
from handlers.tasks.people import assigners, may_do
from handlers.turn import TaskTurn
from handlers.wording.say import say, say_ask
from handlers.wording.show_moments import show_date, show_moment
from handlers.wording.told import Told, told_words
from handlers.work import addressed
from storage.tasks.tasks import acknowledge, events, reopen, set_blocker, set_progress


def report_blocker(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Write the reason and pass it on."""
    number = turn.number(task)
    which = named(task, number)
    if task.completed_on is not None:
        return Reply(say("task.done.already", task=which, day=show_date(task.completed_on)))
    reason = without_front(act.rest)
    if not reason_given(reason):
        return ask_words(turn, say_ask("ask.task.why_blocked", task=which), task, Verb.BLOCKED)
    set_blocker(turn.work.session, task, reason, turn.by)
    told = told_words(_tell(turn, task, reason))
    noted = say("task.blocked.noted", task=which, reason=reason)
    return Reply(" ".join(filter(None, [noted, told, say("task.blocked.over", number=number)])))


def _tell(turn: TaskTurn, task: Task, reason: str) -> Told:
    unit = unit_name(turn.work, task.unit_id)

    def reply(number: str) -> Reply:
        return Reply(
            say(
                "task.blocked.told",
                unit=unit[:1].upper() + unit[1:],
                task=say("task.named", number=number, title=title_of(task)),
                reason=reason,
                name=addressed(turn.person),
                due=due_words(turn.work, task),
                number=number,
            )
        )

    others = [person for person in assigners(turn.work, task) if person != turn.person]
    key = f"{task.id}:blocked:{turn.reply_key}"
    return tell(turn.work, others, task, key, reply)


def report_unblocked(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Nothing is in the way any more; it is seen in the list, nobody is told at once."""
    which = named(task, turn.number(task))
    if not task.blocker:
        return Reply(say("task.blocked.none", task=which))
    set_blocker(turn.work.session, task, "", turn.by)
    return Reply(say("task.blocked.gone", task=which))


def acknowledge_new(turn: TaskTurn) -> Reply | None:
    """All open tasks of which the person has not taken note yet; None where there are none."""
    mine = [t for t in my_tasks(turn) if t.open and may_do(turn.work, turn.person, t)]
    new = [task for task in mine if not _has_taken_note(turn, task)]
    said = [acknowledge_task(turn, task, Act(Verb.ACKNOWLEDGE)) for task in new]
    turn.shows(*new)
    return Reply("\n".join(reply.text for reply in said)) if said else None


def _has_taken_note(turn: TaskTurn, task: Task) -> bool:
    entries = events(turn.work.session, task.id)
    return any(e.deed is Deed.ACKNOWLEDGED and e.official_id == turn.person.id for e in entries)


def acknowledge_task(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Once for each person."""
    if not _has_taken_note(turn, task):
        acknowledge(turn.work.session, task.id, turn.by)
    turn.shows(task)
    return Reply(
        say(
            "task.acknowledged",
            name=addressed(turn.person),
            task=named(task, turn.number(task)),
            due=due_words(turn.work, task),
        )
    )


def report_progress(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Write a percentage; a hundred is not yet "done", which the person has to say."""
    number = turn.number(task)
    which = named(task, number)
    if task.completed_on is not None:
        return Reply(say("task.done.already", task=which, day=show_date(task.completed_on)))
    percent = act.percent
    if percent is None or percent > 100:
        return Reply(say("task.progress.out_of_range", task=which))
    if percent != task.progress:
        set_progress(turn.work.session, task, percent, turn.by)
    turn.shows(task)
    changed = task.progress is not None and task.progress != percent
    before = say("task.progress.before", percent=task.progress) if changed else ""
    words = say("task.progress.noted", task=which, percent=percent, before=before)
    if percent == 100:
        words += " " + say("task.progress.all", number=number)
    return Reply(words)


def reopen_task(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Take back "xong"."""
    which = named(task, turn.number(task))
    if task.accepted_on is not None:
        return Reply(say("task.reopened.accepted", task=which))
    if task.completed_on is None:
        return Reply(say("task.reopened.open", task=which, due=due_words(turn.work, task)))
    reopen(turn.work.session, task, turn.by)
    due = due_words(turn.work, turn.changed(task.id))
    return Reply(say("task.reopened.noted", task=which, due=due))


def snooze_task(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Plan one more reminder, in place of one that was asked for before; until then the ladder is
    silent for this person."""
    number = turn.number(task)
    which = named(task, number)
    if not task.open:
        return Reply(say("task.snooze.closed", task=which))
    wanted = read_snooze(act.rest, turn.work.now)
    if wanted is None:
        text = say_ask("ask.task.remind_when", task=which, number=number)
        return ask_words(turn, text, task, Verb.SNOOZE)
    at = remind_later(turn.work, turn.person, of_task(task.id), wanted, task.due)
    if at is None:
        return Reply(say("task.snooze.too_late", task=which, due=due_day(task)))
    noted = say("task.snooze.noted", task=which, at=show_moment(at))
    return Reply(" ".join(filter(None, [noted, why_then(turn.work, wanted, at)])))
