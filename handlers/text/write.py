"""Words under a heading, and rows of a register, as they come by chat.

mai  < Thủ tục thay đổi luôn, có cái mới công bố chưa kịp đưa lên cổng
bot  > Đã ghi vào mục I.1.T1 – thủ tục hay đổi (15 từ). Viết tiếp được; hết thì gửi: hết mục
mai  < nên phải làm tay, cuối tháng tổng hợp rất vất vả. Xong
bot  > Đã ghi vào mục I.1.T1 (26 từ). / Tiếp theo: mục I.1.T2 ...
"""

from __future__ import annotations

from dataclasses import replace

from domain.people.people import Official
from domain.report.figures import Figure, State
from domain.report.forms import Indicator, Kind
from domain.report.written import brought_in, joined, passage, text_figure, unquoted
from domain.talk.conversation import Asked, Conversation, from_plain, step
from domain.talk.messages import Incoming, Reply
from domain.writing.register import begins_with_head
from domain.writing.text_named import TextAct, TextNamed, lines_called, read_named
from handlers.figures.report_turn import ReportTurn
from handlers.report.heading import ask_written
from handlers.report.parts import part_of, responsible
from handlers.text.emptied import write_state
from handlers.text.rows import write_rows
from handlers.text.say_back import said_back
from handlers.text.store import store
from handlers.text.which import TextPlace, as_whole, awaited_place, places_called
from handlers.wording.say import say
from handlers.wording.understood import behind, ended, says, state_said
from handlers.work import Work, addressed
from storage.catalogue.words import vocabulary
from storage.messages import conversations
from storage.reports.figures import Change, HistoryEntry, history
from storage.reports.rounds import obligation


def take_named(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """A message that begins with a heading of the person's reports; None for any other. Each line
    that begins with one is for another heading."""
    if not incoming.typed:
        return None
    pieces = pieces_named(incoming.text) or _headed(work, incoming.text)
    if not any(_can_be_meant(work, named) for named in pieces):
        return None
    conversation = from_plain(conversations.load(work.session, incoming.address))
    found = [
        (named, place) for named in pieces if (place := _place(work, person, conversation, named))
    ]
    if not found and pieces and is_awaited(work, person, incoming):
        return _unknown(work, person, conversation, pieces[0])
    if not found or len(found) < len(pieces):
        return None
    return write_named(work, person, incoming, conversation, found)


def _can_be_meant(work: Work, named: TextNamed) -> bool:
    """Some form has a heading of that name: told without the database."""
    if named.words and not any(map(str.isalpha, named.words)):
        return False
    if not named.plain and any(form.written for form in work.catalogue.forms):
        return True
    return any(lines_called(named.named, form.written) for form in work.catalogue.forms)


def _headed(work: Work, text: str) -> tuple[TextNamed, ...]:
    """A pasted table whose head is that of one register: it names the register by itself."""
    lines = (line for form in work.catalogue.forms for line in form.written if line.row)
    codes = {line.code for line in lines if begins_with_head(text, line.row)}
    return tuple(TextNamed(TextAct.WRITE, code, text) for code in codes) if len(codes) == 1 else ()


def pieces_named(text: str) -> tuple[TextNamed, ...]:
    """The message cut where a line, or a clause behind a semicolon, names another heading."""
    known, pieces = vocabulary("writing"), list[TextNamed]()
    for line in _cut(text):
        named = read_named(line, known)
        if named is not None:
            pieces.append(named)
        elif pieces:
            last = pieces[-1]
            pieces[-1] = replace(last, words=f"{last.words}\n{line}".strip())
        else:
            return ()
    return tuple(pieces)


def _cut(text: str) -> list[str]:
    known = vocabulary("writing")
    lines: list[str] = []
    for line in text.splitlines():
        head, sign, rest = line.partition(";")
        while sign and (named := read_named(rest, known)) and not named.plain:
            lines.append(head)
            head, sign, rest = rest.partition(";")
        lines.append(head + sign + rest)
    return [line for line in lines if line.strip()]


def _place(
    work: Work, person: Official, conversation: Conversation, named: TextNamed
) -> TextPlace | None:
    """The heading that is meant; of a bare code only where it is no line of figures."""
    places = places_called(work, person, conversation, named.named)
    if not places or len(places) > 1:
        return None
    place = places[0]
    if place.line.code.lower() == named.named.lower():
        return place
    lines = place.part.sheet.form.indicators.values()
    figure = any(each.code.lower() == named.named.lower() for each in lines)
    no_words = bool(named.words) and not any(map(str.isalpha, named.words))
    if no_words or (named.plain and (figure or named.named.isdigit() or not named.words)):
        return None
    return place


def _unknown(
    work: Work, person: Official, conversation: Conversation, named: TextNamed
) -> Reply | None:
    """A heading that there is not, named as one: its words are written nowhere else."""
    awaited = awaited_of(work, person, conversation)
    if named.plain or awaited is None or not named.words:
        return None
    part = awaited.part
    own = [line.code for line in part.sheet.form.written if line.owner in part.fields]
    return Reply(say("text.unknown", code=named.named, codes=", ".join(own)))


def write_named(
    work: Work,
    person: Official,
    incoming: Incoming,
    conversation: Conversation,
    found: list[tuple[TextNamed, TextPlace]],
) -> Reply:
    """Write each piece under its heading; the last one says how it goes on."""
    replies: list[Reply] = []
    for named, place in found:
        if not place.own:
            replies.append(_of_others(work, place))
            continue
        whole = as_whole(work, person, _anew(work, person, place))
        turn = ReportTurn(work, person, incoming, whole.part, conversation)
        replies.append(act_on(turn, whole, named, last=named is found[-1][0]))
        conversation = from_plain(conversations.load(work.session, incoming.address))
    text = "\n\n".join(reply.text for reply in replies)
    return replace(replies[-1], text=text)


def _anew(work: Work, person: Official, place: TextPlace) -> TextPlace:
    """The same with what was written a moment ago by the same message."""
    report = place.part.sheet.obligation
    part = part_of(work, person, report)
    return replace(place, part=part) if part and not place.part.as_head else place


def _of_others(work: Work, place: TextPlace) -> Reply:
    sheet, line = place.part.sheet, place.line
    people = responsible(work, sheet.obligation.unit_id, line.owner, work.today)
    names = ", ".join(map(addressed, people)) or sheet.form.owners.get(line.owner, "")
    return Reply(say("text.of_others", code=line.code, names=names))


def act_on(
    turn: ReportTurn,
    place: TextPlace,
    named: TextNamed,
    *,
    last: bool = True,
    closed: bool = False,
) -> Reply:
    """Do to the heading what the message wants; `closed`: nothing more comes for it."""
    words, said_so = ended(named.words)
    closed = closed or said_so
    more = behind("writing", "add", words) if named.act is TextAct.REWRITE else None
    if more:
        named, words = replace(named, act=TextAct.ADD), more
    words = unquoted(words)
    if named.act is TextAct.SHOW or (not words and named.act is not TextAct.REMOVE):
        return open_heading(turn, place, show=named.act is TextAct.SHOW)
    if last and named.act is TextAct.WRITE and (said := state_said(words)):
        return write_state(turn, place, said)
    change, remarks = _write(turn, place, replace(named, words=words))
    block = place.part.sheet.form.block_of.get(place.line.code)
    here = block is not None and turn.conversation.block_id == block.id
    return said_back(turn, place, change, remarks, closed=closed or not here, last=last)


def take_awaited(turn: ReportTurn, place: TextPlace) -> Reply:
    """Words for the heading that was asked."""
    words, closed = ended(turn.incoming.text)
    front, _, more = words.partition(":")
    if more.strip() and says("writing", "add", front):  # "thêm: ..."
        words = more.strip()
    if not words:
        return take_end(turn, place)
    if said := state_said(words):
        return write_state(turn, place, said)
    change, remarks = _write(turn, place, TextNamed(TextAct.WRITE, place.line.code, words))
    return said_back(turn, place, change, remarks, closed=closed)


def is_awaited(work: Work, person: Official, incoming: Incoming) -> bool:
    """A heading or a register was asked last."""
    return awaited_here(work, person, incoming) is not None


def awaited_here(
    work: Work, person: Official, incoming: Incoming
) -> tuple[ReportTurn, TextPlace] | None:
    """The message as one about the heading or register that was asked last, and where that stands;
    None where none was asked."""
    conversation = from_plain(conversations.load(work.session, incoming.address))
    if not any(conversation.block_id in form.text_blocks for form in work.catalogue.forms):
        return None  # told without the database
    place = awaited_of(work, person, conversation)
    return (ReportTurn(work, person, incoming, place.part, conversation), place) if place else None


def awaited_of(work: Work, person: Official, conversation: Conversation) -> TextPlace | None:
    """The heading or register that was asked last."""
    found = obligation(work.session, conversation.obligation_id or 0)
    return awaited_place(part_of(work, person, found) if found else None, conversation)


def _write(turn: ReportTurn, place: TextPlace, named: TextNamed) -> tuple[Change | None, list[str]]:
    if place.line.kind is Kind.TABLE:
        return write_rows(turn, place, named)
    return write_text(turn, place, named), []


def write_text(turn: ReportTurn, place: TextPlace, named: TextNamed) -> Change | None:
    """One more passage, or other words in the place of all."""
    code, words = place.line.code, passage(named.words)
    if named.act is TextAct.REMOVE:
        return store(turn, place, Figure(code, State.MISSING))
    standing = place.part.sheet.figure(code)
    if standing is not None and named.act is not TextAct.REWRITE:
        words = _grown(turn, place, standing.words, words, ";" if named.act is TextAct.ADD else "")
    return store(turn, place, text_figure(code, words))


def _grown(turn: ReportTurn, place: TextPlace, standing: str, added: str, sign: str) -> str:
    """The text with one more passage: what goes on with the person's own last one stands behind
    it, what another author adds is a paragraph of its own."""
    entries = history(turn.work.session, place.part.sheet.obligation.id, place.line.code)
    others = [entry for entry in entries if entry.official_id != turn.person.id]
    if not standing or not others:
        return joined(standing, added, sign)
    own = [entry for entry in reversed(entries) if entry not in others and entry.new]
    lines = standing.split("\n")
    at = next((n for entry in own for n, line in enumerate(lines) if _wrote(entry, line)), None)
    if at is None or (at < len(lines) - 1 and not (sign or added[:1].islower())):
        return f"{standing}\n{added}"
    return "\n".join([*lines[:at], joined(lines[at], added, sign), *lines[at + 1 :]])


def _wrote(entry: HistoryEntry, line: str) -> bool:
    """The paragraph holds what that change has brought."""
    brought = brought_in(entry.old.words if entry.old else "", entry.new.words if entry.new else "")
    return bool(brought) and brought in line


def open_heading(turn: ReportTurn, place: TextPlace, *, show: bool) -> Reply:
    """The heading as it stands; what comes next is written there."""
    sheet, line = place.part.sheet, place.line
    figure = sheet.figure(line.code)
    block = sheet.form.block_of.get(line.code)
    if show or block is None:
        words = _as_shown(line, figure.words) if figure and figure.words else say("text.none")
        shown = say("text.shown", code=line.code, label=sheet.short(line.code), words=words)
        return Reply(shown)
    turn.moved(step(turn.conversation, Asked(sheet.obligation.id, block.id)))
    return Reply(ask_written(sheet, line))


def _as_shown(line: Indicator, words: str) -> str:
    """A text as it is; the rows of a register by their number, by which they are mended."""
    if line.kind is not Kind.TABLE:
        return words
    rows = enumerate(words.replace("\t", "; ").split("\n"), start=1)
    return "\n".join(f"{number}. {row}" for number, row in rows)


def take_end(turn: ReportTurn, place: TextPlace) -> Reply:
    """ "hết mục": on with the next heading; where nothing was written it stays open."""
    if place.part.sheet.figure(place.line.code) is None:
        return Reply(say("text.nothing_yet", code=place.line.code))
    return said_back(turn, place, None, [], closed=True)
