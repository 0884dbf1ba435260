"""Two wishes in one sentence: both are done where both are orders that say of whom, the second
behind the answer where the first asks; otherwise the first, and that the second is not done.

quynh < duyệt Bắc Sơn, trả lại Đào Dương vì thiếu số
bot   > Đã duyệt: ... của xã Bắc Sơn. ...
        Đã trả lại: ... của xã Đào Dương. Lý do: thiếu số. ...

Only where both are clear: a reason, an assignment or any other free text may hold such words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from domain.reading.answers import is_row
from domain.reading.clauses import is_polite
from domain.reading.tokens import tokens
from domain.talk.messages import Incoming, Reply
from domain.talk.understood import Understood
from domain.talk.yes_no import NO, YES
from domain.tasks.words import Verb
from domain.words import clean, fold, undo_raw, without_end, words
from handlers.question import FREE, open_question
from handlers.talk.commands import command_in
from handlers.talk.learnt import lexicon
from handlers.talk.understand import WRITES
from handlers.wording.say import say
from handlers.wording.understood import (
    behind,
    ended,
    places,
    read_acts,
    read_verdict,
    without_courtesy,
)
from handlers.work import Work
from storage.catalogue.words import either_way, folded, of_words, phrases

Understand = Callable[[str], Understood]
Named = Callable[[str], bool]
"""Whether a part names a unit, a person or a task."""

ALONE = frozenset(
    [
        "approve", "as_before", "back_from_leave", "chart", "lock", "missing", "none_arisen",
        "nudge", "report_file", "annex_file", "roll_up", "status", "undo", "who_owes", "late_units",
    ]
)  # fmt: skip
"""Wishes that end with what they name: what follows them is another one."""
ANSWERS = frozenset([YES, NO, "cancel"])
LETTERS_AT_LEAST = 4
_SIGN = re.compile(r"\s*[,;.]\s+")
_THEN = frozenset({"thi"})  # "việc 2 thì không"
LABEL_AT_MOST = 5  # words: "số văn bản chỉ đạo sửa lại 15"
_OF_FIGURES = ANSWERS | {
    "figures", "correct_figure", "none_arisen", "as_before", "not_yet", "explain_figure", "history",
    "other", "task_assign", "task_more_time", "more_time", "task_blocked", "return_report",
}  # fmt: skip
"""What may hold a correction itself, or a reason in free words."""


def parted(text: str) -> Iterator[tuple[str, str, bool]]:
    """The text before and behind each word that may join two wishes, the first such word first,
    and whether that word joins nothing else.

    >>> list(parted("lưu rồi gửi cho chị Hoa nhé"))
    [('lưu', 'gửi cho chị Hoa nhé', True)]
    """
    words = clean(text).split()
    for at in range(1, len(words) - 1):
        for size, name in ((2, "then"), (1, "then"), (1, "and")):
            join = fold(" ".join(words[at : at + size])).strip(",.")
            if join in folded("sentence", name) and at + size < len(words):
                before, behind = words[:at], words[at + size :]
                yield " ".join(before).rstrip(" ,"), " ".join(behind), name == "then"
                break


def two_wishes(
    work: Work, incoming: Incoming, understand: Understand, named: Named
) -> tuple[Incoming, str] | None:
    """The message with its first wish alone, and the words of the second; None where there are
    not two for sure."""
    text = incoming.text
    if not incoming.typed or ":" in text or "\n" in text:
        return None
    if ended(text) == ("", True):  # "được rồi qua mục khác"
        return None
    question = open_question(work, incoming.address)
    if question is not None and question.wanted in FREE:
        return None
    if found := _and_another_verdict(text, understand, named):
        return replace(incoming, text=found[0]), found[1]
    if found := _beside_a_row(text, understand):
        return replace(incoming, text=found[0]), found[1]
    if found := _and_a_correction(text, understand) or _and_an_order(text, named):
        return replace(incoming, text=found[0]), found[1]
    for first, second, then in parted(text):
        if len(fold(second)) < LETTERS_AT_LEAST or _says_nothing(second):
            continue
        if fold(second.split()[0]).strip(",.") in folded("sentence", "salutation"):
            continue  # "đến đâu rồi em, ...": the word ends the first
        both = _is_order(first) and _is_order(second)
        if _takes_back(second) and not both:
            return None
        answers = question is not None and _answers(first, understand)
        if answers or both or (_alone(first, understand) and (then or command_in(second))):
            return replace(incoming, text=first), second
    return None


_NUMBER = r"\d+(?:[.,]\d+)?"
_ROW = rf"(?P<row>{_NUMBER}(?: +{_NUMBER})+)"
_ROW_FIRST = re.compile(rf"{_ROW}(?:\s*[,;.]\s+|\s+)(?P<rest>\D.*)")
_ROW_LAST = re.compile(rf"(?P<rest>.*\D)\s*[,;.]\s+(?P<lead>(?:[^\W\d]+ +)*){_ROW}[ .!]*")
_TELLS = frozenset(["figures", "correct_figure"])
_MORE_TIME = frozenset(["more_time", "task_more_time"])
_QUESTION = frozenset("?")
_BESIDE_A_ROW = frozenset(
    ["more_time", "leave", "nudge", "task_done", "task_progress", "task_blocked", "task_more_time"]
)


def _beside_a_row(text: str, understand: Understand) -> tuple[str, str] | None:
    """ "15 14 1 0 mà xin thêm ngày được không": the row is taken first, and the wish is named."""
    said = clean(text)
    if found := _ROW_FIRST.fullmatch(said):
        words = found["rest"].split()
        lead = folded("sentence", "but") | folded("sentence", "then") | folded("sentence", "and")
        rest = without_courtesy(" ".join(words[1:] if fold(words[0]) in lead else words))
        return (found["row"], rest) if _is_wish_beside(rest, understand) else None
    if told := _figure_beside(said, understand):
        return told
    found = _ROW_LAST.fullmatch(said)
    if found is None or not set(fold(found["lead"]).split()) <= folded("beside_row", "lead"):
        return None
    rest = found["rest"].strip()
    no_data = understand(rest).intent == "not_yet"
    return (found["row"], rest) if no_data or _is_wish_beside(rest, understand) else None


def _figure_beside(said: str, understand: Understand) -> tuple[str, str] | None:
    """ "cho chị xin thêm 2 ngày, tổng 14 rồi": the figure that one clause tells by its line first,
    and the wish for more time of the other."""
    clauses = _SIGN.split(said.strip(" .!"))
    if len(clauses) != 2:
        return None
    for wish, figure in (clauses, clauses[::-1]):
        told = understand(figure)
        tells = told.intent in _TELLS and told.intent in told.offers
        more = understand(wish)
        asks = more.intent in _MORE_TIME and more.intent in more.offers
        if asks and tells and any(map(str.isdigit, figure)) and not set(figure) & _QUESTION:
            return figure, wish
    return None


def _is_wish_beside(text: str, understand: Understand) -> bool:
    """More time, leave, a nudge, a task, or a reminder that is asked for in so many words."""
    if _says_nothing(text):
        return False
    wish, said = understand(text), set(fold(text).split())
    if wish.intent == "later":
        return not folded("cue", "remind_me").isdisjoint(said)
    of_task = wish.intent == "task_done" and not folded("sentence", "task_noun").isdisjoint(said)
    return wish.intent in _BESIDE_A_ROW and (wish.intent in wish.offers or of_task)


def _and_an_order(text: str, named: Named) -> tuple[str, str] | None:
    """ "duyệt Bắc Sơn, trả lại Đào Dương vì thiếu số": another order; "đồng ý việc 1, việc 2
    không": of another one the opposite."""
    for sign in _SIGN.finditer(text):
        first, second = text[: sign.start()], text[sign.end() :]
        if _is_order(first) and (_is_order(second) or _denies(second, named)):
            return first, _opposite(first, second) or second
    return None


def _and_another_verdict(text: str, understand: Understand, named: Named) -> tuple[str, str] | None:
    """ "Phù Ủng đạt, còn thị trấn trả về vì ...": what is said of one unit, and of another one the
    opposite."""
    borders = tuple(_borders().finditer(text))
    if not borders or not _holds_a_verdict(text):  # before each part is read for whom it names
        return None
    for border in borders:
        first, second = text[: border.start()], text[border.end() :]
        rest = behind("sentence", "other_one", second) or second
        if not named(first) or (rest == second and not named(rest)):
            continue
        told = _as_taught(first, named), _as_taught(rest, named)
        wishes = {_decided(part, understand) for part in told}
        if wishes == _VERDICTS or (rest != second and len(wishes & ORDERS) == 2):
            return told
    return None


@of_words
@cache
def _borders() -> re.Pattern[str]:
    """A sign, or a word in front of another one than before, typed with marks or without."""
    words = either_way("sentence", "other_one")
    return re.compile(rf"{_SIGN.pattern}|\s+(?=(?:{words})\s)", re.IGNORECASE)


_VERDICTS = {"approve", "return_report"}
ORDERS = frozenset({"approve", "return_report", "lock", "reopen", "nudge"})
"""What is done with the report of a unit that is named."""
_LOOSELY = (("approve", "accept"), ("return_report", "return"))
_VERDICT_WORDS = (
    *(("order", order, order) for order in sorted(ORDERS)),
    *((table, verb, order) for order, verb in _LOOSELY for table in ("task", "task_judged")),
)
"""Table and meaning of the words for each of them."""
NAME_AT_MOST = 6  # words


def _decided(text: str, understand: Understand) -> str:
    found = command_in(text)
    return found[0] if found and found[0] in ORDERS else understand(text).intent


def _as_taught(text: str, named: Named) -> str:
    """ "Đào Dương thì làm lại, thiếu số" as an order is taught: "trả lại Đào Dương vì thiếu số";
    any other text as it is."""
    if _is_order(text):
        return text
    head, _, tail = clean(text).partition(",")
    words = head.split()
    for at in range(min(len(words), NAME_AT_MOST + 1)):
        name, said = " ".join(words[:at]), words[at:]
        said = said[1:] if fold(said[0]) in _THEN else said
        for order, rest in _verdicts(" ".join(said)):
            whom = name or rest
            if _is_name(whom, named):
                because = phrases("sentence")["because"][0]
                why = rest if name else ""
                why = why or (f"{because} {tail.strip()}" if tail.strip() else "")
                return " ".join(filter(None, [phrases("order")[order][0], whom, why]))
    return text


def _holds_a_verdict(text: str) -> bool:
    """One of the words stands there at all, however it is typed."""
    said = f" {' '.join(undo_raw(word).base for word in words(clean(text)))} "
    return any(f" {phrase} " in said for phrase in _verdict_phrases())


@of_words
@cache
def _verdict_phrases() -> frozenset[str]:
    return frozenset[str]().union(*(folded(table, verb) for table, verb, _ in _VERDICT_WORDS))


def _verdicts(text: str) -> Iterator[tuple[str, str]]:
    """The orders with whose words a text begins, and what stands behind."""
    for table, verb, order in _VERDICT_WORDS:
        rest = behind(table, verb, text)
        if rest is not None:
            yield order, rest


def _is_name(text: str, named: Named) -> bool:
    """Also "thị trấn" alone, of which there may be one."""
    kinds = tuple(f" {kind}" for kind in folded("sentence", "unit_kind"))
    return bool(text) and (named(text) or f" {fold(text)}".endswith(kinds))


def _denies(text: str, named: Named) -> bool:
    """ "việc 2 thì không", "Đa Lộc chưa"."""
    *words, last = text.strip(" .!").split()
    return fold(last) in folded("sentence", "not") and named(" ".join(words))


def _opposite(first: str, second: str) -> str:
    """ "việc 2 không" behind "đồng ý việc 1", as it is said in full; empty for anything else."""
    acts, others = read_acts(first), read_acts(second)
    if not (acts and others) or acts[0].verb is not Verb.ACCEPT or not others[0].numbers:
        return ""
    if others[0].verb is not Verb.SHOW:
        return ""
    task = without_end(second.strip(" .!"), folded("sentence", "not") | _THEN)
    return say("short.refuse_task", task=task)


def _and_a_correction(text: str, understand: Understand) -> tuple[str, str] | None:
    """ "nhắc lại thứ hai, sửa VI.1.2 = 3.600": a wish, or a row of figures, and a correction of
    another figure behind it."""
    words = clean(text).split()
    lead = {*folded("sentence", "and"), *folded("sentence", "then"), *folded("sentence", "but")}
    polite = folded("sentence", "polite") - folded("sentence", "and")
    for at in range(1, len(words) - 1):
        if fold(words[at]).strip(",") in polite:
            continue
        joins = fold(words[at]).strip(",") in lead
        first, behind = " ".join(words[:at]), words[at + 1 :] if joins else words[at:]
        if not (joins or first.endswith(",")) or not _corrects(behind):
            continue
        first = first.rstrip(" ,")
        wish = understand(first)
        if (joins and is_row(first)) or (wish.sure and wish.intent not in _OF_FIGURES):
            return first, " ".join(behind)
    return None


def _corrects(words: list[str]) -> bool:
    """It begins with "sửa", or has it within what it says of its line, and tells a figure."""
    said = " ".join(words)
    changed = places("change", "figure", said)
    return bool(changed) and changed[0] <= LABEL_AT_MOST and any(map(str.isdigit, said))


def is_clear(second: str, named: Named, understand: Understand) -> bool:
    """It is an order and says of whom, which is asked about where it is not sure, or surely only
    looks at something."""
    found = understand(second)
    looks = found.sure and found.intent in ALONE - WRITES
    return looks or ((_is_order(second) or found.intent in ORDERS) and _is_name(second, named))


def beside(first: Reply, second: Reply) -> Reply:
    """Both replies as one."""
    text = "\n\n".join(filter(None, [first.text, second.text]))
    return Reply(text, (*first.choices, *second.choices), (*first.files, *second.files))


def with_second(reply: Reply, second: str, text_id: str = "talk.second") -> Reply:
    """The reply to the first wish, and that the second is not done, or not yet."""
    words = say(text_id, said=second.rstrip(" .!"))
    return replace(reply, text=f"{reply.text}\n\n{words}" if reply.text else words)


def _says_nothing(text: str) -> bool:
    """Polite, or one more yes: "đúng rồi ghi đi"."""
    said = [token for token in tokens(clean(text), lexicon()) if token.is_word]
    return is_polite(said, folded("sentence", "polite")) or bool(read_verdict(text))


def _takes_back(text: str) -> bool:
    """ "đúng rồi nhưng 4.2 là 13": a yes that is none."""
    but = fold(text).split()[0] in folded("sentence", "but")
    return but or any(map(str.isdigit, text))


def _answers(text: str, understand: Understand) -> bool:
    if read_verdict(text):
        return True
    found = understand(text)
    return found.sure and found.intent in ANSWERS


def _alone(text: str, understand: Understand) -> bool:
    if found := command_in(text):
        return found[0] in ALONE
    understood = understand(text)
    return understood.sure and understood.intent in ALONE


def _is_order(text: str) -> bool:
    """A command word with what it is about, or what is done with a task that is called one."""
    found, acts = command_in(text), read_acts(text)
    of_task = bool(acts) and bool(acts[0].numbers) and acts[0].verb is not Verb.SHOW
    of_task = of_task and not folded("sentence", "task_noun").isdisjoint(fold(text).split())
    return of_task or (found is not None and bool(found[1]))
