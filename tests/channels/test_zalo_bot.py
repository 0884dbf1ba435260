"""Zalo's Bot Platform against a strict stand-in on loopback."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channels.fit import units
from bot.channels.port import ChannelError, ErrorKind, Sent
from bot.channels.redact import Redaction
from bot.channels.zalo_bot import ANNOUNCED, Webhook, ZaloBotChannel
from bot.channels.zalo_bot_events import Unusable, read_event
from bot.inbox import spool
from bot.inbox.spool import TRIES
from domain.talk.messages import Address, Attachment, Choice, Incoming, Reply
from tests.support.fake_server import Answer, Fault, closed_url
from tests.support.fake_zalo_bot import USER_AGENT, Door, FakeZaloBot, Links, event, through
from tests.support.waiting import until

CHAT = "6ede9afa66b88fe6d6a9"
LAN = Address("zalo_bot", CHAT)
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
PUBLIC = Links.public
SECRET = "bi-mat-cua-webhook"
CALLS = Path("calls")
HELLO = Reply("Chào chị Lan.")
PNG = Attachment("bieu-do.png", "image/png", b"\x89PNG\r\n\x1a\n")
XLSX = Attachment("phu-luc.xlsx", "application/vnd.ms-excel", b"PK")


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeZaloBot]:
    monkeypatch.chdir(tmp_path)  # where `CALLS` is
    with FakeZaloBot(second=0.001) as server:
        yield server


def channel_to(fake: FakeZaloBot, **more: Any) -> ZaloBotChannel:
    return ZaloBotChannel(
        fake.token, calls=CALLS, base_url=fake.url, pause_seconds=0.01, clock=lambda: NOW, **more
    )


def with_channel(channel: ZaloBotChannel, use: Callable[[ZaloBotChannel], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        try:
            return await use(channel)
        finally:
            await channel.close()

    return asyncio.run(run())


def send(channel: ZaloBotChannel, reply: Reply) -> Sent:
    sent: Sent = with_channel(channel, lambda c: c.send(LAN, reply))
    return sent


def refused(channel: ZaloBotChannel, reply: Reply = HELLO) -> tuple[ErrorKind, str]:
    """The kind and detail of the error that sending ends with."""
    with pytest.raises(ChannelError) as caught:
        send(channel, reply)
    return caught.value.kind, caught.value.detail


async def poll(channel: ZaloBotChannel, number: int, failing: int = 0) -> list[Incoming]:
    """What comes until there are so many; the first attempts to keep one fail."""
    got: list[Incoming] = []
    enough = asyncio.Event()
    left = failing

    async def receive(incoming: Incoming) -> None:
        nonlocal left
        if left:
            left -= 1
            raise OSError("the database is away")
        got.append(incoming)
        if len(got) == number:
            enough.set()

    running = asyncio.create_task(channel.run(receive))
    waiting = asyncio.create_task(enough.wait())
    await asyncio.wait({running, waiting}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
    running.cancel()
    waiting.cancel()
    with suppress(asyncio.CancelledError):
        await running
    return got


# -- going out -------------------------------------------------------------------------------------


def test_a_text(fake: FakeZaloBot) -> None:
    fake.write(CHAT, "chào")
    sent = send(channel_to(fake), HELLO)
    assert [(m.kind, m.text, m.message_id) for m in fake.delivered] == [
        ("text", "Chào chị Lan.", sent.message_id)
    ]


def test_choices_are_words(fake: FakeZaloBot) -> None:
    fake.write(CHAT, "chào")
    reply = Reply("Số liệu đúng chưa?", (Choice("đúng", "yes:1"), Choice("sửa", "fix:1")))
    send(channel_to(fake), reply)
    (message,) = fake.delivered
    assert "đúng" in message.text
    assert "sửa" in message.text
    assert "yes:1" not in message.text


def test_a_long_text_is_split_within_two_thousand(fake: FakeZaloBot) -> None:
    fake.write(CHAT, "chào")
    text = "\n".join(f"{number}. Chỉ tiêu 😀 số {number}" for number in range(1, 200))
    send(channel_to(fake), Reply(text))
    assert len(fake.delivered) > 1
    assert all(units(message.text) <= 2000 for message in fake.delivered)
    said = "\n".join(m.text.rpartition("\n")[0] for m in fake.delivered)
    assert said == text


def test_a_report_is_a_link(fake: FakeZaloBot) -> None:
    fake.write(CHAT, "chào")
    send(channel_to(fake, link=Links()), Reply("Báo cáo đã xong.", files=(XLSX,)))
    (message,) = fake.delivered
    assert message.kind == "text"
    assert f"{PUBLIC}/tep/{CHAT}/phu-luc.xlsx?chu-ky=1" in message.text


def test_a_chart_is_fetched_by_zalo_once(fake: FakeZaloBot) -> None:
    fake.write(CHAT, "chào")
    with Links() as links:
        fake.dns[PUBLIC] = links.url
        send(channel_to(fake, link=links), Reply("Quý III", files=(PNG,)))
        asked = [(r.method, r.headers["user-agent"]) for r in links.requests]
    assert asked == [("HEAD", USER_AGENT), ("GET", USER_AGENT)]
    assert [(m.kind, m.text, m.content) for m in fake.delivered] == [
        ("photo", "Quý III", PNG.content)
    ]


def test_a_chart_that_zalo_cannot_fetch_is_refused(fake: FakeZaloBot) -> None:
    fake.write(CHAT, "chào")
    kind, detail = refused(channel_to(fake, link=Links()), Reply("Quý III", files=(PNG,)))
    assert (kind, detail) == (ErrorKind.REFUSED, "bad_request")


def test_without_a_public_address_no_file_is_carried(fake: FakeZaloBot) -> None:
    channel = channel_to(fake)
    assert channel.limits.image_bytes == 0
    assert refused(channel, Reply("", files=(PNG,))) == (ErrorKind.REFUSED, "file_not_carried")


MEANINGS = {
    400: ErrorKind.REFUSED,
    401: ErrorKind.UNAUTHORISED,
    403: ErrorKind.TRANSIENT,  # "internal server error"
    404: ErrorKind.REFUSED,
    408: ErrorKind.UNKNOWN,
    418: ErrorKind.REFUSED,
    426: ErrorKind.RATE,
    429: ErrorKind.QUOTA,
    503: ErrorKind.TRANSIENT,
}


@pytest.mark.parametrize("http_errors", [False, True])
@pytest.mark.parametrize("code_name", ["error_code", "errorCode"])
def test_every_error_has_a_meaning(fake: FakeZaloBot, code_name: str, http_errors: bool) -> None:
    fake.code_name, fake.http_errors = code_name, http_errors
    for code in MEANINGS:
        fake.faults.add("sendMessage", Fault(answer=fake.refusal(code, "what Zalo says")))

    async def all_of_them(channel: ZaloBotChannel) -> dict[int, ErrorKind]:
        kinds = {}
        for code in MEANINGS:
            with pytest.raises(ChannelError) as caught:
                await channel.send(LAN, HELLO)
            kinds[code] = caught.value.kind
        return kinds

    assert with_channel(channel_to(fake), all_of_them) == MEANINGS
    assert len(fake.requests) == len(MEANINGS)  # the channel itself never tries again


@pytest.mark.parametrize(
    ("fault", "kind", "arrived"),
    [
        (Fault(drop="before"), ErrorKind.UNKNOWN, 0),
        (Fault(drop="after"), ErrorKind.UNKNOWN, 1),
        (Fault(answer=Answer(502, b"<html>")), ErrorKind.TRANSIENT, 0),
        (Fault(answer=Answer(200, b"<html>")), ErrorKind.UNKNOWN, 0),
        (Fault(answer=Answer(200, b"[]")), ErrorKind.UNKNOWN, 0),
        (Fault(answer=Answer(200, b'{"ok": false}')), ErrorKind.UNKNOWN, 0),
    ],
)
def test_what_is_not_an_answer(
    fake: FakeZaloBot, fault: Fault, kind: ErrorKind, arrived: int
) -> None:
    fake.write(CHAT, "chào")
    fake.faults.add("sendMessage", fault)
    assert refused(channel_to(fake))[0] == kind
    assert len(fake.delivered) == arrived


def test_nobody_listens() -> None:
    channel = ZaloBotChannel("1:abc", calls=CALLS, base_url=closed_url())
    assert refused(channel) == (ErrorKind.TRANSIENT, "ConnectError")


def test_the_month_is_used_up(fake: FakeZaloBot) -> None:
    fake.month_limit = 1
    fake.write(CHAT, "chào")

    async def twice(channel: ZaloBotChannel) -> None:
        await channel.send(LAN, Reply("một"))
        with pytest.raises(ChannelError) as caught:
            await channel.send(LAN, Reply("hai"))
        assert (caught.value.kind, caught.value.retry_after) == (ErrorKind.QUOTA, None)

    with_channel(channel_to(fake), twice)
    assert [message.text for message in fake.delivered] == ["một"]


def test_a_wrong_token(fake: FakeZaloBot) -> None:
    channel = ZaloBotChannel("999:wrong", calls=CALLS, base_url=fake.url)
    assert refused(channel) == (ErrorKind.UNAUTHORISED, "token")


def test_nothing_to_say_and_nothing_to_edit(fake: FakeZaloBot) -> None:
    assert refused(channel_to(fake), Reply("  ")) == (ErrorKind.REFUSED, "empty")
    with pytest.raises(ChannelError) as caught:
        with_channel(channel_to(fake), lambda c: c.edit(LAN, "1", Reply("x")))
    assert caught.value.kind == ErrorKind.REFUSED
    assert fake.requests == []


# -- polling ---------------------------------------------------------------------------------------


def test_people_are_heard_in_order(fake: FakeZaloBot) -> None:
    for text in ("14 14 0 0", "4.2=13", "nkt"):
        fake.write(CHAT, text)
    got = with_channel(channel_to(fake), lambda c: poll(c, 3))
    assert [incoming.text for incoming in got] == ["14 14 0 0", "4.2=13", "nkt"]
    assert len({incoming.event_id for incoming in got}) == 3
    asked = [json.loads(r.body) for r in fake.requests if r.path.endswith("getUpdates")]
    assert asked[0] == {"timeout": "30"}


def test_silence_is_no_error(fake: FakeZaloBot, caplog: pytest.LogCaptureFixture) -> None:
    fake.second = 0.0001

    async def quiet(channel: ZaloBotChannel) -> list[Incoming]:
        polling = asyncio.create_task(poll(channel, 1))
        await until(lambda: len(fake.requests) >= 5)
        fake.write(CHAT, "chào")
        return await polling

    with caplog.at_level(logging.WARNING, "bot"):
        assert len(with_channel(channel_to(fake), quiet)) == 1
    assert caplog.records == []


def test_what_never_can_be_kept_does_not_hold_up_everybody(
    fake: FakeZaloBot, caplog: pytest.LogCaptureFixture
) -> None:
    fake.write(CHAT, "một")
    fake.write(CHAT, "hai")
    got = with_channel(channel_to(fake), lambda c: poll(c, 1, failing=TRIES))
    assert [incoming.text for incoming in got] == ["hai"]
    (kept,) = CALLS.glob("*.unread")  # whole, for whoever wants to know why
    assert "một" in json.loads(kept.read_bytes())["result"]["message"]["text"]


def test_what_was_given_out_is_on_the_disk_before_it_is_handled_and_outlives_the_process(
    fake: FakeZaloBot,
) -> None:
    """Zalo gives an update out once."""
    fake.write(CHAT, "một")

    async def die(channel: ZaloBotChannel) -> None:
        begun = asyncio.Event()

        async def receive(_incoming: Incoming) -> None:
            begun.set()
            await asyncio.Event().wait()

        running = asyncio.create_task(channel.run(receive))
        await begun.wait()
        assert [name.endswith(".json") for name in os.listdir(CALLS)] == [True]
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    with_channel(channel_to(fake), die)
    got = with_channel(channel_to(fake), lambda c: poll(c, 1))
    assert [incoming.text for incoming in got] == ["một"]
    assert list(CALLS.iterdir()) == []


def test_what_cannot_be_written_down_is_held_until_it_can(
    fake: FakeZaloBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = [OSError(28, "No space left on device")] * 3
    write = spool.write_durably

    def fails(file: Path, content: bytes) -> None:
        if full:
            raise full.pop()
        write(file, content)

    monkeypatch.setattr(spool, "write_durably", fails)
    fake.write(CHAT, "một")
    fake.write(CHAT, "hai")
    got = with_channel(channel_to(fake), lambda c: poll(c, 2))
    assert [incoming.text for incoming in got] == ["một", "hai"]


def test_what_could_not_be_kept_comes_again(fake: FakeZaloBot) -> None:
    fake.write(CHAT, "một")
    fake.write(CHAT, "hai")
    got = with_channel(channel_to(fake), lambda c: poll(c, 2, failing=3))
    assert [incoming.text for incoming in got] == ["một", "hai"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(drop="before"),
        Fault(answer=Answer(502, b"<html>")),
        Fault(answer=Answer(200, b'{"ok":false,"error_code":429,"description":"Quota exceeded"}')),
        Fault(answer=Answer(200, b'{"ok":true,"result":{"event_name":"message.new.kind"}}')),
        Fault(answer=Answer(200, b'{"ok":true,"result":null}')),
    ],
)
def test_polling_survives(fake: FakeZaloBot, fault: Fault) -> None:
    fake.faults.add("getUpdates", fault)
    fake.faults.add("getWebhookInfo", Fault(drop="before"))
    fake.write(CHAT, "chào")
    got = with_channel(channel_to(fake), lambda c: poll(c, 1))
    assert [incoming.text for incoming in got] == ["chào"]


@pytest.mark.parametrize("bare", [False, True])
def test_an_update_wrapped_or_bare(
    fake: FakeZaloBot, bare: bool, caplog: pytest.LogCaptureFixture
) -> None:
    what = event("text", CHAT, {"text": "chào"}, "m1")
    answer = what if bare else {"ok": True, "result": what}
    fake.faults.add("getUpdates", Fault(answer=Answer.of(answer)))
    with caplog.at_level(logging.INFO, "bot"):
        got = with_channel(channel_to(fake), lambda c: poll(c, 1))
    assert got[0].event_id == f"{CHAT}:m1"
    assert ("body bare" if bare else "body wrapped") in caplog.text


@pytest.mark.parametrize(
    ("break_it", "detail"),
    [
        (lambda fake: fake.faults.add("*", Fault(answer=fake.refusal(401, "")), 9), "token"),
        (lambda fake: setattr(fake, "webhook", "https://other.example.vn"), "webhook_active"),
    ],
)
def test_polling_ends_where_an_administrator_must_act(
    fake: FakeZaloBot, break_it: Callable[[FakeZaloBot], None], detail: str
) -> None:
    break_it(fake)
    channel = channel_to(fake)
    with pytest.raises(ChannelError) as caught:
        with_channel(channel, lambda c: poll(c, 1))
    assert (caught.value.detail, channel.trouble) == (detail, detail)


# -- events ----------------------------------------------------------------------------------------


def read(kind: str, content: dict[str, Any], **more: Any) -> Incoming:
    return read_event({"ok": True, "result": event(kind, CHAT, content, "m1", **more)}, NOW)


def test_a_text_event() -> None:
    assert read("text", {"text": "Xin chào"}) == Incoming(
        event_id=f"{CHAT}:m1",
        address=LAN,
        text="Xin chào",
        at=datetime(2025, 6, 19, 6, 55, 31, 602000, tzinfo=UTC),
        sender_name="Hoàng Thị Lan",
        message_id="m1",
    )


@pytest.mark.parametrize(
    ("kind", "content", "text", "unread"),
    [
        ("image", {"photo": "https://photo.example/1.jpg", "caption": "biểu"}, "biểu", "photo"),
        ("image", {"photo_url": "https://photo.example/1.jpg"}, "", "photo"),
        ("sticker", {"sticker": "abc", "url": "https://s.example/1"}, "", "sticker"),
        ("voice", {"voice_url": "https://v.example/1.aac"}, "", "voice"),
        ("unsupported", {}, "", "file"),
    ],
)
def test_what_cannot_be_read_is_named(
    kind: str, content: dict[str, Any], text: str, unread: str
) -> None:
    incoming = read(kind, content)
    assert (incoming.text, incoming.unread, incoming.file) == (text, unread, None)


def test_a_group_is_told_apart() -> None:
    incoming = read("text", {"text": "/status"}, group=True, sender="abc")
    assert incoming.in_group
    assert incoming.address == LAN  # of the group, not of who spoke
    assert incoming.sender == "abc"


def test_small_differences_are_taken() -> None:
    bare = event("text", CHAT, {"text": "x"}, "m1", at="soon")  # type: ignore[arg-type]
    bare["message"]["from"] = {"id": "1", "name": "Lan"}
    incoming = read_event(bare, NOW)
    assert (incoming.sender_name, incoming.at) == ("Lan", NOW)


@pytest.mark.parametrize(
    ("update", "code"),
    [
        (None, "no_object"),
        ([], "no_object"),
        ({}, "no_message"),
        ({"ok": True, "result": None}, "no_message"),
        ({"event_name": "message.text.received", "message": "x"}, "no_message"),
        ({"event_name": "message.text.received", "message": {}}, "no_id"),
        ({"event_name": "message.text.received", "message": {"chat": {"id": 7}}}, "no_id"),
        ({"event_name": "message.poll.received", "message": {}}, "unknown_event"),
    ],
)
def test_what_is_no_message_has_a_code(update: object, code: str) -> None:
    with pytest.raises(Unusable, match=code):
        read_event(update, NOW)


def test_another_bot_is_not_answered() -> None:
    talk = event("text", CHAT, {"text": "x"}, "m1")
    talk["message"]["from"]["is_bot"] = True
    with pytest.raises(Unusable, match="from_a_bot"):
        read_event(talk, NOW)


# -- the webhook -----------------------------------------------------------------------------------


HOOK = Webhook(f"{PUBLIC}/webhooks/zalo-bot", SECRET)


def test_events_come_to_the_webhook(fake: FakeZaloBot) -> None:
    channel = channel_to(fake, webhook=HOOK)

    async def announced(channel: ZaloBotChannel) -> None:
        running = asyncio.create_task(channel.run(never))
        await until(lambda: len(door.requests) == 1)  # the probe
        fake.write(CHAT, "14 14 0 0")
        await until(lambda: fake.answered)
        running.cancel()

    with Door(through(channel)) as door:
        fake.dns[PUBLIC] = door.url
        with_channel(channel, announced)
    assert [incoming.text for incoming in door.received] == ["14 14 0 0"]
    probe, call = door.requests
    assert (probe.body, probe.path) == (b"", "/webhooks/zalo-bot")
    assert call.headers["user-agent"] == USER_AGENT


async def never(incoming: Incoming) -> None:
    raise AssertionError(incoming)


@pytest.mark.parametrize(
    ("where", "outcome"),
    [("up", "webhook.ok"), ("down", "webhook.err.conn"), ("nowhere", "webhook.err.dns")],
)
def test_zalo_says_what_is_wrong_with_a_webhook(
    fake: FakeZaloBot, where: str, outcome: str
) -> None:
    channel = channel_to(fake, webhook=HOOK)
    with Door(through(channel)) as door:
        fake.dns |= {"up": {PUBLIC: door.url}, "down": {PUBLIC: closed_url()}}.get(where, {})
        told = with_channel(channel_to(fake, webhook=HOOK), lambda c: c.use_webhook(HOOK))
    assert told == outcome
    assert fake.webhook == HOOK.url  # kept all the same


def test_a_known_webhook_is_not_set_again_unless_its_secret_is_a_new_one(
    fake: FakeZaloBot,
) -> None:
    def asked(webhook: Webhook) -> list[str]:
        async def started(channel: ZaloBotChannel) -> None:
            running = asyncio.create_task(channel.run(never))
            await until(lambda: fake.requests[before:])
            await until(lambda: channel._mark_announced() == webhook.mark)
            await channel._call("getWebhookInfo", {})  # after all that was under way
            running.cancel()

        before = len(fake.requests)
        with_channel(channel_to(fake, webhook=webhook), started)
        return [fake.operation(r) for r in fake.requests[before:-1]]

    fake.webhook = HOOK.url
    rotated = replace(HOOK, secret="another-secret")
    assert asked(HOOK) == ["getWebhookInfo", "setWebhook"]  # which secret Zalo has, nobody knows
    assert asked(HOOK) == ["getWebhookInfo"]
    assert asked(rotated) == ["getWebhookInfo", "setWebhook"]
    assert asked(rotated) == ["getWebhookInfo"]
    assert CALLS.with_name(ANNOUNCED).read_text() == rotated.mark


@pytest.mark.parametrize(
    "url", ["http://nhacviec.example.vn", "https://localhost/x", "https://192.168.1.2/x"]
)
def test_a_private_webhook_is_refused(fake: FakeZaloBot, url: str) -> None:
    with pytest.raises(ChannelError) as caught:
        with_channel(channel_to(fake), lambda c: c.use_webhook(replace(HOOK, url=url)))
    assert caught.value.kind == ErrorKind.REFUSED


@pytest.mark.parametrize(
    ("headers", "stranger"),
    [
        ({"X-Bot-Api-Secret-Token": SECRET}, False),
        ({"x-bot-api-secret-token": SECRET}, False),
        ({"x-bot-api-secret-token": SECRET + "x"}, True),
        ({"x-bot-api-secret-token": ""}, True),
        ({"x-bot-api-secret-token": "bí mật"}, True),
        ({}, True),
    ],
)
def test_only_zalo_knows_the_secret(headers: dict[str, str], stranger: bool) -> None:
    channel = ZaloBotChannel("1:abc", calls=CALLS, webhook=HOOK)
    body = json.dumps(event("text", CHAT, {"text": "chào"}, "m1")).encode()
    if stranger:
        with pytest.raises(ChannelError) as caught:
            with_channel(channel, lambda c: through(c)(body, headers))
        assert caught.value.detail == "webhook_secret"
    else:
        assert with_channel(channel, lambda c: through(c)(body, headers)).text == "chào"


def test_without_a_secret_nobody_is_let_in() -> None:
    body = json.dumps(event("text", CHAT, {"text": "chào"}, "m1")).encode()
    for headers in ({}, {"x-bot-api-secret-token": ""}):
        with pytest.raises(ChannelError):
            with_channel(
                ZaloBotChannel("1:abc", calls=CALLS), lambda c, h=headers: through(c)(body, h)
            )


@pytest.mark.parametrize("body", [b"", b" \n", b"{", b"\xff\xfe", b"null", b'{"ok":true}'])
def test_what_needs_only_the_answer(body: bytes) -> None:
    channel = ZaloBotChannel("1:abc", calls=CALLS, webhook=HOOK)
    headers = {"X-Bot-Api-Secret-Token": SECRET}
    assert with_channel(channel, lambda c: through(c)(body, headers)) is None


# -- secrets ---------------------------------------------------------------------------------------


def test_the_token_is_in_no_line_of_the_log(
    fake: FakeZaloBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(Redaction())
    fake.write(CHAT, "chào")
    fake.faults.add("sendMessage", Fault(drop="before"))
    fake.faults.add("getUpdates", Fault(drop="before"))
    errors: list[ChannelError] = []

    async def live(channel: ZaloBotChannel) -> None:
        try:
            await channel.send(LAN, Reply("một"))
        except ChannelError as error:
            errors.append(error)
            logging.getLogger("bot").exception("not sent")
        await channel.send(LAN, Reply("hai"))
        await poll(channel, 1, failing=1)

    with caplog.at_level(logging.DEBUG):
        with_channel(channel_to(fake), live)
    assert "HTTP Request" in caplog.text  # httpx did log its addresses
    assert "not sent" in caplog.text
    assert fake.token not in caplog.text
    assert "abc-xyz" not in caplog.text
    assert fake.token not in repr(errors) + str(vars(errors[0]))
