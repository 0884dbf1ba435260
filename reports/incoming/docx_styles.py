"""How the styles of a document make letters look: struck out, hidden, raised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from domain.reading.cells import Flaw
from domain.report.printed import SIGNS, TAG
from reports.incoming.parts import XmlPart, is_on, value_of
from reports.incoming.unreadable import Unreadable, UnreadableFile

MOST_STYLES = 20_000
_DEEPEST = 20  # styles that are based on each other


@dataclass(frozen=True, slots=True)
class Letters:
    """How letters look, as far as it changes what they say."""

    struck: bool = False
    hidden: bool = False
    raised: bool = False

    @property
    def flaw(self) -> Flaw | None:
        """What is wrong with words in such letters."""
        if self.struck:
            return Flaw.STRUCK
        if self.hidden:
            return Flaw.HIDDEN
        return Flaw.RAISED if self.raised else None


def letter(letters: Letters, name: str, attrs: Any) -> Letters:
    """The letters with one property more."""
    match name:
        case "strike" | "dstrike":
            return replace(letters, struck=is_on(attrs))
        case "vanish" | "webHidden" | "specVanish":
            return replace(letters, hidden=is_on(attrs))
        case "vertAlign":
            raised = value_of(attrs, "val") in ("superscript", "subscript")
            return replace(letters, raised=raised)
        case "position":
            return replace(letters, raised=value_of(attrs, "val", "0") not in ("0", "0pt"))
    return letters


class LetterStyles(XmlPart):
    """The part of styles: what each does, and on which it is based."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._told: dict[str, tuple[str, list[tuple[str, str]]]] = {}
        self._style = ""
        self._in_letters = self._changed = False

    def begin(self, name: str, attrs: Any) -> None:
        if name == "style":
            self._style = value_of(attrs, "styleId")
            self._told[self._style] = ("", [])
            if len(self._told) > MOST_STYLES:
                raise UnreadableFile(Unreadable.TOO_MUCH)
        elif not self._style:
            return
        elif name == "name":
            self._names[self._style] = value_of(attrs, "val")
        elif name == "basedOn":
            self._told[self._style] = (value_of(attrs, "val"), self._told[self._style][1])
        elif name == "rPr":
            self._in_letters = True
        elif name in ("tblStylePr", "rPrChange"):
            self._changed = True
        elif self._in_letters and not self._changed:
            self._told[self._style][1].append((name, value_of(attrs, "val", "1")))

    def finish(self, name: str) -> None:
        if name == "style":
            self._style = ""
        elif name == "rPr":
            self._in_letters = False
        elif name in ("tblStylePr", "rPrChange"):
            self._changed = False

    def figure(self, style: str) -> str:
        """The code of the figure whose number is set in these letters; "" for any others."""
        name = self._names.get(style, "")
        return name.removeprefix(TAG).translate(SIGNS) if name.startswith(TAG) else ""

    def letters(self, style: str, letters: Letters) -> Letters:
        """Letters that are in a style besides."""
        chain: list[str] = []
        while style in self._told and style not in chain and len(chain) < _DEEPEST:
            chain.append(style)
            style = self._told[style][0]
        for each in reversed(chain):
            for name, value in self._told[each][1]:
                letters = letter(letters, name, {"val": value})
        return letters
