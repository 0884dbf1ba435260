"""Telegram, put to the contract, by either library."""

from __future__ import annotations

from collections.abc import Callable

from bot.channels.port import ErrorKind
from bot.channels.telegram import TelegramChannel, open_driver
from domain.talk.messages import Address, Attachment, Choice
from tests.channels.contract import (
    AGAIN,
    CORRECTS,
    CUTS,
    FILES,
    HEARS,
    OTHERS,
    PEOPLE,
    SIGNALS,
    TAPS,
    Failure,
    HttpRig,
    Seen,
)
from tests.support.fake_server import Answer, Fault, Upload
from tests.support.fake_telegram import TOKEN, FakeTelegram, flood, refusal

LAN = 99


def fails(fault: Fault) -> Callable[[HttpRig], None]:
    return lambda rig: rig.fake.faults.add(rig.operation, fault)


def says(status: int, description: str, **parameters: int) -> Callable[[HttpRig], None]:
    return fails(Fault(answer=refusal(status, description, **parameters)))


def page(status: int) -> Callable[[HttpRig], None]:
    return fails(Fault(answer=Answer(status, b"<html>no answer of the Bot API", "text/html")))


UPGRADED = "Bad Request: group chat was upgraded to a supergroup chat"

FAILURES = (
    Failure("flood", fails(flood(35)), ErrorKind.RATE, retry_after=35.0),
    Failure("blocked", lambda rig: rig.block(), ErrorKind.BLOCKED),
    Failure("gone", says(403, "Forbidden: user is deactivated"), ErrorKind.BLOCKED),
    Failure("unknown", says(400, "Bad Request: chat not found"), ErrorKind.BLOCKED),
    Failure("upgraded", says(400, UPGRADED, migrate_to_chat_id=-5), ErrorKind.MOVED, moved_to="-5"),
    Failure("bad", says(400, "Bad Request: can't parse entities"), ErrorKind.REFUSED),
    Failure("too-large", says(413, "Request Entity Too Large"), ErrorKind.REFUSED),
    Failure("token", says(401, "Unauthorized"), ErrorKind.UNAUTHORISED),
    Failure("token-form", says(404, "Not Found"), ErrorKind.UNAUTHORISED),
    Failure("server", says(500, "Internal Server Error"), ErrorKind.TRANSIENT),
    Failure("gateway", page(502), ErrorKind.TRANSIENT),
    Failure("login-page", page(200), ErrorKind.UNKNOWN),
)


class TelegramRig(HttpRig):
    can = frozenset({CUTS, HEARS, AGAIN, PEOPLE, TAPS, CORRECTS, FILES, OTHERS, SIGNALS})
    secrets = (TOKEN, TOKEN.partition(":")[2])
    operation = "sendMessage"
    failures = FAILURES
    address = Address("telegram", str(LAN))
    fake: FakeTelegram

    def __init__(self, driver: str) -> None:
        self.driver = driver

    def start(self) -> None:
        self.fake = self.stack.enter_context(FakeTelegram())
        self.fake.meet(LAN)

    def channel(self, url: str = "") -> TelegramChannel:
        driver = open_driver(self.driver, self.fake.token, url or self.fake.url)
        return TelegramChannel(driver, poll_seconds=5, pause_seconds=0.01)

    def write(self, text: str, person: int = 0) -> None:
        self.fake.say(LAN + person, text)

    def seen(self) -> list[Seen]:
        return [
            Seen(
                sent.message.get("text") or sent.message.get("caption") or "",
                tuple(words for words, _ in sent.buttons),
                sent.file.content if sent.file else b"",
            )
            for sent in self.fake.sent
            if sent.chat == LAN
        ]

    def tap(self, choice: Choice) -> None:
        last = self.fake.sent[-1]
        assert (choice.words, choice.data) in last.buttons
        self.fake.tap(LAN, last.message["message_id"], choice.data)

    def correct(self, text: str) -> None:
        self.fake.rewrite(LAN, self.fake.message_ids(LAN)[-1], text)

    def send_file(self, file: Attachment) -> None:
        self.fake.send_file(LAN, Upload(file.name, file.media, file.content))

    def send_other(self) -> None:
        self.fake.send_other(LAN, sticker={"file_id": "s"})

    def block(self) -> None:
        self.fake.block(LAN)
