"""A conversation as text that an official can read, that can be played again, and that is a test.

    # Xã Bắc Sơn, quý III năm 2024
    sample: bac-son

    at 2024-08-28 07:30
    bot -> lan
      Chào chị Lan. ...
    lan
      14 14 0 0
    lan (sửa tin “14 14”, qua telegram)
      14 13 1 0
    lan (bấm dưới tin “Đúng không”)
      [đúng]
    lan (điền trên trang)
      I.4.1 = 14
    $ nhacviec load don-vi.xlsx

`at` moves the clock, and everything that rings on the way rings. What the bot says is left out on
reading: playing brings it forth again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.channels.console import NAME as CONSOLE
from bot.fault import UsageFault
from domain.dates.moments import local, parse_at
from domain.talk.networks import NETWORKS
from handlers.wording.say import say
from storage.catalogue.toml_table import nearest

INDENT = "  "
BOT = "bot -> "
ORDER = "$ nhacviec "
CODE = "MÃ"
"""In what somebody says with an invitation: the code that was printed for them."""
HEADS = ("sample", "after", "people", "load", "files", "network", "only", "unit", "period")
"""What may stand above the first `at`: who is there, the sample whose script was played before,
what else is loaded, where the files lie that people send, the network of everybody, whose messages
are shown, and what a rehearsal sums up."""

_HEADER = re.compile(r"([a-z]+): *(.+)")
_SPEAKER = re.compile(r"([a-z][a-z0-9-]*)(?: \((.+)\))?")
_HOW = re.compile(r"\s*([^,“”\"]+?)\s*(?:[“\"]([^”\"]*)[”\"])?\s*(?:,|$)")
_TAP = re.compile(r"\[(.+)\]")


@dataclass(frozen=True, slots=True)
class Move:
    """The clock moves."""

    at: datetime
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Utterance:
    """A person says something, or taps. A message is named by words that stand in it; "" is the
    last one, None none at all."""

    official_id: str
    text: str
    edits: str | None = None  # an own message gets these words instead
    again: str | None = None  # the network brings an own message once more
    under: str | None = None  # the tap is on a button of this message of the bot
    in_group: bool = False
    on_page: bool = False  # typed into the form whose link was given last
    invited: bool = False  # with the code that was printed for them
    network: str = ""  # "" is that of everybody
    how: str = ""  # the words in brackets that say all this
    line: int = field(default=0, compare=False)

    @property
    def tap(self) -> str:
        """The words of the button that is tapped; "" where something is typed."""
        match = _TAP.fullmatch(self.text)
        return match[1].strip() if match else ""


@dataclass(frozen=True, slots=True)
class MachineOrder:
    """Somebody at the machine gives a command."""

    words: str  # "load don-vi.xlsx"
    line: int = field(default=0, compare=False)


Step = Move | Utterance | MachineOrder


@dataclass(frozen=True, slots=True)
class Script:
    """A transcript without the bot's words."""

    title: str
    header: dict[str, str]
    steps: tuple[Step, ...]


class ScriptFault(UsageFault):
    """A line of a script cannot be played; the words say which and why."""

    def __init__(self, line: int, text_id: str, **fields: object) -> None:
        self.line = line
        super().__init__("play.fault", line=line, what=say(text_id, **fields))


def read_script(text: str) -> Script:
    """Read a script or a transcript; ScriptFault names the line that is neither."""
    title, header = "", {}
    steps: list[Step] = []
    lines = text.removeprefix("\ufeff").splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith((INDENT, BOT)):
            continue
        if line.startswith("#"):
            title = title or line.lstrip("# ")
        elif line.startswith("at "):
            steps.append(_move(line, number, steps))
        elif line.startswith(ORDER):
            steps.append(_order(line, number, steps))
        elif match := _HEADER.fullmatch(line):
            header[_head(match[1], number)] = match[2].strip()
        elif match := _SPEAKER.fullmatch(line.rstrip()):
            spoken = Utterance(match[1], _indented(lines[number:]), how=match[2] or "", line=number)
            steps.append(_sound(_as_said(spoken), steps))
        else:
            raise ScriptFault(number, "play.strange_line", words=line)
    if not steps:
        raise ScriptFault(max(1, len(lines)), "play.empty")
    if header.get("network", CONSOLE) not in NETWORKS:
        raise ScriptFault(1, "play.network", name=header["network"], known=", ".join(NETWORKS))
    return Script(title, header, tuple(steps))


def _move(line: str, number: int, steps: Iterable[Step]) -> Move:
    try:
        at = parse_at(line.removeprefix("at "))
    except ValueError:
        raise ScriptFault(number, "play.moment", words=line) from None
    if any(isinstance(step, Move) and step.at > at for step in steps):
        raise ScriptFault(number, "play.backwards", words=line)
    return Move(at, number)


def _order(line: str, number: int, steps: Iterable[Step]) -> MachineOrder:
    if not any(isinstance(step, Move) for step in steps):
        raise ScriptFault(number, "play.no_moment", name=line)
    return MachineOrder(line.removeprefix(ORDER).strip(), number)


def _head(key: str, number: int) -> str:
    if key not in HEADS:
        raise ScriptFault(number, "play.head", name=key, known=", ".join(HEADS))
    return key


def _indented(lines: Iterable[str]) -> str:
    """The indented lines that follow, as one message."""
    said = []
    for line in lines:
        if not line.startswith(INDENT):
            break
        said.append(line.removeprefix(INDENT))
    return "\n".join(said)


def _as_said(spoken: Utterance) -> Utterance:
    """With what the words in brackets mean."""
    at = 0
    while at < len(spoken.how):
        match = _HOW.match(spoken.how, at)
        if match is None:
            raise _strange_how(spoken, spoken.how[at:])
        spoken = _with(spoken, " ".join(match[1].split()), match[2])
        at = match.end()
    return spoken


def _with(spoken: Utterance, words: str, named: str | None) -> Utterance:
    """One of the ways in which something is said."""
    if words == say("play.words.group"):
        return replace(spoken, in_group=True)
    if words == say("play.words.on_page"):
        return replace(spoken, on_page=True)
    if words == say("play.words.invited"):
        return replace(spoken, invited=True)
    if words == say("play.words.sure"):
        return spoken
    via = say("play.words.via") + " "
    if words.startswith(via):
        network = words.removeprefix(via)
        if network not in NETWORKS:
            known = ", ".join(NETWORKS)
            raise ScriptFault(spoken.line, "play.network", name=network, known=known)
        return replace(spoken, network=network)
    last = words.endswith(f" {say('play.words.last')}")
    verb = words.removesuffix(f" {say('play.words.last')}")
    target = "" if last else named
    if target is None:
        raise _strange_how(spoken, words)
    if verb == say("play.words.edit"):
        return replace(spoken, edits=target)
    if verb == say("play.words.again"):
        return replace(spoken, again=target)
    if verb == say("play.words.under"):
        return replace(spoken, under=target)
    raise _strange_how(spoken, words)


def _strange_how(spoken: Utterance, words: str) -> ScriptFault:
    known = [say(f"play.words.{each}") for each in ("edit", "again", "under")]
    example = [f"{each} {say('play.words.last')}" for each in known]
    example += [f"{known[0]} “14 14 0 0”", say("play.words.group")]
    example += [say("play.words.on_page"), say("play.words.invited")]
    example += [f"{say('play.words.via')} telegram"]
    return ScriptFault(spoken.line, "play.how", words=words, known=", ".join(example))


def _sound(spoken: Utterance, before: Iterable[Step]) -> Utterance:
    """The same; ScriptFault where it cannot be said."""
    name = spoken.official_id
    if not any(isinstance(step, Move) for step in before):
        raise ScriptFault(spoken.line, "play.no_moment", name=name)
    if spoken.again is not None and spoken.text:
        raise ScriptFault(spoken.line, "play.again_with_words")
    if spoken.again is None and not spoken.text.strip():
        raise ScriptFault(spoken.line, "play.silent", name=name)
    if spoken.under is not None and not spoken.tap:
        raise ScriptFault(spoken.line, "play.no_tap")
    return spoken


def refuse_near_name(name: str, known: Iterable[str], line: int) -> None:
    """ScriptFault for a name that is nobody's but nearly somebody's; others are strangers."""
    known = tuple(known)
    if name not in known and (near := nearest(name, known)):
        raise ScriptFault(line, "play.who", name=name, near=near)


def opening(script: Script) -> Iterator[str]:
    """The first lines of a transcript."""
    yield f"# {script.title}"
    for key, words in script.header.items():
        yield f"{key}: {words}"


def moved(at: datetime) -> Iterator[str]:
    """The line for a moved clock."""
    yield ""
    yield f"at {local(at):%Y-%m-%d %H:%M}"


def ordered(order: MachineOrder, printed: Iterable[str]) -> Iterator[str]:
    """A command at the machine, and what it printed."""
    yield ORDER + order.words
    for line in printed:
        yield INDENT + line if line else ""


def heard(spoken: Utterance) -> Iterator[str]:
    """What a person said."""
    yield f"{spoken.official_id} ({spoken.how})" if spoken.how else spoken.official_id
    for line in spoken.text.splitlines():
        yield INDENT + line


def told(to: str, lines: Iterable[str]) -> Iterator[str]:
    """What the bot said, to a person or in a group."""
    yield BOT + to
    for line in lines:
        yield INDENT + line if line else ""
