"""Which act answers which question, and who may: the explicit table behind the door
`handlers.question`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Incoming, Reply
from handlers.annex.questions import SHOWN
from handlers.annex.questions import WHICH as ANNEX_WHICH
from handlers.desk import order, returned
from handlers.figures import correct, settle, switch, which_report
from handlers.figures.questions import AGAIN, BLOCK, CONFIRM, GIVE, LINE, REPLACE, RULE, WHICH
from handlers.forms.questions import LOAD_FORM, LOAD_WORDS, may_load
from handlers.letters import propose as letters
from handlers.office import present, remarks
from handlers.people import hand_over, leave, stand_in
from handlers.question import COMMAND, Reaction, answer, answer_as, asks_itself, on_some_unit
from handlers.reminders import snooze
from handlers.report import stand
from handlers.requests import propose
from handlers.talk import likely, orders, practice
from handlers.talk.above import amended, granted, put_right
from handlers.talk.heads import reminding
from handlers.talk.late import of_files
from handlers.talk.wishes import issue
from handlers.talk.wishes.people import days_told
from handlers.tasks import assign, assign_many
from handlers.tasks import settle as task_settle
from handlers.tasks.ask import BARE, DO, DOCUMENT, NUMBER, WORDS
from handlers.tasks.ask import WHICH as TASK_WHICH
from handlers.text import beside, contradict, emptied, rows_said
from handlers.work import Work

ANSWERS: Mapping[str, Reaction] = {
    # figures
    CONFIRM: Reaction(settle.confirmed, asks_itself),
    REPLACE: Reaction(settle.confirmed, asks_itself),
    AGAIN: Reaction(settle.confirmed, asks_itself),
    GIVE: Reaction(settle.given, asks_itself),
    RULE: Reaction(settle.explained, asks_itself),
    stand.STAND: Reaction(stand.decided, asks_itself),
    WHICH: Reaction(which_report.chosen, asks_itself),
    LINE: Reaction(correct.line_chosen, asks_itself),
    BLOCK: Reaction(correct.block_chosen, asks_itself),
    switch.WHICH: Reaction(switch.chosen, asks_itself),
    # headings
    contradict.OTHER: Reaction(contradict.decided, asks_itself),
    emptied.EMPTY: Reaction(emptied.decided, asks_itself),
    beside.BESIDE: Reaction(beside.decided, asks_itself),
    beside.WHERE: Reaction(beside.where_decided, asks_itself),
    rows_said.ROW: Reaction(rows_said.decided, asks_itself),
    # a filled annex
    SHOWN: Reaction(of_files.annex_decided, asks_itself),
    ANNEX_WHICH: Reaction(of_files.annex_chosen, asks_itself),
    # forms and report texts
    LOAD_FORM: Reaction(of_files.form_decided, on_some_unit(Action.MAKE_FORM)),
    LOAD_WORDS: Reaction(of_files.text_decided, may_load),
    # tasks
    DO: Reaction(task_settle.confirmed, asks_itself),
    BARE: Reaction(task_settle.confirmed, asks_itself),
    TASK_WHICH: Reaction(task_settle.chosen, asks_itself),
    WORDS: Reaction(task_settle.worded, asks_itself),
    DOCUMENT: Reaction(task_settle.documented, asks_itself),
    NUMBER: Reaction(task_settle.numbered, asks_itself),
    assign.DRAFT: Reaction(assign.go_on, on_some_unit(Action.ASSIGN_TASK)),
    assign_many.TABLE: Reaction(assign_many.go_on, on_some_unit(Action.ASSIGN_TASK)),
    put_right.AMEND: Reaction(put_right.decided, asks_itself),
    put_right.WHICH: Reaction(put_right.chosen, asks_itself),
    amended.HOW: Reaction(amended.how_told, asks_itself),
    granted.GRANTED: Reaction(granted.decided, granted.may_change),
    # the desk
    returned.ANYWAY: Reaction(returned.sent_anyway, on_some_unit(Action.ASK_MORE_TIME)),
    order.ORDER: Reaction(orders.completed, asks_itself),
    hand_over.CONFIRM: Reaction(orders.completed, asks_itself),
    propose.DRAFT: Reaction(propose.go_on, on_some_unit(Action.ROLL_UP)),
    letters.LETTER: Reaction(letters.go_on, on_some_unit(Action.ASSIGN_TASK)),
    # people
    leave.NOTE: Reaction(leave.decided, leave.may_note),
    leave.DAYS: Reaction(days_told, asks_itself),
    leave.DROPPED: Reaction(leave.dropped, asks_itself),
    stand_in.WHO: Reaction(stand_in.named, asks_itself),
    practice.PRACTICE: Reaction(practice.tried, asks_itself),
    # the office
    present.DECIDE: Reaction(present.decided, asks_itself),
    present.COMMENT: Reaction(present.commented, asks_itself),
    present.ANYWAY: Reaction(present.present_anyway, present.may_present),
    present.SAID: Reaction(present.comment_said, asks_itself),
    present.TAKE_BACK: Reaction(present.taken_back, asks_itself),
    remarks.MORE: Reaction(remarks.more_said, asks_itself),
    issue.NUMBER: Reaction(issue.number_told, asks_itself),
    reminding.REMIND: Reaction(reminding.told, on_some_unit(Action.NUDGE)),
    snooze.WHEN: Reaction(snooze.when, asks_itself),
    likely.WISH: Reaction(likely.agreed, asks_itself),
    COMMAND: Reaction(lambda _: None, asks_itself),  # its options are commands: `as_command`
}


def answer_question(
    work: Work, person: Official, incoming: Incoming, *, command: bool, other: Callable[[], bool]
) -> Reply | None:
    """What the open question does with a message; None where it is no answer."""
    return answer(work, person, incoming, ANSWERS, command=command, other=other)


def answer_with(work: Work, person: Official, incoming: Incoming, word: str) -> Reply | None:
    """The open question answered by what a sentence was understood as: "yes", "no", "drop"."""
    return answer_as(work, person, incoming, ANSWERS, word)
