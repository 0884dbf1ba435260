"""What a person wants: the intent of a message, how surely, and what else it may be.

A sentence is compared with the example sentences of the catalogue, after what it names was taken
out of it; the situation and the role count. Exact commands never come as far as here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from domain.people.people import Role
from domain.reading.clauses import clauses, without_polite_clauses
from domain.reading.tokens import Token
from domain.talk.masking import masked
from domain.talk.said import Situation
from domain.talk.understood import OTHER, Understood
from domain.talk.yes_no import DROP, NO, YES
from handlers.talk.learnt import ROLE_WORDS, examples, told_apart
from handlers.talk.likeness import pieces
from handlers.talk.said import Read
from handlers.talk.slots import slots_of, task_in
from handlers.wording.understood import read_courtesy, read_verdict
from storage.catalogue.words import folded

OFFERS_AT_MOST = 3
ELSEWHERE = 0.7  # an example of another situation or role counts for less
_COUNTS_FOR = (1.0, ELSEWHERE, ELSEWHERE**2)
TYPICAL = 0.08
SURE_READING, LEAD_READING = 0.28, 0.085
SURE_ALONE = 0.45  # of one word, which may be a piece of many sentences
SURE_WRITING, LEAD_WRITING = 0.93, 0.12
WITH_POLITENESS, BESIDE = 0.97, 0.75
FIRST, LATER = 0.8, 0.65  # a clause alone, beside the whole sentence
BECAUSE, LEAST_BEFORE_REASON = "vi", 3
LESS = 0.75
LEAST_OFFERED = 0.26  # of what is offered to somebody who was not understood
LEAST = 0.16  # less likeness than that to anything is no wish known here

WRITES = frozenset(
    [
        "figures",
        "correct_figure",
        "none_arisen",
        "as_before",
        "not_yet",
        "yes",
        "no",
        "cancel",
        "undo",
        "task_done",
        "task_progress",
        "task_blocked",
        "task_more_time",
        "task_assign",
        "task_hand_over",
        "nudge",
        "approve",
        "return_report",
        "lock",
        "reopen",
        "more_time",
        "leave",
        "back_from_leave",
        "invite",
        "switch_report",
        "already_sent_elsewhere",
    ]
)
"""Intents that change something: done at once only where nothing is left unexplained."""

_SHORT_ANSWERS = {YES: "yes", NO: "no", DROP: "cancel"}
_OF_TASKS = ("task_progress", "task_blocked", "task_more_time", "task_hand_over")
_OF_REPORTS = ("more_time", "not_yet", "later")
_POLITE = ("courtesy", "complaint")
_ASKED_OR_SAID = ("help", "explain_figure", "contact_person", "task_blocked", OTHER, *_POLITE)
"""What may be meant although the message asks how something is said."""


def understand(read: Read, role: Role, situation: Situation) -> Understood:
    """The likeliest wish of somebody of this role after what the bot has said last."""
    if situation is Situation.QUESTION and (said := read_verdict(read.said.text)):
        intent = _SHORT_ANSWERS[said]
        return Understood(intent, sure=True, offers=(intent,))
    ranked = ranking(read, role, situation)
    if not ranked or ranked[0][1] < LEAST:
        return Understood(OTHER, offers=_offers(ranked))
    intent, best = ranked[0]
    if intent in WRITES.difference(_SHORT_ANSWERS.values()) and read_courtesy(read.said.text):
        return Understood("courtesy", sure=True, offers=("courtesy",))  # "được": nothing is written
    lead = best - (ranked[1][1] if len(ranked) > 1 else 0.0)
    slots, ask = slots_of(intent, read, situation)
    if intent in WRITES:
        sure = best >= SURE_WRITING and lead >= LEAD_WRITING and not ask
    else:
        alone = len(read.said.masked.split()) == 1
        sure = best >= (SURE_ALONE if alone else SURE_READING) and lead >= LEAD_READING
    return Understood(intent, slots, sure and intent != OTHER, _offers(ranked))


def _offers(ranked: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """What it may have been; what hardly is like anything is not offered."""
    return tuple(intent for intent, score in ranked[:OFFERS_AT_MOST] if score >= LEAST_OFFERED)


def ranking(read: Read, role: Role, situation: Situation) -> list[tuple[str, float]]:
    """Every intent that has anything in common with the message, the likeliest first."""
    polite = folded("sentence", "polite")
    told = without_polite_clauses(_without_reason(read.tokens), polite)
    apart = told_apart()
    flat = [token for clause in told for token in clause]
    whole = _scores(masked(flat, read.mentions, apart), role, situation)
    every = clauses(read.tokens)
    if len(told) < len(every):  # what was left out may have been meant: "dạ", "vâng em"
        for intent, score in _scores(read.said.masked.split(), role, situation).items():
            weight = BESIDE if intent in _POLITE else WITH_POLITENESS
            whole[intent] = max(whole.get(intent, 0.0), weight * score)
    if len(told) > 1:
        # each once: the forty lines of a pasted annex are "{code} = {n}", all of them
        distinct = dict.fromkeys(masked(clause, read.mentions, apart) for clause in told)
        for number, clause in enumerate(distinct):
            part = _scores(clause, role, situation)
            for intent, score in part.items():
                weight = FIRST if number == 0 else LATER
                whole[intent] = max(whole.get(intent, 0.0), weight * score)
    _with_figures(whole, read, situation)
    _with_tasks(whole, read, situation)
    _with_how(whole, read)
    return sorted(whole.items(), key=lambda pair: -pair[1])


def _without_reason(found: Sequence[Token]) -> Sequence[Token]:
    """What stands before "vì …": a reason tells why, not what is wanted."""
    at = next((at for at, token in enumerate(found) if token.base == BECAUSE), 0)
    return found[:at] if at >= LEAST_BEFORE_REASON else found


def _with_figures(scores: dict[str, float], read: Read, situation: Situation) -> None:
    """Figures for the asked block are the likeliest wish where they are all there."""
    values = read.said.values
    awaited = situation in (Situation.BLOCK, Situation.LATE)
    likely = len(values.by_code) >= 3 and scores.get("figures", 0.0) > 0.05
    if awaited and (likely or values.named):
        best = max(scores.values(), default=0.0)
        scores["figures"] = max(scores.get("figures", 0.0), best + 0.05)


def _with_tasks(scores: dict[str, float], read: Read, situation: Situation) -> None:
    """A wish about a task names one or follows one; otherwise the report is meant."""
    if task_in(read):
        meant_less: tuple[str, ...] = _OF_REPORTS
        sent = scores.pop("already_sent_elsewhere", 0.0)  # "việc 1 gửi rồi": it is done
        scores["task_done"] = max(scores.get("task_done", 0.0), sent)
    else:
        meant_less = () if situation is Situation.TASK else _OF_TASKS
        if meant_less and folded("sentence", "task_noun").isdisjoint(read.said.masked.split()):
            asked = scores.get("task_more_time", 0.0)  # "xin lùi 3 ngày": the report is owed
            scores["more_time"] = max(scores.get("more_time", 0.0), asked)
    for intent in meant_less:
        if intent in scores:
            scores[intent] *= LESS


def _with_how(scores: dict[str, float], read: Read) -> None:
    """ "muốn khóa sổ thì gõ lệnh gì": whoever asks how it is said wants to be told, and no more.
    Figures beside the question are still read."""
    line = f" {' '.join(token.base for token in read.tokens)} "
    values = read.said.values
    if values.by_code or values.named:
        return
    if any(f" {phrase} " in line for phrase in folded("sentence", "how")):
        wished = max((s for name, s in scores.items() if name not in _ASKED_OR_SAID), default=0.0)
        scores["help"] = max(scores.get("help", 0.0), wished + LEAD_READING)


def _scores(words: Sequence[str], role: Role, situation: Situation) -> dict[str, float]:
    if not words:
        return {}
    learnt, found, foreign = examples(), pieces(words), _foreign(role, situation)
    best: dict[str, list[float]] = defaultdict(list)
    for (intent, _, _), score, other in zip(learnt.told, learnt.near(found), foreign, strict=True):
        if score:
            best[intent].append(score * _COUNTS_FOR[other])
    typical = learnt.typical(found)
    scores = {}
    for intent, near in best.items():
        near.sort(reverse=True)
        likely = 0.5 * near[0] + 0.5 * sum(near[:3]) / 3
        scores[intent] = likely + TYPICAL * typical.get(intent, -1.0)
    return scores


@cache
def _foreign(role: Role, situation: Situation) -> bytes:
    """In how much each example is of somebody or something else: not at all, in one, in both."""
    when_now, said_by = situation.value, ROLE_WORDS[role]
    return bytes(
        bool(when and when_now not in when) + bool(who and said_by not in who)
        for _, when, who in examples().told
    )
