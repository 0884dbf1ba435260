"""The day that takes the place of the one that was said just before.

lan  < nghỉ thứ 4
lan  < à đổi sang thứ 5
"""

from __future__ import annotations

from domain.talk.messages import Incoming
from domain.words import SplitWord, undo_raw, without_end, without_rim
from handlers.wording.understood import behind
from storage.catalogue.words import folded


def moved(incoming: Incoming) -> str:
    """The day behind "đổi sang"; empty where nothing is moved."""
    text = "" if incoming.choice else incoming.text
    front, small = folded("other_day", "before"), folded("sentence", "polite")
    said = without_rim(" ".join(map(_as_meant, text.split())), front, small)
    return (behind("other_day", "to", said) or "").strip(" ,.")


def meant(text: str) -> str | None:
    """The day behind the one that is denied, "không phải mai, mốt cơ"; empty where only that is
    said, None for any other text."""
    front, _, rest = text.partition(",")
    if behind("other_day", "denied", front) is None:
        return None
    return without_end(rest.strip(), _end())


def corrected(incoming: Incoming) -> str:
    """The day that is meant, however that is said: "nhầm, thứ 4", "thứ 4 mới đúng" besides; empty
    for any other text."""
    text = "" if incoming.choice else incoming.text.strip(" .!")
    if said := moved(incoming) or meant(text):
        return said
    rest = behind_slip(without_end(text, _end()))
    if rest is None and (rest := without_end(text, folded("other_day", "end"))) == text:
        return ""
    return without_rim(rest or "", folded("other_day", "before"), _end()).strip(" ,.")


def behind_slip(text: str) -> str | None:
    """What stands behind "à nhầm,"; None where the text is no slip."""
    for front in (frozenset[str](), folded("other_day", "before")):
        rest = behind("other_day", "slip", without_rim(text.strip(), front, frozenset()))
        if rest is not None:
            return rest.strip(" ,.")
    return None


def before_slip(text: str) -> str | None:
    """What stands in front of ", bấm nhầm", without the small words at its end: "chưa xong" of
    "chưa xong đâu, bấm nhầm"; empty where nothing does, None where the text ends with no slip."""
    front, _, last = text.strip(" .!").rpartition(",")
    if behind("other_day", "slip", without_end(last.strip(), _end())) != "":
        return None
    return without_end(front.strip(" ,."), _end() | folded("other_day", "denying_end"))


def _end() -> frozenset[str]:
    return folded("sentence", "polite") | folded("other_day", "end")


def _as_meant(typed: str) -> str:
    """A word typed with the keyboard program off: "thuws"; anything else as it is."""
    raw = typed.isascii() and typed.isalpha()
    return undo_raw(SplitWord(typed.lower(), "")).base if raw else typed
