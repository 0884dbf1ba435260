"""The stand-ins of Zalo refuse what no document names: else a green test would mean nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.fake_zalo_bot import FakeZaloBot
from tests.support.fake_zalo_oa import FakeZaloOa

CHAT = "6ede9afa66b88fe6d6a9"


CLIENT = httpx.Client(trust_env=False, verify=False)


@pytest.fixture(scope="module")
def bot() -> Iterator[FakeZaloBot]:
    """For tests that leave it as it was."""
    with FakeZaloBot() as fake:
        fake.people.add(CHAT)
        yield fake


@pytest.fixture(scope="module")
def account() -> Iterator[FakeZaloOa]:
    """For tests that leave it as it was."""
    with FakeZaloOa() as fake:
        fake.write(CHAT, "chào")
        yield fake


def ask(fake: FakeZaloBot, method: str, body: Any) -> dict[str, Any]:
    answer = CLIENT.post(f"{fake.url}/bot{fake.token}/{method}", json=body)
    data: dict[str, Any] = answer.json()
    return data


TEXT = {"chat_id": CHAT, "text": "chào"}


@pytest.mark.parametrize(
    ("method", "body", "code"),
    [
        ("sendDocument", TEXT, 404),
        ("editMessageText", TEXT, 404),
        ("sendmessage", TEXT, 404),  # names are case-sensitive
        ("sendMessage", TEXT | {"reply_markup": {}}, 400),
        ("sendMessage", TEXT | {"chat_id": 7}, 400),
        ("sendMessage", TEXT | {"text": ""}, 400),
        ("sendMessage", TEXT | {"text": "x" * 2001}, 400),
        ("sendMessage", TEXT | {"text": "😀" * 1001}, 400),
        ("sendMessage", {"text": "chào"}, 400),
        ("sendMessage", TEXT | {"chat_id": "stranger"}, 400),
        ("sendMessage", [], 400),
        ("sendPhoto", {"chat_id": CHAT, "photo": "http://plain.example/1.png"}, 400),
        ("sendChatAction", {"chat_id": CHAT, "action": "upload_photo"}, 400),
        ("getUpdates", {"timeout": "0", "offset": 1}, 400),
        ("getUpdates", {"timeout": "0"}, 408),
        ("setWebhook", {"url": "https://a.example"}, 400),
        ("setWebhook", {"url": "https://a.example", "secret_token": "short"}, 400),
    ],
)
def test_the_bot_platform_refuses(bot: FakeZaloBot, method: str, body: Any, code: int) -> None:
    data = ask(bot, method, body)
    assert (data["ok"], data["error_code"]) == (False, code)
    assert bot.delivered == []


def test_the_bot_platform_does() -> None:
    with FakeZaloBot() as fake:
        fake.people_limit = 1
        fake.write(CHAT, "chào")
        fake.write("the-second", "chào")
        assert ask(fake, "getUpdates", {"timeout": 1})["result"]["message"]["text"] == "chào"
        assert ask(fake, "getUpdates", {"timeout": "0"})["error_code"] == 408
        assert ask(fake, "getMe", {})["result"]["account_type"] == "BASIC"
        assert ask(fake, "sendChatAction", {"chat_id": CHAT, "action": "typing"}) == {"ok": True}
        assert ask(fake, "sendSticker", {"chat_id": CHAT, "sticker": "abc"})["ok"]
        assert ask(fake, "sendMessage", TEXT | {"text": "x" * 2000})["ok"]
        assert [message.kind for message in fake.delivered] == ["sticker", "text"]
        fake.test_limit = 0
        assert ask(fake, "testWebhook", {})["errorCode"] == 426


def message(**content: Any) -> dict[str, Any]:
    return {"recipient": {"user_id": CHAT}, "message": content}


def button(**changes: Any) -> dict[str, Any]:
    one = {"title": "Đúng", "type": "oa.query.show", "payload": "đúng"} | changes
    return {"type": "template", "payload": {"buttons": [one]}}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (message(text="x" * 2001), -201),
        (message(text=7), -201),
        (message(), -201),
        (message(text="x", markup="html"), -201),
        ({"recipient": {"chat_id": CHAT}, "message": {"text": "x"}}, -201),
        (message(text="x", attachment=button(title="")), -201),
        (message(text="x", attachment=button(title="x" * 101)), -201),
        (message(text="x", attachment=button(payload="x" * 1001)), -201),
        (message(text="x", attachment=button(type="postback")), -201),
        (message(attachment=button()), -201),
        (message(attachment={"type": "file", "payload": {"token": "file-unknown"}}), -201),
        (message(text="x", attachment={"type": "file", "payload": {"token": "file-1"}}), -201),
        ({"recipient": {"user_id": "stranger"}, "message": {"text": "x"}}, -213),
    ],
)
def test_the_account_refuses(account: FakeZaloOa, body: dict[str, Any], code: int) -> None:
    headers = {"access_token": account.call(account.issue)}
    answer = CLIENT.post(f"{account.url}/v3.0/oa/message/cs", json=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (200, code)
    assert account.delivered == []


@pytest.mark.parametrize(
    ("kind", "name", "content", "code"),
    [
        ("file", "a.xlsx", b"PK", -201),
        ("file", "a.pdf", b"x" * (5 * 2**20 + 1), -201),
        ("image", "a.gif", b"GIF89a", -201),
        ("image", "a.png", b"\x89PNG".ljust(2**20 + 1), -201),
        ("file", "a.pdf", b"%PDF", 0),
        ("image", "a.jpg", b"\xff\xd8\xff", 0),
    ],
)
def test_uploads(account: FakeZaloOa, kind: str, name: str, content: bytes, code: int) -> None:
    headers = {"access_token": account.call(account.issue)}
    url = f"{account.url}/v2.0/oa/upload/{kind}"
    answer = CLIENT.post(url, files={"file": (name, content)}, headers=headers)
    assert answer.json()["error"] == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"refresh_token": "refresh-9"}, -14014),
        ({"app_id": "1"}, -14002),
        ({"grant_type": "password"}, -14002),
        ({"scope": "all"}, -14001),
    ],
)
def test_the_token_server_refuses_with_http_200(changes: dict[str, str], code: int) -> None:
    with FakeZaloOa() as fake:
        form = {
            "refresh_token": "refresh-0",
            "app_id": fake.app_id,
            "grant_type": "refresh_token",
        }
        url = f"{fake.url}/v4/oa/access_token"
        headers = {"secret_key": fake.app_secret}
        refused = CLIENT.post(url, data=form | changes, headers=headers)
        assert (refused.status_code, refused.json()["error"]) == (200, code)
        first = CLIENT.post(url, data=form, headers=headers).json()
        assert first["expires_in"] == "90000"
        again = CLIENT.post(url, data=form, headers=headers).json()
        assert again["error"] == -14020  # a refresh token serves once
