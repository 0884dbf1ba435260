"""An assignment as it is typed: "xa-bac-son: rà soát TTHC, báo cáo, trước 01/9".

Only words are told apart here; which unit, which day and which person they mean is found by
whoever knows units and people. A row of a table brings the same words by its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from domain.dates.due_wording import DueReason, DueVerdict, read_due
from domain.tasks.cited import parted_from_document
from domain.tasks.details import read_priority
from domain.words import clean, fold

LONGEST_WORDS = 500  # characters of one field
LONGEST_HEAD = 40  # words in front of the colon: a dozen units


@dataclass(frozen=True, slots=True)
class Assignment:
    """The words of one assignment. `row` is its row in a table, 0 for a typed line."""

    to: str = ""
    title: str = ""
    product: str = ""
    due: str = ""
    lead: str = ""
    coordinators: str = ""
    accountable: str = ""
    authority: str = ""
    document: str = ""
    document_on: str = ""
    subject: str = ""
    priority: str = ""
    assigned_on: str = ""
    row: int = 0

    def filled(self, more: Assignment) -> Assignment:
        """The same with everything that `more` says in the place of what stood there."""
        said = {f.name: getattr(more, f.name) for f in fields(more) if getattr(more, f.name)}
        return replace(self, **said)


_LABELS = (
    ("accountable", r"lanh dao phu trach|(?:phu trach|lanh dao|chiu trach nhiem)(?=\s*:)"),
    ("lead", r"(?:nguoi |can bo )?chu tri|(?:nguoi thuc hien)(?=\s*:)"),
    ("coordinators", r"(?:don vi )?phoi hop(?: voi| cung)?"),
    ("authority", r"tham quyen"),
    ("product", r"san pham|ket qua(?=\s*:)"),
    ("subject", r"trich yeu"),
    ("document", r"(?:theo|can cu|van ban(?: giao)?)(?=.*\d)"),
    ("priority", r"(?:muc )?do khan|muc do(?=\s*:)"),
    ("to", r"(?:don vi(?: thuc hien)?|giao cho)(?=\s*:)"),
    ("title", r"(?:noi dung|viec|nhiem vu)(?=\s*:)"),
    ("assigned_on", r"ngay giao"),
    ("due", r"(?:thoi )?han(?: chot| xong)?(?: de| la)?"),
)
_LABEL = [(name, re.compile(rf"(?:{pattern})\b\s*:?\s*")) for name, pattern in _LABELS]
_DUE_LEAD = re.compile(
    r"(?:(?:va |phai )?(?:xong |hoan thanh |gui |nop |bao cao ))?(?:truoc|cham nhat|muon nhat"
    r"|khong qua|den het|het|trong|ngay|chieu mai|sang mai|hom nay|cuoi (?:thang|quy|tuan|nam)"
    r"|thuong xuyen|khong (?:co )?(?:thoi )?han"
    r"|thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat|\d{1,2}[/.-]\d{1,2}|\d{4}-\d)\b"
)
_TAIL = re.compile(
    r"\b(?:(?:va )?(?:xong|hoan thanh|hoan tat) )?(?:truoc|cham nhat|muon nhat|khong qua|den het"
    r"|han(?! han\b| che\b)|cuoi (?=thang|quy|tuan|nam)|giua (?=thang|tuan)"
    r"|(?P<within>trong) (?=thang|quy|tuan))\b"
)
_SPAN_ALONE = re.compile(
    r"(?:(?:va |phai )?(?:xong|hoan thanh|hoan tat) )?(?:(?:dau|giua|cuoi|het) )?"
    r"(?:thang|quy|tuan)\s?(?:\d{1,2}|[iv]+|nay|sau|toi)(?:\s?/\s?\d{2,4}|,? nam \d{4})?"
)
_HOUR_ONLY = re.compile(r"(?:truoc |luc )?\d{1,2}\s?(?:h|g|gio|:)\s?\d{0,2}(?: (?:sang|chieu))?")
_PRODUCTS = re.compile(
    r"(?:bao cao|ke hoach|to trinh|quyet dinh|cong van|danh sach|bieu|bang|van ban|thong bao"
    r"|bien ban|ho so|de an|phuong an|du thao|ban |phu luc|quy che|giay moi)"
)
_LONGEST_PRODUCT = 6  # words
_GIAO = re.compile(r"/?(?:giao ?viec|giao nhiem vu|giao)\b\s*")


def is_assignment(text: str) -> bool:
    """True for a line like "giao xa-bac-son: ...": the word, somebody, a colon."""
    head, colon, body = clean(text).partition(":")
    folded = fold(head)
    given = bool(_GIAO.match(folded)) and len(folded.split()) > 1
    return bool(colon and body.strip() and given and not _ends_with_label(head))


def _ends_with_label(head: str) -> bool:
    """ "giao Bắc Sơn rà soát TTHC, chủ trì": what follows the colon is no title."""
    last = re.split(r"[,;]", head)[-1].strip()
    label = _label_of(f"{last}: ") if len(head) > len(last) else None
    return label is not None and label[1] > len(last)


def read_assignment(text: str, today: date) -> Assignment:
    """The words of a typed line, with or without "giao" and a unit in front.

    >>> read_assignment("giao xa-bac-son: rà soát TTHC, báo cáo, trước 01/9", date(2024, 8, 20))
    ... # doctest: +ELLIPSIS
    Assignment(to='xa-bac-son', title='rà soát TTHC', product='báo cáo', due='trước 01/9', ...)
    """
    said = behind_giao(text)
    head, colon, body = said.partition(":")
    in_front = colon and len(head.split()) <= LONGEST_HEAD
    if in_front and not _label_of(said) and not _ends_with_label(head):
        return replace(read_parts(body, today, led_by_title=True), to=head.strip(" ,;"))
    return read_parts(said, today)


def behind_giao(text: str) -> str:
    """What stands behind "giao việc", as it was typed; all of a text that does not begin so."""
    said = clean(text)
    return said[_giao_length(said) :]


def _giao_length(said: str) -> int:
    """How many characters the word "giao việc" takes in front."""
    found = _GIAO.match(_same_length(said))
    return found.end() if found else 0


def _same_length(text: str) -> str:
    """Folded letter by letter, so that a place in it is a place in the text."""
    return "".join(fold(char) or char for char in text)


def read_parts(text: str, today: date, *, led_by_title: bool = False) -> Assignment:
    """The words behind the colon, where the title comes first, or further words for an
    assignment that lacks some."""
    found: dict[str, str] = {}
    plain: list[str] = []
    last = ""  # the label before: it may name several units
    cited = parted_from_document(clean(text))
    for at, segment in enumerate(_segments(cited.left)):
        labelled = _labelled(segment, today)
        before, last = last, labelled[0] if labelled else ""
        if labelled and (at or not led_by_title or ":" in segment or labelled[0] == "due"):
            found.setdefault(*labelled)
        elif "due" in found and _HOUR_ONLY.fullmatch(fold(segment)):
            found["due"] += f", {segment}"
        elif read_priority(segment):
            found["priority"] = segment
        elif _is_due(segment, today):
            found["due"] = segment
        elif before in found and _is_another(before, segment):
            found[before] += f", {segment}"
            last = before
        else:
            plain.append(segment)
    for at in reversed(range(len(plain)) if "due" not in found else ()):
        plain[at], tail = _split_tail(plain[at], today)
        if tail:
            found["due"] = tail
            break
    if len(plain) > 1 and "product" not in found and _is_product(plain[-1]):
        found["product"] = plain.pop()
    if plain or cited.carried_out:
        found.setdefault("title", ", ".join(filter(None, plain)) or cited.carried_out)
    if cited.document:
        found.setdefault("document", cited.document)
    cut: dict[str, Any] = {name: words[:LONGEST_WORDS] for name, words in found.items()}
    return Assignment(**cut)


_PERSON = re.compile(r"(?:anh|chi|ong|ba|co|chu|bac|em|dong chi|d/c|dc)\s(?!.*:)")
_LONGEST_PERSON = 4  # words of a name without a salutation


def _is_another(label: str, segment: str) -> bool:
    """Behind "chủ trì chị Lan" another person; behind "phối hợp" and "đơn vị" anybody."""
    if label in ("coordinators", "to"):
        return not _is_product(segment)
    names = segment.split()
    bare = len(names) <= _LONGEST_PERSON and all(name[:1].isupper() for name in names)
    told = bool(_PERSON.match(fold(segment))) and len(names) <= _LONGEST_PERSON + 1
    return label == "lead" and (bare or told)


def _segments(text: str) -> Iterator[str]:
    """Pieces between commas, semicolons and lines; "98,3" is no border."""
    for piece in re.split(r"[;\n]|,(?!\d)", clean(text)):
        if piece.strip(" .-"):
            yield piece.strip(" .-")


def _label_of(text: str) -> tuple[str, int] | None:
    """The field that a text names in front, and how long its name is."""
    folded = _same_length(text)
    for name, pattern in _LABEL:
        if found := pattern.match(folded):
            return name, found.end()
    return None


def _labelled(segment: str, today: date) -> tuple[str, str] | None:
    """A field and its words: "chủ trì: chị Lan", "hạn 5/9" (but not "hạn chế ...")."""
    label = _label_of(segment)
    if label is None:
        return None
    name, length = label
    words = segment[length:].strip(" :")
    if not words or (name == "due" and not _names_a_day(words, today)):
        return None
    return name, words


def _names_a_day(words: str, today: date) -> bool:
    reading = read_due(words, today)
    settled = (DueVerdict.NONE, DueVerdict.REFUSE)
    told = reading.reason in (DueReason.TWO_DATES, DueReason.RECURRING)
    return reading.on is not None or reading.verdict in settled or told


def _is_due(segment: str, today: date) -> bool:
    folded = fold(segment)
    leads = _DUE_LEAD.match(folded) or _SPAN_ALONE.fullmatch(folded)
    if not leads or len(folded.split()) > 10:
        return False
    return _names_a_day(segment, today)


def _split_tail(segment: str, today: date) -> tuple[str, str]:
    """ "rà soát TTHC trước 01/9" -> ("rà soát TTHC", "trước 01/9"); "số hộ nghèo trong quý I" names
    what is reported, where that is over."""
    for found in _TAIL.finditer(_same_length(segment)):
        tail = segment[found.start() :]
        read = read_due(tail, today)
        over = found["within"] is not None and read.reason is DueReason.PAST
        if found.start() and not over and read.reason is not DueReason.NO_DATE:
            return segment[: found.start()].strip(" ,-"), tail.strip()
    return segment, ""


def _is_product(segment: str) -> bool:
    folded = fold(segment)
    return bool(_PRODUCTS.match(folded)) and len(folded.split()) <= _LONGEST_PRODUCT
