"""Reads a message once: with the units and people whom the asker may mean."""

from __future__ import annotations

from domain.people.people import Official
from domain.talk.said import Said
from domain.words import clean, fold, words
from handlers.work import Work


def read_said(work: Work, person: Official, text: str, tap: str = "") -> Said:
    """The message with what it names."""
    cleaned = clean(text)
    return Said(cleaned, fold(text), words(cleaned), tap)
