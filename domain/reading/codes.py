"""Codes of the form as people type them: "4.2", "I.4.2", "mục V"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from domain.people.units import DISTRICT_WORDS, PROVINCE_WORDS
from domain.reading.awaited import Awaited, Stop, Trouble
from domain.report.forms import Form
from domain.words import fold

CODE = r"(?:[ivxlc]+\.)?[0-9]+(?:\.[0-9]+)*(?:\.[a-zđ])?"
CODE_WITH_COMMA = r"[0-9]+,[0-9]+"  # "4,2: 13", a slip of the keyboard
_CODE = re.compile(rf"{CODE}\.?|[ivxlc]+\.?")
NAMED = r"(?:mục|muc|chỉ tiêu|chi tieu|ô|dòng|dong|phần|phan|câu|cau)"
_NAME_BEFORE = re.compile(rf"{NAMED}\s")
_ROMAN = re.compile(r"[ivxlc]+")


def starts_with_name(said: str) -> bool:
    """True for text that begins with the word for a code: "mục 4"."""
    return bool(_NAME_BEFORE.match(said))


def without_name(said: str) -> str:
    """The text behind the word for a code: "chỉ tiêu 4.2: 13" -> "4.2: 13"."""
    return _NAME_BEFORE.sub("", said, count=1) if starts_with_name(said) else said


def is_code(said: str) -> bool:
    """True for text in the form of a code: "4.2", "i.4.2.", "v"."""
    return bool(_CODE.fullmatch(said))


def is_telling(said: str) -> bool:
    """True for a code that is not also a whole number: "4.2", "i.4"; not "4"."""
    return is_code(said) and not said.strip(".").isdigit()


def key(said: str) -> str:
    """The code as the form spells it: "i.4,2." -> "I.4.2"."""
    first, dot, rest = said.rstrip(".").replace(",", ".").partition(".")
    return (first.upper() if _ROMAN.fullmatch(first) else first) + dot + rest


def section_of(code: str) -> str:
    """The section of a full code: "I.4.2" -> "I"."""
    return code.partition(".")[0]


def asked_under(form: Form, code: str) -> tuple[str, ...]:
    """The asked codes that a section, block, heading or derived rate stands for; an asked line
    stands for itself."""
    line = form.indicators.get(code)
    if line is not None and line.takes_number:
        return (code,)
    if code in form.beside:
        return form.beside[code]
    if line is not None and line.ratio:
        return tuple(c for c in form.asked() if c in (line.ratio.part, line.ratio.whole))
    if code in form.blocks_by_id and line is None:
        return form.blocks_by_id[code].codes
    return tuple(c for c in form.asked() if c.startswith(code + "."))


def candidates(said: str, awaited: Awaited, section: str = "") -> tuple[str, ...]:
    """The full codes that a typed code can mean: one, several or none.

    A short code means the section that is asked now (or `section`, of a pasted annex), otherwise
    whatever other section of this person has it; never a figure that nobody is asked, as long as it
    can mean another one. A correction means a figure that stands.
    """
    typed, form = key(said), awaited.form
    if _ROMAN.fullmatch(typed.partition(".")[0].lower()):
        return (typed,) if _known(form, typed) else ()
    here = section or (section_of(awaited.block.codes[0]) if awaited.block else "")
    every = [f"{s.code}.{typed}" for s in form.sections if _known(form, f"{s.code}.{typed}")]
    found = [code for code in every if not _is_extra(form, code)] or every
    asked = f"{here}.{typed}" if here else ""
    own = [code for code in found if any(map(awaited.owns, asked_under(form, code)))]
    if awaited.correcting and not section:
        return tuple(_to_correct(own, asked, awaited) or found)
    if asked in found:
        return (asked,)
    return tuple(own or found)


def _to_correct(own: Sequence[str], asked: str, awaited: Awaited) -> Sequence[str]:
    """Which of these a correction means: what was given last, what stands; where nothing stands, a
    figure of the block that is asked now."""
    under = {code: asked_under(awaited.form, code) for code in own}
    last = [code for code in own if set(under[code]) & set(awaited.given_last)]
    standing = [code for code in own if set(under[code]) & set(awaited.current)]
    if len(last) == 1:
        return last
    if asked in standing:
        return [asked]
    now = set(awaited.block.codes) if awaited.block else set()
    open_here = [code for code in own if set(under[code]) & now]
    return standing or open_here or own


def _is_extra(form: Form, code: str) -> bool:
    """A figure, or a block of figures, that nobody is asked."""
    block = form.block_of.get(code) or form.blocks_by_id.get(code)
    return block is not None and block in form.extra


def _known(form: Form, code: str) -> bool:
    sections = {section.code for section in form.sections}
    return code in form.indicators or code in form.blocks_by_id or code in sections


def resolve(said: str, awaited: Awaited, section: str = "") -> str | Trouble:
    """The one full code that is meant, or why none is."""
    found = candidates(said, awaited, section)
    if len(found) == 1:
        return found[0]
    reason = Stop.AMBIGUOUS_CODE if found else Stop.UNKNOWN_CODE
    return Trouble(reason, codes=found, said=said)


def labels(form: Form, code: str) -> tuple[str, ...]:
    """The wordings of a line, folded: full and short, under a district and under a province."""
    line = form.indicators[code]
    return _labels(line.label, line.short)


@lru_cache(maxsize=4096)  # the lines of all forms in use; each line of a pasted annex asks anew
def _labels(*wordings: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(_filled(label)) for label in _worded(*wordings)))


def _worded(*wordings: str) -> Iterable[str]:
    for wording in wordings:
        for superior in (DISTRICT_WORDS, PROVINCE_WORDS):
            yield (
                wording.replace("{cap_tren}", superior.cap_tren)
                .replace("{chu_tich_cap_tren}", superior.chu_tich_cap_tren)
                .replace("{cap}", superior.cap)
            )


def _filled(wording: str) -> str:
    return re.sub(r"[^\w%]+", " ", wording)


def alike(said: str, form: Form, code: str) -> bool:
    """True where most of the pasted words are words of the line, or the other way round."""
    typed = set(fold(_filled(said)).split())
    return any(map(str.isalpha, typed)) and any(
        len(typed & set(label.split())) * 5 >= 3 * min(len(typed), len(label.split()))
        for label in labels(form, code)
    )


def behind_label(said: str, form: Form, code: str) -> str | None:
    """What stands behind the label of a pasted line: "tổng số được giao: 14" -> "14"; None where
    the text does not begin with the label."""
    tokens = said.split()
    for label in sorted(labels(form, code), key=len, reverse=True):
        end = _prefix_length(tokens, label.split())
        if end:
            return " ".join(tokens[end:]).lstrip(" :=|-.")
    return None


def _prefix_length(tokens: list[str], label: list[str]) -> int:
    """How many tokens spell out the label, 0 where they do not."""
    spelt: list[str] = []
    for end, token in enumerate(tokens, start=1):
        spelt += fold(_filled(token)).split()
        if spelt == label:
            return end
        if spelt != label[: len(spelt)]:
            return 0
    return 0
