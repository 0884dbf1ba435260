"""Which official is meant or holds a post in a unit, with who stands in for whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from domain.people.people import Official, Post
from domain.words import fold, without_end
from handlers.wording.understood import behind
from handlers.work import Work
from storage.catalogue.words import folded
from storage.people.found import officials_called_in

LONGEST_NAME = 4  # words, "chị" among them


def unit_name(work: Work, unit_id: str) -> str:
    """`xã Bắc Sơn`."""
    unit = work.units.get(unit_id)
    return unit.name if unit else unit_id


def posts_in(work: Work, person: Official, unit_id: str) -> tuple[Post, ...]:
    """The posts that a person holds in a unit today."""
    return tuple(post for post in person.posts_on(work.today) if post.unit_id == unit_id)


def present(work: Work, person: Official, day: date | None = None) -> Official:
    """The person, or who stands in for them on a day, or today."""
    present_id = work.stand_ins(day or work.today, [person.id]).get(person.id)
    return work.people[present_id] if present_id else person


def absent_for(work: Work, person: Official) -> frozenset[str]:
    """The absent colleagues for whom this person stands in."""
    pairs = work.stand_ins(work.today, [person.id]).items()
    return frozenset(absent_id for absent_id, present_id in pairs if present_id == person.id)


def first_of(
    work: Work, unit_id: str, choices: Iterable[Callable[[Post], bool]]
) -> tuple[Official, ...]:
    """The people of the first choice that anybody in the unit fulfils, present ones."""
    for fits in choices:
        found = [
            present(work, person)
            for person in work.people.staff(unit_id)
            if any(fits(post) for post in posts_in(work, person, unit_id))
        ]
        if found:
            return tuple({person.id: person for person in found}.values())
    return ()


def people_named(work: Work, words: str, unit_ids: Iterable[str]) -> tuple[Official, ...]:
    """The officials of these units whom "lan", "chị Lan", "Nguyễn Thị Lan" may mean."""
    wanted, here = _bare_name(words), set(unit_ids)
    # A name of which such a word is a part is looked for before.
    shorter = without_end(wanted, folded("sentence", "polite"), least=1)
    return _called(work, wanted, here) or (
        _called(work, shorter, here) if shorter != wanted else ()
    )


def _called(work: Work, wanted: str, here: Collection[str]) -> tuple[Official, ...]:
    """Those whom the folded words name, as surely as any of them does."""
    candidates = [
        person
        for person in officials_called_in(work.session, (wanted, wanted.rpartition(" ")[2]), here)
        if any(post.unit_id in here for post in person.posts_on(work.today))
    ]
    for fits in (_is_id, _is_full_name, _is_given_name):
        found = tuple(person for person in candidates if fits(person, wanted))
        if found:
            return found
    return ()


def _bare_name(words: str) -> str:
    said = words.strip(" .,:;")
    return fold(behind("sentence", "salutation", said) or said)


def _is_id(person: Official, wanted: str) -> bool:
    return person.id == wanted


def _is_full_name(person: Official, wanted: str) -> bool:
    return fold(person.name) == wanted


def _is_given_name(person: Official, wanted: str) -> bool:
    """The last word, or the last words, of the name."""
    return bool(wanted) and f" {fold(person.name)}".endswith(f" {wanted}")
