"""A message as the parts in which one network takes it.

The same message gives the same parts each time, so that what was sent before a crash is known by
its number alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from bot.channels.fit import carries, fit
from bot.channels.port import Limits
from bot.links import Link
from domain.talk.messages import Attachment, Reply
from handlers.wording.say import say
from reports.drawing import Undrawable, words_of
from storage.messages.outbox import Message

MARK_ROOM = 16  # always left free, so that a repeated part is cut where it was cut before


def parts_of(message: Message, limits: Limits, link: Link | None) -> tuple[Reply, ...]:
    """The parts in order; none for a message that says nothing."""
    room = _with_mark_room(limits)
    reply = _without_undrawn(message.reply)
    if message.plain:
        room = replace(room, buttons=False, image_bytes=0, file_bytes=0)
        reply = replace(reply, hint="")
    return fit(reply if link else _without_links(reply, room), room, link)


@cache
def _with_mark_room(limits: Limits) -> Limits:
    caption = max(0, limits.caption - MARK_ROOM)
    return replace(limits, text=limits.text - MARK_ROOM, caption=caption)


def marked(message: Message, part: Reply, limits: Limits) -> Reply:
    """The part, marked where its person may have it already."""
    if not message.repeats:
        return part
    if part.text.strip():
        return replace(part, text=say("outbox.repeat", text=part.text))
    return replace(part, text=say("outbox.repeat_file") if limits.caption else part.text)


def _without_undrawn(reply: Reply) -> Reply:
    """A picture that could not be drawn is said to be missing; its text goes out all the same."""
    missing = [file for file in reply.files if file.undrawn]
    if not missing:
        return reply
    words = say("outbox.not_drawn", names=", ".join(file.name for file in missing))
    return _in_words(reply, missing, [*_charts_in_words(reply, missing), words])


def _without_links(reply: Reply, limits: Limits) -> Reply:
    """Where there is no address for links, a chart that the network does not carry goes out in
    words, and what has no words is at least named."""
    away = [file for file in reply.files if not carries(limits, file)]
    if not away:
        return reply
    named = [file.name for file in away if not _chart_words(file)]
    words = [say("outbox.no_files", names=", ".join(named))] if named else []
    return _in_words(reply, away, [*_charts_in_words(reply, away), *words])


def _in_words(reply: Reply, away: Sequence[Attachment], words: Sequence[str]) -> Reply:
    kept = tuple(file for file in reply.files if file not in away)
    return replace(reply, text="\n\n".join(filter(None, [reply.text, *words])), files=kept)


def _charts_in_words(reply: Reply, files: Sequence[Attachment]) -> list[str]:
    """What charts show, as far as the text does not say it already."""
    return [words for words in map(_chart_words, files) if words and words not in reply.text]


def _chart_words(file: Attachment) -> str:
    try:
        return words_of(file.drawing) if file.drawing else ""
    except (Undrawable, ValueError, KeyError, TypeError):  # another program has queued it
        return ""
