"""A row of the table of intents (`handlers.talk.intents`), and what its act gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from domain.people.people import Official, Role
from domain.people.permissions import Action
from domain.talk.messages import Incoming, Reply
from domain.talk.said import Said, Situation
from domain.talk.understood import OTHER, Understood
from domain.tasks.tasks import Task
from handlers.turn import TaskTurn
from handlers.wording.refuse import refuse
from handlers.wording.show_moments import period_words
from handlers.work import Work
from storage.catalogue.words import phrases

SILENCE = Reply("")
"""What an act gives where no answer is the best one."""


def no_question(incoming: Incoming, word: str) -> Reply | None:
    """Nothing is asked."""
    return None


@dataclass(frozen=True, slots=True)
class Request:
    """A message of a linked person, read once. `argument` is what stands behind a command word;
    `said` and `understood` are the same in a sentence. `answer` gives the open question a word
    that it knows ("yes"). `of_tasks`: the text with a number in the place of words that name a
    task, and `titled` those that they may name. `confirmed`: it was asked about and agreed to.
    `guessed`: the text is what a sentence is taken to mean, so nothing is written unasked."""

    work: Work
    person: Official
    incoming: Incoming
    intents: tuple[Intent, ...] = ()
    answer: Callable[[Incoming, str], Reply | None] = no_question
    argument: str = ""
    said: Said = field(default_factory=lambda: Said(""))
    situation: Situation = Situation.IDLE
    understood: Understood = field(default_factory=lambda: Understood(OTHER))
    of_tasks: str = ""
    titled: tuple[Task, ...] = ()
    confirmed: bool = False
    guessed: bool = False

    @property
    def turn(self) -> TaskTurn:
        """The same for what is about tasks."""
        return TaskTurn(self.work, self.person, self.incoming, self.confirmed, self.titled)

    def with_argument(self, argument: str) -> Request:
        """The same, said as a command."""
        return replace(self, argument=argument)

    def retyped(self, text: str) -> Request:
        """The same message as if that had been typed in its place."""
        return replace(self, incoming=replace(self.incoming, text=text, choice=""))

    def meaning(self, text: str) -> Request:
        """The same message as it is taken to mean: shown, and written after a yes."""
        return replace(self.retyped(text), guessed=True)

    def period_named(self) -> str:
        """ "quý III năm 2024" where a period is named."""
        return period_words(self.said.period) if self.said.period else ""


_LISTS = {"unit": "units", "person": "people", "code": "codes", "task": "tasks"}


_WORDS = ("period", "value", "days", "percent", "due", "reason", "everybody")


def as_slots(said: Said) -> dict[str, Any]:
    """What a message names, as plain data: the reverse of `with_slots`."""
    found: dict[str, Any] = {slot: list(getattr(said, name)) for slot, name in _LISTS.items()}
    found |= {name: getattr(said, name) for name in _WORDS}
    found["values"] = dict(said.values.by_code)
    return {slot: value for slot, value in found.items() if value not in (None, "", [], {})}


def with_slots(said: Said, slots: Mapping[str, Any]) -> Said:
    """The message as the wish reads it: whom it is about, until when, why. What the wish names
    takes the place of what the message names; the rest stays."""
    found: dict[str, Any] = {}
    for slot, value in slots.items():
        if slot in _LISTS:
            found[_LISTS[slot]] = tuple(value) if isinstance(value, list | tuple) else (value,)
        elif slot == "values":
            found["values"] = replace(said.values, by_code=value)
        elif slot in _WORDS:
            found[slot] = value
    return replace(said, **found)


Act = Callable[[Request], Reply | None]


May = Callable[[Work, Official], bool]
"""Who may want something at all; of which unit, the act asks."""


def everybody(work: Work, person: Official) -> bool:
    """No right is needed."""
    return True


def on_some_unit(action: Action) -> May:
    """Who may do that to a unit, the own one or one below."""
    return lambda work, person: bool(work.scope(person, action))


def fills_a_part(work: Work, person: Official) -> bool:
    """Who gives figures, or has a field of their own, as a chairman has who writes a heading."""
    fields = any(post.fields for post in person.posts_on(work.today))
    return fields or bool(work.scope(person, Action.GIVE_FIGURES))


def below(action: Action) -> May:
    """Who may do that to a unit below."""
    return lambda work, person: bool(work.below(person, action))


class Effect(StrEnum):
    """What an act does, and so how surely its wish has to be understood."""

    LOOKS = "looks"  # writes nothing: fairly sure is enough
    ASKS = "asks"  # shows what it would write and asks: fairly sure is enough as well
    WRITES = "writes"  # only where no word stays unexplained; what is likely is asked about


@dataclass(frozen=True, slots=True)
class Intent:
    """One row. `id` names its words (`catalogue/words`) and its texts.

    A message reaches the row by one of three ways: `form` reads what is written exactly as it is
    taught ("xong 3"), and gives None for anything else; a command word of the row leads to
    `command`; a sentence that is understood so leads to `act`. `speaks_for` are the wishes that
    a form may read: it is not asked where something else was surely meant.
    """

    id: str
    act: Act | None = None
    command: Act | None = None
    form: Act | None = None
    effect: Effect = Effect.LOOKS
    may: May = everybody
    refusal: str = "router.may_not"  # what is said to whoever may not give its command
    needs: Callable[[Request], bool] | None = None  # without it, the act only asks for it
    speaks_for: frozenset[str] = frozenset()
    help: bool = False  # has a line on the help page
    by_link: bool = False  # is about pages: only where they are served is it offered
    menu: frozenset[Role] = frozenset()  # in whose list of commands on a network it stands

    @property
    def words(self) -> tuple[str, ...]:
        """The command words, the one that is shown first."""
        orders, commands = phrases("order"), phrases("command")
        return (*orders.get(self.id, ()), *commands.get(self.id, ()))

    def writes(self, request: Request) -> bool:
        """Would the act change something at once?"""
        named = self.needs is None or self.needs(request)
        return self.effect is Effect.WRITES and named

    def offered(self, work: Work, person: Official) -> bool:
        """Does the help name it to this person?"""
        served = work.page_link is not None or not self.by_link
        return self.help and served and self.allowed(work, person)

    def allowed(self, work: Work, person: Official) -> bool:
        """May the person want that at all?"""
        return self.may(work, person)

    def commanded(self, request: Request) -> Reply | None:
        """What the command answers, or that the person may not give it; None where the row has
        none."""
        if self.command is None:
            return None
        if not self.allowed(request.work, request.person):
            return refuse(request.work, request.person, self.id, self.refusal)
        return self.command(request)
