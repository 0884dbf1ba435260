"""What a network tells about a chat itself: blocked, to be reached again, moved. Nobody answers."""

from __future__ import annotations

from domain.messages import Incoming, Signal
from handlers.lost_address import find_address, lose_address
from handlers.work import Work
from storage.moved_chats import move_chat


def note_signal(work: Work, incoming: Incoming, signal: Signal) -> None:
    """Keep what was told."""
    match signal:
        case Signal.BLOCKED:
            lose_address(work, incoming.address, "signal")
        case Signal.UNBLOCKED:
            find_address(work, incoming.address)
        case Signal.MOVED:
            move_chat(work.session, incoming.address, incoming.text, work.now)
