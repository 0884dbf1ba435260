"""A Zalo Official Account against a strict stand-in on loopback."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.port import ChannelError, ErrorKind, Sent
from bot.channels.redact import Redaction
from bot.channels.zalo_bot_events import Unusable
from bot.channels.zalo_oa import ZaloOaChannel
from bot.channels.zalo_oa_events import Receipt, Receipts, ZaloFile, file_of, read_event, tapped
from bot.channels.zalo_signature import is_genuine, signature
from bot.channels.zalo_tokens import Access, FileTokenStore, Tokens, ask_zalo
from domain.talk.messages import Address, Attachment, Choice, Incoming, Reply, Signal
from tests.support.fake_server import Answer, FakeServer, Fault, Request, closed_url
from tests.support.fake_zalo_bot import Door, through
from tests.support.fake_zalo_oa import FakeZaloOa
from tests.support.waiting import until

LAN = Address("zalo_oa", "2512523625412515")
NOW = FakeZaloOa().now
HELLO = Reply("Chào chị Lan.")
PNG = Attachment("bieu-do.png", "image/png", b"\x89PNG\r\n\x1a\n")
DOCX = Attachment("bao-cao.docx", "application/octet-stream", b"PK docx")
XLSX = Attachment("phu-luc.xlsx", "application/octet-stream", b"PK xlsx")
YES_NO = (Choice("Đúng", "yes:17"), Choice("Sửa", "fix:17"))


class Account(FakeZaloOa):
    """The stand-in, and where we keep the tokens that it gives."""

    store: FileTokenStore


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[Account]:
    with Account() as server:
        server.store = FileTokenStore(tmp_path / "tokens.json")
        access = server.call(server.issue)
        server.store.enter(Tokens(server.refresh_token, access, NOW + timedelta(hours=25)))
        server.write(LAN.chat, "chào")
        yield server


def channel_to(fake: Account, **more: Any) -> ZaloOaChannel:
    ask = ask_zalo(fake.app_id, fake.app_secret, lambda: fake.now, f"{fake.url}/v4/oa/access_token")
    access = Access(fake.store, ask, lambda: fake.now)
    return ZaloOaChannel(
        access,
        fake.app_id,
        fake.oa_secret,
        base_url=fake.url,
        clock=lambda: fake.now,
        **more,
    )


def with_channel(channel: ZaloOaChannel, use: Callable[[ZaloOaChannel], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        try:
            return await use(channel)
        finally:
            await channel.close()

    return asyncio.run(run())


def send(channel: ZaloOaChannel, reply: Reply) -> Sent:
    sent: Sent = with_channel(channel, lambda c: c.send(LAN, reply))
    return sent


def refused(channel: ZaloOaChannel, reply: Reply = HELLO) -> tuple[ErrorKind, str]:
    """The kind and detail of the error that sending ends with."""
    with pytest.raises(ChannelError) as caught:
        send(channel, reply)
    return caught.value.kind, caught.value.detail


def link(file: Attachment, address: Address) -> str:
    return f"https://nhacviec.example.vn/tep/{address.chat}/{file.name}"


# -- going out -------------------------------------------------------------------------------------


def test_a_text(fake: Account) -> None:
    sent = send(channel_to(fake), HELLO)
    assert [(m.kind, m.text, m.message_id) for m in fake.delivered] == [
        ("text", "Chào chị Lan.", sent.message_id)
    ]


def test_choices_are_buttons(fake: Account) -> None:
    send(channel_to(fake), Reply("Số liệu đúng chưa?", YES_NO))
    (message,) = fake.delivered
    assert message.text == "Số liệu đúng chưa?"
    assert [title for title, _ in message.buttons] == ["Đúng", "Sửa"]


def test_a_tap_comes_back_as_its_choice(fake: Account) -> None:
    send(channel_to(fake), Reply("Số liệu đúng chưa?", YES_NO))
    _, payload = fake.delivered[0].buttons[1]
    incoming = take(channel_to(fake), *fake.signed(fake.write(LAN.chat, payload)))
    assert incoming is not None
    assert (incoming.text, incoming.choice) == ("Sửa", "fix:17")


@pytest.mark.parametrize(
    "choices",
    [
        tuple(Choice(f"xã {number}", f"unit:{number}") for number in range(6)),
        (Choice("rất dài " * 20, "long"), Choice("ngắn", "short")),
    ],
)
def test_too_many_or_too_long_choices_are_words(fake: Account, choices: tuple[Choice, ...]) -> None:
    send(channel_to(fake), Reply("Chọn:", choices))
    (message,) = fake.delivered
    assert message.buttons == ()
    assert all(choice.words in message.text for choice in choices)


def test_an_account_without_buttons_shows_words(fake: Account) -> None:
    send(channel_to(fake, buttons=False), Reply("Số liệu đúng chưa?", YES_NO))
    (message,) = fake.delivered
    assert message.buttons == ()
    assert "Đúng" in message.text


def test_a_chart_and_a_report_are_uploaded(fake: Account) -> None:
    send(channel_to(fake), Reply("Báo cáo quý III", files=(PNG, DOCX)))
    assert [(m.kind, m.text, m.content, m.name) for m in fake.delivered] == [
        ("text", "Báo cáo quý III", b"", ""),
        ("photo", "", PNG.content, PNG.name),
        ("file", "", DOCX.content, DOCX.name),
    ]


@pytest.mark.parametrize(
    "file",
    [
        XLSX,
        Attachment("to.png", "image/png", PNG.content.ljust(2**20 + 1)),
        Attachment("to.pdf", "application/pdf", b"%PDF".ljust(5 * 2**20 + 1)),
    ],
)
def test_what_zalo_does_not_take_is_a_link(fake: Account, file: Attachment) -> None:
    send(channel_to(fake, link=link), Reply("Đã xong.", files=(file,)))
    (message,) = fake.delivered
    assert message.kind == "text"
    assert link(file, LAN) in message.text
    assert fake.uploads == {}


def test_an_upload_that_fails_has_said_nothing(fake: Account) -> None:
    fake.faults.add("file", Fault(drop="after"))
    assert refused(channel_to(fake), Reply("", files=(DOCX,)))[0] == ErrorKind.TRANSIENT
    assert fake.delivered == []


MEANINGS = {
    -32: ErrorKind.RATE,
    -137: ErrorKind.QUOTA,
    -201: ErrorKind.REFUSED,
    -204: ErrorKind.UNAUTHORISED,
    -205: ErrorKind.UNAUTHORISED,
    -211: ErrorKind.QUOTA,
    -213: ErrorKind.BLOCKED,
    -218: ErrorKind.WINDOW,
    -224: ErrorKind.REFUSED,
    -230: ErrorKind.WINDOW,
    -232: ErrorKind.WINDOW,
    -242: ErrorKind.UNAUTHORISED,
    -999: ErrorKind.REFUSED,
}


def test_every_error_has_a_meaning(fake: Account) -> None:
    for code in MEANINGS:
        fake.faults.add("cs", Fault(answer=fake.refusal(code, "what Zalo says")))

    async def all_of_them(channel: ZaloOaChannel) -> dict[int, ErrorKind]:
        kinds = {}
        for code in MEANINGS:
            with pytest.raises(ChannelError) as caught:
                await channel.send(LAN, HELLO)
            kinds[code] = caught.value.kind
            assert (caught.value.retry_after is not None) == (code == -32)
        return kinds

    assert with_channel(channel_to(fake), all_of_them) == MEANINGS
    assert sum(r.path.endswith("/cs") for r in fake.requests) == len(MEANINGS)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(drop="before"), ErrorKind.UNKNOWN),
        (Fault(drop="after"), ErrorKind.UNKNOWN),
        (Fault(answer=Answer(200, b"<html>")), ErrorKind.UNKNOWN),
        (Fault(answer=Answer(200, b"{}")), ErrorKind.UNKNOWN),
        (Fault(answer=Answer(503)), ErrorKind.TRANSIENT),
        (Fault(answer=Answer.of({"error": 0}, 500)), ErrorKind.TRANSIENT),
        (Fault(answer=Answer(429)), ErrorKind.RATE),
        (Fault(answer=Answer(404)), ErrorKind.REFUSED),
    ],
)
def test_what_is_not_an_answer(fake: Account, fault: Fault, kind: ErrorKind) -> None:
    fake.faults.add("cs", fault)
    assert refused(channel_to(fake))[0] == kind


def test_nothing_to_say_and_nothing_to_edit(fake: Account) -> None:
    assert refused(channel_to(fake), Reply(" ")) == (ErrorKind.REFUSED, "empty")
    with pytest.raises(ChannelError) as caught:
        with_channel(channel_to(fake), lambda c: c.edit(LAN, "1", HELLO))
    assert caught.value.kind == ErrorKind.REFUSED
    assert fake.requests == []


# -- tokens ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stale",
    [
        Fault(answer=Answer.of({"error": -216, "message": "Access token is invalid"})),
        Fault(answer=Answer.of({"error": -220, "message": "Access token is expired"})),
        Fault(answer=Answer.of({"error": -124, "message": "Access token is invalid"})),
        Fault(answer=Answer(401)),
        Fault(answer=Answer.of({"error": 0, "message": ""}, 401)),
    ],
)
def test_a_refused_token_is_renewed_once(fake: Account, stale: Fault) -> None:
    fake.faults.add("cs", stale)
    send(channel_to(fake), HELLO)
    assert fake.refreshes == 1
    assert len(fake.delivered) == 1


def test_a_token_that_is_refused_twice_needs_an_administrator(fake: Account) -> None:
    fake.faults.add("cs", Fault(answer=fake.refusal(-216)), times=2)
    assert refused(channel_to(fake)) == (ErrorKind.UNAUTHORISED, "token")
    assert fake.refreshes == 1


def test_a_token_that_zalo_has_ended_early(fake: Account) -> None:
    async def twice(channel: ZaloOaChannel) -> None:
        await channel.send(LAN, HELLO)
        fake.spend()
        await channel.send(LAN, HELLO)

    with_channel(channel_to(fake), twice)
    assert (fake.refreshes, len(fake.delivered)) == (1, 2)


def test_many_messages_at_once_renew_once(fake: Account) -> None:
    fake.spend()

    async def burst(channel: ZaloOaChannel) -> None:
        await asyncio.gather(*(channel.send(LAN, HELLO) for _ in range(5)))

    with_channel(channel_to(fake), burst)
    assert (fake.refreshes, len(fake.delivered)) == (1, 5)


# -- windows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "window"),
    [
        (timedelta(0), "free"),
        (timedelta(hours=48), "free"),
        (timedelta(hours=48, seconds=1), "paid"),
        (timedelta(days=7), "paid"),
        (timedelta(days=7, seconds=1), "closed"),
        (None, "closed"),
    ],
)
def test_windows_agree_with_zalo(fake: Account, since: timedelta | None, window: str) -> None:
    last = None if since is None else NOW - since
    fake.last_seen.clear()
    if last:
        fake.last_seen[LAN.chat] = last
    if window == "closed":
        assert refused(channel_to(fake)) == (ErrorKind.WINDOW, "no_interaction")
    else:
        send(channel_to(fake), HELLO)
        assert fake.delivered[0].paid == (window == "paid")


def test_who_has_left_is_blocked(fake: Account) -> None:
    fake.unfollow(LAN.chat)
    assert refused(channel_to(fake)) == (ErrorKind.BLOCKED, "not_followed")


def test_the_month_is_used_up(fake: Account) -> None:
    fake.month_limit = 0
    assert refused(channel_to(fake)) == (ErrorKind.QUOTA, "quota")


# -- the webhook -----------------------------------------------------------------------------------


def take(channel: ZaloOaChannel, body: bytes, headers: dict[str, str]) -> Incoming | None:
    incoming: Incoming | None = with_channel(channel, lambda c: through(c)(body, headers))
    return incoming


def test_the_signature_is_a_plain_hash() -> None:
    # sha256sum of: 4567{"timestamp":"1"}1oa-secret
    known = "273ccc152374ec22adcfe229634392808895bb04d7b0ac7174e134efe52a18d9"
    body = b'{"timestamp":"1"}'
    assert signature("4567", body, "1", "oa-secret") == known
    for header in (known, f"mac={known}", f" mac={known.upper()} "):
        assert is_genuine(header, "4567", body, "1", "oa-secret")
    for header in ("", "mac=", known[:-1], f"mac={known}0", "mac=chữ ký"):
        assert not is_genuine(header, "4567", body, "1", "oa-secret")
    assert not is_genuine(signature("4567", body, "1", ""), "4567", body, "1", "")


def test_a_message_of_a_stranger_is_not_read(fake: Account) -> None:
    body, headers = fake.signed(fake.write(LAN.chat, "14 14 0 0"))
    assert take(channel_to(fake), body, headers) is not None
    forged = [
        (body.replace(b"14 14", b"14 15"), headers),
        (body, headers | {"X-ZEvent-Signature": "mac=" + "0" * 64}),
        (body, {}),
        (b"not json", headers),
        (b"[]", headers),
    ]
    for forged_body, forged_headers in forged:
        with pytest.raises(ChannelError) as caught:
            take(channel_to(fake), forged_body, forged_headers)
        assert caught.value.detail == "webhook_signature"


def test_a_signature_may_at_first_only_be_logged(
    fake: Account, caplog: pytest.LogCaptureFixture
) -> None:
    body, _ = fake.signed(fake.write(LAN.chat, "chào"))
    with caplog.at_level(logging.WARNING, "bot"):
        incoming = take(channel_to(fake, enforce_signature=False), body, {})
    assert incoming is not None
    assert "signature differs" in caplog.text


def test_an_empty_call_needs_only_the_answer(fake: Account) -> None:
    assert take(channel_to(fake), b"", {}) is None


def test_a_text_event(fake: Account) -> None:
    what = fake.write(LAN.chat, "14 14 0 0")
    assert take(channel_to(fake), *fake.signed(what)) == Incoming(
        event_id=what["message"]["msg_id"],
        address=LAN,
        text="14 14 0 0",
        at=NOW,
        message_id=what["message"]["msg_id"],
    )


@pytest.mark.parametrize(
    ("text", "words", "data"),
    [
        ("Đúng «yes:17»", "Đúng", "yes:17"),
        (" Đúng «yes:17» ", "Đúng", "yes:17"),
        ("14 14 0 0", "14 14 0 0", ""),
        ("Báo cáo «quý III»", "Báo cáo «quý III»", ""),
        ("xã «xa-bac-son» đã nộp", "xã «xa-bac-son» đã nộp", ""),
        ("", "", ""),
    ],
)
def test_a_tap_is_told_from_typing(text: str, words: str, data: str) -> None:
    assert tapped(text) == (words, data)


def happening(name: str, message: dict[str, Any]) -> dict[str, Any]:
    return {
        "event_name": name,
        "sender": {"id": LAN.chat},
        "message": {"msg_id": "in1", **message},
        "timestamp": "1717061839659",
    }


@pytest.mark.parametrize(
    ("name", "unread"),
    [
        ("user_send_image", "photo"),
        ("user_send_sticker", "sticker"),
        ("user_send_audio", "voice"),
        ("user_send_video", "other"),
        ("user_send_location", "other"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, unread: str) -> None:
    incoming = read_event(happening(name, {"text": "số liệu"}), NOW)
    assert isinstance(incoming, Incoming)
    assert (incoming.text, incoming.unread) == ("số liệu", unread)


@pytest.mark.parametrize("field", ["text", "payload"])
def test_a_clicked_button(field: str) -> None:
    incoming = read_event(happening("user_click_button", {field: "Sửa «fix:17»"}), NOW)
    assert isinstance(incoming, Incoming)
    assert (incoming.text, incoming.choice) == ("Sửa", "fix:17")


def test_coming_and_going(fake: Account) -> None:
    gone = take(channel_to(fake), *fake.signed(fake.unfollow(LAN.chat)))
    back = take(channel_to(fake), *fake.signed(fake.follow(LAN.chat)))
    assert gone is not None
    assert back is not None
    assert (gone.signal, gone.address, gone.at) == (Signal.BLOCKED, LAN, NOW)
    assert back.signal is Signal.UNBLOCKED
    assert gone.event_id != back.event_id


@pytest.mark.parametrize(
    ("name", "message", "ids"),
    [
        ("user_seen_message", {"msg_ids": ["out1", "out2"]}, ("out1", "out2")),
        ("user_received_message", {"msg_id": "out1"}, ("out1",)),
    ],
)
def test_receipts_go_to_who_cares(
    fake: Account, name: str, message: dict[str, Any], ids: tuple[str, ...]
) -> None:
    got: list[Receipts] = []

    async def notice(receipts: Receipts) -> None:
        got.append(receipts)

    signed = fake.signed(happening(name, message))
    assert take(channel_to(fake, notice=notice), *signed) is None
    at = datetime(2024, 5, 30, 9, 37, 19, 659000, tzinfo=UTC)
    assert got == [Receipts(Receipt(name), LAN, ids, at)]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({}, "no_sender"),
        (happening("oa_send_text", {}), "unknown_event"),
        (happening("user_send_text", {"msg_id": ""}), "no_id"),
        (happening("user_send_text", {}) | {"message": "x"}, "no_id"),
        ({"event_name": "follow"}, "no_sender"),
    ],
)
def test_what_is_no_message_has_a_code(fake: Account, event: dict[str, Any], code: str) -> None:
    with pytest.raises(Unusable, match=code):
        read_event(event, NOW)
    assert take(channel_to(fake), *fake.signed({"timestamp": "1"} | event)) is None


class Shelf(FakeServer):
    """Where Zalo keeps what people send."""

    content = b"PK xlsx"

    async def handle(self, request: Request) -> Answer:
        return Answer(200 if request.path == "/phu-luc.xlsx" else 404, self.content)


def file_event(url: str) -> dict[str, Any]:
    payload = {"url": url, "name": "phu-luc.xlsx", "size": "7", "type": "xlsx"}
    return happening("user_send_file", {"attachments": [{"type": "file", "payload": payload}]})


def test_a_picture_is_a_file_of_its_own_name() -> None:
    payload = {"url": "https://photo.example/1", "thumbnail": "https://photo.example/small"}
    event = happening("user_send_image", {"attachments": [{"type": "image", "payload": payload}]})
    assert file_of(event) == ZaloFile("anh.jpg", "https://photo.example/1")
    assert file_of(happening("user_send_audio", {"attachments": [{"payload": payload}]})) is None


def test_a_file_is_fetched_at_once(fake: Account) -> None:
    with Shelf() as shelf:
        signed = fake.signed(file_event(f"{shelf.url}/phu-luc.xlsx"))
        incoming = take(channel_to(fake), *signed)
    assert incoming is not None
    assert incoming.file is not None
    assert (incoming.file.name, incoming.file.content) == ("phu-luc.xlsx", b"PK xlsx")
    assert incoming.unread == ""


@pytest.mark.parametrize("where", ["gone", "closed", "ftp://zalo.example/x", "https://", ""])
def test_a_file_that_cannot_be_had_is_named(fake: Account, where: str) -> None:
    with Shelf() as shelf:
        url = {"gone": f"{shelf.url}/x", "closed": closed_url()}.get(where, where)
        incoming = take(channel_to(fake), *fake.signed(file_event(url)))
    assert incoming is not None
    assert (incoming.file, incoming.unread) == (None, "file")


@pytest.mark.parametrize(
    ("failures", "attempts", "on"),
    [
        (0, [("", 200)], True),
        (2, [("", 503), ("1", 503), ("2", 200)], True),
        (6, [("", 503), *((str(number), 503) for number in range(1, 6))], False),
    ],
)
def test_zalo_calls_again_until_it_is_kept(
    fake: Account, failures: int, attempts: list[tuple[str, int]], on: bool
) -> None:
    fake.second = 0.00001
    channel = channel_to(fake)
    with Door(through(channel)) as door:
        door.failures = failures
        fake.webhook = f"{door.url}/webhooks/zalo-oa"
        fake.write(LAN.chat, "14 14 0 0")
        with_channel(channel, lambda _: until(lambda: len(fake.attempts) == len(attempts)))
        received = [incoming.event_id for incoming in door.received]
        bodies = {request.body for request in door.requests}
    assert fake.attempts == attempts
    assert (len(received), len(bodies), fake.webhook_on) == (int(on), 1, on)


def test_run_waits(fake: Account) -> None:
    async def never(incoming: Incoming) -> None:
        raise AssertionError(incoming)

    async def waited(channel: ZaloOaChannel) -> bool:
        running = asyncio.create_task(channel.run(never))
        _, waiting = await asyncio.wait({running}, timeout=0.01)
        running.cancel()
        return bool(waiting)

    assert with_channel(channel_to(fake), waited)


# -- secrets ---------------------------------------------------------------------------------------


def test_no_token_is_in_the_log(fake: Account, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(Redaction())
    fake.faults.add("cs", Fault(answer=fake.refusal(-216)))
    fake.faults.add("file", Fault(drop="before"))

    async def live(channel: ZaloOaChannel) -> None:
        await channel.send(LAN, HELLO)
        try:
            await channel.send(LAN, Reply("", files=(DOCX,)))
        except ChannelError:
            logging.getLogger("bot").exception("not sent")

    with caplog.at_level(logging.DEBUG):
        with_channel(channel_to(fake), live)
    tokens = fake.store.load()
    assert tokens is not None
    assert "not sent" in caplog.text
    for secret in (tokens.access, tokens.refresh, fake.app_secret, fake.oa_secret):
        assert secret not in caplog.text
    assert json.dumps(HELLO.text) not in caplog.text
