"""People of a file beside what stands: what was decided in the chat since the last file stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.people.people import Leave, Official, Post
from handlers.people.leave_told import leave_words
from handlers.wording.say import say
from handlers.work import Work, addressed, addressed_first
from storage.catalogue.people_files import People
from storage.database.audit import trail
from storage.people.leaves import leaves_from
from storage.people.officials import note_loaded, posts_loaded, save_official

LINES_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Differs:
    """What a file says otherwise than what stands: each is named, none is changed."""

    kept: tuple[Official, ...] = ()  # whose posts the chat has changed since the last file
    people: tuple[Official, ...] = ()  # in office here, and in no file
    leaves: tuple[Leave, ...] = ()  # a file had brought them, and none names them any more


def load_official(work: Work, given: Official) -> bool:
    """Write a person as the file says, but for posts that were ended or added in the chat since
    the last file; True where there are such."""
    standing, base = work.people.get(given.id), posts_loaded(work.session, given.id)
    posts = given.posts
    if standing is not None and base is not None:
        posts = _merged(standing.posts, base, given.posts)
    save_official(work.session, replace(given, posts=posts), work.now, seen=standing)
    note_loaded(work.session, given, work.now)
    return posts != given.posts


def _merged(
    standing: Sequence[Post], base: Sequence[Post], given: Sequence[Post]
) -> tuple[Post, ...]:
    kept = (post for post in standing if post not in base or post in given)
    new = (post for post in given if post not in base and post not in standing)
    return (*kept, *new)


def struck_from(work: Work, files: Iterable[People]) -> Differs:
    """Who serves in a unit of these files and stands in none of them; which leave that a file had
    brought stands in none any more."""
    read = list(files)
    named = {official.id for file in read for official in file.officials}
    units = {p.unit_id for file in read for official in file.officials for p in official.posts}
    people = (
        person
        for person in work.people.values()
        if person.id not in named
        and any(post.unit_id in units for post in person.posts_on(work.today))
    )
    told = {(leave.official_id, leave.first_day) for file in read for leave in file.leaves}
    leaves = (
        leave
        for official_id in sorted(named)
        for leave in leaves_from(work.session, official_id, work.today)
        if (official_id, leave.first_day) not in told and _came_by_file(work, leave)
    )
    return Differs(people=tuple(people), leaves=tuple(leaves))


def _came_by_file(work: Work, leave: Leave) -> bool:
    return any(
        deed.action == "official.leave"
        and deed.official_id is None
        and deed.detail["first"] == leave.first_day.isoformat()
        for deed in trail(work.session, f"official:{leave.official_id}")
    )


def differs_lines(work: Work, differs: Differs) -> list[str]:
    """Each of them with the way to end it."""
    lines = [say("load.kept", name=addressed_first(person)) for person in differs.kept]
    lines += [
        say(
            "load.struck_person",
            name=addressed_first(person),
            full_name=person.name,
            who=addressed(person),
            units=", ".join(work.unit(p.unit_id).name for p in person.posts_on(work.today)),
            id=person.id,
        )
        for person in differs.people
    ]
    lines += [
        say("load.struck_leave", leave=leave_words(work, leave), id=leave.official_id)
        for leave in differs.leaves
    ]
    if more := max(len(lines) - LINES_AT_MOST, 0):
        lines[LINES_AT_MOST:] = [say("load.struck_more", count=more)]
    return lines
