"""What may be done is asked when it is done: a question lives for days, and meanwhile somebody may
have moved to another office.

Every kind of question is brought forth, the person is moved, and no answer does anything any more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.people.people import Post, Role
from handlers.question import asks_itself
from handlers.talk.answers import ANSWERS
from storage.database.tables import REQUESTS
from storage.people.officials import official, save_official
from storage.people.units import save_units
from tests.support.asked import KINDS, TERMINAL, Kind, Snapshots, Talk, connection
from tests.support.district import BESIDE, KIM_DONG, PEOPLE, PHU_UNG, UNITS, District
from tests.support.remembered import in_memory

OF_OTHERS = (
    Kind("leave.note", "dung", ("lan nghỉ 2/9-5/9",)),
    Kind("leave.note", "dung", ("lan nghỉ 2/9-5/9 thanh thay",)),
)
ONES_OWN = {"leave.note", "leave.days", "leave.who", "leave.dropped", "snooze.when"}
"""Of what is one's own wherever one works; of others it is asked besides."""

TALK = {"inbox", "outbox", "questions", "conversations", "sqlite_sequence"}
TALK |= {"drawings", "files", "outbox_files"}
"""What is said, with its pictures, and what waits for an answer."""

BY_THE_TABLE = {
    "form.load",
    "template.load",
    "task.draft",
    "task.table",
    "owed.granted",
    "request.draft",
    "letter.draft",
    "leave.note",
    "heads.remind",
    "office.present_anyway",
    "desk.send_anyway",
}
"""Of these the table of questions tells who may; every other act asks it by itself."""

ANSWERED = ("đúng", "gửi", "nạp", "ghi", "chờ số liệu của huyện", "3 ngày", "hạn 9/9", "14 14 0 0")


def of_ones_own(kind: Kind) -> bool:
    """Also more time is asked for the report of wherever one works."""
    mine = (kind.about, kind.who) == ("desk.order", "lan")
    return mine or (kind.about in ONES_OWN and kind not in OF_OTHERS)


def moved(talk: Talk) -> None:
    """The person works in a commune of the neighbouring district from now on."""
    desk = talk.district
    with desk.database.work() as session:
        before = official(session, talk.kind.who)
        assert before is not None
        post = Post(BESIDE, Role.OFFICIAL, ("elsewhere",))
        save_official(session, replace(before, posts=(post,)), desk.now, None, before)


def kept(raw: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """All that is stored besides the talk itself, without what was refused."""
    named = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    tables = sorted(name for (name,) in named if name not in TALK)
    rows = {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
    rows["audit"] = [row for row in rows["audit"] if "refused" not in row]
    return rows


def ways(talk: Talk) -> Iterator[tuple[str, str]]:
    """Every answer that the question knows, tapped or typed: words and tap."""
    question = talk.question()
    assert question is not None
    for tap in question.taps():
        yield tap.words, tap.data
    for words in ANSWERED:
        yield words, ""


def test_every_question_says_who_may_answer() -> None:
    asked = {about for about, row in ANSWERS.items() if row.may is not asks_itself}
    assert asked == BY_THE_TABLE


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, id=f"{place}-{kind.about}")
        for place, kind in enumerate((*KINDS, *OF_OTHERS))
        if not of_ones_own(kind)
    ],
)
def test_whoever_has_moved_away_changes_nothing_by_an_answer(
    migrated_file: Path, kind: Kind
) -> None:
    unlinked = frozenset(each.id for each in PEOPLE)
    talk = Talk(District(in_memory(migrated_file), unlinked=unlinked), kind, TERMINAL)
    moved(talk)
    snapshots, raw = Snapshots(talk.district.database), connection(talk.district.database)
    before = kept(raw)
    for words, tap in list(ways(talk)):
        snapshots.back()
        reply = talk.say(words, tap=tap)
        after = kept(raw)
        changed = [name for name in before if before[name] != after[name]]
        assert not changed, (words, reply and reply.text)
    snapshots.close()
    talk.district.database.close()


def test_a_request_asks_anew_for_a_unit_that_is_not_below_any_more(migrated_file: Path) -> None:
    said = "yêu cầu báo cáo: số hộ nghèo; xã Bắc Sơn, xã Phù Ủng; hạn 6/9"
    kind = Kind("request.draft", "quynh", (said,))
    unlinked = frozenset(each.id for each in PEOPLE)
    talk = Talk(District(in_memory(migrated_file), unlinked=unlinked), kind, TERMINAL)
    gone = next(each for each in UNITS if each.id == PHU_UNG)
    with talk.district.database.work() as session:
        save_units(session, [*UNITS, replace(gone, parent_id=KIM_DONG)], ())
    reply = talk.say("gửi")
    assert reply is not None
    assert "Phù Ủng" in reply.text
    assert [each.about for each in talk.questions()] == ["request.draft"]
    with talk.district.database.read() as session:
        assert not session.execute(REQUESTS.select()).all()
    talk.district.database.close()
