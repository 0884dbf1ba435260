"""Three charts of a report, each with the same numbers as text.

lan  < /tien-do
bot  > Tiến độ ... I. Chỉ đạo, điều hành: 14/14 ... (ảnh)
"""

from __future__ import annotations

from collections import Counter

from charts.series import (
    BarGroup,
    Given,
    Head,
    Progress,
    Rate,
    RatePairs,
    Series,
    TaskBar,
    Tasks,
    Tone,
    text_of,
)
from domain.report.figures import Figures, State
from domain.talk.messages import Attachment, Reply
from handlers.report.register import counts_tasks
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_moment
from handlers.work import Work
from reports.drawing import undrawn

TASKS = {"I.4.2": Tone.ON_TIME, "I.4.3": Tone.LATE, "I.4.4": Tone.OVERDUE}
TASK_TOTAL = "I.4.1"


def progress(work: Work, sheet: Sheet) -> Reply:
    """The progress by section and owner, as text and picture."""
    series = progress_series(work, sheet)
    return Reply(text_of(series), (), (picture(sheet, "tien-do", series),))


def progress_picture(work: Work, sheet: Sheet) -> Attachment:
    """The picture alone, for the status."""
    return picture(sheet, "tien-do", progress_series(work, sheet))


def all_pictures(work: Work, sheet: Sheet) -> Reply:
    """All charts that the report has, with their text."""
    named = all_series(work, sheet)
    text = "\n\n".join(text_of(series) for series in named.values())
    return Reply(text, (), pictures(sheet, named))


def all_series(work: Work, sheet: Sheet) -> dict[str, Series]:
    """File name -> series; tasks only where the form counts them."""
    named: dict[str, Series] = {"tien-do": progress_series(work, sheet)}
    if sheet.form.key_rates:
        named["ty-le"] = rates_series(work, sheet)
    if counts_tasks(sheet.form):
        named["nhiem-vu"] = tasks_series(work, sheet)
    return named


def pictures(sheet: Sheet, named: dict[str, Series]) -> tuple[Attachment, ...]:
    """A picture of each series."""
    return tuple(picture(sheet, name, series) for name, series in named.items())


def picture(sheet: Sheet, name: str, series: Series) -> Attachment:
    """A picture of a series, named by what it shows, the unit and the period."""
    return undrawn(f"{name}-{file_stem(sheet)}.png", series)


def file_stem(sheet: Sheet) -> str:
    """`xa-bac-son-2024-Q3`: the part of a file name that names the report."""
    return f"{sheet.unit.slug}-{sheet.file_mark}"


def _head(work: Work, sheet: Sheet, text_id: str) -> Head:
    return Head(
        title=say(text_id),
        subtitle=say(
            "pictures.subtitle",
            unit=sheet.unit.name,
            period=period_words(sheet.obligation.period_code),
        ),
        foot=say("pictures.foot", at=show_moment(work.now)),
    )


def progress_series(work: Work, sheet: Sheet) -> Progress:
    """Given and asked figures by section, then by owner field."""
    form = sheet.form
    asked = form.asked()
    sections = [
        (f"{section.code}. {_sentence_case(section.title)}", set(section.codes))
        for section in form.sections
    ]
    owners = [(words, set(form.asked(owner))) for owner, words in form.owners.items()]
    return Progress(
        _head(work, sheet, "pictures.progress"),
        (
            BarGroup(say("pictures.by_section"), _bars(sheet, asked, sections)),
            BarGroup(say("pictures.by_owner"), _bars(sheet, asked, owners)),
        ),
    )


def _bars(
    sheet: Sheet, asked: tuple[str, ...], groups: list[tuple[str, set[str]]]
) -> tuple[Given, ...]:
    bars = []
    for label, codes in groups:
        mine = [code for code in asked if code in codes]
        if mine:
            bars.append(_given(sheet, label, mine))
    return tuple(bars)


def _given(sheet: Sheet, label: str, codes: list[str]) -> Given:
    """How many of these are answered, and how many of the answers are no numbers."""
    states = Counter(sheet.figures[code].state for code in codes if code in sheet.figures)
    return Given(
        label,
        states.total(),
        len(codes),
        none=states[State.NONE_ARISEN],
        lacking=states[State.MISSING],
    )


def _sentence_case(title: str) -> str:
    """Section titles are printed in capitals; on a phone they read easier in lower case."""
    return title[:1] + title[1:].lower() if title.isupper() else title


def rates_series(work: Work, sheet: Sheet) -> RatePairs:
    """The key rates of this period and of the one before; missing is missing, never 0."""
    rates = tuple(
        Rate(sheet.short(code), sheet.rates.get(code), sheet.previous_rates.get(code))
        for code in sheet.form.key_rates
    )
    return RatePairs(
        _head(work, sheet, "pictures.rates"),
        now=period_words(sheet.obligation.period_code),
        before=period_words(sheet.previous_code) if sheet.previous_code else "",
        missing=say("pictures.missing"),
        rates=rates,
    )


def tasks_series(work: Work, sheet: Sheet) -> Tasks:
    """Assigned tasks on time, late, overdue; what is left of the total is in progress.

    The figures of the report, so that picture and file agree; the register of tasks for those
    that were not given yet.
    """
    given = sheet.figures
    figures = given if TASK_TOTAL in given or not sheet.register else sheet.register.figures
    counts = {code: _count(sheet, figures, code) for code in TASKS}
    total = _count(sheet, figures, TASK_TOTAL)
    bars = [TaskBar(sheet.short(code), counts[code], tone) for code, tone in TASKS.items()]
    known = [count for count in counts.values() if count is not None]
    if total is not None and len(known) == len(counts) and total > sum(known):
        left = total - sum(known)
        bars.append(TaskBar(say("pictures.in_progress"), left, Tone.IN_PROGRESS))
    return Tasks(
        _head(work, sheet, "pictures.tasks"),
        total_label=sheet.short(TASK_TOTAL),
        total=total,
        none=say("pictures.tasks_unknown" if total is None else "pictures.no_tasks"),
        missing=say("pictures.no_count"),
        bars=tuple(bars),
    )


def _count(sheet: Sheet, figures: Figures, code: str) -> int | None:
    """None where nobody has given the figure yet: that is not 0."""
    figure = figures.get(code)
    number = figure.number(sheet.indicator(code).kind) if figure else None
    return None if number is None else int(number)
