"""What is wrong with a cell of somebody's file, and what to do about it."""

from __future__ import annotations

from handlers.wording.say import say
from reports.incoming.unclear import Unclear


def unclear_words(each: Unclear) -> str:
    """The reason and the way out; the place is told by whoever names the file."""
    if each.flaw is None:
        flaw, mend = say("rule.file.formula"), say("rule.mend.formula")
    else:
        flaw, mend = say(f"rule.flaw.{each.flaw}"), say(f"rule.mend.{each.flaw}")
    if not each.column:
        return say("rule.unclear.row", flaw=flaw, mend=mend)
    if not each.said:
        return say("rule.unclear.blank", flaw=flaw, mend=mend)
    return say("rule.unclear.cell", said=each.said, flaw=flaw, mend=mend)
