"""What is owed and reminded of, a report or a task, and a step of its reminders as a value.

A step is kept as a word: `T-3` and `T+2` are working days around the due day, `2024-09-15 T-0` the
same of a due day that is named, `R2+1` a working day after the second return, `snooze …` what a
person has asked for. Here it is read and printed, and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class About(StrEnum):
    """What can be owed."""

    REPORT = "obligation"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Subject:
    """One report or one task; printed as the audit knows it.

    >>> str(Subject(About.REPORT, 12))
    'obligation:12'
    """

    about: About
    id: int

    def __str__(self) -> str:
        return f"{self.about}:{self.id}"


def of_report(obligation_id: int) -> Subject:
    """A report by the id of its obligation."""
    return Subject(About.REPORT, obligation_id)


def of_task(task_id: int) -> Subject:
    """A task by its id."""
    return Subject(About.TASK, task_id)


class StepKind(StrEnum):
    """What makes a step ring."""

    DUE = "due"  # working days around the due day
    HOURS = "hours"  # hours before the due moment
    RETURNED = "returned"  # working days after it was sent back
    DONE = "done"  # somebody says that it is done: a verdict is awaited
    ASSIGNED = "assigned"
    COORDINATES = "coordinates"
    MOVED = "moved"  # to another unit
    SNOOZE = "snooze"  # a person has asked for it
    ASKED = "asked"  # a superior has asked for it just now
    ROLLED = "rolled"  # what came in by the due moment, for who has asked
    ESTIMATES = "estimates"  # do the figures still stand that were given before they were final?


@dataclass(frozen=True, slots=True)
class StepName:
    """Which step it is. `count`: working days after the due day (negative: before it) or after a
    return, or hours before; `of`: the due day or the return that is meant, or what else tells it
    from others of its kind."""

    kind: StepKind
    count: int = 0
    of: str = ""

    def __str__(self) -> str:
        match self.kind:
            case StepKind.DUE:
                sign = "+" if self.count > 0 else "-"
                return f"{self.of} T{sign}{abs(self.count)}".lstrip()
            case StepKind.HOURS:
                return f"{self.of} H-{self.count}".lstrip()
            case StepKind.RETURNED:
                return f"R{self.of}+{self.count}"
            case _:
                return f"{self.kind} {self.of}"

    @property
    def last_call(self) -> bool:
        """The last one before the due moment: it may come beside the day's digest, and at noon."""
        return self.kind is StepKind.HOURS or (self.kind is StepKind.DUE and self.count == 0)

    @property
    def counts_hours(self) -> bool:
        """It rings at an hour of its own, not with the day's digest."""
        return self.kind is StepKind.HOURS

    @property
    def asked_for(self) -> bool:
        """A person has asked for it at this hour: it may come beside the day's digest."""
        return self.kind is StepKind.SNOOZE


def due_step(days: int, of: str = "") -> StepName:
    """The step so many working days after the due day; negative: before it."""
    return StepName(StepKind.DUE, days, of)


_OF_DUE = re.compile(r"(?:(?P<of>\S+) )?T(?P<count>-(?:0|[1-9]\d*)|\+[1-9]\d*)")
_OF_HOURS = re.compile(r"(?:(?P<of>\S+) )?H-(?P<count>[1-9]\d*)")
_OF_RETURN = re.compile(r"R(?P<of>\d+)\+(?P<count>\d+)")
_COUNTED = (
    (StepKind.DUE, _OF_DUE),
    (StepKind.HOURS, _OF_HOURS),
    (StepKind.RETURNED, _OF_RETURN),
)


def parse_step(text: str) -> StepName:
    """The reverse of `str`; ValueError where it is no step.

    >>> parse_step("2024-09-15 T-2")
    StepName(kind=<StepKind.DUE: 'due'>, count=-2, of='2024-09-15')
    """
    for kind, pattern in _COUNTED:
        if found := pattern.fullmatch(text):
            return StepName(kind, int(found["count"]), found["of"] or "")
    word, _, of = text.partition(" ")
    named = {kind.value: kind for kind in StepKind} if of else {}
    if word not in named or named[word] in dict(_COUNTED):
        raise ValueError(f"not a step: {text!r}")
    return StepName(named[word], of=of)
