"""How the bot itself is doing, for administrators, in a few plain lines.

tam  < /suc-khoe
bot  > Bot đang chạy bình thường.
       Tin chờ gửi: 0.
       Bot xem đồng hồ lần cuối: 08:00 ngày 6/9/2024.
       Đã chặn bot hoặc mất liên lạc: chị Hà (xã Vân Du, đã chặn bot).
"""

from __future__ import annotations

from datetime import timedelta

from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Reply
from handlers.delivery.lost_address import network_name
from handlers.delivery.month import quota_lines
from handlers.people.unreachable import unreachable, unreachable_words
from handlers.wording.refuse import refuse
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Vitals, Work
from storage.messages.delivery import queues
from storage.messages.set_aside import count_aside
from storage.messages.silence import overdue_steps

OLD = timedelta(minutes=30)  # a message or a step that has waited so long is in trouble
SLOW_CLOCK = timedelta(minutes=5)
NAMES_AT_MOST = 8


def health(work: Work, person: Official) -> Reply:
    """What waits, when the clock looked last, what is left of a quota, who cannot be reached."""
    if not work.scope(person, Action.SEE_HEALTH):
        return refuse(work, person, "health")
    vitals = work.vitals() if work.vitals else None
    lines, troubles = _queue(work)
    late = overdue_steps(work.session, work.now - OLD)
    if late:
        troubles.append(say("health.late_steps", count=late))
    if aside := count_aside(work.session):
        lines.append(say("health.aside", count=aside))
    if vitals is not None:
        clock, stopped = _clock(work, vitals)
        lines.append(clock)
        troubles += stopped + _channels(vitals)
    lines += [*quota_lines(work), *_people(work, person)]
    if not troubles:
        return Reply("\n".join([say("health.well"), *lines]))
    told = [say("health.trouble"), *(f"- {trouble}" for trouble in troubles)]
    return Reply("\n".join([*told, *lines]))


def _queue(work: Work) -> tuple[list[str], list[str]]:
    waiting = queues(work.session, work.now).values()
    count = sum(queue.count for queue in waiting)
    oldest = min((queue.oldest for queue in waiting if queue.oldest), default=None)
    lines = [say("health.queue", count=count)]
    if oldest is None or work.now - oldest < OLD:
        return lines, []
    return lines, [say("health.queue_old", at=show_moment(oldest))]


def _clock(work: Work, vitals: Vitals) -> tuple[str, list[str]]:
    if vitals.last_tick is None:
        return say("health.no_tick"), []
    line = say("health.tick", at=show_moment(vitals.last_tick))
    slow = work.now - vitals.last_tick > SLOW_CLOCK
    return line, [say("health.clock_stopped")] if slow else []


def _channels(vitals: Vitals) -> list[str]:
    return [
        say("health.channel", network=network_name(name), code=code)
        for name, code in vitals.channels.items()
        if code
    ]


def _people(work: Work, person: Official) -> list[str]:
    """Of the administrator's own reach."""
    scope = work.scope(person, Action.SEE_STATUS)
    units = [work.units[unit_id] for unit_id in sorted(scope)]
    lost = unreachable(work, [unit for unit in units if unit.valid_on(work.today)])
    blocked = [each for each in lost if each.blocked]
    lines = []
    if blocked:
        names = unreachable_words(blocked[:NAMES_AT_MOST], with_unit=True)
        if len(blocked) > NAMES_AT_MOST:
            names = say("silent.more", names=names, more=len(blocked) - NAMES_AT_MOST)
        lines.append(say("health.blocked", names=names))
    if unlinked := len({each.person.id for each in lost if not each.blocked}):
        lines.append(say("health.unlinked", count=unlinked))
    return lines
