"""A request for figures: said in any order, asked for what it lacks, shown, sent with one word.

quynh < yêu cầu báo cáo: số hộ nghèo, số hộ cận nghèo; xã Bắc Sơn, xã Phù Ủng; trước 16h hôm nay
bot   > Yêu cầu báo cáo (chưa gửi đi): ...
quynh < gửi
bot   > Đã gửi yêu cầu yc1 đến 2 đơn vị, hạn 16 giờ thứ Sáu 6/9. ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from domain.dates.moments import local
from domain.people.permissions import Action
from domain.report.requests import Repeat
from domain.talk.messages import Choice, Reply
from domain.talk.moments_said import moments
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import DROP, NO, YES
from domain.words import aligned, clean, fold, without_end, without_rim
from handlers.names.fields import field_words
from handlers.names.people import unit_name
from handlers.owed.people import OFFICE_FIELD
from handlers.question import Answering, Turn, ask, settle, shown_again
from handlers.requests.draft import (
    Draft,
    corrected,
    day_after,
    from_plain,
    request_words,
    to_plain,
    understood,
    with_owners,
)
from handlers.requests.fields import answering
from handlers.requests.send import send
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.show_moments import show_date, show_day, show_full_until, show_weekday
from handlers.wording.understood import behind, read_verdict, says
from handlers.work import Work
from storage.catalogue.words import folded

DRAFT = "request.draft"
NAMES_AT_MOST = 20


def take_request(turn: Turn) -> Reply | None:
    """The reply to words that ask units for figures, from somebody who may; else None."""
    if not turn.incoming.typed:
        return None
    if not _may(turn):
        return None
    words = _asked_in(turn)
    if words is None:
        words = _asked_shortly(turn)
    if words is None:
        words = _asked_of_units(turn)
    return None if words is None else begin(turn, words)


def _asked_in(turn: Turn) -> str | None:
    """What stands behind "yêu cầu báo cáo"; all behind "yêu cầu" where figures are named."""
    text = turn.incoming.text
    if (words := behind("wanted", "ask", text)) is not None:
        return words
    if (words := behind("wanted", "ask_loosely", text)) is None:
        return None
    begins = "|".join(map(re.escape, sorted(request_words().line_begins)))
    reports = "|".join(map(re.escape, sorted(folded("wanted", "gives"))))
    names_figures = re.search(rf"(?:^|\s)(?:{reports})[\s:]+(?:{begins})\s", aligned(clean(words)))
    return words if names_figures or _lists_figures(turn, words) else None


def _lists_figures(turn: Turn, words: str) -> bool:
    """ "số hộ nghèo, số hộ cận nghèo; các xã; trước 16h": figures, with whom or when beside them,
    and nothing else."""
    draft = understood(turn.work, turn.person, Draft(), words)
    begins = tuple(f"{word} " for word in request_words().line_begins)
    figures = all(fold(line.label).startswith(begins) for line in draft.lines)
    beside = draft.unit_ids or draft.due or draft.unclear
    return bool(draft.lines) and figures and bool(beside or len(draft.lines) > 1)


def _asked_shortly(turn: Turn) -> str | None:
    """What stands behind "cần", where it is figures of units at a moment, and nothing else."""
    moment, said = _moment_in_front(_without_front(turn.incoming.text))
    words = behind("wanted", "ask_shortly", _without_front(said))
    words = without_rim(_without_front(words or ""), _urgent(), frozenset(), least=0)
    begins = tuple(f"{word} " for word in request_words().line_begins)
    if not aligned(words).startswith(begins):
        return None
    return _if_complete(turn, f"{words}; {moment}" if moment else words, ask_units=True)


def _urgent() -> frozenset[str]:
    return folded("wanted", "needs") | folded("sentence", "polite")


def _if_complete(turn: Turn, words: str, *, ask_units: bool = False) -> str | None:
    """The words, where nothing is missing in what they ask for; with `ask_units` but for whom."""
    draft = understood(turn.work, turn.person, Draft(), words)
    asked = ask_units and draft.missing == "units" and draft.due is not None and not draft.unclear
    return words if (asked or not draft.missing) and not draft.unread else None


def _moment_in_front(text: str) -> tuple[str, str]:
    """ "chiều nay chị cần số hộ ngập": the moment, and what is behind it."""
    said = clean(text)
    end = next((end for start, end in moments(aligned(said)) if start == 0), 0)
    return said[:end], said[end:].lstrip(" ,.:")


def _asked_of_units(turn: Turn) -> str | None:
    """ "các xã báo cáo chị số hộ ngập trước 16h": units, and what they are to give by then."""
    said = _without_front(turn.incoming.text)
    said = behind("wanted", "tell", said) or said
    if _asks_whether(said):
        return None
    gives, begins, small, nothing = (
        "|".join(map(re.escape, sorted(each, key=len, reverse=True)))
        for each in (
            folded("wanted", "gives"),
            request_words().line_begins,
            folded("sentence", "polite"),
            folded("wanted", "no_line"),
        )
    )
    figures = rf"(?=(?:{begins})\s)(?!(?:{nothing})(?!\w)|\w+\s?\d)"
    found = re.search(rf"\s(?:{gives})(?:\s(?:{small}))*[\s:]+{figures}", aligned(said))
    if found is None:
        return None
    front, behind_it = said[: found.start()], said[found.end() :]
    whom = understood(turn.work, turn.person, Draft(), front)
    if not whom.unit_ids or whom.lines or whom.unclear or whom.due:
        return None
    return _if_complete(turn, f"{front}; {behind_it}")


def _asks_whether(said: str) -> bool:
    """ "xã Bắc Sơn gửi số hộ nghèo chưa em": a question, and no order."""
    bare = without_end(fold(said), folded("sentence", "polite"))
    return said.endswith("?") or bare.endswith(tuple(folded("small_talk", "whether")))


def _without_front(text: str) -> str:
    """ "em ơi cho chị xin số hộ nghèo" without the polite words in front."""
    said, polite = clean(text).split(), folded("sentence", "polite")
    while (
        said
        and fold(said[0]).strip(",.!") in polite
        and not behind("wanted", "ask_shortly", " ".join(said))
    ):
        said.pop(0)
    return " ".join(said)


def _may(turn: Turn) -> bool:
    return bool(turn.work.below(turn.person, Action.ROLL_UP))


def begin(turn: Turn, words: str) -> Reply:
    """`/yeu-cau`, alone or with what is wanted."""
    if not _may(turn):
        return Reply(say("request.not_allowed"))
    if not words.strip(" .:"):
        return ask(turn, _question(Draft()), say_ask("ask.request.lines"))
    return consider(turn, understood(turn.work, turn.person, Draft(), words))


def go_on(turn: Answering) -> Reply | None:
    """The answer to a preview or to a question about what is missing; None where it is none."""
    draft = _within_reach(turn, from_plain(turn.question.data))
    word = turn.word or read_verdict(turn.said)
    if word in ("go", YES) or says("preview", "send", turn.said):
        if draft.missing or _past(turn.work, draft):
            return consider(turn, draft)
        if shown := shown_again(turn):
            return shown
        settle(turn, turn.question)
        return send(turn, with_owners(turn.work, draft))
    if word in (DROP, NO):
        settle(turn, turn.question)
        return Reply(say("request.dropped"))
    again = corrected(turn.work, turn.person, draft, turn.said) if turn.said else None
    if again is not None and turn.elsewhere and not _fits(draft, again):
        return None
    return None if again is None else consider(turn, again)


def _within_reach(turn: Answering, draft: Draft) -> Draft:
    """The draft without the units that are not below the person any more: which is meant instead
    is asked."""
    reached = turn.work.below(turn.person, Action.ROLL_UP)
    gone = tuple(unit_name(turn.work, id_) for id_ in draft.unit_ids if id_ not in reached)
    kept = tuple(id_ for id_ in draft.unit_ids if id_ in reached)
    return replace(draft, unit_ids=kept, unclear=(*draft.unclear, *gone)) if gone else draft


def _fits(draft: Draft, again: Draft) -> bool:
    """A unit, a moment or how often was said, and nothing else; a line may be any words."""
    unread = again.unread or again.unclear
    return not unread and len(again.lines) <= len(draft.lines)


def consider(turn: Turn, draft: Draft) -> Reply:
    """Show what was understood; ask for what is missing, or for the word that sends it."""
    lines = [say("request.preview"), *_shown(turn.work, draft)]
    lines += [say("request.which_unit", said=name) for name in draft.unclear]
    lines += [say("request.unread", said=words) for words in draft.unread]
    late = draft.due is not None and _past(turn.work, draft)
    if late:
        lines.append(say("request.past", due=show_full_until(draft.due or turn.work.now)))
    if missing := "due" if late else draft.missing:
        lines.append(say_ask(f"ask.request.{missing}").words)
        return _ask(turn, draft, lines, (_drop(),))
    if (after := day_after(draft)) is not None:
        lines.append(say("request.before_day", said=draft.due_said, day=show_date(after)))
    if draft.due is not None and not _works_on(turn.work, draft.due):
        lines.append(say("request.day_off", day=show_day(draft.due)))
    if deaf := _deaf(turn.work, draft):
        lines.append(say("request.deaf", names=_names(deaf)))
    lines.append(say("request.send"))
    return _ask(turn, draft, lines, (Choice(say("request.tap_send"), "go"), _drop()))


def _works_on(work: Work, moment: datetime) -> bool:
    return work.catalogue.calendar.is_working_day(local(moment).date())


def _past(work: Work, draft: Draft) -> bool:
    return draft.due is not None and draft.due <= work.now


def _ask(turn: Turn, draft: Draft, lines: list[str], options: tuple[Choice, ...]) -> Reply:
    return ask(turn, _question(draft, options), Asking("\n".join(lines)))


def _question(draft: Draft, options: tuple[Choice, ...] = ()) -> Question:
    return Question(DRAFT, Wanted.DRAFT, to_plain(draft), options, say("question.request"))


def _drop() -> Choice:
    return Choice(say("request.tap_drop"), "drop")


def _shown(work: Work, draft: Draft) -> Iterator[str]:
    """What is known so far, a line each."""
    if draft.lines:
        named = "; ".join(
            say(
                "request.line",
                number=number,
                label=line.label,
                kind=_kind(line.unit, line.kind),
                owner=_owner(work, line.owner),
            )
            for number, line in enumerate(draft.lines, start=1)
        )
        yield say("request.lines", count=len(draft.lines), lines=named)
    if draft.unit_ids:
        names = [unit_name(work, unit_id) for unit_id in draft.unit_ids]
        yield say("request.units", count=len(names), names=_names(names))
        usual = with_owners(work, draft).owner
        if usual != OFFICE_FIELD:
            yield say("request.field", field=field_words(work.catalogue, [usual]))
    if draft.due is not None:
        yield say("request.due", due=show_full_until(draft.due))
        if draft.repeat is not Repeat.ONCE:
            yield say(
                f"request.repeat.{draft.repeat}",
                weekday=show_weekday(draft.due),
                day=local(draft.due).day,
            )


def _owner(work: Work, field: str) -> str:
    """Who gives a line, where others give the rest: " – Tư pháp"."""
    return say("request.line_field", field=field_words(work.catalogue, [field])) if field else ""


def _kind(unit: str, kind: str) -> str:
    """How a line is taken, where it is no count: " (%)", " (triệu đồng)", " (có hay không)"."""
    words = say(f"request.kind.{kind}", unit=unit)
    return f" ({words})" if words else ""


def _names(names: list[str]) -> str:
    shown = ", ".join(names[:NAMES_AT_MOST])
    more = len(names) - NAMES_AT_MOST
    return say("desk.names_more", names=shown, more=more) if more > 0 else shown


def _deaf(work: Work, draft: Draft) -> list[str]:
    """The units in which nobody would get it, or not everything."""
    fields = {line.owner for line in with_owners(work, draft).lines}
    return [unit_name(work, id_) for id_ in draft.unit_ids if _lacks(work, id_, fields)]


def _lacks(work: Work, unit_id: str, fields: set[str]) -> bool:
    """Is there a field that nobody in the unit holds who can be reached?"""
    return not all(
        any(work.addresses(person.id) for person in answering(work, unit_id, [field]))
        for field in fields
    )
