"""Number, day and signer of the report of the own unit, written as they are taught."""

from __future__ import annotations

import re

from domain.people.permissions import Action
from domain.talk.messages import Reply
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
from handlers.report.parts import units_of
from handlers.report.sheet import Sheet
from handlers.talk.intent import Request
from handlers.talk.show import sheet_meant
from handlers.wording.other_day import corrected
from handlers.wording.say import say
from handlers.wording.understood import places
from storage.messages.outbox import words_last
from storage.reports.issues import issue_of

WORDS_OF_A_PLEA = 7
_NUMBER_ALONE = re.compile(r"(?:so )?(\d{1,5})")


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
    "hôm nay" its day. Right behind the words how it is given: "số 68"."""
    if not request.incoming.typed:
        return None
    slip = corrected(request.incoming)
    said = slip or request.incoming.text
    found = _NUMBER_ALONE.fullmatch(fold(said))
    on = read_signing_day(said, request.work.today)
    sheet = _own_sheet(request) if found or on else None
    if not isinstance(sheet, Sheet):
        return None
    stands = issue_of(request.work.session, sheet.obligation.id).number
    told = words_last(request.work.session, request.incoming.address)
    given: GivenNumber | None = None
    if stands is not None and f"{stands:02}/" in told and (slip or on):
        given = GivenNumber(int(found[1]) if found else stands, "", on)
    elif found and fold(said).startswith("so") and asks_for_number(told):
        given = GivenNumber(int(found[1]), "", None)
    return give_number(request.work, request.person, sheet, given) if given else None


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
