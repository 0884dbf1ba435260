"""A whole message against the block that is asked: by position, by code, by a word for all.

    14 14 0 0                 one row for the awaited block
    4.2=13; 4.3=1             by code; "sửa 4.2 thành 13" corrects
    kps / nkt / 0 hết / V kps one word for a block or a section
    several lines             one figure a line, one block a line, or lines pasted from the annex

What cannot be read surely stops the reading: the entries before it stand, the rest is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.dates.period_reading import names_period
from domain.reading.awaited import Answer, Awaited, Entry, Stop, Trouble
from domain.reading.by_code import assigned, bare_codes, corrected, in_words, paired
from domain.reading.by_label import column_rows, column_table, labelled
from domain.reading.by_place import targeted
from domain.reading.clauses import asks_whether
from domain.reading.codes import is_code, is_telling, resolve, section_of
from domain.reading.cuts import Readings
from domain.reading.entries import (
    Read,
    entries_of,
    fill,
    fractions,
    misfit_trouble,
    trouble,
    whole,
    with_doubt,
)
from domain.reading.numbers import read_number, without_courtesies
from domain.reading.pasted import led_by_code, section_heading, table_line
from domain.reading.readings import Reading, Reason, Treatment, doubted
from domain.reading.rows import Misfit, aligned, read_row
from domain.reading.shortcuts import (
    Shortcut,
    behind_no,
    behind_slip,
    shortcut,
    without_estimate,
    word_for_all,
)
from domain.report.figures import State
from domain.report.forms import Block
from domain.words import clean, fold, words

LONGEST_MESSAGE = 20_000  # characters; the whole annex pasted has half of it
LINES_AT_MOST = 400
_SAID_AT_MOST = 60

_QUESTION = re.compile(r"\?+\s*(?P<behind>\S+)|(?P<before>\S+)\s*\?+")
_PLAIN_ROW = re.compile(r"[0-9 ]+")
_REMARKED = re.compile(r"(?P<row>[0-9]+(?: [0-9]+)+) ?\([^()]*[^\W\d_][^()]*\)")
"""A row with a remark of words behind it: "376 374 0 0 (2 hồ sơ trễ do đất đai)"."""
_DASHES = re.compile(r"[-_./]+")
_BULLET = re.compile(r"[-*+•·]\s+")
_TOLD_CODE = re.compile(r"(?:[ivxlc]+\.)?[0-9]+\.[0-9]")
_NUMBERED = re.compile(r"(?P<number>[0-9]{1,2})[.)/-]\s+(?P<value>.+)")


def is_row(text: str) -> bool:
    """Digits and spaces: figures by position, and no word of any wish.

    >>> is_row("14 14 0 0"), is_row("14 14 0 kps")
    (True, False)
    """
    return _PLAIN_ROW.fullmatch(text) is not None


def read_answer(text: str, awaited: Awaited) -> Answer:
    """Read a message. Never raises; what is left unread is named in `trouble`."""
    if len(text) > LONGEST_MESSAGE:
        return _stopped(Trouble(Stop.TOO_LONG, said=text[:_SAID_AT_MOST]))
    lines = [line.strip(" ") for line in clean(text).lower().split("\n")]
    lines = [line for line in lines if line.strip()]
    if not lines:
        return _stopped(Trouble(Stop.EMPTY))
    if len(lines) > LINES_AT_MOST:
        return _stopped(Trouble(Stop.TOO_LONG, given=len(lines)))
    if len(lines) == 1 and names_period(lines[0]):
        return _stopped(Trouble(Stop.PERIOD, said=clean(text).strip()))
    if len(lines) == 1 and (asked := _explained(lines[0], awaited)) is not None:
        return asked
    if len(lines) == 1 and asks_whether(_bare_words(lines[0])):
        return _stopped(Trouble(Stop.NO_FIGURES, said=lines[0], wanted=_wanted(awaited)))
    said = [without_estimate(line) for line in _without_bullets(lines)]
    entries, stopped = _read_lines([line for line, _ in said], awaited)
    if any(estimated for _, estimated in said):
        entries = tuple(replace(entry, estimated=True) for entry in entries)
    if not entries and stopped is None:
        stopped = Trouble(Stop.NO_FIGURES, said=lines[0], wanted=_wanted(awaited))
    return _without_contradiction(Answer(entries, _brief(stopped)))


def _bare_words(line: str) -> list[str]:
    return fold(without_courtesies(line.rstrip(" ?."))).split()


def _wanted(awaited: Awaited) -> int:
    """How many figures are asked for."""
    return len(awaited.block.codes) if awaited.block else 0


def _without_bullets(lines: Sequence[str]) -> Sequence[str]:
    """List marks before every line, or before a code, are no minus."""
    marked = [_BULLET.match(line) for line in lines]
    if len(lines) > 1 and all(marked):
        return [line[match.end() :] for line, match in zip(lines, marked, strict=True) if match]
    return [
        line[match.end() :] if match and _TOLD_CODE.match(line, match.end()) else line
        for line, match in zip(lines, marked, strict=True)
    ]


def _stopped(why: Trouble) -> Answer:
    return Answer((), why)


def _brief(stopped: Trouble | None) -> Trouble | None:
    if stopped is None or len(stopped.said) <= _SAID_AT_MOST:
        return stopped
    return replace(stopped, said=stopped.said[: _SAID_AT_MOST - 1] + "…")


def _without_contradiction(answer: Answer) -> Answer:
    """One entry for each code; a code with two values is asked about."""
    kept: dict[str, Entry] = {}
    for entry in answer.entries:
        before = kept.setdefault(entry.code, entry)
        if (before.reading.state, before.reading.value) != (
            entry.reading.state,
            entry.reading.value,
        ):
            entries = tuple(e for e in kept.values() if e.code != entry.code)
            return Answer(
                entries, Trouble(Stop.TWICE, codes=(entry.code,), said=entry.reading.said)
            )
    return replace(answer, entries=tuple(kept.values()))


# ---- "?" ----


def _explained(line: str, awaited: Awaited) -> Answer | None:
    """The person wants an explanation: "?", "? 4.2", "4.2?", "giải thích 4.2"."""
    if is_row(line):
        return None
    meant = shortcut(words(line))
    if line.strip("? ") == "" or (meant and meant.meaning is Shortcut.EXPLAIN):
        return Answer(explain="")
    said = _asked_code(line)
    if not said:
        return None
    code = resolve(said, awaited)
    if isinstance(code, str):
        return Answer(explain=code if code in awaited.form.indicators else "")
    # "98.3?" is no code but a doubtful figure.
    return None if line[-1] == "?" and code.reason is Stop.UNKNOWN_CODE else _stopped(code)


def _asked_code(line: str) -> str:
    if question := _QUESTION.fullmatch(line):
        said = question["behind"] or question["before"]
        return said if is_telling(said) or (question["behind"] and is_code(said)) else ""
    tokens = line.rstrip("? ").split()
    for at in (0, -1):
        rest = tokens[1:] if at == 0 else tokens[:-1]
        meant = shortcut(words(" ".join(rest))) if rest else None
        if meant and meant.meaning is Shortcut.EXPLAIN and is_code(tokens[at]):
            return tokens[at]
    return ""


# ---- one line or several ----


def _read_lines(lines: Sequence[str], awaited: Awaited) -> Read:
    for reader in (column_table, column_rows) if awaited.form.columns else ():
        if (side_by_side := reader(lines, awaited)) is not None:
            return side_by_side
    if len(lines) > 1 and (together := _all_rows(lines, awaited)) is not None:
        return together
    entries: tuple[Entry, ...] = ()
    section, waiting = "", _blocks(awaited) or awaited.later
    for number, line in enumerate(lines, start=1):
        if heading := section_heading(line, awaited):
            section = heading
            continue
        coded = _coded(line, _with_block(awaited, waiting), section)
        if coded is None:
            more, stopped = _row_of_next(line, waiting, awaited)
            more, stopped = _by_label(line, waiting, awaited, (more, stopped))
            waiting = waiting[1:]
        else:
            more, stopped = coded
        entries += more
        if stopped:
            return entries, replace(stopped, line=number)
    return entries, None


def _blocks(awaited: Awaited) -> tuple[Block, ...]:
    """The blocks that rows answer in turn; none before the bot has asked for one."""
    return (awaited.block, *awaited.later) if awaited.block else ()


def _with_block(awaited: Awaited, waiting: Sequence[Block]) -> Awaited:
    return replace(awaited, block=waiting[0]) if waiting and awaited.block else awaited


def _coded(line: str, awaited: Awaited, section: str) -> Read | None:
    """A line that names its figures; None for a row of figures by position."""
    if is_row(line):
        return None
    if (meant := behind_slip(line)) and awaited.block:
        return with_doubt(_row(meant, awaited.block, awaited), Reason.SEPARATED)
    if (read := corrected(line, awaited)) is not None:
        return read
    if (read := targeted(line, awaited)) is not None:
        return read
    if (read := in_words(line, awaited)) is not None:
        return read
    if (read := _code_alone(line, awaited, section)) is not None:
        return read
    for reader in (table_line, led_by_code, paired):
        if (read := reader(line, awaited, section)) is not None:
            return _unless_a_row(read, line, awaited)
    return assigned(line, awaited, section)


def _code_alone(line: str, awaited: Awaited, section: str) -> Read | None:
    """A code: "4.2" is never 42, and 4,2 only where a percentage is asked."""
    if not is_telling(line):
        return None
    block = awaited.block
    here = section_of(block.codes[0]) if block else section
    code = resolve(line, awaited, section)
    if isinstance(code, Trouble) or code not in awaited.form.indicators:
        return None
    if block is None or len(block.codes) > 1:
        return trouble(Stop.CODE_ALONE, line, code)
    if section_of(code) != here:
        return None
    only = awaited.form.indicators[block.codes[0]]
    readable = read_number(line, only.kind, only.options).sure
    return trouble(Stop.CODE_OR_NUMBER if readable else Stop.CODE_ALONE, line, code)


def _unless_a_row(read: Read, line: str, awaited: Awaited) -> Read:
    """A code with its figure that is also a row, "4.1 14" where two decimals are asked, is asked
    about; where the row is the less likely one, the figure of the code is confirmed."""
    block = awaited.block
    if block is None or len(block.codes) < 2 or any(char.isalpha() for char in line):
        return read
    row = read_row(line, awaited.indicators(block), awaited.previous)
    if isinstance(row, Misfit) or not all(reading.sure for reading in row):
        return read
    doubtful = any(reading.action is Treatment.CONFIRM for reading in row)
    if doubtful and read[0] and {entry.code for entry in read[0]} <= set(block.codes):
        return with_doubt(read, Reason.SEPARATED)
    return trouble(Stop.TWO_LAYOUTS, line, *block.codes)


# ---- rows by position ----


def _row_of_next(line: str, waiting: Sequence[Block], awaited: Awaited) -> Read:
    if awaited.block is None:
        return _unasked(line, waiting, awaited)
    return _row(line, waiting[0], awaited) if waiting else trouble(Stop.SURPLUS_LINE, line)


def _by_label(line: str, waiting: Sequence[Block], awaited: Awaited, read: Read) -> Read:
    """What cannot be read by position may be named by the words of the labels."""
    entries, stopped = read
    if entries or stopped is None or not waiting or awaited.block is None:
        return read
    return labelled(line, waiting[0], awaited) or read


def _unasked(line: str, waiting: Sequence[Block], awaited: Awaited) -> Read:
    """A row before any block was asked: for the first open one, if it fits and on a yes."""
    read = _row(line, waiting[0], awaited) if waiting else None
    if read is None or not _fits(read):
        return trouble(Stop.NOTHING_AWAITED, line)
    return with_doubt(read, Reason.SEPARATED)


def _row(line: str, block: Block, awaited: Awaited) -> Read:
    """One line for one block: a word for the whole block, a fraction, or figures by position."""
    if (meant_instead := behind_no(line)) and not _may_be_no(block, awaited):
        return with_doubt(_row(meant_instead, block, awaited), Reason.SEPARATED)
    if (closed := _closed_by_no(line, block, awaited)) is not None:
        return closed
    if (row := _REMARKED.fullmatch(line)) and len(row["row"].split()) == len(block.codes) > 1:
        return with_doubt(_row(row["row"], block, awaited), Reason.SEPARATED)
    meant = None if is_row(line) else word_for_all(line)
    if len(block.codes) > 1 and _DASHES.fullmatch(line):
        return trouble(Stop.BARE_NO, line, *block.codes)
    if meant and (len(block.codes) > 1 or meant.meaning in (Shortcut.ALL_ZERO, Shortcut.AS_BEFORE)):
        read_all = whole(block, meant.meaning, awaited, line)
        return with_doubt(read_all, Reason.RAW_TYPING) if meant.raw else read_all
    if len(block.codes) > 1 and (found := fractions(line)):
        return fill(found, line, block, awaited)
    read = read_row(line, awaited.indicators(block), awaited.previous)
    if isinstance(read, Misfit):
        return (), misfit_trouble(read, block.codes, line)
    if len(block.codes) > 1 and any(_is_a_code(reading, awaited) for reading in read):
        return trouble(Stop.MIXED, line)
    misplaced = sum(reading.reason is Reason.NOT_AN_OPTION for reading in read)
    if misplaced and (by_code := bare_codes(line, block, awaited)):
        return by_code
    if misplaced > 1 or _of_another_block(read[0]):
        read = tuple(doubted(reading, Reason.SEPARATED) for reading in read)
    return entries_of(block.codes, read, awaited)


def _may_be_no(block: Block, awaited: Awaited) -> bool:
    """The first line of the block has options: "không" may be one of them."""
    return bool(awaited.form.indicators[block.codes[0]].options)


def _closed_by_no(line: str, block: Block, awaited: Awaited) -> Read | None:
    """A row that ends with a no, or 0, on which all the rest of the block depends."""
    conditions = awaited.form.conditions
    for at, code in enumerate(block.codes[:-1]):
        if not set(block.codes[at + 1 :]) <= set(conditions.get(code, ())):
            continue
        first = replace(block, codes=block.codes[: at + 1])
        row = read_row(line, awaited.indicators(first), awaited.previous)
        if isinstance(row, Misfit) or not all(reading.sure for reading in row):
            continue
        if row[-1].value == 0 and row[-1].state is State.VALUE:
            return entries_of(first.codes, row, awaited)
    return None


def _of_another_block(reading: Reading) -> bool:
    """A row that begins with a count where an option is asked ("14 14 0 0" for "Có = 1"): not a
    slip of one figure, the rest may belong elsewhere too."""
    return reading.reason is Reason.NOT_AN_OPTION and len(reading.said) > 1


def _is_a_code(reading: Reading, awaited: Awaited) -> bool:
    """A code among the figures of a row: "14 14 4.3 kps"."""
    if reading.sure or not is_telling(reading.said):
        return False
    return not isinstance(resolve(reading.said, awaited), Trouble)


def _all_rows(lines: Sequence[str], awaited: Awaited) -> Read | None:
    """Several lines that all are figures by position; None where a line names a code."""
    numbered = [_NUMBERED.fullmatch(line) for line in lines]
    block = awaited.block
    if block is None:
        return None
    if [match and match["number"] for match in numbered] == [
        str(number) for number in range(1, len(block.codes) + 1)
    ]:
        values = [match["value"] for match in numbered if match]
        return _one_a_line(values, block, awaited, Reason.SEPARATED)
    if any(_coded(line, awaited, "") is not None for line in lines):
        return None
    return _one_a_line_or_one_a_block(lines, block, awaited)


def _one_a_line(
    lines: Sequence[str], block: Block, awaited: Awaited, doubt: Reason | None = None
) -> Read:
    singly: Readings = tuple(
        read_row(line, [awaited.form.indicators[code]], awaited.previous)[0]  # type: ignore[index]
        for line, code in zip(lines, block.codes, strict=True)
    )
    readings = aligned(singly)
    if isinstance(readings, Misfit):
        return (), misfit_trouble(readings, block.codes, lines[readings.position - 1])
    if doubt:
        readings = tuple(doubted(reading, doubt) for reading in readings)
    return entries_of(block.codes, readings, awaited)


def _one_a_line_or_one_a_block(lines: Sequence[str], block: Block, awaited: Awaited) -> Read | None:
    if len(block.codes) == 1:
        return None
    singly = _one_a_line(lines, block, awaited) if len(lines) == len(block.codes) else None
    if singly and _fits(singly):
        if _fits_in_turn(lines, awaited):
            return trouble(Stop.TWO_LAYOUTS, lines[0], *block.codes)
        return singly
    first = read_row(lines[0], awaited.indicators(block), awaited.previous)
    if word_for_all(lines[0]) or not isinstance(first, Misfit):
        return None
    return singly or _spread(lines, block, awaited)


def _fits(read: Read) -> bool:
    entries, stopped = read
    return stopped is None and all(entry.reading.sure for entry in entries)


def _fits_in_turn(lines: Sequence[str], awaited: Awaited) -> bool:
    """True where each line answers one of the awaited blocks."""
    blocks = _blocks(awaited)
    return len(lines) <= len(blocks) and all(
        _fits(_row(line, block, awaited)) for line, block in zip(lines, blocks, strict=False)
    )


def _spread(lines: Sequence[str], block: Block, awaited: Awaited) -> Read | None:
    """One row spread over several lines."""
    row = read_row(" ".join(lines), awaited.indicators(block), awaited.previous)
    if isinstance(row, Misfit):
        single = all(len(line.split()) == 1 for line in lines)
        return ((), misfit_trouble(row, block.codes, " ".join(lines))) if single else None
    return entries_of(block.codes, tuple(doubted(r, Reason.SEPARATED) for r in row), awaited)
