"""`nhacviec chat`: talk to the bot in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.channels.console import NAME, NoSuchFile, Terminal, messages_from
from bot.named import find_official
from bot.wiring import Clock, clock_at, open_store
from domain.people.people import Official
from domain.talk.messages import Address
from domain.words import fold
from handlers.wording.say import say
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.people.officials import addresses_of, link_address

LEAVING = frozenset({"thoat", "/thoat", "quit", "/quit", "exit", "/exit"})
"""What may be typed instead of Ctrl-D, with or without diacritics."""


def run_chat(name: str, at: str | None, db: str | None, files: Path) -> None:
    """Show what waits for the person, then answer line by line until the input ends."""
    clock = clock_at(at)
    database, catalogue = open_store(db)
    official = find_official(database, name)
    bye = say("console.bye", name=official.id)
    converse(database, catalogue, official, clock, files, bye)


def converse(
    database: Database,
    catalogue: Catalogue,
    official: Official,
    clock: Clock,
    files: Path,
    bye: str,
) -> None:
    """The conversation itself, until the input ends or the person says so; a prompt and a goodbye
    are shown only to a person at a keyboard."""
    at_keyboard = sys.stdin.isatty()
    with suppress(KeyboardInterrupt):
        _converse(database, catalogue, official, clock, files)
    if at_keyboard:
        sys.stdout.write(bye + "\n")


def _converse(
    database: Database, catalogue: Catalogue, official: Official, clock: Clock, files: Path
) -> None:
    address = _console_address(database, official, clock)
    terminal = Terminal(database, catalogue, address, clock, files)
    _show(terminal.waiting())
    for text in messages_from(_typed(official)):
        if fold(text) in LEAVING:
            return
        try:
            terminal.hear(text)
        except NoSuchFile as missing:
            sys.stdout.write(say("rule.file.not_there", file=missing) + "\n")
        _show(terminal.waiting())


def _console_address(database: Database, official: Official, clock: Clock) -> Address:
    """The person's own terminal; linked here, since who sits at this machine owns its data."""
    with database.work() as session:
        for address in addresses_of(session, official.id):
            if address.channel == NAME:
                return address
        address = Address(NAME, official.id)
        link_address(session, official.id, address, clock())
    return address


def _typed(official: Official) -> Iterator[str]:
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    with suppress(ImportError):
        import readline  # noqa: F401 - `input` takes letters back and earlier lines up with it
    sys.stdout.write(say("console.hint") + "\n")
    while True:
        try:
            yield input(f"{official.id}> ")
        except (EOFError, KeyboardInterrupt):
            sys.stdout.write("\n")  # the prompt stands on a line of its own
            return


def _show(lines: Iterator[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
