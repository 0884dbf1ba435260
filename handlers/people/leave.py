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
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.dates.due_wording import read_due
from domain.dates.leave_reading import LeaveWish, moved_to, read_leave, substitute_in
from domain.people.people import Leave, Official
from domain.people.permissions import Action
from domain.talk.messages import Choice, Incoming, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import DROP, NO, YES
from domain.words import fold, without_end, without_rim
from handlers.names.fields import field_words
from handlers.names.people import LONGEST_NAME, people_named
from handlers.people.colleague import colleague
from handlers.people.leave_told import (
    days_words,
    fields_held,
    leave_words,
    tell_absent,
    tell_heads,
    tell_replaced,
    tell_substitute,
)
from handlers.question import Answering, ask, ask_for, settle, to_choose, yes_or_no
from handlers.turn import TaskTurn
from handlers.wording.other_day import corrected, meant
from handlers.wording.refuse import refuse
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.told import Told, told_words
from handlers.wording.understood import behind, places, says
from handlers.work import Work, addressed, addressed_first
from storage.catalogue.words import folded
from storage.messages.outbox import words_last
from storage.people.leaves import end_leave, leaves_between, leaves_from
from storage.people.officials import save_leave

LONGEST = timedelta(days=190)  # maternity leave lasts six months
DAY = timedelta(days=1)
NOTE, DAYS, DROPPED = "leave.note", "leave.days", "leave.dropped"


@dataclass(frozen=True, slots=True)
class Absence:
    """A leave that can be, with the people it is about."""

    leave: Leave
    absent: Official
    substitute: Official | None
    instead: Leave | None = None  # the one that was noted before and is moved


def take_leave_words(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """The reply to a leave; None for anything else."""
    turn = TaskTurn(work, person, incoming)
    if incoming.file is not None:
        return None
    wish = None if incoming.choice else read_leave(incoming.text, work.today)
    return _propose(turn, wish) if wish else None


def take_moved(turn: TaskTurn) -> Reply | None:
    """ "à đổi sang thứ 5" right behind a leave that was noted: the same leave on another day, shown
    and asked; None for anything else."""
    if turn.incoming.file is not None or turn.incoming.choice:
        return None
    if reply := _by_another(turn):
        return reply
    words = corrected(turn.incoming) or _only_then(turn.incoming.text)
    if not words:
        return None
    noted = just_noted(turn)
    wish = _elsewhen(turn.work, words, noted) if noted else None
    return _propose(turn, wish, noted) if wish else None


def _only_then(text: str) -> str:
    """The day of "thôi thứ 3 mới nghỉ", "à nghỉ thứ 3 thôi"; empty for any other text."""
    front, beside = folded("other_day", "before"), folded("away", "only_then")
    said = without_rim(text.strip(" .!"), front, folded("sentence", "polite"))
    words = said.split()
    if said == text.strip(" .!") or not any(fold(word) in beside for word in words):
        return ""
    return " ".join(word for word in words if fold(word) not in beside)


def _by_another(turn: TaskTurn) -> Reply | None:
    """ "nhầm người, Hoa thay chứ không phải Tuấn", "đổi người thay sang Hoa": the leave that was
    just noted, or the only one to come, with somebody else who stands in; None for other texts."""
    name = _instead_of_the_other(turn.incoming.text)
    work, person = turn.work, turn.person
    if not name:
        return None
    mine = leaves_from(work.session, person.id, work.today)
    noted = just_noted(turn) or (mine[0] if len(mine) == 1 else None)
    own = [post.unit_id for post in person.posts_on(work.today)]
    if noted is None or not people_named(work, name, own):
        return None
    return _propose(turn, LeaveWish(noted.official_id, noted.first_day, noted.last_day, name))


def _instead_of_the_other(text: str) -> str:
    """Who stands in, of a text that says so of another than before; empty for any other."""
    if name := behind("away", "other_substitute", text):
        return without_end(name, folded("sentence", "polite")).strip(" ,.")
    front, _, rest = text.rpartition(",")
    slip = bool(front) and says("away", "wrong_substitute", front)
    said = rest if slip else text
    denied = places("away", "not_the_other", said)
    if not slip and not denied:
        return ""
    words = said.split()[: denied[0]] if denied else said.split()
    return substitute_in(" ".join(words))


def just_noted(turn: TaskTurn) -> Leave | None:
    """The leave of which the last words of the bot have said that it is noted."""
    work, last = turn.work, words_last(turn.work.session, turn.incoming.address)
    coming = leaves_between(work.session, work.today, work.today + LONGEST)
    return next((each for each in coming if last.startswith(_noted(work, each))), None)


def _elsewhen(work: Work, words: str, wished: Leave) -> LeaveWish | None:
    """The leave for as many days from another one on, and with whoever stands in then."""
    moved = moved_to(words, wished.first_day, work.today)
    if moved is None or moved.first is None:
        return None
    last = moved.last or moved.first + (wished.last_day - wished.first_day)
    substitute = moved.substitute or wished.substitute_id or ""
    return LeaveWish(wished.official_id, moved.first, last, substitute)


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
    """The days, who is away and who stands in, as behind "nghỉ", where not told before."""
    told = turn.question.data
    said = " ".join(filter(None, ["nghỉ", told.get("official", ""), turn.said]))
    wish = read_leave(said, turn.work.today)
    if wish is None:
        return None
    settle(turn, turn.question)
    wish = replace(wish, substitute=wish.substitute or told.get("substitute", ""))
    return _propose(turn.task_turn, wish)


# Who is meant, and whether that can be


def _propose(turn: TaskTurn, wish: LeaveWish, instead: Leave | None = None) -> Reply:
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
    absence = Absence(noted, absent, substitute, instead)
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
            "leave",
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
        return refuse(turn.work, turn.person, "leave", "leave.nobody", **fields)
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
        say("leave.replaces", days=days_words(other)) for other in _replaced(work, absence)
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
        fields = field_words(work.catalogue, fields_held(work, absence.absent))
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
        "instead": absence.instead.first_day.isoformat() if absence.instead else "",
    }
    about = say("question.leave", days=days, name=addressed(absence.absent))
    question = Question(NOTE, Wanted.YES_NO, data, yes_or_no(), about)
    return ask(turn, question, Asking("\n".join(lines)))


def _replaced(work: Work, absence: Absence) -> list[Leave]:
    """What was noted before and is no more."""
    found, moved = _overlapping(work, absence.leave), absence.instead
    return found if moved is None or moved in found else [moved, *found]


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


def may_note(turn: Answering) -> bool:
    """Whoever is away, and those who may speak for them by now."""
    absent = turn.work.people[turn.question.data["official"]]
    return may_speak_for(turn.work, turn.person, absent)


def may_speak_for(work: Work, person: Official, absent: Official) -> bool:
    """Of oneself everybody says when they are away."""
    units = {post.unit_id for post in absent.posts_on(work.today)}
    theirs = work.scope(person, Action.HANDLE_LEAVE)
    return absent.id == person.id or not units.isdisjoint(theirs)


def decided(turn: Answering) -> Reply | None:
    """A yes notes the leave."""
    if turn.word not in (YES, NO, DROP):
        return _on_other_days(turn) or _with_substitute(turn) or _denied(turn)
    work, data = turn.work, turn.question.data
    settle(turn, turn.question)
    if turn.word != YES:
        return Reply(say("leave.dropped", colleague=_stand_in(work, turn.person)))
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    noted = Leave(data["official"], first, last, data["substitute"] or None)
    substitute = work.people.get(data["substitute"])
    absence = Absence(noted, work.people[data["official"]], substitute, _instead(turn))
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
    return _propose(turn.task_turn, wish)


def _on_other_days(turn: Answering) -> Reply | None:
    """ "đổi sang thứ 5", "không phải mai, mốt cơ" before it was noted: asked anew."""
    data, words = turn.question.data, corrected(turn.incoming)
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    wished = Leave(data["official"], first, last, data["substitute"] or None)
    wish = _elsewhen(turn.work, words, wished) if words else None
    if wish is None:
        return None
    settle(turn, turn.question)
    return _propose(turn.task_turn, wish, _instead(turn))


def _denied(turn: Answering) -> Reply | None:
    """ "không phải mai": nothing is noted."""
    if meant(turn.said) is None:
        return None
    settle(turn, turn.question)
    return Reply(say("leave.dropped", colleague=_stand_in(turn.work, turn.person)))


def _instead(turn: Answering) -> Leave | None:
    """The leave that is moved."""
    data, work = turn.question.data, turn.work
    coming = leaves_from(work.session, data["official"], work.today)
    first = data.get("instead", "")
    return next((each for each in coming if each.first_day.isoformat() == first), None)


def ask_dropped(turn: TaskTurn) -> Reply | None:
    """ "nhầm" right behind a leave that was noted: is it dropped? None anywhere else."""
    noted = just_noted(turn)
    if noted is None:
        return None
    name, days = addressed(turn.work.people[noted.official_id]), days_words(noted)
    options = (_drop_tap(noted),)
    text = say_ask("ask.leave.drop", name=name, days=days)
    return ask_for(turn, to_choose(options, text, say("question.leave", days=days, name=name)))


def _note(turn: TaskTurn, absence: Absence) -> str:
    work, noted, by = turn.work, absence.leave, turn.person
    replaced = _replaced(work, absence)
    if moved := absence.instead:
        end_leave(work.session, moved, moved.first_day - DAY, work.now, by.id)
    for other in _overlapping(work, noted):
        if other.first_day != noted.first_day:
            end_leave(work.session, other, noted.first_day - DAY, work.now, by.id)
    save_leave(work.session, noted, work.now, by.id)
    after = work.anew()
    told = [
        *_substitutes_gone(after, absence, replaced, by),
        *tell_substitute(after, noted, by, instead=absence.instead),
        *tell_absent(after, noted, by, instead=absence.instead),
        *tell_heads(after, noted, by, instead=absence.instead),
    ]
    lines = [_noted(after, noted)]
    if told:
        lines.append(told_words(Told(tuple(told))))
    return "\n".join(lines)


def _substitutes_gone(
    work: Work, absence: Absence, replaced: Sequence[Leave], by: Official
) -> list[Official]:
    """Whoever was to stand in before, where somebody else does now, or nobody."""
    noted, gone = absence.leave, dict[str, Leave]()
    for each in replaced:
        whole = each == absence.instead or each.first_day >= noted.first_day
        if whole and each.substitute_id and each.substitute_id != noted.substitute_id:
            gone.setdefault(each.substitute_id, each)
    return [told for each in gone.values() for told in tell_replaced(work, each, noted, by)]


def _noted(work: Work, noted: Leave) -> str:
    return say("leave.noted", leave=leave_words(work, noted))


# Back again


def back(turn: TaskTurn, argument: str) -> Reply:
    """`hết nghỉ`: a leave that runs ends today, one that is to come is dropped: the one that was
    just noted, or that on the day that is named, otherwise the next."""
    work = turn.work
    argument = argument if _names_somebody(turn, argument) else ""
    day, name = _day_behind(argument)
    noted = None if argument else just_noted(turn)
    absent = work.people[noted.official_id] if noted else _absent(turn, name)
    if isinstance(absent, Reply):
        return absent
    coming = leaves_from(work.session, absent.id, work.today)
    if day is not None:
        coming = tuple(each for each in coming if each.first_day == day)
    if not coming:
        one = _stand_in(work, absent)
        return Reply(say("leave.not_away", name=addressed_first(absent), colleague=one))
    ended = next((each for each in coming if each == noted), coming[0])
    if len(coming) > 1 and ended != noted and not ended.covers(work.today):
        return _which(turn, absent, coming)
    stood_in = work.stand_ins(work.today, [absent.id]).get(absent.id)
    end_leave(work.session, ended, work.today - DAY, work.now, turn.person.id)
    if not ended.covers(work.today):
        words = say("leave.cancelled", name=addressed(absent), days=days_words(ended))
    else:
        words = say("leave.back", name=addressed(absent))
    told = [
        *tell_substitute(work, ended, turn.person, over=True, substitute_id=stood_in),
        *tell_absent(work, ended, turn.person, over=True),
    ]
    if ended.first_day > work.today:
        told += tell_heads(work, ended, turn.person, over=True)
    return Reply(f"{words}\n{told_words(Told(tuple(told)))}" if told else words)


def _names_somebody(turn: TaskTurn, argument: str) -> bool:
    """ "hết nghỉ minh", with the day of a tap; "không nghỉ nữa, việc đột xuất phải đi làm" tells
    why."""
    work, (day, name) = turn.work, _day_behind(argument)
    scope = work.scope(turn.person, Action.HANDLE_LEAVE)
    own = {post.unit_id for post in turn.person.posts_on(work.today)}
    known = bool(people_named(work, name, own | scope)) if name else False
    return known or day is not None or (bool(name) and len(name.split()) <= LONGEST_NAME)


def several_to_come(turn: TaskTurn) -> bool:
    """None of the own leaves runs or was just noted, and more than one is to come."""
    coming = leaves_from(turn.work.session, turn.person.id, turn.work.today)
    runs = bool(coming) and coming[0].covers(turn.work.today)
    return len(coming) > 1 and not runs and just_noted(turn) is None


def _which(turn: TaskTurn, absent: Official, coming: Sequence[Leave]) -> Reply:
    """Several leaves are to come: which of them is dropped?"""
    options = tuple(map(_drop_tap, coming))
    name = addressed(absent)
    lines = "; ".join(days_words(each) for each in coming)
    text = say_ask("ask.leave.drop_which", name=name, leaves=lines)
    about = say("question.leave", days=lines, name=name)
    data = {"official": absent.id}
    return ask(turn, Question(DROPPED, Wanted.ONE_OF, data, options, about, light=True), text)


def _drop_tap(leave: Leave) -> Choice:
    words = say("leave.tap_drop", days=days_words(leave))
    return Choice(words, f"/het-nghi {leave.official_id} {leave.first_day}")


def dropped(turn: Answering) -> Reply | None:
    """The leave with the day that is named, of those that were asked about."""
    work, absent = turn.work, turn.question.data["official"]
    day = read_due(turn.said, work.today).on
    coming = leaves_from(work.session, absent, work.today)
    meant = [each for each in coming if day and each.covers(day)]
    if len(meant) != 1:
        return None
    settle(turn, turn.question)
    task_turn = TaskTurn(work, turn.person, turn.incoming)
    return back(task_turn, f"{absent} {meant[0].first_day}")


def _day_behind(argument: str) -> tuple[date | None, str]:
    """ "nam 2024-09-20": the first day of the leave that is meant, and whose it is."""
    name, _, day = argument.rpartition(" ")
    try:
        return date.fromisoformat(day), name
    except ValueError:
        return None, argument
