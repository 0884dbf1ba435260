"""The superior's morning: who is late, what is due today, what came in since yesterday.

It stands in the one digest of the day, beside what the person owes; a morning without news has
none. Who is late is news on the first day, and is told again when each half of a week begins, or
where there is a digest anyway: a message that says the same every day is read no more, and networks
sell them by number. Leaders are told only as the late become later.

    bot > Chào chị Quỳnh. Sáng nay, huyện Ân Thi:
          Quá hạn 1 báo cáo: xã Đa Lộc (3 ngày).
          Mới đủ số liệu từ hôm qua 2 báo cáo: xã Bắc Sơn, xã Phù Ủng.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from domain.dates.ladder import OFFICE_HOURS, RING_AT, allowed, remaining
from domain.dates.moments import at_local, days_of_half_week, local
from domain.people.people import Official, Role
from domain.people.permissions import SUPERIORS, Action
from domain.talk.messages import Address, Reply
from domain.words import fold
from handlers.delivery.alarm import alarm
from handlers.desk.late import nudge_taps
from handlers.desk.more_time import waiting_words
from handlers.desk.overview import in_a_row
from handlers.desk.scope import body_names, ever_overseen
from handlers.people.unreachable import unreachable
from handlers.report.which import unit_and_report
from handlers.wording.say import say
from handlers.wording.show_moments import show_by
from handlers.work import Work, addressed
from storage.database.apart import apart
from storage.database.states import UNFINISHED, ObligationState
from storage.messages.outbox import digest_key, digest_sent_on, last_digest, queue
from storage.people.found import officials_in_role
from storage.people.invitations import still_invited
from storage.reports.rounds import Obligation, obligations_opened_by

log = logging.getLogger(__name__)

LATE_FOR = timedelta(days=31)  # what has been late for longer is in the list, not in every digest
LEADERS_AFTER = (2, 5, 10)  # working days: when a leader hears of what is late


def desk_paragraph(work: Work, person: Official, *, alone: bool = False) -> str:
    """What a superior is told this morning; empty for everybody else, and without news. `alone`:
    it would be a message of its own, for which it has to be worth one."""
    roles = {post.role for post in person.posts_on(work.today)}
    if not roles.intersection(SUPERIORS):
        return ""
    units = ever_overseen(work, person, Action.ROLL_UP)
    since = work.now - LATE_FOR
    owed = [
        report
        for report in obligations_opened_by(
            work.session, [unit.id for unit in units], work.today, since
        )
        if work.units[report.unit_id].valid_on(report.closes)
    ]
    late = [r for r in owed if r.state in UNFINISHED and r.late_at(work.now)]
    staff = Role.SUPERIOR_STAFF in roles
    if not staff and not _for_leaders(work, late):
        return ""
    morning = _morning(work, owed, late)
    lines, hints = _lines(work, morning)
    unlinked = _unlinked(work, person)
    if alone and staff and not unlinked and not _is_worth_a_message(work, person, morning):
        return ""
    if unlinked:
        lines.append(unlinked)
        hints.append("invite" if work.scope(person, Action.INVITE) else "invited_by")
    if not lines:
        return ""
    title = say("desk.digest.title", body=body_names(work, person, Action.ROLL_UP))
    hint = " ".join(say(f"desk.digest.hint_{each}") for each in ("see", *hints))
    return "\n".join([title, *lines, hint])


def _for_leaders(work: Work, late: Sequence[Obligation]) -> bool:
    calendar = work.catalogue.calendar
    days = {calendar.working_days_between(report.due_on, work.today) for report in late}
    return not days.isdisjoint(LEADERS_AFTER)


@dataclass(frozen=True, slots=True)
class Morning:
    """How things stand this morning below one superior. `asking`: in words."""

    owed: Sequence[Obligation]
    late: Sequence[Obligation]
    returned: Sequence[Obligation]  # and not late
    due_today: Sequence[Obligation]
    came_in: Sequence[Obligation]
    asking: Sequence[str]


def _morning(work: Work, owed: Sequence[Obligation], late: Sequence[Obligation]) -> Morning:
    start, end = _yesterday(work)
    today = [r for r in owed if r.state in UNFINISHED and r.due_on == work.today]
    complete = (r for r in owed if r.state is ObligationState.COMPLETE and r.completed_at)
    return Morning(
        owed,
        late,
        [r for r in owed if r.returned_at and not r.late_at(work.now)],
        [r for r in today if r.due >= work.now and not r.returned_at],
        [r for r in complete if r.completed_at and start < r.completed_at <= end],
        waiting_words(work, owed, asked_by=end),
    )


def _is_worth_a_message(work: Work, person: Official, morning: Morning) -> bool:
    """Is there anything that the last digest of this half of the week has not told?"""
    if morning.due_today or morning.came_in:
        return True
    if not morning.late and not morning.asking:
        return False  # who has sent something back knows that
    told_on = last_digest(work.session, person.id, days_of_half_week(work.today))
    if told_on is None:
        return True
    since = at_local(told_on, RING_AT)
    if any(report.due >= since for report in morning.late):
        return True
    return len(morning.asking) > len(waiting_words(work, morning.owed, asked_by=since))


def _lines(work: Work, morning: Morning) -> tuple[list[str], list[str]]:
    """What there is to tell, and which hints say what can be done about it."""
    lines, hints = [], []
    if morning.late:
        ordered = sorted(morning.late, key=lambda report: report.due)
        names = ", ".join(_late_one(work, report) for report in ordered)
        lines.append(say("desk.digest.late", count=len(ordered), names=names))
    if returned := morning.returned:
        names = _names(work, returned)
        lines.append(say("desk.digest.returned", count=len(returned), names=names))
    if today := morning.due_today:
        names = _names(work, today)
        lines.append(say("desk.digest.due_today", count=len(today), names=names))
    if lines:
        hints.append("nudge")
    if asking := morning.asking:
        lines.append(say("desk.digest.more_time", count=len(asking), names=", ".join(asking)))
        hints.append("extend")
    if came := morning.came_in:
        names = _names(work, came)
        lines.append(say("desk.digest.came_in", count=len(came), names=names))
        hints.append("approve")
    return lines, hints


def _unlinked(work: Work, person: Official) -> str:
    """Who was given a code and has not used it, day by day while it is good; empty without any."""
    invited = still_invited(work.session, work.now)
    if not invited:
        return ""
    units = [work.units[id_] for id_ in work.below(person, Action.SEE_STATUS)]
    found = [each for each in unreachable(work, units) if each.person.id in invited]
    if not found:
        return ""
    counts = Counter(each.unit.name for each in found)
    names = [
        say("desk.digest.unlinked_one", unit=name, count=counts[name])
        for name in sorted(counts, key=fold)
    ]
    people = len({each.person.id for each in found})
    return say("desk.digest.unlinked", count=people, names=in_a_row(names))


def _late_one(work: Work, report: Obligation) -> str:
    late = show_by(remaining(report, work.now, work.catalogue.calendar))
    return say("desk.digest.late_one", unit=unit_and_report(work, report), late=late)


def _names(work: Work, reports: Sequence[Obligation]) -> str:
    return in_a_row(sorted((unit_and_report(work, report) for report in reports), key=fold))


def _yesterday(work: Work) -> tuple[datetime, datetime]:
    """From the morning of the working day before to this morning: the same all day long."""
    before = work.catalogue.calendar.working_days_before(work.today, 1)
    return at_local(before, RING_AT), at_local(work.today, RING_AT)


def desk_digests(work: Work) -> tuple[tuple[Address, str], ...]:
    """Queue the morning of every superior who has got no digest today; to be asked for after the
    reminders, whose digests hold it already. Address and first line of each."""
    if not is_morning(work):
        return ()
    superiors = officials_in_role(work.session, SUPERIORS, work.today)
    sent: list[tuple[Address, str]] = []
    for person in superiors:
        work.people.know(person)
    for person in superiors:
        with apart(work.session, partial(_unworded, work, person)):
            sent += filter(None, [_send(work, person)])
    return tuple(sent)


def _unworded(work: Work, person: Official) -> None:
    """One whose morning cannot be worded keeps no other from having theirs."""
    log.exception("action=morning official=%s", person.id)
    words = say("outbox.unworded_morning", name=addressed(person))
    alarm(work, f"unworded:{person.id}:{work.today.isoformat()}", words)


def is_morning(work: Work) -> bool:
    """True in the first office hours of a working day."""
    hour, calendar = local(work.now).time(), work.catalogue.calendar
    return OFFICE_HOURS.windows[0].holds(hour) and allowed(work.now, OFFICE_HOURS, calendar)


def _send(work: Work, person: Official) -> tuple[Address, str] | None:
    addresses = work.addresses(person.id)
    away = person.id in work.stand_ins(work.today, [person.id])
    if not addresses or away or digest_sent_on(work.session, person.id, work.today):
        return None
    words = desk_paragraph(work, person, alone=True)
    if not words:
        return None
    text = say("remind.greeting", name=addressed(person)) + " " + words
    key = digest_key(person.id, work.today)
    reply = Reply(text, nudge_taps(work, person))
    queued = queue(work.session, key, addresses[0], person.id, "digest", reply, work.now)
    return (addresses[0], text.splitlines()[0]) if queued else None
