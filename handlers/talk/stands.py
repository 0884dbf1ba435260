"""Where things stand for a person, a line each: for a group, and beside what was not understood."""

from __future__ import annotations

from domain.people.people import Official
from domain.people.permissions import Action
from handlers.desk.board import boards
from handlers.desk.overview import counts_line
from handlers.desk.scope import body_names, overseen
from handlers.desk.status import current_obligations, headline
from handlers.report.completeness import completeness
from handlers.report.deadline import deadline_words
from handlers.report.heading import noun
from handlers.report.name import report_words
from handlers.report.parts import parts
from handlers.report.sheet import open_sheet
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_until
from handlers.work import Work, addressed

LINES_AT_MOST = 2


def stands_below(work: Work, person: Official) -> list[str]:
    """Of the units below: how many have sent everything."""
    found = boards(work, overseen(work, person))
    body = body_names(work, person)
    return [
        say(
            "group.below",
            body=body[:1].upper() + body[1:],
            title=work.catalogue.regime(board.regime_id).title,
            period=period_words(board.period_code),
            counts=counts_line(board),
            due=deadline_words(work, board.typical),
        )
        for board in found[-1:]
    ]


def _below(work: Work, person: Official) -> list[str]:
    body = body_names(work, person)
    return [
        say(
            "stands.below",
            body=body[:1].upper() + body[1:],
            title=work.catalogue.regime(board.regime_id).title,
            period=period_words(board.period_code),
            counts=counts_line(board),
        )
        for board in boards(work, overseen(work, person))[-1:]
    ]


def stands_own(work: Work, person: Official) -> list[str]:
    """Of the own unit: how many figures are there."""
    held = dict.fromkeys(post.unit_id for post in person.posts_on(work.today))
    own = [unit_id for unit_id in held if work.may(person, Action.SEE_STATUS, unit_id)]
    sheets = [
        open_sheet(work, report)
        for unit_id in own
        for report in current_obligations(work, unit_id)[:1]
    ]
    return [f"{headline(sheet)}: {completeness(sheet)}" for sheet in sheets]


def stands(work: Work, person: Official) -> str:
    """What waits for this person, what waits in the own unit, or below: the first that there is."""
    mine = [part for part in parts(work, person) if part.open_codes]
    lines = [
        say(
            "stands.own",
            report=report_words(part.sheet),
            name=addressed(person),
            count=len(part.open_codes),
            what=noun(part.sheet.form, part.open_codes),
            due=show_until(part.sheet.obligation.due),
        )
        for part in mine
    ]
    lines = lines or _below(work, person) or stands_own(work, person)
    return "\n".join(lines[:LINES_AT_MOST]) or say("stands.nothing")
