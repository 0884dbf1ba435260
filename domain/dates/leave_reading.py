"""Leave as people type it: "nghỉ 1/9-5/9 lan thay", "nghi minh 1/9 den 5/9, chi Lan thay"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.dates.due_wording import read_due
from domain.dates.hour_reading import WEEKDAY
from domain.words import clean, fold

YEAR_AHEAD_AFTER = timedelta(days=60)  # "1/2", said in December, is a day of the next year


@dataclass(frozen=True, slots=True)
class LeaveWish:
    """Who is away and who stands in, as they were typed; `who` empty: the speaker. A day that
    cannot be is None."""

    who: str
    first: date | None
    last: date | None
    substitute: str


_DATE = r"\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d\d))?"
_WEEKDAY = rf"(?:{WEEKDAY}\s)?"
_DAY = rf"(?:{_WEEKDAY}(?:ngay\s)?(?:hom\snay|mai|{_DATE}))"
_NEAR = r"\d{1,2}(?!\s?(?:/|\d|ngay|buoi|hom|tuan|thang|gio|h\b))"  # "12-13", of this month
_WISH = re.compile(
    rf"""^(?:(?:toi|em|minh)\s)?(?:xin\s)?nghi(?:\sphep)?(?!(?:\s-)?\sviec\b)
    (?:\s(?P<who>(?!tu\s|den\s|ngay\s|hom\s|mai\b|\w+\s(?:tuan|thang)\b)[^\d,]+?))??
    (?:\stu)?\s(?P<first>{_DAY}|(?:ngay\s)?\d{{1,2}}(?=\s(?:-|den|toi|va|,)?\s?\d))
    (?:\s(?:-|den|toi|->)(?:\shet)?\s(?P<last>{_DAY})|\s(?:-\s|den\s|toi\s|va\s|,\s)?(?P<near>{_NEAR}))?
    (?P<rest>(?:(?!\s(?:ngay\s)?\d)[\s,:;.].*)?)$""",
    re.VERBOSE,
)
_NEAR_DAYS = re.compile(rf"\bnghi (?:tu )?(?:ngay )?(\d{{1,2}}),? ?(?:-|den|toi|va)? ?({_NEAR})")
_SPAN = re.compile(rf"({_DATE})\s*(?:-|den|toi)(?:\shet)?(?:\sngay)?\s*({_DATE})")
_SPACED = re.compile(r"\s*(->|-|,|:|;|→)\s*")
_LEAD = re.compile(r"^(?:[,:;.\s]|(?:nguoi|co|do|thay|bang|giao|cho|la)\b)+")
_NOBODY = re.compile(r"^(?:khong|ko|k|hong|chua)(?:\s(?:can|co|nho|phai))*\s(?:ai|nguoi)\b")
_GIVEN = re.compile(r"(?:cho|de|nho|giao)\b.{2,40} lam[\s.!]*")
_TAIL = re.compile(r"\s+thay(?:\s+(?:the|nhe|a|toi|em))*[\s.!]*$")


def read_leave(text: str, today: date) -> LeaveWish | None:
    """The leave that a text tells of; None where it tells of none.

    >>> read_leave("nghỉ Minh 1/9-5/9, chị Lan thay", date(2024, 8, 28))
    ... # doctest: +NORMALIZE_WHITESPACE
    LeaveWish(who='Minh', first=datetime.date(2024, 9, 1), last=datetime.date(2024, 9, 5),
              substitute='chị Lan')
    >>> read_leave("nghỉ lễ", date(2024, 8, 28))
    """
    tokens = _SPACED.sub(_apart, clean(text)).split()
    found = _WISH.match(" ".join(map(fold, tokens)))
    if found is None:
        return None
    first = _day(found["first"], today, found["last"])
    last = _day(found["last"], today) if found["last"] else first
    if found["near"]:
        first, last = _of_this_month(found["first"], found["near"], today)
    if first and last and last < first and not re.search(r"/\d+/", found["last"] or ""):
        last = _in_year(last.day, last.month, first.year + 1)
    who = _spelt(tokens, found, "who")
    return LeaveWish(who, first, last, _name(_spelt(tokens, found, "rest")))


def moved_to(words: str, first: date, today: date) -> LeaveWish | None:
    """To which days a leave that began on `first` is moved, without its last day where none is
    named; None where the words are no day. A weekday is that of the same week, if it is ahead.

    >>> moved_to("thứ 5", date(2024, 9, 18), date(2024, 9, 11)).first
    datetime.date(2024, 9, 19)
    """
    if wish := read_leave(f"nghi {words}", today):
        return replace(wish, last=wish.last if wish.last != wish.first else None)
    day, _, rest = words.partition(",")
    on = weekday_beside(day, first, today) or read_due(day, today).on
    return LeaveWish("", on, None, substitute_in(rest)) if on else None


def weekday_beside(words: str, day: date, today: date) -> date | None:
    """The weekday with which the words begin, of the week of another day; None where it is over,
    where another week is named, and for any other words.

    >>> weekday_beside("thứ 4", date(2024, 9, 17), date(2024, 9, 11))
    datetime.date(2024, 9, 18)
    """
    found = re.match(rf"(?:(?:den|toi|sang|het)\s)*({WEEKDAY})(?!\w| tuan)", fold(words))
    monday = day - timedelta(days=day.weekday())
    near = read_due(found[1], monday).on if found else None
    return near if near and near >= today else None


def span_in(folded: str) -> str:
    """The first and the last day of a sentence that names both, as they are typed in short.

    >>> span_in("em vang tu 10/9 den het 12/9 nhe"), span_in("mai em vang")
    ('10/9-12/9', '')
    """
    found = _SPAN.search(folded)
    return f"{found[1]}-{found[2]}" if found else ""


def near_days(folded: str, today: date) -> tuple[date, date] | None:
    """The two days of this month in "chi lan nghi 12 13"; None where there are none.

    >>> near_days("chi lan nghi 12 13, tuan lam thay", date(2024, 9, 11))
    (datetime.date(2024, 9, 12), datetime.date(2024, 9, 13))
    """
    found = _NEAR_DAYS.search(folded)
    first, last = _of_this_month(found[1], found[2], today) if found else (None, None)
    return (first, last) if first and last and first < last else None


def substitute_in(text: str) -> str:
    """ "anh Tuấn làm thay", "cho anh Tuấn làm" -> "anh Tuấn"; empty where nobody is said to stand
    in."""
    said = clean(text).strip()
    if _GIVEN.fullmatch(fold(said)):
        said = f"{said.rpartition(' ')[0]} thay"
    return _name(said) if _TAIL.search(f" {fold(said)}") else ""


def _apart(found: re.Match[str]) -> str:
    return f" {found[1]} "


def _spelt(tokens: list[str], found: re.Match[str], group: str) -> str:
    """A part of the folded text as it was typed."""
    if not found[group]:
        return ""
    before = len(found.string[: found.start(group)].split())
    return " ".join(tokens[before : before + len(found[group].split())])


def _name(rest: str) -> str:
    """The one who stands in, without the words around: ", chị Lan thay" -> "chị Lan"; empty of
    "không cần ai thay"."""
    tokens = rest.split()
    folded = " ".join(map(fold, tokens))
    if _NOBODY.search(folded.lstrip(" ,:;.")):
        return ""
    lead = _LEAD.match(folded)
    start = len(lead[0].split()) if lead else 0
    tail = _TAIL.search(folded)
    named = tokens[start : len(folded[: tail.start()].split()) if tail else len(tokens)]
    if (
        tail and len(named) > 1 and named[-1].lower() in ("làm", "lam")
    ):  # "Lan làm thay"; Lâm is a name
        named.pop()
    return " ".join(named).strip(" ,.:;")


def _day(said: str, today: date, behind: str | None = None) -> date | None:
    if said.endswith("hom nay"):
        return today
    if said.endswith("mai"):
        return today + timedelta(days=1)
    numbers = [int(number) for number in re.findall(r"\d+", said.rpartition(" ")[2])]
    if len(numbers) == 1:  # "1-5/9"
        numbers += [int(number) for number in re.findall(r"\d+", behind or "")][1:]
    if len(numbers) < 2:
        return None
    if len(numbers) == 3:
        return _in_year(numbers[0], numbers[1], numbers[2] + (2000 if numbers[2] < 100 else 0))
    here = _in_year(numbers[0], numbers[1], today.year)
    if here and here < today - YEAR_AHEAD_AFTER:
        return _in_year(numbers[0], numbers[1], today.year + 1)
    return here


def _of_this_month(first: str, last: str, today: date) -> tuple[date | None, date | None]:
    """ "12-13": both of this month, which is not over for them."""
    days = [_in_year(int(each.split()[-1]), today.month, today.year) for each in (first, last)]
    ahead = all(day is not None and day >= today for day in days)
    return (days[0], days[1]) if ahead and first.split()[-1].isdecimal() else (None, None)


def _in_year(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
