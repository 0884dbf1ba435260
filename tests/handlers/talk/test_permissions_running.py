"""No row of data crosses to a unit beside it: by command, button, forged callback, file or error.

Every commune has figures, people, tasks and reasons that occur nowhere else. Everybody then tries
every command on every unit, every button that anybody has ever been shown, and what others have
typed. Afterwards nobody holds a word of a unit that is not theirs, and nobody has done anything to
one.
"""

from __future__ import annotations

import ast
import logging
import shutil
from collections.abc import Iterable, Iterator
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.drawn import drawn
from bot.inbox.inbox import receive
from bot.links import Links
from bot.web.downloads import download_route
from domain.people.people import Post, Role
from domain.talk.messages import Address, Incoming
from domain.tasks.words import Verb
from domain.words import fold
from handlers.figures.questions import usual_reasons
from handlers.people.invite import invite
from handlers.talk.intents import INTENTS
from handlers.wording.say import texts
from handlers.work import Work
from storage.catalogue.words import phrases
from storage.database.audit import AUDIT
from storage.database.database import open_database
from storage.messages.outbox import OUTBOX, Message, messages
from storage.people.officials import link_address, save_official
from storage.reports.figures import HISTORY
from storage.reports.rounds import OBLIGATIONS
from storage.tasks.tasks import EVENTS, TASKS
from tests.once_in_a_run import once_in_a_run
from tests.support.district import BAC_SON, BESIDE, DA_LOC, FIELDS, PHU_UNG, District, person
from tests.web.serving import serving

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
    "tap": {"hung-yen/an-thi/xa-thuc-hanh"},
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
COMMANDS = [fold(intent.words[0]) for intent in INTENTS if intent.command]
"""Every command by one of its words: out of the router's own table, so that a new one is tried."""
ANSWER_WORDS = (
    "yes",
    "no",
    *usual_reasons(),
    "drop",
    "write",
    "go",
    "day",
    "figures",
    "leave",
    "sound",
    "without_reason",
)
TASK_WORDS = {Verb(verb): listed[-1] for verb, listed in phrases("task").items()}
"""Every act on a task by one of its words, out of the table by which they are read."""
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

    def make(folder: Path) -> None:
        shutil.copy(migrated_file, folder / "country.db")
        play_the_country(folder / "country.db")

    return once_in_a_run("country", tmp_path_factory, make) / "country.db"


def play_the_country(file: Path) -> None:
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
                parts.append(file.name)
                if not file.name.endswith(".png"):  # a picture has no words to look through
                    parts += _insides(drawn(file).content)
    return "\n".join(parts)


def _insides(content: bytes) -> Iterator[str]:
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "ignore")


def test_every_act_on_a_task_has_a_word_that_is_tried() -> None:
    assert set(TASK_WORDS) == set(Verb)


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
            yield f"/{word} {COMMUNES[unit_id][0]}", ""  # the id of a person
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
        for verb, word in TASK_WORDS.items():
            yield f"{word} {number} lý do", ""
            for mark in (f"task:{verb.value}", f"task:yes:{verb.value}", f"task:no:{verb.value}"):
                yield "", f"{mark}:{number}"
        yield "", f"task:figures:progress:{number}"
    for unit_id in foreign:
        who_fills, report = COMMUNES[unit_id][0], desk.report(unit_id).id
        for mark in ("report:", "annex:", "annex:of:", "leave:yes:", "leave:no:"):
            yield "", f"{mark}{report}"
            yield "", f"{mark}{who_fills}"
    for data in (
        "yes",
        "no",
        "keep",
        "/nhac tat ca",
        "practice:leave",
        "task:draft:go",
        "task:draft:day",
        "task:draft:drop",
    ):
        yield "", data
    for data in ("task:table:go", "task:table:day", "task:table:drop"):
        yield "", data
    for number in range(1, 6):
        for word in ANSWER_WORDS:
            yield "", f"q:{number}:{word}"
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
    assert "31.415" not in told(desk, "lan")  # at most the own report is written
    assert_nobody_meddled(desk)


def test_every_kind_of_button_that_the_code_makes_is_tried(desk: District) -> None:
    tried_data = {choice for _, choice in by_id(desk, "linh") if choice}
    made = set(made_by_the_code())
    assert len(made) > 12
    made -= set(ANSWER_WORDS)  # tried behind the number of their question
    untried = {data for data in made if not any(each.startswith(data) for each in tried_data)}
    assert untried == set()


def made_by_the_code() -> Iterator[str]:
    """How the data of every `Choice` in the handlers begin."""
    for path in sorted(Path("handlers").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            named = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Choice"
            if named and len(node.args) == 2 and (data := beginning(node.args[1], constants)):
                yield data


def beginning(node: ast.expr, constants: dict[str, str]) -> str:
    """What of an argument is known without running the program."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Name):
        return constants.get(node.id, "")
    if not isinstance(node, ast.JoinedStr):
        return ""
    said = ""
    for piece in node.values:
        value = piece.value
        if isinstance(piece, ast.Constant):
            said += str(value)
        elif isinstance(value, ast.Name) and value.id in constants:
            said += constants[value.id]
        else:
            break
    return said.rstrip()


# Those who have left, those who come with a code, links


@pytest.mark.slow
def test_whose_post_has_ended_is_a_stranger(desk: District) -> None:
    """Their address still stands; nothing of the unit comes to it any more."""
    with desk.database.work() as session:
        ended = (desk.now - timedelta(days=1)).date()
        post = Post(PHU_UNG, Role.OFFICIAL, FIELDS, valid_to=ended)
        save_official(session, person("cu", "Trịnh Thị Cũ", post), desk.now)
        link_address(session, "cu", Address("test", "cu"), desk.now)
    tried(desk, "cu", by_id(desk, "cu"))
    assert_holds_nothing(desk, "cu", [word for u in COMMUNES for word in secrets_of(u)])


def test_who_was_handed_over_gets_nothing_from_that_moment(desk: District) -> None:
    agreed = desk.answer("hien", "/thay-nguoi nam cho hien")
    desk.tap("hien", agreed, "/thay-nguoi")
    known = len(told(desk, "nam"))
    tried(desk, "nam", by_id(desk, "nam"))
    desk.move("2024-09-17 07:30")
    new = told(desk, "nam")[known:].splitlines()
    for word in (word for u in COMMUNES for word in secrets_of(u) if word not in EXAMPLES):
        assert [line for line in new if word in line] == [], word


def secrets_of(unit_id: str) -> set[str]:
    """Without the slug, which is said back as it was typed."""
    return set(canaries(unit_id)) - {COMMUNES[unit_id][2][1]}


@pytest.mark.slow
def test_a_code_opens_the_desk_of_its_person_alone_and_once(desk: District) -> None:
    with desk.database.work() as session:
        code = invite(Work(session, desk.catalogue, desk.now), "kim")
    assert "chị Kim" in desk.say("moi", code)
    tried(desk, "moi", by_id(desk, "kim"))
    foreign = AN_THI_COMMUNES
    assert_holds_nothing(desk, "moi", [word for u in foreign for word in secrets_of(u)])
    again = desk.say(STRANGER, code)
    assert "đã được dùng" in again
    assert_holds_nothing(desk, STRANGER, [word for u in COMMUNES for word in secrets_of(u)])


def test_no_link_is_good_for_another_file(desk: District) -> None:
    """A signed link, bent to every other message that has a file: nothing but a refusal."""
    links = Links("a key", "https://example.vn/", lambda: desk.now)
    filed = [message for message in everything(desk) if message.reply.files]
    assert len({message.address.chat for message in filed}) > 3
    own = next(message for message in filed if message.address.chat == "lan")
    path = links.of(own)(own.reply.files[0]).removeprefix("https://example.vn")
    with serving([download_route(desk.database, links)]) as client:
        assert client.get(path).status_code == 200
        for other in filed:
            if other.address.chat == "lan":
                continue
            theirs = links.of(other)(other.reply.files[0]).removeprefix("https://example.vn")
            for bent in bent_to(path, theirs):
                answer = client.get(bent)
                assert answer.status_code in (403, 404, 410), bent
                assert len(answer.content) < 500


def bent_to(path: str, other: str) -> Iterator[str]:
    """The own signature behind the message of somebody else, in every way of cutting."""
    mine, theirs = path.strip("/").split("/"), other.strip("/").split("/")
    yield "/" + "/".join([*mine[:1], mine[1], *theirs[2:], "x"])
    own_parts, their_parts = mine[1].split("."), theirs[1].split(".")
    for cut in range(1, len(own_parts)):
        token = ".".join([*their_parts[:cut], *own_parts[cut:]])
        if token not in (mine[1], theirs[1]):
            yield "/" + "/".join([mine[0], token, *mine[2:]])


@pytest.mark.parametrize("who", ["quynh", "lan", "linh"])
def test_a_group_hears_no_figure_no_name_and_no_file(desk: District, who: str) -> None:
    """Whatever is called there: at most how many."""
    texts_ = [f"/{word.replace(' ', '-')}" for word in COMMANDS]
    texts_ += [f"/{word} xa-bac-son" for word in ("status", "bao-cao", "lich-su", "tre")]
    texts_ += ["I.1 = 5", "xong 1", "việc 1"]
    group = Address("test", "nhom")
    for number, text in enumerate(texts_):
        incoming = Incoming(f"g-{who}-{number}", group, text, desk.now, in_group=True, sender=who)
        receive(desk.database, desk.catalogue, incoming, desk.now)
    held = told(desk, "nhom")
    for unit_id, (_, figure, words) in COMMUNES.items():
        for secret in (*words[2:], str(figure), f"{figure:,}".replace(",", ".")):
            assert secret not in held, (unit_id, secret)
    assert not any(m.reply.files for m in everything(desk) if m.address == group)
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
