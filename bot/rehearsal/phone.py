"""One chat of a played conversation: what was shown in it, what was said, what can be tapped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.channels.console import NAME as CONSOLE
from bot.channels.console import PREFIX, lines_of
from bot.channels.fit import fit
from bot.channels.port import Limits
from bot.drawn import drawn
from bot.rehearsal.transcript import ScriptFault, Utterance
from domain.talk.messages import Address, Attachment, Choice, Incoming, Reply
from handlers.wording.say import say
from storage.messages.outbox import Message


@dataclass
class Phone:
    """The chat of one address, as its network shows it."""

    address: Address
    told: list[Message] = field(default_factory=list)
    said: list[Incoming] = field(default_factory=list)  # messages; an edited one in its new words
    events: list[Incoming] = field(default_factory=list)  # everything that came, taps and edits too

    def shown(self, message: Message, files: Path) -> Iterator[list[str]]:
        """A message as the lines of each part that the network makes of it."""
        self.told.append(message)
        limits = _limits(self.address.channel)
        reply = replace(message.reply, files=tuple(map(drawn, message.reply.files)))
        parts = fit(reply, limits, _link) if limits else (reply,)
        for part in parts:
            yield [line.removeprefix(PREFIX) for line in lines_of(part, files)]

    def tapped(self, spoken: Utterance) -> tuple[Choice, Message]:
        """The button that is meant, and the message under which it stands: the named one, else
        the last that has such a button. ScriptFault where there is none."""
        limits = _limits(self.address.channel)
        if limits and not limits.buttons:
            raise ScriptFault(spoken.line, "play.no_buttons", network=self.address.channel)
        named = [message for message in self.told if (spoken.under or "") in message.reply.text]
        if not named:
            raise ScriptFault(spoken.line, "play.not_told", words=spoken.under or "")
        if spoken.under is not None:
            named = named[-1:]
        for message in reversed(named):
            for choice in message.reply.choices:
                if choice.words.lower() == spoken.tap.lower():
                    return choice, message
        raise ScriptFault(spoken.line, "play.no_button", words=spoken.tap, known=_buttons(named))

    def message(self, spoken: Utterance, words: str) -> Incoming:
        """The own message that is meant by words in it, the last one by none."""
        return _named(self.said, spoken, words)

    def event(self, spoken: Utterance, words: str) -> Incoming:
        """What came and is brought once more."""
        return _named(self.events, spoken, words)

    def came(self, incoming: Incoming) -> None:
        """Remember what was said."""
        self.events.append(incoming)
        if incoming.edited:
            ids = [each.message_id for each in self.said]
            self.said[ids.index(incoming.message_id)] = incoming
        elif not incoming.choice:
            self.said.append(incoming)


def _limits(network: str) -> Limits | None:
    """What a network can show; None for the terminal, which shows everything."""
    if network == CONSOLE:
        return None
    from bot.channels.registry import limits_of  # with the settings, which take a while

    return limits_of(network)


def _link(_file: Attachment) -> str:
    """Where the file would be fetched: there is no server in a play."""
    return say("play.link")


def _named(found: list[Incoming], spoken: Utterance, words: str) -> Incoming:
    for incoming in reversed(found):
        if words in incoming.text:
            return incoming
    raise ScriptFault(spoken.line, "play.not_said", name=spoken.official_id, words=words)


def _buttons(told: list[Message]) -> str:
    replies: list[Reply] = [message.reply for message in told if message.reply.choices]
    return " ".join(f"[{choice.words}]" for choice in replies[-1].choices) if replies else "–"
