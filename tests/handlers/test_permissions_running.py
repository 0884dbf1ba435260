"""No row of data crosses to a unit beside it: by command, button, forged callback, file or error.

Every commune has figures, people, tasks and reasons that occur nowhere else. Everybody then tries
every command on every unit, every button that anybody has ever been shown, and what others have
typed. Afterwards nobody holds a word of a unit that is not theirs, and nobody has done anything to
one.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Iterator
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.inbox import receive
from domain.messages import Address, Incoming
from handlers.commands import _WORDS
from handlers.desk_commands import DESK
from handlers.say import texts
from storage.audit import AUDIT
from storage.database import open_database
from storage.figures import HISTORY
from storage.outbox import OUTBOX, Message, messages
from storage.rounds import OBLIGATIONS
from storage.tasks import EVENTS, TASKS
from tests.support.district import BAC_SON, BESIDE, DA_LOC, PHU_UNG, District

COMMUNES = {
    # unit: who fills it, a figure that is nowhere else, words that are nowhere else
    BAC_SON: ("lan", 71123, ("Bắc Sơn", "xa-bac-son", "Nguyễn Thị Lan", "chị Lan", "sổ Bắc")),
    PHU_UNG: ("hung", 72234, ("Phù Ủng", "xa-phu-ung", "Đào Thị Hưng", "chị Hưng", "sổ Phù")),
    DA_LOC: ("nam", 73345, ("Đa Lộc", "xa-da-loc", "Bùi Thị Nam", "chị Nam", "sổ Đa")),
    BESIDE: ("kim", 74456, ("Chính Nghĩa", "xa-chinh-nghia", "Lý Thị Kim", "chị Kim", "sổ Chính")),
}
AN_THI_COMMUNES = {BAC_SON, PHU_UNG, DA_LOC}
SEES = {
    # what each may know of, written down by hand
    "quynh": AN_THI_COMMUNES,
    "khanh": AN_THI_COMMUNES,
    "tam": AN_THI_COMMUNES,
    "linh": {BESIDE},
    "hue": {*AN_THI_COMMUNES, BESIDE},
    "lan": {BAC_SON},
    "dung": {BAC_SON},
    "thanh": {BAC_SON},
    "hung": {PHU_UNG},
    "nam": {DA_LOC},
    "hien": {DA_LOC},
    "kim": {BESIDE},
    "mai": {PHU_UNG, DA_LOC},
    "tap": set(),
}
SUPERIORS = {"quynh", "khanh", "linh", "hue"}
STRANGER = "la"
TRIED_BY = (
    *("linh", "hung", STRANGER),
    *(
        pytest.param(who, marks=pytest.mark.slow)
        for who in ("quynh", "tam", "dung", "hien", "kim", "mai", "tap")
    ),
)
COMMANDS = {DESK.get(word, command): word for word, command in _WORDS.items()}.values()
"""Every command by one of its words."""
EXAMPLES = "\n".join(texts().values())
"""What the catalogue tells everybody is no secret: its examples name xa-bac-son and chị Lan."""


def canaries(unit_id: str) -> tuple[str, ...]:
    """Everything that tells of a commune."""
    _, figure, words = COMMUNES[unit_id]
    shown = f"{figure:,}".replace(",", ".")
    return (*words, str(figure), shown, str(figure + 4), f"{figure + 4:,}".replace(",", "."))


@pytest.fixture(scope="module")
def country(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in which every commune has reported, was given a task, and had its report returned."""
    file = tmp_path_factory.mktemp("country") / "country.db"
    shutil.copy(migrated_file, file)
    desk = District(open_database(f"sqlite:///{file}"))
    desk.move("2024-08-28 08:00")
    for unit_id, (who, figure, words) in COMMUNES.items():
        superior = "linh" if unit_id == BESIDE else "quynh"
        slug = words[1]
        desk.say(superior, f"giao {slug}: lập {words[4]}, báo cáo, hạn 10/9")
        desk.say(superior, "giao")
        desk.say(who, "đã nhận 1")
        desk.fill(who, figure)
        desk.answer(who, "/bao-cao")
        desk.answer(who, "/bieu-do")
        desk.say(superior, f"trả lại {slug}: {words[4]} còn thiếu")
        desk.answer(superior, "/status")
        desk.answer(superior, f"/status {slug}")
        desk.answer(superior, f"/lich-su {slug} III.3.1.1")
        desk.answer(superior, "/tong-hop")
        desk.answer(superior, "/tre")
    desk.say("kim", "gửi lại")
    desk.say("lan", "gửi lại")
    desk.move("2024-09-16 08:00")
    for who in ("quynh", "linh"):
        desk.answer(who, "/tre")
        desk.answer(who, "/xep-hang")
        desk.answer(who, "/status đa")
    desk.answer("thanh", "/thay-nguoi lan cho dung")
    desk.database.close()
    return file


@pytest.fixture
def desk(country: Path, tmp_path: Path) -> Iterator[District]:
    file = tmp_path / "tried.db"
    shutil.copy(country, file)
    district = District(open_database(f"sqlite:///{file}"), _numbers=count(10_000))
    district.move("2024-09-16 09:00")
    yield district
    district.database.close()


def everything(desk: District) -> list[Message]:
    """Every message that was ever queued for anybody."""
    with desk.database.read() as session:
        ids = session.execute(OUTBOX.select().with_only_columns(OUTBOX.c.id)).scalars().all()
        return list(messages(session, ids))


def told(desk: District, who: str) -> str:
    """All that a person holds: words, buttons, names and contents of files."""
    parts = []
    for message in everything(desk):
        if message.address == Address("test", who):
            parts.append(message.reply.text)
            parts += [f"{choice.words} {choice.data}" for choice in message.reply.choices]
            for file in message.reply.files:
                parts += [file.name, *_insides(file.content)]
    return "\n".join(parts)


def _insides(content: bytes) -> Iterator[str]:
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "ignore")


def test_the_secrets_are_really_there(desk: District) -> None:
    """A search that could find nothing would prove nothing."""
    for unit_id, (who, figure, words) in COMMUNES.items():
        shown = f"{figure:,}".replace(",", ".")
        superior = "linh" if unit_id == BESIDE else "quynh"
        for holder, secret in ((who, (shown, words[0], words[4])), (superior, (shown, *words[3:]))):
            held = told(desk, holder)
            assert [word for word in secret if word not in held] == []


def by_id(desk: District, who: str) -> Iterator[tuple[str, str]]:
    """Texts and taps that name foreign units by id, slug, code or number, and every button."""
    foreign = sorted(set(COMMUNES) - SEES.get(who, set()))
    for word in (word.replace(" ", "-") for word in COMMANDS):
        yield f"/{word}", ""
        for unit_id in foreign:
            yield f"/{word} {unit_id}", ""
            yield "", f"/{word} bc{desk.report(unit_id).id}: lý do"
    for message in everything(desk):
        if message.address != Address("test", who):
            for choice in message.reply.choices:
                yield "", choice.data
    for unit_id in foreign:
        slug = COMMUNES[unit_id][2][1]
        yield f"/lich-su {slug} III.3.1.1", ""
        yield f"/status {slug} quý III", ""
        yield f"giao {slug}: việc lạ, báo cáo, hạn 20/9", ""
        yield "giao", ""
        yield f"q3 {slug} 14 14 0 0", ""
    for number in range(1, 6):
        for verb in ("xong", "việc", "vướng", "duyệt", "trả lại", "thu hồi", "gia hạn", "chuyển"):
            yield f"{verb} {number} lý do", ""
        for mark in ("task:done", "task:accept", "task:return", "task:show", "task:withdraw"):
            yield "", f"{mark}:{number}"
    yield "", "/nhac bc999999999"
    yield "", "/status ../../hung-yen/an-thi"
    yield "", "task:done:abc"
    yield "/status %s' OR 1=1 --", ""


def by_name(who: str) -> Iterator[tuple[str, str]]:
    """Texts that name foreign units as people do, and their people."""
    for unit_id in sorted(set(COMMUNES) - SEES.get(who, set())):
        _, _, words = COMMUNES[unit_id]
        for word in COMMANDS:
            yield f"{word} {words[0]}: lý do", ""
        yield f"/nghi-viec {words[2]}", ""
        yield f"bàn giao {words[3]} cho tôi", ""


@pytest.mark.parametrize("who", TRIED_BY)
def test_nobody_gets_a_word_of_a_unit_that_is_not_theirs(
    desk: District, who: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    foreign = sorted(set(COMMUNES) - SEES.get(who, set()))
    assert_holds_nothing(desk, who, [word for u in foreign for word in canaries(u)])
    tried(desk, who, by_id(desk, who))
    slugs = {COMMUNES[unit_id][2][1] for unit_id in foreign}  # said back as they were typed
    secret = {word for unit_id in foreign for word in canaries(unit_id)} - slugs
    assert_holds_nothing(desk, who, secret)
    tried(desk, who, by_name(who))
    typed = {word for unit_id in foreign for word in COMMUNES[unit_id][2][:4]}
    assert_holds_nothing(desk, who, secret - typed)
    assert "action=handle" not in caplog.text  # no attempt breaks the bot
    assert_nobody_meddled(desk)


def tried(desk: District, who: str, every: Iterator[tuple[str, str]]) -> None:
    """Everything is answered, at a pace that no flood guard stops."""
    for text, choice in list(every):
        desk.now += timedelta(seconds=3)
        assert desk.answer(who, text, choice=choice).text


def assert_holds_nothing(desk: District, who: str, secret: Iterable[str]) -> None:
    held = told(desk, who).splitlines()
    for word in (word for word in secret if word not in EXAMPLES):
        assert [line for line in held if word in line] == [], (who, word)


def assert_nobody_meddled(desk: District) -> None:
    """Every deed on record was done by somebody who may."""
    with desk.database.read() as session:
        unit_of = dict(
            tuple(row)
            for row in session.execute(
                OBLIGATIONS.select().with_only_columns(OBLIGATIONS.c.id, OBLIGATIONS.c.unit_id)
            )
        )
        for row in session.execute(HISTORY.select()).mappings():
            assert unit_of[row["obligation_id"]] in SEES[row["official_id"]], dict(row)
            assert row["official_id"] not in SUPERIORS, dict(row)
        for row in session.execute(AUDIT.select()).mappings():
            kind, _, number = row["subject"].partition(":")
            if kind == "obligation" and row["official_id"]:
                assert unit_of[int(number)] in SEES[row["official_id"]], dict(row)
        unit_of_task = {
            row["id"]: row["unit_id"] for row in session.execute(TASKS.select()).mappings()
        }
        for row in session.execute(EVENTS.select()).mappings():
            if row["official_id"]:
                assert unit_of_task[row["task_id"]] in SEES[row["official_id"]], dict(row)


@pytest.mark.parametrize("who", ["linh", "hung", STRANGER])
def test_a_forged_edit_corrects_nothing_of_others(desk: District, who: str) -> None:
    """The message ids of others, sent as edits from one's own address."""
    for message_id in [f"lan-{n}" for n in range(1, 8)] + [f"test:lan:lan-{n}" for n in range(3)]:
        incoming = Incoming(
            f"forged-{who}-{message_id}",
            Address("test", who),
            "I.1 = 31415",
            desk.now,
            message_id=message_id,
            edited=True,
        )
        receive(desk.database, desk.catalogue, incoming, desk.now)
    assert "31.415" not in told(desk, who)
    assert_nobody_meddled(desk)


def test_a_group_hears_nothing(desk: District) -> None:
    for text in ("/status xa-bac-son", "/tong-hop", "I.1 = 5"):
        incoming = Incoming(
            f"group-{text}", Address("test", "quynh"), text, desk.now, in_group=True
        )
        desk.mail("quynh")
        receive(desk.database, desk.catalogue, incoming, desk.now)
        (answer,) = desk.mail("quynh")
        assert answer.reply.files == ()
        assert "riêng" in answer.reply.text


def test_what_outliers_say_reaches_superiors_alone(desk: District) -> None:
    desk.answer("quynh", "/tong-hop")
    for message in everything(desk):
        if "Khác xa các đơn vị khác" in message.reply.text:
            assert message.address.chat in SUPERIORS


def test_every_refusal_is_on_record_and_says_what_to_do(desk: District) -> None:
    for text in ("/status xa-bac-son", "/duyet bc1", "/nghi-viec lan", "/xep-hang xa-bac-son"):
        before = len(desk.trail("official:linh"))
        answer = desk.say("linh", text)
        assert len(desk.trail("official:linh")) == before + 1, text
        assert any(word in answer for word in ("ví dụ", "Xin", "Xem")), answer
