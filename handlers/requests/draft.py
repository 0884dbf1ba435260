"""A request that has not gone out: what was understood of it so far, and what is added or taken
away by further words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from domain.dates.due_wording import DueReason, nearest, read_due
from domain.dates.moments import END_OF_DAY, at_local, local
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import COMMUNE_KINDS, Unit
from domain.report.forms import Kind
from domain.report.requests import AskedLine, Repeat
from domain.talk.moments_said import TIME
from domain.talk.request_said import RequestWords, line_of, read_request, without_label
from domain.words import aligned, clean, fold, without_end
from handlers.names.everybody import means_everybody
from handlers.names.units import find_unit, unit_and_rest
from handlers.requests.fields import field_in_front, field_of_all, usual_field
from handlers.wording.in_place import behind_a_slip, in_place_of, without_slip
from handlers.wording.understood import behind
from handlers.work import Work
from storage.catalogue.words import folded, of_words, phrases

LINES_AT_MOST = 12
LONGEST_NAME = 4  # words of a unit's name
_INSTEAD = re.compile(r"\s*(?P<number>\d{1,2})\s*[:=]\s*(?P<label>\D.+)$")


@dataclass(frozen=True, slots=True)
class Draft:
    """`due_said`: the words of the moment; `before_day`: they named a day that is not counted."""

    lines: tuple[AskedLine, ...] = ()
    unit_ids: tuple[str, ...] = ()
    due: datetime | None = None
    due_said: str = ""
    before_day: bool = False
    repeat: Repeat = Repeat.ONCE
    owner: str = ""  # the owner field of every line that has none of its own
    unclear: tuple[str, ...] = ()  # names that may be several units, or none
    unread: tuple[str, ...] = ()  # words of the last message that mean nothing here

    @property
    def missing(self) -> str:
        """What has to be asked for first; empty where nothing is missing."""
        if not self.lines:
            return "lines"
        if not self.unit_ids or self.unclear:
            return "units"
        return "" if self.due else "due"


def to_plain(draft: Draft) -> dict[str, Any]:
    """As the data of a question; the reverse is `from_plain`."""
    return {
        "lines": [[x.label, x.kind.value, x.unit, x.owner] for x in draft.lines],
        "units": list(draft.unit_ids),
        "due": draft.due.isoformat() if draft.due else None,
        "due_said": draft.due_said,
        "before_day": draft.before_day,
        "repeat": draft.repeat.value,
        "owner": draft.owner,
        "unclear": list(draft.unclear),
    }


def from_plain(plain: Mapping[str, Any]) -> Draft:
    """What `to_plain` has made."""
    return Draft(
        lines=tuple(AskedLine(label, Kind(kind), *rest) for label, kind, *rest in plain["lines"]),
        unit_ids=tuple(plain["units"]),
        due=datetime.fromisoformat(plain["due"]) if plain["due"] else None,
        due_said=plain["due_said"],
        before_day=plain["before_day"],
        repeat=Repeat(plain["repeat"]),
        owner=plain.get("owner", ""),
        unclear=tuple(plain["unclear"]),
    )


@of_words
@cache
def request_words() -> RequestWords:
    """How requests are worded."""
    repeats, kinds = phrases("request_repeat"), phrases("request_kind")
    return RequestWords(
        labels=folded("wanted", "label"),
        line_begins=folded("wanted", "line_begins"),
        unit_begins=folded("sentence", "unit_kind"),
        repeats={Repeat(word): folded("request_repeat", word) for word in repeats},
        kinds={Kind(word): folded("request_kind", word) for word in kinds},
    )


def reachable(work: Work, person: Official) -> dict[str, Unit]:
    """The units below that exist today: whoever rolls up their figures may ask for them."""
    below = (work.units[unit_id] for unit_id in work.below(person, Action.ROLL_UP))
    return {unit.id: unit for unit in below if unit.valid_on(work.today) and not unit.training}


def understood(work: Work, person: Official, draft: Draft, text: str) -> Draft:
    """The draft with everything that a text says in the place of what stood there."""
    wished = text if draft.lines else _without_purpose(text)  # a correction says what it changes
    said = read_request(wished, request_words(), work.today)
    found = _sorted_out(work, person, said.pieces)
    if found.lines:
        draft = replace(draft, lines=_once((*draft.lines, *found.lines)))
    if found.unit_ids or found.unclear:
        # What was unclear is said again, and what is unclear takes nothing away.
        before = draft.unit_ids if draft.unclear or not found.unit_ids else ()
        units = tuple(dict.fromkeys((*before, *found.unit_ids)))
        draft = replace(draft, unit_ids=units, unclear=found.unclear)
    if found.owner:
        draft = replace(draft, owner=found.owner)
    if said.due:
        draft = _with_due(work, draft, said.due)
    return replace(draft, repeat=said.repeat) if said.repeat else draft


def _without_purpose(text: str) -> str:
    """The text without what it is for: "trước 16h để báo cáo tỉnh" -> "trước 16h"; whole where
    it says nothing else."""
    said, kept, start = clean(text), "", 0
    purposes = "|".join(map(re.escape, sorted(folded("wanted", "purpose"))))
    for found in re.finditer(rf"(?<!\w)(?:{purposes})(?!\w)[^,;\n]*", aligned(said)):
        kept, start = kept + said[start : found.start()], found.end()
    kept += said[start:]
    return kept if kept.strip(" ,;.") else said


def _once(lines: Iterable[AskedLine]) -> tuple[AskedLine, ...]:
    return tuple({fold(line.label): line for line in lines}.values())[:LINES_AT_MOST]


@dataclass(slots=True)
class _Found:
    lines: tuple[AskedLine, ...] = ()
    unit_ids: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    owner: str = ""

    def units(self, ids: Iterable[str]) -> None:
        self.unit_ids = tuple(dict.fromkeys((*self.unit_ids, *ids)))


def _sorted_out(work: Work, person: Official, pieces: Iterable[str]) -> _Found:
    """Which pieces are units and which are lines."""
    units, found = reachable(work, person), _Found()
    for piece in pieces:
        if not _says_nothing(piece):
            _sort_out(work, units, piece, found)
    return found


def _says_nothing(piece: str) -> bool:
    """ "nhé", "chị cần": neither a line nor a unit."""
    return not without_end(piece, folded("sentence", "polite") | folded("wanted", "needs"))


def _sort_out(work: Work, units: Mapping[str, Unit], piece: str, found: _Found) -> None:
    if means_everybody(piece):
        found.units(_communes(units))
        return
    if field := field_of_all(work, piece):
        found.owner = field
        return
    field, piece = field_in_front(work, piece, request_words().line_begins)
    if field:
        found.lines = (*found.lines, replace(line_of(piece, request_words()), owner=field))
        return
    if together := _units_together(work, units, piece):
        found.units(together)
        return
    named = find_unit(piece, units, work.today, work.units)
    if (named.candidates and not named.guessed) or _is_called_unit(piece):
        found.unclear = (*found.unclear, piece)
        return
    for rest in _beside_units(work, units, piece, found):
        found.lines = (*found.lines, line_of(rest, request_words()))


def _units_together(work: Work, units: Mapping[str, Unit], words: str) -> list[str]:
    """The units that words name for sure, and nothing else: "xã Bắc Sơn và Đa Lộc"; else none."""
    for names in ([words], list(_parted(words))):
        found = [find_unit(name, units, work.today, work.units) for name in names]
        if all(each.unit_id and not each.guessed for each in found):
            return [each.unit_id for each in found if each.unit_id]
    return []


def _parted(words: str) -> Iterable[str]:
    start, join = 0, "|".join(sorted(folded("sentence", "together")))
    for found in re.finditer(rf"\s(?:{join}|&|\+)\s", aligned(words)):
        yield words[start : found.start()]
        start = found.end()
    yield words[start:]


def _is_called_unit(piece: str) -> bool:
    """ "xã Phù Ung": it says that it is a unit, and nothing else."""
    kinds = sorted(folded("sentence", "unit_kind"), key=len, reverse=True)
    kind = next((each for each in kinds if fold(piece).startswith(f"{each} ")), "")
    behind_kind = fold(piece).removeprefix(kind).split()
    return bool(kind) and len(behind_kind) <= LONGEST_NAME


def _communes(units: Mapping[str, Unit]) -> list[str]:
    """The communes, and of all else what has nobody below it that could be asked, but for the
    departments of a commune; by name."""
    above = {unit.parent_id for unit in units.values()}
    communes = {unit_id for unit_id, unit in units.items() if unit.kind in COMMUNE_KINDS}
    alone = (
        id_ for id_, unit in units.items() if id_ not in above and unit.parent_id not in communes
    )
    found = communes.union(alone)
    return sorted(found, key=lambda unit_id: fold(units[unit_id].name))


def _beside_units(
    work: Work, units: Mapping[str, Unit], piece: str, found: _Found
) -> Iterable[str]:
    """What is left of a piece that begins or ends with the name of a unit: "xã Phù Ủng báo cáo số
    hộ nghèo", "số hộ nghèo của các xã"."""
    rest = _behind_everybody(piece)
    if fold(rest).split()[:1] == ["khac"]:  # "mấy xã khác nữa": which ones?
        found.unclear = (*found.unclear, piece)
        return []
    if rest:
        found.units(_communes(units))
        piece = without_label(rest, request_words())
    first, rest = unit_and_rest(piece, units, work.today, work.units)
    if first.unit_id and not first.guessed and rest != piece:
        found.units([first.unit_id])
        piece = without_label(rest, request_words())
    for head, tail in _ends(piece):
        if means_everybody(tail):
            found.units(_communes(units))
            return [head]
        # "của các xã Bắc Sơn": others may follow
        named = _units_together(work, units, behind("wanted", "plural", tail) or tail)
        if named or (named := _units_together(work, units, tail)):
            found.units(named)
            return [head]
    return [piece] if piece else []


def _behind_everybody(piece: str) -> str:
    """ "các xã báo cáo số hộ nghèo" -> "báo cáo số hộ nghèo"; else empty."""
    return behind("all", "all", piece) or ""


def _ends(piece: str) -> Iterable[tuple[str, str]]:
    """Where a piece may be a line with the unit that owes it: behind "của", or at "các xã"."""
    of = "|".join(sorted(folded("wanted", "of")))
    plain = aligned(piece)
    if ends := re.match(rf"(?P<head>.+?)\s(?:{of})\s(?P<tail>.+)$", plain):
        yield piece[: ends.end("head")], piece[ends.start("tail") :]
    kinds = "|".join(sorted(folded("sentence", "unit_kind"), key=len, reverse=True))
    plural = "|".join(sorted(folded("wanted", "plural"), key=len, reverse=True))
    for found in re.finditer(rf"\s(?=(?:(?:{plural})\s)?(?:{kinds})(?:\s|$))", plain):
        yield piece[: found.start()], piece[found.end() :]


def _with_due(work: Work, draft: Draft, said: str) -> Draft:
    """The moment that is named; an hour alone is one of the day that was named before, or of
    today."""
    read = read_due(said, work.today)
    if read.on is None and TIME.search(aligned(said)):
        day = local(draft.due).date() if draft.due else work.today
        read = read_due(f"{said} {day:%d/%m/%Y}", work.today)
    if read.on is None:
        return replace(draft, due=None, due_said=said, before_day=False)
    due = at_local(nearest(read, work.today) or read.on, read.at or END_OF_DAY)
    strictly = read.reason is DueReason.STRICTLY_BEFORE
    return replace(draft, due=due, due_said=said, before_day=strictly)


def with_owners(work: Work, draft: Draft) -> Draft:
    """The same with an owner field for every line."""
    usual = draft.owner or usual_field(work, draft.unit_ids)
    lines = (replace(line, owner=line.owner or usual) for line in draft.lines)
    return replace(draft, lines=tuple(lines), owner=usual)


def day_after(draft: Draft) -> datetime | None:
    """The day that "trước ngày" has named, which is not counted."""
    return draft.due + timedelta(days=1) if draft.due and draft.before_day else None


# Corrections


def corrected(work: Work, person: Official, draft: Draft, text: str) -> Draft | None:
    """The draft after a correction: "hạn 17h, bỏ số 2", "thêm xã Đa Lộc", "2: số hộ khá"; None
    where the text is none."""
    plain, again = list[str](), replace(draft, unread=())
    if denied := in_place_of(text):
        return _in_place(work, person, again, *denied)
    mode = ""
    for clause in re.split(r"[;\n]|,(?!\d)", behind_a_slip(text)):
        mode, words = _mode_of(clause, mode)
        if mode == "less":
            again = _without(work, person, again, words)
        elif mode == "more":
            again = _with_more(work, person, again, words)
        elif found := _INSTEAD.match(behind("wanted", "instead", words) or words):
            again = _instead(again, int(found["number"]) - 1, found["label"])
        else:
            plain.append(_without_also(words))
    if plain:
        told = understood(work, person, again, ", ".join(plain))
        again = _only_lines(again, told) if not draft.missing else told
    changed = replace(again, unread=()) != draft
    return again if changed else None


def _in_place(work: Work, person: Official, draft: Draft, wrong: str, right: str) -> Draft | None:
    """Another unit, line or moment in the place of the one that is denied; None where the draft
    has none such, or it is not clear what is meant instead."""
    units = reachable(work, person)
    gone, come = (_units_together(work, units, words) for words in (wrong, right))
    if gone and come:
        left = tuple(unit_id for unit_id in draft.unit_ids if unit_id not in gone)
        held = len(left) < len(draft.unit_ids)
        return replace(draft, unit_ids=tuple(dict.fromkeys((*left, *come)))) if held else None
    if gone or come:
        return None
    labels = [fold(line.label) for line in draft.lines]
    if fold(wrong) in labels:
        return _instead(draft, labels.index(fold(wrong)), right)
    changed = corrected(work, person, draft, right)
    return changed if changed and changed.due != draft.due and not changed.unread else None


def _mode_of(clause: str, before: str) -> tuple[str, str]:
    """Whether a clause takes away or adds, and its words; a unit behind one goes on with it."""
    for said in (clause, without_slip(clause)):
        for mode in ("less", "more"):
            if words := behind("wanted", mode, said):
                return mode, words
    goes_on = before and _is_called_unit(clause.strip())
    return (before if goes_on else ""), clause.strip()


def _without_also(words: str) -> str:
    """ "5h chiều cũng được" -> "5h chiều"; any other words as they are."""
    small = folded("preview", "also")
    bare = without_end(words, small | folded("sentence", "polite"))
    return bare if bare and not small.isdisjoint(fold(words[len(bare) :]).split()) else words


def _with_more(work: Work, person: Official, draft: Draft, words: str) -> Draft:
    bare = without_end(words, folded("sentence", "polite") | folded("excepted", "end"))
    if _units_together(work, reachable(work, person), bare):
        words = bare  # "thêm cả Hạ Lễ nữa"
    added = understood(work, person, replace(draft, unit_ids=(), unclear=()), words)
    units = tuple(dict.fromkeys((*draft.unit_ids, *added.unit_ids)))
    return replace(added, unit_ids=units)


def _instead(draft: Draft, at: int, label: str) -> Draft:
    """Another line in the place of the one of that number."""
    if not 0 <= at < len(draft.lines):
        return replace(draft, unread=(*draft.unread, label))
    lines = list(draft.lines)
    lines[at] = line_of(label, request_words())
    return replace(draft, lines=_once(lines))


def _only_lines(draft: Draft, told: Draft) -> Draft:
    """Words that are no line are none because a complete draft is open: "số hộ khá" is one, "tí
    nữa nhé" is not, and that is said."""
    begins = tuple(f"{begin} " for begin in request_words().line_begins)
    new = told.lines[len(draft.lines) :]
    kept = [line for line in new if fold(line.label).startswith(begins)]
    unread = tuple(line.label for line in new if line not in kept)
    return replace(told, lines=(*draft.lines, *kept), unread=(*draft.unread, *unread))


def _without(work: Work, person: Official, draft: Draft, words: str) -> Draft:
    number = (behind("wanted", "number", words) or words).strip(" .")
    if number.isdecimal():
        at = int(number) - 1
        if 0 <= at < len(draft.lines):
            return replace(draft, lines=(*draft.lines[:at], *draft.lines[at + 1 :]))
        return replace(draft, unread=(*draft.unread, words))
    if any(fold(name) == fold(words) for name in draft.unclear):
        left = tuple(name for name in draft.unclear if fold(name) != fold(words))
        return replace(draft, unclear=left)
    bare = without_end(words, folded("sentence", "polite") | folded("excepted", "end"))
    named = _units_together(work, reachable(work, person), bare)
    gone = _sorted_out(work, person, [bare if named else words])  # "trừ Hạ Lễ ra"
    units = tuple(unit_id for unit_id in draft.unit_ids if unit_id not in gone.unit_ids)
    lines = tuple(line for line in draft.lines if fold(line.label) != fold(words))
    if (units, lines) == (draft.unit_ids, draft.lines):
        return replace(draft, unread=(*draft.unread, words))
    return replace(draft, unit_ids=units, lines=lines)
