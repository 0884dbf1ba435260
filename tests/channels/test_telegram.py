"""Telegram beyond the contract of all channels: polling, the webhook, files, taps, menus, and what
each of the two libraries does with the wire."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from contextlib import asynccontextmanager, suppress

import pytest

from bot.channels.port import ChannelError, ErrorKind
from bot.channels.telegram import TelegramChannel, open_driver
from bot.channels.telegram_calls import Menu
from bot.channels.telegram_polling import TRIES, Backlog
from bot.inbox.rim import Stopping
from domain.talk.messages import Address, Attachment, Choice, Reply, Signal
from storage.database.database import DatabaseUnavailable
from tests.support.fake_server import Answer, FakeServer, Fault, Upload, closed_url
from tests.support.fake_telegram import FakeTelegram, flood, refusal
from tests.support.waiting import until, wait_until

LAN = Address("telegram", "99")
SECRET = "bi-mat_1"
XLSX = Upload("Phụ lục.xlsx", "application/x-xlsx", b"PK" * 500)


@pytest.fixture(params=["aiogram", "ptb"])
def library(request):
    return request.param


@pytest.fixture
def fake():
    with FakeTelegram() as fake:
        fake.meet(99)
        yield fake


def new_channel(fake, library, **settings):
    driver = open_driver(library, fake.token, fake.url)
    return TelegramChannel(driver, **{"poll_seconds": 5, "pause_seconds": 0.01} | settings)


@asynccontextmanager
async def polling(channel, receive):
    task = asyncio.create_task(channel.run(receive))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, ChannelError):
            await task
        await channel.close()


def poll(fake, library, count, people=lambda: None, receive=None, **settings):
    """What a polling channel has received once `count` messages have come."""
    arrived = []

    async def keep(incoming, fetch=None):
        incoming = await fetch() if fetch else incoming
        if receive:
            await receive(incoming)
        arrived.append(incoming)

    async def run():
        channel = new_channel(fake, library, **settings)
        async with polling(channel, keep) as task:
            await asyncio.to_thread(people)
            await until(lambda: len(arrived) >= count, task)
        return arrived

    return asyncio.run(run())


def run_until_it_ends(fake, library, **settings):
    """The error that ends polling."""

    async def run():
        channel = new_channel(fake, library, **settings)
        try:
            with pytest.raises(ChannelError) as error:
                await asyncio.wait_for(channel.run(None), timeout=10)
        finally:
            await channel.close()
        assert channel.trouble == error.value.detail
        return error.value

    return asyncio.run(run())


# -- how far the updates were kept ----------------------------------------------------------------


def updates(*numbers):
    """Updates of one chat, or of the chat that follows the number: `(7, 98)`."""
    pairs = [number if isinstance(number, tuple) else (number, 99) for number in numbers]
    return [{"update_id": number, "message": {"chat": {"id": chat}}} for number, chat in pairs]


def work_off(script):
    """Run `script(backlog, broken, done)`: updates in `broken` cannot be kept but at the last try,
    `done` were."""

    async def run():
        done, broken = [], set()

        async def keep(raw, last):
            if raw["update_id"] in broken and not last:
                raise OSError("the database is away")
            done.append(raw["update_id"])

        backlog = Backlog(keep, chats_at_once=4)
        await script(backlog, broken, done)
        await backlog.close()

    asyncio.run(run())


def test_the_offset_stays_before_the_first_gap_and_nothing_is_done_twice():
    async def script(backlog, broken, done):
        broken |= {5}
        backlog.add(updates((7, 98), 5, 6, 5, (8, 98)))
        await backlog.rest(10)
        assert (done, backlog.lost, backlog.offset) == ([7, 8], {5, 6}, 5)
        broken.clear()
        backlog.add(updates(5, 6, (7, 98), (8, 98), 9))
        await backlog.rest(10)
        assert (done, backlog.lost, backlog.offset) == ([7, 8, 5, 6, 9], set(), 10)
        backlog.add([])
        assert backlog.offset == 10

    work_off(script)


def test_the_offset_goes_on_when_all_that_comes_was_already_kept():
    async def script(backlog, broken, done):
        broken |= {5}
        backlog.add(updates(5, (6, 98)))
        await backlog.rest(10)
        broken.clear()
        backlog.add(updates(5))
        await backlog.rest(10)
        assert backlog.offset == 6
        backlog.add(updates((6, 98)))
        assert (backlog.offset, done) == (7, [6, 5])

    work_off(script)


def test_an_update_that_never_can_be_kept_does_not_hold_up_the_bot_for_ever():
    async def script(backlog, broken, done):
        broken |= {5, 6}
        for _ in range(TRIES - 1):
            backlog.add(updates(5, 6, (7, 98)))
            await backlog.rest(10)
            assert backlog.offset == 5
        backlog.add(updates(5, 6, (7, 98)))
        await backlog.rest(10)
        assert (done, backlog.lost, backlog.offset) == ([7, 5], {6}, 6)  # now it is 6 that is tried

    work_off(script)


@pytest.mark.parametrize("passing", [DatabaseUnavailable("away"), Stopping()])
def test_while_the_database_is_away_no_update_is_given_up(passing):
    async def run():
        async def keep(raw, last):
            raise passing

        backlog = Backlog(keep, chats_at_once=4)
        for _ in range(2 * TRIES):
            backlog.add(updates(5))
            await backlog.rest(10)
        await backlog.close()
        return backlog.offset

    assert asyncio.run(run()) == 5


def test_a_file_that_never_can_be_had_is_named_in_the_end(fake, library, monkeypatch):
    monkeypatch.setattr("bot.channels.telegram_polling.TRIES", 3)
    fake.faults.add("getFile", Fault(answer=refusal(502, "Bad Gateway")), times=10)
    fake.send_file(99, XLSX)
    (incoming,) = poll(fake, library, 1)
    assert (incoming.file, incoming.unread) == (None, "file")
    assert operations(fake).count("getFile") == 3


def test_numbers_that_start_anew_are_followed():
    async def script(backlog, broken, done):
        backlog.add(updates(900))
        await backlog.rest(10)
        backlog.add(updates(3))
        await backlog.rest(10)
        assert (backlog.offset, done) == (4, [900, 3])

    work_off(script)


# -- polling --------------------------------------------------------------------------------------


def test_an_update_is_given_up_by_telegram_only_after_it_was_kept(fake, library):
    waiting = []

    async def receive(_incoming):
        waiting.append(await asyncio.to_thread(fake.waiting))

    def people():
        fake.say(99, "một")
        wait_until(lambda: fake.waiting() == 0)

    poll(fake, library, 1, people, receive)
    assert waiting == [1]


def test_one_chat_in_trouble_holds_up_neither_the_others_nor_asks_them_again(fake, library):
    offered = []

    async def receive(incoming):
        offered.append(incoming.text)
        if incoming.text == "hỏng" and offered.count("hỏng") < 3:
            raise OSError("the database is away")

    for chat, text in ((99, "hỏng"), (99, "sau"), (98, "một"), (97, "hai")):
        fake.say(chat, text)
    arrived = poll(fake, library, 4, receive=receive)
    assert sorted(offered) == ["hai", "hỏng", "hỏng", "hỏng", "một", "sau"]
    assert [i.text for i in arrived if i.address == LAN] == ["hỏng", "sau"]


def test_repeated_and_disordered_updates_are_kept_once_and_in_order(fake, library):
    fake.mangle = lambda batch: list(reversed(batch + batch))
    texts = [str(number) for number in range(10)]
    for text in texts:
        fake.say(99, text)
    assert [incoming.text for incoming in poll(fake, library, 10)] == texts


@pytest.mark.parametrize(
    "fault",
    [
        Fault(answer=refusal(500, "Internal Server Error")),
        Fault(answer=Answer(502, b"<html>", "text/html")),
        Fault(answer=Answer(200, b"<html>", "text/html")),
        Fault(drop="before"),
        Fault(drop="after"),
        Fault(answer=refusal(429, "Too Many Requests: retry after 0")),
    ],
    ids=["500", "502", "page", "before", "after", "429"],
)
def test_trouble_of_the_network_is_waited_out(fake, library, fault):
    fake.faults.add("getUpdates", fault, times=2)
    fake.say(99, "một")
    assert [incoming.text for incoming in poll(fake, library, 1)] == ["một"]


def test_polling_waits_as_long_as_it_is_told(fake):
    fake.faults.add("getUpdates", flood(1))
    fake.say(99, "một")
    poll(fake, "ptb", 1)
    first, second = [request.at for request in fake.requests][:2]
    assert second - first >= 1.0


def test_a_second_poller_is_told_loudly_and_waited_out(fake, library, caplog):
    async def run():
        first, second = (new_channel(fake, library, pause_seconds=0.2) for _ in range(2))
        arrived = []

        async def receive(incoming):
            arrived.append(incoming.text)

        async with polling(first, receive):
            async with polling(second, receive):
                await until(lambda: "another_poller" in (first.trouble, second.trouble))
            await asyncio.to_thread(fake.say, 99, "một")
            await until(lambda: "một" in arrived)
            await until(lambda: first.trouble == "")

    asyncio.run(run())
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert errors
    assert all("another_poller" in record.getMessage() for record in errors)


def test_a_forgotten_webhook_ends_polling_until_it_is_dropped(fake, library):
    async def announce():
        channel = new_channel(fake, library)
        await channel.use_webhook("https://xa.example.vn/hook", SECRET)
        await channel.close()

    asyncio.run(announce())
    assert run_until_it_ends(fake, library).detail == "webhook_active"

    async def drop():
        channel = new_channel(fake, library)
        await channel.drop_webhook()
        await channel.close()

    asyncio.run(drop())
    fake.say(99, "một")
    assert len(poll(fake, library, 1)) == 1


def test_a_wrong_token_ends_polling(fake, library):
    fake.token = "123456789:AAHfakeFAKEfakeFAKEfakeFAKEfakeOLD"
    channel = new_channel(fake, library)
    fake.token = "123456789:AAHfakeFAKEfakeFAKEfakeFAKEfakeNEW"

    async def run():
        with pytest.raises(ChannelError) as error:
            await channel.run(None)
        await channel.close()
        return error.value.kind

    assert asyncio.run(run()) is ErrorKind.UNAUTHORISED


def test_what_cannot_be_a_token_is_refused(fake, library):
    for token in ("khong phai", ""):
        with pytest.raises(ChannelError) as error:
            asyncio.run(ask(fake, library, token))
        assert error.value.kind is ErrorKind.UNAUTHORISED


async def ask(fake, library, token):
    driver = open_driver(library, token, fake.url)
    try:
        await driver.call("getMe", {})
    finally:
        await driver.close()


def test_an_unknown_driver_is_named():
    with pytest.raises(ValueError, match="telethon"):
        open_driver("telethon", "1:x")


# -- the webhook ----------------------------------------------------------------------------------


class Door(FakeServer):
    """What a web server does: give the call to the channel, answer 200 after the commit."""

    def __init__(self, channel, receive):
        super().__init__()
        self.channel, self.receive = channel, receive
        self.loop = asyncio.get_running_loop()

    async def handle(self, request):
        work = asyncio.run_coroutine_threadsafe(self.kept(request), self.loop)
        return Answer.of({}, await asyncio.wrap_future(work))

    async def kept(self, request):
        try:
            await self.channel.take(request.json(), self.receive)
        except (ChannelError, OSError):
            return 503
        return 200


def test_a_webhook_brings_each_message_until_it_is_kept(fake, library):
    offered = []

    async def receive(incoming, fetch=None):
        incoming = await fetch() if fetch else incoming
        offered.append((incoming.event_id, incoming.text or incoming.file.content))
        if len(offered) == 1:
            raise OSError("the database is away")

    async def run():
        channel = new_channel(fake, library)
        with Door(channel, receive) as door:
            await channel.use_webhook(door.url + "/tele", SECRET, connections=7)
            fake.faults.add("download", Fault(answer=refusal(502, "Bad Gateway")))
            await asyncio.to_thread(fake.say, 99, "một")
            await asyncio.to_thread(fake.send_file, 99, XLSX)
            await until(lambda: len(offered) == 3)
            await until(lambda: len(door.requests) == 4)
            await channel.drop_webhook()
        await channel.close()
        return door

    door = asyncio.run(run())
    assert [what for _, what in offered] == ["một", "một", XLSX.content]
    assert offered[0] == offered[1]
    secrets = [request.headers["x-telegram-bot-api-secret-token"] for request in door.requests]
    assert secrets == [SECRET] * 4
    assert fake.calls[0] == (
        "setWebhook",
        {
            "url": door.url + "/tele",
            "secret_token": SECRET,
            "max_connections": 7,
            "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
        },
    )


@pytest.mark.parametrize("raw", [{}, {"update_id": 5}, {"update_id": 5, "message": {"text": "x"}}])
def test_a_call_that_carries_nothing_needs_only_its_answer(fake, library, raw):
    async def run():
        channel = new_channel(fake, library)
        await channel.take(raw, None)
        await channel.close()

    asyncio.run(run())


# -- files, taps, groups --------------------------------------------------------------------------


def operations(fake):
    return [fake.operation(request) for request in fake.requests]


def test_a_file_is_fetched_only_within_the_limit(fake, library):
    fake.send_file(99, XLSX, "đây ạ")
    (incoming,) = poll(fake, library, 1, download_bytes=len(XLSX.content) - 1)
    assert (incoming.text, incoming.file, incoming.unread) == ("đây ạ", None, "big_file")
    assert "getFile" not in operations(fake)


@pytest.mark.parametrize("name", ["phu-luc.xlsm", "anh.zip", "phan-mem.apk", "virus.exe"])
def test_a_file_of_a_kind_that_nobody_can_use_is_not_fetched(fake, library, name):
    fake.send_file(99, Upload(name, "application/x", b"PK"))
    (incoming,) = poll(fake, library, 1)
    assert (incoming.file, incoming.unread) == (None, "strange_file")
    assert "getFile" not in operations(fake)


def test_a_file_that_is_larger_than_it_was_said_to_be_is_not_read(fake, library):
    fake.send_other(99, document={"file_id": fake.store(XLSX), "file_size": 1})
    (incoming,) = poll(fake, library, 1, download_bytes=len(XLSX.content) - 1)
    assert (incoming.file, incoming.unread) == (None, "big_file")
    assert "download" not in operations(fake)  # the server told its size when it was asked


def test_a_file_whose_size_nobody_has_told_is_measured(fake, library):
    told = {"file_id": "x", "file_path": f"documents/{fake.store(XLSX)}"}
    fake.faults.add("getFile", Fault(answer=Answer.of({"ok": True, "result": told})))
    fake.send_other(99, document={"file_id": "x"})
    (incoming,) = poll(fake, library, 1, download_bytes=len(XLSX.content) - 1)
    assert (incoming.file, incoming.unread) == (None, "big_file")
    assert "download" in operations(fake)


@pytest.mark.parametrize(
    ("operation", "answer", "unread"),
    [
        ("getFile", refusal(400, "Bad Request: file is too big"), "big_file"),
        ("getFile", Answer.of({"ok": True, "result": {"file_id": "x"}}), "file"),
        ("download", refusal(404, "Not Found"), "file"),
    ],
)
def test_a_file_that_telegram_will_never_give_is_named_as_unread(
    fake, library, operation, answer, unread
):
    fake.faults.add(operation, Fault(answer=answer))
    fake.send_file(99, XLSX)
    (incoming,) = poll(fake, library, 1)
    assert (incoming.file, incoming.unread) == (None, unread)


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        ("getFile", Fault(answer=refusal(502, "Bad Gateway"))),
        ("download", Fault(answer=refusal(502, "Bad Gateway"))),
        ("download", Fault(drop="before")),
        ("getFile", flood(0)),
    ],
)
def test_a_file_that_cannot_be_had_now_comes_again(fake, library, operation, fault):
    fake.faults.add(operation, fault)
    fake.send_file(99, XLSX)
    (incoming,) = poll(fake, library, 1)
    assert incoming.file == Attachment(XLSX.name, XLSX.media, XLSX.content)
    assert operations(fake).count(operation) == 2


@pytest.mark.parametrize("fault", [None, Fault(drop="before"), Fault(delay=0.5)])
def test_a_tap_is_acknowledged_and_never_waited_for(fake, library, fault):
    if fault:
        fake.faults.add("answerCallbackQuery", fault)

    async def run():
        channel = new_channel(fake, library)
        sent = await channel.send(LAN, Reply("Đúng?", (Choice("Đúng", "ok"),)))
        fake.tap(99, int(sent.message_id), "ok")
        arrived = []

        async def receive(incoming):
            arrived.append(incoming.choice)

        async with polling(channel, receive) as task:
            await until(lambda: arrived, task)
            await until(lambda: "answerCallbackQuery" in operations(fake), task)
        return arrived

    assert asyncio.run(run()) == ["ok"]
    assert len(fake.answered) == (0 if fault and fault.drop else 1)


def test_in_a_group_the_bot_hears_its_own_name(fake, library, caplog):
    caplog.set_level(logging.INFO, logger="bot.channels.telegram")
    fake.meet(-5, "Văn phòng")
    for text in ("/viec@other_bot", "/viec@Nhacviec_bot", "/status@nhacviec_bot xa-bac-son"):
        fake.say(-5, text)
    arrived = poll(fake, library, 2)
    assert [(i.text, i.in_group) for i in arrived] == [
        ("/viec", True),
        ("/status xa-bac-son", True),
    ]
    assert operations(fake).count("getMe") == 1
    assert "ignored: other_bot" in caplog.text


def test_a_group_that_was_upgraded_is_told_on_both_ways(fake, library):
    fake.meet(-5, "Văn phòng")
    fake.migrate(-5, -1005)
    (incoming,) = poll(fake, library, 1)
    assert (incoming.signal, incoming.text) == (Signal.MOVED, "-1005")
    with pytest.raises(ChannelError) as error:
        asyncio.run(say(fake, library, Address("telegram", "-5")))
    assert (error.value.kind, error.value.moved_to) == (ErrorKind.MOVED, "-1005")
    asyncio.run(say(fake, library, Address("telegram", "-1005")))
    assert [sent.chat for sent in fake.sent] == [-1005]


async def say(fake, library, address, *replies):
    channel = new_channel(fake, library)
    try:
        for reply in replies or (Reply("chào"),):
            await channel.send(address, reply)
    finally:
        await channel.close()


# -- going out ------------------------------------------------------------------------------------


def test_a_hint_asks_for_the_keyboard_of_the_phone(fake, library):
    asyncio.run(say(fake, library, LAN, Reply("Nhập ạ", hint="14 14 0 0"), Reply("Xong")))
    markups = [params.get("reply_markup") for _, params in fake.calls]
    assert markups == [{"force_reply": True, "input_field_placeholder": "14 14 0 0"}, None]


def test_menus_are_published_by_scope_and_language(fake, library):
    async def run():
        channel = new_channel(fake, library)
        await channel.publish_menus(
            [
                Menu((("viec", "Việc được giao"),), "all_private_chats", "vi"),
                Menu((("status", "Tình hình"),), "-5"),
            ]
        )
        await channel.close()

    asyncio.run(run())
    assert fake.menus == {
        ("all_private_chats", "vi"): [{"command": "viec", "description": "Việc được giao"}],
        ("-5", ""): [{"command": "status", "description": "Tình hình"}],
    }


def test_a_message_that_is_gone_cannot_be_edited(fake, library):
    async def run():
        channel = new_channel(fake, library)
        try:
            await channel.edit(LAN, "12345", Reply("Đã nộp"))
        finally:
            await channel.close()

    with pytest.raises(ChannelError) as error:
        asyncio.run(run())
    assert (error.value.kind, error.value.detail) == (ErrorKind.REFUSED, "message_gone")


def test_buttons_alone_can_be_changed(fake, library):
    async def run():
        channel = new_channel(fake, library)
        sent = await channel.send(LAN, Reply("Đúng?", (Choice("Đúng", "ok"),)))
        await channel.edit(LAN, sent.message_id, Reply("", (Choice("Mở lại", "open"),)))
        await channel.close()

    asyncio.run(run())
    assert (fake.sent[0].message["text"], fake.sent[0].buttons) == ("Đúng?", [("Mở lại", "open")])


# -- the wire -------------------------------------------------------------------------------------


def failure_of(library, fake, url=None, timeout=10.0, **params):
    async def run():
        driver = open_driver(library, fake.token, url or fake.url)
        try:
            await driver.call("sendMessage", params, timeout=timeout)
        finally:
            await driver.close()

    with pytest.raises(ChannelError) as error:
        asyncio.run(run())
    return error.value.kind, error.value.detail


def test_the_wire_fails_in_four_ways(fake, library):
    assert failure_of(library, fake, closed_url()) == (ErrorKind.TRANSIENT, "no_connection")
    nowhere = "http://khong-co.invalid"
    assert failure_of(library, fake, nowhere) == (ErrorKind.TRANSIENT, "no_connection")
    fake.faults.add("sendMessage", Fault(delay=2.0))
    slow = failure_of(library, fake, timeout=0.1, chat_id=99, text="chậm")
    assert slow == (ErrorKind.UNKNOWN, "timeout")
    fake.faults.add("sendMessage", Fault(drop="after"))
    cut = failure_of(library, fake, chat_id=99, text="đứt")
    assert cut == (ErrorKind.UNKNOWN, "connection_lost")
    assert [sent.text for sent in fake.sent] == ["chậm", "đứt"]


def test_ptb_goes_by_the_proxy_of_the_office(fake, monkeypatch):
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("http_proxy", closed_url())
    failure = failure_of("ptb", fake, chat_id=99, text="qua proxy")
    assert failure == (ErrorKind.TRANSIENT, "no_connection")
    assert not fake.sent


def test_what_hangs_holds_up_nothing_but_itself(fake, library):
    fake.faults.add("sendMessage", Fault(delay=3600.0))

    async def run():
        driver = open_driver(library, fake.token, fake.url)
        say = {"chat_id": 99, "text": "nhanh"}
        slow = asyncio.create_task(driver.call("sendMessage", say, timeout=3600.0))
        await until(lambda: fake.sent)
        await asyncio.gather(*(driver.call("sendMessage", say) for _ in range(20)))
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)
        assert slow.cancelled()
        await driver.close()

    asyncio.run(run())
    assert len(fake.sent) == 21


def test_many_messages_at_once_all_arrive(fake, library):
    async def run():
        channel = new_channel(fake, library)
        await asyncio.gather(*(channel.send(LAN, Reply(str(n))) for n in range(40)))
        await channel.close()

    asyncio.run(run())
    assert sorted(int(sent.text) for sent in fake.sent) == list(range(40))


@pytest.mark.parametrize(
    ("imported", "spared"),
    [
        ("bot.channels.telegram", ["aiogram", "telegram", "aiohttp", "httpx"]),
        ("bot.channels.telegram_ptb", ["aiogram", "aiohttp", "telegram.ext"]),
        ("bot.service.run", ["aiogram", "telegram", "pydantic"]),
    ],
)
def test_a_library_is_loaded_only_by_its_driver(imported, spared):
    code = f"import sys, {imported}; print([m for m in {spared!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
