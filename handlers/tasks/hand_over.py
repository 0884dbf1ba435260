"""Somebody else takes the lead; heads of the unit redistribute, one task or all of a person's.

dung < chuyển 3 cho anh Tuấn
bot  > Đã chuyển việc 3 “Rà soát TTHC” từ chị Lan sang anh Tuấn. Đã báo anh Tuấn.
dung < bàn giao chị Lan cho anh Tuấn
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Reply
from domain.tasks.tasks import Task
from domain.tasks.words import Act
from domain.words import fold
from handlers.names.people import people_named, present
from handlers.tasks.ask import ask_yes
from handlers.tasks.lines import named
from handlers.tasks.notices import tell
from handlers.tasks.told import tell_assigned
from handlers.turn import TaskTurn
from handlers.wording.say import say, say_ask
from handlers.wording.told import told_words
from handlers.work import addressed, addressed_first
from storage.people.found import officials_called
from storage.people.officials import given_name
from storage.tasks.tasks import hand_over, tasks_led_by

FOR = "cho"


def hand_over_tasks(turn: TaskTurn, tasks: Sequence[Task], act: Act) -> Reply:
    """Give these tasks to the person named behind "cho"."""
    units = {task.unit_id for task in tasks}
    if not all(turn.work.may(turn.person, Action.REDISTRIBUTE_TASK, unit) for unit in units):
        return Reply(say("task.handover.not_allowed"))
    name = _behind_for(act.rest)
    found = people_named(turn.work, name, units)
    if len(found) != 1:
        return Reply(_which_person(found, name))
    (heir,) = found
    movable = [task for task in tasks if task.open and task.lead_id != heir.id]
    if not movable:
        return Reply(say("task.handover.nothing", name=addressed(heir)))
    for task in movable:
        hand_over(turn.work.session, task, heir.id, turn.by)
    return _said(turn, movable, heir)


def _said(turn: TaskTurn, tasks: Sequence[Task], heir: Official) -> Reply:
    renewed = [turn.changed(task.id) for task in tasks]
    acting = present(turn.work, heir)
    told = tell_assigned(turn.work, renewed, turn.person, turn.reply_key)
    lines = [_line(turn, task, heir) for task in tasks]
    if acting != heir:
        lines.append(say("task.handover.stood_in", heir=addressed(heir), name=addressed(acting)))
    lines += filter(None, [told_words(told), *_tell_before(turn, tasks, heir)])
    return Reply("\n".join(lines))


def _tell_before(turn: TaskTurn, tasks: Sequence[Task], heir: Official) -> list[str]:
    """Who had the lead hears that it is theirs no more: one message a task, as with its number."""
    said = []
    for task in tasks:
        before = turn.work.people.get(task.lead_id or "")
        if before is None or before in (heir, turn.person) or not before.posts_on(turn.work.today):
            continue
        told = tell(
            turn.work,
            [before],
            task,
            f"{task.id}:handed:{turn.reply_key}",
            lambda number, task=task: Reply(  # type: ignore[misc]
                say(
                    "task.handover.told",
                    task=named(task, number),
                    giver=addressed_first(turn.person),
                    name=addressed(heir),
                )
            ),
        )
        said.append(told_words(told))
    return list(dict.fromkeys(said))


def _line(turn: TaskTurn, task: Task, heir: Official) -> str:
    before = turn.work.people.get(task.lead_id or "")
    return say(
        "task.handover.noted",
        task=named(task, turn.number(task)),
        before=addressed(before) if before else say("task.handover.nobody"),
        name=addressed(heir),
    )


def hand_over_all(turn: TaskTurn, act: Act) -> Reply:
    """ "bàn giao chị Lan cho anh Tuấn": everything that one person still leads, after a yes."""
    giver_words = act.rest[: len(act.rest) - len(_behind_for(act.rest))]
    giver_words = " ".join(giver_words.split()[:-1])
    units = [
        post.unit_id
        for post in turn.person.posts_on(turn.work.today)
        if turn.work.may(turn.person, Action.REDISTRIBUTE_TASK, post.unit_id)
    ]
    if not units:
        return Reply(say("task.handover.not_allowed"))
    givers = _anybody_named(turn, giver_words)
    if len(givers) != 1:
        return Reply(_which_person(givers, giver_words))
    led = tasks_led_by(turn.work.session, givers[0].id)
    tasks = [task for task in led if task.unit_id in units]
    if not tasks:
        return Reply(say("task.handover.leads_none", name=addressed(givers[0])))
    heir = _behind_for(act.rest)
    fields = {"count": len(tasks), "before": addressed(givers[0]), "name": heir}
    question = say_ask("ask.task.hand_over_all", **fields)
    return ask_yes(turn, question, tasks, Act(act.verb, rest=f"{FOR} {heir}"))


def _anybody_named(turn: TaskTurn, name: str) -> tuple[Official, ...]:
    """Somebody by name, also one who has left the unit."""
    present = people_named(turn.work, name, turn.work.units)
    if present:
        return present
    wanted = fold(name).split()[-1:]
    called = officials_called(turn.work.session, wanted)
    return tuple(p for p in called if given_name(p.name) in wanted)


def _behind_for(rest: str) -> str:
    """The words behind the last "cho"."""
    tokens = rest.split()
    places = [at for at, token in enumerate(tokens) if fold(token) == FOR]
    return " ".join(tokens[places[-1] + 1 :]) if places else ""


def _which_person(found: Sequence[Official], name: str) -> str:
    if not found:
        return say("task.handover.nobody_named", name=name)
    names = ", ".join(f"{person.name} ({person.id})" for person in found)
    return say("task.handover.which", name=name, names=names)
