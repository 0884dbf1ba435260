"""Several processes on one PostgreSQL: what one person says at the same moment is taken in turn,
whichever process each message has come to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select, text

from bot.inbox.inbox import receive
from domain.talk.conversation import Asked, from_plain
from domain.talk.messages import Address, Incoming
from domain.talk.question import Question, Wanted
from handlers.figures.questions import await_blocks
from handlers.work import Work
from storage.database import tables
from storage.database.database import Database, Session, open_database
from storage.database.overtaken import Overtaken
from storage.messages import attempts, conversations
from storage.messages.held import hold
from storage.messages.questions import end_questions, store_question, waiting_questions
from tests.bot.commune import Commune
from tests.support.waiting import wait_until

pytestmark = pytest.mark.postgres
QUYNH, LAN = Address("zalo_bot", "z107"), Address("telegram", "101")


@pytest.fixture
def commune(postgres_database: Database) -> Commune:
    return Commune(postgres_database)


@pytest.fixture
def other(postgres_database: Database) -> Iterator[Database]:
    """The database as another process has opened it."""
    url = postgres_database.engine.url.render_as_string(hide_password=False)
    database = open_database(url)
    yield database
    database.close()


def beside(
    database: Database,
    first: Callable[[Callable[[], None]], object],
    second: Callable[[], object],
) -> None:
    """`second` begins where `first` pauses, in a unit of work; that goes on when the second waits
    for it, or has ended before."""
    inside, go = threading.Event(), threading.Event()

    def pause() -> None:
        inside.set()
        assert go.wait(60)

    one = threading.Thread(target=first, args=(pause,))
    two = threading.Thread(target=second)
    one.start()
    assert inside.wait(60)
    two.start()
    try:
        wait_until(lambda: not two.is_alive() or _somebody_waits(database))
    finally:
        go.set()
        one.join()
        two.join()


def _somebody_waits(database: Database) -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with database.read() as session:
        return bool(session.execute(text(waiting)).scalar_one())


def test_two_answers_to_one_question_act_once(
    commune: Commune, other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune.say(str(QUYNH), "yêu cầu báo cáo: số hộ nghèo; xã Bắc Sơn; trước 16h ngày 6/9/2024")
    one, two = (Incoming(f"b{n}", QUYNH, "gửi", commune.now, message_id=f"b{n}") for n in "12")
    real = attempts.done

    def first(pause: Callable[[], None]) -> None:
        def done(session: Session, ended: Incoming) -> None:
            real(session, ended)
            if ended is one:
                pause()

        monkeypatch.setattr("bot.inbox.inbox.attempts.done", done)
        receive(commune.database, commune.catalogue, one, commune.now)

    beside(commune.database, first, lambda: receive(other, commune.catalogue, two, commune.now))
    with commune.database.read() as session:
        sent = session.execute(select(func.count()).select_from(tables.REQUESTS)).scalar_one()
    assert sent == 1


def test_a_reminder_sees_the_question_that_is_just_being_asked(
    commune: Commune, other: Database
) -> None:
    """What it awaits stands beside that question, whose answer may be a number as well."""
    question = Question("figures.confirm", Wanted.YES_NO, {"figures": []}, name="2.1")

    def ask(pause: Callable[[], None]) -> None:
        with commune.work() as work:
            hold(work.session, [LAN])
            store_question(work.session, LAN, question, work.now)
            pause()

    def remind() -> None:
        with other.work() as session:
            work = Work(session, commune.catalogue, commune.now)
            await_blocks(work, {LAN: Asked(7, "I.1")})

    beside(commune.database, ask, remind)
    with commune.work() as work:
        awaited = from_plain(conversations.load(work.session, LAN))
    assert awaited.besides is not None


def test_whoever_ends_a_question_that_has_had_its_answer_is_overtaken(
    commune: Commune, other: Database
) -> None:
    """Also where nobody held the address: an answer acts once."""
    question = Question("figures.confirm", Wanted.YES_NO, {}, name="2.1")
    with commune.work() as work:
        asked = store_question(work.session, LAN, question, work.now)
    with other.work() as late:
        assert waiting_questions(late, LAN, commune.now)
        with commune.work() as work:
            end_questions(work.session, LAN, [asked])
        with pytest.raises(Overtaken):
            end_questions(late, LAN, [asked])
