"""What a superior does with reports, denied: how things stand, and never an offer to do it.

quynh < chưa duyệt Bắc Sơn
bot   > Xã Bắc Sơn – Báo cáo công tác cải cách hành chính quý III năm 2024 ...
quynh < đừng nhắc Bắc Sơn
bot   > Vâng, bot không nhắc gì thêm. ...
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.people.permissions import Action
from domain.talk.messages import Reply
from domain.words import fold, without_rim
from handlers.desk.more_time import waiting
from handlers.desk.owed import decision_taps
from handlers.talk.intent import Request
from handlers.talk.wishes.looks import status
from handlers.wording.say import say
from handlers.wording.understood import behind
from storage.catalogue.words import folded, single_words

VERBS: Mapping[str, str] = {
    "approve": "duyet", "return_report": "tra", "lock": "khoa", "reopen": "mo", "nudge": "nhac",
}  # fmt: skip
"""What is done with a report, and how it is shown."""


def denied(request: Request) -> Reply | None:
    """Of units that are named and nothing besides; None for anything else: "không duyệt Bắc Sơn"
    refuses it."""
    said = request.said
    if not request.incoming.typed:
        return None
    if said.units and (reply := _more_time(request)):
        return reply
    if said.tasks or not (said.units or said.people or said.everybody):
        return None
    polite = folded("sentence", "polite")
    text = without_rim(said.text.rstrip(" ?.!"), polite, polite)
    asks = fold(text).rpartition(" ")[2] in folded("negated", "not_yet") and _verb(text)
    if asks or _verb(behind("negated", "not_yet", text) or ""):
        named = (said.units or said.everybody) and _names_only(request)
        return status(request) if named else None
    verb = _verb(behind("negated", "rather_not", text) or "")
    if not verb or verb == "approve" or not _names_only(request):
        return None
    heard = say("negated.heard", verb=say(f"desk.verb.{VERBS[verb]}"))
    return Reply(f"{heard} {say('negated.by_itself')}" if verb == "nudge" else heard)


def _more_time(request: Request) -> Reply | None:
    """ "chưa cho Đa Lộc thêm 2 ngày", "có nên cho Đa Lộc thêm 2 ngày không", "rút lại gia hạn Đa
    Lộc": how things stand, and never an offer to give it."""
    work, person = request.work, request.person
    if not work.below(person, Action.EXTEND_REPORT):
        return None
    polite = folded("sentence", "polite") | folded("other_day", "before")
    text = without_rim(request.said.text, polite - {"cho"}, frozenset())
    text_id = next((id_ for id_ in _OF_TIME if behind("negated", id_, text) is not None), "")
    about_time = request.understood.intent in ("more_time", "task_more_time")
    if not text_id or (not about_time and text_id != "time_back"):
        return None
    waits = [each for each in waiting(work, person) if each.unit_id in request.said.units]
    taps = [tap for report in waits for tap in decision_taps(work, report)]
    told = status(request)
    heard = say("negated.time_not" if waits and text_id == "time_back" else f"negated.{text_id}")
    return Reply(f"{heard}\n\n{told.text}", tuple(taps) or told.choices)


_OF_TIME = ("time_back", "time_not", "time_whether")


def is_denied(request: Request, intent: str) -> bool:
    """The word for it stands in the sentence, and nowhere without "chưa", "đừng" in front."""
    if intent not in VERBS:
        return False
    words = f" {request.said.folded} "
    no = folded("negated", "rather_not") | folded("negated", "not_yet")
    fronts = [
        words[: found.start()].split()
        for verb in folded("order", intent)
        for found in re.finditer(rf"(?<!\w){re.escape(verb)}(?!\w)", words)
    ]
    return bool(fronts) and all(front and front[-1] in no for front in fronts)


def _verb(text: str) -> str:
    return next((verb for verb in VERBS if behind("order", verb, text) is not None), "")


def _names_only(request: Request) -> bool:
    small = folded("sentence", "polite") | folded("negated", "beside")
    said = [("negated", "not_yet"), ("negated", "rather_not"), ("all", "all")]
    said += [("order", verb) for verb in VERBS]
    small = small.union(*(single_words(*each) for each in said))
    return all(word.startswith("{") or word in small for word in request.said.masked_words)
