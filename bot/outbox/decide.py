"""What a failed send means for its message, its address and its channel: pure decisions.

Worth a repeat: an outcome that nobody has seen (`UNKNOWN`) is followed by one repeat, marked as
such, at most three times in all; a message that came twice does less harm than one that never
came. An edit may be made again unmarked: it changes nothing the second time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.channels.port import ChannelError, ErrorKind
from bot.outbox.rates import backoff
from domain.dates.moments import at_local, local
from storage.database.states import MessageState
from storage.messages.outbox import Message

REPEATS_AT_MOST = 3
EDITS_AT_MOST = 5
FILE_TRIES = {ErrorKind.TRANSIENT: 3, ErrorKind.UNKNOWN: 2}
"""So often a file is tried; then the text goes without it, and the file by itself."""
PATIENCE = timedelta(hours=1)  # so long one network is tried before the person's other one
STOPPED_PAUSE = timedelta(minutes=10)
RATE_PAUSE = 30.0  # where a network says "too fast" without saying how long

EVENING = time(20, 0)  # a digest speaks of its day, and nobody is written to later
URGENT_LIFE = timedelta(hours=2)
LIFE = {"reply": timedelta(days=1), "edit": timedelta(days=2), "file": timedelta(days=1)}
LONG_LIFE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do. First another address of the person, if `elsewhere` and there is one; else again
    at `again_at`; else it ends in `state`."""

    reason: str
    again_at: datetime | None = None
    state: MessageState = MessageState.FAILED
    elsewhere: bool = False
    repeat: bool = False  # what comes again may come for the second time
    plain: bool = False  # again, but in words alone
    blocked: bool = False  # the address cannot be used any more
    moved_to: str = ""  # the chat has this new id
    late: bool = False  # it ends because its time is over
    stop: bool = False  # nothing more on this channel for now
    stop_until: datetime | None = None  # None: until somebody acts


def decide(message: Message, error: ChannelError, now: datetime, chance: float) -> Decision:
    """What becomes of a message that was not sent, or of which nobody knows.

    `chance` (0 to 1) spreads the moments of the next attempts.
    """
    found = _by_kind(message, error, now, chance)
    if found.again_at is not None and found.again_at > deadline(message):
        return replace(found, again_at=None, late=True)
    return found


def goes_apart(message: Message, error: ChannelError, *, text_waits: bool) -> bool:
    """Whether what has failed is the file of a message, and the text is better off without it.

    What was refused is first said in words alone, unless the text has arrived already: that is
    not said twice.
    """
    if not (text_waits or message.parts_sent):
        return False
    if error.kind is ErrorKind.REFUSED:
        return not text_waits
    return _worn_out(message, error)


def _worn_out(message: Message, error: ChannelError) -> bool:
    most = FILE_TRIES.get(error.kind)
    return most is not None and message.attempts >= most


def _is_file_alone(message: Message) -> bool:
    reply = message.reply
    return bool(reply.files) and not reply.text.strip() and not message.plain


def deadline(message: Message) -> datetime:
    """The last moment for sending it: what its sender has said, and not after its kind is stale."""
    stale = last_moment(message.kind, message.queued_at)
    return stale if message.not_after is None else min(stale, message.not_after)


def last_moment(kind: str, queued_at: datetime) -> datetime:
    """When a message of this kind has become stale."""
    if kind == "digest":
        evening = at_local(local(queued_at).date(), EVENING)
        return evening if queued_at < evening else queued_at + URGENT_LIFE
    return queued_at + LIFE.get(kind, LONG_LIFE)


def _by_kind(message: Message, error: ChannelError, now: datetime, chance: float) -> Decision:
    reason = f"{error.kind}:{error.detail}" if error.detail else str(error.kind)
    later = now + timedelta(seconds=backoff(message.attempts, chance))
    if _is_file_alone(message) and _worn_out(message, error):
        return Decision(reason, now, plain=True)
    match error.kind:
        case ErrorKind.TRANSIENT:
            return Decision(reason, later, elsewhere=now - message.queued_at > PATIENCE)
        case ErrorKind.UNKNOWN:
            return _unknown(message, reason, later)
        case ErrorKind.RATE:
            pause = max(error.retry_after or RATE_PAUSE, 0.0) + chance
            return Decision(reason, now + timedelta(seconds=pause), elsewhere=pause > 3600)
        case ErrorKind.QUOTA:
            until = _next_month(now)
            return Decision(reason, until, elsewhere=True, stop=True, stop_until=until)
        case ErrorKind.BLOCKED:
            return Decision(reason, elsewhere=True, blocked=True)
        case ErrorKind.WINDOW:
            return Decision(reason, elsewhere=True)
        case ErrorKind.MOVED:
            moved_to = error.moved_to or ""
            again_at = now if moved_to else None
            return Decision(reason, again_at, elsewhere=not moved_to, moved_to=moved_to)
        case ErrorKind.REFUSED:
            return _refused(message, reason, now)
        case ErrorKind.UNAUTHORISED:
            return Decision(reason, now + STOPPED_PAUSE, elsewhere=True, stop=True)


def _unknown(message: Message, reason: str, later: datetime) -> Decision:
    if message.edits is not None:
        again_at = later if message.attempts < EDITS_AT_MOST else None
        return Decision(reason, again_at, MessageState.UNKNOWN)
    again_at = later if message.repeats < REPEATS_AT_MOST else None
    return Decision(reason, again_at, MessageState.UNKNOWN, repeat=True)


def _refused(message: Message, reason: str, now: datetime) -> Decision:
    reply = message.reply
    embellished = bool(reply.choices or reply.files or reply.hint)
    if message.plain or message.edits is not None or not embellished:
        return Decision(reason, elsewhere=True)
    return Decision(reason, now, plain=True)


def _next_month(now: datetime) -> datetime:
    """The first moment of the next month in Viet Nam: quotas begin anew."""
    first = local(now).date().replace(day=1)
    return at_local((first + timedelta(days=32)).replace(day=1), time(0, 0))
