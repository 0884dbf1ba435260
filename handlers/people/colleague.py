"""A colleague by id, to show how somebody is named: never somebody whom the person cannot mean."""

from __future__ import annotations

from collections.abc import Collection

from domain.people.people import Official, Role
from handlers.wording.say import say
from handlers.work import Work


def colleague(work: Work, person: Official, but: Collection[str] = (), nth: int = 0) -> str:
    """The id of one who works in a unit of the person's now and is none of these, whoever fills
    figures first; where there is none, the word for a name."""
    left_out = {person.id, *but}
    units = dict.fromkeys(post.unit_id for post in person.posts_on(work.today))
    found = {
        each.id: all(post.role is not Role.OFFICIAL for post in each.posts_on(work.today))
        for unit_id in units
        for each in work.people.staff(unit_id)
        if each.id not in left_out and each.posts_on(work.today)
    }
    ordered = sorted(found, key=lambda id_: (found[id_], id_))
    return ordered[nth] if nth < len(ordered) else say("people.some_name")
