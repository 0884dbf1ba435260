"""What each method of the Bot API takes, read strictly: a fake that swallows a wrong parameter lets
a wrong program pass. The real server ignores parameters that it does not know; this one refuses
them with 400, like everything else that is out of place."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.fake_server import Request, Upload

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
BUTTONS = 100
UPDATE_KINDS = {
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
}
ACTIONS = {"typing", "upload_photo", "upload_document"}


class Bad(Exception):
    """Answered 400 "Bad Request: <description>"."""

    def __init__(self, description: str) -> None:
        super().__init__(description)
        self.description = description


@dataclass(frozen=True, slots=True)
class Param:
    read: Callable[[Any], Any]
    required: bool = False


def read_params(method: str, request: Request) -> dict[str, Any]:
    """The parameters of a request by name, in their own types; Bad when one is wrong."""
    given = _given(request)
    known = METHODS[method]
    if unknown := given.keys() - known.keys():
        raise Bad(f"unexpected parameter {min(unknown)}")
    for name, param in known.items():
        if param.required and given.get(name, "") == "":
            raise Bad(f"parameter {name} is required")
    return {name: known[name].read(value) for name, value in given.items()}


def _given(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json") and request.body:
        body = request.json()
        if not isinstance(body, dict):
            raise Bad("object expected as parameters")
        return {**request.query, **body}
    files = dict(request.files)
    fields = {name: _attached(value, files) for name, value in request.fields.items()}
    return {**request.query, **fields, **files}


def _attached(value: str, files: dict[str, Upload]) -> Upload | str:
    """`attach://x` stands for the part named x of the same request."""
    scheme, _, part = value.partition("attach://")
    if scheme or not part:
        return value
    if part not in files:
        raise Bad("attached file not found")
    return files.pop(part)


# -- readers: from what is written in a form (or in JSON) to a value ------------------------------


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise Bad("string expected")
    return value


def integer(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?\d+", value):
        return int(value)
    raise Bad("integer expected")


def boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise Bad("boolean expected")


def chat_id(value: Any) -> int:
    try:
        return integer(value)
    except Bad:
        raise Bad("chat not found") from None


def structure(value: Any) -> Any:
    """A list or an object, which a form writes as JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise Bad("can't parse JSON") from None
    if not isinstance(value, (list, dict)):
        raise Bad("object or array expected")
    return value


def keys(value: Any, required: Mapping[str, type], optional: Mapping[str, type]) -> dict[str, Any]:
    """An object with these keys and no others."""
    if not isinstance(value, dict):
        raise Bad("object expected")
    for name, kind in required.items():
        if not isinstance(value.get(name), kind):
            raise Bad(f"field {name} must be {kind.__name__}")
    for name in value.keys() - required.keys():
        if name not in optional or not isinstance(value[name], optional[name]):
            raise Bad(f"unexpected field {name}")
    return value


def words(value: Any) -> str:
    """Message text: what is left must not be empty, and not too long once markup is read."""
    if not text(value).strip():
        raise Bad("message text is empty")
    return value.strip()


def plain(value: str, parse_mode: str | None, limit: int, complaint: str) -> str:
    """The text as it will be shown; Bad when that is too long."""
    if parse_mode == "HTML":
        value = html.unescape(re.sub(r"<[^>]*>", "", value))
    if len(value.encode("utf-16-le")) // 2 > limit:
        raise Bad(complaint)
    return value


def parse_mode(value: Any) -> str:
    if value != "HTML":
        raise Bad("unsupported parse_mode")
    return "HTML"


def markup(value: Any) -> dict[str, Any]:
    value = structure(value)
    if "inline_keyboard" in value:
        return inline_keyboard(value)
    keys(value, {"force_reply": bool}, {"input_field_placeholder": str, "selective": bool})
    if not 1 <= len(value.get("input_field_placeholder", "x")) <= 64:
        raise Bad("input_field_placeholder must be 1-64 characters")
    return value


def inline_keyboard(value: Any) -> dict[str, Any]:
    value = keys(structure(value), {"inline_keyboard": list}, {})
    buttons = [button for row in value["inline_keyboard"] for button in row]
    if len(buttons) > BUTTONS:
        raise Bad("reply markup is too long")
    for button in buttons:
        keys(button, {"text": str}, {"callback_data": str, "url": str})
        if not button["text"].strip():
            raise Bad("inline keyboard button text is empty")
        if len(button) != 2 or not 1 <= len(button.get("callback_data", "x").encode()) <= 64:
            raise Bad("BUTTON_DATA_INVALID")
    return value


def preview(value: Any) -> dict[str, Any]:
    return keys(structure(value), {}, {"is_disabled": bool, "url": str})


def reply_to(value: Any) -> dict[str, Any]:
    return keys(structure(value), {"message_id": int}, {"allow_sending_without_reply": bool})


def file(value: Any) -> Upload | str:
    """An upload, or the id of a file that the server has."""
    if isinstance(value, (Upload, str)):
        return value
    raise Bad("file must be uploaded or named")


def update_kinds(value: Any) -> list[str]:
    value = structure(value)
    if not isinstance(value, list) or not set(value) <= UPDATE_KINDS:
        raise Bad("unknown kind of update")
    return value


def commands(value: Any) -> list[dict[str, str]]:
    value = structure(value)
    if not isinstance(value, list) or len(value) > 100:
        raise Bad("BOT_COMMANDS_TOO_MUCH")
    for command in value:
        keys(command, {"command": str, "description": str}, {})
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise Bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise Bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return value


def scope(value: Any) -> dict[str, Any]:
    value = structure(value)
    if value.get("type") in ("default", "all_private_chats", "all_group_chats"):
        return keys(value, {"type": str}, {})
    if value.get("type") == "chat":
        return keys(value, {"type": str, "chat_id": int}, {})
    raise Bad("unsupported type specified")


def webhook_url(value: Any) -> str:
    if not re.match(r"https://|http://127\.0\.0\.1[:/]|$", text(value)):
        raise Bad("bad webhook: An HTTPS URL must be provided for webhook")
    return value


def webhook_secret(value: Any) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text(value)):
        raise Bad("secret token contains unallowed characters")
    return value


def within(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not low <= integer(value) <= high:
            raise Bad(f"{value} is not within {low} and {high}")
        return integer(value)

    return read


def action(value: Any) -> str:
    if value not in ACTIONS:
        raise Bad("wrong parameter action in request")
    return str(value)


SENDING = {
    "chat_id": Param(chat_id, required=True),
    "message_thread_id": Param(integer),
    "reply_markup": Param(markup),
    "reply_parameters": Param(reply_to),
    "parse_mode": Param(parse_mode),
    "disable_notification": Param(boolean),
    "protect_content": Param(boolean),
}
EDITING = {
    "chat_id": Param(chat_id, required=True),
    "message_id": Param(integer, required=True),
    "reply_markup": Param(inline_keyboard),
}
TEXT = {"text": Param(words, required=True), "link_preview_options": Param(preview)}

METHODS: dict[str, dict[str, Param]] = {
    "getMe": {},
    "getUpdates": {
        "offset": Param(integer),
        "limit": Param(within(1, 100)),
        "timeout": Param(within(0, 60)),
        "allowed_updates": Param(update_kinds),
    },
    "setWebhook": {
        "url": Param(webhook_url),
        "secret_token": Param(webhook_secret),
        "max_connections": Param(within(1, 100)),
        "allowed_updates": Param(update_kinds),
        "drop_pending_updates": Param(boolean),
    },
    "deleteWebhook": {"drop_pending_updates": Param(boolean)},
    "getWebhookInfo": {},
    "sendMessage": SENDING | TEXT,
    "sendPhoto": SENDING | {"photo": Param(file, required=True), "caption": Param(text)},
    "sendDocument": SENDING
    | {
        "document": Param(file, required=True),
        "caption": Param(text),
        "disable_content_type_detection": Param(boolean),
    },
    "editMessageText": EDITING | TEXT | {"parse_mode": Param(parse_mode)},
    "editMessageReplyMarkup": EDITING,
    "deleteMessage": {
        "chat_id": Param(chat_id, required=True),
        "message_id": Param(integer, required=True),
    },
    "answerCallbackQuery": {
        "callback_query_id": Param(text, required=True),
        "text": Param(text),
        "show_alert": Param(boolean),
        "cache_time": Param(integer),
    },
    "setMyCommands": {
        "commands": Param(commands, required=True),
        "scope": Param(scope),
        "language_code": Param(text),
    },
    "getFile": {"file_id": Param(text, required=True)},
    "sendChatAction": {
        "chat_id": Param(chat_id, required=True),
        "action": Param(action, required=True),
    },
}
