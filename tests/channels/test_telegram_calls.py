"""What is said to Telegram, as calls; and what its refusals mean."""

from __future__ import annotations

import json

import pytest

from bot.channels.port import ChannelError, ErrorKind
from bot.channels.telegram_calls import LIMITS, Call, Menu, edit_call, menu_call, rows, say_calls
from bot.channels.telegram_refusals import result_of
from domain.talk.messages import Attachment, Choice, Reply

PNG = Attachment("tien-do.png", "image/png", b"png")
DOCX = Attachment("Báo cáo.docx", "application/msword", b"docx")
BIG_PNG = Attachment("to.png", "image/png", bytes(LIMITS.image_bytes + 1))
NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}
YES = (Choice("Đúng", "ok"), Choice("Sửa", "fix"))
YES_NO = {
    "inline_keyboard": [
        [{"text": "Đúng", "callback_data": "ok"}, {"text": "Sửa", "callback_data": "fix"}]
    ]
}


@pytest.mark.parametrize(
    ("reply", "calls"),
    [
        (
            Reply("1 < 2 & *ba* _bốn_"),
            [Call("sendMessage", {"chat_id": "99", "text": "1 < 2 & *ba* _bốn_"} | NO_PREVIEW)],
        ),
        (
            Reply("Đúng?", YES, hint="14 14"),
            [
                Call(
                    "sendMessage",
                    {"chat_id": "99", "text": "Đúng?", "reply_markup": YES_NO} | NO_PREVIEW,
                )
            ],
        ),
        (
            Reply("Nhập ạ", hint="14 14 0 0"),
            [
                Call(
                    "sendMessage",
                    {
                        "chat_id": "99",
                        "text": "Nhập ạ",
                        "reply_markup": {
                            "force_reply": True,
                            "input_field_placeholder": "14 14 0 0",
                        },
                    }
                    | NO_PREVIEW,
                )
            ],
        ),
        (
            Reply("Tiến độ", YES, (PNG,)),
            [
                Call(
                    "sendPhoto",
                    {"chat_id": "99", "caption": "Tiến độ", "reply_markup": YES_NO},
                    {"photo": PNG},
                )
            ],
        ),
        (
            Reply("", files=(DOCX, BIG_PNG)),
            [
                Call("sendDocument", {"chat_id": "99"}, {"document": DOCX}),
                Call("sendDocument", {"chat_id": "99"}, {"document": BIG_PNG}),
            ],
        ),
        (
            Reply("a" * 1025, files=(PNG,)),
            [
                Call("sendMessage", {"chat_id": "99", "text": "a" * 1025} | NO_PREVIEW),
                Call("sendPhoto", {"chat_id": "99"}, {"photo": PNG}),
            ],
        ),
    ],
)
def test_a_reply_becomes_calls(reply, calls):
    assert say_calls("99", reply) == calls


def test_a_long_text_is_numbered_and_the_buttons_come_last():
    calls = say_calls("99", Reply("a" * 4000 + "\n\n" + "b" * 4000, YES))
    texts = [call.params["text"] for call in calls]
    assert texts == ["a" * 4000 + "\n(1/2)", "b" * 4000 + "\n(2/2)"]
    assert ["reply_markup" in call.params for call in calls] == [False, True]


@pytest.mark.parametrize("reply", [Reply(""), Reply(" \n"), Reply("", YES)])
def test_nothing_to_say_is_refused_before_it_is_sent(reply):
    with pytest.raises(ChannelError) as refused:
        say_calls("99", reply)
    assert (refused.value.kind, refused.value.detail) == (ErrorKind.REFUSED, "empty")


@pytest.mark.parametrize(
    ("words", "laid"),
    [
        (["Đúng", "Sửa"], [2]),
        (["1", "2", "3", "4", "5"], [4, 1]),
        (["Đã nắm", "Nhắc lại lúc 15 giờ"], [1, 1]),
        (["Có phát sinh", "Không có", "Sửa"], [2, 1]),
        (["Ban Quản lý dự án đầu tư xây dựng khu vực"], [1]),
        ([], []),
    ],
)
def test_buttons_are_laid_out_for_a_phone(words, laid):
    keyboard = rows([Choice(word, f"c{at}") for at, word in enumerate(words)])
    assert [len(row) for row in keyboard] == laid
    assert [button["text"] for row in keyboard for button in row] == words


def test_what_cannot_be_a_button_becomes_a_word_to_type():
    towns = [Choice(f"xã {n}", f"u:{n}") for n in range(103)]
    choices = (Choice("Bỏ", ""), *towns, Choice("Sửa", "đ" * 33))
    (call,) = say_calls("99", Reply("Chọn xã", choices))
    keyboard = call.params["reply_markup"]["inline_keyboard"]
    assert sum(map(len, keyboard)) == 100
    assert call.params["text"].endswith(": Bỏ · xã 100 · xã 101 · xã 102 · Sửa")


@pytest.mark.parametrize(
    ("data", "tappable"), [("x" * 64, True), ("đ" * 32, True), ("x" * 65, False)]
)
def test_the_data_of_a_button_has_at_most_64_bytes(data, tappable):
    (call,) = say_calls("99", Reply("Chọn", (Choice("Sửa", data),)))
    assert ("reply_markup" in call.params) is tappable
    assert ("Sửa" in call.params["text"]) is not tappable


def test_an_edit_replaces_text_and_buttons():
    target = {"chat_id": "99", "message_id": 7}
    no_buttons = {"reply_markup": {"inline_keyboard": []}}
    assert edit_call("99", "7", Reply("Đã nộp")) == Call(
        "editMessageText", target | {"text": "Đã nộp"} | NO_PREVIEW | no_buttons
    )
    assert edit_call("99", "7", Reply("")) == Call("editMessageReplyMarkup", target | no_buttons)
    assert edit_call("99", "7", Reply("Đúng?", YES)).params["reply_markup"] == YES_NO


@pytest.mark.parametrize(
    ("reply", "detail"),
    [(Reply("x" * 4097), "too_long"), (Reply("Đây", files=(PNG,)), "file_in_edit")],
)
def test_an_edit_that_telegram_cannot_do_is_refused(reply, detail):
    with pytest.raises(ChannelError) as refused:
        edit_call("99", "7", reply)
    assert (refused.value.kind, refused.value.detail) == (ErrorKind.REFUSED, detail)


def test_menus_have_a_scope_and_a_language():
    commands = (("viec", "Việc được giao"),)
    listed = [{"command": "viec", "description": "Việc được giao"}]
    assert menu_call(Menu(commands)).params == {"commands": listed, "scope": {"type": "default"}}
    assert menu_call(Menu(commands, "all_group_chats", "vi")).params == {
        "commands": listed,
        "scope": {"type": "all_group_chats"},
        "language_code": "vi",
    }
    assert menu_call(Menu((), "-100")).params["scope"] == {"type": "chat", "chat_id": -100}


def body(code, description, **parameters):
    answer = {"ok": False, "error_code": code, "description": description}
    return json.dumps(answer | ({"parameters": parameters} if parameters else {}))


@pytest.mark.parametrize(
    ("status", "answer", "kind", "detail"),
    [
        (429, body(429, "Too Many Requests: retry after 35", retry_after=35), "RATE", "flood"),
        (429, body(429, "Too Many Requests"), "RATE", "flood"),
        (403, body(403, "Forbidden: bot was blocked by the user"), "BLOCKED", "blocked"),
        (403, body(403, "Forbidden: user is deactivated"), "BLOCKED", "deactivated"),
        (403, body(403, "Forbidden: bot was kicked from the group chat"), "BLOCKED", "kicked"),
        (
            403,
            body(403, "Forbidden: bot can't initiate conversation with a user"),
            "BLOCKED",
            "never_started",
        ),
        (403, body(403, "Forbidden: something new"), "BLOCKED", "forbidden"),
        (400, body(400, "Bad Request: chat not found"), "BLOCKED", "chat_not_found"),
        (
            400,
            body(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005),
            "MOVED",
            "group_upgraded",
        ),
        (400, body(400, "Bad Request: message is too long"), "REFUSED", "too_long"),
        (400, body(400, "Bad Request: can't parse entities: bí mật"), "REFUSED", "bad_request"),
        (400, "<html>", "REFUSED", "bad_request"),
        (401, body(401, "Unauthorized"), "UNAUTHORISED", "token"),
        (404, body(404, "Not Found"), "UNAUTHORISED", "token_or_method"),
        (409, body(409, "Conflict: terminated by other"), "REFUSED", "another_poller"),
        (
            409,
            body(409, "Conflict: can't use getUpdates method while webhook is active"),
            "REFUSED",
            "webhook_active",
        ),
        (413, "<html>Request Entity Too Large", "REFUSED", "file_too_big"),
        (418, body(418, "I'm a teapot"), "REFUSED", "http_418"),
        (500, body(500, "Internal Server Error"), "TRANSIENT", "http_500"),
        (502, "<html><h1>502 Bad Gateway", "TRANSIENT", "http_502"),
        # A page of some proxy instead of an answer: the request was out.
        (200, "<html>Đăng nhập mạng", "UNKNOWN", "not_an_answer"),
        (200, '{"ok":true}', "UNKNOWN", "not_an_answer"),
        (200, "[]", "UNKNOWN", "not_an_answer"),
        # Status 200 with a refusal in it, as a careless proxy makes it.
        (200, body(403, "Forbidden: bot was blocked by the user"), "BLOCKED", "blocked"),
    ],
)
def test_a_refusal_has_one_meaning(status, answer, kind, detail):
    with pytest.raises(ChannelError) as refused:
        result_of(status, answer)
    assert (refused.value.kind, refused.value.detail) == (ErrorKind[kind], detail)


def test_a_refusal_says_how_long_to_wait_and_where_the_chat_has_gone():
    with pytest.raises(ChannelError) as slow:
        result_of(429, body(429, "", retry_after=10072))
    with pytest.raises(ChannelError) as moved:
        result_of(400, body(400, "", migrate_to_chat_id=-1005))
    assert (slow.value.retry_after, slow.value.moved_to) == (10072.0, None)
    assert (moved.value.retry_after, moved.value.moved_to) == (None, "-1005")


def test_a_result_is_given_as_it_came():
    assert result_of(200, '{"ok":true,"result":[]}') == []
    assert result_of(200, b'{"ok":true,"result":{"message_id":1}}') == {"message_id": 1}


def test_what_is_said_to_a_topic_goes_into_the_topic():
    (said,) = say_calls("-5/45", Reply("Đã có 6/97 số."))
    assert (said.params["chat_id"], said.params["message_thread_id"]) == ("-5", 45)
    edited = edit_call("-5/45", "7", Reply("Đã đủ."))
    assert edited.params["chat_id"] == "-5"
    assert "message_thread_id" not in edited.params
    assert "message_thread_id" not in say_calls("-5", Reply("Đã có 6/97 số."))[0].params
