"""Who was reminded of a report and has not reacted: for whoever may remind them.

Bot: Đã nhắc mà chưa thấy trả lời: chị Lan (6/9). Đã báo nắm: anh Tuấn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from domain.dates.owed import of_report
from domain.dates.silence import is_silent
from domain.people.people import Official
from handlers.report.parts import fields_of
from handlers.wording.say import say
from handlers.wording.show_moments import show_day_month
from handlers.work import Work, addressed
from storage.database.audit import deeds
from storage.messages.silence import silent_since
from storage.reports.rounds import Obligation

NAMES_AT_MOST = 12

Silent = tuple[int, str, datetime]
"""The report, who was reminded of it, and when."""


def silent_lines(work: Work, reports: Iterable[Obligation], *, with_unit: bool) -> list[str]:
    """A line about the silent, and one about those who have said that they know; of reports in
    which something is awaited."""
    by_id = {report.id: report for report in reports if report.completed_at is None}
    silent = _owing(work, by_id, silent_since(work.session, by_id))
    said = {
        (deed.subject, deed.official_id)
        for deed in deeds(work.session, ACKNOWLEDGED, [str(of_report(id_)) for id_ in by_id])
    }
    lines = []
    if silent:
        words = [
            _who(work, by_id[id_], official_id, with_unit) + f" ({show_day_month(at)})"
            for id_, official_id, at in silent
        ]
        lines.append(say("silent.unanswered", names=_joined([*dict.fromkeys(words)])))
    noted = [
        _who(work, by_id[int(subject.partition(":")[2])], official_id, with_unit)
        for subject, official_id in sorted(said, key=str)
        if official_id
    ]
    if noted:
        lines.append(say("silent.noted", names=_joined([*dict.fromkeys(noted)])))
    return lines


def _owing(work: Work, by_id: Mapping[int, Obligation], reminded: Sequence[Silent]) -> list[Silent]:
    """Whose time to react is over; without heads of office and chairmen, who were only told who
    else owes something."""
    away = work.stand_ins(work.today, {official_id for _, official_id, _ in reminded})
    standing_in = set(away.values())
    return [
        (id_, official_id, at)
        for id_, official_id, at in reminded
        if is_silent(at, work.now, by_id[id_].due_on, work.catalogue.calendar)
        and (
            official_id in standing_in
            or fields_of(work, work.people[official_id], by_id[id_].unit_id, work.today)
        )
    ]


def _who(work: Work, report: Obligation, official_id: str, with_unit: bool) -> str:
    name = addressed(work.people[official_id])
    return f"{name}, {work.unit(report.unit_id).name}" if with_unit else name


def _joined(words: list[str]) -> str:
    shown = "; ".join(words[:NAMES_AT_MOST])
    more = len(words) - NAMES_AT_MOST
    return say("silent.more", names=shown, more=more) if more > 0 else shown


ACKNOWLEDGED = "obligation.acknowledged"


def acknowledged(work: Work, report: Obligation, person: Official) -> bool:
    """Has the person said that they know of the report?"""
    said = deeds(work.session, ACKNOWLEDGED, [str(of_report(report.id))])
    return any(deed.official_id == person.id for deed in said)
