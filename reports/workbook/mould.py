"""A workbook that is written once and filled many times.

Of the same annex of a hundred communes only the figures and a few words differ. The library writes
it once with marks in their places; afterwards what stands between the marks is taken as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reports.workbook.cells import Written, cell_element, words_in_xml

FIGURE = "\ue000\ue001"
"""Stands in the mould as the value of a formula, in a cell that takes a figure."""
ONLY_A_FIGURE = "=0"
"""The formula of such a cell that has none of its own."""
MADE_AT = datetime(1980, 1, 1)  # noqa: DTZ001 - a mark too: the moment at which the file was made
_MADE_AT = "made_at"
_CELL = (
    r'(?P<head><c r="(?P<place>[A-Z]+[0-9]+)"(?: s="[0-9]+")?) t="str">'
    rf"(?P<formula><f>[^<]*</f>)<v>{FIGURE}</v></c>"
)
_PLACES = re.compile(
    f"{_CELL}|\ue000(?P<words>[a-z_]+)\ue001|(?P<moment>{MADE_AT.isoformat()}Z)".encode()
)
_NO_FORMULA = f"<f>{ONLY_A_FIGURE[1:]}</f>".encode()


def words_here(name: str) -> str:
    """What stands in the mould where words of this name come."""
    return f"\ue000{name}\ue001"


@dataclass(frozen=True, slots=True)
class _Figure:
    place: str  # "D7"
    head: bytes
    formula: bytes

    def filled(self, value: Written) -> bytes:
        """A formula without a value shows nothing, which is not the same as having none."""
        shown = "" if self.formula and value is None else value
        return cell_element(self.head, b"c", self.formula, shown)


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of the archive: `between` the places, one more than there are places."""

    name: str
    between: tuple[bytes, ...]
    places: tuple[_Figure | str, ...]

    def filled(self, figures: Mapping[str, Written], words: Mapping[str, bytes]) -> bytes:
        pieces = [self.between[0]]
        for place, after in zip(self.places, self.between[1:], strict=True):
            if isinstance(place, str):
                pieces += [words[place], after]
            else:
                pieces += [place.filled(figures[place.place]), after]
        return b"".join(pieces)


@dataclass(frozen=True, slots=True)
class Mould:
    """A workbook without what differs."""

    parts: tuple[_Part, ...]

    def filled(
        self, figures: Mapping[str, Written], words: Mapping[str, str], made_at: datetime
    ) -> bytes:
        """The workbook with the figures by place ("D7"), the words by name, and its moment in UTC.
        The same give the same bytes; a place that is not told is a KeyError."""
        told = {name: words_in_xml(each) for name, each in words.items()}
        told[_MADE_AT] = made_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        content = BytesIO()
        with ZipFile(content, "w", ZIP_DEFLATED) as archive:
            for part in self.parts:
                archive.writestr(_entry(part.name), part.filled(figures, told))
        return content.getvalue()


def _entry(name: str) -> ZipInfo:
    """Without a moment and an operating system of its own."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0
    return entry


def mould_of(workbook: bytes) -> Mould:
    """The mould in a workbook that was written with marks."""
    with ZipFile(BytesIO(workbook)) as archive:
        return Mould(tuple(_part(entry, archive.read(entry)) for entry in archive.namelist()))


def _part(name: str, content: bytes) -> _Part:
    between: list[bytes] = []
    places: list[_Figure | str] = []
    at = 0
    for found in _PLACES.finditer(content):
        between.append(content[at : found.start()])
        places.append(_place(found))
        at = found.end()
    return _Part(name, (*between, content[at:]), tuple(places))


def _place(found: re.Match[bytes]) -> _Figure | str:
    if found["place"]:
        formula = b"" if found["formula"] == _NO_FORMULA else found["formula"]
        return _Figure(found["place"].decode(), found["head"], formula)
    return found["words"].decode() if found["words"] else _MADE_AT
