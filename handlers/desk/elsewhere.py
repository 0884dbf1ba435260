"""A report that was sent by another way: its number and date are kept, nobody is reminded of it any
more, and the superior says whether it has come.

Whoever puts the report together, or signs it, says that of the whole; anybody else of the own part
alone: the others go on being reminded, and the head of office hears of it.

lan   < báo cáo gửi trục liên thông rồi, số 68/BC-UBND ngày 12/9
bot   > Đã ghi lời chị Lan: báo cáo … đã gửi bằng đường khác (68/BC-UBND ngày 12/9). Bot thôi nhắc …
quynh < [đã nhận báo cáo xã Bắc Sơn]
bot   > Đã ghi: đã nhận báo cáo … của xã Bắc Sơn. Đã báo chị Lan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.dates.owed import of_report
from domain.people.people import Official, Role
from domain.people.permissions import Action
from domain.talk.messages import Choice, Reply
from domain.tasks.details import read_evidence
from handlers.desk.find import Meant, Order, find_report, report_mark
from handlers.desk.nudge import who
from handlers.desk.owed import JUDGED, deciders
from handlers.figures.complete import office
from handlers.owed.people import acting_role, heads_unit
from handlers.owed.tell import send_to, send_to_all
from handlers.question import ToAsk
from handlers.report.name import report_words
from handlers.report.parts import part_of, units_of
from handlers.report.sheet import Sheet, open_sheet
from handlers.wording.say import say
from handlers.wording.show_moments import show_date
from handlers.wording.told import told_words
from handlers.work import Work, addressed, addressed_first
from storage.database.audit import AuditEntry, deeds, note
from storage.database.states import UNFINISHED
from storage.reports.rounds import Obligation, open_obligations

SENT = "obligation.elsewhere"
"""Somebody has said so of the whole; until a superior says that it has not come."""
PART_SENT = "obligation.elsewhere.part"
"""The same of the own part."""
CAME, NOT_COME = "obligation.came", "obligation.not_come"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How a report was sent: the document, as far as it was named."""

    number: str = ""
    on: str = ""

    @property
    def words(self) -> str:
        """ " (68/BC-UBND ngày 12/9/2024)"; empty where nothing was named."""
        if not self.number:
            return ""
        return say("elsewhere.dated" if self.on else "elsewhere.numbered", **_fields(self))


@dataclass(frozen=True, slots=True)
class GoneElsewhere:
    """Reports that went another way as a whole, and of which report whose part did."""

    whole: frozenset[int]
    parts: frozenset[tuple[int, str]]

    def covers(self, report_id: int, official_id: str) -> bool:
        """Nothing of it is asked of this person any more."""
        return report_id in self.whole or (report_id, official_id) in self.parts


def _fields(said: Elsewhere) -> dict[str, str]:
    return {"number": said.number, "on": said.on}


def sent_elsewhere(work: Work, person: Official, text: str, period: str | None = None) -> Reply:
    """Keep the document, stop the reminders, and let the superior confirm."""
    mine = [
        report
        for report in open_obligations(work.session, units_of(work, person))
        if report.opens_on <= work.today
        and work.may(person, Action.ASK_MORE_TIME, report.unit_id)
        and period in (None, report.period_code)
    ]
    if not mine:
        return Reply(say("elsewhere.nothing_open"))
    if len(mine) > 1:
        names = [report_words(open_sheet(work, report)) for report in mine]
        return Reply(say("elsewhere.which", reports="\n".join(f"- {name}" for name in names)))
    read = read_evidence(text, work.today)
    document = Elsewhere(read.number, show_date(read.on) if read.on else "")
    if heads_unit(work, person, mine[0].unit_id):
        return _noted(work, person, mine[0], document)
    return _part_noted(work, person, mine[0], document)


def _part_noted(work: Work, person: Official, report: Obligation, document: Elsewhere) -> Reply:
    subject = str(of_report(report.id))
    note(work.session, work.now, person.id, PART_SENT, subject, _fields(document))
    sheet = open_sheet(work, report)
    part = part_of(work, person, report, sheet)
    fields = {"report": report_words(sheet), "document": document.words, "name": addressed(person)}
    first = addressed_first(person)
    lines = [say("elsewhere.part_noted", **fields)]
    heads = acting_role(work, report.unit_id, Role.OFFICE_HEAD)
    notice = Reply(say("elsewhere.part_told", first=first, **fields))
    lines += filter(None, [told_words(send_to_all(work, heads, notice, kind=JUDGED))])
    if part is not None and part.open_codes:
        lines.append(say("elsewhere.part_figures", count=len(part.open_codes)))
    return Reply("\n".join(lines))


def _noted(work: Work, person: Official, report: Obligation, document: Elsewhere) -> Reply:
    note(work.session, work.now, person.id, SENT, str(of_report(report.id)), _fields(document))
    sheet = open_sheet(work, report)
    body, people = deciders(work, report.unit_id)
    told = _ask_superiors(work, person, sheet, document, people)
    lines = [say("elsewhere.noted", report=report_words(sheet), document=document.words)]
    if told:
        lines.append(say("elsewhere.asked", body=body, names=", ".join(map(addressed, told))))
    if missing := len(sheet.open_codes()):
        lines.append(say("elsewhere.figures", count=missing))
    return Reply("\n".join(lines))


def _ask_superiors(
    work: Work, person: Official, sheet: Sheet, document: Elsewhere, people: Sequence[Official]
) -> list[Official]:
    unit, mark = sheet.unit.name, report_mark(sheet.obligation.id)
    words = say(
        "elsewhere.told",
        name=addressed(person),
        unit=unit,
        report=report_words(sheet),
        document=document.words,
    )
    taps = (
        Choice(say("elsewhere.tap_came", unit=unit), f"/da-nhan-bao-cao {mark}"),
        Choice(say("elsewhere.tap_not_come", unit=unit), f"/chua-nhan-bao-cao {mark}"),
    )
    return [each for each in people if send_to(work, each, Reply(words, taps), kind=JUDGED)]


def came(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """The superior has it: nobody is reminded of it, whether its figures are here or not."""
    return _judged(work, person, text, "da-nhan-bao-cao", CAME)


def came_not(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """The superior has not got it: it is reminded of again."""
    return _judged(work, person, text, "chua-nhan-bao-cao", NOT_COME)


def _judged(work: Work, person: Official, text: str, word: str, deed: str) -> Reply | ToAsk:
    def fits(report: Obligation) -> bool:
        return report.state in UNFINISHED and last_word(work, report) is not None

    order = Order(work, person, word, Action.JUDGE_REPORT, fits, "elsewhere.nobody_said")
    meant = find_report(order, text)
    if not isinstance(meant, Meant):
        return meant
    note(work.session, work.now, person.id, deed, str(of_report(meant.report.id)), {})
    sheet = open_sheet(work, meant.report)
    name = "came" if deed == CAME else "not_come"
    report = report_words(sheet)
    notice = Reply(say(f"elsewhere.{name}_notice", superior=who(work, person), report=report))
    told = told_words(send_to_all(work, office(work, sheet), notice, kind=JUDGED))
    told = told or say("told.nobody", unit=sheet.unit.name)
    return Reply(f"{say(f'elsewhere.{name}', report=report)} {told}")


def last_word(work: Work, report: Obligation) -> AuditEntry | None:
    """What was said last about a report that goes another way; None where nobody said so."""
    return next(reversed(_words(work, [report.id]).get(report.id, [])), None)


def sent_otherwise(work: Work, report_ids: Iterable[int]) -> GoneElsewhere:
    """Of which of these reports nobody, or who alone, is not to be reminded: they were sent by
    another way, as far as is known."""
    whole, parts = set[int](), set[tuple[int, str]]()
    for id_, said in _words(work, report_ids).items():
        refused = [at for at, entry in enumerate(said) if entry.action == NOT_COME]
        since = said[refused[-1] + 1 :] if refused else said
        whole |= {id_ for entry in since if entry.action != PART_SENT}
        parts |= {(id_, entry.official_id or "") for entry in since if entry.action == PART_SENT}
    return GoneElsewhere(frozenset(whole), frozenset(parts))


def _words(work: Work, report_ids: Iterable[int]) -> Mapping[int, list[AuditEntry]]:
    """What was said of each, the oldest first."""
    by_subject = {str(of_report(id_)): id_ for id_ in report_ids}
    actions = (SENT, PART_SENT, CAME, NOT_COME)
    said: dict[int, list[AuditEntry]] = {}
    for entry in deeds(work.session, actions, by_subject) if by_subject else ():
        said.setdefault(by_subject[entry.subject], []).append(entry)
    return said
