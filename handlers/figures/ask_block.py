"""The question for one block: labels, last period's figures, an example that is already an answer.

Mục I.4 – Nhiệm vụ được giao (4 số)
4.1 Tổng số nhiệm vụ – kỳ trước 12
4.2 Hoàn thành đúng hạn – kỳ trước 12
...
Gửi 4 số trên một dòng, ví dụ: 12 12 0 0
"""

from __future__ import annotations

from domain.report.figures import Figure, Figures, State
from domain.report.forms import Block, Indicator, Kind
from domain.report.shown import show, show_figure
from domain.tasks.tasks import ANNEX_CODES
from handlers.report.heading import ask_written
from handlers.report.register import offer
from handlers.report.sheet import Sheet
from handlers.wording.example import likely_value
from handlers.wording.say import say


def ask_block(sheet: Sheet, block: Block, codes: tuple[str, ...] = ()) -> str:
    """Word the question for what is open in a block (all of it where nothing is), or for some of
    its codes."""
    line = sheet.indicator(block.codes[0])
    if line.kind.written:
        return ask_written(sheet, line)
    asked = codes or open_in(block, sheet.figures)
    lines = [_title(sheet, block, len(asked))]
    lines += [_line(sheet, code) for code in asked]
    if set(ANNEX_CODES) & set(asked) and sheet.register is not None:
        lines.append(offer(sheet.register, sheet.figures))
    if any(code in sheet.of_units and code not in sheet.figures for code in asked):
        lines.append(say("block.take_units"))
    lines.append(_how(sheet, asked))
    return "\n".join(lines)


def _title(sheet: Sheet, block: Block, count: int) -> str:
    """With the report, where the reader has several."""
    fields = {"block": block.id, "title": block_title(sheet, block), "count": count}
    if not sheet.told_as:
        return say("block.title", **fields)
    report = sheet.told_as[:1].upper() + sheet.told_as[1:]
    return say("block.title_of", report=report, **fields)


def open_in(block: Block, figures: Figures) -> tuple[str, ...]:
    """The codes of a block that were not given yet; all of them where none is open."""
    return tuple(code for code in block.codes if code not in figures) or block.codes


def block_title(sheet: Sheet, block: Block) -> str:
    """The title of a block with the superior filled in."""
    return block.title.format(
        cap_tren=sheet.words.cap_tren,
        chu_tich_cap_tren=sheet.words.chu_tich_cap_tren,
        cap=sheet.words.cap,
    )


def _line(sheet: Sheet, code: str) -> str:
    indicator = sheet.indicator(code)
    words = say("block.line", code=indicator.printed, label=sheet.short(code))
    if indicator.kind is Kind.ENUM:
        words += say("block.options", options=_options(indicator))
    elif indicator.unit and indicator.kind is not Kind.COUNT:
        words += say("block.unit", unit=indicator.unit.lower())
    if indicator.only_if and sheet.figure(indicator.only_if) is None:
        words += say("block.only_if")
    if (given := sheet.figure(code)) is not None:
        text_id = "block.given" if given.state is State.VALUE else "block.given_words"
        return words + say(text_id, figure=show_figure(given, indicator))
    if code in sheet.of_units:
        return words + say("block.from_units", told=sheet.of_units[code].words)
    if (total := _added_up(sheet, code)) is not None:
        return words + total
    before = sheet.previous.get(code)
    if before is not None and sheet.previous_of:
        figure, count = _brief(before, indicator), len(sheet.previous_of)
        return words + say("block.previous_merged", figure=figure, count=count)
    if before is not None:
        words += say("block.previous", figure=_brief(before, indicator))
    return words


def _added_up(sheet: Sheet, code: str) -> str | None:
    """What a line since the year began comes to, or what the periods before it come to while the
    figure of this one is not there; None of any other line."""
    part = sheet.form.parts_added_up.get(code)
    if part is None or part not in sheet.so_far:
        return None
    total, kind = sheet.accumulated(code), sheet.indicator(code).kind
    if total is not None:
        return say("block.added_up", figure=show(total, kind))
    return say("block.so_far", figure=show(sheet.so_far[part], kind))


def _options(indicator: Indicator) -> str:
    return "; ".join(f"{option.words} = {option.number}" for option in indicator.options)


def _brief(figure: Figure, indicator: Indicator) -> str:
    if figure.state is State.VALUE and figure.value is not None:
        return show(figure.value, indicator.kind)
    return show_figure(figure, indicator)


def _how(sheet: Sheet, codes: tuple[str, ...]) -> str:
    text_id = "block.how_one" if len(codes) == 1 else "block.how"
    return say(text_id, count=len(codes), example=example_of(sheet, codes))


def example_of(sheet: Sheet, codes: tuple[str, ...]) -> str:
    """An answer as it may be typed: last period's figures, else what such figures look like."""
    return " ".join(_example(sheet, code) for code in codes)


def _example(sheet: Sheet, code: str) -> str:
    indicator = sheet.indicator(code)
    before, total = sheet.previous.get(code), sheet.accumulated(code)
    if code in sheet.of_units:
        return show(sheet.of_units[code].total, indicator.kind)
    if total is not None:
        return show(total, indicator.kind)
    if before is not None and before.value is not None:
        return show(before.value, indicator.kind)
    return likely_value(indicator)
