"""Who may hold a phone, in words; and who holds one at the beginning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.channels.web import NAME
from domain.people.people import Official, Role
from domain.people.permissions import SUPERIORS
from handlers.wording.say import say
from handlers.work import Work
from storage.messages.threads import told_after

ABOVE = (*SUPERIORS, Role.ADMINISTRATOR)


def holders(work: Work) -> list[dict[str, Any]]:
    """Everybody with a post today: name, title, role and unit; those below first."""
    people = [_holder(work, person) for person in work.people.values()]
    return sorted((each for each in people if each["unit"]), key=lambda each: each["superior"])


def _holder(work: Work, person: Official) -> dict[str, Any]:
    posts = person.posts_on(work.today)
    away = work.leaves(work.today).get(person.id)
    role = say(f"web.role.{posts[0].role.value}") if posts else ""
    return {
        "id": person.id,
        "name": person.name,
        "initials": "".join(word[0] for word in person.name.split()[-2:]).upper(),
        "title": person.title or role,
        "role": role,
        "unit": ", ".join(dict.fromkeys(work.unit(post.unit_id).name for post in posts)),
        "superior": is_superior(person, work.today),
        "away": say("web.away") if away else "",
    }


def is_superior(person: Official, today: date) -> bool:
    """True for those who look at the units below."""
    return any(post.role in ABOVE for post in person.posts_on(today))


def first_holders(work: Work, people: list[dict[str, Any]], speakers: list[str]) -> dict[str, str]:
    """Of each kind who speaks first in the written period, else who was told something first."""
    told = [message.chat for message in told_after(work.session, NAME, 0)]
    return {
        "left": _first([p["id"] for p in people if not p["superior"]], people, speakers, told),
        "right": _first([p["id"] for p in people if p["superior"]], people, speakers, told),
    }


def _first(
    kind: list[str], people: list[dict[str, Any]], speakers: list[str], told: list[str]
) -> str:
    known = kind or [person["id"] for person in people]
    return next((name for name in (*speakers, *told) if name in known), known[0])


def given_name(people: Mapping[str, Official], chat: str) -> str:
    """How people in a strip are called: by the given name, which comes last."""
    return people[chat].name.split()[-1] if chat in people else chat
