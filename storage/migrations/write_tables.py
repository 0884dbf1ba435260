"""`make tables`: writes what the rows come to as `storage/database/tables.py`."""

from __future__ import annotations

import sys

from sqlalchemy import Column, Table
from sqlalchemy.types import TypeEngine

from storage.database.rows import Row
from storage.database.types import ExactDecimal, StoredWord, TextList, UtcDateTime

OWN = (ExactDecimal, StoredWord, TextList, UtcDateTime)
HEAD = '''"""The tables as statements know them: columns, types, and what names a row.

Written by `make tables` from `storage/database/rows.py`, where a table is declared; a test holds
the two together. Declaring takes SQLModel, the ORM and pydantic, which a process that only uses the
tables need not load.
"""

from __future__ import annotations

'''


def main() -> None:
    """Onto standard output; ruff gives it its lines."""
    sys.stdout.write(written())


def written() -> str:
    """The module."""
    tables = list(Row.metadata.tables.values())
    types = {_name(column.type): column.type for table in tables for column in table.columns}
    words = {each.kind for each in types.values() if isinstance(each, StoredWord)}
    own = {type(each).__name__ for each in types.values() if isinstance(each, OWN)}
    plain = {name for name, each in types.items() if not isinstance(each, OWN)}
    imports = [
        _import("sqlalchemy", {"Column", "ForeignKey", "MetaData", "Table", *plain}),
        *sorted(_import(kind.__module__, {kind.__name__}) for kind in words),
        _import("storage.database.types", own),
    ]
    body = "\n".join(map(_table, tables))
    return f"{HEAD}{''.join(imports)}\nMETADATA = MetaData()\n\n{body}"


def _import(module: str, names: set[str]) -> str:
    return f"from {module} import {', '.join(sorted(names))}\n"


def _table(table: Table) -> str:
    columns = ", ".join(map(_column, table.columns))
    counted = table.dialect_options["sqlite"]["autoincrement"]
    option = ", sqlite_autoincrement=True" if counted else ""
    return f'{table.name.upper()} = Table("{table.name}", METADATA, {columns}{option})\n'


def _column(column: Column[object]) -> str:
    parents = "".join(f', ForeignKey("{key.target_fullname}")' for key in column.foreign_keys)
    key = ", primary_key=True" if column.primary_key else ""
    empty = "" if column.nullable or column.primary_key else ", nullable=False"
    return f'Column("{column.name}", {_name(column.type)}{parents}{key}{empty})'


def _name(kind: TypeEngine[object]) -> str:
    """How a type is written; SQLModel's own name for a text is a plain one."""
    if isinstance(kind, StoredWord):
        return f"StoredWord({kind.kind.__name__})"
    name = type(kind).__name__
    return "String" if name == "AutoString" else name


if __name__ == "__main__":
    main()
