"""A workbook that is written once and filled many times.

Of the same annex of a hundred communes only the figures and a few words differ. The library writes
it once with marks in their places; afterwards what stands between the marks is taken as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reports.workbook.cells import SharedWords, Written, words_in_xml
from reports.workbook.lines import FigurePlace, SheetLine, with_lines
from reports.workbook.shared_strings import SharedStrings

MADE_AT = datetime(1980, 1, 1)  # noqa: DTZ001 - a mark too: the moment at which the file was made
_MADE_AT, _USES, _COUNT, _STRINGS = "made_at", "string_uses", "string_count", "strings"
_MARKS = re.compile("\ue000([a-z_]+)\ue001".encode())
_MOMENT = f"{MADE_AT.isoformat()}Z".encode()
_LINES_IN, _STRINGS_IN = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_COUNTS = re.compile(rb'(?<= count=")(\d+)(" uniqueCount=")(\d+)(?=")')
_STRINGS_END = b"</sst>"
_PACKED = 3  # of 9: takes a third less time than the usual 6, and a twelfth more room

_Piece = bytes | str | FigurePlace  # as it is, words by their name, a figure


def words_here(name: str) -> str:
    """What stands in the mould where words of this name come."""
    return f"\ue000{name}\ue001"


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of the archive."""

    name: str
    pieces: tuple[_Piece, ...]

    def filled(
        self, figures: Mapping[str, Written | SharedWords], words: Mapping[str, bytes]
    ) -> bytes:
        return b"".join(_filled(piece, figures, words) for piece in self.pieces)


def _filled(
    piece: _Piece, figures: Mapping[str, Written | SharedWords], words: Mapping[str, bytes]
) -> bytes:
    match piece:
        case bytes():
            return piece
        case str():
            return words[piece]
        case FigurePlace():
            return piece.filled(figures[piece.place])


@dataclass(frozen=True, slots=True)
class Mould:
    """A workbook without what differs."""

    parts: tuple[_Part, ...]
    strings: int
    string_uses: int

    def filled(
        self, figures: Mapping[str, Written], words: Mapping[str, str], made_at: datetime
    ) -> bytes:
        """The workbook with the figures by place ("D7"), the words by name, and its moment in UTC.
        The same give the same bytes; a place that is not told is a KeyError. A figure may be words
        where there is no formula."""
        strings = SharedStrings(self.strings)
        shown = {
            at: SharedWords(strings.number(figure)) if isinstance(figure, str) else figure
            for at, figure in figures.items()
        }
        told = {name: words_in_xml(each) for name, each in words.items()}
        told[_MADE_AT] = made_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        told[_USES] = b"%d" % (self.string_uses + strings.uses)
        told[_COUNT] = b"%d" % strings.count
        told[_STRINGS] = strings.xml()
        content = BytesIO()
        with ZipFile(content, "w", ZIP_DEFLATED) as archive:
            for part in self.parts:
                filled = part.filled(shown, told)
                archive.writestr(_entry(part.name), filled, compresslevel=_PACKED)
        return content.getvalue()


def _entry(name: str) -> ZipInfo:
    """Without a moment and an operating system of its own."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0
    return entry


def mould_of(workbook: bytes, first: int, lines: Sequence[SheetLine]) -> Mould:
    """The mould in a workbook that was written with marks, with these lines in its first sheet
    from row `first` on, of which it has the examples."""
    with ZipFile(BytesIO(workbook)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    counts = _COUNTS.search(contents[_STRINGS_IN])
    assert counts  # there is a head at least
    strings = SharedStrings(int(counts[3]))
    pieces: dict[str, tuple[_Piece, ...]]
    pieces = {name: tuple(_pieces(content)) for name, content in contents.items()}
    pieces[_LINES_IN] = tuple(with_lines(contents[_LINES_IN], first, lines, strings))
    pieces[_STRINGS_IN] = tuple(_with_strings(contents[_STRINGS_IN], strings))
    parts = tuple(_Part(name, each) for name, each in pieces.items())
    return Mould(parts, strings.count, int(counts[1]) + strings.uses)


def _pieces(content: bytes) -> Iterator[bytes | str]:
    content, at = content.replace(_MOMENT, words_here(_MADE_AT).encode()), 0
    for found in _MARKS.finditer(content):
        yield content[at : found.start()]
        yield found[1].decode()
        at = found.end()
    yield content[at:]


def _with_strings(table: bytes, strings: SharedStrings) -> Iterator[_Piece]:
    """The table of words with those of the lines, and room for those that a unit adds."""
    marks = f"{words_here(_USES)}\\2{words_here(_COUNT)}".encode()
    yield from _pieces(_COUNTS.sub(marks, table, 1).removesuffix(_STRINGS_END))
    yield strings.xml()
    yield _STRINGS
    yield _STRINGS_END
