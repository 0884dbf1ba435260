"""How fast a network may be written to. Time is an argument: seconds of any steady clock.

A token bucket that holds c tokens lets 2c pass in its first second, so to stay within what a
network counts it would have to give half of it away. Two simple things together do better: an even
pace, and a window that counts as the other side may count.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from math import inf

from bot.channels.port import TOPIC, Limits

BEHIND = 6.0  # how many sends a late sender may catch up on
CHATS_REMEMBERED = 4096
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0


class Allowance:
    """At most `count` in any `seconds`, wherever they are counted.

    A send is counted somewhere between its start and its end, so its place is free again
    `seconds` after its end: whatever the network's delay, the limit is never passed.
    """

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._flying = 0
        self._ended: deque[float] = deque()

    def free_at(self, now: float) -> float:
        """The earliest moment for the next start; infinite until one in flight has ended."""
        self._forget(now)
        surplus = self._flying + len(self._ended) - self._count
        if surplus < 0:
            return now
        return self._ended[surplus] + self._seconds if surplus < len(self._ended) else inf

    def start(self, now: float) -> None:
        self._flying += 1

    def end(self, now: float) -> None:
        self._flying -= 1
        self._ended.append(now)

    def idle(self, now: float) -> bool:
        """True where nothing has to be remembered any more."""
        self._forget(now)
        return not self._flying and not self._ended

    def _forget(self, now: float) -> None:
        while self._ended and self._ended[0] + self._seconds <= now:
            self._ended.popleft()


class Pace:
    """One every `interval` seconds. Who is a little late catches up, at twice the pace and never in
    a burst: what is sent side by side is in doubt side by side when the process dies."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._due = -inf
        self._not_before = -inf

    def free_at(self, now: float) -> float:
        return max(now, self._due, self._not_before)

    def start(self, now: float) -> None:
        behind = now - self._due
        due = self._due if behind <= BEHIND * self._interval else now
        self._due = due + self._interval
        self._not_before = now + self._interval / 2


class Chat:
    """What one chat may get: its windows, and until when the network has asked us to wait."""

    def __init__(self, windows: Iterable[Allowance]) -> None:
        self.windows = tuple(windows)
        self.held_until = -inf

    def free_at(self, now: float) -> float:
        return max(self.held_until, *(window.free_at(now) for window in self.windows))

    def idle(self, now: float) -> bool:
        return self.held_until <= now and all(window.idle(now) for window in self.windows)


class Rates:
    """What one channel may send: all together, to each chat, to each group.

    `share` is the part of it that this process may use, where several processes send.
    """

    def __init__(self, limits: Limits, share: float = 1.0) -> None:
        self.per_second = limits.per_second * share
        self._limits = limits
        self._pace = Pace(1 / self.per_second)
        self._window = window(self.per_second, 1.0)
        self._chats: dict[str, Chat] = {}
        self._held_until = -inf

    def free_at(self, now: float) -> float:
        """When the next message may start, to whatever chat."""
        return max(self._held_until, self._pace.free_at(now), self._window.free_at(now))

    def chat_free_at(self, chat: str, now: float) -> float:
        """When the next message to this chat may start, as far as the chat is concerned."""
        known = self._chats.get(_whole(chat))
        return known.free_at(now) if known else now

    def start(self, chat: str, now: float) -> None:
        """A message is about to be sent; `end` must follow."""
        self._pace.start(now)
        for each in (self._window, *self._chat(chat, now).windows):
            each.start(now)

    def end(self, chat: str, now: float) -> None:
        """It was sent, or was not."""
        for each in (self._window, *self._chat(chat, now).windows):
            each.end(now)

    def hold(self, chat: str, until: float) -> None:
        """The network asks for a pause in this chat; no other chat is touched."""
        known = self._chat(chat, until)
        known.held_until = max(known.held_until, until)

    def hold_all(self, until: float) -> None:
        """The network asks for a pause altogether."""
        self._held_until = max(self._held_until, until)

    def _chat(self, chat: str, now: float) -> Chat:
        chat = _whole(chat)
        known = self._chats.get(chat)
        if known is None:
            if len(self._chats) >= CHATS_REMEMBERED:
                self._chats = {k: each for k, each in self._chats.items() if not each.idle(now)}
            known = self._chats[chat] = Chat(self._windows(chat))
        return known

    def _windows(self, chat: str) -> list[Allowance]:
        windows = [window(self._limits.per_chat_second, 1.0)]
        # Group ids are negative on the only network that has a limit for groups.
        if self._limits.per_group_minute and chat.startswith("-"):
            windows.append(window(self._limits.per_group_minute, 60.0))
        return windows


def _whole(chat: str) -> str:
    """The chat of a topic: networks count what goes to all its topics together."""
    return chat.partition(TOPIC)[0]


def window(count: float, seconds: float) -> Allowance:
    """A window for a rate that need not be whole: a half in a second is one in two seconds."""
    whole = max(1, int(count))
    return Allowance(whole, seconds * whole / count)


def backoff(failures: int, chance: float) -> float:
    """Seconds to wait after so many failures: doubled each time, and spread by `chance` (0 to 1),
    so that what failed together does not come back together."""
    full = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(max(failures, 1) - 1, 16))
    return full * (0.5 + chance / 2)
