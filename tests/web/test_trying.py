"""`nhacviec demo --page`: the address at once, the page behind it, and none of it unasked."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.cli.trying import has_browser
from tests.bot import warm
from tests.bot.running import ROOT, Running, free_port

pytestmark = pytest.mark.slow


@contextmanager
def trying(folder: Path, *words: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    environment = warm.surroundings(folder, NHACVIEC_DATA=str(folder))
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "bot", "demo", "--page", *words],
        env=environment | settings,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_the_address_is_said_before_anything_heavy_is_loaded(tmp_path: Path) -> None:
    """Whoever opens it waits, and is not turned away; a signal ends it in order."""
    port = free_port()
    with trying(tmp_path, "--sample", "an-thi-2024", NHACVIEC_WEB_PORT=str(port)) as process:
        url = f"http://127.0.0.1:{port}/"
        assert url in first_line(process)
        page = httpx.get(url, trust_env=False, timeout=60)
        assert page.status_code == 200
        assert '<option value="an-thi-2024" selected>' in page.text
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def test_nothing_heavy_stands_before_the_address() -> None:
    heavy = "sqlalchemy uvicorn starlette pydantic matplotlib handlers.talk storage.database"
    script = f"import sys, bot.cli.trying; print([n for n in {heavy.split()} if n in sys.modules])"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, check=True)
    assert told.stdout.strip() == b"[]"


def test_a_taken_port_is_no_obstacle_unless_it_was_asked_for(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with trying(tmp_path, NHACVIEC_WEB_PORT=port) as process:
            _, told = process.communicate(timeout=60)
            assert process.returncode == 2
            assert port in told


def test_a_sample_that_there_is_not_is_named(tmp_path: Path) -> None:
    with trying(tmp_path, "--sample", "an-thu", NHACVIEC_WEB_PORT="0") as process:
        _, told = process.communicate(timeout=60)
        assert process.returncode == 2
        assert "an-thi-2024" in told
        assert "Traceback" not in told


def test_without_the_setting_there_are_no_phones(tmp_path: Path) -> None:
    db = str(tmp_path / "bot.db")
    made = [sys.executable, "-m", "bot", "migrate", "--db", db]
    subprocess.run(made, cwd=ROOT, check=True, capture_output=True)
    with Running(tmp_path, db=db) as run:
        run.started()
        assert run.get("/house.css").status_code == 200
        for path in ("/", "/phones.js", "/phones/state", "/phones/older", "/phones/file/1/0/a"):
            assert run.get(path).status_code == 404, path
        for path in ("say", "file", "clock", "play", "sample"):
            told = httpx.post(f"{run.url}/phones/{path}", json={}, trust_env=False)
            assert told.status_code == 404, path


@pytest.mark.parametrize(
    ("named", "there"),
    [({}, False), ({"DISPLAY": ":0"}, True), ({"DISPLAY": ":0", "SSH_CONNECTION": "x"}, False)],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other desktops always have one")
def test_a_browser_is_where_a_desktop_is(
    monkeypatch: pytest.MonkeyPatch, named: dict[str, str], there: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "CI"):
        monkeypatch.delenv(name, raising=False)
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    assert has_browser() is there
