"""The rotating tokens of an Official Account: asked for once, never lost."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.port import ChannelError, ErrorKind
from bot.channels.zalo_tokens import AGAIN, LOST, Access, Ask, FileTokenStore, Tokens, ask_zalo
from tests.support.fake_server import Answer, Fault, closed_url
from tests.support.fake_zalo_oa import FakeZaloOa
from tests.support.waiting import until

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
TOKEN_PATH = "/v4/oa/access_token"

# A process that renews: its arguments are the file, the server, and what goes wrong.
PROCESS = f"""
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.channels import zalo_tokens as z
store = z.FileTokenStore(Path(sys.argv[1]))
app = ("{FakeZaloOa.app_id}", "{FakeZaloOa.app_secret}")
ask = z.ask_zalo(*app, lambda: datetime.now(UTC), sys.argv[2])
if sys.argv[3] == "dies":
    write = z.write_durably
    def die(file, content):
        write(file, content)
        if file.name.endswith(".answer"):
            os._exit(9)
    z.write_durably = die
if sys.argv[3] == "dies before it writes":
    heard = ask
    def ask(tokens):
        heard(tokens)
        os._exit(9)
print("ready", flush=True)
sys.stdin.readline()
print(store.refresh_under_lock(sys.argv[4], ask).access)
"""


def start(
    file: Path, fake: FakeZaloOa, how: str = "lives", spent: str = ""
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROCESS, str(file), fake.url + TOKEN_PATH, how, spent],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def go(process: subprocess.Popen[str]) -> str:
    """What the process prints at last; it has been waiting for this."""
    out, _ = process.communicate("\n", timeout=30)
    return out.strip()


@pytest.fixture
def store(tmp_path: Path) -> FileTokenStore:
    kept = FileTokenStore(tmp_path / "zalo" / "tokens.json")
    kept.enter(Tokens(refresh="refresh-0"))
    return kept


def asker(fake: FakeZaloOa) -> Ask:
    return ask_zalo(fake.app_id, fake.app_secret, lambda: fake.now, fake.url + TOKEN_PATH)


def test_nothing_to_start_with(tmp_path: Path) -> None:
    with FakeZaloOa() as fake:
        store = FileTokenStore(tmp_path / "tokens.json")
        access = Access(store, asker(fake), lambda: fake.now)
        with pytest.raises(ChannelError) as caught:
            asyncio.run(access.token())
        assert (caught.value.kind, caught.value.detail) == (ErrorKind.UNAUTHORISED, "no_tokens")
        assert fake.requests == []


def test_a_token_serves_until_shortly_before_its_end(store: FileTokenStore) -> None:
    with FakeZaloOa() as fake:
        access = Access(store, asker(fake), lambda: fake.now)

        async def live() -> list[str]:
            tokens = []
            for hours in (0, 18.9, 19.1, 37):  # the first lives for 25 hours
                fake.now = NOW + timedelta(hours=hours)
                tokens.append(await access.token())
            return tokens

        first, second, third, fourth = asyncio.run(live())
        assert first == second != third == fourth
        assert fake.refreshes == 2


def test_what_was_saved_is_read_by_another_process(store: FileTokenStore) -> None:
    with FakeZaloOa() as fake:
        renewed = store.refresh_under_lock("", asker(fake))
    assert store.load() == renewed
    assert (renewed.refresh, renewed.expires_at) == ("refresh-1", NOW + timedelta(seconds=90000))


def test_who_comes_second_gets_what_the_first_has_brought(store: FileTokenStore) -> None:
    with FakeZaloOa() as fake:
        first = store.refresh_under_lock("", asker(fake))
        assert store.refresh_under_lock("", asker(fake)) == first
        assert fake.refreshes == 1
        assert store.refresh_under_lock(first.access, asker(fake)) != first
        assert fake.refreshes == 2


def test_two_processes_ask_once(store: FileTokenStore, tmp_path: Path) -> None:
    file = tmp_path / "zalo" / "tokens.json"
    with FakeZaloOa() as fake:
        fake.faults.add("access_token", Fault(delay=0.2))  # the second comes while the first asks
        processes = [start(file, fake), start(file, fake)]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        printed = [process.communicate(timeout=30)[0].strip() for process in processes]
        assert fake.refreshes == 1
        kept = store.load()
        assert kept is not None
        assert printed == [kept.access, kept.access]


def test_a_process_dies_between_the_answer_and_the_saving(
    store: FileTokenStore, tmp_path: Path
) -> None:
    with FakeZaloOa() as fake:
        process = start(tmp_path / "zalo" / "tokens.json", fake, "dies")
        assert go(process) == "ready"
        assert process.returncode == 9
        # Another process already sees the new pair, and the next renewal goes on from it.
        seen = store.load()
        assert seen is not None
        assert (seen.refresh, fake.refreshes) == ("refresh-1", 1)
        assert store.refresh_under_lock("", asker(fake)) == seen
        assert store.refresh_under_lock(seen.access, asker(fake)).refresh == "refresh-2"


def test_a_pair_that_nobody_wrote_down_is_called_lost_while_the_old_token_still_serves(
    store: FileTokenStore, tmp_path: Path
) -> None:
    with FakeZaloOa() as fake:
        access = Access(store, asker(fake), lambda: fake.now)
        old = asyncio.run(access.token())
        kept = store.load()
        assert kept is not None
        file = tmp_path / "zalo" / "tokens.json"
        process = start(file, fake, "dies before it writes", spent=kept.access)
        assert go(process) == "ready"
        assert process.returncode == 9
        fake.now = NOW + timedelta(hours=20)
        assert asyncio.run(access.token()) == old
        assert access.trouble is not None
        assert (access.trouble.kind, access.trouble.detail) == (ErrorKind.UNAUTHORISED, LOST)
        with pytest.raises(ChannelError, match=LOST):
            asyncio.run(access.keep())  # from here the administrator is told
        fake.now = NOW + timedelta(hours=25)
        with pytest.raises(ChannelError):
            asyncio.run(access.token())


def test_a_server_that_is_away_for_a_while_costs_nothing(store: FileTokenStore) -> None:
    with FakeZaloOa() as fake:
        access = Access(store, asker(fake), lambda: fake.now)
        old = asyncio.run(access.token())
        fake.now = NOW + timedelta(hours=20)
        fake.faults.add("access_token", Fault(answer=Answer(503, b"")))
        assert asyncio.run(access.token()) == old
        assert asyncio.run(access.token()) == old  # it is not asked again at once
        assert fake.refreshes == 1
        fake.now += AGAIN
        assert asyncio.run(access.token()) != old
        assert access.trouble is None


def test_a_pair_that_was_only_received_survives_a_failed_renewal(
    store: FileTokenStore, tmp_path: Path
) -> None:
    with FakeZaloOa() as fake:
        go(start(tmp_path / "zalo" / "tokens.json", fake, "dies"))
        seen = store.load()
        assert seen is not None
        fake.faults.add("access_token", Fault(answer=Answer(200, b"<html>")))
        with pytest.raises(ChannelError):
            store.refresh_under_lock(seen.access, asker(fake))
        assert store.load() == seen


def test_an_answer_that_nobody_can_read_is_put_aside(store: FileTokenStore, tmp_path: Path) -> None:
    with FakeZaloOa() as fake:
        fake.faults.add("access_token", Fault(answer=Answer(200, b'{"tokens": "new shape"}')))
        with pytest.raises(ChannelError):
            store.refresh_under_lock("", asker(fake))
    aside = tmp_path / "zalo" / "tokens.json.unread"
    assert aside.read_bytes().endswith(b'{"tokens": "new shape"}')


def test_a_cancelled_message_does_not_lose_the_answer(store: FileTokenStore) -> None:
    with FakeZaloOa() as fake:
        fake.faults.add("access_token", Fault(delay=0.1))
        access = Access(store, asker(fake), lambda: fake.now)

        async def impatient() -> None:
            waiting = asyncio.create_task(access.token())
            await until(lambda: fake.requests)
            waiting.cancel()
            await asyncio.wait({waiting})

        asyncio.run(impatient())
        kept = store.load()
        assert kept is not None
        assert kept.refresh == "refresh-1"


@pytest.mark.parametrize(
    ("fault", "kind", "detail"),
    [
        (Fault(answer=Answer(500)), ErrorKind.TRANSIENT, "refresh_http_500"),
        (Fault(answer=Answer(429)), ErrorKind.TRANSIENT, "refresh_http_429"),
        (Fault(answer=Answer(200, b"<html>")), ErrorKind.TRANSIENT, "refresh_unreadable"),
        (Fault(answer=Answer(200, b"[]")), ErrorKind.TRANSIENT, "refresh_unreadable"),
        (Fault(answer=Answer.of({"access_token": "a"})), ErrorKind.TRANSIENT, "refresh_unreadable"),
        (
            Fault(answer=Answer.of({"error": -14014, "error_name": "Invalid refresh token"})),
            ErrorKind.UNAUTHORISED,
            "refresh_14014",
        ),
        (Fault(drop="before"), ErrorKind.TRANSIENT, "refresh_RemoteProtocolError"),
    ],
)
def test_a_failure_leaves_the_pair_for_the_next_attempt(
    store: FileTokenStore, fault: Fault, kind: ErrorKind, detail: str
) -> None:
    with FakeZaloOa() as fake:
        fake.faults.add("access_token", fault)
        with pytest.raises(ChannelError) as caught:
            store.refresh_under_lock("", asker(fake))
        assert caught.value.kind == kind
        assert caught.value.detail in (detail, detail.replace("RemoteProtocol", "Read"))
        assert store.load() == Tokens(refresh="refresh-0")
        assert store.refresh_under_lock("", asker(fake)).refresh == "refresh-1"


def test_nobody_answers(store: FileTokenStore) -> None:
    ask = ask_zalo("4567", "app-secret", lambda: NOW, closed_url())
    with pytest.raises(ChannelError) as caught:
        store.refresh_under_lock("", ask)
    assert (caught.value.kind, caught.value.detail) == (
        ErrorKind.TRANSIENT,
        "refresh_ConnectError",
    )


def test_a_spent_refresh_token_needs_an_administrator(store: FileTokenStore) -> None:
    with FakeZaloOa() as fake:
        fake.faults.add("access_token", Fault(drop="after"))  # it is spent, but we never learn
        for kind, detail in [(ErrorKind.TRANSIENT, "refresh_"), (ErrorKind.UNAUTHORISED, "14020")]:
            with pytest.raises(ChannelError) as caught:
                store.refresh_under_lock("", asker(fake))
            assert caught.value.kind == kind
            assert detail in caught.value.detail
        store.enter(Tokens(refresh="refresh-1"))
        assert store.refresh_under_lock("", asker(fake)).refresh == "refresh-2"


@pytest.mark.parametrize("life", ['"3600"', "3600", "null", '"soon"'])
def test_the_life_of_a_token_is_text_number_or_unknown(store: FileTokenStore, life: str) -> None:
    body = f'{{"access_token": "a", "refresh_token": "r", "expires_in": {life}}}'
    with FakeZaloOa() as fake:
        fake.faults.add("access_token", Fault(answer=Answer(200, body.encode())))
        tokens = store.refresh_under_lock("", asker(fake))
    assert tokens.expires_at == NOW + timedelta(hours=1)


def test_tokens_are_nowhere_to_be_read(store: FileTokenStore, tmp_path: Path) -> None:
    with FakeZaloOa() as fake:
        tokens = store.refresh_under_lock("", asker(fake))
    assert "refresh-1" not in repr(tokens)
    assert tokens.access not in repr(tokens)
    files = [file for file in (tmp_path / "zalo").iterdir() if not file.name.endswith(".lock")]
    assert [file.name for file in files] == ["tokens.json"]
    assert json.loads(files[0].read_text())["refresh"] == "refresh-1"
    if sys.platform != "win32":
        assert files[0].stat().st_mode & 0o077 == 0
