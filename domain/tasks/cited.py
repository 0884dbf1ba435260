"""The document by which something is ordered, cited in the sentence that orders it: "rà soát hộ
nghèo theo CV 123/UBND-NV ngày 20/8/2024"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.words import aligned, clean

_KIND = (
    r"cong\svan|cv|thong\sbao|tb|ke\shoach|kh|quyet\sdinh|qd|chi\sthi|ct|ket\sluan|kl"
    r"|nghi\squyet|nq|van\sban|vb|to\strinh|ttr|cong\sdien|cd|huong\sdan|hd"
)
_NUMBER = r"\d+[a-z]?(?:\s?/\s?\d{4})?\s?/\s?[a-z][\w&.-]*(?:/[a-z][\w&.-]*)*"
_CITED = re.compile(
    rf"""(?:(?<=^)|(?<=[\s,;(]))
    (?P<done>(?:thuc\shien|trien\skhai)\s)?(?:theo\s|can\scu\s(?:theo\s)?|(?<=hien\s)|(?<=khai\s))
    (?:(?:tinh\sthan|noi\sdung|yeu\scau|chi\sdao)\s(?:cua\s|tai\s)?)*
    (?P<document>(?:(?:{_KIND})(?:\sso)?[\s:]+)?{_NUMBER}|(?:{_KIND})(?:\sso)?\s\d+(?![\d/]))
    (?P<day>(?:,?\s(?:ngay\s)?\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}})?)
    (?:\scua\s(?:chu\stich\s)?(?:ubnd|uy\sban\snhan\sdan)(?:\s(?:huyen|tinh|thanh\spho|xa))?)?
    (?P<subject>(?:\s(?:v/v|ve\sviec)\s[^,;\n]+)?)
    (?!\w)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What is left of the words, the document as it was typed, and the words that carry it out:
    "thực hiện Thông báo số 12/TB-UBND"; the last two empty where there is none."""

    left: str
    document: str = ""
    carried_out: str = ""


def parted_from_document(text: str) -> Cited:
    """The words without the document that they cite.

    >>> parted_from_document("rà soát hộ nghèo theo CV 123/UBND-NV ngày 20/8/2024, hạn 5/9").left
    'rà soát hộ nghèo, hạn 5/9'
    """
    said = clean(text)
    found = _CITED.search(aligned(said))
    if found is None:
        return Cited(text)
    document = said[found.start("document") : found.end("day")]
    document += said[found.start("subject") : found.end("subject")]
    if found["done"] and said[found.end() :].strip(" )")[:1].isalnum():
        return Cited(text, document)  # "triển khai Kế hoạch 45/KH-UBND tới các thôn"
    front, behind = said[: found.start()].rstrip(" ,;("), said[found.end() :].lstrip(" )")
    left = f"{front} {behind}" if behind[:1].isalnum() else front + behind
    carried_out = said[found.start() : found.end()] if found["done"] else ""
    return Cited(left.strip(" ,;"), document, carried_out)
