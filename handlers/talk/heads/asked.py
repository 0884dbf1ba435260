"""What is asked in passing about the report of the own unit: who has estimates, who lacks data,
what the chairman or those above have said of it, whether it is with them.

dung < ai chưa chốt
bot  > Báo cáo … của xã Bắc Sơn: 82 số là số ước, chưa chốt:
       - chị Lan (Văn phòng): 67 số
mai  < bác nói gì
bot  > Báo cáo …: Ông Tiến góp ý lúc 09:30 ngày 22/6/2023: ... Sửa xong, gửi: trình
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from domain.people.permissions import Action
from domain.report.figures import State
from domain.talk.messages import Reply
from handlers.desk.find import stands as stands_above
from handlers.desk.returned import last_reason
from handlers.desk.status import own_obligations
from handlers.figures.complete import by_field
from handlers.names.fields import fields_named
from handlers.report.name import report_words
from handlers.report.sheet import Sheet, open_sheet
from handlers.talk.intent import Request
from handlers.talk.stands import stands
from handlers.talk.wishes.looks import oversees, who_owes
from handlers.talk.wishes.people import contact
from handlers.talk.wishes.signed import chairman_said
from handlers.wording.say import say
from handlers.wording.understood import places
from storage.catalogue.words import folded, single_words
from storage.database.states import ObligationState


def asked(request: Request) -> Reply | None:
    """The answer to one of these questions; None for any other message, and for those who have
    units below."""
    said, work = request.said, request.work
    if not request.incoming.typed or oversees(request):
        return None
    if said.tasks or not said.bases & single_words("own_report", "word"):
        return None
    if not work.scope(request.person, Action.SEE_STATUS):
        return None
    if reply := _whose_field(request):
        return reply
    meaning = next((each for each in ANSWERED if _asks(request, each)), "")
    reports = own_obligations(work, request.person) if meaning else []
    sheets = [open_sheet(work, report) for report in reports]
    lines = list(ANSWERED[meaning](request, sheets)) if meaning else []
    return Reply("\n".join(lines)) if lines else None


def _asks(request: Request, meaning: str) -> bool:
    """The question stands there, and nothing else that would mean something."""
    small = folded("sentence", "polite") | folded("own_report", "beside") | _NAMED
    if not request.said.masked_words <= single_words("own_report", meaning) | small:
        return False
    return bool(places("own_report", meaning, request.said.folded))


_NAMED = frozenset({"{person}", "{period}", "{due}", "{n}", "?"})


def _whose_field(request: Request) -> Reply | None:
    """ "phần văn hóa ai làm"."""
    text = request.said.text
    if not places("own_report", "whose", text) or not fields_named(request.work.catalogue, text):
        return None
    return contact(request)


# Of whom


def _estimates(request: Request, sheets: Sequence[Sheet]) -> Iterator[str]:
    """Who has figures that are estimates still."""
    for sheet in sheets:
        codes = sheet.estimated_codes()
        told = {"report": report_words(sheet), "count": len(codes)}
        yield say("own_report.estimates" if codes else "own_report.no_estimates", **told)
        yield from by_field(request.work, sheet, codes, "own_report.of_field")


def _no_data(request: Request, sheets: Sequence[Sheet]) -> Iterator[str]:
    """Of whom the figures are that are not there yet, or are told to be nowhere."""
    yield who_owes(request).text
    for sheet in sheets:
        codes = [code for code, each in sheet.figures.items() if each.state is State.MISSING]
        if codes:
            yield say("own_report.no_data", report=report_words(sheet), count=len(codes))
        yield from by_field(request.work, sheet, codes, "own_report.of_field")


def _owes(request: Request, sheets: Sequence[Sheet]) -> Iterator[str]:
    yield who_owes(request).text


def _full(request: Request, sheets: Sequence[Sheet]) -> Iterator[str]:
    yield stands(request.work, request.person)


# What was said of it


def _said(request: Request, sheets: Sequence[Sheet]) -> Iterator[str]:
    """What those above or the chairman have said of each report last."""
    for sheet in sheets:
        if sheet.obligation.state is ObligationState.RETURNED:
            yield from _returned_of(request, sheet)
        else:
            yield chairman_said(request.work, sheet)


def _returned(request: Request, sheets: Sequence[Sheet]) -> Iterator[str]:
    """Why a report was sent back, and how it goes on."""
    back = [s for s in sheets if s.obligation.state is ObligationState.RETURNED]
    for sheet in back:
        yield from _returned_of(request, sheet)
    if not back:
        yield say("own_report.none_returned")


def _returned_of(request: Request, sheet: Sheet) -> Iterator[str]:
    reason = last_reason(request.work, sheet.obligation)
    yield say("own_report.returned", report=report_words(sheet), reason=reason)


def _if_returned(request: Request, sheets: Sequence[Sheet]) -> Iterator[str]:
    yield say("own_report.if_returned")


def _above(request: Request, sheets: Sequence[Sheet]) -> Iterator[str]:
    """How it stands with those above: the bot knows what they do with it here, and no more."""
    for sheet in sheets:
        if sheet.obligation.state is ObligationState.RETURNED:
            yield from _returned_of(request, sheet)
        else:
            yield stands_above(request.work, sheet.obligation)
    if sheets:
        yield say("own_report.above_knows")


ANSWERED: Mapping[str, Callable[[Request, Sequence[Sheet]], Iterator[str]]] = {
    "estimates": _estimates,
    "no_data": _no_data,
    "owes": _owes,
    "full": _full,
    "if_returned": _if_returned,
    "returned": _returned,
    "above": _above,
    "said": _said,
}
"""The questions in the order in which they are looked for."""
