"""A form by link in a transcript: what somebody types on the page, and what the page says.

lan (điền trên trang)
  I.4.1 = 14
  I.4.2 = 13
  lý do = một việc đếm hai lần
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.rehearsal.transcript import ScriptFault, Utterance
from handlers.pages.form import FormOutcome, FormPage, send_form, show_form
from handlers.pages.opened import PageGone, open_form
from handlers.wording.say import say
from handlers.work import Work
from storage.messages.pages import Page

HOST = "https://trang.example"


def link_of(page: Page) -> str:
    """An address for a transcript, the same each time it is played."""
    return f"{HOST}/{page.id}"


@dataclass(frozen=True, slots=True)
class Filled:
    """What the page says when the button was pressed, and the page that stands there then; None
    where it is done."""

    lines: tuple[str, ...]
    page: FormPage | None = None


def fill_in(work: Work, page: Page, before: FormPage | None, spoken: Utterance) -> Filled:
    """Type what was said into the fields of the page, as it stands or as it was left `before`, tick
    what it asks about, and press the button. ScriptFault for a field that is not there."""
    try:
        opened = open_form(work, page)
    except PageGone as gone:
        return Filled((say(f"page.gone.{gone}"),))
    shown = before or show_form(opened)
    outcome = send_form(work, opened, {**_fields(shown), **_typed(shown, spoken)})
    lines = (line for words in _said(outcome) for line in words.splitlines())
    return Filled(tuple(lines), outcome.page)


def _fields(shown: FormPage) -> dict[str, str]:
    """What a browser sends of a page that nobody has touched."""
    found = {"rules": shown.rules}
    for group in shown.groups:
        for field in group.fields:
            for name in ("text", "word", "was"):
                found[f"{name}.{field.code}"] = getattr(field.typed, name)
    return found


def _typed(shown: FormPage, spoken: Utterance) -> Mapping[str, str]:
    codes = {field.code for group in shown.groups for field in group.fields}
    found: dict[str, str] = {}
    last = ""
    for line in spoken.text.splitlines():
        name, sign, said = (part.strip() for part in line.partition("="))
        if sign and name == say("play.words.reason"):
            found["reason"] = said
        elif sign and name in codes:
            last = name
            found[f"text.{last}"] = said
        elif last:  # one more line of what is written there
            found[f"text.{last}"] += f"\n{line.strip()}"
        else:
            raise ScriptFault(spoken.line, "play.no_field", name=name, known=", ".join(codes))
    return {**found, **(_ticks(shown) if say("play.words.sure") in spoken.how else {})}


def _ticks(shown: FormPage) -> dict[str, str]:
    """All that the page asks about is so."""
    return {f"sure.{field.code}": field.typed.said for field in shown.troubled if field.doubt}


def _said(outcome: FormOutcome) -> Iterator[str]:
    if outcome.page is None:
        yield outcome.closed or say("page.form.sent")
        return
    yield from outcome.page.told
    yield from outcome.page.broken
    for field in outcome.page.troubled:
        yield field.trouble or field.doubt
