"""What a superior, or a head of the own unit, wants done with reports, said in a sentence.

quynh < thúc giúp chị xã Đa Lộc, hai hôm rồi không thấy gì
bot   > Đã nhắc xã Đa Lộc: anh Nam, chị Hà.
"""

from __future__ import annotations

import re
from functools import cache

from domain.people.permissions import Action
from domain.talk.messages import Choice, Reply
from domain.tasks.details import read_snooze
from domain.words import fold, without_rim
from handlers.desk.late import late_list
from handlers.desk.more_time import extend
from handlers.desk.nudge import nudge_all
from handlers.desk.returned import send_back
from handlers.desk.scope import overseen
from handlers.desk.verdict import approve as approve_report
from handlers.desk.verdict import lock as lock_report
from handlers.desk.verdict import reopen as reopen_report
from handlers.names.people import people_named
from handlers.names.units import find_unit
from handlers.office.remind import nudge_own
from handlers.question import ask_for, to_choose
from handlers.talk import orders, show
from handlers.talk.commands import command_in
from handlers.talk.intent import Act, Request
from handlers.talk.wishes import tasks
from handlers.talk.wishes.named import of_each_unit
from handlers.wording.say import say, say_ask
from handlers.work import addressed
from storage.catalogue.words import either_way, folded, of_words


@of_words
@cache
def _together() -> re.Pattern[str]:
    """What stands between two names, typed with marks or without."""
    return re.compile(rf"\s*,\s*|\s+(?:{either_way('sentence', 'together')})\s+", re.IGNORECASE)


def nudge(request: Request) -> Reply:
    """Those who are named; without a name, everybody where all are meant, else whom?"""
    work, person, said = request.work, request.person, request.said
    if said.tasks:
        return tasks.nudge(request)
    if not work.below(person, Action.NUDGE):
        return _nudge_own(request)
    units = said.units or tuple(
        dict.fromkeys(
            post.unit_id
            for id_ in said.people
            if id_ in work.people
            for post in work.people[id_].posts_on(work.today)
        )
    )
    if units:
        each = [orders.nudge(request.with_argument(f"{u} {request.period_named()}")) for u in units]
        return Reply("\n".join(reply.text for reply in each), each[0].choices)
    if said.everybody:
        return nudge_all(work, person)
    return orders.whom(request, late_list(work, person))


def nudge_each(request: Request) -> Reply | None:
    """ "nhắc tuấn với hoa": each of them, where every name is clear; None for anything else."""
    found = command_in(request.incoming.text)
    if request.incoming.choice or found is None or found[0] != "nudge":
        return None
    targets = [_named_first(request, name) for name in _together().split(found[1].strip(" .!"))]
    if len(targets) < 2 or not all(targets):
        return None
    each = [orders.nudge(request.with_argument(target)) for target in targets]
    return Reply("\n".join(reply.text for reply in each))


def _named_first(request: Request, name: str) -> str:
    """Who is meant, with as many of the polite words behind the name as belong to it: "anh Minh" of
    "anh Minh giúp tôi"; empty where nobody is for sure."""
    words, polite = name.split(), folded("sentence", "polite")
    while words:
        if target := _whom_to_remind(request, " ".join(words))[1]:
            return target
        if fold(words.pop()) not in polite:
            break
    return ""


def nudge_then(request: Request) -> Reply | None:
    """ "nhắc lan 8h sáng mai": nobody else is reminded at an hour; now, after a yes. None for
    anything else."""
    said, due = request.said, request.said.due
    if request.incoming.choice or not due or not _lies_ahead(request, due):
        return None
    if said.tasks and not said.people and not request.work.below(request.person, Action.JUDGE_TASK):
        return None  # "4h chiều nhắc tôi việc 2": their own
    name, target = _named_to_remind(request, " ".join(said.text.replace(due, " ").split()))
    if not target:
        return None
    options = (Choice(f"{say('desk.verb.nhac')} {name}", f"/nhac {target}"),)
    text = say_ask("ask.desk.nudge_now", whom=name, when=due)
    return ask_for(request, to_choose(options, text, say("question.whom_to_nudge")))


def _named_to_remind(request: Request, rest: str) -> tuple[str, str]:
    """Who is named behind "nhắc", with polite words behind the name or without: "Minh" is both."""
    polite = folded("sentence", "polite")
    for small in (frozenset[str](), polite):
        found = command_in(without_rim(rest, polite, small))
        whom = found[1].strip(" ,.:") if found and found[0] == "nudge" else ""
        named = (whom, whom) if request.said.tasks else _whom_to_remind(request, whom)
        if whom and named[1]:
            return named
    return "", ""


def _lies_ahead(request: Request, due: str) -> bool:
    """A moment, and no day by which something is to come."""
    by = folded("cue", "until") | folded("cue", "at_the_latest")
    return fold(due).split()[0] not in by and read_snooze(due, request.work.now) is not None


def _whom_to_remind(request: Request, whom: str) -> tuple[str, str]:
    """A unit below, the unit of somebody there, or somebody of the own unit, by name and as the
    command takes it; empty where nobody is meant for sure."""
    work, person = request.work, request.person
    units = {unit_id: work.units[unit_id] for unit_id in work.below(person, Action.NUDGE)}
    if unit_id := find_unit(whom, units, work.today, work.units).unit_id:
        return work.units[unit_id].name, work.units[unit_id].slug
    people = people_named(work, whom, work.scope(person, Action.NUDGE))
    if len(people) != 1:
        return "", ""
    posts = (post.unit_id for post in people[0].posts_on(work.today))
    unit = next((work.units[unit_id] for unit_id in posts if unit_id in units), None)
    return (unit.name, unit.slug) if unit else (addressed(people[0]), whom)


def names_whom(request: Request) -> bool:
    """Without a name, who may be reminded is shown, and nobody is reminded."""
    said = request.said
    return bool(said.units or said.people or said.tasks or said.everybody)


def _nudge_own(request: Request) -> Reply:
    """Of a head: the own people."""
    work, person, said = request.work, request.person, request.said
    names = said.people or ((say("all.units"),) if said.everybody else ("",))
    replies = [nudge_own(work, person, name) for name in names]
    found = [reply for reply in replies if reply]
    if not found:
        return show.status(request)
    return Reply("\n".join(reply.text for reply in found), found[0].choices)


def approve(request: Request) -> Reply:
    """A task that is named or was shown, otherwise a report; in the own unit nobody approves."""
    if request.said.tasks:
        return tasks.accept(request)
    if not request.work.below(request.person, Action.JUDGE_REPORT):
        return _not_here(request, "wish.approve_above")
    return of_each_unit(request, orders.by_words(approve_report))


def return_report(request: Request) -> Reply:
    """Send a report back with its reason."""
    return _judged(request, Action.JUDGE_REPORT, orders.by_words(send_back), "wish.return_above")


def lock(request: Request) -> Reply:
    """No more figures are taken."""
    return _judged(request, Action.LOCK_REPORT, orders.by_words(lock_report), "wish.lock_above")


def reopen(request: Request) -> Reply:
    """Figures are taken again."""
    return _judged(request, Action.REOPEN_REPORT, orders.by_words(reopen_report), "wish.lock_above")


def _judged(request: Request, action: Action, order: Act, text_id: str) -> Reply:
    if not request.work.below(request.person, action):
        return _not_here(request, text_id)

    return of_each_unit(request, order, request.said.reason)


def _not_here(request: Request, text_id: str) -> Reply:
    """That it is not theirs to decide, and how their report stands."""
    stands = show.status(request.with_argument(""))
    return Reply(f"{say(text_id)}\n\n{stands.text}", stands.choices, stands.files)


def more_time(request: Request) -> Reply:
    """A superior gives it to a unit, everybody else asks for it."""
    work, person, said = request.work, request.person, request.said
    if tasks.about_tasks(request):
        return tasks.more_time(request)
    wish = " ".join(filter(None, [tasks.time_said(said), said.reason]))
    if not work.below(person, Action.EXTEND_REPORT):
        period = request.period_named()
        return ask_for(request, extend(work, person, f"{period}: {wish}" if period else wish))
    if wish and not said.units:
        return _which_unit(request, wish)
    units = said.units or ("",)
    words = (" ".join(filter(None, [unit, request.period_named(), wish])) for unit in units)
    replies = [ask_for(request, extend(work, person, each)) for each in words]
    return Reply("\n".join(reply.text for reply in replies), replies[0].choices)


def names_a_unit(request: Request) -> bool:
    """A superior without a unit is told to name one, and nothing is given."""
    if request.said.units or tasks.about_tasks(request):
        return True
    return not request.work.below(request.person, Action.EXTEND_REPORT)


def _which_unit(request: Request, wish: str) -> Reply:
    """How it is said with a unit; what was said already stands in it."""
    units = overseen(request.work, request.person)
    if not units:
        return Reply(say("desk.nobody_below"))
    words = " ".join(filter(None, [units[0].name, request.period_named(), wish]))
    return Reply(say("desk.extension.name_unit", words=words))
