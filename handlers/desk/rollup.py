"""The roll-up of a period for the superior: sums, rates from sums, who is missing, who stands out.

quynh < /tonghop quý III năm 2024
bot   > Tổng hợp quý III năm 2024, huyện Ân Thi: đã có 6/8 đơn vị.
        Chưa có, không tính là 0: xã Đa Lộc (12/97 số); xã Vân Du (bị trả lại).
        ... (tệp .xlsx, ảnh)
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.dates.period_reading import no_such_period
from domain.people.people import Official
from domain.people.permissions import Action
from domain.report.forms import Kind
from domain.report.outliers import Outlier
from domain.report.requests import request_mark
from domain.report.shown import show
from domain.talk.messages import Reply
from handlers.desk.board import Board, boards, due_last
from handlers.desk.find import naming_day
from handlers.desk.overview import NAMES_AT_MOST
from handlers.desk.rolled import Rolled, why_missing
from handlers.desk.rollup_files import estimates, rollup_files
from handlers.desk.scope import body_names, overseen
from handlers.report.which import called, read_regime
from handlers.wording.said_periods import read_period
from handlers.wording.say import say
from handlers.wording.show_moments import period_words
from handlers.work import Work

BOARDS_AT_MOST = 3
OUTLIERS_AT_MOST = 5


def rollup(work: Work, person: Official, text: str) -> Reply:
    """The roll-up of the named period, or of the rounds that are due on the last day."""
    if said := no_such_period(text):
        return Reply(say("desk.no_such_period", said=said))
    period, name = read_period(text, work.today)
    regime, name = read_regime(work, name)
    day = naming_day(work, period)
    units = overseen(work, person, Action.ROLL_UP, day)
    if not units:
        return Reply(say("desk.nobody_below"))
    if mark := request_mark(name):
        return Reply(say("request.no_such", mark=mark))
    if name.strip(" ?.!"):
        return Reply(say("desk.rollup.unread", said=name))
    found = boards(work, units, period, regime)
    if not found:
        return Reply(say("desk.no_period", period=period_words(period) if period else ""))
    chosen = found if period else _due_last(_of_units(work, found))
    body = body_names(work, person, Action.ROLL_UP)
    rolled = [Rolled(work, board, body) for board in chosen[-BOARDS_AT_MOST:]]
    text = "\n\n".join(rollup_text(each) for each in rolled)
    files = tuple(file for each in rolled for file in rollup_files(each))
    return Reply(text, (), files)


def _of_units(work: Work, found: Sequence[Board]) -> Sequence[Board]:
    """Without the reports that are made of those of other units, where there are others."""
    return [b for b in found if not work.catalogue.regime(b.regime_id).adds_up] or found


def _due_last(found: Sequence[Board]) -> Sequence[Board]:
    last = due_last([board.typical for board in found])
    return [board for board in found if board.typical in last]


def rollup_text(rolled: Rolled) -> str:
    """Counts, who is missing, key rates, what stands out."""
    period = called(rolled.work, rolled.board.regime_id, rolled.board.period_code)
    done, total = len(rolled.there), len(rolled.board.lines)
    lines = [say("desk.rollup.title", period=period, body=rolled.body, done=done, total=total)]
    lines += [
        say("desk.rollup.group", title=group.title, done=group.done, total=group.total)
        for group in rolled.groups
    ]
    if rolled.missing:
        lines.append(say("desk.rollup.missing", names=_missing_words(rolled)))
    if count := len(estimates(rolled)):
        lines.append(say("desk.rollup.estimates_count", count=count))
    if _asked_in_chat(rolled):
        lines += _sum_lines(rolled)
    if rates := _rate_lines(rolled):
        lines += [say("desk.rollup.rates"), *rates]
    if rolled.outliers:
        lines.append(say("desk.rollup.outliers"))
        lines += [outlier_line(rolled, each) for each in rolled.outliers[:OUTLIERS_AT_MOST]]
        if more := len(rolled.outliers) - OUTLIERS_AT_MOST:
            lines += [say("desk.rollup.more", count=more)] if more > 0 else []
    return "\n".join([*lines, say("desk.rollup.files")])


def _asked_in_chat(rolled: Rolled) -> bool:
    """It was asked for in a chat: so few lines that each is told there."""
    return bool(rolled.work.catalogue.regime(rolled.board.regime_id).asked_by)


def _sum_lines(rolled: Rolled) -> list[str]:
    """The sum of each line, and of how many units; what is not added up is in the file."""
    return [
        say(
            "desk.rollup.sum",
            label=rolled.label(code),
            sum=show(cell.total),
            count=len(cell.counted),
        )
        for code, cell in rolled.cells.items()
        if cell.total is not None
    ]


def _missing_words(rolled: Rolled) -> str:
    named = [
        say("desk.rollup.absent", unit=line.unit.name, why=why_missing(line))
        for line in rolled.missing
    ]
    if len(named) <= NAMES_AT_MOST:
        return "; ".join(named)
    shown = "; ".join(named[:NAMES_AT_MOST])
    return say("desk.names_more", names=shown, more=len(named) - NAMES_AT_MOST)


def _rate_lines(rolled: Rolled) -> list[str]:
    lines = []
    for code in rolled.form.key_rates:
        cell = rolled.cells[code]
        if cell.total is not None:
            lines.append(
                say(
                    "desk.rollup.rate",
                    label=rolled.label(code),
                    rate=show(cell.total),
                    count=len(cell.counted),
                )
            )
    return lines


def outlier_line(rolled: Rolled, outlier: Outlier) -> str:
    """`- xã Vân Du, III.3.1 hồ sơ đúng hạn: 71,2%, giữa các xã 98,3%`."""
    percent = rolled.form.indicators[outlier.code].kind is Kind.PERCENT
    sign = "%" if percent else ""
    return say(
        "desk.rollup.outlier",
        unit=rolled.name(outlier.unit_id),
        code=outlier.code,
        label=rolled.label(outlier.code),
        value=show(outlier.value) + sign,
        median=show(outlier.median) + sign,
    )
