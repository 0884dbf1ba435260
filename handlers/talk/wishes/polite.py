"""What is said to a person rather than to a program: thanks, annoyance, "đã nhận".

tuan < nhắn hoài phiền quá
bot  > Xin lỗi anh Tuấn, bot nhắn nhiều làm phiền anh. ...                        [chỉ nhắc 13/9]
"""

from __future__ import annotations

from domain.talk.courtesy import Courtesy
from domain.talk.messages import Choice, Reply
from domain.talk.said import Situation
from domain.words import fold
from handlers.figures.ask_block import ask_block
from handlers.figures.small_talk import small_talk, topic_of
from handlers.question import ask_again, open_question
from handlers.report.own_example import own_example
from handlers.report.parts import parts
from handlers.talk.courtesy import costs, take_note
from handlers.talk.give_figures import turn_of
from handlers.talk.help import help_page
from handlers.talk.intent import SILENCE, Request
from handlers.talk.wishes import tasks
from handlers.tasks.acts import acknowledge_new
from handlers.tasks.list import my_tasks
from handlers.wording.say import say
from handlers.wording.show_moments import show_day, show_day_month
from handlers.wording.understood import places, read_acts, read_courtesy
from handlers.work import addressed
from storage.catalogue.words import folded

_TOPICS = ("who", "file", "photo", "correct", "send")
"""What somebody may ask about, the first that is named."""


def thanked(request: Request) -> Reply:
    """A greeting, thanks, a wish: a kind word where it costs nobody anything."""
    if costs(request.incoming.address):
        return SILENCE
    turn = turn_of(request)
    if turn is not None and turn.conversation.block_id and (awaited := small_talk(turn)):
        return awaited
    topic = topic_of(request.said.text)
    text_id = f"talk.{topic}" if topic in ("hello", "thanks") else "talk.kind"
    return Reply(say(text_id, name=addressed(request.person)))


def complained(request: Request) -> Reply:
    """An apology, what the bot writes for, and fewer messages if that is wished."""
    name = addressed(request.person)
    waiting = [part for part in parts(request.work, request.person) if part.open_codes]
    if not waiting:
        return Reply(say("talk.sorry", name=name))
    report = waiting[0].sheet.obligation
    day = show_day(report.last_working_day)
    if report.last_working_day <= request.work.today:
        return Reply(say("talk.sorry_last", name=name))
    words = say("talk.only_on", day=show_day_month(report.last_working_day))
    tap = Choice(words, "/" + fold(words))
    return Reply(say("talk.sorry_fewer", name=name, day=day, words=words), (tap,))


def tasks_noted(request: Request) -> Reply | None:
    """ "đã nhận được rồi nha", "đã nhận cả hai việc" where tasks came in last, or are named so:
    all of which the person has not taken note yet; None for anything else."""
    said, incoming = request.said, request.incoming
    told = read_courtesy(said.text) is Courtesy.NOTED or request.understood.intent == "acknowledge"
    if not incoming.typed or not told or said.tasks or request.titled:
        return None
    shown = tasks.shown_tasks(request)
    if len(shown) == 1 and read_acts(said.text):
        return None  # "đã nhận": of that one
    named = not folded("sentence", "task_noun").isdisjoint(said.bases)
    if not (shown or named) or any(map(str.isdigit, said.text)):  # "1 việc ạ" asks how many
        return None
    if reply := acknowledge_new(request.turn):
        return reply
    return _heard(request) if my_tasks(request.turn) else None


def noted(request: Request) -> Reply:
    """ "đã nhận": of a task that was shown last, or of the reports that are owed."""
    if request.situation is Situation.TASK or request.said.tasks:
        return tasks.acknowledge(request)
    if reply := take_note(request.work, request.person, request.incoming):
        return reply
    return _heard(request)


def _heard(request: Request) -> Reply:
    if costs(request.incoming.address):
        return SILENCE
    return Reply(say("talk.heard", name=addressed(request.person)))


def helped(request: Request) -> Reply:
    """How that is done which is asked about, else how to answer what is open, in a few lines; the
    whole page where nothing is."""
    situation, turn = request.situation, turn_of(request)
    for topic in _TOPICS:
        if places("help_about", topic, request.said.text):
            own = own_example(request.work, request.person)
            return Reply(say(f"help.of_{topic}", **own.fields))
    if situation is Situation.QUESTION:
        return _help_with_question(request)
    if situation is Situation.RULE:
        return Reply(say("help.rule", **own_example(request.work, request.person).fields))
    if situation is Situation.TASK:
        return Reply(say("help.task"))
    block = turn and turn.block
    if situation is not Situation.BLOCK or turn is None or not block:
        return help_page(request)
    return Reply(say("help.block") + "\n\n" + ask_block(turn.part.sheet, block))


def _help_with_question(request: Request) -> Reply:
    """How to answer what the bot believes to have read; any other question is shown once more."""
    question = open_question(request.work, request.incoming.address)
    if question is None or "figures" in question.data:
        return Reply(say("help.question"))
    return ask_again(request.turn, question)
