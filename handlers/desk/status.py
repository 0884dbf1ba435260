"""Where a unit's reports stand, on one screen.

lan  < /status
bot  > Xã Bắc Sơn – báo cáo CCHC quý III năm 2024
       Hạn Chủ nhật 15/9/2024 ... Đã có 62/97 số ...
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import predecessors
from domain.report.shown import show
from domain.talk.messages import Reply
from handlers.desk.board import due_last
from handlers.desk.returned import last_reason
from handlers.desk.unit import unit_lines
from handlers.documents.pictures import progress_picture
from handlers.report.completeness import completeness
from handlers.report.deadline import deadline_line, late_or_returned
from handlers.report.parts import responsible
from handlers.report.presented import stands
from handlers.report.register import difference, status_line
from handlers.report.sheet import Sheet, open_sheet
from handlers.wording.say import say
from handlers.wording.show_moments import period_words
from handlers.work import Work, addressed
from storage.database.states import UNFINISHED, ObligationState
from storage.reports.rounds import Obligation, obligations_of

REPORTS_AT_MOST = 3
OLDER_AT_MOST = 5


def status(work: Work, unit_id: str, period: str | None = None, regime: str | None = None) -> Reply:
    """The unit's current reports, or those of a period or of a regime, with one picture; the
    reader's right was asked before."""
    chosen = current_obligations(work, unit_id, period, regime)
    named = period or regime
    about = [] if regime else unit_lines(work, unit_id)
    inherited = [] if named else inherited_lines(work, unit_id)
    if not chosen:
        return Reply("\n".join([*(inherited or [say("status.none")]), *about]))
    sheets = [open_sheet(work, obligation) for obligation in chosen[:REPORTS_AT_MOST]]
    paragraphs = [status_text(work, sheet) for sheet in sheets]
    rest = chosen[REPORTS_AT_MOST:]
    about = [*(_older_line(work, report) for report in rest), *about]
    about = [*([] if named else older_lines(work, unit_id)), *inherited, *about]
    paragraphs += ["\n".join(about)] if about else []
    return Reply("\n\n".join(paragraphs), (), (progress_picture(work, sheets[0]),))


def current_obligations(
    work: Work, unit_id: str, period: str | None = None, regime: str | None = None
) -> tuple[Obligation, ...]:
    """Of each regime, or of one, the newest report, if it is open, the earliest due first; where
    none is open, what was due on the last day. With a period, those of it."""
    every = [o for o in _owed(work, unit_id) if regime in (None, o.regime_id)]
    if period is not None:
        return tuple(o for o in every if o.period_code == period)
    newest = sorted({o.regime_id: o for o in every}.values(), key=lambda o: o.due)
    return tuple(o for o in newest if o.state in UNFINISHED) or due_last(newest)


def own_obligations(work: Work, person: Official) -> list[Obligation]:
    """The current reports of the units in which the person holds a post and may see how they
    stand."""
    units = dict.fromkeys(post.unit_id for post in person.posts_on(work.today))
    return [
        report
        for unit_id in units
        if work.may(person, Action.SEE_STATUS, unit_id)
        for report in current_obligations(work, unit_id)
    ]


def older_open(work: Work, unit_id: str) -> tuple[Obligation, ...]:
    """What is still open besides the current reports, the earliest due first."""
    current = current_obligations(work, unit_id)
    return tuple(o for o in _owed(work, unit_id) if o.state in UNFINISHED and o not in current)


def _owed(work: Work, unit_id: str) -> list[Obligation]:
    unit = work.unit(unit_id)
    every = [o for o in obligations_of(work.session, unit_id) if unit.valid_on(o.closes)]
    return sorted(every, key=lambda o: o.due)


def older_lines(work: Work, unit_id: str) -> list[str]:
    """A word on what is open from before: of each report how much is missing and how late it is,
    the latest ones first, and how many more there are."""
    older = older_open(work, unit_id)
    over = all(report.late_at(work.now) for report in older)
    head = "status.older" if over else "status.others"
    return _listed(work, older, head, "status.older_line")


def inherited_lines(work: Work, unit_id: str) -> list[str]:
    """What units that were merged into this one still owe, under their names: the people here fill
    it on."""
    before = sorted(predecessors(work.successions, [unit_id], work.today))
    owed = [report for id_ in before for report in _owed(work, id_) if report.state in UNFINISHED]
    lines = _listed(work, owed, "status.inherited", "status.inherited_line")
    if lines:
        lines.append(say("status.inherited_how", slug=work.unit(owed[0].unit_id).slug))
    return lines


def _listed(work: Work, reports: Sequence[Obligation], head: str, line: str) -> list[str]:
    lines = [say(head, count=len(reports))] if reports else []
    lines += [_older_line(work, each, line) for each in reports[:OLDER_AT_MOST]]
    if more := len(reports) - OLDER_AT_MOST:
        lines += [say("status.older_more", count=more)] if more > 0 else []
    return lines


def _older_line(work: Work, report: Obligation, text_id: str = "status.older_line") -> str:
    sheet = open_sheet(work, report)
    words = say(
        text_id,
        unit=sheet.unit.name,
        title=sheet.regime.title,
        period=period_words(report.period_code),
        count=len(sheet.open_codes()),
    )
    return ", ".join(filter(None, [words, late_or_returned(work, report)]))


def status_text(work: Work, sheet: Sheet) -> str:
    """One report: due day, completeness, who is awaited, key rates, cross-checks."""
    lines = [headline(sheet), deadline_line(work, sheet), *_state_lines(work, sheet)]
    lines += [completeness(sheet), *owner_lines(work, sheet)]
    if rates := rate_lines(sheet):
        before = any(sheet.previous_rates.get(code) is not None for code in sheet.form.key_rates)
        lines += [say("status.rates" if before else "status.rates_alone"), *rates]
    open_findings = sheet.open_findings
    if open_findings:
        lines.append(say("status.findings", count=len(open_findings)))
    if sheet.overrides:
        lines.append(say("status.kept", count=len(sheet.overrides)))
    if sheet.register is not None:
        lines.append(status_line(sheet.register))
        if words := difference(sheet.register, sheet.figures):
            lines.append(say("answer.note", words=words))
    return "\n".join(lines)


def _state_lines(work: Work, sheet: Sheet) -> list[str]:
    """What the superior has done with the report."""
    match sheet.obligation.state:
        case ObligationState.RETURNED:
            return [say("status.returned", reason=last_reason(work, sheet.obligation))]
        case ObligationState.SUBMITTED:
            return [say("status.approved")]
        case ObligationState.LOCKED:
            return [say("status.locked")]
        case ObligationState.COMPLETE:
            return [*filter(None, [stands(work, sheet)])]
        case _:
            return []


def owner_lines(work: Work, sheet: Sheet) -> list[str]:
    """While figures are missing: how far each owner field has come, and who is awaited."""
    if not sheet.open_codes():
        return []
    lines = []
    for field, words in sheet.form.owners.items():
        total, missing = len(sheet.form.asked(field)), len(sheet.open_codes(field))
        if not total:
            continue
        counts = {"field": words, "given": total - missing, "total": total}
        if not missing:
            lines.append(say("status.owner_done", **counts))
            continue
        people = responsible(work, sheet.obligation.unit_id, field, work.today)
        names = ", ".join(map(addressed, people))
        text_id = "status.owner" if names else "status.owner_nobody"
        lines.append(say(text_id, **counts, **({"names": names} if names else {})))
    return lines


def headline(sheet: Sheet) -> str:
    """Unit, report and period."""
    name = sheet.unit.name
    return say(
        "status.headline",
        unit=name[:1].upper() + name[1:],
        title=sheet.regime.title,
        period=period_words(sheet.obligation.period_code),
    )


def rate_lines(sheet: Sheet) -> list[str]:
    """The key rates that can be computed, each against the period before."""
    lines = []
    for code in sheet.form.key_rates:
        now, before = sheet.rates.get(code), sheet.previous_rates.get(code)
        if now is None:
            continue
        text_id = "status.rate" if before is None else "status.rate_before"
        lines.append(
            say(
                text_id,
                label=sheet.short(code),
                now=show(now),
                before=show(now if before is None else before),
            )
        )
    return lines
