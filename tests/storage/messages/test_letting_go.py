"""Words and files of old messages are let go; what happened, and that it happened, stays known."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Table, func, select

from bot.inbox.inbox import receive
from domain.dates.moments import parse_at
from domain.talk.messages import Address, Attachment, Incoming
from scheduler.letting_go import Keeping, let_go
from storage.database import tables
from storage.database.audit import note
from storage.database.database import Database
from storage.messages.inbox import INBOX
from storage.messages.letting_go import drop_loose_files, let_go_of, loose_files
from storage.messages.outbox import FILES, OUTBOX, OUTBOX_FILES
from storage.messages.sent_files import keep_file
from storage.people.about import rows_about
from tests.storage.statements import rows_read
from tests.support.district import BAC_SON, District

KEEPING = Keeping(texts=timedelta(days=730), files=timedelta(days=365))
MUCH_LATER = "2027-01-01 03:00"
PICTURE = Attachment("anh.png", "image/png", b"\x89PNG of a proof")


def lived_in(database: Database) -> District:
    desk = District(database)
    desk.move("2024-08-28 08:00")
    desk.say("lan", "14 7 5 1 0 0")
    desk.say("lan", "/phu-luc")
    desk.say("quynh", "giao xa-bac-son: rà soát TTHC, báo cáo, chị Lan, hạn 30/9")
    desk.say("quynh", "giao")
    desk.say("lan", "xong 1", file=PICTURE)
    return desk


def words(database: Database, at: datetime | None = None) -> int:
    """How many messages still have their words."""
    with database.read() as session:
        came = session.execute(select(func.count()).where(INBOX.c.text != "")).scalar_one()
        settled = OUTBOX.c.settled_at.is_not(None)
        went = session.execute(select(func.count()).where(OUTBOX.c.text != "", settled))
        return int(came) + int(went.scalar_one())


def contents(database: Database) -> list[bytes]:
    with database.read() as session:
        return [bytes(each) for each in session.execute(select(FILES.c.content)).scalars()]


def test_nothing_goes_before_its_time(database: Database) -> None:
    lived_in(database)
    before, files = words(database), contents(database)
    let_go(database, KEEPING, parse_at("2025-06-01"))
    assert words(database) == before > 0
    assert contents(database) == files


def test_old_words_go_and_figures_with_their_history_stay(database: Database) -> None:
    desk = lived_in(database)
    for person in ("lan", "dung", "hoa", "quynh", "tam", "thanh", "mai", "tuan"):
        desk.mail(person)
    history, audit = tables.FIGURE_HISTORY, tables.AUDIT
    with database.read() as session:
        kept = [session.execute(select(each)).all() for each in (history, audit)]
    gone = let_go(database, KEEPING, parse_at(MUCH_LATER))
    assert gone.texts > 5
    assert words(database) == 0
    with database.read() as session:
        assert [session.execute(select(each)).all() for each in (history, audit)] == kept
    assert let_go(database, KEEPING, parse_at(MUCH_LATER)).texts == 0


def test_a_repeat_of_a_message_that_was_let_go_is_still_a_repeat(database: Database) -> None:
    desk = lived_in(database)
    with database.read() as session:
        row = session.execute(select(INBOX).where(INBOX.c.text == "14 7 5 1 0 0")).one()
    let_go(database, KEEPING, parse_at(MUCH_LATER))
    again = Incoming(row.event_id, Address(row.channel, row.chat), row.text, row.at)
    assert not receive(database, desk.catalogue, again, parse_at(MUCH_LATER))


def test_the_history_of_a_figure_says_that_the_words_were_let_go(database: Database) -> None:
    desk = lived_in(database)
    let_go(database, KEEPING, parse_at(MUCH_LATER))
    said = desk.say("lan", "lịch sử I.1")
    assert "lời tin đã xóa khi hết hạn lưu" in said
    assert "bằng tệp" not in said


def test_sent_files_go_and_proofs_of_tasks_stay(database: Database) -> None:
    desk = lived_in(database)
    desk.mail("lan")
    with database.read() as session:
        names = session.execute(select(OUTBOX_FILES.c.name)).scalars().all()
    assert names
    assert let_go(database, KEEPING, parse_at("2025-12-01")).files > 0
    assert words(database) > 0  # words stay longer
    left = [content for content in contents(database) if content]
    assert PICTURE.content in left
    assert len(left) == 1
    with database.read() as session:
        assert session.execute(select(OUTBOX_FILES.c.name)).scalars().all() == names


def test_the_same_file_can_be_sent_again_after_it_was_let_go(database: Database) -> None:
    desk = lived_in(database)
    desk.mail("lan")
    let_go(database, KEEPING, parse_at(MUCH_LATER))
    answer = desk.answer("lan", "/phu-luc")
    assert answer.files
    assert all(file.content or file.drawing for file in answer.files)


def test_what_waits_for_an_answer_goes_with_the_person_and_with_time(database: Database) -> None:
    desk = lived_in(database)
    desk.say("lan", "nghỉ 9/9-10/9")
    desk.say("hung", "nghỉ 9/9-10/9")
    with database.work() as session:
        let_go_of(session, "lan", desk.now + timedelta(minutes=1))
    assert chats(database, tables.QUESTIONS) == {"hung"}
    assert "lan" not in chats(database, tables.CONVERSATIONS)
    let_go(database, KEEPING, desk.now + timedelta(days=15))
    assert chats(database, tables.QUESTIONS) == set()
    assert chats(database, tables.CONVERSATIONS)
    let_go(database, KEEPING, parse_at(MUCH_LATER))
    assert chats(database, tables.CONVERSATIONS) == set()


def chats(database: Database, place: Table) -> set[str]:
    """Whose chats have something there."""
    with database.read() as session:
        return set(session.execute(select(place.c.chat)).scalars())


def test_what_was_typed_does_not_stand_in_a_refusal(database: Database) -> None:
    desk = District(database)
    desk.say("lan", "nghỉ bà Bí Mật 9/9-10/9")
    desk.say("lan", "/moi bà Bí Mật")
    desk.say("quynh", "/duyet xã Bí Mật")
    with database.read() as session:
        refused = tables.AUDIT.c.action == "refused"
        details = session.execute(select(tables.AUDIT.c.detail).where(refused)).scalars().all()
    assert len(details) >= 2
    assert not [each for each in details if "mật" in str(each).lower()]


def test_all_that_names_a_person_is_told_to_them(database: Database) -> None:
    desk = lived_in(database)
    desk.say("quynh", "giao xa-bac-son: rà soát sổ, chị Hưng phối hợp, hạn 30/9")
    with database.work() as session:
        row = session.execute(select(tables.TASKS.c.id)).scalars().first()
        helps = tables.TASKS.update().where(tables.TASKS.c.id == row)
        session.execute(helps.values(coordinators=("hung",)))
        note(session, desk.now, "tam", "official.invited", "official:hung", {"until": "3/9"})
    with database.read() as session:
        about, of_lan = rows_about(session, "hung"), rows_about(session, "lan")
    assert [each["coordinators"] for each in about["tasks"]] == [("hung",)]
    assert "official.invited" in [each["action"] for each in about["audit"]]
    assert "official:hung" not in [each["subject"] for each in of_lan.get("audit", [])]


def test_a_person_is_told_everything_and_let_go_on_request(database: Database) -> None:
    desk = lived_in(database)
    desk.mail("lan")
    with database.read() as session:
        about = rows_about(session, "lan")
    assert about["officials"][0]["name"] == "Nguyễn Thị Lan"
    assert {"posts", "addresses", "inbox", "outbox", "figure_history"} <= set(about)
    assert {row["text"] for row in about["inbox"]} >= {"14 7 5 1 0 0", "/phu-luc"}
    others = words(database)
    with database.work() as session:
        gone = let_go_of(session, "lan", desk.now + timedelta(minutes=1))
        drop_loose_files(session, loose_files(session))
    assert gone >= 6
    assert words(database) == others - gone > 0  # what the others said stays
    with database.read() as session:
        after = rows_about(session, "lan")
    assert {row["text"] for row in after["inbox"]} == {""}
    assert after["figure_history"] == about["figure_history"]
    assert desk.report(BAC_SON).id  # the report is there as before
    assert "lời tin đã xóa" in desk.say("lan", "lịch sử I.1")


def test_a_file_that_is_used_meanwhile_stays_and_old_proofs_are_read_while_nobody_waits(
    database: Database,
) -> None:
    desk = lived_in(database)
    late = Attachment("bien-ban.png", "image/png", b"\x89PNG of another proof")
    with database.work() as session:
        digest = keep_file(session, late.content)
        forgotten = keep_file(session, b"nobody asks for it")
    with database.read() as session:
        seen = loose_files(session)
    assert seen.digests >= {digest, forgotten}
    desk.say("lan", "", file=late)
    with database.work() as session, rows_read(database) as rows:
        assert drop_loose_files(session, seen) == len(seen.digests) - 1
    assert [row for row in contents(database) if row == late.content]
    assert len([row for row in rows if "FROM task_events" in row]) == 1
