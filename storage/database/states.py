"""The states that rows go through; the database holds them as checked strings."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import Table, TextClause, text


class AddressState(StrEnum):
    """Whether a person can be reached at an address."""

    ACTIVE = "active"
    BLOCKED = "blocked"  # the person or the network refuses messages
    REVOKED = "revoked"  # taken back by us: the person has left


class ObligationState(StrEnum):
    """How far one unit's report of one round has come."""

    OPEN = "open"
    COMPLETE = "complete"  # every asked figure was given
    SUBMITTED = "submitted"
    RETURNED = "returned"  # sent back by the superior, with a reason
    LOCKED = "locked"  # closed: figures are taken no more


UNFINISHED = (ObligationState.OPEN, ObligationState.RETURNED)
"""While a report is in one of these, something of it is awaited."""


class ReminderState(StrEnum):
    """What became of one step of a ladder."""

    WAITING = "waiting"
    SENT = "sent"  # is in a message of the outbox
    SUPERSEDED = "superseded"  # a later step was due as well
    NOT_WANTED = "not_wanted"  # nothing was owed any more
    NO_ADDRESS = "no_address"  # the person has linked no network


class MessageState(StrEnum):
    """What became of a message in the outbox."""

    WAITING = "waiting"
    SENDING = "sending"  # claimed by a sender until its lease ends
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"  # the sender died between sending and marking
    DROPPED = "dropped"  # not sent on purpose: too late, or not wanted any more


class DrawingState(StrEnum):
    """How far a picture or a document of a message has come."""

    WAITING = "waiting"  # its data are there
    DRAWN = "drawn"
    FAILED = "failed"  # it was tried, and will not be again


UNSETTLED = (MessageState.WAITING, MessageState.SENDING)
"""While a message is in one of these, later ones to the same address wait."""


class AsideReason(StrEnum):
    """Why a message that came in was set aside for an administrator."""

    STARTS = "starts"  # begun three times, and the process ended each time before it was done
    FAILED = "failed"  # its handler raised, it was apologised for


class SourceKind(StrEnum):
    """What a text that a user has loaded into the catalogue is."""

    FORM = "form"
    REGIME = "regime"
    TEMPLATE = "template"
    HOLIDAYS = "holidays"
    TEXTS = "texts"
    WORDS = "words"
    WORKBOOK = "workbook"  # of a superior, with the cells of a form
    EXPORT = "export"  # of another program, with the figures that are taken from it
    STYLE = "style"  # what an office changes of the looks of its documents


class PagePurpose(StrEnum):
    """What a page by link is for."""

    FORM = "form"  # figures of a report, sent once
    DESK = "desk"  # what a superior sees of the units below, read only


def in_states(target: Table, *kinds: StrEnum) -> TextClause:
    """Where a row is in one of these: written out, because SQLite uses an index of such rows only
    for words that stand in the statement itself."""
    return text(f"{target.name}.state IN ({quoted(kinds)})")


def quoted(kinds: Iterable[StrEnum]) -> str:
    """Words as they stand in SQL."""
    return ", ".join(f"'{kind}'" for kind in kinds)
