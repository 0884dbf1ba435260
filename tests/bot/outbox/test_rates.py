"""The pace of sending, second by second, without waiting for any."""

from __future__ import annotations

import random
from math import inf

import pytest

from bot.channels.port import Limits
from bot.outbox.rates import CHATS_REMEMBERED, LONGEST_PAUSE, Allowance, Pace, Rates, backoff

LIMITS = Limits(text=100, per_second=30, per_chat_second=1, per_group_minute=20)


def counted_within(moments: list[float], seconds: float) -> int:
    """The most that any window of that length holds, its end included and its start not."""
    ordered = sorted(moments)
    return max(sum(1 for m in ordered if end - seconds < m <= end) for end in ordered)


@pytest.mark.parametrize("seed", range(5))
def test_a_window_is_never_passed_whenever_the_other_side_counts(seed: int) -> None:
    """Each send is counted at any moment between its start and its end."""
    chance, window, now = random.Random(seed), Allowance(30, 1.0), 0.0
    flying: list[tuple[float, float]] = []
    counted: list[float] = []
    while len(counted) < 600:
        if window.free_at(now) <= now and len(flying) < 8:
            window.start(now)
            delay = chance.choice([0.002, 0.01, 0.3])
            flying.append((now + delay, now))
        for end, begun in [each for each in flying if each[0] <= now]:
            flying.remove((end, begun))
            window.end(end)
            counted.append(chance.uniform(begun, end))
        now += 0.001
    assert counted_within(counted, 1.0) <= 30


def test_a_full_window_is_free_when_the_oldest_send_is_a_second_old() -> None:
    window = Allowance(2, 1.0)
    for begun, ended in ((0.0, 0.1), (0.2, 0.3)):
        window.start(begun)
        window.end(ended)
    assert window.free_at(0.4) == pytest.approx(1.1)
    assert window.free_at(1.2) == 1.2


def test_while_all_places_are_in_flight_nobody_knows_when() -> None:
    window = Allowance(1, 1.0)
    window.start(0.0)
    assert window.free_at(5.0) == inf
    assert not window.idle(5.0)
    window.end(5.0)
    assert window.idle(6.0)


def starts_of(pace: Pace, ready: list[float]) -> list[float]:
    """When sends start that become ready at these moments, one after another."""
    starts = []
    now = 0.0
    for moment in ready:
        now = pace.free_at(max(now, moment))
        pace.start(now)
        starts.append(round(now, 6))
    return starts


def test_after_a_rest_there_is_no_burst() -> None:
    assert starts_of(Pace(0.1), [100.0] * 4) == [100.0, 100.1, 100.2, 100.3]


def test_a_late_sender_catches_up_at_twice_the_pace() -> None:
    """The third is 0.15 late; the fifth is where it would have been."""
    ready = [0.0, 0.0, 0.35, 0.35, 0.35, 0.35, 0.35]
    assert starts_of(Pace(0.1), ready) == [0.0, 0.1, 0.35, 0.4, 0.45, 0.5, 0.6]


def steadily(rates: Rates, chats: list[str], seconds: float, answer: float) -> list[float]:
    """The starts of a sender that always has something to send, one chat after another."""
    starts: list[float] = []
    flying: list[tuple[float, str]] = []
    now = 0.0
    while now < seconds:
        for end, chat in [each for each in flying if each[0] <= now]:
            rates.end(chat, end)
            flying.remove((end, chat))
        free = [chat for chat in chats if rates.chat_free_at(chat, now) <= now]
        if free and rates.free_at(now) <= now:
            rates.start(free[0], now)
            flying.append((now + answer, free[0]))
            starts.append(now)
        else:
            now = round(now + 0.001, 3)
    return starts


def test_thirty_a_second_are_used_and_not_passed() -> None:
    rates = Rates(LIMITS)
    starts = steadily(rates, [str(n) for n in range(400)], 10.0, answer=0.004)
    assert counted_within(starts, 1.0) <= 30
    assert len(starts) >= 0.98 * 300


def test_a_share_is_a_share() -> None:
    starts = steadily(Rates(LIMITS, share=0.5), [str(n) for n in range(400)], 10.0, answer=0.004)
    assert counted_within(starts, 1.0) <= 15
    assert len(starts) >= 0.97 * 150


@pytest.mark.parametrize(("chat", "most"), [("99", 65), ("-100", 25)])
def test_one_chat_gets_one_a_second_and_a_group_twenty_a_minute(chat: str, most: int) -> None:
    starts = steadily(Rates(LIMITS), [chat], 65.0, answer=0.0)
    assert counted_within(starts, 1.0) == 1
    assert most - 2 <= len(starts) <= most
    if chat.startswith("-"):
        assert counted_within(starts, 60.0) <= 20


def test_a_pause_in_one_chat_is_no_pause_in_another() -> None:
    rates = Rates(LIMITS)
    rates.hold("99", 35.0)
    assert rates.chat_free_at("99", 1.0) == 35.0
    assert rates.chat_free_at("100", 1.0) == 1.0
    assert rates.free_at(1.0) == 1.0
    rates.hold("99", 20.0)  # a shorter one does not shorten it
    assert rates.chat_free_at("99", 1.0) == 35.0


def test_a_pause_of_the_whole_channel_holds_all() -> None:
    rates = Rates(LIMITS)
    rates.hold_all(12.0)
    assert rates.free_at(1.0) == 12.0
    assert rates.free_at(13.0) == 13.0


def test_chats_are_forgotten_when_nothing_has_to_be_remembered() -> None:
    rates = Rates(LIMITS)
    rates.hold("held", 1e9)
    for number in range(CHATS_REMEMBERED + 10):
        rates.start(str(number), float(number))
        rates.end(str(number), float(number))
    assert len(rates._chats) < 20
    assert rates.chat_free_at("held", 1.0) == 1e9


def test_the_wait_doubles_is_spread_and_has_an_end() -> None:
    assert [backoff(n, 1.0) for n in (1, 2, 3, 4)] == [1.0, 2.0, 4.0, 8.0]
    assert backoff(3, 0.0) == 2.0
    assert backoff(0, 1.0) == 1.0
    assert backoff(500, 1.0) == LONGEST_PAUSE
