"""The table of intents: everything that a person may want, in the order in which it is looked for.

A new intention is one act (a file of this room or of the room whose subject it is) and one row
here; see docs/add-an-intent.md.
"""

from __future__ import annotations

from domain.talk.conversation import Waiting, from_plain
from domain.talk.messages import Reply
from handlers.annex.sent import answer_annex, take_annex, unused_file
from handlers.desk.more_time import extend, refuse_extension
from handlers.desk.rank import rank
from handlers.desk.returned import send_back
from handlers.desk.rollup import rollup
from handlers.desk.verdict import approve, lock, reopen
from handlers.figures.from_register import take_counts
from handlers.figures.switch import take_switch
from handlers.figures.undo import undo
from handlers.people.hand_over import hand_over
from handlers.people.invite import invite_person, take_invitation
from handlers.people.leave import back, leave, take_leave_words
from handlers.reminders.agenda import schedule
from handlers.reminders.snooze import take_snooze
from handlers.talk import orders, show
from handlers.talk.commands import unknown_command
from handlers.talk.courtesy import is_courtesy, is_silent, take_note
from handlers.talk.give_figures import figures
from handlers.talk.go_on import go_on
from handlers.talk.health import health
from handlers.talk.help import help_page
from handlers.talk.intent import SILENCE, Intent, Request
from handlers.talk.practice import practise, take_practice
from handlers.tasks import assign
from handlers.tasks.answer import answer_task_question, take_task_words
from handlers.tasks.counting import choose_counting
from handlers.tasks.list import show_list
from handlers.wording.say import say
from storage.messages import conversations


def _word_about_annex(request: Request) -> Reply | None:
    return answer_annex(request.work, request.person, request.incoming) or unused_file(
        request.incoming
    )


def _polite(request: Request) -> Reply | None:
    """ "đã nắm" is kept; where nothing is asked, thanks are answered by silence."""
    work, person, incoming = request.work, request.person, request.incoming
    if not is_courtesy(incoming) or _asks_yes(request):
        return None
    if reply := take_note(work, person, incoming):
        return reply
    return SILENCE if is_silent(work, person, incoming) else None


def _asks_yes(request: Request) -> bool:
    """The last question is one to which "vâng" is the answer."""
    saved = conversations.load(request.work.session, request.incoming.address)
    pending = from_plain(saved).pending
    return pending is not None and pending.waiting is not Waiting.ASK


INTENTS: tuple[Intent, ...] = (
    # what says by itself what it is about, before any command
    Intent("annex_sent", lambda r: take_annex(r.work, r.person, r.incoming)),
    Intent("leave_said", lambda r: take_leave_words(r.work, r.person, r.incoming)),
    Intent("invite_said", lambda r: take_invitation(r.work, r.person, r.incoming)),
    Intent("later", lambda r: take_snooze(r.work, r.person, r.incoming)),
    Intent("switch_report", lambda r: take_switch(r.work, r.person, r.incoming)),
    Intent("task_said", lambda r: take_task_words(r.work, r.person, r.incoming)),
    Intent("figures_of_register", lambda r: take_counts(r.work, r.person, r.incoming)),
    # commands
    Intent("start", lambda _: Reply(say("start.already")), ("start", "bat dau")),
    Intent("help", help_page, ("help", "tro giup", "giup", "huong dan", "menu"), menu="tro giup"),
    Intent("status", show.status, ("status", "tinh hinh"), ("status", "tinh hinh"), menu="status"),
    Intent(
        "missing",
        show.missing,
        (
            *("con thieu", "thieu", "thieu gi", "con thieu gi", "con thieu gi nua"),
            *("con thieu gi nua khong", "con thieu nhung gi"),
        ),
        menu="con thieu",
    ),
    Intent("progress", show.progress, ("tien do",)),
    Intent("chart", show.charts, ("bieu do",), ("bieu do",)),
    Intent("report_file", show.report, ("bao cao", "tai bao cao"), menu="bao cao"),
    Intent("annex_file", show.to_fill, ("mau", "phu luc", "mau phu luc"), menu="mau"),
    Intent("check_file", show.check, ("kiem tra",)),
    Intent("history", show.history, ("lich su",), ("lich su",)),
    Intent(
        "resume",
        go_on,
        (
            *("tiep", "tiep tuc", "hoi lai", "hoi lai di", "cau hoi", "nhac lai cau hoi"),
            "gui lai cau hoi",
        ),
        menu="tiep",
    ),
    Intent("undo", lambda r: undo(r.work, r.person, r.incoming), ("hoan tac", "undo")),
    Intent(
        "schedule",
        lambda r: schedule(r.work, r.person),
        ("lich", "han", "han nop", "khi nao het han", "bao gio het han", "bao gio phai nop"),
        menu="lich",
    ),
    Intent(
        "task_list",
        lambda r: show_list(r.turn, r.argument),
        ("viec", "viec cua toi", "nhiem vu"),
        menu="viec",
    ),
    Intent("task_assign", lambda r: assign.begin(r.turn, r.incoming.text), ("giao viec",)),
    Intent("task_counting", lambda r: choose_counting(r.turn, r.argument), ("dem viec",)),
    Intent("practise", lambda r: practise(r.turn), ("luyen tap", "luyen")),
    Intent("health", lambda r: health(r.work, r.person), ("health", "suc khoe", "tinh trang bot")),
    Intent(
        "invite",
        lambda r: invite_person(r.work, r.person, r.incoming, r.argument),
        ("moi",),
    ),
    Intent("leave", lambda r: leave(r.turn, r.argument), ("nghi", "nghi phep")),
    Intent(
        "back_from_leave",
        lambda r: back(r.turn, r.argument),
        ("het nghi", "huy nghi", "ve"),
        ("het nghi",),
    ),
    # orders of the desk
    Intent("late_units", orders.late, ("tre", "cham")),
    Intent("nudge", orders.nudge, ("nhac", "don doc"), ("nhac", "don doc")),
    Intent("approve", orders.by_words(approve), ("duyet",), ("duyet",)),
    Intent("return_report", orders.by_words(send_back), ("tra", "tra lai"), ("tra lai",)),
    Intent("lock", orders.by_words(lock), ("khoa", "khoa so lieu"), ("khoa",)),
    Intent("reopen", orders.by_words(reopen), ("mo", "mo lai", "mo khoa"), ("mo lai", "mo khoa")),
    Intent("send_again", orders.send_again, ("gui lai",)),
    Intent(
        "more_time",
        orders.by_words(extend),
        ("gia han", "xin gia han", "cho gia han"),
        ("gia han", "xin gia han", "cho gia han"),
    ),
    Intent(
        "refuse_more_time",
        orders.by_words(refuse_extension),
        ("khong gia han", "ko gia han"),
        ("khong gia han", "ko gia han"),
    ),
    Intent("ranking", orders.by_words(rank), ("xep hang",), ("xep hang",)),
    Intent("roll_up", orders.by_words(rollup), ("tong hop",), ("tong hop",)),
    Intent("hand_over", orders.by_words(hand_over), ("thay nguoi", "nghi viec")),
    Intent("unknown_command", unknown_command),
    # answers, and what is left: figures
    Intent("practice_try", lambda r: take_practice(r.work, r.person, r.incoming)),
    Intent("task_answer", lambda r: answer_task_question(r.work, r.person, r.incoming)),
    Intent("annex_word", _word_about_annex),
    Intent("courtesy", _polite),
    Intent("figures", figures),
)
