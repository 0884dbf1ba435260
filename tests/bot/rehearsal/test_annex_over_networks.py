"""A filled annex as a file over real sockets: Telegram by both libraries, Zalo OA; and where no
file comes through, a way that works."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rehearsal.samples import begin, fresh_store, load_script
from domain.report.figures import Figure
from domain.talk.messages import Address, Attachment
from handlers.people.invite import invite
from handlers.work import Work
from storage.people.officials import prefer_address
from storage.reports.figures import figures, history
from storage.reports.rounds import obligations_of
from tests.channels.zalo_rigs import Shelf
from tests.support.annex_files import filled, own_csv, own_docx
from tests.support.fake_server import Upload
from tests.support.fake_zalo_bot import event
from tests.support.networks import Got, Networks, exchange, while_serving
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

PEOPLE = {
    "lan": Address("telegram", "101"),
    "tuan": Address("telegram", "103"),  # by the other library
    "hoa": Address("zalo_oa", "2512523625412515"),
    "minh": Address("zalo_bot", "6ede9afa66b88fe6d6a9"),
}
HEADING = ("UBND XÃ BẮC SƠN", "PHỤ LỤC QUÝ III NĂM 2024")
UNIT = "hung-yen/an-thi/xa-bac-son"


class Stage:
    """Everybody is linked, the first reminder has come."""

    def __init__(self, folder: Path) -> None:
        script = load_script("bac-son")
        begun = begin(script) - timedelta(minutes=30)
        self.networks = Networks(begun, of_second={PEOPLE["tuan"].chat})
        self.database, self.catalogue = fresh_store("bac-son", folder / "n.db", begun)
        self.ring_at = begin(script)
        self.folder = folder

    def play(self, patch: pytest.MonkeyPatch, scene: Callable[[], None]) -> None:
        with self.networks.service(
            self.database, self.catalogue, self.folder / "data", patch
        ) as service:

            def play() -> None:
                for name in PEOPLE:
                    self._link(name)
                self.networks.move_to(self.ring_at)
                service.ring()
                scene()

            assert asyncio.run(while_serving(service, play)) == 0

    def _link(self, name: str) -> None:
        with self.database.work() as session:
            code = invite(Work(session, self.catalogue, self.networks.now), name)
        self.say(name, f"/start {code}")
        with self.database.work() as session:
            prefer_address(session, PEOPLE[name], self.networks.now)

    def say(self, name: str, text: str) -> list[Got]:
        return exchange(self.networks.phone(PEOPLE[name]), text)

    def after(self, name: str, do: Callable[[], object], says: str) -> Got:
        """The message with these words that comes once something was done."""
        phone = self.networks.phone(PEOPLE[name])
        before = len(phone.got())
        do()
        wait_until(lambda: any(says in got.text for got in phone.got()[before:]))
        return next(got for got in phone.got()[before:] if says in got.text)

    def figures(self) -> dict[str, Figure]:
        with self.database.read() as session:
            every = obligations_of(session, UNIT)
            report = next(o for o in every if o.period_code == "2024-Q3")
            found = figures(session, report.id)
            assert all(len(history(session, report.id, code)) == 1 for code in found)
        return found


def test_a_document_is_shown_and_written_with_one_tap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(tmp_path)
    telegram, second = stage.networks.telegram, stage.networks.second

    def upload(file: Attachment) -> Upload:
        return Upload(file.name, file.media, file.content)

    def scene() -> None:
        phone = stage.networks.phone(PEOPLE["lan"])
        stage.after("lan", lambda: phone.write("/mau"), "Cách dùng")
        wait_until(lambda: any(got.content for got in phone.got()))
        (given,) = [got for got in phone.got() if got.content]
        content = filled(given.content, {"I.4.1": 14, "I.4.2": 13, "I.4.3": 1, "I.4.4": 0})
        file = Upload(given.name, "application/x", content)
        shown = stage.after("lan", lambda: telegram.send_file(101, file), "4 số mới")
        assert shown.buttons == ("ghi", "thôi")
        assert stage.figures() == {}
        stage.after("lan", lambda: phone.write("ghi"), "Đã ghi 4 số")
        stage.after("lan", lambda: telegram.send_file(101, file), "Không có số nào để ghi")

        letter = own_docx({"II.1": 0, "II.1.1": 0, "II.1.2": 0}, HEADING)
        stage.after("tuan", lambda: second.send_file(103, upload(letter)), "3 số mới")
        stage.after("tuan", lambda: second.say(103, "ghi"), "Đã ghi 3 số")

        table = upload(own_csv({"I.4.1": 14, "I.4.2": 99, "I.4.3": 0, "I.4.4": 0}))
        told = stage.after(
            "lan", lambda: telegram.send_file(101, table, "kiểm tra"), "Bot chỉ kiểm tra"
        )
        assert "sai" in told.text
        macros = Upload("phu-luc.xlsm", "application/x", content)
        stage.after("lan", lambda: telegram.send_file(101, macros), "không nhận loại tệp này")

    stage.play(monkeypatch, scene)
    assert {code: f.value for code, f in stage.figures().items()} == {
        "I.4.1": 14,
        "I.4.2": 13,
        "I.4.3": 1,
        "I.4.4": 0,
        "II.1": 0,
        "II.1.1": 0,
        "II.1.2": 0,
    }
    fetched = [name for name, _ in telegram.calls if name == "getFile"]
    assert len(fetched) == 3  # not of the file with macros


def test_zalo_brings_a_file_or_says_what_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(tmp_path)
    file = own_csv({"VI.1.1": 17465, "VI.1.2": 3598}, "phu-luc.csv")

    def scene() -> None:
        with Shelf() as shelf:
            shelf.content = file.content
            payload = {"url": f"{shelf.url}/1", "name": file.name}
            message = {"attachments": [{"type": "file", "payload": payload}]}
            oa, person = stage.networks.zalo_oa, PEOPLE["hoa"].chat
            shown = stage.after(
                "hoa", lambda: oa.event(person, "user_send_file", message), "2 số mới"
            )
            assert "ghi" in shown.buttons
        stage.say("hoa", "ghi")
        wait_until(lambda: len(stage.figures()) == 2)
        unsupported = event("unsupported", PEOPLE["minh"].chat, {}, "m-file")
        bot = stage.networks.zalo_bot
        told = stage.after("minh", lambda: bot.arrive(unsupported), "không nhận được tệp này")
        assert "dán vào tin nhắn" in told.text

    stage.play(monkeypatch, scene)
    assert {code: f.value for code, f in stage.figures().items()} == {
        "VI.1.1": 17465,
        "VI.1.2": 3598,
    }
