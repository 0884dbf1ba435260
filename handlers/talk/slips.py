"""Which command was meant, where a word is near to one: `/stauts` is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.talk.messages import LONGEST_DATA, Choice, Reply
from domain.talk.question import Question, Wanted
from domain.words import fold
from handlers.question import COMMAND, ask
from handlers.talk.commands import longest, said_or_tapped, typed_as, words_typed
from handlers.talk.intent import Request
from handlers.talk.learnt import lexicon
from handlers.wording.say import say, say_ask
from handlers.wording.understood import read_acts, read_verdict

SLIPS_AT_MOST = 2
LETTERS_A_SLIP = 4  # a short word with two other letters is another word


def unknown_command(request: Request) -> Reply | None:
    """The reply to a stroke with a word that is none of the table; None for any other text."""
    text = said_or_tapped(request.incoming).strip()
    if not text.startswith("/") or not words_typed(text):
        return None
    return guess(request) or Reply(say("router.unknown_command"))


def guess(request: Request) -> Reply | None:
    """`/stauts Bắc Sơn` -> "Anh/chị muốn gửi /status Bắc Sơn?"; None where nothing is near. Without
    a stroke the whole text has to be near."""
    text = said_or_tapped(request.incoming).strip()
    if read_acts(text) or read_verdict(text):  # a word of its own that nothing waits for
        return None
    typed = words_typed(text)
    least = 0 if text.startswith("/") else len(typed) - 1
    for length in range(min(len(typed), longest()), least, -1):
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
