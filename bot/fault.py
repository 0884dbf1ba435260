"""What stops a command: one clear line for the person at the keyboard, exit code 2."""

from __future__ import annotations

from handlers.say import say


class UsageFault(Exception):
    """A command cannot go on; the message is Vietnamese and says what to do."""

    def __init__(self, text_id: str, **fields: object) -> None:
        super().__init__(say(text_id, **fields))
