"""A report before the chairman of its unit: put there, approved, commented on; each a deed in the
audit, the last one counts. And whether a unit does that at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.dates.owed import of_report
from storage.database.audit import deeds, note
from storage.database.database import Session
from storage.reports.figures import newest_change

SWITCHED = "unit.presenting"


class Presenting(StrEnum):
    """How far it has come."""

    PRESENTED = "obligation.presented"
    APPROVED = "obligation.signed_off"
    COMMENTED = "obligation.commented"


@dataclass(frozen=True, slots=True)
class Presented:
    """What was done last, when and by whom; `words` are those of a comment."""

    state: Presenting
    at: datetime
    official_id: str
    words: str = ""
    seen: int | None = None  # the newest change of figures by then; not noted by earlier versions


_STATES: Mapping[str, Presenting] = {state.value: state for state in Presenting}


def presented(session: Session, obligation_id: int) -> Presented | None:
    """Where the report is; None where it was never put before the chairman."""
    return presented_of(session, [obligation_id]).get(obligation_id)


def presented_of(session: Session, obligation_ids: Iterable[int]) -> dict[int, Presented]:
    """The same of many reports, by number: of those that were ever put before the chairman."""
    subjects = {str(of_report(id_)): id_ for id_ in obligation_ids}
    return {
        subjects[deed.subject]: Presented(
            _STATES[deed.action],
            deed.at,
            deed.official_id or "",
            deed.detail.get("words", ""),
            deed.detail.get("seen"),
        )
        for deed in deeds(session, tuple(_STATES), subjects)  # the last one counts
    }


def note_presented(
    session: Session,
    obligation_id: int,
    state: Presenting,
    official_id: str,
    at: datetime,
    words: str = "",
) -> None:
    """Keep what was done; whoever decides holds the report and has looked (`lock_obligation`)."""
    detail: dict[str, object] = {"seen": newest_change(session, obligation_id)}
    detail |= {"words": words} if words else {}
    note(session, at, official_id, state.value, str(of_report(obligation_id)), detail)


def presents(session: Session, unit_id: str) -> bool:
    """Do finished reports of the unit go before its chairman? They do until somebody says no."""
    said = deeds(session, SWITCHED, [_unit(unit_id)])
    return said[-1].detail["on"] if said else True


def switch_presenting(
    session: Session, unit_id: str, official_id: str, at: datetime, *, on: bool
) -> None:
    """From now on they do, or do not."""
    note(session, at, official_id, SWITCHED, _unit(unit_id), {"on": on})


def _unit(unit_id: str) -> str:
    return f"unit:{unit_id}"
