"""Figures behind the period or the unit that they are for, where several could be meant.

lan  < quý 3 xa-bac-son 14 14 0 0
bot  > Hiểu là: 4.1 tổng số được giao: 14 nhiệm vụ ...
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.people.people import Official
from domain.people.permissions import Action
from domain.reading.codes import is_telling
from domain.reading.shortcuts import word_for_all
from domain.talk.conversation import Asked, Chosen, Conversation, step
from domain.talk.messages import Incoming, Reply
from domain.words import fold
from handlers.figures.answer import answer
from handlers.figures.report_turn import ReportTurn
from handlers.names.units import find_unit
from handlers.report.parts import CORRECTED_WITHIN, Part, part_of, units_of
from handlers.wording.refuse import refuse
from handlers.wording.said_periods import read_period
from handlers.wording.say import say
from handlers.wording.show_moments import period_words
from handlers.work import Work
from storage.reports.rounds import Obligation, obligations_opened_by

WORDS_AT_MOST = 9  # of a period and a unit: "6 tháng đầu năm 2024 xã Bắc Sơn"
OFFERED_AT_MOST = 4
_KIND = re.compile(r"(?:xa|phuong|thi tran|dac khu|x\.|p\.)\b")
_FIGURES = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class NamedReport:
    """What stands before the figures; at least one of the two is named."""

    period: str | None
    unit: str
    figures: str


def take_named(
    work: Work, person: Official, incoming: Incoming, conversation: Conversation
) -> Reply | None:
    """The reply to figures for a named report; None for a text that names none."""
    named = _named(work, incoming.text)
    if named is None:
        return None
    own = units_of(work, person)
    unit_id = _unit(work, named.unit) if named.unit else None
    if named.unit and unit_id not in own:
        return _not_yours(work, person, incoming, unit_id, named.unit)
    every = obligations_opened_by(work.session, [unit_id] if unit_id else own, work.today)
    wanted = [each for each in every if named.period in (None, each.period_code)]
    mine = [part for each in wanted if (part := part_of(work, person, each))]
    chosen = [part for part in mine if part.sheet.obligation.completed_at is None] or mine
    if not chosen:
        return _no_such_report(named, every)
    if len(chosen) > 1:
        return Reply(say("named.which"))
    part = chosen[0]
    done = part.sheet.obligation.completed_at
    if done is not None and done < work.now - CORRECTED_WITHIN:
        return Reply(say("named.too_old", period=period_words(part.sheet.obligation.period_code)))
    spoken = replace(incoming, text=named.figures, choice="")
    return answer(ReportTurn(work, person, spoken, part, _asked(conversation, part)))


def _named(work: Work, text: str) -> NamedReport | None:
    """The period and the unit at the beginning of a line, and the figures behind them."""
    if "\n" in text.strip():
        return None
    words = text.replace(":", " ").split()
    for length in range(min(len(words) - 1, WORDS_AT_MOST), 0, -1):
        figures = " ".join(words[length:])
        if not _are_figures(figures):
            continue
        period, unit = read_period(" ".join(words[:length]), work.today)
        if (period and not unit) or (unit and _KIND.match(fold(unit)) and _unit(work, unit)):
            return NamedReport(period, unit, figures)
    return None


def _are_figures(text: str) -> bool:
    first = text.split()[0].lower()
    coded = is_telling(first.partition("=")[0])  # "I.1=12"
    return bool(_FIGURES.match(first)) or coded or word_for_all(text) is not None


def _unit(work: Work, name: str) -> str | None:
    """The unit that is surely meant, of all there are: a slip is no name here."""
    found = find_unit(name, work.units, work.today)
    return None if found.guessed else found.unit_id


def _not_yours(
    work: Work, person: Official, incoming: Incoming, unit_id: str | None, name: str
) -> Reply:
    asked = "figures"
    if unit_id is None or not work.may(person, Action.SEE_STATUS, unit_id):
        return refuse(work, person, asked, "named.not_yours", unit=name)
    unit = work.units[unit_id]
    return refuse(work, person, asked, "named.not_yours_seen", unit=unit.name, slug=unit.slug)


def _no_such_report(named: NamedReport, every: tuple[Obligation, ...]) -> Reply:
    if not every or named.period is None:
        return Reply(say("named.none"))
    codes = dict.fromkeys(each.period_code for each in reversed(every))
    periods = ", ".join(period_words(code) for code in [*codes][:OFFERED_AT_MOST])
    return Reply(say("named.no_period", period=period_words(named.period), periods=periods))


def _asked(conversation: Conversation, part: Part) -> Conversation:
    """The block that is asked, where it is this report's; of another one, its first open block."""
    report = part.sheet.obligation.id
    if conversation.obligation_id == report:
        return conversation
    if not part.open_blocks:
        return step(conversation, Chosen(report))
    return step(conversation, Asked(report, part.open_blocks[0].id))
