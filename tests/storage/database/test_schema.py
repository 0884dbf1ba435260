"""From nothing to the newest schema, on both databases, and never back."""

from __future__ import annotations

import ast
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import MetaData, Table, inspect, text

from storage.database.database import Database, open_database
from storage.database.schema import (
    HEAD,
    MIGRATIONS,
    WrongSchema,
    alembic_config,
    current_revision,
    migrate,
    require_current,
    revisions,
)
from storage.database.tables import METADATA

QUERIES = {
    "sqlite": ["SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql > ''"],
    "postgresql": [
        "SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        """SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default)
           FROM information_schema.columns WHERE table_schema = 'public'""",
    ],
}


def declared() -> MetaData:
    """The tables as the rows declare them; the library that reads those takes a second to load,
    which only these tests need."""
    from storage.database.rows import Row

    return Row.metadata


def test_an_empty_database_comes_to_the_newest_schema_once(empty_database: Database) -> None:
    assert current_revision(empty_database) is None
    assert migrate(empty_database) == list(revisions())
    assert current_revision(empty_database) == HEAD
    assert migrate(empty_database) == []
    require_current(empty_database)


def test_memory_is_migrated_like_a_file() -> None:
    database = open_database("sqlite://")
    migrate(database)
    require_current(database)
    database.close()


def test_alembic_finds_no_difference_between_rows_and_migrations(database: Database) -> None:
    with database.engine.connect() as connection, connection.begin():
        command.check(alembic_config(connection))


def test_migrations_make_exactly_the_tables_of_the_rows(empty_database: Database) -> None:
    """Alembic compares neither CHECK constraints nor WITHOUT ROWID nor conditions of indexes."""
    with empty_database.engine.begin() as connection:
        declared().create_all(connection)
    wanted = definitions(empty_database)
    with empty_database.engine.begin() as connection:
        declared().drop_all(connection)
    migrate(empty_database)
    assert definitions(empty_database) == wanted


def test_queries_know_the_tables_as_their_rows_declare_them() -> None:
    """`make tables` writes them anew."""
    assert [shape(table) for table in METADATA.tables.values()] == [
        shape(table) for table in declared().tables.values()
    ]


def shape(table: Table) -> list[str]:
    """What a statement needs to know of a table."""
    options = [f"{table.name} {table.dialect_options['sqlite']['autoincrement']}"]
    return options + [
        f"{column} {column.type!r} {column.nullable} {column.primary_key} "
        f"{sorted(key.target_fullname for key in column.foreign_keys)}".replace(
            "AutoString", "String"
        )
        for column in table.columns
    ]


def definitions(database: Database) -> set[str]:
    """Every table, index and constraint in the words of the database itself."""
    found: set[str] = set()
    with database.read() as session:
        for query in QUERIES[database.engine.dialect.name]:
            found |= {normal(line) for line in session.execute(text(query)).scalars()}
    return {line for line in found if "alembic_version" not in line}


def normal(sql: str) -> str:
    """Columns and constraints of a table in any order, spaces as single ones, and no trace of the
    table's having been written anew under another name, or of a column's having been added."""
    sql = re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", sql)
    parts = (part.strip(" (),\n\t") for part in re.split(r"\n|, (?=\w+ [A-Z])", sql))
    return " ".join(sorted(filter(None, (" ".join(part.split()) for part in parts))))


def test_history_is_linear_and_file_names_tell_it() -> None:
    with open_database("sqlite://").engine.connect() as connection:
        script = ScriptDirectory.from_config(alembic_config(connection))
    walked = [step.revision for step in script.walk_revisions()]
    assert list(revisions()) == walked[::-1]
    assert script.get_current_head() == HEAD


@pytest.mark.parametrize(
    "file", sorted((MIGRATIONS / "versions").glob("2*.py")), ids=lambda file: file.stem
)
def test_a_migration_stands_by_itself(file: Path) -> None:
    """What it was must stay what it was: it imports neither SQLModel nor code that will change."""
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        for name in names_in(node)
    }
    assert imported <= {"__future__", "typing", "unicodedata", "alembic", "sqlalchemy"}


def names_in(node: ast.AST) -> list[str]:
    """The modules that an import names."""
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def test_going_back_is_refused_in_words(database: Database) -> None:
    with (
        database.engine.connect() as connection,
        pytest.raises(NotImplementedError, match="Restore a copy"),
        connection.begin(),
    ):
        command.downgrade(alembic_config(connection), "base")
    require_current(database)


def test_a_database_of_a_newer_program_is_left_alone(empty_database: Database) -> None:
    migrate(empty_database)
    with empty_database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refused in (require_current, migrate):
        with pytest.raises(WrongSchema) as caught:
            refused(empty_database)
        assert (caught.value.have, caught.value.want) == ("9999", HEAD)


def test_an_empty_database_is_not_current(empty_database: Database) -> None:
    with pytest.raises(WrongSchema) as caught:
        require_current(empty_database)
    assert caught.value.have is None


def test_a_file_is_copied_before_its_schema_changes(
    file_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert file_database.file is not None
    folder = file_database.file.parent
    file_database.close()
    pretend_newer_code(monkeypatch)
    for expected in ({f"nhacviec.db.before-{HEAD}"}, {f"nhacviec.db.before-{HEAD}-2"}):
        before = set(folder.iterdir())
        with pytest.raises(CommandError):  # alembic does not know the pretended revision
            migrate(file_database)
        copies = {file.name for file in set(folder.iterdir()) - before if "before" in file.name}
        assert copies == expected
    copy = sqlite3.connect(folder / f"nhacviec.db.before-{HEAD}")
    assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
    copy.close()
    assert current_revision(file_database) == HEAD


def pretend_newer_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code needs one more revision, which alembic will not find."""
    monkeypatch.setattr("storage.database.schema.HEAD", "9999")
    monkeypatch.setattr("storage.database.schema.revisions", lambda: (*revisions(), "9999"))
    monkeypatch.setattr("alembic.command.upgrade", refuse_upgrade)


def refuse_upgrade(*_args: object) -> None:
    raise CommandError("no such revision")


def test_a_failed_migration_leaves_nothing_behind(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: object) -> None:
        raise RuntimeError("cut off")

    monkeypatch.setattr("storage.database.schema._check_foreign_keys", fail)
    with pytest.raises(RuntimeError, match="cut off"):
        migrate(empty_database)
    with empty_database.read() as session:
        assert inspect(session.connection()).get_table_names() == []


def test_the_code_of_every_day_does_without_alembic() -> None:
    modules = "storage.database.schema, storage.messages.outbox"
    words = f"import sys, {modules}; sys.exit('alembic' in sys.modules)"
    subprocess.run([sys.executable, "-c", words], check=True)
