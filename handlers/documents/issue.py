"""Number, day and signer of a report, as the clerk and the head give them.

lan   < số báo cáo 68/BC-UBND ngày 15/9
bot   > Đã ghi: báo cáo quý III năm 2024, xã Bắc Sơn là số 68/BC-UBND, Chủ nhật 15/9/2024 ...
thanh < để chị Dung ký
bot   > Đã ghi: Đỗ Thị Dung ký báo cáo quý III năm 2024, xã Bắc Sơn: TM. ỦY BAN NHÂN DÂN, ...
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from domain.people.people import Official, Role
from domain.talk.messages import Reply
from domain.words import fold
from handlers.documents.letterhead import letterhead
from handlers.documents.signer import signature
from handlers.names.people import people_named
from handlers.report.name import report_name
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_date, show_full_day
from handlers.work import Work
from storage.reports.issues import Power, issue_of, note_number, note_signer, numbers_given
from storage.reports.rounds import obligations_of

HEADS = frozenset({Role.OFFICE_HEAD, Role.CHAIRMAN})
_NUMBER = re.compile(
    r"so (?P<word>bao cao |bc )?:? ?(?P<number>\d{1,5})"
    r"(?: ?/ ?(?P<symbol>[a-z][a-z-]*))?"
    r"(?:,? ?ngay (?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?)?[ .!a]*"
)
_SIGNS = re.compile(
    r"(?:de |cho |giao )?(?P<who>\D+?) ky(?: thay)?(?: bao cao)?"
    r"(?: (?:(?P<order>thua lenh|tl)|(?P<mandate>thua uy quyen|tuq)))?[ .!a]*"
)


@dataclass(frozen=True, slots=True)
class GivenNumber:
    """What was said. `day` is None where none was, `no_day` true where it is no day at all."""

    number: int
    symbol: str
    day: date | None
    no_day: bool = False


@dataclass(frozen=True, slots=True)
class GivenSigner:
    """By whom, as said, and by what right."""

    who: str
    power: Power


def read_number(text: str, today: date) -> GivenNumber | None:
    """ "số báo cáo 68/BC-UBND ngày 15/9", "số 233, ngày 25/9/2023"; None for any other text. A day
    without a year is the last such day."""
    found = _NUMBER.fullmatch(fold(text).strip())
    if not found or not (found["word"] or found["symbol"] or found["day"]):
        return None
    symbol = re.search(r"/\s*([^\W\d][\w-]*)", text) if found["symbol"] else None
    day, no_day = _day(found, today) if found["day"] else (None, False)
    return GivenNumber(int(found["number"]), symbol[1].upper() if symbol else "", day, no_day)


def _day(found: re.Match[str], today: date) -> tuple[date | None, bool]:
    years = [int(found["year"])] if found["year"] else [today.year, today.year - 1]
    for year in years:
        try:
            day = date(year, int(found["month"]), int(found["day"]))
        except ValueError:
            return None, True
        if day <= today or found["year"]:
            return day, False
    return None, True


def read_signer(text: str) -> GivenSigner | None:
    """ "để chị Dung ký", "cho anh Nam ký thừa lệnh"; None for any other text."""
    found = _SIGNS.fullmatch(fold(text).strip())
    if not found:
        return None
    return GivenSigner(found["who"], Power.MANDATE if found["mandate"] else Power.ORDER)


def signers_named(work: Work, given: GivenSigner, sheet: Sheet) -> tuple[Official, ...]:
    """Who of the report's unit may be meant."""
    return people_named(work, given.who, (sheet.unit.id,))


def may_choose_signer(work: Work, person: Official, sheet: Sheet) -> bool:
    """The heads of the unit say who signs."""
    posts = person.posts_on(work.today)
    return any(post.unit_id == sheet.unit.id and post.role in HEADS for post in posts)


def give_number(work: Work, person: Official, sheet: Sheet, given: GivenNumber) -> Reply:
    """Keep number and day; a number that another report of the year has is refused, and so is a
    day that has not come."""
    if given.no_day or (given.day and given.day > work.today):
        return Reply(say("files.number.no_day", today=show_date(work.today)))
    issue = issue_of(work.session, sheet.obligation.id)
    day = given.day or issue.signed_on
    if other := _taken(work, sheet, given.number, day):
        return Reply(say("files.number.taken", number=given.number, report=other))
    note_number(
        work.session,
        sheet.obligation.id,
        given.number,
        given.symbol or issue.symbol,
        day,
        person.id,
        work.now,
    )
    symbol = letterhead(work, sheet, issue_of(work.session, sheet.obligation.id)).symbol
    told = {"report": report_name(sheet), "number": f"{given.number:02}/{symbol}"}
    if day is None:
        return Reply(say("files.number.without_day", **told))
    return Reply(say("files.number.kept", day=show_full_day(day), **told))


def _taken(work: Work, sheet: Sheet, number: int, day: date | None) -> str:
    """The period of another report of the unit that has this number of this year; "" for none."""
    year = str((day or work.today).year)
    others = {
        each.id: each.period_code
        for each in obligations_of(work.session, sheet.unit.id)
        if each.id != sheet.obligation.id
    }
    for id_, (theirs, on) in numbers_given(work.session, others).items():
        if theirs == number and on.startswith(year):
            return period_words(others[id_])
    return ""


def give_signer(
    work: Work, person: Official, sheet: Sheet, signer: Official, power: Power
) -> Reply:
    """Keep who signs, and say how it will be printed; without a title nobody knows in what
    capacity."""
    if not signer.title:
        return Reply(say("files.number.no_title", name=signer.name))
    note_signer(work.session, sheet.obligation.id, signer.id, power, person.id, work.now)
    lines = signature(work, sheet, issue_of(work.session, sheet.obligation.id)).authority
    told = {"name": signer.name, "report": report_name(sheet), "lines": ", ".join(lines)}
    return Reply(say("files.number.signer", **told))
