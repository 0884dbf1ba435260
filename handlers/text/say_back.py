"""What was written, said back, and how it goes on: the same heading, the next one, or the end."""

from __future__ import annotations

from dataclasses import replace

from domain.report.figures import State
from domain.report.forms import Kind
from domain.report.shown import show_figure
from domain.report.written import appended, is_brief
from domain.talk.conversation import Asked, Finished, step
from domain.talk.messages import Reply
from handlers.figures.ask_block import ask_block
from handlers.figures.complete import finish_part
from handlers.figures.record import next_block
from handlers.figures.report_turn import ReportTurn
from handlers.report.parts import Part
from handlers.report.sheet import read_again
from handlers.text.contradict import ask_about, contradictions, put_right
from handlers.text.which import TextPlace
from handlers.wording.say import say
from storage.reports.figures import Change


def said_back(
    turn: ReportTurn,
    place: TextPlace,
    change: Change | None,
    remarks: list[str],
    *,
    closed: bool,
    last: bool = True,
) -> Reply:
    """The echo with what is to be looked at; `closed`: nothing more comes for this heading;
    `last`: of the pieces of a message the last one."""
    part = replace(place.part, sheet=read_again(turn.work, place.part.sheet))
    now = replace(place, part=part)
    said = [_echo(now, change)] if change else []
    said += remarks
    said += _brief(now) if change else []
    text = "\n".join(said)
    strange = contradictions(part.sheet, place.line.code) if change else ()
    if strange:
        return ask_about(turn, now, strange, text)
    if change:
        put_right(turn, now)
    if not last:
        return Reply(text)
    return _go_on(turn, now, text, change, closed=closed)


def _echo(place: TextPlace, change: Change) -> str:
    line, label = place.line, place.part.sheet.short(place.line.code)
    old, new = change.old, change.new
    assert new is not None  # nothing is taken back here
    if new.state is not State.VALUE:
        return say(f"text.{new.state}", code=line.code, label=label)
    if line.kind is Kind.TABLE:
        before = int(old.value or 0) if old else 0
        now, text_id = int(new.value or 0), "text.rows.done"
        if now <= before:
            text_id = "text.rows.changed"
        return say(text_id, code=line.code, label=label, count=now - before, all=now)
    if old is not None and old.state is State.VALUE and not appended(old.words, new.words):
        shown = {"old": show_figure(old, line), "new": show_figure(new, line)}
        return say("text.changed", code=line.code, label=label, **shown)
    return say("text.done", code=line.code, label=label, count=new.value)


def _brief(place: TextPlace) -> list[str]:
    figure = place.part.sheet.figure(place.line.code)
    if place.line.kind is Kind.TABLE or not figure or not figure.words:
        return []
    if not is_brief(figure.words):
        return []
    return [say("text.brief", count=len(figure.words.split()))]


def _go_on(
    turn: ReportTurn, place: TextPlace, text: str, change: Change | None, *, closed: bool
) -> Reply:
    part, sheet = place.part, place.part.sheet
    if part.as_head and sheet.open_codes():
        return Reply(text)
    if not part.open_blocks:
        return _finished(turn, part, text, change, closed=closed)
    if not closed:
        return Reply("\n".join(filter(None, [text, _more(place)])))
    awaited = sheet.form.blocks_by_id.get(turn.conversation.block_id or "")
    elsewhere = awaited is not None and awaited in part.open_blocks
    block = awaited if elsewhere else next_block(part, turn.conversation.block_id)
    assert block is not None  # some are open
    turn.moved(step(turn.conversation, Asked(sheet.obligation.id, block.id)))
    following = say("answer.next", left=len(part.open_blocks)) + "\n" + ask_block(sheet, block)
    return Reply("\n\n".join(filter(None, [text, following])))


def _more(place: TextPlace) -> str:
    return say("text.rows.more" if place.line.kind is Kind.TABLE else "text.more")


def _finished(
    turn: ReportTurn, part: Part, text: str, change: Change | None, *, closed: bool
) -> Reply:
    """Nothing more is asked of this person; what was asked last may still be gone on with."""
    if closed:
        turn.moved(step(turn.conversation, Finished()))
    done = finish_part(turn.work, turn.person, part, (change,) if change else ())
    words = "\n\n".join(filter(None, [text, done.text]))
    return Reply(words, done.choices, done.files)
