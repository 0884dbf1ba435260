"""Which unit, and which report of it, a command of the desk means.

`xa-bac-son`, `Bắc Sơn quý II`, `bc12` (a tapped report); what was only guessed, and what may be
several, is asked. Whether a unit exists that the person may not see is never told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.messages import Choice, Reply
from domain.people import Official
from domain.period_reading import no_such_period, read_period
from domain.units import Unit, superiors_on
from domain.words import fold
from handlers.desk_fitting import EVERYBODY, Order, newest, nothing_words, opened, reports_meant
from handlers.refuse import refuse
from handlers.say import say
from handlers.show_moments import period_words
from handlers.unit_names import Found, choice_of, unit_and_rest
from handlers.work import Work
from storage.rounds import Obligation, obligation, opened_rounds

CHOICES_AT_MOST = 8
_TAPPED = re.compile(r"bc\s?(?P<id>\d{1,9})\b", re.IGNORECASE)
LONGEST_DATA = 48  # bytes that every network can carry behind a button


@dataclass(frozen=True, slots=True)
class Meant:
    """The report that is meant and the words behind its unit."""

    report: Obligation
    unit: Unit
    rest: str


def find_report(order: Order, text: str) -> Meant | Reply:
    """The report that the text names, or the question or refusal that goes back."""
    if tapped := _TAPPED.match(text):
        return _tapped(order, text, int(tapped["id"]), text[tapped.end() :])
    if said := no_such_period(text.partition(":")[0]):
        return Reply(say("desk.no_such_period", said=said))
    period, without = read_period(text.partition(":")[0], order.work.today)
    if period:
        colon, rest = text.partition(":")[1:]
        text = f"{without}{colon}{rest}"
    scope = order.work.below(order.person, order.action)
    if scope and fold(text).strip(" :.!") in EVERYBODY | {""}:
        return _offer(order, scope, period)
    units = {unit_id: order.work.units[unit_id] for unit_id in scope}
    day = naming_day(order.work, period)
    found, rest = unit_and_rest(text, units, day, order.work.units)
    if found.unit_id is None:
        return ask_which(order.work, order.person, order.word, found, text)
    unit = order.work.units[found.unit_id]
    reports = reports_meant(order, unit.id, period)
    if not reports:
        return Reply(nothing_words(order, unit, period))
    old = period is None and reports[0] not in newest(opened(order.work, unit.id))
    if found.guessed or old or len(reports) > 1:
        return _ask_report(order, reports)
    return Meant(reports[0], unit, rest)


def _tapped(order: Order, text: str, report_id: int, rest: str) -> Meant | Reply:
    """A report by its number, which may be forged: nothing is said of one that is not below."""
    report = obligation(order.work.session, report_id)
    if report is None or report.unit_id not in order.work.below(order.person, order.action):
        asked = f"{order.word} {text}"
        return refuse(order.work, order.person, asked, "desk.no_such_report")
    unit = order.work.units[report.unit_id]
    if not order.fits(report):
        return Reply(nothing_words(order, unit, report.period_code))
    return Meant(report, unit, rest.strip(" :"))


def _offer(order: Order, unit_ids: Iterable[str], period: str | None) -> Reply:
    """No unit was named: the reports to which it can be done, as taps."""
    units = [order.work.units[id_] for id_ in unit_ids]
    units = sorted((u for u in units if not u.training), key=lambda unit: fold(unit.name))
    reports = [report for unit in units for report in reports_meant(order, unit.id, period)]
    if not reports:
        return Reply(say("desk.nothing_waits", verb=verb(order.word)))
    asked = _ask_report(order, reports)
    more = len(reports) - len(asked.choices)
    lines = [asked.text, *([say("desk.offer_more", count=more)] if more else [])]
    return Reply("\n".join(lines), asked.choices)


def _ask_report(order: Order, reports: Sequence[Obligation]) -> Reply:
    choices = []
    for report in reports[:CHOICES_AT_MOST]:
        words = say(
            "desk.tap_report",
            verb=verb(order.word),
            unit=order.work.units[report.unit_id].name,
            period=period_words(report.period_code),
        )
        choices.append(Choice(words, f"/{order.word} {report_mark(report.id)}"))
    return Reply(say("desk.which_report"), tuple(choices))


def ask_which(work: Work, person: Official, word: str, found: Found, typed: str) -> Reply:
    """The candidates as taps; where there is none, a refusal that does not say why."""
    if not found.candidates:
        return refuse(work, person, f"{word} {typed}", "router.no_such_unit", name=typed)
    taps = tuple(
        Choice(f"{verb(word)} {named(work, unit_id)}", tap_data(work, word, unit_id))
        for unit_id in found.candidates[:CHOICES_AT_MOST]
    )
    names = "\n".join(f"- {named(work, unit_id)}" for unit_id in found.candidates)
    return Reply(say("desk.which_unit", names=names), taps)


def report_mark(report_id: int) -> str:
    """How a tap names a report: `bc12`, which no task number can be taken for."""
    return f"bc{report_id}"


def verb(word: str) -> str:
    """The command word as it is read and may be typed: `tra` -> `trả lại`."""
    return say(f"desk.verb.{word}")


def named(work: Work, unit_id: str) -> str:
    """`xã Bắc Sơn (huyện Ân Thi)`."""
    unit = work.units[unit_id]
    above = superiors_on(work.units, unit_id, min(work.today, unit.valid_to or work.today))
    return choice_of(unit, above[0] if above else None)


def tap_data(work: Work, word: str, unit_id: str) -> str:
    """What a tap on a unit sends: its id, or its code or slug where that is too long."""
    unit = work.units[unit_id]
    for name in (unit_id, unit.code, unit.slug):
        data = f"/{word} {name}"
        if name and len(data.encode()) <= LONGEST_DATA:
            return data
    return f"/{word}"


def naming_day(work: Work, period: str | None) -> date:
    """The day whose names and codes count: a code names a unit only together with a date."""
    closes = [r.closes for r in opened_rounds(work.session) if r.period_code == period]
    return closes[0] if period and closes else work.today
