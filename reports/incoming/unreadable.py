"""Why a file of somebody cannot be read."""

from __future__ import annotations

from enum import StrEnum


class Unreadable(StrEnum):
    """The reason, by which its sentence is found."""

    ENCRYPTED = "encrypted"  # or of a kind from which no figure is read: .xls, .doc, .ods
    NOT_XLSX = "not_xlsx"
    NOT_DOCX = "not_docx"
    NOT_CSV = "not_csv"
    NOT_UTF8 = "not_utf8"
    STRANGE_TYPE = "strange_type"
    EMPTY = "empty"
    TOO_BIG = "too_big"  # more bytes than are taken
    TOO_MUCH = "too_much"  # few bytes, but more in them than can be read in the time and memory
    UNSAFE = "unsafe"  # XML that declares entities
    NO_ANNEX = "no_annex"  # no sheet with the columns STT and Số liệu
    NO_SHEETS = "no_sheets"  # none of the sheets of people or of a form
    SEVERAL = "several"  # more than one sheet with an annex


class UnreadableFile(Exception):
    """The file cannot be read; `reason` says why."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason.value)
        self.reason = reason
