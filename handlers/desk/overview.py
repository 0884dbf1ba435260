"""All units below, the worst first, with a heat map.

quynh < /status
bot   > Huyện Ân Thi – Báo cáo công tác cải cách hành chính quý III năm 2024
        Hạn Chủ nhật 15/9/2024 ... Đã đủ 5/8 đơn vị, 1 đơn vị quá hạn.
        1. xã Đa Lộc: 12/97 số, quá hạn 3 ngày, 2 việc quá hạn
        ... (ảnh)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from charts.series import Given, Head, Heat, HeatRow, LegendEntry, Shade, share_cell
from domain.people.people import Official
from domain.people.units import Unit, subtree
from domain.report.forms import Form
from domain.report.shown import MISSING_WORDS
from domain.talk.messages import Attachment, Reply
from domain.words import fold
from handlers.desk.board import Board, Line, boards, older_boards
from handlers.desk.find import naming_day
from handlers.desk.scope import body_names, overseen
from handlers.desk.silent import silent_lines
from handlers.people.unreachable import unreachable, unreachable_words
from handlers.report.deadline import deadline_words
from handlers.report.which import called, file_mark
from handlers.wording.onward import begin, page_line, page_of
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_moment, show_until
from handlers.work import Work
from reports.drawing import undrawn
from storage.reports.rounds import Obligation

BOARDS_AT_MOST = 2
NAMES_AT_MOST = 12


def overview(
    work: Work,
    person: Official,
    period: str | None = None,
    root_id: str | None = None,
    start: int = 1,
    regime: str | None = None,
) -> Reply:
    """Every current round, or the rounds of a period or of a regime, of all that the person
    oversees or of what lies below one unit; of many units from the one on that is wanted."""
    units = overseen(work, person, day=naming_day(work, period))
    if root_id is not None:
        inside = subtree(work.units, root_id)
        units = tuple(unit for unit in units if unit.id in inside)
    if not units:
        return Reply(say("desk.nobody_below"))
    found = boards(work, units, period, regime)
    body = work.units[root_id].name if root_id else body_names(work, person)
    if not found and period:
        return Reply(say("desk.no_period", period=period_words(period)))
    if not found:
        return Reply(say("desk.no_round", body=body))
    shown = found[-BOARDS_AT_MOST:]
    paragraphs = [board_text(work, board, body, start) for board in shown]
    paragraphs += ["\n".join(map(partial(_brief, work), found[:-BOARDS_AT_MOST]))]
    asked = [line.obligation for board in shown for line in board.lines if line.obligation]
    if regime:  # of the units that owe it, and of nothing else
        units = tuple(line.unit for board in shown for line in board.lines)
    older = () if period else older_boards(work, units)
    older = tuple(board for board in older if regime in (None, board.regime_id))
    notes = _notes(work, units, older, asked)
    paragraphs += [notes, say("desk.hint", slug=_slug(shown))]
    picture = heat_picture(work, shown[-1], body, start)
    return Reply("\n\n".join(filter(None, paragraphs)), (), (picture,))


def _brief(work: Work, board: Board) -> str:
    """One line of a round for which there is no room."""
    name = called(work, board.regime_id, board.period_code)
    title = work.catalogue.regime(board.regime_id).short
    if title and not name.startswith(title):
        name = f"{title} {name}"
    return say("desk.also", report=name, counts=counts_line(board), slug=_slug([board]))


def _again(board: Board) -> str:
    """The words that show the board once more."""
    return f"{say('desk.page.overview')} {period_words(board.period_code)}"


def _slug(shown: Sequence[Board]) -> str:
    """A commune to name in the hint: the worst one."""
    return shown[-1].lines[0].unit.slug


def board_text(work: Work, board: Board, body: str, start: int = 1) -> str:
    """One round: due day, counts, the unfinished one by one, the finished in a row."""
    title = work.catalogue.regime(board.regime_id).title
    lines = [
        say(
            "desk.headline",
            body=body[:1].upper() + body[1:],
            title=title,
            period=period_words(board.period_code),
        ),
        deadline_words(work, board.typical),
        counts_line(board),
    ]
    open_ones = board.unfinished
    first = begin(len(open_ones), start)
    lines += [unit_line(n, line) for n, line in enumerate(page_of(open_ones, start), first)]
    if part := page_line(len(open_ones), start, _again(board)):
        lines.append(part)
    if board.finished:
        lines.append(say("desk.finished", names=names_of(line.unit for line in board.finished)))
    if board.unasked:
        lines.append(say("desk.unasked", names=names_of(line.unit for line in board.unasked)))
    return "\n".join(lines)


def counts_line(board: Board) -> str:
    """`Đã đủ 5/8 đơn vị, 1 đơn vị quá hạn.`"""
    total = len(board.lines)
    if not board.late:
        return say("desk.counts", done=len(board.finished), total=total)
    return say("desk.counts_late", done=len(board.finished), total=total, late=len(board.late))


def unit_line(number: int, line: Line) -> str:
    """`1. xã Đa Lộc: 12/97 số, quá hạn 3 ngày`."""
    words = say("desk.line", n=number, unit=line.unit.name, given=line.given, total=line.asked)
    return words + "".join(f", {note}" for note in notes_of(line))


def notes_of(line: Line) -> list[str]:
    """What is to be said of a unit beside its count."""
    notes = []
    if line.late:
        notes.append(line.late)
    if line.locked:
        notes.append(say("desk.note.locked"))
    if line.returned:
        notes.append(say("desk.note.returned"))
    if line.obligation and line.obligation.extended_due_at and not line.days_late:
        notes.append(say("desk.note.extended", day=show_until(line.obligation.due)))
    if line.overdue_tasks:
        notes.append(say("desk.note.tasks", count=line.overdue_tasks))
    return notes


def names_of(units: Iterable[Unit]) -> str:
    """The names of units in a row; of many the first ones and how many more."""
    return in_a_row(sorted((unit.name for unit in units), key=fold))


def in_a_row(names: Sequence[str]) -> str:
    """Names in a row; of many the first ones and how many more."""
    if len(names) <= NAMES_AT_MOST:
        return ", ".join(names)
    shown = ", ".join(names[:NAMES_AT_MOST])
    return say("desk.names_more", names=shown, more=len(names) - NAMES_AT_MOST)


def _notes(
    work: Work, units: Sequence[Unit], older: Sequence[Board], reports: Sequence[Obligation]
) -> str:
    """What is left from earlier rounds, who is silent, and who cannot be reached."""
    lines = []
    for board in older:
        names = names_of(line.unit for line in board.unfinished)
        name = called(work, board.regime_id, board.period_code)
        lines.append(say("desk.older", period=name, names=names))
    lines += silent_lines(work, reports, with_unit=True)
    if lost := unreachable(work, units):
        words = unreachable_words(lost[:NAMES_AT_MOST], with_unit=True)
        if len(lost) > NAMES_AT_MOST:
            words = say("desk.names_more", names=words, more=len(lost) - NAMES_AT_MOST)
        lines.append(say("desk.unreachable", names=words))
    return "\n".join(lines)


def heat_picture(work: Work, board: Board, body: str, start: int = 1) -> Attachment:
    """The heat map of a round as a file."""
    slug = fold(body).replace(" ", "-").replace(",", "")
    mark = file_mark(work, board.regime_id, board.period_code)
    return undrawn(f"tinh-hinh-{slug}-{mark}.png", heat_series(work, board, body, start))


def heat_series(work: Work, board: Board, body: str, start: int = 1) -> Heat:
    """A row a unit, the worst first, a column an owner field of the form."""
    owners = owners_asked(board.form)
    rows = page_of(board.lines, start)
    cut = page_line(len(board.lines), start, _again(board))
    return Heat(
        head=Head(
            title=say("desk.heat.title"),
            subtitle=say("pictures.subtitle", unit=body, period=period_words(board.period_code)),
            foot=say("pictures.foot", at=show_moment(work.now)),
        ),
        columns=tuple(owners.values()),
        rows=tuple(heat_row(owners, line) for line in rows),
        legend=heat_legend(rows),
        notes=(cut,) if cut else (),
    )


def heat_legend(rows: Sequence[Line]) -> tuple[LegendEntry, ...]:
    """What the shades of these rows stand for."""
    shades = (Shade.NOTHING, Shade.LITTLE, Shade.MUCH, Shade.ALL)
    words = ("nothing", "less", "more", "full")
    legend = [
        LegendEntry(shade, say(f"desk.heat.{each}"))
        for shade, each in zip(shades, words, strict=True)
    ]
    if any(sum(line.lacking.values()) for line in rows):
        legend.append(LegendEntry(Shade.MISSING, MISSING_WORDS))
    return tuple(legend)


def owners_asked(form: Form) -> dict[str, str]:
    """The owner fields that are asked anything, and their words: the columns of a heat map."""
    return {owner: words for owner, words in form.owners.items() if form.asked(owner)}


def heat_row(owners: Mapping[str, str], line: Line) -> HeatRow:
    """How far each owner field has come in one unit."""
    if line.obligation is None:
        nobody, full = say("desk.heat.nobody"), say("desk.heat.full")
        empty = tuple(share_cell(Given(words, 0, 0), full) for words in owners.values())
        return HeatRow(line.unit.name, empty, nobody)
    cells = tuple(
        share_cell(
            Given(words, *line.parts[owner], lacking=line.lacking.get(owner, 0)),
            say("desk.heat.full"),
        )
        for owner, words in owners.items()
    )
    note = next(iter(notes_of(line)), "")
    if line.finished:
        lacking = sum(line.lacking.values())
        note = say("desk.heat.full_but" if lacking else "desk.heat.full", lacking=lacking)
    return HeatRow(line.unit.name, cells, note, alert=bool(line.days_late))
