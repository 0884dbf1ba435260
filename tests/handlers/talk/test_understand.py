"""Sentences that do not stand in the catalogue find their way, and what they name is cut out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.samples import fresh_store
from domain.people.people import Official
from domain.reading.awaited import Awaited
from domain.reading.tokens import tokens
from domain.talk.said import Situation
from domain.talk.understood import Understood
from handlers.talk.learnt import ROLES, lexicon
from handlers.talk.said import read_said
from handlers.talk.understand import WRITES, understand
from handlers.work import Work
from storage.catalogue.words import sentences

NOW = datetime(2024, 9, 12, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work]:
    file = tmp_path_factory.mktemp("understand") / "sample.db"
    database, catalogue = fresh_store("an-thi-2024", file, NOW)
    with database.read() as session:
        yield Work(session, catalogue, NOW)
    database.close()


def heard(work: Work, text: str, role: str, situation: str) -> Understood:
    form = next(form for form in work.catalogue.forms if "I.4" in form.blocks_by_id)
    awaited = Awaited(form, form.blocks_by_id["I.4"])
    read = read_said(work, somebody(work, role), text, awaited=awaited)
    return understand(read, ROLES[role], Situation(situation))


def somebody(work: Work, role: str) -> Official:
    posts = ((person, post) for person in work.people.values() for post in person.posts)
    return next(person for person, post in posts if post.role is ROLES[role])


OWN: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("chairman", "idle", "xã nhà mình báo cáo chạy tới đâu rồi hả em", "status", {}),
    ("superior", "late", "bên Đa Lộc nộp tới khúc nào rồi", "status", {"unit": "xa-da-loc"}),
    ("head", "late", "phòng mình còn những ai chưa gửi số vậy", "who_owes", {}),
    ("official", "block", "chị ơi tới bữa nào là hết hạn nộp", "deadline", {}),
    ("official", "question", "dạ chuẩn rồi ạ em cảm ơn", "yes", {}),
    ("official", "question", "hong phải đâu em, nhầm rồi", "no", {}),
    ("official", "block", "thôi hủy giùm anh nha", "cancel", {}),
    ("official", "block", "dạ bên em chưa có số liệu ạ", "not_yet", {}),
    ("official", "idle", "việc 4 hoàn thành rồi nhé", "task_done", {"task": 4}),
    ("official", "idle", "nv 6 mới làm được 45% thôi", "task_progress", {"task": 6, "percent": 45}),
    (
        "official",
        "late",
        "xin gia hạn 4 ngày vì chờ số liệu công an",
        "more_time",
        {"days": 4, "reason": "chờ số liệu công an"},
    ),
    ("superior", "late", "giục xã Bãi Sậy nộp giúp chị với", "nudge", {"unit": "xa-bai-say"}),
    (
        "superior",
        "idle",
        "trả báo cáo Đa Lộc về cho họ sửa",
        "return_report",
        {"unit": "xa-da-loc"},
    ),
    ("official", "idle", "tối nay cả nhà đi ăn lẩu nha bà con", "other", {}),
    ("head", "idle", "cảm ơn anh đã khóa sổ kịp cho xã em", "courtesy", {}),
    ("chairman", "late", "cám ơn vì đã nhắc xã chú nộp", "courtesy", {}),
    ("superior", "late", "muốn giục hết mấy xã một lượt thì gõ chữ gì", "help", {}),
    ("official", "late", "xong đám cưới con đã nghe, tối 8h vô làm", "later", {}),
    ("superior", "idle", "Bãi Sậy đã khóa sổ chưa em", "status", {"unit": "xa-bai-say"}),
    ("head", "late", "hối giùm cô Hoa một tiếng", "nudge", {}),
    ("chairman", "idle", "cắt cử cậu Minh trực đê, hết tuần xong", "task_assign", {}),
    ("chairman", "complete", "duyệt luôn cho em nó đi", "approve", {}),
    (
        "official",
        "block",
        "tổng cộng 12, đúng hạn 11, xong trễ 1, quá hạn chưa xong 0 nhé em",
        "figures",
        {"values": {"I.4.1": "12", "I.4.2": "11", "I.4.3": "1", "I.4.4": "0"}},
    ),
    (
        "official",
        "block",
        "mười sáu mười lăm không một",
        "figures",
        {"values": {"I.4.1": "16", "I.4.2": "15", "I.4.3": "0", "I.4.4": "1"}},
    ),
)


@pytest.mark.parametrize(("role", "situation", "text", "intent", "slots"), OWN)
def test_a_sentence_of_its_own_is_understood_with_what_it_names(
    work: Work, role: str, situation: str, text: str, intent: str, slots: dict[str, Any]
) -> None:
    found = heard(work, text, role, situation)
    assert found.intent == intent or (intent == "other" and not found.sure), found
    named = dict(found.slots)
    if "unit" in slots:
        named["unit"] = work.units[named["unit"]].slug
    assert {key: named.get(key) for key in slots} == slots


def test_none_of_these_sentences_stands_in_the_catalogue() -> None:
    catalogue = {sentence.text for sentence in sentences()}
    assert [text for _, _, text, _, _ in OWN if text in catalogue] == []


@pytest.mark.parametrize(
    ("role", "situation", "text"),
    [
        ("official", "task", "có làm xong cái gì đâu mà báo"),
        ("superior", "idle", "hôm qua duyệt xong xe ra khỏi bãi chưa"),
        ("official", "question", "đúng hay sai gì anh cũng chịu"),
        ("official", "block", "bữa trước 14 đứa mà nay có 13"),
        ("official", "idle", "khóa học tháng 10 ở đâu vậy"),
    ],
)
def test_what_only_sounds_like_an_order_is_never_sure(
    work: Work, role: str, situation: str, text: str
) -> None:
    found = heard(work, text, role, situation)
    assert not (found.sure and found.intent in WRITES), found


def test_the_catalogue_names_intents_situations_and_roles_that_there_are() -> None:
    for sentence in sentences():
        assert sentence.situations <= {each.value for each in Situation}, sentence
        assert sentence.roles <= ROLES.keys(), sentence


def test_what_was_learnt_is_kept_and_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.catalogue.kept import kept

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    source = tmp_path / "words.toml"
    source.write_text("a", "utf-8")
    made: list[int] = []

    def make() -> list[int]:
        made.append(1)
        return [len(made)]

    assert kept("words", [source], 1, make) == kept("words", [source], 1, make) == [1]
    source.write_text("b", "utf-8")
    assert kept("words", [source], 1, make) == [2]
    for file in (tmp_path / "nhacviec").iterdir():
        file.write_text("half", "utf-8")
    assert kept("words", [source], 1, make) == [3]


def test_a_word_that_examples_hold_in_raw_telex_is_still_undone() -> None:
    for typed in ("chuwa", "roofi", "khoong", "vieecj"):
        (read,) = tokens(typed, lexicon())
        assert read.base in ("chua", "roi", "khong", "viec"), read
    assert {"file", "excel", "zalo"} <= lexicon().known


@pytest.mark.parametrize("order", ["khóa sổ", "duyệt báo cáo", "trả lại báo cáo", "xin gia hạn"])
def test_whoever_asks_how_an_order_is_said_is_told_and_gives_none(work: Work, order: str) -> None:
    assert heard(work, f"{order} thì nhắn câu gì", "superior", "idle").intent == "help"
    assert heard(work, f"ủa bấm nút nào để {order} đây", "head", "late").intent == "help"


def test_figures_beside_a_question_how_are_still_figures(work: Work) -> None:
    found = heard(work, "14 14 0 0, rồi bấm nút nào nữa", "official", "block")
    assert found.intent == "figures"


def test_the_labels_of_another_block_are_no_row_of_the_asked_one(work: Work) -> None:
    form = next(form for form in work.catalogue.forms if "I.4" in form.blocks_by_id)
    awaited = Awaited(form, form.blocks_by_id["I.5"])
    text = "Tổng số 14, đúng hạn 13, hoàn thành quá hạn 1, quá hạn chưa xong 0"
    read = read_said(work, somebody(work, "official"), text, awaited=awaited)
    assert read.said.values.by_code == {"I.4.1": "14", "I.4.2": "13", "I.4.3": "1", "I.4.4": "0"}


def test_more_days_without_a_task_are_for_the_report(work: Work) -> None:
    found = heard(work, "xin lùi 2 ngày vì kế toán nghỉ ốm", "official", "late")
    assert found.intent == "more_time"
