"""A person's part is complete; the last one's answer tells the office that the annex is.

bot  > Phần của chị đã đủ. Còn chờ: anh Tuấn (Tư pháp) 3 số.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import time

from domain.dates.moments import at_local
from domain.people.people import Official, Role
from domain.talk.messages import Choice, Reply
from handlers.delivery.month import quota_lines
from handlers.documents.files import made_files
from handlers.documents.workbook import formula_lines
from handlers.figures.close_reminders import close_reminders
from handlers.owed.people import OFFICE_FIELD, acting_role
from handlers.owed.tell import send_to_all
from handlers.report.estimates import estimates_line
from handlers.report.heading import noun
from handlers.report.name import report_words
from handlers.report.parts import Part, responsible, responsible_by_field
from handlers.report.sheet import Sheet
from handlers.wording.example import example_in
from handlers.wording.findings import phrase_finding
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_day, show_full_until, show_moment
from handlers.wording.told import told_words
from handlers.work import Work, addressed
from storage.database.states import ObligationState
from storage.messages.delivery import count_told
from storage.messages.inbox import count_heard
from storage.reports.figures import LOADED, Change, newest_entries
from storage.reports.presenting import Presenting, presented, presents
from storage.reports.rounds import complete_obligation, obligations_by_id

FINDINGS_AT_MOST = 5
CODES_AT_MOST = 12


def finish_part(work: Work, person: Official, part: Part, changes: Sequence[Change]) -> Reply:
    """Say what is still awaited from others, or close the report and tell the office."""
    sheet = part.sheet
    close_reminders(work, sheet)
    if sheet.open_codes() and part.as_head:
        return Reply("\n".join([say("remind.waiting"), *waiting_lines(work, sheet)]))
    if sheet.open_codes():
        done = say("complete.part")
        if sheet.told_as:
            done = say("complete.part_of", report=sheet.told_as)
        return Reply("\n".join([done, *waiting_lines(work, sheet)]))
    report = obligations_by_id(work.session, [sheet.obligation.id])[sheet.obligation.id]
    if report.state is ObligationState.RETURNED:
        return Reply(say("desk.again.corrected"))
    if not changes and report.completed_at:
        return Reply(say("complete.already"))
    again = report.completed_at is not None
    complete_obligation(work.session, report, work.now, person.id)
    announcement = _corrected(work, sheet) if again else announce(work, person, sheet)
    tell = [official for official in office(work, sheet) if official.id != person.id]
    told = send_to_all(work, tell, announcement, kind="complete")
    if again:
        tell_chairman(work, person, sheet)
    if person in office(work, sheet):
        return announcement
    heard = told_words(told) or say("told.nobody", unit=sheet.unit.name)
    if sheet.told_as:
        return Reply(say("complete.all_told_of", told=heard, report=sheet.told_as))
    return Reply(say("complete.all_told", told=heard))


def office(work: Work, sheet: Sheet) -> tuple[Official, ...]:
    """Who puts the report together: the holders of the office field and the office heads; where
    there is none, whoever gives its figures."""
    unit_id = sheet.obligation.unit_id
    held = responsible_by_field(work, unit_id, work.today)
    people = (
        *held.get(OFFICE_FIELD, ()),
        *acting_role(work, unit_id, Role.OFFICE_HEAD, work.today),
    )
    people = people or tuple(x for field in sheet.form.owners for x in held.get(field, ()))
    return tuple({official.id: official for official in people}.values())


def waiting_lines(work: Work, sheet: Sheet, but: Collection[str] = ()) -> list[str]:
    """One line per owner field that still owes figures, but for these: who, how many."""
    block_of = sheet.form.block_of
    missing = [code for code in sheet.open_codes() if block_of[code].owner not in but]
    return list(by_field(work, sheet, missing, "complete.waiting"))


def by_field(work: Work, sheet: Sheet, codes: Collection[str], text_id: str) -> Iterator[str]:
    """How many of these codes each owner field has, and who fills it: the text gets the names, the
    field, how many and of what."""
    for field, words in sheet.form.owners.items():
        theirs = [code for code in codes if sheet.form.block_of[code].owner == field]
        if not theirs:
            continue
        people = responsible(work, sheet.obligation.unit_id, field, work.today)
        names = ", ".join(map(addressed, people)) or say("complete.nobody")
        told = {"count": len(theirs), "what": noun(sheet.form, theirs)}
        yield say(text_id, names=names, field=words, **told)


def _corrected(work: Work, sheet: Sheet) -> Reply:
    """A complete annex was changed: its files come when they are asked for, not at every figure;
    what was put before the chairman is others by now."""
    period = period_words(sheet.obligation.period_code)
    lines = [say("complete.corrected", title=sheet.regime.title, period=period)]
    done = presented(work.session, sheet.obligation.id)
    if done and done.state is not Presenting.COMMENTED:
        lines.append(say("present.stands.changed", at=show_moment(done.at)))
    return Reply("\n".join(lines))


def tell_chairman(work: Work, person: Official, sheet: Sheet) -> None:
    """Whoever has approved hears once that the figures are others by now."""
    done = presented(work.session, sheet.obligation.id)
    if done is None or done.state is not Presenting.APPROVED:
        return
    people = acting_role(work, sheet.obligation.unit_id, Role.CHAIRMAN)
    told = [each for each in people if each.id != person.id]
    words = say("present.changed_since", report=report_words(sheet), at=show_moment(done.at))
    key = f"changed:{sheet.obligation.id}:{done.at.isoformat()}"
    send_to_all(work, told, Reply(words), kind="judged", key=key)


def announce(work: Work, person: Official, sheet: Sheet) -> Reply:
    """The annex is complete: what the cross-checks found, and the report files. What a superior
    has asked for in a chat goes there by itself: nothing is signed."""
    if sheet.regime.asked_by:
        return Reply(_given(work, sheet))
    lines = [
        say(
            "complete.all",
            title=sheet.regime.title,
            period=period_words(sheet.obligation.period_code),
            count=len(sheet.form.asked()),
            what=noun(sheet.form, sheet.form.asked(), "text.noun.all_figures"),
        ),
        *filter(None, [estimates_line(sheet)]),
        *finding_lines(sheet),
        *formula_lines(work, sheet),
        *cost_lines(work, sheet),
        say(
            "complete.next" if sheet.regime.paper.annex else "complete.next_text",
            **example_in(sheet.form).fields,
        ),
    ]
    return Reply("\n".join(lines), present_tap(work, sheet), made_files(work, person, sheet))


def present_tap(work: Work, sheet: Sheet) -> tuple[Choice, ...]:
    """To put the complete report before the chairman, where the office does that."""
    unit_id = sheet.obligation.unit_id
    if not acting_role(work, unit_id, Role.CHAIRMAN) or not presents(work.session, unit_id):
        return ()
    return (Choice(say("present.tap"), f"/trinh bc{sheet.obligation.id}"),)


def _given(work: Work, sheet: Sheet) -> str:
    return say(
        "complete.given",
        title=sheet.regime.title,
        period=period_words(sheet.obligation.period_code),
        count=len(sheet.form.asked()),
        name=addressed(work.people[sheet.regime.asked_by]),
    )


def cost_lines(work: Work, sheet: Sheet) -> list[str]:
    """What the report has cost in messages of those who gave its figures, both ways, and what is
    left of the month where a network sells them."""
    entries = newest_entries(work.session, sheet.obligation.id, sheet.form.asked()).values()
    people = sorted({entry.official_id for entry in entries if entry.source != LOADED})
    if not people:
        return []
    since = at_local(sheet.obligation.opens_on, time(0))
    addresses = [address for each in people for address in work.addresses(each)]
    cost = say(
        "complete.cost",
        day=show_day(sheet.obligation.opens_on),
        people=len(people),
        heard=count_heard(work.session, addresses, since),
        told=count_told(work.session, addresses, since),
    )
    return [cost, *quota_lines(work, {address.channel for address in addresses})]


def finding_lines(sheet: Sheet) -> list[str]:
    """What the cross-checks found: open ones worst first, kept ones with their reasons."""
    open_ones = sheet.open_findings
    lines = []
    if open_ones:
        lines.append(say("complete.findings", count=len(open_ones)))
        lines += [
            "- " + phrase_finding(f, sheet.form, sheet.words) for f in open_ones[:FINDINGS_AT_MOST]
        ]
    kept = dict.fromkeys((override.codes, override.reason) for override in sheet.overrides)
    lines += [say("complete.kept", codes=", ".join(codes), reason=why) for codes, why in kept]
    if not lines:
        lines.append(say("complete.no_findings"))
    if waiting := sheet.waiting_codes():
        lines.append(no_data_line(waiting))
    return lines


def when_there(sheet: Sheet, code: str) -> str:
    """How a figure or a text is sent once there is one."""
    written = sheet.indicator(code).kind.written
    return say("remind.write_when_there" if written else "remind.send_when_there", code=code)


def no_data_line(codes: Sequence[str]) -> str:
    """Where there is no data: the first codes, and how many more."""
    named = ", ".join(codes[:CODES_AT_MOST])
    if len(codes) > CODES_AT_MOST:
        named = say("complete.and_more", codes=named, more=len(codes) - CODES_AT_MOST)
    return say("complete.no_data", count=len(codes), codes=named)


def waiting_words(part: Part) -> str:
    """All is answered, but some figures were not there yet: which, until when, how to send them."""
    sheet, codes = part.sheet, part.waiting_codes
    return "\n".join(
        [
            say(
                "remind.no_data",
                title=sheet.regime.title,
                period=period_words(sheet.obligation.period_code),
                unit=sheet.unit.name,
                due=show_full_until(sheet.obligation.due),
            ),
            no_data_line(codes),
            when_there(sheet, codes[0]),
        ]
    )
