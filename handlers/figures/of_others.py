"""Two people hold one field: who gives another figure sees whose stands, and that one is told.

minh < 13 12 0 0
bot  > Số của chị Lan đang được ghi. Thay bằng số của anh/chị, đúng không?
       - 4.1 tổng số được giao: 14 nhiệm vụ → 13 nhiệm vụ
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from domain.people.people import Official
from domain.people.permissions import owner_fields
from domain.report.figures import Figure, State
from domain.report.forms import Block
from domain.report.shown import show_figure
from domain.talk.conversation import from_plain
from domain.talk.messages import Reply
from handlers.figures.echo import line_of
from handlers.figures.report_turn import ReportTurn
from handlers.owed.tell import send_to
from handlers.report.parts import Part, responsible
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_moment
from handlers.work import Work, addressed, addressed_first
from storage.messages import conversations
from storage.reports.figures import LOADED, Change, history, newest_entries

FILLING = timedelta(minutes=15)  # whoever gave figures so lately is still at it


def of_others(turn: ReportTurn, figures: Sequence[Figure]) -> Mapping[str, Official]:
    """code -> the colleague whose figure stands and would be another one; a figure that was said
    to be not there yet is nobody's."""
    sheet, work = turn.part.sheet, turn.work
    differing = [
        figure.code
        for figure in figures
        if (now := sheet.figure(figure.code)) not in (None, figure)
        and now is not None
        and now.state is not State.MISSING
    ]
    if not differing:
        return {}
    entries = newest_entries(work.session, sheet.obligation.id, differing)
    return {
        code: work.people[entry.official_id]
        for code, entry in entries.items()
        if entry.official_id != turn.person.id and entry.source != LOADED
    }


def ask_to_replace(sheet: Sheet, figures: Sequence[Figure], others: Mapping[str, Official]) -> str:
    """Whose figures stand, and what would take their place."""
    names = ", ".join(dict.fromkeys(map(addressed, others.values())))
    lines = [
        _line(sheet, Change(figure.code, sheet.figure(figure.code), figure))
        for figure in figures
        if figure.code in others
    ]
    return "\n".join([say("others.replace", names=names), *lines])


def filling_now(work: Work, person: Official, sheet: Sheet, block: Block) -> list[str]:
    """That a colleague who owes the block as well has just given figures and is asked for it."""
    report = sheet.obligation
    names: list[str] = []
    last = None
    for other in work.people.staff(report.unit_id):
        owes = block.owner in owner_fields(other, report.unit_id, work.today)
        if other.id == person.id or not owes:
            continue
        for address in work.addresses(other.id):
            theirs = from_plain(conversations.load(work.session, address))
            taken, here = theirs.taken, (theirs.obligation_id, theirs.block_id)
            if here != (report.id, block.id) or taken is None or work.now - taken.at > FILLING:
                continue
            names.append(addressed_first(other) if not names else addressed(other))
            last = max(last or taken.at, taken.at)
    if last is None:
        return []
    return [say("filling.now", names=", ".join(dict.fromkeys(names)), at=show_moment(last))]


def tell_others(
    turn: ReportTurn, changes: Sequence[Change], others: Mapping[str, Official]
) -> None:
    """Tell each colleague which of their figures are others now."""
    for colleague in dict.fromkeys(others.values()):
        lines = [
            _line(turn.part.sheet, change)
            for change in changes
            if others.get(change.code) == colleague
        ]
        if lines:
            _tell(turn, colleague, lines)


def tell_owners(turn: ReportTurn, part: Part, changes: Sequence[Change]) -> None:
    """Tell those who owe a figure that somebody else has given, changed or taken it back; whose
    figure stood there before has been told with the writing."""
    given = [change for change in changes if change.new and _nobody_else(turn, part, change)]
    undone = [Change(each.code, None, each.old) for each in changes if each.new is None]
    for text_id, told in (("others.given", given), ("others.undone", undone)):
        for person, lines in _owed(turn.work, part.sheet, told).items():
            if person.id != turn.person.id:
                _tell(turn, person, lines, text_id)


def _nobody_else(turn: ReportTurn, part: Part, change: Change) -> bool:
    """Was there nothing before, or a figure of the person who gives it anew?"""
    if change.old is None:
        return True
    entries = history(turn.work.session, part.sheet.obligation.id, change.code)
    return len(entries) > 1 and entries[-2].official_id == turn.person.id


def _owed(work: Work, sheet: Sheet, changes: Sequence[Change]) -> dict[Official, list[str]]:
    """What each of those who owe the figures is told of them."""
    owed: dict[Official, list[str]] = {}
    for change in changes:
        owner = sheet.indicator(change.code).owner
        for person in responsible(work, sheet.obligation.unit_id, owner, work.today):
            owed.setdefault(person, []).append(line_of(sheet, change))
    return owed


def _tell(
    turn: ReportTurn, colleague: Official, lines: Sequence[str], text_id: str = "others.changed"
) -> None:
    sheet = turn.part.sheet
    told = say(
        text_id,
        name=addressed_first(turn.person),
        title=sheet.regime.title,
        period=period_words(sheet.obligation.period_code),
    )
    send_to(turn.work, colleague, Reply("\n".join([told, *lines])), kind="changed")


def _line(sheet: Sheet, change: Change) -> str:
    indicator = sheet.indicator(change.code)
    assert change.old is not None  # a colleague's figure stands there
    assert change.new is not None  # figures that are given are never taken back
    return say(
        "others.line",
        code=indicator.printed,
        label=sheet.short(change.code),
        old=show_figure(change.old, indicator),
        new=show_figure(change.new, indicator),
    )
