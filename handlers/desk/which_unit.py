"""The unit that a command is about: the named one, the person's own, or, of several own ones, the
one that was chosen before.

mai  < /status
bot  > Anh/chị phụ trách nhiều đơn vị, muốn xem đơn vị nào?  [status xã A] [status xã B]
mai  < [status xã A]           (from now on `/status` means xã A)
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.dates.period_reading import no_such_period
from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Choice, Reply
from handlers.desk.find import ask_which, naming_day, tap_data, verb
from handlers.names.units import find_unit
from handlers.question import ToAsk, to_choose
from handlers.report.which import read_regime
from handlers.report.who_owes import reports_at_all
from handlers.wording.refuse import refuse
from handlers.wording.said_periods import read_period
from handlers.wording.say import say, say_ask
from handlers.work import Work
from storage.people.choices import choose_unit, chosen_unit


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit, with the period and the regime where they were named."""

    unit_id: str
    period: str | None
    regime: str | None = None


def which_unit(
    work: Work, person: Official, action: Action, word: str, text: str
) -> NamedUnit | Reply | ToAsk:
    """The unit and the period of a command, allowed by the permission table; or what to ask."""
    if said := no_such_period(text):
        return Reply(say("desk.no_such_period", said=said))
    period, name = read_period(text, work.today)
    regime, name = read_regime(work, name)
    if not name:
        own = _own_unit(work, person, action, word)
        return NamedUnit(own, period, regime) if isinstance(own, str) else own
    allowed = work.scope(person, action)
    units = {unit_id: work.units[unit_id] for unit_id in allowed}
    found = find_unit(name, units, naming_day(work, period), work.units)
    if found.unit_id is None:
        return ask_which(work, person, word, found, name)
    _remember(work, person, found.unit_id)
    return NamedUnit(found.unit_id, period, regime)


def _own_unit(work: Work, person: Official, action: Action, word: str) -> str | Reply | ToAsk:
    held = dict.fromkeys(post.unit_id for post in person.posts_on(work.today))
    own = [unit_id for unit_id in held if work.may(person, action, unit_id)]
    if not any(reports_at_all(work, work.units[unit_id]) for unit_id in own):
        below = _of_one_below(work, person, action, word)
        if below or not own:
            return below or refuse(work, person, word)
    if len(own) == 1:
        return own[0]
    chosen = chosen_unit(work.session, person.id)
    if chosen in own:
        return chosen
    taps = tuple(
        Choice(f"{verb(word)} {work.units[unit_id].name}", tap_data(work, word, unit_id))
        for unit_id in own
    )
    return to_choose(taps, say_ask("ask.desk.which_own"), verb(word))


def _of_one_below(work: Work, person: Official, action: Action, word: str) -> Reply | None:
    """Of whoever sees the units below and has none that reports: one of those is to be named."""
    slugs = [work.units[unit_id].slug for unit_id in work.below(person, action)]
    if not slugs:
        return None
    shortest = min(sorted(slugs), key=len)
    return Reply(say("desk.name_a_unit", verb=verb(word), slug=shortest))


def _remember(work: Work, person: Official, unit_id: str) -> None:
    """Of somebody with several units, the own one that was named last is the one meant."""
    held = {post.unit_id for post in person.posts_on(work.today)}
    if unit_id in held and len(held) > 1 and chosen_unit(work.session, person.id) != unit_id:
        choose_unit(work.session, person.id, unit_id, work.now)
