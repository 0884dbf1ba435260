"""A Zalo Official Account on loopback: token server, consultation messages, uploads and webhook,
as strict as their documents. Its clock stands still until a test moves it."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx

from bot.channels.zalo_signature import signature
from tests.support.fake_server import Answer, FakeServer, Request, Upload

TEXT = 2_000  # UTF-16 units
FILE_BYTES = 5 * 2**20
IMAGE_BYTES = 2**20
SCHEDULE = (30.0, 300.0, 900.0, 1800.0, 3600.0)  # seconds before each further attempt
CONSULTATION = timedelta(days=7)
FREE = timedelta(hours=48)
BUTTONS = frozenset(
    {"oa.open.url", "oa.query.show", "oa.query.hide", "oa.open.sms", "oa.open.phone"}
)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a person has got. `content` is that of the picture or file."""

    chat: str
    kind: str  # text, photo, file
    text: str = ""
    content: bytes = b""
    name: str = ""
    buttons: tuple[tuple[str, str], ...] = ()  # (title, payload)
    message_id: str = ""
    paid: bool = False  # sent after the free 48 hours


class Refused(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class FakeZaloOa(FakeServer):
    """One Official Account of one application."""

    app_id = "4567"
    app_secret = "app-secret"
    oa_id = "579745863508352884"
    oa_secret = "oa-secret"

    def __init__(self, *, second: float = 0.001) -> None:
        super().__init__()
        self.second = second  # how long a second of the webhook's retry schedule takes here
        self.now = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
        self.month_limit = 10_000
        self.used = 0
        self.refreshes = 0
        self.refresh_token = "refresh-0"
        self.delivered: list[Delivered] = []
        self.uploads: dict[str, Upload] = {}  # attachment id or file token -> what was uploaded
        self.last_seen: dict[str, datetime] = {}  # follower -> last interaction
        self.followers: set[str] = set()
        self.webhook = ""  # set by tests to a door on this machine
        self.webhook_on = True
        self.attempts: list[tuple[str, int]] = []  # (num_retry, answered status) of each call
        self._access: dict[str, datetime] = {}  # token -> its end
        self._spent: set[str] = set()
        self._numbers = count(1)
        # A person's events go out in order; what must be repeated holds up nobody.
        self._lines: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    # -- people ------------------------------------------------------------------------------------

    def write(self, chat: str, text: str, **message: Any) -> dict[str, Any]:
        """A person writes to the account, or taps a button: its payload comes as text."""
        return self.event(chat, "user_send_text", {"text": text, **message})

    def event(self, chat: str, name: str, message: dict[str, Any]) -> dict[str, Any]:
        """Something a person has sent; the event as it goes out."""
        what = {
            "event_name": name,
            "app_id": self.app_id,
            "sender": {"id": chat},
            "recipient": {"id": self.oa_id},
            "message": {"msg_id": f"in{next(self._numbers)}", **message},
            "timestamp": str(int(self.now.timestamp() * 1000)),
            "user_id_by_app": f"app-{chat}",
        }
        return self._meet(chat, what)

    def follow(self, chat: str) -> dict[str, Any]:
        self.call(self.followers.add, chat)
        return self.arrive(self._follow_event("follow", chat))

    def unfollow(self, chat: str) -> dict[str, Any]:
        self.call(self.followers.discard, chat)
        return self.arrive(self._follow_event("unfollow", chat))

    def arrive(self, what: dict[str, Any], *, mac: str | None = None) -> dict[str, Any]:
        """Call the webhook, if there is one, until it takes the event."""
        if self.webhook:
            self.call(lambda: self.start(self._push(what, mac)))
        return what

    def signed(self, what: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        """The body and the headers of a webhook call."""
        body = json.dumps(what, ensure_ascii=False).encode()
        mac = signature(self.app_id, body, what["timestamp"], self.oa_secret)
        return body, {"X-ZEvent-Signature": f"mac={mac}", "Content-Type": "application/json"}

    def _meet(self, chat: str, what: dict[str, Any]) -> dict[str, Any]:
        def meet() -> None:
            self.followers.add(chat)
            self.last_seen[chat] = self.now

        self.call(meet)
        return self.arrive(what)

    def _follow_event(self, name: str, chat: str) -> dict[str, Any]:
        return {
            "event_name": name,
            "app_id": self.app_id,
            "oa_id": self.oa_id,
            "follower": {"id": chat},
            "source": "oa_profile",
            "timestamp": str(int(self.now.timestamp() * 1000)),
        }

    async def _push(self, what: dict[str, Any], mac: str | None) -> None:
        body, headers = self.signed(what)
        if mac is not None:
            headers["X-ZEvent-Signature"] = mac
        async with self._lines[str(what.get("sender"))]:
            if await self._attempt(body, headers):
                return
        for attempt, wait in enumerate(SCHEDULE, 1):
            await asyncio.sleep(wait * self.second)
            if not self.webhook_on or await self._attempt(body, headers, str(attempt)):
                return
        self.webhook_on = False

    async def _attempt(self, body: bytes, headers: dict[str, str], retry: str = "") -> bool:
        status = await self._call(body, headers | ({"num_retry": retry} if retry else {}))
        self.attempts.append((retry, status))
        return status == 200

    async def _call(self, body: bytes, headers: dict[str, str]) -> int:
        try:
            answer = await self._client.post(self.webhook, content=body, headers=headers, timeout=2)
        except httpx.HTTPError:
            return 0
        return answer.status_code

    # -- the methods -------------------------------------------------------------------------------

    def operation(self, request: Request) -> str:
        return request.path.rpartition("/")[2]  # access_token, cs, image, file

    async def handle(self, request: Request) -> Answer:
        methods: dict[str, Callable[[Request], Answer]] = {
            "/v4/oa/access_token": self._token,
            "/v3.0/oa/message/cs": self._send,
            "/v2.0/oa/upload/image": self._upload,
            "/v2.0/oa/upload/file": self._upload,
        }
        method = methods.get(request.path)
        if method is None or request.method != "POST":
            return Answer.of({"error": 404, "message": "empty api"}, 404)
        try:
            return method(request)
        except Refused as refused:
            return self.refusal(refused.code, refused.message)

    def refusal(self, code: int, message: str = "") -> Answer:
        """The documented shape of an error: HTTP 200."""
        return Answer.of({"error": code, "message": message})

    def spend(self) -> None:
        """All access tokens end now."""
        self.call(lambda: self._access.update(dict.fromkeys(self._access, self.now)))

    def issue(self) -> str:
        """An access token that is good for 25 hours of the fake's clock."""
        token = f"access-{next(self._numbers)}"
        self._access[token] = self.now + timedelta(hours=25)
        return token

    def _token(self, request: Request) -> Answer:
        if request.headers.get("secret_key") != self.app_secret:
            return _token_error(-14004, "Invalid secret key")
        form = request.fields
        if form.keys() != {"refresh_token", "app_id", "grant_type"}:
            return _token_error(-14001, "Invalid parameter")
        if form["app_id"] != self.app_id or form["grant_type"] != "refresh_token":
            return _token_error(-14002, "Invalid app id")
        given = form["refresh_token"]
        if given in self._spent:
            return _token_error(-14020, "Refresh token is used or expired")
        if given != self.refresh_token:
            return _token_error(-14014, "Invalid refresh token")
        self._spent.add(given)
        self.refreshes += 1
        self.refresh_token = f"refresh-{self.refreshes}"
        return Answer.of(
            {
                "access_token": self.issue(),
                "refresh_token": self.refresh_token,
                "expires_in": "90000",
            }
        )

    def _check_token(self, request: Request) -> None:
        end = self._access.get(request.headers.get("access_token", ""))
        if end is None:
            raise Refused(-216, "Access token is invalid")
        if end <= self.now:
            raise Refused(-220, "Access token is expired or removed")

    def _upload(self, request: Request) -> Answer:
        self._check_token(request)
        kind = self.operation(request)
        upload = request.files.get("file")
        if upload is None or request.files.keys() | request.fields.keys() != {"file"}:
            raise Refused(-201, "file is missing")
        _CHECKS[kind](upload)
        name = f"{kind}-{next(self._numbers)}"
        self.uploads[name] = upload
        data = {"attachment_id": name} if kind == "image" else {"token": name}
        return Answer.of({"data": data, "error": 0, "message": "Success"})

    def _send(self, request: Request) -> Answer:
        self._check_token(request)
        try:
            body = json.loads(request.body)
        except ValueError:
            raise Refused(-201, "not JSON") from None
        _fields(body, {"recipient": dict, "message": dict})
        _fields(body["recipient"], {"user_id": str})
        chat = body["recipient"]["user_id"]
        found = self._read_message(chat, body["message"])
        paid = self._check_window(chat)
        if self.used >= self.month_limit:
            raise Refused(-211, "Out of quota")
        self.used += 1
        message_id = f"63ecf43f0df7dba8{next(self._numbers):04}"
        self.delivered.append(Delivered(**found, message_id=message_id, paid=paid))
        data = {"message_id": message_id, "user_id": chat, "sent_time": "1626926349402"}
        return Answer.of({"data": data, "error": 0, "message": "Success"})

    def _check_window(self, chat: str) -> bool:
        """True where the message is paid for."""
        if chat not in self.followers:
            raise Refused(-213, "User has not followed OA")
        if chat not in self.last_seen:
            raise Refused(-232, "User has not interacted with OA")
        since = self.now - self.last_seen[chat]
        if since > CONSULTATION:
            raise Refused(-230, "User has not interacted with OA in the past 7 days")
        return since > FREE

    def _read_message(self, chat: str, message: dict[str, Any]) -> dict[str, Any]:
        _fields(message, {}, {"text": str, "attachment": dict})
        text = message.get("text", "")
        if not 1 <= len(text.encode("utf-16-le")) // 2 <= TEXT and "text" in message:
            raise Refused(-201, "text must have 1 to 2000 characters")
        if "attachment" not in message:
            _need(text, "message is empty")
            return {"chat": chat, "kind": "text", "text": text}
        _fields(message["attachment"], {"type": str, "payload": dict})
        payload = message["attachment"]["payload"]
        if message["attachment"]["type"] == "file":
            return {"chat": chat, **self._read_file(message, payload)}
        _need(message["attachment"]["type"] == "template", "unknown attachment")
        if "buttons" in payload:
            _need(text, "buttons need a text")
            buttons = _read_buttons(payload)
            return {"chat": chat, "kind": "text", "text": text, "buttons": buttons}
        return {"chat": chat, "text": text, **self._read_image(payload)}

    def _read_file(self, message: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
        _need(message.keys() == {"attachment"}, "a file comes without text")
        _fields(payload, {"token": str})
        _need(payload["token"].startswith("file-"), "unknown token")
        upload = self.uploads.get(payload["token"])
        if upload is None:
            raise Refused(-201, "unknown token")
        return {"kind": "file", "content": upload.content, "name": upload.name}

    def _read_image(self, payload: dict[str, Any]) -> dict[str, Any]:
        _fields(payload, {"template_type": str, "elements": list})
        _need(payload["template_type"] == "media", "unknown template")
        _need(len(payload["elements"]) == 1, "one element only")
        element = payload["elements"][0]
        _fields(element, {"media_type": str, "attachment_id": str})
        _need(element["media_type"] == "image", "unknown media")
        _need(element["attachment_id"].startswith("image-"), "unknown attachment")
        upload = self.uploads.get(element["attachment_id"])
        if upload is None:
            raise Refused(-201, "unknown attachment")
        return {"kind": "photo", "content": upload.content, "name": upload.name}


def _read_buttons(payload: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    _fields(payload, {"buttons": list})
    _need(1 <= len(payload["buttons"]) <= 5, "1 to 5 buttons")
    for button in payload["buttons"]:
        _fields(button, {"title": str, "type": str, "payload": str})
        _need(button["type"] in BUTTONS, "unknown button")
        _need(1 <= len(button["title"]) <= 100, "title must have 1 to 100 characters")
        _need(1 <= len(button["payload"]) <= 1000, "payload must have 1 to 1000 characters")
    return tuple((button["title"], button["payload"]) for button in payload["buttons"])


def _check_image(upload: Upload) -> None:
    _need(upload.content.startswith((b"\x89PNG", b"\xff\xd8\xff")), "JPG or PNG only")
    _need(len(upload.content) <= IMAGE_BYTES, "image is larger than 1 MB")


def _check_file(upload: Upload) -> None:
    _need(upload.name.lower().endswith((".pdf", ".doc", ".docx")), "PDF, DOC or DOCX only")
    _need(len(upload.content) <= FILE_BYTES, "file is larger than 5 MB")


_CHECKS = {"image": _check_image, "file": _check_file}


def _fields(value: Any, required: dict[str, type], optional: dict[str, type] | None = None) -> None:
    """Exactly these fields, of these types."""
    _need(isinstance(value, dict), "not an object")
    known = required | (optional or {})
    for name in required.keys() - value.keys():
        raise Refused(-201, f"{name} is missing")
    for name in value:
        _need(name in known, f"{name} is unknown")
        _need(isinstance(value[name], known[name]), f"{name} is of a wrong type")


def _need(condition: object, message: str) -> None:
    if not condition:
        raise Refused(-201, message)


def _token_error(code: int, name: str) -> Answer:
    """The token server refuses with HTTP 200."""
    return Answer.of({"error": code, "error_name": name, "error_description": name})
