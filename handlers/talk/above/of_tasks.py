"""How far the units are with a task that is called by words of its title, and the same order for
all that are behind: tasks, and no reports.

quynh < còn bao nhiêu xã chưa xong tập huấn
bot   > “Tập huấn chuyển đổi số”: còn 8/9 đơn vị chưa xong (…).
quynh < nhắc các xã chưa nhận việc
bot   > Nhắc 3 việc chưa có ai nhận: … Đúng không?
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.people.permissions import Action
from domain.talk.masking import BESIDE
from domain.talk.messages import Reply
from domain.tasks.tasks import Task
from domain.tasks.words import Act, Verb
from domain.words import fold
from handlers.desk.overview import in_a_row
from handlers.names.people import unit_name
from handlers.talk.intent import Request
from handlers.tasks.ask import ask_yes
from handlers.tasks.lines import title_of
from handlers.tasks.list import my_tasks
from handlers.tasks.people import may_judge
from handlers.wording.say import say, say_ask
from handlers.wording.understood import behind, places
from storage.catalogue.words import folded, single_words
from storage.tasks.tasks import taken_note_of, tasks_titled

TITLES_AT_MOST, WORDS_AT_MOST = 6, 16


def of_tasks(request: Request) -> Reply | None:
    """The answer, or the question before all of them are reminded; None for anything else."""
    work, incoming, said = request.work, request.incoming, request.said
    if not incoming.typed or (said.tasks and not request.titled):
        return None
    text = incoming.text
    if _orders_more(text):
        return None
    meaning = next((each for each in _STATES if places("of_tasks", each, text)), "")
    if not meaning or not places("of_tasks", "which", text):
        return None
    if not work.scope(request.person, Action.ASSIGN_TASK):
        return None
    words = _title_words(request)
    about = bool(places("of_tasks", "task", text)) or not words <= _of_reports(request)
    if not about:
        return None  # "còn bao nhiêu xã chưa xong"
    every = request.titled or my_tasks(request.turn)
    tasks = [
        task
        for task in every
        if may_judge(work, request.person, task)
        and (request.titled or words <= set(fold(task.title).split()))
    ]
    orders = behind("order", "nudge", text) is not None
    if not tasks and orders and not work.below(request.person, Action.NUDGE):
        return None  # "nhắc mấy đứa, chiều nay phải xong": the own people, of their figures
    if not tasks:
        return Reply(say("of_tasks.none", words=text.strip(" ?.!")))
    return _remind(request, tasks, meaning) if orders else _counted(request, tasks, meaning)


def _orders_more(text: str) -> bool:
    """A letter, or what gives a new task: "giao các xã rà soát hộ nghèo chưa có nhà"."""
    longer = "\n" in text or ":" in text or len(text.split()) > WORDS_AT_MOST
    return longer or 0 in places("looked", "gives", text)


def _of_reports(request: Request) -> frozenset[str]:
    """Words of reports, and of their being sent."""
    titles = (regime.title for regime in request.work.catalogue.regimes)
    called = {word for title in titles for word in fold(title).split()}
    return single_words("by_figure", "sending") | called


_STATES = ("not_taken", "not_done", "taken", "done")


def _title_words(request: Request) -> set[str]:
    """What is left beside the words by which such a sentence is built: words of a title."""
    small = folded("sentence", "polite") | single_words("order", "nudge")
    small |= BESIDE | {"{unit}", "{n}"}
    for meaning in (*_STATES, "which", "task", "beside"):
        small |= single_words("of_tasks", meaning)
    return {word.strip(" ?.!,") for word in request.said.masked_words} - small - {""}


def _split(request: Request, tasks: Sequence[Task], meaning: str) -> tuple[list[Task], list[Task]]:
    """Those of which it is so, and the others."""
    if meaning in ("taken", "not_taken"):
        known = taken_note_of(request.work.session, [task.id for task in tasks])
        so = {task.id: task.id in known or not task.open for task in tasks}
    else:
        so = {task.id: not task.open for task in tasks}
    wanted = meaning in ("taken", "done")
    return (
        [task for task in tasks if so[task.id] is wanted],
        [task for task in tasks if so[task.id] is not wanted],
    )


def _counted(request: Request, tasks: Sequence[Task], meaning: str) -> Reply:
    """Of each title how many units, by name."""
    lines = []
    titles = list(dict.fromkeys(task.title for task in tasks))
    bodies = {task.assigner_id for task in tasks}
    for title in titles[:TITLES_AT_MOST]:
        every = tasks_titled(request.work.session, bodies, title)
        standing = [task for task in every if task.withdrawn_on is None]
        so, others = _split(request, standing, meaning)
        fields = {"title": title_of(standing[0]), "total": str(len(so) + len(others))}
        text_id = f"of_tasks.{meaning}" if so else f"of_tasks.{meaning}_none"
        names = {"names": _units(request, so), "count": str(len(so))} if so else {}
        lines.append(say(text_id, **fields, **names))
    if more := len(titles) - TITLES_AT_MOST:
        lines += [say("of_tasks.more", count=more)] if more > 0 else []
    request.turn.shows(*tasks)
    return Reply("\n".join(lines))


def _units(request: Request, tasks: Iterable[Task]) -> str:
    names = dict.fromkeys(unit_name(request.work, task.unit_id) for task in tasks)
    return in_a_row(list(names))


def _remind(request: Request, tasks: Sequence[Task], meaning: str) -> Reply:
    """Each open one of which it is so, after a yes."""
    so, _ = _split(request, [task for task in tasks if task.open], meaning)
    if not so:
        return Reply(say("of_tasks.nobody"))
    titles = ", ".join(f"“{title}”" for title in dict.fromkeys(map(title_of, so)))
    text = say_ask("ask.task.nudge_all", count=len(so), titles=titles, units=_units(request, so))
    return ask_yes(request.turn, text, so, Act(Verb.NUDGE))
