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

from domain.dates.past_day import take_past_day
from domain.people.people import Official
from domain.people.permissions import HEADS
from domain.talk.messages import Reply
from domain.words import clean, fold
from handlers.documents.letterhead import letterhead
from handlers.documents.signer import signature
from handlers.names.people import people_named
from handlers.report.name import report_name
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_date, show_full_day
from handlers.work import Work
from storage.catalogue.words import folded
from storage.reports.issues import Power, issue_of, note_number, note_signer, numbers_given
from storage.reports.rounds import obligations_of

_NUMBER = re.compile(
    r"(?:(?:bao cao|bc) (?:nay )?)?(?:(?:da|moi|vua) )?(?P<signed>ky(?: (?:roi|xong))?,? )?"
    r"so (?P<word>bao cao |bc )?:? ?(?P<number>\d{1,5})(?: ?/ ?(?P<symbol>[a-z][a-z-]*))?\b"
)
_DAY_BEHIND = re.compile(r"[, ]*(?:ky )?(?:ngay|hom|sang|chieu)\b")
_NO_DAY = re.compile(r"[, ]*(?:ky )?ngay \d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?[ .!]*")
_SIGNED = frozenset({"ky", "roi"})  # "số 45 ký hôm nay rồi"
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
    """ "số báo cáo 68/BC-UBND ngày 15/9", "số 233, ngày 25/9/2023", "ký rồi, số 45 hôm nay"; None
    for any other text."""
    said = clean(text)
    found = _NUMBER.match(fold(said)) if len(fold(said)) == len(said) else None
    if not found:
        return None
    behind = said[found.end() :]
    on, beside = None, behind
    if _DAY_BEHIND.match(fold(behind)):
        on, beside = take_past_day(behind, today)
    no_day = on is None and bool(_NO_DAY.fullmatch(fold(beside)))
    if not no_day and not _only_polite(beside):
        return None
    if not (found["signed"] or found["word"] or found["symbol"] or on or no_day):
        return None
    symbol = said[found.start("symbol") : found.end("symbol")].upper()
    return GivenNumber(int(found["number"]), symbol, on, no_day)


def read_signing_day(text: str, today: date) -> date | None:
    """ "hôm nay", "ngày 13/9 nhé", where it is all that is said."""
    on, beside = take_past_day(text, today)
    return on if _only_polite(beside) else None


def _only_polite(words: str) -> bool:
    return set(re.findall(r"\w+", fold(words))) <= folded("sentence", "polite") | _SIGNED


def asks_for_number(told: str) -> bool:
    """Did the bot say last how the number is given?"""
    return say("files.number.example") in told


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
        said = say("files.number.without_day", **told)
    else:
        said = say("files.number.kept", day=show_full_day(day), **told)
    missing = len(sheet.open_codes())
    return Reply(f"{said}\n{say('files.number.incomplete', count=missing)}" if missing else said)


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
