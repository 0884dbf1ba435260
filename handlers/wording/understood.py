"""Words of the catalogue, ready for whoever reads them: answers, tasks, courtesy."""

from __future__ import annotations

import re
from functools import cache

from domain.reading.shortcuts import Shortcut, shortcut
from domain.report.figures import State
from domain.talk import courtesy, yes_no
from domain.talk.courtesy import Courtesy
from domain.tasks import words as tasks
from domain.tasks.words import Act, TaskWords, Verb
from domain.words import Vocabulary, clean, undo_raw, without_rim, words
from storage.catalogue.words import folded, of_words, phrases, vocabulary

PLACED_AT_MOST = 3  # words in front of the ordinal: "là cái dòng thứ hai"


def read_verdict(text: str) -> str:
    """A yes, a no or "leave it" (`domain.talk.yes_no`); empty for anything else."""
    return yes_no.read_verdict(_as_plain_yes(text), vocabulary("answer"), *_polite())


def _as_plain_yes(text: str) -> str:
    """ "ừa em" as "ừ em": with its mark alone it is a yes, for "ua" is "ủa" as well."""
    first, blank, rest = clean(text).strip().partition(" ")
    marked = first.lower().strip(" ,.!") in phrases("answer_marked")["yes"]
    return f"{phrases('answer_marked')['as'][0]}{blank}{rest}" if marked else text


def says(table: str, meaning: str, text: str) -> bool:
    """The text is one of the phrases of a table of the catalogue that mean that."""
    plain = clean(text).strip(" .,!:")
    known, (before, after) = vocabulary(f"{table}.{meaning}"), _polite()
    if known.find(words(plain.lower())):
        return True
    forms = (without_rim(plain, before, small) for small in (after - {"di"}, after))
    return any(known.find(words(said.lower())) for said in forms)


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def read_ordinal(text: str, count: int) -> int | None:
    """Which of so many choices a text means by its place, from 0; None where it says none, or
    there are fewer.

    >>> read_ordinal("số đầu tiên ấy", 4), read_ordinal("cái cuối nhé", 4), read_ordinal("14", 4)
    (0, 3, None)
    """
    before, behind = folded("around_ordinal", "before"), folded("around_answer", "behind")
    said = tuple(map(undo_raw, words(clean(text).lower().strip(" .,!"))))
    found = vocabulary("ordinal").find_within(said, before, behind, PLACED_AT_MOST)
    if found is None:
        return None
    at = count - 1 if found.meaning == "last" else _ORDINALS.index(found.meaning)
    return at if 0 <= at < count else None


def behind(table: str, meaning: str, text: str) -> str | None:
    """What stands, as it was typed, behind the longest phrase of that meaning with which the text
    begins; None where it begins with none."""
    known, spaced = vocabulary(f"{table}.{meaning}"), clean(text).replace(":", " ")
    typed = spaced.split()
    for length in range(min(known.longest, len(typed)), 0, -1):
        if known.find(words(" ".join(typed[:length]).lower())):
            return "".join(spaced.split(maxsplit=length)[length:])
    return None


def parted(table: str, meaning: str, text: str) -> tuple[str, str] | None:
    """What stands, as it was typed, in front of the first phrase of that meaning and behind it;
    None where there is none with words on both sides."""
    words = text.split()
    for at in range(1, len(words) - 1):
        if rest := behind(table, meaning, " ".join(words[at:])):
            return " ".join(words[:at]), rest
    return None


def places(table: str, meaning: str, text: str) -> tuple[int, ...]:
    """Where in a text, counted in words, phrases of that meaning stand."""
    known, said = vocabulary(f"{table}.{meaning}"), words(clean(text).lower())
    lengths = range(1, known.longest + 1)
    return tuple(
        at
        for at in range(len(said))
        if any(
            at + length <= len(said) and known.find(said[at : at + length]) for length in lengths
        )
    )


_ENDS_OF_SENTENCES = (".", "!", "?", ":", ";", "…", "\n")


def ended(text: str) -> tuple[str, bool]:
    """What is written, and whether "hết mục" stands behind it; what names no heading, "xong", "hết
    rồi", only behind a sentence, because a sentence may end with it."""
    known, bare = vocabulary("writing_end.end"), text.rstrip(" .!\n")
    for length in range(known.longest, 0, -1):
        tail = bare.split()[-length:]
        if len(tail) < length or not known.find(words(" ".join(tail).lower())):
            continue
        front = _without(bare, length)
        apart = not front.strip() or front.rstrip(" ").endswith(_ENDS_OF_SENTENCES)
        if apart or places("writing_end", "heading", " ".join(tail)):
            return front.strip(), True
    return text.strip(), False


def _without(text: str, count: int) -> str:
    """The text without its last words."""
    return re.sub(rf"(?:\S+\s*){{{count}}}$", "", text)


_STATES = {
    Shortcut.NONE_ARISEN: State.NONE_ARISEN,
    Shortcut.NOTHING: State.NONE_ARISEN,
    Shortcut.NOT_YET: State.MISSING,
    Shortcut.SKIP: State.MISSING,
}


def state_said(text: str) -> State | None:
    """That there is nothing to write yet, or nothing at all; None for any words to be written."""
    said = shortcut(words(clean(text).lower().strip(" .!")))
    if said is not None and said.meaning in _STATES:
        return _STATES[said.meaning]
    found = vocabulary("writing_state").find(words(clean(text).lower().strip(" .!")))
    return State(found.meaning) if found else None


def read_acts(text: str) -> tuple[Act, ...]:
    """What a message says about tasks (`domain.tasks.words`); empty for anything else."""
    return tasks.read_acts(text, task_words())


def read_courtesy(text: str) -> Courtesy | None:
    """What a text says that is nothing but polite (`domain.talk.courtesy`)."""
    return courtesy.read_courtesy(text, _courtesies(), *_polite())


_SENTENCES = re.compile(r"[,;!\n]\s*|\.\s+")


def without_courtesy(text: str) -> str:
    """The text without a polite word that stands by itself in front or behind: "cám ơn em, 12 9 2"
    -> "12 9 2"; the same where none does."""
    said = text.strip()
    borders = [found.span() for found in _SENTENCES.finditer(said)]
    if borders and said[borders[0][1] :] and read_courtesy(said[: borders[0][0]]):
        return said[borders[0][1] :]
    if borders and said[: borders[-1][0]] and read_courtesy(said[borders[-1][1] :]):
        return said[: borders[-1][0]]
    return text


@of_words
@cache
def task_words() -> TaskWords:
    """How people call what is done with a task."""
    verbs = {Verb(verb): listed for verb, listed in phrases("task").items()}
    return TaskWords(Vocabulary(verbs), folded("around_task", "behind"))


@of_words
@cache
def _courtesies() -> Vocabulary[Courtesy]:
    return Vocabulary({Courtesy(said): listed for said, listed in phrases("courtesy").items()})


def _polite() -> tuple[frozenset[str], frozenset[str]]:
    """What may stand in front of a short answer, and behind."""
    return folded("around_answer", "before"), folded("around_answer", "behind")
