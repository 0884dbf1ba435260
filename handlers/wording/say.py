"""Words for codes: the one door to the message texts of `catalogue/texts/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from storage.catalogue.folders import CATALOGUE
from storage.catalogue.kept import kept
from storage.catalogue.texts import load_texts

_USED: dict[str, Mapping[str, str]] = {}


@cache
def bundled_texts() -> Mapping[str, str]:
    """The texts of the program by id, read once."""
    file = CATALOGUE / "texts" / "vi.toml"
    found: Mapping[str, str] = kept("texts", [file], 1, lambda: dict(load_texts(file)))
    return found


def texts() -> Mapping[str, str]:
    """All texts by id: those of this installation go before the bundled ones."""
    return _USED.get("texts") or bundled_texts()


def use_texts(own: Mapping[str, str]) -> None:
    """From now on the installation's own wordings are said."""
    _USED["texts"] = {**bundled_texts(), **own} if own else bundled_texts()


def say(text_id: str, **fields: object) -> str:
    """The text with its fields filled; KeyError on an unknown id or a field left out.

    Numbers and dates are formatted by `domain.report.shown` and `domain.dates.moments` beforehand.
    """
    return texts()[text_id].format(**fields)


@dataclass(frozen=True, slots=True)
class Asking:
    """Words that ask. No `Reply` takes them: they go out through `handlers.question.ask` alone,
    which remembers what was asked. `told` stands before the question this once: it is no part of
    what is asked again, when it may not be true any more."""

    words: str
    told: str = ""

    def behind(self, *paragraphs: str) -> Asking:
        """The same behind what is told first."""
        return Asking(self.words, "\n\n".join(filter(None, [*paragraphs, self.told])))

    @property
    def whole(self) -> str:
        """What goes out now."""
        return "\n\n".join(filter(None, [self.told, self.words]))


def say_ask(text_id: str, **fields: object) -> Asking:
    """A text of `ask.*`: one that wants an answer."""
    assert text_id.startswith("ask."), text_id
    return Asking(say(text_id, **fields))
