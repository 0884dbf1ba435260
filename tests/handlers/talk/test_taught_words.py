"""Whatever the bot offers to type is understood as meant: with marks, without, in raw Telex."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from handlers.wording.say import texts
from storage.database.database import Database
from tests.support.asked import KINDS, TASK, TERMINAL, Kind, Snapshots, Talk
from tests.support.district import PEOPLE, District, annex
from tests.support.taught import filled, listed, offered, plain, typed

GAPS = {
    "<lý do>": "chờ số liệu của huyện", "{number}": "1", "{slug}": "xa-bac-son", "{percent}": "80",
    "{code}": "I.4.2", "<số>": "13", "{period}": "quý III năm 2024", "{heir}": "cho Hưng",
    "<tên>": "Hưng", "{own_full}": "I.4.2", "{own_code}": "4.2", "{own_value}": "13",
    "{colleague}": "lan", "{other}": "minh",
}  # fmt: skip
NOT_FOR_CHATS = ("fault.", "play.", "cli.", "console.", "rehearse.", "web.", "start.stranger")
NOT_UNDERSTOOD = (
    "Bot chưa hiểu", "Bot chưa có lệnh", "Còn chờ trả lời câu hỏi", "Bot đang không hỏi mục nào",
)  # fmt: skip
NOT_RAW = frozenset({"desk.order", "task.which", "task.bare"})
"""Whose answers name units, tasks and days besides: these are not read in raw Telex yet."""
ROW = "14 7 5 1 0 0"
STATES = {
    "block": Kind("", "lan", (ROW,)),
    "task": Kind("", "lan", ("việc 1",), TASK),
    "task_done": Kind("", "quynh", ("việc 1",), (*TASK, ("lan", "xong 1 68/BC-UBND"))),
    "superior": Kind("", "quynh", ("tình hình",), TASK),
    "complete": Kind("", "lan", ("tình hình",), (("lan", annex()),)),
    "head": Kind("", "tam", ("tình hình",), TASK),
    "draft": Kind("", "quynh", (TASK[0][1],)),
}
ABOVE = ("task_done", "superior")
OFFERED_IN = {
    "help.line.nudge": ABOVE,
    "help.line.approve": ABOVE,
    "help.line.return_report": ABOVE,
    "help.line.lock": ABOVE,
    "help.line.late_units": ABOVE,
    "help.line.ranking": ABOVE,
    "help.line.roll_up": ABOVE,
    "task.help.superior": ABOVE,
    "task.assign.": ("draft",),
    "task.counts.": ("block",),
    "task.counting.": ABOVE,
    "talk.task_not_yet": ("task",),
    "switch.done": ("block", "task", "complete"),
}
"""Text -> where it stands; any other may stand wherever no other thing is asked."""
OF_QUESTIONS = ("ask.", "annex.ask", "practice.", "help.question", "help.task", "question.")
OF_QUESTIONS += (
    "task.handover",
    "task.assign.mend",
    "task.assign.missing",
    "task.table.only_sound",
)
"""Texts that ask, or stand under a question: what they offer is tried with the question."""


def open_talk(database: Database, kind: Kind) -> tuple[Talk, Snapshots]:
    everybody = frozenset(official.id for official in PEOPLE)
    talk = Talk(District(database, unlinked=everybody), kind, TERMINAL)
    return talk, Snapshots(database)


def outcomes(
    talk: Talk, snapshots: Snapshots, typings: Iterable[str]
) -> dict[str, tuple[str, object, int]]:
    """What each typing of a phrase leads to, out of the same state."""
    found = {}
    for text in typings:
        snapshots.back()
        reply = talk.say(text)
        open_ = [(each.about, plain(each.name)) for each in talk.questions()]
        found[text] = (plain(reply.text) if reply else "", open_, talk.written())
    return found


def understood(outcome: tuple[str, object, int]) -> bool:
    return not any(plain(each) in outcome[0] for each in NOT_UNDERSTOOD)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.about}-{len(kind.before)}")
def test_what_a_question_offers_is_its_answer(memory_database: Database, kind: Kind) -> None:
    talk, snapshots = open_talk(memory_database, kind)
    assert talk.asked is not None
    now = talk.asked.text.partition("Lần sau")[0]  # what follows is for another time
    lines = [line for line in now.splitlines() if not line.startswith("Khi có số")]  # so is that
    said = [filled(each, GAPS) for each in offered("\n".join(lines))]
    said += [choice.words for choice in talk.asked.choices]
    wrong = {}
    for phrase in filter(None, said):
        found = outcomes(talk, snapshots, typed(phrase)[: 2 if kind.about in NOT_RAW else 3])
        if len({str(each) for each in found.values()}) > 1 or not all(
            map(understood, found.values())
        ):
            wrong[phrase] = found
    assert wrong == {}


def taught() -> dict[str, str]:
    """Every phrase that the catalogue offers in a chat -> the text that offers it."""
    found: dict[str, str] = {}
    for id_, text in texts().items():
        if id_.startswith(NOT_FOR_CHATS):
            continue
        lines = listed(text) if id_.startswith(("help.line", "task.help")) else ()
        for said in (*offered(text), *lines):
            if phrase := filled(said, GAPS):
                found.setdefault(phrase, id_)
    return found


def states_of(id_: str) -> tuple[str, ...]:
    """Where a text may stand."""
    named = next((where for text, where in OFFERED_IN.items() if id_.startswith(text)), None)
    return named or tuple(state for state in STATES if state != "draft")


def offered_in(state: str) -> list[str]:
    """What the texts offer that may stand there."""
    return [
        phrase
        for phrase, id_ in taught().items()
        if state in states_of(id_) and not id_.startswith(OF_QUESTIONS)
    ]


@pytest.mark.parametrize("state", STATES)
def test_what_any_text_offers_is_the_same_without_marks(
    memory_database: Database, state: str
) -> None:
    talk, snapshots = open_talk(memory_database, STATES[state])
    differ = {}
    for phrase in offered_in(state):
        bare_phrase = typed(phrase)[1]
        found = outcomes(talk, snapshots, (phrase, bare_phrase))
        marked, bare = found[phrase], found[bare_phrase]
        if understood(marked) and marked != bare and "mời" not in phrase:  # a code is new each time
            differ[phrase] = (marked[0], bare[0])
    assert differ == {}


def test_what_any_text_offers_is_understood_where_it_may_stand(memory_database: Database) -> None:
    assert len(taught()) > 60
    unknown = {phrase for state in STATES for phrase in offered_in(state)} | {"rung chuông"}
    empty = Snapshots(memory_database)
    for kind in STATES.values():
        empty.back()
        talk, snapshots = open_talk(memory_database, kind)
        for phrase in sorted(unknown):
            snapshots.back()
            reply = talk.say(phrase)
            if reply and understood((plain(reply.text), (), 0)):
                unknown.discard(phrase)
    assert unknown == {"rung chuông"}
