"""Where a unit's reports stand, on one screen.

lan  < /status
bot  > Xã Bắc Sơn – báo cáo CCHC quý III năm 2024
       Hạn Chủ nhật 15/9/2024 ... Đã có 62/97 số ...
"""

from __future__ import annotations

from domain.messages import Reply
from domain.numbers import show
from handlers.complete import waiting_lines
from handlers.deadline import deadline_line
from handlers.pictures import progress_picture
from handlers.say import say
from handlers.sheet import Sheet, open_sheet
from handlers.show_moments import period_words
from handlers.task_counts import difference, status_line
from handlers.work import Work
from storage.rounds import Obligation, obligations_of

REPORTS_AT_MOST = 3


def status(work: Work, unit_id: str) -> Reply:
    """The unit's current reports with one picture; the reader's right was asked before."""
    current = current_obligations(work, unit_id)
    if not current:
        return Reply(say("status.none"))
    sheets = [open_sheet(work, obligation) for obligation in current]
    text = "\n\n".join(status_text(work, sheet) for sheet in sheets)
    return Reply(text, (), (progress_picture(work, sheets[0]),))


def current_obligations(work: Work, unit_id: str) -> tuple[Obligation, ...]:
    """Open reports, the earliest due first; where none is open, the newest one."""
    every = obligations_of(work.session, unit_id)
    still_open = [o for o in every if o.completed_at is None]
    chosen = sorted(still_open, key=lambda o: o.due) or sorted(every, key=lambda o: o.due)[-1:]
    return tuple(chosen[:REPORTS_AT_MOST])


def status_text(work: Work, sheet: Sheet) -> str:
    """One report: due day, completeness, who is awaited, key rates, cross-checks."""
    lines = [headline(sheet), deadline_line(work, sheet), completeness(sheet)]
    if waiting := waiting_lines(work, sheet):
        lines += [say("status.waiting"), *waiting]
    if rates := rate_lines(sheet):
        lines += [say("status.rates"), *rates]
    open_findings = [f for f in sheet.findings if f.rule not in sheet.kept_rules]
    if open_findings:
        lines.append(say("status.findings", count=len(open_findings)))
    if sheet.overrides:
        lines.append(say("status.kept", count=len(sheet.overrides)))
    if sheet.register is not None:
        lines.append(status_line(sheet.register))
        lines += filter(None, [difference(sheet.register, sheet.figures)])
    return "\n".join(lines)


def headline(sheet: Sheet) -> str:
    """Unit, report and period."""
    name = sheet.unit.name
    return say(
        "status.headline",
        unit=name[:1].upper() + name[1:],
        title=sheet.regime.title,
        period=period_words(sheet.obligation.period_code),
    )


def completeness(sheet: Sheet) -> str:
    """How many of the asked figures were given; "chưa có số liệu" is told apart."""
    total = len(sheet.form.asked())
    given = total - len(sheet.open_codes())
    words = say("status.complete" if given == total else "status.given", given=given, total=total)
    if waiting := sheet.waiting_codes():
        words += " " + say("status.no_data", count=len(waiting))
    return words


def rate_lines(sheet: Sheet) -> list[str]:
    """The key rates that can be computed, each against the period before."""
    lines = []
    for code in sheet.form.key_rates:
        now, before = sheet.rates.get(code), sheet.previous_rates.get(code)
        if now is None:
            continue
        text_id = "status.rate" if before is None else "status.rate_before"
        lines.append(
            say(text_id, label=sheet.short(code), now=show(now), before=show(before or now))
        )
    return lines
