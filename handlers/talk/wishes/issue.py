"""Number, day and signer of the report of the own unit, written as they are taught."""

from __future__ import annotations

import re

from domain.people.permissions import Action
from domain.talk.messages import Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import YES
from domain.words import fold
from handlers.documents.issue import (
    GivenNumber,
    asks_for_number,
    give_number,
    give_signer,
    may_choose_signer,
    read_number,
    read_signer,
    read_signing_day,
    signers_named,
)
from handlers.question import Answering, ask, settle, yes_or_no
from handlers.report.name import report_name
from handlers.report.parts import units_of
from handlers.report.sheet import Sheet, open_sheet
from handlers.talk.intent import Request
from handlers.talk.show import sheet_meant
from handlers.talk.wishes.tasks import of_no_task
from handlers.wording.other_day import corrected
from handlers.wording.say import say, say_ask
from handlers.wording.understood import behind, places
from storage.messages.outbox import words_last
from storage.reports.issues import issue_of
from storage.reports.rounds import obligation

WORDS_OF_A_PLEA = 7
_NUMBER_ALONE = re.compile(r"(?:so )?(\d{1,5})")
NUMBER = "report.number"


def number(request: Request) -> Reply | None:
    """ "số báo cáo 68/BC-UBND ngày 15/9"."""
    given = read_number(request.incoming.text, request.work.today)
    if given is None:
        return None
    sheet = _own_sheet(request)
    if not isinstance(sheet, Sheet):
        return sheet
    return give_number(request.work, request.person, sheet, given)


def number_again(request: Request) -> Reply | None:
    """Right behind the number of the report: "nhầm, 86" is that one instead, with the same day, and
    "hôm nay" its day, which may come later where it has none. Right behind the words how it is
    given: "số 68"; of whoever has no task that number is asked about at any time."""
    if not request.incoming.typed:
        return None
    what, new = _mended(request.incoming.text)
    slip = corrected(request.incoming) or new
    said = slip or request.incoming.text
    found = _NUMBER_ALONE.fullmatch(fold(said))
    on = read_signing_day(said, request.work.today)
    if what and (found if what == "day_of_report" else on):
        return None  # "sửa số 21/6"
    sheet = _own_sheet(request) if found or on else None
    if not isinstance(sheet, Sheet):
        return None
    issue = issue_of(request.work.session, sheet.obligation.id)
    stands, told = issue.number, words_last(request.work.session, request.incoming.address)
    just = stands is not None and f"{stands:02}/" in told
    named = what.endswith("of_report") or (on is not None and issue.signed_on is None)
    called = fold(said).startswith("so")
    given: GivenNumber | None = None
    if stands is not None and (slip or on) and (just or named):
        given = GivenNumber(int(found[1]) if found else stands, "", on)
    elif called and found and (asks_for_number(told) or int(found[1]) == stands):
        given = GivenNumber(int(found[1]), "", None)
    elif called and found and of_no_task(request) and not sheet.open_codes():
        return _ask_number(request, sheet, int(found[1]))
    return give_number(request.work, request.person, sheet, given) if given else None


def _mended(text: str) -> tuple[str, str]:
    """Which of the two "sửa số báo cáo thành 46" or "sửa ngày báo cáo là 21/6" mends, and the new
    one; empty for any other text."""
    for meaning in ("number_of_report", "day_of_report", "number"):
        if rest := behind("report_number", meaning, text.strip(" .!")):
            return meaning, behind("report_number", "into", rest) or rest
    return "", ""


def _ask_number(request: Request, sheet: Sheet, number: int) -> Reply:
    """ "Số 68" alone: whether that is the number of the report."""
    data = {"report": sheet.obligation.id, "number": number}
    name = say("question.number", number=number, report=report_name(sheet))
    question = Question(NUMBER, Wanted.YES_NO, data, yes_or_no(), name, light=True)
    text = say_ask("ask.office.number", number=number, report=report_name(sheet))
    return ask(request, question, text)


def number_told(turn: Answering) -> Reply | None:
    """A yes: it is kept."""
    report = obligation(turn.work.session, turn.question.data["report"])
    if turn.word != YES or report is None:
        return None
    settle(turn, turn.question)
    if not turn.work.may(turn.person, Action.SEE_FIGURES, report.unit_id):
        return Reply(say("question.past"))
    given = GivenNumber(turn.question.data["number"], "", None)
    return give_number(turn.work, turn.person, open_sheet(turn.work, report), given)


def signer(request: Request) -> Reply | None:
    """ "để chị Dung ký"; None where nobody of the unit is meant, or somebody else may say so."""
    given = read_signer(request.incoming.text)
    sheet = _own_sheet(request) if given else None
    if given is None or not isinstance(sheet, Sheet):
        return None
    work, named = request.work, signers_named(request.work, given, sheet)
    if len(named) != 1 or not may_choose_signer(work, request.person, sheet):
        return None
    return give_signer(work, request.person, sheet, named[0], given.power)


def signing(request: Request) -> Reply | None:
    """ "anh ký thay chú nhé": the bot signs for nobody, and takes it for nobody's yes."""
    incoming = request.incoming
    short = len(incoming.text.split()) <= WORDS_OF_A_PLEA
    if not incoming.typed or not short:
        return None
    return Reply(say("present.never_signs")) if places("signing", "ask", incoming.text) else None


def _own_sheet(request: Request) -> Sheet | Reply | None:
    if request.incoming.choice or not units_of(request.work, request.person):
        return None
    return sheet_meant(request.with_argument(""), Action.SEE_FIGURES, "bao-cao", ask=False)
