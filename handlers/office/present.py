"""A finished report goes before the chairman of the unit, who approves it or says what to mend.

lan   < trình
bot   > Đã trình ông Thành: Báo cáo … quý III năm 2024 của xã Bắc Sơn. Có ý kiến, bot báo ngay.
bot   > (thanh) Chị Lan trình Báo cáo … của xã Bắc Sơn. ...                     [Duyệt] [Góp ý]
thanh < [Duyệt]
bot   > (lan) Ông Thành đã duyệt Báo cáo … của xã Bắc Sơn. ...

Whoever decides second hears who was first; of figures that have changed since, nobody decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.people.people import Official, Role
from domain.people.permissions import Action
from domain.talk.messages import Attachment, Choice, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import NO, YES
from domain.words import fold, without_rim
from handlers.desk.find import ask_report, tapped_report
from handlers.documents.files import made_files
from handlers.figures.complete import office
from handlers.owed.people import acting_role
from handlers.owed.reason import remark_given
from handlers.owed.tell import send_to_all
from handlers.question import (
    Answering,
    ToAsk,
    Turn,
    ask,
    ask_again,
    ask_at,
    ask_for,
    open_questions,
    settle,
    yes_or_no,
)
from handlers.report.estimates import estimates_line
from handlers.report.name import report_name, report_words
from handlers.report.parts import CORRECTED_WITHIN
from handlers.report.presented import changed_since, stands_so
from handlers.report.sheet import Sheet, open_sheet
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.show_moments import show_moment
from handlers.wording.told import Told, told_words
from handlers.wording.understood import behind, places, read_verdict, says
from handlers.work import Work, addressed, addressed_first
from storage.catalogue.words import folded
from storage.database.states import ObligationState
from storage.messages.outbox import queue
from storage.messages.questions import renew_question
from storage.reports.presenting import (
    Presented,
    Presenting,
    note_presented,
    presented,
    presents,
    switch_presenting,
)
from storage.reports.rounds import (
    Obligation,
    lock_obligation,
    obligation,
    open_obligations,
    recently_completed,
)

DECIDE, COMMENT = "office.decide", "office.comment"
ANYWAY = "office.present_anyway"
SAID, TAKE_BACK = "office.comment_said", "office.take_back"
KIND = "present"
WORDS_TO_WHOM = 2  # "trả lại cho chị Dung"


def present(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """Put a complete report of the own units before the chairman; of several, ask which."""
    found = tapped_report(work, person, Action.PRESENT_REPORT, text)
    reports = (found,) if found else _complete(work, person)
    if not reports:
        return _nothing(work, person)
    if len(reports) > 1:
        return ask_report(work, "trinh", reports)
    return _present(work, person, open_sheet(work, reports[0]))


def _complete(work: Work, person: Official) -> tuple[Obligation, ...]:
    """The complete reports that nobody has decided on."""
    units = work.scope(person, Action.PRESENT_REPORT)
    recent = recently_completed(work.session, units, work.now - CORRECTED_WITHIN)
    waiting = [r for r in recent if r.state is ObligationState.COMPLETE]
    open_ones = [r for r in waiting if not _approved(work, r)]
    return tuple(open_ones or waiting[-1:])


def still_presented(work: Work, person: Official) -> Reply | None:
    """What can be done about a report that lies before the chairman; None where none does."""
    for report in _complete(work, person):
        done = presented(work.session, report.id)
        if done is not None and done.state is Presenting.PRESENTED:
            names = ", ".join(map(addressed, acting_role(work, report.unit_id, Role.CHAIRMAN)))
            return Reply(
                say("present.still", names=names, report=report_words(open_sheet(work, report)))
            )
    return None


def _approved(work: Work, report: Obligation) -> bool:
    done = presented(work.session, report.id)
    approved = done is not None and done.state is Presenting.APPROVED
    return approved and not changed_since(work, report, done)


def _nothing(work: Work, person: Official) -> Reply:
    units = work.scope(person, Action.PRESENT_REPORT)
    waiting = [r for r in open_obligations(work.session, units) if r.opens_on <= work.today]
    if not waiting:
        return Reply(say("present.nothing"))
    sheet = open_sheet(work, waiting[0])
    count = len(sheet.open_codes())
    return Reply(say("present.incomplete", report=report_words(sheet), count=count))


def _present(work: Work, person: Official, sheet: Sheet, *, anyway: bool = False) -> Reply | ToAsk:
    report = sheet.obligation
    if not presents(work.session, report.unit_id):
        return Reply(say("present.off", unit=sheet.unit.name))
    acting = acting_role(work, report.unit_id, Role.CHAIRMAN)
    chairmen = tuple(each for each in acting if each.id != person.id)
    if not chairmen:
        text_id = "present.nobody_else" if acting else "present.nobody"
        return Reply(say(text_id, unit=sheet.unit.name))
    lock_obligation(work.session, report.id)
    done = presented(work.session, report.id)
    if done and _waits(work, report, done, chairmen):
        return Reply(stands_so(work, report, done))
    if done and not anyway and _is_as_commented(work, report, done):
        name = say("question.unchanged", report=report_name(sheet))
        question = Question(ANYWAY, Wanted.YES_NO, {"report": report.id}, yes_or_no(), name)
        fields = {"name": addressed(work.people[done.official_id]), "words": done.words}
        return ToAsk(question, say_ask("ask.office.unchanged", **fields))
    told = _send(work, person, sheet, chairmen)
    if not told.now:
        return Reply(say("present.unreached", names=", ".join(map(addressed, chairmen))))
    note_presented(work.session, report.id, Presenting.PRESENTED, person.id, work.now)
    names = ", ".join(map(addressed, told.now))
    return Reply(say("present.done", names=names, report=report_words(sheet)))


def _is_as_commented(work: Work, report: Obligation, done: Presented) -> bool:
    """A remark waits, and nothing was changed since it was made."""
    remark = done.state is Presenting.COMMENTED and done.words != say("present.taken_back_words")
    return remark and not changed_since(work, report, done)


def may_present(turn: Answering) -> bool:
    """Whoever is asked may still present the report that the question is about."""
    report = obligation(turn.work.session, turn.question.data["report"])
    return report is not None and turn.work.may(turn.person, Action.PRESENT_REPORT, report.unit_id)


def present_anyway(turn: Answering) -> Reply | None:
    """A yes: it goes before the chairman as it is."""
    if turn.word != YES:
        return None
    settle(turn, turn.question)
    return ask_for(turn, _present(turn.work, turn.person, _sheet(turn), anyway=True))


def _waits(work: Work, report: Obligation, done: Presented, chairmen: Sequence[Official]) -> bool:
    """Is it decided on, or does somebody still have the question? A question that was dropped is
    asked once more."""
    if done.state is Presenting.COMMENTED or changed_since(work, report, done):
        return False
    return done.state is Presenting.APPROVED or any(_asked(work, x, report) for x in chairmen)


def _asked(work: Work, chairman: Official, report: Obligation) -> bool:
    return any(
        question.about in (DECIDE, COMMENT) and question.data["report"] == report.id
        for address in work.addresses(chairman.id)
        for question in open_questions(work, address)
    )


def _send(work: Work, person: Official, sheet: Sheet, chairmen: tuple[Official, ...]) -> Told:
    """The report with its files, and the question, to each of them."""
    files = made_files(work, person, sheet)
    now = [each for each in chairmen if _ask(work, person, sheet, each, files)]
    return Told(tuple(now), missed=tuple(each for each in chairmen if each not in now))


def _ask(
    work: Work,
    person: Official,
    sheet: Sheet,
    chairman: Official,
    files: tuple[Attachment, ...],
) -> bool:
    addresses = work.addresses(chairman.id)
    if not addresses:
        return False
    key = f"{KIND}:{sheet.obligation.id}:{work.mark}:{chairman.id}"
    question = decide_question(sheet, work.now)
    reply = ask_at(work, addresses[0], key, question, _text(work, person, sheet))
    reply = replace(reply, files=files)
    sent = queue(work.session, key, addresses[0], chairman.id, KIND, reply, work.now)
    return sent is not None


def decide_question(sheet: Sheet, at: datetime) -> Question:
    """Whether a report is approved that was put there at that moment."""
    return Question(
        DECIDE,
        Wanted.YES_NO,
        {"report": sheet.obligation.id, "at": at.isoformat()},
        (Choice(say("present.approve"), YES), Choice(say("present.comment"), NO)),
        name=say("question.presented", report=report_name(sheet)),
    )


def _text(work: Work, person: Official, sheet: Sheet) -> Asking:
    doubtful = sheet.open_findings
    lines = [say("present.told", name=addressed_first(person), report=report_words(sheet))]
    lines += [say("status.findings", count=len(doubtful))] if doubtful else []
    lines += filter(None, [estimates_line(sheet)])
    return say_ask("ask.office.decide", told="\n".join(lines))


# What the chairman says


def decided(turn: Answering) -> Reply | None:
    """A yes approves, a no asks for the words; only the report as it was put there is judged."""
    if not turn.word and turn.said:
        if remark := remark_in(turn.said):
            return pass_on(turn, remark)
        if says("office", "approve", turn.said):
            turn = replace(turn, word=YES)
        elif places("office", "mend", turn.said) or _with_a_but(turn.said):
            return ask_comment(turn, turn.said)
        elif behind("office", "refuse", turn.said) is not None:
            turn = replace(turn, word=NO)
        elif _is_content(turn.said):
            return ask_plainly(turn)
    if turn.word not in (YES, NO):
        return None
    if turn.word == YES and not _is_plain(turn):
        return ask_plainly(turn)
    settle(turn, turn.question)
    sheet = _sheet(turn)
    if refused := _overtaken(turn, sheet):
        return Reply(refused)
    if turn.word == NO:
        name = comment_name(report_name(sheet))
        question = Question(COMMENT, Wanted.WORDS, turn.question.data, (), name)
        return ask(turn, question, say_ask("ask.office.comment"))
    _note(turn, sheet, Presenting.APPROVED)
    how = say("files.number.example")
    told = _tell(turn, sheet, say("present.notice.approved", example=how, **_fields(turn, sheet)))
    return Reply(say("present.approved", report=report_words(sheet), told=told))


def remark_in(said: str) -> str:
    """The words of "Góp ý: bổ sung nguyên nhân"; empty where no colon says that they are one."""
    front, colon, words = said.partition(":")
    return remark_given(words) if colon and says("office", "remark", front) else ""


def _with_a_but(said: str) -> bool:
    """ "duyệt nhưng sửa chỗ giải ngân", "trả lại, giải ngân thấp": what the office has to do is
    said as well, so that nothing is approved by it."""
    rests = (behind("office", meaning, said) or "" for meaning in ("approve", "refuse"))
    return any(len(rest.split()) > WORDS_TO_WHOM for rest in rests)


def _is_content(said: str) -> bool:
    """ "tốt", "đồng ý, ký luôn": it may be meant as an approval."""
    front, _, rest = said.partition(",")
    pleased = says("office", "content", front) or read_verdict(front) == YES
    return pleased and (not rest.strip() or says("office", "go_on", rest))


def _is_plain(turn: Answering) -> bool:
    """A tap, the word itself, or a yes to whether it is meant: behind "duyệt, hay có góp ý?" a
    bare "ok" may only say that it was seen."""
    if not turn.said:
        return True
    if turn.question.data.get("plainly") and read_verdict(turn.said) == YES:
        return True
    said = turn.said
    return bool(turn.question.option_typed(said)) or says("office", "approve", said)


def ask_plainly(turn: Answering) -> Reply:
    """Whether the report of the question is approved: only a yes to that is one."""
    question, report = turn.question, report_words(_sheet(turn))
    settle(turn, question)
    again = replace(question, id=0, data={**question.data, "plainly": True})
    return ask(turn, again, say_ask("ask.office.plainly", report=report))


def ask_comment(turn: Answering, words: str, *told: str) -> Reply:
    """ "số 1 sao có 13, xem lại": whether that is what the office shall mend; `told` first."""
    report, open_one = report_name(_sheet(turn)), replace(turn.question, light=False)
    session, address = turn.work.session, turn.incoming.address
    renew_question(session, address, open_one, open_one.asked_by)  # so that it comes back
    data = {**open_one.data, "words": words}
    question = Question(SAID, Wanted.YES_NO, data, yes_or_no(), name=comment_name(report))
    return ask(turn, question, say_ask("ask.office.comment_said", words=words).behind(*told))


def comment_name(report: str) -> str:
    return say("question.comment", report=report)


def comment_said(turn: Answering) -> Reply | None:
    """A yes: the words go to the office, and nothing is approved."""
    if turn.word != YES:
        return None
    for question in open_questions(turn.work, turn.incoming.address):
        if question.about == DECIDE and question.data["report"] == turn.question.data["report"]:
            settle(turn, question)
    return pass_on(turn, turn.question.data["words"])


def commented(turn: Answering) -> Reply | None:
    """The words go back to whoever puts the report together."""
    if turn.word or not turn.said:
        return None
    words = remark_in(turn.said) or remark_given(turn.said)
    if not words or fold(words) == fold(say("present.comment")):  # the button, typed again
        return ask_again(turn, turn.question)
    return pass_on(turn, words)


def pass_on(turn: Answering, words: str) -> Reply:
    """The remark is told to the office, of a report that is another one by now as well; what
    somebody else has decided stands, and so does an own approval."""
    settle(turn, turn.question)
    sheet = _sheet(turn)
    done = presented(turn.work.session, sheet.obligation.id)
    waits = done is not None and done.state is Presenting.PRESENTED
    first = waits or done is None or done.official_id == turn.person.id
    if not (first and _in_charge(turn, sheet)):
        return Reply(_overtaken(turn, sheet))
    if done is not None and done.state is not Presenting.APPROVED:
        _note(turn, sheet, Presenting.COMMENTED, words)
    return tell_remark(turn, sheet, words)


def tell_remark(turn: Answering, sheet: Sheet, words: str) -> Reply:
    """The office hears it, and the chairman who did."""
    notice = say("present.notice.commented", words=words, **_fields(turn, sheet))
    return Reply(say("present.commented", told=_tell(turn, sheet, notice)))


def _sheet(turn: Answering) -> Sheet:
    report = obligation(turn.work.session, turn.question.data["report"])
    assert report is not None  # reports are never deleted
    return open_sheet(turn.work, report)


def _overtaken(turn: Answering, sheet: Sheet) -> str:
    """Why nothing is decided: no longer in charge, somebody was first, or it is another report by
    now."""
    work, report = turn.work, sheet.obligation
    if not _in_charge(turn, sheet):
        return say("present.not_in_charge")
    lock_obligation(work.session, report.id)
    done = presented(work.session, report.id)
    if done is None or done.state is not Presenting.PRESENTED:
        return stands_so(work, report, done) if done else say("question.past")
    if done.at != datetime.fromisoformat(turn.question.data["at"]):
        return stands_so(work, report, done)  # it was put there once more
    return stands_so(work, report, done) if changed_since(work, report, done) else ""


def _in_charge(turn: Answering, sheet: Sheet) -> bool:
    return turn.person in acting_role(turn.work, sheet.obligation.unit_id, Role.CHAIRMAN)


def _note(turn: Answering, sheet: Sheet, state: Presenting, words: str = "") -> None:
    work = turn.work
    note_presented(work.session, sheet.obligation.id, state, turn.person.id, work.now, words)


def _tell(turn: Answering, sheet: Sheet, notice: str) -> str:
    people = [each for each in office(turn.work, sheet) if each.id != turn.person.id]
    told = send_to_all(turn.work, people, Reply(notice), kind="judged")
    return told_words(told) or say("told.nobody", unit=sheet.unit.name)


def _fields(turn: Answering, sheet: Sheet) -> dict[str, str]:
    return {"name": addressed_first(turn.person), "report": report_words(sheet)}


# What the chairman takes back


def not_approved(turn: Turn) -> Reply | None:
    """ "tôi chưa duyệt mà": what is asked is asked once more; an approval is taken back after a
    yes. None for any other words, and where nothing was approved."""
    work, person = turn.work, turn.person
    polite = folded("sentence", "polite") | folded("other_day", "before")
    text = without_rim(turn.incoming.text, polite, polite)
    first = text.partition(",")[0]  # "hủy duyệt, chưa xem kỹ"
    said = says("office", "not_approved", text) or says("office", "not_approved", first)
    if turn.incoming.choice or not said:
        return None
    for question in open_questions(work, turn.incoming.address):
        if question.about == DECIDE and (words := wished(text)):
            about = Answering(work, person, turn.incoming, question)
            return ask_comment(about, words, say("present.not_yet"))
        if question.about == DECIDE:
            return ask_again(turn, question, say("present.not_yet"))
    return take_back_approval(turn) or _how_above(work, person)


def wished(text: str) -> str:
    """What the office shall do, behind "chưa duyệt": "hỏi lại văn phòng TTHC mấy cái"."""
    words = remark_given(text.partition(",")[2])
    return words if len(words.split()) > WORDS_TO_WHOM else ""


def take_back_approval(turn: Turn, since: datetime | None = None) -> Reply | None:
    """Whether the approval that this person gave last, `since` that moment, is to be taken back;
    None where there is none."""
    work = turn.work
    found = decided_last(work, turn.person, Presenting.APPROVED)
    if found is None or (since is not None and found[1].at < since):
        return None
    report, done = found
    sheet = open_sheet(work, report)
    name = say("question.take_back_approval", report=report_name(sheet))
    question = Question(TAKE_BACK, Wanted.YES_NO, {"report": report.id}, yes_or_no(), name)
    fields = {"report": report_words(sheet), "at": show_moment(done.at)}
    return ask(turn, question, say_ask("ask.office.take_back", **fields))


def decided_last(
    work: Work, person: Official, state: Presenting
) -> tuple[Obligation, Presented] | None:
    """Of what may still be corrected the report that this person has decided upon last in this way,
    and that stands so."""
    units = {post.unit_id for post in person.posts_on(work.today)}
    recent = recently_completed(work.session, units, work.now - CORRECTED_WITHIN)
    every = [(each, presented(work.session, each.id)) for each in recent]
    mine = [
        (report, done)
        for report, done in every
        if done and done.state is state and done.official_id == person.id
    ]
    return max(mine, key=lambda each: each[1].at, default=None)


def _how_above(work: Work, person: Official) -> Reply | None:
    """A superior opens the report again, with a reason."""
    below = work.below(person, Action.REOPEN_REPORT)
    if not below:
        return None
    slug = min((work.units[unit_id].slug for unit_id in below), key=len)
    return Reply(say("present.above", slug=slug))


def taken_back(turn: Answering) -> Reply | None:
    """A yes: it is not approved any more, and the office hears it."""
    if turn.word != YES:
        return None
    settle(turn, turn.question)
    sheet = _sheet(turn)
    if not _in_charge(turn, sheet):
        return Reply(say("present.not_in_charge"))
    lock_obligation(turn.work.session, sheet.obligation.id)
    found = decided_last(turn.work, turn.person, Presenting.APPROVED)
    if found is None or found[0].id != sheet.obligation.id:
        return Reply(say("question.past"))
    _note(turn, sheet, Presenting.COMMENTED, say("present.taken_back_words"))
    notice = say("present.notice.taken_back", **_fields(turn, sheet))
    told = _tell(turn, sheet, notice)
    return Reply(say("present.taken_back", report=report_words(sheet), told=told))


# Whether the office does that


def switch(work: Work, person: Official, *, on: bool) -> Reply:
    """Finished reports of the own units go before the chairman from now on, or not."""
    units = sorted(work.scope(person, Action.CHOOSE_PRESENTING))
    for unit_id in units:
        switch_presenting(work.session, unit_id, person.id, work.now, on=on)
    names = ", ".join(work.units[unit_id].name for unit_id in units)
    return Reply(say("present.switched_on" if on else "present.switched_off", units=names))
