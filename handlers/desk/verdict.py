"""A superior approves a complete report, locks one, or reopens a closed one with a reason.

quynh < duyệt xã Bắc Sơn
bot   > Đã duyệt báo cáo … quý III năm 2024 của xã Bắc Sơn. Đã báo chị Lan, bà Dung.
quynh < khóa xã Bắc Sơn
bot   > Đã khóa báo cáo … của xã Bắc Sơn. Mở lại: mở lại xa-bac-son: <lý do>
quynh < mở lại xã Bắc Sơn: xã đề nghị sửa mục I.4
bot   > Đã mở lại báo cáo … của xã Bắc Sơn. Đã báo chị Lan, bà Dung.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Choice, Reply
from domain.talk.question import Wanted
from handlers.desk.find import Meaning, Meant, Order, in_state, report_mark
from handlers.desk.hold import find_to_change
from handlers.desk.order import ask_to_complete
from handlers.desk.owed import OwedReport
from handlers.figures.complete import waiting_lines
from handlers.names.units import find_unit, unit_and_rest
from handlers.owed.subject import Ruling
from handlers.owed.verdict import judge
from handlers.question import ToAsk
from handlers.report.name import report_words
from handlers.report.sheet import Sheet, open_sheet
from handlers.report.which import called_report
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.understood import says
from handlers.work import Work
from storage.database.states import ObligationState

NAMED_AT_MOST = 4  # owner fields in which figures are missing


def lock(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """Lock the newest report of the unit that the text names; one in which figures are missing
    only after a yes that has seen them."""
    order = Order(
        work,
        person,
        "khoa",
        Action.LOCK_REPORT,
        lambda report: report.state is not ObligationState.LOCKED,
        "desk.lock.nothing",
        Meaning.NEWEST,
    )
    meant = find_to_change(order, text)
    if not isinstance(meant, Meant):
        return meant
    sheet = open_sheet(work, meant.report)
    if sheet.open_codes() and not says("lock", "agreed", meant.rest):
        return _ask(work, meant, sheet)
    return judge(OwedReport(work, person, meant.report), Ruling.LOCKED, "")


def _ask(work: Work, meant: Meant, sheet: Sheet) -> ToAsk:
    """What is missing, by owner field, and a tap that locks all the same."""
    period = called_report(work, meant.report)
    anyway = say("desk.lock.tap", unit=meant.unit.name, period=period)
    lines = [
        say("desk.lock.missing", report=report_words(sheet), count=len(sheet.open_codes())),
        *waiting_lines(work, sheet)[:NAMED_AT_MOST],
        say_ask("ask.desk.lock", words=anyway).words,
    ]
    argument = f"{report_mark(meant.report.id)} luon"
    tap, of = Choice(anyway, f"/khoa {argument}"), meant.unit.name
    return ask_to_complete("khoa", argument, Wanted.YES_NO, Asking("\n".join(lines)), (tap,), of=of)


_BETWEEN = re.compile(r"\s*[,;]\s*|\s+(?:và|va|với|voi|cùng|cung)\s+", re.IGNORECASE)


def approve(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """Approve the complete report of the unit that the text names; of several that wait, ask.
    Further words are passed on, further units are approved as well; what is said of another unit
    is told to nobody."""
    names = [name for name in _BETWEEN.split(text) if name.strip()]
    if len(names) > 1 and all(_names_a_unit(work, person, name) for name in names):
        return _together([_approve(work, person, name) for name in names])
    return _approve(work, person, text)


def _together(done: Sequence[Reply | ToAsk]) -> Reply | ToAsk:
    """One message of all; what could not be done at once is asked about at its end."""
    told = "\n".join(each.text for each in done if isinstance(each, Reply))
    asked = next((each for each in done if isinstance(each, ToAsk)), None)
    return replace(asked, text=asked.text.behind(told)) if asked else Reply(told)


def _names_a_unit(work: Work, person: Official, name: str) -> bool:
    below = work.below(person, Action.JUDGE_REPORT)
    units = {unit_id: work.units[unit_id] for unit_id in below}
    return find_unit(name, units, work.today, work.units).unit_id is not None


def _approve(work: Work, person: Official, text: str) -> Reply | ToAsk:
    fits = in_state(ObligationState.COMPLETE)
    order = Order(work, person, "duyet", Action.JUDGE_REPORT, fits, "desk.approve.nothing")
    meant = find_to_change(order, text)
    if not isinstance(meant, Meant):
        return meant
    owed, words = OwedReport(work, person, meant.report), meant.rest
    if not _speaks_of_another(work, person, meant):
        return judge(owed, Ruling.APPROVED, words)
    done = judge(owed, Ruling.APPROVED, "")
    assert isinstance(done, Reply)  # an approval needs no reason
    left = say("talk.second", said=words.strip(" .!,;"))
    return replace(done, text=f"{done.text}\n\n{left}")


def _speaks_of_another(work: Work, person: Official, meant: Meant) -> bool:
    """ "duyệt Bắc Sơn còn Đào Dương trả lại": no opinion on the first."""
    words = meant.rest.split()
    below = work.below(person, Action.JUDGE_REPORT) - {meant.unit.id}
    units = {unit_id: work.units[unit_id] for unit_id in below}
    named = (
        unit_and_rest(" ".join(words[at:]), units, work.today, work.units)[0]
        for at in range(len(words))
    )
    return any(found.unit_id and not found.guessed for found in named)


def reopen(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """Reopen the newest closed report of the unit; complete it stays where nothing is missing."""
    fits = in_state(ObligationState.SUBMITTED, ObligationState.LOCKED)
    nothing = "desk.reopen.nothing"
    order = Order(work, person, "mo", Action.REOPEN_REPORT, fits, nothing, Meaning.LAST)
    meant = find_to_change(order, text)
    if not isinstance(meant, Meant):
        return meant
    return judge(OwedReport(work, person, meant.report), Ruling.REOPENED, meant.rest)
