"""A network that refuses uploads does not hold back the text: it goes, and the file by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.port import ErrorKind
from bot.links import Links
from bot.outbox.books import Letter
from bot.outbox.decide import FILE_TRIES
from domain.talk.messages import Attachment, Choice, Reply
from handlers.wording.say import say
from storage.database.database import Database
from storage.database.states import MessageState as S
from storage.messages.outbox import Message
from tests.bot.outbox.outbox_rig import TELEGRAM, Desk, Network

REPORT = Attachment("bao-cao.docx", "application/msword", b"PK report")
ANNEX = Attachment("phu-luc.xlsx", "application/vnd.ms-excel", b"PK annex")
YES = (Choice("đúng", "yes"),)
OFTEN = FILE_TRIES[ErrorKind.TRANSIENT]
PLACE = "https://bot.example.vn"


@pytest.fixture
def desk(file_database: Database) -> Desk:
    return Desk(file_database)


def linked(desk: Desk) -> Desk:
    return replace(desk, links=Links("a key", PLACE, lambda: desk.now))


def fail_often(desk: Desk, kind: ErrorKind = ErrorKind.TRANSIENT, times: int = OFTEN) -> None:
    for _ in range(times):
        (letter,) = desk.take()
        desk.failed(letter, kind)
        desk.later(minutes=1)


def next_letter(desk: Desk) -> Letter:
    (letter,) = desk.take()
    return letter


def sent_all(desk: Desk) -> list[tuple[str, tuple[str, ...]]]:
    """Send all that is left: text and files of each part."""
    seen = []
    while letters := desk.take():
        for letter in letters:
            seen.append((letter.part.text, tuple(file.name for file in letter.part.files)))
            desk.sent(letter)
    return seen


def states(desk: Desk) -> list[tuple[str, S]]:
    return [(each.kind, each.state) for each in desk.everything()]


def test_after_a_few_tries_the_text_goes_and_then_the_file(desk: Desk) -> None:
    desk.put(Reply("Báo cáo đã đủ", files=(REPORT,)), kind="reply")
    fail_often(desk)
    assert sent_all(desk) == [("Báo cáo đã đủ", ()), ("", (REPORT.name,))]
    assert states(desk) == [("reply", S.SENT), ("file", S.SENT)]


def test_a_few_tries_are_not_one(desk: Desk) -> None:
    desk.put(Reply("Báo cáo đã đủ", files=(REPORT,)), kind="reply")
    fail_often(desk, times=OFTEN - 1)
    assert sent_all(desk) == [("Báo cáo đã đủ", (REPORT.name,))]


def test_a_file_that_is_never_taken_becomes_a_link(desk: Desk) -> None:
    desk = linked(desk)
    desk.put(Reply("Báo cáo đã đủ", files=(REPORT,)), kind="reply")
    fail_often(desk)
    desk.sent(next_letter(desk))
    fail_often(desk)
    letter = next_letter(desk)
    assert letter.part.files == ()
    assert letter.part.text.startswith(f"{REPORT.name}\n{PLACE}/f/")


def test_without_a_public_address_an_honest_sentence_takes_its_place(desk: Desk) -> None:
    desk.put(Reply("Báo cáo đã đủ", files=(REPORT,)), kind="reply")
    fail_often(desk)
    desk.sent(next_letter(desk))
    fail_often(desk)
    assert sent_all(desk) == [(say("outbox.no_files", names=REPORT.name), ())]


def test_what_becomes_of_one_file_says_nothing_of_another(desk: Desk) -> None:
    desk.put(Reply("Báo cáo đã đủ", files=(REPORT, ANNEX)), kind="reply")
    fail_often(desk)
    desk.sent(next_letter(desk))
    fail_often(desk)
    assert sent_all(desk) == [
        (say("outbox.no_files", names=REPORT.name), ()),
        ("", (ANNEX.name,)),
    ]


def test_buttons_stay_with_the_text(desk: Desk) -> None:
    desk.put(Reply("Đúng không?", YES, (REPORT, ANNEX)), kind="reply")
    fail_often(desk)
    letter = next_letter(desk)
    assert (letter.part.text, letter.part.choices) == ("Đúng không?", YES)


def test_a_text_that_has_arrived_is_not_said_again(desk: Desk) -> None:
    """The caption went with the first file; the second is not taken, or is refused."""
    for kind in (ErrorKind.TRANSIENT, ErrorKind.REFUSED):
        desk.put(Reply(f"Đã đủ {kind}", files=(REPORT, ANNEX)), kind="reply")
        first = next_letter(desk)
        assert [file.name for file in first.part.files] == [REPORT.name]
        desk.sent(first)
        fail_often(desk, kind, times=OFTEN if kind is ErrorKind.TRANSIENT else 1)
        assert "Đã đủ" not in "".join(text for text, _ in sent_all(desk))
    refused = desk.everything()[-1]
    assert (refused.kind, refused.plain, refused.state) == ("file", True, S.SENT)


def test_an_upload_of_which_nobody_knows_is_said_to_be_a_repeat(desk: Desk) -> None:
    desk.put(Reply("Báo cáo đã đủ", files=(REPORT,)), kind="reply")
    fail_often(desk, ErrorKind.UNKNOWN, FILE_TRIES[ErrorKind.UNKNOWN])
    letter = next_letter(desk)
    assert letter.part == Reply(say("outbox.repeat", text="Báo cáo đã đủ"))


def test_a_file_that_goes_as_a_link_keeps_its_place_in_the_text(desk: Desk) -> None:
    """The workbook is a link from the beginning; the document is what is not taken."""
    limits = replace(TELEGRAM, caption=0, file_types=frozenset({"docx"}))
    desk = replace(linked(desk), channels={"telegram": Network("telegram", limits)})
    id_ = desk.put(Reply("Đã đủ", YES, files=(REPORT, ANNEX)), kind="reply")
    fail_often(desk)
    letter = next_letter(desk)
    assert letter.part.text.startswith(f"Đã đủ\n\n{ANNEX.name}\n{PLACE}/f/")
    assert [file.name for file in desk.message(id_).reply.files] == [ANNEX.name]
    desk.sent(letter)
    assert sent_all(desk) == [("", (REPORT.name,))]


def test_a_later_answer_does_not_wait_for_the_file(desk: Desk) -> None:
    desk.put(Reply("Báo cáo đã đủ", files=(REPORT,)), kind="reply")
    desk.put("tin sau", "telegram:99", kind="reply")
    fail_often(desk)
    assert sent_all(desk) == [("Báo cáo đã đủ", ()), ("tin sau", ()), ("", (REPORT.name,))]


def test_a_file_follows_nobody_to_another_network(desk: Desk) -> None:
    """It was asked for here; the person finds it by asking again."""
    desk.put(Reply("Báo cáo đã đủ", files=(REPORT,)), kind="reply")
    fail_often(desk)
    desk.sent(next_letter(desk))
    desk.failed(next_letter(desk), ErrorKind.BLOCKED)
    last: Message = desk.everything()[-1]
    assert (last.kind, last.state, str(last.address)) == ("file", S.FAILED, "telegram:99")
