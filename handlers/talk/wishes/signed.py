"""Whose report the chairman has not approved yet: of the own unit, or of those below.

lan   < ai chưa ký
bot   > Báo cáo … quý III năm 2024 của xã Bắc Sơn: Chị Lan đã trình chủ tịch lúc …, đang chờ ý kiến.
quynh < xã nào chưa ký
bot   > Chủ tịch chưa duyệt qua bot (2/8 báo cáo): ...
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.people.people import Role
from domain.talk.messages import Reply
from handlers.desk.board import Board, Line, boards
from handlers.desk.scope import overseen
from handlers.desk.status import own_obligations
from handlers.owed.people import acting_role
from handlers.report.name import report_words
from handlers.report.presented import changed_since, stands_so
from handlers.report.sheet import Sheet, open_sheet
from handlers.report.which import called
from handlers.talk.intent import Request
from handlers.talk.wishes.looks import oversees
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.wording.understood import says
from handlers.work import Work
from storage.reports.presenting import Presented, Presenting, presented, presented_of

UNITS_AT_MOST = 15


def signed_yet(request: Request) -> Reply | None:
    """How far the reports are over the chairman's desk; None for any other message."""
    incoming = request.incoming
    if not incoming.typed or not says("signed", "asks", with_chairman(request)):
        return None
    return _below(request) if oversees(request) else _own(request)


def with_chairman(request: Request) -> str:
    """The text, where its only name is that of the own chairman with the office in its place."""
    work, person, named = request.work, request.person, set(request.said.people)
    own = {post.unit_id for post in person.posts_on(work.today)} if named else set()
    heads = {each.id for unit_id in own for each in acting_role(work, unit_id, Role.CHAIRMAN)}
    if not named or not named <= heads:
        return request.incoming.text
    words = (word.partition("/")[0] for word in request.said.masked.split())
    return " ".join(say("present.chairman") if word == "{person}" else word for word in words)


def _own(request: Request) -> Reply:
    work = request.work
    reports = own_obligations(work, request.person)
    lines = [chairman_said(work, open_sheet(work, report)) for report in reports]
    return Reply("\n".join(lines) or say("present.signed.none"))


def chairman_said(work: Work, sheet: Sheet) -> str:
    """How far a report is over the chairman's desk, and what was said of it."""
    report, done = sheet.obligation, presented(work.session, sheet.obligation.id)
    if done is not None:
        stands = stands_so(work, report, done)
    elif missing := len(sheet.open_codes()):
        stands = say("present.signed.not_full", count=missing)
    else:
        stands = say("present.signed.not_presented")
    return say("present.signed.of", report=report_words(sheet), stands=stands)


def _below(request: Request) -> Reply:
    work = request.work
    found = boards(work, overseen(work, request.person))
    every = [(board, line) for board in found for line in board.lines if line.obligation]
    reports = [line.obligation.id for _, line in every if line.obligation]
    done = presented_of(work.session, reports)
    waiting = [
        say("present.signed.unit", unit=line.unit.name, report=_called(work, board), stands=stands)
        for board, line in every
        if (stands := _unsigned(work, line, done))
    ]
    if not every:
        return Reply(say("present.signed.none"))
    if not waiting:
        return Reply(say("present.signed.all_signed", total=len(every)))
    lines = [say("present.signed.title", count=len(waiting), total=len(every))]
    lines += waiting[:UNITS_AT_MOST]
    if more := len(waiting) - len(lines) + 1:
        lines.append(say("present.signed.more", count=more))
    return Reply("\n".join(lines))


def _called(work: Work, board: Board) -> str:
    return called(work, board.regime_id, board.period_code)


def _unsigned(work: Work, line: Line, every: Mapping[int, Presented]) -> str:
    """Where it waits; nothing of a report that the chairman has approved as it stands."""
    report = line.obligation
    assert report is not None  # a unit that was not asked has no line here
    done = every.get(report.id)
    if done is None:
        missing = line.asked - line.given
        text_id = "present.signed.unit_not_full" if missing else "present.signed.unit_not_presented"
        return say(text_id, count=missing)
    if done.state is Presenting.COMMENTED:
        return say("present.signed.unit_commented", at=show_moment(done.at))
    if changed_since(work, report, done):
        return say("present.signed.unit_changed")
    if done.state is Presenting.APPROVED:
        return ""
    return say("present.signed.unit_presented", at=show_moment(done.at))
