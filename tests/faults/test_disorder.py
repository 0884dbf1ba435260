"""What comes twice, late, out of order or broken does no harm to anybody else."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.inbox.inbox import receive
from bot.outbox.books import ChannelStop
from domain.dates.moments import parse_at
from domain.people.people import Official
from domain.talk.messages import Address, Incoming
from handlers.desk import digest
from handlers.reminders import plan_rounds, send
from handlers.tasks import reminders as tasks
from handlers.wording.say import say as say_text
from scheduler import tick as clock
from scheduler.tick import tick
from storage.database.database import Database
from storage.database.states import MessageState, ReminderState
from storage.messages.outbox import OUTBOX
from storage.messages.silence import REMINDERS
from storage.people.officials import OFFICIALS, link_address, save_official
from tests.bot.outbox.outbox_rig import Desk
from tests.faults.at_once import at_once
from tests.support.district import BAC_SON, PEOPLE, District

MORNING = "2024-08-28 08:00"
SAID = (
    ("lan", "14 7 5 1 0 0"),
    ("dung", "13 7 5 1 0 0"),
    ("lan", "14 14 0 0"),
    ("quynh", "giao xa-bac-son: rà soát TTHC, báo cáo, hạn 30/9"),
    ("lan", "sửa I.1 = 15"),
    ("quynh", "giao"),
    ("dung", "đúng"),
    ("lan", "việc"),
    ("quynh", "/tre"),
    ("lan", "xong 1 68/BC-UBND"),
)


def queued(database: Database) -> list[tuple[object, ...]]:
    with database.read() as session:
        columns = (OUTBOX.c.key, OUTBOX.c.chat, OUTBOX.c.text)
        return [tuple(row) for row in session.execute(select(*columns).order_by(OUTBOX.c.id))]


def steps(database: Database) -> Counter[tuple[object, ...]]:
    """How often each step of each person has gone out."""
    with database.read() as session:
        columns = (
            REMINDERS.c.obligation_id,
            REMINDERS.c.task_id,
            REMINDERS.c.step,
            REMINDERS.c.official_id,
        )
        sent = select(*columns).where(REMINDERS.c.state == ReminderState.SENT)
        return Counter(tuple(row) for row in session.execute(sent))


def say(desk: District, number: int) -> bool:
    who, words = SAID[number]
    at = desk.now + timedelta(seconds=number)
    return receive(
        desk.database, desk.catalogue, Incoming(f"d{number}", Address("test", who), words, at), at
    )


@pytest.mark.parametrize("seed", range(4))
def test_updates_that_come_again_at_any_time_change_nothing(
    memory_database: Database, seed: int
) -> None:
    desk = District(memory_database)
    desk.move(MORNING)
    chance = random.Random(seed)
    answers: list[int] = []
    for number in range(len(SAID)):
        assert say(desk, number)
        answers.append(len(queued(memory_database)))
        for _ in range(2):
            assert not say(desk, chance.randrange(number + 1))
            assert len(queued(memory_database)) == answers[-1]


def test_what_comes_twice_and_in_another_order_is_taken_once(database: Database) -> None:
    desk = District(database)
    desk.move(MORNING)
    numbers = [*range(len(SAID)), *range(len(SAID))]
    for number in sorted(numbers, key=lambda number: SAID[number][0]):  # one after the other
        say(desk, number)
    with database.read() as session:
        found = session.execute(text("SELECT count(*) FROM figures")).scalar_one()
        taken = session.execute(text("SELECT count(*) FROM tasks")).scalar_one()
    assert (found, taken) == (10, 1)


@pytest.mark.parametrize("kind", ["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_two_schedulers_at_one_moment_send_everything_once(
    kind: str, request: pytest.FixtureRequest
) -> None:
    database = request.getfixturevalue(f"{kind}_database")
    desk = District(database)
    assert at_once(3, lambda: tick(database, desk.catalogue, parse_at(MORNING))) == []
    assert steps(database)
    assert set(steps(database).values()) == {1}
    digests = Counter((key, chat) for key, chat, _ in queued(database))
    assert set(digests.values()) == {1}
    told = Counter(chat for key, chat, _ in queued(database))
    assert told["lan"] == 1


def test_a_clock_that_jumps_forward_and_back_repeats_no_step(database: Database) -> None:
    desk = District(database)
    for moment in (
        MORNING,
        "2024-09-20 08:00",  # a wrong clock: three weeks ahead
        "2024-08-28 08:05",  # it was set right
        "2024-08-28 08:06",
        "2024-09-06 08:00",
        "2023-01-01 08:00",  # wrong again, and long ago
        "2024-09-09 08:00",
    ):
        tick(database, desk.catalogue, parse_at(moment))
    assert set(steps(database).values()) == {1}
    desk.now = parse_at("2024-09-09 08:10")
    assert "14" in desk.say("lan", "14 7 5 1 0 0")


def test_somebody_whose_reminder_cannot_be_worded_keeps_nobody_else_waiting(
    database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = District(database)
    remind = send._remind

    def fails(work: Any, person: Official, *rest: Any) -> Any:
        if person.id == "lan":
            raise ValueError("a row that nothing understands")
        return remind(work, person, *rest)

    monkeypatch.setattr(send, "_remind", fails)
    told = {
        each.address.chat for each in tick(database, desk.catalogue, parse_at(MORNING)).reminded
    }
    assert "lan" not in told
    assert len(told) >= 3
    assert "action=remind" in caplog.text
    alarms = [words for key, _, words in queued(database) if "unworded" in str(key)]
    assert len(alarms) >= 1
    assert "không soạn được lời nhắc cho chị Lan" in str(alarms[0])
    assert tick(database, desk.catalogue, parse_at("2024-08-28 08:01")).reminded == ()
    monkeypatch.undo()  # somebody has mended it
    late = tick(database, desk.catalogue, parse_at("2024-08-28 09:05")).reminded
    assert [each.address.chat for each in late] == ["lan"]


@pytest.mark.postgres
def test_nobody_is_put_off_in_the_place_of_whom_another_process_has_in_hand(
    postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = District(postgres_database)
    cannot_be(monkeypatch, send, "_remind", "lan")
    busy, put_off = [True], clock.put_off

    def while_another_has_her(work: Any, *who: Any) -> Any:
        with postgres_database.work() as session:
            if busy:
                hers = select(OFFICIALS.c.id).where(OFFICIALS.c.id == "lan")
                session.execute(hers.with_for_update())
                busy.clear()
            return put_off(work, *who)

    monkeypatch.setattr(clock, "put_off", while_another_has_her)
    told = tick(postgres_database, desk.catalogue, parse_at(MORNING)).reminded
    assert len({each.address.chat for each in told}) >= 3
    assert not busy
    (alarm,) = set(alarms_of(postgres_database, "unworded"))
    assert "chị Lan" in alarm


def test_a_message_that_cannot_be_read_holds_up_no_other(file_database: Database) -> None:
    rig = Desk(file_database)
    ids = [rig.put(f"tin {number}", f"telegram:{number}") for number in range(4)]
    with file_database.work() as session:
        strange = text("UPDATE outbox SET choices = '[[1, 2, 3, 4]]' WHERE id = :id")
        session.execute(strange, {"id": ids[1]})
    assert [letter.part.text for letter in rig.take()] == ["tin 0", "tin 2", "tin 3"]
    with file_database.read() as session:
        broken = select(OUTBOX.c.state, OUTBOX.c.reason).where(OUTBOX.c.id == ids[1])
        assert tuple(session.execute(broken).one()) == (MessageState.FAILED, "unreadable")


def test_a_conversation_that_cannot_be_read_is_apologised_for_and_blocks_nobody(
    database: Database,
) -> None:
    desk = District(database)
    desk.move(MORNING)
    here = Address("telegram", "101")
    with database.work() as session:
        link_address(session, "lan", here, desk.now)
    first = Incoming("t1", here, "14 7 5 1 0 0", desk.now)
    receive(database, desk.catalogue, first, desk.now)
    with database.work() as session:
        session.execute(text("UPDATE conversations SET data = '{\"v\": 99}' WHERE chat = '101'"))
    receive(database, desk.catalogue, replace(first, event_id="t2"), desk.now)
    (apology,) = [words for key, _, words in queued(database) if str(key).endswith(":t2")]
    assert apology == say_text("router.failed")
    assert desk.say("quynh", "/tre").startswith("Không có đơn vị nào quá hạn")


def cannot_be(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, spoilt: object) -> None:
    """A function fails for one person, report or task: a row that nothing understands."""
    whole = getattr(module, name)

    def fails(work: Any, one: Any, *rest: Any) -> Any:
        if spoilt == one.id:
            raise ValueError("a row that nothing understands")
        return whole(work, one, *rest)

    monkeypatch.setattr(module, name, fails)


def alarms_of(database: Database, kind: str) -> list[str]:
    """What the administrators were told of that kind."""
    return [str(words) for key, _, words in queued(database) if f"alarm:{kind}" in str(key)]


def test_a_superior_whose_morning_cannot_be_worded_keeps_no_other_from_theirs(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    desk = District(database, people=(*PEOPLE, another := replace(PEOPLE[0], id="a-quynh")))
    desk.move("2024-08-28 07:30")
    desk.move("2024-09-13 07:30")
    cannot_be(monkeypatch, digest, "_send", another.id)
    told = tick(database, desk.catalogue, parse_at("2024-09-16 07:30")).reminded
    chats = {each.address.chat for each in told}
    assert "quynh" in chats
    assert another.id not in chats
    assert "action=morning official=a-quynh" in caplog.text
    (alarm,) = alarms_of(database, "unworded:a-quynh")
    assert "không soạn được bản tin sáng cho chị Quỳnh" in alarm
    assert tick(database, desk.catalogue, parse_at("2024-09-16 07:31")).reminded == ()


def test_a_report_that_cannot_be_planned_keeps_no_other_from_being_reminded_of(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = District(database)
    desk.move("2024-08-28 07:00")
    cannot_be(monkeypatch, plan_rounds, "_steps_of", desk.report(BAC_SON).id)
    told = tick(database, desk.catalogue, parse_at("2024-08-29 07:30")).reminded
    assert "hung" in {each.address.chat for each in told}
    (alarm,) = alarms_of(database, "unplanned:")
    assert "không xếp được lịch nhắc cho xã Bắc Sơn" in alarm


def test_a_plan_that_cannot_be_made_keeps_nobody_from_what_is_planned_already(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = District(database)
    tick(database, desk.catalogue, parse_at("2024-08-28 07:00"))

    def fails(*_: Any) -> Any:
        raise ValueError("a form that nothing understands")

    monkeypatch.setattr(plan_rounds, "_open_rounds", fails)
    with database.work() as session:
        save_official(session, replace(PEOPLE[0], title="khác"), desk.now)  # planned anew
    told = tick(database, desk.catalogue, parse_at("2024-08-28 07:30")).reminded
    assert "lan" in {each.address.chat for each in told}
    (alarm,) = alarms_of(database, "unplanned:")
    assert alarm.startswith("Bot không xếp được lịch nhắc mới")


def test_a_task_that_cannot_be_planned_keeps_no_other_from_being_reminded_of(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = District(database)
    for commune in ("xa-bac-son", "xa-phu-ung"):
        desk.say("quynh", f"giao {commune}: rà soát TTHC, báo cáo, hạn 30/9")
        desk.say("quynh", "giao")
    spoilt, sound = sorted(task.id for task in desk.tasks())
    cannot_be(monkeypatch, tasks, "_ring", spoilt)
    desk.move("2024-09-30 07:30")
    with database.read() as session:
        planned = select(REMINDERS.c.task_id).where(REMINDERS.c.task_id.is_not(None))
        assert set(session.execute(planned).scalars()) == {sound}
    assert "xã Bắc Sơn" in alarms_of(database, "unplanned:")[0]
    monkeypatch.undo()  # somebody has mended it
    desk.move("2024-09-30 08:31")
    with database.read() as session:
        assert set(session.execute(planned).scalars()) == {spoilt, sound}


def test_a_message_that_no_other_way_can_be_found_for_holds_up_no_other(
    file_database: Database,
) -> None:
    rig = Desk(file_database)
    ids = [rig.put(f"tin {number}", f"zalo_bot:{number}") for number in range(2)]
    rig.books.stops["zalo_bot"] = ChannelStop("unauthorised", None)
    sound = rig.put("tin khác", "telegram:1")
    with file_database.work() as session:
        strange = text("UPDATE outbox SET choices = '[[1, 2, 3, 4]]' WHERE id = :id")
        session.execute(strange, {"id": ids[0]})
    assert [each.id for each in rig.books.look()] == [sound]
    with file_database.read() as session:
        states = select(OUTBOX.c.state, OUTBOX.c.reason).where(OUTBOX.c.id.in_(ids))
        found = [tuple(row) for row in session.execute(states.order_by(OUTBOX.c.id))]
    assert found[0] == (MessageState.FAILED, "not_settled")
    assert found[1][0] == MessageState.WAITING
