"""What a chairman says of the own report outside of the question that puts it before them.

thanh < ừ duyệt
bot   > Hiện không có báo cáo nào chờ ông Thành duyệt.
        Báo cáo … của xã Bắc Sơn: còn thiếu 97 chỗ, văn phòng chưa trình.
"""

from __future__ import annotations

from domain.people.permissions import Action
from domain.talk.messages import Reply
from handlers.desk.status import current_obligations
from handlers.office.present import wished
from handlers.office.remarks import ask_about_waiting, ask_whether_remark, chaired
from handlers.people.colleague import colleague
from handlers.report.name import report_words
from handlers.report.presented import changed_since
from handlers.report.sheet import open_sheet
from handlers.talk.commands import command_in
from handlers.talk.intent import Request
from handlers.wording.say import say
from handlers.wording.show_moments import show_date, show_moment
from handlers.wording.understood import places, says
from handlers.work import Work, addressed
from storage.reports.presenting import presented
from storage.reports.rounds import Obligation


def approved(request: Request) -> Reply | None:
    """A report that waits is asked about plainly; where none waits, how it stands. None for other
    words, and for everybody but a chairman who has no units below."""
    work, person = request.work, request.person
    denied, by_another = _denies(request.incoming.text), _by_another(request)
    if not request.incoming.typed or request.said.tasks:
        return None
    if not (denied or by_another or _approves(request)):
        return None
    own = chaired(work, person)
    if not own or set(request.said.units) - own or work.below(person, Action.JUDGE_REPORT):
        return None
    if by_another:
        return Reply(
            say("present.own.by_another", day=show_date(work.today), other=colleague(work, person))
        )
    words = wished(request.incoming.text) if denied else ""
    if words and (asked := ask_whether_remark(request, words, say("present.not_yet"))):
        return asked
    if not denied and (reply := ask_about_waiting(request)):
        return reply
    reports = [report for unit in sorted(own) for report in current_obligations(work, unit)]
    first = say("present.not_yet") if denied else ""
    lines = [first or say("present.own.none_waits", name=addressed(person))]
    return Reply("\n".join([*lines, *(_stands(work, report) for report in reports)]))


def _denies(text: str) -> bool:
    """ "nhầm, chưa duyệt" where nothing is approved."""
    return any(says("office", "not_approved", clause) for clause in text.split(","))


def _by_another(request: Request) -> bool:
    """ "để Dung duyệt thay tôi"."""
    return bool(request.said.people and places("own_report", "instead", request.incoming.text))


def _approves(request: Request) -> bool:
    """ "ừ duyệt", "duyệt rồi đó", "được rồi, trình đi"; no question, and no sending up."""
    text, understood = request.incoming.text, request.understood
    found = command_in(text)
    if found is not None:
        return found[0] == "approve"
    if text.rstrip().endswith("?") or places("sent", "upward", text):
        return False
    return understood.intent == "approve" and "approve" in understood.offers


def _stands(work: Work, report: Obligation) -> str:
    """How far it is over the chairman's desk, told to the chairman."""
    sheet, done = open_sheet(work, report), presented(work.session, report.id)
    if missing := len(sheet.open_codes()):
        stands = say("present.own.not_full", count=missing)
    elif done is None:
        stands = say("present.own.not_presented")
    elif changed_since(work, report, done):
        stands = say("present.own.changed", at=show_moment(done.at))
    elif done.words == say("present.taken_back_words"):
        stands = say("present.own.taken_back", at=show_moment(done.at))
    else:
        stands = say(f"present.own.{done.state.name.lower()}", at=show_moment(done.at))
    return say("present.signed.of", report=report_words(sheet), stands=stands)
