"""The log: one line per event, whatever is hidden stays hidden."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from bot.service.logs import ALIKE_SECONDS, MOST_ALIKE, QUIET, Repeats, set_up_log

pytestmark = pytest.mark.tells_secrets

TOKEN = "123456789:AAHfakeFAKEfakeFAKEfakeFAKEfakeFAKE"
PHONE = "0912 345 678"


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in (None, *QUIET)}
    handlers, hooks = root.handlers[:], (sys.excepthook, threading.excepthook)
    yield
    logging.captureWarnings(False)
    root.handlers = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    sys.excepthook, threading.excepthook = hooks


@pytest.mark.parametrize("form", ["text", "json"])
def test_secrets_and_phones_are_in_no_line(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_log("DEBUG", form, ["a-very-own-secret"])
    log = logging.getLogger("bot.test")
    log.info("calling https://api.telegram.org/bot%s/sendMessage", TOKEN)
    log.warning("phone %s, key %s", PHONE, "a-very-own-secret", extra={"who": PHONE})
    try:
        raise ValueError(f"refused for {TOKEN} and {PHONE}")
    except ValueError:
        log.exception("action=send")
    written = capsys.readouterr().err
    assert "action=send" in written
    assert "ValueError" in written
    for hidden in (TOKEN, PHONE, "a-very-own-secret"):
        assert hidden not in written


def test_json_lines_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_log("INFO", "json")
    logging.getLogger("bot.test").info("action=%s", "send", extra={"channel": "telegram"})
    (line,) = map(json.loads, capsys.readouterr().err.splitlines())
    assert (line["level"], line["logger"], line["message"]) == ("INFO", "bot.test", "action=send")
    assert line["channel"] == "telegram"
    assert line["at"].endswith("Z")


def test_lines_that_are_alike_are_counted_instead_of_repeated() -> None:
    now = 0.0
    repeats = Repeats(lambda: now)

    def line(words: str, number: int) -> tuple[bool, list[str]]:
        record = logging.LogRecord("bot.web", logging.WARNING, "", 0, words, (number,), None)
        admitted, over = repeats.see(record)
        return admitted, [each.getMessage() for each in over]

    alike = [line("refused %s", number) for number in range(1000)]
    assert [admitted for admitted, _ in alike] == [True] * MOST_ALIKE + [False] * (
        1000 - MOST_ALIKE
    )
    assert line("something else %s", 1) == (True, [])  # is not held back with them
    now = ALIKE_SECONDS
    told = f"action=repeated count={1000 - MOST_ALIKE} line=refused %s"
    assert line("something else %s", 1) == (True, [told])
    assert line("refused %s", 1) == (True, [])


def test_a_flood_of_lines_leaves_a_small_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.service.logs.ALIKE_SECONDS", 1e9)  # however slow this machine is
    set_up_log("INFO", "text")
    for number in range(10_000):
        logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
        logging.getLogger("bot.web").error("action=webhook status=%s", number)
    assert len(capsys.readouterr().err.splitlines()) == 2 * MOST_ALIKE


def test_what_nobody_caught_is_masked_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_log("INFO", "text")

    def fail() -> None:
        raise RuntimeError(f"died with {TOKEN}")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    try:
        fail()
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    written = capsys.readouterr().err
    assert written.count("action=crash") == 2
    assert TOKEN not in written


@pytest.mark.parametrize("name", ["httpx", "aiogram.client", "telegram.ext", "uvicorn.access"])
def test_libraries_that_log_every_address_are_quiet(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_log("DEBUG", "text")
    logging.getLogger(name).info("HTTP Request: POST ...")
    assert capsys.readouterr().err == ""
