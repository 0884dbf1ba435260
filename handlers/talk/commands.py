"""Which command a text is: with or without the slash, with or without diacritics, with a typo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.talk.messages import LONGEST_DATA, Choice, Incoming, Reply
from domain.talk.question import Question, Wanted
from domain.words import fold, words
from handlers.question import COMMAND, ask
from handlers.talk.intent import Intent, Request
from handlers.talk.learnt import lexicon
from handlers.wording.say import say, say_ask
from handlers.wording.understood import read_acts, read_verdict
from storage.catalogue.words import of_words, phrases, vocabulary

SLIPS_AT_MOST = 2
LETTERS_A_SLIP = 4  # a short word with two other letters is another word


def said_or_tapped(incoming: Incoming) -> str:
    """The command of a tap (`/nhac bc12`), otherwise the words."""
    return incoming.choice if incoming.choice.startswith("/") else incoming.text


def command_in(text: str) -> tuple[str, str] | None:
    """The id of the intent whose command a text is, and its argument; None where it is none.

    A word without slash is a command only when it stands alone (`status` may name a unit, `lịch
    sử` a figure), because an answer may begin with any word.
    """
    stripped = text.strip()
    slashed, typed = stripped.startswith("/"), _typed(stripped)
    for length in range(min(len(typed), _longest()), 0, -1):
        key = " ".join(typed[:length])
        alone = slashed or len(typed) == length
        found = _find("order", key) or (_find("command", key) if alone else None)
        if found:
            return found, _argument(stripped, length)
    return None


def _find(table: str, typed: str) -> str | None:
    found = vocabulary(table).find(words(typed.lower()))
    return found.meaning if found else _unspaced(table).get(fold(typed))


@of_words
@cache
def _unspaced(table: str) -> Mapping[str, str]:
    """ "conthieu", as the menu of a network may have it."""
    every = ((fold(word), id_) for id_, listed in phrases(table).items() for word in listed)
    return {word.replace(" ", ""): id_ for word, id_ in every if " " in word}


@of_words
@cache
def _longest() -> int:
    return max(vocabulary(table).longest for table in ("order", "command"))


def _typed(stripped: str) -> list[str]:
    typed = stripped.lstrip("/").replace("_", " ").split()
    if stripped.startswith("/") and typed:
        first = typed[0].partition("@")[0].replace("-", " ")
        typed = [*first.split(), *typed[1:]]
    return typed


def _argument(stripped: str, length: int) -> str:
    """What stands behind the command word, as typed: `/status xã Bắc Sơn` -> `xã Bắc Sơn`."""
    return " ".join(_typed(stripped)[length:])


def typed_as(word: str) -> str:
    """How a command word is typed with a stroke: `còn thiếu` -> `/con-thieu`."""
    return "/" + fold(word).replace(" ", "-")


def unknown_command(request: Request) -> Reply | None:
    """The reply to a stroke with a word that is none of the table; None for any other text."""
    text = said_or_tapped(request.incoming).strip()
    if not text.startswith("/") or not _typed(text):
        return None
    return guess(request) or Reply(say("router.unknown_command"))


def guess(request: Request) -> Reply | None:
    """`/stauts Bắc Sơn` -> "Anh/chị muốn gửi /status Bắc Sơn?"; None where nothing is near. Without
    a stroke the whole text has to be near."""
    text = said_or_tapped(request.incoming).strip()
    if read_acts(text) or read_verdict(text):  # a word of its own that nothing waits for
        return None
    typed = _typed(text)
    least = 0 if text.startswith("/") else len(typed) - 1
    for length in range(min(len(typed), _longest()), least, -1):
        near = _near(request, " ".join(typed[:length]))
        if near is not None and (least == 0 or _is_slip(typed[:length], near)):
            command = " ".join([typed_as(near), *typed[length:]])
            return _offered(request, command, command if least == 0 else _as_words(request, near))
    return None


def _is_slip(typed: Sequence[str], near: str) -> bool:
    """Every word that differs is none: "ghi lại đi" is no slip of "hỏi lại đi"."""
    meant, known = near.split(), lexicon().known
    return all(fold(word) in meant or fold(word) not in known for word in typed)


def _as_words(request: Request, near: str) -> str:
    """A command word as it is written."""
    each = (word for intent in request.intents for word in intent.words)
    return next((word for word in each if fold(word) == near), near)


def _offered(request: Request, command: str, shown: str) -> Reply:
    """A yes, or a tap where a network can carry it, gives the command."""
    fits = len(command.encode()) <= LONGEST_DATA
    options = (Choice(shown, command),) if fits else ()
    name = say("question.command", command=shown)
    question = Question(COMMAND, Wanted.ONE_OF, {}, options, name, light=True)
    return ask(request, question, say_ask("ask.command.did_you_mean", command=shown))


def _near(request: Request, typed: str) -> str | None:
    said = fold(typed)
    if len(said) < LETTERS_A_SLIP or any(letter.isdigit() for letter in said):
        return None
    slips = min(SLIPS_AT_MOST, len(said) // LETTERS_A_SLIP)
    known = list(_allowed_words(request))
    near = process.extractOne(said, known, scorer=OSA.distance, score_cutoff=slips)
    return near[0] if near else None


def _allowed_words(request: Request) -> Iterator[str]:
    for intent in request.intents:
        if intent.command and intent.allowed(request.work, request.person):
            yield from map(fold, intent.words)


def shown_word(intent: Intent) -> str:
    """The command word by which an intent is offered; empty where it has none."""
    return intent.words[0] if intent.command and intent.words else ""
