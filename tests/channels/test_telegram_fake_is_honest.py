"""The fake Bot API speaks as the real one does: both libraries, used as their authors mean them to
be used, understand every answer and are understood in every request. What the fake refuses, it
refuses in the words that both libraries tell apart."""

from __future__ import annotations

import asyncio
import struct
import zlib

import httpx
import pytest

from tests.support.fake_server import Answer, FakeServer, Fault, Request
from tests.support.fake_telegram import FakeTelegram, Rates, flood, refusal
from tests.support.fake_telegram_params import METHODS
from tests.support.waiting import until, wait_until

SECRET = "bi-mat_1"


def png(width: int, height: int) -> bytes:
    """The head of a picture, which is all that the fake looks at."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


@pytest.fixture
def fake():
    with FakeTelegram() as fake:
        fake.meet(99)
        yield fake


@pytest.fixture
def hook():
    """A server of ours that Telegram brings updates to; `hook.requests` is what came."""

    class Hook(FakeServer):
        secret = SECRET

        async def handle(self, request: Request) -> Answer:
            return Answer.of({})

    with Hook() as hook:
        yield hook


@pytest.fixture(scope="module")
def libraries():
    """aiogram and python-telegram-bot, loaded where a test asks for them."""
    from tests.channels import telegram_libraries

    return telegram_libraries


@pytest.mark.parametrize("library", ["aiogram", "ptb"])
def test_a_library_and_the_fake_understand_each_other_in_every_method(
    library, libraries, fake, hook
):
    connect, every_method = libraries.CONNECT[library], libraries.EVERY_METHOD[library]
    asyncio.run(connect(fake, lambda bot: every_method(bot, fake, hook, png(1080, 1350))))
    assert {method for method, _ in fake.calls} == set(METHODS)
    assert fake.menus["99", "vi"] == [{"command": "status", "description": "Xem tình hình"}]


@pytest.mark.parametrize(
    ("answer", "of_aiogram", "of_ptb"),
    [
        (flood(35).answer, "TelegramRetryAfter", "RetryAfter"),
        (
            refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=-100,
            ),
            "TelegramMigrateToChat",
            "ChatMigrated",
        ),
        (
            refusal(403, "Forbidden: bot was blocked by the user"),
            "TelegramForbiddenError",
            "Forbidden",
        ),
        (
            refusal(400, "Bad Request: chat not found"),
            "TelegramBadRequest",
            "BadRequest",
        ),
        (
            refusal(401, "Unauthorized"),
            "TelegramUnauthorizedError",
            "InvalidToken",
        ),
        (
            refusal(404, "Not Found"),
            "TelegramNotFound",
            "InvalidToken",
        ),
        (
            refusal(409, "Conflict: terminated by other getUpdates request"),
            "TelegramConflictError",
            "Conflict",
        ),
        (
            refusal(502, "Bad Gateway"),
            "TelegramServerError",
            "NetworkError",
        ),
    ],
)
def test_a_refusal_is_told_apart_by_both_libraries(
    libraries, fake, answer, of_aiogram, of_ptb, monkeypatch
):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # PTB's own switch against its own warning
    fake.faults.add("sendMessage", Fault(answer=answer), times=2)
    with pytest.raises(libraries.refused_by_aiogram(of_aiogram)):
        asyncio.run(libraries.with_aiogram(fake, lambda bot: bot.send_message(99, "x")))
    with pytest.raises(libraries.refused_by_ptb(of_ptb)):
        asyncio.run(libraries.with_ptb(fake, lambda bot: bot.send_message(99, "x")))
    assert fake.sent == []


def post(fake, method, token=None, files=None, **params):
    """A bare request; returns the status and the description of a refusal."""
    url = f"{fake.url}/bot{token or fake.token}/{method}"
    answer = httpx.post(url, data=params, files=files)
    assert answer.json()["ok"] is (answer.status_code == 200)
    return answer.status_code, answer.json().get("description", "")


@pytest.mark.parametrize(
    ("method", "params", "refused"),
    [
        ("sendMessage", {"chat_id": 99, "text": "x" * 4097}, "message is too long"),
        ("sendMessage", {"chat_id": 99, "text": "😀" * 2049}, "message is too long"),
        ("sendMessage", {"chat_id": 99, "text": " \n "}, "message text is empty"),
        ("sendMessage", {"chat_id": 99}, "parameter text is required"),
        ("sendMessage", {"chat_id": 98, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": "@ai", "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": 99, "text": "x", "texxt": "y"}, "unexpected parameter texxt"),
        ("sendMessage", {"chat_id": 99, "text": "x", "reply_markup": "["}, "can't parse JSON"),
        (
            "sendMessage",
            {
                "chat_id": 99,
                "text": "x",
                "reply_markup": '{"inline_keyboard":[[{"text":"a","callback_data":"%s"}]]}'
                % ("đ" * 33),
            },
            "BUTTON_DATA_INVALID",
        ),
        ("sendPhoto", {"chat_id": 99, "photo": "khong-co"}, "wrong file identifier"),
        ("getFile", {"file_id": "khong-co"}, "wrong file_id"),
        ("editMessageText", {"chat_id": 99, "message_id": 1, "text": "x"}, "to edit not found"),
        ("deleteMessage", {"chat_id": 99, "message_id": 1}, "to delete not found"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
        ("getUpdates", {"limit": 101}, "101 is not within"),
        ("setWebhook", {"url": "http://xa.vn/hook"}, "An HTTPS URL must be provided"),
        ("setWebhook", {"url": "https://xa.vn/hook", "secret_token": "bí mật"}, "unallowed"),
        ("setMyCommands", {"commands": '[{"command":"Xã","description":"x"}]'}, "COMMAND_INVALID"),
        ("sendChatAction", {"chat_id": 99, "action": "sleeping"}, "wrong parameter action"),
    ],
)
def test_what_is_out_of_place_is_refused(fake, method, params, refused):
    status, description = post(fake, method, **params)
    assert (status, refused in description) == (400, True), description


def test_files_have_their_limits(fake):
    long_caption = {"chat_id": 99, "caption": "x" * 1025}
    document = {"document": ("a.docx", b"PK")}
    assert post(fake, "sendDocument", files=document, **long_caption)[0] == 400
    for content in (b"no picture", png(9000, 1001), png(2100, 100)):
        assert post(fake, "sendPhoto", files={"photo": ("a.png", content)}, chat_id=99)[0] == 400
    assert post(fake, "sendPhoto", files={"photo": ("a.png", png(200, 10))}, chat_id=99)[0] == 200


def test_tokens_and_methods_are_checked(fake):
    assert post(fake, "getMe", token="123456789:AAHanotherANOTHERanotherANOTHER")[0] == 401
    assert post(fake, "getMe", token="khong-phai")[0] == 404
    assert post(fake, "sendFax") == (404, "Not Found")
    assert post(fake, "GETME")[0] == 200  # methods are case-insensitive


def test_updates_are_forgotten_only_when_a_later_offset_is_asked_for(fake):
    ids = [fake.say(99, word) for word in ("một", "hai")]
    url = f"{fake.url}/bot{fake.token}/getUpdates"

    def ask(**params):
        return [u["update_id"] for u in httpx.post(url, data=params).json()["result"]]

    assert ask() == ask() == ids
    assert ask(offset=ids[1]) == ask() == ids[1:]
    assert ask(offset=ids[1] + 1) == []
    assert fake.waiting() == 0


def test_two_pollers_and_a_webhook_are_in_conflict(fake, hook):
    async def two_pollers():
        url = f"{fake.url}/bot{fake.token}/getUpdates"
        async with httpx.AsyncClient(timeout=10) as client:
            first = asyncio.create_task(client.post(url, data={"timeout": 30}))
            await until(lambda: fake.requests)
            second = await client.post(url, data={"timeout": 0})
            return (await first).json(), second.json()

    first, second = asyncio.run(two_pollers())
    assert (first["error_code"], second["ok"]) == (409, True)
    assert "terminated by other getUpdates" in first["description"]

    assert post(fake, "setWebhook", url=hook.url)[0] == 200
    status, description = post(fake, "getUpdates")
    assert status == 409
    assert "webhook is active" in description


def test_a_webhook_gets_each_update_until_it_takes_it(fake, hook):
    hook.faults.add("/tele", Fault(answer=Answer(503)))
    hook.faults.add("/tele", Fault(drop="after"))
    post(fake, "setWebhook", url=f"{hook.url}/tele", secret_token=SECRET)
    ids = [fake.say(99, "một"), fake.say(99, "hai")]
    wait_until(lambda: fake.waiting() == 0)
    came = [request.json()["update_id"] for request in hook.requests]
    assert came == [ids[0], ids[0], ids[0], ids[1]]
    headers = {r.headers["x-telegram-bot-api-secret-token"] for r in hook.requests}
    assert headers == {SECRET}


def test_rates_are_kept_when_they_are_switched_on(fake):
    fake.rates = Rates(per_second=30, per_chat_second=1, per_group_minute=2)
    assert post(fake, "sendMessage", chat_id=99, text="một")[0] == 200
    status, description = post(fake, "sendMessage", chat_id=99, text="hai")
    assert (status, description) == (429, "Too Many Requests: retry after 1")
    assert len(fake.sent) == 1


def test_a_blocked_bot_and_an_upgraded_group_are_told_as_telegram_does(fake):
    fake.block(99)
    assert post(fake, "sendMessage", chat_id=99, text="x") == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    fake.meet(-5, "Nhóm xã")
    fake.migrate(-5, -1005)
    url = f"{fake.url}/bot{fake.token}/sendMessage"
    answer = httpx.post(url, data={"chat_id": -5, "text": "x"}).json()
    assert answer["parameters"] == {"migrate_to_chat_id": -1005}
