"""The reason behind an order: why it is sent back, withdrawn, in the way, not in time.

nam  < xin gia hạn 1 5 ngày
bot  > Vì sao cần gia hạn việc 1 “Rà soát hộ nghèo”? Xin gửi lý do.
nam  < đúng
bot  > “đúng” chưa phải là lý do. ...

A yes, a no, a polite word, words that fill and a question about the reason itself are none,
wherever one is asked.
"""

from __future__ import annotations

from domain.talk.yes_no import DROP, NO, SHORTEST_REASON, YES
from domain.words import fold, without_end
from handlers.wording.understood import behind, places, read_courtesy, read_verdict
from storage.catalogue.words import folded, phrases


def reason_given(words: str) -> str:
    """The reason without the signs around it, of whoever owes something; empty where it is none."""
    reason = remark_given(words)
    return "" if reason.endswith("?") or read_verdict(reason) == NO else reason


def remark_given(words: str) -> str:
    """The same of whoever judges: what is wrong or asked back is a reason too."""
    said = without_front(words)
    reason = behind("sentence", "because", said) or said
    return "" if len(reason) < SHORTEST_REASON or _says_nothing(reason) else reason


def _says_nothing(reason: str) -> bool:
    if read_verdict(reason) in (YES, DROP) or read_courtesy(reason):
        return True
    said = set(reason.strip(" ?!.").lower().replace(",", " ").split())
    return bool(places("reason", "asks", reason)) or said <= _fills(marked=not reason.isascii())


def _fills(*, marked: bool) -> frozenset[str]:
    """The words that fill, as they are typed: with marks "ngay" is no "ngày"."""
    lists = (("reason", "fills"), ("sentence", "polite"), ("around_answer", "behind"))
    words = frozenset(w for name, each in lists for p in phrases(name)[each] for w in p.split())
    return words if marked else frozenset(map(fold, words))


def says_another(words: str) -> bool:
    """ "đồng ý xã Bắc Sơn", "nhắc Phù Ủng rồi gia hạn Đa Lộc": an order, and no reason for the one
    that waits."""
    if any(behind("request", each, words) is not None for each in ("agree", "agree_time")):
        return True
    ordered = {at for order in _ORDERS for at in places("order", order, words)}
    return 0 in ordered and len(ordered) > 1


_ORDERS = ("nudge", "approve", "return_report", "lock", "reopen", "more_time")


def order_in_front(words: str) -> str | None:
    """What stands behind the word of an order with which the text begins; None where it begins
    with none."""
    told = (behind("order", order, words) for order in _ORDERS)
    return next((rest for rest in told if rest is not None), None)


def without_front(words: str) -> str:
    """As it was said, without what means nothing in front: "quá, mấy thôn chưa gửi"."""
    said = words.strip(" .:-")
    front, comma, rest = said.partition(",")
    small = folded("sentence", "polite") | folded("cue", "how_much")
    if comma and not without_end(front, small):  # "nhé, giao nhầm", "kẹt quá, mấy thôn ..."
        said = rest.strip()
    return said
