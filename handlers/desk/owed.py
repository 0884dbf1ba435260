"""A report as what is owed: its more time and its verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.dates.moments import local
from domain.people.people import Official
from domain.people.permissions import SUPERIORS
from domain.talk.messages import Choice, Reply
from domain.talk.question import Wanted
from handlers.desk.find import report_mark, verb
from handlers.desk.nudge import who
from handlers.desk.order import ask_to_complete
from handlers.figures.complete import office
from handlers.owed.extension import no_reason
from handlers.owed.people import nearest_above
from handlers.owed.subject import Missing, Ruling
from handlers.owed.tell import send_to_all
from handlers.question import ToAsk
from handlers.report.deadline import steps_for
from handlers.report.estimates import estimates_line
from handlers.report.name import report_words
from handlers.report.sheet import Sheet, open_sheet
from handlers.report.which import called_report
from handlers.wording.example import example_in
from handlers.wording.say import say, say_ask
from handlers.wording.told import Told
from handlers.work import Work
from storage.database.states import ObligationState
from storage.reports.report_extensions import (
    ReportExtension,
    ask_report_extension,
    asked_report_extension,
    last_asked_by,
    move_steps,
    refuse_report_extension,
    take_back_report_extension,
)
from storage.reports.rounds import (
    Obligation,
    extend_obligation,
    obligation,
    set_obligation_state,
)

ASKED_KEY = "extension"  # of the message that tells of a request
TAKEN_BACK_KEY = "extension_taken_back"  # of the one that tells that it is none any more
JUDGED = "judged"  # the kind of the messages that tell of a verdict
ASKED_FOR: Mapping[Missing, str] = {
    Missing.WHY_RETURNED: "tra",
    Missing.WHY_REOPENED: "mo",
    Missing.WHY_REFUSED: "khong-gia-han",
}
"""The order that waits for the answer, where it is not more time."""
OWN = (Missing.UNTIL_WHY, Missing.WHY_LONGER)  # asked of those who owe the report
REASONS = frozenset({*ASKED_FOR, Missing.WHY_LONGER})


@dataclass(frozen=True, slots=True)
class OwedReport:
    """One report, and who acts on it. `typed`: the words of the order, where that is asked for
    more."""

    work: Work
    person: Official
    report: Obligation
    typed: str = ""

    @property
    def sheet(self) -> Sheet:
        """What it holds."""
        return open_sheet(self.work, self.report)

    @property
    def name(self) -> str:
        """`Báo cáo … quý III năm 2024 của xã Bắc Sơn`."""
        return report_words(self.sheet)

    @property
    def unit_name(self) -> str:
        """`xã Bắc Sơn`."""
        return self.work.unit(self.report.unit_id).name

    @property
    def due(self) -> datetime | None:
        """With what was granted."""
        return self.report.due

    @property
    def asked_until(self) -> datetime | None:
        """Until when more time is asked for."""
        return request.due if (request := self._request) else None

    @property
    def reason_asked(self) -> str:
        """Why, in the words of whoever asks."""
        return request.reason if (request := self._request) else ""

    @property
    def asked_by(self) -> str:
        """Who asks for more time."""
        return request.asked_by if (request := self._request) else ""

    @property
    def asked_last(self) -> str:
        """Who asked for it last."""
        return last_asked_by(self.work.session, self.report.id)

    @property
    def _request(self) -> ReportExtension | None:
        return asked_report_extension(self.work.session, self.report.id)

    def ask(self, missing: Missing, so_far: str) -> ToAsk:
        """Hold the order until that is said."""
        text = say_ask(f"ask.owed.{missing}", what=self.name)
        wanted = Wanted.REASON if missing in REASONS else Wanted.DAYS
        if missing in OWN:
            return ask_to_complete("gia-han", self.typed, wanted, text)
        mark, word = f"{report_mark(self.report.id)}:", ASKED_FOR.get(missing, "gia-han")
        options = (no_reason(),) if missing is Missing.WHY_REFUSED else ()
        return ask_to_complete(word, mark, wanted, text, options, of=self.unit_name)

    def ask_for_time(self, until: datetime, reason: str) -> None:
        """A request that waits is renewed."""
        session, report, now = self.work.session, self.report, self.work.now
        ask_report_extension(session, report.id, until, report.due, self.person.id, now, reason)

    def take_back_time(self) -> None:
        """Nobody has to decide any more."""
        session, report = self.work.session, self.report
        take_back_report_extension(session, report.id, report.due, self.person.id, self.work.now)

    def give_time(self, until: datetime, reason: str) -> None:
        """The steps of its reminders move along."""
        work, before, request = self.work, self.report, self._request
        last = work.catalogue.calendar.last_working_day_on_or_before(local(until).date())
        why = reason or (request.reason if request else "")
        extend_obligation(work.session, before, until, last, self.person.id, work.now, why)
        after = obligation(work.session, before.id)
        assert after is not None  # it was just extended
        moments = {step.name: step.at for step in steps_for(work, after)}
        move_steps(work.session, before.id, moments, str(before.due_on), work.now)

    def refuse_time(self, reason: str) -> None:
        """The due day stays."""
        session, now = self.work.session, self.work.now
        refuse_report_extension(session, self.report.id, self.person.id, now, reason)

    def write(self, verdict: Ruling, reason: str) -> None:
        """A reopened one is complete where nothing is missing."""
        states = {
            Ruling.APPROVED: ObligationState.SUBMITTED,
            Ruling.RETURNED: ObligationState.RETURNED,
            Ruling.LOCKED: ObligationState.LOCKED,
            Ruling.REOPENED: self._reopened,
        }
        session, now = self.work.session, self.work.now
        set_obligation_state(session, self.report, states[verdict], self.person.id, now, reason)

    @property
    def _reopened(self) -> ObligationState:
        return ObligationState.OPEN if self.sheet.open_codes() else ObligationState.COMPLETE

    def deciders(self) -> tuple[str, Sequence[Official]]:
        """The nearest superior with somebody who may decide."""
        return deciders(self.work, self.report.unit_id)

    def tell_deciders(self, people: Sequence[Official], **fields: str) -> Told:
        """With how far it has come, a tap for yes and one for no."""
        total, missing = len(self.sheet.form.asked()), len(self.sheet.open_codes())
        so_far = say("desk.extension.so_far", given=total - missing, total=total)
        words = say("owed.extension.request", what=self.name, so_far=so_far, **fields)
        reply = Reply(words, decision_taps(self.work, self.report))
        return self._tell(people, ASKED_KEY, reply)

    def tell_taken_back(self, people: Sequence[Official], **fields: str) -> Told:
        """Without a tap: there is nothing to decide."""
        words = say("owed.extension.taken_back_told", what=self.name, **fields)
        return self._tell(people, TAKEN_BACK_KEY, Reply(words))

    def hearers(self, verdict: Ruling) -> Sequence[Official]:
        """Who puts the report together."""
        return office(self.work, self.sheet)

    def tell(self, people: Sequence[Official], verdict: Ruling, **fields: str) -> Told:
        """What was decided, and what to do next."""
        words = say(
            f"owed.told.{verdict}",
            superior=who(self.work, self.person),
            what=self.name,
            onward=say(f"desk.next.{verdict}", **example_in(self.sheet.form).fields),
            **fields,
        )
        return self._tell(people, verdict, Reply(words))

    def _tell(self, people: Sequence[Official], occasion: str, reply: Reply) -> Told:
        key = f"{occasion}:{self.report.id}:{self.work.mark}"
        return send_to_all(self.work, people, reply, kind=JUDGED, key=key)

    def besides(self, verdict: Ruling) -> Sequence[str]:
        """What is doubtful or an estimate in an approved report, what is missing in a locked
        one."""
        return tuple(_besides(self.work, self.sheet, verdict))


def _besides(work: Work, sheet: Sheet, verdict: Ruling) -> Iterator[str]:
    match verdict:
        case Ruling.APPROVED:
            doubtful = sheet.open_findings
            if doubtful:
                yield say("status.findings", count=len(doubtful))
            if estimates := estimates_line(sheet):
                yield estimates
        case Ruling.RETURNED:
            yield say("desk.return.reminded")
        case Ruling.LOCKED:
            if missing := len(sheet.open_codes()):
                yield say("desk.lock.incomplete", count=missing)
            yield say("desk.lock.next", slug=sheet.unit.slug)
        case _:
            return


def deciders(work: Work, unit_id: str) -> tuple[str, Sequence[Official]]:
    """The nearest superior with somebody who may decide, and who that is."""
    superior, people = nearest_above(work, unit_id, SUPERIORS)
    body = say("task.body", unit=superior.name) if superior else say("desk.again.superior")
    return body, people


def decision_taps(work: Work, report: Obligation) -> tuple[Choice, ...]:
    """More time for a report: yes or no."""
    return _tap(work, report, "gia-han"), _tap(work, report, "khong-gia-han")


def _tap(work: Work, report: Obligation, word: str) -> Choice:
    unit, period = work.unit(report.unit_id).name, called_report(work, report)
    words = say("desk.tap_report", verb=verb(word), unit=unit, period=period)
    return Choice(words, f"/{word} {report_mark(report.id)}")
