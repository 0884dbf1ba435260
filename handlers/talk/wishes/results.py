"""What has come of the own request, asked for in words.

quynh < số hộ ngập bao nhiêu
bot   > I.1 số hộ ngập ... xã Bắc Sơn: 120; xã Phù Ủng: 80 ... Tổng: 200 (2/2 đơn vị có số).
quynh < cho xem kết quả
bot   > Tổng hợp số hộ ngập, số người chết ngày 20/8/2024 ...
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from charts.series import text_of
from domain.people.permissions import Action
from domain.report.forms import Form
from domain.report.requests import ReportRequest
from domain.talk.messages import Reply
from domain.words import fold
from handlers.comparison.asked import WORD, picture_name
from handlers.comparison.compare import measured_units
from handlers.desk.board import Board, boards
from handlers.desk.rollup import rollup
from handlers.desk.scope import body_names
from handlers.documents.known import has_scale
from handlers.talk.intent import Request
from handlers.wording.say import say
from handlers.wording.understood import says
from reports.drawing import undrawn
from storage.catalogue.requests import all_requests
from storage.catalogue.words import folded

JUST_ASKED = timedelta(days=3)  # since the due moment: so long "kết quả" means the request


def answers_so_far(request: Request) -> Reply | None:
    """One line of the newest own request, unit by unit, or all of it; None where the words name
    nothing of it, and where none stands."""
    incoming = request.incoming
    if not incoming.typed:
        return None
    whole = says("result", "show", incoming.text)
    words = () if whole else words_asked(request)
    if not (whole or words):
        return None
    asked = _newest(request)
    if asked is None:
        return None
    if whole and request.work.now - asked.due > JUST_ASKED:
        return None  # by now anything else may be meant
    if whole:
        return rollup(request.work, request.person, asked.mark)
    units = [request.work.units[id_] for id_ in asked.unit_ids if id_ in request.work.units]
    found = boards(request.work, units, None, asked.mark)
    if not found:
        return None
    codes = _lines_meant(found[-1].form, words)
    if len(codes) == 1:
        return _line(request, found[-1], codes[0])
    return _no_such_line(asked) if not codes and _would_assign(request) else None


def _would_assign(request: Request) -> bool:
    """A question for a number is no task, however much it is like one."""
    return request.understood.intent == "task_assign"


def _no_such_line(asked: ReportRequest) -> Reply:
    lines = ", ".join(line.label for line in asked.lines)
    return Reply(say("request.no_such_line", mark=asked.mark, lines=lines))


def words_asked(request: Request) -> tuple[str, ...]:
    """What is asked "how many" of, without accents and without the units; nothing of a sentence
    that asks no such thing."""
    told = (word for word in request.said.masked.split() if "/" not in word)  # "so/s": with marks
    said = f" {' '.join(told)} "
    questions = sorted(folded("result", "how_many"), key=len, reverse=True)
    found = next((each for each in questions if f" {each} " in said), None)
    if found is None:
        return ()
    words = said.replace(f" {found} ", " ").split()
    return tuple(word for word in words if not word.startswith("{"))


def _newest(request: Request) -> ReportRequest | None:
    """The newest request that this person has sent and that stands."""
    work, person = request.work, request.person
    if not work.below(person, Action.ROLL_UP):
        return None
    mine = [each for each in all_requests(work.session) if each.asked_by == person.id]
    standing = [each for each in mine if each.ended_on is None and each.current_on(work.today)]
    return max(standing, key=lambda each: each.sent_at, default=None)


def _lines_meant(form: Form, words: tuple[str, ...]) -> list[str]:
    """The lines that have all these words, but for small ones that no line has; where one is
    called so word for word, that one."""
    labels = {
        code: fold(form.indicators[code].label).split()
        for code in form.asked()
        if has_scale(form.indicators[code])
    }
    known = {word for label in labels.values() for word in label}
    small = folded("result", "beside") | folded("sentence", "polite")
    words = tuple(word for word in words if word in known or word not in small)
    exact = [code for code, label in labels.items() if label == list(words)]
    return exact or [code for code, label in labels.items() if words and set(words) <= set(label)]


def _line(request: Request, board: Board, code: str) -> Reply:
    """Of every unit, or of those that are named."""
    work, named = request.work, request.said.units
    body = body_names(work, request.person, Action.ROLL_UP)
    if named:
        lines = tuple(line for line in board.lines if line.unit.id in named)
        board = replace(board, lines=lines or board.lines)
    series = measured_units(work, board, code, body)
    name = picture_name(f"{WORD}-{code}", body, f"{board.regime_id}-{board.period_code}")
    return Reply(text_of(series), (), (undrawn(name, series),))
