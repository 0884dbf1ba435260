"""The quarter of xã Bắc Sơn over real sockets: Telegram by both libraries, Zalo Bot, Zalo OA.

The same script is played on the terminal, and nothing may differ but the way of the messages.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.channels.console import Terminal
from bot.drawn import drawn
from bot.moving_clock import rings
from bot.rehearsal.play import Play
from bot.rehearsal.samples import begin, fresh_store, load_script
from bot.rehearsal.transcript import Move, Script
from bot.service.service import Service
from domain.report.figures import Figure
from domain.talk.messages import Address, Attachment, Reply
from handlers.documents.files import made_files
from handlers.people.invite import invite
from handlers.report.sheet import open_sheet
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.database.states import UNSETTLED, MessageState
from storage.messages.outbox import OUTBOX, Message, messages
from storage.people.officials import prefer_address
from storage.reports.rounds import Obligation, obligations_of
from tests.support.networks import Got, Networks, exchange, links_in, while_serving
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

SAMPLE = "bac-son"
AT_NETWORKS = {
    "lan": Address("telegram", "101"),
    "hoa": Address("telegram", "102"),
    "tuan": Address("telegram", "103"),
    "minh": Address("zalo_bot", "6ede9afa66b88fe6d6a9"),
    "quynh": Address("zalo_oa", "2512523625412515"),
}
AT_TERMINAL = ("dung", "thanh")
COST = re.compile(r"Từ \S+ \S+ \S+ đến nay, [^\n]* tin\.\n(Đã dùng [^\n]*\n)?")
PAGE = "/dien-tren-trang"
UNLINKED = "\n\nChưa liên lạc được: bà Dung (chưa liên kết), ông Thành (chưa liên kết)."
BEFORE = timedelta(minutes=30)  # people are linked before the first bell
NUMBERED = "bao-cao-xa-bac-son-2024-Q3-du-thao-lan-2.docx"  # once signer and number are given
ANNEX, REPORT = "phu-luc-xa-bac-son-2024-Q3.xlsx", "bao-cao-xa-bac-son-2024-Q3-du-thao-lan-1.docx"


@dataclass
class Rehearsal:
    """The performance over the networks, and what is left of it."""

    networks: Networks
    database: Database
    catalogue: Catalogue
    files: Path
    welcomed: dict[str, list[Got]] = field(default_factory=dict)
    asked_after: dict[str, list[Got]] = field(default_factory=dict)  # when all was done
    fetched: dict[str, bytes] = field(default_factory=dict)
    report: tuple[Attachment, ...] = ()
    code: int = -1

    def play(self, service: Service, script: Script) -> None:
        for official_id in AT_NETWORKS:
            self._link(official_id)
        for step in script.steps:
            if isinstance(step, Move):
                for moment in [*rings(self.networks.now, step.at), step.at]:
                    self.networks.move_to(moment)
                    service.ring()
                    self._settle()
            else:
                self._say(step.official_id, step.text)
        self.report = report_of(self.database, self.catalogue, script, self.networks.now)
        self._ask_for_files()

    def _link(self, official_id: str) -> None:
        with self.database.work() as session:
            code = invite(Work(session, self.catalogue, self.networks.now), official_id)
        self.welcomed[official_id] = self._say(official_id, f"/start {code}")
        with self.database.work() as session:
            prefer_address(session, AT_NETWORKS[official_id], self.networks.now)

    def _say(self, official_id: str, text: str) -> list[Got]:
        if official_id in AT_TERMINAL:
            self._terminal(official_id).hear(text)
            self._settle()
            return []
        phone = self.networks.phone(AT_NETWORKS[official_id])
        before = len(phone.got())
        exchange(phone, text)
        self._settle()
        return phone.got()[before:]

    def _settle(self) -> None:
        """Until nothing is left to send; who sits at the terminal looks at once."""
        wait_until(lambda: not self._unsettled())
        for official_id in AT_TERMINAL:
            list(self._terminal(official_id).waiting())

    def _terminal(self, official_id: str) -> Terminal:
        address, clock = Address("console", official_id), self.networks.clock
        return Terminal(self.database, self.catalogue, address, clock, self.files)

    def _unsettled(self) -> int:
        at_networks = OUTBOX.c.channel != "console"
        statement = select(func.count()).where(at_networks, OUTBOX.c.state.in_(UNSETTLED))
        with self.database.read() as session:
            return int(session.execute(statement).scalar_one())

    def _ask_for_files(self) -> None:
        for official_id, text in (
            ("minh", "/stauts"),
            ("minh", "/status"),
            ("minh", "báo cáo"),
            ("quynh", "/baocao xa-bac-son"),
            ("hoa", "báo cáo"),
        ):
            came = self._say(official_id, text)
            self.asked_after[f"{official_id} {text}"] = came
            for link in (link for got in came for link in links_in(got.text)):
                self.fetched[f"{official_id} {link.rpartition('/')[2]}"] = self.networks.fetch(link)


@pytest.fixture(scope="module")
def script() -> Script:
    return load_script(SAMPLE)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory, script: Script) -> Iterator[Play]:
    folder = tmp_path_factory.mktemp("terminal")
    database, catalogue = fresh_store(SAMPLE, folder / "terminal.db", begin(script))
    play = Play(database, catalogue, folder / "files")
    for _ in play.lines(script):
        pass
    yield play
    database.close()


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory, script: Script) -> Rehearsal:
    folder = tmp_path_factory.mktemp("networks")
    networks = Networks(begin(script) - BEFORE, of_second={AT_NETWORKS["tuan"].chat})
    database, catalogue = fresh_store(SAMPLE, folder / "networks.db", networks.now)
    played = Rehearsal(networks, database, catalogue, folder / "files")
    with (
        pytest.MonkeyPatch.context() as patch,
        networks.service(database, catalogue, folder / "data", patch) as service,
    ):
        serving = while_serving(service, lambda: played.play(service, script))
        played.code = asyncio.run(serving)
    return played


def report_of(
    database: Database, catalogue: Catalogue, script: Script, now: datetime
) -> tuple[Attachment, ...]:
    """As whoever asks for it gets it: sealed as the making that it is."""
    with database.work() as session:
        work = Work(session, catalogue, now)
        sheet = open_sheet(work, _obligation(work, script))
        files = made_files(work, work.people["hoa"], sheet)
    return tuple(map(drawn, files))


def figures_of(database: Database, catalogue: Catalogue, script: Script) -> dict[str, Figure]:
    with database.read() as session:
        work = Work(session, catalogue, begin(script))
        return dict(open_sheet(work, _obligation(work, script)).figures)


def _obligation(work: Work, script: Script) -> Obligation:
    every = obligations_of(work.session, script.header["unit"])
    return next(o for o in every if o.period_code == script.header["period"])


def everything(database: Database) -> list[Message]:
    """The whole outbox in its order."""
    with database.read() as session:
        ids = session.execute(select(OUTBOX.c.id).order_by(OUTBOX.c.id)).scalars().all()
        return list(messages(session, ids))


def test_every_figure_is_the_one_from_the_terminal(
    rehearsal: Rehearsal, terminal: Play, script: Script
) -> None:
    typed = figures_of(terminal.database, terminal.catalogue, script)
    assert len(typed) >= 97
    assert figures_of(rehearsal.database, rehearsal.catalogue, script) == typed


def test_report_and_annex_are_those_from_the_terminal_to_the_byte(
    rehearsal: Rehearsal, terminal: Play, script: Script
) -> None:
    assert terminal.now is not None
    expected = report_of(terminal.database, terminal.catalogue, script, terminal.now)
    assert [file.name for file in expected] == [NUMBERED, ANNEX]
    assert rehearsal.report == expected


def test_the_completed_report_came_over_telegram_as_the_terminal_wrote_it(
    rehearsal: Rehearsal, terminal: Play
) -> None:
    got = rehearsal.networks.phone(AT_NETWORKS["lan"]).got()
    files = {each.name: each.content for each in got if each.name}
    assert files == {name: (terminal.files / name).read_bytes() for name in (REPORT, ANNEX)}


@pytest.mark.parametrize("official_id", AT_NETWORKS)
def test_everybody_was_told_the_same_as_on_the_terminal(
    official_id: str, rehearsal: Rehearsal, terminal: Play
) -> None:
    """In the same order, with the same choices and files; a code's welcome comes before. Only what
    was said can be changed afterwards, and the terminal cannot change it."""
    expected = _told(terminal.database, Address("console", official_id))
    told = _told(rehearsal.database, AT_NETWORKS[official_id])[1 : 1 + len(expected)]
    assert list(map(_told_alike, told)) == list(map(_told_alike, expected))


def _told_alike(each: tuple[object, ...]) -> tuple[object, ...]:
    """Without the line about those whom no running channel serves, for at the terminal one does,
    without the tap on a page, for the terminal serves none, and without what the report has cost,
    for there nobody links an address."""
    kind, at, reply = each
    assert isinstance(reply, Reply)
    choices = tuple(choice for choice in reply.choices if choice.data != PAGE)
    text = COST.sub("", reply.text.replace(UNLINKED, ""))
    return kind, at, replace(reply, text=text, choices=choices)


@pytest.mark.parametrize("official_id", AT_TERMINAL)
def test_whom_no_running_channel_serves_is_answered_and_told_nothing_else(
    official_id: str, rehearsal: Rehearsal
) -> None:
    told = _told(rehearsal.database, Address("console", official_id))
    assert {kind for kind, *_ in told} <= {"reply"}


def _told(database: Database, address: Address) -> list[tuple[object, ...]]:
    return [
        (each.kind, each.queued_at, replace(each.reply, files=tuple(map(drawn, each.reply.files))))
        for each in everything(database)
        if each.address == address and each.kind != "edit"
    ]


def test_reminders_are_closed_where_a_message_can_be_changed(rehearsal: Rehearsal) -> None:
    networks = rehearsal.networks
    closed = [each for each in everything(rehearsal.database) if each.kind == "edit"]
    assert {each.address for each in closed} == {
        AT_NETWORKS[official_id] for official_id in ("lan", "hoa", "tuan")
    }
    edited = [
        (params["chat_id"], params["text"])
        for fake in (networks.telegram, networks.second)
        for method, params in fake.calls
        if method == "editMessageText"
    ]
    assert sorted(edited) == sorted((int(m.address.chat), m.reply.text) for m in closed)


def test_a_code_brought_everybody_in(rehearsal: Rehearsal) -> None:
    for official_id, name in (
        ("lan", "chị Lan"),
        ("hoa", "chị Hoa"),
        ("tuan", "anh Tuấn"),
        ("minh", "anh Minh"),
        ("quynh", "chị Quỳnh"),
    ):
        (welcome,) = rehearsal.welcomed[official_id]
        assert name in welcome.text


def test_everything_was_sent_without_trouble_and_each_only_by_the_own_network(
    rehearsal: Rehearsal,
) -> None:
    sent = everything(rehearsal.database)
    found = [(str(m.address), m.state, m.reason, m.attempts, m.repeats) for m in sent]
    troubled = [each for each in found if each[1:3] != (MessageState.SENT, "") or each[4]]
    assert troubled == []
    at_home = {Address("console", official_id) for official_id in AT_TERMINAL}
    assert {m.address for m in sent} <= at_home | {*AT_NETWORKS.values()}
    assert {m.address for m in sent} >= {*AT_NETWORKS.values()}
    for message in sent:
        if message.official_id in AT_NETWORKS:
            assert message.address == AT_NETWORKS[message.official_id]


def test_the_networks_were_told_nothing_that_they_refuse(rehearsal: Rehearsal) -> None:
    assert rehearsal.networks.refused() == []
    assert rehearsal.code == 0


def test_what_quynh_wrote_was_taken_in_the_end(rehearsal: Rehearsal) -> None:
    """Her network waits two seconds for a picture to be drawn, and else (0) brings it again."""
    answered = [status for _, status in rehearsal.networks.zalo_oa.attempts]
    assert set(answered) <= {0, 200}
    assert answered.count(200) == len(("the code", "/status", "/baocao"))
    assert answered[-1] == 200


def test_nobody_else_heard_anything(rehearsal: Rehearsal) -> None:
    networks = rehearsal.networks
    assert {sent.chat for sent in networks.telegram.sent} == {101, 102}
    assert {sent.chat for sent in networks.second.sent} == {103}
    assert {sent.chat for sent in networks.zalo_bot.delivered} == {AT_NETWORKS["minh"].chat}
    assert {sent.chat for sent in networks.zalo_oa.delivered} == {AT_NETWORKS["quynh"].chat}


def test_lan_tapped_what_she_was_offered(rehearsal: Rehearsal) -> None:
    got = rehearsal.networks.phone(AT_NETWORKS["lan"]).got()
    assert ("đúng", "sai") in [each.buttons for each in got]
    assert len(rehearsal.networks.telegram.answered) == 1


def test_zalo_bot_has_words_for_buttons(rehearsal: Rehearsal) -> None:
    (got,) = rehearsal.asked_after["minh /stauts"]
    assert got.text.endswith("Mời trả lời bằng một trong các từ: /status")


def test_zalo_bot_has_pictures_fetched_from_us(rehearsal: Rehearsal) -> None:
    (got,) = rehearsal.asked_after["minh /status"]
    assert got.text.startswith("Xã Bắc Sơn")
    assert got.content.startswith(b"\x89PNG")


def test_zalo_bot_has_signed_links_for_files(rehearsal: Rehearsal) -> None:
    (got,) = rehearsal.asked_after["minh báo cáo"]
    assert got.content == b""
    assert len(links_in(got.text)) == 2
    for file in rehearsal.report:
        assert rehearsal.fetched[f"minh {file.name}"] == file.content


def test_zalo_oa_has_the_document_as_a_file_and_the_workbook_as_a_link(
    rehearsal: Rehearsal,
) -> None:
    report, annex = rehearsal.report
    got = rehearsal.asked_after["quynh /baocao xa-bac-son"]
    assert [each.content for each in got if each.content] == [report.content]
    assert rehearsal.fetched[f"quynh {annex.name}"] == annex.content
    assert f"quynh {report.name}" not in rehearsal.fetched


def test_zalo_oa_kept_renewing_its_keys(rehearsal: Rehearsal) -> None:
    """They live for 25 hours, and a fortnight has passed between her messages."""
    assert rehearsal.networks.zalo_oa.refreshes >= 2
