"""Which tasks the units below have to count in I.4: the superior says it once.

quynh < /demviec lũy kế
bot   > Từ nay tính nhiệm vụ lũy kế từ ngày 15/12 năm trước ...
"""

from __future__ import annotations

from domain.people.permissions import Action
from domain.people.units import superiors_on
from domain.talk.messages import Reply
from domain.tasks.tasks import Counting
from handlers.turn import TaskTurn
from handlers.wording.say import say
from handlers.wording.understood import says
from storage.tasks.tasks import counting_of, set_counting


def choose_counting(turn: TaskTurn, argument: str) -> Reply:
    """Show the choice, or make it."""
    work, person = turn.work, turn.person
    own = [post.unit_id for post in person.posts_on(work.today)]
    if not own:
        return Reply(say("router.not_allowed"))
    bodies = [unit for unit in own if work.may(person, Action.CHOOSE_COUNTING, unit)]
    wanted = next((each for each in Counting if says("counting", each, argument)), None)
    above = [unit.id for unit in superiors_on(work.units, own[0], work.today)]
    if wanted is None:
        current = counting_of(work.session, [own[0], *above])
        words = say("task.counting.now", rule=say(f"task.counting.name.{current.value}"))
        return Reply(words + (say("task.counting.change") if bodies else ""))
    if not bodies:
        return Reply(say("router.not_allowed"))
    set_counting(work.session, bodies[0], wanted, turn.by)
    return Reply(say("task.counting.chosen", rule=say(f"task.counting.name.{wanted.value}")))
