"""The figure that a code names: `4.2` is the asker's own one; of several, the one that they tap.

lan  < lịch sử 4.2
bot  > I.4.2 hoàn thành đúng hạn: ...
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from domain.reading.codes import is_code, key
from domain.talk.messages import Choice, Reply
from domain.writing.text_named import lines_called
from handlers.desk.find import tap_data, verb
from handlers.question import ToAsk, to_choose
from handlers.report.sheet import Sheet
from handlers.wording.example import example_in
from handlers.wording.say import say, say_ask
from handlers.work import Work

_WRITTEN = re.compile(r"[IVX]+(?:\.\d+)*\.[TB][a-z]?\d*", re.IGNORECASE)  # a heading, a register


def split_code(argument: str) -> tuple[str, str]:
    """What stands beside the code of a command, and the code, `""` where there is none."""
    words = argument.split()
    codes = [word for word in words if is_code(word.lower()) or _WRITTEN.fullmatch(word)]
    dotted = [word for word in codes if "." in word.rstrip(".")]
    alone = codes if len(words) == 1 else []
    code = next(reversed(dotted or alone), "")
    return " ".join(word for word in words if word != code), code


def which_code(
    work: Work, sheet: Sheet, typed: str, nearer: Sequence[Collection[str]], word: str
) -> str | Reply | ToAsk:
    """The full code that is meant, or what to ask; `nearer` are codes that are preferred, those
    of the section that is asked before those of the person."""
    wanted = key(typed.strip().lower())
    found = [code for code in sheet.form.indicators if wanted in (code, code.partition(".")[2])]
    found = found or [line.code for line in lines_called(typed, sheet.form.written)]
    for codes in nearer:
        near = [code for code in found if code in codes]
        found = near if len(near) == 1 else found
    if len(found) == 1:
        return found[0]
    if not found:
        return Reply(
            say("history.unknown", codes=typed, word=verb(word), **example_in(sheet.form).fields)
        )
    tap = tap_data(work, word, sheet.unit.id)
    taps = tuple(Choice(f"{verb(word)} {code}", f"{tap} {code}") for code in found)
    names = "\n".join(f"- {code} {sheet.short(code)}" for code in found)
    return to_choose(taps, say_ask("ask.desk.which_code", codes=names), verb(word))
