"""Somebody is away for some days, and somebody stands in: said in chat, asked once, told at once.

minh < nghỉ 1/9-5/9 lan thay
bot  > Anh Minh nghỉ từ Chủ nhật 1/9 đến thứ Năm 5/9, chị Lan thay phần: Địa chính. Đúng không?
minh < đúng
bot  > Đã ghi: anh Minh nghỉ từ Chủ nhật 1/9 đến thứ Năm 5/9, chị Lan thay.
bot  > (lan) Chị Lan thay anh Minh nghỉ từ Chủ nhật 1/9 đến thứ Năm 5/9, phần: Địa chính. ...

Everybody says so for themselves; for others the head of office, the chairman and administrators.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.dates.leave_reading import LeaveWish, read_leave, substitute_in
from domain.people.people import Leave, Official
from domain.people.permissions import Action
from domain.talk.messages import Incoming, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import DROP, NO, YES
from handlers.names.people import people_named
from handlers.people.colleague import colleague
from handlers.people.leave_told import (
    days_words,
    field_words,
    fields_held,
    leave_words,
    tell_absent,
    tell_heads,
    tell_substitute,
)
from handlers.question import Answering, ask, settle, yes_or_no
from handlers.turn import TaskTurn
from handlers.wording.refuse import refuse
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.told import Told, told_words
from handlers.work import Work, addressed, addressed_first
from storage.people.leaves import end_leave, leaves_between, leaves_from
from storage.people.officials import save_leave

LONGEST = timedelta(days=190)  # maternity leave lasts six months
DAY = timedelta(days=1)
NOTE, DAYS = "leave.note", "leave.days"


@dataclass(frozen=True, slots=True)
class Absence:
    """A leave that can be, with the people it is about."""

    leave: Leave
    absent: Official
    substitute: Official | None


def take_leave_words(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """The reply to a leave; None for anything else."""
    turn = TaskTurn(work, person, incoming)
    if incoming.file is not None:
        return None
    wish = None if incoming.choice else read_leave(incoming.text, work.today)
    return _propose(turn, wish) if wish else None


def leave(turn: TaskTurn, argument: str) -> Reply:
    """`/nghi`: a leave; without days who is away, and how to say so."""
    wish = read_leave(f"nghỉ {argument}", turn.work.today)
    return _propose(turn, wish) if wish else _how(turn)


def _how(turn: TaskTurn) -> Reply:
    work = turn.work
    scope = work.scope(turn.person, Action.HANDLE_LEAVE)
    seen = {p.id for unit_id in scope for p in work.people.staff(unit_id)} | {turn.person.id}
    coming = leaves_between(work.session, work.today, work.today + LONGEST)
    lines = ["- " + leave_words(work, each) for each in coming if each.official_id in seen]
    names = {
        "colleague": colleague(work, turn.person),
        "other": colleague(work, turn.person, nth=1),
    }
    text = say_ask("ask.leave.days_of_whom" if scope else "ask.leave.days", **names)
    question = Question(DAYS, Wanted.DATE, name=say("question.leave_days"), light=True)
    return ask(turn, question, Asking("\n".join([*lines, text.words])))


def dated(turn: Answering) -> Reply | None:
    """The days, who is away and who stands in, as behind "nghỉ"."""
    wish = read_leave(f"nghỉ {turn.said}", turn.work.today)
    if wish is None:
        return None
    settle(turn, turn.question)
    return _propose(TaskTurn(turn.work, turn.person, turn.incoming), wish)


# Who is meant, and whether that can be


def _propose(turn: TaskTurn, wish: LeaveWish) -> Reply:
    absent = _absent(turn, wish.who)
    if isinstance(absent, Reply):
        return absent
    if wish.first is None or wish.last is None:
        return Reply(say("leave.no_day", colleague=_stand_in(turn.work, absent)))
    if fault := _impossible(turn.work, absent, wish.first, wish.last):
        return Reply(fault)
    units = [post.unit_id for post in absent.posts_on(turn.work.today)]
    substitute = _one(turn, wish.substitute, units) if wish.substitute else None
    if isinstance(substitute, Reply):
        return substitute
    noted = Leave(absent.id, wish.first, wish.last, substitute.id if substitute else None)
    absence = Absence(noted, absent, substitute)
    fault = _cannot_stand_in(turn.work, absence)
    return Reply(fault) if fault else _ask(turn, absence)


def _absent(turn: TaskTurn, name: str) -> Official | Reply:
    """The speaker, or one of those for whom they may speak."""
    work, person = turn.work, turn.person
    if not name:
        return person
    own = [post.unit_id for post in person.posts_on(work.today)]
    if person in people_named(work, name, own):
        return person
    scope = work.scope(person, Action.HANDLE_LEAVE)
    if not scope:
        return refuse(
            work,
            person,
            f"leave of {name}",
            "leave.only_own",
            colleague=_stand_in(work, person),
        )
    return _one(turn, name, scope)


def _one(turn: TaskTurn, name: str, unit_ids: Sequence[str] | set[str]) -> Official | Reply:
    found = people_named(turn.work, name, unit_ids)
    if len(found) == 1:
        return found[0]
    if not found:
        fields = {"name": name, "colleague": _stand_in(turn.work, turn.person)}
        return refuse(turn.work, turn.person, f"leave {name}", "leave.nobody", **fields)
    names = ", ".join(f"{each.id} ({each.name})" for each in found)
    return Reply(say("leave.several", name=name, names=names, first=found[0].id))


def _impossible(work: Work, absent: Official, first: date, last: date) -> str:
    one = _stand_in(work, absent)
    if last < first:
        return say("leave.backwards", colleague=one)
    if last < work.today:
        return say("leave.past", colleague=one)
    too_long = last - first > LONGEST
    return say("leave.too_long", other=absent.id, colleague=one) if too_long else ""


def _stand_in(work: Work, absent: Official) -> str:
    """Somebody who could stand in, as an example of how it is said."""
    return colleague(work, absent)


def _cannot_stand_in(work: Work, absence: Absence) -> str:
    """Why the substitute cannot: the same person, or away as well."""
    substitute, noted = absence.substitute, absence.leave
    if substitute is None:
        return ""
    if substitute.id == noted.official_id:
        return say("leave.same")
    for other in leaves_between(work.session, noted.first_day, noted.last_day):
        if other.official_id == substitute.id:
            days = days_words(other)
            return say("leave.substitute_away", name=addressed_first(substitute), days=days)
    return ""


# Asking once


def _ask(turn: TaskTurn, absence: Absence) -> Reply:
    work, noted = turn.work, absence.leave
    name, days = addressed_first(absence.absent), days_words(noted)
    lines = [
        say("leave.replaces", days=days_words(other)) for other in _overlapping(work, noted)
    ] + _stood_in_for(work, absence)
    if absence.substitute is None:
        lines.insert(
            0,
            say_ask(
                "ask.leave.alone",
                name=name,
                days=days,
                who=addressed(absence.absent),
                colleague=_stand_in(work, absence.absent),
            ).words,
        )
    else:
        fields = field_words(work, fields_held(work, absence.absent))
        what = say("leave.fields", fields=fields) if fields else ""
        who = addressed(absence.substitute)
        lines.insert(
            0, say_ask("ask.leave.with", name=name, days=days, substitute=who, fields=what).words
        )
    data = {
        "official": noted.official_id,
        "first": noted.first_day.isoformat(),
        "last": noted.last_day.isoformat(),
        "substitute": noted.substitute_id or "",
    }
    about = say("question.leave", days=days, name=addressed(absence.absent))
    question = Question(NOTE, Wanted.YES_NO, data, yes_or_no(), about)
    return ask(turn, question, Asking("\n".join(lines)))


def _overlapping(work: Work, noted: Leave) -> list[Leave]:
    found = leaves_between(work.session, noted.first_day, noted.last_day)
    return [other for other in found if other.official_id == noted.official_id]


def _stood_in_for(work: Work, absence: Absence) -> list[str]:
    """Whoever goes away stands in for others in these days: who does it now?"""
    noted = absence.leave
    names = ", ".join(
        addressed(work.people[other.official_id])
        for other in leaves_between(work.session, noted.first_day, noted.last_day)
        if other.substitute_id == noted.official_id
    )
    if not names:
        return []
    name = addressed_first(absence.absent)
    if absence.substitute is None:
        return [say("leave.stands_in_open", name=name, names=names)]
    return [say("leave.stands_in", name=name, names=names, heir=addressed(absence.substitute))]


# The answer


def decided(turn: Answering) -> Reply | None:
    """A yes notes the leave."""
    if turn.word not in (YES, NO, DROP):
        return _with_substitute(turn)
    work, data = turn.work, turn.question.data
    settle(turn, turn.question)
    if turn.word != YES:
        return Reply(say("leave.dropped", colleague=_stand_in(work, turn.person)))
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    noted = Leave(data["official"], first, last, data["substitute"] or None)
    substitute = work.people.get(data["substitute"])
    absence = Absence(noted, work.people[data["official"]], substitute)
    if fault := _impossible(work, absence.absent, noted.first_day, noted.last_day):
        return Reply(fault)
    return Reply(_note(TaskTurn(work, turn.person, turn.incoming), absence))


def _with_substitute(turn: Answering) -> Reply | None:
    """ "anh Tuấn làm thay": the same leave with somebody who stands in, asked anew."""
    name, data = substitute_in(turn.said), turn.question.data
    if not name:
        return None
    settle(turn, turn.question)
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    wish = LeaveWish(data["official"], first, last, name)
    return _propose(TaskTurn(turn.work, turn.person, turn.incoming), wish)


def _note(turn: TaskTurn, absence: Absence) -> str:
    work, noted, by = turn.work, absence.leave, turn.person
    for other in _overlapping(work, noted):
        if other.first_day != noted.first_day:
            end_leave(work.session, other, noted.first_day - DAY, work.now, by.id)
    save_leave(work.session, noted, work.now, by.id)
    after = work.anew()
    told = [
        *tell_substitute(after, noted, by),
        *tell_absent(after, noted, by),
        *tell_heads(after, noted, by),
    ]
    lines = [say("leave.noted", leave=leave_words(after, noted))]
    if told:
        lines.append(told_words(Told(tuple(told))))
    return "\n".join(lines)


# Back again


def back(turn: TaskTurn, name: str) -> Reply:
    """`hết nghỉ`: a leave that runs ends today, one that is to come is dropped."""
    absent = _absent(turn, name)
    if isinstance(absent, Reply):
        return absent
    work = turn.work
    coming = leaves_from(work.session, absent.id, work.today)
    if not coming:
        one = _stand_in(work, absent)
        return Reply(say("leave.not_away", name=addressed_first(absent), colleague=one))
    ended, stood_in = coming[0], work.stand_ins(work.today, [absent.id]).get(absent.id)
    end_leave(work.session, ended, work.today - DAY, work.now, turn.person.id)
    if not ended.covers(work.today):
        words = say("leave.cancelled", name=addressed(absent), days=days_words(ended))
    else:
        words = say("leave.back", name=addressed(absent))
    told = [
        *tell_substitute(work, ended, turn.person, over=True, substitute_id=stood_in),
        *tell_absent(work, ended, turn.person, over=True),
    ]
    return Reply(f"{words}\n{told_words(Told(tuple(told)))}" if told else words)
