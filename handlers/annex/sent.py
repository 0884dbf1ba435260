"""The filled annex as a file: shown beside what stands, and written on one word.

lan   < (tệp phu-luc-xa-bac-son-2024-q3.xlsx)
bot   > Tệp phu-luc-….xlsx: quý III năm 2024, xã Bắc Sơn. 58 số mới. 2 số khác số đang có: ...
lan   < ghi
bot   > Đã ghi 60 số: ...

What a file would write is kept with the conversation, so that a word writes what was shown, and
an old preview writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from domain.dates.period_reading import read_period
from domain.people.people import Official
from domain.reading.cells import from_plain as cells_from_plain
from domain.reading.cells import to_plain as cells_to_plain
from domain.talk.conversation import (
    Asked,
    Conversation,
    Held,
    Pending,
    SentFile,
    Settled,
    Waiting,
    from_plain,
    step,
    to_plain,
)
from domain.talk.messages import Choice, Incoming, Reply
from domain.talk.yes_no import NO_WORDS, SHORTEST_REASON, YES_WORDS
from domain.tasks.words import Verb, read_acts
from domain.words import fold
from handlers.annex.compare import Compared, compare
from handlers.annex.file import AnnexFile, UnusableFile, annex_of
from handlers.annex.of_which_report import Unfit, likely_form, reports_meant
from handlers.annex.preview import DROP, WRITE, choices, preview
from handlers.annex.verify import asks_to_check, check_reply
from handlers.figures.record import go_on, write
from handlers.figures.report_turn import ReportTurn
from handlers.figures.switch import meant_by
from handlers.report.parts import Part, part_of
from handlers.turn import source_of
from handlers.wording.refuse import refuse
from handlers.wording.say import say
from handlers.wording.show_moments import period_words
from handlers.work import Work
from reports.incoming.open_file import refusal
from reports.incoming.unreadable import Unreadable
from storage.messages import conversations
from storage.messages.sent_files import keep_file, kept_file
from storage.reports.figures import CLOSED, ReportClosed, brought_by
from storage.reports.overrides import save_override
from storage.reports.rounds import obligation

_OF = "annex:of:"
_WRITE_WORDS = frozenset({"ghi", "ghi het", "ghi tat ca", "ghi di", "ghi vao", "ghi so lieu"})
_REASON_WORDS = frozenset({"ghi", "giu"})
_DROP_WORDS = frozenset({"thoi", "bo", "bo di", "huy", "dung ghi", "khong ghi"})


def take_annex(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """The reply to a file that is an annex; None for any other message, and for a file that is
    sent as evidence of a task."""
    file = incoming.file
    if file is None or incoming.opened is None or _for_task(incoming.text):
        return None
    try:
        annex = annex_of(incoming.opened)
    except UnusableFile:
        return None  # perhaps a table of tasks, or a letter; else `unused_file` says why
    if asks_to_check(incoming.text):
        return _checked(work, person, file.name, annex)
    return _propose(work, person, incoming, annex, file.name)


def unused_file(incoming: Incoming) -> Reply | None:
    """Why a file that nothing could use cannot be read, and what can be; None without a file."""
    file = incoming.file
    if file is None:
        return None
    if incoming.opened is None:
        why = say(f"rule.file.{refusal(file.name, file.content) or Unreadable.STRANGE_TYPE}")
        return Reply(say("annex.unused", file=file.name, why=why))
    try:
        annex_of(incoming.opened)
    except UnusableFile as unusable:
        return Reply(say("annex.unused", file=file.name, why=unusable))
    return Reply(say("annex.same_again", file=file.name))


def answer_annex(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """The reply to a word about the file that was sent last; None for any other message."""
    conversation = from_plain(conversations.load(work.session, incoming.address))
    pending = conversation.pending
    if incoming.file is not None:
        return None
    file = pending.file if pending else None
    if asks_to_check(incoming.text):
        return _check_kept(work, person, file) if file else Reply(say("annex.check.how"))
    said = fold(incoming.text).strip(" .!,")
    if pending is None or file is None:
        stale = incoming.choice.startswith("annex:") or said in _WRITE_WORDS
        return Reply(say("annex.none_waits")) if stale else None
    if incoming.choice == DROP or (said in _DROP_WORDS | NO_WORDS and not incoming.choice):
        _save(work, incoming, step(conversation, Settled()))
        return Reply(say("annex.dropped"))
    if pending.waiting is Waiting.REPORT:
        return _which(work, person, incoming, file)
    if said in YES_WORDS and not incoming.choice:
        text_id = "annex.needs_reason" if pending.rules else "annex.ask"
        return Reply(say(text_id, count=len(pending.rules or pending.held)), choices())
    reason = _reason(incoming, said)
    if reason is None:
        return None
    if pending.rules and not reason:
        return Reply(say("annex.needs_reason", count=len(pending.rules)), choices())
    return _write(work, person, incoming, conversation, reason)


def beside_annex(
    work: Work, incoming: Incoming, answer: Callable[[], Reply | None]
) -> Reply | None:
    """The reply to something else than a word about a file that waits: figures that were typed
    take its place, and that is said; what wrote and asked nothing leaves it waiting."""
    waiting = from_plain(conversations.load(work.session, incoming.address))
    pending = waiting.pending
    if pending is None or pending.file is None:
        return answer()
    _save(work, incoming, step(waiting, Settled()))
    reply, name = answer(), pending.file.name
    if reply is None:
        _save(work, incoming, waiting)
        return None
    asked = from_plain(conversations.load(work.session, incoming.address)).pending
    if asked or brought_by(work.session, source_of(incoming)):
        return replace(reply, text=say("annex.left", reply=reply.text, file=name))
    _save(work, incoming, waiting)
    if pending.waiting is Waiting.REPORT:
        return replace(reply, text=say("annex.which_still", reply=reply.text, file=name))
    return Reply(say("annex.still_waits", reply=reply.text, file=name), choices(), reply.files)


def _for_task(text: str) -> bool:
    acts = read_acts(text)
    return bool(acts and acts[0].verb is Verb.DONE and acts[0].numbers)


# Coming in


def _propose(
    work: Work, person: Official, incoming: Incoming, annex: AnnexFile, name: str
) -> Reply | None:
    found = reports_meant(work, person, annex, incoming.text, name)
    if found.unfit is Unfit.NO_PART:
        checked = _checked(work, person, name, annex)
        return Reply(say("annex.unfit.no_part") + "\n" + checked.text)
    if found.unfit is not None:
        return refuse(work, person, f"annex {name}", f"annex.unfit.{found.unfit}")
    if len(found.parts) > 1:
        return _ask_which(work, incoming, found.parts, name)
    return _show(work, person, incoming, found.parts[0], annex, name)


def _ask_which(work: Work, incoming: Incoming, parts: tuple[Part, ...], name: str) -> Reply:
    """Nothing says of which report a file is."""
    conversation = from_plain(conversations.load(work.session, incoming.address))
    file = _keep(work, incoming, name)
    _save(work, incoming, step(conversation, Held(Pending(Waiting.REPORT, file=file))))
    taps = tuple(
        Choice(_report_words(part, parts), f"{_OF}{part.sheet.obligation.id}") for part in parts
    )
    return Reply(say("annex.which", file=name), taps)


def _report_words(part: Part, parts: tuple[Part, ...]) -> str:
    """The period; the name of the report or the unit too, where only that tells them apart."""
    if part.sheet.told_as:
        return part.sheet.told_as
    period = period_words(part.sheet.obligation.period_code)
    several = len({each.sheet.unit.id for each in parts}) > 1
    return f"{period} {part.sheet.unit.name}" if several else period


def _show(
    work: Work, person: Official, incoming: Incoming, part: Part, annex: AnnexFile, name: str
) -> Reply | None:
    """Show what the file would write and hold it; a letter that repeats what stands is perhaps
    for a task."""
    found = compare(part, annex)
    if found.figures:
        return _hold(work, incoming, part, found, name)
    strange = found.unread or found.others or found.lost
    repeats = not strange and not incoming.text and not incoming.choice
    if repeats and name.casefold().endswith(".docx"):
        return None
    return Reply(preview(work, part, name, found))


def _hold(work: Work, incoming: Incoming, part: Part, found: Compared, name: str) -> Reply:
    report = part.sheet.obligation
    if report.state in CLOSED:
        raise ReportClosed(report.id, report.state)
    conversation = from_plain(conversations.load(work.session, incoming.address))
    if incoming.file is not None:
        file = _keep(work, incoming, name)
    else:
        assert conversation.pending is not None  # it was asked about
        assert conversation.pending.file is not None
        file = conversation.pending.file
    block = (part.open_blocks or part.blocks)[0]
    rules = tuple(finding.rule for finding in found.broken)
    held = Held(Pending(Waiting.FILE, found.figures, (), rules, file))
    _save(work, incoming, step(step(conversation, Asked(report.id, block.id)), held))
    return Reply(preview(work, part, name, found), choices())


# The word about it


def _check_kept(work: Work, person: Official, file: SentFile) -> Reply:
    annex = _kept(work, file)
    if annex is None:
        return Reply(say("annex.check.how"))
    return _checked(work, person, file.name, annex)


def _checked(work: Work, person: Official, name: str, annex: AnnexFile) -> Reply:
    try:
        return check_reply(name, annex, likely_form(work, person, annex))
    except UnusableFile as unusable:  # numbered lines, but of no form
        return Reply(say("annex.unused", file=name, why=unusable))


def _keep(work: Work, incoming: Incoming, name: str) -> SentFile:
    """Keep what was read of the file, so that no word about it makes anybody read it again."""
    assert incoming.opened is not None  # only a file that has just come is asked about
    cells = json.dumps(cells_to_plain(incoming.opened), ensure_ascii=False, separators=(",", ":"))
    return SentFile(name, keep_file(work.session, cells.encode()))


def _kept(work: Work, file: SentFile) -> AnnexFile | None:
    content = kept_file(work.session, file.digest)
    try:
        return annex_of(cells_from_plain(json.loads(content))) if content is not None else None
    except ValueError:  # kept as it came, by an earlier version of the program
        return None


def _which(work: Work, person: Official, incoming: Incoming, file: SentFile) -> Reply | None:
    """The report that was chosen, by a tap or by its period in words."""
    annex = _kept(work, file)
    if annex is None:
        return Reply(say("annex.none_waits"))
    candidates = reports_meant(work, person, annex, "", file.name).parts
    chosen = [part for part in candidates if _is_chosen(work, incoming, part, candidates)]
    chosen = chosen or list(meant_by([p for p in candidates if p.sheet.told_as], incoming))
    if len(chosen) != 1:
        return None
    return _show(work, person, incoming, chosen[0], annex, file.name)


def _is_chosen(work: Work, incoming: Incoming, part: Part, parts: tuple[Part, ...]) -> bool:
    report = part.sheet.obligation
    if incoming.choice:
        return incoming.choice == f"{_OF}{report.id}"
    said = fold(incoming.text).strip(" .")
    if said == fold(_report_words(part, parts)):
        return True
    return read_period(incoming.text, work.today)[0] == report.period_code


def _reason(incoming: Incoming, said: str) -> str | None:
    """The words behind "ghi" or "giữ", empty for the word alone or the tap; None for something
    else."""
    if incoming.choice:
        return "" if incoming.choice == WRITE else None
    if said in _WRITE_WORDS:
        return ""
    word, _, rest = said.partition(" ")
    if word.strip(":,") not in _REASON_WORDS or not rest[:1].isalpha():
        return None
    reason = incoming.text.split(maxsplit=1)[1].strip(" ,-.:")
    return reason if len(reason) >= SHORTEST_REASON else None


def _write(
    work: Work, person: Official, incoming: Incoming, conversation: Conversation, reason: str
) -> Reply:
    """Write all that was shown, each figure with who and when; keep what does not fit, if a reason
    was given."""
    pending = conversation.pending
    assert pending is not None  # the word was about it
    report_id = conversation.obligation_id or 0
    report = obligation(work.session, report_id)
    part = part_of(work, person, report) if report else None
    if part is None:
        _save(work, incoming, step(conversation, Settled()))
        return Reply(say("annex.none_waits"))
    turn = ReportTurn(work, person, incoming, part, conversation)
    turn = turn.moved(step(conversation, Settled()))
    own = [f for f in pending.held if part.sheet.indicator(f.code).owner in part.fields]
    changes = write(turn, own)
    if not reason:
        return go_on(turn, changes, [])
    for rule in part.sheet.form.rules:
        if rule.id in pending.rules:
            save_override(work.session, report_id, rule.id, rule.codes, reason, person.id, work.now)
    return go_on(turn, changes, [say("answer.kept", reason=reason)])


def _save(work: Work, incoming: Incoming, conversation: Conversation) -> None:
    conversations.save(work.session, incoming.address, to_plain(conversation), work.now)
