"""Is the bot doing its work: what was due is sent, nothing is stuck, everybody can be reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import time, timedelta

from bot.channels.zalo_quota import forecast
from bot.cli.care.finding import LookedAt, fine, to_do
from bot.outbox.quota import quota_left
from domain.dates.moments import at_local
from handlers.delivery.lost_address import network_name
from handlers.people.unreachable import Unreachable, unreachable, unreachable_words
from handlers.wording.say import say
from handlers.wording.show_moments import show_date, show_moment
from handlers.work import Work
from storage.messages.attempts import count_begun
from storage.messages.delivery import queues
from storage.messages.set_aside import count_aside
from storage.messages.silence import overdue_steps, undelivered_digests

GRACE = timedelta(minutes=30)  # what is on its way is not yet late
LONG = timedelta(minutes=10)  # no message is at work for so long
NAMES_AT_MOST = 8


def work_findings(work: Work, limits: Mapping[str, int]) -> Iterator[LookedAt]:
    """All of it, as of now."""
    yield from _due(work)
    yield from _queue(work)
    yield from _stuck(work)
    yield from _people(work)
    yield from _quota(work, limits)


def _due(work: Work) -> Iterator[LookedAt]:
    before = work.now - GRACE
    steps = overdue_steps(work.session, before)
    digests = undelivered_digests(work.session, at_local(work.today, time()), before)
    if steps:
        yield to_do("steps_late", count=steps)
    if digests:
        yield to_do("digests_late", count=digests)
    if not steps and not digests:
        yield fine("expected")


def _queue(work: Work) -> Iterator[LookedAt]:
    waiting = queues(work.session, work.now)
    old = {
        name: queue.oldest
        for name, queue in waiting.items()
        if queue.oldest is not None and work.now - queue.oldest >= GRACE
    }
    for name, at in old.items():
        fields = {"network": network_name(name), "count": waiting[name].count}
        yield to_do("queue_old", at=show_moment(at), **fields)
    if not old:
        yield fine("queue", count=sum(queue.count for queue in waiting.values()))


def _stuck(work: Work) -> Iterator[LookedAt]:
    aside = count_aside(work.session)
    yield to_do("aside_some", count=aside) if aside else fine("aside")
    if begun := count_begun(work.session, work.now - LONG):
        yield to_do("begun", count=begun)


def _people(work: Work) -> Iterator[LookedAt]:
    units = [unit for unit in work.units.values() if unit.valid_on(work.today)]
    lost = unreachable(work, units)
    for about, found in (
        ("blocked", [each for each in lost if each.blocked]),
        ("unlinked", [each for each in lost if not each.blocked]),
    ):
        if found:
            count = len({each.person.id for each in found})
            yield to_do(about, count=count, names=_names(found))
    if not lost:
        yield fine("reachable")


def _names(found: Sequence[Unreachable]) -> str:
    names = unreachable_words(found[:NAMES_AT_MOST], with_unit=True)
    more = len(found) - NAMES_AT_MOST
    return say("silent.more", names=names, more=more) if more > 0 else names


def _quota(work: Work, limits: Mapping[str, int]) -> Iterator[LookedAt]:
    for name, left in quota_left(work.session, limits, work.now).items():
        used = limits[name] - left
        day = forecast(used, limits[name], work.now)
        fields = {"network": network_name(name), "used": used, "limit": limits[name]}
        if day is None:
            yield fine("quota", **fields)
        else:
            yield to_do("quota_until", day=show_date(day), **fields)
