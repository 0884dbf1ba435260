"""What the rows say after each thing that can happen to a message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.port import ChannelError, ErrorKind, Sent
from bot.outbox.books import LEASE, Letter, Outcome
from domain.dates.moments import parse_at
from domain.dates.owed import due_step, of_report
from domain.people.people import Official, Post, Role
from domain.talk.messages import Address, Attachment, Choice, Reply
from handlers.wording.say import say
from handlers.work import Work
from storage.database.database import Database, DatabaseUnavailable
from storage.database.states import AddressState, ReminderState
from storage.database.states import MessageState as S
from storage.messages import conversations, delivery
from storage.messages.delivery import Ready
from storage.messages.outbox import Message, digest_key
from storage.people.officials import addresses_of, link_address, links_of, save_official
from storage.reports.reminders import plan_steps, reminders, settle
from tests.bot.outbox.outbox_rig import MORNING, Desk
from tests.conftest import ON_POSTGRES
from tests.storage.small_district import COMMUNE, LAN, fill

LONG = "\n\n".join(f"Khối {number}: " + "số liệu " * 60 for number in range(20))
FILE = Attachment("phu-luc.xlsx", "application/zip", b"PK")
ADMIN = Official("nga", "Bùi Thị Nga", "chị", posts=(Post("hung-yen", Role.ADMINISTRATOR),))
HEAD = Official("dung", "Đỗ Thị Dung", "bà", posts=(Post(COMMUNE, Role.OFFICE_HEAD),))
TELEGRAM, ZALO = Address("telegram", "99"), Address("zalo_bot", "z99")


@pytest.fixture(params=["memory", ON_POSTGRES])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Lan has two networks; a colleague, a superior and an administrator have one each."""
    database: Database = request.getfixturevalue(f"{request.param}_database")
    with database.work() as session:
        obligation_id = fill(session)
        save_official(session, ADMIN, MORNING)
        save_official(session, HEAD, MORNING)
        for official, address in (
            ("lan", TELEGRAM),
            ("lan", ZALO),
            ("dung", Address("telegram", "55")),
            ("hoa", Address("zalo_bot", "z77")),
            ("nga", Address("zalo_bot", "z11")),
        ):
            link_address(session, official, address, MORNING)
    found = Desk(database, obligation_id=obligation_id)
    yield found
    found.books.presence.close()


def texts_to(desk: Desk, address: str) -> list[str]:
    return [each.reply.text for each in desk.to(address)]


def test_a_sent_message_keeps_the_name_that_the_network_gave_it(desk: Desk) -> None:
    id_ = desk.put()
    (letter,) = desk.take()
    assert desk.message(id_).state is S.SENDING
    desk.sent(letter, "n7")
    sent = desk.message(id_)
    assert (sent.state, sent.network_id, sent.reason) == (S.SENT, "n7", "")
    assert sent.settled_at == desk.now


def test_an_address_gets_one_message_at_a_time_in_order(desk: Desk) -> None:
    for text in ("một", "hai", "ba"):
        desk.put(text)
    for text in ("một", "hai", "ba"):
        (letter,) = desk.take()
        assert letter.part.text == text
        assert desk.take() == []
        desk.sent(letter)


def test_who_waits_for_an_answer_comes_before_a_broadcast(desk: Desk) -> None:
    desk.put("thông báo", "telegram:1", "digest")
    desk.put("cảnh báo", "telegram:2", "alarm")
    desk.put("trả lời", "telegram:3", "reply")
    assert [each.kind for each in desk.books.look()] == ["reply", "alarm", "digest"]


def test_somebody_else_was_faster(desk: Desk) -> None:
    desk.put()
    seen = desk.books.look()
    assert len(desk.books.turn([], [each.id for each in seen]).letters) == 1
    assert desk.books.turn([], [each.id for each in seen]).letters == ()


# -- parts -----------------------------------------------------------------------------------------


def test_parts_go_one_by_one_and_a_crash_repeats_one_of_them(desk: Desk) -> None:
    id_ = desk.put(LONG)
    behind = desk.put("sau", key="behind")
    said: list[str] = []
    for number in range(100):
        letters = desk.take()
        assert [letter.message.id for letter in letters] == [id_]
        if number == 1:  # sent, and the process died before it was marked
            desk.later(minutes=5)
            desk.books.recover()
            desk.later(minutes=1)
            (letter,) = desk.take()
            assert letter.part.text == say("outbox.repeat", text=letters[0].part.text)
        else:
            (letter,) = letters
        desk.sent(letter, f"n{number}")
        said.append(letter.part.text)
        if letter.last:
            break
    whole = desk.message(id_)
    assert (whole.state, len(whole.network_id.split())) == (S.SENT, len(said))
    assert [text.startswith("(nhắc lại)") for text in said].count(True) == 1
    assert [letter.message.id for letter in desk.take()] == [behind]


def test_a_part_that_failed_is_sent_again_alone(desk: Desk) -> None:
    id_ = desk.put(LONG)
    (first,) = desk.take()
    desk.sent(first)
    (second,) = desk.take()
    desk.failed(second, ErrorKind.TRANSIENT)
    desk.later(seconds=10)
    (again,) = desk.take()
    assert again.part == second.part
    assert desk.message(id_).parts_sent == 1


# -- failures --------------------------------------------------------------------------------------


def test_a_passing_trouble_is_tried_again_when_its_time_has_come(desk: Desk) -> None:
    id_ = desk.put()
    failed = desk.fail(id_, ErrorKind.TRANSIENT)
    assert (failed.state, failed.reason) == (S.WAITING, "transient:test")
    assert desk.take() == []
    desk.later(seconds=2)
    (letter,) = desk.take()
    assert letter.part.text == "tin"  # nothing of it has arrived: it is no repeat
    desk.sent(letter)


def test_an_unseen_outcome_is_repeated_with_a_mark_and_ends_as_unknown(desk: Desk) -> None:
    id_ = desk.put()
    marks = []
    for _ in range(4):
        (letter,) = desk.take()
        marks.append(letter.part.text)
        desk.failed(letter, ErrorKind.UNKNOWN)
        desk.later(minutes=10)
    assert marks == ["tin"] + ["(nhắc lại) tin"] * 3
    ended = desk.message(id_)
    assert (ended.state, ended.reason) == (S.UNKNOWN, "unknown:test")


def test_a_sender_that_never_came_back_leaves_an_unseen_outcome(desk: Desk) -> None:
    id_ = desk.put()
    desk.take()
    assert desk.books.recover() == 0
    desk.later(seconds=LEASE.total_seconds() + 1)
    assert desk.books.recover() == 1
    again = desk.message(id_)
    assert (again.state, again.repeats, again.reason) == (S.WAITING, 1, "unknown:lease_expired")


@pytest.fixture
def other(desk: Desk) -> Iterator[Desk]:
    """Another process over the same outbox, when the leases of the first have ended."""
    later = desk.now + LEASE + timedelta(seconds=1)
    found = Desk(desk.database, channels=desk.channels, now=later)
    yield found
    found.books.presence.close()


def taken_from(desk: Desk, other: Desk, **message: Any) -> tuple[Letter, Letter]:
    """A message that one process has taken, and another after the lease of the first."""
    desk.put(**message)
    (late,) = desk.take()
    assert other.books.recover() == 1
    other.later(minutes=10)
    (mine,) = other.take()
    assert late.message.id == mine.message.id
    return late, mine


@pytest.mark.parametrize("kind", ErrorKind)
def test_whoever_is_late_does_not_free_what_another_is_sending(
    desk: Desk, other: Desk, kind: ErrorKind, caplog: pytest.LogCaptureFixture
) -> None:
    late, mine = taken_from(desk, other, official="lan")
    before = other.message(mine.message.id)
    desk.failed(late, kind)
    assert other.message(mine.message.id) == before
    assert not [each for each in other.everything() if " > " in each.key]
    assert "action=late" in caplog.text
    other.sent(mine)
    desk.failed(late, kind)
    other.failed(mine, kind)
    assert other.message(mine.message.id).state is S.SENT


def test_a_late_part_does_not_free_the_whole(desk: Desk, other: Desk) -> None:
    late, mine = taken_from(desk, other, text=LONG)
    before = other.message(mine.message.id)
    desk.sent(late)
    assert other.message(mine.message.id) == before
    other.sent(mine)
    assert other.message(mine.message.id).parts_sent == 1


def test_what_has_been_sent_is_sent_whoever_says_so(desk: Desk, other: Desk) -> None:
    late, mine = taken_from(desk, other)
    desk.sent(late, "n1")
    other.failed(mine, ErrorKind.TRANSIENT)
    ended = other.message(mine.message.id)
    assert (ended.state, ended.network_id) == (S.SENT, "n1")


def test_what_is_too_late_is_not_dropped_while_another_sends_it(
    desk: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken between the look and what the look decides."""
    id_ = desk.put()
    desk.later(days=4)
    real = desk.books._give_up

    def give_up(work: Work, late: Sequence[Ready]) -> None:
        delivery.take(work.session, [id_], desk.now + LEASE)
        real(work, late)

    monkeypatch.setattr(desk.books, "_give_up", give_up)
    desk.books.look()
    assert desk.message(id_).state is S.SENDING


def test_a_lone_process_need_not_wait_for_the_lease(desk: Desk) -> None:
    desk.put()
    desk.take()
    assert desk.books.recover(alone=True) == 1


def test_what_is_too_fast_waits_and_others_go_on(desk: Desk) -> None:
    held = desk.put("a", "telegram:1")
    desk.fail(held, ErrorKind.RATE, retry_after=35.0)
    free = desk.put("b", "telegram:2")
    assert [letter.message.id for letter in desk.take()] == [free]
    desk.later(seconds=36)
    assert [letter.message.id for letter in desk.take()] == [held]


def test_what_was_refused_is_said_once_more_in_words_alone(desk: Desk) -> None:
    reply = Reply("Đúng không?", (Choice("đúng", "yes"), Choice("sai", "no")), (FILE,))
    id_ = desk.put(reply, kind="reply")
    desk.fail(id_, ErrorKind.REFUSED)
    (letter,) = desk.take()
    assert letter.part.files == letter.part.choices == ()
    assert "đúng · sai" in letter.part.text
    assert FILE.name in letter.part.text
    desk.failed(letter, ErrorKind.REFUSED)
    assert (desk.message(id_).state, desk.message(id_).reason) == (S.FAILED, "refused:test")


def test_a_moved_chat_takes_its_link_and_its_messages_along(desk: Desk) -> None:
    first, second = desk.put("một"), desk.put("hai")
    desk.fail(first, ErrorKind.MOVED, moved_to="-1009")
    assert {str(desk.message(id_).address) for id_ in (first, second)} == {"telegram:-1009"}
    with desk.database.read() as session:
        assert Address("telegram", "-1009") in addresses_of(session, "lan")
        assert TELEGRAM not in addresses_of(session, "lan")
    (letter,) = desk.take()
    assert (letter.message.id, str(letter.message.address)) == (first, "telegram:-1009")


def test_what_says_nothing_ends_at_once(desk: Desk) -> None:
    id_ = desk.put(Reply(" "))
    assert desk.take() == []
    assert (desk.message(id_).state, desk.message(id_).reason) == (S.FAILED, "empty")


# -- another way -----------------------------------------------------------------------------------


def test_a_blocked_address_is_marked_and_people_near_are_told(desk: Desk) -> None:
    id_ = desk.put("tin", official="lan")
    assert desk.fail(id_, ErrorKind.BLOCKED).state is S.FAILED
    with desk.database.read() as session:
        states = {str(link.address): link.state for link in links_of(session, "lan")}
    assert states == {"telegram:99": AddressState.BLOCKED, "zalo_bot:z99": AddressState.ACTIVE}
    words = say(
        "outbox.lost_one",
        name="Chị Lan",
        full_name=LAN.name,
        unit="xã Bắc Sơn",
        network="Telegram",
        other="Zalo (bot)",
    )
    assert texts_to(desk, "telegram:55") == [words]  # the head of her office
    assert texts_to(desk, "zalo_bot:z77") == [words]  # the staff above


def test_a_blocked_message_goes_to_the_other_network(desk: Desk) -> None:
    id_ = desk.put("tin", official="lan", key="a")
    failed = desk.fail(id_, ErrorKind.BLOCKED)
    assert failed.reason == "blocked:test > zalo_bot"
    (moved,) = desk.to("zalo_bot:z99")
    assert (moved.key, moved.reply.text, moved.state) == ("a > zalo_bot:z99", "tin", S.WAITING)


def test_each_address_is_tried_once_and_then_it_ends(desk: Desk) -> None:
    id_ = desk.put("tin", official="lan", key="a")
    desk.fail(id_, ErrorKind.WINDOW)
    (moved,) = desk.to("zalo_bot:z99")
    ended = desk.fail(moved.id, ErrorKind.WINDOW)
    assert (ended.state, ended.reason) == (S.FAILED, "window:test")
    assert len([each for each in desk.everything() if each.key.startswith("a")]) == 2


def test_an_answer_stays_where_it_was_asked_for(desk: Desk) -> None:
    id_ = desk.put("trả lời", kind="reply", official="lan")
    assert desk.fail(id_, ErrorKind.BLOCKED).state is S.FAILED
    assert desk.to("zalo_bot:z99") == []


def test_a_stranger_who_blocks_is_nobodys_concern(desk: Desk) -> None:
    id_ = desk.put("chào", "telegram:4711", kind="reply")
    desk.fail(id_, ErrorKind.BLOCKED)
    assert len(desk.everything()) == 1


def test_an_hour_of_trouble_is_enough_for_another_network(desk: Desk) -> None:
    id_ = desk.put("tin", official="lan")
    desk.later(minutes=61)
    desk.fail(id_, ErrorKind.TRANSIENT)
    assert texts_to(desk, "zalo_bot:z99") == ["tin"]


def test_a_digest_takes_its_steps_and_its_question_along(desk: Desk) -> None:
    id_ = digest(desk)
    with desk.database.work() as session:
        awaited = {"v": 1, "obligation": desk.obligation_id, "block": "I.4", "pending": None}
        conversations.save(session, TELEGRAM, awaited, desk.now)
    desk.fail(id_, ErrorKind.BLOCKED)
    (moved,) = desk.to("zalo_bot:z99")
    with desk.database.read() as session:
        assert conversations.load(session, ZALO) == awaited
        assert [step.outbox_id for step in reminders(session, of_report(desk.obligation_id))] == [
            moved.id
        ]


# -- channels that stop ----------------------------------------------------------------------------


def test_a_used_up_quota_stops_the_channel_and_is_told_once(desk: Desk) -> None:
    lan, tuan = desk.put("a", "telegram:99", official="lan"), desk.put("b", "telegram:100")
    letters = desk.take()
    for letter in letters:
        desk.failed(letter, ErrorKind.QUOTA)
    assert set(desk.books.stops) == {"telegram"}
    assert desk.message(lan).state is S.FAILED
    assert texts_to(desk, "zalo_bot:z99") == ["a"]
    assert desk.message(tuan).state is S.FAILED  # the next month is beyond its deadline
    until = "00:00 ngày 1/10/2024"
    assert texts_to(desk, "zalo_bot:z11") == [
        say("outbox.stopped_quota", network="Telegram", until=until)
    ]


def test_what_waits_on_a_stopped_channel_finds_another_way_or_waits(desk: Desk) -> None:
    desk.fail(desk.put("x", "telegram:1"), ErrorKind.UNAUTHORISED)
    lan, nobody = desk.put("a", official="lan"), desk.put("b", "telegram:2")
    letters = desk.take()
    assert all(letter.message.address.channel == "zalo_bot" for letter in letters)
    assert desk.message(lan).reason == "stopped:unauthorised:test > zalo_bot"
    assert (desk.message(nobody).state, desk.message(nobody).reason) == (
        S.WAITING,
        "stopped:unauthorised:test",
    )


def test_a_new_month_opens_the_channel_again(desk: Desk) -> None:
    desk.fail(desk.put("x", "telegram:1"), ErrorKind.QUOTA)
    desk.now = parse_at("2024-10-01 00:01")
    desk.put("y", "telegram:1")
    assert "y" in [letter.part.text for letter in desk.take()]
    assert desk.books.stops == {}


def test_what_came_in_the_last_minutes_of_a_stop_goes_when_the_stop_ends(desk: Desk) -> None:
    desk.fail(desk.put("x", "telegram:1"), ErrorKind.QUOTA)
    desk.now = parse_at("2024-09-30 23:55")
    desk.put("y", "telegram:1")
    assert desk.take() == []
    desk.now = parse_at("2024-10-01 00:00")
    assert "y" in [letter.part.text for letter in desk.take()]


def test_a_stop_that_was_not_committed_does_not_count(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put("x", "telegram:1")
    (letter,) = desk.take()

    def fail(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("away")

    monkeypatch.setattr("bot.outbox.books.alarm", fail)
    with pytest.raises(DatabaseUnavailable):
        desk.failed(letter, ErrorKind.QUOTA)
    assert desk.books.stops == {}
    monkeypatch.undo()
    desk.failed(letter, ErrorKind.QUOTA)
    assert set(desk.books.stops) == {"telegram"}
    assert len(desk.to("zalo_bot:z11")) == 1


# -- too late --------------------------------------------------------------------------------------


def digest(desk: Desk) -> int:
    """A digest of this morning that carries one step of a ladder."""
    id_ = desk.put("nhắc", kind="digest", official="lan", key=digest_key("lan", desk.now.date()))
    with desk.database.work() as session:
        plan_steps(session, [(of_report(desk.obligation_id), due_step(-5), "lan", desk.now)])
        (step,) = reminders(session, of_report(desk.obligation_id))
        settle(session, [step.id], ReminderState.SENT, "", id_, desk.now)
    return id_


def step_of(desk: Desk) -> ReminderState:
    with desk.database.read() as session:
        (step,) = reminders(session, of_report(desk.obligation_id))
    return step.state


def test_a_digest_that_nobody_got_in_time_is_worded_anew(desk: Desk) -> None:
    id_ = digest(desk)
    key = desk.message(id_).key
    desk.now = parse_at("2024-09-09 20:01")
    assert desk.take() == []
    late = desk.message(id_)
    assert (late.state, late.reason) == (S.DROPPED, "too_late")
    assert step_of(desk) is ReminderState.WAITING
    assert late.key != key  # a new digest may have it


def test_a_digest_whose_next_try_would_be_too_late_is_worded_anew(desk: Desk) -> None:
    id_ = digest(desk)
    desk.now = parse_at("2024-09-09 19:59")
    failed = desk.fail(id_, ErrorKind.RATE, retry_after=120.0)
    assert (failed.state, failed.reason) == (S.FAILED, "rate:test")
    assert step_of(desk) is ReminderState.WAITING


def test_a_digest_that_arrived_is_not_said_again(desk: Desk) -> None:
    digest(desk)
    (letter,) = desk.take()
    desk.sent(letter)
    desk.now = parse_at("2024-09-09 23:00")
    desk.take()
    assert step_of(desk) is ReminderState.SENT


def test_old_messages_for_a_channel_that_nobody_serves_end(desk: Desk) -> None:
    lost = desk.put("a", "zalo_oa:1")
    moved = desk.put("b", "zalo_oa:2", official="lan")
    mailbox = desk.put("c", "console:lan")
    desk.later(days=4)
    assert desk.books.sweep() == 2
    assert (desk.message(lost).state, desk.message(lost).reason) == (S.DROPPED, "no_channel")
    assert desk.message(moved).reason == "no_channel > telegram"
    assert desk.message(mailbox).state is S.WAITING


# -- edits -----------------------------------------------------------------------------------------


def test_an_edit_is_put_in_the_place_of_what_was_sent(desk: Desk) -> None:
    first = desk.put("nhắc")
    desk.sent(desk.take()[0], "n5")
    desk.put("đã nộp 14:05", kind="edit", edits=first)
    (letter,) = desk.take()
    assert (letter.target, letter.part.text) == ("n5", "đã nộp 14:05")


@pytest.mark.parametrize("channel", ["telegram", "zalo_bot"])
def test_an_edit_of_what_cannot_be_edited_is_dropped(desk: Desk, channel: str) -> None:
    first = desk.put("nhắc", f"{channel}:1")
    (letter,) = desk.take()
    if channel == "telegram":
        desk.failed(letter, ErrorKind.BLOCKED)  # it never arrived
    else:
        desk.sent(letter, "n5")  # the network cannot edit
    edit = desk.put("đã nộp", f"{channel}:1", "edit", edits=first)
    assert desk.take() == []
    assert (desk.message(edit).state, desk.message(edit).reason) == (S.DROPPED, "nothing_to_edit")


# -- when the outbox itself has trouble ------------------------------------------------------------


def test_one_outcome_that_cannot_be_written_down_does_not_hold_up_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = desk.put("bad", "telegram:1"), desk.put("good", "telegram:2")
    one, two = desk.take()
    real = delivery.settle_again

    def fail(session: object, seen: Message, *more: object, **options: object) -> bool:
        if seen.id == bad:
            raise ValueError("a bug")
        return real(session, seen, *more, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(delivery, "settle_again", fail)
    trouble = Outcome(one, error=ChannelError(ErrorKind.TRANSIENT, "test"))
    desk.books.turn([trouble, Outcome(two, sent=Sent("n2"))], [])
    assert desk.message(good).state is S.SENT
    assert (desk.message(bad).state, desk.message(bad).reason) == (S.FAILED, "not_settled")


def test_a_message_that_cannot_be_fitted_ends_and_others_go_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = desk.put("bad", "telegram:1"), desk.put("good", "telegram:2")

    def fit(message: object, *_: object) -> tuple[Reply, ...]:
        if message.id == bad:  # type: ignore[attr-defined]
            raise ValueError("a bug")
        return (Reply("good"),)

    monkeypatch.setattr("bot.outbox.books.parts_of", fit)
    assert [letter.message.id for letter in desk.take()] == [good]
    assert (desk.message(bad).state, desk.message(bad).reason) == (S.FAILED, "not_fit")


def test_a_database_that_is_away_changes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = desk.put()
    (letter,) = desk.take()

    def away(*_: object) -> Iterator[None]:
        raise DatabaseUnavailable("away")

    monkeypatch.setattr(delivery, "settle_all_sent", away)
    with pytest.raises(DatabaseUnavailable):
        desk.sent(letter)
    monkeypatch.undo()
    assert desk.message(id_).state is S.SENDING
    desk.sent(letter)
    assert desk.message(id_).state is S.SENT


def test_the_limits_may_grow_between_two_parts(desk: Desk) -> None:
    id_ = desk.put(LONG)
    (first,) = desk.take()
    desk.sent(first)
    telegram = desk.channels["telegram"]
    telegram.limits = replace(telegram.limits, text=100_000)
    assert desk.take() == []
    assert desk.message(id_).state is S.SENT
