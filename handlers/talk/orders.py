"""The command words of the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.people.people import Official
from domain.talk.messages import Reply
from domain.words import fold
from handlers.desk.late import late_list
from handlers.desk.more_time import extend, refuse_extension
from handlers.desk.nudge import EVERYBODY, nudge, nudge_all
from handlers.desk.rank import rank
from handlers.desk.returned import send_again, send_back
from handlers.desk.rollup import rollup
from handlers.desk.verdict import approve, lock, reopen
from handlers.office.remind import nudge_own
from handlers.people.hand_over import hand_over
from handlers.work import Work

DeskCommand = Callable[[Work, Official, str], Reply]


def _late(work: Work, person: Official, _text: str) -> Reply:
    return late_list(work, person)


def _nudge(work: Work, person: Official, text: str) -> Reply:
    """Without a unit: who is late, each with a tap that reminds."""
    if own := nudge_own(work, person, text):
        return own
    if fold(text).strip(" .!:") in EVERYBODY:
        return nudge_all(work, person)
    return nudge(work, person, text) if text.strip(" :") else late_list(work, person)


def _again(work: Work, person: Official, _text: str) -> Reply:
    return send_again(work, person)


DESK: Mapping[str, DeskCommand] = {
    "tre": _late,
    "cham": _late,
    "nhac": _nudge,
    "don doc": _nudge,
    "duyet": approve,
    "tra": send_back,
    "tra lai": send_back,
    "khoa": lock,
    "khoa so lieu": lock,
    "mo": reopen,
    "mo lai": reopen,
    "mo khoa": reopen,
    "gui lai": _again,
    "gia han": extend,
    "xin gia han": extend,
    "cho gia han": extend,
    "khong gia han": refuse_extension,
    "ko gia han": refuse_extension,
    "xep hang": rank,
    "tong hop": rollup,
    "thay nguoi": hand_over,
    "nghi viec": hand_over,
}
"""Folded command words -> what they do with the words behind them."""

WITH_ARGUMENT = frozenset(
    {
        *("nhac", "don doc", "duyet", "tra lai", "khoa", "mo lai", "mo khoa", "xep hang"),
        *("tong hop", "gia han", "xin gia han", "cho gia han", "khong gia han", "ko gia han"),
    }
)
"""Words that are commands without a stroke too, where something stands behind them."""
