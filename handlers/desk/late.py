"""Who is late, and who has still time but not everything; a tap reminds them now.

quynh < /tre
bot   > Quá hạn 1 đơn vị:
        1. xã Đa Lộc – quý III năm 2024: quá hạn 3 ngày, còn 85 số (anh Nam, chị Hà)
        [nhắc xã Đa Lộc]
quynh < /tre từ 31          (of many, the next part; also: xem tiếp)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from domain.dates.owed import of_report
from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Choice, Reply
from handlers.desk.board import Board, Line, boards, older_boards
from handlers.desk.find import report_mark, verb
from handlers.desk.nudge import awaited_in, awaited_of
from handlers.desk.overview import NAMES_AT_MOST, names_of, notes_of
from handlers.desk.scope import overseen
from handlers.owed.nudge import nudges
from handlers.people.unreachable import unreachable, unreachable_words
from handlers.report.which import called, called_report
from handlers.wording.onward import begin, page_line, page_of, read_start
from handlers.wording.say import say
from handlers.wording.show_moments import show_day_month
from handlers.work import Work, addressed
from storage.reports.rounds import Obligation

COMMAND = "/tre"
TAPS_AT_MOST = 8
MORNING_TAPS = 4  # beside a message that says more than this
NAMED_AT_MOST = 4  # people of one unit
WORST_AT_MOST = 3


def late_list(work: Work, person: Official, text: str = "") -> Reply:
    """The late of every round, older ones too, the worst first, of many from the one on that is
    wanted; then those who still have time, and the unreachable."""
    units = overseen(work, person)
    if not units:
        return Reply(say("desk.nobody_below"))
    found = (*older_boards(work, units), *boards(work, units))
    late = _late(found)
    rest = [(board, line) for board in found for line in board.unfinished if not line.days_late]
    returned = [(board, line) for board, line in rest if line.returned]
    waiting = [(board, line) for board, line in rest if not line.returned]
    start, _ = read_start(text)
    lines = _late_lines(work, late, start)
    if returned:
        names = _names(returned)
        lines.append(say("desk.late.returned", count=len(returned), names=names))
    if waiting:
        lines.append(say("desk.late.soon", count=len(waiting), names=_names(waiting)))
    if lost := unreachable(work, units)[:NAMES_AT_MOST]:
        words = unreachable_words(lost, with_unit=True)
        lines.append(say("desk.unreachable", names=words))
    taps = _taps(work, person, [*page_of(late, start), *returned, *waiting])
    if taps:
        lines.append(say("desk.late.hint", words=taps[0].words))
    return Reply("\n".join(lines), taps)


def nudge_taps(work: Work, person: Official) -> tuple[Choice, ...]:
    """A tap for each of the late, the worst first, that reminds them now: for the morning's
    message, which names them."""
    units = overseen(work, person)
    late = _late((*older_boards(work, units), *boards(work, units)))
    return _taps(work, person, late)[:MORNING_TAPS]


def _late(found: Iterable[Board]) -> list[tuple[Board, Line]]:
    late = [(board, line) for board in found for line in board.late]
    return sorted(late, key=lambda pair: (-pair[1].days_late, pair[1].badness))


def _late_lines(work: Work, late: Sequence[tuple[Board, Line]], start: int) -> list[str]:
    if not late:
        return [say("desk.late.none")]
    shown = page_of(late, start)
    work.people_around([line.unit.id for _, line in shown])
    nudged = _nudged(work, [line for _, line in shown])
    lines = [say("desk.late.title", count=len(late))]
    for number, (board, line) in enumerate(shown, begin(len(late), start)):
        lines.append(_late_line(work, number, board, line, nudged))
    part = page_line(len(late), start, COMMAND)
    return [*lines, part] if part else lines


def _late_line(work: Work, number: int, board: Board, line: Line, nudged: dict[str, str]) -> str:
    assert line.obligation is not None  # a late line has one
    owed = [field for field, (given, asked) in line.parts.items() if given < asked]
    awaited = awaited_in(work, line.obligation, owed) if owed else awaited_of(work, line.obligation)
    names = ", ".join(addressed(person) for person in awaited[:NAMED_AT_MOST])
    words = say(
        "desk.late.line",
        n=number,
        unit=line.unit.name,
        period=called(work, board.regime_id, board.period_code),
        missing=line.asked - line.given,
        names=names or say("complete.nobody"),
        notes=", ".join(notes_of(line)),
    )
    return words + nudged.get(str(of_report(line.obligation.id)), "")


def _nudged(work: Work, lines: Iterable[Line]) -> dict[str, str]:
    """When each report was last reminded of by hand, in words."""
    owed = [of_report(line.obligation.id) for line in lines if line.obligation]
    last = {deed.subject: deed.at for deed in nudges(work, *owed)}
    return {
        subject: say("desk.late.nudged", day=show_day_month(at)) for subject, at in last.items()
    }


def _names(pairs: Sequence[tuple[Board, Line]]) -> str:
    return names_of(line.unit for _, line in pairs)


def _taps(work: Work, person: Official, pairs: Sequence[tuple[Board, Line]]) -> tuple[Choice, ...]:
    """One tap a report, for those who may remind."""
    allowed = work.below(person, Action.NUDGE)
    reports = [line for _, line in pairs if line.unit.id in allowed and line.obligation]
    several = Counter(line.unit.id for line in reports)
    return tuple(
        Choice(_tap(work, line.obligation, several), f"/nhac {report_mark(line.obligation.id)}")
        for line in reports[:TAPS_AT_MOST]
        if line.obligation
    )


def _tap(work: Work, report: Obligation, several: Counter[str]) -> str:
    """`nhắc xã Đa Lộc`, with the report where the unit owes more than one."""
    unit = work.unit(report.unit_id).name
    if several[report.unit_id] == 1:
        return f"{verb('nhac')} {unit}"
    period = called_report(work, report)
    return say("desk.tap_report", verb=verb("nhac"), unit=unit, period=period)


def worst(work: Work, person: Official) -> Reply:
    """Those that are late for as long as nobody else is; where none is late, what waits."""
    units = overseen(work, person)
    late = _late((*older_boards(work, units), *boards(work, units)))
    if not late:
        return late_list(work, person)
    most = [pair for pair in late if pair[1].days_late == late[0][1].days_late][:WORST_AT_MOST]
    nudged = _nudged(work, [line for _, line in most])
    as_late = sum(line.days_late == late[0][1].days_late for _, line in late) - len(most)
    lines = [say("desk.late.worst", count=len(late))]
    lines += [_late_line(work, at, board, line, nudged) for at, (board, line) in enumerate(most, 1)]
    lines += [say("desk.late.as_late", count=as_late)] if as_late else []
    return Reply("\n".join(lines), _taps(work, person, most))
