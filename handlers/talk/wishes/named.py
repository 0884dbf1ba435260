"""A wish as its command says it: with the units, the period and the words that it names."""

from __future__ import annotations

from domain.talk.messages import Reply
from handlers.talk.intent import Act, Request

UNITS_AT_MOST = 8


def order_words(request: Request, unit_id: str = "", rest: str = "") -> str:
    """`hung-yen/an-thi/xa-bac-son quý III năm 2024: số 4.2 sai`."""
    words = " ".join(filter(None, [unit_id, request.period_named()]))
    return f"{words}: {rest}" if rest else words


def of_each_unit(request: Request, show: Act, rest: str = "") -> Reply:
    """The reply of a command for every unit that is named, or for the one that it takes itself."""
    units = request.said.units[:UNITS_AT_MOST] or ("",)
    requests = [request.with_argument(order_words(request, unit_id, rest)) for unit_id in units]
    replies = [reply for each in requests if (reply := show(each))]
    if len(replies) == 1:
        return replies[0]
    return Reply(
        "\n\n".join(dict.fromkeys(reply.text for reply in replies)),
        tuple(dict.fromkeys(choice for reply in replies for choice in reply.choices)),
        tuple(file for reply in replies for file in reply.files),
    )
