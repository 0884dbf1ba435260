"""What a sentence is like and does not say: an undo that keeps what stands, a task that will be
done, more time that is only asked about, a leave of somebody else.

hoa  < cứ để như cũ đi
bot  > Vâng, chị Hoa. Các số đã ghi vẫn để như cũ.
nam  < chắc chiều nay xong việc hộ nghèo
bot  > Vâng, anh Nam. Việc vẫn để là chưa xong. ...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.people.permissions import Action
from domain.talk.messages import Reply
from domain.words import fold
from handlers.figures.undo import last_given
from handlers.office.present import still_presented
from handlers.people.leave import LONGEST
from handlers.people.leave_told import leave_words
from handlers.talk.give_figures import figures, turn_of
from handlers.talk.intent import Request
from handlers.talk.stands import stands
from handlers.talk.told.standing import stays
from handlers.talk.wishes.looks import deadline
from handlers.talk.wishes.not_understood import not_understood
from handlers.wording.say import say
from handlers.wording.understood import places
from handlers.work import addressed
from storage.people.leaves import leaves_between


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


def _no_leave(request: Request) -> Reply | None:
    """ "nghỉ hưu 1", "nghỉ sinh 1" is counted, and nobody is away."""
    if places("not_meant", "no_leave", request.incoming.text):
        return figures(request) or not_understood(request)
    return _of_somebody_else(request)


def _of_somebody_else(request: Request) -> Reply | None:
    """ "ba chị đang nằm viện": of whoever speaks it says nothing, unless a leave is named."""
    text = request.incoming.text
    if not places("not_meant", "relative", text) or places("not_meant", "leave", text):
        return None
    heard = say("talk.heard", name=addressed(request.person))
    return Reply(f"{heard}\n{stands(request.work, request.person)}")


def _leave_asked(request: Request) -> Reply | None:
    """ "Minh bao giờ đi làm lại", "sao Hoa không nghỉ nữa": the leave that is known, and no end of
    it. None where nothing is asked."""
    work, text = request.work, request.incoming.text
    if not places("not_meant", "asked", text):
        return None
    own = {post.unit_id for post in request.person.posts_on(work.today)}
    own |= work.scope(request.person, Action.HANDLE_LEAVE)
    staff = {each.id: each for unit_id in own for each in work.people.staff(unit_id)}
    called = {fold(each.name).split()[-1]: id_ for id_, each in staff.items()}
    named = [called[word] for word in request.said.folded.split() if word in called]
    meant = set(request.said.people) & set(staff) or set(named)
    ahead = leaves_between(work.session, work.today, work.today + LONGEST)
    lines = [leave_words(work, each) for each in ahead if each.official_id in meant]
    names = ", ".join(addressed(staff[id_]) for id_ in sorted(meant))
    if not lines:
        return Reply(say("leave.none_of", names=names or say("complete.nobody")))
    return Reply("\n".join(say("leave.away_line", leave=line) for line in lines))


_KINDS: Mapping[str, Callable[[Request], Reply | None]] = {
    "undo": _no_undo,
    "task_done": _not_done_yet,
    "more_time": _only_asked,
    "task_more_time": _only_asked,
    "leave": _no_leave,
    "back_from_leave": _leave_asked,
}
