"""What stands behind the number of a task: a document, more time, a later reminder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.dates.calendar import WorkCalendar
from domain.dates.due_wording import nearest, read_due
from domain.dates.hour_reading import HOUR, PART, WEEKDAY, hour_of, weekdays_spelt
from domain.dates.moments import MORNING, at_local, local
from domain.dates.past_day import take_past_day
from domain.dates.periods import last_day_of_month
from domain.tasks.tasks import AssigningDocument, Priority
from domain.words import clean, fold

AFTERNOON = time(13, 30)

_SYMBOL = re.compile(r"\d+[^\W\d_]?(?:\s?/\s?\d{4})?\s?/\s?[^\W\d_][\w&.-]*(?:/[^\W\d_][\w&.-]*)*")
_SHORT = re.compile(
    r"\b(?:bc|cv|kh|qd|tb|tt|ttr|vb|to trinh|bao cao|cong van|ke hoach|van ban)"
    r"\s?(?:so\s?)?\d+\b(?!/)"
)
_ALONE = re.compile(r"so (?P<number>\d{1,5})")
_SUBJECT = re.compile(r"\b(?:v/v|ve viec|ve)\b")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that a task is done. `note`: further words, or all of them without a number."""

    number: str = ""
    on: date | None = None
    note: str = ""


def read_evidence(text: str, today: date) -> Evidence:
    """A document number with or without its date.

    >>> read_evidence("BC số 68/bc-ubnd ngày 13/9", date(2024, 9, 15))
    Evidence(number='68/BC-UBND', on=datetime.date(2024, 9, 13), note='')
    """
    said = clean(text)
    folded = fold(said)
    number, rest = _take_number(said, folded)
    on, rest = take_past_day(rest, today)
    lead = re.sub(r"(?i)^(?:(?:văn bản|báo cáo|công văn|số|van ban|so|bc|cv)\b[\s:]*)+", "", rest)
    note = (lead if number else rest).strip(" ,;:.()-")
    return Evidence(number, on, note)


def _take_number(said: str, folded: str) -> tuple[str, str]:
    if found := _SYMBOL.search(said):
        number = "".join(found[0].split()).upper()
        return number, said[: found.start()] + said[found.end() :]
    if found := _ALONE.fullmatch(folded.strip(" .!")):
        return found["number"], ""
    if len(folded) == len(said) and (found := _SHORT.search(folded)):
        return said[found.start() : found.end()].upper(), said[: found.start()] + said[
            found.end() :
        ]
    return "", said


def read_document(text: str, today: date) -> AssigningDocument:
    """The assigning document: "CV 118/UBND-NV ngày 19/02/2024 v/v chế độ báo cáo"."""
    said = clean(text)
    subject = ""
    if len(fold(said)) == len(said) and (found := _SUBJECT.search(fold(said))):
        said, subject = said[: found.start()], said[found.end() :].strip(" ,;:.")
    evidence = read_evidence(said, today)
    return AssigningDocument(evidence.number or evidence.note, evidence.on, subject)


# More time


@dataclass(frozen=True, slots=True)
class MoreTime:
    """A wish for more time. `on` None: it names no day that can be. `at`: the hour, where one is
    named."""

    on: date | None
    reason: str
    at: time | None = None


_DATE = (
    r"(?:(?:ngay|mung|mong)\s)?\d{1,2}"
    r"(?:[/.-]\d{1,2}(?:[/.-](?:\d{4}|\d\d))?|\s?thang\s?\d{1,2}(?:,?\snam\s\d{4})?)"
    r"(?![\d/]|\s?(?:ngay|hom|tuan|thang)\b)"  # "2-3 ngày" is no day
)
_UNTIL = r"\b(?:them|den|toi|sang|qua|lui|het|han|moi)\s+"
_DATED = re.compile(
    rf"(?P<lead>(?:{_UNTIL})*)(?<!\btu\s)(?<!\btu\sngay\s)(?<![\d/.-])(?P<on>{_DATE})"
)
_NAMED_DAY = re.compile(
    rf"""(?P<lead>^|(?:{_UNTIL})+)
    (?P<on>{WEEKDAY}(?:\stuan\s(?:nay|sau|toi))?(?:,?\s{_DATE})?
      | ngay\s(?:mai|kia|mot)
      | (?:ngay|mung|mong)\s\d{{1,2}}(?:\sthang\s(?:nay|sau|toi))?(?!\s?thang)
      | (?:(?:cuoi|het)\s)?tuan\s(?:nay|sau|toi) | cuoi\stuan
      | (?:cuoi\s)?thang\s(?:nay|\d{{1,2}}) )(?![\w/])""",
    re.VERBOSE,
)
_LENGTH = re.compile(
    rf"""(?P<lead>(?:{_UNTIL})*)(?<!\bthu\s)(?<!\bngay\s)(?<!\bmung\s)(?<!\bmong\s)(?<![\w/.-])
    (?P<count>\d{{1,3}})\s?(?P<unit>ngay|hom|tuan|thang(?!\s?\d))\b
    (?P<working>\s(?:lam\sviec|lv)\b)?(?:\snua\b)?""",
    re.VERBOSE,
)
_WHY = re.compile(r"\b(?:vi|do|ly do)\b")
_UNTIL_HOUR = re.compile(
    r"""(?:^|\b(?:den|toi|het|sang|lui|luc|them)\s+)
    """
    + HOUR
    + r"""(?![\w/])
    (?:\s(?P<part>sang|trua|chieu|toi))?
    (?:\s(?:hom\snay|nay|(?P<day>(?:ngay\s)?(?:mai|\d{1,2}/\d{1,2}))))?(?![\w/])""",
    re.VERBOSE,
)
_REASON_LEAD = re.compile(r"^(?:(?:ly do|lý do|vì|vi|do|là|la)\b[\s:,]*)+", re.IGNORECASE)


def read_more_time(text: str, due_on: date | None, today: date, calendar: WorkCalendar) -> MoreTime:
    """ "5 ngày chờ số liệu", "đến 20/9 vì ...": a number of days counts from the due day, from
    today where that would be over already.

    >>> read_more_time(
    ...     "5 ngày chờ huyện", date(2024, 9, 10), date(2024, 9, 6), WorkCalendar(frozenset())
    ... )
    MoreTime(on=datetime.date(2024, 9, 15), reason='chờ huyện', at=None)
    """
    tokens = clean(text).split()
    folded = " ".join(map(fold, tokens))
    found = _UNTIL_HOUR.search(folded) or _day_or_length(folded)
    if found is None:
        return MoreTime(None, _reason(tokens))
    first = folded[: found.start()].count(" ")
    last = folded[: found.end()].rstrip().count(" ") + 1
    reason = _reason([*tokens[:first], *tokens[last:]])
    if found.re is _UNTIL_HOUR:
        return _until_hour(found, reason, today)
    if found.re is not _LENGTH:
        read = read_due(found["on"], today)
        return MoreTime(nearest(read, today), reason)
    counted = _counted(found, due_on or today, calendar)
    if counted <= today:
        counted = _counted(found, today, calendar)
    return MoreTime(counted, reason)


def _day_or_length(folded: str) -> re.Match[str] | None:
    """Of what is said the first, but what stands in the reason only if nothing else is said: "vì
    mưa 3 ngày, xin đến thứ sáu" is Friday."""
    why = _WHY.search(folded)

    def in_reason(found: re.Match[str]) -> bool:
        return why is not None and found.start() > why.start() and not found["lead"]

    every = [found for kind in (_DATED, _NAMED_DAY, _LENGTH) for found in kind.finditer(folded)]
    return min(every, key=lambda found: (in_reason(found), found.start()), default=None)


def _until_hour(found: re.Match[str], reason: str, today: date) -> MoreTime:
    """ "tới 17h": of today, where no day is named; "4h rưỡi" is no hour of the night."""
    try:
        at = hour_of(found, found["part"], at_work=True)
    except ValueError:
        return MoreTime(None, reason)
    return MoreTime(today if found["day"] is None else _day(found["day"], today), reason, at)


def _reason(tokens: list[str]) -> str:
    return _REASON_LEAD.sub("", " ".join(tokens)).strip(" ,;:.-")


def _counted(found: re.Match[str], start: date, calendar: WorkCalendar) -> date:
    count, unit = int(found["count"]), found["unit"]
    if unit == "thang":
        months = start.year * 12 + start.month - 1 + count
        last = last_day_of_month(months // 12, months % 12 + 1)
        return last.replace(day=min(start.day, last.day))
    if found["working"]:
        return calendar.working_days_after(start, count)
    return start + timedelta(days=count * (7 if unit == "tuan" else 1))


# A later reminder

_HOUR = re.compile(rf"(?<![\d/]){HOUR}(?![\w/])")
_IN_DAYS = re.compile(r"(\d{1,2})\s?(?:ngay|hom)\b")
_IN_HOURS = re.compile(r"(\d{1,2})\s?(?:tieng|gio nua|h nua)\b(?P<half> ruoi)?")
_IN_MINUTES = re.compile(r"(\d{1,3})\s?(?:p|ph|phut) (?:nua|sau)\b")
_HALF_AN_HOUR = re.compile(r"\bnua (?:tieng|gio)\b")
_PART_NAMED = re.compile(rf"\b{PART}\b")


def read_snooze(text: str, now: datetime) -> datetime | None:
    """ "15h", "chiều", "tối 8h", "30p nữa", "sáng mai", "2 ngày", "thứ sáu", "3h chiều t2": the
    moment; None where it is none that lies ahead."""
    said, here = weekdays_spelt(fold(text)), local(now)
    if ahead := _time_ahead(said):
        return now + ahead
    hour = _hour(said)
    day = _day(said, here.date())
    if day is None:
        return None
    if hour is None:
        hour = AFTERNOON if "chieu" in said.split() else MORNING
    moment = at_local(day, hour)
    return moment if moment > now else None


def _time_ahead(said: str) -> timedelta | None:
    """ "2 tiếng", "30p nữa", "nửa tiếng nữa"."""
    if found := _IN_HOURS.search(said):
        return timedelta(hours=int(found[1]), minutes=30 if found["half"] else 0)
    if found := _IN_MINUTES.search(said):
        return timedelta(minutes=int(found[1]))
    return timedelta(minutes=30) if _HALF_AN_HOUR.search(said) else None


def _hour(said: str) -> time | None:
    found, part = _HOUR.search(said), _PART_NAMED.search(said)
    try:
        return hour_of(found, part[0] if part else None, at_work=True) if found else None
    except ValueError:
        return None


def _day(said: str, today: date) -> date | None:
    plain = _HOUR.sub(" ", said)
    if found := _IN_DAYS.search(plain):
        return today + timedelta(days=int(found[1]))
    if re.search(r"(?<!chi )(?<!anh )(?<!co )(?<!ba )(?<!em )\bmai\b", plain):
        return today + timedelta(days=1)
    left = re.sub(r"\b(?:hom nay|nay|chieu|sang|trua|dem|(?<!tuan )toi|luc|vao|den)\b", " ", plain)
    left = left.strip(" ,.")
    if not left:
        return today
    if re.fullmatch(r"(?:dau )?tuan (?:sau|toi)", left):
        return today + timedelta(days=7 - today.weekday())  # Monday
    return read_due(left, today).on


# Words of an assignment


_PRIORITIES = {
    "": Priority.NORMAL,
    "thuong": Priority.NORMAL,
    "binh thuong": Priority.NORMAL,
    "khan": Priority.URGENT,
    "gap": Priority.URGENT,
    "thuong khan": Priority.URGENT,
    "hoa toc": Priority.EXPRESS,
}


def read_priority(text: str) -> Priority | None:
    """ "khẩn", "hỏa tốc"; nothing is "thường"; None for other words."""
    return _PRIORITIES.get(fold(text).strip(" .!"))
