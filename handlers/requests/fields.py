"""Who gives the figures of a request: the holders of the owner field that is named, for all lines
or for one; the office where none is.

quynh < yêu cầu báo cáo: kinh phí CCHC, tư pháp: số vụ hòa giải; các xã; bộ phận tài chính
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.people.people import Official
from domain.words import fold
from handlers.names.fields import fields_called
from handlers.owed.people import OFFICE_FIELD
from handlers.report.parts import responsible_by_field
from handlers.wording.understood import behind
from handlers.work import Work

LONGEST_FIELD = 6  # words


def field_of_all(work: Work, piece: str) -> str:
    """The field that a piece names and nothing else: "bộ phận tài chính", "lĩnh vực lao động";
    empty where it names none."""
    said = fold(behind("wanted", "field", piece) or "")
    known = fields_called(work.catalogue)
    if not said or said in known:
        return known.get(said, "")
    begun = {key for words, key in known.items() if words.startswith(said)}
    return begun.pop() if len(begun) == 1 else ""


def field_in_front(work: Work, piece: str, line_begins: Iterable[str]) -> tuple[str, str]:
    """ "tài chính: kinh phí CCHC": the field of one line, and the line, which begins like one."""
    begins = tuple(f"{word} " for word in line_begins)
    said, known = piece.split(), fields_called(work.catalogue)
    for size in range(1, min(len(said), LONGEST_FIELD)):
        front, rest = " ".join(said[:size]).rstrip(":"), " ".join(said[size:])
        if (field := known.get(fold(front))) and fold(rest).startswith(begins):
            return field, rest
    return "", piece


def usual_field(work: Work, unit_ids: Iterable[str]) -> str:
    """The office, where somebody holds it in each of these units; otherwise the one field that
    has a holder in each of them, if there is one."""
    every = tuple(unit_ids)
    work.people.staff_ahead(every)
    held = [set(responsible_by_field(work, unit_id, work.today)) for unit_id in every]
    if all(OFFICE_FIELD in each for each in held):
        return OFFICE_FIELD
    everywhere = set[str].intersection(*held) if held else set[str]()
    return everywhere.pop() if len(everywhere) == 1 else OFFICE_FIELD


def answering(work: Work, unit_id: str, fields: Iterable[str]) -> tuple[Official, ...]:
    """Who holds one of these fields in a unit today, each once."""
    held = responsible_by_field(work, unit_id, work.today)
    people = (person for field in fields for person in held.get(field, ()))
    return tuple({person.id: person for person in people}.values())
