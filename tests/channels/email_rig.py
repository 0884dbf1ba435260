"""E-mail, put to the contract of all channels: it carries, and hears nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from bot.channels.email import EmailChannel, PostOffice
from bot.channels.port import Channel, ErrorKind
from domain.talk.messages import Address
from tests.channels.contract import CUTS, Drop, Failure, Rig, Seen
from tests.channels.fake_smtp import PASSWORD, USER, FakeSmtp, files_of, text_of
from tests.support.fake_server import closed_url

LAN = "lan@xa-bac-son.example.vn"


def refuses(step: str, words: str) -> Callable[[Rig], None]:
    return lambda rig: rig.fake.refusals[step].append(words)  # type: ignore[attr-defined]


def forgets_us(rig: Rig) -> None:
    rig.fake.disbelieves += 2  # type: ignore[attr-defined]  # PLAIN, then LOGIN


class EmailRig(Rig):
    can = frozenset({CUTS})
    secrets = (PASSWORD,)
    address = Address("email", LAN)
    failures = (
        Failure("no-such-box", refuses("RCPT", "550 5.1.1 No such user"), ErrorKind.BLOCKED),
        Failure("relay", refuses("RCPT", "550 5.7.1 Relaying denied"), ErrorKind.REFUSED),
        Failure("box-full-now", refuses("RCPT", "452 4.2.2 Mailbox full"), ErrorKind.TRANSIENT),
        Failure("greylisted", refuses("RCPT", "451 4.7.1 Try again later"), ErrorKind.TRANSIENT),
        Failure("sender", refuses("MAIL", "553 5.7.1 Sender rejected"), ErrorKind.REFUSED),
        Failure("too-large", refuses("DATA", "552 5.3.4 Message too big"), ErrorKind.REFUSED),
        Failure("spam", refuses("DATA", "554 5.7.1 Rejected as spam"), ErrorKind.REFUSED),
        Failure("busy", refuses("DATA", "451 4.3.0 Local error"), ErrorKind.TRANSIENT),
        Failure("password", forgets_us, ErrorKind.UNAUTHORISED),
    )

    def start(self) -> None:
        self.fake = self.stack.enter_context(FakeSmtp())

    def channel(self, url: str = "") -> Channel:
        port = int(url.rpartition(":")[2]) if url else self.fake.port
        server = PostOffice("127.0.0.1", port, "none", USER, PASSWORD)
        return EmailChannel(server, "Nhắc Việc <bot@example.vn>", lambda: datetime.now(UTC))

    def nowhere(self) -> str:
        return closed_url()

    def attempts(self) -> int:
        return self.fake.tries

    def cut(self, drop: Drop) -> None:
        self.fake.cuts.append(drop)

    def seen(self) -> list[Seen]:
        found = []
        for to, mail in self.fake.mails:
            assert to == LAN
            files = files_of(mail)
            found.append(Seen(text_of(mail), content=files[0][2] if files else b""))
        return found
