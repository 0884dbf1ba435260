"""The figure that a code names: `4.2` is the asker's own one; of several, the one that they tap.

lan  < lịch sử 4.2
bot  > I.4.2 hoàn thành đúng hạn: ...
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process

from domain.reading.codes import is_code, key
from domain.report.forms import Form, Kind
from domain.talk.messages import Choice, Reply
from domain.words import fold
from domain.writing.text_named import lines_called
from handlers.desk.find import tap_data, verb
from handlers.documents.known import has_scale
from handlers.question import ToAsk, to_choose
from handlers.report.sheet import Sheet
from handlers.wording.example import example_in
from handlers.wording.say import say, say_ask
from handlers.work import Work
from storage.catalogue.words import folded

ALIKE = 85  # of a hundred: the words of a sentence and those of a label
NEAR, LEAST_WORDS = 4, 3
RARE = 20  # lines that have a pair of words which still tells something
_WRITTEN = re.compile(r"[IVX]+(?:\.\d+)*\.[TB][a-z]?\d*", re.IGNORECASE)  # a heading, a register


def split_code(argument: str) -> tuple[str, str]:
    """What stands beside the code of a command, and the code, `""` where there is none."""
    words = argument.split()
    codes = [word for word in words if is_code(word.lower()) or _WRITTEN.fullmatch(word)]
    dotted = [word for word in codes if "." in word.rstrip(".")]
    alone = codes if len(words) == 1 else []
    code = next(reversed(dotted or alone), "")
    return " ".join(word for word in words if word != code), code


def codes_worded(form: Form, said: str) -> list[str]:
    """The figures whose labels the folded words tell, the likeliest first: "ho so dung han". Two
    words of one must follow each other: "ho so" tells nothing of "so ho ngap"."""
    for question in sorted(folded("sentence", "how_much"), key=len, reverse=True):
        said = said.replace(question, " ")
    labels = {
        code: fold(line.label)
        for code, line in form.indicators.items()
        if has_scale(line) and len(line.label.split()) >= LEAST_WORDS
    }
    if not (found := _as_called(form, labels, said)):
        found, hinted = _alike(labels, said), codes_hinted(form, said)
        if len(found) == 1 and set(found) < set(hinted):
            return hinted  # "giải ngân" alone tells two lines
    pairs = _pairs(said)
    return [
        code
        for code in found
        if pairs & (_pairs(labels[code]) | _pairs(form.indicators[code].short))
    ]


def _as_called(form: Form, codes: Collection[str], said: str) -> list[str]:
    """Those that are called so: all that the words tell stands in their two names."""
    lines = [form.indicators[code] for code in codes]
    called = {line.code: set(fold(f"{line.label} {line.short}").split()) for line in lines}
    known = frozenset().union(*called.values())
    small = folded("wanted", "of") | folded("sentence", "unit_kind")
    told = {word for word in said.split() if word in known} - small
    found = [code for code, words in called.items() if told <= words]
    return found if len(told) >= LEAST_WORDS and len(found) <= NEAR else []


def _alike(labels: Mapping[str, str], said: str) -> list[str]:
    known = {word for label in labels.values() for word in label.split()}
    words = [word for word in said.split() if word in known]
    near = process.extract(
        " ".join(words), labels, scorer=fuzz.token_set_ratio, limit=NEAR, score_cutoff=ALIKE
    )
    found = [code for _, _, code in near]
    return [code for code in found if set(words) <= set(labels[code].split())] or found


def codes_hinted(form: Form, said: str) -> list[str]:
    """The few figures with the most pairs of words of the sentence in their labels: "giai ngan"
    of "cho xin so lieu giai ngan"; of those the rates where a share is asked for. What they hint
    at is asked."""
    shares = folded("sentence", "share")
    pairs = _pairs(said) - shares
    lines = [line for line in form.indicators.values() if has_scale(line)]
    shared = {line.code: pairs & (_pairs(line.label) | _pairs(line.short)) for line in lines}
    often = Counter(pair for found in shared.values() for pair in found)
    told = {code: {p for p in found if often[p] <= RARE} for code, found in shared.items()}
    most = max(map(len, told.values()), default=0)
    best = [code for code, found in told.items() if most and len(found) == most]
    rates = [code for code in best if form.indicators[code].kind is Kind.PERCENT]
    if rates and any(f" {share} " in f" {said} " for share in shares):
        best = rates
    return best if len(best) <= NEAR else []


def _pairs(text: str) -> set[str]:
    words = re.findall(r"[a-z]+", fold(text))
    return {f"{one} {other}" for one, other in pairwise(words)}


def ask_which(
    work: Work, sheet: Sheet, codes: Sequence[str], word: str, text_id: str = "ask.desk.which_label"
) -> ToAsk:
    """Which of these figures is meant, each with a tap."""
    tap = tap_data(work, word, sheet.unit.id)
    taps = tuple(Choice(f"{verb(word)} {code}", f"{tap} {code}") for code in codes)
    names = "\n".join(f"- {code} {sheet.short(code)}" for code in codes)
    return to_choose(taps, say_ask(text_id, codes=names), verb(word))


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
    return ask_which(work, sheet, found, word, "ask.desk.which_code")
