"""Who was told what by the last thing that was done: the strip above the phones."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.channels.web import NAME
from bot.web.phones.people import given_name
from handlers.wording.say import say
from handlers.wording.show_moments import show_clock, show_day_month
from handlers.work import Work
from storage.messages.threads import told_after

SHOWN = 30
NAMED = 4
LETTERS = 110


def news(work: Work, since: int, watched: Collection[str]) -> dict[str, Any]:
    """A sentence about everybody who is not looked at, and the messages, newest first."""
    told = told_after(work.session, NAME, since)
    others = [message.chat for message in told if message.chat not in watched]
    lines = [
        {
            "who": message.chat,
            "name": work.people[message.chat].name,
            "at": f"{show_clock(message.at)} {show_day_month(message.at)}",
            "text": _first_line(message.text),
        }
        for message in reversed(told[-SHOWN:])
        if message.chat in work.people
    ]
    names = [given_name(work.people, chat) for chat in dict.fromkeys(others)]
    return {"words": _sentence(names, also=len(others) < len(told)), "lines": lines}


def _sentence(names: list[str], *, also: bool) -> str:
    """ "Dung và Minh cũng vừa được nhắn." """
    if not names:
        return ""
    shown, more = names[:NAMED], len(names) - NAMED
    if more > 0:
        people = say("web.news.more", names=", ".join(shown), count=more)
    elif len(shown) == 1:
        people = shown[0]
    else:
        people = say("web.news.and", names=", ".join(shown[:-1]), last=shown[-1])
    return say("web.news.also" if also else "web.news.told", people=people)


def _first_line(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return line if len(line) <= LETTERS else line[: LETTERS - 1].rstrip() + "…"
