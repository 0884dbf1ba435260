"""Raw updates of the Bot API, read without a network."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.channels.telegram_updates import (
    Ignored,
    TelegramFile,
    Update,
    chat_of,
    names_a_bot,
    read_update,
)
from domain.talk.messages import Address, Incoming, Signal

NOW = datetime(2026, 9, 21, 8, 0, tzinfo=UTC)
DATE = 1_790_000_000
AT = datetime.fromtimestamp(DATE, UTC)
LAN = {"id": 99, "is_bot": False, "first_name": "Lan", "last_name": "Nguyễn"}
PRIVATE = {"id": 99, "type": "private", "first_name": "Lan"}
GROUP = {"id": -5, "type": "group", "title": "Văn phòng"}
FORUM = GROUP | {"type": "supergroup", "is_forum": True}
ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
DOCUMENT = {"file_id": "AgAD", "file_name": "Phụ lục.xlsx", "mime_type": "a/x", "file_size": 10}


def message(**fields):
    return {"message_id": 7, "from": LAN, "chat": PRIVATE, "date": DATE} | fields


def update(kind="message", **fields):
    return {"update_id": 1, kind: message(**fields)}


def incoming(**fields):
    told = {
        "event_id": "1",
        "address": Address("telegram", "99"),
        "text": "",
        "at": AT,
        "sender_name": "Lan Nguyễn",
        "message_id": "7",
    }
    return Incoming(**told | fields)


def tap(**fields):
    query = {"id": "q1", "from": LAN, "message": message(date=0), "data": "ok:7"} | fields
    return {"update_id": 1, "callback_query": query}


def membership(old, new, chat=PRIVATE):
    change = {"chat": chat, "from": LAN, "date": DATE}
    states = {"old_chat_member": {"status": old}, "new_chat_member": {"status": new}}
    return {"update_id": 1, "my_chat_member": change | states}


IN_GROUP = {"address": Address("telegram", "-5"), "in_group": True}
CALLED = IN_GROUP | {"sender": str(LAN["id"])}
OF_BOT = {"message_id": 3, "from": {"id": 1, "is_bot": True, "username": "nhacviec_bot"}}


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (update(text="14 14 0 0"), Update(incoming(text="14 14 0 0"))),
        (update(text="/start MOI-2026"), Update(incoming(text="/start MOI-2026"))),
        (
            update("edited_message", text="14 15 0 0", edit_date=DATE + 60),
            Update(
                incoming(text="14 15 0 0", edited=True, at=datetime.fromtimestamp(DATE + 60, UTC))
            ),
        ),
        (tap(), Update(incoming(choice="ok:7", at=NOW), query="q1")),
        (
            tap(message=message(chat=GROUP)),
            Update(incoming(choice="ok:7", at=NOW, **CALLED), query="q1"),
        ),
        (
            update(document=DOCUMENT, caption="đây ạ"),
            Update(incoming(text="đây ạ"), TelegramFile("AgAD", "Phụ lục.xlsx", "a/x", 10)),
        ),
        # Forwarded: the words beside it are another's.
        (
            update(document=DOCUMENT, caption="14 14 0 0", forward_origin={"type": "hidden_user"}),
            Update(incoming(), TelegramFile("AgAD", "Phụ lục.xlsx", "a/x", 10)),
        ),
        (
            update("edited_message", document=DOCUMENT, edit_date=DATE),  # another file instead
            Update(incoming(edited=True), TelegramFile("AgAD", "Phụ lục.xlsx", "a/x", 10)),
        ),
        (
            update(document={"file_id": "AgAD"}),
            Update(incoming(), TelegramFile("AgAD", "document", "application/octet-stream", 0)),
        ),
        # An animation brings a document as well: the document is what can be read.
        (
            update(animation={}, document=DOCUMENT),
            Update(incoming(), TelegramFile("AgAD", "Phụ lục.xlsx", "a/x", 10)),
        ),
        (
            update(photo=[{"file_id": "a"}, {"file_id": "b", "file_size": 7}], caption="xong 3"),
            Update(incoming(text="xong 3"), TelegramFile("b", "anh-7.jpg", "image/jpeg", 7)),
        ),
        (update(sticker={}), Update(incoming(unread="sticker"))),
        (update(voice={}), Update(incoming(unread="voice"))),
        (update(location={}), Update(incoming(unread="other"))),
        (update(text="/tre", chat=GROUP), Update(incoming(text="/tre", **CALLED))),
        (
            update(text="/status@Nhacviec_bot xa-bac-son", chat=GROUP),
            Update(incoming(text="/status xa-bac-son", **CALLED)),
        ),
        (
            update(text="/viec@nhacviec_bot", chat=GROUP),
            Update(incoming(text="/viec", **CALLED)),
        ),
        (
            update(text="@Nhacviec_bot, tình hình", chat=GROUP),
            Update(incoming(text="tình hình", **CALLED)),
        ),
        (
            update(text="chào", chat=GROUP, reply_to_message=OF_BOT),
            Update(incoming(text="chào", **CALLED)),
        ),
        (
            {
                "update_id": 1,
                "message": {"message_id": 7, "sender_chat": GROUP, "chat": GROUP, "date": DATE}
                | {"text": "/status"},
            },
            Update(incoming(text="/status", sender_name="Văn phòng", **IN_GROUP)),
        ),
        # An administrator who speaks as the group.
        (
            update(text="/status", chat=GROUP, sender_chat=GROUP, **{"from": ANONYMOUS}),
            Update(incoming(text="/status", sender_name="Group", **IN_GROUP)),
        ),
        # A topic of a forum: the answer belongs there.
        (
            update(text="/status", chat=FORUM, message_thread_id=45, is_topic_message=True),
            Update(incoming(text="/status", **CALLED | {"address": Address("telegram", "-5/45")})),
        ),
        # A thread of answers outside a forum is no topic.
        (
            update(text="/status", chat=GROUP, message_thread_id=45),
            Update(incoming(text="/status", **CALLED)),
        ),
        (
            update(photo=[{"file_id": "a"}], caption="/status@nhacviec_bot", chat=GROUP),
            Update(incoming(text="/status", unread="photo", **CALLED)),
        ),
        (membership("member", "kicked"), Update(incoming(signal=Signal.BLOCKED, message_id=""))),
        (membership("kicked", "member"), Update(incoming(signal=Signal.UNBLOCKED, message_id=""))),
        (
            membership("administrator", "left", GROUP),
            Update(incoming(signal=Signal.BLOCKED, message_id="", **IN_GROUP)),
        ),
        (
            update(migrate_to_chat_id=-1005, chat=GROUP),
            Update(incoming(signal=Signal.MOVED, text="-1005", message_id="", **IN_GROUP)),
        ),
    ],
)
def test_an_update_is_read(raw, read):
    assert read_update(raw, NOW, "nhacviec_bot") == read


CHANNEL = {"id": -100, "type": "channel", "title": "Tin"}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"update_id": 1, "channel_post": message(chat=CHANNEL, text="x")}, "kind"),
        ({"update_id": 1, "poll": {}}, "kind"),
        (update(text="x", chat=CHANNEL), "channel"),
        (update(text="chào mọi người", chat=GROUP), "not_called"),
        (update(text="14 14 0 0", chat=GROUP), "not_called"),
        (update(text="@lan xem giúp", chat=GROUP), "not_called"),
        (update("edited_message", text="mai họp", chat=GROUP), "not_called"),
        (membership("left", "member", CHANNEL), "channel"),
        (membership("member", "administrator", GROUP), "membership"),
        (update(text="x", **{"from": {"id": 5, "is_bot": True}}), "from_bot"),
        (update(text="x", is_automatic_forward=True, chat=GROUP), "from_bot"),
        (update(pinned_message={}), "service"),
        (update(new_chat_members=[LAN], chat=GROUP), "service"),
        (update("edited_message", location={}, edit_date=DATE), "edit_without_text"),
        (update(text="/start@other_bot", chat=GROUP), "other_bot"),
        (tap(data=None), "tap_without_choice"),
        (tap(message=None), "tap_without_choice"),
        ({"update_id": 1, "message": {"text": "x"}}, "malformed"),
        ({"update_id": 1, "message": None}, "malformed"),
        (update(text="x", date="hôm qua"), "malformed"),
        (update(text="x", date=10**20), "malformed"),
        ({"message": message(text="x")}, "malformed"),
    ],
)
def test_an_update_that_carries_nothing_for_us_is_ignored_with_a_code(raw, code):
    assert read_update(raw, NOW, "nhacviec_bot") == Ignored(code)


@pytest.mark.parametrize(
    ("raw", "chat"),
    [
        (update(text="x"), "99"),
        (update("edited_message", text="x", chat=GROUP), "-5"),
        (tap(message=message(chat=GROUP)), "-5"),
        (membership("member", "kicked"), "99"),
        (tap(message=None), ""),
        ({"update_id": 1, "poll": {}}, ""),
        ({"update_id": 1, "message": None}, ""),
    ],
)
def test_the_chat_is_known_before_the_update_is_read(raw, chat):
    assert chat_of(raw) == chat


def test_only_a_command_can_name_a_bot():
    assert names_a_bot(update(text="/viec@nhacviec_bot 3"))
    assert names_a_bot(update("edited_message", text="/viec@ai_bot"))
    assert not names_a_bot(update(text="/viec lan@xa.vn"))
    assert not names_a_bot(update(text="lan@xa.vn"))
    assert not names_a_bot(update(photo=[]))
    assert names_a_bot(update(document=DOCUMENT, caption="/viec@ai_bot"))
    assert not names_a_bot(tap())
    assert names_a_bot(update(text="@lan ơi", chat=GROUP))
    assert names_a_bot(update(text="chào", chat=GROUP, reply_to_message=OF_BOT))
    assert not names_a_bot(update(text="chào", chat=GROUP))
