"""Messages that were queued before the sender had its columns are kept and can be sent."""

from __future__ import annotations

from alembic import command
from sqlalchemy import text

from storage.database.database import Database
from storage.database.schema import alembic_config, migrate
from storage.database.states import MessageState
from storage.messages.outbox import messages

BEFORE = (
    """INSERT INTO outbox (id, key, channel, chat, official_id, kind, text, choices, hint,
           file_count, state, reason, attempts, queued_at, network_id)
       VALUES (7, 're:telegram:1', 'telegram', '99', NULL, 'reply', 'Đã ghi', '[["Có", "yes"]]', '',
           1, 'waiting', '', 0, '2026-11-21 00:00:00', '')""",
    "INSERT INTO files (digest, content) VALUES ('abc', '123')",
    """INSERT INTO outbox_files (outbox_id, position, name, media, digest)
       VALUES (7, 0, 'a.xlsx', 'application/zip', 'abc')""",
)


def test_a_waiting_message_outlives_the_new_columns(empty_database: Database) -> None:
    with empty_database.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0001")
        for statement in BEFORE:
            connection.execute(text(statement.replace(":", "\\:")))
    assert migrate(empty_database)[0] == "0002"
    with empty_database.read() as session:
        (kept,) = messages(session, [7])
    assert (kept.key, kept.reply.text, kept.state) == (
        "re:telegram:1",
        "Đã ghi",
        MessageState.WAITING,
    )
    assert [file.name for file in kept.reply.files] == ["a.xlsx"]
    assert (kept.edits, kept.parts_sent, kept.repeats, kept.plain) == (None, 0, 0, False)
