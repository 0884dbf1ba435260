"""Linking a person to an address with a one-time code; a stranger is told what to do.

?    < /start K7P-2MX
bot  > Chào chị Lan. Tài khoản này đã được liên kết ...
"""

from __future__ import annotations

import re
from datetime import timedelta

from domain.people.people import Official
from domain.talk.messages import Incoming, Reply
from handlers.figures.ask_block import ask_block
from handlers.people.invite import ALPHABET, hash_of
from handlers.report.parts import parts
from handlers.wording.say import say
from handlers.wording.understood import places
from handlers.work import Work, addressed
from storage.people.invitations import count_attempts, redeem
from storage.people.officials import official

TRIES_AN_HOUR = 5
_HALF = f"[{ALPHABET}]{{4}}"
_PLAIN = re.compile(rf"\b({_HALF})-({_HALF})\b|\b(?=[A-Z]*[0-9])({_HALF})({_HALF})\b")
_CODE = re.compile(rf"({_HALF})[-\s]?({_HALF})")


def code_in(text: str) -> str | None:
    """The invitation code in a text, in any case: what has its dash, or a digit in one word,
    anywhere; else only behind "/start", or where it is the whole message and no words are so.

    >>> code_in("mã k7p2-2mxq"), code_in("mã k7p22mxq"), code_in("K7P2 2MXQ")
    ('K7P22MXQ', 'K7P22MXQ', 'K7P22MXQ')
    >>> code_in("/start dangnhap"), code_in("DANGNHAP")
    ('DANGNHAP', 'DANGNHAP')
    >>> code_in("Dang nhap"), code_in("dangnhap"), code_in("xem bang K7P2 2MXQ")
    (None, None, None)
    """
    if plain := _PLAIN.search(text.upper()):
        return "".join(filter(None, plain.groups()))
    said = text.strip(" .")
    bare = re.sub(r"(?i)^/?start\s+", "", said)
    found = _CODE.fullmatch(bare.upper())
    words = bare.replace(" ", "").isalpha() and not bare.isupper()
    if found is None or (words and bare == said):
        return None
    return found[1] + found[2]


def stranger(work: Work, incoming: Incoming) -> Reply:
    """An address that belongs to nobody: a code links it, anything else is told what to do."""
    code = code_in(incoming.text)
    if code is None:
        asks = places("start", "where", incoming.text)
        return Reply(say("start.where" if asks else "start.stranger"))
    hour_ago = work.now - timedelta(hours=1)
    if count_attempts(work.session, incoming.address, hour_ago) >= TRIES_AN_HOUR:
        return Reply(say("start.refused.too_many"))
    redeemed = redeem(work.session, hash_of(code), incoming.address, work.now)
    if redeemed.official_id is None:
        return Reply(say(f"start.refused.{redeemed.refusal}"))
    person = official(work.session, redeemed.official_id)
    return welcome(work, person)


def welcome(work: Work, person: Official) -> Reply:
    """Greet a linked person with what is expected of them next."""
    lines = [say("start.welcome", name=addressed(person), full_name=person.name)]
    for part in parts(work, person)[:1]:
        if part.open_blocks:
            lines.append(say("start.begin"))
            lines.append(ask_block(part.sheet, part.open_blocks[0]))
            lines.append(say("start.practice"))
            return Reply("\n\n".join(lines))
    lines += [say("start.nothing_due"), say("start.practice")]
    return Reply("\n\n".join(lines))
