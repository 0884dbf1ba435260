"""Read a TOML table key by key: what does not fit is told as a fault, never raised."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from domain.people.units import SUPERIOR_NAMES
from domain.words import fold
from storage.catalogue.examples import example_of
from storage.catalogue.fault import Fault
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.texts import load_texts
from storage.catalogue.toml_words import toml_words

_Choice = TypeVar("_Choice", bound=StrEnum)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@cache
def _texts() -> Mapping[str, str]:
    return load_texts(CATALOGUE / "texts" / "vi.toml")


class Faults:
    """The faults of one file, worded from `[form]` of the message texts, or by a full text id."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.told: list[Fault] = []

    def tell(self, key: str, text_id: str, **fields: object) -> None:
        """Note a fault; a repeated one is noted once."""
        full_id = text_id if "." in text_id else f"form.{text_id}"
        fault = Fault(self.file, key, _texts()[full_id].format(**fields))
        if fault not in self.told:
            self.told.append(fault)

    def tell_strange(
        self, key: str, word: str, allowed: Iterable[str], also: Iterable[str] = ()
    ) -> None:
        """A word that is none of the allowed ones, and the one that may be meant; those that are
        allowed `also` are not listed."""
        words = list(allowed)
        near = nearest(word, [*words, *also])
        text_id = "strange_word_near" if near else "strange_word"
        self.tell(key, text_id, word=word, near=near, allowed=", ".join(words))


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """The word of a list that is most like a mistyped one, diacritics aside; None: none is."""
    by_fold = {fold(known): known for known in allowed}
    found = get_close_matches(fold(word), by_fold, n=1)
    return by_fold[found[0]] if found else None


def read_toml(file: Path, faults: Faults) -> Mapping[str, Any]:
    """The entries of a file; nothing, and a fault, where it cannot be read."""
    try:
        return parse_toml(file.read_text("utf-8-sig"), faults)
    except FileNotFoundError:
        faults.tell("", "no_such_file")
    except UnicodeDecodeError:
        faults.tell("", "not_utf8")
    return {}


def parse_toml(text: str, faults: Faults) -> Mapping[str, Any]:
    """The entries of a text; nothing, and a fault, where it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        faults.tell("", "not_toml", detail=toml_words(error, _texts()))
    return {}


class TomlTable:
    """One table under the key `where`. Each reader gives a harmless default where it tells a
    fault, so that one wrong word does not hide the faults behind it."""

    def __init__(self, entries: Mapping[str, Any], where: str, faults: Faults) -> None:
        self._entries = entries
        self._faults = faults
        self._read: list[str] = []
        self.where = where

    def key(self, name: str) -> str:
        """The full key of an entry: `indicators.I.4.1.kind`."""
        return f"{self.where}.{name}" if self.where else name

    def tell(self, name: str, text_id: str, **fields: object) -> None:
        """Note a fault at one entry."""
        self._faults.tell(self.key(name), text_id, **fields)

    def tell_strange(
        self, name: str, word: str, allowed: Iterable[str], also: Iterable[str] = ()
    ) -> None:
        """Note a word that is none of the allowed ones."""
        self._faults.tell_strange(self.key(name), word, allowed, also)

    def has(self, name: str) -> bool:
        """True where the entry is written."""
        return name in self._entries

    def text(self, name: str, default: str | None = None) -> str:
        """A string in NFC; required, and not empty, without a default."""
        text = self._entry(name, str, default)
        if default is None and text is not None and not text.strip():
            self.tell(name, "empty", example=example_of(name, str))
        if text and not unicodedata.is_normalized("NFC", text):
            self.tell(name, "not_nfc")
        return text or ""

    def words(self, name: str, default: str | None = None) -> str:
        """A string that may hold the placeholders of the superior."""
        text = self.text(name, default)
        strange = [p for p in _PLACEHOLDER.findall(text) if p not in SUPERIOR_NAMES]
        if strange or re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
            self.tell(name, "strange_placeholder", found=", ".join(strange) or "{ }")
        return text

    def texts(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of strings."""
        entries = self._entry(name, list, list(default) if default is not None else None) or []
        if not all(isinstance(entry, str) for entry in entries):
            self._tell_type(name, list)
        return tuple(entry for entry in entries if isinstance(entry, str))

    def day(self, name: str, *, required: bool = True) -> date | None:
        """A date without a time."""
        if not required and not self.has(name):
            self._read.append(name)
            return None
        day: date | None = self._entry(name, date, None)
        return day

    def number(self, name: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number from `least` to `most`."""
        number: int | None = self._entry(name, int, default)
        if number is None:
            return most
        if not least <= number <= most:
            self.tell(name, "out_of_range", least=least, most=most)
        return min(max(number, least), most)

    def hour(self, name: str, default: time) -> time:
        """An hour of the day."""
        hour: time = self._entry(name, time, default)
        return hour

    def flag(self, name: str, *, default: bool) -> bool:
        """true or false."""
        return bool(self._entry(name, bool, default))

    def choice(
        self, name: str, kind: type[_Choice], default: _Choice, *, required: bool
    ) -> _Choice:
        """One of the words of an enumeration."""
        word = self.text(name, None if required else default.value)
        allowed = [choice.value for choice in kind]
        if word in allowed:
            return kind(word)
        if word:
            self.tell_strange(name, word, allowed)
        return default

    def table(self, name: str, *, required: bool = False) -> TomlTable | None:
        """An inner table, or None where it is not written."""
        entries = self._entry(name, dict, None if required else {})
        return TomlTable(entries, self.key(name), self._faults) if entries else None

    def tables(self, name: str, key: str, *, required: bool = True) -> list[TomlTable]:
        """The entries of `[[name]]`, each known by its `key`; a repeated key is a fault."""
        entries = self._listed(name, required)
        tables: dict[str, TomlTable] = {}
        for number, entry in enumerate(entries, start=1):
            if not isinstance(entry, dict):
                self.tell(f"{name}[{number}]", "wrong_entry", table=name)
                continue
            word = entry.get(key)
            named = isinstance(word, (str, date, time))
            where = self.key(f"{name}.{word}" if named else f"{name}[{number}]")
            if where in tables:
                self._faults.tell(where, "repeated")
            tables.setdefault(where, TomlTable(entry, where, self._faults))
        return list(tables.values())

    def rows(self, name: str, *, required: bool = False) -> list[TomlTable]:
        """The entries of `[[name]]` by their number, for entries that have no name."""
        entries = self._listed(name, required)
        rows = []
        for number, entry in enumerate(entries, start=1):
            where = self.key(f"{name}[{number}]")
            if not isinstance(entry, dict):
                self._faults.tell(where, "wrong_entry", table=name)
            rows.append(TomlTable(entry if isinstance(entry, dict) else {}, where, self._faults))
        return rows

    def _listed(self, name: str, required: bool) -> list[Any]:
        """The entries of `[[name]]`, whatever they are."""
        entries = self._entries.get(name)
        if entries is not None and not isinstance(entries, list):
            self._read.append(name)
            self.tell(name, "wrong_entry", table=name)
            return []
        return self._entry(name, list, None if required else []) or []

    def label(self, name: str, default: str | None = None) -> str:
        """Words, or a number that is only a name: `code = 12148`."""
        if type(self._entries.get(name)) is int:
            self._read.append(name)
            return str(self._entries[name])
        return self.text(name, default)

    def plain(self, name: str) -> Mapping[str, Any]:
        """An inner table as it is written, for entries of several kinds."""
        entries: Mapping[str, Any] = self._entry(name, dict, None) or {}
        return entries

    def exact(self, name: str) -> Decimal | None:
        """A number written as text, so that every digit counts: `"98.5"`; None where none is."""
        word = self.text(name, "")
        try:
            number = Decimal(word) if word else None
        except InvalidOperation:
            number = Decimal("NaN")
        if number is None or number.is_finite():
            return number
        self.tell(name, "not_digits", word=word)
        return None

    def strings(self) -> dict[str, str]:
        """All entries as words by name, for tables whose keys are free."""
        return {name: self.words(name) for name in self._entries}

    def tell_unread(self) -> None:
        """Note every entry that no reader has asked for."""
        for name in self._entries:
            if name not in self._read:
                known = list(dict.fromkeys(self._read))
                near = nearest(name, known)
                text_id = "unknown_key_near" if near else "unknown_key"
                self.tell(name, text_id, near=near, known=", ".join(known))

    def _entry(self, name: str, kind: type[Any], default: Any) -> Any:
        self._read.append(name)
        if name not in self._entries:
            if default is None:
                self.tell(name, "missing_key", example=example_of(name, kind))
            return default
        entry = self._entries[name]
        # A TOML moment is no day, true is no number: the very type is asked for.
        fits = type(entry) is kind
        if not fits:
            self._tell_type(name, kind)
            return default
        return entry

    def _tell_type(self, name: str, kind: type) -> None:
        fields = {"expected": _EXPECTED[kind], "example": example_of(name, kind)}
        self.tell(name, "wrong_type", **fields)


_EXPECTED: Mapping[type, str] = {
    str: "chữ trong dấu ngoặc kép",
    list: "danh sách trong dấu ngoặc vuông",
    dict: "một bảng",
    date: "ngày dạng năm-tháng-ngày",
    bool: "true hoặc false",
    int: "số nguyên",
    time: "giờ dạng giờ:phút:giây",
}
