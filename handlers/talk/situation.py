"""What the bot has said last to an address, or waits for, out of what is stored."""

from __future__ import annotations

from domain.people.people import Official, Role
from domain.talk.conversation import Conversation, Waiting, from_plain
from domain.talk.messages import Address
from domain.talk.said import Situation
from domain.talk.task_talk import Topic
from domain.talk.task_talk import from_plain as talk_from_plain
from handlers.report.parts import units_of
from handlers.work import Work
from storage.messages import conversations
from storage.messages.conversations import load_talk
from storage.reports.rounds import obligation, open_obligations

_BY_RANK = (
    Role.SUPERIOR_LEADER,
    Role.SUPERIOR_STAFF,
    Role.CHAIRMAN,
    Role.OFFICE_HEAD,
    Role.OFFICIAL,
    Role.ADMINISTRATOR,
)
_QUESTION = (Topic.WORDS, Topic.CONFIRM, Topic.DRAFT, Topic.TABLE, Topic.LEAVE)


def role_of(work: Work, person: Official) -> Role:
    """The post by which somebody is understood: of several the highest."""
    held = {post.role for post in person.posts_on(work.today)}
    return next((role for role in _BY_RANK if role in held), Role.OFFICIAL)


def situation_of(work: Work, person: Official, address: Address) -> Situation:
    """A task that was shown, a question, a block that is asked, or none of it."""
    saved = load_talk(work.session, address, work.now)
    topic = talk_from_plain(saved.data).topic if saved and saved.newest else None
    if topic in _QUESTION:
        return Situation.QUESTION
    if topic in (Topic.TASK, Topic.LIST):
        return Situation.TASK
    conversation = from_plain(conversations.load(work.session, address))
    return _of_report(work, person, conversation)


def _of_report(work: Work, person: Official, conversation: Conversation) -> Situation:
    pending = conversation.pending
    if pending is not None and pending.waiting is Waiting.RULE:
        return Situation.RULE
    if pending is not None and pending.waiting is not Waiting.ASK:
        return Situation.QUESTION
    found = conversation.obligation_id and obligation(work.session, conversation.obligation_id)
    if found and found.completed_at is not None:
        return Situation.COMPLETE
    if conversation.block_id is not None:
        return Situation.BLOCK
    owed = open_obligations(work.session, units_of(work, person))
    return Situation.LATE if any(each.due < work.now for each in owed) else Situation.IDLE
