"""No token, no secret, no telephone number in a log line (F97)."""

from __future__ import annotations

import io
import logging
import re

import pytest

from bot.channels.redact import HIDDEN, LINE_LETTERS, PATTERNS, TRACE_LETTERS, Redaction

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture
def log():
    """A logger with one redacting handler; `log.text()` is what it has written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s %(detail)s", defaults={"detail": ""}))
    redaction = Redaction(["tieng-mat-khau"])
    handler.addFilter(redaction)
    logger = logging.Logger("thu")
    logger.addHandler(handler)
    logger.text = stream.getvalue  # type: ignore[attr-defined]
    logger.redaction = redaction  # type: ignore[attr-defined]
    return logger


@pytest.mark.parametrize(
    ("written", "secret"),
    [
        (f"POST https://api.telegram.org/bot{TOKEN}/sendMessage 200", TOKEN),
        (f"GET https://api.telegram.org/file/bot{TOKEN}/documents/a.xlsx", TOKEN),
        (f"GET https://h/bot{TOKEN.replace(':', '%3A')}/getMe", TOKEN.partition(":")[2]),
        ("POST https://bot-api.zaloplatforms.com/bot12345689:abc-xyz/getMe", "abc-xyz"),
        (f"token={TOKEN}", TOKEN),
        (f"Bot({TOKEN})", TOKEN),
        ("mật khẩu là tieng-mat-khau.", "tieng-mat-khau"),
        ("headers={'access_token': 'dGhpcw', 'a': 'b'}", "dGhpcw"),
        ("X-Telegram-Bot-Api-Secret-Token: s3cr3t", "s3cr3t"),
        ("[(b'X-Bot-Api-Secret-Token', b's3cr3t')]", "s3cr3t"),
        ('{"refresh_token":"r-1","expires_in":"90000"}', "r-1"),
        ("Authorization: Bearer abc.def", "abc.def"),
        ("gọi 0912345678 nhé", "0912345678"),
        ("gọi 0912 345 678", "345 678"),
        ("gọi +84 912.345.678", "345.678"),
        ("gọi 84912345678", "84912345678"),
        ("gọi 024 3825 1234", "3825 1234"),
    ],
)
def test_a_secret_is_hidden(log, written, secret):
    log.warning(written)
    log.warning("%s", written)
    log.warning("kèm theo", extra={"detail": {"where": written}})
    assert secret not in log.text()
    assert log.text().count(HIDDEN) >= 3


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-20 23:49:36 update 912345678 of telegram:99 at 127.0.0.1:8080",
        "14 14 0 0",
        "1.234.567,85 đồng",
        "số 0123/UBND-VP, 20/11/2026",
        "/bottles/123:4",
    ],
)
def test_what_is_no_secret_stays(log, written):
    log.warning(written)
    assert log.text().strip() == written


def test_an_exception_is_hidden_too(log):
    try:
        raise ConnectionError(f"cannot reach https://h/bot{TOKEN}/getMe")
    except ConnectionError:
        log.exception("hỏng", stack_info=True)
    assert "ConnectionError" in log.text()
    assert TOKEN not in log.text()


def test_a_secret_may_come_later(log):
    log.redaction.hide("token-moi")
    log.redaction.hide("")
    log.warning("đổi sang token-moi")
    assert log.text().strip() == f"đổi sang {HIDDEN}"


def test_a_record_with_wrong_arguments_does_not_break_the_bot(log):
    log.warning("%s %s", "một")
    assert log.text().strip() == "%s %s"


@pytest.mark.parametrize(
    "letters", ["a", "token ", "0912 345 678 ", "/bot1", "1", "tokentoken", "é-"]
)
def test_a_line_is_cut_before_it_is_searched(log, letters):
    log.warning("từ đây %s đến đây", letters * (200_000 // len(letters)))
    assert len(log.text()) <= LINE_LETTERS + 100
    assert log.text().startswith("từ đây ")
    assert log.text().endswith(" đến đây \n") or log.text().endswith("]  \n")


def test_no_pattern_looks_for_a_secret_from_every_letter_of_a_word():
    """What may begin anywhere and be of any length is searched from everywhere to the end."""
    for pattern, _ in PATTERNS:
        assert not re.match(r"\(*(\?:)?(\[[^]]*\]|\\w|\.)[*+]", pattern.pattern)


@pytest.mark.parametrize(
    "secret", [TOKEN, "tieng-mat-khau", f"https://h/bot{TOKEN}/x", "0912 345 678"]
)
def test_half_a_secret_does_not_show_where_a_line_is_cut(log, secret):
    for shift in range(len(secret)):
        for at in (LINE_LETTERS // 2 - shift, 3 * LINE_LETTERS - LINE_LETTERS // 2 - shift):
            line = ("x " * LINE_LETTERS)[:at] + secret + " "
            log.warning("%s", line + ("y " * 2 * LINE_LETTERS)[: 3 * LINE_LETTERS - len(line)])
    for piece in {secret[at : at + 9] for at in range(len(secret) - 9)}:
        assert piece not in log.text() or piece in "https://h/bot"


def test_of_a_long_trace_both_ends_stay(log):
    try:
        raise ConnectionError("lỗi " + "x" * 200_000 + f" https://h/bot{TOKEN}/getMe cuối")
    except ConnectionError:
        log.exception("hỏng")
    assert log.text().startswith("hỏng")
    assert "Traceback" in log.text()
    assert log.text().strip().endswith("cuối")
    assert len(log.text()) <= TRACE_LETTERS + 200
    assert TOKEN not in log.text()
