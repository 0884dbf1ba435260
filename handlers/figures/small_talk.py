"""Words that are no figures and no command: a greeting, thanks, "mai tôi gửi", annoyance.

lan  < cảm ơn em nhé
bot  > Không có gì ạ. Đang chờ mục I.4 (4 số), ví dụ: 12 12 0 0. Cần giải thích: ?
"""

from __future__ import annotations

import re
import unicodedata

from domain.talk.messages import Reply
from domain.words import fold
from handlers.figures.ask_block import open_in
from handlers.figures.report_turn import ReportTurn
from handlers.question import open_question
from handlers.report.deadline import deadline_line
from handlers.wording.say import say
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
    ("ask", re.compile(
        r"\b(cho (em|toi|minh|chi|anh) hoi|hoi chut|tai sao|vi sao|sao lai|la gi|ai (duyet|lam|ky)|"
        r"nhu the nao|the nao|bao nhieu|o dau)\b|\bkhong\?$"
    )),
    ("thanks", re.compile(r"\b(cam on|cam un|camon|cam om|thanks?|thank you|tks|cam ta)\b")),
    ("hello", re.compile(r"^(xin )?(chao|hello|hi|alo|a lo|hey)\b")),
    ("yes", re.compile(
        r"^(da|vang|ok|oke|okay|okie|u|uh|um|uk|dung|dung roi|roi|biet roi|nhat tri|duoc|duoc roi|"
        r"da vang|vang a|da ok|ok em|ok ban|ok a|da biet|da ro|ro|da nhan|nhan duoc)"
        r"( a| nhe| em| roi)*$"
    )),
)  # fmt: skip


_WRONG = re.compile(r"\b(nham|sai|ghi lai|dinh chinh|sua)\b")
_BECOMES = re.compile(
    r"\b(?P<code>(?:[ivx]+\.)?\d+(?:\.\d+)+)(?: (?:phai|dung|moi))?"
    r" (?:la|thanh|bang) (?P<value>\d[\d.,]*)"
)
_CODE = re.compile(r"\b(?:[ivx]+\.)?\d+(?:\.\d+)+")


def small_talk(turn: ReportTurn) -> Reply | None:
    """A short word back and what is awaited; None for a text that may have meant figures."""
    text = turn.incoming.text[:LONGEST]
    if _WRONG.search(fold(text)):
        return _said(turn, say("talk.mend", example=_correction(text)))
    if any(char.isdigit() for char in text):
        return _asked_about_a_code(turn, text)
    topic = topic_of(text)
    if topic is None:
        return None
    words = say(f"talk.{topic}", name=addressed(turn.person))
    due = deadline_line(turn.work, turn.part.sheet) if topic == "later" else ""
    return _said(turn, words, due)


def _asked_about_a_code(turn: ReportTurn, text: str) -> Reply | None:
    """ "cho em hỏi mục 4.1 là gì": how to ask for its explanation."""
    said = fold(text)
    code = _CODE.search(said)
    if code is None or not dict(_TOPICS)["ask"].search(said):
        return None
    return _said(turn, say("talk.ask_code", code=code[0].upper()))


def _correction(text: str) -> str:
    """How a correction is typed, with the figure that the person speaks of: "sửa 4.2 = 13"."""
    said = fold(text)
    if found := _BECOMES.search(said):
        return say("talk.correction", code=found["code"].upper(), value=found["value"].rstrip(".,"))
    code = _CODE.search(said)
    return say("talk.correction", code=code[0].upper() if code else "4.2", value=say("talk.number"))


def topic_of(text: str) -> str | None:
    """What words that are neither a figure nor an order are about."""
    words = " ".join(re.sub(r"[^\w ?]", " ", fold(text)).replace(" ?", "?").split())
    if not words:
        return "yes" if any(unicodedata.category(char) == "So" for char in text) else None
    return next((topic for topic, pattern in _TOPICS if pattern.search(words)), None)


def _said(turn: ReportTurn, *lines: str) -> Reply:
    return Reply("\n".join(filter(None, [*lines, _awaited(turn)])))


def _awaited(turn: ReportTurn) -> str:
    """The figures that are waited for; nothing where a question is open, which says so itself."""
    question = open_question(turn.work, turn.incoming.address)
    if question is not None and not question.light:
        return ""
    sheet = turn.part.sheet
    block = sheet.form.blocks_by_id.get(turn.conversation.block_id or "")
    if block is None:
        return say("talk.go_on")
    return say("talk.awaited", block=block.id, count=len(open_in(block, sheet.figures)))
