"""Everything that is due at a moment, once: rounds opened, reminders queued."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from handlers.reminders.plan_rounds import is_quiet, plan_rounds, tell_unplanned
from handlers.reminders.send import PEOPLE_AT_ONCE, Reminded, Unworded, put_off, send_reminders
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database, DatabaseUnavailable, UnusableDatabase
from storage.messages.pages import Page

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did."""

    opened: int  # obligations opened
    reminded: tuple[Reminded, ...]


def tick(
    database: Database,
    catalogue: Catalogue,
    now: datetime,
    serves: Collection[str] | None = None,
    page_link: Callable[[Page], str] | None = None,
) -> Ticked:
    """Each transaction is whole: a crash between two of them loses nothing. `serves`: the channels
    of the running process, where there is one; `page_link`: where it serves pages."""
    with database.read() as session:
        if is_quiet(Work(session, catalogue, now)):
            return Ticked(0, ())
    opened = _planned(database, catalogue, now)

    def some(people: int) -> tuple[tuple[Reminded, ...], int]:
        with database.work() as session:
            return send_reminders(
                Work(session, catalogue, now, serves=serves, page_link=page_link), people
            )

    reminded: list[Reminded] = []
    looked_at = 1
    while looked_at:
        try:
            queued, looked_at = some(PEOPLE_AT_ONCE)
        except (DatabaseUnavailable, UnusableDatabase):
            raise
        except Exception:
            log.exception("action=remind people=%s", PEOPLE_AT_ONCE)
            queued, looked_at = _one_person(database, catalogue, now, some)
        reminded += queued
    return Ticked(opened, tuple(reminded))


def _planned(database: Database, catalogue: Catalogue, now: datetime) -> int:
    """Plan what is to come; where that fails, what was planned before is still sent."""
    try:
        with database.work() as session:
            return plan_rounds(Work(session, catalogue, now))
    except (DatabaseUnavailable, UnusableDatabase):
        raise
    except Exception:
        log.exception("action=plan")
    with database.work() as session:
        tell_unplanned(Work(session, catalogue, now))
    return 0


def _one_person(
    database: Database,
    catalogue: Catalogue,
    now: datetime,
    some: Callable[[int], tuple[tuple[Reminded, ...], int]],
) -> tuple[tuple[Reminded, ...], int]:
    """One whose steps cannot be worded keeps nobody else from being reminded."""
    try:
        return some(1)
    except (DatabaseUnavailable, UnusableDatabase):
        raise
    except Unworded as unworded:
        log.exception("action=remind people=1")
        who = unworded.official_id
    except Exception:
        log.exception("action=remind people=0")
        return (), 0
    with database.work() as session:
        put_off(Work(session, catalogue, now), who)
    return (), 1  # there may be others
