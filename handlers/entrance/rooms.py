"""The rooms behind the doors (`handlers.talk.late`, `handlers.entrance.doors`)."""

from __future__ import annotations

from importlib import import_module

OF_FILES = (
    "handlers.annex.sent",
    "handlers.forms.load_form",
    "handlers.forms.sent",
    "handlers.forms.words_sent",
    "handlers.text.rows_file",
)
OF_LOOKS = (
    "handlers.reminders.agenda",
    "handlers.talk.orders",
    "handlers.talk.show",
    "handlers.talk.wishes.courses",
    "handlers.talk.wishes.looks",
)
OF_WORDS = (
    "handlers.entrance.group",
    "handlers.entrance.start",
    "handlers.talk.give_figures",
    "handlers.talk.router",
)


def load_rooms() -> None:
    """Read them all, before anybody has to wait for them."""
    for name in (*OF_FILES, *OF_LOOKS, *OF_WORDS):
        import_module(name)
