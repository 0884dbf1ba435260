"""What a wish names, by the slots that its intent has: unit, person, period, task, days …"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from domain.reading.clauses import clauses, is_polite
from domain.reading.numerals_said import number_said
from domain.reading.spoken import NUMBER_WORDS
from domain.reading.tokens import Token
from domain.talk.mentions import Mention
from domain.talk.said import Situation
from handlers.talk.said import Read
from handlers.wording.understood import places
from storage.catalogue.words import either_way, folded, phrases

_UNIT_AND_PERIOD = ("unit", "period")
SLOTS: Mapping[str, tuple[str, ...]] = {
    "status": _UNIT_AND_PERIOD,
    "who_owes": ("unit", "person", "period"),
    "missing": _UNIT_AND_PERIOD,
    "late_units": ("period",),
    "ranking": _UNIT_AND_PERIOD,
    "roll_up": ("period", "due"),
    "report_file": _UNIT_AND_PERIOD,
    "annex_file": _UNIT_AND_PERIOD,
    "chart": ("unit", "period", "code"),
    "schedule": ("period", "unit"),
    "deadline": ("task", "period", "unit"),
    "trend": ("unit", "period", "code"),
    "comparison": ("unit", "period", "code"),
    "history": ("code", "unit", "period"),
    "explain_figure": ("code", "unit", "period"),
    "contact_person": ("person", "unit"),
    "invite": ("person", "unit"),
    "nudge": ("unit", "person", "due"),
    "approve": ("unit", "task", "period"),
    "return_report": ("unit", "period", "reason"),
    "lock": ("unit", "period", "due"),
    "reopen": ("unit", "period", "reason"),
    "more_time": ("unit", "period", "days", "due", "reason"),
    "leave": ("person", "days", "due"),
    "back_from_leave": ("person",),
    "task_done": ("task",),
    "task_progress": ("task", "percent"),
    "task_blocked": ("task", "reason"),
    "task_more_time": ("task", "days", "due", "reason"),
    "task_hand_over": ("task", "person"),
    "task_assign": ("unit", "person", "due"),
    "task_list": ("person",),
    "already_sent_elsewhere": ("person",),
    "switch_report": ("period",),
    "later": ("due",),
    "yes": ("reason",),
    "figures": ("unit", "period", "values"),
    "correct_figure": ("code", "value", "values"),
    "none_arisen": ("period", "code"),
    "as_before": (),
}
_BECOMES = frozenset(["la", "thanh", "bang"])
_TO = frozenset(["cho", "sang", "qua"])
_DECIDED_APART = frozenset(
    {"approve", "return_report", "more_time", "lock", "reopen", "nudge", "switch_report"}
)
_TOGETHER = frozenset(["va", "voi", "cung", "ca"])
_ALWAYS_ASKED = frozenset({"as_before"})
_TASK_FIRST = re.compile(r"^\s*#?(\d{1,3})(?![\d/.,%])\s+(?!(?:ngay|hom|bua|tuan|thang|lan)\b)\w")
_TASK_LAST = re.compile(
    r"(?:xong|vuong|nhan|giao|nghiem thu|duyet|gia han)\s#?(\d{1,3})"
    r"(?![\d/.,%]|\s?(?:ngay|gio|h))(?!\w)"
)
_DAYS = re.compile(r"(\d{1,2}|\w+(?:\s\w+)?)\s(?:ngay|hom|bua)(?!\w)")
_NOTHING_AROSE = re.compile(r"phat sinh|kps|phats sinh")
_VALUE = re.compile(r"(?<![\d/.])(\d+(?:[.,]\d+)?)(?![\d/]|\.\d|\s?(?:h|gio|ngay)(?!\w))")

_SAID = "|".join(sorted(NUMBER_WORDS))
_MISTAKEN = re.compile(r"(?<![\d/.,])\d+(?:[.,]\d+)?\s(?:la\s)?(?:nham|sai|lon)(?!\w)")
_OLD_VALUE = re.compile(
    r"(?<!\w)(?:khong phai|chu k\w*(?: phai)?)\s(?:la\s|so\s)*"
    rf"(?:\d+(?:[.,]\d+)?|(?:{_SAID})(?:\s(?:{_SAID}))*)(?!\w)"
)


def slots_of(intent: str, read: Read, situation: Situation) -> tuple[dict[str, Any], bool]:
    """The slots of the intent that the message fills, and whether it has to be asked."""
    found: dict[str, Any] = {}
    for name in SLOTS.get(intent, ()):
        value = _FILL[name](intent, read)
        if value not in (None, "", (), {}):
            found[name] = value
    return found, _asks(intent, found, read)


def _asks(intent: str, found: dict[str, Any], read: Read) -> bool:
    if intent in _ALWAYS_ASKED:
        return True
    if intent == "figures":
        return read.said.values.ask or not read.said.values.by_code
    if intent == "task_done":
        return "task" not in found
    if intent == "task_progress":  # "1/3" is about 33 %: shown before it is written
        return "percent" in found and read.said.percent is None
    if intent == "none_arisen":
        return not _NOTHING_AROSE.search(read.aligned) or bool(found.get("code"))
    if intent == "task_assign":
        return "person" not in found and "unit" not in found
    return False


def _one_or_all(values: tuple[Any, ...]) -> Any:
    return None if not values else values[0] if len(values) == 1 else list(values)


def _units(intent: str, read: Read) -> Any:
    units = read.said.units
    if intent in _DECIDED_APART and len(units) > 1:
        units = _units_of_one_wish(read)
    return _one_or_all(units)


def _units_of_one_wish(read: Read) -> tuple[str, ...]:
    """Of "trả lại Bắc Sơn, Hạ Lễ" both; of "Bắc Sơn thêm 2 ngày, trả lại Phù Ủng" the first, for
    of the other something else is said."""
    small = folded("sentence", "polite") | _TOGETHER
    found: list[str] = []
    for part in clauses(read.tokens):
        here = [m for m in read.mentions if m.kind == "unit" and _within(m, part)]
        if not here:
            continue
        named = [token for token in part if any(m.start <= token.start < m.end for m in here)]
        more = {token.base for token in part if token.is_word} - {t.base for t in named} - small
        if not found or not more:
            found += [mention.value for mention in here]
    return tuple(dict.fromkeys(found))


def _within(mention: Mention, part: Sequence[Token]) -> bool:
    return part[0].start <= mention.start <= part[-1].end


def _people(intent: str, read: Read) -> Any:
    people = read.said.people
    if intent == "task_hand_over" and len(people) > 1:
        return _named_behind(read, _TO) or _taking_over(read) or people[-1]
    if intent == "back_from_leave" and len(people) > 1:
        return people[0]
    if intent == "leave" and len(people) > 1:
        return people[0] if _named_before(read, "nghi") else people[-1]
    return _one_or_all(people)


def _named_behind(read: Read, words: Collection[str]) -> str:
    """ "giao lại việc 4 cho Minh, Lan làm không kịp" -> minh."""
    fronts = {m.start: m.value for m in read.mentions if m.kind == "person"}
    ends = [token.end for token in read.tokens if token.base in words]
    return next((who for start, who in fronts.items() if start - 1 in ends), "")


def _taking_over(read: Read) -> str:
    """ "việc 4 để Hoa làm thay Tuấn" -> hoa; empty where nobody is named before "thay"."""
    at = next((token.start for token in read.tokens if token.base == "thay"), 0)
    before = [m.value for m in read.mentions if m.kind == "person" and m.start < at]
    return before[-1] if before else ""


def _named_before(read: Read, word: str) -> bool:
    """ "chị Hoa nghỉ từ mai, anh Minh làm thay": who is away stands in front."""
    at = next((token.start for token in read.tokens if token.base == word), 0)
    return any(m.kind == "person" and m.start < at for m in read.mentions)


def task_in(read: Read) -> Any:
    """The task that is named, "3 xin thêm 5 ngày" included; None where none is."""
    if read.said.tasks:
        return _one_or_all(_of_one_wish(read))
    found = _TASK_FIRST.search(read.aligned) or _TASK_LAST.search(read.aligned)
    if found and not any(m.start <= found.start(1) < m.end for m in read.mentions):
        return int(found[1])
    return None


def _of_one_wish(read: Read) -> tuple[int, ...]:
    """The tasks that are named together: "việc 1 và việc 2 xong"; of "việc 1 xong, việc 2 đang làm"
    the first alone, for of the other something else is said."""
    named = [mention for mention in read.mentions if mention.kind == "task"]
    together = [int(named[0].value)]
    for before, after in pairwise(named):
        between = [t for t in read.tokens if before.end <= t.start < after.start]
        if any(token.is_word and token.base not in _TOGETHER for token in between):
            break
        together.append(int(after.value))
    return tuple(dict.fromkeys(together))


def _days(_: str, read: Read) -> int | None:
    for found in _DAYS.finditer(read.aligned):
        words = found[1].split()
        for size in (2, 1):
            said = words[-size:]
            if size == 1 and said[0].isdigit():
                return int(said[0])
            value = number_said(said) if not any(map(str.isdigit, said)) else None
            if value:
                return value
    return None


def _due(intent: str, read: Read) -> str:
    places = [m for m in read.mentions if m.kind in ("due", "time")]
    if intent in ("task_assign", "later") and not places:
        places = [m for m in read.mentions if m.kind == "span"]
    if not places:
        return ""
    first = places[-1] if intent in ("task_assign", "roll_up") else places[0]
    return read.said.text[first.start : first.end]


def _percent(_: str, read: Read) -> int | None:
    return read.said.percent if read.said.percent is not None else _share(read)


def _share(read: Read) -> int | None:
    """ "được 1/3" -> 33, "một nửa" -> 50; None where no share is told."""
    told = next((m.value for m in read.mentions if m.kind == "frac"), "")
    part, stroke, whole = told.replace(" ", "").partition("/")
    if stroke:
        return round(100 * int(part) / int(whole)) if 0 < int(part) <= int(whole) else None
    return 50 if places("told", "half", read.said.text) else None


def _period(intent: str, read: Read) -> str | None:
    """Without a year the newest that has begun; what is to come is of the running year."""
    return read.coming if intent == "schedule" else read.said.period


def _code(intent: str, read: Read) -> Any:
    if intent == "none_arisen":
        return _one_or_all(read.said.codes or read.said.lines)
    return _one_or_all((read.said.codes or read.said.lines)[:1])


def _values(intent: str, read: Read) -> Mapping[str, str]:
    values = read.said.values
    if intent == "correct_figure" and len(values.by_code) < 3:
        return {}
    return dict(values.by_code)


def _value(intent: str, read: Read) -> str | None:
    """The one new figure of a correction; the old one stands behind "không phải", "chứ"."""
    if len(read.said.values.by_code) >= 3:
        return None
    taken = [m for m in read.mentions if m.kind not in ("span", "task")]
    line = read.aligned
    for mention in taken:
        line = line[: mention.start] + " " * (mention.end - mention.start) + line[mention.end :]
    line = _MISTAKEN.sub(" ", line)
    new = re.search(
        r"(?:thanh|moi dung|phai la|la|dung la|sua lai|bang|=)\s*(\d+(?:[.,]\d+)?)", line
    )
    if new:
        return new[1]
    line = _OLD_VALUE.sub(" ", line)
    found = _VALUE.search(line)
    if found:
        return found[1]
    return _value_said(read, line)


def _value_said(read: Read, line: str) -> str | None:
    """A number in words: one behind "là", "thành", or one of two words and more anywhere."""
    spelt = read.said.text.lower()
    words = [(m[0], spelt[m.start() : m.end()]) for m in re.finditer(r"[a-z]+", line)]
    for at in range(len(words)):
        least = 1 if at and words[at - 1][0] in _BECOMES else 2
        for size in range(3, least - 1, -1):
            said = [word for _, word in words[at : at + size]]
            value = number_said(said) if len(said) == size else None
            if value is not None and (value > 9 or size == 1):
                return str(value)
    return None


# Why


def _reason(intent: str, read: Read) -> str:
    """Cut word for word: behind "vì", behind a colon, or the clause that is no command."""
    text, folded_text = read.said.text, read.aligned
    words = "|".join(sorted(folded("sentence", "because"), key=len, reverse=True))
    because = re.compile(rf"(?<!\w)(?:{words})(?!\w)(?!\s(?:chinh|nguyen|khoan|lieu|san))\s*:?\s*")
    if found := next(filter(partial(_is_spelt, text), because.finditer(folded_text)), None):
        rest = text[found.end() :]
        if len(rest.split()) > 1:
            return _trimmed(rest, read)
    if ":" in text and not re.search(r"\d:\d", text):
        return _trimmed(text.partition(":")[2], read)
    parts = clauses(read.tokens)
    polite = folded("sentence", "polite")
    kept = [part for part in parts if not is_polite(part, polite)]
    if intent == "task_blocked" and len(kept) < 2:
        return _behind_cue(read)
    if len(kept) < 2:
        return ""
    command = next((i for i, part in enumerate(kept) if _has_cue(intent, part)), 0)
    if intent in ("approve",):
        return ""
    reasons = [
        part for i, part in enumerate(kept) if (i > command if command == 0 else i < command)
    ]
    if not reasons:
        return ""
    return _trimmed(text[reasons[0][0].start : reasons[-1][-1].end], read)


def _is_spelt(text: str, found: re.Match[str]) -> bool:
    """ "do" is no "đó": a word with marks has those of the catalogue."""
    typed = text[found.start() : found.end()].lower().strip(" :")
    return typed.isascii() or typed in phrases("sentence")["because"]


def _has_cue(intent: str, part: tuple[Token, ...]) -> bool:
    return intent in phrases("cue") and any(token.base in folded("cue", intent) for token in part)


def _behind_cue(read: Read) -> str:
    """ "vướng 3 chưa có kinh phí" -> "chưa có kinh phí"."""
    cues = folded("cue", "task_blocked")
    at = next((i for i, t in enumerate(read.tokens) if t.base in cues), None)
    if at is None:
        return ""
    itself = read.tokens[at].base in folded("cue", "blocked_itself")  # "trùng với báo cáo quý"
    rest = list(read.tokens[at if itself else at + 1 :])
    small = folded("cue", "behind_blocked")  # no polite words: "kinh phí" begins like "kính"
    while rest and (rest[0].base in small or rest[0].base.isdigit()):
        rest.pop(0)
    return _trimmed(read.said.text[rest[0].start :], read) if rest else ""


def _trimmed(words: str, read: Read) -> str:
    """Without politeness at its end."""
    polite = either_way("sentence", "behind_reason")
    behind = re.compile(rf"(?:[\s,.!]+(?:{polite}))+[\s.!]*$", re.I)
    return behind.sub("", words.strip(" ,.:;!")).strip(" ,.:;!")


_FILL: Mapping[str, Callable[[str, Read], Any]] = {
    "unit": _units,
    "person": _people,
    "task": lambda _, read: task_in(read),
    "days": _days,
    "due": _due,
    "percent": _percent,
    "period": _period,
    "code": _code,
    "values": _values,
    "value": _value,
    "reason": _reason,
}
