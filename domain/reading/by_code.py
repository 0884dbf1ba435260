"""Figures by code: "4.2=13; 4.3=1", "4.2: 13", "sửa 4.2 thành 13", "2 = 5/7"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from domain.reading.awaited import Awaited, Entry, Stop, Trouble
from domain.reading.by_place import at_place
from domain.reading.codes import (
    CODE,
    CODE_WITH_COMMA,
    NAMED,
    asked_under,
    is_telling,
    resolve,
    without_name,
)
from domain.reading.entries import (
    Read,
    entries_of,
    fraction_entries,
    misfit_trouble,
    trouble,
    whole,
    with_doubt,
)
from domain.reading.numbers import read_number
from domain.reading.readings import Reading, Reason, Treatment
from domain.reading.rows import Misfit, read_row
from domain.reading.shortcuts import FOR_MANY, shortcut
from domain.report.forms import Block, Indicator, Kind
from domain.words import Vocabulary, fold, words

_ASSIGNED = re.compile(
    rf"(?:^(?P<name>{NAMED}\s)?(?P<first>{CODE}|{CODE_WITH_COMMA})"
    rf"|(?<=[\s;,(])(?:{NAMED}\s)?(?P<next>{CODE}))\.?\s*(?:->|=+>?|:)\s*"
)
# "sửa 4.2 thành 13, 4.3 thành 1": where the next code begins
_NEXT_CODE = re.compile(
    rf"[,;]?\s+(?:(?:và|va|mà|ma|còn|con|với|voi)\s+)?(?=(?:{NAMED}\s)?(?:[ivxlc]+\.)?[0-9]+\.[0-9.]*\s)"
)
_CORRECTING = Vocabulary(
    {True: ("sửa", "đổi", "chỉnh", "thay", "chữa", "sửa lại", "đổi lại", "chỉnh lại", "sửa số")}
)
_FIRST_CODE = re.compile(rf"(?:{NAMED}\s)?(?:[ivxlc]+\.)?[0-9]+\.[0-9]")
_BESIDE_CODES = Vocabulary(
    {
        True: (
            "à",
            "ạ",
            "dạ",
            "em",
            "xin",
            "lỗi",
            "nhầm",
            "lộn",
            "sai",
            "khoan",
            "ủa",
            "rồi",
            "ghi",
            "gõ",
            "gửi",
            "số",
            "thôi",
            "mà",
            "thì",
            "vậy",
            "ừ",
            "chị",
            "anh",
            "cho",
        )
    }
)
_DENIED = re.compile(
    rf"(?P<code>{CODE})\.?\s(?:không|khong|ko|k)\s(?:phải|phai|đúng|dung)(?:\s(?P<old>\S+))?"
)
_SLIP = Vocabulary({True: ("nhầm", "lộn", "sai", "thôi")})
_NOT_THE_OLD = re.compile(
    r"(?:\s(?:chứ|chớ|chu|cho))?\s(?:không|khong|ko|k)\s(?:phải|phai|là|la)\s(?P<old>.*)$"
)
_MUST = Vocabulary({True: ("mới", "phải", "đúng", "đúng ra", "sửa", "đổi")})  # "4.2 phải là 11"
_MUST_BE = re.compile(r"[\s,]+(?:mới|moi)\s(?:đúng|dung|phải|phai)$")  # "5.1 là 215 mới đúng"
_BECOMES_IN = re.compile(
    r"\b(?P<code>(?:[ivx]+\.)?\d+(?:\.\d+)+)(?: (?:phai|dung|moi))?"
    r" (?:la|thanh|bang) (?P<value>\d[\d.,]*)"
)
_NOT_YET = "chua"  # "chưa" and "chữa" without marks
_BECOMES = Vocabulary({True: ("thành", "sang", "là", "bằng", "về", "để", "->", "=>", "=")})
_THEN = "thi"  # "4.3 thì 1"; "4.3 thì chưa có" is read as a word for the line
_UNCHANGED = re.compile(
    r"[,;]\s(?P<told>[^,;]*?)\s?(?:vẫn|van|giữ|giu)(?:\s(?:là|la|nguyên|nguyen))?\s(?P<figure>\d[\d.,]*)$"
)
_MAY_IT = re.compile(  # "sửa I.1 thành 15 được không"
    r"[\s,]+(?:được|duoc|đc|dc)\s(?:không|khong|ko|k|hông|hong)(?:\s(?:em|ạ|a|nhỉ|vậy))?[ ?]*$"
)
_ASKED_FOR = re.compile(  # "4.2 13 chứ không phải 14 sửa giúp tôi"
    r"[\s,]+(?:nhờ|nho|sửa|sua|ghi|đổi|doi)(?:\s(?:lại|lai))?(?:\s(?:giúp|giup|giùm|gium|d[ùu]m|hộ|ho|cho))?"
    r"(?:\s(?:tôi|toi|chị|chi|anh|em|mình|minh|chú|chu|cô|co|bác|bac))?$"
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A code and its value as typed."""

    code: str
    value: str
    correction: bool = False
    named: bool = False  # "mục 4": a code, not a position


def assigned(line: str, awaited: Awaited, section: str = "") -> Read | None:
    """Figures set by code: "4.2=13; 4.3=1", "4.2: 13"; None where no code is set."""
    found = list(_ASSIGNED.finditer(line))
    if not found:
        return None
    if line[: found[0].start()].strip(" ;,"):
        return trouble(Stop.MIXED, line)
    ends = [match.start() for match in found[1:]] + [len(line)]
    pairs = tuple(
        Typed(
            match["first"] or match["next"],
            line[match.end() : end].strip(" ;,").removesuffix(" và"),
            named=bool(match["name"]),
        )
        for match, end in zip(found, ends, strict=True)
    )
    return _in_turn(pairs, lambda typed: set_code(typed, awaited, section))


def _in_turn(pairs: Sequence[Typed], read: Callable[[Typed], Read]) -> Read:
    entries: tuple[Entry, ...] = ()
    for typed in pairs:
        more, stopped = read(typed)
        entries += more
        if stopped:
            return entries, stopped
    return entries, None


def set_code(typed: Typed, awaited: Awaited, section: str = "") -> Read:
    """Read a value for a typed code."""
    code = _position_or_code(typed, awaited, section)
    if isinstance(code, Trouble):
        return (), replace(code, said=code.said or typed.code)
    read = set_known_code(code, typed, awaited)
    return with_doubt(read, Reason.SEPARATED) if "," in typed.code else read


def set_known_code(code: str, typed: Typed, awaited: Awaited) -> Read:
    """Read the typed value for a full code."""
    form = awaited.form
    line = form.indicators.get(code)
    codes = asked_under(form, code)
    if codes and not any(map(awaited.owns, codes)):
        return trouble(Stop.FOREIGN_CODE, typed.code, code)
    if not typed.value:
        return trouble(Stop.CODE_ALONE, typed.code, code)
    row = _block_row(code, typed, awaited)
    if row is not None:
        return row
    if line is None or line.kind is Kind.GROUP:
        return trouble(Stop.HEADING_CODE, typed.code, code)
    if line.ratio:
        return _rate(line, typed.value, awaited)
    reading = _one(line, typed.value, awaited)
    return entries_of((code,), (reading,), awaited, typed.correction or code in awaited.current)


def _one(line: Indicator, value: str, awaited: Awaited) -> Reading:
    before = awaited.previous.get(line.code)
    return read_number(value, line.kind, line.options, before.value if before else None)


def _block_row(code: str, typed: Typed, awaited: Awaited) -> Read | None:
    """A whole block by its name: "I.4: 14 14 0 0"; None where one figure is meant, or the rate
    that is called like its block."""
    form = awaited.form
    line = form.indicators.get(code)
    block = form.blocks_by_id.get(code)
    codes = block.codes if block else asked_under(form, code)
    if block and code in form.beside and _fits(typed.value, form.beside[code], awaited):
        codes = form.beside[code]  # a line in its columns has the name of its block
    rate = line is not None and line.ratio is not None
    if len(codes) < 2 or (line and (line.takes_number or rate) and not block):
        return None
    meant = shortcut(words(typed.value))
    if meant and meant.meaning in FOR_MANY and not (line and (line.takes_number or rate)):
        own = tuple(filter(awaited.owns, codes))
        return whole(Block(code, "", "", own), meant.meaning, awaited, typed.value)
    read = read_row(typed.value, [form.indicators[c] for c in codes], awaited.previous)
    if isinstance(read, Misfit):
        single = line is not None and (line.takes_number or rate)
        return None if single else ((), misfit_trouble(read, codes, typed.value))
    return entries_of(codes, read, awaited, typed.correction)


def _fits(value: str, codes: Sequence[str], awaited: Awaited) -> bool:
    lines = [awaited.form.indicators[code] for code in codes]
    return not isinstance(read_row(value, lines, awaited.previous), Misfit)


def _rate(line: Indicator, value: str, awaited: Awaited) -> Read:
    """A derived rate is computed: a fraction fills its parts, a typed rate is only a check."""
    assert line.ratio is not None
    reading = read_number(value, Kind.PERCENT)
    parts = (line.ratio.part, line.ratio.whole)
    meant = shortcut(words(value))
    if meant and meant.meaning in FOR_MANY:
        return at_place(line.code, meant.meaning, awaited, value)
    if reading.parts:
        return fraction_entries(reading, parts, awaited)
    if not reading.sure or reading.value is None:
        return trouble(Stop.RATE_NOT_ASKED, value, line.code, *parts)
    typed = replace(reading, action=Treatment.CONFIRM, reason=Reason.TYPED_RATE)
    return (Entry(line.code, typed),), None


def _position_or_code(typed: Typed, awaited: Awaited, section: str) -> str | Trouble:
    """A bare whole number before "=" may be a printed code or the position in the block."""
    code = resolve(typed.code, awaited, section)
    block = awaited.block
    digits = typed.code.rstrip(".")
    if section or typed.named or block is None or not digits.isdigit():
        return code
    at = int(digits) if len(digits) < 3 else 0
    if not 1 <= at <= len(block.codes) or len(block.codes) == 1:
        return code
    positioned = block.codes[at - 1]
    if positioned == code or (isinstance(code, str) and not _takes(positioned, typed, awaited)):
        return code
    found = (code,) if isinstance(code, str) and _takes(code, typed, awaited) else ()
    return Trouble(Stop.AMBIGUOUS_CODE, codes=(*found, positioned), said=typed.code)


def _takes(code: str, typed: Typed, awaited: Awaited) -> bool:
    line = awaited.form.indicators.get(code)
    if line is None or line.kind is Kind.GROUP:
        return False
    return _one(line, typed.value, awaited).sure


def paired(line: str, awaited: Awaited, section: str = "") -> Read | None:
    """Codes and figures in turn: "4.1 14 4.2 14"; None for any other line."""
    tokens = line.replace(",", " ").replace(";", " ").split()
    codes, values = tokens[::2], tokens[1::2]
    if len(codes) < 2 or len(codes) != len(values) or not all(map(is_telling, codes)):
        return None
    pairs = tuple(map(Typed, codes, values))
    full = [resolve(code, awaited, section) for code in codes]
    takes = (
        isinstance(code, str) and _takes(code, typed, awaited)
        for code, typed in zip(full, pairs, strict=True)
    )
    return _in_turn(pairs, lambda typed: set_code(typed, awaited, section)) if all(takes) else None


def bare_codes(line: str, block: Block, awaited: Awaited) -> Read | None:
    """Codes of the block that look like figures, each before its own: "5 1 6 1" is 5 = 1 and
    6 = 1, to be confirmed. None where one is no code of the block, or its figure does not fit."""
    tokens = line.split()
    codes, values = tokens[::2], tokens[1::2]
    found = [resolve(code, awaited) for code in codes]
    full = [code for code in found if isinstance(code, str) and code in block.codes]
    if len(codes) != len(values) or len(set(full)) < max(2, len(codes)):
        return None
    pairs = [(code, Typed(code, value)) for code, value in zip(full, values, strict=True)]
    if not all(_takes(code, typed, awaited) for code, typed in pairs):
        return None
    entries = [entry for pair in pairs for entry in set_known_code(*pair, awaited)[0]]
    return with_doubt((tuple(entries), None), Reason.SEPARATED)


def corrected(line: str, awaited: Awaited) -> Read | None:
    """A correction: "sửa 4.2 thành 13", "sua 4.2=13", "đổi 4.2 13"; None for other lines."""
    line = _MAY_IT.sub("", line)
    tokens = line.split()
    for length in (2, 1):
        if _CORRECTING.find(words(" ".join(tokens[:length]))):
            break
    else:
        return None
    awaited = replace(awaited, correcting=True)
    rest = without_name(" ".join(tokens[length:]))
    read = assigned(rest, awaited)
    if read is not None:
        entries, stopped = read
        return tuple(replace(entry, correction=True) for entry in entries), stopped
    parts = [without_name(part) for part in _NEXT_CODE.split(rest)]
    pairs = tuple(Typed(*_code_and_value(part), correction=True) for part in parts)
    if not all(is_telling(typed.code) for typed in pairs):
        if words(tokens[0])[0].base == _NOT_YET and not any(map(str.isdigit, rest)):
            return None  # "chua", "chua tong hop": not yet, not "chữa"
        return trouble(Stop.WHICH_CODE, line)
    entries, stopped = _in_turn(pairs, lambda typed: set_code(typed, awaited))
    unsure = next((at for at, entry in enumerate(entries) if not entry.reading.sure), len(entries))
    # What follows a value that is not understood may be part of it: "sửa 4.2 từ 4.1 thành 13".
    return entries[: unsure + 1], stopped if unsure == len(entries) else None


def in_words(line: str, awaited: Awaited) -> Read | None:
    """Figures by code as they are spoken: "à nhầm, 4.2 là 13, 4.3 là 1"; to be confirmed. None
    where any other word stands beside them."""
    first = _FIRST_CODE.search(line)
    if first is None or not all(
        _BESIDE_CODES.find((each,)) for each in words(line[: first.start()])
    ):
        return None
    if read := _denied(line[first.start() :], awaited):
        return read
    slip = any(_SLIP.find((each,)) for each in words(line[: first.start()]))
    said = _without_unchanged(_MAY_IT.sub("", line[first.start() :]).rstrip(" .!"), awaited)
    parts = [without_name(part) for part in _NEXT_CODE.split(said)]
    told = [_becoming(part) for part in parts]
    pairs = [each.typed for each in told if each]
    if len(pairs) < len(told) or not all(typed.value for typed in pairs):
        return None
    slip = slip or any(each.corrects for each in told if each)
    old = next((each.old for each in told if each and each.old), "")
    awaited = _where_it_stands(replace(awaited, correcting=slip), old)
    entries, stopped = with_doubt(
        _in_turn(pairs, lambda typed: set_code(typed, awaited)), Reason.SEPARATED
    )
    unread = [entry for entry in entries if not entry.reading.sure]
    return None if unread else (entries, stopped)


def _without_unchanged(said: str, awaited: Awaited) -> str:
    """Without what stays as it is: "4.2 thành 13, tổng vẫn 14" where 14 stands."""
    found = _UNCHANGED.search(said)
    if found is None:
        return said
    value = read_number(found["figure"], Kind.NUMBER).value
    stands = any(figure.value == value for figure in awaited.current.values())
    return said[: found.start()] if stands and value is not None else said


def _denied(said: str, awaited: Awaited) -> Read | None:
    """ "4.4 không phải 1": what it is instead is not told; None for any other text."""
    found = _DENIED.fullmatch(said.strip(" .!"))
    if found is None or not is_telling(found["code"]):
        return None
    correcting = _where_it_stands(replace(awaited, correcting=True), found["old"] or "")
    code = resolve(found["code"], correcting)
    if isinstance(code, Trouble):
        return (), replace(code, said=found["code"])
    return trouble(Stop.CODE_ALONE, found["code"], code)


@dataclass(frozen=True, slots=True)
class _Becoming:
    """What a code becomes, whether that puts right what stands, and the figure that is denied."""

    typed: Typed
    corrects: bool = False
    old: str = ""


def _becoming(part: str) -> _Becoming | None:
    """ "4.2 là 13", "5.1 phải là 210 chứ không phải 120"; None for anything else."""
    code, _, behind = part.partition(" ")
    must, _, rest = behind.partition(" ")
    corrects = bool(must and _MUST.find(words(must)))
    behind = rest if corrects else behind
    denied = _NOT_THE_OLD.search(behind)
    becomes, _, value = behind.partition(" ")
    if denied and becomes[:1].isdigit():  # "VI.1.2 3958 triệu chứ không phải 3598"
        value = behind
    elif not becomes.isalpha() or not (_BECOMES.find(words(becomes)) or _is_then(becomes, value)):
        return None
    if not is_telling(code):
        return None
    value = _NOT_THE_OLD.sub("", value).strip(" ,.;")
    new = _MUST_BE.sub("", value)
    old = _ASKED_FOR.sub("", denied["old"]).strip(" ,.;") if denied else ""
    return _Becoming(Typed(code, new), corrects or bool(denied) or new != value, old)


def _is_then(word: str, value: str) -> bool:
    """ "4.3 thì 1"; "4.3 thì chưa có" is a word for the line."""
    return fold(word) == _THEN and value[:1].isdigit()


def _where_it_stands(awaited: Awaited, old: str) -> Awaited:
    """A code means first of all the line in which the old figure stands."""
    form = awaited.form
    standing = tuple(
        code
        for code, figure in awaited.current.items()
        if old
        and code in form.indicators
        and figure.value is not None
        and read_number(old, form.indicators[code].kind).value == figure.value
    )
    return replace(awaited, given_last=standing or awaited.given_last)


def becomes_in(text: str) -> tuple[str, str] | None:
    """The code and the figure of which a sentence speaks.

    >>> becomes_in("chị ơi 4.2 phải là 14 mới đúng"), becomes_in("4.2 sai rồi")
    (('4.2', '14'), None)
    """
    found = _BECOMES_IN.search(fold(text))
    return (found["code"].upper(), found["value"].rstrip(".,")) if found else None


def _code_and_value(part: str) -> tuple[str, str]:
    """The code and what stands behind "thành": "4.2 từ 14 thành 13" -> "4.2", "13"."""
    code, _, value = part.partition(" ")
    tokens = value.split()
    becomes = [at for at, token in enumerate(tokens) if _BECOMES.find(words(token))]
    return code, " ".join(tokens[becomes[0] + 1 :] if becomes else tokens)
