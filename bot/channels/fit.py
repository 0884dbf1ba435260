"""One reply made into messages that a network can carry: split, captioned, or put into words.

The outbox queues the parts one by one, so that a part that failed is sent again alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.channels.port import ChannelError, ErrorKind, Limits
from domain.talk.messages import Attachment, Choice, Reply
from handlers.wording.say import say

Link = Callable[[Attachment], str]
"""Where a file can be fetched that the network does not carry."""

BORDERS = ("\n\n", "\n", " ")  # where a text may be cut, best first


def fit(reply: Reply, limits: Limits, link: Link | None = None) -> tuple[Reply, ...]:
    """The messages to send, in order; none for a reply that says nothing.

    - Without buttons the choices become words of the text.
    - A file that the network does not carry becomes a link, or ChannelError REFUSED without `link`.
    - One short text with a file becomes its caption; otherwise every file is a message of its own.
    - Buttons stand on the last message, where the eye and the thumb are.
    """
    worded = _linked(_worded(reply, limits), limits, link)
    if _captioned(worded, limits):
        first, *others = worded.files
        return (replace(worded, files=(first,)), *map(_file_alone, others))
    texts = tuple(_texts(worded, limits.text))
    files = tuple(map(_file_alone, worded.files))
    return (*files, *texts) if worded.choices else (*texts, *files)


def split(text: str, limit: int) -> tuple[str, ...]:
    """The text in parts of at most `limit` UTF-16 units, cut between blocks, else between lines,
    else between words; "(1/2)" ends each part when there are several."""
    if units(text) <= limit:
        return (text,) if text.strip() else ()
    digits = 1
    while True:
        room = limit - units(_number("", digits * "9", digits * "9"))
        parts = [part.strip("\n") for part in _pack(text, room, BORDERS) if part.strip()]
        if len(str(len(parts))) <= digits:
            return tuple(_number(part, at, len(parts)) for at, part in enumerate(parts, 1))
        digits += 1


def units(text: str) -> int:
    """Length as the networks count it: a letter outside the basic plane (an emoji) is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def in_words(text: str, choices: tuple[Choice, ...]) -> str:
    """The text with its choices as words to type; a button that is nowhere is a lost answer."""
    if not choices:
        return text
    words = say("fit.words", words=" · ".join(choice.words for choice in choices))
    return f"{text}\n\n{words}" if text.strip() else words


def as_image(limits: Limits, file: Attachment) -> bool:
    """Whether the network shows this file as a picture."""
    return file.media in ("image/png", "image/jpeg") and len(file.content) <= limits.image_bytes


def carries(limits: Limits, file: Attachment) -> bool:
    """Whether the network takes this file at all, as a picture or as a file."""
    ending = file.name.rpartition(".")[2].lower()
    known = not limits.file_types or ending in limits.file_types
    return as_image(limits, file) or (known and len(file.content) <= limits.file_bytes)


def _worded(reply: Reply, limits: Limits) -> Reply:
    if limits.buttons or not reply.choices:
        return reply
    return replace(reply, text=in_words(reply.text, reply.choices), choices=())


def _linked(reply: Reply, limits: Limits, link: Link | None) -> Reply:
    away = [file for file in reply.files if not carries(limits, file)]
    if not away:
        return reply
    if link is None:
        raise ChannelError(ErrorKind.REFUSED, "file_not_carried")
    links = [f"{file.name}\n{link(file)}" for file in away]
    return replace(
        reply,
        text="\n\n".join(filter(None, [reply.text, *links])),
        files=tuple(file for file in reply.files if carries(limits, file)),
    )


def _captioned(reply: Reply, limits: Limits) -> bool:
    if not reply.files or (reply.choices and len(reply.files) > 1):
        return False
    return bool(reply.text.strip()) and units(reply.text) <= limits.caption


def _texts(reply: Reply, limit: int) -> Iterator[Reply]:
    parts = split(reply.text, limit)
    if parts == (reply.text,) and not reply.files:  # as most are
        yield reply
        return
    for part in parts[:-1]:
        yield Reply(part)
    for part in parts[-1:]:
        yield replace(reply, text=part, files=())


def _file_alone(file: Attachment) -> Reply:
    return Reply("", files=(file,))


def _number(part: str, at: object, count: object) -> str:
    return f"{part}\n({at}/{count})"


def _pack(text: str, room: int, borders: tuple[str, ...]) -> list[str]:
    """As few pieces as the borders allow, each within `room`."""
    if units(text) <= room:
        return [text]
    if not borders:
        return list(_cut(text, room))
    packed: list[str] = []
    current: str | None = None
    for block in text.split(borders[0]):
        joined = block if current is None else current + borders[0] + block
        if units(joined) <= room:
            current = joined
            continue
        if current is not None:
            packed.append(current)
        *full, current = _pack(block, room, borders[1:])
        packed += full
    return [*packed, current or ""]


def _cut(word: str, room: int) -> Iterator[str]:
    """One endless word, cut anywhere but before a combining mark."""
    start = 0
    while start < len(word):
        end = start + room
        while end > start + 1 and units(word[start:end]) > room:
            end -= 1
        while end > start + 1 and end < len(word) and unicodedata.combining(word[end]):
            end -= 1
        yield word[start:end]
        start = end
