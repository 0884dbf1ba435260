"""What stands now, as a person would see it before deciding on it."""

from __future__ import annotations

from domain.tasks.tasks import Task
from storage.database.database import Session
from storage.reports.rounds import Obligation, obligation
from storage.tasks.tasks import task


def standing(session: Session, task_id: int) -> Task:
    """The task of that id."""
    found = task(session, task_id)
    assert found is not None
    return found


def standing_report(session: Session, obligation_id: int) -> Obligation:
    """The report of that id."""
    found = obligation(session, obligation_id)
    assert found is not None
    return found
