"""A verdict on what is owed: written, told to those whom it concerns, said back.

quynh < duyệt 7
bot   > Đã duyệt: việc 7 Bắc Sơn “Rà soát TTHC”. Đã báo chị Lan.
quynh < trả lại xã Bắc Sơn: số TTHC chưa khớp danh mục
bot   > Đã trả lại: Báo cáo … của xã Bắc Sơn. Lý do: số TTHC chưa khớp danh mục. Đã báo chị Lan. ...
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.talk.messages import Reply
from domain.words import without_end
from handlers.owed.reason import remark_given
from handlers.owed.subject import Missing, Owed, Ruling
from handlers.question import ToAsk
from handlers.wording.say import say
from handlers.wording.told import told_words
from storage.catalogue.words import folded

WITH_REASON: Mapping[Ruling, Missing] = {
    Ruling.RETURNED: Missing.WHY_RETURNED,
    Ruling.REOPENED: Missing.WHY_REOPENED,
    Ruling.WITHDRAWN: Missing.WHY_WITHDRAWN,
}
"""Which verdicts need one, and what is asked where it is missing."""


def judge(owed: Owed, verdict: Ruling, words: str) -> Reply | ToAsk:
    """Write a verdict with what is said to it; without the reason that it needs, ask for it."""
    if verdict not in WITH_REASON:
        said = words.strip(" .:-")
        if not without_end(said, folded("sentence", "polite")):  # "duyệt Bắc Sơn nhé"
            said = ""
        owed.write(verdict, said)
        return pronounced(owed, verdict, opinion=say("owed.opinion", words=said) if said else "")
    reason = remark_given(words)
    if not reason:
        return owed.ask(WITH_REASON[verdict], "")
    owed.write(verdict, reason)
    return pronounced(owed, verdict, reason=reason)


def pronounced(owed: Owed, verdict: Ruling, asker: str = "", **fields: str) -> Reply:
    """Tell those whom a verdict concerns, and whoever has asked for it, but not who has spoken it,
    each once; and say who was told."""
    asked = [owed.work.people[asker]] if asker in owed.work.people else []
    hearers = tuple({each.id: each for each in (*owed.hearers(verdict), *asked)}.values())
    others = [each for each in hearers if each.id != owed.person.id]
    told = told_words(owed.tell(others, verdict, **fields))
    if not hearers:
        told = say("told.nobody", unit=owed.unit_name)
    done = say(f"owed.done.{verdict}", what=owed.name, **fields)
    return Reply("\n".join([" ".join(filter(None, [done, told])), *owed.besides(verdict)]))
