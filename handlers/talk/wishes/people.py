"""Who is away, who is back, who is to be let in, whom to ask: said in a sentence.

lan  < chỗ này hỏi ai ở huyện được ạ
bot  > Về báo cáo này, chị có thể hỏi:
       - chị Quỳnh, Chuyên viên Phòng Nội vụ (huyện Ân Thi)
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, takewhile

from domain.dates.due_wording import read_due
from domain.dates.hour_reading import WEEKDAY
from domain.dates.leave_reading import near_days, span_in, substitute_in
from domain.dates.moments import local
from domain.dates.periods import last_day
from domain.people.people import Official, Role
from domain.people.permissions import SUPERIORS, Action
from domain.people.units import superiors_on
from domain.talk.messages import Reply
from domain.talk.moments_said import first_and_last, moments, weeks_or_months
from domain.talk.question import Question, Wanted
from domain.tasks.details import read_snooze
from domain.words import aligned, fold
from handlers.names.fields import field_words, fields_named
from handlers.names.people import LONGEST_NAME, people_named
from handlers.owed.people import acting_role
from handlers.people.colleague import colleague
from handlers.people.invite import invite_person, invite_unit
from handlers.people.leave import DAYS, back, dated, leave
from handlers.people.leave_told import leave_words
from handlers.question import Answering, ask, settle
from handlers.report.parts import responsible_by_field
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Request
from handlers.talk.said import read_said
from handlers.turn import TaskTurn
from handlers.wording.say import say, say_ask
from handlers.wording.show_moments import show_day
from handlers.wording.understood import places
from handlers.work import Work, addressed, addressed_first
from storage.catalogue.words import folded, single_words
from storage.people.leaves import leaves_between

NAMED_AT_MOST = 4
AWAY_WITHIN = timedelta(days=30)  # of whom is told where no day is named
FROM, UNTIL = re.compile(r"(?<!thu\s)\btu\b|bat dau"), re.compile(r"den\b|het\b|toi\b")
_BARE_WEEKDAY = re.compile(rf"(?:tu\s)?{WEEKDAY}")
_ABOVE = (*SUPERIORS, Role.ADMINISTRATOR)
_HERE = (Role.OFFICE_HEAD, Role.ADMINISTRATOR)


def away(request: Request) -> Reply | None:
    """Days and substitute, shown and asked before anything is noted; None where a meeting is told
    of and nobody is away."""
    said, own = request.said, request.person.id
    told = said.bases
    if told & folded("cue", "meeting") and not told & folded("cue", "leave"):
        return None
    others = [id_ for id_ in said.people if id_ != own]
    absent = others.pop(0) if others and _leads(request, others[0]) else _in_front(request)
    substitute = next((id_ for id_ in others if id_ != absent), "")
    if absent and not substitute:
        clauses = re.split(r"[,.;]", said.text)
        substitute = next(filter(None, map(substitute_in, clauses)), "")
    days = "" if places("away", "begins_unread", said.text) else _days(request)
    if not days:
        return _until_when(request, absent, substitute)
    return _away_on(request.turn, days, absent, substitute)


def _until_when(request: Request, absent: str, substitute: str) -> Reply:
    """Which days: asked, with who is away, who stands in, of which week and for how many days."""
    work, said = request.work, request.said
    week = next((w for w, _ in _moments_said(request) if fold(w) in folded("away", "weeks")), "")
    data = {"official": absent, "substitute": substitute, "week": week, "days": said.days}
    example = " ".join(filter(None, [absent, "1/9-5/9"]))
    one = colleague(work, request.person, [absent])
    text = say_ask("ask.leave.until_when", example=example, colleague=one)
    question = Question(DAYS, Wanted.DATE, data, name=say("question.leave_days"), light=True)
    return ask(request.turn, question, text)


def days_told(turn: Answering) -> Reply | None:
    """The days that were asked for: as behind "nghỉ", or "thứ 2 tới thứ 4", "từ thứ 3" of the week
    and for the days that were told before; or who stands in, beside which they are asked once
    more."""
    if reply := dated(turn):
        return reply
    data = turn.question.data
    week, absent, substitute = (data.get(key, "") for key in ("week", "official", "substitute"))
    named = bool(moments(aligned(turn.said)))
    for more in dict.fromkeys(("", week)):
        request = _as_leave(turn, more)
        others = [id_ for id_ in request.said.people if id_ not in (turn.person.id, absent)]
        substitute = next(iter(others), substitute)
        if named and (days := _days(request)):
            settle(turn, turn.question)
            return _away_on(request.turn, days, absent, substitute)
    if substitute == data.get("substitute", ""):
        return None
    settle(turn, turn.question)
    return _until_when(_as_leave(turn, week), absent, substitute)


def _as_leave(turn: Answering, week: str) -> Request:
    """The answer as if it stood behind "nghỉ", with what was told before."""
    text = " ".join(filter(None, ["nghỉ", turn.said, week]))
    said = read_said(turn.work, turn.person, text).said
    said = replace(said, days=said.days or turn.question.data.get("days"))
    return Request(turn.work, turn.person, replace(turn.incoming, text=text), said=said)


def _away_on(turn: TaskTurn, days: str, absent: str, substitute: str) -> Reply:
    words = " ".join(filter(None, [absent, days]))
    return leave(turn, f"{words}, {substitute}" if substitute else words)


def _days(request: Request) -> str:
    """`13/9-17/9`: from the day that is named, or from today, for so many working days or until a
    day; empty where no last day is named."""
    work, said = request.work, request.said
    if span := span_in(said.folded):
        return span
    if near := near_days(said.folded, work.today):
        return f"{near[0]:%d/%m/%Y}-{near[1]:%d/%m/%Y}"
    if (between := first_and_last(said.folded)) and (both := _both_days(request, *between)):
        return both
    if (several := _days_side_by_side(request)) is not None:
        return several
    named = _day_named(request)
    begins = bool(FROM.match(fold(_due(request))))
    if week := _week_alone(request):
        return _in_week(request, *week)
    count, kind = weeks_or_months(said.folded)
    if count:
        first = named or work.today
        last = last_day(first, count, kind)
    elif said.days:
        first = named or work.today
        last = work.catalogue.calendar.working_days_after(first, said.days - 1)
    elif named is None or begins:
        return ""
    else:
        until = bool(UNTIL.match(fold(_due(request))))
        first, last = (work.today if until else named), named
    return f"{first:%d/%m/%Y}-{last:%d/%m/%Y}"


def _both_days(request: Request, first: str, last: str) -> str:
    """ "từ mai đến hết tuần", "từ thứ 2 đến thứ 4"."""
    begins = _day(request, first)
    ends = next(filter(None, (_day(request, words) for words in _shorter(last))), None)
    if begins is None or ends is None or ends < begins:
        return ""
    return f"{begins:%d/%m/%Y}-{ends:%d/%m/%Y}"


def _shorter(words: str) -> list[str]:
    """The words, and less of them: "het tuan anh minh lam thay" may go on behind the day."""
    said = words.split()
    return [" ".join(said[:length]) for length in range(min(len(said), 4), 0, -1)]


def _moments_said(request: Request) -> list[tuple[str, str]]:
    """Each moment as it was typed, and the words in front of it."""
    said = request.said.text
    found, start = list[tuple[str, str]](), 0
    for begin, end in moments(aligned(said)):
        found.append((said[begin:end], fold(said[start:begin])))
        start = end
    week = next((words for words, _ in found if fold(words) in folded("away", "weeks")), "")
    if not week or not any(_BARE_WEEKDAY.fullmatch(fold(words)) for words, _ in found):
        return found
    every = [(words, front) for words, front in found if words != week]  # "tuần sau ..., từ thứ ba"
    bare = {words for words, _ in every if _BARE_WEEKDAY.fullmatch(fold(words))}
    return [(f"{words} {week}" if words in bare else words, front) for words, front in every]


def _due(request: Request) -> str:
    """The day that is named; of "tuần sau ... từ thứ ba" the weekday of that week."""
    due = request.said.due
    named = _moments_said(request) if fold(due) in folded("away", "weeks") else []
    return named[0][0] if named else due


def _week_alone(request: Request) -> tuple[date, date] | None:
    """The working days of "tuần sau", "tuần này" that are still to come, where no day is named."""
    work, due = request.work, fold(_due(request))
    friday = read_due(due, work.today).on if due in folded("away", "weeks") else None
    if friday is None:
        return None
    monday = friday - timedelta(days=friday.weekday())
    return max(monday, work.today), friday


def _in_week(request: Request, first: date, last: date) -> str:
    """The whole week, or so many days from today on; from which day of a later one is asked."""
    work, days = request.work, request.said.days
    if days and first != work.today:
        return ""
    if days:
        last = work.catalogue.calendar.working_days_after(first, days - 1)
    return f"{first:%d/%m/%Y}-{last:%d/%m/%Y}"


def _days_side_by_side(request: Request) -> str | None:
    """ "thứ tư với thứ năm": from the one to the other; empty where they do not follow each other,
    None where no two are named so."""
    named = _moments_said(request)
    together = [named[0][0]] if named else []
    for words, front in named[1:]:
        if front.strip(" ,") not in {"", *folded("sentence", "together")}:
            break
        together.append(words)
    days = [day for words in together if (day := _day(request, fold(words)))]
    if len(days) < 2:
        return None
    apart = any(after - before != timedelta(days=1) for before, after in pairwise(days))
    return "" if apart else f"{days[0]:%d/%m/%Y}-{days[-1]:%d/%m/%Y}"


def _day_named(request: Request) -> date | None:
    """ "20/9", "thứ 5", "mai"."""
    due = _due(request)
    return _day(request, FROM.sub("", fold(due)).strip())  # a beginning is no due day


def _day(request: Request, due: str) -> date | None:
    work = request.work
    if not due:
        return None
    moment = read_snooze(due, work.now)
    return read_due(due, work.today).on or (local(moment).date() if moment else None)


def _leads(request: Request, person_id: str) -> bool:
    """ "Lan nghỉ từ 1/10": a head begins with whoever is away; "em nghỉ, chị Lan thay" does not."""
    if not request.work.scope(request.person, Action.HANDLE_LEAVE):
        return False
    name = fold(request.work.people[person_id].name).split()[-1]
    return name in _before_off(request)


def _before_off(request: Request) -> list[str]:
    """The words in front of "nghỉ", "ốm"; none where that is not said."""
    said, off = request.said.folded.split(), folded("away", "off") | folded("away", "ill")
    return [] if off.isdisjoint(said) else list(takewhile(lambda word: word not in off, said))


def _in_front(request: Request) -> str:
    """ "lan nghỉ từ mai": a colleague by the bare name, which without its mark is a word too."""
    words = _before_off(request)
    front = " ".join(words)
    if not 0 < len(words) <= LONGEST_NAME or moments(front):
        return ""
    if words[-1] in folded("sentence", "salutation"):
        return ""
    own = {post.unit_id for post in request.person.posts_on(request.work.today)}
    here = own | request.work.scope(request.person, Action.HANDLE_LEAVE)
    named = people_named(request.work, front, here)
    return named[0].id if len(named) == 1 and named[0].id != request.person.id else ""


def who_is_away(request: Request) -> Reply | None:
    """ "mai ai nghỉ": the leave of the own unit, or of those for whom the person may speak; None
    for anything else."""
    work, said = request.work, request.said
    if request.incoming.choice or said.people or not said.bases & folded("away", "off"):
        return None
    if not places("away", "who", said.text):
        return None
    small = folded("sentence", "polite") | folded("away", "beside") | {"{due}", "{time}", "{date}"}
    if not said.masked_words <= small | single_words("away", "who"):
        return None
    day = _day(request, fold(said.due)) if said.due else None
    if said.due and day is None:
        return None
    several = day is None or not folded("away", "long").isdisjoint(fold(said.due).split())
    first = work.today if several or day is None else day
    last = day or work.today + AWAY_WITHIN
    around = {post.unit_id for post in request.person.posts_on(work.today)}
    around |= work.scope(request.person, Action.HANDLE_LEAVE)
    seen = {each.id for unit_id in around for each in work.people.staff(unit_id)}
    found = [each for each in leaves_between(work.session, first, last) if each.official_id in seen]
    days = say("leave.days", first=show_day(first), last=show_day(last))
    days = show_day(first) if first == last else days
    if not found:
        return Reply(say("leave.away_none", days=days))
    lines = [say("leave.away_line", leave=leave_words(work, each)) for each in found]
    return Reply("\n".join([say("leave.away", days=days), *lines]))


def returned(request: Request) -> Reply:
    """A leave is over: the speaker's, or that of somebody for whom they may speak."""
    others = [id_ for id_ in request.said.people if id_ != request.person.id]
    head = bool(request.work.scope(request.person, Action.HANDLE_LEAVE))
    return back(request.turn, others[0] if head and others else "")


def let_in(request: Request) -> Reply:
    """A code for somebody, or who of a unit has none."""
    work, person = request.work, request.person
    if not work.scope(person, Action.INVITE):
        names = ", ".join(addressed(each) for each in _inviters(request))
        return Reply(say("invite.by", names=names or say("complete.nobody")))
    if request.said.people:
        return invite_person(work, person, request.incoming, request.said.people[0])
    if request.said.units:
        return invite_unit(work, person, request.said.units[0])
    return invite_person(work, person, request.incoming, "")


def _inviters(request: Request) -> list[Official]:
    """Who may let people in, of the own unit and of the one above."""
    work = request.work
    return [p for p in _to_ask(request) if work.scope(p, Action.INVITE)][:NAMED_AT_MOST]


def contact(request: Request) -> Reply:
    """Whom to ask: the one who is named, who fills the field that is named, otherwise the own
    office and those above, by name."""
    work = request.work
    near = _near(work, request.person)
    named = [work.people[id_] for id_ in request.said.people if id_ in work.people]
    named = [each for each in named if _units_of(work, each, near)]
    named = named or [
        each for unit in request.said.units if unit in near for each in _first_of_unit(work, unit)
    ]
    if named:
        lines = [_line(work, each, near) for each in named[:NAMED_AT_MOST]]
        return Reply("\n".join([*lines, say("contact.no_phone")]))
    if fields := fields_named(work.catalogue, request.said.text) or _fields_asked(request):
        return Reply("\n".join(_who_fills(request, field) for field in fields))
    found = _to_ask(request)
    if not found:
        return Reply(say("contact.nobody"))
    lines = [say("contact.title"), *(_line(work, each, near) for each in found[:NAMED_AT_MOST])]
    return Reply("\n".join([*lines, say("contact.no_phone")]))


def _fields_asked(request: Request) -> tuple[str, ...]:
    """The field of the block that is asked for, where that is meant: "phần này ai điền"."""
    turn = turn_of(request) if places("whose", "this", request.said.text) else None
    block = turn and turn.block
    return (block.owner,) if block else ()


def _who_fills(request: Request, field: str) -> str:
    """`Phần Tài chính của xã Bắc Sơn: chị Hoa.`"""
    work, words = request.work, field_words(request.work.catalogue, [field])
    units = dict.fromkeys(post.unit_id for post in request.person.posts_on(work.today))
    told = []
    for unit in units:
        people = responsible_by_field(work, unit, work.today).get(field, ())
        names = ", ".join(addressed(each) for each in people) or say("complete.nobody")
        told.append(say("contact.fills", field=words, unit=work.units[unit].name, names=names))
    return "\n".join(told)


def _first_of_unit(work: Work, unit_id: str) -> list[Official]:
    """Who works there, the head of office first."""
    heads = acting_role(work, unit_id, Role.OFFICE_HEAD, work.today)
    return list(dict.fromkeys((*heads, *work.people.staff(unit_id))))


def _to_ask(request: Request) -> list[Official]:
    work, person = request.work, request.person
    found: dict[str, Official] = {}
    for post in person.posts_on(work.today):
        for role in _HERE:
            found |= {each.id: each for each in acting_role(work, post.unit_id, role, work.today)}
        for above in superiors_on(work.units, post.unit_id, work.today)[:1]:
            for role in _ABOVE:
                found |= {each.id: each for each in acting_role(work, above.id, role, work.today)}
    found.pop(person.id, None)
    return list(found.values())


def _near(work: Work, person: Official) -> set[str]:
    """The units of which the person may know who works there: the own ones, those above, those
    below."""
    own = {post.unit_id for post in person.posts_on(work.today)}
    above = {each.id for unit in own for each in superiors_on(work.units, unit, work.today)}
    return own | above | work.scope(person, Action.SEE_STATUS)


def _units_of(work: Work, person: Official, near: Collection[str]) -> list[str]:
    held = dict.fromkeys(post.unit_id for post in person.posts_on(work.today))
    return [unit for unit in held if unit in near]


def _line(work: Work, person: Official, near: Collection[str]) -> str:
    units = [work.units[unit].name for unit in _units_of(work, person, near)]
    return say(
        "contact.line",
        name=addressed_first(person),
        full_name=person.name,
        title=person.title or say("contact.no_title"),
        unit=", ".join(units),
    )
