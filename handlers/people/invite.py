"""A one-time code for a colleague, ready to be passed on; and who has none linked yet.

dung < /moi ha
bot  > Chuyển tiếp tin này cho chị Hà:
       Kính gửi chị Hà. Bot Nhắc Việc nhận số liệu báo cáo của xã Bắc Sơn ...
dung < /moi
bot  > Chưa liên kết 2 người: chị Hà, anh Nam. ...                    [mời chị Hà] [mời anh Nam]
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from domain.dates.moments import local, through_day
from domain.people.people import Official, Role
from domain.people.permissions import Action
from domain.talk.messages import LONGEST_DATA, Choice, Incoming, Reply
from domain.words import fold
from handlers.names.people import people_named
from handlers.people.unreachable import Unreachable, unreachable
from handlers.wording.onward import page_line, page_of, read_start
from handlers.wording.refuse import refuse
from handlers.wording.say import say
from handlers.wording.show_moments import show_date
from handlers.wording.understood import behind
from handlers.work import Work, addressed, addressed_first
from storage.database.audit import note
from storage.people.invitations import create_invitation

COMMAND = "/moi"
TAPS_AT_MOST = 8


def take_invitation(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """ "mời Hà" of somebody who may invite her; None for any other text."""
    name = behind("command", "invite", incoming.text)
    if not name or incoming.choice:
        return None
    scope = work.scope(person, Action.INVITE)
    if not scope or not people_named(work, name, scope):
        return None
    return invite_person(work, person, incoming, name)


def invite_person(work: Work, person: Official, incoming: Incoming, name: str) -> Reply:
    """The code for one person, or, without a name, who is not linked yet."""
    scope = work.scope(person, Action.INVITE)
    if not scope:
        return refuse(work, person, "invite")
    start, rest = read_start(name)
    if not rest:
        return _unlinked(work, scope, start)
    found = people_named(work, name, scope)
    if not found:
        return refuse(work, person, "invite", "invite.nobody", name=name)
    if len(found) > 1:
        names = ", ".join(f"{each.id} ({each.name})" for each in found)
        return Reply(say("invite.several", name=name, names=names, first=found[0].id))
    if not _within(work, person, found[0], scope):
        return refuse(work, person, "invite", "invite.above", name=addressed(found[0]))
    return _code(work, person, found[0], incoming.bot)


def invite_unit(work: Work, person: Official, unit_id: str) -> Reply:
    """Who of one unit is not linked yet, each with a tap that makes the code."""
    if unit_id not in work.scope(person, Action.INVITE):
        return refuse(work, person, f"invite {unit_id}")
    return _unlinked(work, {unit_id})


def _within(work: Work, inviter: Official, invited: Official, scope: set[str]) -> bool:
    """A code makes its holder that person: so nobody gives one for rights beyond their reach."""
    posts = invited.posts_on(work.today)
    roles = {post.role for post in inviter.posts_on(work.today)}
    if any(post.role is Role.ADMINISTRATOR for post in posts) and Role.ADMINISTRATOR not in roles:
        return False
    return all(post.unit_id in scope for post in posts)


def _code(work: Work, inviter: Official, invited: Official, bot: str) -> Reply:
    code, until = invite(work, invited.id), valid_until(work.now)
    subject = f"official:{invited.id}"
    note(work.session, work.now, inviter.id, "official.invited", subject, {"until": until})
    unit = ", ".join(
        dict.fromkeys(work.units[post.unit_id].name for post in invited.posts_on(work.today))
    )
    lines = [say("invite.forward", name=addressed(invited))]
    if work.addresses(invited.id):
        lines.append(say("invite.linked", name=addressed_first(invited)))
    words = say("invite.words", name=addressed(invited), unit=unit, code=code, until=until)
    lines += ["", words]
    if bot:
        lines.append(say("invite.link", link=deep_link(bot, code)))
    return Reply("\n".join(lines))


def deep_link(bot: str, code: str) -> str:
    """Opens the chat with the bot on Telegram, with the code already typed."""
    return f"https://t.me/{bot}?start={code.replace('-', '')}"


def _unlinked(work: Work, scope: set[str], start: int = 1) -> Reply:
    units = [work.units[unit_id] for unit_id in scope if work.units[unit_id].valid_on(work.today)]
    units.sort(key=lambda unit: fold(unit.name))
    found = {each.person.id: each for each in unreachable(work, units)}
    if not found:
        return Reply(say("invite.all_linked"))
    shown = page_of(list(found.values()), start)
    lines = [say("invite.unlinked", count=len(found)), *(_line(each) for each in shown)]
    lines += filter(None, [page_line(len(found), start, COMMAND)])
    lines.append(say("invite.how", id=shown[0].person.id))
    return Reply("\n".join(lines), _taps(shown))


def _line(lost: Unreachable) -> str:
    why = say("desk.blocked" if lost.blocked else "desk.unlinked")
    name = addressed(lost.person)
    return say("invite.line", name=name, full_name=lost.person.name, unit=lost.unit.name, why=why)


def _taps(shown: Sequence[Unreachable]) -> tuple[Choice, ...]:
    taps = (
        Choice(say("invite.tap", name=addressed(each.person)), f"/moi {each.person.id}")
        for each in shown[:TAPS_AT_MOST]
    )
    return tuple(tap for tap in taps if len(tap.data.encode()) <= LONGEST_DATA)


def invite(work: Work, official_id: str) -> str:
    """Make a one-time code for a person; only its hash is stored."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(8))
    create_invitation(work.session, hash_of(code), official_id, _ends(work.now), work.now)
    return f"{code[:4]}-{code[4:]}"


def valid_until(now: datetime) -> str:
    """The last day on which a code that is made now links somebody, in words."""
    return show_date(local(_ends(now)).date())


def _ends(now: datetime) -> datetime:
    return through_day(now, VALID_DAYS)


def hash_of(code: str) -> str:
    """The form in which a code is stored."""
    return hashlib.sha256(code.encode()).hexdigest()


VALID_DAYS = 14


ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no look-alikes: I L O 0 1
