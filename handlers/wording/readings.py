"""Readings in words: what was understood, what is asked, what to type instead.

Numbers are written as Vietnamese write them, and every alternative that is named can be typed
back as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from domain.people.units import SUPERIOR_NAMES
from domain.reading.amounts import BILLION, THOUSAND
from domain.reading.awaited import Answer, Awaited, Entry, Stop, Trouble
from domain.reading.codes import asked_under
from domain.reading.readings import Reading, Reason, Treatment
from domain.report.compare import of_another_size
from domain.report.figures import State, places_of
from domain.report.forms import Form, Indicator, Kind, Option
from domain.report.shown import show, show_figure, unit_words
from handlers.wording.example import example_in
from handlers.wording.say import say

_WRITTEN = frozenset(
    {
        Reason.PLAIN,
        Reason.THOUSANDS,
        Reason.DECIMAL,
        Reason.WITH_UNIT,
        Reason.CONVERTED,
        Reason.IN_WORDS,
        Reason.AGREED,
        Reason.OPTION,
        Reason.DAY,
        Reason.NONE_ARISEN,
    }
)
"""Of figures that are read surely: their texts say that they are written."""


def phrase(
    reading: Reading, kind: Kind, options: Sequence[Option] = (), unit: str | None = None
) -> str:
    """The reply to one reading; `unit` is the printed unit of a count ("nhiệm vụ")."""
    part, whole = reading.parts or ("", "")
    return say(
        f"reading.{_text(reading, kind)}",
        shown=shown(reading, kind, options, unit),
        said=_quoted(reading.said),
        money=_money_unit(kind),
        choices=_choices(reading, kind, options),
        thousands=show(max(reading.alternatives)) if reading.alternatives else "",
        options=_options(options),
        part=part and show(Decimal(part)),
        whole=whole and show(Decimal(whole)),
    )


def _text(reading: Reading, kind: Kind) -> str:
    if reading.reason is Reason.COMMA_THREE and kind is Kind.COUNT:
        # 1,000 is 1.000 or 1; of 1,234 the second reading is no count at all.
        fraction = max(reading.alternatives) % 1000
        return "comma_three_count" if fraction else Reason.COMMA_THREE
    if reading.reason is not Reason.AS_BEFORE:
        return reading.reason
    if reading.state is None:
        return "as_before_unknown"
    return Reason.PLAIN if reading.action is Treatment.ACCEPT else Reason.AS_BEFORE


def _quoted(said: str) -> str:
    # Stars and underscores are markup on some networks.
    return "".join(char for char in said if char not in "*_`")


def shown(
    reading: Reading, kind: Kind, options: Sequence[Option] = (), unit: str | None = None
) -> str:
    """The figure that was understood, with its unit: "17.465 triệu đồng (17,465 tỷ đồng)"."""
    if reading.state is State.MISSING:
        return say("reading.missing")
    if reading.state is State.NONE_ARISEN:
        return say(
            "reading.zero_none_arisen" if reading.value == 0 else "reading.blank_none_arisen"
        )
    if reading.value is None:
        return ""
    return _valued(reading.value, kind, options, reading.unit if unit is None else unit)


def _valued(value: Decimal, kind: Kind, options: Sequence[Option], unit: str = "") -> str:
    if kind.dong is not None:
        return _money(value, kind, kind.dong)
    match kind:
        case Kind.DATE:
            return show(value, kind)
        case Kind.PERCENT:
            return say("reading.percent", number=show(value))
        case Kind.ENUM:
            words = next((o.words for o in options if o.number == value), "")
            return say("reading.chosen", words=words, number=show(value, kind))
    return f"{show(value)} {unit}".strip()


def _money_unit(kind: Kind) -> str:
    """What the form prints of money: "triệu đồng"; nothing for another kind."""
    return "" if kind.dong is None else say(f"reading.money.{kind}")


def _money(value: Decimal, kind: Kind, dong: Decimal) -> str:
    """As the form prints it, and where that is hard to grasp in tỷ or in đồng too."""
    number = say("reading.money.amount", number=show(value), unit=_money_unit(kind))
    in_dong = value * dong
    if in_dong >= BILLION > dong:
        return say("reading.money.in_billion", money=number, billion=show(in_dong / BILLION))
    if places_of(value):
        return say("reading.money.in_dong", money=number, dong=show(in_dong))
    return number


def _choices(reading: Reading, kind: Kind, options: Sequence[Option]) -> str:
    choices = [_typeable(value, kind, options) for value in reading.alternatives]
    return say("reading.or").join(choices) or _quoted(reading.said)


def _typeable(value: Decimal, kind: Kind, options: Sequence[Option]) -> str:
    """An alternative that is read surely when it is typed back: never "17,465" for money or for
    a number with decimals."""
    if places_of(value) != 3 or not 1 <= value < THOUSAND:
        return _valued(value, kind, options)
    if kind is Kind.NUMBER:
        return f"{show(value)}0"
    if kind.dong is None or kind.dong < THOUSAND:
        return _valued(value, kind, options)
    whole, tail = int(value), int(value % 1 * THOUSAND)
    return say(f"reading.money.typed_{kind}", whole=whole, tail=tail)


def _options(options: Iterable[Option]) -> str:
    return "; ".join(
        say("reading.option_line", number=option.number, words=option.words) for option in options
    )


# ---- a whole answer ----


def phrase_answer(answer: Answer, awaited: Awaited) -> str:
    """What is asked or refused in an answer; what was written, where nothing is."""
    doubtful = [e for e in answer.entries if e.reading.action is not Treatment.ACCEPT]
    paragraphs = [_questions(doubtful, answer, awaited)] if doubtful else []
    if answer.trouble:
        paragraphs.append(phrase_trouble(answer.trouble, awaited.form))
    return "\n".join(paragraphs) or phrase_written(answer, awaited)


def phrase_written(answer: Answer, awaited: Awaited) -> str:
    """What was surely read: "Đã ghi: tổng số được giao 14; ..."; empty where nothing was."""
    sure = [entry for entry in answer.entries if entry.reading.action is Treatment.ACCEPT]
    if len(sure) == 1:
        return _written(sure[0], awaited)
    figures = "; ".join(_brief(entry, awaited.form) for entry in sure)
    return say("reading.written", figures=figures) if figures else ""


def _written(entry: Entry, awaited: Awaited) -> str:
    line = awaited.form.indicators[entry.code]
    figure = _shown_of(entry, line)
    if not entry.correction:
        return say("reading.written_one", name=_name(line), figure=figure)
    before = awaited.current.get(entry.code)
    if before is None or before.value is None:
        return say("reading.corrected", code=line.printed, figure=figure)
    old = _valued(before.value, line.kind, line.options)
    return say("reading.corrected_from", code=line.printed, old=old, figure=figure)


def _brief(entry: Entry, form: Form) -> str:
    line = form.indicators[entry.code]
    return say("reading.figure", name=_plain(line.short), figure=_shown_of(entry, line))


def _shown_of(entry: Entry, line: Indicator) -> str:
    return shown(entry.reading, line.kind, line.options, unit_words(line))


def _questions(doubtful: Sequence[Entry], answer: Answer, awaited: Awaited) -> str:
    form = awaited.form
    likely = all(entry.reading.action is Treatment.CONFIRM for entry in doubtful)
    if len(doubtful) == 1:
        return _question(doubtful[0], awaited)
    if likely and answer.trouble is None:
        return _one_question(doubtful, awaited)
    lines = _grouped(doubtful, form)
    codes = ", ".join(form.indicators[entry.code].printed for entry in doubtful)
    return "\n".join([*lines, say("reading.send_again", count=len(doubtful), codes=codes)])


def _grouped(doubtful: Sequence[Entry], form: Form) -> list[str]:
    """A question that is the same for several figures is put once."""
    names: dict[str, list[str]] = {}
    for entry in doubtful:
        line = form.indicators[entry.code]
        if entry.reading.sure:
            words = say("reading.understood", figure=_shown_of(entry, line))
        else:
            words = phrase(entry.reading, line.kind, line.options, unit_words(line))
        names.setdefault(words, []).append(_name(line))
    return [say("reading.of", name=", ".join(of), words=words) for words, of in names.items()]


def _question(entry: Entry, awaited: Awaited) -> str:
    line = awaited.form.indicators[entry.code]
    if entry.reading.reason in _WRITTEN:  # asked all the same: it is not written yet
        figure, given = _shown_of(entry, line), _overwritten(entry, awaited)
        words = (
            say("reading.figure_instead", figure=figure, given=given)
            if given
            else say("reading.figure_asked", figure=figure)
        )
    else:
        words = phrase(entry.reading, line.kind, line.options, unit_words(line))
    return say("reading.of", name=_name(line), words=words)


def _one_question(doubtful: Sequence[Entry], awaited: Awaited) -> str:
    """One yes for all: each figure on its line."""
    lines = [_likely_line(entry, awaited) for entry in doubtful]
    return "\n".join([say("reading.likely"), *lines, say("reading.right")])


def _likely_line(entry: Entry, awaited: Awaited) -> str:
    """The figure, beside it what it would overwrite, or the earlier one where they are far
    apart."""
    line, reading = awaited.form.indicators[entry.code], entry.reading
    said = {"name": _name(line), "figure": _shown_of(entry, line)}
    if given := _overwritten(entry, awaited):
        return say("reading.line_given", **said, given=given)
    before = awaited.previous.get(entry.code)
    if before is None or before.value is None or reading.value is None:
        return say("reading.line", **said)
    if of_another_size(reading.value, before.value):
        return say("reading.line_before", **said, before=show(before.value, line.kind))
    return say("reading.line", **said)


def _overwritten(entry: Entry, awaited: Awaited) -> str:
    """What is written now and would be another figure; empty where nothing is."""
    line, given = awaited.form.indicators[entry.code], awaited.current.get(entry.code)
    if given is None or given.number(line.kind) == entry.reading.value:
        return ""
    return show_figure(given, line)


def phrase_trouble(trouble: Trouble, form: Form) -> str:
    """Why the rest was not read, and what to type instead."""
    first = trouble.codes[0] if trouble.codes else ""
    line = form.indicators.get(first)
    words = say(
        f"reading.stop.{_stop(trouble, form)}",
        said=_quoted(trouble.said),
        position=trouble.position,
        given=trouble.given,
        wanted=trouble.wanted,
        name=_name(line) if line else first,
        names=", ".join(_full_name(form, code) for code in trouble.codes),
        code=line.printed if line else first,
        first=first,
        rate=_rate_of(trouble, form),
        owner=_owners(form, first) if trouble.reason is Stop.FOREIGN_CODE else "",
        block=form.block_of[first].id if first in form.block_of else "",
        **example_in(form).fields,
    )
    return say("reading.at_line", line=trouble.line, words=words) if trouble.line > 1 else words


def _owners(form: Form, code: str) -> str:
    """Who gives the figures of a line or of a part: "Văn phòng, Tư pháp"."""
    fields = dict.fromkeys(form.indicators[asked].owner for asked in asked_under(form, code))
    return ", ".join(form.owners[field] for field in fields)


def _stop(trouble: Trouble, form: Form) -> str:
    part = trouble.reason is Stop.FOREIGN_CODE and trouble.codes
    if part and trouble.codes[0] not in form.indicators:
        return "foreign_part"
    if trouble.reason is Stop.NO_FIGURES and not trouble.wanted:
        return "unreadable_line"
    if trouble.reason is Stop.UNREADABLE and not trouble.position:
        return "unreadable_line"
    if trouble.reason is Stop.UNREADABLE and trouble.wanted > 1 and _is_sentence(trouble.said):
        return "unreadable_words"
    if trouble.reason is Stop.WHICH_RATE and not _rate_of(trouble, form):
        return "unreadable_line"
    if trouble.reason is Stop.AMBIGUOUS_CODE and len(trouble.codes) == 1:
        return "position_or_code"
    return trouble.reason


def _is_sentence(said: str) -> bool:
    """Words with a number somewhere, "có 12 cuộc họp": which place it has says nothing."""
    first, *others = said.split()
    return first.isalpha() and bool(others) and any(map(str.isdigit, said))


def _rate_of(trouble: Trouble, form: Form) -> str:
    """A rate of the block as an example of how to name the one that is meant."""
    for line in form.indicators.values():
        if line.ratio and line.ratio.part in trouble.codes:
            return line.printed
    return ""


def _name(line: Indicator) -> str:
    return say("reading.name", code=line.printed, label=_plain(line.short))


def _full_name(form: Form, code: str) -> str:
    line = form.indicators.get(code)
    return say("reading.name", code=code, label=_plain(line.short)) if line else code


def _plain(words: str) -> str:
    """A label without a unit at hand: its superior is called just that."""
    superior = say("reading.superior")
    for name in SUPERIOR_NAMES:
        words = words.replace("{" + name + "}", superior)
    return words
