"""Somebody leaves: every right ends at once, and, where a follower is named, passes on.

thanh < /thay-nguoi tuan cho minh
bot   > Anh Tuấn (Trần Văn Tuấn, xã Bắc Sơn) thôi việc từ hôm nay, anh Minh thay? ...  [đồng ý]
thanh < [đồng ý]
bot   > Đã thu hồi quyền của anh Tuấn. Anh Minh nhận phần: Tư pháp.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.people.people import Leave, Official, Post, Role
from domain.people.permissions import Action
from domain.talk.messages import Choice, Reply
from domain.talk.question import Question, Wanted
from domain.words import fold
from handlers.names.everybody import means_everybody
from handlers.names.fields import field_words
from handlers.names.people import people_named
from handlers.names.units import find_unit
from handlers.owed.people import with_role
from handlers.owed.tell import send_to
from handlers.people.colleague import colleague
from handlers.people.leave_told import days_words, tell_substitute
from handlers.question import ToAsk, to_choose
from handlers.turn import renew_ring
from handlers.wording.refuse import refuse
from handlers.wording.say import say, say_ask
from handlers.wording.show_moments import show_moment
from handlers.work import Work, addressed, addressed_first
from storage.database.audit import trail
from storage.messages.outbox import drop_waiting
from storage.people.found import officials_called
from storage.people.leaves import name_substitute, standing_in
from storage.people.officials import end_posts_in, save_official
from storage.tasks.tasks import By, tasks_led_by
from storage.tasks.tasks import hand_over as hand_task_over

AGREED, EVERYWHERE = "dong-y", "tat ca"
CONFIRM = "people.hand_over"
_FOLLOWS = re.compile(r"\s+(?:cho|thay bằng|thay bang|->|→)\s+", re.IGNORECASE)
_AT = re.compile(r"^(?:ở|o|tại|tai|bên|ben)\s+", re.IGNORECASE)
_AT_END = re.compile(r"\s+(?:ở|o|tại|tai|bên|ben)$", re.IGNORECASE)
_AGREED = re.compile(r"\s*\b(?:dong-y|dong y|đồng ý)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HandOver:
    """Who leaves which units, and who follows. `named`: as the units were told, empty where they
    were not."""

    leaver: Official
    heir: Official | None
    unit_ids: tuple[str, ...]
    named: str = ""


def hand_over(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """Ask once, then end the rights of the first named in the person's scope."""
    agreed = bool(_AGREED.search(text))
    said = [name.strip(" .") for name in _FOLLOWS.split(_AGREED.sub("", text), maxsplit=1)]
    if not said[0]:
        names = {"other": colleague(work, person), "colleague": colleague(work, person, nth=1)}
        return Reply(say("desk.hand_over.which", **names))
    scope = work.scope(person, Action.HAND_OVER)
    if not scope:
        return refuse(work, person, "hand_over", "desk.hand_over.not_allowed")
    said[0], where, named = _apart(work, said[0], scope)
    found = [_person(work, person, name, scope) for name in said]
    for each in found:
        if isinstance(each, Reply):
            return each
    people = [each for each in found if isinstance(each, Official)]
    if len(people) > 1 and people[0].id == people[1].id:
        return Reply(say("desk.hand_over.same"))
    change = replace(_change(work, people, where), named=named)
    if not change.unit_ids:
        units = ", ".join(work.units[unit_id].name for unit_id in where)
        return Reply(say("desk.hand_over.not_there", name=addressed_first(people[0]), units=units))
    if agreed:
        return _done(work, person, change)
    several = len(change.unit_ids) > 1 and not named
    return _ask_where(work, change) if several else _ask(work, change)


def _apart(work: Work, said: str, scope: Collection[str]) -> tuple[str, Collection[str], str]:
    """ "son ở xã Bình Trị": the person, the units that are left, and how these were told."""
    words, units = said.split(), {unit_id: work.units[unit_id] for unit_id in scope}
    for at in range(1, len(words)):
        tail = _AT.sub("", " ".join(words[at:]))
        if means_everybody(tail):
            return " ".join(words[:at]), scope, tail
        found = find_unit(tail, units, work.today, work.units)
        if found.unit_id and not found.guessed:
            name = " ".join(words[:at])
            return _AT_END.sub("", name), (found.unit_id,), found.unit_id
    return said, scope, ""


def _person(work: Work, asker: Official, name: str, scope: Iterable[str]) -> Official | Reply:
    """One person of the scope; others do not exist for the asker."""
    found = people_named(work, name, scope)
    if len(found) == 1:
        return found[0]
    if not found:
        return _already(work, name, scope) or refuse(
            work, asker, "hand_over", "desk.hand_over.nobody", name=name
        )
    names = ", ".join(f"{each.id} ({each.name})" for each in found)
    return Reply(say("desk.hand_over.several", name=name, names=names, first=found[0].id))


def _already(work: Work, name: str, scope: Iterable[str]) -> Reply | None:
    """Whose rights in the scope were ended before, by whom and when."""
    units, wanted = set(scope), fold(name)
    for person in officials_called(work.session, wanted.split()):
        called = wanted in (person.id, fold(person.name), fold(addressed(person)))
        if not called or not any(post.unit_id in units for post in person.posts):
            continue
        deeds = trail(work.session, f"official:{person.id}")
        ended = [d for d in deeds if d.action == "official.posts_ended" and d.official_id]
        if ended:
            who = addressed_first(work.people[ended[-1].official_id or ""])
            fields = {"who": who, "name": addressed(person), "at": show_moment(ended[-1].at)}
            return Reply(say("desk.hand_over.already", **fields))
    return None


def _change(work: Work, people: Sequence[Official], scope: Iterable[str]) -> HandOver:
    leaver = people[0]
    held = dict.fromkeys(post.unit_id for post in leaver.posts_on(work.today))
    allowed = set(scope)
    here = tuple(unit_id for unit_id in held if unit_id in allowed)
    return HandOver(leaver, people[1] if len(people) > 1 else None, here)


def _ask_where(work: Work, change: HandOver) -> ToAsk:
    """Somebody serves in several units: in which is it over?"""
    fields = {"name": addressed_first(change.leaver), "full_name": change.leaver.name}
    text = say_ask("ask.desk.hand_over_where", units=_units(work, change), **fields)
    options = [
        Choice(
            say("desk.hand_over.tap_there", unit=work.units[unit_id].name),
            f"/thay-nguoi {_argument(change, unit_id)}",
        )
        for unit_id in change.unit_ids
    ]
    every = say("desk.hand_over.tap_all", count=len(change.unit_ids))
    options.append(Choice(every, f"/thay-nguoi {_argument(change, EVERYWHERE)}"))
    name = say("question.hand_over", name=addressed(change.leaver))
    return to_choose(tuple(options), text, name)


def _argument(change: HandOver, where: str) -> str:
    """Who leaves where, and who follows, as it is typed."""
    parts = [change.leaver.id, where, f"cho {change.heir.id}" if change.heir else ""]
    return " ".join(filter(None, parts))


def _ask(work: Work, change: HandOver) -> ToAsk:
    leaver, heir, rest = change.leaver, change.heir, _rest(work, change)
    fields = {
        "name": addressed_first(leaver),
        "full_name": leaver.name,
        "units": _units(work, change),
    }
    text = say_ask("ask.desk.hand_over", **fields)
    if rest:
        text = say_ask("ask.desk.hand_over_part", **fields, rest=rest)
    if heir is not None:
        follows = {"heir": addressed(heir), "heir_full_name": heir.name}
        text = say_ask("ask.desk.hand_over_heir", **fields, **follows)
        if rest:
            text = say_ask("ask.desk.hand_over_part_heir", **fields, **follows, rest=rest)
    argument = f"{_argument(change, change.named)} {AGREED}"
    tap = Choice(f"/thay-nguoi {argument}", f"/thay-nguoi {argument}")
    name = say("question.hand_over", name=addressed(leaver))
    data = {"word": "thay-nguoi", "argument": argument}
    return ToAsk(Question(CONFIRM, Wanted.YES_NO, data, (tap,), name), text)


def _done(work: Work, person: Official, change: HandOver) -> Reply:
    leaver, heir = change.leaver, change.heir
    yesterday = work.today - timedelta(days=1)
    gone = end_posts_in(work.session, leaver.id, change.unit_ids, yesterday, work.now, person.id)
    lines = [say("desk.hand_over.done", name=addressed(leaver))]
    if gone:
        drop_waiting(work.session, leaver.id, "left", work.now)
    else:
        lines.append(
            say("desk.hand_over.stays", name=addressed_first(leaver), units=_rest(work, change))
        )
    lines += _pass_standing_in(work, person, change)
    if heir is not None:
        lines += _pass_on(work, person, change, heir)
    return Reply("\n".join(lines))


def _pass_standing_in(work: Work, person: Official, change: HandOver) -> list[str]:
    """Those for whom the leaver stood in: the follower does, or the head is asked to name one."""
    lines = []
    for leave in standing_in(work.session, change.leaver.id, work.today):
        absent = work.people[leave.official_id]
        if any(post.unit_id in change.unit_ids for post in absent.posts_on(work.today)):
            lines.append(_stand_in_anew(work, person, change, leave))
    return lines


def _stand_in_anew(work: Work, person: Official, change: HandOver, leave: Leave) -> str:
    absent, heir = work.people[leave.official_id], change.heir
    fields = {"name": addressed_first(absent), "days": days_words(leave)}
    if heir is not None and heir.id != absent.id:
        name_substitute(work.session, leave, heir.id, work.now, person.id)
        tell_substitute(work, replace(leave, substitute_id=heir.id), person)
        return say("desk.hand_over.stands_in", heir=addressed(heir), **fields)
    name_substitute(work.session, leave, None, work.now, person.id)
    one = colleague(work.anew(), absent, [change.leaver.id])
    words = say("desk.hand_over.stands_in_open", id=absent.id, colleague=one, **fields)
    for head in _heads(work, change):
        if head.id != person.id:
            send_to(work, head, Reply(words), kind="leave")
    return words


def _heads(work: Work, change: HandOver) -> Iterable[Official]:
    heads = (with_role(work, unit_id, Role.OFFICE_HEAD) for unit_id in change.unit_ids)
    return (head for found in heads for head in found if head.id != change.leaver.id)


def _pass_on(work: Work, person: Official, change: HandOver, heir: Official) -> list[str]:
    """The owner fields and the open tasks go to the follower, who is told."""
    lines = []
    posts = _inherited(work, change)
    if posts:
        save_official(work.session, _with_posts(work, heir, posts), work.now, person.id, heir)
        fields = field_words(work.catalogue, [field for post in posts for field in post.fields])
        lines.append(say("desk.hand_over.given", heir=addressed_first(heir), fields=fields))
        words = say(
            "desk.hand_over.notice",
            heir=addressed_first(heir),
            name=addressed(change.leaver),
            unit=_units(work, change),
            fields=fields,
        )
        send_to(work, heir, Reply(words), kind="hand_over")
    if count := _pass_tasks_on(work, person, change, heir):
        lines.append(say("desk.hand_over.tasks", count=count))
    return lines


def _inherited(work: Work, change: HandOver) -> list[Post]:
    """The fields that the leaver held; roles of heads do not pass on by themselves."""
    return [
        Post(post.unit_id, Role.OFFICIAL, post.fields, work.today)
        for post in change.leaver.posts_on(work.today)
        if post.unit_id in change.unit_ids and post.fields
    ]


def _with_posts(work: Work, heir: Official, posts: Sequence[Post]) -> Official:
    return replace(heir, posts=(*heir.posts, *posts))


def _pass_tasks_on(work: Work, person: Official, change: HandOver, heir: Official) -> int:
    by = By(person.id, "desk", work.now)
    mine = [
        task
        for task in tasks_led_by(work.session, change.leaver.id)
        if task.unit_id in change.unit_ids
    ]
    after = work.anew()
    for task in mine:
        hand_task_over(work.session, task, heir.id, by)
        renew_ring(after, task.id)
    return len(mine)


def _units(work: Work, change: HandOver) -> str:
    return ", ".join(work.units[unit_id].name for unit_id in change.unit_ids)


def _rest(work: Work, change: HandOver) -> str:
    held = dict.fromkeys(post.unit_id for post in change.leaver.posts_on(work.today))
    rest = (unit_id for unit_id in held if unit_id not in change.unit_ids)
    return ", ".join(sorted((work.units[unit_id].name for unit_id in rest), key=fold))
