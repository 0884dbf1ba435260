"""Reminding those who owe a report, now, by the hand of a superior; rarely enough, and noted.

quynh < nhắc xã Đa Lộc
bot   > Đã nhắc xã Đa Lộc: anh Nam, chị Hà.
bot   > (nam) Chị Quỳnh (Chuyên viên Phòng Nội vụ, huyện Ân Thi) nhắc: ...
quynh < nhắc tất cả
bot   > Đã nhắc xã Đa Lộc: anh Nam.
        Đã nhắc xã Quang Vinh lúc 08:00. Có thể nhắc lại sau 12:00.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.dates.owed import of_report
from domain.people.people import Official, Role
from domain.people.permissions import Action
from domain.talk.conversation import Asked
from domain.talk.messages import Reply
from handlers.desk.board import boards, older_boards
from handlers.desk.find import Meant, Order, find_report, in_state
from handlers.desk.scope import overseen
from handlers.figures.ask_block import ask_block
from handlers.figures.complete import office
from handlers.figures.questions import await_blocks
from handlers.owed.nudge import nudge as nudge_by_hand
from handlers.owed.nudge import nudge_words, why_not_now
from handlers.owed.people import acting_role
from handlers.owed.tell import send_to
from handlers.question import ToAsk
from handlers.report.deadline import deadline_line
from handlers.report.heading import owed_first
from handlers.report.nudged import KIND, nudge_key
from handlers.report.parts import part_of, responsible_by_field
from handlers.report.sheet import Sheet, open_sheet
from handlers.report.which import unit_and_report
from handlers.wording.example import example_in
from handlers.wording.say import say
from handlers.wording.show_moments import period_words
from handlers.work import Work, addressed_first
from storage.database.states import UNFINISHED, ObligationState
from storage.reports.rounds import Obligation


def nudge(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """Send the reminder, or say why not now."""
    fits = in_state(*UNFINISHED)
    meant = find_report(Order(work, person, "nhac", Action.NUDGE, fits, "desk.nudge.nothing"), text)
    if not isinstance(meant, Meant):
        return meant
    return _remind(work, person, meant)


def _remind(work: Work, person: Official, meant: Meant) -> Reply:
    """Send it, or say why not now."""
    report = meant.report
    quiet = work.catalogue.regime(report.regime_id).quiet
    if said := why_not_now(work, of_report(report.id), unit_and_report(work, report), quiet):
        return Reply(said)
    return remind(work, person, meant)


def remind(work: Work, person: Official, meant: Meant, people: Sequence[Official] = ()) -> Reply:
    """Send it to these people, or to everybody who owes something of the report, and write it
    down. What is `meant` besides is told them as it was said."""
    sheet, words = open_sheet(work, meant.report), meant.rest

    def send(official: Official) -> None:
        key = nudge_key(meant.report.id, work.now, official.id)
        send_to(work, official, _reminder(work, person, official, sheet, words), kind=KIND, key=key)
        await_first_block(work, official, meant.report)

    reached = people or awaited_of(work, meant.report)
    told = nudge_by_hand(work, person, of_report(meant.report.id), reached, send)
    return Reply(nudge_words(told, unit_and_report(work, meant.report), meant.unit.name))


def awaited_of(work: Work, report: Obligation) -> tuple[Official, ...]:
    """Who is to be reminded of a report: those who owe figures; of a returned one its office; the
    office head of a late one too."""
    sheet = open_sheet(work, report)
    if not sheet.open_codes():
        return _with_head(work, report, office(work, sheet))
    return awaited_in(work, report, [each for each in sheet.form.owners if sheet.open_codes(each)])


def awaited_in(work: Work, report: Obligation, fields: Iterable[str]) -> tuple[Official, ...]:
    """The same, where it is known in which owner fields figures are owed."""
    held = responsible_by_field(work, report.unit_id, work.today)
    return _with_head(work, report, [each for field in fields for each in held.get(field, ())])


def _with_head(work: Work, report: Obligation, people: Iterable[Official]) -> tuple[Official, ...]:
    found = {official.id: official for official in people}
    if report.late_at(work.now):
        heads = acting_role(work, report.unit_id, Role.OFFICE_HEAD, work.today)
        found |= {official.id: official for official in heads}
    return tuple(found.values())


def _reminder(
    work: Work, superior: Official, official: Official, sheet: Sheet, words: str
) -> Reply:
    """Who reminds of what and with which words, and the first block that this person owes."""
    part = part_of(work, official, sheet.obligation)
    lines = [
        say(
            "desk.nudge.from",
            superior=who(work, superior),
            title=sheet.regime.title,
            period=period_words(sheet.obligation.period_code),
            unit=sheet.unit.name,
        ),
        deadline_line(work, sheet),
        *([say("desk.nudge.words", name=addressed_first(superior), words=words)] if words else []),
    ]
    if sheet.obligation.state is ObligationState.RETURNED and not sheet.open_codes():
        lines.append(say("desk.next.returned", **example_in(sheet.form).fields))
    if part is None or not part.open_blocks:
        return Reply("\n".join(lines))
    lines.append(owed_first(part))
    return Reply("\n".join(lines) + "\n\n" + ask_block(sheet, part.open_blocks[0]))


def who(work: Work, person: Official) -> str:
    """`Chị Quỳnh (Chuyên viên Phòng Nội vụ, huyện Ân Thi)`."""
    seats = [work.units[post.unit_id].name for post in person.posts_on(work.today)]
    about = ", ".join([*filter(None, [person.title]), *dict.fromkeys(seats)])
    return f"{addressed_first(person)} ({about})"


def await_first_block(work: Work, official: Official, report: Obligation) -> None:
    """The answer to a reminder already is data; a question about figures that is open stays
    open."""
    part = part_of(work, official, report)
    if part is not None and part.open_blocks:
        for address in work.addresses(official.id)[:1]:
            await_blocks(work, {address: Asked(report.id, part.open_blocks[0].id)})


LINES_AT_MOST = 15


def nudge_all(work: Work, person: Official) -> Reply:
    """Those that are late; where none is, those that have not everything yet."""
    units = overseen(work, person, Action.NUDGE)
    if not units:
        return Reply(say("desk.nobody_below"))
    found = (*older_boards(work, units), *boards(work, units))
    late = [line for board in found for line in board.late]
    lines = late or [line for board in found for line in board.unfinished]
    if not lines:
        return Reply(say("desk.nothing_waits", verb=say("desk.verb.nhac")))
    owed = [Meant(line.obligation, line.unit, "") for line in lines if line.obligation]
    said = [_remind(work, person, meant).text for meant in owed]
    said = list(dict.fromkeys(said))  # outside office hours all are told the same
    if more := len(said) - LINES_AT_MOST:
        said[LINES_AT_MOST:] = [say("desk.more", count=more)] if more > 0 else []
    return Reply("\n".join(said))
