"""The door to what is only looked at: a command and, as `..._said`, a sentence that means it."""

from __future__ import annotations

from domain.talk.messages import Reply
from handlers.talk.intent import Request


def missing(request: Request) -> Reply | None:
    """What a report lacks."""
    from handlers.talk.show import missing as found

    return found(request)


def missing_said(request: Request) -> Reply | None:
    """What a report lacks."""
    from handlers.talk.wishes.looks import missing as found

    return found(request)


def task_list(request: Request) -> Reply | None:
    """The tasks of a person or of a unit."""
    from handlers.talk.show import task_list as found

    return found(request)


def tasks_said(request: Request) -> Reply | None:
    """The tasks of a person or of a unit."""
    from handlers.talk.wishes.looks import tasks as found

    return found(request)


def late(request: Request) -> Reply | None:
    """Who is late."""
    from handlers.talk.orders import late as found

    return found(request)


def late_said(request: Request) -> Reply | None:
    """Who is late."""
    from handlers.talk.wishes.looks import late_units as found

    return found(request)


def status(request: Request) -> Reply | None:
    """How far reports are."""
    from handlers.talk.show import status as found

    return found(request)


def status_said(request: Request) -> Reply | None:
    """How far reports are."""
    from handlers.talk.wishes.looks import status as found

    return found(request)


def who_owes(request: Request) -> Reply | None:
    """Who still owes figures."""
    from handlers.talk.wishes.looks import who_owes as found

    return found(request)


def progress(request: Request) -> Reply | None:
    """How far a report is, as a picture."""
    from handlers.talk.show import progress as found

    return found(request)


def charts(request: Request) -> Reply | None:
    """All charts of a report."""
    from handlers.talk.show import charts as found

    return found(request)


def chart_said(request: Request) -> Reply | None:
    """A chart of a report."""
    from handlers.talk.wishes.looks import chart as found

    return found(request)


def trend(request: Request) -> Reply | None:
    """A figure over the periods."""
    from handlers.talk.show import trend as found

    return found(request)


def trend_said(request: Request) -> Reply | None:
    """A figure over the periods."""
    from handlers.talk.wishes.courses import trend as found

    return found(request)


def comparison(request: Request) -> Reply | None:
    """A figure of all units."""
    from handlers.talk.show import side_by_side as found

    return found(request)


def comparison_said(request: Request) -> Reply | None:
    """A figure of all units."""
    from handlers.talk.wishes.courses import comparison as found

    return found(request)


def annex_file(request: Request) -> Reply | None:
    """The annex as a workbook."""
    from handlers.talk.show import to_fill as found

    return found(request)


def annex_said(request: Request) -> Reply | None:
    """The annex as a workbook."""
    from handlers.talk.wishes.looks import annex_file as found

    return found(request)


def report_file(request: Request) -> Reply | None:
    """The report as a file."""
    from handlers.talk.show import report as found

    return found(request)


def report_said(request: Request) -> Reply | None:
    """The report as a file."""
    from handlers.talk.wishes.looks import report_file as found

    return found(request)


def history(request: Request) -> Reply | None:
    """Every value that a figure has had."""
    from handlers.talk.show import history as found

    return found(request)


def history_said(request: Request) -> Reply | None:
    """Every value that a figure has had."""
    from handlers.talk.wishes.looks import history as found

    return found(request)


def deadline_said(request: Request) -> Reply | None:
    """When something is due."""
    from handlers.talk.wishes.looks import deadline as found

    return found(request)


def schedule(request: Request) -> Reply:
    """The days of the reports and tasks of a person."""
    from handlers.reminders.agenda import schedule as found

    return found(request.work, request.person)
