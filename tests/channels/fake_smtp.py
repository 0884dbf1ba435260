"""A real SMTP server on loopback (aiosmtpd), which keeps what it is handed and fails on purpose."""

from __future__ import annotations

import email
import email.policy
from collections import deque
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from tests.support.fake_server import closed_url

USER, PASSWORD = "nhacviec", "mat-khau-cua-hop-thu"


class FakeSmtp:
    """A context manager. `refusals` are said at the next step of that name instead of 250."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []  # to whom, what
        self.tries = 0
        self.cuts: deque[str] = deque()
        self.disbelieves = 0  # how many of the next logins are wrong
        self.refusals: dict[str, deque[str]] = {"RCPT": deque(), "DATA": deque(), "MAIL": deque()}

    def __enter__(self) -> Self:
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=int(closed_url().rpartition(":")[2]),
            authenticator=self._believe,
            auth_require_tls=False,
        )
        self._controller.start()
        self.port = self._controller.port
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def _believe(self, *given: Any) -> AuthResult:
        data = given[-1]
        if self.disbelieves:
            self.disbelieves -= 1
            return AuthResult(success=False, handled=False)
        known = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
        return AuthResult(success=known, handled=False)

    # -- hooks of aiosmtpd ------------------------------------------------------------------------

    async def handle_MAIL(
        self, _server: Any, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self._refusal("MAIL") or "250 OK"

    async def handle_RCPT(
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if said := self._refusal("RCPT"):
            self.tries += 1
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Session, envelope: Envelope) -> str:
        self.tries += 1
        cut = self.cuts.popleft() if self.cuts else ""
        said = self._refusal("DATA")
        if not said and cut != "before":
            content = envelope.content
            assert isinstance(content, bytes)
            mail = email.message_from_bytes(content, policy=email.policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails += [(to, mail) for to in envelope.rcpt_tos]
        if cut:
            server.transport.abort()
        return said or "250 OK"

    def _refusal(self, step: str) -> str:
        waiting = self.refusals[step]
        return waiting.popleft() if waiting else ""


def text_of(mail: EmailMessage) -> str:
    """The words, without the end of the last line."""
    body = mail.get_body(("plain",))
    return body.get_content().removesuffix("\n") if body is not None else ""


def files_of(mail: EmailMessage) -> list[tuple[str, str, bytes]]:
    """Name, media type and content of what is attached."""
    found = []
    for part in mail.iter_attachments():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found.append((part.get_filename() or "", part.get_content_type(), content))
    return found
