"""The answers to the questions about a task: a yes, a reason, a number of days, a document.

bot  > Vì sao cần gia hạn việc 3 “Rà soát TTHC”? Xin gửi lý do.
lan  < chờ số liệu của huyện
"""

from __future__ import annotations

import re
from dataclasses import replace

from domain.talk.messages import Reply
from domain.talk.question import Wanted
from domain.talk.yes_no import DROP, NO, YES
from domain.tasks.details import read_evidence
from domain.tasks.tasks import Task
from domain.tasks.words import Act, Verb
from domain.words import fold, without_rim
from handlers.owed.extension import WITHOUT_REASON
from handlers.owed.reason import order_in_front, remark_given, says_another
from handlers.question import Answering, ask_again, settle
from handlers.tasks.answer import on_numbers, perform
from handlers.tasks.ask import act_held
from handlers.tasks.lines import title_of
from handlers.tasks.which import is_unit_named
from handlers.turn import TaskTurn
from handlers.wording.say import say
from handlers.wording.understood import read_acts, says
from storage.catalogue.words import folded

_NUMBER = re.compile(r"(?:(?:viec|nhiem vu|nv) )?(?:so )?#?(?P<number>\d{1,3})(?: (?P<unit>.+))?")
PAIR = 2


def confirmed(turn: Answering) -> Reply | None:
    """A yes does what was held."""
    if not turn.word:
        return None
    settle(turn, turn.question)
    if turn.word == "figures":
        return Reply(say("task.ask.send_figures"))
    if turn.word != YES:
        return Reply(say("task.ask.dropped"))
    work = replace(turn.work, sent_at=turn.question.at)  # of what was done since one knows nothing
    sure = TaskTurn(work, turn.person, turn.incoming, confirmed=True)
    return perform(sure, _tasks(turn), act_held(turn.question))


def chosen(turn: Answering) -> Reply | None:
    """The task that was meant, or the unit whose it is; typed, its number, words that stand in
    one title alone, or all of them."""
    every = _tasks(turn)
    tasks = [task for task in every if turn.word in (task.unit_id, str(task.id))]
    tasks = tasks or _typed_of(turn, every)
    if not tasks:
        return None
    settle(turn, turn.question)
    return perform(turn.task_turn, tasks, act_held(turn.question))


def _typed_of(turn: Answering, asked: list[Task]) -> list[Task]:
    said, numbers = turn.said, turn.task_turn.numbers(asked)
    if says("titled", "each", said) or (says("titled", "both", said) and len(asked) == PAIR):
        return asked
    if found := _NUMBER.fullmatch(fold(said).strip(" .!")):
        called = " ".join(filter(None, [str(int(found["number"])), found["unit"]]))
        if named := [task for task in asked if fold(numbers[task.id]) == called]:
            return named
        numbered = [task for task in asked if task.number == int(found["number"])]
        return numbered if len(numbered) == 1 and not found["unit"] else []
    words = fold(
        without_rim(
            said.strip(" .!"), folded("around_titled", "before"), folded("sentence", "polite")
        )
    ).split()
    named = [task for task in asked if words and set(words) <= set(fold(task.title).split())]
    return named if len(named) == 1 else []


def worded(turn: Answering) -> Reply | None:
    """The reason or the number of days that was asked for; what names a task by its number is
    another wish."""
    if turn.word == DROP:
        settle(turn, turn.question)
        return Reply(say("task.ask.dropped"))
    held, said = act_held(turn.question), turn.said
    if turn.word == WITHOUT_REASON:
        settle(turn, turn.question)
        sure = TaskTurn(turn.work, turn.person, turn.incoming, confirmed=True)
        return perform(sure, _tasks(turn), held)
    acts = read_acts(said)
    if any(act.numbers for act in acts):
        return None
    if len(acts) == 1 and acts[0].verb is held.verb:
        said = acts[0].rest
    elif _is_another(turn, said):
        return None
    days = turn.question.wanted is Wanted.DAYS and said.isdecimal() and len(said) <= 2
    if days:
        said = say("days.count", count=said)
    if not any(char.isalpha() for char in said) and "/" not in said:
        return None
    if held.verb in (Verb.EXTEND, Verb.BLOCKED) and _asks_back(said):
        return None
    if held.verb is not Verb.SNOOZE and not remark_given(said) and not _holds_digit(said):
        return ask_again(turn, turn.question, say("owed.no_reason", said=said))
    settle(turn, turn.question)
    return perform(turn.task_turn, _tasks(turn), replace(held, rest=f"{held.rest} {said}".strip()))


def _is_another(turn: Answering, said: str) -> bool:
    """ "đồng ý xã Bắc Sơn", "nhắc Phù Ủng": another order."""
    rest = order_in_front(said)
    return says_another(said) or (rest is not None and is_unit_named(turn.task_turn, rest))


def _asks_back(said: str) -> bool:
    """ "ai duyệt cái này?": no reason, and no day."""
    return said.endswith("?") and not _holds_digit(said)


def _holds_digit(said: str) -> bool:
    return any(map(str.isdigit, said))


def numbered(turn: Answering) -> Reply | None:
    """The number of the task that was meant: "3", "việc 3", "3 Bắc Sơn"."""
    found = _NUMBER.fullmatch(fold(turn.said).strip(" .!"))
    if found is None:
        return None
    held = act_held(turn.question)
    task_turn = turn.task_turn
    if found["unit"] and not is_unit_named(task_turn, found["unit"]):
        return None
    settle(turn, turn.question)
    rest = f"{found['unit']}: {held.rest}" if found["unit"] else held.rest
    return on_numbers(task_turn, replace(held, numbers=(int(found["number"]),), rest=rest))


def documented(turn: Answering) -> Reply | None:
    """The outgoing document of a finished task; "bq" where there is none."""
    (task,) = _tasks(turn)
    if turn.word in (DROP, NO) or says("document", "none", turn.said):
        settle(turn, turn.question)
        return Reply(say("task.done.no_document", title=title_of(task)))
    if not read_evidence(turn.said, turn.work.today).number:
        return None
    if any(act.verb is not Verb.SHOW for act in read_acts(turn.said)):
        return None
    settle(turn, turn.question)
    return perform(turn.task_turn, [task], Act(Verb.DONE, rest=turn.said))


def _tasks(turn: Answering) -> list[Task]:
    return [turn.task_turn.locked(task_id) for task_id in turn.question.data["tasks"]]
