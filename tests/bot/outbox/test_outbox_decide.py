"""Every kind of failure leads to one decision, and every decision to an end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.port import ChannelError, ErrorKind
from bot.outbox.decide import REPEATS_AT_MOST, Decision, deadline, decide
from domain.dates.moments import parse_at
from domain.talk.messages import Address, Attachment, Choice, Reply
from storage.database.states import MessageState
from storage.messages.outbox import Message

NOW = datetime(2024, 9, 9, 0, 31, tzinfo=UTC)
FILE = Attachment("a.xlsx", "application/zip", b"PK")


def message(kind: str = "alarm", reply: Reply | None = None, **more: object) -> Message:
    fields: dict[str, object] = {
        "id": 1,
        "key": "k",
        "address": Address("telegram", "99"),
        "official_id": "lan",
        "kind": kind,
        "reply": reply or Reply("tin"),
        "state": MessageState.SENDING,
        "reason": "",
        "attempts": 1,
        "queued_at": NOW,
        "not_after": None,
        "retry_at": None,
        "settled_at": None,
        "network_id": "",
    }
    return Message(**{**fields, **more})  # type: ignore[arg-type]


def after(
    kind: ErrorKind, of: Message | None = None, now: datetime = NOW, **more: object
) -> Decision:
    return decide(of or message(), ChannelError(kind, "x", **more), now, 0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ErrorKind)
def test_every_kind_is_decided_and_says_why(kind: ErrorKind) -> None:
    decision = after(kind)
    assert decision.reason == f"{kind}:x"
    assert decision.again_at is None or decision.again_at >= NOW
    assert decision.state in (MessageState.FAILED, MessageState.UNKNOWN)


@pytest.mark.parametrize("kind", ErrorKind)
def test_in_the_end_every_kind_gives_up(kind: ErrorKind) -> None:
    long_after = NOW + timedelta(days=400)
    assert after(kind, now=long_after).again_at is None


def test_a_passing_trouble_is_waited_out_longer_each_time() -> None:
    waits = [
        after(ErrorKind.TRANSIENT, message(attempts=n)).again_at - NOW  # type: ignore[operator]
        for n in (1, 2, 3)
    ]
    assert [wait.total_seconds() for wait in waits] == [0.75, 1.5, 3.0]


def test_after_an_hour_of_trouble_another_network_is_tried() -> None:
    assert not after(ErrorKind.TRANSIENT).elsewhere
    assert after(ErrorKind.TRANSIENT, now=NOW + timedelta(minutes=61)).elsewhere


def test_an_unseen_outcome_is_repeated_and_marked_three_times_at_most() -> None:
    for repeats in range(REPEATS_AT_MOST):
        decision = after(ErrorKind.UNKNOWN, message(repeats=repeats))
        assert decision.repeat
        assert decision.again_at is not None
    last = after(ErrorKind.UNKNOWN, message(repeats=REPEATS_AT_MOST))
    assert (last.again_at, last.state) == (None, MessageState.UNKNOWN)


def test_an_edit_is_made_again_unmarked() -> None:
    decision = after(ErrorKind.UNKNOWN, message("edit", edits=7))
    assert (decision.repeat, decision.again_at is not None) == (False, True)
    assert after(ErrorKind.UNKNOWN, message("edit", edits=7, attempts=5)).again_at is None


@pytest.mark.parametrize(("told", "least"), [(35, 35), (None, 30), (10072, 10072)])
def test_too_fast_waits_as_long_as_it_was_told(told: float | None, least: float) -> None:
    decision = after(ErrorKind.RATE, retry_after=told)
    assert decision.again_at is not None
    assert decision.again_at >= NOW + timedelta(seconds=least)
    assert decision.elsewhere is (least > 3600)
    assert not decision.stop


def test_a_used_up_quota_stops_the_channel_until_the_month_ends() -> None:
    decision = after(ErrorKind.QUOTA)
    assert decision.stop
    assert decision.elsewhere
    assert decision.stop_until == parse_at("2024-10-01 00:00")


def test_a_refused_token_stops_the_channel_until_somebody_acts() -> None:
    decision = after(ErrorKind.UNAUTHORISED)
    assert (decision.stop, decision.stop_until, decision.elsewhere) == (True, None, True)
    assert decision.again_at is not None  # it waits: nothing is wrong with the message


@pytest.mark.parametrize("kind", [ErrorKind.BLOCKED, ErrorKind.WINDOW])
def test_a_closed_door_is_not_tried_again(kind: ErrorKind) -> None:
    decision = after(kind)
    assert (decision.again_at, decision.elsewhere) == (None, True)
    assert decision.blocked is (kind is ErrorKind.BLOCKED)


def test_a_moved_chat_is_written_to_at_once() -> None:
    decision = after(ErrorKind.MOVED, moved_to="-1009")
    assert (decision.moved_to, decision.again_at, decision.elsewhere) == ("-1009", NOW, False)


@pytest.mark.parametrize(
    ("reply", "plain"),
    [
        (Reply("tin"), False),
        (Reply("tin", (Choice("Đúng", "yes"),)), True),
        (Reply("tin", files=(FILE,)), True),
        (Reply("tin", hint="14 14"), True),
    ],
)
def test_what_was_refused_is_tried_once_in_words_alone(reply: Reply, plain: bool) -> None:
    decision = after(ErrorKind.REFUSED, message(reply=reply))
    assert decision.plain is plain
    assert (decision.again_at == NOW) is plain
    again = after(ErrorKind.REFUSED, message(reply=reply, plain=True))
    assert (again.again_at, again.plain, again.elsewhere) == (None, False, True)


@pytest.mark.parametrize(
    ("kind", "queued", "last"),
    [
        ("digest", "2024-09-09 07:30", "2024-09-09 20:00"),
        ("digest", "2024-09-09 21:00", "2024-09-09 23:00"),
        ("reply", "2024-09-09 21:00", "2024-09-10 21:00"),
        ("complete", "2024-09-09 21:00", "2024-09-12 21:00"),
    ],
)
def test_each_kind_is_stale_after_its_time(kind: str, queued: str, last: str) -> None:
    assert deadline(message(kind, queued_at=parse_at(queued))) == parse_at(last)


def test_a_deadline_that_was_given_counts_if_it_is_earlier() -> None:
    noon = parse_at("2024-09-09 12:00")
    assert deadline(message("digest", queued_at=NOW, not_after=noon)) == noon
    next_year = parse_at("2025-09-09 12:00")
    assert deadline(message("digest", queued_at=NOW, not_after=next_year)) < next_year


def test_nothing_is_tried_again_after_its_deadline() -> None:
    soon = NOW + timedelta(seconds=10)
    decision = after(ErrorKind.RATE, message(not_after=soon), retry_after=60.0)
    assert (decision.again_at, decision.late) == (None, True)
