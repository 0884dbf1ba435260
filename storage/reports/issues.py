"""What becomes of a report as a paper: its versions, its number and day, who signs it.

Each is a deed in the audit, so that nothing of it is overwritten; the last one counts. Of a version
stands there what is other in it than in the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher
from enum import StrEnum

from domain.dates.owed import of_report
from storage.database.audit import deeds, note, trail
from storage.database.database import Session

NUMBERED = "obligation.numbered"
SIGNER = "obligation.signer"
MADE = "obligation.made"


class Power(StrEnum):
    """By what right somebody signs who is neither the head nor a deputy."""

    ORDER = "order"  # thừa lệnh
    MANDATE = "mandate"  # thừa ủy quyền


@dataclass(frozen=True, slots=True)
class Issue:
    """What the clerk and the head have said of the paper; nothing at first."""

    number: int | None = None
    symbol: str = ""  # "BC-UBND"; "": as is usual
    signed_on: date | None = None
    signer_id: str = ""
    power: Power = Power.ORDER


@dataclass(frozen=True, slots=True)
class Version:
    """One making of the files: "lần 2", a mark of all that stands in it, the cells of its annex as
    they were printed, and its paragraphs."""

    revision: int
    mark: str
    made_at: datetime
    cells: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()


def issue_of(session: Session, obligation_id: int) -> Issue:
    """The number, the day and the signer as they were given last."""
    number, symbol, day, signer, power = None, "", None, "", Power.ORDER
    for deed in trail(session, _subject(obligation_id)):
        if deed.action == NUMBERED:
            number, symbol = deed.detail["number"], deed.detail["symbol"]
            day = date.fromisoformat(deed.detail["day"]) if deed.detail["day"] else None
        if deed.action == SIGNER:
            signer, power = deed.detail["signer"], Power(deed.detail["power"])
    return Issue(number, symbol, day, signer, power)


def note_number(
    session: Session,
    obligation_id: int,
    number: int,
    symbol: str,
    day: date | None,
    official_id: str,
    at: datetime,
) -> None:
    """Keep the number, and the day where it was said."""
    told = {"number": number, "symbol": symbol, "day": day.isoformat() if day else ""}
    note(session, at, official_id, NUMBERED, _subject(obligation_id), told)


def note_signer(
    session: Session,
    obligation_id: int,
    signer_id: str,
    power: Power,
    official_id: str,
    at: datetime,
) -> None:
    """Keep who signs."""
    told = {"signer": signer_id, "power": power.value}
    note(session, at, official_id, SIGNER, _subject(obligation_id), told)


def numbers_given(session: Session, obligation_ids: Iterable[int]) -> dict[int, tuple[int, str]]:
    """Of each of these reports that has a number: the number, and the day as it was kept."""
    subjects = {_subject(id_): id_ for id_ in obligation_ids}
    return {
        subjects[deed.subject]: (deed.detail["number"], deed.detail["day"])
        for deed in deeds(session, NUMBERED, subjects)
    }


def last_version(session: Session, obligation_id: int) -> Version | None:
    """The version that was made last."""
    made = versions(session, obligation_id)
    return made[-1] if made else None


def versions(session: Session, obligation_id: int) -> tuple[Version, ...]:
    """Every version that was made, the first one first; those of before their cells were kept have
    none."""
    made: list[Version] = []
    for deed in trail(session, _subject(obligation_id)):
        if deed.action != MADE:
            continue
        before = made[-1] if made else None
        told = deed.detail
        cells = _cells_after(before, told.get("cells", {}))
        words = tuple(_words_after(before, told.get("words", ())))
        made.append(Version(told["revision"], told["mark"], deed.at, cells, words))
    return tuple(made)


def note_version(
    session: Session,
    obligation_id: int,
    version: Version,
    official_id: str | None,
    before: Version | None,
) -> None:
    """Keep that a version was made, and what is other in it than in the one `before`. Without an
    official it was made at the machine."""
    told = {
        "revision": version.revision,
        "mark": version.mark,
        "cells": _cells_since(before, version.cells),
        "words": _words_since(before, version.words),
    }
    note(session, version.made_at, official_id, MADE, _subject(obligation_id), told)


def _cells_since(before: Version | None, cells: Mapping[str, str]) -> dict[str, str | None]:
    """What is new or other, and None for what is there no more."""
    old = before.cells if before else {}
    gone = dict.fromkeys(old.keys() - cells.keys())
    return {code: cell for code, cell in cells.items() if old.get(code) != cell} | gone


def _cells_after(before: Version | None, since: Mapping[str, str | None]) -> dict[str, str]:
    every = {**(before.cells if before else {}), **since}
    return {code: cell for code, cell in every.items() if cell is not None}


def _words_since(before: Version | None, words: Sequence[str]) -> list[str | list[int]]:
    """New paragraphs as they are; of those that stood before, in a row, the first and the end."""
    old = before.words if before else ()
    since: list[str | list[int]] = []
    for kind, first, end, begin, until in SequenceMatcher(
        None, old, words, autojunk=False
    ).get_opcodes():
        since += [[first, end]] if kind == "equal" else words[begin:until]
    return since


def _words_after(before: Version | None, since: Iterable[str | list[int]]) -> Iterator[str]:
    for each in since:
        if isinstance(each, str):
            yield each
        elif before:
            yield from before.words[each[0] : each[1]]


def _subject(obligation_id: int) -> str:
    return str(of_report(obligation_id))
