"""A person with several open reports chooses which one to fill: `chuyển`, or its name. It stays
the one meant until the next choice.

lan  < chuyển
bot  > Anh/chị có 2 báo cáo đang mở: ...  [chuyển Cải cách hành chính quý III] [chuyển ...]
lan  < cao điểm
bot  > Tiếp theo: Cao điểm 30 ngày đêm. Mục I.1 – Hồ sơ tiếp nhận (4 số): ...
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.conversation import Asked, Chosen, Conversation, from_plain, step, to_plain
from domain.messages import Choice, Incoming, Reply
from domain.people import Official
from domain.words import fold
from handlers.ask_block import ask_block
from handlers.parts import Part, parts, reports_of
from handlers.say import say
from handlers.show_moments import show_day
from handlers.work import Work
from storage import conversations
from storage.choices import choose_unit

TAP = "report:"
_WORDS = ("chuyen sang bao cao", "chuyen bao cao", "chuyen sang", "chuyen")
_FOR = " cho "  # "chuyển cho anh Tuấn": a task is handed over


def take_switch(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """The reply to `chuyển` and to a tap on a report; None where one report is open, or for any
    other message."""
    if name_in(incoming) is None or len(reports_of(work, person)) < 2:
        return None
    conversation = from_plain(conversations.load(work.session, incoming.address))
    if conversation.pending:
        return None
    every = parts(work, person)
    chosen = tapped_or_named(every, incoming)
    return go_to(work, person, incoming, conversation, chosen) if chosen else offer(every)


def name_in(incoming: Incoming) -> str | None:
    """What stands behind `chuyển`, folded; None for another message."""
    if incoming.choice:
        return "" if incoming.choice.startswith(TAP) else None
    words = " ".join(fold(incoming.text).lstrip("/").replace("-", " ").split())
    verb = next((v for v in _WORDS if words == v or words.startswith(v + " ")), None)
    if verb is None:
        return None
    name = words[len(verb) :].strip()
    return None if name[:1].isdigit() or _FOR in f" {name} " else name


def tapped_or_named(every: Sequence[Part], incoming: Incoming) -> Part | None:
    """The one report that a tap, `chuyển` or a name alone means."""
    if incoming.choice:
        ids = {f"{TAP}{part.sheet.obligation.id}": part for part in every}
        return ids.get(incoming.choice)
    behind = name_in(incoming)
    said = " ".join(fold(incoming.text).replace("-", " ").split()) if behind is None else behind
    said = said.removeprefix("bao cao ").strip(" .!")
    found = [part for part in every if said and any(_is(said, n) for n in _names(part))]
    return found[0] if len(found) == 1 else None


def _is(said: str, name: str) -> bool:
    """The whole name, or two words or more with which it begins or ends."""
    longer = " " in said and (name.startswith(said + " ") or name.endswith(" " + said))
    return said == name or longer


def _names(part: Part) -> Iterator[str]:
    sheet, unit = part.sheet, part.sheet.unit
    names = (sheet.told_as, *sheet.told_as.split(", "), unit.name, unit.slug, *unit.aliases)
    for name in names:
        yield " ".join(fold(name).replace("-", " ").replace(",", " ").split())
    bare = [word for word in unit.name.split() if not word[:1].islower()]
    yield fold(" ".join(bare))


def offer(every: Sequence[Part]) -> Reply:
    """The open reports with what each still lacks of this person."""
    lines = [say("switch.title", count=len(every)), *map(_line, every), say("switch.which")]
    return Reply("\n".join(lines), choices_for(every))


def _line(part: Part) -> str:
    due = show_day(part.sheet.obligation.due)
    text_id = "switch.line" if part.open_codes else "switch.line_done"
    return say(text_id, report=part.sheet.told_as, count=len(part.open_codes), due=due)


def choices_for(every: Sequence[Part]) -> tuple[Choice, ...]:
    """A tap for each report."""
    return tuple(
        Choice(say("switch.choice", report=part.sheet.told_as), f"{TAP}{part.sheet.obligation.id}")
        for part in every
    )


def names_of(every: Sequence[Part]) -> tuple[Choice, ...]:
    """A tap for each report, by its name alone."""
    return tuple(Choice(part.sheet.told_as, f"{TAP}{part.sheet.obligation.id}") for part in every)


def go_to(
    work: Work, person: Official, incoming: Incoming, conversation: Conversation, part: Part
) -> Reply:
    """From now on this report is meant; its first open block is asked."""
    report = part.sheet.obligation
    if len({post.unit_id for post in person.posts_on(work.today)}) > 1:
        choose_unit(work.session, person.id, report.unit_id, work.now)
    if not part.open_blocks:
        _save(work, incoming, step(conversation, Chosen(report.id)))
        return Reply(say("switch.done", report=part.sheet.told_as))
    block = part.open_blocks[0]
    _save(work, incoming, step(conversation, Asked(report.id, block.id)))
    left = say("answer.next", left=len(part.open_blocks))
    return Reply(left + "\n" + ask_block(part.sheet, block))


def _save(work: Work, incoming: Incoming, conversation: Conversation) -> None:
    conversations.save(work.session, incoming.address, to_plain(conversation), work.now)
