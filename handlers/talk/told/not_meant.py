"""What a sentence is like and does not say: an undo that keeps what stands, a task that will be
done, more time that is only asked about, a leave of somebody else.

hoa  < cứ để như cũ đi
bot  > Vâng, chị Hoa. Các số đã ghi vẫn để như cũ.
nam  < chắc chiều nay xong việc hộ nghèo
bot  > Vâng, anh Nam. Việc vẫn để là chưa xong. ...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.talk.messages import Reply
from handlers.figures.undo import last_given
from handlers.office.present import still_presented
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Request
from handlers.talk.stands import stands
from handlers.talk.told.standing import stays
from handlers.talk.wishes.looks import deadline
from handlers.wording.say import say
from handlers.wording.understood import places
from handlers.work import addressed


def not_meant(request: Request, intent: str) -> Reply | None:
    """What is said instead of doing what was likely; None where it may be meant."""
    kind = _KINDS.get(intent)
    return None if kind is None or request.confirmed else kind(request)


def _no_undo(request: Request) -> Reply | None:
    """ "cứ như cũ đi" takes nothing back; nor does "rút lại" of who has put a report before the
    chairman and written nothing since."""
    text, turn = request.incoming.text, turn_of(request)
    keeps = places("stood", "keeps", text) and not places("stood", "takes_back", text)
    if keeps and turn is not None:
        return stays(turn)
    if last_given(request.work, request.person) is None:
        return still_presented(request.work, request.person)
    return None


def _not_done_yet(request: Request) -> Reply | None:
    if not places("not_meant", "later", request.incoming.text):
        return None
    return Reply(say("talk.task_not_yet", name=addressed(request.person)))


def _only_asked(request: Request) -> Reply | None:
    return deadline(request) if places("not_meant", "whether", request.incoming.text) else None


def _of_somebody_else(request: Request) -> Reply | None:
    """ "ba chị đang nằm viện": of whoever speaks it says nothing, unless a leave is named."""
    text = request.incoming.text
    if not places("not_meant", "relative", text) or places("not_meant", "leave", text):
        return None
    heard = say("talk.heard", name=addressed(request.person))
    return Reply(f"{heard}\n{stands(request.work, request.person)}")


_KINDS: Mapping[str, Callable[[Request], Reply | None]] = {
    "undo": _no_undo,
    "task_done": _not_done_yet,
    "more_time": _only_asked,
    "task_more_time": _only_asked,
    "leave": _of_somebody_else,
}
