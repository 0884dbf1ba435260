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
from dataclasses import replace

from domain.people.people import Official
from domain.reading.cells import from_plain as cells_from_plain
from domain.reading.cells import to_plain as cells_to_plain
from domain.talk.conversation import Asked, from_plain, step
from domain.talk.held import Held, SentFile, held_to_plain
from domain.talk.messages import Choice, Incoming, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import DROP, NO, YES
from domain.tasks.words import Verb
from domain.words import fold
from handlers.annex.compare import Compared, compare
from handlers.annex.file import AnnexFile, UnusableFile
from handlers.annex.of_which_report import Unfit, likely_form, reports_meant
from handlers.annex.own_workbook import annex_in
from handlers.annex.preview import preview, taps
from handlers.annex.questions import SHOWN, WHICH
from handlers.annex.sealed import keep_words_of, version_lines, with_text_numbers
from handlers.annex.verify import asks_to_check, check_reply
from handlers.figures.questions import changed_meanwhile, held_by, standing
from handlers.figures.record import ask_changed, go_on, said_back, write
from handlers.figures.report_turn import ReportTurn
from handlers.figures.settle import keep, report_turn
from handlers.figures.switch import meant_by
from handlers.owed.reason import reason_given
from handlers.question import Answering, ask, ask_again, open_questions, settle
from handlers.report.parts import Part
from handlers.turn import TaskTurn
from handlers.wording.refuse import refuse
from handlers.wording.said_periods import read_period
from handlers.wording.say import say, say_ask
from handlers.wording.show_moments import period_words
from handlers.wording.understood import read_acts, says
from handlers.work import Work
from reports.incoming.open_file import refusal
from reports.incoming.unreadable import Unreadable
from storage.catalogue.words import folded
from storage.messages import conversations
from storage.messages.sent_files import keep_file, kept_file
from storage.reports.figures import CLOSED, ReportClosed


def take_annex(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """The reply to a file that is an annex; None for any other message, and for a file that is
    sent as evidence of a task."""
    file = incoming.file
    if file is None or incoming.opened is None or _for_task(incoming.text):
        return None
    try:
        annex = annex_in(work.catalogue, incoming.opened)
    except UnusableFile:
        return None  # perhaps a table of tasks, or a letter; else `unused_file` says why
    if says("preview", "keep_words", incoming.text):
        return keep_words_of(work, person, annex)
    told = version_lines(work, annex, person)
    if asks_to_check(incoming.text):
        reply: Reply | None = _checked(work, person, file.name, annex)
    else:
        annex = with_text_numbers(work, person, annex)
        reply = _propose(work, person, incoming, annex, file.name)
    if not told:
        return reply
    return _below(told, reply) if reply else Reply("\n".join(told))


def _below(lines: list[str], reply: Reply) -> Reply:
    """What is known of the file, before what would be written of it."""
    return replace(reply, text="\n".join([*lines, "", reply.text]))


def unused_file(work: Work, incoming: Incoming) -> Reply | None:
    """Why a file that nothing could use cannot be read, and what can be; None without a file."""
    file = incoming.file
    if file is None:
        return None
    if file.media.startswith("image/"):
        return Reply(say("router.unread"))
    if incoming.opened is None:
        why = say(f"rule.file.{refusal(file.name, file.content) or Unreadable.STRANGE_TYPE}")
        return Reply(say("annex.unused", file=file.name, why=why))
    try:
        annex_in(work.catalogue, incoming.opened)
    except UnusableFile as unusable:
        return Reply(say("annex.unused", file=file.name, why=unusable))
    return Reply(say("annex.same_again", file=file.name))


def stale_word(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """The reply to a word about a file that no question has taken; None for any other message."""
    if incoming.file is not None:
        return None
    if asks_to_check(incoming.text):
        file = _asked_about(work, incoming)
        return _check_kept(work, person, file) if file else Reply(say("annex.check.how"))
    old = incoming.choice.startswith("annex:") or says("preview", "write", incoming.text)
    return Reply(say("annex.none_waits")) if old else None


def _asked_about(work: Work, incoming: Incoming) -> SentFile | None:
    """The file that was shown last of those that are asked about."""
    files = (held_by(question).file for question in open_questions(work, incoming.address))
    return next(filter(None, files), None)


def decided(turn: Answering) -> Reply | None:
    """The word about a file that was shown: "ghi", with a reason where a check is broken."""
    held = held_by(turn.question)
    if asks_to_check(turn.said):
        return None
    if turn.word in (DROP, NO):
        settle(turn, turn.question)
        return Reply(say("annex.dropped"))
    if turn.word == YES:
        return ask_again(turn, turn.question, _how_to_write(held), short=True)
    reason = "" if turn.word == "write" else _reason(turn.incoming, fold(turn.said).strip(" .!,"))
    if reason is None:
        return None
    if held.rules and not reason:
        return ask_again(turn, turn.question, _how_to_write(held), short=True)
    return _write(turn, held, reason)


def _how_to_write(held: Held) -> str:
    text_id = "annex.needs_reason" if held.rules else "annex.ask"
    return say(text_id, count=len(held.rules or held.figures))


def chosen(turn: Answering) -> Reply | None:
    """The report of a file, by a tap or by its period in words."""
    held = held_by(turn.question)
    assert held.file is not None  # the question is about it
    if asks_to_check(turn.said):
        return None
    if turn.word in (DROP, NO):
        settle(turn, turn.question)
        return Reply(say("annex.dropped"))
    return _which(turn, held.file)


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
        return refuse(work, person, "annex", f"annex.unfit.{found.unfit}")
    if len(found.parts) > 1:
        return _ask_which(work, person, incoming, found.parts, name)
    return _show(work, person, incoming, found.parts[0], annex, SentFile(name, ""))


def _ask_which(
    work: Work, person: Official, incoming: Incoming, parts: tuple[Part, ...], name: str
) -> Reply:
    """Nothing says of which report a file is."""
    file = _keep(work, incoming, name)
    options = tuple(
        Choice(_report_words(part, parts), str(part.sheet.obligation.id)) for part in parts
    )
    data = held_to_plain(Held(file=file))
    words = say("question.file", file=name)
    question = Question(WHICH, Wanted.ONE_OF, data, options, name=words)
    turn = TaskTurn(work, person, incoming)
    return ask(turn, question, say_ask("ask.annex.which", file=name))


def _report_words(part: Part, parts: tuple[Part, ...]) -> str:
    """The period; the name of the report or the unit too, where only that tells them apart."""
    if part.sheet.told_as:
        return part.sheet.told_as
    period = period_words(part.sheet.obligation.period_code)
    several = len({each.sheet.unit.id for each in parts}) > 1
    return f"{period} {part.sheet.unit.name}" if several else period


def _show(
    work: Work, person: Official, incoming: Incoming, part: Part, annex: AnnexFile, file: SentFile
) -> Reply | None:
    """Show what the file would write and hold it; a letter that repeats what stands is perhaps
    for a task."""
    found = compare(part, annex)
    if found.figures:
        return _hold(work, person, incoming, part, found, file)
    strange = found.unread or found.others or found.lost or found.rates
    repeats = not strange and not incoming.text and not incoming.choice
    if repeats and file.name.casefold().endswith(".docx"):
        return None
    return Reply(preview(work, part, file.name, found).words)


def _hold(
    work: Work,
    person: Official,
    incoming: Incoming,
    part: Part,
    found: Compared,
    file: SentFile,
) -> Reply:
    report = part.sheet.obligation
    if report.state in CLOSED:
        raise ReportClosed(report.id, report.state)
    if incoming.file is not None:
        file = _keep(work, incoming, file.name)
    conversation = from_plain(conversations.load(work.session, incoming.address))
    turn = ReportTurn(work, person, incoming, part, conversation)
    block = (part.open_blocks or part.blocks)[0]
    turn.moved(step(conversation, Asked(report.id, block.id)))
    held = Held(
        report.id,
        found.figures,
        rules=tuple(finding.rule for finding in found.broken),
        seen=standing(part.sheet, [figure.code for figure in found.figures]),
        file=file,
    )
    words = say("question.file", file=file.name)
    question = Question(SHOWN, Wanted.FILE, held_to_plain(held), taps(), name=words)
    return ask(turn, question, preview(work, part, file.name, found))


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
        opened = cells_from_plain(json.loads(content)) if content is not None else None
        return annex_in(work.catalogue, opened) if opened is not None else None
    except ValueError:  # kept as it came, by an earlier version of the program
        return None


def _which(turn: Answering, file: SentFile) -> Reply | None:
    """The report that was chosen, by a tap or by its period in words."""
    work, person, incoming = turn.work, turn.person, turn.incoming
    annex = _kept(work, file)
    if annex is None:
        settle(turn, turn.question)
        return Reply(say("annex.none_waits"))
    candidates = reports_meant(work, person, annex, "", file.name).parts
    found = [part for part in candidates if _is_chosen(turn, part, candidates)]
    found = found or list(
        meant_by([p for p in candidates if p.sheet.told_as], incoming, work.today)
    )
    if len(found) != 1:
        return None
    settle(turn, turn.question)
    return _show(work, person, incoming, found[0], annex, file)


def _is_chosen(turn: Answering, part: Part, parts: tuple[Part, ...]) -> bool:
    report = part.sheet.obligation
    if turn.word:
        return turn.word == str(report.id)
    said = fold(turn.said).strip(" .")
    if said == fold(_report_words(part, parts)):
        return True
    return read_period(turn.said, turn.work.today)[0] == report.period_code


def _reason(incoming: Incoming, said: str) -> str | None:
    """The words behind "ghi" or "giữ", empty for the word alone or the tap; None for something
    else."""
    if incoming.choice:
        return None
    if says("preview", "write", incoming.text):
        return ""
    word, _, rest = said.partition(" ")
    if word.strip(":,") not in folded("preview", "reason") or not rest[:1].isalpha():
        return None
    reason = incoming.text.split(maxsplit=1)[1].strip(" ,-.:")
    return reason_given(reason) or None


def _write(answering: Answering, held: Held, reason: str) -> Reply:
    """Write all that was shown, each figure with who and when; keep what does not fit, if a reason
    was given. What has changed since it was shown is named and asked about."""
    turn = report_turn(answering)
    settle(answering, answering.question)
    if turn is None:
        return Reply(say("annex.none_waits"))
    part = turn.part
    own = tuple(f for f in held.figures if part.sheet.indicator(f.code).owner in part.fields)
    if changed := changed_meanwhile(part.sheet, held):
        others = replace(held, figures=tuple(f for f in own if f not in changed))
        changes = write(turn, others.figures)
        told = said_back(turn, changes)
        again = replace(held, figures=changed, codes=tuple(f.code for f in changed), rules=())
        return ask_changed(turn, again, told)
    changes = write(turn, own)
    if not reason:
        return go_on(turn, changes, [])
    for rule in part.sheet.form.rules:
        if rule.id in held.rules:
            keep(turn, rule.id, rule.codes or held.codes, reason)
    return go_on(turn, changes, [say("answer.kept", reason=reason)])
