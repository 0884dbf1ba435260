"""What a message has to do with tasks: an act by words or by a tap, an assignment, a table, or the
answer to a question about a task. None of it: the message is about something else.

A task word makes a text a task answer. A bare "3 80%" is one only while a list of tasks was the
last thing shown; otherwise it may be two figures, and is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Attachment, Reply
from domain.tasks.assignment import is_assignment
from domain.tasks.tasks import Task
from domain.tasks.words import Act, Verb
from domain.words import fold
from handlers.names.people import unit_name
from handlers.names.units import unit_and_rest
from handlers.question import open_question
from handlers.tasks import assign, assign_many
from handlers.tasks.acts import (
    acknowledge_task,
    reopen_task,
    report_blocker,
    report_progress,
    report_unblocked,
    snooze_task,
)
from handlers.tasks.ask import (
    GUESSED_AT_MOST,
    NUMBER,
    ask_figures_or_task,
    ask_guessed,
    ask_number,
    ask_which,
    ask_which_task,
    ask_yes,
    forget_done,
)
from handlers.tasks.assign_many import table_in_file, table_in_text
from handlers.tasks.coordinators import may_look
from handlers.tasks.done import report_done
from handlers.tasks.evidence import kept_with, take_file
from handlers.tasks.hand_over import hand_over_all, hand_over_tasks
from handlers.tasks.lines import named
from handlers.tasks.list import my_tasks, show_list
from handlers.tasks.nudge import nudge_task
from handlers.tasks.overtaken import overtaken
from handlers.tasks.people import may_do, may_judge, may_see
from handlers.tasks.show import show_task
from handlers.tasks.undo import undo_task
from handlers.tasks.verdict import approve, disapprove, want_extension, withdraw_task
from handlers.tasks.which import tasks_meant
from handlers.turn import TaskTurn
from handlers.wording.say import say, say_ask
from handlers.wording.understood import behind, read_acts
from handlers.work import Work, addressed
from storage.catalogue.words import folded
from storage.messages.conversations import shown_last
from storage.tasks.tasks import lock_task

Do = Callable[[TaskTurn, Task, Act], Reply]

OWN: Mapping[Verb, Do] = {
    Verb.DONE: report_done,
    Verb.PROGRESS: report_progress,
    Verb.BLOCKED: report_blocker,
    Verb.UNBLOCKED: report_unblocked,
    Verb.EXTEND: want_extension,
    Verb.REOPEN: reopen_task,
    Verb.ACKNOWLEDGE: acknowledge_task,
    Verb.SNOOZE: snooze_task,
}
"""Acts of those who owe a task."""

THEIRS: Mapping[Verb, Do] = {
    Verb.ACCEPT: approve,
    Verb.RETURN: disapprove,
    Verb.WITHDRAW: withdraw_task,
    Verb.NUDGE: nudge_task,
}
"""Acts of those who have assigned it."""

BACK: Mapping[Verb, str] = {
    Verb.DONE: "task.back.undo",
    Verb.PROGRESS: "task.back.undo",
    Verb.BLOCKED: "task.back.undo",
    Verb.UNBLOCKED: "task.back.undo",
    Verb.EXTEND: "task.back.extend",
}
"""How it is taken back, where it can be by one word."""

_NOT_DONE = frozenset({Verb.REOPEN, Verb.PROGRESS, Verb.BLOCKED, Verb.EXTEND, Verb.SNOOZE})
"""Said of a task they answer with no whether it is done."""
_OF_ALL = frozenset({Verb.SNOOZE, Verb.ACKNOWLEDGE})
"""What is done with all tasks that were shown, where none is named."""
_VERBS = frozenset(verb.value for verb in Verb)


def take_task_words(turn: TaskTurn) -> Reply | None:
    """The reply to a message that is about tasks by itself; None for any other."""
    work, person, incoming = turn.work, turn.person, turn.incoming
    if incoming.choice.startswith("task:"):
        return _tapped(turn, incoming.choice.split(":")[1:])
    if incoming.file is not None:
        return _filed(turn, incoming.file)
    table = table_in_text(turn)
    if table is not None:
        return assign_many.propose(turn, table)
    if is_assignment(incoming.text):
        return assign.begin(turn, incoming.text)
    if reply := undo_task(work, person, incoming):
        return reply
    acts = read_acts(incoming.text)
    return _acts(turn, acts) if acts else None


def _filed(turn: TaskTurn, file: Attachment) -> Reply | None:
    """A file: the evidence of a task, a table of assignments, or something else."""
    acts = read_acts(turn.incoming.text)
    if acts and acts[0].verb is Verb.DONE and acts[0].numbers:
        return _acts(turn, acts)
    table = table_in_file(turn.incoming.opened)
    if table is not None:
        return assign_many.propose(turn, table)
    return take_file(turn, file)


# Acts


def act_on(turn: TaskTurn, act: Act) -> Reply | None:
    """The reply to one act; None where it names no task and none was shown."""
    return _act(turn, act)


def _acts(turn: TaskTurn, acts: Sequence[Act]) -> Reply | None:
    if len(acts) > 1:
        replies = [reply for act in acts if (reply := _act(turn, act))]
        return Reply("\n".join(reply.text for reply in replies)) if replies else None
    return _with_other(turn, acts[0]) or _act(turn, acts[0])


def _with_other(turn: TaskTurn, act: Act) -> Reply | None:
    """ "việc 2 xong, việc 1 còn 1 thôn nữa": what follows is said of another task, no note of
    this one; None where nothing of another one follows."""
    other = next(iter(read_acts(act.rest.strip(" ,;"))), None) if act.verb is Verb.DONE else None
    if other is None or not act.numbers or not other.numbers or other.numbers == act.numbers:
        return None
    if other.verb is not Verb.SHOW:
        return None
    for tasks in tasks_meant(turn, other).choices[:1]:
        for task in tasks:
            forget_done(turn, task)
    reply = _act(turn, replace(act, rest=""))
    said = act.rest.strip(" ,;")
    return (
        replace(reply, text=f"{reply.text}\n\n{say('task.unread', said=said)}") if reply else None
    )


def _act(turn: TaskTurn, act: Act) -> Reply | None:
    if act.bare:
        return _bare(turn, act)
    if not act.numbers:
        return _without_number(turn, act)
    return on_numbers(turn, act)


def on_numbers(turn: TaskTurn, act: Act) -> Reply:
    """An act on tasks by their numbers; a number that is unknown, or of several units, is asked
    about."""
    meant = tasks_meant(turn, act)
    if len(turn.guessed) > 1:
        return ask_which_task(turn, turn.guessed, replace(act, rest=meant.rest))
    if len(meant.choices) > 1:
        return ask_which(turn, meant.choices, replace(act, rest=meant.rest))
    if not meant.choices:
        listed = show_list(turn)
        text = say("task.no_such_number", number=meant.said)
        return replace(listed, text=f"{text}\n{listed.text}")
    tasks = [turn.locked(task.id) for task in meant.choices[0]]
    act = replace(act, rest=meant.rest)
    if turn.guessed and act.verb is not Verb.SHOW:
        return ask_guessed(turn, tasks, act)
    if not act.sure:
        which = "; ".join(named(task, turn.number(task)) for task in tasks)
        return ask_yes(turn, say_ask("ask.task.these", tasks=which), tasks, act)
    return perform(turn, tasks, act)


def perform(turn: TaskTurn, tasks: Sequence[Task], act: Act) -> Reply:
    """Do it to each of the tasks, where the person may."""
    if act.verb is Verb.HAND_OVER:
        late = [words for task in tasks if (words := _overtaken(turn, task, act))]
        return Reply("\n".join(late)) if late else hand_over_tasks(turn, tasks, act)
    replies = [_perform(turn, task, act) for task in tasks]
    if len(replies) == 1:
        return kept_with(turn, tasks, act, replies[0])
    return kept_with(turn, tasks, act, Reply("\n".join(reply.text for reply in replies)))


def _perform(turn: TaskTurn, task: Task, act: Act) -> Reply:
    if refused := _overtaken(turn, task, act) or _refused(turn, task, act):
        return Reply(refused)
    if act.verb is Verb.SHOW:
        return show_task(turn, task, act)
    if act.verb in _NOT_DONE:
        forget_done(turn, task)
    do = OWN.get(act.verb) or THEIRS[act.verb]
    return do(turn, task, act)


def _overtaken(turn: TaskTurn, task: Task, act: Act) -> str:
    """Who was first, told to those who may see the task."""
    return overtaken(turn, task, act.verb) if may_see(turn.work, turn.person, task) else ""


def _refused(turn: TaskTurn, task: Task, act: Act) -> str:
    """Why the person cannot do that to the task, which is named where they may see it."""
    work, person = turn.work, turn.person
    if not may_see(work, person, task) and not may_look(work, person, task):
        return say("task.not_yours")
    judges = may_judge(work, person, task)
    if act.verb is Verb.SHOW or (judges and act.verb in (*THEIRS, Verb.EXTEND)):
        return "" if act.verb is Verb.SHOW else _withdrawn(turn, task)
    which = named(task, turn.number(task))
    if judges and act.verb is Verb.REOPEN and not may_do(work, person, task):
        return _reopened_by_judge(task, which, turn.number(task))
    if act.verb in THEIRS:
        body = say("task.body", unit=unit_name(work, task.assigner_id))
        return say("task.not_judge", task=which, body=body)
    if judges and not may_do(work, person, task):
        fields = {"name": _holder(turn, task), "number": turn.number(task)}
        return say("task.not_doer_judge", task=which, **fields)
    if not may_do(work, person, task):
        return say("task.not_doer", task=which, name=_holder(turn, task))
    return _withdrawn(turn, task)


def _reopened_by_judge(task: Task, which: str, number: str) -> str:
    """What the assigner can do instead of reopening a task."""
    if task.withdrawn_on is not None or task.accepted_on is not None:
        closed = "withdrawn" if task.withdrawn_on else "accepted"
        return say(f"task.reopened.judge_{closed}", task=which)
    text_id = "task.reopened.judge_done" if task.completed_on else "task.reopened.judge_open"
    return say(text_id, task=which, number=number)


def _withdrawn(turn: TaskTurn, task: Task) -> str:
    if task.withdrawn_on is None:
        return ""
    return say("task.withdrawn.already", task=named(task, turn.number(task)))


def _holder(turn: TaskTurn, task: Task) -> str:
    lead = turn.work.people.get(task.lead_id or "")
    return addressed(lead) if lead else unit_name(turn.work, task.unit_id)


# Without a number


def _without_number(turn: TaskTurn, act: Act) -> Reply | None:
    """ "xong" is about the one task that was shown last; a text that says more asks which."""
    if act.verb is Verb.HAND_OVER:
        return hand_over_all(turn, act)
    if act.verb is Verb.EXTEND and is_about_report(
        turn.work, turn.person, turn.incoming.text, act.rest
    ):
        return None
    shown = _shown(turn)
    if len(shown) == 1 or (shown and act.verb in _OF_ALL):
        return perform(turn, [turn.locked(task_id) for task_id in shown], act)
    judge = act.verb is Verb.EXTEND and turn.work.below(turn.person, Action.EXTEND_REPORT)
    if not judge and not _number_asked(turn) and (reply := _which_of_shown(turn, shown, act)):
        return reply
    if not act.rest or not my_tasks(turn):
        return None
    if reply := on_the_only_one(turn, act):
        return reply
    listed = show_list(turn)
    text_id = "ask.task.which_number_judge" if judge else "ask.task.which_number"
    return ask_number(turn, say_ask(text_id), listed, act)


def on_the_only_one(turn: TaskTurn, act: Act) -> Reply | None:
    """The act on the one task that can be meant: at once where the text speaks of a task and it can
    be taken back, otherwise after a yes; None where none or several can be."""
    task = the_only_one(turn, act.verb)
    if task is None:
        return None
    said = set(fold(turn.incoming.text).split())
    back = BACK.get(act.verb)
    named_one = turn.confirmed or not folded("sentence", "task_noun").isdisjoint(said)
    if back is None or not named_one:
        return ask_guessed(turn, [task], act)
    reply = perform(turn, [turn.locked(task.id)], act)
    only = say("task.only_one", number=turn.number(task), back=say(back))
    return replace(reply, text=f"{reply.text}\n{only}")


def the_only_one(turn: TaskTurn, verb: Verb) -> Task | None:
    """The one task of the person's list to which that can be done."""
    work, person = turn.work, turn.person
    if verb in OWN:
        over = verb is Verb.REOPEN
        found = [t for t in my_tasks(turn) if t.open is not over and may_do(work, person, t)]
    else:
        found = [t for t in my_tasks(turn) if t.open and may_judge(work, person, t)]
    return found[0] if len(found) == 1 else None


def _which_of_shown(turn: TaskTurn, shown: Sequence[int], act: Act) -> Reply | None:
    """Of two or three that were shown: which is meant?"""
    if not 1 < len(shown) <= GUESSED_AT_MOST:
        return None
    return ask_which_task(turn, [turn.locked(task_id) for task_id in shown], act)


def _number_asked(turn: TaskTurn) -> bool:
    """Their list was shown with the question for a number, and that question stands."""
    asked = open_question(turn.work, turn.incoming.address)
    return asked is not None and asked.about == NUMBER


def _shown(turn: TaskTurn) -> tuple[int, ...]:
    """The tasks that were the last thing said."""
    return shown_last(turn.work.session, turn.incoming.address, turn.work.now)


def _bare(turn: TaskTurn, act: Act) -> Reply | None:
    """ "3 80%" without any task word; "80%" is about the one task that was shown last."""
    shown = _shown(turn)
    if not act.numbers:
        alone = len(shown) == 1
        return _bare_of_shown(turn, shown, act) if alone else _which_of_shown(turn, shown, act)
    choices = tasks_meant(turn, act).choices
    task = turn.locked(choices[0][0].id) if len(choices) == 1 else None
    if task is None or not task.open or not may_do(turn.work, turn.person, task):
        return None
    if shown:
        return perform(turn, [task], replace(act, bare=False))
    number = turn.number(task)
    text = say_ask("ask.task.bare", task=named(task, number), percent=act.percent, number=number)
    return ask_figures_or_task(turn, text, task, act)


def _bare_of_shown(turn: TaskTurn, shown: Sequence[int], act: Act) -> Reply | None:
    task = turn.locked(shown[0])
    if not task.open or not may_do(turn.work, turn.person, task):
        return None
    return perform(turn, [task], replace(act, bare=False))


def _tapped(turn: TaskTurn, words: list[str]) -> Reply:
    """A tapped act on a task; of an earlier version also a question, which is past."""
    kind, *rest = words
    if kind not in _VERBS or len(rest) != 1 or not rest[0].isdecimal():
        return Reply(say("question.past"))
    task = lock_task(turn.work.session, int(rest[0]))
    return perform(turn, [task], Act(Verb(kind))) if task else Reply(say("question.past"))


def withdraw_which(turn: TaskTurn, units: Sequence[str]) -> Reply | None:
    """ "thu hồi việc của Phù Ủng" where that does not say which one, or there is none; None for any
    other text, and from those who have assigned nothing."""
    rest = behind("task", Verb.WITHDRAW, turn.incoming.text)
    nouns = folded("sentence", "task_noun")
    if turn.incoming.choice or not rest or nouns.isdisjoint(fold(rest).split()):
        return None
    if not turn.work.below(turn.person, Action.JUDGE_TASK):
        return None
    given = [task for task in my_tasks(turn) if may_judge(turn.work, turn.person, task)]
    theirs = [task for task in given if not units or task.unit_id in units]
    if theirs:
        return ask_which_task(turn, theirs, Act(Verb.WITHDRAW))
    names = ", ".join(unit_name(turn.work, unit_id) for unit_id in units) or say("all.units")
    return Reply(say("task.none_given", unit=names))


def is_about_report(work: Work, person: Official, text: str, rest: str) -> bool:
    """True where "gia hạn ..." cannot be about a task: a stroke in front, the words "báo cáo", or
    a commune below the person."""
    said = fold(text).strip()
    if said.startswith("/") or re.search(r"\bgia ?han (?:bao cao|bc\s?\d)", said):
        return True
    below = work.below(person, Action.EXTEND_REPORT)
    if not below:
        return False
    units = {unit_id: work.units[unit_id] for unit_id in below}
    found, _ = unit_and_rest(rest, units, work.today, work.units)
    return bool(found.unit_id or found.candidates)
