"""A head of office or a chairman reminds the own people who still owe figures.

dung < nhắc
bot  > Báo cáo ... quý III năm 2024: còn chờ 2 người.
       - anh Tuấn: còn 3 số
       - anh Minh: còn 14 số
       [nhắc anh Tuấn] [nhắc anh Minh] [nhắc tất cả]
dung < [nhắc anh Tuấn]
bot  > Đã nhắc anh Tuấn: còn 3 số.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.dates.owed import of_report
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import Unit
from domain.talk.messages import LONGEST_DATA, Choice, Reply
from domain.words import fold
from handlers.desk.find import Meant
from handlers.desk.nudge import awaited_of, remind
from handlers.names.everybody import means_own_unit
from handlers.names.people import people_named
from handlers.names.units import find_unit
from handlers.owed.nudge import lately, quiet_now
from handlers.report.deadline import deadline_line
from handlers.report.heading import noun
from handlers.report.name import report_words
from handlers.report.parts import part_of
from handlers.report.sheet import open_sheet
from handlers.wording.refuse import refuse
from handlers.wording.say import say
from handlers.wording.show_moments import show_clock
from handlers.wording.understood import behind, says
from handlers.work import Work, addressed
from storage.catalogue.words import folded
from storage.reports.rounds import Obligation, open_obligations

TAPS_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Owing:
    """One report of the own unit and those of its people who are awaited."""

    report: Obligation
    unit: Unit
    people: tuple[Official, ...]


def nudge_own(work: Work, person: Official, text: str, words: str = "") -> Reply | None:
    """The reply to whoever may remind own people only, with `words` of their own; None for
    superiors, and for those who may remind nobody."""
    if work.below(person, Action.NUDGE):
        return None
    own = work.scope(person, Action.NUDGE)
    if not own:
        return None
    owing = [each for each in _owing(work, person, own) if each.people]
    name = text.strip(" :.!")
    if not owing:
        return Reply(say("nudge_own.nobody"))
    if not name:
        return _listed(work, owing)
    if means_own_unit(name) or _names_own(work, own, name):
        return _told(work, person, owing, words)
    return _one(work, person, own, owing, name, words)


def _names_nobody(words: str) -> bool:
    """ "cậu ấy giúp anh", "tụi nó đi": whom it is about only the talk before has said."""
    them = behind("own_report", "them", words)
    words = words if them is None else them
    small = folded("sentence", "polite") | folded("sentence", "pronoun")
    if says("own_report", "again", words):
        return True
    return all(word in small for word in fold(words).replace(",", " ").split())


def _owing(work: Work, person: Official, own: set[str]) -> list[Owing]:
    found = []
    for report in open_obligations(work.session, own):
        if report.opens_on <= work.today and work.unit(report.unit_id).valid_on(report.closes):
            people = tuple(each for each in awaited_of(work, report) if each.id != person.id)
            found.append(Owing(report, work.unit(report.unit_id), people))
    return found


def _names_own(work: Work, own: set[str], name: str) -> bool:
    units = {unit_id: work.units[unit_id] for unit_id in own}
    return find_unit(name, units, work.today, work.units).unit_id is not None


def _listed(work: Work, owing: Sequence[Owing]) -> Reply:
    lines, taps = [], dict[str, Choice]()
    for each in owing:
        sheet = open_sheet(work, each.report)
        report = report_words(sheet)
        lines.append(say("nudge_own.title", report=report, count=len(each.people)))
        lines.append(deadline_line(work, sheet))
        for official in each.people:
            lines.append("- " + _owes(work, official, each.report))
            words = say("nudge_own.tap", name=addressed(official))
            taps[official.id] = Choice(words, f"/nhac {official.id}")
    fitting = [tap for tap in taps.values() if len(tap.data.encode()) <= LONGEST_DATA]
    everybody = Choice(say("nudge_own.tap_all"), "/nhac tat ca")
    return Reply("\n".join(lines), (*fitting[:TAPS_AT_MOST], everybody))


def _owes(work: Work, official: Official, report: Obligation) -> str:
    part = part_of(work, official, report)
    name = addressed(official)
    if part is None or not part.open_codes:
        return name
    owed = {"count": len(part.open_codes), "what": noun(part.sheet.form, part.open_codes)}
    return say("nudge_own.owes", name=name, **owed)


def _one(
    work: Work, person: Official, own: set[str], owing: Sequence[Owing], name: str, words: str
) -> Reply:
    found = people_named(work, name, own)
    if not found and _names_nobody(name):
        return _listed(work, owing)
    if not found:
        return refuse(work, person, "nudge", "nudge_own.unknown", name=name)
    if len(found) > 1:
        names = ", ".join(f"{each.id} ({each.name})" for each in found)
        return Reply(say("nudge_own.several", name=name, names=names, first=found[0].id))
    theirs = [Owing(each.report, each.unit, found) for each in owing if found[0] in each.people]
    if not theirs:
        return Reply(say("nudge_own.owes_nothing", name=addressed(found[0])))
    return _told(work, person, theirs, words)


def _told(work: Work, person: Official, owing: Sequence[Owing], words: str) -> Reply:
    """Everybody at most once in four hours for one report, and in office hours."""
    quiet = work.catalogue.regime(owing[0].report.regime_id).quiet
    if said := quiet_now(work, quiet):
        return Reply(said)
    lines = []
    for each in owing:
        lately = _lately(work, each.report)
        again = [official for official in each.people if official.id in lately]
        fresh = tuple(official for official in each.people if official.id not in lately)
        if fresh:
            lines.append(remind(work, person, Meant(each.report, each.unit, words), fresh).text)
        for at in dict.fromkeys(lately[official.id] for official in again):
            names = ", ".join(addressed(x) for x in again if lately[x.id] == at)
            lines.append(say("nudge_own.again", name=names, at=at))
    return Reply("\n".join(lines))


def _lately(work: Work, report: Obligation) -> dict[str, str]:
    """Who was reminded of a report by hand in the last hours, by whomever, and when."""
    return {
        official_id: show_clock(deed.at)
        for deed in lately(work, of_report(report.id))
        for official_id in deed.detail["told"]
    }
