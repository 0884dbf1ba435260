"""One message comes in: a command, an answer to a question, or figures."""

from __future__ import annotations

from domain.people.people import Official
from domain.talk.conversation import Conversation, Waiting, from_plain
from domain.talk.messages import Incoming, Reply
from handlers.annex.sent import answer_annex, beside_annex, take_annex, unused_file
from handlers.figures.answer import answer
from handlers.figures.correct import correct
from handlers.figures.from_register import take_counts
from handlers.figures.named_report import take_named
from handlers.figures.pending import kept_reason, settle
from handlers.figures.report_turn import ReportTurn
from handlers.figures.switch import take_switch
from handlers.figures.which_report import choose_report
from handlers.office.figures import whole_part
from handlers.people.invite import take_invitation
from handlers.people.leave import take_leave_words
from handlers.reminders.snooze import take_snooze
from handlers.report.parts import Part, part_of, part_to_correct, parts
from handlers.talk.commands import Request, command_in, guess
from handlers.talk.courtesy import is_courtesy, is_silent, take_note
from handlers.talk.group import in_group
from handlers.talk.practice import take_practice
from handlers.talk.start import stranger
from handlers.tasks.answer import answer_task_question, take_task_words
from handlers.wording.refuse import refuse
from handlers.wording.say import say
from handlers.work import Work
from storage.messages import conversations
from storage.people.officials import official_at
from storage.reports.figures import CLOSED, ReportClosed
from storage.reports.rounds import obligation

UNREAD = {
    "file": "router.unread_file",
    "big_file": "router.unread_big",
    "strange_file": "router.unread_strange",
}
"""What is said where a file did not come as far as here; all else is no text."""


def respond(work: Work, incoming: Incoming) -> Reply | None:
    """The bot's reply to one message, None where silence is the best one; figures and state are
    written in the same transaction."""
    if incoming.in_group:
        return in_group(work, incoming)
    person = official_at(work.session, incoming.address, work.today)
    if person is None:
        return stranger(work, incoming)
    try:
        return _respond(work, person, incoming)
    except ReportClosed as closed:
        return refuse(work, person, f"figures of {closed}", f"desk.closed.{closed.state.value}")


def _respond(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    if incoming.unread == "sticker":
        return None
    if incoming.unread:
        return Reply(say(UNREAD.get(incoming.unread, "router.unread")))
    if incoming.edited:
        return correct(work, person, incoming)
    if reply := take_annex(work, person, incoming):
        return reply
    if reply := take_leave_words(work, person, incoming) or take_invitation(work, person, incoming):
        return reply
    if reply := take_snooze(work, person, incoming):
        return reply
    if reply := take_switch(work, person, incoming):
        return reply
    if reply := take_task_words(work, person, incoming) or take_counts(work, person, incoming):
        return reply
    tapped = incoming.choice if incoming.choice.startswith("/") else ""
    if found := command_in(tapped or incoming.text):
        command, argument = found
        return command(Request(work, person, incoming, argument))
    if reply := take_practice(work, person, incoming):
        return reply
    if reply := answer_task_question(work, person, incoming):
        return reply
    if reply := answer_annex(work, person, incoming) or unused_file(incoming):
        return reply
    if is_courtesy(incoming) and not _asks_yes(work, incoming):
        if reply := take_note(work, person, incoming):
            return reply
        if is_silent(work, person, incoming):
            return None
    return beside_annex(work, incoming, lambda: _figures(work, person, incoming))


def _asks_yes(work: Work, incoming: Incoming) -> bool:
    """The last question is one to which "vâng" is the answer."""
    pending = from_plain(conversations.load(work.session, incoming.address)).pending
    return pending is not None and pending.waiting is not Waiting.ASK


def _figures(work: Work, person: Official, incoming: Incoming) -> Reply:
    conversation = from_plain(conversations.load(work.session, incoming.address))
    if reply := take_named(work, person, incoming, conversation):
        return reply
    part = _awaited_part(work, person, conversation)
    part = whole_part(work, person, incoming, conversation, part) or part
    if part is None:
        return guess(incoming.text) or Reply(say("router.nothing_due"))
    turn = ReportTurn(work, person, incoming, part, conversation)
    if reply := choose_report(turn):
        return reply
    if conversation.pending and (reply := settle(turn, conversation.pending)):
        return reply
    if kept_reason(incoming) is not None:
        return Reply(say("answer.nothing_to_keep"))
    return answer(turn)


def _awaited_part(work: Work, person: Official, conversation: Conversation) -> Part | None:
    """The report that the conversation is about, otherwise the first open one of this person, or
    the newest that may be meant by a correction, even one that the superior has closed."""
    awaited = _part_asked(work, person, conversation)
    if awaited is not None and awaited.sheet.obligation.state not in CLOSED:
        return awaited
    every = parts(work, person)
    if first := next((part for part in every if part.open_blocks), next(iter(every), None)):
        return first
    candidates = (part_to_correct(work, person), awaited)
    return max(filter(None, candidates), key=lambda part: part.sheet.obligation.due, default=None)


def _part_asked(work: Work, person: Official, conversation: Conversation) -> Part | None:
    if conversation.obligation_id is None:
        return None
    found = obligation(work.session, conversation.obligation_id)
    return part_of(work, person, found) if found else None
