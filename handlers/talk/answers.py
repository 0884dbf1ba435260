"""Which act answers which question: the explicit table behind the door `handlers.question`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.people.people import Official
from domain.talk.messages import Incoming, Reply
from handlers.annex.questions import SHOWN
from handlers.annex.questions import WHICH as ANNEX_WHICH
from handlers.desk import order
from handlers.figures import correct, settle, switch, which_report
from handlers.figures.questions import AGAIN, BLOCK, CONFIRM, GIVE, LINE, REPLACE, RULE, WHICH
from handlers.forms.questions import LOAD_FORM, LOAD_WORDS
from handlers.letters import propose as letters
from handlers.office import present, remark_more
from handlers.people import hand_over, leave, stand_in
from handlers.question import COMMAND, Answer, answer, answer_as
from handlers.reminders import snooze
from handlers.report import stand
from handlers.requests import propose
from handlers.talk import likely, orders, practice
from handlers.talk.above import amended, granted, put_right
from handlers.talk.late import of_files
from handlers.talk.wishes.people import days_told
from handlers.tasks import assign, assign_many
from handlers.tasks import settle as task_settle
from handlers.tasks.ask import BARE, DO, DOCUMENT, NUMBER, WORDS
from handlers.tasks.ask import WHICH as TASK_WHICH
from handlers.text import beside, contradict, emptied, rows_said
from handlers.work import Work

ANSWERS: Mapping[str, Answer] = {
    # figures
    CONFIRM: settle.confirmed,
    REPLACE: settle.confirmed,
    AGAIN: settle.confirmed,
    GIVE: settle.given,
    RULE: settle.explained,
    stand.STAND: stand.decided,
    WHICH: which_report.chosen,
    LINE: correct.line_chosen,
    BLOCK: correct.block_chosen,
    switch.WHICH: switch.chosen,
    # headings
    contradict.OTHER: contradict.decided,
    emptied.EMPTY: emptied.decided,
    beside.BESIDE: beside.decided,
    rows_said.ROW: rows_said.decided,
    # a filled annex
    SHOWN: of_files.annex_decided,
    ANNEX_WHICH: of_files.annex_chosen,
    # forms and report texts
    LOAD_FORM: of_files.form_decided,
    LOAD_WORDS: of_files.text_decided,
    # tasks
    DO: task_settle.confirmed,
    BARE: task_settle.confirmed,
    TASK_WHICH: task_settle.chosen,
    WORDS: task_settle.worded,
    DOCUMENT: task_settle.documented,
    NUMBER: task_settle.numbered,
    assign.DRAFT: assign.go_on,
    assign_many.TABLE: assign_many.go_on,
    put_right.AMEND: put_right.decided,
    put_right.WHICH: put_right.chosen,
    amended.HOW: amended.how_told,
    granted.GRANTED: granted.decided,
    # the desk
    order.ORDER: orders.completed,
    hand_over.CONFIRM: orders.completed,
    propose.DRAFT: propose.go_on,
    letters.LETTER: letters.go_on,
    # people
    leave.NOTE: leave.decided,
    leave.DAYS: days_told,
    leave.DROPPED: leave.dropped,
    stand_in.WHO: stand_in.named,
    practice.PRACTICE: practice.tried,
    # the office
    present.DECIDE: present.decided,
    present.COMMENT: present.commented,
    present.SAID: present.comment_said,
    present.TAKE_BACK: present.taken_back,
    remark_more.MORE: remark_more.more_said,
    snooze.WHEN: snooze.when,
    likely.WISH: likely.agreed,
    COMMAND: lambda _: None,  # its options are commands: `as_command`
}


def answer_question(
    work: Work, person: Official, incoming: Incoming, *, command: bool, other: Callable[[], bool]
) -> Reply | None:
    """What the open question does with a message; None where it is no answer."""
    return answer(work, person, incoming, ANSWERS, command=command, other=other)


def answer_with(work: Work, person: Official, incoming: Incoming, word: str) -> Reply | None:
    """The open question answered by what a sentence was understood as: "yes", "no", "drop"."""
    return answer_as(work, person, incoming, ANSWERS, word)
