"""Every kind of question × every way to answer it, in the terminal and on Telegram.

One yes, one no, one "leave it"; what is no answer leaves the question standing, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.talk.messages import Reply
from domain.talk.question import Question, Wanted
from handlers.talk.answers import ANSWERS
from tests.support.asked import KINDS, TELEGRAM, TERMINAL, Kind, Snapshots, Talk
from tests.support.district import PEOPLE, District
from tests.support.remembered import in_memory

YES = (
    "đúng", "Đúng rồi", "dạ đúng rồi ạ", "dung roi a", "uk", "ừ", "vâng", "dạ vâng ạ", "ok",
    "ok em", "oke nhé", "chuẩn", "chuẩn luôn", "dung r", "phải rồi em", "đồng ý", "chính xác",
    "ddungs", "có", "👍",
)  # fmt: skip
NO = (
    "sai", "sai rồi", "không", "ko", "không phải", "ko phải em ơi", "không đúng", "chưa đúng ạ",
    "nhầm rồi", "nhầm", "sai roofi", "k phải", "hk phải", "dạ không ạ", "khong dung roi",
    "không đồng ý", "lộn rồi", "sai số", "đâu phải", "no",
)  # fmt: skip
DROP = ("thôi", "Thôi ạ", "bỏ đi", "hủy", "huyr", "thôi bỏ đi em", "thoi khoi")
SMALL_TALK = ("trời mưa to quá chị ơi", "hôm nay nóng ghê")
BY_YES_OR_NO = (Wanted.YES_NO, Wanted.FILE)
PRINTED = [
    pytest.param(kind, network, id=f"{kind.about}-{place}-{network}")
    for place, kind in enumerate(KINDS)
    for network in (TERMINAL, TELEGRAM)
]


Asked = Callable[[Kind, str], tuple[Talk, Question, Snapshots]]


@pytest.fixture(scope="module")
def asked(migrated_file: Path) -> Iterator[Asked]:
    """A question as it was asked: brought forth once, brought back as often as needed."""
    everybody = frozenset(official.id for official in PEOPLE)
    known: dict[tuple[str, str], tuple[Talk, Question, Snapshots]] = {}

    def ask(kind: Kind, network: str) -> tuple[Talk, Question, Snapshots]:
        key = (repr(kind), network)
        if key not in known:
            talk = Talk(District(in_memory(migrated_file), unlinked=everybody), kind, network)
            question = talk.question()
            assert question is not None, talk.asked
            assert question.about == kind.about, talk.asked
            known[key] = talk, question, Snapshots(talk.district.database)
        known[key][2].back()
        return known[key]

    yield ask
    for talk, _, snapshots in known.values():
        snapshots.close()
        talk.district.database.close()


def standing(talk: Talk, question: Question) -> bool:
    here = [(each.about, each.name) for each in talk.questions()]
    return (question.about, question.name) in here


def says_so(reply: Reply | None, question: Question) -> bool:
    """The reply names the question, or asks it once more."""
    text = reply.text if reply else ""
    return question.name in text or question.text in text


def test_no_question_is_left_out() -> None:
    played = {
        "figures.which",
        "figures.block",  # in that of rows
        "annex.which",
        "report.which",  # in the transcripts of two reports
        "desk.send_anyway",  # in the transcript of a report that came back
        "text.beside",  # in those of headings
        "text.empty",
        "text.other",
        "text.row",
        "text.where",
    }
    assert {kind.about for kind in KINDS} | played == set(ANSWERS)


@pytest.mark.parametrize(("kind", "network"), PRINTED)
def test_a_yes_is_a_yes_however_it_is_said(asked: Asked, kind: Kind, network: str) -> None:
    talk, question, snapshots = asked(kind, network)
    if question.wanted not in BY_YES_OR_NO:
        pytest.skip("knows no yes")
    outcomes = {}
    for text in YES:
        snapshots.back()
        reply = talk.say(text)
        outcomes[text] = (reply and reply.text, standing(talk, question), talk.written())
    assert len(set(outcomes.values())) == 1, outcomes
    (outcome,) = set(outcomes.values())
    assert outcome[0]
    # What a file writes waits for "ghi"; a chairman's bare yes is asked about.
    assert not outcome[1] or question.about in ("annex.write", "office.decide")


@pytest.mark.parametrize(("kind", "network"), PRINTED)
def test_a_no_is_a_no_however_it_is_said(asked: Asked, kind: Kind, network: str) -> None:
    talk, question, snapshots = asked(kind, network)
    if question.wanted not in BY_YES_OR_NO:
        pytest.skip("knows no no")
    written, outcomes = talk.written(), {}
    for text in NO:
        snapshots.back()
        reply = talk.say(text)
        outcomes[text] = (reply and reply.text, standing(talk, question), talk.written())
    assert len(set(outcomes.values())) == 1, outcomes
    assert set(outcomes.values()).pop()[1:] == (False, written), outcomes


@pytest.mark.parametrize(("kind", "network"), PRINTED)
def test_leave_it_ends_every_question_and_writes_nothing(
    asked: Asked, kind: Kind, network: str
) -> None:
    talk, question, snapshots = asked(kind, network)
    written = talk.written()
    for text in DROP:
        snapshots.back()
        reply = talk.say(text)
        assert reply is not None
        assert not standing(talk, question), (text, reply.text)
        assert talk.written() == written


@pytest.mark.parametrize(("kind", "network"), PRINTED)
def test_what_is_no_answer_leaves_it_standing_and_that_is_said(
    asked: Asked, kind: Kind, network: str
) -> None:
    talk, question, snapshots = asked(kind, network)
    if question.light:
        pytest.skip("holds nothing back")
    free = question.wanted in (Wanted.REASON, Wanted.WORDS, Wanted.DAYS, Wanted.DRAFT)
    for text in () if free else SMALL_TALK:
        snapshots.back()
        reply = talk.say(text)
        assert standing(talk, question), (text, reply)
        assert says_so(reply, question), (text, reply)


@pytest.mark.parametrize(("kind", "network"), PRINTED)
def test_a_command_is_done_and_the_question_waits(asked: Asked, kind: Kind, network: str) -> None:
    talk, question, snapshots = asked(kind, network)
    for text in ("lịch", "/status", "viec"):
        snapshots.back()
        reply = talk.say(text)
        assert reply is not None
        if not question.light:
            assert standing(talk, question), (text, reply.text)
            assert says_so(reply, question), (text, reply.text)


@pytest.mark.parametrize(("kind", "network"), PRINTED)
def test_a_tap_belongs_to_its_question(asked: Asked, kind: Kind, network: str) -> None:
    talk, question, snapshots = asked(kind, network)
    own = [tap for tap in question.taps() if tap.data.startswith("q:")]
    for tap in own:
        snapshots.back()
        reply = talk.say(tap.words if network == TERMINAL else "", tap=tap.data)
        assert reply is not None
        again = talk.say("", tap=tap.data)
        if not standing(talk, question):
            assert again is not None
            assert again.text.startswith("Câu hỏi này không còn hiệu lực"), again.text
    snapshots.back()
    past = talk.say("", tap="q:999999:yes")
    assert past is not None
    assert past.text.startswith("Câu hỏi này không còn hiệu lực")
    assert standing(talk, question)


@pytest.mark.parametrize(("kind", "network"), PRINTED)
def test_an_edit_of_something_older_leaves_it_standing(
    asked: Asked, kind: Kind, network: str
) -> None:
    talk, question, _ = asked(kind, network)
    talk.say("đúng", edits="777")
    assert standing(talk, question)


@pytest.mark.parametrize(("kind", "network"), PRINTED)
def test_the_same_again_asks_the_same_once(asked: Asked, kind: Kind, network: str) -> None:
    talk, question, _ = asked(kind, network)
    if kind.file:
        talk.say("", file=kind.file)
    elif kind.said:
        talk.say(kind.said[-1])
    else:
        pytest.skip("is asked by itself")
    same = [each for each in talk.questions() if each.about == question.about]
    assert len(same) == 1, [each.name for each in same]
