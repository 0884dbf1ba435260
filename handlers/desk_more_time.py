"""For which reports more time is asked and not decided, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.desk_board import UNFINISHED
from handlers.say import say
from handlers.show_moments import period_words, show_day
from handlers.work import Work
from storage.report_extensions import asked_report_extension
from storage.rounds import Obligation


def waiting_words(
    work: Work, reports: Sequence[Obligation], asked_by: datetime | None = None
) -> list[str]:
    """`xã Bắc Sơn (quý III năm 2024, đến thứ Tư 18/9)`: the reports for which more time is
    asked, or was by a moment."""
    found = []
    for report in reports:
        if report.state not in UNFINISHED:
            continue
        request = asked_report_extension(work.session, report.id)
        if request is None or request.asked_at > (asked_by or work.now):
            continue
        if request.due > report.due:
            period, day = period_words(report.period_code), show_day(request.due)
            name = work.unit(report.unit_id).name
            found.append(say("desk.extension.waiting_one", unit=name, period=period, day=day))
    return found
