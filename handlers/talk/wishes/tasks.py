"""What is said of a task in a sentence: done, how far, in the way, more time, to somebody else.

lan  < việc 3 kẹt rồi, bên điện chưa ra kéo dây
bot  > Đã báo UBND huyện Ân Thi: việc 3 “...” vướng: bên điện chưa ra kéo dây.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from domain.people.people import Official
from domain.people.permissions import Action
from domain.reading.numerals_said import number_said
from domain.talk.letter_said import parted_from_due, without_announcement
from domain.talk.messages import Reply
from domain.talk.moments_said import weeks_or_months
from domain.talk.said import Said, Situation
from domain.tasks.assignment import Assignment
from domain.tasks.cited import parted_from_document
from domain.tasks.details import read_evidence
from domain.tasks.words import Act, Verb
from domain.words import clean, fold, without_end
from handlers.names.people import people_named
from handlers.talk.intent import Request
from handlers.talk.stands import stands
from handlers.tasks import assign
from handlers.tasks.answer import act_on, on_the_only_one, the_only_one
from handlers.tasks.ask import ask_guessed, ask_number
from handlers.tasks.list import my_tasks, show_list
from handlers.wording.say import say, say_ask
from handlers.wording.understood import read_acts, says
from handlers.work import addressed
from storage.catalogue.words import folded, phrases
from storage.messages.conversations import shown_last


def shown_tasks(request: Request) -> tuple[int, ...]:
    """The ids of the tasks that were the last thing shown."""
    work, incoming = request.work, request.incoming
    return shown_last(work.session, incoming.address, work.now)


def about_tasks(request: Request) -> bool:
    """The sentence names a task, or one was the last thing shown."""
    return bool(request.said.tasks) or request.situation is Situation.TASK


def of_no_task(request: Request) -> bool:
    """Whoever has no task and calls nothing one speaks of figures or of a report: "xong hết rồi",
    "xong 13, còn 1"."""
    said, incoming = request.said, request.incoming
    if incoming.choice or incoming.file is not None:  # "xong 3" beside a document
        return False
    if said.tasks or request.titled or shown_tasks(request):
        return False
    named = not folded("sentence", "task_noun").isdisjoint(said.bases)
    return not named and not my_tasks(request.turn)


def done(request: Request) -> Reply | None:
    """With the document that is named as evidence; without a number, the task shown last. Of
    whoever has none "xong hết rồi" is said of the report."""
    if of_no_task(request):
        over = says("own_report", "done", request.incoming.text)
        return Reply(stands(request.work, request.person)) if over else None
    evidence = read_evidence(request.said.text, request.work.today).number
    return _on(request, Act(Verb.DONE, request.said.tasks, evidence))


def all_done(request: Request) -> Reply | None:
    """ "xong cả hai việc" of whoever has two that are open: asked about together; None for anything
    else, and where there are more or fewer."""
    incoming = request.incoming
    if not incoming.typed or request.said.tasks:
        return None
    rest, wanted = _counted_together(without_end(incoming.text, folded("sentence", "polite")))
    acts = read_acts(rest) if wanted else ()
    if [(act.verb, act.numbers) for act in acts] != [(Verb.DONE, ())]:
        return None
    mine = [task for task in my_tasks(request.turn) if task.completed_on is None]
    return ask_guessed(request.turn, mine, Act(Verb.DONE)) if len(mine) == wanted else None


def _counted_together(text: str) -> tuple[str, int]:
    """ "xong cả hai việc" -> "xong", 2; how many is 0 where it is not said so."""
    words = clean(text).strip(" .!").split()
    for at in range(len(words) - 2):
        each, count, noun = map(fold, words[at : at + 3])
        if each in folded("together", "each") and noun in folded("sentence", "task_noun"):
            said = int(count) if count.isdecimal() else number_said([words[at + 1].lower()])
            return " ".join([*words[:at], *words[at + 3 :]]), said or 0
    return "", 0


def progress(request: Request) -> Reply:
    """A percentage; "gần xong" is none, and is asked about."""
    if request.said.percent is None:
        number = request.said.tasks[0] if request.said.tasks else 3
        return Reply(say("task.progress.send", number=number))
    return _on(request, Act(Verb.PROGRESS, request.said.tasks, percent=request.said.percent))


def blocked(request: Request) -> Reply:
    """Something is in the way; the reason is passed on."""
    return _on(request, Act(Verb.BLOCKED, request.said.tasks, request.said.reason))


def more_time(request: Request) -> Reply:
    """So many days, or until a day, with the reason."""
    rest = " ".join(filter(None, [time_said(request.said), request.said.reason]))
    return _on(request, Act(Verb.EXTEND, request.said.tasks, rest))


def time_said(said: Said) -> str:
    """ "3 ngày", "1 tuần", or the day that is named."""
    if said.days:
        return say("days.count", count=said.days)
    count, kind = weeks_or_months(said.folded)
    return (
        say("days.weeks" if kind == "tuan" else "days.months", count=count) if count else said.due
    )


def hand_over(request: Request) -> Reply:
    """Somebody else takes it on."""
    work = request.work
    named = [work.people[id_] for id_ in request.said.people if id_ in work.people]
    named = named or list(_named_behind(request))
    if not named:
        return Reply(say("task.handover.how"))
    heir = say("task.handover.to", name=named[-1].id)
    act = Act(Verb.HAND_OVER, request.said.tasks, heir)
    if about_tasks(request):
        return _on(request, act)
    one = the_only_one(request.turn, Verb.DONE)  # of the own ones
    if one is not None and not folded("sentence", "task_noun").isdisjoint(_words(request)):
        if not work.may(request.person, Action.REDISTRIBUTE_TASK, one.unit_id):
            return Reply(say("task.handover.not_allowed"))
        return ask_guessed(request.turn, [one], act)
    return Reply(say("task.handover.how_all", name=addressed(request.person), heir=heir))


def _words(request: Request) -> set[str]:
    return set(request.said.folded.replace(",", " ").split())


def _named_behind(request: Request) -> tuple[Official, ...]:
    """The colleague of "giao cho anh minh đi": typed without its mark the name is a word too."""
    own = {post.unit_id for post in request.person.posts_on(request.work.today)}
    _, found, behind = request.said.text.rpartition(" cho ")
    named = people_named(request.work, behind, own) if found else ()
    return named if len(named) == 1 else ()


def accept(request: Request) -> Reply:
    """The superior accepts what was done."""
    return _on(request, Act(Verb.ACCEPT, request.said.tasks))


def nudge(request: Request) -> Reply:
    """The superior reminds of a task."""
    return _on(request, Act(Verb.NUDGE, request.said.tasks))


def acknowledge(request: Request) -> Reply:
    """Whoever was given a task has taken note; "2 việc ạ" asks how many there are."""
    count, _, rest = request.said.folded.partition(" ")
    nouns = tuple(folded("sentence", "task_noun"))
    if not request.said.tasks and count.isdecimal() and rest.startswith(nouns):
        return show_list(request.turn)
    return _on(request, Act(Verb.ACKNOWLEDGE, request.said.tasks))


def snooze(request: Request) -> Reply:
    """Reminded of a task again later."""
    return _on(request, Act(Verb.SNOOZE, request.said.tasks, request.said.due))


def _on(request: Request, act: Act) -> Reply:
    """The act on the tasks named, or on the one shown; where there is none of both, which?"""
    named_or_shown = act.numbers or request.situation is Situation.TASK
    act = replace(act, rest=of_unit(request, act.rest))
    if named_or_shown and (reply := act_on(request.turn, act)):
        return reply
    if reply := on_the_only_one(request.turn, act):
        return reply
    listed = show_list(request.turn)
    if not my_tasks(request.turn):
        owed = "" if request.said.tasks else stands(request.work, request.person)
        return replace(listed, text="\n".join(filter(None, [listed.text, owed])))
    return ask_number(request.turn, say_ask("ask.task.which_number"), listed, act)


def of_unit(request: Request, rest: str = "") -> str:
    """What stands behind the number of a task: first the unit that owes it, where another one
    than the own is named."""
    own = {post.unit_id for post in request.person.posts_on(request.work.today)}
    others = [unit_id for unit_id in request.said.units if unit_id not in own]
    return f"{others[0]}: {rest}" if request.said.tasks and len(others) == 1 else rest


def give(request: Request) -> Reply:
    """An assignment out of a sentence: shown before it is sent, and asked for what it lacks."""
    work, said = request.work, request.said
    to = _names(request, said.units) or (say("all.units") if said.everybody else "")
    lead = _led_by(request)
    if not to and said.people:
        lead = said.people[0]
        posts = work.people[lead].posts_on(work.today) if lead in work.people else ()
        to = _names(request, [post.unit_id for post in posts])
    if not to and not work.below(request.person, Action.ASSIGN_TASK):
        to = _names(request, sorted(work.scope(request.person, Action.ASSIGN_TASK)))
    cited = parted_from_document(said.text).document
    document = cited or read_evidence(said.text, work.today).number
    title, due = parted_from_document(title_in(request)).left, said.due
    if not due or due in cited:  # "trong tháng 10" is a period in talk, and here until when
        title, due = parted_from_due(title, work.today, phrases("letter")["before_due"])
    title = without_announcement(title, phrases("letter")["due_named"])
    draft = Assignment(to=to, title=title, due=due, lead=lead, document=document)
    return assign.propose(request.turn, draft)


def _led_by(request: Request) -> str:
    """The one person of the one unit who is named beside it."""
    work, said = request.work, request.said
    here = [id_ for id_ in said.people if id_ in work.people]
    here = [id_ for id_ in here if _is_of(request, id_, said.units)]
    return here[0] if len(said.units) == len(here) == 1 else ""


def _is_of(request: Request, person_id: str, units: Collection[str]) -> bool:
    posts = request.work.people[person_id].posts_on(request.work.today)
    return any(post.unit_id in units for post in posts)


def _names(request: Request, unit_ids: Iterable[str]) -> str:
    units = request.work.units
    return ", ".join(units[unit_id].name for unit_id in dict.fromkeys(unit_ids))


def title_in(request: Request) -> str:
    """What is to be done: the words behind whoever has to do it, without the day.

    "Nhờ xã Đa Lộc rà lại sổ một cửa giúp chị, mai có nhé" -> "rà lại sổ một cửa"
    """
    work, said = request.work, request.said
    text = said.text.replace(said.due, " ") if said.due else said.text
    text = " ".join(text.split()).replace(" ,", ",")
    folded = fold(text) if len(fold(text)) == len(text) else text
    names = [work.units[id_].name for id_ in said.units if id_ in work.units]
    names += [work.people[id_].name for id_ in said.people if id_ in work.people]
    ends = [at + len(last) for name in names if (at := folded.rfind(last := _last(name))) >= 0]
    rest = text[max(ends, default=0) :]
    return _without_fillers(rest).strip(" ,.:;-!?\n")


def _without_fillers(title: str) -> str:
    """Without the clauses at its end that only ask for it, and polite words behind it."""
    small = folded("sentence", "polite") | folded("sentence", "behind_task")
    first, *others = title.split(",")
    told = [each for each in others if any(not _is_one_of(small, word) for word in each.split())]
    words = ",".join([first, *told]).split()
    while len(words) > 2 and _is_one_of(folded("sentence", "polite"), words[-1]):
        words.pop()
    return " ".join(words)


def _is_one_of(small: Collection[str], word: str) -> bool:
    """By its letters; typed with marks, by these as well: "ảnh" is no "anh"."""
    typed = word.lower().strip(" .!?;:-")
    spelt = {*phrases("sentence")["polite"], *phrases("sentence")["behind_task"]}
    return fold(typed) in small and (typed.isascii() or typed in spelt)


def _last(name: str) -> str:
    """ "xã Đa Lộc" -> "da loc", "Nguyễn Thị Lan" -> "lan": how they are called."""
    words = [word for word in name.split() if not word[:1].islower()]
    is_person = len(words) == len(name.split())
    return fold(words[-1] if is_person else " ".join(words))
