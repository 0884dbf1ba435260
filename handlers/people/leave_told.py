"""A leave in words, and the messages to those whom it concerns."""

from __future__ import annotations

from domain.people.people import Leave, Official, Role
from domain.talk.messages import Reply
from handlers.names.fields import field_words
from handlers.owed.people import with_role
from handlers.owed.tell import send_to
from handlers.wording.say import say
from handlers.wording.show_moments import show_day
from handlers.work import Work, addressed, addressed_first


def days_words(leave: Leave) -> str:
    """`từ Chủ nhật 1/9 đến thứ Năm 5/9`, `thứ Hai 2/9`."""
    if leave.first_day == leave.last_day:
        return show_day(leave.first_day)
    first, last = show_day(leave.first_day), show_day(leave.last_day)
    return say("leave.days", first=first, last=last)


def leave_words(work: Work, leave: Leave) -> str:
    """`anh Minh nghỉ từ Chủ nhật 1/9 đến thứ Năm 5/9, chị Lan thay`."""
    substitute = work.people.get(leave.substitute_id or "")
    name, days = addressed(work.people[leave.official_id]), days_words(leave)
    if substitute is None:
        return say("leave.line_alone", name=name, days=days)
    return say("leave.line", name=name, days=days, substitute=addressed(substitute))


def fields_held(work: Work, person: Official) -> tuple[str, ...]:
    """The owner fields of all posts of a person."""
    fields = (field for post in person.posts_on(work.today) for field in post.fields)
    return tuple(dict.fromkeys(fields))


def tell_substitute(
    work: Work,
    leave: Leave,
    by: Official,
    *,
    over: bool = False,
    substitute_id: str | None = None,
    instead: Leave | None = None,
) -> list[Official]:
    """Whoever stands in hears at once what is theirs now, or that it no longer is. `instead`: the
    leave that was moved."""
    person = work.people.get(substitute_id or leave.substitute_id or "")
    absent = work.people[leave.official_id]
    if person is None:
        return []
    fields = field_words(work.catalogue, fields_held(work, absent))
    over_id = "leave.told_over" if leave.covers(work.today) else "leave.told_dropped"
    words = say(
        over_id if over else "leave.told_substitute",
        first=addressed_first(absent if over else person),
        substitute=addressed(person),
        name=addressed(absent),
        days=days_words(leave),
        fields=say("leave.fields", fields=fields) if fields else "",
    )
    return _tell(work, person, by, words + _in_its_place(instead))


def tell_replaced(work: Work, leave: Leave, now: Leave, by: Official) -> list[Official]:
    """Whoever was to stand in hears that somebody else does, or nobody any more."""
    person = work.people.get(leave.substitute_id or "")
    other = work.people.get(now.substitute_id or "")
    if person is None:
        return []
    name, days = addressed_first(work.people[now.official_id]), days_words(now)
    text_id = "leave.told_other" if other else "leave.told_other_none"
    heir = {"other": addressed(other)} if other else {}
    words = say(text_id, name=name, days=days, substitute=addressed(person), **heir)
    return _tell(work, person, by, words)


def _in_its_place(instead: Leave | None) -> str:
    return "\n" + say("leave.replaces", days=days_words(instead)) if instead else ""


def tell_absent(
    work: Work, leave: Leave, by: Official, *, over: bool = False, instead: Leave | None = None
) -> list[Official]:
    """Of what somebody else has noted for them."""
    absent = work.people[leave.official_id]
    text_id = "leave.told_absent_over" if over else "leave.told_absent"
    words = say(text_id, by=addressed_first(by), leave=leave_words(work, leave))
    return _tell(work, absent, by, words + _in_its_place(instead))


def tell_heads(
    work: Work, leave: Leave, by: Official, *, over: bool = False, instead: Leave | None = None
) -> list[Official]:
    """The head of office of whoever has noted an own leave, or dropped it."""
    if leave.official_id != by.id:
        return []
    if over:
        name = addressed(work.people[leave.official_id])
        words = say("leave.told_head_over", name=name, days=days_words(leave))
    else:
        words = say("leave.told_head", leave=leave_words(work, leave)) + _in_its_place(instead)
    others = (head for head in heads_of(work, by) if head.id != leave.substitute_id)
    return [told for head in others for told in _tell(work, head, by, words)]


def heads_of(work: Work, person: Official) -> list[Official]:
    """The heads of office of all units in which somebody holds a post today, each once."""
    units = dict.fromkeys(post.unit_id for post in person.posts_on(work.today))
    every = (head for unit_id in units for head in with_role(work, unit_id, Role.OFFICE_HEAD))
    return list({head.id: head for head in every}.values())


def _tell(work: Work, person: Official, by: Official, words: str) -> list[Official]:
    if person.id == by.id:
        return []
    return [person] if send_to(work, person, Reply(words), kind="leave") else []
