"""Right behind what was said of a task: it was a slip.

nam  < xong 1
bot  > Đã ghi: xong việc 1 “Rà soát hộ nghèo” ngày 11/9/2024, đúng hạn. ...
nam  < nhầm, chưa xong
bot  > Đã mở lại việc 1 “Rà soát hộ nghèo”, hạn thứ Tư 25/9, còn 10 ngày làm việc.
"""

from __future__ import annotations

from domain.talk.messages import Reply
from domain.talk.yes_no import DROP, NO
from domain.tasks.details import read_evidence
from domain.tasks.tasks import Deed, Task
from domain.tasks.words import Act, Verb
from domain.words import without_rim
from handlers.tasks.answer import perform
from handlers.tasks.ask import ask_guessed, ask_yes
from handlers.tasks.lines import named, title_of
from handlers.tasks.undo import WITHIN
from handlers.turn import TaskTurn
from handlers.wording.other_day import before_slip, behind_slip
from handlers.wording.say import say_ask
from handlers.wording.understood import read_acts, read_verdict
from storage.catalogue.words import folded
from storage.messages.outbox import words_last
from storage.tasks.tasks import TaskEvent, last_deed_by

INSTEAD = frozenset({Verb.REOPEN, Verb.UNBLOCKED, Verb.PROGRESS, Verb.BLOCKED, Verb.DONE})


def take_slip(turn: TaskTurn) -> Reply | None:
    """What stands instead is done; a bare "nhầm" is asked about; None for anything else, and where
    something else was said since."""
    incoming = turn.incoming
    if not incoming.typed:
        return None
    front = folded("other_day", "before")
    rest = behind_slip(incoming.text) or without_rim(incoming.text, front, frozenset(), least=0)
    if (told := before_slip(incoming.text)) is not None:
        rest = told
    bare = not rest or read_verdict(incoming.text) in (NO, DROP)
    acts = read_acts(rest) if rest != incoming.text.strip() else ()
    if not (bare or acts):
        return None
    found = _just_said(turn)
    if found is None:
        return None
    task, entry = found
    back, evidence = _back(entry), read_evidence(rest, turn.work.today).number
    if entry.deed is Deed.EVIDENCE and evidence:  # "nhầm, số 54" behind "số 45"
        return perform(turn, [task], Act(Verb.DONE, rest=rest))
    if bare:
        return ask_guessed(turn, [task], back) if back else None
    return _instead(turn, task, acts[0], back)


def _instead(turn: TaskTurn, task: Task, act: Act, back: Act | None) -> Reply | None:
    """Another word about the same task, or the same word about another one."""
    if not act.numbers and act.verb in INSTEAD:
        return perform(turn, [task], act)
    if act.verb is Verb.SHOW and len(act.numbers) == 1 and back and back.verb is Verb.REOPEN:
        text = say_ask("ask.task.slip", task=named(task, turn.number(task)), number=act.numbers[0])
        return ask_yes(turn, text, [task], back)
    return None


def _just_said(turn: TaskTurn) -> tuple[Task, TaskEvent] | None:
    """The task of the person's last deed, where the last words of the bot were about it."""
    session, work = turn.work.session, turn.work
    entry = last_deed_by(session, turn.person.id, work.now - WITHIN)
    if entry is None:
        return None
    task = turn.locked(entry.task_id)
    told = f"“{title_of(task)}”" in words_last(session, turn.incoming.address)
    return (task, entry) if told else None


def _back(entry: TaskEvent) -> Act | None:
    """What takes it back; None for what nothing does."""
    match entry.deed:
        case Deed.DONE | Deed.EVIDENCE:
            return Act(Verb.REOPEN)
        case Deed.BLOCKED:
            return Act(Verb.UNBLOCKED)
        case Deed.PROGRESS if entry.old.get("progress") is not None:
            return Act(Verb.PROGRESS, percent=entry.old["progress"])
        case _:
            return None
