"""The outbox's side in the database: what is ready, what is taken, what became of it.

Everything that happened since the last time goes into one transaction, a turn, in a worker thread;
under load many messages share its commit.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from bot.channels.port import Channel, ChannelError, ErrorKind, Sent
from bot.links import Link
from bot.metrics import Metrics
from bot.outbox.decide import (
    LONG_LIFE,
    STOPPED_PAUSE,
    Decision,
    decide,
    goes_apart,
    last_moment,
)
from bot.outbox.parts import marked, parts_of
from domain.talk.messages import Address, Attachment, Reply
from domain.talk.networks import MAILBOXES
from handlers.delivery.alarm import alarm
from handlers.delivery.fail_over import fail_over
from handlers.delivery.lost_address import lose_address, network_name
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.database.apart import apart
from storage.database.database import Database, DatabaseUnavailable, Session
from storage.database.states import MessageState
from storage.messages import delivery
from storage.messages.delivery import Ready
from storage.messages.drawings import (
    DrawingOrders,
    awaited_at,
    draw_again,
    drawers,
    keep_drawn,
    release_orders,
    take_orders,
)
from storage.messages.files_alone import go_on_without, send_alone
from storage.messages.moved_chats import move_chat
from storage.messages.outbox import Message, expire_leases, messages, senders
from storage.messages.presence import Presence, gone
from storage.messages.silence import due_again

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=4)  # longer than any send may take
LOOK = 1000  # messages seen at once
DRAWING_LEASE = timedelta(minutes=5)  # longer than all that is taken at once takes to draw
DRAWN_AT_ONCE = 4


class FileLinks(Protocol):
    """Makes the addresses at which files are fetched that a network does not carry."""

    def of(self, message: Message) -> Link: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sent now: one part of one message."""

    message: Message
    part: Reply
    last: bool
    target: str = ""  # the network's name for the message to be changed; empty: a new message
    files_left: tuple[Attachment, ...] = ()  # where a file is sent: it, and those after it
    text_waits: bool = False  # something is said in this part or after it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a letter: one of the two is set."""

    letter: Letter
    sent: Sent | None = None
    error: ChannelError | None = None


@dataclass(frozen=True, slots=True)
class Handout:
    """What a turn gives: letters to send, and what comes next where something was settled."""

    letters: tuple[Letter, ...]
    ready: tuple[Ready, ...]


@dataclass(frozen=True, slots=True)
class ChannelStop:
    """Nothing is sent on a channel: until a moment, or until somebody acts."""

    reason: str
    until: datetime | None


class Books:
    """`chance` gives numbers from 0 to 1 that spread attempts. `stops` is read by the sender."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        channels: Mapping[str, Channel],
        links: FileLinks | None,
        clock: Callable[[], datetime],
        chance: Callable[[], float],
        metrics: Metrics | None = None,
    ) -> None:
        self.stops: dict[str, ChannelStop] = {}
        self._new_stops: dict[str, ChannelStop] = {}  # found in the transaction that is still open
        self._ended: Counter[tuple[str, str]] = Counter()  # in it: channel and state
        self._metrics = metrics or Metrics()
        self.presence = Presence(database)  # shown before the first message is taken
        self._database = database
        self._catalogue = catalogue
        self._channels = channels
        self._links = links
        self._clock = clock
        self._chance = chance

    def turn(self, outcomes: Sequence[Outcome], ids: Collection[int]) -> Handout:
        """Write down what happened, and take these messages for sending. All or nothing, unless
        one outcome cannot be written down or one message cannot be read: then that one alone ends
        as failed."""
        try:
            return self._turn(outcomes, ids)
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("action=settle count=%s", len(outcomes))
        for outcome in outcomes:
            self._settle_alone(outcome)
        return Handout(tuple(letter for id_ in ids for letter in self._take_alone(id_)), ())

    def look_at(self, addresses: Collection[Address]) -> tuple[Ready, ...]:
        """What could be sent now to a few addresses."""
        with self._database.read() as session:
            return self._ready_at(session, addresses)

    def look(self) -> tuple[Ready, ...]:
        """What could be sent now. What is too late is given up, what a stopped channel holds
        goes elsewhere if it can."""
        self._resume()
        now = self._clock()
        with self._database.read() as session:
            working = self._channels.keys() - self.stops.keys()
            found = delivery.ready(session, working, now, LOOK)
            held = delivery.ready(session, self.stops, now, LOOK) if self.stops else ()
        late = [each for each in (*found, *held) if _deadline(each) < now]
        if late or held:
            with self._work() as work:
                self._give_up(work, late)
                self._divert(work, [each for each in held if each not in late])
        return tuple(each for each in found if each not in late)

    def recover(self, *, alone: bool = False) -> int:
        """Messages whose sender never came back: their outcome is unknown. How many.

        What a process had in hand that is gone, to send or to draw, is free at once; and whatever
        anybody had, where a process starts that is `alone`.
        """
        self.presence.show()
        before = self._clock() + (2 * DRAWING_LEASE if alone else timedelta())
        with self._database.read() as session:
            found, drawing = senders(session), drawers(session)
            dead = gone(session, {number for number in (*found, *drawing) if number is not None})
        if not alone and not dead and all(until >= before for until in found.values()):
            return 0
        with self._work() as work:
            release_orders(work.session, before, dead)
            lost = expire_leases(work.session, before, dead)
            for message in lost:
                with apart(work.session, partial(self._broken, work, message)):
                    self._fail(work, message, ChannelError(ErrorKind.UNKNOWN, "lease_expired"))
        return len(lost)

    def sweep(self) -> int:
        """Old messages for channels that nobody here sends on find another way, or end."""
        served = {*self._channels, *MAILBOXES}
        with self._work() as work:
            found = delivery.unserved(work.session, served, work.now - LONG_LIFE, LOOK)
            for message in found:
                with apart(work.session, partial(self._broken, work, message)):
                    if not self._elsewhere(work, message, "no_channel"):
                        self._end(work, message, MessageState.DROPPED, "no_channel")
        return len(found)

    # -- drawing ---------------------------------------------------------------------------------

    def take_drawings(self, outbox_ids: Collection[int]) -> DrawingOrders:
        """A few of the pictures and documents that messages still wait for."""
        with self._work() as work:
            until = work.now + DRAWING_LEASE
            sender = self.presence.number
            return take_orders(work.session, outbox_ids, work.now, until, DRAWN_AT_ONCE, sender)

    def settle_drawing(self, digest: str, content: bytes | None) -> tuple[Address, ...]:
        """Write down what was drawn, or that it was not; at which addresses it is waited for."""
        with self._work() as work:
            if content:
                keep_drawn(work.session, digest, content)
            else:
                draw_again(work.session, digest)
            return awaited_at(work.session, digest)

    def _take_alone(self, id_: int) -> tuple[Letter, ...]:
        try:
            return self._turn([], [id_]).letters
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("action=take message=%s", id_)
        with self._work() as work:
            delivery.settle_unreadable(work.session, id_, work.now)
        return ()

    # -- inside a turn ---------------------------------------------------------------------------

    def _turn(self, outcomes: Sequence[Outcome], ids: Collection[int]) -> Handout:
        settled = {outcome.letter.message.address for outcome in outcomes}
        with self._work(together=True) as work:
            self._settle(work, outcomes)
            until, sender = work.now + LEASE, self.presence.number
            taken = delivery.take(work.session, ids, until, sender)
            letters = [self._letter(work, message) for message in taken]
            ready = self._ready_at(work.session, settled)
        return Handout(tuple(letter for letter in letters if letter is not None), ready)

    def _ready_at(self, session: Session, addresses: Collection[Address]) -> tuple[Ready, ...]:
        """Without what a look has to deal with first: what is too late, and stopped channels."""
        now = self._clock()
        served = [each for each in addresses if each.channel in self._channels]
        found = delivery.ready_at(session, served, now)
        return tuple(
            each
            for each in found
            if _deadline(each) >= now and each.address.channel not in self.stops
        )

    def _settle(self, work: Work, outcomes: Iterable[Outcome]) -> None:
        whole: list[tuple[int, str]] = []
        for outcome in outcomes:
            message = outcome.letter.message
            if outcome.sent is None:
                assert outcome.error is not None  # one of the two
                self._settle_unsent(work, outcome.letter, outcome.error)
                continue
            network_id = f"{message.network_id} {outcome.sent.message_id}".strip()
            if outcome.letter.last:
                whole.append((message.id, network_id))
                self._ended[message.address.channel, MessageState.SENT] += 1
            elif not delivery.settle_part(work.session, message, network_id):
                _tell_late(message)
        delivery.settle_all_sent(work.session, whole, work.now)

    def _settle_unsent(self, work: Work, letter: Letter, error: ChannelError) -> None:
        """The text does not wait for a file that the network does not take."""
        message, files = letter.message, letter.files_left
        if not files or not goes_apart(message, error, text_waits=letter.text_waits):
            self._fail(work, message, error)
            return
        if not delivery.is_as_seen(work.session, message):
            _tell_late(message)
            return
        log.warning("action=apart message=%s reason=%s", message.id, error)
        refused, unseen = error.kind is ErrorKind.REFUSED, error.kind is ErrorKind.UNKNOWN
        send_alone(work.session, message, files, work.now, plain=refused)
        if letter.text_waits:
            go_on_without(work.session, message, files, work.now, repeat=unseen)
        else:
            self._whole(work, message)

    def _settle_alone(self, outcome: Outcome) -> None:
        try:
            self._turn([outcome], ())
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("action=settle message=%s", outcome.letter.message.id)
            with self._work() as work:
                self._end(work, outcome.letter.message, MessageState.FAILED, "not_settled")

    def _letter(self, work: Work, message: Message) -> Letter | None:
        """The part that is due; None for a message that ends here."""
        limits = self._channels[message.address.channel].limits
        link = self._links.of(message) if self._links else None
        try:
            parts = parts_of(message, limits, link)
        except Exception:
            log.exception("action=fit message=%s", message.id)
            self._end(work, message, MessageState.FAILED, "not_fit")
            return None
        if message.edits is not None:
            return self._edit(work, message, message.edits, parts)
        if left := parts[message.parts_sent :]:
            part = marked(message, left[0], limits)
            files = tuple(file for each in left for file in each.files) if part.files else ()
            waits = any(each.text.strip() for each in left)
            return Letter(message, part, len(left) == 1, files_left=files, text_waits=waits)
        if message.parts_sent:  # the limits have grown meanwhile: nothing is left to send
            self._whole(work, message)
        else:
            self._end(work, message, MessageState.FAILED, "empty")
        return None

    def _whole(self, work: Work, message: Message) -> None:
        """All of it has been sent."""
        delivery.settle_all_sent(work.session, [(message.id, message.network_id)], work.now)
        self._ended[message.address.channel, MessageState.SENT] += 1

    def _edit(
        self, work: Work, message: Message, edited: int, parts: Sequence[Reply]
    ) -> Letter | None:
        target = delivery.network_id_of(work.session, edited)
        if target and len(parts) == 1 and self._channels[message.address.channel].limits.edit:
            return Letter(message, parts[0], last=True, target=target)
        self._end(work, message, MessageState.DROPPED, "nothing_to_edit")
        return None

    def _fail(self, work: Work, message: Message, error: ChannelError) -> None:
        decision = decide(message, error, work.now, self._chance())
        if decision.stop:
            self._stop(work, message.address.channel, error.kind, decision)
        if decision.blocked:
            lose_address(work, message.address, error.detail)
        if decision.moved_to:
            move_chat(work.session, message.address, decision.moved_to, work.now)
        if decision.elsewhere and self._elsewhere(work, message, decision.reason):
            return
        if decision.again_at is None:
            ended = self._end(work, message, decision.state, decision.reason)
            if ended and decision.late and message.kind == "digest":
                _say_anew(work, [message.id])
            return
        again = delivery.settle_again(
            work.session,
            message,
            decision.reason,
            decision.again_at,
            repeat=decision.repeat,
            plain=decision.plain,
        )
        if not again:
            _tell_late(message)

    def _elsewhere(self, work: Work, message: Message, reason: str) -> bool:
        """Whether that is all that is to be done."""
        if not delivery.is_as_seen(work.session, message):
            _tell_late(message)
            return True
        stopped = {*self.stops, *self._new_stops}
        there = fail_over(work, message, self._channels.keys() - stopped)
        if there is None:
            return False
        self._end(work, message, MessageState.FAILED, f"{reason} > {there.channel}")
        return True

    # -- inside a look ---------------------------------------------------------------------------

    def _give_up(self, work: Work, late: Sequence[Ready]) -> None:
        dropped = [each for each in late if self._end(work, each, MessageState.DROPPED, "too_late")]
        _say_anew(work, [each.id for each in dropped if each.kind == "digest"])

    def _divert(self, work: Work, held: Iterable[Ready]) -> None:
        for each in held:
            with apart(work.session, partial(self._broken, work, each)):
                (message,) = messages(work.session, [each.id])
                if message.state is MessageState.WAITING:  # nobody has taken it since the look
                    self._divert_one(work, message)

    def _divert_one(self, work: Work, message: Message) -> None:
        stop = self.stops[message.address.channel]
        reason = f"stopped:{stop.reason}"
        if not self._elsewhere(work, message, reason):
            # No longer than the stop itself, which may be over since the look began.
            later = work.now + STOPPED_PAUSE
            if stop.until is not None:
                later = min(later, stop.until)
            delivery.settle_again(work.session, message, reason, later)

    def _broken(self, work: Work, message: Message | Ready) -> None:
        """One that cannot be settled ends, so that it holds up no other."""
        log.exception("action=settle message=%s", message.id)
        self._end(work, message, MessageState.FAILED, "not_settled")

    def _end(self, work: Work, ending: Message | Ready, state: MessageState, reason: str) -> bool:
        """False where somebody else has it in hand by now, or has settled it: then it goes on."""
        ended = delivery.settle_failed(work.session, ending, state, reason, work.now)
        if ended:
            self._ended[ending.address.channel, state] += 1
        else:
            _tell_late(ending)
        return ended

    # -- stopped channels ------------------------------------------------------------------------

    def _stop(self, work: Work, channel: str, kind: ErrorKind, decision: Decision) -> None:
        if channel in self.stops or channel in self._new_stops:
            return
        self._new_stops[channel] = ChannelStop(decision.reason, decision.stop_until)
        log.critical("action=stop channel=%s reason=%s", channel, decision.reason)
        name, key = network_name(channel), f"{kind}:{channel}:{work.today.isoformat()}"
        if decision.stop_until is None:
            words = say("outbox.stopped_token", network=name)
        else:
            until = show_moment(decision.stop_until)
            words = say("outbox.stopped_quota", network=name, until=until)
        alarm(work, key, words, avoid=channel)

    def _resume(self) -> None:
        now = self._clock()
        over = [
            ch for ch, stop in self.stops.items() if stop.until is not None and stop.until <= now
        ]
        for channel in over:
            del self.stops[channel]

    @contextmanager
    def _work(self, *, together: bool = False) -> Iterator[Work]:
        """A unit of work; what was found and ended in it counts once it is committed."""
        self._new_stops = {}
        self._ended = Counter()
        with self._database.work(together=together) as session:
            yield Work(session, self._catalogue, self._clock(), serves=self._channels.keys())
        self.stops |= self._new_stops
        for (channel, state), count in self._ended.items():
            self._metrics.settled.labels(channel, str(state)).inc(count)


def _tell_late(message: Message | Ready) -> None:
    """Another has had it since its lease ended: what became of it here changes nothing."""
    log.warning("action=late message=%s", message.id)


def _deadline(each: Ready) -> datetime:
    stale = last_moment(each.kind, each.queued_at)
    return stale if each.not_after is None else min(stale, each.not_after)


def _say_anew(work: Work, digests: Sequence[int]) -> None:
    """Digests that nobody got: what they spoke of becomes due again."""
    if due_again(work.session, digests, work.now):
        delivery.release_keys(work.session, digests)
