"""More time: asked for by those who owe it, given or refused by those above, the old due day kept.

lan   < xin gia hạn 3 5 ngày chờ số liệu của huyện
bot   > Đã ghi lời xin UBND huyện Ân Thi gia hạn: việc 3 “Rà soát TTHC”, từ thứ Bảy 31/8 đến ...
quynh < cho gia hạn xã Bắc Sơn
bot   > Đã cho gia hạn: Báo cáo … của xã Bắc Sơn, từ Chủ nhật 15/9 đến thứ Tư 18/9. ...
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from domain.dates.leave_reading import weekday_beside
from domain.dates.moments import END_OF_DAY, at_local, local
from domain.talk.messages import Choice, Reply
from domain.tasks.details import MoreTime, read_more_time
from handlers.owed.reason import reason_given, remark_given
from handlers.owed.subject import Missing, Owed, Ruling
from handlers.owed.verdict import pronounced
from handlers.question import ToAsk
from handlers.wording.say import say
from handlers.wording.show_moments import show_until_seen
from handlers.wording.told import told_words
from handlers.work import addressed


def ask_for_time(every: Sequence[Owed], words: str) -> Reply | ToAsk:
    """Ask those above for more time for one thing, or for the same of several units; for what is
    missing the person is asked first."""
    first = every[0]
    wish = _wish(first, words)
    if wish.on is None:
        return first.ask(Missing.UNTIL_WHY, words)
    until = _moment(wish.on, wish.at, first.due)
    if said := why_not_later(first, until):
        return Reply(said)
    if not reason_given(wish.reason):
        return first.ask(Missing.WHY_LONGER, words)
    return Reply("\n".join(_asked(owed, until, wish.reason) for owed in every))


def _asked(owed: Owed, until: datetime, reason: str) -> str:
    before = owed.asked_until
    owed.ask_for_time(until, reason)
    people = owed.deciders()[1]
    moments = {"old": show_due(owed), "day": _shown(owed, until)}
    instead = say("owed.extension.instead", day=_shown(owed, before)) if before else ""
    others = [each for each in people if each.id != owed.person.id]
    told = owed.tell_deciders(others, reason=reason, instead=instead, **_asker(owed), **moments)
    said = asked_words(owed, until) + say("owed.extension.meanwhile", instead=instead)
    return f"{said} {told_words(told) or say('owed.unheard')}"


def asked_words(owed: Owed, until: datetime) -> str:
    """With which the reply to whoever asks for more time begins."""
    fields = {"body": owed.deciders()[0], "old": show_due(owed), "day": _shown(owed, until)}
    return say("owed.extension.asked", what=owed.name, **fields)


def _asker(owed: Owed) -> dict[str, str]:
    unit = owed.unit_name
    return {"unit": unit[:1].upper() + unit[1:], "name": addressed(owed.person)}


def ask_instead(owed: Owed, words: str) -> str:
    """The request that waits, with another day for the same reason: a weekday is that of the week
    that was named before. Empty where the words say no day."""
    asked, wish = owed.asked_until, _wish(owed, words)
    if asked is None or wish.reason:
        return ""
    on = weekday_beside(words, local(asked).date(), owed.work.today) or wish.on
    if on is None:
        return ""
    until = _moment(on, wish.at, asked)
    if until == asked:
        return say("owed.extension.asked_already", what=owed.name, day=_shown(owed, until))
    return why_not_later(owed, until) or _asked(owed, until, owed.reason_asked)


def take_back(owed: Owed) -> str:
    """No more time is asked for, and those who would have decided hear it."""
    due = show_due(owed)
    owed.take_back_time()
    others = [each for each in owed.deciders()[1] if each.id != owed.person.id]
    told = owed.tell_taken_back(others, due=due, **_asker(owed))
    said = say("owed.extension.taken_back", what=owed.name, due=due)
    return f"{said} {told_words(told) or say('owed.unheard')}"


def decide(owed: Owed, words: str) -> Reply | ToAsk:
    """Give the time that is named, otherwise what was asked for."""
    wish = _wish(owed, words)
    until = _moment(wish.on, wish.at, owed.due) if wish.on else owed.asked_until
    if until is None:
        return owed.ask(Missing.UNTIL, words)
    if said := why_not_later(owed, until):
        return Reply(said)
    moments = {"old": show_due(owed), "day": _shown(owed, until)}
    asker = owed.asked_by
    owed.give_time(until, wish.reason)
    return pronounced(owed, Ruling.GRANTED, asker, **moments)


def granted_until(owed: Owed, words: str) -> datetime | None:
    """Until when such words would give more time; None where they say no day."""
    wish = _wish(owed, words)
    return _moment(wish.on, wish.at, owed.due) if wish.on else None


def refuse(owed: Owed, words: str) -> Reply | ToAsk:
    """The due moment stays; who has asked hears why: without a reason it is asked for, once."""
    reason = remark_given(words)
    if owed.asked_until is not None and not reason:
        return owed.ask(Missing.WHY_REFUSED, "")
    return _refused(owed, reason)


def refuse_plainly(owed: Owed) -> Reply:
    """The same for no reason."""
    return _refused(owed, "")


def _refused(owed: Owed, reason: str) -> Reply:
    if owed.asked_until is None:
        return Reply(say("owed.extension.not_asked", what=owed.name))
    asker = owed.asked_by
    owed.refuse_time(reason)
    why = say("owed.extension.reason", reason=reason) if reason else ""
    return pronounced(owed, Ruling.REFUSED, asker, day=show_due(owed), reason=why)


WITHOUT_REASON = "without_reason"
"""The option that refuses more time for no reason."""


def no_reason() -> Choice:
    """One tap goes without."""
    return Choice(say("owed.extension.tap_no_reason"), WITHOUT_REASON)


def show_due(owed: Owed) -> str:
    """The due moment, or that there is none."""
    return _shown(owed, owed.due) if owed.due else say("task.due.none")


def _shown(owed: Owed, moment: datetime) -> str:
    return show_until_seen(moment, owed.work.today)


def _wish(owed: Owed, words: str) -> MoreTime:
    """Until when and why: days are counted from the due day."""
    due_on = local(owed.due).date() if owed.due else None
    return read_more_time(words, due_on, owed.work.today, owed.work.catalogue.calendar)


def _moment(day: date, hour: time | None, due: datetime | None) -> datetime:
    """That day at the hour that is named, otherwise at the one at which it is due; the end of the
    day where it had no due moment."""
    if hour is not None:
        return at_local(day, hour)
    return at_local(day, local(due).time() if due else END_OF_DAY)


def why_not_later(owed: Owed, until: datetime) -> str:
    """That a new due moment is over, or is not behind the one that stands; empty where it may
    be."""
    if until <= owed.work.now:
        return say("owed.extension.past", day=_shown(owed, until))
    if owed.due is None or until > owed.due:
        return ""
    fields = {"day": _shown(owed, until), "due": _shown(owed, owed.due)}
    return say("owed.extension.not_later", what=owed.name, **fields)


def until_instead(owed: Owed, words: str, before: datetime | None) -> datetime | None:
    """Until when the words say, in the place of what was granted; days are counted from the due
    day `before` that. None where they say no day."""
    calendar, today = owed.work.catalogue.calendar, owed.work.today
    wish = read_more_time(words, local(before).date() if before else None, today, calendar)
    near = weekday_beside(words, local(owed.due).date(), today) if owed.due else None
    on = near or wish.on
    return _moment(on, wish.at, owed.due) if on else None


def why_not_instead(owed: Owed, until: datetime, before: datetime | None) -> str:
    """That the day stands so already, is over, or gives no more time; empty where it may be."""
    if until == owed.due:
        return say("owed.extension.same", what=owed.name, day=_shown(owed, until))
    if until <= owed.work.now:
        return say("owed.extension.past", day=_shown(owed, until))
    if before is None or until > before:
        return ""
    fields = {"day": _shown(owed, until), "due": _shown(owed, before)}
    return say("owed.extension.not_later", what=owed.name, **fields)


def show_change(owed: Owed, until: datetime) -> dict[str, str]:
    """The due day as it stands, and as it will be."""
    return {"old": show_due(owed), "day": _shown(owed, until)}


def grant_instead(owed: Owed, until: datetime) -> Reply:
    """Another day in the place of the one that was granted; the history keeps both."""
    moments = show_change(owed, until)
    owed.give_time(until, say("task.amend.reason"))
    return pronounced(owed, Ruling.CHANGED, owed.asked_last, **moments)
