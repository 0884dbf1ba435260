"""Tasks that were there before numbers belonged to the unit are counted in their order."""

from __future__ import annotations

from alembic import command
from sqlalchemy import text

from storage.database.database import Database
from storage.database.schema import alembic_config, migrate

UNIT = """INSERT INTO units (id, kind, name, slug, code, aliases, training,
        valid_from)
    VALUES ('{id}', 'xa', 'xã {id}', '{id}', '', '[]', false,
        '2020-01-01')"""
PERSON = """INSERT INTO officials (id, name, salutation, title) VALUES ('hoa', 'Hoa', '', '')"""
TASK = """INSERT INTO tasks (id, key, title, unit_id, assigner_id, assigned_by, assigned_on,
        coordinators, product, authority, document_number, document_subject, priority, blocker,
        evidence, withdrawn_on)
    VALUES ({id}, '{id}', 'việc', '{unit}', 'a', 'hoa', '2024-09-09', '[]', '', '', '', '',
        'normal', '', '', {withdrawn})"""
SHOWN = """INSERT INTO task_numbers (channel, chat, number, task_id, shown_at)
    VALUES ('zalo_bot', '1', 1, 9, '2024-09-09 00:00:00')"""


def test_tasks_are_counted_unit_by_unit_in_their_order(empty_database: Database) -> None:
    with empty_database.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0008")
        tasks = ((3, "a", "NULL"), (5, "b", "NULL"), (7, "a", "'2024-09-10'"), (9, "a", "NULL"))
        for statement in (
            *(UNIT.format(id=id_) for id_ in "ab"),
            PERSON,
            *(TASK.format(id=id_, unit=unit, withdrawn=gone) for id_, unit, gone in tasks),
            SHOWN,
        ):
            connection.execute(text(statement))
    assert migrate(empty_database)[0] == "0009"
    with empty_database.engine.begin() as connection:
        found = connection.execute(text("SELECT id, number FROM tasks ORDER BY id")).all()
    assert [tuple(row) for row in found] == [(3, 1), (5, 1), (7, 2), (9, 3)]
