"""One figure side by side, over units or over periods, asked for in a sentence.

quynh  < so sánh giúp chị các xã về 3.1
thanh  < 3.1.1 mấy quý nay tăng giảm ra sao
"""

from __future__ import annotations

from domain.dates.span_reading import read_span
from domain.talk.messages import Reply
from handlers.comparison.asked import chart_of, first_phrase, mentions
from handlers.desk.which_code import codes_hinted, codes_worded, split_code
from handlers.talk import show
from handlers.talk.intent import Request
from handlers.talk.wishes.looks import oversees


def trend(request: Request) -> Reply:
    """A figure over the periods; how many reports came in time where that is wanted."""
    if not _codes(request) and mentions("sent_on_time", request.incoming.text):
        return show.trend(request.with_argument(first_phrase("on_time")))
    return _course(request, *_codes(request))


def _course(request: Request, *codes: str) -> Reply:
    first, _ = read_span(request.incoming.text, request.work.today)
    period = "" if first else request.period_named()
    words = [*request.said.units[:1], period, *codes]
    return show.course(request, first, " ".join(filter(None, words)))


def chart_said(request: Request) -> Reply | None:
    """ "cho xem biểu đồ hồ sơ đúng hạn các kỳ": a chart of a figure that is told by its words, over
    the periods; None for any other message."""
    text = request.incoming.text
    if request.incoming.choice or not mentions("over_periods", text):
        return None
    rest = chart_of(text)
    if not rest or not (split_code(rest)[1] or _tells_a_figure(request)):
        return None
    if mentions("sent_on_time", text):
        return show.trend(request.with_argument(first_phrase("on_time")))
    if oversees(request) and not request.said.units:
        return show.side_by_side(request.with_argument(rest))
    return _course(request, split_code(rest)[1].strip(".,?!"))


def _tells_a_figure(request: Request) -> bool:
    """Words of a label in some form; "biểu đồ so sánh các quý" has none."""
    told = show.label_words(request.said.masked)
    return any(
        codes_worded(form, told) or codes_hinted(form, told)
        for form in request.work.catalogue.forms
    )


def comparison(request: Request) -> Reply:
    """A figure of every unit below, or of those that are named; over the periods where it is
    wanted."""
    if not oversees(request):
        return trend(request)
    text = request.incoming.text
    if not _codes(request) and mentions("sent_on_time", text):
        return show.side_by_side(request.with_argument(first_phrase("on_time")))
    if not _codes(request):
        return show.side_by_side(request.with_argument(text))
    names = [request.work.units[unit_id].slug for unit_id in request.said.units]
    over = first_phrase("over_periods") if mentions("over_periods", text) else ""
    words = [*_codes(request), request.period_named(), ", ".join(names), over]
    return show.side_by_side(request.with_argument(" ".join(filter(None, words))))


def _codes(request: Request) -> tuple[str, ...]:
    """The code that is meant; one that is typed stands for itself where the asker has no form."""
    typed = split_code(request.incoming.text)[1].strip(".,?!")
    return request.said.codes[:1] or ((typed,) if typed else ())
