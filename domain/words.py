"""Vietnamese words as people type them: cleaned, folded, raw Telex and VNI undone.

A word is known by its base letters and its tone. A word typed with any mark must carry the right
tone ("tầm" and "tâm" are not "tám"); a word typed without marks may stand for any ("tam").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Generic, NamedTuple, TypeVar

_SPACES = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
_TURNING = frozenset("\u061c\u200f\u202b\u202e\u2067")  # from right to left
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_QUOTES = "\u2018\u2019\u201c\u201d\u00ab\u00bb`´"

# Not NFKC: it would make 12 of "1²" and 1 of "①", figures that nobody typed.
_CLEANED: dict[int, str] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _INVISIBLE), ""),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _QUOTES), '"'),
    ord("\r"): "\n",
    ord("\u2028"): "\n",
    ord("\u2029"): "\n",
    ord("\u2026"): "...",
}
_RUNS_OF_SPACES = re.compile(r"[ \x0b\x0c]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

LEVEL = "-"
_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI_TONES = {"1": "s", "2": "f", "3": "r", "4": "x", "5": "j"}


R = TypeVar("R")
SHORT = 120  # letters: names, codes, answers, which come again and again


def remembered(read: Callable[[str], R]) -> Callable[[str], R]:
    """What was read in a short text is kept, and not read again; a letter comes once."""
    kept = lru_cache(maxsize=4096)(read)

    @wraps(read)
    def found(text: str) -> R:
        return kept(text) if len(text) <= SHORT else read(text)

    return found


class SplitWord(NamedTuple):
    """`tone` is the Telex letter of the mark (s f r x j), `LEVEL` for a word with marks but no
    tone ("không"), empty for a word without any mark ("khong", "hai")."""

    base: str
    tone: str


@remembered
def clean(text: str) -> str:
    """NFC, ordinary spaces, dashes, quotes and digits, nothing invisible; lines and tabs stay."""
    composed = unicodedata.normalize("NFC", text).translate(_CLEANED)
    return _RUNS_OF_SPACES.sub(" ", _CONTROLS.sub("", composed)).strip()


def turned(text: str) -> bool:
    """True where digits may be shown in another order than they stand: a right-to-left mark.

    >>> turned("\u202e123"), turned("\u200e123")
    (True, False)
    """
    return not _TURNING.isdisjoint(text) and any(map(str.isdigit, text))


@remembered
def fold(text: str) -> str:
    """Lower case without diacritics: "Đã  CÓ" -> "da co"."""
    return " ".join("".join(_base(char) for char in clean(text).lower()).split())


def aligned(cleaned: str) -> str:
    """Folded letter by letter, so that a place in it is a place in the text.

    >>> aligned("Đã  CÓ")
    'da  co'
    """
    return (
        "".join(_base(char) or " " for char in cleaned.lower())
        if _keeps_length(cleaned)
        else ("".join((_base(char.lower()) or " ")[:1] for char in cleaned))
    )


def _keeps_length(text: str) -> bool:
    return len(text.lower()) == len(text)


@lru_cache(maxsize=512)
def _base(char: str) -> str:
    if char.isascii():
        return char
    letters = "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
    return letters.replace("đ", "d")


@lru_cache(maxsize=512)
def _tone(char: str) -> str:
    if char.isascii():
        return ""
    return "".join(_TONES.get(mark, "") for mark in unicodedata.normalize("NFD", char))


_WORD = re.compile(r"[^\s,;:!?\"'()\[\]]+")


@remembered
def words(text: str) -> tuple[SplitWord, ...]:
    """The words of a cleaned text, without punctuation around them."""
    found = (token.strip(".") for token in _WORD.findall(text.lower()))
    return tuple(word(token) for token in found if token)


def word(token: str) -> SplitWord:
    """One lower-case token: "có" -> Word("co", "s")."""
    if token.isascii():
        return SplitWord(token, "")
    return SplitWord("".join(map(_base, token)), "".join(map(_tone, token))[:1] or LEVEL)


_TELEX_LETTERS = re.compile(r"(?P<double>aa|ee|oo|dd)|w")
_VOWEL = re.compile(r"[aeiouy]")
_TONE_LETTERS = re.compile(r"[sfrxj]")
_LONGEST_RAW = 14  # "nghieengx" and a few slips; longer tokens are no syllable
_VNI_WORD = re.compile(r"(?=.*(?:[aeiouy].*[1-9]|d9))[a-z]+[1-9][a-z1-9]*")


def without_end(said: str, small: Collection[str], *, least: int = 0) -> str:
    """A text without the words at its end that mean nothing there, as those of politeness.

    `small`: folded words; at least `least` words stay, as they were typed.

    >>> without_end("Tuấn giúp tôi", {"giup", "toi"}, least=1)
    'Tuấn'
    """
    tokens = said.split()
    while len(tokens) > least and fold(tokens[-1]).strip(".!") in small:
        tokens.pop()
    return " ".join(tokens)


def without_rim(
    said: str, before: Collection[str], behind: Collection[str], *, least: int = 1
) -> str:
    """A text without such words in front and at its end; what stands between stays as typed.

    `before`, `behind`: folded words; at least `least` words stay.

    >>> without_rim("ừ gửi đi em", {"u"}, {"em"})
    'gửi đi'
    """
    found = list(re.finditer(r"\S+", said))
    while len(found) > least and fold(found[0][0]).strip(",.!") in before:
        del found[0]
    while len(found) > least and fold(found[-1][0]).strip(",.!") in behind:
        del found[-1]
    return said[found[0].start() : found[-1].end()] if found else ""


@lru_cache(maxsize=4096)
def undo_raw(typed: SplitWord) -> SplitWord:
    """The word meant by letters typed while the keyboard program was off.

    "khoong" -> khong, "cos" -> co+s (Telex); "kho6ng" -> khong, "co1" -> co+s (VNI).
    """
    if typed.tone not in ("", LEVEL) or not typed.base.isascii() or len(typed.base) > _LONGEST_RAW:
        return typed
    if _VNI_WORD.fullmatch(typed.base):
        return _undo_vni(typed.base)
    undone = _undo_telex(typed.base) if typed.base.isalpha() else typed
    return typed if undone.base == typed.base else undone


def _undo_vni(letters: str) -> SplitWord:
    tones = [_VNI_TONES[char] for char in letters if char in _VNI_TONES]
    return SplitWord(
        "".join(char for char in letters if char.isalpha()), "".join(tones)[:1] or LEVEL
    )


def _undo_telex(letters: str) -> SplitWord:
    plain = _TELEX_LETTERS.sub(lambda m: (m["double"] or "")[:1], letters)
    vowel = _VOWEL.search(plain)
    head, tail = (plain[: vowel.end()], plain[vowel.end() :]) if vowel else (plain, "")
    # No Vietnamese syllable ends in these letters, so behind the vowel they can only be tones.
    tones = _TONE_LETTERS.findall(tail)
    base = head + _TONE_LETTERS.sub("", tail)
    return SplitWord(base, "".join(tones)[:1] or LEVEL)


def matches(typed: SplitWord, meant: SplitWord) -> bool:
    """True where the typed word can be the meant one: same letters, no other tone."""
    return typed.base == meant.base and typed.tone in ("", meant.tone)


M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class FoundPhrase(Generic[M]):
    """What a phrase means. `raw`: it was understood only after undoing Telex or VNI."""

    meaning: M
    raw: bool


class Vocabulary(Generic[M]):
    """Phrases by meaning, found however they are typed."""

    def __init__(self, phrases: Mapping[M, Iterable[str]]) -> None:
        self._by_base: dict[str, list[tuple[tuple[SplitWord, ...], M]]] = {}
        for meaning, wordings in phrases.items():
            for wording in wordings:
                meant = words(clean(wording))
                self._by_base.setdefault(_key(meant), []).append((meant, meaning))
        self.longest = max((key.count(" ") + 1 for key in self._by_base), default=0)
        self._found = lru_cache(maxsize=1024)(self._find)

    def folded(self) -> Mapping[M, frozenset[str]]:
        """Every phrase without its marks, by meaning."""
        found: dict[M, set[str]] = {}
        for key, meant in self._by_base.items():
            for _, meaning in meant:
                found.setdefault(meaning, set()).add(key)
        return {meaning: frozenset(phrases) for meaning, phrases in found.items()}

    def find(self, said: tuple[SplitWord, ...]) -> FoundPhrase[M] | None:
        """The meaning of the whole phrase, None where it is not known."""
        return self._found(said) if said and len(said) <= self.longest else None

    def _find(self, said: tuple[SplitWord, ...]) -> FoundPhrase[M] | None:
        meaning = self._plain(said)
        if meaning is not None:
            return FoundPhrase(meaning, raw=False)
        undone = tuple(map(undo_raw, said))
        meaning = self._plain(undone) if undone != said else None
        return None if meaning is None else FoundPhrase(meaning, raw=True)

    def find_within(
        self,
        said: tuple[SplitWord, ...],
        before: Collection[str],
        behind: Collection[str],
        front_at_most: int,
    ) -> FoundPhrase[M] | None:
        """The meaning of the longest phrase about which only the folded words `before`, at most
        so many, and `behind` stand."""
        for front in range(min(front_at_most + 1, len(said))):
            if any(word.base not in before for word in said[:front]):
                return None
            for back in range(len(said), front, -1):
                if any(word.base not in behind for word in said[back:]):
                    break
                if found := self.find(said[front:back]):
                    return found
        return None

    def _plain(self, said: tuple[SplitWord, ...]) -> M | None:
        for meant, meaning in self._by_base.get(_key(said), ()):
            if all(map(matches, said, meant)):
                return meaning
        return None


def _key(said: tuple[SplitWord, ...]) -> str:
    return " ".join(each.base for each in said)
