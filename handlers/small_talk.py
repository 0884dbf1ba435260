"""Words that are no figures and no command: a greeting, thanks, "mai tôi gửi", annoyance.

lan  < cảm ơn em nhé
bot  > Không có gì ạ. Đang chờ mục I.4 (4 số), ví dụ: 12 12 0 0. Cần giải thích: ?
"""

from __future__ import annotations

import re
import unicodedata

from domain.messages import Reply
from domain.words import fold
from handlers.ask_block import open_in
from handlers.deadline import deadline_line
from handlers.say import say
from handlers.turn import Turn
from handlers.work import addressed

LONGEST = 200  # characters; a long story is read by its beginning

# By the first that fits: who is annoyed and says "mai gửi" hears that tomorrow is fine.
_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("later", re.compile(
        r"\b(mai|mot|chieu|toi nay|sang mai|tuan sau|lat|lat nua|ti nua|chut nua|thu (hai|ba|tu|"
        r"nam|sau)|khi nao ranh|ranh)\b.*\b(gui|bao|lam|tra loi|nhan|dien|ghi|co|tinh)\b"
        r"|\b(de|doi|cho|hen) (em |toi |anh |chi )?(mai|mot|chieu|lat|chut|ti|da|sau)\b"
        r"|\b(dang |toi |em |anh |chi |hom nay )?(ban|hop|di hop|di cong tac)( qua| lam| hop)?$"
        r"|\bban (lam|qua|hop|viec)\b|^(ban|dang hop|dang ban)\b"
    )),
    ("lost", re.compile(
        r"\b(khong|ko|k|chua|chang) (hieu|biet)\b|\bkho (qua|hieu|lam|the)\b|\bphuc tap\b"
        r"|\b(lam|gui|ghi|tra loi|dien) (the nao|nhu the nao|sao|kieu gi|cach nao)\b|\bla sao\b"
    )),
    ("cross", re.compile(
        r"\b(do|te|ngu|chan|buc|met|phien|vo van|nham nhi|roi viec|mat thoi gian) *(qua|lam|the|vai"
        r"|that|hoi)\b|\bbuc minh\b|\bsao (nhan|hoi|nhac) (hoai|mai|nhieu)\b"
        r"|\bdung (nhan|nhac|lam phien)\b"
    )),
    ("thanks", re.compile(r"\b(cam on|cam un|camon|cam om|thanks?|thank you|tks|cam ta)\b")),
    ("hello", re.compile(r"^(xin )?(chao|hello|hi|alo|a lo|hey)\b")),
    ("yes", re.compile(
        r"^(da|vang|ok|oke|okay|okie|u|uh|um|uk|dung|dung roi|roi|biet roi|nhat tri|duoc|duoc roi|"
        r"da vang|vang a|da ok|ok em|ok ban|ok a|da biet|da ro|ro|da nhan|nhan duoc)"
        r"( a| nhe| em| roi)*$"
    )),
)  # fmt: skip


def small_talk(turn: Turn) -> Reply | None:
    """A short word back and what is awaited; None for a text that may have meant figures."""
    text = turn.incoming.text[:LONGEST]
    if any(char.isdigit() for char in text):
        return None
    topic = _topic(text)
    if topic is None:
        return None
    words = say(f"talk.{topic}", name=addressed(turn.person))
    due = deadline_line(turn.work, turn.part.sheet) if topic == "later" else ""
    return Reply("\n".join(filter(None, [words, due, _awaited(turn)])))


def _topic(text: str) -> str | None:
    words = " ".join(re.sub(r"[^\w ]", " ", fold(text)).split())
    if not words:
        return "yes" if any(unicodedata.category(char) == "So" for char in text) else None
    return next((topic for topic, pattern in _TOPICS if pattern.search(words)), None)


def _awaited(turn: Turn) -> str:
    """The next step: the figures that are waited for."""
    sheet = turn.part.sheet
    block = sheet.form.blocks_by_id.get(turn.conversation.block_id or "")
    if block is None:
        return say("talk.go_on")
    return say("talk.awaited", block=block.id, count=len(open_in(block, sheet.figures)))
