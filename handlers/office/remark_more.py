"""A second remark of the chairman behind the first one: "với lại thêm phần khó khăn nữa". It is
asked about, goes to the office, and stands beside the first.
"""

from __future__ import annotations

from domain.people.people import Official
from domain.talk.messages import Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import YES
from handlers.figures.complete import office
from handlers.owed.reason import remark_given
from handlers.owed.tell import send_to_all
from handlers.question import Answering, Turn, ask, settle, yes_or_no
from handlers.report.name import report_name, report_words
from handlers.report.parts import CORRECTED_WITHIN
from handlers.report.sheet import open_sheet
from handlers.wording.say import say, say_ask
from handlers.wording.told import told_words
from handlers.wording.understood import behind
from handlers.work import Work, addressed_first
from storage.reports.presenting import Presented, Presenting, note_presented, presented
from storage.reports.rounds import Obligation, lock_obligation, recently_completed

MORE = "office.remark_more"


def remark_more(turn: Turn) -> Reply | None:
    """Whether that is one more remark; None where this person has sent none back, and for words
    that do not go on."""
    rest = "" if turn.incoming.choice else behind("office", "more", turn.incoming.text)
    words = remark_given(rest or "")
    found = _commented_by(turn.work, turn.person) if words else None
    if found is None:
        return None
    report = report_name(open_sheet(turn.work, found[0]))
    data = {"report": found[0].id, "words": words}
    name = say("question.comment", report=report)
    question = Question(MORE, Wanted.YES_NO, data, yes_or_no(), name=name)
    return ask(turn, question, say_ask("ask.office.comment_said", words=words))


def more_said(turn: Answering) -> Reply | None:
    """A yes: the words go to the office as well."""
    if turn.word != YES:
        return None
    settle(turn, turn.question)
    found, data = _commented_by(turn.work, turn.person), turn.question.data
    if found is None or found[0].id != data["report"]:
        return Reply(say("question.past"))
    report, before = found
    work, sheet = turn.work, open_sheet(turn.work, report)
    lock_obligation(work.session, report.id)
    both = "; ".join(filter(None, [before.words, data["words"]]))
    note_presented(work.session, report.id, Presenting.COMMENTED, turn.person.id, work.now, both)
    told = {"name": addressed_first(turn.person), "report": report_words(sheet)}
    notice = Reply(say("present.notice.commented", words=data["words"], **told))
    people = [each for each in office(work, sheet) if each.id != turn.person.id]
    sent = told_words(send_to_all(work, people, notice, kind="judged"))
    return Reply(say("present.commented", told=sent or say("told.nobody", unit=sheet.unit.name)))


def _commented_by(work: Work, person: Official) -> tuple[Obligation, Presented] | None:
    """The report that this person has sent back last and that was not put there again."""
    units = {post.unit_id for post in person.posts_on(work.today)}
    recent = recently_completed(work.session, units, work.now - CORRECTED_WITHIN)
    every = [(each, presented(work.session, each.id)) for each in recent]
    mine = [
        (report, done)
        for report, done in every
        if done and done.state is Presenting.COMMENTED and done.official_id == person.id
    ]
    return max(mine, key=lambda each: each[1].at, default=None)
