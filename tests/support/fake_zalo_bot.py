"""Zalo's Bot Platform on loopback, as strict as its documents: whatever they do not name is refused
in their own shape. Where sources disagree, a switch chooses."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from bot.channels.port import ChannelError
from bot.inbox.fetching import Fetch
from domain.talk.messages import Address, Attachment, Incoming
from tests.support.fake_server import Answer, FakeServer, Request

TEXT = 2_000  # UTF-16 units
SECRET_HEADER = "x-bot-api-secret-token"
USER_AGENT = "Java/1.8.0_192"


Take = Callable[[bytes, Mapping[str, str]], Coroutine[Any, Any, Incoming | None]]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a person has got."""

    chat: str
    kind: str  # text, photo, sticker
    text: str = ""
    content: bytes = b""
    message_id: str = ""


class Refused(Exception):
    def __init__(self, code: int, description: str) -> None:
        super().__init__(code, description)
        self.code = code
        self.description = description


class FakeZaloBot(FakeServer):
    """One bot. `write` and `arrive` are what people do, `delivered` is what they have got."""

    token = "12345689:abc-xyz"

    def __init__(self, *, second: float = 1.0) -> None:
        super().__init__()
        self.second = second  # how long a second of a long poll takes here
        self.http_errors = False  # also say an error in the HTTP status
        self.code_name = "error_code"  # or "errorCode"
        self.wrapped = True  # {"ok": true, "result": ...} around an event, or the bare event
        self.month_limit = 3_000
        self.people_limit = 50
        self.test_limit = 10
        self.used = 0
        self.tested = 0
        self.people: set[str] = set()
        self.delivered: list[Delivered] = []
        self.actions: list[tuple[str, str]] = []
        self.answered: list[int] = []  # what the webhook has answered
        self.dns: dict[str, str] = {}  # "https://bot.example.vn" -> where it is on this machine
        self._numbers = count(1)
        self._updates: deque[dict[str, Any]] = deque()
        self._arrived: asyncio.Event | None = None
        self._lines: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # chat by chat
        self.webhook = ""
        self._secret = ""
        self._updated_at = 0

    @property
    def api(self) -> str:
        return self.url

    # -- people ------------------------------------------------------------------------------------

    def write(self, chat: str, text: str, **more: Any) -> dict[str, Any]:
        """A person writes to the bot; the event as it goes out."""
        return self.arrive(event("text", chat, {"text": text}, f"m{next(self._numbers)}", **more))

    def arrive(self, what: dict[str, Any]) -> dict[str, Any]:
        """An event goes the way of all events: to the webhook, or to whoever polls."""
        self.call(self._arrive, what)
        return what

    def _arrive(self, what: dict[str, Any]) -> None:
        chat = what["message"]["chat"]["id"]
        if chat not in self.people and len(self.people) >= self.people_limit:
            return
        self.people.add(chat)
        if self.webhook:
            self.start(self._push(what))
            return
        self._updates.append(what)
        if self._arrived:
            self._arrived.set()

    async def _push(self, what: dict[str, Any]) -> None:
        body = {"ok": True, "result": what} if self.wrapped else what
        headers = {"X-Bot-Api-Secret-Token": self._secret, "User-Agent": USER_AGENT}
        async with self._lines[what["message"]["chat"]["id"]]:
            self.answered.append(await self.post(self._local(self.webhook), body, headers))

    # -- the methods -------------------------------------------------------------------------------

    def operation(self, request: Request) -> str:
        return request.path.rpartition("/")[2]

    async def handle(self, request: Request) -> Answer:
        try:
            return Answer.of(await self._do(request))
        except Refused as refused:
            name = "errorCode" if self.operation(request) == "testWebhook" else ""
            return self.refusal(refused.code, refused.description, name)

    def refusal(self, code: int, description: str, name: str = "") -> Answer:
        """The documented shape of an error."""
        data = {"ok": False, name or self.code_name: code, "description": description}
        return Answer.of(data, code if self.http_errors else 200)

    async def _do(self, request: Request) -> dict[str, Any]:
        bot, _, method = request.path.removeprefix("/").partition("/")
        if bot != f"bot{self.token}":
            raise Refused(401, "Unauthorized")
        if method not in _METHODS:
            raise Refused(404, "Not Found")
        required, optional = _METHODS[method]
        body = _checked(request, required, optional)
        result = await getattr(self, f"_{method}")(body)
        return {"ok": True} if result is None else {"ok": True, "result": result}

    async def _getMe(self, _: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": "1459232241454765289",
            "account_name": "bot.VDKyGxQvc",
            "account_type": "BASIC",
            "can_join_groups": False,
        }

    async def _getUpdates(self, body: dict[str, Any]) -> dict[str, Any]:
        if self.webhook:
            raise Refused(400, "Bad Request: a webhook is set")
        if not self._updates:
            self._arrived = asyncio.Event()
            try:
                seconds = float(body.get("timeout", 30)) * self.second
                await asyncio.wait_for(self._arrived.wait(), seconds)
            except TimeoutError:
                raise Refused(408, "Request timeout") from None
        return self._updates.popleft()

    async def _setWebhook(self, body: dict[str, Any]) -> dict[str, Any]:
        url, secret = body["url"], body["secret_token"]
        host = urlsplit(url).hostname or ""
        if not url.startswith("https://") or host.startswith(("localhost", "127.", "192.168.")):
            raise Refused(400, "Bad Request: invalid url")
        if not 8 <= len(secret) <= 256:
            raise Refused(400, "Bad Request: invalid secret_token")
        self.webhook, self._secret = url, secret  # kept whatever the verification says
        self._updated_at = 1749538250568
        return {
            "url": url,
            "updated_at": self._updated_at,
            "verification": await self._verification(),
        }

    async def _testWebhook(self, _: dict[str, Any]) -> dict[str, Any]:
        self.tested += 1
        if self.tested > self.test_limit:
            raise Refused(426, "Too many tests today")
        return await self._verification()

    async def _verification(self) -> dict[str, Any]:
        outcome = await self._outcome()
        good = outcome == "webhook.ok"
        return {"ok": good, "url": self.webhook, "outcome": outcome, "hint": "" if good else ".."}

    async def _outcome(self) -> str:
        """Zalo's probe: a POST with an empty body and without a content type."""
        if _origin(self.webhook) not in self.dns:
            return "webhook.err.dns"
        try:
            headers = {"User-Agent": USER_AGENT, "X-Bot-Api-Secret-Token": self._secret}
            answer = await self._client.post(self._local(self.webhook), headers=headers)
        except httpx.TimeoutException:
            return "webhook.err.timeout"
        except httpx.HTTPError:
            return "webhook.err.conn"
        if answer.status_code == 200:
            return "webhook.ok"
        if answer.status_code in (403, 404):
            return f"webhook.http.{answer.status_code}"
        return "webhook.http.5xx" if answer.status_code >= 500 else "webhook.http.other"

    async def _getWebhookInfo(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"url": self.webhook, "updated_at": self._updated_at}

    async def _deleteWebhook(self, _: dict[str, Any]) -> dict[str, Any]:
        self.webhook = ""
        return {"url": "", "updated_at": self._updated_at}

    async def _sendMessage(self, body: dict[str, Any]) -> dict[str, Any]:
        _check_length("text", body["text"])
        return self._deliver(body["chat_id"], "text", body["text"])

    async def _sendPhoto(self, body: dict[str, Any]) -> dict[str, Any]:
        if "caption" in body:
            _check_length("caption", body["caption"])
        content = await self._download(body["photo"])
        return self._deliver(body["chat_id"], "photo", body.get("caption", ""), content)

    async def _sendSticker(self, body: dict[str, Any]) -> dict[str, Any]:
        return self._deliver(body["chat_id"], "sticker", body["sticker"])

    async def _sendChatAction(self, body: dict[str, Any]) -> None:
        if body["action"] != "typing":
            raise Refused(400, "Bad Request: invalid action")
        self.actions.append((body["chat_id"], body["action"]))

    def _deliver(self, chat: str, kind: str, text: str, content: bytes = b"") -> dict[str, Any]:
        if chat not in self.people:
            raise Refused(400, "Bad Request: invalid chat_id")
        if self.used >= self.month_limit:
            raise Refused(429, "Quota exceeded")
        self.used += 1
        message_id = f"82599fa32f56d00e{next(self._numbers):04}"
        self.delivered.append(Delivered(chat, kind, text, content, message_id))
        return {"message_id": message_id, "date": 1749632637199}

    async def _download(self, url: str) -> bytes:
        """Zalo looks (HEAD) and then fetches a picture once."""
        if not url.startswith("https://") or _origin(url) not in self.dns:
            raise Refused(400, "Bad Request: invalid photo")
        headers = {"User-Agent": USER_AGENT}
        try:
            head = await self._client.head(self._local(url), headers=headers)
            got = await self._client.get(self._local(url), headers=headers)
        except httpx.HTTPError:
            raise Refused(400, "Bad Request: photo cannot be downloaded") from None
        if head.status_code != 200 or got.status_code != 200:
            raise Refused(400, "Bad Request: photo cannot be downloaded")
        if not got.headers["content-type"].startswith("image/"):
            raise Refused(400, "Bad Request: photo is not an image")
        return got.content

    def _local(self, url: str) -> str:
        origin = _origin(url)
        return self.dns[origin] + url.removeprefix(origin)


def event(
    kind: str,
    chat: str,
    content: Mapping[str, Any],
    message_id: str,
    *,
    sender: str = "",
    name: str = "Hoàng Thị Lan",
    at: int = 1750316131602,
    group: bool = False,
) -> dict[str, Any]:
    """An event as Zalo writes it; `kind` is text, image, sticker, voice or unsupported."""
    return {
        "event_name": f"message.{kind}.received",
        "message": {
            "from": {"id": sender or chat, "display_name": name, "is_bot": False},
            "chat": {"id": chat, "chat_type": "GROUP" if group else "PRIVATE"},
            "message_id": message_id,
            "date": at,
            **content,
        },
    }


# name -> the types of its required fields, of its optional ones
_STYLES: dict[str, tuple[type, ...]] = {"parse_mode": (str,), "text_styles": (list,)}
_METHODS: dict[str, tuple[dict[str, tuple[type, ...]], dict[str, tuple[type, ...]]]] = {
    "getMe": ({}, {}),
    "getUpdates": ({}, {"timeout": (str, int)}),
    "setWebhook": ({"url": (str,), "secret_token": (str,)}, {}),
    "testWebhook": ({}, {}),
    "getWebhookInfo": ({}, {}),
    "deleteWebhook": ({}, {}),
    "sendMessage": ({"chat_id": (str,), "text": (str,)}, _STYLES),
    "sendPhoto": ({"chat_id": (str,), "photo": (str,)}, {"caption": (str,), **_STYLES}),
    "sendSticker": ({"chat_id": (str,), "sticker": (str,)}, {}),
    "sendChatAction": ({"chat_id": (str,), "action": (str,)}, {}),
}


def _checked(
    request: Request,
    required: Mapping[str, tuple[type, ...]],
    optional: Mapping[str, tuple[type, ...]],
) -> dict[str, Any]:
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        raise Refused(400, "Bad Request: not JSON") from None
    if not isinstance(body, dict):
        raise Refused(400, "Bad Request: not an object")
    known = {**required, **optional}
    for name in required.keys() - body.keys():
        raise Refused(400, f"Bad Request: {name} is missing")
    for name, value in body.items():
        if name not in known:
            raise Refused(400, f"Bad Request: {name} is unknown")
        if not isinstance(value, known[name]) or isinstance(value, bool):
            raise Refused(400, f"Bad Request: {name} is of a wrong type")
    return body


def _check_length(name: str, text: str) -> None:
    if not 1 <= len(text.encode("utf-16-le")) // 2 <= TEXT:
        raise Refused(400, f"Bad Request: {name} must have 1 to {TEXT} characters")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def through(channel: Any) -> Take:
    """What the web server does with a call, in one step: whose it is, and what it says."""

    async def take(body: bytes, headers: Mapping[str, str]) -> Incoming | None:
        brought: list[Incoming] = []

        async def receive(incoming: Incoming, fetch: Fetch | None = None) -> None:
            brought.append(await fetch() if fetch else incoming)

        if channel.admit(body, headers) is not None:
            await channel.take(body, receive)
        return brought[0] if brought else None

    return take


class Door(FakeServer):
    """Our side of a webhook, as a web server would stand there: what `take` gives is received, and
    the answer is 200, 403 for a stranger, 503 when it could not be kept. With `loop`, `take` runs
    in that one."""

    def __init__(self, take: Take, loop: asyncio.AbstractEventLoop | None = None) -> None:
        super().__init__()
        self._take = take
        self._home = loop
        self.received: list[Incoming] = []
        self.failures = 0  # how often the next messages cannot be kept

    async def handle(self, request: Request) -> Answer:
        taking = self._take(request.body, request.headers)
        try:
            if self._home:
                taken = asyncio.run_coroutine_threadsafe(taking, self._home)
                incoming = await asyncio.wrap_future(taken)
            else:
                incoming = await taking
        except ChannelError:
            return Answer(403)
        except OSError:
            return Answer(503)
        if incoming and self.failures:
            self.failures -= 1
            return Answer(503)
        if incoming:
            self.received.append(incoming)
        return Answer(200)


class Links(FakeServer):
    """Our side of signed links: call it for the public address of a file, and it serves it."""

    public = "https://nhacviec.example.vn"

    def __init__(self) -> None:
        super().__init__()
        self._files: dict[str, Attachment] = {}

    def __call__(self, file: Attachment, address: Address) -> str:
        path = f"/tep/{address.chat}/{file.name}"
        self._files[path] = file
        return f"{self.public}{quote(path)}?chu-ky=1"

    async def handle(self, request: Request) -> Answer:
        file = self._files.get(request.path)
        if file is None:
            return Answer(404)
        return Answer(200, b"" if request.method == "HEAD" else file.content, file.media)
