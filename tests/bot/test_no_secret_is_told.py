"""The watch over all tests (`tests/conftest.py`) hears what it should hear: planted secrets."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.channels.port import ChannelError, ErrorKind
from bot.fault import UsageFault
from bot.metrics import Metrics
from tests.support.fake_telegram import TOKEN
from tests.support.fake_zalo_oa import FakeZaloOa
from tests.support.secrets_told import OURS, Told, leaks_in, listening

ROOT = Path(__file__).parents[2]
PHONE = "0912 345 678"

pytestmark = pytest.mark.tells_secrets


def logged(secret: str) -> None:
    logging.getLogger("bot.anything").debug("calling %s", secret)


def logged_beside(secret: str) -> None:
    logging.getLogger("storage.anything").info("calling", extra={"where": secret})


def logged_with_its_cause(secret: str) -> None:
    try:
        try:
            raise OSError(f"cannot reach {secret}")
        except OSError as error:
            raise RuntimeError("not sent") from error
    except RuntimeError:
        logging.getLogger("bot.anything").exception("action=send")


def raised_and_expected(secret: str) -> None:
    with pytest.raises(ValueError, match="refused"):
        raise ValueError(f"refused {secret}")


def raised_and_caught(secret: str) -> None:
    ChannelError(ErrorKind.REFUSED, secret)


def said_at_the_keyboard(secret: str) -> None:
    UsageFault("run.setting", key="NHACVIEC_DB", detail=secret)


def counted(secret: str) -> None:
    Metrics().sends.labels("telegram", secret).inc()


WAYS = [
    logged,
    logged_beside,
    logged_with_its_cause,
    raised_and_expected,
    raised_and_caught,
    said_at_the_keyboard,
    counted,
]


@pytest.mark.parametrize("secret", [TOKEN, FakeZaloOa.app_secret, "refresh-3", PHONE])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_planted_secret_is_heard(way: Callable[[str], None], secret: str) -> None:
    told = Told()
    with listening(told):
        way(secret)
        assert told.leaks()
        assert told.leaks() == []  # what was looked at is forgotten
        way("nothing of the kind")
        assert told.leaks() == []


def test_a_library_is_heard_as_the_log_lets_it_out() -> None:
    told = Told()
    with listening(told):
        logging.getLogger("aiohttp").warning("POST https://h/bot%s/getMe", TOKEN)
        assert told.leaks() == []  # masked
        logging.getLogger("aiohttp").warning("POST https://h/%s", FakeZaloOa.app_secret)
        assert told.leaks()


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20 23:49:36 update 912345678 of telegram:99 at 127.0.0.1:8080",
        "refresh_14014",
        "1763700000000 0123/UBND-VP 14 14 0 0",
    ],
)
def test_what_is_no_secret_is_let_through(text: str) -> None:
    assert leaks_in(text) == []


def test_all_our_folders_are_listened_to() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"catalogue", "benchmarks", "tests"} <= set(OURS)


def test_a_test_that_plants_a_secret_fails(tmp_path: Path) -> None:
    """As it is played for every test, in a run of its own."""
    (tmp_path / "conftest.py").write_text("from tests.conftest import *  # noqa: F403\n")
    test = tmp_path / "test_planted.py"
    test.write_text(
        "import logging\n"
        "def test_tells(): logging.getLogger('bot.x').info('POST /bot%s/getMe', "
        f"{TOKEN!r})\n"
        "def test_tells_nothing(): logging.getLogger('bot.x').info('POST')\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), str(test)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert "2 passed, 1 error" in done.stdout
    assert "bot.x" in done.stdout
