"""A figure of the units below, asked by its words: who has the most, two beside each other, what
one has; and who was the first to send. What cannot be looked up is said so.

quynh < xã nào giải ngân thấp nhất
quynh < so sánh Bắc Sơn với Phù Ủng về hồ sơ đúng hạn
quynh < phù ủng có mấy văn bản chỉ đạo
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.people.permissions import Action
from domain.report.forms import Form, Kind
from domain.report.shown import show_figure
from domain.talk.messages import Reply
from domain.words import fold
from handlers.comparison.compare import compare, compare_one_of, extreme
from handlers.desk.board import Board, boards
from handlers.desk.find import naming_day
from handlers.desk.rank import deliveries
from handlers.desk.scope import overseen
from handlers.desk.which_code import codes_hinted, codes_worded, split_code
from handlers.question import ask_for
from handlers.report.name import report_words
from handlers.report.sheet import open_sheet
from handlers.talk import show
from handlers.talk.intent import Request
from handlers.wording.example import NO_FORM, example_in
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_moment
from handlers.wording.understood import behind, places
from storage.catalogue.words import folded, single_words

SHOWN_AT_MOST = 3
PAIR = 2


def by_figure(request: Request) -> Reply | None:
    """The answer; None for any other message, and for those who are over nobody."""
    incoming, said = request.incoming, request.said
    if not incoming.typed or said.tasks:
        return None
    if "\n" in incoming.text or split_code(incoming.text)[1]:
        return None  # a code says by itself what is meant
    if not request.work.below(request.person, Action.SEE_FIGURES):
        return None
    if reply := _sent_first(request):
        return reply
    most = _most(request)
    if most is not None and (len(said.units) == PAIR or _asks_which(request)):
        return _extreme(request, most)
    if behind("order", "comparison", said.text) is not None and said.units:
        return _compared(request)
    sure = request.understood.sure
    if not sure and len(said.units) == 1 and places("by_figure", "how_many", said.text):
        return _of_one(request)
    return None


def _most(request: Request) -> bool | None:
    """Whether the highest is wanted, or the lowest; None where neither is."""
    ways: tuple[tuple[str, bool], ...] = (("most", True), ("least", False))
    text = request.said.text
    if fold(text).strip(" ?.!").rpartition(" ")[2] in folded("by_figure", "end"):  # "nhiều … nhất"
        ways += (("more", True), ("less", False))
    return next((up for meaning, up in ways if places("by_figure", meaning, text)), None)


def _asks_which(request: Request) -> bool:
    return bool(places("by_figure", "which", request.said.text))


def _told(request: Request) -> str:
    """The words that may be those of a label."""
    small = frozenset[str]()
    for meaning in ("most", "least", "more", "less", "which", "how_many", "beside"):
        small |= single_words("by_figure", meaning)
    masked = request.said.masked
    words = show.label_words(behind("order", "comparison", masked) or masked).split()
    return " ".join(word for word in words if word.strip("?.!,") not in small)


def _found(
    request: Request, told: str, *, rates: bool | None = None
) -> tuple[Board, list[str]] | None:
    """The newest round whose form has such a line, and its likeliest codes; `rates`: these, or
    only counts, where that leaves one."""
    work, period = request.work, request.said.period
    day = naming_day(work, period)
    units = overseen(work, request.person, Action.SEE_FIGURES, day)
    for board in reversed(boards(work, units, period)):
        codes = codes_worded(board.form, told) or codes_hinted(board.form, told)
        if codes:
            return board, _of_kind(board.form, codes, rates)
    return None


def _of_kind(form: Form, codes: Sequence[str], rates: bool | None) -> list[str]:
    fitting = [c for c in codes if (form.indicators[c].kind is Kind.PERCENT) is rates]
    return fitting if len(fitting) == 1 else list(codes)


def _extreme(request: Request, most: bool) -> Reply | None:
    told = _told(request)
    if not told:
        return None
    rates = not places("by_figure", "by_count", request.said.text)
    found = _found(request, told, rates=rates)
    if found is None:
        return _unknown(request, told)
    board, codes = found
    reply = _beside_each_other(request, board, codes)
    names = [request.work.units[unit_id].name for unit_id in request.said.units]
    first = extreme(request.work, board, codes[0], names, most=most) if len(codes) == 1 else ""
    return Reply("\n".join(filter(None, [first, reply.text])), reply.choices, reply.files)


def _compared(request: Request) -> Reply | None:
    """ "so sánh Bắc Sơn với Phù Ủng về …"; without a figure, how that is said."""
    told = _told(request)
    units = [request.work.units[unit_id] for unit_id in request.said.units]
    if not told:
        names = " với ".join(unit.name for unit in units[:PAIR])
        return Reply(say("by_figure.which", names=names)) if len(units) >= PAIR else None
    found = _found(request, told)
    return _unknown(request, told) if found is None else _beside_each_other(request, *found)


def _beside_each_other(request: Request, board: Board, codes: Sequence[str]) -> Reply:
    """One figure of the units that are named, or of all; of several which."""
    work, person = request.work, request.person
    names = ", ".join(work.units[unit_id].slug for unit_id in request.said.units)
    if len(codes) > 1:
        return ask_for(request, compare_one_of(work, board, codes, names))
    words = " ".join(filter(None, [codes[0], request.said.period, names]))
    return ask_for(request, compare(work, person, words))


def _unknown(request: Request, told: str) -> Reply | None:
    """That no report has such a line, where the words are not of sending alone."""
    if set(told.split()) <= single_words("by_figure", "sending"):
        return None
    units = overseen(request.work, request.person, Action.SEE_FIGURES)
    found = boards(request.work, units)
    fields = (example_in(found[-1].form) if found else NO_FORM).fields
    return Reply(say("by_figure.unknown", **fields))


def _of_one(request: Request) -> Reply | None:
    """What one unit has: every line that the words may mean, with its figure."""
    told = _told(request)
    found = _found(request, told) if told else None
    if found is None:
        return None
    board, codes = found
    report = next((x.obligation for x in board.lines if x.unit.id in request.said.units), None)
    if report is None:
        unit = request.work.unit(request.said.units[0]).name
        return Reply(say("by_figure.no_report", unit=unit[:1].upper() + unit[1:]))
    sheet = open_sheet(request.work, report)
    lines = [say("by_figure.of_unit", report=report_words(sheet))]
    for code in codes:
        figure, line = sheet.figures.get(code), sheet.indicator(code)
        shown = show_figure(figure, line) if figure else say("by_figure.not_yet")
        lines.append(say("by_figure.line", code=code, label=sheet.short(code), figure=shown))
    return Reply("\n".join(lines))


def _sent_first(request: Request) -> Reply | None:
    """ "xã nào nộp sớm nhất": of the newest period of which something was sent."""
    if not places("by_figure", "first", request.said.text) or not _asks_which(request):
        return None
    work = request.work
    units = overseen(work, request.person, Action.SEE_PUNCTUALITY)
    every = [d for d in deliveries(work, [unit.id for unit in units]) if d.sent_at]
    wanted = request.said.period or max(((d.due, d.period_code) for d in every), default=(0, ""))[1]
    sent = sorted((d.sent_at, d.unit_id) for d in every if d.period_code == wanted and d.sent_at)
    if not sent:
        return Reply(say("by_figure.nobody_sent"))
    lines = [say("by_figure.first", period=period_words(wanted))]
    lines += [
        say("by_figure.sent", n=at, unit=work.units[unit_id].name, at=show_moment(moment))
        for at, (moment, unit_id) in enumerate(sent[:SHOWN_AT_MOST], start=1)
    ]
    return Reply("\n".join(lines))
