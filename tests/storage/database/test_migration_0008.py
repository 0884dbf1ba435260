"""Conversations that were under way before there was one kind of question go on after it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from alembic import command
from sqlalchemy import text

from domain.report.figures import Figure, State
from domain.talk.held import SentFile, held_from_plain
from domain.talk.messages import Address
from storage.database.database import Database
from storage.database.schema import alembic_config, migrate
from storage.messages.conversations import load, shown_last
from storage.messages.questions import waiting_questions

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
STORED = "2026-11-29 07:00:00.000000"
CONVERSATION = (
    "INSERT INTO conversations (channel, chat, data, saved_at) VALUES (:channel, :chat, :data, :at)"
)
TALK = (
    "INSERT INTO task_talks (channel, chat, data, message_key, after, saved_at) "
    "VALUES (:channel, :chat, :data, 're:x:1', 0, :at)"
)


def put(database: Database, statement: str, chat: str, data: dict[str, Any]) -> None:
    row = {"channel": "zalo_bot", "chat": chat, "data": json.dumps(data), "at": STORED}
    with database.engine.begin() as connection:
        connection.execute(text(statement), row)


def pending(waiting: str, **more: Any) -> dict[str, Any]:
    question: dict[str, Any] = {"waiting": waiting, "held": [], "codes": [], "rules": []}
    question |= {"said": "", "source": "zalo_bot:1:5"} | more
    return {"v": 1, "obligation": 7, "block": "I.4", "pending": question}


def talk(topic: str, **more: Any) -> dict[str, Any]:
    plain = {"v": 1, "topic": topic, "tasks": [], "verb": None, "words": "", "percent": None}
    return plain | {"drafts": [], "read_on": None} | more


def test_conversations_under_way_survive_the_one_kind_of_question(empty_database: Database) -> None:
    with empty_database.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0007")
    held = [["I.4.1", "value", "14"]]
    put(
        empty_database,
        CONVERSATION,
        "rule",
        pending("rule", held=held, codes=["I.4.1"], rules=["V"]),
    )
    put(empty_database, CONVERSATION, "file", pending("file", held=held, file=["a.xlsx", "1f"]))
    put(empty_database, CONVERSATION, "which", pending("which", said="I.1 = 3"))
    put(empty_database, TALK, "done", talk("confirm", tasks=[3], verb="done", words="68"))
    put(empty_database, TALK, "why", talk("words", tasks=[3], verb="extend", words="5 ngày"))
    put(empty_database, TALK, "draft", talk("draft", drafts=[{"to": "x"}], read_on="2026-11-28"))
    put(empty_database, TALK, "leave", talk("leave", words="lan|2026-12-01|2026-12-05|minh"))
    put(empty_database, TALK, "list", talk("list", tasks=[3, 5]))
    assert migrate(empty_database)[0] == "0008"

    asked = {}
    with empty_database.read() as session:
        for chat in ("rule", "file", "which", "done", "why", "draft", "leave", "list"):
            here = Address("zalo_bot", chat)
            asked[chat] = [w.question for w in waiting_questions(session, here, NOW)]
        assert load(session, Address("zalo_bot", "rule"))["obligation"] == 7  # type: ignore[index]
        assert shown_last(session, Address("zalo_bot", "list"), NOW) == (3, 5)
    assert asked.pop("list") == []
    questions = {chat: question for chat, (question,) in asked.items()}
    assert {chat: question.about for chat, question in questions.items()} == {
        "rule": "figures.rule",
        "file": "annex.write",
        "which": "figures.which",
        "done": "task.do",
        "why": "task.words",
        "draft": "task.draft",
        "leave": "leave.note",
    }
    broken = held_from_plain(questions["rule"].data)
    assert broken.figures[0].value == 14
    assert broken.figures[0] == Figure("I.4.1", State.VALUE, broken.figures[0].value)
    assert (broken.report, broken.rules, broken.seen) == (7, ("V",), None)
    assert held_from_plain(questions["file"].data).file == SentFile("a.xlsx", "1f")
    assert held_from_plain(questions["which"].data).said == "I.1 = 3"
    assert questions["why"].data["words"] == "5 ngày"
    assert questions["leave"].data["substitute"] == "minh"
    assert questions["draft"].data["drafts"] == [{"to": "x"}]
