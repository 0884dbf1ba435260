"""A conversation as the page shows it: what was said, by whom, what can be tapped, which files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.channels.web import NAME
from domain.talk.messages import Address, Attachment
from handlers.wording.say import say
from handlers.wording.show_moments import show_clock, show_full_day
from storage.database.database import Session
from storage.messages.threads import Bubble, thread

PAGE = 40  # bubbles at once; what is older comes as one scrolls
IMAGES = ("image/png", "image/jpeg", "image/webp", "image/gif")
PNG = b"\x89PNG\r\n\x1a\n"
KEPT_FILES = 60
KEPT_BYTES = 30_000_000


@dataclass
class SentFiles:
    """Files that people have sent from the page, so that they see them again: the store keeps what
    the bot reads from a file, not the file. The oldest give way."""

    _files: dict[str, Attachment] = field(default_factory=dict)

    def keep(self, event_id: str, file: Attachment) -> None:
        """Remember what came with an event."""
        self._files[event_id] = file
        while len(self._files) > KEPT_FILES or self._size() > KEPT_BYTES:
            self._files.pop(next(iter(self._files)))

    def of(self, event_id: str) -> Attachment | None:
        """What came with an event."""
        return self._files.get(event_id)

    def _size(self) -> int:
        return sum(len(file.content) for file in self._files.values())


def bubbles(
    session: Session, who: str, sent: SentFiles, before: datetime | None = None
) -> list[dict[str, Any]]:
    """A page of somebody's conversation, oldest first."""
    found = thread(session, Address(NAME, who), PAGE, before)
    return [_mine(each, sent) if each.outbox_id is None else _told(each) for each in found]


def _common(bubble: Bubble) -> dict[str, Any]:
    return {
        "text": bubble.reply.text,
        "at": show_clock(bubble.at),
        "day": show_full_day(bubble.at),
        "moment": bubble.at.isoformat(),
        "edited": bubble.edited,
    }


def _mine(bubble: Bubble, sent: SentFiles) -> dict[str, Any]:
    file = sent.of(bubble.event_id)
    shown = _common(bubble) | {"key": f"m{bubble.event_id}", "mine": True, "files": []}
    if file is not None:
        url = f"/phones/sent/{quote(bubble.event_id)}/{quote(file.name)}" if file.content else ""
        shown["files"] = [_file(file, url)]
    elif not shown["text"]:
        shown["text"] = say("web.file_sent")
    editable = not bubble.tapped and not shown["files"] and bubble.reply.text
    return shown | {"event": bubble.event_id if editable else ""}


def _told(bubble: Bubble) -> dict[str, Any]:
    files = [
        _file(file, f"/phones/file/{bubble.outbox_id}/{position}/{quote(file.name)}")
        for position, file in enumerate(bubble.reply.files)
    ]
    return _common(bubble) | {
        "key": f"t{bubble.outbox_id}",
        "id": bubble.outbox_id,
        "files": files,
        "choices": [{"words": c.words, "data": c.data} for c in bubble.reply.choices],
        "hint": bubble.reply.hint,
    }


def _file(file: Attachment, url: str) -> dict[str, Any]:
    ending = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    shown: dict[str, Any] = {"name": file.name, "url": url, "kind": ending[:4]}
    shown["image"] = bool(url) and file.media in IMAGES
    if file.content.startswith(PNG):  # its place is kept while it loads: nothing jumps
        shown["width"] = int.from_bytes(file.content[16:20], "big")
        shown["height"] = int.from_bytes(file.content[20:24], "big")
    return shown
