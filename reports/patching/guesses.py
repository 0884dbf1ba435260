"""What a line of a form takes, by the words of its label and its unit."""

from __future__ import annotations

import re

from domain.words import fold

LONGEST_SHORT = 48
_DECIMALS = frozenset(
    {
        *("m2", "m²", "m3", "m³", "km", "km2", "ha", "kg", "tan", "ta", "lit", "m", "yen"),
        *("gio", "diem", "ty le", "kwh", "mw"),
    }
)
_MONEY = {
    "dong": "money_dong",
    "vnd": "money_dong",
    "nghin dong": "money_thousand",
    "ngan dong": "money_thousand",
    "1.000 dong": "money_thousand",
    "1000 dong": "money_thousand",
    "trieu dong": "money_million",
    "tr.dong": "money_million",
    "trd": "money_million",
    "ty dong": "money_billion",
}
_YES_NO = re.compile(r"\(\s*co\s*[/,;]\s*khong\s*\)|^co/khong$")
_OPTIONS = re.compile(r"([^\W\d_][^=;:()]*?)\s*=\s*(\d+)")
_CUMULATIVE = re.compile(r"\b(?:luy ke|cong don|tu dau nam)\b")
_STOCK = re.compile(r"\b(?:hien co|hien nay|tinh den|den thoi diem|cuoi ky|bien che|dang con)\b")


def is_measure(unit: str) -> bool:
    """Money, a length, an area: words that are no name of an office."""
    bare = fold(unit).strip(" .()")
    return bare in _MONEY or bare in _DECIMALS


def kind_of_line(label: str, unit: str) -> tuple[str, list[str]]:
    """The kind, and the answers printed in the label of a choice: "Trực tuyến = 1; giấy = 0"."""
    bare, of = fold(label), fold(unit).strip(" .()")
    if _YES_NO.search(bare) or _YES_NO.search(of):
        return "yes_no", []
    told = _OPTIONS.findall(label)
    if len(told) > 1 and len({number for _, number in told}) == len(told):
        return "enum", [f"{words.strip()} = {number}" for words, number in told]
    if of in ("%", "phan tram") or (not of and bare.startswith(("ty le", "ti le"))):
        return "percent", []
    if of in _MONEY:
        return _MONEY[of], []
    if of in ("ngay thang", "ngay/thang/nam", "dd/mm/yyyy"):
        return "date", []
    return ("number" if of in _DECIMALS else "count"), []


def nature_of(label: str) -> str:
    """How the figure behaves from one period to the next."""
    bare = fold(label)
    if _CUMULATIVE.search(bare):
        return "cumulative"
    return "stock" if _STOCK.search(bare) else "flow"


def short_of(label: str) -> str:
    """A few words for a phone: without what stands in brackets, cut between two words."""
    bare = re.sub(r"\s*\([^)]*\)", "", label).strip(" .;:,-") or label.strip()
    words = re.sub(r"^(?:Tổng )?[Ss]ố (?=\w+ \w+)", "", bare).strip() if len(bare) > 24 else bare
    if len(words) > LONGEST_SHORT:
        words = words[:LONGEST_SHORT].rpartition(" ")[0] or words[:LONGEST_SHORT]
    lower = words[:1].lower() + words[1:] if not words[:2].isupper() else words
    return lower.strip(" .;:,-–")
