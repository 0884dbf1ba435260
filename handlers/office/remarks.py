"""What the chairman says of a report beside the two taps: a remark whenever it is one, and never
words of the report.

tien  < góp ý: phần hạn chế viết ngắn lại
bot   > Đã gửi góp ý. Đã báo chị Mai.
thanh < tổng tthc 0 là sai
bot   > Chuyển góp ý này cho văn phòng: “tổng tthc 0 là sai”, đúng không? ...     [đúng] [sai]
"""

from __future__ import annotations

from domain.people.people import Official, Role
from domain.talk.messages import Address, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import YES
from handlers.office.present import (
    COMMENT,
    DECIDE,
    SAID,
    ask_comment,
    ask_plainly,
    comment_name,
    decide_question,
    decided_last,
    pass_on,
    remark_in,
    tell_remark,
)
from handlers.owed.people import acting_role
from handlers.owed.reason import remark_given
from handlers.question import Answering, Turn, ask, open_questions, settle, yes_or_no
from handlers.report.name import report_name
from handlers.report.parts import CORRECTED_WITHIN
from handlers.report.presented import changed_since
from handlers.report.sheet import open_sheet
from handlers.wording.say import say, say_ask
from handlers.wording.understood import behind
from handlers.work import Work
from storage.reports.presenting import Presenting, note_presented, presented
from storage.reports.rounds import (
    Obligation,
    lock_obligation,
    open_obligations,
    recently_completed,
)

MORE = "office.remark_more"
WORDS_AT_LEAST = 3  # of what may be a remark without being called one


def waits_for(work: Work, address: Address) -> bool:
    """A report was put before whoever writes from there, who has not answered yet."""
    return _asked(work, address) is not None


def _asked(work: Work, address: Address) -> Question | None:
    every = open_questions(work, address)
    return next((question for question in every if question.about in (DECIDE, COMMENT)), None)


def remark_said(turn: Turn) -> Reply | None:
    """ "Góp ý: phần hạn chế viết ngắn lại" of a chairman: it goes to the office, whatever is asked
    and whatever has happened to the report since. None for anything else."""
    incoming = turn.incoming
    words = remark_in(incoming.text) if incoming.typed else ""
    if not words:
        return None
    question = _asked(turn.work, incoming.address) or _about_own(turn.work, turn.person)
    return (
        pass_on(Answering(turn.work, turn.person, incoming, question), words) if question else None
    )


def ask_about_waiting(turn: Turn) -> Reply | None:
    """The report that waits for this chairman, asked about plainly, though its question was set
    aside or dropped; None where none waits."""
    every = open_questions(turn.work, turn.incoming.address)
    question = next((each for each in every if each.about == DECIDE), None)
    question = question or _waiting(turn.work, turn.person)
    if question is None:
        return None
    return ask_plainly(Answering(turn.work, turn.person, turn.incoming, question))


def _waiting(work: Work, person: Official) -> Question | None:
    """As it was asked when the report was put there that waits since."""
    units = chaired(work, person)
    for report in recently_completed(work.session, units, work.now - CORRECTED_WITHIN):
        done = presented(work.session, report.id)
        waits = done is not None and done.state is Presenting.PRESENTED
        if done and waits and not changed_since(work, report, done):
            return decide_question(open_sheet(work, report), done.at)
    return None


def chaired(work: Work, person: Official) -> set[str]:
    """The units whose chairman the person is, or stands in for."""
    held = (post.unit_id for post in person.posts_on(work.today))
    return {unit for unit in held if person in acting_role(work, unit, Role.CHAIRMAN)}


def ask_whether_remark(turn: Turn, words: str, *told: str) -> Reply | None:
    """Whether the office of the own report shall have these words, where nothing is put before the
    chairman; None where there is no report."""
    question = _about_own(turn.work, turn.person)
    if question is None:
        return None
    return ask_comment(Answering(turn.work, turn.person, turn.incoming, question), words, *told)


def _about_own(work: Work, person: Official) -> Question | None:
    """As if that report had been asked about which was put there last, else the first that the
    chairman's unit owes."""
    units = chaired(work, person)
    recent = recently_completed(work.session, units, work.now - CORRECTED_WITHIN)
    begun = [each for each in open_obligations(work.session, units) if each.opens_on <= work.today]
    every = (*begun, *recent)
    report = max(every, key=lambda each: _moment(work, each), default=None)
    if report is None:
        return None
    return Question(COMMENT, Wanted.WORDS, {"report": report.id, "at": work.now.isoformat()})


def _moment(work: Work, report: Obligation) -> float:
    done = presented(work.session, report.id)
    return done.at.timestamp() if done else 0.0


def offered(turn: Turn) -> Reply | None:
    """Words that were not understood, while a report waits for the chairman: asked whether the
    office shall have them. While that is asked of other words, these stay unread."""
    here = turn.incoming.address
    if any(question.about == SAID for question in open_questions(turn.work, here)):
        return None
    question = _asked(turn.work, here)
    words = remark_given(turn.incoming.text)
    if question is None or turn.incoming.choice or len(words.split()) < WORDS_AT_LEAST:
        return None
    return ask_comment(Answering(turn.work, turn.person, turn.incoming, question), words)


# A second one behind the first


def remark_more(turn: Turn) -> Reply | None:
    """ "Với lại thêm phần khó khăn nữa": whether that is one more remark; None where this person
    has sent none back, and for words that do not go on."""
    rest = "" if turn.incoming.choice else behind("office", "more", turn.incoming.text)
    words = remark_given(rest or "")
    found = decided_last(turn.work, turn.person, Presenting.COMMENTED) if words else None
    if found is None:
        return None
    name = comment_name(report_name(open_sheet(turn.work, found[0])))
    data = {"report": found[0].id, "words": words}
    question = Question(MORE, Wanted.YES_NO, data, yes_or_no(), name=name)
    return ask(turn, question, say_ask("ask.office.comment_said", words=words))


def more_said(turn: Answering) -> Reply | None:
    """A yes: the words go to the office as well, and stand beside the first."""
    if turn.word != YES:
        return None
    settle(turn, turn.question)
    work, words = turn.work, turn.question.data["words"]
    found = decided_last(work, turn.person, Presenting.COMMENTED)
    if found is None or found[0].id != turn.question.data["report"]:
        return Reply(say("question.past"))
    report, before = found
    lock_obligation(work.session, report.id)
    both = "; ".join(filter(None, [before.words, words]))
    note_presented(work.session, report.id, Presenting.COMMENTED, turn.person.id, work.now, both)
    return tell_remark(turn, open_sheet(work, report), words)
