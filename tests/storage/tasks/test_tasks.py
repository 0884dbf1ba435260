"""Tasks keep their facts and their history on both databases; a number never changes its task."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.dates.owed import StepKind, StepName, due_step, of_report, of_task
from domain.people.units import Succession
from domain.talk.messages import Address, Reply
from domain.tasks.tasks import AssigningDocument, Counting, Deed, NewTask, Priority
from storage.database.audit import trail
from storage.database.database import Session
from storage.database.states import ReminderState
from storage.messages.conversations import load, save, save_shown, shown_last
from storage.messages.outbox import queue
from storage.people.units import save_units
from storage.reports.reminders import (
    claim_due,
    plan_steps,
    put_off,
    reminders,
    settle,
    snoozed_until,
)
from storage.tasks.tasks import (
    By,
    Near,
    accept,
    acknowledge,
    amend,
    ask_extension,
    assign,
    complete,
    counting_of,
    decide_extension,
    events,
    extend,
    hand_over,
    has_acted,
    has_register,
    ids_by_key,
    ids_by_source,
    lock_task,
    merged_tasks,
    move_to_unit,
    open_tasks,
    reopen,
    ringing,
    send_back,
    set_blocker,
    set_counting,
    set_evidence,
    set_progress,
    set_ring,
    task,
    tasks_by_id,
    tasks_given,
    tasks_led_by,
    tasks_numbered,
    tasks_of_period,
    unsettled_tasks,
    withdraw,
)
from tests.storage.small_district import COMMUNE, NOW, UNITS, District
from tests.support.standing import standing

HOUR = timedelta(hours=1)
DISTRICT = "hung-yen/an-thi"
TODAY = date(2024, 9, 9)
DUE = datetime(2024, 9, 10, 16, 59, 59, tzinfo=UTC)
BY = By("hoa", "test:1", NOW)
LAN = By("lan", "test:2", NOW + HOUR)
NEW = NewTask(
    title="rà soát TTHC",
    unit_id=COMMUNE,
    assigner_id="hung-yen/an-thi",
    assigned_by="hoa",
    assigned_on=date(2024, 9, 9),
    due_at=DUE,
    lead_id="lan",
    coordinators=("Công an xã", "Trạm y tế"),
    product="báo cáo",
    authority="Chủ tịch ký",
    document=AssigningDocument("118/UBND-NV", date(2024, 2, 19), "chế độ báo cáo"),
    priority=Priority.URGENT,
)


def assigned(session: Session, new: NewTask = NEW) -> int:
    """A new task; its id."""
    found = assign(session, new, BY)
    assert found is not None
    return found


def test_a_task_comes_back_as_it_was_assigned(district: District) -> None:
    with district.database.work() as session:
        id_ = assigned(session)
    with district.database.read() as session:
        found = task(session, id_)
        assert found is not None
        assert found == replace(found, **{name: getattr(NEW, name) for name in fields_of(NEW)})
        assert (found.open, found.progress, found.extensions) == (True, None, ())
        (entry,) = events(session, id_)
    assert (entry.deed, entry.official_id, entry.source, entry.at) == (
        Deed.ASSIGNED,
        "hoa",
        "test:1",
        NOW,
    )
    assert entry.new == {"unit": COMMUNE, "lead": "lan", "due": DUE.isoformat()}


def fields_of(new: NewTask) -> list[str]:
    return list(NewTask.__dataclass_fields__)


def test_the_same_assignment_is_written_once(district: District) -> None:
    with district.database.work() as session:
        id_ = assigned(session)
        assert assign(session, replace(NEW, title="Ra soat  TTHC"), BY) is None
        assert ids_by_key(session, [NEW.key, "other"]) == {NEW.key: id_}
        assert len(events(session, id_)) == 1
        withdraw(session, standing(session, id_), date(2024, 9, 10), "nhầm", BY)
        assert ids_by_key(session, [NEW.key]) == {}
        again = assigned(session)  # what was withdrawn may be assigned anew
        assert again != id_


def test_an_assignment_is_put_right_and_known_as_it_is_now(district: District) -> None:
    later = DUE + timedelta(days=5)
    with district.database.work() as session:
        id_ = assigned(session)
        amend(session, standing(session, id_), "rà soát lại", later, LAN, "hạn mới")
        now = standing(session, id_)
        assert (now.title, now.due_at, now.number) == ("rà soát lại", later, 1)
        assert ids_by_key(session, [NEW.key, now.key]) == {now.key: id_}
        assert ids_by_source(session, "test:2", Deed.ASSIGNED) == (id_,)
        last = events(session, id_)[-1]
    assert (last.deed, last.words) == (Deed.ASSIGNED, "hạn mới")
    assert last.old == {"title": NEW.title, "due": DUE.isoformat()}
    assert last.new == {"title": "rà soát lại", "due": later.isoformat()}


def test_many_keys_are_found(district: District) -> None:
    with district.database.work() as session:
        news = [replace(NEW, title=f"việc {n}") for n in range(700)]
        ids = {new.key: assign(session, new, BY) for new in news[:600]}
        assert ids_by_key(session, [new.key for new in news]) == ids


def test_every_change_leaves_who_when_old_and_new(district: District) -> None:
    later = DUE + timedelta(days=5)
    with district.database.work() as session:
        id_ = assigned(session)
        acknowledge(session, id_, LAN)
        set_progress(session, standing(session, id_), 50, LAN)
        set_progress(session, standing(session, id_), 80, LAN)
        set_blocker(session, standing(session, id_), "chờ số liệu", LAN)
        set_blocker(session, standing(session, id_), "", LAN)
        ask_extension(session, standing(session, id_), later, "chờ số liệu", LAN)
        found = lock_task(session, id_)
        assert found is not None
        assert found.asked_extension is not None
        decide_extension(session, standing(session, id_), later, "", BY)
        complete(session, standing(session, id_), date(2024, 9, 12), "", LAN)
        set_evidence(session, standing(session, id_), "68/BC-UBND", date(2024, 9, 11), LAN)
        send_back(session, standing(session, id_), "thiếu phụ lục", BY)
        complete(session, standing(session, id_), date(2024, 9, 13), "69/BC-UBND", LAN)
        reopen(session, standing(session, id_), LAN)
        complete(session, standing(session, id_), date(2024, 9, 13), "69/BC-UBND", LAN)
        accept(session, standing(session, id_), date(2024, 9, 14), BY)
        hand_over(session, standing(session, id_), "tuan", BY, "nghỉ phép")
        history = events(session, id_)
        now = task(session, id_)
    assert [entry.deed.value for entry in history] == [
        "assigned",
        "acknowledged",
        "progress",
        "progress",
        "blocked",
        "unblocked",
        "extension_asked",
        "extended",
        "done",
        "evidence",
        "returned",
        "done",
        "reopened",
        "done",
        "accepted",
        "handed_over",
    ]
    assert (history[3].old, history[3].new) == ({"progress": 50}, {"progress": 80})
    assert (history[4].words, history[4].official_id) == ("chờ số liệu", "lan")
    assert history[7].new == {"due": later.isoformat()}
    assert history[10].old == {"completed_on": "2024-09-11", "evidence": "68/BC-UBND"}
    assert history[15].old == {"lead_id": "lan"}
    assert now is not None
    assert (now.completed_on, now.accepted_on) == (date(2024, 9, 13), date(2024, 9, 14))
    assert (now.lead_id, now.due, now.due_at) == ("tuan", later, DUE)


def test_the_history_can_only_grow(district: District) -> None:
    with district.database.work() as session:
        assigned(session)
    for words in ("UPDATE task_events SET words = 'x'", "DELETE FROM task_events"):
        with pytest.raises(DBAPIError, match="append-only"), district.database.work() as session:
            session.execute(text(words))


def test_one_request_for_more_time_waits_at_once(district: District) -> None:
    first, second = DUE + timedelta(days=3), DUE + timedelta(days=7)
    with district.database.work() as session:
        id_ = assigned(session)
        ask_extension(session, standing(session, id_), first, "chờ số liệu", LAN)
        ask_extension(session, standing(session, id_), second, "mất điện", LAN)
        found = task(session, id_)
        assert found is not None
        (request,) = found.extensions
        assert (request.due, request.reason, request.granted) == (second, "mất điện", None)
        decide_extension(session, standing(session, id_), None, "không được", BY)
        refused = task(session, id_)
        assert refused is not None
        assert refused.due == DUE
        ask_extension(session, standing(session, id_), first, "vẫn chờ", LAN)
        extend(session, standing(session, id_), second, "", BY)
        last = task(session, id_)
    assert last is not None
    assert [e.granted for e in last.extensions] == [False, None, True]
    assert last.due == second


def test_tasks_are_found_by_every_way(district: District) -> None:
    with district.database.work() as session:
        mine = assigned(session)
        done = assigned(session, replace(NEW, title="lập danh sách", lead_id=None))
        own = assigned(session, replace(NEW, title="trực cơ quan", assigner_id=COMMUNE))
        gone = assigned(session, replace(NEW, title="giao nhầm"))
        complete(session, standing(session, done), date(2024, 9, 9), "", LAN)
        withdraw(session, standing(session, gone), date(2024, 9, 9), "nhầm", BY)

        def ids(found: tuple[object, ...]) -> list[int]:
            return [t.id for t in found]  # type: ignore[attr-defined]

        assert ids(open_tasks(session, [COMMUNE])) == [mine, own]
        assert ids(unsettled_tasks(session, [COMMUNE])) == [mine, done, own]
        assert ids(tasks_given(session, ["hung-yen/an-thi"])) == [mine, done]
        assert ids(tasks_led_by(session, "lan")) == [mine, own]
        assert set(tasks_by_id(session, [mine, own])) == {mine, own}
        assert tasks_by_id(session, []) == {}
        assert task(session, 9999) is None
        assert has_register(session, COMMUNE)
        assert not has_register(session, "hung-yen")
        accept(session, standing(session, done), date(2024, 9, 9), BY)
        assert ids(unsettled_tasks(session, [COMMUNE])) == [mine, own]


def test_only_a_superiors_tasks_make_a_register(district: District) -> None:
    with district.database.work() as session:
        assigned(session, replace(NEW, assigner_id=COMMUNE))
        assert not has_register(session, COMMUNE)


def test_the_tasks_of_a_period(district: District) -> None:
    since, closing = date(2024, 6, 15), date(2024, 9, 14)
    with district.database.work() as session:
        carried = assigned(session, replace(NEW, title="cũ", assigned_on=date(2024, 3, 1)))
        closed = assigned(session, replace(NEW, title="đã xong", assigned_on=date(2024, 3, 1)))
        later = assigned(session, replace(NEW, title="sau", assigned_on=date(2024, 9, 15)))
        complete(session, standing(session, closed), date(2024, 6, 14), "", LAN)
        found = [t.id for t in tasks_of_period(session, COMMUNE, since, closing)]
    assert found == [carried]
    assert later not in found


def test_impossible_facts_are_refused(district: District) -> None:
    with district.database.work() as session:
        id_ = assigned(session)
    for change in (
        lambda session: set_progress(session, standing(session, id_), 101, LAN),
        lambda session: accept(session, standing(session, id_), TODAY, BY),  # not done
    ):
        with pytest.raises(DBAPIError), district.database.work() as session:
            change(session)


def test_open_tasks_of_a_merged_unit(district: District) -> None:
    new_unit = replace(UNITS[2], id="hung-yen/xa-moi", parent_id="hung-yen")
    with district.database.work() as session:
        id_ = assigned(session)
        done = assigned(session, replace(NEW, title="đã xong"))
        complete(session, standing(session, done), date(2024, 9, 9), "", LAN)
        save_units(session, [new_unit], [Succession(COMMUNE, new_unit.id, date(2025, 7, 1))])
        assert merged_tasks(session, date(2025, 6, 30)) == ()
        assert [t.id for t in merged_tasks(session, date(2025, 7, 1))] == [id_]
        move_to_unit(session, standing(session, id_), new_unit.id, None, By(None, "program", NOW))
        assert merged_tasks(session, date(2025, 7, 1)) == ()
        (*_, entry) = events(session, id_)
    assert (entry.deed, entry.official_id) == (Deed.MOVED, None)
    assert entry.old == {"number": 1, "unit_id": COMMUNE, "lead_id": "lan"}


def test_the_counting_of_the_nearest_superior(district: District) -> None:
    above = ["hung-yen/an-thi", "hung-yen"]
    with district.database.work() as session:
        assert counting_of(session, above) is Counting.PERIOD
        set_counting(session, "hung-yen", Counting.CUMULATIVE, BY)
        assert counting_of(session, above) is Counting.CUMULATIVE
        set_counting(session, "hung-yen/an-thi", Counting.PERIOD, BY)
        assert counting_of(session, above) is Counting.PERIOD
        assert counting_of(session, []) is Counting.PERIOD
        (entry,) = trail(session, "unit:hung-yen")
    assert entry.detail == {"old": "period", "new": "cumulative"}


# Numbers

HERE = Address("test", "lan")
HELPS = "hung-yen/an-thi/xa-ha-le"
EVERYWHERE = Near([COMMUNE, DISTRICT], [], [])


def numbers(session: Session, *ids: int) -> list[int]:
    return [standing(session, id_).number for id_ in ids]


def test_each_unit_counts_its_own_tasks(district: District) -> None:
    with district.database.work() as session:
        a, b = (assigned(session, replace(NEW, title=f"việc {n}")) for n in range(2))
        c = assigned(session, replace(NEW, title="việc 3", unit_id=DISTRICT))
        assert numbers(session, a, b, c) == [1, 2, 1]
        assert {task.id for task in tasks_numbered(session, [1], EVERYWHERE)} == {a, c}


@pytest.mark.parametrize(
    "near",
    [
        Near([COMMUNE], [], []),
        Near([], [NEW.assigner_id], []),
        Near([], [HELPS], []),
        Near([], [], ["lan"]),
    ],
)
def test_a_number_finds_what_is_near(district: District, near: Near) -> None:
    with district.database.work() as session:
        id_ = assigned(session, replace(NEW, coordinators=(HELPS, "Công an huyện")))
        other = replace(NEW, title="việc khác", unit_id=DISTRICT, assigner_id="hung-yen")
        assigned(session, replace(other, lead_id=None))
        assert [task.id for task in tasks_numbered(session, [1, 2], near)] == [id_]
        assert tasks_numbered(session, [2], near) == ()


def test_a_number_is_never_given_twice(district: District) -> None:
    with district.database.work() as session:
        a, b = (assigned(session, replace(NEW, title=f"việc {n}")) for n in range(2))
        withdraw(session, standing(session, b), date(2024, 9, 9), "nhầm", BY)
        assert assign(session, replace(NEW, title="việc 0"), BY) is None  # it stands already
        c = assigned(session, replace(NEW, title="việc 3"))
        assert numbers(session, a, b, c) == [1, 2, 3]


def test_a_task_that_moves_gets_a_number_of_the_new_unit(district: District) -> None:
    with district.database.work() as session:
        a = assigned(session, replace(NEW, title="việc 1"))
        there = assigned(session, replace(NEW, title="việc 2", unit_id=DISTRICT))
        move_to_unit(session, standing(session, a), DISTRICT, None, BY)
        assert numbers(session, there, a) == [1, 2]


# Talks


def say(session: Session, key: str, kind: str = "reply") -> None:
    queue(session, key, HERE, "lan", kind, Reply("…"), NOW)


def test_tasks_are_the_last_thing_said_until_something_else_is(district: District) -> None:
    with district.database.work() as session:
        assert shown_last(session, HERE, NOW) == ()
        say(session, "re:test:0")
        save_shown(session, HERE, (3, 5), "re:test:1", NOW)
        say(session, "re:test:1")
        assert shown_last(session, HERE, NOW + HOUR) == (3, 5)
        say(session, "edit:1", "edit")
        assert shown_last(session, HERE, NOW + HOUR) == (3, 5)
        say(session, "digest:lan", "digest")
        assert shown_last(session, HERE, NOW + HOUR) == ()


def test_what_was_shown_yesterday_is_over_and_what_is_awaited_stays(district: District) -> None:
    awaited = {"v": 1, "obligation": 7, "block": "I.4"}
    with district.database.work() as session:
        save(session, HERE, awaited, NOW)
        save_shown(session, HERE, (3,), "re:test:1", NOW)
        save(session, HERE, awaited, NOW)
        assert shown_last(session, HERE, NOW + HOUR) == (3,)
        assert shown_last(session, HERE, NOW + timedelta(hours=24)) == ()
        assert load(session, HERE) == awaited


# Reminders


def test_reports_and_tasks_are_claimed_together(district: District) -> None:
    with district.database.work() as session:
        id_ = assigned(session)
        plan_steps(session, [(of_report(district.obligation_id), due_step(-2), "lan", NOW)])
        step = due_step(-1, "2024-09-10")
        rows = [(of_task(id_), step, who, NOW) for who in ("lan", "tuan")]
        plan_steps(session, rows)
        plan_steps(session, rows)  # nothing new
        due = claim_due(session, NOW, limit=1)
        assert [(r.obligation_id, r.task_id) for r in due] == [
            (district.obligation_id, None),
            (None, id_),
        ]
        settle(session, [r.id for r in due], ReminderState.SENT, "", None, NOW)
        assert [r.official_id for r in claim_due(session, NOW, limit=5)] == ["tuan"]
        assert [r.state.value for r in reminders(session, of_task(id_))] == ["sent", "waiting"]


def test_a_reminder_has_one_subject(district: District) -> None:
    words = (
        "INSERT INTO reminders (step, official_id, due_at, state, reason) "
        "VALUES ('T-1', 'lan', '2024-09-09', 'waiting', '')"
    )
    with pytest.raises(DBAPIError), district.database.work() as session:
        session.execute(text(words))


def test_what_was_put_off(district: District) -> None:
    with district.database.work() as session:
        id_ = assigned(session)
        assert snoozed_until(session, of_task(id_), "lan") is None
        asked, step = StepName(StepKind.SNOOZE, of="a"), due_step(-1, "2024-09-10")
        mine = of_task(id_)
        rows = [(mine, asked, "lan", NOW + HOUR), (mine, step, "lan", NOW + DAY)]
        plan_steps(session, rows)
        assert snoozed_until(session, of_task(id_), "lan") == NOW + HOUR
        assert snoozed_until(session, of_task(id_), "tuan") is None
        put_off(session, of_task(id_), "lan", NOW + DAY, NOW)
        put_off(session, of_task(id_), "lan", NOW + 2 * HOUR, NOW)
        assert snoozed_until(session, of_task(id_), "lan") == NOW + 2 * HOUR  # the last wish counts


def test_a_message_that_has_changed_a_task_is_known(district: District) -> None:
    with district.database.work() as session:
        id_ = assigned(session)
        source = events(session, id_)[0].source
        assert has_acted(session, source)
        assert not has_acted(session, source + "0")


DAY = timedelta(days=1)


def test_tasks_ring_when_their_moment_has_come(district: District) -> None:
    with district.database.work() as session:
        first, second = assigned(session), assigned(session, replace(NEW, title="khác"))
        set_ring(session, first, NOW + HOUR)
        set_ring(session, second, NOW)
        assert [t.id for t in ringing(session, NOW, 10)] == [second]
        assert [t.id for t in ringing(session, NOW + HOUR, 10)] == [first, second]
        assert [t.id for t in ringing(session, NOW + HOUR, 1)] == [second]
        set_ring(session, second, None)
        assert ringing(session, NOW, 10) == ()
