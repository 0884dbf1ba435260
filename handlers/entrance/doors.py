"""The doors to the rooms that read figures and sentences, and to those for strangers and groups."""

from __future__ import annotations

from domain.people.people import Official
from domain.talk.messages import Incoming, Reply
from handlers.talk.intent import Request
from handlers.work import Work


def row_of_figures(request: Request) -> Reply | None:
    """The reply to a row of figures."""
    from handlers.talk.give_figures import row_of_figures as found

    return found(request)


def routed(work: Work, person: Official, incoming: Incoming) -> Reply:
    """The reply to a message of a linked person."""
    from handlers.talk.router import route as found

    return found(work, person, incoming)


def in_group(work: Work, incoming: Incoming) -> Reply:
    """The reply to what is said in a group."""
    from handlers.entrance.group import in_group as found

    return found(work, incoming)


def stranger(work: Work, incoming: Incoming) -> Reply | None:
    """The reply to somebody who is not linked."""
    from handlers.entrance.start import stranger as found

    return found(work, incoming)
