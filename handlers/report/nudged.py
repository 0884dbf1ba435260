"""Reminders of a report by the hand of a superior or a head: who was reminded, by which message."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.dates.owed import of_report
from handlers.owed.nudge import nudges
from handlers.work import Work

KIND = "nudge"


def nudge_key(report_id: int, at: datetime, official_id: str) -> str:
    """The key of the message; the audit knows all that it is made of."""
    return f"{KIND}:{report_id}:{at.astimezone(UTC).isoformat()}:{official_id}"


def nudge_keys(work: Work, report_id: int) -> tuple[str, ...]:
    """The keys of all messages by which anybody was reminded of a report."""
    return tuple(
        nudge_key(report_id, deed.at, official_id)
        for deed in nudges(work, of_report(report_id))
        for official_id in deed.detail["told"]
    )
