"""One message of a person about one report, with the state of the conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.people.people import Official
from domain.report.figures import Figure
from domain.report.forms import Block
from domain.talk.conversation import Conversation, Noted, Taken, step, to_plain
from domain.talk.messages import Incoming
from domain.words import fold
from handlers.report.parts import Part
from handlers.turn import source_of
from handlers.work import Work
from storage.messages import conversations
from storage.reports.figures import Change


@dataclass(frozen=True, slots=True)
class Edited:
    """What the message had brought before its sender changed it, and the blocks that its further
    lines had answered."""

    blocks: tuple[Block, ...]
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class ReportTurn:
    """Who says what, for which part of which report, in what state of the conversation."""

    work: Work
    person: Official
    incoming: Incoming
    part: Part
    conversation: Conversation
    edited: Edited | None = None
    began: Conversation | None = None  # where it was moved: the state in which the message came
    guessed: bool = False  # the text is what a sentence is taken to mean: nothing is sure of it

    @property
    def source(self) -> str:
        """The reference by which the history names the message."""
        return source_of(self.incoming)

    @property
    def block(self) -> Block | None:
        """The block of the report that the conversation waits for."""
        return self.part.sheet.form.blocks_by_id.get(self.conversation.block_id or "")

    def moved(self, conversation: Conversation) -> ReportTurn:
        """Store what is awaited from now on."""
        address = self.incoming.address
        conversations.save(self.work.session, address, to_plain(conversation), self.work.now)
        return replace(self, conversation=conversation, began=self.began or self.conversation)


def noted(turn: ReportTurn, changes: Sequence[Change]) -> ReportTurn:
    """Remember the words by which figures were written, so that they are known again."""
    if not changes:
        return turn
    block_of = turn.part.sheet.form.block_of
    blocks = dict.fromkeys(block_of[c.code].id for c in changes if c.code in block_of)
    taken = Taken(
        words_of(turn.incoming), turn.work.now, turn.part.sheet.obligation.id, tuple(blocks)
    )
    return replace(turn, conversation=step(turn.conversation, Noted(taken)))


def words_of(incoming: Incoming) -> str:
    """What a message says, apart from case, accents and spaces."""
    return incoming.choice or " ".join(fold(incoming.text).split())
