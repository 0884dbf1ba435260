"""What stands in the own report, asked for in words: one figure, or what was changed last.

hoa  < vốn giải ngân là bao nhiêu rồi
bot  > 1.2. vốn đã giải ngân: 3.589 triệu đồng
lan  < vừa rồi chị sửa gì thế
bot  > Lúc 09:00 ngày 11/9/2024 chị Lan đã ghi:
       - 2.2. nhiệm vụ kế hoạch đã xong: 3 nhiệm vụ → 4 nhiệm vụ
hoa  < kỳ trước chị gửi bao nhiêu
bot  > Kỳ trước, mục VI.1: ... Kỳ này cũng vậy thì gửi: nkt
"""

from __future__ import annotations

from datetime import timedelta

from domain.report.forms import Form
from domain.report.shown import show_figure
from domain.talk.mentions import codes_typed
from domain.talk.messages import Incoming, Reply
from domain.words import fold
from handlers.comparison.asked import mentions
from handlers.figures.echo import LINES_AT_MOST, figure_words, line_of
from handlers.figures.undo import last_given
from handlers.report.parts import Part, parts
from handlers.talk.give_figures import turn_of
from handlers.talk.go_on import block_named
from handlers.talk.intent import Request
from handlers.talk.wishes.results import words_asked
from handlers.wording.say import say
from handlers.wording.show_moments import show_day, show_moment
from handlers.wording.understood import places, says
from handlers.work import addressed, addressed_first
from storage.catalogue.words import folded
from storage.reports.figures import Change, newest_entries

SHOWN_AT_MOST = 6
WORDS_AT_MOST = 12  # of a question
TOLD_WITHIN = timedelta(hours=24)


def changed_last(request: Request) -> Reply | None:
    """What the person has written last, from what to what; None for anything else."""
    incoming = request.incoming
    if not incoming.typed or not _asks_what(incoming.text):
        return None
    found = last_given(request.work, request.person, TOLD_WITHIN)
    if found is None:
        return Reply(say("own.nothing_given"))
    part, entries = found
    changes = [Change(each.code, each.old, each.new) for each in entries]
    lines = [say("echo.line", line=line_of(part.sheet, each)) for each in changes[:LINES_AT_MOST]]
    if more := len(changes) - len(lines):
        lines.append(say("own.more", count=more))
    at, name = show_moment(entries[-1].at), addressed(request.person)
    title = say("own.last_given", at=at, name=name)
    return Reply("\n".join([title, *lines]))


def so_far(request: Request) -> Reply | None:
    """ "chị ghi được mấy số rồi": how many of the own figures are there, and how many are not; None
    for anything else."""
    incoming = request.incoming
    if not _is_short(incoming):
        return None
    if not places("done_last", "so_far", incoming.text) or (turn := turn_of(request)) is None:
        return None
    part = turn.part
    given = sum(code in part.sheet.figures for code in part.owned.asked)
    counts = {"given": given, "every": len(part.owned.asked), "left": len(part.open_codes)}
    return Reply(say("own.so_far", name=addressed_first(request.person), **counts))


def why_owed(request: Request) -> Reply | None:
    """ "sao phải làm báo cáo này": by which document, for whom and until when; None for anything
    else, and for a report without such a document."""
    incoming, work = request.incoming, request.work
    if not _is_short(incoming):
        return None
    turn = turn_of(request) if places("help_about", "why", incoming.text) else None
    if turn is None or not turn.part.sheet.regime.legal_basis:
        return None
    sheet = turn.part.sheet
    above = work.units.get(sheet.regime.superior_id or sheet.unit.parent_id or "")
    words = {"title": sheet.regime.title, "basis": sheet.regime.legal_basis}
    due = show_day(sheet.obligation.due)
    return Reply(say("own.why", **words, above=above.name if above else "", due=due))


def changed_by_others(request: Request) -> Reply | None:
    """ "ai sửa số của chị rứa": who has put other figures in the place of the person's lately;
    None for anything else."""
    incoming, work = request.incoming, request.work
    if not _is_short(incoming):
        return None
    asks = places("done_last", "who", incoming.text) and not codes_typed(incoming.text)
    if not asks or (turn := turn_of(request)) is None:
        return None
    sheet, since = turn.part.sheet, work.now - TOLD_WITHIN
    entries = newest_entries(work.session, sheet.obligation.id, turn.part.codes).values()
    others = [e for e in entries if e.at >= since and e.old and e.official_id != request.person.id]
    if not others:
        return Reply(say("own.nobody_else"))
    told: list[str] = []
    for entry in sorted(others, key=lambda each: each.id)[-LINES_AT_MOST:]:
        at, name = show_moment(entry.at), addressed(work.people[entry.official_id])
        line = line_of(sheet, Change(entry.code, entry.old, entry.new))
        told.append(say("own.changed_by", at=at, name=name, line=line))
    return Reply("\n".join(told))


def _is_short(incoming: Incoming) -> bool:
    """As short as a question, in words."""
    return incoming.typed and len(incoming.text.split()) <= WORDS_AT_MOST


def _asks_what(text: str) -> bool:
    small = folded("sentence", "polite") | folded("done_last", "beside")
    if len(text.split()) > WORDS_AT_MOST:
        return False
    words = [word for word in text.strip(" ?.!").split() if fold(word).strip(",") not in small]
    return says("done_last", "what", " ".join(words))


def last_time(request: Request) -> Reply | None:
    """What was given in the period before for the block that is asked or named, and by which word
    the same is said of this one; None where nothing is asked of it, or of some line alone."""
    incoming = request.incoming
    if not incoming.typed or not _asks_of_last_time(request):
        return None
    if (turn := turn_of(request)) is None:
        return None
    sheet, part = turn.part.sheet, turn.part
    awaited = turn.block
    named = block_named(part, incoming.text)
    if _typed(request) and named is None:
        return None  # of that line alone
    block = named or awaited or next(iter(part.open_blocks), None)
    if block is None or sheet.form.is_written(block):
        return None
    figures = [sheet.previous[code] for code in block.codes if code in sheet.previous]
    if not figures:
        return Reply(say("own.last_time_none", block=block.id))
    lines = [say("echo.line", line=figure_words(sheet, figure)) for figure in figures]
    told = [say("own.last_time", block=block.id), *lines]
    if any(code not in sheet.figures for code in block.codes):
        told.append(say("own.copy", word=say("short.as_before")))
    return Reply("\n".join(told))


def _asks_of_last_time(request: Request) -> bool:
    """ "kỳ trước chị gửi gì", "cho xem kỳ trước"; nothing else is said."""
    text, masked = request.incoming.text, request.said.masked.split()
    said = [word.partition("/")[0] for word in masked if not word.startswith("{")]
    if len(said) > WORDS_AT_MOST or not places("before_this", "when", text):
        return False
    if not places("before_this", "asks", text) or places("told", "this_period", text):
        return False  # "kỳ trước sao kỳ này vậy" wants the same again
    small = folded("before_this", "beside") | folded("sentence", "polite")
    asks = {word for phrase in folded("before_this", "asks") for word in phrase.split()}
    return set(said) <= small | asks | _words_of_time()


def standing(request: Request) -> Reply | None:
    """What stands in the block that a sentence says was sent: "mục III.3 gửi rồi mà"."""
    turn = turn_of(request)
    if turn is None:
        return None
    form, codes = turn.part.sheet.form, [c for c in request.said.codes if c in turn.part.codes]
    block = block_named(turn.part, request.said.text)
    block = block or next((form.block_of[code] for code in codes if code in form.block_of), None)
    if block is None or form.is_written(block):
        return None
    sheet, mine = turn.part.sheet, [code for code in block.codes if code in turn.part.codes]
    given = [figure for code in mine if (figure := sheet.figure(code))]
    lines = [say("echo.line", line=figure_words(sheet, figure)) for figure in given]
    told = [say("own.stands", block=block.id), *lines] if given else []
    if lacking := [sheet.indicator(code).printed for code in mine if code not in sheet.figures]:
        told.append(say("own.lacking", block=block.id, lines=", ".join(lacking)))
    return Reply("\n".join(told))


def how_many(request: Request) -> Reply | None:
    """The figures of the own part whose lines are named, as they stand; None for anything else."""
    incoming = request.incoming
    if not incoming.typed or request.said.units:
        return None
    words = words_asked(request)
    if not words or mentions("over_periods", incoming.text):
        return None
    before = bool(places("before_this", "when", incoming.text))
    if before:
        words = tuple(word for word in words if word not in _words_of_time())
    for part in _own(request):
        coded = [code for code in _typed(request) if code in part.codes]
        if codes := coded or _lines(part, words):
            told = _stood_before if before else _stands
            return Reply("\n".join(told(part, code) for code in codes))
    return None


def _words_of_time() -> set[str]:
    return {word for phrase in folded("before_this", "when") for word in phrase.split()}


def _typed(request: Request) -> tuple[str, ...]:
    """The codes that the text names itself."""
    return request.said.codes if "{code}" in request.said.masked.split() else ()


def _own(request: Request) -> list[Part]:
    """The report that is filled now first."""
    turn, every = turn_of(request), parts(request.work, request.person)
    return [*([turn.part] if turn else []), *every]


def _lines(part: Part, words: tuple[str, ...]) -> list[str]:
    form = part.sheet.form
    mine = [code for code in form.asked() if code in part.codes and not _is_text(form, code)]
    labels = {code: _called(form, code) for code in mine}
    known = {word for label in labels.values() for word in label}
    small = folded("result", "beside") | folded("sentence", "polite")
    said = {word for word in words if word in known or word not in small}
    found = [code for code, label in labels.items() if said and said <= label]
    exact = [code for code in found if _words(form.indicators[code].short) == said]
    return exact or (found if len(found) <= SHOWN_AT_MOST else [])


def _is_text(form: Form, code: str) -> bool:
    return form.indicators[code].kind.written


def _called(form: Form, code: str) -> set[str]:
    line = form.indicators[code]
    return _words(f"{line.label} {line.short}")


def _words(label: str) -> set[str]:
    return set(fold(label).split())


def _stood_before(part: Part, code: str) -> str:
    line, figure = part.sheet.indicator(code), part.sheet.previous.get(code)
    told = {"code": line.printed, "label": part.sheet.short(code)}
    if figure is None:
        return say("own.not_before", **told)
    return say("own.before", **told, figure=show_figure(figure, line))


def _stands(part: Part, code: str) -> str:
    figure = part.sheet.figure(code)
    if figure is not None:
        return figure_words(part.sheet, figure)
    line = part.sheet.indicator(code)
    return say("own.not_given", code=line.printed, label=part.sheet.short(code))
