"""A task as what is owed: its more time and its verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.people.people import Official
from domain.talk.messages import Choice, Reply
from domain.tasks.tasks import Task
from domain.tasks.words import Verb
from handlers.names.people import unit_name
from handlers.owed.extension import no_reason
from handlers.owed.subject import Missing, Ruling
from handlers.question import ToAsk
from handlers.tasks.ask import missing_words
from handlers.tasks.coordinators import coordinators
from handlers.tasks.lines import due_words, named
from handlers.tasks.notices import tap, tell
from handlers.tasks.people import assigners, doers, may_do
from handlers.turn import TaskTurn
from handlers.wording.say import say, say_ask
from handlers.wording.told import Told
from handlers.work import Work, addressed_first
from storage.tasks.tasks import (
    accept,
    ask_extension,
    decide_extension,
    extend,
    send_back,
    take_back_extension,
    tasks_by_id,
    withdraw,
)

ASKED_FOR: Mapping[Missing, Verb] = {
    Missing.WHY_RETURNED: Verb.RETURN,
    Missing.WHY_WITHDRAWN: Verb.WITHDRAW,
    Missing.WHY_REFUSED: Verb.RETURN,
}
"""What waits for the answer, where it is not more time."""


@dataclass(frozen=True, slots=True)
class OwedTask:
    """One task, and who acts on it by which message."""

    turn: TaskTurn
    task: Task

    @property
    def work(self) -> Work:
        """The work of this turn."""
        return self.turn.work

    @property
    def person(self) -> Official:
        """Who acts."""
        return self.turn.person

    @property
    def name(self) -> str:
        """`việc 3 “Rà soát TTHC”`."""
        return named(self.task, self.turn.number(self.task))

    @property
    def unit_name(self) -> str:
        """`xã Bắc Sơn`."""
        return unit_name(self.work, self.task.unit_id)

    @property
    def due(self) -> datetime | None:
        """With what was granted."""
        return self.task.due

    @property
    def asked_until(self) -> datetime | None:
        """Until when more time is asked for."""
        request = self.task.asked_extension
        return request.due if request else None

    @property
    def reason_asked(self) -> str:
        """Why, in the words of whoever asks."""
        return request.reason if (request := self.task.asked_extension) else ""

    @property
    def asked_by(self) -> str:
        """Who asks for more time."""
        return (request.asked_by or "") if (request := self.task.asked_extension) else ""

    @property
    def asked_last(self) -> str:
        """Who of those who owe it has asked for it last."""
        asked = (each.asked_by for each in reversed(self.task.extensions))
        people = (self.work.people.get(id_) for id_ in asked)
        owing = (each for each in people if each and may_do(self.work, each, self.task))
        return next((each.id for each in owing), "")

    def ask(self, missing: Missing, so_far: str) -> ToAsk:
        """Hold the act until that is said."""
        text = say_ask(f"ask.owed.{missing}", what=self.name)
        verb = ASKED_FOR.get(missing, Verb.EXTEND)
        options = (no_reason(),) if missing is Missing.WHY_REFUSED else ()
        return missing_words(self.turn, text, self.task, verb, so_far, options)

    def ask_for_time(self, until: datetime, reason: str) -> None:
        """A request that waits is renewed."""
        ask_extension(self.work.session, self.task, until, reason, self.turn.by)

    def take_back_time(self) -> None:
        """The history keeps that it was asked for."""
        words = say("owed.extension.taken_back_deed")
        take_back_extension(self.work.session, self.task, words, self.turn.by)
        self.turn.changed(self.task.id)

    def give_time(self, until: datetime, reason: str) -> None:
        """On the superior's own account, or as the decision on a request."""
        give = decide_extension if self.task.asked_extension else extend
        give(self.work.session, self.task, until, reason, self.turn.by)
        self.turn.changed(self.task.id)

    def refuse_time(self, reason: str) -> None:
        """The due day stays."""
        decide_extension(self.work.session, self.task, None, reason, self.turn.by)
        self.turn.changed(self.task.id)

    def write(self, verdict: Ruling, reason: str) -> None:
        """Accepted, open again, or withdrawn."""
        session, task, by, today = self.work.session, self.task, self.turn.by, self.work.today
        match verdict:
            case Ruling.APPROVED:
                accept(session, task, today, by, reason)
            case Ruling.RETURNED:
                send_back(session, task, reason, by)
            case Ruling.WITHDRAWN:
                withdraw(session, task, today, reason, by)
            case _:
                raise ValueError(verdict)
        self.turn.changed(task.id)

    def deciders(self) -> tuple[str, Sequence[Official]]:
        """Who has assigned it."""
        body = say("task.body", unit=unit_name(self.work, self.task.assigner_id))
        return body, assigners(self.work, self.task)

    def tell_deciders(self, people: Sequence[Official], **fields: str) -> Told:
        """Each with the number as they say it, and a tap for yes and one for no."""

        def reply(number: str) -> Reply:
            what = named(self.task, number)
            no = tap(Verb.RETURN, self.task, number).data
            taps = (
                tap(Verb.ACCEPT, self.task, number),
                Choice(say("task.tap.refuse", number=number), no),
            )
            return Reply(say("owed.extension.request", what=what, so_far="", **fields), taps)

        return self._tell(people, "extension", reply)

    def tell_taken_back(self, people: Sequence[Official], **fields: str) -> Told:
        """Each with the number as they say it."""

        def reply(number: str) -> Reply:
            what = named(self.task, number)
            return Reply(say("owed.extension.taken_back_told", what=what, **fields))

        return self._tell(people, "extension_taken_back", reply)

    def hearers(self, verdict: Ruling) -> Sequence[Official]:
        """Who owes it; of a task that is none any more who coordinates it too, each once."""
        people = doers(self.work, self.task)
        if verdict is Ruling.WITHDRAWN:
            people = (*people, *coordinators(self.work, self.task))
        return tuple({person.id: person for person in people}.values())

    def tell(self, people: Sequence[Official], verdict: Ruling, **fields: str) -> Told:
        """What was decided, and what to do next; of a returned one a tap says that it is done."""
        now = tasks_by_id(self.work.session, [self.task.id])[self.task.id]
        due = due_words(self.work, now)

        def reply(number: str) -> Reply:
            onward = say(f"task.next.{verdict}", due=due[:1].upper() + due[1:], number=number)
            words = say(
                f"owed.told.{verdict}",
                superior=addressed_first(self.person),
                what=named(now, number),
                onward=onward,
                **fields,
            )
            taps = (tap(Verb.DONE, now, number),) if verdict is Ruling.RETURNED else ()
            return Reply(words, taps)

        return self._tell(people, verdict, reply)

    def _tell(
        self, people: Sequence[Official], occasion: str, reply: Callable[[str], Reply]
    ) -> Told:
        key = f"{self.task.id}:{occasion}:{self.turn.reply_key}"
        return tell(self.work, people, self.task, key, reply)

    def besides(self, verdict: Ruling) -> Sequence[str]:
        """Nothing more is to be known."""
        return ()
