"""One message comes in, is read once, and finds its row in the table of intents: as a taught form,
as a command, as an answer, or as a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from domain.people.people import Official, Role
from domain.people.permissions import Action
from domain.reading.answers import is_row
from domain.report.requests import request_mark
from domain.talk.messages import Incoming, Reply
from domain.talk.question import Question
from domain.talk.said import Said
from domain.talk.understood import Understood
from domain.talk.yes_no import DROP
from domain.tasks.assignment import is_assignment
from domain.words import fold, turned, without_end
from handlers.desk.order import ORDER
from handlers.desk.which_code import split_code
from handlers.figures.answer import awaited_by
from handlers.figures.correct import changes_nothing, correct
from handlers.names.everybody import means_everybody, means_who_is_late, means_who_owes
from handlers.names.people import people_named
from handlers.names.units import unit_and_rest
from handlers.question import (
    THEN,
    as_command,
    asked_now,
    go_on_with,
    open_question,
    open_questions,
)
from handlers.report.counted import fitting, is_counted
from handlers.report.which import read_regime
from handlers.talk.above.only_asked import looks as wants_to_see
from handlers.talk.above.only_asked import only_asked
from handlers.talk.answers import answer_question, answer_with
from handlers.talk.commands import command_in, said_or_tapped
from handlers.talk.courtesy import is_courtesy
from handlers.talk.give_figures import figures, holds_figures_amid_words, reads_plainly, turn_of
from handlers.talk.go_on import block_named, without_block
from handlers.talk.intent import SILENCE, Effect, Intent, Request, no_question, with_slots
from handlers.talk.intents import ANSWERS, INTENTS
from handlers.talk.likely import ELSEWHERE, ask_whether, holds_else, says_sent
from handlers.talk.said import Read, read_said
from handlers.talk.several.excepted import excepted
from handlers.talk.situation import role_of, situation_of
from handlers.talk.told.not_meant import not_meant
from handlers.talk.understand import understand
from handlers.talk.wishes.negated import is_denied
from handlers.talk.wishes.not_understood import not_understood
from handlers.talk.wishes.own_figures import standing
from handlers.talk.wishes.reports import give
from handlers.talk.wishes.second import beside, is_clear, two_wishes, with_second
from handlers.talk.wishes.titled import titled
from handlers.text.edit import edit_text
from handlers.text.write import is_awaited
from handlers.turn import source_of
from handlers.wording.onward import next_page, read_start
from handlers.wording.said_periods import read_period
from handlers.wording.say import say
from handlers.wording.understood import behind, places, read_acts, read_verdict, says
from handlers.work import Work
from storage.catalogue.words import folded
from storage.messages.inbox import came_at
from storage.messages.outbox import words_last
from storage.messages.questions import end_questions

UNREAD = {
    "file": "router.unread_file",
    "big_file": "router.unread_big",
    "strange_file": "router.unread_strange",
}
"""What is said where a file did not come as far as here; all else is no text."""

EACH_UNIT = frozenset({"nudge", "lock", "status", "more_time", "report_file", "annex_file"})
_APART = re.compile(r"[,.;]\s")  # "so 4.1 nham roi, 15": no row and no form that is taught
_POLITE = frozenset({"acknowledge", "courtesy", "later", "not_yet"})
FIGURES_AT_LEAST = 2  # beside polite words: one number alone is rarely a figure
_ANSWERS_ONLY = frozenset({"yes", "no", "cancel"})
OF_TASKS = frozenset(
    [
        "task_done", "task_progress", "task_blocked", "task_more_time", "task_hand_over",
        "acknowledge", "approve", "deadline", "nudge",
    ]
)  # fmt: skip
"""Wishes that may be about a task."""
_OF_EITHER = frozenset({"status", "later"})  # of a task, where words of its title are said
BY_ID: Mapping[str, Intent] = {intent.id: intent for intent in INTENTS}


def route(work: Work, person: Official, incoming: Incoming) -> Reply:
    """The reply to one message of a linked person; `SILENCE` where that is the best one."""
    if incoming.unread == "sticker":
        return SILENCE
    if incoming.unread:
        plain = "router.unread_words" if is_awaited(work, person, incoming) else "router.unread"
        unread = Reply(say(UNREAD.get(incoming.unread, plain)))
        return _words_beside(work, person, incoming) or unread
    if turned(incoming.text):  # whoever sent it saw other figures than would be written
        return Reply(say("router.turned"))
    newer = True  # than the question that is open
    if incoming.edited:
        if changes_nothing(work, incoming):
            return SILENCE
        if reply := edit_text(work, person, incoming) or correct(work, person, incoming):
            return reply
        incoming = _afresh(work, incoming)
        newer = _came_behind(work, incoming)
    command = False
    if not _is_row(incoming):
        incoming = _next_page(work, incoming)
        understood = partial(_understood_as, work, person, incoming)
        if found := two_wishes(work, incoming, understood, partial(_names, work, person)):
            return _both(work, person, *found)
        command = _is_command(work, incoming)
    incoming = as_command(work, incoming, command=command)
    other = partial(_is_another_wish, work, person, incoming)
    asked = open_question(work, incoming.address)
    reply = answer_question(work, person, incoming, command=command, other=other) if newer else None
    if reply is not None:
        return _and_then(work, person, incoming, asked, reply)
    request = _read(work, person, incoming)
    if not newer:
        request = replace(request, answer=no_question)
    if incoming.file is None:
        return _first(request)
    used = _of_forms(request, INTENTS)
    checks = (command_in(incoming.text) or ("",))[0] == "check_file"  # of the file itself
    beside_it = None if checks else _words_beside(work, person, incoming)
    return used or beside_it or _first(request)


def _both(work: Work, person: Official, first: Incoming, second: str) -> Reply:
    """The first wish; the second too, where it is clear: behind the answer where the first asks."""
    reply = route(work, person, first)
    question = asked_now(work, first)
    understood = partial(_understood_as, work, person, first)
    clear = is_clear(second, partial(_names, work, person), understood)
    if question is not None and clear:
        go_on_with(work, first, question, second)
        return with_second(reply, second, "talk.second_then")
    if not clear:
        done = "talk.second" if _has_letters(first.text) else "talk.second_alone"
        return with_second(reply, second, "talk.second_later" if question else done)
    return beside(reply, route(work, person, replace(first, text=second)))


def _and_then(
    work: Work, person: Official, incoming: Incoming, before: Question | None, reply: Reply
) -> Reply:
    """What was said behind the wish that has its answer now."""
    second = str(before.data.get(THEN, "")) if before else ""
    if before is None or not second:
        return reply
    if any(each.id == before.id for each in open_questions(work, incoming.address)):
        return reply
    if read_verdict(incoming.text) == DROP:
        return with_second(reply, second, "talk.second_alone")
    if question := asked_now(work, incoming):
        go_on_with(work, incoming, question, second)
        return reply
    other = replace(incoming, text=second, choice="")
    return beside(reply, route(work, person, other))


def _names(work: Work, person: Official, text: str) -> bool:
    """Whether the words name a unit, a person or a task."""
    said = read_said(work, person, text).said
    return bool(said.units or said.people or said.tasks or said.everybody)


def _is_row(incoming: Incoming) -> bool:
    """Figures by position alone: no form, no command and no wish is looked for in them."""
    return incoming.typed and is_row(incoming.text)


def _next_page(work: Work, incoming: Incoming) -> Incoming:
    """The message, or the command by which the list that was shown last goes on."""
    if not incoming.typed or not says("page", "on", incoming.text):
        return incoming
    command = next_page(words_last(work.session, incoming.address))
    return replace(incoming, text=command) if command else incoming


def _words_beside(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """What is written beside a picture or a file that is of no use itself, as if it had come alone;
    None where it says nothing that is understood."""
    if not incoming.text.strip():
        return None
    words = replace(incoming, file=None, opened=None, unread="")
    request = _read(work, person, words)
    read = request.understood.sure or command_in(words.text) or reads_plainly(request)
    if not read:
        return None
    reply = route(work, person, words)
    return replace(reply, text=say("router.beside", answer=reply.text)) if reply.text else reply


def _afresh(work: Work, incoming: Incoming) -> Incoming:
    """An edited message that had changed nothing, as if it were new; what it made the bot ask is
    asked no more."""
    source = source_of(incoming)
    asked = [q.id for q in open_questions(work, incoming.address) if q.source == source]
    end_questions(work.session, incoming.address, asked)
    return replace(incoming, edited=False)


def _came_behind(work: Work, incoming: Incoming) -> bool:
    """Whether an edited message came after what is asked now: what is older answers nothing."""
    question = open_question(work, incoming.address)
    came = came_at(work.session, incoming)
    if question is None or question.at is None:
        return True
    return came is not None and came >= question.at


def _is_command(work: Work, incoming: Incoming) -> bool:
    """A command and nothing else; behind a stroke, and in an order that is asked about, whatever
    follows."""
    found = command_in(incoming.text)
    if found is None:
        return False
    question = open_question(work, incoming.address)
    ordered = question is not None and question.about == ORDER
    return not found[1] or incoming.text.lstrip().startswith("/") or ordered


def _read(work: Work, person: Official, incoming: Incoming) -> Request:
    """The message, read once; what has no letter is figures and no wish."""
    request = Request(work, person, incoming, INTENTS, partial(answer_with, work, person))
    if not incoming.typed or not _has_letters(incoming.text):
        return replace(request, said=Said(incoming.text, tap=incoming.choice))
    turn = turn_of(request)
    text, awaited = incoming.text, awaited_by(turn) if turn else None
    if turn and awaited and (named := block_named(turn.part, text)):
        awaited, rest = replace(awaited, block=named), without_block(text)
        text = rest if any(map(str.isdigit, rest)) else text
    read = read_said(work, person, text, awaited=awaited)
    read = replace(read, said=fitting(read.said, awaited.form)) if awaited else read
    situation = situation_of(work, person, incoming.address)
    role = role_of(work, person)
    understood = understand(read, role, situation)
    said = with_slots(read.said, understood.slots)
    request = replace(request, said=said, situation=situation, understood=understood)
    return _of_titled_task(request, read, role)


def _read_as(request: Request, text: str) -> Request:
    """A part of the message, as if it had come alone."""
    return _read(request.work, request.person, replace(request.incoming, text=text))


def _of_titled_task(request: Request, read: Read, role: Role) -> Request:
    """The request with the task that it names by words of its title, where it is about one."""
    wish = request.understood
    if is_assignment(request.incoming.text):  # a new one, whose words may be another's
        return request
    may_be = wish.intent in OF_TASKS | {ELSEWHERE, "more_time"}
    if wish.sure and not may_be and wish.intent not in _OF_EITHER:
        return request
    if any(act.numbers for act in read_acts(request.incoming.text)):
        return request  # "trả lại 1 Bãi Sậy ...": its number says which
    named = titled(request.turn, read, of_tasks=may_be)
    if named is None:
        return request
    again = read_said(request.work, request.person, named.text)
    understood = understand(again, role, request.situation)
    if understood.intent == ELSEWHERE:  # "đã gửi chiều qua, số 45/BC-UBND": that task is done
        understood = replace(understood, intent="task_done", offers=("task_done",), sure=False)
    if not read_acts(named.text) and understood.intent not in OF_TASKS | {"later"}:
        return request
    if len(named.tasks) > 1:  # which of them is asked, whatever is done
        understood = replace(understood, sure=True)
    said = with_slots(again.said, understood.slots)
    request = replace(request, said=said, understood=understood)
    return replace(request, of_tasks=named.text, titled=named.tasks)


def _understood_as(work: Work, person: Official, incoming: Incoming, text: str) -> Understood:
    """What a part of the message would be understood as."""
    read = read_said(work, person, text)
    return understand(read, role_of(work, person), situation_of(work, person, incoming.address))


def _is_another_wish(work: Work, person: Official, incoming: Incoming) -> bool:
    """What is surely no word for a draft: figures, thanks, another request, a wish that was surely
    understood."""
    text = incoming.text
    if is_courtesy(incoming) or behind("wanted", "ask", text) is not None:
        return True
    if not _has_letters(text):
        return len(text.split()) >= FIGURES_AT_LEAST and is_row(text)
    found, command = _understood_as(work, person, incoming, text), command_in(text)
    clear = found.sure or (command is not None and command[0] == found.intent)
    return clear and found.intent not in _ANSWERS_ONLY | {"task_assign"}


def _has_letters(text: str) -> bool:
    """A command behind a stroke says what it wants by itself."""
    return any(map(str.isalpha, text)) and not text.lstrip().startswith("/")


def _first(request: Request) -> Reply:
    """Taught forms, commands, answers, then what the sentence was understood as; of a row of
    figures nothing of all that."""
    if _is_row(request.incoming):
        return _unread(request)
    if _is_question(request.incoming) and (reply := _of_command(request)):
        return reply
    if reply := excepted(request, partial(_read_as, request)):
        return reply
    if reply := _of_forms(request, INTENTS):
        return reply
    return _of_command(request) or _of_forms(request, ANSWERS) or _understood(request)


def _is_question(incoming: Incoming) -> bool:
    """ "/status xa-bac-son": a command behind a stroke which changes nothing is nothing else."""
    found = command_in(incoming.text) if incoming.text.lstrip().startswith("/") else None
    return found is not None and BY_ID[found[0]].effect is Effect.LOOKS


def _of_forms(request: Request, intents: tuple[Intent, ...]) -> Reply | None:
    understood = request.understood
    for intent in intents:
        other = understood.sure and understood.intent not in intent.speaks_for
        if intent.form is None or (intent.speaks_for and other):
            continue
        if reply := intent.form(request):
            return reply
    return None


def _of_command(request: Request) -> Reply | None:
    """A command; not where a word of it stands in front of a sentence about something else."""
    said = said_or_tapped(request.incoming)
    found = command_in(said)
    if found is None or request.titled:
        return None
    id_, argument = found
    if _is_polite(request, argument):
        argument = ""
    if len(request.said.units) > 1 and request.understood.intent == id_ and id_ in EACH_UNIT:
        return None  # "nhắc xã Bãi Sậy và xã Quang Vinh": the wish is done for each of them
    loose = argument and not said.lstrip().startswith("/") and not request.incoming.choice
    if loose and _says_more(request, id_) and not _begins_with_name(request, id_, argument):
        return None
    return BY_ID[id_].commanded(request.with_argument(argument))


def _is_polite(request: Request, argument: str) -> bool:
    """ "nhắc đi", "duyệt giúp chị": no name of a unit; but "hết nghỉ minh" may name a person."""
    taught = request.incoming.choice or request.incoming.text.lstrip().startswith("/")
    if taught or without_end(argument, folded("sentence", "polite")):
        return False
    own = {post.unit_id for post in request.person.posts_on(request.work.today)}
    here = own | request.work.scope(request.person, Action.NUDGE)
    return not people_named(request.work, argument, here)


def _says_more(request: Request, id_: str) -> bool:
    """The sentence is surely understood, or names somewhere whom the command is about."""
    said, understood = request.said, request.understood
    names = said.units or said.people or said.everybody
    return understood.sure or (understood.intent == id_ and bool(names))


def _begins_with_name(request: Request, id_: str, argument: str) -> bool:
    """ "mở lại xa-bac-son: …", "tổng hợp quý III", as it is taught; not "mở khóa cho xã Bắc Sơn sửa
    phụ lục"."""
    start, argument = read_start(argument)
    if means_everybody(argument) or (start > 1 and not argument) or request_mark(argument):
        return True
    if id_ == "nudge" and (means_who_owes(argument) or means_who_is_late(argument)):
        return True  # "nhắc đơn vị nào còn thiếu số" asks nothing
    if people_named(request.work, argument, request.work.scope(request.person, Action.NUDGE)):
        return True
    if request.understood.intent != id_:
        return False
    if ":" in argument or split_code(argument)[1] or means_everybody(argument):
        return True
    period, rest = read_period(argument, request.work.today)
    regime, beside = read_regime(request.work, rest)
    if regime is not None and not beside:
        return True
    named = {unit_id: request.work.units[unit_id] for unit_id in request.said.units}
    if not named or not rest:
        return period is not None and not rest
    found, left = unit_and_rest(rest, named, request.work.today)
    looks = BY_ID[id_].effect is Effect.LOOKS  # "tình hình xã Bắc Sơn xong chưa": no name
    return bool(found.unit_id) and not (left and looks)


def _only_joins(request: Request) -> bool:
    """ "17.465 với 3.598": between the numbers nothing but a word that joins them."""
    said = set(request.said.masked.split())
    return "{n}" in said and said <= {"{n}"} | folded("sentence", "together")


def _understood(request: Request) -> Reply:
    """What only reads is done where it is fairly sure, what writes where no word is unexplained;
    what is likely is asked about."""
    intent = BY_ID.get(request.understood.intent)
    if intent is None or intent.act is None or _only_joins(request):
        return _unread(request)
    # a new figure with two readings ("chín mười") is none: where it is read, it is asked which
    corrects = intent.id == "correct_figure" and len(request.said.values.by_code) < 2
    no_value = corrects and not {"value", "values"} & request.understood.slots.keys()
    if not request.understood.sure and (reads_plainly(request) or no_value):
        return figures(request) or _unread(request)
    several = request.said.masked.split().count("{n}") >= FIGURES_AT_LEAST
    if intent.id in _POLITE and (several or is_counted(request.said)):
        return figures(request) or _unread(request)  # nothing that was told is dropped
    strange = intent.id not in request.understood.offers  # hardly like anything that is known
    may = intent.allowed(request.work, request.person) or request.said.tasks
    if not (request.understood.sure or may) and not _named(request, intent):
        return _unread(request)  # nobody hears of a right that was not asked for
    away = intent.id == "leave" and not places("not_meant", "leave", request.said.text)
    changes = intent.effect is Effect.WRITES or away
    if not request.understood.sure and changes and strange:
        return _unread(request)
    if reply := _not_that(request, intent):
        return reply
    looks = intent.effect is Effect.LOOKS
    text = request.incoming.text
    named = request.said.codes and request.said.value and _APART.search(text)
    amid = holds_figures_amid_words(text)
    row = corrects and not amid and not named
    if not request.understood.sure and (row or intent.id in _ANSWERS_ONLY):
        return _unread(request)
    if not request.understood.sure and looks and (command_in(text) or ("",))[0] != intent.id:
        return _unread(request)
    if not request.understood.sure and holds_else(request, intent.id):
        told = give(request) if request.said.values.by_code else None
        return told or _unread(request)
    several_told = intent.id == "correct_figure" and not corrects  # shown and asked as they are
    if not request.understood.sure and intent.writes(request) and may and not several_told:
        return ask_whether(request, intent)
    return intent.act(request) or _unread(request)


def _named(request: Request, intent: Intent) -> bool:
    """A word of the command stands in the sentence."""
    line = f" {request.said.folded} "
    return any(f" {fold(word)} " in line for word in intent.words)


def _not_that(request: Request, intent: Intent) -> Reply | None:
    """What the sentence says instead of what it is like; None where it may be meant."""
    sure = request.understood.sure
    if not sure and (reply := not_meant(request, intent.id)):
        return reply
    if is_denied(request, intent.id) or (intent.id == ELSEWHERE and not says_sent(request)):
        return _unread(request)
    if intent.id == ELSEWHERE and (stands := standing(request)):
        return stands
    if not sure and only_asked(request, intent.id):
        return _looked_at(request) or _unread(request)
    return None


def _looked_at(request: Request) -> Reply | None:
    """What reads and was as good as meant, where the sentence wants to see something."""
    offered = (BY_ID[each] for each in request.understood.offers if each in BY_ID)
    first = next((each for each in offered if each.effect is Effect.LOOKS and each.act), None)
    if first is None or first.act is None or not wants_to_see(request):
        return None
    return first.act(request)


def _unread(request: Request) -> Reply:
    """Figures, if it looks like some; otherwise the truth."""
    sentence = holds_figures_amid_words(request.incoming.text)
    reply = None if sentence and not reads_plainly(request) else figures(request)
    return reply or not_understood(request)
