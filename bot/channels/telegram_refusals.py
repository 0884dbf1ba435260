"""What the Bot API answers when it does not do what was asked, and what that means to the outbox.

Decided here: "chat not found" counts as BLOCKED. The person never started the bot, or has gone; no
later attempt will reach this address, and the superior should hear of it as of any blocked one.
The descriptions are Telegram's own, compared in lower case; `detail` is a code of ours, because a
description may quote what was sent.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from bot.channels.json_in import read_json
from bot.channels.port import WEBHOOK_ACTIVE, ChannelError, ErrorKind

log = logging.getLogger(__name__)

OK = 200
SERVER_ERROR = 500

LONGEST_WAIT = 7 * 86_400  # seconds

ANOTHER_POLLER = "another_poller"
NOT_MODIFIED = "not_modified"
TOO_BIG = "file_too_big"

MEANINGS = (
    # status, a piece of the description, kind, detail; the first that fits counts
    (400, "chat not found", ErrorKind.BLOCKED, "chat_not_found"),
    (400, "user not found", ErrorKind.BLOCKED, "chat_not_found"),
    (400, "peer_id_invalid", ErrorKind.BLOCKED, "chat_not_found"),
    (400, "group chat was deleted", ErrorKind.BLOCKED, "group_deleted"),
    (400, "not enough rights", ErrorKind.BLOCKED, "no_rights"),
    (400, "have no rights", ErrorKind.BLOCKED, "no_rights"),
    (400, "chat_write_forbidden", ErrorKind.BLOCKED, "no_rights"),
    (400, "too long", ErrorKind.REFUSED, "too_long"),
    (400, "text is empty", ErrorKind.REFUSED, "empty"),
    (400, "must be non-empty", ErrorKind.REFUSED, "empty"),
    (400, "message is not modified", ErrorKind.REFUSED, NOT_MODIFIED),
    (400, "message to edit not found", ErrorKind.REFUSED, "message_gone"),
    (400, "message can't be edited", ErrorKind.REFUSED, "not_editable"),
    (400, "no text in the message", ErrorKind.REFUSED, "not_editable"),
    (400, "query is too old", ErrorKind.REFUSED, "query_too_old"),
    (400, "button_data_invalid", ErrorKind.REFUSED, "button_data"),
    (400, "file is too big", ErrorKind.REFUSED, TOO_BIG),
    (400, "", ErrorKind.REFUSED, "bad_request"),
    (401, "", ErrorKind.UNAUTHORISED, "token"),
    (403, "blocked by the user", ErrorKind.BLOCKED, "blocked"),
    (403, "deactivated", ErrorKind.BLOCKED, "deactivated"),
    (403, "kicked", ErrorKind.BLOCKED, "kicked"),
    (403, "not a member", ErrorKind.BLOCKED, "not_a_member"),
    (403, "can't initiate", ErrorKind.BLOCKED, "never_started"),
    (403, "", ErrorKind.BLOCKED, "forbidden"),
    # A malformed token and an unknown method are both answered 404; our methods are all known.
    (404, "", ErrorKind.UNAUTHORISED, "token_or_method"),
    (409, "webhook is active", ErrorKind.REFUSED, WEBHOOK_ACTIVE),
    (409, "", ErrorKind.REFUSED, ANOTHER_POLLER),
    (413, "", ErrorKind.REFUSED, TOO_BIG),
    (429, "", ErrorKind.RATE, "flood"),
)


def result_of(status: int, body: str | bytes) -> Any:
    """The `result` of an answer of the Bot API; ChannelError when it was refused.

    A 200 that is no answer of the Bot API (a proxy's page) is UNKNOWN: the request was out.
    """
    answer = _read(body)
    if status == OK and answer.get("ok") is True and "result" in answer:
        return answer["result"]
    if status == OK and answer.get("ok") is not False:
        raise ChannelError(ErrorKind.UNKNOWN, "not_an_answer")
    raise refusal(status, answer)


def refusal(status: int, answer: Mapping[str, Any]) -> ChannelError:
    """The error that a refused request means; `answer` is empty when it was no JSON object."""
    if status == OK:
        code = answer.get("error_code")
        status = code if isinstance(code, int) else 400
    told = answer.get("parameters")
    parameters: Mapping[str, Any] = told if isinstance(told, Mapping) else {}
    moved_to = parameters.get("migrate_to_chat_id")
    if isinstance(moved_to, int | str) and moved_to:
        return ChannelError(ErrorKind.MOVED, "group_upgraded", moved_to=str(moved_to))
    described = answer.get("description")
    description = described.lower() if isinstance(described, str) else ""
    log.debug("telegram refused with %s: %s", status, description)
    for code, piece, kind, detail in MEANINGS:
        if code == status and piece in description:
            return ChannelError(kind, detail, retry_after=_seconds(parameters))
    kind = ErrorKind.TRANSIENT if status >= SERVER_ERROR else ErrorKind.REFUSED
    return ChannelError(kind, f"http_{status}", retry_after=_seconds(parameters))


def unreachable(detail: str) -> ChannelError:
    """The request has not left this machine."""
    return ChannelError(ErrorKind.TRANSIENT, detail)


def unanswered(detail: str) -> ChannelError:
    """The request was out and nothing came back: it may have been done."""
    return ChannelError(ErrorKind.UNKNOWN, detail)


def _seconds(parameters: Mapping[str, Any]) -> float | None:
    seconds = parameters.get("retry_after")
    if isinstance(seconds, int | float) and 0 < seconds < LONGEST_WAIT:
        return float(seconds)
    return None


def _read(body: str | bytes) -> dict[str, Any]:
    try:
        answer = read_json(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
