"""What the bot says, as calls of the Bot API: a method, its parameters, its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.channels.fit import as_image, fit, in_words, split, units
from bot.channels.port import TOPIC, ChannelError, ErrorKind, Limits
from domain.talk.messages import Attachment, Choice, Reply

MIB = 2**20
LIMITS = Limits(
    text=4096,
    caption=1024,
    buttons=True,
    edit=True,
    image_bytes=10 * MIB,
    file_bytes=50 * MIB,
    per_second=30,
    per_chat_second=1,
    per_group_minute=20,
)

BUTTONS = 100  # undocumented, "may change"
BUTTON_BYTES = 64
ROW_BUTTONS = 4
ROW_LETTERS = 30  # what a phone shows in one row; buttons of a row are equally wide
HINT_LETTERS = 64


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `params` are plain values; `files` are uploaded under their parameter names."""

    method: str
    params: Mapping[str, Any]
    files: Mapping[str, Attachment] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands that Telegram offers in a scope ("default", "all_private_chats",
    "all_group_chats", or a chat id) and a language ("vi", or "" for all others)."""

    commands: Sequence[tuple[str, str]]  # name without slash, what it does
    scope: str = "default"
    language: str = ""


def say_calls(chat: str, reply: Reply) -> list[Call]:
    """All calls that say a reply, in order; ChannelError REFUSED when there is nothing to say."""
    parts = fit(_tappable(reply), LIMITS)
    if not parts or not all(part.text.strip() or part.files for part in parts):
        raise ChannelError(ErrorKind.REFUSED, "empty")
    return [_say_one(chat, part) for part in parts]


def edit_call(chat: str, message_id: str, reply: Reply) -> Call:
    """Put a text and its buttons in the place of an earlier message; a reply without a text
    changes the buttons alone. Files cannot be put into a text."""
    reply = _tappable(reply)
    group = chat.partition(TOPIC)[0]
    target: dict[str, Any] = {"chat_id": group, "message_id": int(message_id)}
    keyboard = {"inline_keyboard": rows(reply.choices)}
    if reply.files:
        raise ChannelError(ErrorKind.REFUSED, "file_in_edit")
    if not reply.text.strip():
        return Call("editMessageReplyMarkup", target | {"reply_markup": keyboard})
    if len(split(reply.text, LIMITS.text)) > 1:
        raise ChannelError(ErrorKind.REFUSED, "too_long")
    return Call("editMessageText", target | _text(reply.text) | {"reply_markup": keyboard})


def menu_call(menu: Menu) -> Call:
    scope: dict[str, Any] = {"type": menu.scope}
    if menu.scope.lstrip("-").isdigit():
        scope = {"type": "chat", "chat_id": int(menu.scope)}
    params: dict[str, Any] = {
        "commands": [{"command": name, "description": words} for name, words in menu.commands],
        "scope": scope,
    }
    return Call(
        "setMyCommands", params | ({"language_code": menu.language} if menu.language else {})
    )


def rows(choices: Sequence[Choice]) -> list[list[dict[str, str]]]:
    """Buttons laid out for a phone: short ones side by side, long ones on a row of their own."""
    laid: list[list[Choice]] = []
    for choice in choices:
        if laid and _fits_beside(laid[-1], choice):
            laid[-1].append(choice)
        else:
            laid.append([choice])
    return [[{"text": c.words, "callback_data": c.data} for c in row] for row in laid]


def _fits_beside(row: Sequence[Choice], choice: Choice) -> bool:
    widest = max(units(other.words) for other in (*row, choice))
    return len(row) < ROW_BUTTONS and widest * (len(row) + 1) <= ROW_LETTERS


def _tappable(reply: Reply) -> Reply:
    """Choices that cannot be buttons become words of the text."""
    if all(map(_is_button, reply.choices)) and len(reply.choices) <= BUTTONS:
        return reply
    buttons = tuple(c for c in reply.choices if _is_button(c))[:BUTTONS]
    others = tuple(c for c in reply.choices if c not in buttons)
    return replace(reply, text=in_words(reply.text, others), choices=buttons)


def _is_button(choice: Choice) -> bool:
    return bool(choice.words.strip()) and 0 < len(choice.data.encode()) <= BUTTON_BYTES


def _say_one(chat: str, reply: Reply) -> Call:
    params: dict[str, Any] = _target(chat) | _markup(reply)
    if not reply.files:
        return Call("sendMessage", params | _text(reply.text))
    (file,) = reply.files
    method, name = (
        ("sendPhoto", "photo") if as_image(LIMITS, file) else ("sendDocument", "document")
    )
    caption = {"caption": reply.text} if reply.text else {}
    return Call(method, params | caption, {name: file})


def _target(chat: str) -> dict[str, Any]:
    """Where to: a chat, or a topic of it."""
    group, _, topic = chat.partition(TOPIC)
    return {"chat_id": group} | ({"message_thread_id": int(topic)} if topic else {})


def _text(text: str) -> dict[str, Any]:
    # A preview would fetch the link before the person does, and some links work only once.
    return {"text": text, "link_preview_options": {"is_disabled": True}}


def _markup(reply: Reply) -> dict[str, Any]:
    if reply.choices:
        return {"reply_markup": {"inline_keyboard": rows(reply.choices)}}
    if reply.hint:
        hint = reply.hint[:HINT_LETTERS]
        return {"reply_markup": {"force_reply": True, "input_field_placeholder": hint}}
    return {}
