"""A wish that would write and was only likely: asked about in so many words, done after a yes.

quynh < chắc phải thúc Đa Lộc thôi
bot   > Có phải chị Quỳnh muốn nhắc nộp báo cáo: xã Đa Lộc?                     [đúng] [không]
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.talk.messages import Reply
from domain.talk.question import Question, Wanted
from domain.talk.said import Said, Situation
from domain.talk.understood import Understood
from domain.talk.yes_no import YES
from domain.tasks.details import read_evidence
from domain.tasks.words import Act, Verb
from domain.words import clean, fold, words
from handlers.owed.people import heads_unit
from handlers.question import Answering, ask, settle, yes_or_no
from handlers.report.parts import units_of
from handlers.report.sheet import Sheet
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Intent, Request, as_slots, with_slots
from handlers.talk.intents import INTENTS
from handlers.talk.wishes.tasks import time_said
from handlers.tasks.answer import the_only_one
from handlers.tasks.lines import named as named_task
from handlers.tasks.which import tasks_meant
from handlers.wording.say import say, say_ask
from handlers.wording.understood import places
from handlers.work import addressed
from storage.catalogue.words import folded

WISH = "wish"
ELSEWHERE = "already_sent_elsewhere"
OF_TASK: Mapping[str, Verb] = {
    "task_done": Verb.DONE,
    "task_progress": Verb.PROGRESS,
    "task_blocked": Verb.BLOCKED,
    "task_more_time": Verb.EXTEND,
}


def ask_whether(request: Request, intent: Intent) -> Reply:
    """Is that what was meant? The sentence is kept, and done after a yes."""
    named = ", ".join(filter(None, [_only_task(request, intent.id), details(request)]))
    wish = say(f"wish.{_called(request, intent.id)}")
    wish = f"{wish}: {named}" if named else wish
    data = {
        "intent": intent.id,
        "said": request.said.text,
        "slots": as_slots(request.said),
        "situation": request.situation.value,
    }
    light = not _figures(request)  # a figure that was told is not forgotten over the next one
    question = Question(WISH, Wanted.YES_NO, data, yes_or_no(), name=wish, light=light)
    name = addressed(request.person)
    return ask(request, question, say_ask("ask.wish", name=name, wish=wish))


def _called(request: Request, intent: str) -> str:
    """Whoever does not put a report together speaks of the own part of it."""
    if intent != ELSEWHERE:
        return intent
    work, person = request.work, request.person
    heads = any(heads_unit(work, person, unit_id) for unit_id in units_of(work, person))
    return intent if heads else "already_sent_part"


def _only_task(request: Request, intent: str) -> str:
    """The one task that can be meant, where none is named."""
    verb = OF_TASK.get(intent)
    if verb is None or request.said.tasks or request.titled or request.situation is Situation.TASK:
        return ""
    task = the_only_one(request.turn, verb)
    return named_task(task, request.turn.number(task)) if task else ""


def holds_else(request: Request, intent: str) -> bool:
    """Whether what the sentence holds is not of the wish that it is like: figures of lines that are
    asked or named, a number that no task has, or nothing that was sent."""
    if intent == "correct_figure":
        return _drops_figures(request)
    if intent == ELSEWHERE:
        return _tells_figures(request)
    if intent not in OF_TASK or request.titled or "{task}" in request.said.masked.split():
        return False
    return _holds_figures(request) or not _is_task(request, OF_TASK[intent])


def says_sent(request: Request) -> bool:
    """One clause says that it was sent, and neither denies nor asks it, nor says it of others:
    "bưu điện chưa gửi", "gửi huyện chưa", "thôn gửi rồi", "anh Minh gửi rồi" do not."""
    said = [word.partition("/")[0] for word in request.said.masked.split()]
    gave = [at for at, word in enumerate(said) if word in folded("sent", "gave")]
    if gave and _before(said[: gave[0]]) == "{person}":
        return False
    today = request.work.today
    clauses = _CLAUSES.split(clean(request.said.text))
    return any(_tells_of_sending(clause, today) for clause in clauses)


_CLAUSES = re.compile(r"[,;?!\n]|\.\s")


def _tells_of_sending(clause: str, today: date) -> bool:
    gave, got = places("sent", "gave", clause), places("sent", "got", clause)
    if not (gave or got) or places("sent", "not_so", clause):
        return False
    if not places("sent", "already", clause) and not read_evidence(clause, today).number:
        return False
    front = [word.base for word in words(clean(clause).lower())[: min((*gave, *got))]]
    return min((*gave, *got)) in got or _before(front) not in folded("sent", "others")


def _before(front: Sequence[str]) -> str:
    """The last word that means something; empty where none does."""
    small = folded("sent", "between")
    return next((word for word in reversed(front) if word not in small), "")


def _holds_figures(request: Request) -> bool:
    """ "kiểm tra 1 đơn vị, 7 việc xong 5", where lines of them were found."""
    return bool(request.said.values.by_code) and _tells_figures(request)


def _drops_figures(request: Request) -> bool:
    """ "công bố mới 2, bãi bỏ 1, tổng 130": one of them alone would be written; a slip takes the
    other one back, "ghi nhầm 13, 12 mới đúng"."""
    said = request.said
    mended = not said.bases.isdisjoint(folded("told", "slip")) or any(
        places("in_place", way, said.text) for way in ("denied", "rather_than", "into")
    )
    return _tells_figures(request) and len(said.values.by_code) < 2 and not mended


def _tells_figures(request: Request) -> bool:
    """One number alone may be that of a task or of a day."""
    return request.said.masked.split().count("{n}") > 1


def _is_task(request: Request, verb: Verb) -> bool:
    """ "3 vướng", "xong 5": the person sees a task of that number; "80 hộ" is none."""
    numbers = request.said.tasks
    return not numbers or bool(tasks_meant(request.turn, Act(verb, numbers)).choices)


def agreed(turn: Answering) -> Reply | None:
    """The wish, as if it had been said surely; anything but a yes is none. Whoever is asked whether
    a report was sent by another way may just name its document."""
    data, work, person = turn.question.data, turn.work, turn.person
    if data["intent"] == ELSEWHERE and read_evidence(turn.said, work.today).number:
        data = {**data, "said": f"{data['said']} {turn.said}"}
    elif turn.word != YES:
        return None
    settle(turn, turn.question)
    intent = next(intent for intent in INTENTS if intent.id == data["intent"])
    text = clean(data["said"])
    said = with_slots(Said(text, fold(text), words(text)), data["slots"])
    request = Request(
        work,
        person,
        replace(turn.incoming, text=data["said"], choice=""),
        INTENTS,
        said=said,
        situation=Situation(data["situation"]),
        understood=Understood(intent.id, data["slots"], sure=True),
        confirmed=True,
    )
    return intent.act(request) if intent.act else None


def details(request: Request) -> str:
    """What a sentence names, in words: "xã Bắc Sơn, quý III năm 2024, việc 3"."""
    work, said = request.work, request.said
    named = [work.units[unit_id].name for unit_id in said.units if unit_id in work.units]
    named += [say("all.units")] if said.everybody and not named else []
    named += [addressed(work.people[id_]) for id_ in said.people if id_ in work.people]
    named += filter(None, [request.period_named()])
    titled = [named_task(task, request.turn.number(task)) for task in request.titled[:1]]
    named += titled or [say("wish.task", number=number) for number in said.tasks]
    named += [say("wish.percent", percent=said.percent)] if said.percent is not None else []
    named += [time_said(said)] if time_said(said) != said.due else []
    named += _figures(request)
    named += filter(None, [said.due if said.due not in said.reason else "", said.reason])
    return ", ".join(named)


def _figures(request: Request) -> list[str]:
    """ "2.2 nhiệm vụ kế hoạch đã xong = 4", or the line or the figure that is named alone."""
    said = request.said
    if not (said.values.by_code or said.codes):
        return [said.value] if said.value else []
    turn = turn_of(request)
    sheet = turn.part.sheet if turn else None
    if said.values.by_code:
        return [f"{_line(sheet, code)} = {value}" for code, value in said.values.by_code.items()]
    if said.value:
        return [f"{_line(sheet, said.codes[0])} = {said.value}"]
    return [_line(sheet, code) for code in said.codes]


def _line(sheet: Sheet | None, code: str) -> str:
    """The line as it is printed, with its words, where it is one of the report that is filled."""
    if sheet is None or code not in sheet.form.indicators:
        return code
    return f"{sheet.indicator(code).printed} {sheet.short(code)}"
