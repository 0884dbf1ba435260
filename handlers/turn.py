"""One message of a person about one report, with the state of the conversation."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.conversation import Conversation, to_plain
from domain.messages import Incoming
from domain.people import Official
from handlers.parts import Part
from handlers.work import Work
from storage import conversations


@dataclass(frozen=True, slots=True)
class Turn:
    """Who says what, for which part of which report, in what state of the conversation."""

    work: Work
    person: Official
    incoming: Incoming
    part: Part
    conversation: Conversation

    @property
    def source(self) -> str:
        """The reference by which the history names the message."""
        return source_of(self.incoming)

    def moved(self, conversation: Conversation) -> Turn:
        """Store what is awaited from now on."""
        address = self.incoming.address
        conversations.save(self.work.session, address, to_plain(conversation), self.work.now)
        return replace(self, conversation=conversation)


def source_of(incoming: Incoming) -> str:
    """`telegram:99:1234`: the message by address and the network's id, unique only in its chat."""
    return f"{incoming.address}:{incoming.message_id or incoming.event_id}"
