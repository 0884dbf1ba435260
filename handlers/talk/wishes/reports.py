"""Figures in a sentence, and what is said instead of figures: read as if typed in the short form.

lan  < em gửi số: tổng 14, đúng hạn 13, quá hạn 1, chưa xong 0 ạ
bot  > Hiểu là: 4.1 tổng số được giao: 14; ... Đúng không?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from domain.reading.answers import read_answer
from domain.reading.awaited import Answer, Awaited
from domain.reading.by_place import for_the_rest
from domain.reading.shortcuts import word_for_all
from domain.reading.spoken import is_spoken_row
from domain.reading.tokens import Token
from domain.report.forms import Form
from domain.report.rates import agrees, rate
from domain.report.shown import show
from domain.talk.messages import Reply
from domain.talk.said import Situation
from domain.talk.yes_no import DROP, NO, YES
from domain.tasks.details import read_snooze
from domain.words import fold
from handlers.desk.which_code import codes_worded
from handlers.figures.answer import all_asked, awaited_by, take
from handlers.figures.ask_block import open_in
from handlers.figures.questions import ask_which_line, asked_besides, held_codes
from handlers.figures.report_turn import ReportTurn
from handlers.figures.switch import offer, take_switch
from handlers.figures.undo import undo
from handlers.figures.which_report import no_longer_asked
from handlers.office.remarks import waits_for
from handlers.reminders.snooze import take_snooze
from handlers.report.counted import fits, told_of
from handlers.report.parts import Part, parts
from handlers.requests.stop import just_sent
from handlers.talk.give_figures import bare, figures, names_others, reads_plainly, turn_of
from handlers.talk.go_on import block_named, without_block
from handlers.talk.intent import Request, fills_a_part
from handlers.talk.stands import stands
from handlers.talk.wishes import people, tasks
from handlers.talk.wishes.of_which import (
    asks_all,
    counts_some,
    lines_of_one_word,
    says_as_before,
    says_none,
    says_none_so_far,
    says_not_yet,
    says_number,
)
from handlers.wording.findings import probe_words
from handlers.wording.say import say
from handlers.wording.understood import read_verdict
from handlers.work import addressed
from storage.catalogue.words import equals, folded

_ASKED = (Situation.BLOCK, Situation.RULE, Situation.QUESTION)


def give(request: Request) -> Reply | None:
    """Figures as they are typed; otherwise those of the sentence, shown and asked once."""
    if reads_plainly(bare(request)) or _only_named(request) or _names_another(request):
        return figures(request)
    return _of_sentence(request) or figures(request)


def _names_another(request: Request) -> bool:
    """A unit or a period besides the awaited one: which report it is has to be found out first."""
    turn = turn_of(request)
    if turn is None:
        return False
    report = turn.part.sheet.obligation
    units = [unit for unit in request.said.units if unit != report.unit_id]
    return bool(units) or request.said.period not in (None, report.period_code)


def _only_named(request: Request) -> bool:
    """A row behind its period and unit, "q2 xa-bac-son 14 14 0 0": no word besides."""
    words = request.said.masked.split()
    return bool(words) and all(word.startswith("{") for word in words)


def _of_sentence(request: Request) -> Reply | None:
    """The figures that were found amid the words, with their labels: are they right?"""
    return ask_about(request, request.said.values.by_code)


def ask_about(
    request: Request,
    values: Mapping[str, str],
    turn: ReportTurn | None = None,
    *,
    at_once: bool = False,
) -> Reply | None:
    """These figures, as they would be written: right? `turn`: of another report than the awaited
    one; `at_once`: what is clear is written unasked."""
    awaits, turn = turn is None, turn or turn_of(request)
    if not values or turn is None:
        return None
    # a plain decimal point would be read as a dot between thousands
    typed = "\n".join(f"{code} = {value.replace('.', ',')}" for code, value in values.items())
    awaited = awaited_by(turn)
    read = read_answer(typed, awaited)
    if read.trouble is not None or not read.entries:
        return None
    if awaits and asked_besides(turn) is None and (gone := no_longer_asked(turn)):
        return gone
    spoken = replace(turn, incoming=replace(turn.incoming, text=typed, choice=""))
    own = values == request.said.values.by_code
    numbers = request.said.values.left if own else ()
    asked = take(spoken, read if at_once else all_asked(read), awaited, numbers)
    left = _left_out(request, values) if own else []
    beside = [*_other_rate(request, read, awaited), *left]
    return replace(asked, text="\n\n".join([*beside, asked.text]))


def _left_out(request: Request, values: Mapping[str, str]) -> list[str]:
    """The numbers of the sentence that are not among these figures: nothing is dropped unsaid."""
    left, turn = request.said.values.left, turn_of(request)
    if not left or turn is None:
        return []
    block = turn.part.sheet.form.block_of.get(next(iter(values)))
    if block is None:
        return []
    open_ones = [code for code in open_in(block, turn.part.sheet.figures) if code not in values]
    return [not_taken(request, turn, tuple(map(Decimal, left)), open_ones)] if open_ones else []


def not_taken(
    request: Request, turn: ReportTurn, numbers: Iterable[Decimal], lines: Sequence[str]
) -> str:
    """That these numbers are not written, and of which of the lines they may be; of none where
    all count something else."""
    sheet, about = turn.part.sheet, told_of(request.said.tokens)
    may: dict[tuple[str, ...], list[str]] = {}
    for number in dict.fromkeys(numbers):
        fit = (code for code in lines if fits(sheet.indicator(code), about.get(number)))
        may.setdefault(tuple(fit), []).append(show(number))
    return "\n".join(not_written(turn, told, fit, lines) for fit, told in may.items())


def not_written(
    turn: ReportTurn, numbers: Sequence[str], may: Sequence[str], lines: Sequence[str] = ()
) -> str:
    """That these numbers are not written: of which lines they may be, or that none of `lines` asks
    them, and no line of the person where there are none."""
    printed = [turn.part.sheet.indicator(code).printed for code in may or lines]
    words = {"numbers": ", ".join(numbers), "lines": ", ".join(printed)}
    if not printed:
        return say("talk.counted_nowhere", numbers=words["numbers"], name=addressed(turn.person))
    if not may:
        return say("talk.counted_else", **words)
    return say("talk.left_out", **words, example=f"{printed[0]}: {numbers[0]}")


def _other_rate(request: Request, read: Answer, awaited: Awaited) -> list[str]:
    """That the one percentage of the sentence is not that of its figures."""
    given = {entry.code: entry.reading.value for entry in read.entries}
    said, ratios = request.said.values.rates, awaited.form.indicators.values()
    pairs = [line.ratio for line in ratios if line.ratio]
    pairs = [each for each in pairs if given.get(each.part) is not None and given.get(each.whole)]
    if len(said) != 1 or len(pairs) != 1:
        return []
    typed = Decimal(said[0].replace(",", "."))
    part, whole = given[pairs[0].part], given[pairs[0].whole]
    assert part is not None  # both were just looked at
    assert whole is not None
    computed = rate(part, whole)
    if computed is None or agrees(typed, part, whole):
        return []
    probe = probe_words(part, typed, whole)
    return [say("talk.rate_differs", typed=show(typed), computed=show(computed), probe=probe)]


def correct(request: Request) -> Reply | None:
    """ "4.2 phải là 13": as `sửa 4.2 = 13`; a figure alone is for what was asked about."""
    said, by_line = request.said, _surely_told(request)
    if len(said.values.by_code) > 1 or reads_plainly(request):
        return give(request)
    value = next(iter(by_line.values()), "").replace(".", ",") or said.value
    code = next(iter((*said.codes, *by_line)), "")
    if not value:
        return figures(request)
    if by_how_much(request):
        return _the_new_figure(request, value)
    if not names_a_figure(request):
        told = ask_about(request, dict.fromkeys(_told_by_label(request), value))
        return told or _which_to_correct(request, value)
    return figures(
        request.retyped(say("talk.correction", code=code, value=value) if code else value)
    )


def _surely_told(request: Request) -> Mapping[str, str]:
    """The figures of lines that the text tells; none where a number is left over: of "đổi 120 thành
    130" one is the old figure."""
    values = request.said.values
    return {} if values.left else values.by_code


def by_how_much(request: Request) -> bool:
    """ "giảm 1 người": not what the figure is, but by how much it changes; nothing is added up."""
    changes, said = folded("told", "changes"), request.said.tokens
    return any(
        before.base in changes and token.base[:1].isdigit() for before, token in pairwise(said)
    )


def _told_by_label(request: Request) -> list[str]:
    """The one figure of the person whose label the sentence tells, and no word of another: "số văn
    bản chỉ đạo là 15"; "số hộ nghèo" is no "hồ sơ"."""
    turn = turn_of(request)
    if turn is None:
        return []
    form, no_label = turn.part.sheet.form, folded("told", "beside") | folded("told", "slip")
    told = codes_worded(form, request.said.masked)
    words = {token.base for token in meant(request.said.tokens) if token.is_word} - no_label
    mine = [code for code in told if code in turn.part.codes and words <= _called(form, code)]
    return mine if len(mine) == 1 else []


def _called(form: Form, code: str) -> set[str]:
    line = form.indicators[code]
    return set(fold(f"{line.label} {line.short} {line.unit}").split())


def meant(found: Iterable[Token]) -> tuple[Token, ...]:
    """The words with those of the labels in the place of what means the same."""
    known = equals()
    return tuple(
        replace(token, base=base)
        for token in found
        for base in known.get(token.base, token.base).split()
    )


def names_a_figure(request: Request) -> bool:
    """Which figure is to be corrected is said, or was asked about: an awaited block is not asked
    about one of them."""
    said = request.said
    if by_how_much(request):
        return False
    if said.codes or _surely_told(request) or reads_plainly(request):
        return True
    turn = turn_of(request)
    one = turn is None or len(held_codes(turn)) < 2  # "13 mới đúng" to four: which of them?
    asked = one and request.situation in (Situation.RULE, Situation.QUESTION)
    return asked and not _told_by_label(request)  # another one is told than was asked about


def _which_to_correct(request: Request, value: str) -> Reply:
    """Which line the new figure is of; where none can be offered, how that is said."""
    turn = turn_of(request)
    if turn is None:
        return _nothing_asked(request)
    if asked := ask_which_line(turn, value):
        return asked
    example = correction(turn.part, value)
    return Reply(say("talk.which_to_correct", value=value, example=example))


def _the_new_figure(request: Request, change: str) -> Reply:
    """By how much it changes was told: what is it now?"""
    turn = turn_of(request)
    if turn is None:
        return _nothing_asked(request)
    return Reply(say("talk.the_new_figure", value=change, example=correction(turn.part, "…")))


def correction(part: Part, value: str) -> str:
    """How one is typed, by the code of the figure that was given last of the person's own form."""
    sheet = part.sheet
    mine = [code for block in part.blocks for code in block.codes]
    given = next((code for code in reversed(mine) if code in sheet.figures), mine[0])
    return say("talk.correction", code=sheet.indicator(given).printed or given, value=value)


def none_arisen(request: Request) -> Reply | None:
    """ "không phát sinh", of the block or of the codes named; asked where it was likely."""
    word = say("short.none_arisen")
    if is_spoken_row(request.incoming.text):
        return _of_sentence(request) or figures(request)  # "ba bảy sáu không không"
    if request.understood.sure or reads_plainly(request):
        return _as_short(request, word)
    if names_others(request):
        return figures(request)
    if _figures_besides(request):
        return None
    if turn_of(request) is None:
        return _nothing_asked(request)
    if not says_none(request):
        return None
    return ask_about(request, dict.fromkeys(lines_of_one_word(request), word))


def as_before(request: Request) -> Reply | None:
    """As in the period before: asked about, unless it is typed in so many words. Whoever asks about
    the earlier figures, forbids them or takes others does not want them written."""
    word, typed = say("short.as_before"), request.incoming.text.strip().lower()
    if word_for_all(typed) or word_for_all(without_block(typed)):
        return _as_short(request, word)
    turn = turn_of(request)
    if turn is None:
        return _nothing_asked(request)
    if not says_as_before(request, turn.part.sheet.previous_code):
        return figures(request) if reads_plainly(request) else None
    if _figures_besides(request):
        return None
    if for_the_rest(typed):
        return figures(request)
    return figures(request.meaning(_of_places(request, turn, word)))


def _figures_besides(request: Request) -> bool:
    """An amount, or a number that is neither a place nor how many are asked: one word for all would
    drop it."""
    masked = request.said.masked.split()
    if reads_plainly(request):
        return False
    if not {"{money}", "{pct}"}.isdisjoint(masked):
        return True
    if says_number([token.base for token in request.said.tokens]):
        return True
    if "{n}" not in masked:
        return False
    return str(len(_open_codes(request))) not in request.said.folded.split()


def _as_short(request: Request, word: str) -> Reply | None:
    if names_others(request):
        return figures(request)
    if _figures_besides(request):
        return None
    turn = turn_of(request)
    if turn is None:
        return _nothing_asked(request)
    if reads_plainly(request) or for_the_rest(request.incoming.text.lower()):
        return figures(request)
    return figures(request.retyped(_of_places(request, turn, word)))


def _of_places(request: Request, turn: ReportTurn, word: str) -> str:
    """The word for each line or block that is named, or alone."""
    named = block_named(turn.part, request.said.text)
    places = request.said.codes or ((named.id,) if named else ())
    return "\n".join(f"{place} {word}" for place in places) or word


def not_yet(request: Request) -> Reply | None:
    """No data yet for what is asked: noted after a yes; of a task or a whole report only heard."""
    turn = turn_of(request)
    if turn is None or request.situation not in _ASKED:
        if tasks.about_tasks(request):
            return Reply(say("talk.task_not_yet", name=addressed(request.person)))
        return _heard(request)
    if reads_plainly(request) or names_others(request):
        return figures(request)
    if _figures_besides(request):
        return None
    if not says_not_yet(request):
        unread = asks_all(request) or counts_some(request)
        return None if unread else _heard(request)  # "chưa gửi đâu", "thứ 4 mới có"
    word = say("short.none_arisen" if says_none_so_far(request) else "short.no_data")
    return ask_about(request, dict.fromkeys(lines_of_one_word(request), word))


def _open_codes(request: Request) -> tuple[str, ...]:
    """What is asked now, or stands in the block that is named."""
    turn = turn_of(request)
    if turn is None:
        return ()
    asked = turn.block
    block = block_named(turn.part, request.said.text) or asked
    return open_in(block, turn.part.sheet.figures) or block.codes if block else ()


def later(request: Request) -> Reply | None:
    """Reminded again at the time that is named, or asked for it; where no reminder is wished, what
    is open stays open."""
    said, parts_of_day = request.said.folded.replace(",", " ").split(), folded("cue", "part_of_day")
    wished = _wants_a_reminder(said)
    if not wished and not folded("cue", "seen_then").isdisjoint(said):
        return _heard(request)  # "mai tính": no moment
    if not wished and folded("cue", "asks_leave").intersection(_pairs(said)):
        return people.away(request)
    when = request.said.due or next((each for each in said if wished and each in parts_of_day), "")
    meant = request.understood.sure or names_only_a_reminder(request)
    named = read_snooze(when, request.work.now) is not None and meant
    if named and tasks.about_tasks(request):
        return tasks.snooze(request)
    if named or (wished and not tasks.about_tasks(request)):
        again = request.retyped(say("short.again", when=when if named else "").strip())
        if reply := take_snooze(request.work, request.person, again.incoming):
            return reply
    return _heard(request)


def _pairs(said: list[str]) -> set[str]:
    return {" ".join(pair) for pair in pairwise(said)}


def remind_then(request: Request) -> Reply | None:
    """A wish to be reminded that names its moment, and nothing besides; None for anything else."""
    return later(request) if names_only_a_reminder(request) else None


def names_only_a_reminder(request: Request) -> bool:
    """ "nhắc chị 3h chiều t2", "chiều 4h nhắc tôi": a moment, "nhắc", polite words, and nobody."""
    said = [fold(word) for word in request.said.masked.split()]
    told = folded("cue", "remind_me")
    small = folded("sentence", "polite") | folded("cue", "again") | told | {"{due}", "{time}"}
    return bool(request.said.due) and not told.isdisjoint(said) and set(said) <= small


def _wants_a_reminder(said: list[str]) -> bool:
    """ "lát nhắc lại chị nhé", not "khỏi nhắc", nor "nhắc chị Mai viết ngắn thôi"."""
    told, refused = folded("cue", "remind_me"), folded("cue", "rather_not")
    at = next((at for at, word in enumerate(said) if word in told), None)
    if at is None or not refused.isdisjoint(said[:at]):
        return False
    return set(said[at + 1 :]) <= folded("sentence", "polite") | folded("cue", "again")


def _heard(request: Request) -> Reply:
    """That it may wait, and what waits; nothing is noted."""
    name = addressed(request.person)
    if waits_for(request.work, request.incoming.address):
        return Reply(say("talk.later_decides", name=name))
    if not any(part.open_codes for part in parts(request.work, request.person)):
        return Reply(say("talk.later_none", name=name))
    return Reply(say("talk.later", name=name) + "\n" + stands(request.work, request.person))


def _nothing_asked(request: Request) -> Reply:
    if mark := just_sent(request.work, request.person):
        return Reply(say("request.just_sent", mark=mark))
    return Reply(say("talk.nothing_asked") + "\n" + stands(request.work, request.person))


def answered(request: Request) -> Reply | None:
    """A yes, a no or "thôi" in other words than the question knows."""
    if request.situation not in _ASKED and not tasks.about_tasks(request):
        return _nothing_asked(request)
    if request.understood.intent == "cancel":
        return _dropped(request)
    incoming, word = request.incoming, request.understood.intent
    reason = request.said.reason if request.situation is Situation.RULE else ""
    if word == YES and reason:
        incoming, word = request.retyped(say("short.keep", reason=reason)).incoming, ""
    return request.answer(incoming, word)


def short_answer(request: Request) -> Reply | None:
    """A "thôi" or a no alone where nothing is asked, by the reading of every question; a yes is
    polite (`handlers.figures.small_talk`)."""
    if not request.incoming.typed:
        return None
    verdict = read_verdict(request.incoming.text)
    if verdict not in (DROP, NO) or reads_plainly(request):
        return None  # "bỏ qua" is for the figures that are asked
    if verdict == DROP:
        return _dropped(request)
    return _nothing_asked(request) if verdict == NO and not turn_of(request) else None


def _dropped(request: Request) -> Reply:
    """The open question goes; figures that are only awaited stay awaited."""
    if dropped := request.answer(request.incoming, DROP):
        return dropped
    if turn_of(request) is None:
        return _nothing_asked(request)
    return Reply(say("talk.stopped", name=addressed(request.person)))


def switch(request: Request) -> Reply:
    """Another of the open reports; where there is one only, which that is."""
    word = say("short.switch")
    for behind in (request.period_named(), ""):
        again = request.retyped(f"{word} {behind}".strip())
        if reply := take_switch(request.work, request.person, again.incoming):
            return reply
    mine = parts(request.work, request.person)
    if len(mine) > 1:
        return offer(request, mine)
    if not mine:
        return Reply(say("router.nothing_due"))
    return Reply(say("switch.only_one") + "\n" + stands(request.work, request.person))


def take_back(request: Request) -> Reply:
    """The last answer; a message that has gone out cannot be fetched back."""
    if not fills_a_part(request.work, request.person):
        return Reply(say("undo.sent"))
    return undo(request.work, request.person, request.incoming)
