"""A question about a task: a yes or no, or words that are still missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.talk.messages import Choice, Reply
from domain.talk.question import Question, Wanted
from domain.tasks.tasks import Task
from domain.tasks.words import Act, Verb
from handlers.question import ToAsk, ask, ask_for, open_questions, settle
from handlers.tasks.lines import line, named
from handlers.turn import TaskTurn
from handlers.wording.say import Asking, say, say_ask

DO, BARE, WHICH = "task.do", "task.bare", "task.which"
GUESSED_AT_MOST, NAMED_AT_MOST = 6, 3
WORDS, DOCUMENT, NUMBER = "task.words", "task.document", "task.number"


def ask_yes(turn: TaskTurn, text: Asking, tasks: Sequence[Task], act: Act) -> Reply:
    """Hold an act until it is confirmed."""
    options = (Choice(say("task.ask.yes"), "yes"), Choice(say("task.ask.no"), "no"))
    name = _names(turn, tasks)
    return ask(turn, Question(DO, Wanted.YES_NO, held_act(tasks, act), options, name), text)


def forget_done(turn: TaskTurn, task: Task) -> None:
    """Whether this task is done is asked no more, nor for its document: something else was said of
    it since."""
    for question in open_questions(turn.work, turn.incoming.address):
        held = question.about in (DO, DOCUMENT) and question.data["tasks"] == [task.id]
        if held and act_held(question).verb is Verb.DONE:
            settle(turn, question)


def ask_figures_or_task(turn: TaskTurn, text: Asking, task: Task, act: Act) -> Reply:
    """ "3 80%" without a task word: the progress of a task, or figures of a report."""
    number = turn.number(task)
    progress = say("task.tap.progress", number=number, percent=act.percent)
    options = (Choice(progress, "yes"), Choice(say("task.ask.figures"), "figures"))
    name = _names(turn, [task])
    return ask(turn, Question(BARE, Wanted.ONE_OF, held_act([task], act), options, name), text)


def ask_which(turn: TaskTurn, choices: Sequence[Sequence[Task]], act: Act) -> Reply:
    """Several units have a task of that number: which one is meant?"""
    taps = tuple(
        Choice(", ".join(turn.number(task) for task in tasks), tasks[0].unit_id)
        for tasks in choices
    )
    number = ", ".join(map(str, act.numbers))
    text = say_ask("ask.task.which_unit", number=number, example=taps[0].words)
    data = held_act([task for tasks in choices for task in tasks], act)
    name = say("task.number", number=number)
    return ask(turn, Question(WHICH, Wanted.ONE_OF, data, taps, name), text)


def ask_guessed(turn: TaskTurn, tasks: Sequence[Task], act: Act) -> Reply:
    """Was that task meant, which only some words of its title have named?"""
    said = act.rest or (say("wish.percent", percent=act.percent) if act.percent else "")
    words = say("task.ask.words", words=said) if said else ""
    text = say_ask(f"ask.task.guessed.{act.verb}", task=_names(turn, tasks), words=words)
    return ask_yes(turn, text, tasks, act)


def ask_which_task(turn: TaskTurn, tasks: Sequence[Task], act: Act) -> Reply:
    """Several tasks have these words in their titles, or are of that unit: which one is meant?
    They are shown by it, so that the same words once more are asked of the same tasks."""
    shown = tasks[:GUESSED_AT_MOST]
    turn.shows(*shown)
    numbers = turn.numbers(shown)
    taps = tuple(Choice(say("task.number", number=numbers[t.id]), str(t.id)) for t in shown)
    lines = [say_ask("ask.task.which_titled").words]
    lines += [line(turn.work, task, numbers[task.id]) for task in shown]
    if left := len(tasks) - len(shown):
        lines.append(say("task.list.more_guessed", count=left))
    name = say("question.task_number")
    question = Question(WHICH, Wanted.ONE_OF, held_act(shown, act), taps, name)
    return ask(turn, question, Asking("\n".join(lines)))


def ask_words(turn: TaskTurn, text: Asking, task: Task, verb: Verb) -> Reply:
    """Wait for a reason or a moment."""
    return ask_for(turn, missing_words(turn, text, task, verb))


def missing_words(
    turn: TaskTurn,
    text: Asking,
    task: Task,
    verb: Verb,
    so_far: str = "",
    options: tuple[Choice, ...] = (),
) -> ToAsk:
    """A reason, a number of days or a moment: `so_far` is what was said of it already."""
    wanted = {Verb.EXTEND: Wanted.DAYS, Verb.SNOOZE: Wanted.DATE}.get(verb, Wanted.REASON)
    data = held_act([task], Act(verb, rest=so_far))
    return ToAsk(Question(WORDS, wanted, data, options, _names(turn, [task])), text)


def ask_number(turn: TaskTurn, text: Asking, listed: Reply, act: Act) -> Reply:
    """Which task of the list is meant? Its taps stay."""
    words = Asking(f"{text.words}\n{listed.text}")
    name = say("question.task_number")
    question = Question(NUMBER, Wanted.WORDS, held_act((), act), name=name, light=True)
    return ask(turn, question, words, listed.choices)


def ask_document(turn: TaskTurn, text: Asking, task: Task) -> Reply:
    """Wait for the document of a finished task; nothing depends on it."""
    data = held_act([task], Act(Verb.DONE))
    name = _names(turn, [task])
    return ask(turn, Question(DOCUMENT, Wanted.WORDS, data, name=name, light=True), text)


def held_act(tasks: Sequence[Task], act: Act) -> dict[str, Any]:
    """An act that waits, as the data of a question; the reverse is `act_held`."""
    return {
        "tasks": [task.id for task in tasks],
        "verb": act.verb.value,
        "words": act.rest,
        "percent": act.percent,
    }


def act_held(question: Question) -> Act:
    """The act that waits for the answer."""
    data = question.data
    return Act(Verb(data["verb"]), rest=data["words"], percent=data["percent"])


def _names(turn: TaskTurn, tasks: Sequence[Task]) -> str:
    names = [named(task, turn.number(task)) for task in tasks[:NAMED_AT_MOST]]
    return ", ".join([*names, *(["…"] if len(tasks) > NAMED_AT_MOST else [])])
