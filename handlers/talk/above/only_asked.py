"""A sentence that looks at something or asks is no order, however much it is like one.

khanh < xem cả huyện
quynh < phù ủng có mấy văn bản chỉ đạo
"""

from __future__ import annotations

from domain.words import without_rim
from handlers.talk.intent import Request
from handlers.wording.understood import behind, places
from storage.catalogue.words import folded

_ORDERS = frozenset(
    {"approve", "return_report", "lock", "reopen", "nudge", "more_time", "task_assign"}
)


def looks(request: Request) -> bool:
    """ "xem tình hình cả huyện": how things stand is wanted."""
    return behind("looked", "begins", _bare(request)) is not None


def only_asked(request: Request, intent: str) -> bool:
    """The sentence looks or asks, and the word of the order stands nowhere in it as one: "xã nào
    bị trả lại" sends nothing back."""
    if intent not in _ORDERS or request.confirmed or _orders(request, intent):
        return False
    text = _bare(request)
    asks = places("looked", "asks", text) or request.said.text.rstrip().endswith("?")
    return looks(request) or bool(asks)


def _bare(request: Request) -> str:
    polite = folded("sentence", "polite") - folded("looked", "begins")
    return without_rim(request.said.text, polite, frozenset(), least=0)


def _orders(request: Request, intent: str) -> bool:
    """Its word, and not as what has befallen somebody."""
    words = [token.base for token in request.said.tokens]
    table = ("looked", "gives") if intent == "task_assign" else ("order", intent)
    fronts = (words[at - 1] if at else "" for at in places(*table, request.said.text))
    return any(front not in folded("looked", "befallen") for front in fronts)
