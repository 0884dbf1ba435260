"""A form by link: shown, checked, kept as a draft, and sent by the same rules as in chat.

What is sound is written at once and said back in the chat. What is not understood, is doubtful or
breaks a check stays in the form with its reason; only when nothing stays, and nothing is asked any
more, is the link used up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.report.figures import Figure
from domain.report.findings import Finding
from domain.report.forms import Kind
from domain.report.shown import unit_words
from domain.talk.held import Held
from domain.talk.messages import Reply
from handlers.figures.ask_block import block_title
from handlers.figures.echo import echo
from handlers.figures.questions import may_keep, supersede
from handlers.figures.record import go_on, is_it_true, judge, write
from handlers.figures.report_turn import ReportTurn
from handlers.figures.settle import save_overrides
from handlers.owed.reason import reason_given
from handlers.owed.tell import key_in_turn
from handlers.pages.form_fields import (
    FieldRead,
    FieldTyped,
    before_words,
    cells_of,
    plain_of,
    read_fields,
    shown_now,
    typed_of,
)
from handlers.pages.opened import OpenedForm
from handlers.report.heading import noun
from handlers.report.name import report_words
from handlers.report.sheet import read_again
from handlers.text.store import store
from handlers.text.which import TextPlace
from handlers.wording.findings import phrase_finding
from handlers.wording.say import say
from handlers.wording.show_moments import show_full_until, show_moment
from handlers.work import Work
from storage.messages.outbox import queue
from storage.messages.pages import save_draft, use_page
from storage.reports.figures import Change

REASON_LETTERS = 500


@dataclass(frozen=True, slots=True)
class Field:
    """One figure on the page."""

    code: str
    printed: str
    label: str
    unit: str
    before: str
    typed: FieldTyped
    options: tuple[tuple[str, str], ...] = ()  # of a figure that is chosen: number, words
    whole: bool = True  # takes no decimals
    prose: bool = False  # words under a heading
    columns: tuple[str, ...] = ()  # of a register
    cells: tuple[tuple[str, ...], ...] = ()  # its rows, and some to be filled in
    help: str = ""
    trouble: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """The figures of one block under its title; without an id, what nobody is asked."""

    id: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """All that the page shows. `broken` are checks that what was typed would break; `rules` their
    names, for a reason keeps only what was shown."""

    title: str
    due: str
    groups: tuple[FieldGroup, ...]
    told: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    rules: str = ""
    keepable: bool = False
    reason: str = ""

    @property
    def _fields(self) -> Iterator[Field]:
        return (each for group in self.groups for each in group.fields)

    @property
    def troubled(self) -> tuple[Field, ...]:
        """The fields that have to be looked at once more."""
        return tuple(each for each in self._fields if each.trouble or each.doubt)

    @property
    def writes(self) -> bool:
        """Words or rows are asked."""
        return any(each.prose or each.columns for each in self._fields)

    @property
    def counts(self) -> bool:
        """Figures are asked."""
        return any(not each.prose and not each.columns for each in self._fields)


@dataclass(frozen=True, slots=True)
class FormOutcome:
    """What sending has come to. `sent` is what was written, in the words of the chat, where nothing
    is left to fill in; otherwise the page once more."""

    page: FormPage | None
    sent: str = ""
    closed: str = ""  # why the report takes no figures any more


@dataclass(frozen=True, slots=True)
class _Judged:
    """Every touched field after reading and rules."""

    reads: tuple[FieldRead, ...]
    good: tuple[Figure, ...] = ()
    words: tuple[Figure, ...] = ()  # texts and registers, which no cross-check holds back
    ticked: frozenset[str] = frozenset()
    held: tuple[Figure, ...] = ()
    broken: tuple[Finding, ...] = ()
    doubts: Mapping[str, str] = field(default_factory=dict)
    keepable: bool = False


def show_form(
    opened: OpenedForm, posted: Mapping[str, str] | None = None, told: tuple[str, ...] = ()
) -> FormPage:
    """The page with what was typed now or before, or else with what stands."""
    return _page(opened, posted or opened.page.draft or {}, _Judged(()), told)


def check_form(work: Work, opened: OpenedForm, posted: Mapping[str, str]) -> FormPage:
    """What is wrong so far, without writing a figure; what was typed is kept."""
    judged = _judged(opened.turn(work), opened, posted)
    keep_draft(work, opened, posted)
    return _page(opened, posted, judged)


def keep_draft(work: Work, opened: OpenedForm, posted: Mapping[str, str]) -> None:
    """What was typed is there again when the link is opened the next time."""
    form = opened.part.sheet.form
    typed = {code: typed_of(posted, code, form.indicators[code]) for code in opened.codes}
    touched = {code: each for code, each in typed.items() if each.said != each.was}
    save_draft(work.session, opened.page.id, plain_of(touched))


def send_form(work: Work, opened: OpenedForm, posted: Mapping[str, str]) -> FormOutcome:
    """Write what is sound, say it back in the chat, and keep the rest in the form."""
    turn = opened.turn(work)
    judged = _judged(turn, opened, posted)
    if not judged.reads:
        told = (say("page.form.nothing"),)
        return FormOutcome(_page(opened, {}, judged, told))
    supersede(turn, [read.code for read in judged.reads])
    kept = _kept(judged, posted)
    given = (*judged.good, *(judged.held if kept else ()))
    changes = (*write(turn, given), *_write_words(turn, judged.words))
    if kept:
        save_overrides(turn, _held(judged), kept)
    done = {figure.code for figure in (*given, *judged.words)}
    if all(read.code in done for read in judged.reads):
        said = [say("answer.kept", reason=kept)] if kept else []
        if changes or kept:
            _tell(work, opened, go_on(turn, changes, said, judged.ticked))
        now = replace(opened, part=replace(opened.part, sheet=read_again(work, turn.part.sheet)))
        if now.open_codes:
            return FormOutcome(_page_goes_on(work, now, changes))
        use_page(work.session, opened.page.id, work.now)
        return FormOutcome(None, echo(opened.part.sheet, changes))
    return FormOutcome(_page_again(work, opened, posted, judged, changes, done))


def _write_words(turn: ReportTurn, words: Sequence[Figure]) -> list[Change]:
    """Texts and registers; whoever wrote what does not stand any more is told, as in chat."""
    part = turn.part
    places = [(TextPlace(part, part.sheet.indicator(each.code)), each) for each in words]
    return [change for place, each in places if (change := store(turn, place, each))]


def _page_goes_on(work: Work, opened: OpenedForm, changes: Sequence[Change]) -> FormPage:
    """Everything that was typed is written, and something is not there yet: the link stays good."""
    save_draft(work.session, opened.page.id, {})
    form, left = opened.part.sheet.form, opened.open_codes
    until = show_moment(opened.page.expires_at)
    told = [say("page.form.goes_on", count=len(left), what=noun(form, left), until=until)]
    if changes:
        what = noun(form, [change.code for change in changes])
        told.insert(0, say("page.form.written", count=len(changes), what=what))
    return _page(opened, {}, _Judged(()), tuple(told))


def _page_again(
    work: Work,
    opened: OpenedForm,
    posted: Mapping[str, str],
    judged: _Judged,
    changes: Sequence[Change],
    done: set[str],
) -> FormPage:
    """The page with what is left; what was written of it is said back in the chat already."""
    left = {r.code: r.typed for r in judged.reads if r.code not in done}
    save_draft(work.session, opened.page.id, plain_of(left))
    told = [say("page.form.left", count=len(left))]
    form = opened.part.sheet.form
    reason = _reason(posted)
    if judged.keepable and reason and not reason_given(reason):
        told.append(say("answer.reason_needed"))
    if changes:
        _tell(work, opened, Reply(echo(opened.part.sheet, changes)))
        what = noun(form, [change.code for change in changes])
        told.insert(0, say("page.form.written", count=len(changes), what=what))
    rest = {name: posted[name] for name in ("reason",) if name in posted}
    return _page(opened, plain_of(left) | rest, judged, tuple(told))


def _tell(work: Work, opened: OpenedForm, reply: Reply) -> None:
    """The echo in the chat in which the link was given."""
    page = opened.page
    key = key_in_turn(work, page.official_id, reply, "page")
    queue(work.session, key, page.address, page.official_id, "reply", reply, work.now)


def _judged(turn: ReportTurn, opened: OpenedForm, posted: Mapping[str, str]) -> _Judged:
    reads = read_fields(turn.work, opened, posted)
    settled = tuple(read.figure for read in reads if read.figure and read.settled)
    form = turn.part.sheet.form
    words = tuple(each for each in settled if form.indicators[each.code].kind.written)
    found = judge(turn, tuple(each for each in settled if each not in words))
    ticked = {read.code for read in reads if read.ticked}
    sure = tuple(figure for figure in found.unusual if figure.code in ticked)
    unsure = tuple(figure for figure in found.unusual if figure.code not in ticked)
    doubts = {figure.code: is_it_true(turn, [figure]) for figure in unsure}
    doubts |= {read.code: read.doubt for read in reads if read.doubt and not read.ticked}
    good = (*found.good, *sure)
    keepable = bool(found.broken) and may_keep(turn)
    return _Judged(
        reads, good, words, frozenset(ticked), found.held, found.broken, doubts, keepable
    )


def _held(judged: _Judged) -> Held:
    rules = tuple(finding.rule for finding in judged.broken)
    return Held(figures=judged.held, rules=rules)


def _kept(judged: _Judged, posted: Mapping[str, str]) -> str:
    """The reason for which figures that break a check are kept; empty where they are not."""
    reason = _reason(posted)
    shown = set(posted.get("rules", "").split())
    known = {finding.rule for finding in judged.broken} <= shown
    return reason if judged.keepable and known and reason_given(reason) else ""


def _reason(posted: Mapping[str, str]) -> str:
    return " ".join(posted.get("reason", "").split())[:REASON_LETTERS]


def _page(
    opened: OpenedForm, posted: Mapping[str, str], judged: _Judged, told: tuple[str, ...] = ()
) -> FormPage:
    sheet = opened.part.sheet
    troubles = {read.code: read.trouble for read in judged.reads if read.trouble}
    groups = tuple(
        FieldGroup(
            id_, title, tuple(_field(opened, c, posted, troubles, judged.doubts) for c in codes)
        )
        for id_, title, codes in _groups(opened)
    )
    broken = tuple(phrase_finding(each, sheet.form, sheet.words) for each in judged.broken)
    return FormPage(
        title=report_words(sheet),
        due=show_full_until(sheet.obligation.due),
        groups=groups,
        told=told,
        broken=broken,
        rules=" ".join(finding.rule for finding in judged.broken),
        keepable=judged.keepable,
        reason=posted.get("reason", ""),
    )


def _groups(opened: OpenedForm) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Id, title and codes of each part of the page."""
    for block in opened.blocks:
        yield block.id, block_title(opened.part.sheet, block), block.codes
    if optional := tuple(line.code for line in opened.optional):
        yield "", say("page.form.optional"), optional


def _field(
    opened: OpenedForm,
    code: str,
    posted: Mapping[str, str],
    troubles: Mapping[str, str],
    doubts: Mapping[str, str],
) -> Field:
    sheet, indicator = opened.part.sheet, opened.part.sheet.indicator(code)
    typed = typed_of(posted, code, indicator)
    if typed == FieldTyped():
        typed = shown_now(sheet.figure(code), indicator)
    return Field(
        code=code,
        printed=indicator.printed,
        label=sheet.short(code),
        unit=unit_words(indicator),
        before=before_words(sheet, code),
        typed=typed,
        options=tuple((str(option.number), option.words) for option in indicator.options),
        whole=indicator.kind is Kind.COUNT,
        prose=indicator.kind is Kind.TEXT,
        columns=tuple(column.title for column in indicator.row),
        cells=cells_of(typed, indicator) if indicator.kind is Kind.TABLE else (),
        help=sheet.filled(indicator.help),
        trouble=troubles.get(code, ""),
        doubt=doubts.get(code, ""),
    )
