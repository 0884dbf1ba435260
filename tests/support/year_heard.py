"""What a message of the bot says, as facts: what it is about, for the eye of a checker.

Read from the words that people see. A message of which nothing is understood is a fact too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

PERIODS = {
    "quý I năm 2024": "2024-Q1",
    "6 tháng đầu năm 2024": "2024-H1",
    "quý III năm 2024": "2024-Q3",
    "năm 2024": "2024-Y",
}
_PERIOD = "|".join(PERIODS)
_REPORT = rf"Báo cáo công tác cải cách hành chính (?P<period>{_PERIOD}) của (?P<unit>[^.]+?)"
_TASK = r"[Ll]ập danh sách đợt (?P<task>\d+)"
_NAMED = rf"việc \d+(?: \D+)? “{_TASK}”"


@dataclass(frozen=True, slots=True)
class Message:
    """What the outbox held: to whom, when, of which kind, in which words."""

    at: datetime
    chat: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """One person is told one thing at one moment."""

    at: datetime
    who: str
    what: str
    about: str


def read(message: Message) -> tuple[Told, ...]:
    """Everything that one message tells."""
    if message.kind == "reply":
        facts = [("reply", "")]
    elif message.kind == "digest":
        facts = list(_Digest(message.text).facts())
    else:
        facts = [_notice(message.text)]
    found = facts or [("not understood", message.text)]
    return tuple(Told(message.at, message.chat, what, about) for what, about in found)


_UNTIL = r"từ .+ đến \D+(?P<day>[\d/]+)"
_NOTICES = (
    ("assigned", rf"Chị \S+, UBND huyện Ân Thi giao việc \d+: {_TASK}\n", "{task}"),
    (
        "handed on",
        rf"Chị \S+, .+ chuyển việc \d+ \(UBND huyện Ân Thi giao\): {_TASK}\n",
        "{task}",
    ),
    (
        "more time asked",
        rf"(?P<unit>.+) xin gia hạn: {_NAMED}, {_UNTIL}\.\n",
        "{task} {unit} {day}",
    ),
    ("more time given", rf".+ cho gia hạn: {_NAMED}, {_UNTIL}\. ", "{task} {day}"),
    ("accepted", rf".+ đã duyệt: {_NAMED}\. ", "{task}"),
    ("sent back", rf".+ trả lại: {_NAMED}\.\nLý do: thiếu phụ lục\n", "{task}"),
    ("taken back", rf".+ đã thu hồi: {_NAMED}\.\nLý do: giao nhầm đơn vị\n", "{task}"),
    (
        "blocked",
        rf"(?P<unit>.+) đang vướng {_NAMED}, .+: chờ số liệu của huyện ",
        "{task} {unit}",
    ),
    (
        "complete",
        rf"Báo cáo công tác cải cách hành chính (?P<period>{_PERIOD}): đã đủ 97 số liệu\.",
        "{period}",
    ),
    ("returned", rf".+ trả lại: {_REPORT}\.?\nLý do: số chưa khớp\n", "{unit} {period}"),
    ("again", rf"Chị (?P<by>\S+) đã gửi lại: {_REPORT}\. ", "{unit} {period} {by}"),
    (
        "report time asked",
        rf".+ xin gia hạn: {_REPORT}, {_UNTIL}\.\nLý do: chờ số liệu .+ \(chị (?P<by>\S+)\)",
        "{unit} {period} {day} {by}",
    ),
    ("report time given", rf".+ cho gia hạn: {_REPORT}, {_UNTIL}\. ", "{unit} {period} {day}"),
    (
        "report time refused",
        rf".+ không gia hạn: {_REPORT}, hạn vẫn là \D+(?P<day>[\d/]+)\. Lý do: huyện .+ ngay\. ",
        "{unit} {period} {day}",
    ),
    ("follows", r".+ được giao thay chị (?P<by>\S+) tại (?P<unit>.+), phần: ", "{by} {unit}"),
)
AT_ONCE = ("reply", *(what for what, _, _ in _NOTICES))
_COMPILED = [(what, re.compile(pattern), about) for what, pattern, about in _NOTICES]


def _notice(text: str) -> tuple[str, str]:
    for what, pattern, about in _COMPILED:
        if found := pattern.match(text + "\n"):
            return what, about.format(**_named(found))
    return "not understood", text


def _named(found: re.Match[str]) -> dict[str, str]:
    """The parts of a text, units in small letters and periods by their codes."""
    parts = {name: words or "" for name, words in found.groupdict().items()}
    if "unit" in parts:
        parts["unit"] = parts["unit"].lower()
    if "period" in parts:
        parts["period"] = PERIODS[parts["period"]]
    return parts


def _which(found: re.Match[str]) -> str:
    return "{unit} {period}".format(**_named(found))


# The digest

_GREETING = re.compile(r"Chào chị (?P<name>\S+?)\.\s+")
_OF_REPORT = re.compile(rf"{_REPORT}(?P<late> đã quá hạn)?\.")
_SENT_BACK = re.compile(rf"{_REPORT} bị trả lại, chưa gửi lại\.")
_ESTIMATES = re.compile(rf"{_REPORT} có \d+ số (anh/chị )?gửi trước ngày chốt số liệu.*:")
_DUE = re.compile(r"Hạn (?:Chủ nhật|thứ \S+) (?P<day>[\d/]+)(?P<left>.*)")
_OWN = re.compile(r"Còn (?P<count>\d+) số \(\d+ mục\), bắt đầu ngay bên dưới:")
_FOR = re.compile(r"Gồm cả phần của (?P<names>.+) \(đang nghỉ\)\.")
_WAITED = re.compile(r"- (?P<names>.+) \(.+\): còn (?P<count>\d+) số")
_HEADINGS = {
    "Nhiệm vụ của anh/chị": "task",
    "Mới giao": "new task",
    "Chờ anh/chị duyệt": "task to judge",
    "Đơn vị còn việc quá hạn": "task overdue here",
    "Việc đang vướng": "task blocked",
}
_HEADING = re.compile(rf"(?P<words>{'|'.join(_HEADINGS)}) \((?P<count>\d+)\):")
_LINE = re.compile(rf"\d+(?: (?P<unit>[^\d.]+))?\. {_TASK} – (?P<due>.+)")
_TASK_DUE = re.compile(
    r"hạn (?:Chủ nhật|thứ \S+) (?P<day>\d+/\d+)"
    r"(?P<late>, gia hạn muộn đến \D+\d+/\d+)?(?P<left>[^;)]*)"
)
_DESK = {
    r"Quá hạn (?P<count>\d+) báo cáo: (?P<names>.+)\.": "late",
    r"Hạn hôm nay, chưa đủ (?P<count>\d+) báo cáo: (?P<names>.+)\.": "due today",
    r"Xin gia hạn, chờ anh/chị quyết định (?P<count>\d+) báo cáo: (?P<names>.+)\.": "asked",
    r"Mới đủ số liệu từ hôm qua (?P<count>\d+) báo cáo: (?P<names>.+)\.": "came in",
}
_DESK_LINES = [(re.compile(pattern), what) for pattern, what in _DESK.items()]


MORNING = (
    "digest",
    "report",
    "late report",
    "report awaited",
    "report sent back",
    "estimates",
    *_HEADINGS.values(),
    *(f"desk {what}" for what in _DESK.values()),
)


class _Digest:
    """Reads line by line; a report and a heading hold until the next one."""

    def __init__(self, text: str) -> None:
        greeting = _GREETING.match(text)
        self.name = greeting["name"] if greeting else "?"
        self.lines = text[greeting.end() :].splitlines() if greeting else [text]
        self.report, self.due, self.late, self.names = "", "", "", ""
        self.waited: list[str] = []
        self.heading, self.left = "", 0

    def facts(self) -> Iterator[tuple[str, str]]:
        yield "digest", self.name
        for line in self.lines:
            if not line:
                yield from self._end()
            else:
                yield from self._line(line)
        yield from self._end()

    def _end(self) -> Iterator[tuple[str, str]]:
        """A paragraph is over."""
        if self.waited:
            yield "report awaited", f"{self.report}, {self.due}: {', '.join(sorted(self.waited))}"
        if self.left:
            yield "not understood", f"{self.left} tasks more"
        self.waited, self.report, self.left, self.names = [], "", 0, ""

    def _line(self, line: str) -> Iterator[tuple[str, str]]:
        if found := _SENT_BACK.fullmatch(line):
            yield "report sent back", _which(found)
        elif found := _ESTIMATES.fullmatch(line):
            yield "estimates", _which(found)
        elif found := _OF_REPORT.fullmatch(line):
            self.report, self.late = _which(found), "late " if found["late"] else ""
        elif found := _DUE.fullmatch(line):
            self.due = f"{found['day']}{_left(found['left'])}"
        elif found := _FOR.fullmatch(line):
            self.names = f" with {found['names']}"
        elif found := _OWN.fullmatch(line):
            about = f"{self.report}, {self.due}: {found['count']}{self.names}"
            yield f"{self.late}report", about
        elif self.report and (found := _WAITED.fullmatch(line)):
            self.waited.append(f"{found['names']} {found['count']}")
        elif found := _HEADING.fullmatch(line):
            self.heading, self.left = _HEADINGS[found["words"]], int(found["count"])
        elif found := _LINE.fullmatch(line):
            self.left -= 1
            yield self.heading, _task(found)
        else:
            yield from _desk(line)


def _task(found: re.Match[str]) -> str:
    due = _TASK_DUE.search(found["due"])
    words = f"{due['day']}{due['late'] or ''}{_left(due['left'])}" if due else found["due"]
    words = re.sub(r", gia hạn muộn đến \D+", " and too late ", words)
    of_unit = f" {found['unit'].lower()}" if found["unit"] else ""
    return f"{found['task']}{of_unit}, {words}"


def _left(words: str) -> str:
    """How far the due day is, without the words around it."""
    for pattern, mark in (
        (r"còn (\d+) ngày làm việc", " in {} days"),
        (r"quá hạn (\d+) ngày", " {} days ago"),
        (r"còn (\d+) ngày nữa, đều là ngày nghỉ", " in {} days off"),
        (r"hôm nay là ngày làm việc cuối cùng", " last chance"),
        (r"là hôm nay", " today"),
    ):
        if found := re.search(pattern, words):
            return mark.format(*found.groups())
    return words


def _desk(line: str) -> Iterator[tuple[str, str]]:
    for pattern, what in _DESK_LINES:
        if found := pattern.fullmatch(line):
            names = found["names"].lower()
            if what == "late":
                for unit in names.split(", "):
                    yield "desk late", unit
            else:
                yield f"desk {what}", f"{found['count']}: {names}"
