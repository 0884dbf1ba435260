"""docs/add-an-intent.md, followed to the letter: one function, one row, words; then it is there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.talk.messages import Incoming
from handlers.entrance.respond import respond
from handlers.talk import commands, intents, router
from handlers.talk.intent import Intent
from handlers.wording import say as wording
from handlers.work import Work
from storage.catalogue import words
from storage.database.database import Database
from storage.people.officials import addresses_of
from tests.support.district import District

PAGE = (Path(__file__).parents[2] / "docs" / "add-an-intent.md").read_text("utf-8")
_BLOCK = re.compile(r"```(?:python|toml|text)\n(?:# (?P<file>\S+)\n)?(?P<code>.*?)```", re.DOTALL)
BLOCKS = [(found["file"] or "", found["code"]) for found in _BLOCK.finditer(PAGE)]


def block(file: str) -> str:
    """What the page shows of a file."""
    return next(code for name, code in BLOCKS if name == file)


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The page followed: its act, its row, its words, its texts."""
    scope: dict[str, object] = dict(vars(intents))
    exec(compile(block("handlers/talk/wishes/today.py"), "today.py", "exec"), scope)
    row = eval(block("handlers/talk/intents.py"), scope)  # the page's own line
    assert isinstance(row, Intent)
    table = (*intents.INTENTS, row)
    known = tomllib.loads((words.WORDS / "vi.toml").read_text("utf-8"))
    added = tomllib.loads(block("catalogue/words/vi.toml"))
    known["command"] |= added["command"]
    texts = dict(wording.texts())
    for section, more in tomllib.loads(block("catalogue/texts/vi.toml")).items():
        lines = more["line"] if section == "help" else more
        head = "help.line" if section == "help" else section
        texts |= {f"{head}.{name}": text for name, text in lines.items()}
    monkeypatch.setattr(router, "INTENTS", table)
    monkeypatch.setattr(router, "BY_ID", {intent.id: intent for intent in table})
    monkeypatch.setattr(words, "_tables", lambda: known)
    monkeypatch.setattr(wording, "texts", lambda: texts)
    _forget()
    yield
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for cached in (words.phrases, words.vocabulary, commands._unspaced, commands.longest):
        cached.cache_clear()


def said(database: Database, who: str, text: str) -> str:
    """The answer to a message."""
    desk = District(database)
    desk.move("2024-08-28 08:00")
    with database.work() as session:
        address = addresses_of(session, who)[0]
        incoming = Incoming(f"page-{text}", address, text, desk.now)
        reply = respond(Work(session, desk.catalogue, desk.now), incoming)
    assert reply is not None
    return reply.text


@pytest.mark.usefixtures("followed")
def test_the_new_intent_answers_as_the_page_says(memory_database: Database) -> None:
    asked, answer = re.findall(r"[<>] (.+)", next(code for _, code in BLOCKS if "lan  <" in code))
    assert said(memory_database, "lan", asked) == answer


@pytest.mark.usefixtures("followed")
@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("hôm nay", "Hôm nay là"),
        ("hoom nay", "Hôm nay là"),
        ("/hom-nya", "Anh/chị muốn gửi /hom-nay?"),
        ("trợ giúp", "- hôm nay: hôm nay là ngày nào"),
    ],
)
def test_commands_help_and_did_you_mean_know_it_too(
    memory_database: Database, typed: str, answer: str
) -> None:
    assert answer in said(memory_database, "lan", typed)
