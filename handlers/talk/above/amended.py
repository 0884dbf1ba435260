"""A task that was assigned is put right, in whatever words: by its number, or right behind it.

quynh < đổi hạn việc 1 sang 27/9
quynh < giao nhầm xã, là Phù Ủng chứ không phải Bắc Sơn
bot   > Thu hồi việc 1 Bắc Sơn “Rà soát TTHC”, giao việc ấy cho xã Phù Ủng, hạn ... Đúng không?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.dates.due_wording import DueVerdict, read_due
from domain.people.permissions import Action
from domain.reading.tokens import Token
from domain.talk.mentions import Mention
from domain.talk.messages import Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import DROP, NO
from domain.tasks.assignment import Assignment
from domain.tasks.tasks import Deed, Task
from domain.tasks.words import Act, Verb
from domain.words import without_end, without_rim
from handlers.question import Answering, ask, settle
from handlers.talk.above.put_right import JUST, ask_amended, ask_of_which
from handlers.talk.intent import Request
from handlers.talk.said import Read, read_said
from handlers.tasks.ask import ask_yes
from handlers.tasks.lines import named, title_of
from handlers.tasks.people import may_judge
from handlers.tasks.resolve import target_named
from handlers.tasks.which import tasks_meant
from handlers.turn import TaskTurn
from handlers.wording.in_place import in_place_of, without_slip
from handlers.wording.other_day import behind_slip, corrected
from handlers.wording.say import say, say_ask
from handlers.wording.understood import behind, read_verdict, says
from storage.catalogue.words import folded, single_words
from storage.messages.outbox import words_last
from storage.tasks.tasks import ids_by_source, last_deed_by

HOW = "task.amend_how"
DAY_AT_MOST, NAME_AT_MOST = 7, 7  # words
TITLE_AT_LEAST = 2
VERDICT_AT_MOST = 5


def amended(request: Request) -> Reply | None:
    """What would be put right, asked about; None for anything else, and from those who assign
    nothing."""
    incoming = request.incoming
    if not incoming.typed or not _may_be(request):
        return None
    if request.said.tasks or request.titled:
        return _of_named(request)
    return _of_the_last(request)


def _may_be(request: Request) -> bool:
    """One of its words stands there at all; what was assigned last only whoever assigns has."""
    words = single_words("amended", "cue")
    short = len(request.said.bases) <= VERDICT_AT_MOST and read_verdict(request.incoming.text)
    if words.isdisjoint(request.said.bases) and not short:
        return False
    return bool(request.said.tasks or request.work.scope(request.person, Action.ASSIGN_TASK))


def _of_named(request: Request) -> Reply | None:
    """ "sửa việc 1: hạn 27/9", "việc 1 đổi tên thành rà soát hộ cận nghèo"."""
    turn, text = request.turn, request.of_tasks or request.said.text
    read = read_said(request.work, request.person, text)
    rest = _without_task(read)
    wanted = _wanted(turn, rest)
    if wanted is None and not _says_no_more(rest):
        return None
    choices: Sequence[Sequence[Task]] = [[task] for task in request.titled]
    choices = choices or tasks_meant(turn, Act(Verb.WITHDRAW, read.said.tasks)).choices
    choices = _of_units(turn, choices, read.said.units, wanted or Assignment())
    if not choices:
        return None
    theirs = all(may_judge(turn.work, turn.person, task) for tasks in choices for task in tasks)
    if wanted is None:
        return _ask_how(turn, choices, rest) if theirs else None
    assigns = turn.work.scope(turn.person, Action.ASSIGN_TASK)
    if not theirs and not ((wanted.due or assigns) and _by_word(turn, rest)):
        return None  # "việc 1 thứ 6 mới kịp" wants more time
    if _to_somebody(turn, wanted) and not _is_wrong(read):
        return None  # "chuyển việc 1 cho chị Hoa" is done as it is taught
    return _ask(turn, choices, wanted)


def _ask(turn: TaskTurn, choices: Sequence[Sequence[Task]], wanted: Assignment) -> Reply:
    if len(choices) > 1:
        return ask_of_which(turn, choices, wanted)
    return ask_amended(turn, choices[0], wanted)


def _to_somebody(turn: TaskTurn, wanted: Assignment) -> bool:
    target = target_named(turn.work, turn.person, wanted.to) if wanted.to else None
    return target is not None and target.lead_id is not None


def _is_wrong(read: Read) -> bool:
    return not folded("amended", "wrong").isdisjoint(read.said.bases)


def _says_no_more(rest: _Rest) -> bool:
    """ "sửa hạn việc 1": what it shall be is not said."""
    whole = without_end(_whole(rest), folded("sentence", "polite"))
    kinds = ("due", "title", "change")
    return bool(rest.front) and any(behind("amended", each, whole) == "" for each in kinds)


def _ask_how(turn: TaskTurn, choices: Sequence[Sequence[Task]], rest: _Rest) -> Reply:
    tasks = [task for each in choices for task in each]
    which = ", ".join(named(task, turn.number(task)) for task in tasks)
    data = {"choices": [[task.id for task in each] for each in choices], "said": _whole(rest)}
    question = Question(HOW, Wanted.WORDS, data, name=which, light=True)
    return ask(turn, question, say_ask("ask.task.amend_how", task=which))


def how_told(turn: Answering) -> Reply | None:
    """What the task shall be from now on."""
    data, here = turn.question.data, turn.task_turn
    said = f"{data['said']} {turn.said}"
    wanted = _wanted(here, _Rest(data["said"], said)) if turn.said else None
    if wanted is None:
        return None
    settle(turn, turn.question)
    choices = [[here.locked(id_) for id_ in ids] for ids in data["choices"]]
    units = read_said(here.work, here.person, turn.said).said.units
    return _ask(here, _of_units(here, choices, units, wanted), wanted)


def _of_the_last(request: Request) -> Reply | None:
    """Right behind the assignment: "nhầm, hạn 27/9 cơ"; a bare "nhầm" is asked about."""
    turn, text = request.turn, request.incoming.text
    tasks = _just_assigned(turn)
    if not tasks:
        return None
    bare = without_rim(text.strip(" .!"), folded("other_day", "before"), frozenset(), least=0)
    if read_verdict(text) in (NO, DROP) or says("amended", "wrongly", bare or text):
        which = ", ".join(named(task, turn.number(task)) for task in tasks)
        act = Act(Verb.WITHDRAW, rest=say("task.amend.wrongly"))
        return ask_yes(turn, say_ask("ask.task.wrongly", task=which), tasks, act)
    wanted = _wanted(turn, _without_task(read_said(turn.work, turn.person, text)))
    if wanted is None:
        return None
    choices = _of_units(turn, [[task] for task in tasks], request.said.units, wanted)
    meant = [task for each in choices for task in each]
    if wanted.to and len(meant) > 1:
        return ask_of_which(turn, choices, wanted)
    return ask_amended(turn, meant, wanted) if meant else None


def _just_assigned(turn: TaskTurn) -> list[Task]:
    """What the person's last deed has assigned, where the last words of the bot were about it."""
    session, work = turn.work.session, turn.work
    entry = last_deed_by(session, turn.person.id, work.now - JUST)
    if entry is None or entry.deed is not Deed.ASSIGNED:
        return []
    last = words_last(session, turn.incoming.address)
    found = [turn.locked(id_) for id_ in ids_by_source(session, entry.source, Deed.ASSIGNED)]
    told = any(f"“{title_of(task)}”" in last for task in found)
    return [task for task in found if task.withdrawn_on is None] if told else []


def _of_units(
    turn: TaskTurn, choices: Sequence[Sequence[Task]], units: Sequence[str], wanted: Assignment
) -> Sequence[Sequence[Task]]:
    """Of the unit that is named besides the one to which it goes, where that says which."""
    target = target_named(turn.work, turn.person, wanted.to) if wanted.to else None
    others = [unit_id for unit_id in units if target is None or unit_id != target.unit_id]
    theirs = [tasks for tasks in choices if all(task.unit_id in others for task in tasks)]
    return theirs or choices


# What is to stand from now on


@dataclass(frozen=True, slots=True)
class _Rest:
    """A message without what names its task: what stands in front of that, and all of it."""

    front: str
    whole: str


def _without_task(read: Read) -> _Rest:
    """ "đổi hạn việc 1 Bắc Sơn sang 27/9" -> "đổi hạn sang 27/9"."""
    text = read.said.text
    place = _task_named(read) or _last_named(read)
    if place is None:
        return _Rest("", text)
    whole = f"{text[: place[0]]} {text[place[1] :]}"
    return _Rest(text[: place[0]].strip(), " ".join(whole.split()))


def _task_named(read: Read) -> tuple[int, int] | None:
    """Where the number stands, with the unit that owes the task."""
    tasks = [mention for mention in read.mentions if mention.kind == "task"]
    if not tasks:
        return None
    start, end = tasks[0].start, tasks[-1].end
    beside = folded("amended", "of")
    behind_it = [token for token in read.tokens if token.start >= end]
    while behind_it and behind_it[0].base in beside:
        del behind_it[0]
    unit = _unit_at(read.mentions, behind_it[:1])
    return start, unit.end if unit else end


def _unit_at(mentions: Sequence[Mention], tokens: Sequence[Token]) -> Mention | None:
    units = (m for m in mentions if m.kind == "unit" and tokens and m.start == tokens[0].start)
    return next(units, None)


def _last_named(read: Read) -> tuple[int, int] | None:
    """ "việc vừa giao"."""
    for words in sorted(folded("amended", "last"), key=len, reverse=True):
        at = f" {read.aligned} ".find(f" {words} ")
        if at >= 0:
            return at, at + len(words)
    return None


def _wanted(turn: TaskTurn, rest: _Rest) -> Assignment | None:
    """By the word for what is changed; without one a day or a unit that takes the place of another
    one says which."""
    if found := _by_word(turn, rest):
        return found
    whole = _whole(rest)
    return (_day(turn, whole) or _whom(turn, whole)) if _takes_a_place(turn, rest.whole) else None


def _whole(rest: _Rest) -> str:
    front = folded("other_day", "before")  # not "bác": "Bac Son"
    whole = rest.whole if behind_slip(rest.whole) is None else without_slip(rest.whole)
    return without_rim(whole.strip(" ,.:"), front, frozenset())


def _by_word(turn: TaskTurn, rest: _Rest) -> Assignment | None:
    """ "hạn 27/9", "đổi tên thành …", "sửa: …"; of words alone only behind "sửa việc 1:", "sửa việc
    1 thành"."""
    whole = _whole(rest)
    for field, read in {"due": _day, "title": _title, "unit": _whom}.items():
        said = behind("amended", field, whole)
        if said is not None and (found := read(turn, said)):
            return found
    said = behind("amended", "change", whole)
    if not said:
        return None
    if found := _day(turn, said) or _whom(turn, said):
        return found
    told_so = ":" in rest.whole or behind("amended", "becomes", said) is not None
    return _title(turn, said) if told_so and rest.front else None


def _takes_a_place(turn: TaskTurn, text: str) -> bool:
    """ "nhầm, 27/9", "27/9 mới đúng", "Phù Ủng chứ không phải Bắc Sơn"."""
    typed = replace(turn.incoming, text=text)
    return behind_slip(text) is not None or bool(corrected(typed)) or in_place_of(text) is not None


def _value(words: str) -> str:
    """The words without "thành", "là", "sang" in front and what means nothing behind."""
    end = folded("sentence", "polite") | folded("other_day", "end") | folded("in_place", "end")
    return without_rim(words.strip(" :,."), folded("amended", "into"), end, least=0).strip(" :,.")


def _day(turn: TaskTurn, words: str) -> Assignment | None:
    """Another day, and nothing besides; one that there is not is told."""
    found = in_place_of(words)
    value = _value(found[1] if found else words)
    if not value or len(value.split()) > DAY_AT_MOST:
        return None
    read = read_due(value, turn.work.today)
    known = read.on is not None or read.verdict is DueVerdict.REFUSE
    return Assignment(due=value) if known else None


def _title(turn: TaskTurn, words: str) -> Assignment | None:
    value = without_rim(words.strip(" :,."), folded("amended", "into"), frozenset(), least=0)
    value = without_end(value, folded("sentence", "behind_reason")).strip(' :,."“”')
    return Assignment(title=value) if len(value.split()) >= TITLE_AT_LEAST else None


def _whom(turn: TaskTurn, words: str) -> Assignment | None:
    """Another unit, or somebody else of the own one: "là Phù Ủng chứ không phải Bắc Sơn"; with
    another day besides: "sang Phù Ủng, hạn 25/9"."""
    found = in_place_of(words)
    pieces = [found[1]] if found else [words, *words.split(",")]
    names = (name for each in pieces if (name := _value(each)))
    near = (name for name in names if len(name.split()) <= NAME_AT_MOST)
    to = next((name for name in near if target_named(turn.work, turn.person, name)), "")
    if not to:
        return None
    said = (behind("amended", "due", each) for each in words.split(","))
    days = (_day(turn, each) for each in said if each)
    return replace(next(filter(None, days), Assignment()), to=to)
