"""Units of work over a SQLite file, one after the other; short ones come onto the disk together.

A commit waits for the disk, often for longer than a whole turn takes. So a short unit leaves its
transaction open where the next in line is as short, and whoever is the last of them commits for
all. None of them has ended before that, and what one undoes is its own alone.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from sqlalchemy.engine import Engine

from storage.database.session import Session, sqlite_of

MOST_TOGETHER = 32
LONGEST_OPEN = 0.02  # seconds after which nobody else is let into a transaction


class Unwritten(Exception):
    """The unit came to nothing through none of its own doing: nothing of it was written."""


class Writers:
    """Whose turn it is to write: first come, first served."""

    def __init__(self, engine: Engine, patience: float) -> None:
        self._engine = engine
        self._patience = patience
        self._mutex = threading.Lock()  # held for moments, never while anything is waited for
        self._busy = False
        self._line: deque[_Place] = deque()
        self._open: _Transaction | None = None

    @contextmanager
    def unit(self, *, together: bool) -> Iterator[Session]:
        """One unit of work, on the disk when this ends; `together`: it is short, and may share its
        commit with others that are. Unwritten where it cannot begin, or the disk refuses."""
        self._wait(_Place(together))
        shared: _Transaction | None = None
        try:
            shared = self._open = self._open or _Transaction(self._engine)
            with shared.unit() as session:
                yield session
        finally:
            self._leave(shared, together=together)
        shared.wait()

    def _wait(self, place: _Place) -> None:
        with self._mutex:
            if not self._busy:
                self._busy = True
                return
            self._line.append(place)
        if place.called.wait(self._patience):
            return
        with self._mutex:
            if place.called.is_set():
                return
            self._line.remove(place)
        raise Unwritten("another unit of work does not end")

    def _leave(self, shared: _Transaction | None, *, together: bool) -> None:
        with self._mutex:
            if shared is not None and together and self._joined(shared):
                self._line.popleft().called.set()
                return
        try:
            self._open = None
            if shared is not None:
                shared.end()
        finally:
            with self._mutex:
                self._busy = bool(self._line)
                if self._line:
                    self._line.popleft().called.set()

    def _joined(self, shared: _Transaction) -> bool:
        """Whether the next in line may write into the same transaction."""
        return bool(self._line) and self._line[0].together and shared.has_room


class _Place:
    """A place in the line."""

    def __init__(self, together: bool) -> None:
        self.together = together
        self.called = threading.Event()


class _Transaction:
    """What several units write, and the one commit of it."""

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.connect()
        raw = sqlite_of(self._connection)
        assert raw is not None
        self._raw = raw
        try:
            self._transaction = self._connection.begin()
        except BaseException:
            self._connection.close()
            raise
        self._begun = monotonic()
        self._units = 0
        self._ended = threading.Event()
        self._failure: BaseException | None = None

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """A unit that is undone alone; the first of all needs no mark to be undone to."""
        session = Session(lambda: self._connection)
        try:
            if self._units:
                self._raw.execute("SAVEPOINT unit")
            yield session
            if self._units:
                self._raw.execute("RELEASE unit")
        except BaseException as failure:
            self._undo(failure)
            raise
        self._units += 1

    def _undo(self, failure: BaseException) -> None:
        """Take back what the unit has written; the first one's goes with the transaction."""
        if not self._units:
            return
        if not self._raw.in_transaction:  # a full disk undoes everything
            self._failure = failure
            raise Unwritten(str(failure)) from failure
        self._raw.execute("ROLLBACK TO unit")
        self._raw.execute("RELEASE unit")

    @property
    def has_room(self) -> bool:
        """Whether it is to be held open for another unit."""
        young = monotonic() - self._begun < LONGEST_OPEN
        return self._failure is None and 0 < self._units < MOST_TOGETHER and young

    def end(self) -> None:
        """Commit what was written by those that have not failed."""
        try:
            if self._units and self._failure is None:
                self._transaction.commit()
        except BaseException as failure:
            self._failure = failure
            self._raw.rollback()
            raise
        finally:
            self._connection.close()
            self._ended.set()

    def wait(self) -> None:
        """Until it is on the disk. Unwritten where it is not."""
        self._ended.wait()
        if self._failure is not None:
            raise Unwritten(str(self._failure)) from self._failure


class Undone(Exception):
    """A unit of several that were to share one commit has failed, and with it nothing of any of
    them is left: to be done again, each that may fail by itself."""


class Shared:
    """Units of work that follow each other in one transaction, without a mark between them: to
    keep every page as it was before each costs more than to do all again where one fails."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()
        self._failed = False

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """The next of them. Undone where it or one before it has failed, whatever was raised."""
        if self._failed:
            raise Undone
        try:
            yield Session(lambda: self._connection)
        except Exception as failure:
            self._failed = True
            raise Undone from failure
