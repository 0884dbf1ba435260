"""What was typed while the keyboard program was off, as it would stand there with it on.

"vieecj 3 chowf soos lieeuj" -> "việc 3 chờ số liệu"
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from domain.reading.tokens import Lexicon, Token, tokens
from domain.words import clean, undo_raw, word

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_TELEX_TONES = {"s": _ACUTE, "f": _GRAVE, "r": _HOOK, "x": _TILDE, "j": _DOT}
_VNI_TONES = {"1": _ACUTE, "2": _GRAVE, "3": _HOOK, "4": _TILDE, "5": _DOT}
_MARKED = {"a": "ă", "o": "ơ", "u": "ư"}  # by "w", or by 7 and 8
_ROUND = {"a": "â", "e": "ê", "o": "ô"}  # typed twice, or by 6
_VOWELS = "aeiouyăâêôơư"
_LAST_OF = "ăâêôơư"  # a vowel with a mark of its own bears the tone


def retyped(cleaned: str, found: Iterable[Token]) -> str:
    """The text with each word of raw Telex or VNI written with its marks; all else stays. `found`
    are its tokens."""
    lowered, pieces, at = cleaned.lower(), [], 0
    if len(lowered) != len(cleaned):
        return cleaned
    for token in found:
        typed = lowered[token.start : token.end]
        if not token.is_word or typed == token.base or not typed.isascii():
            continue
        meant = spelt(typed)
        if undo_raw(word(typed)).base != token.base or word(meant).base != token.base:
            continue  # an abbreviation, or no syllable
        capital = cleaned[token.start].isupper()
        pieces += [cleaned[at : token.start], meant.capitalize() if capital else meant]
        at = token.end
    return "".join([*pieces, cleaned[at:]])


def as_meant(text: str, lexicon: Lexicon) -> tuple[str, tuple[Token, ...]]:
    """The cleaned text with raw typing undone, and its tokens."""
    cleaned = clean(text)
    found = tokens(cleaned, lexicon)
    meant = retyped(cleaned, found)
    return (cleaned, found) if meant == cleaned else (meant, tokens(meant, lexicon))


def spelt(typed: str) -> str:
    """One syllable of raw typing with its marks.

    >>> spelt("dduwowcj"), spelt("khoong"), spelt("nhie65m"), spelt("chuaw")
    ('được', 'không', 'nhiệm', 'chưa')
    """
    letters: list[str] = []
    tone = ""
    for char in typed:
        known = any(letter in _VOWELS for letter in letters)
        if known and char in _TELEX_TONES:
            tone = _TELEX_TONES[char]
        elif char in _VNI_TONES:
            tone = _VNI_TONES[char]
        elif char in "678w":
            _mark(letters, _ROUND if char == "6" else _MARKED)
        elif char in ("d", "9") and letters == ["d"]:
            letters[0] = "đ"
        elif char in _ROUND and letters[-1:] == [char]:
            letters[-1] = _ROUND[char]
        else:
            letters.append(char)
    return _with_tone("".join(letters), tone)


def _mark(letters: list[str], marks: dict[str, str]) -> None:
    """The mark of the last vowel that can bear it; of "uo" both bear the horn."""
    places = [at for at, letter in enumerate(letters) if letter in marks]
    if not places:
        return
    last = places[-1]
    glide = "".join(letters).startswith("qu")
    if letters[last:] == ["a"] and letters[last - 1 : last] == ["u"] and not glide:
        last -= 1  # "chuaw"
    letters[last] = marks[letters[last]]
    if letters[last] == "ơ" and last and letters[last - 1] == "u":
        letters[last - 1] = "ư"


def _with_tone(syllable: str, tone: str) -> str:
    begin = 2 * _has_glide(syllable)
    vowels = [at for at in range(begin, len(syllable)) if syllable[at] in _VOWELS]
    if not tone or not vowels:
        return syllable
    own = [at for at in vowels if syllable[at] in _LAST_OF]
    closed = vowels[-1] < len(syllable) - 1
    if own:
        at = own[-1]
    elif len(vowels) == 1:
        at = vowels[0]
    else:
        at = vowels[1] if closed or len(vowels) > 2 else vowels[0]
    return unicodedata.normalize("NFC", syllable[: at + 1] + tone + syllable[at + 1 :])


def _has_glide(syllable: str) -> bool:
    """The "u" of "quý" and the "i" of "giờ" bear no tone."""
    return syllable.startswith("qu") or (
        syllable.startswith("gi") and syllable[2:3] in tuple(_VOWELS)
    )
