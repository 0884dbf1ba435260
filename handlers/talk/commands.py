"""The commands: with or without the slash, with or without diacritics, with a typo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.dates.period_reading import read_period
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import COMMUNE_KINDS
from domain.reading.codes import section_of
from domain.talk.conversation import Asked, TakenBack, from_plain, step, to_plain
from domain.talk.messages import Choice, Incoming, Reply
from domain.words import fold
from handlers.annex.sent import answer_annex, unused_file
from handlers.desk.find import verb
from handlers.desk.overview import overview
from handlers.desk.silent import silent_lines
from handlers.desk.status import REPORTS_AT_MOST, current_obligations, status
from handlers.desk.which_code import split_code, which_code
from handlers.desk.which_unit import NamedUnit, which_unit
from handlers.documents.files import annex_reply, report_reply
from handlers.documents.pictures import all_pictures, progress
from handlers.documents.trend import trend
from handlers.figures.ask_block import ask_block
from handlers.figures.history import history_of
from handlers.figures.missing import missing
from handlers.figures.switch import choices_for
from handlers.figures.undo import undo
from handlers.people.invite import invite_person
from handlers.people.leave import back, leave
from handlers.reminders.agenda import schedule
from handlers.report.parts import Part, part_of, parts, reports_of
from handlers.report.sheet import Sheet, open_sheet
from handlers.talk.health import health
from handlers.talk.help import desk_help, task_help
from handlers.talk.orders import DESK, DeskCommand
from handlers.talk.orders import WITH_ARGUMENT as DESK_WITH_ARGUMENT
from handlers.talk.practice import practise
from handlers.tasks import assign
from handlers.tasks.counting import choose_counting
from handlers.tasks.list import show_list
from handlers.turn import TaskTurn
from handlers.wording.say import say
from handlers.work import Work
from storage.messages import conversations


@dataclass(frozen=True, slots=True)
class Request:
    """A command of a linked person with what stands behind the command word."""

    work: Work
    person: Official
    incoming: Incoming
    argument: str


Command = Callable[[Request], Reply]
SLIPS_AT_MOST = 2
ALL_UNITS = frozenset(
    {"tat ca", "tat ca cac xa", "cac xa", "cac don vi", "toan huyen", "toan tinh"}
)
LETTERS_A_SLIP = 4  # a short word with two other letters is another word
WITH_ARGUMENT = DESK_WITH_ARGUMENT | frozenset(
    {"status", "tinh hinh", "lich su", "bieu do", "het nghi"}
)


def _help(request: Request) -> Reply:
    work, person = request.work, request.person
    every = parts(work, person)
    part = _meant(request) or next(iter(every), None)
    reports = part is not None or not work.below(person, Action.SEE_STATUS)
    lines = [say("help.general")] if reports else []
    if part is not None and part.sheet.told_as:
        names = "; ".join(each.sheet.told_as for each in every)
        lines[0] += "\n" + say("switch.help", reports=names)
    lines += filter(None, [desk_help(work, person), task_help(work, person)])
    if part is not None and part.blocks:
        block = (part.open_blocks or part.blocks)[0]
        lines.append(say("help.example") + "\n" + ask_block(part.sheet, block))
    return Reply("\n\n".join(lines))


def _status(request: Request) -> Reply:
    """A commune by its name; all units below for a superior who names none."""
    work, person = request.work, request.person
    period, name = read_period(request.argument, work.today)
    if (not name or fold(name) in ALL_UNITS) and work.below(person, Action.SEE_STATUS):
        return overview(work, person, period)
    named = which_unit(work, person, Action.SEE_STATUS, "status", request.argument)
    if isinstance(named, Reply):
        return named
    if work.units[named.unit_id].kind in COMMUNE_KINDS:
        return _with_silent(work, person, named, status(work, named.unit_id, named.period))
    return overview(work, person, named.period, named.unit_id)


def _with_silent(work: Work, person: Official, named: NamedUnit, shown: Reply) -> Reply:
    """For whoever may remind them: who was reminded and has not reacted."""
    if not work.may(person, Action.NUDGE, named.unit_id):
        return shown
    reports = current_obligations(work, named.unit_id, named.period)
    lines = silent_lines(work, reports, with_unit=False)
    return replace(shown, text="\n".join([shown.text, *lines]))


def _meant(request: Request) -> Part | None:
    """Of several open reports of the person the one that is being filled, otherwise the first;
    None where there are not several."""
    work, person = request.work, request.person
    if len(reports_of(work, person)) < 2:
        return None
    every = parts(work, person)
    conversation = from_plain(conversations.load(work.session, request.incoming.address))
    now = (part for part in every if part.sheet.obligation.id == conversation.obligation_id)
    return next(now, next(iter(every), None))


def _with_sheet(request: Request, action: Action, word: str) -> Sheet | Reply:
    if not request.argument and (part := _meant(request)):
        return part.sheet
    named = which_unit(request.work, request.person, action, word, request.argument)
    if isinstance(named, Reply):
        return named
    current = current_obligations(request.work, named.unit_id, named.period)
    return open_sheet(request.work, current[0]) if current else Reply(say("status.none"))


def _of_each(request: Request, action: Action, word: str, show: Callable[[Sheet], Reply]) -> Reply:
    """What a command shows, of every report that the person has open where none is named."""
    work, person = request.work, request.person
    own = parts(work, person) if not request.argument and len(reports_of(work, person)) > 1 else ()
    if not own:
        sheet = _with_sheet(request, action, word)
        return sheet if isinstance(sheet, Reply) else show(sheet)
    shown = [show(part.sheet) for part in own[:REPORTS_AT_MOST]]
    return Reply(
        "\n\n".join(reply.text for reply in shown),
        choices_for([part for part in own if part.open_blocks]),
        tuple(file for reply in shown for file in reply.files),
    )


def _missing(request: Request) -> Reply:
    def show(sheet: Sheet) -> Reply:
        part = part_of(request.work, request.person, sheet.obligation, sheet)
        return missing(request.work, sheet, part)

    return _of_each(request, Action.SEE_STATUS, "con-thieu", show)


def _progress(request: Request) -> Reply:
    show = partial(progress, request.work)
    return _of_each(request, Action.SEE_STATUS, "tien-do", show)


def _charts(request: Request) -> Reply:
    """All charts; with a code (`biểu đồ 3.1.1`) that figure over the periods."""
    _, code = split_code(request.argument)
    if code:
        return _of_figure(request, Action.SEE_FIGURES, "bieu-do", trend)
    return _of_each(request, Action.SEE_STATUS, "bieu-do", partial(all_pictures, request.work))


def _report(request: Request) -> Reply:
    def show(sheet: Sheet) -> Reply:
        reply = report_reply(request.work, request.person, sheet)
        if not sheet.told_as:
            return reply
        return replace(reply, text=say("files.of", report=sheet.told_as, words=reply.text))

    return _of_each(request, Action.SEE_FIGURES, "bao-cao", show)


def _to_fill(request: Request) -> Reply:
    return _of_each(request, Action.SEE_FIGURES, "mau", partial(annex_reply, request.work))


def _check(request: Request) -> Reply:
    """Of the annex that waits; beside a file that cannot be read, why."""
    work, person, incoming = request.work, request.person, request.incoming
    reply = answer_annex(work, person, incoming) or unused_file(incoming)
    return reply or Reply(say("annex.check.how"))


def _history(request: Request) -> Reply:
    """`4.2` of the own unit, `xa-bac-son 4.2` of one that may be seen."""
    return _of_figure(request, Action.SEE_FIGURES, "lich-su", history_of)


def _of_figure(
    request: Request, action: Action, word: str, show: Callable[[Work, Sheet, str], Reply]
) -> Reply:
    """Something about one figure, named by its code."""
    work, person = request.work, request.person
    name, typed = split_code(request.argument)
    if not typed:
        return Reply(say("history.how", word=verb(word)))
    sheet = _with_sheet(replace(request, argument=name), action, word)
    if isinstance(sheet, Reply):
        return sheet
    part = part_of(work, person, sheet.obligation, sheet)
    nearer = (_asked_section(request, sheet), part.codes if part else frozenset())
    code = which_code(work, sheet, typed, nearer, word)
    return code if isinstance(code, Reply) else show(work, sheet, code)


def _asked_section(request: Request, sheet: Sheet) -> tuple[str, ...]:
    """The codes of the section that this address is asked about."""
    conversation = from_plain(conversations.load(request.work.session, request.incoming.address))
    block = sheet.form.blocks_by_id.get(conversation.block_id or "")
    section = section_of(block.codes[0]) if block else ""
    return tuple(code for code in sheet.form.indicators if section_of(code) == section)


def _go_on(request: Request) -> Reply:
    """Take up the work where it was left, days later too."""
    work, address = request.work, request.incoming.address
    conversation = from_plain(conversations.load(work.session, address))
    part = _first_open(request, conversation.obligation_id)
    if part is None:
        return Reply(say("router.nothing_due"))
    blocks = part.open_blocks
    block = next((b for b in blocks if b.id == conversation.block_id), blocks[0])
    asked = step(step(conversation, TakenBack()), Asked(part.sheet.obligation.id, block.id))
    conversations.save(work.session, address, to_plain(asked), work.now)
    intro = say("answer.next", left=len(blocks))
    return Reply(intro + "\n" + ask_block(part.sheet, block))


def _first_open(request: Request, report_id: int | None) -> Part | None:
    """The report that was being filled, otherwise the first one."""
    every = [part for part in parts(request.work, request.person) if part.open_blocks]
    same = (part for part in every if part.sheet.obligation.id == report_id)
    return next(same, next(iter(every), None))


def _undo(request: Request) -> Reply:
    return undo(request.work, request.person, request.incoming)


def _schedule(request: Request) -> Reply:
    return schedule(request.work, request.person)


def _tasks(request: Request) -> Reply:
    return show_list(_task_turn(request), request.argument)


def _assign(request: Request) -> Reply:
    return assign.begin(_task_turn(request), request.incoming.text)


def _counting(request: Request) -> Reply:
    return choose_counting(_task_turn(request), request.argument)


def _practise(request: Request) -> Reply:
    return practise(_task_turn(request))


def _health(request: Request) -> Reply:
    return health(request.work, request.person)


def _invite(request: Request) -> Reply:
    return invite_person(request.work, request.person, request.incoming, request.argument)


def _leave(request: Request) -> Reply:
    return leave(_task_turn(request), request.argument)


def _back(request: Request) -> Reply:
    return back(_task_turn(request), request.argument)


def _task_turn(request: Request) -> TaskTurn:
    return TaskTurn(request.work, request.person, request.incoming)


def _of_desk(order: DeskCommand) -> Command:
    return lambda request: order(request.work, request.person, request.argument)


def _start(request: Request) -> Reply:
    return Reply(say("start.already"))


_WORDS: Mapping[str, Command] = {
    "start": _start,
    "bat dau": _start,
    "help": _help,
    "tro giup": _help,
    "giup": _help,
    "huong dan": _help,
    "menu": _help,
    "status": _status,
    "tinh hinh": _status,
    "con thieu": _missing,
    "thieu": _missing,
    "thieu gi": _missing,
    "con thieu gi": _missing,
    "con thieu gi nua": _missing,
    "con thieu gi nua khong": _missing,
    "con thieu nhung gi": _missing,
    "tien do": _progress,
    "bieu do": _charts,
    "bao cao": _report,
    "tai bao cao": _report,
    "mau": _to_fill,
    "phu luc": _to_fill,
    "mau phu luc": _to_fill,
    "kiem tra": _check,
    "lich su": _history,
    "tiep": _go_on,
    "tiep tuc": _go_on,
    "hoi lai": _go_on,
    "hoi lai di": _go_on,
    "cau hoi": _go_on,
    "nhac lai cau hoi": _go_on,
    "gui lai cau hoi": _go_on,
    "hoan tac": _undo,
    "undo": _undo,
    "lich": _schedule,
    "han": _schedule,
    "han nop": _schedule,
    "khi nao het han": _schedule,
    "bao gio het han": _schedule,
    "bao gio phai nop": _schedule,
    "viec": _tasks,
    "viec cua toi": _tasks,
    "nhiem vu": _tasks,
    "giao viec": _assign,
    "dem viec": _counting,
    "luyen tap": _practise,
    "luyen": _practise,
    "health": _health,
    "suc khoe": _health,
    "tinh trang bot": _health,
    "moi": _invite,
    "nghi": _leave,
    "nghi phep": _leave,
    "het nghi": _back,
    "huy nghi": _back,
    "ve": _back,
    **{words: _of_desk(order) for words, order in DESK.items()},
}


def command_in(text: str) -> tuple[Command, str] | None:
    """The command that a text is, and its argument; None where it is something else.

    A word without slash is a command only when it stands alone (`status` may name a unit, `lịch
    sử` a figure), because an answer may begin with any word.
    """
    stripped = text.strip()
    slashed = stripped.startswith("/")
    words = fold(stripped.lstrip("/")).replace("-", " ").replace("_", " ").split()
    if slashed and words:
        words[0] = words[0].partition("@")[0]
    for length in range(min(len(words), _LONGEST), 0, -1):
        key = " ".join(words[:length])
        command = _WORDS.get(key) or _WORDS.get(_spaced.get(key, ""))
        if command and (slashed or len(words) == length or key in WITH_ARGUMENT):
            return command, _argument(stripped, key)
    if slashed and words:
        return _unknown, words[0]
    return None


_LONGEST = max(words.count(" ") + 1 for words in _WORDS)
_spaced = {words.replace(" ", ""): words for words in _WORDS if " " in words}


def _argument(text: str, key: str) -> str:
    """What stands behind the command word, as typed: `/status xã Bắc Sơn` -> `xã Bắc Sơn`."""
    parts_ = text.lstrip("/").replace("_", " ").split()
    first = fold(parts_[0]).replace("-", " ").partition("@")[0] if parts_ else ""
    taken = 1 if first in (key, key.replace(" ", "")) else len(key.split())
    return " ".join(parts_[taken:])


def _unknown(request: Request) -> Reply:
    return guess(request.argument) or Reply(say("router.unknown_command"))


def guess(text: str) -> Reply | None:
    """`/stauts` -> "Ý anh/chị là /status?"; None where nothing is near."""
    words = fold(text.lstrip("/")).replace("-", " ").strip()
    if len(words) < 4 or any(letter.isdigit() for letter in words):
        return None
    slips = min(SLIPS_AT_MOST, len(words) // LETTERS_A_SLIP)
    near = process.extractOne(words, list(_WORDS), scorer=OSA.distance, score_cutoff=slips)
    if near is None:
        return None
    command = "/" + near[0].replace(" ", "-")
    return Reply(say("router.did_you_mean", command=command), (Choice(command, command),))
