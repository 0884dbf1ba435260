"""The parts of an office file: an archive of XML, which may have been made to do harm.

Nothing is believed of what the archive tells of its sizes: bytes, elements and depth are counted
while they come, and the reading ends where there are more than any real file has. A part with a
document type is refused where that begins: no Office writes one, and every entity needs one.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from reports.incoming.unreadable import Unreadable, UnreadableFile

MOST_BYTES = 24_000_000  # unpacked, of all parts that are read
MOST_TOLD = 60_000_000  # unpacked, of all that the archive says it holds, pictures too
MOST_ELEMENTS = 600_000
MOST_PARTS = 5_000
DEEPEST = 200
CHUNK = 1 << 16
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")  # an encrypted file, or one of before 2007
NO = frozenset({"0", "false", "off", "none"})


class XmlPart:
    """One part, element by element, by names without their prefix: Office has several namespaces
    for the same things."""

    budget: Archive

    def begin(self, name: str, attrs: Any) -> None:
        """An element begins."""

    def finish(self, name: str) -> None:
        """An element ends."""

    def characters(self, content: str) -> None:
        """Text between them, in pieces."""

    def begin_counted(self, name: str, attrs: dict[str, str]) -> None:
        """What the parser calls."""
        budget = self.budget
        budget.elements += 1
        budget.depth += 1
        if budget.elements > MOST_ELEMENTS or budget.depth > DEEPEST:
            raise UnreadableFile(Unreadable.TOO_MUCH)
        self.begin(name if ":" not in name else name.rpartition(":")[2], attrs)

    def finish_counted(self, name: str) -> None:
        """What the parser calls."""
        self.budget.depth -= 1
        self.finish(name if ":" not in name else name.rpartition(":")[2])


class Archive:
    """An office file, opened; `broken` is the reason where it is none."""

    def __init__(self, content: bytes, broken: Unreadable) -> None:
        if content.startswith(OLE_MAGIC):
            raise UnreadableFile(Unreadable.ENCRYPTED)
        self.broken = broken
        self.elements = self.depth = self._bytes = 0
        try:
            self._zip = ZipFile(BytesIO(content))
        except (BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise UnreadableFile(broken) from error
        told = self._zip.infolist()
        if len(told) > MOST_PARTS or sum(entry.file_size for entry in told) > MOST_TOLD:
            raise UnreadableFile(Unreadable.TOO_MUCH)
        self.names = {entry.filename for entry in told}

    def read(self, name: str, part: XmlPart) -> None:
        """Hand a part over, element by element."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = part.begin_counted
        parser.EndElementHandler = part.finish_counted
        parser.CharacterDataHandler = part.characters
        part.budget, self.depth = self, 0
        try:
            for chunk in self._chunks(name):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise UnreadableFile(self.broken) from error

    def _chunks(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    self._bytes += len(chunk)
                    if self._bytes > MOST_BYTES:
                        raise UnreadableFile(Unreadable.TOO_MUCH)
                    yield chunk
        except UnreadableFile:
            raise
        except Exception as error:  # a broken archive makes zipfile and zlib raise almost anything
            raise UnreadableFile(self.broken) from error

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part names as its relations: id -> (kind, part)."""
        folder, _, file = name.rpartition("/")
        told = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        if told not in self.names:
            return {}
        relations = _Relations(dirname(name))
        self.read(told, relations)
        return relations.found

    def main(self) -> str:
        """The part that the file is about."""
        for kind, target in self.related("").values():
            if kind == "officeDocument" and target in self.names:
                return target
        raise UnreadableFile(self.broken)


def _refuse(*_: object) -> None:
    """A document type."""
    raise UnreadableFile(Unreadable.UNSAFE)


class _Relations(XmlPart):
    def __init__(self, folder: str) -> None:
        super().__init__()
        self.found: dict[str, tuple[str, str]] = {}
        self._folder = folder

    def begin(self, name: str, attrs: Any) -> None:
        if name != "Relationship" or attrs.get("TargetMode") == "External":
            return
        target = attrs.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else join(self._folder, target)
        kind = attrs.get("Type", "").rpartition("/")[2]
        self.found[attrs.get("Id", "")] = (kind, normpath(path))


def is_on(attrs: Any) -> bool:
    """A switch like `<strike/>`, `<w:strike w:val="0"/>`."""
    return value_of(attrs, "val", "1").casefold() not in NO


def value_of(attrs: Any, name: str, otherwise: str = "") -> str:
    """An attribute by its name without a prefix."""
    for key, value in attrs.items():
        if key == name or key.endswith(f":{name}"):
            return str(value)
    return otherwise


def number_of(attrs: Any, name: str, otherwise: int = 0) -> int:
    """An attribute that is a count; what it says is never more than 16,384 columns."""
    told = value_of(attrs, name)
    return min(int(told[:9]), 16_384) if told.isascii() and told.isdigit() else otherwise
