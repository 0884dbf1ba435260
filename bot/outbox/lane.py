"""One channel as the sender sees it: what waits, what is in flight, and what answers have taught.

Moments are seconds of the sender's clock, and arguments.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import ceil, inf

from bot.channels.port import Channel, ChannelError, ErrorKind
from bot.outbox.rates import Rates, backoff
from domain.talk.messages import Address
from storage.messages.delivery import Ready

LEAD_SECONDS = 0.02  # a message is taken so long before its moment, for taking takes time too
HANGING_SECONDS = 1.0  # a send that has not been answered for so long is waited for aside
LONG_SECONDS = 5.0
REMEMBERED = 8  # sends, of which the average is taken
QUICK_ONES = 2  # of these; fewer may be no answers at all, but quick refusals
TROUBLES = 5  # so many sends in a row without an answer: try one at a time
FLOODED_CHATS = 3  # so many chats in a row told to wait: it is the whole channel that is meant
LONGEST_PAUSE = 60.0


@dataclass
class Lane:
    """One channel, as the sender sees it. Moments are of the sender's clock."""

    channel: Channel
    rates: Rates
    at_most: int  # in flight
    ready: list[Ready] = field(default_factory=list)
    flying: dict[Address, float] = field(default_factory=dict)  # since when, until it is marked
    unmarked: set[Address] = field(default_factory=set)  # of these, what has been answered
    answers: deque[float] = field(default_factory=lambda: deque([0.0] * REMEMBERED, REMEMBERED))
    took: float = 0.0  # seconds from taking to marking, on the average of late
    troubles: int = 0  # sends in a row that were not answered
    flooded: set[str] = field(default_factory=set)  # chats in a row that were told to wait

    def room(self, now: float) -> bool:
        """Whether one more may be in flight: one where the network answers as quickly as the pace
        needs, else as many as that needs; and no send that hangs holds up the others. A network is
        as quick as its quick answers: the slow ones may have waited for a busy machine."""
        if self.troubles >= TROUBLES:
            return not self.flying
        quick = sorted(self.answers)[QUICK_ONES] * self.rates.per_second <= 1
        needed = 1 if quick else ceil(self.took * self.rates.per_second)
        air = self._in_the_air()
        young = sum(now - since < HANGING_SECONDS for since in air)
        return young < needed and len(air) < self.at_most

    def room_at(self, now: float) -> float:
        """When that may change by time alone."""
        if self.room(now):
            return now
        air = self._in_the_air()
        if self.troubles >= TROUBLES or len(air) >= self.at_most:
            return inf
        return min(since + HANGING_SECONDS for since in air if now - since < HANGING_SECONDS)

    def _in_the_air(self) -> list[float]:
        """Since when each is out that has not been answered: what has been is marked in the commit
        that takes what comes into its place."""
        return [since for each, since in self.flying.items() if each not in self.unmarked]

    def landed(self, address: Address, now: float) -> None:
        """A message is marked."""
        self.unmarked.discard(address)
        self.took += (_seconds(self.flying.pop(address), now) - self.took) / REMEMBERED

    def due(self, now: float) -> float | None:
        """When the next message may start, if that is now or in a moment."""
        due = self.rates.free_at(now)
        return due if self.room(now) and due <= now + LEAD_SECONDS else None

    def next_at(self, now: float) -> float:
        """When there will be something to start, unless something happens before."""
        chat_at = self._chat_at(now)
        if chat_at == inf:
            return inf
        return max(self.room_at(now), chat_at, self.rates.free_at(now) - LEAD_SECONDS)

    def _chat_at(self, now: float) -> float:
        """When the first chat may get something; nothing is looked for behind one that may now."""
        first = inf
        for each in self.ready:
            if each.address not in self.flying:
                first = min(first, self.rates.chat_free_at(each.address.chat, now))
                if first <= now:
                    break
        return first

    def pop(self, due: float) -> Ready | None:
        """The first message whose chat is free then; it waits no longer."""
        for at, each in enumerate(self.ready):
            free = each.address not in self.flying
            if free and self.rates.chat_free_at(each.address.chat, due) <= due:
                return self.ready.pop(at)
        return None

    def welcome(self, ready: Ready) -> None:
        """What is next at an address takes its place: before all others where somebody waits."""
        known = any(other.address == ready.address for other in self.ready)
        if not known and ready.address not in self.flying:
            self.ready.insert(0 if ready.kind == "reply" else len(self.ready), ready)

    def start(self, address: Address, due: float) -> None:
        """A message is about to be sent; `answered` and `landed` must follow, or `unsent`."""
        self.rates.start(address.chat, due)
        self.flying[address] = due

    def answered(self, address: Address, begun: float, now: float) -> None:
        """The network has answered what it was asked when `begun`: not when the message was taken,
        for what that has cost is the disk's."""
        self.unmarked.add(address)
        self.answers.append(_seconds(begun, now))
        self.rates.end(address.chat, now)

    def unsent(self, address: Address, now: float) -> None:
        """The network was not asked after all, which teaches nothing of how quick it is."""
        del self.flying[address]
        self.rates.end(address.chat, now)

    def learn(self, chat: str, error: ChannelError | None, now: float) -> None:
        """What an answer means for the pace. A pause that is asked for in one chat after another
        is meant for all."""
        kind = error.kind if error else None
        if kind in (ErrorKind.TRANSIENT, ErrorKind.UNKNOWN):
            self.troubles += 1
            if self.troubles >= TROUBLES:
                pause = backoff(self.troubles - TROUBLES + 1, 0.0)
                self.rates.hold_all(now + min(LONGEST_PAUSE, pause))
            return
        self.troubles = 0
        if error is None or kind is not ErrorKind.RATE:
            self.flooded.clear()
            return
        until = now + (error.retry_after or 1.0)
        self.rates.hold(chat, until)
        self.flooded.add(chat)
        if len(self.flooded) >= FLOODED_CHATS:
            self.rates.hold_all(until)


def _seconds(since: float, now: float) -> float:
    """How long a send took, as far as it teaches something."""
    return max(0.0, min(now - since, LONG_SECONDS))
