"""A part of a unit of work that may fail by itself: one poisoned row among many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, TimeoutError

from storage.database.database import DatabaseUnavailable, Session, UnusableDatabase
from storage.database.once import forget_all

_OF_THE_ROW = (DataError, IntegrityError)


@contextmanager
def apart(session: Session, failed: Callable[[], object]) -> Iterator[None]:
    """What is written here is undone where it fails, and nothing else with it; `failed` is called
    then, within the exception. What is the database's own trouble goes up: it is nobody's part."""
    try:
        with session.begin_nested():
            yield
    except Exception as error:
        if of_the_database(error):
            raise
        forget_all(session)
        failed()


def of_the_database(error: Exception) -> bool:
    """True where nothing could be done now, whatever was to be done."""
    if isinstance(error, DBAPIError):
        return not isinstance(error, _OF_THE_ROW)
    return isinstance(error, TimeoutError | DatabaseUnavailable | UnusableDatabase)
