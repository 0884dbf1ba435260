"""One block to try the bot with: made-up figures, marked as such, never written anywhere.

lan  < luyện tập
bot  > LUYỆN TẬP – số gửi ở đây không được ghi.
       Giả sử mục I.4 – Nhiệm vụ cấp trên giao có 4 số:
       4.1. tổng số được giao: 14
       ...
       Gửi thử 4 số trên một dòng, theo thứ tự: 14 14 0 0
lan  < 14 14 0
bot  > LUYỆN TẬP – Cần 4 số, mới có 3: thiếu số thứ 4 (quá hạn, chưa hoàn thành). ...
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from domain.people.people import Official
from domain.people.units import superior_words
from domain.reading.answers import read_answer
from domain.reading.awaited import Answer, Awaited
from domain.reading.readings import Treatment
from domain.report.forms import Block, Form, Kind
from domain.talk.messages import Choice, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import DROP
from handlers.question import Answering, ask, ask_again, settle
from handlers.turn import TaskTurn
from handlers.wording.readings import phrase_answer, shown
from handlers.wording.say import Asking, say
from handlers.wording.understood import read_acts, says
from handlers.work import Work

PRACTICE = "practice"
MADE_UP = (14, 12, 1, 1, 0)


def practise(turn: TaskTurn) -> Reply:
    """`luyện tập`: ask the block."""
    found = _block(turn.work, turn.person)
    if found is None:
        return Reply(say("practice.none"))
    return _ask(turn, *found)


def tried(turn: Answering) -> Reply | None:
    """A try, or the way out."""
    here = turn.task_turn
    if turn.word in ("leave", DROP) or says("practice", "leave", turn.said):
        settle(turn, turn.question)
        return Reply(say("practice.left"))
    found = _block(turn.work, turn.person)
    if found is None or turn.incoming.file or any(act.numbers for act in read_acts(turn.said)):
        return None
    return _tried(here, turn.question, *found)


def _tried(turn: TaskTurn, question: Question, form: Form, block: Block) -> Reply | None:
    awaited = Awaited(form, block, owned=frozenset(block.codes))
    read = read_answer(turn.incoming.text, awaited)
    if not read.entries and read.trouble is None:
        return None
    if read.trouble is None and read.action is Treatment.ACCEPT:
        settle(turn, question)
        lines = [say("practice.mark"), _understood(read, form), say("practice.done")]
        return Reply("\n".join(lines))
    told = "\n".join([say("practice.mark"), *_trouble(read, awaited)])
    return ask_again(turn, question, told, short=True)


def _understood(read: Answer, form: Form) -> str:
    figures = (
        say(
            "practice.figure",
            code=form.indicators[entry.code].printed,
            shown=shown(entry.reading, Kind.COUNT, (), form.indicators[entry.code].unit),
        )
        for entry in read.entries
    )
    return say("practice.understood", figures="; ".join(figures))


def _trouble(read: Answer, awaited: Awaited) -> Iterator[str]:
    yield phrase_answer(read, awaited)
    yield say("practice.again", example=_example(awaited.form, awaited.block))


def _ask(turn: TaskTurn, form: Form, block: Block) -> Reply:
    unit_id = turn.person.posts_on(turn.work.today)[0].unit_id
    words = superior_words(turn.work.units, unit_id, turn.work.today)
    named = asdict(words)
    title = block.title.format(**named)
    lines = [say("practice.mark")]
    lines.append(say("practice.title", block=block.id, title=title, count=len(block.codes)))
    for code, number in zip(block.codes, MADE_UP, strict=False):
        indicator = form.indicators[code]
        label = indicator.short.format(**named)
        lines.append(say("practice.line", code=indicator.printed, label=label, number=number))
    lines.append(say("practice.how", count=len(block.codes), example=_example(form, block)))
    option = Choice(say("practice.leave"), "leave")
    question = Question(
        PRACTICE, Wanted.FIGURES, options=(option,), name=say("question.practice"), light=True
    )
    return ask(turn, question, Asking("\n".join(lines)))


def _example(form: Form, block: Block | None) -> str:
    codes = block.codes if block else form.asked()
    return " ".join(str(number) for _, number in zip(codes, MADE_UP, strict=False))


def _block(work: Work, person: Official) -> tuple[Form, Block] | None:
    """A block of three to five counts, of the person's own fields where there is one, and of a
    form that is asked for these days."""
    own = {field for post in person.posts_on(work.today) for field in post.fields}
    fitting = [
        (form, block) for form in _forms(work) for block in form.blocks if _fits(form, block)
    ]
    mine = [pair for pair in fitting if pair[1].owner in own]
    return next(iter(mine or fitting), None)


def _forms(work: Work) -> tuple[Form, ...]:
    """Those of the regimes that are valid today; every form where none is."""
    regimes = (regime for regime in work.catalogue.regimes if regime.valid_on(work.today))
    asked = {regime.form_id for regime in regimes}
    forms = work.catalogue.forms
    return tuple(form for form in forms if form.id in asked) or forms


def _fits(form: Form, block: Block) -> bool:
    kinds = {form.indicators[code].kind for code in block.codes}
    return 3 <= len(block.codes) <= len(MADE_UP) and kinds == {Kind.COUNT}
