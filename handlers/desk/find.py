"""Which unit, and which report of it, a command of the desk means, and why none.

`xa-bac-son`, `Bắc Sơn quý II`, `bc12` (a tapped report); what was only guessed, and what may be
several, is asked. Without a period nothing is done to an older report unasked. Whether a unit
exists that the person may not see is never told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from domain.dates.period_reading import no_such_period
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import Unit, superiors_on
from domain.talk.messages import LONGEST_DATA, Choice, Reply
from domain.words import fold
from handlers.names.everybody import means_everybody
from handlers.names.units import FoundUnit, choice_of, unit_and_rest
from handlers.question import ToAsk, to_choose
from handlers.report.overtaken import first_words
from handlers.report.sheet import open_sheet
from handlers.report.which import called_report, read_regime
from handlers.wording.refuse import refuse
from handlers.wording.said_periods import read_period
from handlers.wording.say import Asking, say, say_ask
from handlers.work import Work
from storage.database.states import UNFINISHED, ObligationState
from storage.reports.figures import came_loaded
from storage.reports.rounds import Obligation, obligation, obligations_of, opened_rounds

CHOICES_AT_MOST = 8
_TAPPED = re.compile(r"bc\s?(?P<id>\d{1,9})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meant:
    """The report that is meant and the words behind its unit."""

    report: Obligation
    unit: Unit
    rest: str


def find_report(order: Order, text: str) -> Meant | Reply | ToAsk:
    """The report that the text names, or the question or refusal that goes back."""
    if tapped := _TAPPED.match(text):
        return _tapped(order, text, int(tapped["id"]), text[tapped.end() :])
    if said := no_such_period(text.partition(":")[0]):
        return Reply(say("desk.no_such_period", said=said))
    head, colon, behind = text.partition(":")
    period, head = read_period(head, order.work.today)
    regime, head = read_regime(order.work, head)
    if period or regime:
        text = f"{head}{colon}{behind}"
    scope = order.work.below(order.person, order.action)
    if scope and (not text.strip(" :.!") or means_everybody(text)):
        return _offer(order, scope, period, regime)
    units = {unit_id: order.work.units[unit_id] for unit_id in scope}
    day = naming_day(order.work, period)
    found, rest = unit_and_rest(text, units, day, order.work.units)
    if found.unit_id is None:
        return ask_which(order.work, order.person, order.word, found, text)
    unit = order.work.units[found.unit_id]
    reports = reports_meant(order, unit.id, period, regime)
    if not reports:
        named = _named_all_the_same(order, unit.id, period)
        if named:
            return ask_report(order.work, order.word, named, rest)
        return Reply(nothing_words(order, unit, period))
    latest = {report.id for report in newest(opened(order.work, unit.id))}
    old = period is None and reports[0].id not in latest
    if found.guessed or old or len(reports) > 1:
        return ask_report(order.work, order.word, reports, rest)
    return Meant(reports[0], unit, rest)


def _tapped(order: Order, text: str, report_id: int, rest: str) -> Meant | Reply:
    """A report by its number, which may be forged: nothing is said of one that is not below."""
    report = obligation(order.work.session, report_id)
    if report is None or report.unit_id not in order.work.below(order.person, order.action):
        return refuse(order.work, order.person, order.word, "desk.no_such_report")
    unit = order.work.units[report.unit_id]
    if not order.fits(report):
        return Reply(nothing_words(order, unit, report.period_code))
    return Meant(report, unit, rest.strip(" :"))


def _offer(
    order: Order, unit_ids: Iterable[str], period: str | None, regime: str | None
) -> Reply | ToAsk:
    """No unit was named: the reports to which it can be done, as taps."""
    units = [order.work.units[id_] for id_ in unit_ids]
    units = sorted((u for u in units if not u.training), key=lambda unit: fold(unit.name))
    reports = [report for unit in units for report in reports_meant(order, unit.id, period, regime)]
    if not reports:
        return Reply(say("desk.nothing_waits", verb=verb(order.word)))
    asked = ask_report(order.work, order.word, reports)
    if more := len(reports) - len(asked.question.options):
        words = f"{asked.text.words}\n{say('desk.offer_more', count=more)}"
        return replace(asked, text=Asking(words))
    return asked


def tapped_report(work: Work, person: Official, action: Action, text: str) -> Obligation | None:
    """The report that a tap on one of several names, where the person may do that to its unit."""
    tapped = _TAPPED.fullmatch(text.strip())
    report = obligation(work.session, int(tapped["id"])) if tapped else None
    return report if report and work.may(person, action, report.unit_id) else None


def names_by_mark(text: str) -> bool:
    """Whether the words begin with the mark of a report, as a tap does."""
    return _TAPPED.match(text) is not None


def _named_all_the_same(order: Order, unit_id: str, period: str | None) -> tuple[Obligation, ...]:
    """The newest report, where it came as a file of earlier ones and it can be done to it: it is
    asked about, since it would be named as one that waits."""
    if period is not None:
        return ()
    return tuple(each for each in newest(opened(order.work, unit_id)) if order.fits(each))


def ask_report(work: Work, word: str, reports: Sequence[Obligation], rest: str = "") -> ToAsk:
    """Which of these reports is meant: a tap for each, with the words that were said besides."""
    choices = []
    for report in reports[:CHOICES_AT_MOST]:
        words = say(
            "desk.tap_report",
            verb=verb(word),
            unit=work.unit(report.unit_id).name,
            period=called_report(work, report),
        )
        data = f"/{word} {report_mark(report.id)}"
        whole = f"{data} {rest}".strip()
        choices.append(Choice(words, whole if len(whole.encode()) <= LONGEST_DATA else data))
    return to_choose(tuple(choices), say_ask("ask.desk.which_report"), verb(word))


def ask_which(
    work: Work, person: Official, word: str, found: FoundUnit, typed: str
) -> Reply | ToAsk:
    """The candidates as taps; where there is none, a refusal that does not say why."""
    if not found.candidates:
        return refuse(work, person, word, "router.no_such_unit", name=typed)
    taps = tuple(
        Choice(f"{verb(word)} {named(work, unit_id)}", tap_data(work, word, unit_id))
        for unit_id in found.candidates[:CHOICES_AT_MOST]
    )
    names = "\n".join(f"- {named(work, unit_id)}" for unit_id in found.candidates)
    return to_choose(taps, say_ask("ask.desk.which_unit", names=names), verb(word))


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


class Meaning(Enum):
    """Which of a unit's reports is meant where no period is named."""

    WAITING = "waiting"  # whichever waits for it: several are asked about
    LAST = "last"  # the last to which it was done, however many there are
    NEWEST = "newest"  # the newest report, whether it can be done to it or not


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants to be done: the command word, the action it needs, and which reports
    it can be done to."""

    work: Work
    person: Official
    word: str  # "duyet": what a tap sends again
    action: Action
    fits: Callable[[Obligation], bool]
    nothing: str  # text id: the unit has no such report
    meaning: Meaning = Meaning.WAITING


def in_state(*states: ObligationState) -> Callable[[Obligation], bool]:
    """Fits reports in one of these states."""
    return lambda report: report.state in states


def opened(work: Work, unit_id: str) -> tuple[Obligation, ...]:
    """What a unit has owed by today, the earliest due first."""
    every = obligations_of(work.session, unit_id)
    return tuple(report for report in every if report.opens_on <= work.today)


def newest(reports: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """Of each regime the newest."""
    return tuple({report.regime_id: report for report in reports}.values())


def reports_meant(
    order: Order, unit_id: str, period: str | None, regime: str | None = None
) -> tuple[Obligation, ...]:
    """Those of the period that fit; without one those that are meant. What came as a file of
    earlier reports waits for nobody."""
    owed = tuple(r for r in opened(order.work, unit_id) if regime in (None, r.regime_id))
    if period is not None:
        return tuple(r for r in owed if r.period_code == period and order.fits(r))
    if order.meaning is Meaning.NEWEST:
        return tuple(report for report in newest(owed) if order.fits(report))
    fitting = [report for report in owed if order.fits(report)]
    loaded = came_loaded(order.work.session, [report.id for report in fitting])
    waiting = tuple(report for report in fitting if report.id not in loaded)
    return newest(waiting) if order.meaning is Meaning.LAST else waiting


def nothing_words(order: Order, unit: Unit, period: str | None) -> str:
    """That the unit has no such report, and how its report stands."""
    words = say(order.nothing, unit=unit.name[:1].upper() + unit.name[1:])
    owed = opened(order.work, unit.id)
    if not owed:
        return f"{words} {say('desk.stands.nobody')}"
    named = [report for report in owed if period in (None, report.period_code)]
    said = [stands(order.work, report) for report in newest(named)]
    if len(said) == 1:
        said.append(first_words(order.work, order.person, newest(named)[0]))
    return " ".join(filter(None, [words, *said]))


def stands(work: Work, report: Obligation) -> str:
    """How a report stands, in one sentence."""
    missing = len(open_sheet(work, report).open_codes())
    period = called_report(work, report)
    state = report.state.value
    if report.state in UNFINISHED and missing:
        state = "open"
    return say(f"desk.stands.{state}", period=period, missing=missing)
