"""The table of intents: everything that a person may want, in the order in which it is looked for.

A new intention is one act (a file of the room whose subject it is), one row here, and its words and
sentences in the catalogue; see docs/add-an-intent.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from domain.people.permissions import Action
from domain.reading.codes import CODE
from domain.talk.messages import Reply
from domain.talk.said import Situation
from domain.tasks.assignment import is_assignment
from domain.tasks.words import Act, Verb
from domain.words import without_rim
from domain.writing.register import is_typed_row
from domain.writing.text_named import is_code
from handlers.comparison.asked import means_on_time
from handlers.desk.counting import choose_counting
from handlers.desk.elsewhere import came, came_not, sent_elsewhere
from handlers.desk.more_time import extend, refuse_extension
from handlers.desk.rank import rank
from handlers.desk.returned import send_back
from handlers.desk.rollup import rollup
from handlers.desk.verdict import approve, lock, reopen
from handlers.desk.which_code import split_code
from handlers.figures.from_elsewhere import take_counts, take_sums
from handlers.figures.settle import noted_kept
from handlers.figures.switch import take_switch
from handlers.figures.undo import last_given, tell_undone
from handlers.letters.propose import take_letter
from handlers.office.present import not_approved, present, switch, take_back_approval
from handlers.office.remarks import remark_more, remark_said, waits_for
from handlers.pages.give import close_pages, give_desk, give_form
from handlers.people.hand_over import hand_over
from handlers.people.invite import invite_person, take_invitation
from handlers.people.leave import (
    back,
    leave,
    several_to_come,
    take_leave_words,
    take_moved,
)
from handlers.people.stand_in import take_declined
from handlers.question import open_question
from handlers.reminders.snooze import take_snooze
from handlers.report.counted import counts
from handlers.report.stand import stand
from handlers.requests import propose
from handlers.requests.stop import stop
from handlers.talk import orders, show
from handlers.talk.above.amended import amended
from handlers.talk.above.answered import time_answered
from handlers.talk.above.asked import asked
from handlers.talk.above.by_figure import by_figure
from handlers.talk.above.granted import granted_otherwise
from handlers.talk.above.more_time import time_given
from handlers.talk.above.of_tasks import of_tasks
from handlers.talk.commands import command_in, said_or_tapped
from handlers.talk.courtesy import is_courtesy, is_silent, take_note
from handlers.talk.give_figures import each_named, told_about, turn_of
from handlers.talk.go_on import block_said, go_on, next_said
from handlers.talk.heads.approving import approved
from handlers.talk.heads.asked import asked as asked_of_own
from handlers.talk.heads.reminding import reminded
from handlers.talk.health import health
from handlers.talk.help import help_page
from handlers.talk.intent import SILENCE, Effect, Intent, Request, below, fills_a_part, on_some_unit
from handlers.talk.late import of_files
from handlers.talk.looking import ALL, FILLS, LOOKING, SUPERIOR
from handlers.talk.practice import practise
from handlers.talk.slips import unknown_command
from handlers.talk.told.added import added
from handlers.talk.told.by_place import placed
from handlers.talk.told.changed import by_share
from handlers.talk.told.counted import counted, none_counted
from handlers.talk.told.difficulty import in_the_way
from handlers.talk.told.digits import last_digits
from handlers.talk.told.of_colleague import of_colleague
from handlers.talk.told.of_part import of_named_part
from handlers.talk.told.of_report import of_report
from handlers.talk.told.past import of_the_past
from handlers.talk.told.put_off import put_off
from handlers.talk.told.replaced import replaced
from handlers.talk.told.rest import figures_then
from handlers.talk.told.standing import standing
from handlers.talk.understand import WRITES as CHANGES
from handlers.talk.wishes import (
    by_line,
    courses,
    desk,
    issue,
    looks,
    own_figures,
    people,
    polite,
    reports,
    requests,
    taken_back,
    tasks,
)
from handlers.talk.wishes.colleagues import asked_to_fill, how_far
from handlers.talk.wishes.hours import until_an_hour
from handlers.talk.wishes.judged import task_judged
from handlers.talk.wishes.negated import denied
from handlers.talk.wishes.results import answers_so_far
from handlers.talk.wishes.signed import signed_yet, with_chairman
from handlers.talk.wishes.slip import take_slip
from handlers.tasks import assign, assign_many
from handlers.tasks.answer import take_task_words, withdraw_which
from handlers.tasks.which import tasks_meant
from handlers.text.beside import (
    ask_anyway,
    ask_held,
    is_for_the_bot,
    take_beside,
    take_for_several,
    take_order,
    tells_of_work,
)
from handlers.text.rows_said import take_row_said
from handlers.text.which import TextPlace
from handlers.text.write import awaited_here, take_awaited, take_named
from handlers.wording.say import say
from handlers.wording.understood import behind, ended, read_acts, read_verdict, says, state_said
from storage.catalogue.words import folded

LOOKS, ASKS, WRITES = Effect.LOOKS, Effect.ASKS, Effect.WRITES
IDLE = Situation.IDLE
_ABOUT_A_FILE = frozenset({"yes", "no", "cancel", "figures", "correct_figure", "switch_report"})
_WISH_OF: Mapping[Verb, frozenset[str]] = {
    Verb.SHOW: frozenset({"task_list", "deadline", "status", "history"}),
    Verb.DONE: frozenset({"task_done", "acknowledge"}),
    Verb.PROGRESS: frozenset({"task_progress"}),
    Verb.BLOCKED: frozenset({"task_blocked"}),
    Verb.UNBLOCKED: frozenset({"task_blocked", "undo"}),
    Verb.EXTEND: frozenset({"task_more_time"}),
    Verb.ACCEPT: frozenset({"approve", "yes"}),
    Verb.RETURN: frozenset({"return_report", "no"}),
    Verb.WITHDRAW: frozenset({"undo", "cancel"}),
    Verb.HAND_OVER: frozenset({"task_hand_over"}),
    Verb.REOPEN: frozenset({"undo", "reopen", "not_yet"}),
    Verb.ACKNOWLEDGE: frozenset({"acknowledge", "courtesy"}),
    Verb.SNOOZE: frozenset({"later"}),
    Verb.NUDGE: frozenset({"nudge"}),
}
"""Which wishes a task word may stand for, where the sentence was surely understood."""
_OF_A_TASK = frozenset(
    {"task_done", "task_progress", "task_blocked", "task_more_time", "task_hand_over"}
)
_OF_FIGURES = frozenset({Verb.DONE, Verb.PROGRESS, Verb.SHOW})
"""Words that are said of figures and of a report as well."""
_WITH_REASON = frozenset({Verb.BLOCKED, Verb.EXTEND, Verb.RETURN, Verb.WITHDRAW, Verb.SNOOZE})
"""Taught with a number and free words behind it: those words are no wish of their own."""


def _task_said(request: Request) -> Reply | None:
    """A task word at the beginning; not of a sentence that surely says something else."""
    text = request.of_tasks or request.incoming.text
    if reply := assign_many.take_several(request.turn):
        return reply
    understood, acts = request.understood, read_acts(text)
    if acts and all(a.verb in _OF_FIGURES for a in acts) and tasks.of_no_task(request):
        return None
    handed = any(act.verb is Verb.HAND_OVER and not act.numbers for act in acts)
    if handed and assign.without_colon(request.turn, request.incoming.text) is not None:
        return None  # "giao cho Đa Lộc rà soát hộ nghèo": a new task
    told = [act for act in acts if not (act.numbers and act.verb in _WITH_REASON)]
    if understood.sure and any(understood.intent not in _WISH_OF[act.verb] for act in told):
        return None
    if any(_counts(request, act) for act in acts):
        return None
    if any(_of_what_is_said(request, act) for act in acts) or says("result", "show", text):
        return None  # "ket qua" is no "kẹt quá"
    turn = replace(request.turn, incoming=replace(request.incoming, text=text))
    reply = take_task_words(turn) or withdraw_which(turn, request.said.units)
    more = next((act for act in acts if act.verb is Verb.SHOW and act.rest), None)
    if reply and more and understood.intent in CHANGES and _says_more(request, more):
        return replace(reply, text=f"{reply.text}\n\n{say('task.unread', said=more.rest)}")
    return reply


def _says_more(request: Request, act: Act) -> bool:
    """Words besides a task that there is, and its unit."""
    named = all(word.startswith("{") for word in request.said.masked.split())
    return not named and bool(tasks_meant(request.turn, act).choices)


def _counts(request: Request, act: Act) -> bool:
    """ "nhận 12 đơn" tells of petitions; "xong 1 hồ sơ", with a task 1, asks what that is."""
    if not any(counts(request.said, number) for number in act.numbers):
        return False
    return act.verb is not Verb.DONE or not tasks_meant(request.turn, act).choices


def _of_what_is_said(request: Request, act: Act) -> bool:
    """ "việc 1 chưa được, thiếu danh sách": no wish to see the task, but what has become of it."""
    wish = request.understood
    meant = wish.intent in _OF_A_TASK and wish.intent in wish.offers
    return act.verb is Verb.SHOW and bool(act.rest) and meant and _says_more(request, act)


def _figure_said(id_: str, show_it: Callable[[Request], Reply], request: Request) -> Reply | None:
    """ "so sánh III.3.1", "xu hướng đúng hạn": the word, and what is to be seen."""
    found = command_in(said_or_tapped(request.incoming))
    if found is None or found[0] != id_:
        return None
    shown = split_code(found[1])[1] or means_on_time(found[1])
    return show_it(request.with_argument(found[1])) if shown else None


def _snoozed(request: Request) -> Reply | None:
    said = replace(request.incoming, text=said_or_tapped(request.incoming))
    if request.titled and request.said.due and request.understood.intent == "later":
        return reports.later(request)  # of that task, and no report
    if reply := take_snooze(request.work, request.person, said):
        return reply
    if command_in(said.text) is not None or is_assignment(said.text):
        return None
    meant = request.said.due and request.understood.sure
    return reports.later(request) if meant else None


def _assignment_tried(request: Request) -> Reply | None:
    """How an assignment is written, where one was tried."""
    understood = request.understood
    if understood.sure and understood.intent == "task_assign" and request.situation is IDLE:
        return None
    return assign.unread(request.turn)


_SAID_OF_WORK = frozenset({"missing", "help"})
"""Wishes whose words stand in reports as well: "còn thiếu thiết bị", "hướng dẫn mất cả buổi"."""
WORDS_OF_A_WISH = 8  # a surely understood sentence that is no longer says what it wants


def _text_said(request: Request) -> Reply | None:
    """Words for a heading that the message names, or for the one that was asked."""
    work, person, incoming = request.work, request.person, request.incoming
    if is_for_the_bot(incoming.text) and not is_typed_row(incoming.text):
        return _order_said(request)
    awaited = awaited_here(work, person, incoming)
    if awaited and not incoming.choice and (reply := take_for_several(*awaited)):
        return reply
    if reply := take_named(work, person, incoming) or take_row_said(work, person, incoming):
        return reply
    if awaited and _is_full(awaited[1]) and waits_for(work, incoming.address):
        return None  # what a chairman says then is about the report that waits
    if awaited is None:
        alone = ended(incoming.text) == ("", True) and len(incoming.text.split()) > 1
        return Reply(say("text.not_awaited")) if alone else None
    if not incoming.typed:
        return None
    turn, place = awaited
    if reply := take_order(turn, place):
        return reply
    if not _is_prose(request):
        both = request.understood.intent in _SAID_OF_WORK and tells_of_work(incoming.text)
        return ask_anyway(turn, place) if both else None
    if _is_end(incoming.text):
        return ask_held(turn, place) or take_awaited(turn, place)
    named = bool(request.said.people)
    return take_beside(turn, place, named=named) or take_awaited(turn, place)


def _order_said(request: Request) -> Reply | None:
    """What is never words of a report, done where it is about the heading that was asked."""
    awaited = awaited_here(request.work, request.person, request.incoming)
    if awaited is None or not request.incoming.typed:
        return None
    return take_order(*awaited)


def _is_full(place: TextPlace) -> bool:
    """Something is said under the heading already."""
    return place.part.sheet.figure(place.line.code) is not None


def _is_end(text: str) -> bool:
    """ "hết mục" behind a text or alone, "chưa có", "không có gì"."""
    return ended(text)[1] or state_said(text) is not None


_CODES = re.compile(CODE, re.IGNORECASE)


def _is_prose(request: Request) -> bool:
    """What is written into a report, and no command, no question, no wish, no polite word."""
    text, incoming = request.incoming.text.strip(), request.incoming
    if is_courtesy(incoming):
        return False
    if _is_end(text):
        return True
    if read_verdict(text):
        return False
    if is_typed_row(text):  # however much it is like a sentence about later
        return True
    command = command_in(text)
    asks = text.endswith("?") or text.startswith(("/", "?"))
    bare = command is not None and (not command[1] or is_code(command[1]))
    acts = read_acts(text)
    bare = bare or (bool(acts) and all(act.numbers and not act.rest for act in acts))
    words = _CODES.sub("", text)  # "II.5.6.c = 100%" are figures
    if asks or bare or not any(map(str.isalpha, words)):
        return False
    if request.understood.intent == "complaint" and not _is_about_the_bot(request):
        return True
    return not (request.understood.sure and len(text.split()) <= WORDS_OF_A_WISH)


def _is_about_the_bot(request: Request) -> bool:
    """ "nhắn hoài phiền quá"; "máy móc cũ hay hỏng" is what a report complains of."""
    return not folded("cue", "of_the_bot").isdisjoint(request.said.folded.split())


def _approval_undone(request: Request) -> Reply | None:
    """ "hoàn tác" of whoever has approved a report after all that they have written."""
    if command_in(said_or_tapped(request.incoming)) != ("undo", ""):
        return None
    if open_question(request.work, request.incoming.address) is not None:
        return None  # that goes first
    given = last_given(request.work, request.person)
    return take_back_approval(request.turn, since=given[1][-1].at if given else None)


def _politely(id_: str, request: Request) -> Reply | None:
    """A command with polite words around it: "trình chủ tịch đi em", "đưa ông Thành ký"."""
    text, polite = with_chairman(request), folded("sentence", "polite")
    text = behind("own_report", "done", text) or text  # "sửa xong rồi, trình lại bác"
    typed = request.incoming.text
    if request.incoming.choice or command_in(typed) is not None:  # "có trình": no "cô" in front
        return None
    if command_in(without_rim(text, polite, polite)) != (id_, ""):
        return None
    intent = next(each for each in request.intents if each.id == id_)
    return intent.commanded(request.with_argument(""))


def _polite(request: Request) -> Reply | None:
    """ "đã nắm" is kept; where nothing is asked, thanks are answered by silence."""
    work, person, incoming = request.work, request.person, request.incoming
    if not is_courtesy(incoming):
        return None
    if reply := take_note(work, person, incoming):
        return reply
    return SILENCE if is_silent(work, person, incoming) else None


INTENTS: tuple[Intent, ...] = (
    # what is written exactly as it is taught, before any command
    Intent("workbook_sent", form=of_files.workbook),
    Intent("words_sent", form=of_files.report_text),
    Intent("annex_sent", form=of_files.annex),
    Intent("rows_sent", form=of_files.rows),
    Intent("stand_in_declined", form=lambda r: take_declined(r.turn)),
    Intent(
        "leave_said",
        form=lambda r: take_leave_words(r.work, r.person, r.incoming),
        speaks_for=frozenset({"leave"}),
    ),
    Intent("leave_moved", form=lambda r: take_moved(r.turn)),
    Intent(taken_back.TIME, taken_back.time, taken_back.time, taken_back.otherwise, effect=WRITES),
    Intent("time_given", form=time_given, may=on_some_unit(Action.ASSIGN_TASK)),
    Intent("task_amended", form=amended),
    Intent("granted_otherwise", form=granted_otherwise, may=on_some_unit(Action.EXTEND_REPORT)),
    Intent("of_tasks", form=of_tasks),
    Intent("asked_above", form=asked),
    Intent("by_figure", form=by_figure),
    Intent("time_answered", form=time_answered),
    Intent(
        "invite_said",
        form=lambda r: take_invitation(r.work, r.person, r.incoming),
        speaks_for=frozenset({"invite"}),
    ),
    Intent("remark_said", form=lambda r: remark_said(r.turn)),
    Intent("not_approved", form=lambda r: not_approved(r.turn) or _approval_undone(r)),
    Intent("remark_more", form=lambda r: remark_more(r.turn)),
    Intent("own_approved", form=approved),
    Intent("own_asked", form=asked_of_own),
    Intent("own_reminded", form=reminded, may=on_some_unit(Action.NUDGE)),
    Intent("sent_up", form=looks.sent_up, may=on_some_unit(Action.SEE_FIGURES)),
    Intent("denied", form=denied),
    Intent("who_is_away", form=people.who_is_away),
    Intent("how_far", form=how_far, may=on_some_unit(Action.SEE_STATUS)),
    Intent("colleague_asked", form=asked_to_fill, may=fills_a_part),
    Intent("figures_of_the_past", form=of_the_past, may=fills_a_part),
    Intent("figures_of_report", form=of_report, may=fills_a_part),
    Intent("figures_of_colleague", form=of_colleague, may=fills_a_part),
    Intent("figures_standing", form=standing, may=fills_a_part),
    Intent("figures_named", form=each_named, may=fills_a_part),
    Intent("figures_then", form=figures_then, may=fills_a_part),
    Intent("changed_last", form=own_figures.changed_last),
    Intent("why_owed", form=own_figures.why_owed, may=fills_a_part),
    Intent("given_so_far", form=own_figures.so_far, may=fills_a_part),
    Intent("changed_by_others", form=own_figures.changed_by_others, may=fills_a_part),
    Intent("last_time", form=own_figures.last_time, may=fills_a_part),
    Intent("how_many", form=own_figures.how_many),
    Intent("task_slip", form=lambda r: take_slip(r.turn)),
    Intent("figures_added", form=added, may=fills_a_part),
    Intent("last_digits", form=last_digits, may=fills_a_part),
    Intent("figure_placed", form=placed, may=fills_a_part),
    Intent("figure_replaced", form=replaced, may=fills_a_part),
    Intent("changed_by_share", form=by_share, may=fills_a_part),
    Intent("in_the_way", form=in_the_way, may=fills_a_part),
    Intent("put_off", form=put_off, may=fills_a_part),
    Intent("next_said", form=next_said, may=fills_a_part),
    Intent("block_said", form=block_said, may=fills_a_part),
    Intent("figures_about", form=told_about, may=fills_a_part),
    Intent("word_of_a_part", form=of_named_part, may=fills_a_part),
    Intent("none_counted", form=none_counted, may=fills_a_part),
    Intent("figures_of_lines", form=by_line.told, may=fills_a_part),
    Intent("undone", form=lambda r: tell_undone(r.work, r.person, r.incoming), may=fills_a_part),
    Intent("text_said", form=_text_said),
    Intent("answers_so_far", form=answers_so_far),
    Intent("chart_said", form=courses.chart_said, may=on_some_unit(Action.SEE_FIGURES)),
    Intent("signed_yet", form=signed_yet, may=on_some_unit(Action.SEE_STATUS)),
    Intent("figures_asked_for", form=lambda r: propose.take_request(r.turn)),
    Intent("nudge_then_said", form=desk.nudge_then),
    Intent("nudge_each", form=desk.nudge_each, may=on_some_unit(Action.NUDGE)),
    Intent("reminder_said", form=reports.remind_then),
    Intent("number_said", form=issue.number),
    Intent("number_slip", form=issue.number_again),
    Intent("hour_said", form=until_an_hour, may=fills_a_part),
    Intent("later", reports.later, form=_snoozed, speaks_for=frozenset({"later"})),
    Intent(
        "switch_report",
        reports.switch,
        form=lambda r: take_switch(r.work, r.person, r.incoming),
        effect=ASKS,
        may=on_some_unit(Action.GIVE_FIGURES),
        speaks_for=frozenset({"switch_report"}),
    ),
    Intent("trend_said", form=partial(_figure_said, "trend", show.trend)),
    Intent("comparison_said", form=partial(_figure_said, "comparison", show.side_by_side)),
    Intent("signer_said", form=issue.signer),
    Intent("signing_said", form=issue.signing),
    Intent("request_said", form=requests.answered),
    Intent("letter_said", form=lambda r: take_letter(r.turn)),
    Intent("task_judged", form=task_judged),
    Intent("tasks_noted", form=polite.tasks_noted),
    Intent("all_done", form=tasks.all_done, may=on_some_unit(Action.ACT_ON_TASK)),
    Intent("task_said", form=_task_said),
    Intent("register_said", form=lambda r: take_counts(r.work, r.person, r.incoming)),
    Intent("sums_said", form=lambda r: take_sums(r.work, r.person, r.incoming)),
    Intent("figures_counted", form=counted, may=fills_a_part),
    Intent("noted_kept", form=lambda r: noted_kept(r.work, r.person, r.incoming)),
    # figures
    Intent("figures", reports.give, effect=ASKS, may=on_some_unit(Action.GIVE_FIGURES)),
    Intent(
        "correct_figure",
        reports.correct,
        effect=WRITES,
        may=on_some_unit(Action.GIVE_FIGURES),
        needs=reports.names_a_figure,
    ),
    Intent("none_arisen", reports.none_arisen, effect=ASKS, may=on_some_unit(Action.GIVE_FIGURES)),
    Intent("as_before", reports.as_before, effect=ASKS, may=on_some_unit(Action.GIVE_FIGURES)),
    Intent("not_yet", reports.not_yet, effect=ASKS),
    Intent(
        "estimates_stand",
        command=lambda r: stand(r.work, r.person, r.incoming),
        effect=WRITES,
        may=on_some_unit(Action.GIVE_FIGURES),
    ),
    Intent("explain_figure", looks.explained),
    Intent("resume", go_on, go_on, may=fills_a_part, menu=FILLS, help=True),
    Intent(
        "undo",
        reports.take_back,
        reports.take_back,
        effect=WRITES,
        may=fills_a_part,
        help=True,
    ),
    Intent("practise", lambda r: practise(r.turn), lambda r: practise(r.turn), help=True),
    # answers in other words than the question knows
    Intent("yes", reports.answered, effect=WRITES),
    Intent("no", reports.answered, effect=WRITES),
    Intent("cancel", reports.answered, effect=WRITES),
    # what is looked at
    *LOOKING,
    Intent(
        "ranking",
        looks.ranking,
        orders.by_words(rank),
        may=on_some_unit(Action.SEE_PUNCTUALITY),
        help=True,
    ),
    Intent(
        "roll_up",
        looks.roll_up,
        orders.by_words(rollup),
        may=on_some_unit(Action.ROLL_UP),
        refusal="desk.nobody_below",
        menu=SUPERIOR,
        help=True,
    ),
    Intent(
        "request_report",
        command=lambda r: propose.begin(r.turn, r.argument),
        may=below(Action.ROLL_UP),
        menu=SUPERIOR,
        help=True,
    ),
    Intent(
        "stop_request",
        command=lambda r: stop(r.work, r.person, r.argument),
        may=below(Action.ROLL_UP),
    ),
    # pages by link
    Intent(
        "fill_on_page",
        command=lambda r: give_form(turn_of(r), r.argument),
        may=on_some_unit(Action.GIVE_FIGURES),
        help=True,
        by_link=True,
    ),
    Intent(
        "desk_page",
        command=lambda r: give_desk(r.work, r.person, r.incoming.address),
        may=below(Action.SEE_STATUS),
        refusal="desk.nobody_below",
        help=True,
        by_link=True,
    ),
    Intent(
        "close_pages",
        command=lambda r: close_pages(r.work, r.person),
        help=True,
        by_link=True,
    ),
    # tasks
    Intent(
        "task_done",
        tasks.done,
        effect=WRITES,
        may=on_some_unit(Action.ACT_ON_TASK),
        needs=tasks.about_tasks,
    ),
    Intent(
        "task_progress",
        tasks.progress,
        effect=WRITES,
        may=on_some_unit(Action.ACT_ON_TASK),
        needs=tasks.about_tasks,
    ),
    Intent(
        "task_blocked",
        tasks.blocked,
        effect=WRITES,
        may=on_some_unit(Action.ACT_ON_TASK),
        needs=tasks.about_tasks,
    ),
    Intent(
        "task_more_time",
        tasks.more_time,
        effect=WRITES,
        may=on_some_unit(Action.ACT_ON_TASK),
        needs=tasks.about_tasks,
    ),
    Intent(
        "task_hand_over",
        tasks.hand_over,
        effect=WRITES,
        may=on_some_unit(Action.ACT_ON_TASK),
        needs=tasks.about_tasks,
    ),
    Intent(
        "task_assign",
        tasks.give,
        lambda r: assign.begin(r.turn, r.incoming.text),
        effect=ASKS,
        may=on_some_unit(Action.ASSIGN_TASK),
        refusal="task.assign.not_allowed",
    ),
    Intent(
        "task_counting",
        command=lambda r: choose_counting(r.turn, r.argument),
        may=on_some_unit(Action.CHOOSE_COUNTING),
    ),
    # orders about reports
    Intent(
        "nudge",
        desk.nudge,
        orders.nudge,
        effect=WRITES,
        may=on_some_unit(Action.NUDGE),
        refusal="desk.nobody_below",
        needs=desk.names_whom,
        menu=SUPERIOR,
        help=True,
    ),
    Intent(
        "approve",
        desk.approve,
        orders.by_words(approve),
        effect=WRITES,
        may=on_some_unit(Action.JUDGE_REPORT),
        refusal="wish.approve_above",
        help=True,
    ),
    Intent(
        "return_report",
        desk.return_report,
        orders.by_words(send_back),
        effect=WRITES,
        may=on_some_unit(Action.JUDGE_REPORT),
        refusal="wish.return_above",
        help=True,
    ),
    Intent(
        "lock",
        desk.lock,
        orders.by_words(lock),
        effect=WRITES,
        may=on_some_unit(Action.LOCK_REPORT),
        refusal="wish.lock_above",
        help=True,
    ),
    Intent(
        "reopen",
        desk.reopen,
        orders.by_words(reopen),
        effect=WRITES,
        may=on_some_unit(Action.REOPEN_REPORT),
        refusal="wish.lock_above",
    ),
    Intent(
        "present",
        command=orders.by_words(present),
        form=partial(_politely, "present"),
        effect=WRITES,
        may=on_some_unit(Action.PRESENT_REPORT),
        help=True,
    ),
    Intent(
        "present_not",
        command=lambda r: switch(r.work, r.person, on=False),
        effect=WRITES,
        may=on_some_unit(Action.CHOOSE_PRESENTING),
    ),
    Intent(
        "present_again",
        command=lambda r: switch(r.work, r.person, on=True),
        effect=WRITES,
        may=on_some_unit(Action.CHOOSE_PRESENTING),
    ),
    Intent("send_again", command=orders.send_again, may=on_some_unit(Action.ASK_MORE_TIME)),
    Intent(
        "more_time",
        desk.more_time,
        orders.by_words(extend),
        effect=WRITES,
        needs=desk.names_a_unit,
        help=True,
    ),
    Intent(
        "refuse_more_time",
        command=orders.by_words(refuse_extension),
        may=on_some_unit(Action.EXTEND_REPORT),
    ),
    Intent(
        "already_sent_elsewhere",
        lambda r: sent_elsewhere(r.work, r.person, r.said.text, r.said.period),
        effect=WRITES,
        may=on_some_unit(Action.ASK_MORE_TIME),
    ),
    Intent("came", command=orders.by_words(came), may=on_some_unit(Action.JUDGE_REPORT)),
    Intent("came_not", command=orders.by_words(came_not), may=on_some_unit(Action.JUDGE_REPORT)),
    # people
    Intent("leave", people.away, lambda r: leave(r.turn, r.argument), effect=ASKS, help=True),
    Intent(
        "back_from_leave",
        people.returned,
        lambda r: back(r.turn, r.argument),
        effect=WRITES,
        needs=lambda r: not several_to_come(r.turn),  # which of them is asked
    ),
    Intent(
        "invite",
        people.let_in,
        lambda r: invite_person(r.work, r.person, r.incoming, r.argument),
        effect=WRITES,
        may=on_some_unit(Action.INVITE),
        help=True,
    ),
    Intent(
        "hand_over",
        command=orders.by_words(hand_over),
        may=on_some_unit(Action.HAND_OVER),
        refusal="desk.hand_over.not_allowed",
        help=True,
    ),
    Intent("contact_person", people.contact, people.contact, help=True),
    # the bot itself
    Intent("start", command=lambda _: Reply(say("start.already"))),
    Intent("help", polite.helped, help_page, menu=ALL),
    Intent(
        "health",
        command=lambda r: health(r.work, r.person),
        may=on_some_unit(Action.SEE_HEALTH),
        help=True,
    ),
    Intent("complaint", polite.complained),
    Intent("acknowledge", polite.noted),
    Intent("courtesy", polite.thanked),
)

ANSWERS: tuple[Intent, ...] = (
    Intent("unknown_command", form=unknown_command),
    Intent("assignment_tried", form=_assignment_tried),
    Intent("annex_word", form=of_files.left_over, speaks_for=_ABOUT_A_FILE),
    Intent("polite_word", form=_polite),
    Intent("short_answer", form=reports.short_answer),
)
"""Looked at where the message was no command: answers to what is open, and polite words alone."""
