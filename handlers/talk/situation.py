"""What the bot has said last to an address, or waits for, out of what is stored."""

from __future__ import annotations

from domain.people.people import Official, Role
from domain.talk.conversation import Conversation, from_plain
from domain.talk.messages import Address
from domain.talk.said import Situation
from handlers.figures.questions import GIVE, RULE
from handlers.question import open_question
from handlers.report.parts import units_of
from handlers.talk.practice import PRACTICE
from handlers.work import Work
from storage.messages import conversations
from storage.messages.conversations import shown_last
from storage.reports.rounds import obligation, open_obligations

_BY_RANK = (
    Role.SUPERIOR_LEADER,
    Role.SUPERIOR_STAFF,
    Role.CHAIRMAN,
    Role.OFFICE_HEAD,
    Role.OFFICIAL,
    Role.ADMINISTRATOR,
)


def role_of(work: Work, person: Official) -> Role:
    """The post by which somebody is understood: of several the highest."""
    held = {post.role for post in person.posts_on(work.today)}
    return next((role for role in _BY_RANK if role in held), Role.OFFICIAL)


def situation_of(work: Work, person: Official, address: Address) -> Situation:
    """A task that was shown, a question, a block that is asked, or none of it."""
    if shown_last(work.session, address, work.now):
        return Situation.TASK
    question = open_question(work, address)
    if question is not None and question.about == RULE:
        return Situation.RULE
    if question is not None and question.about not in (GIVE, PRACTICE):
        return Situation.QUESTION
    conversation = from_plain(conversations.load(work.session, address))
    return _of_report(work, person, conversation)


def _of_report(work: Work, person: Official, conversation: Conversation) -> Situation:
    found = conversation.obligation_id and obligation(work.session, conversation.obligation_id)
    if found and found.completed_at is not None:
        return Situation.COMPLETE
    if conversation.block_id is not None:
        return Situation.BLOCK
    owed = open_obligations(work.session, units_of(work, person))
    return Situation.LATE if any(each.late_at(work.now) for each in owed) else Situation.IDLE
