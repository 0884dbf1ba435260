"""A Bot API server on loopback: the field names, the answers and the refusals of the real one.

    with FakeTelegram() as fake:
        fake.say(99, "14 14 0 0")
        channel = TelegramChannel(open_driver("ptb", fake.token, fake.url))
        ...
        assert [sent.text for sent in fake.sent] == [...]

It is stricter than the real one: see `fake_telegram_params`. People and groups exist once they have
spoken (`say`), been named (`meet`), or not at all: "chat not found".
"""

from __future__ import annotations

import asyncio
import math
import re
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from tests.support.fake_server import Answer, FakeServer, Fault, Request, Upload
from tests.support.fake_telegram_params import (
    CAPTION_UNITS,
    METHODS,
    TEXT_UNITS,
    UPDATE_KINDS,
    Bad,
    plain,
    read_params,
)

TOKEN = "123456789:AAHfakeFAKEfakeFAKEfakeFAKEfakeFAKE"
DATE = 1_790_000_000  # 2026-09-21; a second later with every message
PHOTO_BYTES = 10 * 2**20
FILE_BYTES = 50 * 2**20
DOWNLOAD_BYTES = 20 * 2**20
WEBHOOK_RETRY = 0.02

NAMES = {name.lower(): name for name in METHODS}  # "All methods are case-insensitive"


@dataclass(frozen=True, slots=True)
class Rates:
    """What the server lets pass, for tests that switch it on: `fake.rates = Rates()`."""

    per_second: int = 30
    per_chat_second: int = 1
    per_group_minute: int = 20


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was accepted, and when (`time.monotonic()`)."""

    method: str
    chat: int
    text: str  # or the caption
    message: dict[str, Any]
    file: Upload | None
    at: float

    @property
    def buttons(self) -> list[tuple[str, str]]:
        keyboard = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return [(b["text"], b.get("callback_data", "")) for row in keyboard for b in row]


@dataclass
class Chat:
    id: int
    kind: str
    name: str
    blocked: bool = False
    moved_to: int = 0
    topics: set[int] = field(default_factory=set)
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def json(self) -> dict[str, Any]:
        name = "first_name" if self.kind == "private" else "title"
        return {"id": self.id, "type": self.kind, name: self.name}


@dataclass
class Webhook:
    url: str
    secret: str
    connections: int
    error: str = ""


class Refusal(Exception):
    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.answer = refusal(status, description, **parameters)


def refusal(status: int, description: str, **parameters: int) -> Answer:
    """An error as the Bot API says it: `refusal(429, "Too Many Requests: ...", retry_after=3)`."""
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Answer.of(body, status)


def flood(seconds: int) -> Fault:
    """A fault for `fake.faults`: too fast, wait so many seconds."""
    words = f"Too Many Requests: retry after {seconds}"
    return Fault(answer=refusal(429, words, retry_after=seconds))


class FakeTelegram(FakeServer):
    def __init__(self, token: str = TOKEN) -> None:
        super().__init__()
        self.token = token
        self.me = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Nhắc Việc",
            "username": "nhacviec_bot",
        }
        self.rates: Rates | None = None
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []  # accepted, in order
        self.menus: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.answered: list[str] = []  # taps that were acknowledged
        self.mangle: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] | None = None
        self._chats: dict[int, Chat] = {}
        self._files: dict[str, Upload] = {}
        self._queries: set[str] = set()
        self._pending: list[dict[str, Any]] = []
        self._webhook: Webhook | None = None
        self._allowed = set(UPDATE_KINDS)
        self._counter = 500_000
        self._poll = 0
        self._news = asyncio.Event()

    # -- what people do; called by tests ----------------------------------------------------------

    def meet(self, chat: int, name: str = "Lan", kind: str = "private") -> None:
        """Make a chat known without a word; a negative id is a group."""
        self.call(self._chat, chat, name, kind)

    def say(self, chat: int, text: str, name: str = "Lan", **fields: object) -> int:
        """A person writes; returns the update's id. `fields` go into the message."""
        return self.call(self._say, chat, name, {"text": text, **fields})

    def send_file(self, chat: int, file: Upload, caption: str = "", **fields: object) -> int:
        return self.call(self._send_file, chat, file, caption, fields)

    def send_other(self, chat: int, **fields: object) -> int:
        """A message of another kind: `photo=[...]`, `sticker={...}`, `migrate_to_chat_id=...`."""
        return self.call(self._say, chat, "Lan", fields)

    def rewrite(self, chat: int, message_id: int, text: str) -> int:
        return self.call(self._rewrite, chat, message_id, text)

    def tap(self, chat: int, message_id: int, data: str) -> int:
        return self.call(self._tap, chat, message_id, data)

    def block(self, chat: int, *, blocked: bool = True) -> int:
        """The person blocks the bot, or the group removes it; or takes it back."""
        return self.call(self._block, chat, blocked)

    def migrate(self, group: int, supergroup: int) -> int:
        return self.call(self._migrate, group, supergroup)

    def store(self, file: Upload) -> str:
        """A file that lies at Telegram; its id."""
        return self.call(self._store, file)

    def push(self, update: dict[str, Any]) -> int:
        """Any update, with an id of the server's unless it has one."""
        return self.call(self._push, update)

    def message_ids(self, chat: int) -> list[int]:
        return self.call(lambda: list(self._chats[chat].messages))

    def waiting(self) -> int:
        """Updates that the bot has not taken yet."""
        return self.call(lambda: len(self._pending))

    # -- requests ---------------------------------------------------------------------------------

    def operation(self, request: Request) -> str:
        if request.path.startswith("/file/"):
            return "download"
        name = request.path.rpartition("/")[2]
        return NAMES.get(name.lower(), name)

    async def handle(self, request: Request) -> Answer:
        place, _, name = request.path.lstrip("/").partition("/")
        if place == "file":
            return self._download(name)
        if place != f"bot{self.token}":
            well_formed = re.fullmatch(r"bot\d+:[\w-]{20,}", place)
            return refusal(401, "Unauthorized") if well_formed else refusal(404, "Not Found")
        method = NAMES.get(name.lower())
        if method is None or request.method not in ("GET", "POST"):
            return refusal(404, "Not Found")
        try:
            params = read_params(method, request)
            result = await getattr(self, "_do_" + _snake(method))(params)
        except Bad as bad:
            return refusal(400, f"Bad Request: {bad.description}")
        except Refusal as refused:
            return refused.answer
        self.calls.append((method, params))
        return Answer.of({"ok": True, "result": result})

    def _download(self, name: str) -> Answer:
        token, _, path = name.partition("/")
        file = self._files.get(path.rpartition("/")[2])
        if token != f"bot{self.token}" or file is None:
            return refusal(404, "Not Found")
        return Answer(200, file.content, file.media)

    async def _do_get_me(self, _params: dict[str, Any]) -> dict[str, Any]:
        return self.me | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    async def _do_get_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        self._poll += 1
        poll = self._poll
        self._tell()
        self._allowed = set(params.get("allowed_updates", self._allowed))
        offset = params.get("offset", 0)
        self._pending = [u for u in self._pending if u["update_id"] >= offset]
        end = time.monotonic() + params.get("timeout", 0)
        self._only_poller(poll)
        while not self._pending and (left := end - time.monotonic()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), left)
            self._only_poller(poll)
        batch = self._pending[: params.get("limit", 100)]
        return self.mangle(batch) if self.mangle else batch

    def _only_poller(self, poll: int) -> None:
        if self._webhook:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        if poll != self._poll:
            raise Refusal(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )

    async def _do_set_webhook(self, params: dict[str, Any]) -> bool:
        if params.get("drop_pending_updates"):
            self._pending.clear()
        self._allowed = set(params.get("allowed_updates", self._allowed))
        url = params.get("url", "")
        self._webhook = None
        if url:
            self._webhook = Webhook(
                url, params.get("secret_token", ""), params.get("max_connections", 40)
            )
            self.start(self._deliver(self._webhook))
        self._tell()
        return True

    async def _do_delete_webhook(self, params: dict[str, Any]) -> bool:
        if params.get("drop_pending_updates"):
            self._pending.clear()
        self._webhook = None
        self._tell()
        return True

    async def _do_get_webhook_info(self, _params: dict[str, Any]) -> dict[str, Any]:
        info = {"url": "", "has_custom_certificate": False}
        info["pending_update_count"] = len(self._pending)
        if self._webhook:
            info |= {"url": self._webhook.url, "max_connections": self._webhook.connections}
            info["allowed_updates"] = sorted(self._allowed)
            if self._webhook.error:
                info |= {"last_error_date": DATE, "last_error_message": self._webhook.error}
        return info

    async def _do_send_message(self, params: dict[str, Any]) -> dict[str, Any]:
        mode = params.get("parse_mode")
        text = plain(params["text"], mode, TEXT_UNITS, "message is too long")
        if not text.strip():
            raise Bad("message text is empty")
        return self._accept("sendMessage", params, text, {"text": text}, None)

    async def _do_send_photo(self, params: dict[str, Any]) -> dict[str, Any]:
        file_id, file = self._upload(params["photo"])
        if len(file.content) > PHOTO_BYTES:
            raise Bad("file is too big for a photo")
        width, height = _picture_size(file.content)
        photo = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(file.content)}
        body = {"photo": [photo | {"width": width, "height": height}]}
        return self._accept_file("sendPhoto", params, body, file)

    async def _do_send_document(self, params: dict[str, Any]) -> dict[str, Any]:
        file_id, file = self._upload(params["document"])
        if len(file.content) > FILE_BYTES:
            raise Refusal(413, "Request Entity Too Large")
        return self._accept_file("sendDocument", params, _document(file_id, file), file)

    async def _do_edit_message_text(self, params: dict[str, Any]) -> dict[str, Any]:
        message = self._own_message(params, "message to edit not found")
        if "text" not in message:
            raise Bad("there is no text in the message to edit")
        mode = params.get("parse_mode")
        text = plain(params["text"], mode, TEXT_UNITS, "message is too long")
        return self._change(message, {"text": text}, params)

    async def _do_edit_message_reply_markup(self, params: dict[str, Any]) -> dict[str, Any]:
        message = self._own_message(params, "message to edit not found")
        return self._change(message, {}, params)

    async def _do_delete_message(self, params: dict[str, Any]) -> bool:
        message = self._own_message(params, "message to delete not found")
        del self._chats[params["chat_id"]].messages[message["message_id"]]
        return True

    async def _do_answer_callback_query(self, params: dict[str, Any]) -> bool:
        if params["callback_query_id"] not in self._queries:
            raise Bad("query is too old and response timeout expired or query ID is invalid")
        if len(params.get("text", "")) > 200:
            raise Bad("MESSAGE_TOO_LONG")
        self.answered.append(params["callback_query_id"])
        return True

    async def _do_set_my_commands(self, params: dict[str, Any]) -> bool:
        scope = params.get("scope", {"type": "default"})
        name = str(scope.get("chat_id", scope["type"]))
        self.menus[name, params.get("language_code", "")] = params["commands"]
        return True

    async def _do_get_file(self, params: dict[str, Any]) -> dict[str, Any]:
        file = self._files.get(params["file_id"])
        if file is None:
            raise Bad("wrong file_id or the file is temporarily unavailable")
        if len(file.content) > DOWNLOAD_BYTES:
            raise Bad("file is too big")
        return {
            "file_id": params["file_id"],
            "file_unique_id": params["file_id"],
            "file_size": len(file.content),
            "file_path": f"documents/{params['file_id']}",
        }

    async def _do_send_chat_action(self, params: dict[str, Any]) -> bool:
        self._reachable(params["chat_id"])
        return True

    # -- sending ----------------------------------------------------------------------------------

    def _accept(
        self,
        method: str,
        params: dict[str, Any],
        text: str,
        body: dict[str, Any],
        file: Upload | None,
    ) -> dict[str, Any]:
        chat = self._reachable(params["chat_id"])
        self._within_rates(chat)
        topic = params.get("message_thread_id")
        if topic is not None and topic not in chat.topics:
            raise Bad("message thread not found")
        inside = {"message_thread_id": topic, "is_topic_message": True} if topic else {}
        message = self._message(chat, body | inside, self.me)
        if "inline_keyboard" in params.get("reply_markup", {}):
            message["reply_markup"] = params["reply_markup"]
        self.sent.append(Sent(method, chat.id, text, message, file, time.monotonic()))
        return message

    def _accept_file(
        self, method: str, params: dict[str, Any], body: dict[str, Any], file: Upload
    ) -> dict[str, Any]:
        mode = params.get("parse_mode")
        caption = plain(
            params.get("caption", ""), mode, CAPTION_UNITS, "message caption is too long"
        )
        if caption:
            body = body | {"caption": caption}
        return self._accept(method, params, caption, body, file)

    def _reachable(self, chat_id: int) -> Chat:
        chat = self._chats.get(chat_id)
        if chat is None:
            raise Bad("chat not found")
        if chat.moved_to:
            raise Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.moved_to,
            )
        if chat.blocked:
            who = "blocked by the user" if chat.kind == "private" else "kicked from the group chat"
            raise Refusal(403, f"Forbidden: bot was {who}")
        return chat

    def _within_rates(self, chat: Chat) -> None:
        if self.rates is None:
            return
        now = time.monotonic()
        rules = [(None, self.rates.per_second, 1.0), (chat.id, self.rates.per_chat_second, 1.0)]
        if chat.kind != "private":
            rules.append((chat.id, self.rates.per_group_minute, 60.0))
        for where, most, seconds in rules:
            recent = list(islice(self._sent_since(now - seconds, where), most))
            if len(recent) == most:
                wait = max(1, math.ceil(recent[-1] + seconds - now))
                raise Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    def _sent_since(self, moment: float, chat: int | None) -> Iterator[float]:
        """When messages were accepted after a moment, in a chat or (None) in all; newest first."""
        for sent in reversed(self.sent):
            if sent.at <= moment:
                return
            if chat in (None, sent.chat):
                yield sent.at

    def _upload(self, file: Upload | str) -> tuple[str, Upload]:
        if isinstance(file, str):
            if file not in self._files:
                raise Bad("wrong file identifier/HTTP URL specified")
            return file, self._files[file]
        if not file.content:
            raise Bad("file must be non-empty")
        return self._store(file), file

    def _own_message(self, params: dict[str, Any], complaint: str) -> dict[str, Any]:
        chat = self._reachable(params["chat_id"])
        message = chat.messages.get(params["message_id"])
        if message is None or message["from"]["id"] != self.me["id"]:
            raise Bad(complaint)
        return message

    def _change(
        self, message: dict[str, Any], body: dict[str, Any], params: dict[str, Any]
    ) -> dict[str, Any]:
        keyboard = params.get("reply_markup", {}).get("inline_keyboard")
        old = {key: value for key, value in message.items() if key != "edit_date"}
        new = {key: value for key, value in old.items() if key != "reply_markup"} | body
        if keyboard:
            new["reply_markup"] = params["reply_markup"]
        if new == old:
            raise Bad(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        message.pop("reply_markup", None)
        message.update(new, edit_date=DATE)
        return message

    # -- what people do, in the server's thread ---------------------------------------------------

    def _chat(self, chat_id: int, name: str = "Lan", kind: str = "private") -> Chat:
        kind = "group" if chat_id < 0 and kind == "private" else kind
        return self._chats.setdefault(chat_id, Chat(chat_id, kind, name))

    def _person(self, chat: Chat, name: str) -> dict[str, Any]:
        person = chat.id if chat.kind == "private" else 70_000
        return {"id": person, "is_bot": False, "first_name": name, "language_code": "vi"}

    def _message(self, chat: Chat, body: dict[str, Any], sender: dict[str, Any]) -> dict[str, Any]:
        self._counter += 1
        if "message_thread_id" in body:
            chat.topics.add(body["message_thread_id"])
        number = self._counter
        message = {"message_id": number, "from": sender, "chat": chat.json, "date": DATE + number}
        chat.messages[number] = message | body
        return chat.messages[number]

    def _say(self, chat_id: int, name: str, body: dict[str, Any]) -> int:
        chat = self._chat(chat_id, name)
        return self._push({"message": self._message(chat, body, self._person(chat, name))})

    def _send_file(self, chat_id: int, file: Upload, caption: str, fields: dict[str, Any]) -> int:
        body = _document(self._store(file), file) | ({"caption": caption} if caption else {})
        return self._say(chat_id, "Lan", body | fields)

    def _rewrite(self, chat_id: int, message_id: int, text: str) -> int:
        message = self._chats[chat_id].messages[message_id]
        message.update(text=text, edit_date=message["date"] + 60)
        return self._push({"edited_message": dict(message)})

    def _tap(self, chat_id: int, message_id: int, data: str) -> int:
        chat = self._chats[chat_id]
        self._counter += 1
        query = {
            "id": f"query-{self._counter}",
            "from": self._person(chat, chat.name),
            "message": chat.messages[message_id],
            "chat_instance": "1",
            "data": data,
        }
        self._queries.add(str(query["id"]))
        return self._push({"callback_query": query})

    def _block(self, chat_id: int, blocked: bool) -> int:
        chat = self._chat(chat_id)
        chat.blocked = blocked
        gone = {"user": self.me, "status": "kicked", "until_date": 0}
        here = {"user": self.me, "status": "member"}
        old, new = (here, gone) if blocked else (gone, here)
        change = {
            "chat": chat.json,
            "from": self._person(chat, chat.name),
            "date": DATE,
            "old_chat_member": old,
            "new_chat_member": new,
        }
        return self._push({"my_chat_member": change})

    def _migrate(self, group: int, supergroup: int) -> int:
        self._chat(group).moved_to = supergroup
        self._chat(supergroup, kind="supergroup")
        return self._say(group, "Lan", {"migrate_to_chat_id": supergroup})

    def _push(self, update: dict[str, Any]) -> int:
        self._counter += 1
        update = {"update_id": self._counter} | update
        if self._allowed & update.keys() or not UPDATE_KINDS & update.keys():
            self._pending.append(update)
            self._tell()
        return int(update["update_id"])

    def _store(self, file: Upload) -> str:
        self._counter += 1
        file_id = f"AgADfile{self._counter}"
        self._files[file_id] = file
        return file_id

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def _deliver(self, webhook: Webhook) -> None:
        """Bring each update, in order, until it is answered 2xx; the next one only then."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        while self._webhook is webhook:
            if not self._pending:
                await self._news.wait()
                continue
            batch = self._pending[:1]
            for update in self.mangle(batch) if self.mangle else batch:
                status = await self.post(webhook.url, update, headers)
            if 200 <= status < 300:
                # A webhook that was named anew meanwhile may have brought it as well.
                self._pending = [update for update in self._pending if update is not batch[0]]
                continue
            webhook.error = f"Wrong response from the webhook: {status}"
            await asyncio.sleep(WEBHOOK_RETRY)


def _snake(method: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: "_" + letter[0].lower(), method)


def _document(file_id: str, file: Upload) -> dict[str, Any]:
    return {
        "document": {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_name": file.name,
            "mime_type": file.media,
            "file_size": len(file.content),
        }
    }


def _picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG; the server takes nothing that it cannot read as a picture."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or len(content) < 24:
        raise Bad("IMAGE_PROCESS_FAILED")
    width, height = struct.unpack(">II", content[16:24])
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise Bad("PHOTO_INVALID_DIMENSIONS")
    return width, height
